"""Tables of quality indicators: what each means and by which conventions, its values, and working days."""

import uuid
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Computed,
    Date,
    DateTime,
    Index,
    Integer,
    Numeric,
    SmallInteger,
    String,
    UniqueConstraint,
    Uuid,
    column,
    table,
    text,
)  # fmt: skip
from sqlalchemy import Table as SqlTable
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
    """Rises where a release counts all periods otherwise; `definition_change` has what the council changes on top."""
    effective_from: date
    """Periods that start earlier are not computed: the data does not reach back to them."""


class IndicatorWording(Table, table=True):
    """One wording of an indicator. It never changes; the next has a number one higher, and the last one is in force.

    There are none until somebody writes other words: then what stood before is kept as the first.
    """

    __table_args__ = (UniqueConstraint("indicator_id", "number"),)

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    indicator_id: uuid.UUID = Field(foreign_key="indicator.id")
    number: int
    title: str = Field(max_length=200)
    description: str = Field(max_length=2000)
    numerator_text: str = Field(max_length=500)
    denominator_text: str | None = Field(default=None, max_length=500)
    known_gaps: str = Field(max_length=2000)
    owner: str = Field(max_length=200)
    is_delivered: bool
    """Whether they are the words it came with, which a release may bring up to date; else they are the council's."""
    reason: str = Field(max_length=4_000)
    written_by_id: uuid.UUID | None = Field(default=None, foreign_key="person.id")
    """Nobody where they came with the product."""
    written_at: datetime = Field(default_factory=clock.now)


definition_change = table(
    "definition_change", column("indicator_code", String), column("from_on", Date), column("until", Date),
    column("number", Integer),
)  # fmt: skip
"""The days from which something is counted otherwise, by the council's conventions: the first is a change number 1.

`until` is the day of the next, and infinite for the last. The second version of a definition begins with change 1.
"""


class _Value(Table):
    """What true and suppressed values have in common."""

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    indicator_id: uuid.UUID = Field(foreign_key="indicator.id")
    definition_version: int
    """In force when the period began, or for a stock when it was taken: of a period in which one began, the earlier."""
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


class IndicatorRevision(Table, table=True):
    """What a value was before it changed; the place and the revision name it. Only a trigger writes it, for good."""

    __table_args__ = (
        Index(
            "uq_indicator_revision_place", "indicator_id", "unit_id", "period_type", "period_start", "revision",
            unique=True,
        ),
    )  # fmt: skip

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    indicator_id: uuid.UUID
    unit_id: uuid.UUID
    period_type: PeriodType = Field(sa_type=choice(PeriodType))
    period_start: date
    definition_version: int
    numerator: int | None = None
    denominator: int | None = None
    value: float | None = None
    value_status: ValueStatus = Field(sa_type=choice(ValueStatus))
    revision: int
    computed_at: datetime
    replaced_at: datetime


class ValueTombstone(Table, table=True):
    """Word that a value has gone with its row: whoever keeps a copy deletes it. `value_id` is what the feed called it.

    A value whose evidence alone has gone keeps its row, with `no_data`.
    """

    __table_args__ = (Index("ix_value_tombstone_change", "removed_at", "id"),)

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    value_id: uuid.UUID
    indicator: str | None = Field(default=None, max_length=60)
    unit_id: uuid.UUID
    period_type: PeriodType = Field(sa_type=choice(PeriodType))
    period_start: date
    revision: int
    is_suppressed: bool
    removed_at: datetime


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


class IndicatorRelease(Table, table=True):
    """What was public of a value at the end of a month, hidden or not, so that no later release gives it away.

    It holds the hidden counts themselves: nobody but the computation may read it.
    """

    indicator_id: uuid.UUID = Field(primary_key=True, foreign_key="indicator.id")
    unit_id: uuid.UUID = Field(primary_key=True, foreign_key="unit.id", index=True)
    period_type: str = Field(primary_key=True, max_length=40)
    period_start: date = Field(primary_key=True, index=True)
    last_month: date = Field(primary_key=True)
    """The last month that is counted; in a period that is not over there is a row for each end so far."""
    definition_version: int
    numerator: int
    denominator: int
    """The same as the numerator for a count."""
    is_hidden: bool
    is_base_hidden: bool
    """Whether even the denominator is hidden, which other indicators may share."""


