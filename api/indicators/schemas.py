"""What goes in and out about indicators and their values."""

import uuid
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from api.indicators.defining import SettingRead
from api.indicators.groups import Group
from api.indicators.models import Corner, PeriodType, Polarity, ValueStatus
from api.indicators.telling import DefinitionVersion
from api.kernel.pages import Page, PageParams
from api.kernel.schemas import Read, Version

Unit = Literal[
    "%", "children", "responses", "referrals", "workers", "audits", "complaints", "compliments",
    "cases per worker", "cases per full-time post", "tenths of posts", "per 10,000 children",
]  # fmt: skip
Dimension = Literal["age_band", "sex", "ethnicity", "disability"]
Code = Annotated[str, Field(max_length=60, pattern=r"^[a-z0-9_]+$", description="The indicator's code.")]


class IndicatorRead(Read):
    """An indicator as the catalogue has it. A count has no denominator. The version of the definition is today's."""

    code: str
    title: str
    description: str
    numerator_text: str
    denominator_text: str | None
    unit: Unit
    polarity: Polarity
    corner: Corner
    standard_number: int | None
    target: float | None
    source: str
    known_gaps: str
    owner: str
    decimals: int
    definition_version: DefinitionVersion
    effective_from: date
    version: Version


class IndicatorFilters(PageParams):
    """How to narrow the catalogue."""

    corner: Corner | None = None
    standard_number: Annotated[int | None, Field(ge=1, le=99)] = None


class WorkerChild(Read):
    """A child to talk about: of so many that were counted, so many did not come out as they should."""

    child_id: uuid.UUID
    child_ref: str
    times: int


class WorkerFigure(Read):
    """What an indicator counts of one worker's cases. A stock is of `stock_on`, all else of the whole period."""

    indicator: str
    title: str
    polarity: Polarity
    is_stock: bool
    met: int
    counted: int
    children: Annotated[list[WorkerChild], Field(description="Those of whom it did not come out as it should.")]


class WorkerFigures(Read):
    """A worker's figures, for supervision alone: without a percentage, a target, a rank or anybody to compare with."""

    worker_id: str
    from_on: date
    to_on: date
    stock_on: date
    purpose: str
    items: list[WorkerFigure]


class SeriesFilters(BaseModel):
    """Which unit (the council, if none is named) and how long the periods are."""

    model_config = ConfigDict(extra="forbid")

    unit_id: uuid.UUID | None = None
    period_type: PeriodType = PeriodType.month


class SeriesPoint(Read):
    """A value in percent, a count or a rate, and the ends of its 95% interval (Wilson's) where it has one."""

    period_start: date
    period_end: date
    label: str
    definition_version: DefinitionVersion | None = None
    numerator: int | None
    denominator: int | None
    value: float | None
    value_status: ValueStatus
    lower: float | None
    upper: float | None


class SeriesRead(Read):
    """One indicator over time for one unit, without gaps in the calendar, and a sentence that says what it shows."""

    indicator: IndicatorRead
    unit: Unit
    unit_id: uuid.UUID
    unit_name: str
    period_type: PeriodType
    points: list[SeriesPoint]
    target: float | None
    sentence: str


class IndicatorValueRead(Read):
    """A value in the feed. New columns are only ever added at the end; a symbol never stands in a number's place."""

    value_id: uuid.UUID
    indicator: str
    definition_version: DefinitionVersion
    period_type: PeriodType
    period_start: date
    period_end: date
    unit_type: Literal["council", "service", "team"]
    unit_id: uuid.UUID
    unit_name: str
    numerator: int | None
    denominator: int | None
    value: float | None
    value_status: ValueStatus
    lower: float | None
    upper: float | None
    target: float | None
    data_as_of: datetime
    updated_at: datetime
    revision: int


class Narrowed(BaseModel):
    """How to narrow the values."""

    model_config = ConfigDict(extra="forbid")

    indicator: Code | None = None
    unit_id: uuid.UUID | None = None
    period_type: PeriodType | None = None
    period_from: Annotated[date | None, Field(description="Periods that start on this day or later.")] = None
    period_to: Annotated[date | None, Field(description="Periods that end on this day or earlier.")] = None
    updated_since: Annotated[AwareDatetime | None, Field(description="Values that changed after this instant.")] = None


class ValueFilters(Narrowed, PageParams):
    """How to narrow and page the values."""


class CsvFilters(Narrowed):
    """How to narrow the values in the file; it is always the whole result."""

    bom: Annotated[bool, Field(description="Begin with a byte order mark, for Excel.")] = False


