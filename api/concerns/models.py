"""The table of concerns for a child's safety that were raised from an audit."""

import uuid
from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Column, Identity, Index
from sqlmodel import Field

from api.kernel import clock
from api.kernel.database import Table


class Concern(Table, table=True):
    """An immediate concern: whom it was told to on the same day, and how it was closed by somebody else."""

    __table_args__ = (
        CheckConstraint("(closed_at is null) = (closed_by_id is null)", name="closed_by_somebody"),
        CheckConstraint("closed_by_id is distinct from raised_by_id", name="closed_by_another"),
        Index("ix_concern_raised_at_id", "raised_at", "id"),
    )

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    number: int | None = Field(
        default=None, sa_column=Column(BigInteger, Identity(always=True), unique=True, nullable=False)
    )
    """What people call it by: 7 is SC-000007."""
    audit_id: uuid.UUID = Field(foreign_key="audit.id", index=True)
    what: str = Field(max_length=4_000)
    done_at_once: str = Field(default="", max_length=4_000)
    """What was done about it when it was raised, such as whom the auditor rang."""
    told_id: uuid.UUID = Field(foreign_key="person.id", index=True)
    raised_by_id: uuid.UUID = Field(foreign_key="person.id", index=True)
    raised_at: datetime = Field(default_factory=clock.now)
    closed_text: str = Field(default="", max_length=4_000)
    """What was done, in the words of whoever closed it."""
    closed_by_id: uuid.UUID | None = Field(default=None, foreign_key="person.id")
    closed_at: datetime | None = None
    version: int = 1
