"""Tables of exceptions: what was raised and on what it rests, each step since, and when figures were last looked at."""

import uuid
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Column, Identity, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from api.kernel import clock
from api.kernel.database import Table, choice


class Cause(StrEnum):
    """Why an exception is raised; one red month inside the limits is none of them."""

    special_cause = "special_cause"
    consistent_fail = "consistent_fail"
    two_periods = "two_periods"


class ExceptionState(StrEnum):
    """How far an exception has come. A closed or withdrawn one never changes again."""

    raised = "raised"
    acknowledged = "acknowledged"
    planned = "planned"
    reviewed = "reviewed"
    closed = "closed"
    withdrawn = "withdrawn"


OPEN = (ExceptionState.raised, ExceptionState.acknowledged, ExceptionState.planned, ExceptionState.reviewed)


class ExceptionReport(Table, table=True):
    """A cause for concern in an indicator of a unit. What it was raised on is frozen; its state goes on."""

    __table_args__ = (
        Index(
            "uq_exception_report_open", "indicator_id", "unit_id", "cause", unique=True,
            postgresql_where=text("state not in ('closed', 'withdrawn')"),
        ),
        Index("ix_exception_report_raised_at_id", "raised_at", "id"),
        CheckConstraint("(state = 'closed') = (received_on is not null)", name="closed_at_a_meeting"),
    )  # fmt: skip

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    number: int | None = Field(
        default=None, sa_column=Column(BigInteger, Identity(always=True), unique=True, nullable=False)
    )
    """What people call it by: 12 is EXC-000012."""
    indicator_id: uuid.UUID = Field(foreign_key="indicator.id", index=True)
    unit_id: uuid.UUID = Field(foreign_key="unit.id", index=True)
    cause: Cause = Field(sa_type=choice(Cause))
    reason: str = Field(max_length=1_000)
    """Why it was raised, in the product's own words."""
    of_period: date
    """The first day of the month whose figure raised it."""
    points: list[dict[str, Any]] = Field(sa_type=JSONB)
    """The figures it rests on, as they were."""
    state: ExceptionState = Field(default=ExceptionState.raised, sa_type=choice(ExceptionState))
    raised_at: datetime = Field(default_factory=clock.now)
    received_on: date | None = None
    """The day of the quarterly meeting that closed it."""
    version: int = 1


class ExceptionEvent(Table, table=True):
    """One step in the history of an exception; none is ever changed."""

    __table_args__ = (Index("ix_exception_event_of", "exception_report_id", "number"),)

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    number: int | None = Field(
        default=None, sa_column=Column(BigInteger, Identity(always=True), unique=True, nullable=False)
    )
    exception_report_id: uuid.UUID = Field(foreign_key="exception_report.id")
    at: datetime = Field(default_factory=clock.now)
    to_state: ExceptionState = Field(sa_type=choice(ExceptionState))
    words: str = Field(default="", max_length=10_000)
    by_id: uuid.UUID | None = Field(default=None, foreign_key="person.id")
    """Nobody where the software did it by rule."""


class ExceptionLook(Table, table=True):
    """A look at all figures: each state of the data set is looked at once a day."""

    __table_args__ = (Index("uq_exception_look", "revision", "on_day", unique=True),)

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    revision: int
    on_day: date
    at: datetime = Field(default_factory=clock.now)
    raised: int
    withdrawn: int
