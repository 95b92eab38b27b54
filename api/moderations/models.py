"""Tables of moderations: the second reading of an audit, and its judgement of each answer."""

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from api.audits.models import Outcome
from api.kernel import clock
from api.kernel.database import Table, choice


class ModerationState(StrEnum):
    """Blind until graded; completed when the audit is final."""

    allocated = "allocated"
    graded = "graded"
    completed = "completed"


class AuditQuality(StrEnum):
    """How good the audit itself is, whatever its grades."""

    high = "high"
    adequate = "adequate"
    poor = "poor"


class Moderation(Table, table=True):
    """A second reading of one audit by one moderator; an audit has one open at a time."""

    __table_args__ = (
        CheckConstraint("(state = 'allocated') = (second_grade is null)", name="graded_has_grade"),
        CheckConstraint("(state = 'completed') = (audit_quality is not null)", name="completed_has_quality"),
        Index("uq_moderation_open", "audit_id", unique=True, postgresql_where=text("state <> 'completed'")),
        Index("ix_moderation_due_on_id", "due_on", "id"),
    )

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    audit_id: uuid.UUID = Field(foreign_key="audit.id", index=True)
    moderator_id: uuid.UUID = Field(foreign_key="person.id", index=True)
    allocated_by_id: uuid.UUID = Field(foreign_key="person.id")
    due_on: date
    state: ModerationState = Field(default=ModerationState.allocated, sa_type=choice(ModerationState))
    second_grade: str | None = Field(default=None, max_length=40)
    outcome: Outcome | None = Field(default=None, sa_type=choice(Outcome))
    """What the second overall grade did to the first."""
    reason: str = Field(default="", max_length=4_000)
    audit_quality: AuditQuality | None = Field(default=None, sa_type=choice(AuditQuality))
    audit_quality_reason: str = Field(default="", max_length=4_000)
    allocated_at: datetime = Field(default_factory=clock.now)
    graded_at: datetime | None = None
    completed_at: datetime | None = None
    version: int = 1


class ModerationJudgement(Table, table=True):
    """The second grade of one answer beside the first."""

    __table_args__ = (UniqueConstraint("moderation_id", "tool_question_id"),)

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    moderation_id: uuid.UUID = Field(foreign_key="moderation.id")
    tool_question_id: uuid.UUID = Field(foreign_key="tool_question.id", index=True)
    first_grade: str = Field(max_length=40)
    second_grade: str = Field(max_length=40)
    outcome: Outcome = Field(sa_type=choice(Outcome))
