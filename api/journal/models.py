"""The journal's one table."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Identity, Index, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import TypeEngine
from sqlmodel import Field

from api.kernel.database import Table


def _list_of(kind: type[TypeEngine[Any]]) -> Column[Any]:
    return Column(ARRAY(kind), nullable=False, server_default=text("'{}'"))


class JournalEntry(Table, table=True):
    """One thing seen, changed or denied: ids and field names, no content. Rows come by trigger or from `reads`."""

    __table_args__ = (
        Index("ix_journal_entry_child_ids", "child_ids", postgresql_using="gin"),
        Index("ix_journal_entry_actor", "actor_id", "id"),
    )

    id: int | None = Field(default=None, sa_column=Column(BigInteger, Identity(always=True), primary_key=True))
    at: datetime | None = Field(
        default=None, nullable=False, sa_column_kwargs={"server_default": text("clock_timestamp()")}
    )
    actor_kind: str | None = Field(default=None, max_length=20)
    actor_id: uuid.UUID | None = None
    verb: str | None = Field(default=None, max_length=100)
    """The operation, by the name it has in openapi.json."""
    action: str = Field(max_length=20)
    """seen, created, changed, deleted or denied."""
    noun: str | None = Field(default=None, max_length=63)
    """The table that was changed, or none where something was seen."""
    subject_ids: list[uuid.UUID] = Field(default_factory=list, sa_column=_list_of(Uuid))
    child_ids: list[uuid.UUID] = Field(default_factory=list, sa_column=_list_of(Uuid))
    fields: list[str] = Field(default_factory=list, sa_column=_list_of(Text))
    request_id: uuid.UUID | None = None
