"""The table of dated notes on indicators."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from api.kernel import clock
from api.kernel.database import Table


class Annotation(Table, table=True):
    """What happened on a day that an indicator's chart ought to show. It is never changed, only withdrawn.

    Without a unit it is shown on the charts of all. A rebase has a reason: limits are worked out anew from that day.
    """

    __table_args__ = (
        CheckConstraint("not is_rebase or reason <> ''", name="rebase_has_a_reason"),
        CheckConstraint("(withdrawn_at is null) = (withdrawn_by_id is null)", name="withdrawn_by_somebody"),
        Index("ix_annotation_place", "indicator_id", "unit_id", "happened_on"),
        Index("ix_annotation_written", "written_at", "id"),
    )

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    indicator_id: uuid.UUID = Field(foreign_key="indicator.id")
    unit_id: uuid.UUID | None = Field(default=None, foreign_key="unit.id", index=True)
    happened_on: date
    words: str = Field(max_length=200)
    is_rebase: bool = False
    reason: str = Field(default="", max_length=4_000)
    written_by_id: uuid.UUID = Field(foreign_key="person.id")
    written_at: datetime = Field(default_factory=clock.now)
    withdrawn_at: datetime | None = None
    withdrawn_by_id: uuid.UUID | None = Field(default=None, foreign_key="person.id")
    withdrawn_reason: str = Field(default="", max_length=4_000)
