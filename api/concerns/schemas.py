"""What goes in and out about concerns."""

import uuid
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from api.kernel.pages import PageParams
from api.kernel.schemas import NoNul, Read, Reason, Version, Write


class ConcernRead(Read):
    """A concern for a child's safety. What was written is null for those who see no free text about children."""

    id: uuid.UUID
    reference: str
    audit_id: uuid.UUID
    audit_reference: str
    child_id: uuid.UUID
    child_ref: str
    unit_id: uuid.UUID | None
    unit_name: str | None
    what: str | None
    done_at_once: str | None
    told_id: uuid.UUID
    told_name: str
    raised_by_id: uuid.UUID
    raised_by_name: str
    raised_at: datetime
    is_open: bool
    is_late: Annotated[bool, Field(description="Open, though the day on which it was raised has ended.")]
    hours_open: Annotated[int, Field(description="Whole hours from when it was raised until it was closed, or now.")]
    closed_text: str | None
    closed_by_name: str | None
    closed_at: datetime | None
    version: Version


class ConcernFilters(PageParams):
    """How to narrow the list of concerns."""

    open: bool | None = None
    told_to_me: Annotated[bool, Field(description="Only those that were told to you.")] = False
    audit_id: uuid.UUID | None = None
    unit_id: Annotated[uuid.UUID | None, Field(description="The child's team was this unit or one beneath it.")] = None
    sort: Literal["raised_at", "-raised_at"] = "-raised_at"


class ConcernCreate(Write):
    """A concern to raise, and whom it is told to today: somebody who answers for the child's team."""

    audit_id: uuid.UUID
    what: Reason
    told_id: uuid.UUID
    done_at_once: Annotated[str, StringConstraints(max_length=4_000), NoNul] = ""


class ConcernClose(Write):
    """What was done, so that the child is safe."""

    closed_text: Reason


class ToldFilters(PageParams):
    """The audit that a concern is about."""

    audit_id: uuid.UUID


class ToldRead(Read):
    """Somebody who answers for the child's team, and can be told."""

    id: uuid.UUID
    name: str
    job_title: str
