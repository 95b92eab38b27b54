"""Tables of quality indicators: what each means and by which conventions, its values, and working days."""

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from api.kernel import clock
from api.kernel.database import Table, choice


class Corner(StrEnum):
    """The three corners of the triangle."""

    voice = "voice"
    numbers = "numbers"
    practice = "practice"


class Polarity(StrEnum):
    """Which way is better."""

    high = "high"
    low = "low"
    neutral = "neutral"


class PeriodType(StrEnum):
    """How long a period is; a quarter is one of the financial year, a year runs from April to March."""

    month = "month"
    quarter = "quarter"
    year = "year"


class ValueStatus(StrEnum):
    """What a value is, or why there is none."""

    ok = "ok"
    suppressed = "suppressed"
    no_data = "no_data"
    not_applicable = "not_applicable"
    provisional = "provisional"


class Indicator(Table, table=True):
    """The definition of an indicator, with its numerator and denominator in words."""

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    code: str = Field(max_length=60, unique=True)
    title: str = Field(max_length=200)
    description: str = Field(max_length=2000)
    numerator_text: str = Field(max_length=500)
    denominator_text: str | None = Field(default=None, max_length=500)
    """None for a count."""
    unit: str = Field(max_length=40)
    """% or what is counted."""
    polarity: Polarity = Field(sa_type=choice(Polarity))
    corner: Corner = Field(sa_type=choice(Corner))
    standard_number: int | None = None
    target: float | None = None
    source: str = Field(max_length=200)
    known_gaps: str = Field(default="", max_length=2000)
    owner: str = Field(max_length=200)
    decimals: int = 0
    definition_version: int = 1
    effective_from: date
    """Periods that start earlier are not computed: the data does not reach back to them."""


class _Value(Table):
    """What true and suppressed values have in common."""

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    indicator_id: uuid.UUID = Field(foreign_key="indicator.id")
    definition_version: int
    period_type: PeriodType = Field(sa_type=choice(PeriodType))
    period_start: date
    period_end: date
    unit_id: uuid.UUID = Field(foreign_key="unit.id", index=True)
    numerator: int | None = None
    denominator: int | None = None
    """None for a count."""
    value: float | None = None
    value_status: ValueStatus = Field(sa_type=choice(ValueStatus))
    lower: float | None = None
    upper: float | None = None
    data_as_of: datetime
    """How far the source data reached when this row last changed."""
    computed_at: datetime
    updated_at: datetime
    revision: int = 1


class IndicatorValue(_Value, table=True):
    """The true value of an indicator for a unit and a period."""

    __table_args__ = (
        UniqueConstraint("indicator_id", "unit_id", "period_type", "period_start", name="uq_indicator_value_place"),
        Index("ix_indicator_value_change", "updated_at", "id"),
    )


class SuppressedValue(_Value, table=True):
    """The value as anybody may see it: of the council and its services alone, and hidden where it rests on few."""

    __table_args__ = (
        UniqueConstraint("indicator_id", "unit_id", "period_type", "period_start", name="uq_suppressed_value_place"),
        Index("ix_suppressed_value_change", "updated_at", "id"),
    )


class Computation(Table, table=True):
    """One computation of all values. `revision` numbers the states of the data set: it rises when anything changed."""

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    number: int = Field(unique=True)
    at: datetime = Field(default_factory=clock.now)
    data_as_of: datetime
    computed: int
    changed: int
    revision: int


class WorkingDay(Table, table=True):
    """A calendar day, with the running count of working days in England up to it: a difference counts them."""

    day: date = Field(primary_key=True)
    number: int


class IndicatorSetting(Table, table=True):
    """A convention of an indicator, from a day on until another took its place; null is for good.

    A row is never changed but in its end: what is replaced before it counted for a day ends on the day it begins.
    """

    __table_args__ = (
        CheckConstraint("to_on >= from_on", name="ends_after_start"),
        Index(
            "uq_indicator_setting_begin", "indicator_code", "name", "from_on", unique=True,
            postgresql_where=text("to_on is null or to_on > from_on"),
        ),
    )  # fmt: skip

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    indicator_code: str = Field(max_length=60, foreign_key="indicator.code")
    name: str = Field(max_length=40)
    number: int
    from_on: date
    to_on: date | None = None
    """The first day on which it no longer counts."""
    reason: str = Field(max_length=4_000)
    set_by_id: uuid.UUID | None = Field(default=None, foreign_key="person.id")
    """Nobody where it is the default."""
    set_at: datetime = Field(default_factory=clock.now)
