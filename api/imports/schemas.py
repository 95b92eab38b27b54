"""What is asked and told about imports."""

import uuid
from datetime import datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from api.access.schemas import SourceSystem
from api.imports.models import ImportFormat, ImportMode, ImportState
from api.kernel.pages import PageParams
from api.kernel.schemas import Read, Write

EntityName = Annotated[str, Field(max_length=60)]


class ImportCreate(Write):
    """What is to be brought in, and how."""

    format: Annotated[
        ImportFormat, Field(description="`ssd`: a file for each entity; the others: statutory returns as they are.")
    ] = ImportFormat.ssd
    mode: Annotated[
        ImportMode,
        Field(description="`upsert` adds and changes; `snapshot` also removes what the files no longer hold."),
    ] = ImportMode.upsert
    source_system: Annotated[
        SourceSystem | None,
        Field(description="Whose records these are. A machine client leaves it out: it has its own."),
    ] = None
    as_of: Annotated[
        AwareDatetime | None,
        Field(
            description="The instant for which the files vouch; now, if left out. Bring in their order: a record that"
            " comes again unchanged keeps its older instant, so that what is sent late may still go over it."
        ),
    ] = None
    scope: Annotated[
        list[EntityName],
        Field(max_length=60, description="Entities that a snapshot speaks for; those of its files, if left empty."),
    ] = []
    is_dry_run: Annotated[bool, Field(description="Go through everything, tell what would be, and store nothing.")] = (
        False
    )


class ImportFilters(PageParams):
    """Which imports."""

    source_system: Annotated[str | None, Field(max_length=40, pattern=r"^[^\x00]*$")] = None
    state: ImportState | None = None


class ImportFileRead(Read):
    """A file that has come in, as it was read."""

    name: str
    entities: Annotated[dict[str, int], Field(description="The rows read, by entity.")]
    bytes_received: int
    sha256: str
    rows: int
    rejected: int
    unchanged: Annotated[int, Field(description="Rows that came exactly so before; they need not be read again.")]
    encodings: Annotated[
        dict[str, int], Field(description="Lines that were not UTF-8, by the encoding they were read in.")
    ]
    ignored_fields: Annotated[dict[str, int], Field(description="Columns not kept, and in how many rows each came.")]
    is_ignored: Annotated[bool, Field(description="A known entity that is not kept: counted, not stored.")]
    received_at: datetime


class ImportCounts(Read):
    """What became, or would become, of the rows of one entity.

    Created, updated, unchanged, skipped, duplicate, rejected and removed rows add up to `received`; those that a
    snapshot removes, because it does not hold them, come on top in `removed`.
    """

    entity: str
    received: int
    created: int
    updated: int
    unchanged: int
    rekeyed: Annotated[int, Field(description="Of those updated or unchanged: known again under a new id.")]
    skipped_stale: int
    duplicates: Annotated[int, Field(description="Rows whose id comes again later in the import; the last counts.")]
    rejected: int
    removed: Annotated[int, Field(description="Taken back by the files, or no longer in a snapshot.")]
    held_before: Annotated[int, Field(description="In a snapshot: rows of this source and entity before it.")]


class ImportRead(Read):
    """An import: where it stands and what came of it."""

    id: uuid.UUID
    source_system: str
    format: ImportFormat
    mode: ImportMode
    state: ImportState
    scope: list[str]
    is_dry_run: bool
    as_of: datetime
    created_at: datetime
    created_by: Annotated[str, Field(description="The person or machine client who began it.")]
    committed_at: datetime | None
    ended_at: datetime | None
    rows_total: Annotated[int, Field(description="Rows to go through.")]
    rows_done: Annotated[int, Field(description="Rows gone through so far.")]
    step: Annotated[str | None, Field(description="What the worker is at, in words; null when it is not at work.")]
    sentence: Annotated[str, Field(description="Where it stands, in one sentence.")]
    files: list[ImportFileRead]
    entities: list[ImportCounts]


class ImportListed(Read):
    """An import in a list."""

    id: uuid.UUID
    source_system: str
    format: ImportFormat
    mode: ImportMode
    state: ImportState
    is_dry_run: bool
    as_of: datetime
    created_at: datetime
    created_by: str
    ended_at: datetime | None
    rows_total: int
    rows_done: int
    rejected: int
    sentence: str


class RejectionFilters(PageParams):
    """Which rejected rows, and as what."""

    entity: Annotated[str | None, Field(max_length=60, pattern=r"^[^\x00]*$")] = None
    format: Literal["json", "ndjson", "csv"] = "json"


class RejectionRead(Read):
    """Why a row was not taken in, or what about it could not be read; the value itself is not repeated."""

    id: int
    file: str | None
    entity: str
    line: Annotated[int, Field(description="The record's place in its file; the first is 1.")]
    source_id: Annotated[str | None, Field(description="The record's id; never a person id.")]
    is_rejected: Annotated[bool, Field(description="Whether the row was left out; otherwise one value was.")]
    field: str
    code: str
    detail: str
