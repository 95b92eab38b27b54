"""What goes in and out about the Purple Book."""

import uuid
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.indicators.models import PeriodType, Polarity, ValueStatus
from api.indicators.schemas import Code
from api.kernel.schemas import Line, Read, Version, Write

Rag = Literal["green", "amber", "red"]
Variation = Literal["common_cause", "improvement", "concern", "neutral_high", "neutral_low"]
Assurance = Literal["consistent_pass", "consistent_fail", "hit_and_miss"]


class BookGroup(Write):
    """A group of indicators under a title, in the order in which they stand."""

    title: Line
    indicators: Annotated[list[Code], Field(min_length=1, max_length=60)]


class ContentsSet(Write):
    """What stands in the book, group by group; no indicator stands in it twice."""

    groups: Annotated[list[BookGroup], Field(max_length=20)]


class ContentsRead(Read):
    """What stands in the book. `version` is 1 until somebody arranges it, and rises with each arrangement."""

    groups: list[BookGroup]
    version: Version


class BookFilters(BaseModel):
    """Whose book it is, and how long its periods are."""

    model_config = ConfigDict(extra="forbid")

    unit_id: Annotated[uuid.UUID | None, Field(description="The council, if none is named.")] = None
    period_type: Literal["month", "quarter"] = "month"


class BookPeriod(Read):
    """A column of the book."""

    start: date
    end: date
    label: str


class BookCell(Read):
    """A figure, and where it lies against the target that counted then. RAG does not say whether anything moved."""

    numerator: int | None
    denominator: int | None
    value: float | None
    value_status: ValueStatus
    target: float | None
    rag: Rag | None


class BookException(Read):
    """An open exception of the line."""

    id: uuid.UUID
    reference: str
    state: str
    reason: str


class BookComparator(Read):
    """The latest published figure of an area; of the neighbours it is the mean of `of_neighbours` of them."""

    area_name: str
    period_label: str
    value: float | None
    value_status: ValueStatus
    of_neighbours: int | None


class BookLine(Read):
    """An indicator in the book: its figures, and side by side what they say.

    `rag` is of the latest known figure. `variation` and `assurance` come of its chart and are null where it has too
    few points to tell; `words` says both in a sentence. `exceptions` is null for those who may read none.
    """

    indicator: str
    title: str
    unit: str
    decimals: int
    polarity: Polarity
    standard_number: int | None
    target: float | None
    tolerance: float | None
    cells: list[BookCell]
    latest: Annotated[int | None, Field(description="The place in `cells` of the latest known figure.")]
    rag: Rag | None
    variation: Variation | None
    assurance: Assurance | None
    words: str
    england: BookComparator | None
    region: BookComparator | None
    neighbours: BookComparator | None
    exceptions: list[BookException] | None


class BookSection(Read):
    """A group with its lines."""

    title: str
    lines: list[BookLine]


class BookRead(Read):
    """The book of a unit: the same periods for every line, the oldest first."""

    unit_id: uuid.UUID
    unit_name: str
    period_type: PeriodType
    periods: list[BookPeriod]
    sections: list[BookSection]
    version: Version


class BookFile(BookFilters):
    """The book as a file."""

    bom: Annotated[bool, Field(description="Begin with a byte order mark, for Excel.")] = False
