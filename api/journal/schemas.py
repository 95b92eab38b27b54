"""What the journal shows."""

import uuid
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from api.kernel.pages import PageParams
from api.kernel.schemas import NoNul, Read


class JournalEntryRead(Read):
    """One thing seen, changed or denied: ids and field names, no content."""

    id: int
    at: datetime
    actor_kind: str | None
    actor_id: uuid.UUID | None
    actor_name: str | None
    verb: str | None
    action: Literal["seen", "created", "changed", "deleted", "denied"]
    noun: str | None
    subject_ids: list[uuid.UUID]
    child_ids: list[uuid.UUID]
    fields: list[str]
    request_id: uuid.UUID | None


class JournalFilters(PageParams):
    """How to narrow the journal."""

    child_id: uuid.UUID | None = None
    actor_id: uuid.UUID | None = None
    verb: Annotated[str, NoNul, Field(max_length=100, description="The operation's name.")] | None = None
    action: Literal["seen", "created", "changed", "deleted", "denied"] | None = None
