"""Tables of findings: what an audit found, its theme, and the actions that came of it."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from api.kernel import clock
from api.kernel.database import Table, choice


class FindingKind(StrEnum):
    """Strengths come first."""

    strength = "strength"
    improvement = "improvement"


class FindingSeverity(StrEnum):
    """How much an area for improvement weighs."""

    low = "low"
    medium = "medium"
    high = "high"


class FindingTheme(Table, table=True):
    """What a finding is about, from a short list that all audits share, so that they can be learnt from together."""

    __table_args__ = (UniqueConstraint("code"),)

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    code: str = Field(max_length=40)
    title: str = Field(max_length=200)
    position: int


class Finding(Table, table=True):
    """A strength or an area for improvement, and what it meant for the child."""

    __table_args__ = (
        CheckConstraint("(kind = 'improvement') = (severity is not null)", name="improvement_has_severity"),
        Index("ix_finding_created_at_id", "created_at", "id"),
    )

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    audit_id: uuid.UUID = Field(foreign_key="audit.id", index=True)
    kind: FindingKind = Field(sa_type=choice(FindingKind))
    finding_theme_id: uuid.UUID = Field(foreign_key="finding_theme.id", index=True)
    criterion_id: uuid.UUID | None = Field(default=None, foreign_key="criterion.id", index=True)
    tool_question_id: uuid.UUID | None = Field(default=None, foreign_key="tool_question.id", index=True)
    text: str = Field(max_length=4_000)
    impact: str = Field(max_length=4_000)
    """What it meant, or may mean, for the child."""
    severity: FindingSeverity | None = Field(default=None, sa_type=choice(FindingSeverity))
    no_action_reason: str = Field(default="", max_length=4_000)
    """Why nothing is to be done about an area for improvement."""
    written_by_id: uuid.UUID | None = Field(default=None, foreign_key="person.id")
    """Who wrote it down last: a finding with an action stays with its audit when the auditor changes."""
    created_at: datetime = Field(default_factory=clock.now)
    updated_at: datetime = Field(default_factory=clock.now)
    version: int = 1


class FindingAction(Table, table=True):
    """An action that came of a finding."""

    __table_args__ = (UniqueConstraint("finding_id", "action_id"),)

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    finding_id: uuid.UUID = Field(foreign_key="finding.id")
    action_id: uuid.UUID = Field(foreign_key="action.id", index=True)
