"""Tables of disputes: somebody does not agree with a final grade, and what was said about it."""

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from api.kernel import clock
from api.kernel.database import Table, choice


class DisputeAsk(StrEnum):
    """What is asked for: another grade, or that somebody looks again."""

    grade = "grade"
    another_look = "another_look"


class DisputeState(StrEnum):
    """Open until somebody who graded nothing settles it, or whoever raised it takes it back."""

    open = "open"
    upheld = "upheld"
    not_upheld = "not_upheld"
    withdrawn = "withdrawn"


class Dispute(Table, table=True):
    """A dispute about the grade of a final audit; an audit has one open at a time.

    The audit itself never changes: a grade that was settled stands here, beside the first and the reported one.
    """

    __table_args__ = (
        CheckConstraint("(state = 'open') = (resolved_at is null)", name="resolved_when"),
        CheckConstraint("resolved_grade is null or state = 'upheld'", name="grade_is_upheld"),
        CheckConstraint(
            "resolved_grade is not null or state <> 'upheld' or asks = 'another_look'", name="upheld_has_grade"
        ),
        Index("uq_dispute_open", "audit_id", unique=True, postgresql_where=text("state = 'open'")),
        Index("ix_dispute_due_on_id", "due_on", "id"),
    )

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    audit_id: uuid.UUID = Field(foreign_key="audit.id", index=True)
    raised_by_id: uuid.UUID = Field(foreign_key="person.id", index=True)
    asks: DisputeAsk = Field(sa_type=choice(DisputeAsk))
    claimed_grade: str | None = Field(default=None, max_length=40)
    """The overall grade that whoever raised it holds to be right."""
    state: DisputeState = Field(default=DisputeState.open, sa_type=choice(DisputeState))
    due_on: date
    resolved_grade: str | None = Field(default=None, max_length=40)
    resolution: str = Field(default="", max_length=4_000)
    resolved_by_id: uuid.UUID | None = Field(default=None, foreign_key="person.id")
    raised_at: datetime = Field(default_factory=clock.now)
    resolved_at: datetime | None = None
    version: int = 1


class DisputeMessage(Table, table=True):
    """What somebody said about a dispute; nothing said is ever changed."""

    __table_args__ = (Index("ix_dispute_message_dispute_id", "dispute_id", "said_at"),)

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    dispute_id: uuid.UUID = Field(foreign_key="dispute.id")
    person_id: uuid.UUID = Field(foreign_key="person.id")
    words: str = Field(max_length=4_000)
    said_at: datetime = Field(default_factory=clock.now)
