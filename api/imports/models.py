"""Tables of imports: what was begun, and the files that were read for it."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Column, Index, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from api.kernel import clock
from api.kernel.database import Table, choice


class ImportFormat(StrEnum):
    """What the files are: tables of the Standard Safeguarding Dataset, or statutory returns."""

    ssd = "ssd"
    ssda903 = "ssda903"
    cin_census = "cin_census"
    annex_a = "annex_a"


class ImportMode(StrEnum):
    """Whether the files add to what is known, or are all there is."""

    upsert = "upsert"
    snapshot = "snapshot"


class ImportState(StrEnum):
    """Where an import stands."""

    open = "open"
    queued = "queued"
    processing = "processing"
    held = "held"
    completed = "completed"
    failed = "failed"
    aborted = "aborted"


UNDER_WAY = (ImportState.open, ImportState.queued, ImportState.processing, ImportState.held)
"""States in which a source can begin no other import."""


def _json(default: str) -> Column[Any]:
    return Column(JSONB, nullable=False, server_default=text(f"'{default}'"))


class Import(Table, table=True):
    """A bulk load: open while files come, then merged as a whole by the worker, or not at all."""

    __table_args__ = (
        Index(
            "uq_import_under_way", "source_system", unique=True,
            postgresql_where=text("state in ('open', 'queued', 'processing', 'held')"),
        ),
        Index("ix_import_created_at", "created_at", "id"),
    )  # fmt: skip

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    source_system: str = Field(max_length=40)
    format: ImportFormat = Field(sa_type=choice(ImportFormat))
    mode: ImportMode = Field(sa_type=choice(ImportMode))
    state: ImportState = Field(default=ImportState.open, sa_type=choice(ImportState))
    scope: list[str] = Field(
        default_factory=list, sa_column=Column(ARRAY(Text), nullable=False, server_default=text("'{}'"))
    )
    is_dry_run: bool = False
    is_confirmed: bool = False
    """Whether a person has said that the many rows a snapshot would remove may go."""
    as_of: datetime
    created_at: datetime = Field(default_factory=clock.now)
    created_by_id: uuid.UUID
    created_by: str = Field(max_length=200)
    """The name of the person or machine client."""
    committed_at: datetime | None = None
    confirmed_by_id: uuid.UUID | None = None
    ended_at: datetime | None = None
    rows_total: int = 0
    failure: str | None = Field(default=None, max_length=500)
    """Why it failed or is held, in one sentence without anything from the files."""
    counts: list[dict[str, Any]] = Field(default_factory=list, sa_column=_json("[]"))
    """What became of the rows, by entity."""


class ImportProgress(Table, table=True):
    """The worker's own note of how far it is; the journal has no need of it."""

    import_id: uuid.UUID = Field(primary_key=True, foreign_key="import.id")
    attempts: int
    """How often a worker has begun it."""
    rows_done: int
    step: str = Field(max_length=200)


class ImportFile(Table, table=True):
    """A file of an import, read and staged; sending it again puts the new one in its place."""

    __table_args__ = (Index("uq_import_file_name", "import_id", "name", unique=True),)

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    import_id: uuid.UUID = Field(foreign_key="import.id")
    name: str = Field(max_length=100)
    sha256: str = Field(max_length=64)
    bytes_received: int = Field(sa_type=BigInteger)
    rows: int
    rejected: int
    entities: dict[str, Any] = Field(default_factory=dict, sa_column=_json("{}"))
    staged: dict[str, Any] = Field(default_factory=dict, sa_column=_json("{}"))
    """The rows that wait to be merged, by entity."""
    rejected_of: dict[str, Any] = Field(default_factory=dict, sa_column=_json("{}"))
    """The rows that were not taken in, by entity."""
    encodings: dict[str, Any] = Field(default_factory=dict, sa_column=_json("{}"))
    ignored_fields: dict[str, Any] = Field(default_factory=dict, sa_column=_json("{}"))
    is_ignored: bool = False
    number: int = Field(default=0, sa_type=BigInteger)
    """What its staged rows are marked with; each sending has another."""
    unchanged: int = 0
    """Rows whose line is, byte for byte, the one that the stored record came from; they are not staged."""
    repeated: int = 0
    """Lines of those that came more than once."""
    known_receipt: int | None = Field(default=None, sa_type=BigInteger)
    """The number of the latest receipt of this source and entity when the file was read; None if it was read whole."""
    received_at: datetime = Field(default_factory=clock.now)