class ComputationRead(Read):
    """What a computation did: values computed, of which changed, and how far the case records reach."""

    computed: int
    changed: int
    data_as_of: datetime
    revision: int


class PlaceFilters(BaseModel):
    """Which figure: of a unit (the council, if none is named) and of a period, by its type and its first day."""

    model_config = ConfigDict(extra="forbid")

    unit_id: uuid.UUID | None = None
    period_type: PeriodType = PeriodType.month
    period_start: Annotated[
        date | None, Field(description="The first day of the period; the latest with a value, if none is named.")
    ] = None


class MemberFilters(PlaceFilters, PageParams):
    """Which figure, and whether those who met it or those who did not."""

    met: bool | None = None
    group: Annotated[Group | None, Field(description="Those of one group alone, as a breakdown has it.")] = None


class WholeGroupFilters(PageParams):
    """How long the periods are; all lengths, if none is named."""

    period_type: PeriodType | None = None


class WholeGroupRead(Read):
    """A figure shown to members of which nobody, or everybody, of so many counts in the numerator."""

    id: uuid.UUID
    indicator: str
    title: str
    unit_id: uuid.UUID
    unit_name: str
    period_type: PeriodType
    period_start: date
    numerator: int
    denominator: int


class RevisionFilters(PlaceFilters, PageParams):
    """Which figure; the latest change first."""


class RevisionRead(Read):
    """What a figure was: under which definition and when it was computed."""

    revision: int
    definition_version: DefinitionVersion
    numerator: int | None
    denominator: int | None
    value: float | None
    value_status: ValueStatus
    computed_at: datetime


class EarlierRead(RevisionRead):
    """What a figure was before it changed, and when that was replaced."""

    replaced_at: datetime


class RevisionsRead(Read):
    """A figure as it stands, and what it was before; earlier values are for staff alone."""

    unit_id: uuid.UUID
    unit_name: str
    period_type: PeriodType
    period_start: date | None
    present: RevisionRead | None
    earlier: Page[EarlierRead]


class PeriodRead(Read):
    """A period that has a figure, to be chosen by its first day."""

    period_start: date
    label: str


class EvidenceRead(Read):
    """How a figure was computed: its definition, the conventions in force, its counts, and how it came about."""

    indicator: IndicatorRead
    settings: list[SettingRead]
    unit: Unit
    unit_id: uuid.UUID
    unit_name: str
    period_type: PeriodType
    period_start: date | None
    period_end: date | None
    label: str | None
    periods: Annotated[list[PeriodRead], Field(description="All of this type that have a figure, the latest first.")]
    figure: RevisionRead | None
    earlier: Annotated[int | None, Field(description="How often it changed; null for readers of public figures.")]
    data_as_of: datetime | None
    has_children: Annotated[bool, Field(description="Whether children stand behind it, rather than people's answers.")]
    sentence: str


class MemberRead(Read):
    """A child behind a figure on a day, and how many times over, as with several visits."""

    child_id: uuid.UUID
    child_ref: str
    on_date: date
    met: bool
    times: int


class MembersRead(Read):
    """The children behind a figure who are within your sight, and how much of it rests on others."""

    numerator: int | None
    denominator: int | None
    met: Annotated[int, Field(description="How many of the numerator are in your sight.")]
    counted: Annotated[int, Field(description="How many of all that is counted are in your sight.")]
    out_of_sight: Annotated[int, Field(description="How many that are counted you may not see.")]
    group_label: Annotated[str | None, Field(description="Of which group alone these are; null for all.")]
    sentence: str
    children: Page[MemberRead]


class GroupRead(Read):
    """A figure of one group of children: percent with its 95% interval (Wilson's), or a count, which has none."""

    group: str
    label: str
    numerator: int
    denominator: int | None
    value: float | None
    value_status: Annotated[ValueStatus, Field(description="`no_data` where nobody of the group is counted.")]
    lower: float | None
    upper: float | None


class DimensionRead(Read):
    """A figure by one way to tell children apart, and a sentence that says what to make of it.

    The groups add up to the figure. A child's age is that of the day counted, all else what is recorded now.
    """

    dimension: Dimension
    title: str
    sentence: str
    groups: list[GroupRead]


class BreakdownsRead(Read):
    """A figure by age, sex, ethnicity and disability; where there is no such thing, a sentence says why."""

    indicator: str
    unit: Unit
    decimals: int
    unit_id: uuid.UUID
    unit_name: str
    period_type: PeriodType
    period_start: date | None
    label: str | None
    periods: Annotated[list[PeriodRead], Field(description="All of this type that have a figure, the latest first.")]
    figure: RevisionRead | None
    sentence: str
    dimensions: list[DimensionRead]
