"""What goes in and out about notes on indicators."""

import uuid
from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from api.indicators.schemas import Code
from api.kernel.pages import PageParams
from api.kernel.schemas import Line, Read, Reason, Write

_Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2100, 1, 1))]


class AnnotationRead(Read):
    """A note. Those who see suppressed figures alone are not told who wrote it, nor the reason."""

    id: uuid.UUID
    indicator: str
    unit_id: Annotated[uuid.UUID | None, Field(description="Null where it is shown on the charts of all units.")]
    unit_name: str | None
    happened_on: date
    words: str
    is_rebase: Annotated[bool, Field(description="Whether limits are worked out anew from then on.")]
    reason: str | None
    written_by_name: str | None
    written_at: datetime
    withdrawn_at: datetime | None
    withdrawn_reason: str | None


class AnnotationFilters(PageParams):
    """How to narrow the notes."""

    indicator: Code | None = None
    unit_id: Annotated[uuid.UUID | None, Field(description="Those of this unit, and those of all.")] = None
    withdrawn: Annotated[bool, Field(description="Also those that were withdrawn.")] = False


class AnnotationWrite(Write):
    """A note on an indicator, such as "new team" or "practice week". A rebase needs a reason. It names nobody."""

    indicator: Code
    unit_id: Annotated[uuid.UUID | None, Field(description="Without it, for the charts of all units.")] = None
    happened_on: _Day
    words: Line
    is_rebase: bool = False
    reason: Reason | None = None


class AnnotationWithdraw(Write):
    """Why a note no longer stands."""

    reason: Reason
