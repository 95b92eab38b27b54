"""What goes in and out about disputes."""

import uuid
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from api.audits.schemas import Grade
from api.disputes.models import DisputeAsk, DisputeState
from api.kernel.pages import PageParams
from api.kernel.schemas import Read, Reason, Version, Write


class DisputeListed(Read):
    """A dispute in a list, with the two grades it is about and, where it was upheld, the one it was settled at."""

    id: uuid.UUID
    audit_id: uuid.UUID
    audit_reference: str
    unit_name: str | None
    raised_by_name: str
    asks: DisputeAsk
    state: DisputeState
    first_grade: str
    reported_grade: str
    claimed_grade: str | None
    resolved_grade: str | None
    raised_at: datetime
    due_on: date
    is_overdue: bool


class MessageRead(Read):
    """What somebody said; `words` are null for those who see no free text about children."""

    person_name: str
    said_at: datetime
    words: str | None


class DisputeRead(DisputeListed):
    """A dispute with all that was said, the earliest first, and what this reader may do."""

    raised_by_id: uuid.UUID
    tool_id: uuid.UUID
    messages: list[MessageRead]
    resolution: str | None
    resolved_by_name: str | None
    resolved_at: datetime | None
    may_resolve: bool
    version: Version


class DisputeFilters(PageParams):
    """How to narrow the list of disputes."""

    state: DisputeState | None = None
    audit_id: uuid.UUID | None = None
    mine: Annotated[bool, Field(description="Only those you raised.")] = False
    sort: Literal["due_on", "-due_on"] = "-due_on"


class DisputeCreate(Write):
    """A dispute to raise, with the words it begins with."""

    audit_id: uuid.UUID
    asks: DisputeAsk
    claimed_grade: Annotated[Grade | None, Field(description="The overall grade that you hold to be right.")] = None
    words: Reason


class MessageCreate(Write):
    """What is to be said in a dispute."""

    words: Reason


class DisputeResolve(Write):
    """How a dispute is settled; where a grade is upheld, `resolved_grade` is what it should have been."""

    state: Literal[DisputeState.upheld, DisputeState.not_upheld]
    resolved_grade: Grade | None = None
    resolution: Reason


class DisputeWithdraw(Write):
    """Why a dispute is taken back."""

    reason: Reason
