"""What goes in and out of the feed, and about the tokens with which it is read."""

import uuid
from datetime import date, datetime
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from api.access.models import Level, UnitKind
from api.comparators.models import AreaKind
from api.indicators.models import Corner, PeriodType, Polarity, ValueStatus
from api.indicators.schemas import Code, Dimension, IndicatorValueRead, Narrowed
from api.kernel.pages import Page, PageParams
from api.kernel.schemas import Line, NoNul, Read, Write

T = TypeVar("T")
Rag = Literal["green", "amber", "red"]


class FeedPage(Page[T], Generic[T]):
    """A page of the feed; `next` is the address of the one after, and null on the last."""

    next: str | None = None


class FeedParams(PageParams):
    """What every table of the feed may be asked. `limit`, `cursor` and `total` are for JSON alone: files are whole."""

    limit: Annotated[int, Field(ge=1, le=10_000, description="Rows on a page.")] = 1_000
    columns: Annotated[
        str | None, NoNul, Field(max_length=1_000, description="Names, with commas between; the key is always there.")
    ] = None
    bom: Annotated[bool, Field(description="Begin a file of CSV with a byte order mark, for Excel.")] = False


class FeedValueParams(Narrowed, FeedParams):
    """How to narrow the values of the feed."""

    unit_type: UnitKind | None = None
    value_status: ValueStatus | None = None
    deleted: Annotated[
        Literal["exclude", "include"], Field(description="Include what was withdrawn, with the instant it was.")
    ] = "exclude"
    sort: Literal["updated_at"] = "updated_at"


class FeedValueRead(IndicatorValueRead):
    """A value, whether it meets its target, and where its unit stands. New columns are only ever added at the end."""

    rag: Rag | None
    unit_path: str
    deleted_at: datetime | None


class FeedIndicatorRead(Read):
    """What an indicator means, in words, and what to beware of."""

    indicator: str
    title: str
    description: str
    numerator_text: str
    denominator_text: str | None
    unit: str
    polarity: Polarity
    corner: Corner
    standard_number: int | None
    target: float | None
    source: str
    known_gaps: str
    owner: str
    decimals: int
    definition_version: int
    effective_from: date


class FeedUnitRead(Read):
    """The council, a service or a team, and the names of all above it."""

    unit_id: uuid.UUID
    unit_type: UnitKind
    unit_name: str
    parent_id: uuid.UUID | None
    unit_path: str


class FeedPeriodRead(Read):
    """A month, a quarter or a year of April to March; `financial_year` is the calendar year in which it begins."""

    period: str
    period_type: PeriodType
    period_start: date
    period_end: date
    label: str
    financial_year: int
    is_over: bool


class FeedComparatorRead(Read):
    """A published figure of England, a region or a council, beside the indicator it is held against."""

    comparator_id: uuid.UUID
    indicator: str
    area_kind: AreaKind
    area_code: str
    area_name: str
    region_code: str
    period_label: str
    period_start: date
    period_end: date
    numerator: int | None
    denominator: int | None
    value: float | None
    value_status: ValueStatus
    source_file: str
    published_name: str


class FeedBreakdownParams(FeedParams):
    """How to narrow the breakdowns of the feed."""

    indicator: Code | None = None
    unit_id: uuid.UUID | None = None
    dimension: Dimension | None = None

    def narrowing(self) -> list[tuple[str, Any]]:
        """The columns that are to have a value, with it."""
        return [(name, said) for name in ("indicator", "unit_id", "dimension") if (said := getattr(self, name))]


class FeedBreakdownRead(Read):
    """What a month's figure counts of one group of children in one unit, without the units beneath it.

    Counts add up: over the groups of a dimension and all units to the figure; over months too, but for a stock, of
    which each month has the children of its last day. The denominator is null for a count.
    """

    breakdown_id: uuid.UUID
    indicator: str
    period_type: Literal["month"]
    period_start: date
    period_end: date
    unit_type: UnitKind
    unit_id: uuid.UUID
    unit_name: str
    dimension: Dimension
    group_code: str
    group_label: str
    numerator: int
    denominator: int | None


class FeedColumnRead(Read):
    """A column of a table of the feed."""

    name: str
    kind: str
    is_nullable: bool


class FeedTableRead(Read):
    """A table of the feed: its address for each form, its entity set in OData, and its columns."""

    name: str
    addresses: dict[str, str]
    entity_set: str
    view: str
    columns: list[FeedColumnRead]


class FeedRead(Read):
    """What the feed has, at which level for whoever asks, and what it stands on.

    The revision rises with any figure; it is null for those who see suppressed figures, most of whose changes are
    none of what they are shown.
    """

    level: Level
    revision: int | None
    computed_at: datetime | None
    data_as_of: datetime | None
    odata: str
    tables: list[FeedTableRead]


class ODataParams(BaseModel):
    """What an entity set of OData may be asked; the last four only to be told that they are not offered."""

    model_config = ConfigDict(extra="forbid")

    filter: Annotated[str | None, Field(alias="$filter")] = None
    select: Annotated[str | None, Field(alias="$select", max_length=2_000)] = None
    orderby: Annotated[str | None, Field(alias="$orderby", max_length=1_000)] = None
    top: Annotated[int | None, Field(alias="$top", ge=0, lt=2**31)] = None
    skip: Annotated[int, Field(alias="$skip", ge=0, lt=2**31)] = 0
    count: Annotated[bool, Field(alias="$count")] = False
    skiptoken: Annotated[str | None, Field(alias="$skiptoken", max_length=1_000)] = None
    format: Annotated[str | None, Field(alias="$format", max_length=100)] = None
    expand: Annotated[str | None, Field(alias="$expand")] = None
    apply: Annotated[str | None, Field(alias="$apply")] = None
    search: Annotated[str | None, Field(alias="$search")] = None
    compute: Annotated[str | None, Field(alias="$compute")] = None


class FeedTokenRead(Read):
    """A token by its name; the token itself is never shown again."""

    id: uuid.UUID
    name: str
    machine_client_id: uuid.UUID
    client_id: str
    client_name: str
    level: Level
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None


class FeedTokenCreated(FeedTokenRead):
    """A new token, shown this once: the password of HTTP Basic, with `client_id` as the user, or a Bearer token."""

    token: str


class FeedTokenCreate(Write):
    """A new token for a BI tool's client, at its level or lower, for so many days."""

    machine_client_id: uuid.UUID
    name: Line
    level: Level = Level.suppressed
    days: Annotated[int, Field(ge=1, le=366)] = 90
