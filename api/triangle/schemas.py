"""What the triangle shows: what each corner says of each standard, and how much is known from where."""

import uuid
from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from api.indicators.models import Polarity, ValueStatus
from api.kernel.schemas import Read


class TriangleFilters(BaseModel):
    """Which unit; the council, if none is named."""

    model_config = ConfigDict(extra="forbid")

    unit_id: uuid.UUID | None = None


class CornerTotal(Read):
    """How much one corner has given in the four quarters: pieces of evidence, from how many indicators with a value.

    `n` is null where it is hidden, because it is too few to show.
    """

    n: int | None
    indicators: int
    counted: str


class Corners(Read):
    """The three corners."""

    voice: CornerTotal
    numbers: CornerTotal
    practice: CornerTotal


class BalanceQuarter(Read):
    """On how many standards each corner has something to say in a quarter."""

    label: str
    voice: int
    numbers: int
    practice: int


class CornerRead(Read):
    """What a corner says of a standard: the value for the latest financial year with data, and what it rests on.

    `as_of` is the last day it covers.
    """

    indicator: str | None
    title: str | None
    unit: Literal["%", "children", "responses"] | None
    polarity: Polarity | None
    value: float | None
    n: int | None
    as_of: date | None
    status: ValueStatus


class StandardRead(Read):
    """One practice standard as the three corners see it, and a sentence where they disagree or nothing is known."""

    number: int
    text: str
    voice: CornerRead
    numbers: CornerRead
    practice: CornerRead
    message: str


class TriangleRead(Read):
    """Voice, numbers and practice in balance, for a unit. `as_of` is the latest computation's."""

    as_of: datetime | None
    unit_id: uuid.UUID
    unit_name: str
    corners: Corners
    balance: list[BalanceQuarter]
    balance_text: str
    standards: list[StandardRead]
