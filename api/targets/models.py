"""The table of targets: what an indicator is to reach from a day on, with the reason."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from api.kernel import clock
from api.kernel.database import Table


class IndicatorTarget(Table, table=True):
    """A target from a day on; the latest that has begun counts, and none is changed. Without a figure, there is none.

    Without a unit it counts wherever a unit has none of its own.
    """

    __table_args__ = (
        CheckConstraint("tolerance is null or (tolerance >= 0 and target is not null)", name="tolerance_of_a_target"),
        Index("ix_indicator_target_place", "indicator_id", "unit_id", "from_on", "set_at"),
        Index("ix_indicator_target_set", "set_at", "id"),
    )

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    indicator_id: uuid.UUID = Field(foreign_key="indicator.id")
    unit_id: uuid.UUID | None = Field(default=None, foreign_key="unit.id", index=True)
    target: float | None = None
    tolerance: float | None = None
    """How far on the wrong side of the target a value is still amber; None is nothing at all."""
    from_on: date
    reason: str = Field(max_length=4_000)
    set_by_id: uuid.UUID = Field(foreign_key="person.id")
    set_at: datetime = Field(default_factory=clock.now)