class ReleaseMark(Table, table=True):
    """By which a year of an indicator is passed over that stands as it was when it was last released."""

    indicator_id: uuid.UUID = Field(primary_key=True, foreign_key="indicator.id")
    year: date = Field(primary_key=True)
    mark: str = Field(max_length=40)


# What follows can be made again from the records at any time. It is unlogged, and so empty together after a crash; that
# `measure_state` then says nothing has everything made anew. None of it is a class: no row is ever loaded as an object.


def _kept(name: str, *columns: Column[Any] | Index) -> SqlTable:
    return SqlTable(name, Table.metadata, *columns, prefixes=["UNLOGGED"])


def _must(name: str, kind: Any, *, is_key: bool = False) -> Column[Any]:
    return Column(name, kind, nullable=False, primary_key=is_key)


holding = _kept(
    "holding", _must("child_ref", String(16)), Column("unit_id", Uuid), Column("from_on", Date), Column("to_on", Date),
    _must("source_id", String(48)), Index("ix_holding_child_ref", "child_ref"),
)  # fmt: skip
"""Whose case each child was, and when."""

allocation = _kept(
    "allocation", _must("child_ref", String(16)), _must("worker", Uuid), Column("unit_id", Uuid),
    Column("full_time", Numeric), _must("from_on", Date), _must("to_on", Date),
    Index("ix_allocation_child_ref", "child_ref"), Index("ix_allocation_worker", "worker"),
)  # fmt: skip
"""Which workers had a child's case, and when."""

child_group = _kept(
    "child_group", _must("child_ref", String(16), is_key=True), Column("birthdays", ARRAY(Date)),
    _must("lasting", SmallInteger),
)  # fmt: skip
"""Which groups each child is in: the days on which the bands of age begin, and the digits of what stays."""

as_at = _kept("as_at", _must("day", Date, is_key=True))
"""The days on which stock is taken: the ends of months, and today."""

indicator_member = _kept(
    "indicator_member", _must("indicator_id", Uuid), _must("unit_id", Uuid), _must("on_date", Date),
    _must("met", Boolean), Column("person", Uuid), Column("child_ref", String(16)), Column("groups", SmallInteger),
    Index("ix_indicator_member_child_ref", "child_ref"),
    Index("ix_indicator_member_on_date", "indicator_id", "on_date"),
)  # fmt: skip
"""One row for each member of a denominator, as the measures gave it: figures are counted from these, and open them.

`groups` are those of the child on that day, four digits as groups.py has them; null where no child stands behind it.
"""

indicator_month = _kept(
    "indicator_month", _must("indicator_id", Uuid, is_key=True), _must("month", Date, is_key=True),
    _must("unit_id", Uuid, is_key=True), _must("x", BigInteger), _must("n", BigInteger), _must("people", BigInteger),
    _must("mark", BigInteger),
)  # fmt: skip
"""The members counted by the unit they belong to and by month, up to today; `mark` is a sum over who they are."""

indicator_part = _kept(
    "indicator_part", _must("indicator_id", Uuid), _must("unit_id", Uuid), _must("month", Date), _must("x", Integer),
    _must("n", Integer), _must("part", SmallInteger),
    Column("id", Uuid, Computed(
        "md5(indicator_id::text || unit_id::text || part::text || (month - date '2000-01-01')::text)::uuid",
        persisted=True,
    ), primary_key=True),
    Index("ix_indicator_part_month", "indicator_id", "month"),
)  # fmt: skip
"""The same members by group of children too, `part` being its number: over the groups of any dimension they add up.

The id is made of the place, so that whoever keeps a copy finds a row again though all was made anew.
"""

measure_state = _kept(
    "measure_state", _must("code", String(60), is_key=True), _must("signature", String(64)),
    _must("seen_to", BigInteger), _must("seen_at", DateTime(timezone=True)), _must("counted_to", Date),
    _must("is_by_child", Boolean), _must("checked_at", DateTime(timezone=True)), _must("failures", Integer),
    Column("failure", String(80)), Column("retry_at", DateTime(timezone=True)),
    Column("received_to", DateTime(timezone=True)),
)  # fmt: skip
"""How far each measure is counted, and under which definition; the row without a code is of the whole."""

touched_child = _kept("touched_child", _must("child_ref", String(16)))
"""Children from whom a record went: rows that are still there say by themselves that they changed."""
