"""The table of escalations: what somebody responsible must hear of, and that they have."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from api.access.permissions import Role
from api.kernel import clock
from api.kernel.database import Table, choice


class AuditEscalation(Table, table=True):
    """An audit below good, told to the role that answers for the child's team; open until somebody acknowledges it."""

    __table_args__ = (
        UniqueConstraint("audit_id", "role"),
        CheckConstraint("(acknowledged_at is null) = (note is null)", name="acknowledged_with_note"),
        Index("ix_audit_escalation_due_on_id", "due_on", "id"),
    )

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    audit_id: uuid.UUID = Field(foreign_key="audit.id")
    role: Role = Field(sa_type=choice(Role))
    unit_id: uuid.UUID | None = Field(default=None, foreign_key="unit.id")
    """The child's team then: whoever holds the role for it or for a unit above it is told."""
    grade: str = Field(max_length=40)
    raised_at: datetime = Field(default_factory=clock.now)
    due_on: date
    acknowledged_at: datetime | None = None
    acknowledged_by_id: uuid.UUID | None = Field(default=None, foreign_key="person.id")
    note: str | None = Field(default=None, max_length=4_000)
