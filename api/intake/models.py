"""Tables of intake: a receipt for each push, what could not be read, what was withdrawn, and repeated requests."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Column, Identity, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field

from api.kernel import clock
from api.kernel.database import Table, choice


class Channel(StrEnum):
    """By which way records came."""

    push = "push"
    import_ = "import"
    compat = "compat"


class Removal(StrEnum):
    """Why a record is here no longer."""

    removed = "removed"
    """A snapshot, or a single request, came without it."""
    purged = "purged"
    """Its source withdrew it, or the child it was about."""


def _numbered() -> Column[int]:
    return Column(BigInteger, Identity(always=True), nullable=False, unique=True)


class Receipt(Table, table=True):
    """One push or import of one entity, and what became of its records; every record names the last that changed it."""

    __table_args__ = (
        Index("ix_receipt_source", "source_system", "entity", "number"),
        Index("ix_receipt_at", "at"),
    )

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    number: int | None = Field(default=None, sa_column=_numbered())
    source_system: str = Field(max_length=40)
    entity: str = Field(max_length=60)
    channel: Channel = Field(sa_type=choice(Channel))
    at: datetime = Field(default_factory=clock.now)
    as_of: datetime
    actor_id: uuid.UUID
    import_id: uuid.UUID | None = None
    """The import it was part of; imports lie above this room, so there is no foreign key."""
    received: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rekeyed: int = 0
    removed: int = 0
    rejected: int = 0
    skipped_stale: int = 0
    duplicates: int = 0


class Rejection(Table, table=True):
    """A record that was not taken in, or a value that was left out: where and why, and not what it said."""

    __table_args__ = (Index("ix_rejection_source", "source_system", "entity", "at"),)

    id: int | None = Field(default=None, sa_column=Column(BigInteger, Identity(always=True), primary_key=True))
    receipt_id: uuid.UUID | None = Field(default=None, foreign_key="receipt.id", index=True)
    """None while its file waits for the import to be committed."""
    import_file_id: uuid.UUID | None = Field(default=None, index=True)
    source_system: str = Field(max_length=40)
    entity: str = Field(max_length=60)
    at: datetime = Field(default_factory=clock.now)
    file: str | None = Field(default=None, max_length=100)
    line: int
    """The record's place in the body or file; the first is 1."""
    key: str | None = Field(default=None, max_length=200)
    """The record's id; never a person id."""
    is_rejected: bool
    """Whether the record was left out; otherwise one value was."""
    field: str = Field(max_length=100)
    code: str = Field(max_length=40)
    detail: str = Field(max_length=500)


class Tombstone(Table, table=True):
    """A record that was here: by its key alone."""

    __table_args__ = (Index("ix_tombstone_source", "source_system", "entity", "key"),)

    id: int | None = Field(default=None, sa_column=Column(BigInteger, Identity(always=True), primary_key=True))
    source_system: str = Field(max_length=40)
    entity: str = Field(max_length=60)
    key: str = Field(max_length=48)
    """The source id; for a child its reference."""
    reason: Removal = Field(sa_type=choice(Removal))
    removed_at: datetime
    receipt_id: uuid.UUID


class RepeatedRequest(Table, table=True):
    """An Idempotency-Key and the answer it had, sealed, so that asking again gives the same; kept for three days."""

    __table_args__ = (UniqueConstraint("actor_id", "key"),)

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    actor_id: uuid.UUID
    key: str = Field(max_length=255)
    request_sha256: str = Field(max_length=64)
    answer_encrypted: bytes = Field(sa_type=LargeBinary)
    created_at: datetime = Field(default_factory=clock.now, index=True)
