"""What goes in and out about comparators."""

import uuid
from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.comparators.models import AreaKind
from api.indicators.models import ValueStatus
from api.indicators.schemas import Code
from api.kernel.pages import PageParams
from api.kernel.schemas import NoNul, Read

FileName = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[\w .()&,'-]+$"), NoNul]


class ComparatorRead(Read):
    """A published figure. `value` is null where a symbol stood in its place: `value_status` says what it meant, and
    `symbol` is what was printed."""

    id: uuid.UUID
    indicator: str
    area_kind: AreaKind
    area_code: str
    area_name: str
    period_label: str
    period_start: date
    period_end: date
    numerator: int | None
    denominator: int | None
    value: float | None
    value_status: ValueStatus
    symbol: str
    source_file: str
    published_name: str


class ComparatorFilters(PageParams):
    """How to narrow the published figures."""

    indicator: Code | None = None
    area_kind: Annotated[AreaKind | None, Field(description="A statistical neighbour is one of this council's.")] = None
    area_code: Annotated[str | None, Field(max_length=40, pattern=r"^[A-Z0-9 /]*$")] = None


class ComparedYear(Read):
    """A published year of an area."""

    period_label: str
    period_end: date
    numerator: int | None
    denominator: int | None
    value: float | None
    value_status: ValueStatus
    of_neighbours: Annotated[int | None, Field(description="Over how many neighbours the value is the mean.")] = None


class ComparedArea(Read):
    """An area's published years, the oldest first. `position` 1 is the nearest of the statistical neighbours."""

    area_kind: AreaKind
    area_code: str
    area_name: str
    position: int | None
    years: list[ComparedYear]


class PublishedBeside(Read):
    """What is published to hold an indicator against: England, the region, the neighbours and this council itself.

    `mean_of_neighbours` is the plain mean of those neighbours whose figure is published, year by year.
    """

    indicator: str
    la_code: str | None
    published_name: str | None
    source_file: str | None
    areas: list[ComparedArea]
    mean_of_neighbours: list[ComparedYear]


class LoadFile(BaseModel):
    """What the file is called."""

    model_config = ConfigDict(extra="forbid")

    name: FileName


class LoadRead(Read):
    """A file that was loaded: its figures, and how many of them were new or different. Twice loaded, none is."""

    id: uuid.UUID
    at: datetime
    by_name: str | None
    source_file: str
    published_name: str
    rows: int
    created: int
    changed: int


class LoadFilters(PageParams):
    """How to page through the files that were loaded."""
