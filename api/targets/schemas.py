"""What goes in and out about targets."""

import uuid
from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from api.indicators.schemas import Code
from api.kernel.pages import PageParams
from api.kernel.schemas import Read, Reason, Write

_Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2100, 1, 1))]
_Figure = Annotated[float, Field(ge=-1_000_000, le=1_000_000)]


class TargetRead(Read):
    """A target as it was set. `target` is null where it was ended; `unit_id` is null where it counts for every unit
    without its own. Those who see suppressed figures alone are not told who set it and why."""

    id: uuid.UUID
    indicator: str
    unit_id: uuid.UUID | None
    unit_name: str | None
    target: float | None
    tolerance: Annotated[float | None, Field(description="How far on the wrong side of the target is still amber.")]
    from_on: date
    is_in_force: Annotated[bool, Field(description="Whether it is what counts today.")]
    reason: str | None
    set_by_name: str | None
    set_at: datetime


class TargetFilters(PageParams):
    """How to narrow the list of targets."""

    indicator: Code | None = None
    unit_id: Annotated[uuid.UUID | None, Field(description="Those of this unit's own.")] = None
    in_force: Annotated[bool, Field(description="Only what counts today.")] = False


class TargetSet(Write):
    """A target from a day on, with the reason; without a figure, the one before ends. What was said stays on record."""

    indicator: Code
    unit_id: Annotated[uuid.UUID | None, Field(description="Without it, for every unit without its own.")] = None
    target: _Figure | None
    tolerance: Annotated[float, Field(ge=0, le=1_000_000)] | None = None
    from_on: _Day
    reason: Reason
