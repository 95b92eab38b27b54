"""What is told about sources: what came and when, what may be wrong with it, and the rows to mend."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from api.imports.models import ImportState
from api.intake.models import Channel
from api.kernel.pages import PageParams
from api.kernel.schemas import NoNul, Read

EntityName = Annotated[str, NoNul, Field(max_length=60, description="An entity, as it stands in its address.")]
ColumnName = Annotated[str, NoNul, Field(max_length=100, description="A column, as the dataset calls it.")]


class EntityState(StrEnum):
    """Whether an entity keeps coming."""

    current = "current"
    late = "late"
    """More than twice as long ago as usual."""
    stopped = "stopped"
    """More than seven times as long ago as usual."""
    never = "never"


class Check(StrEnum):
    """What may be wrong with a row."""

    rejected = "rejected"
    """It was not taken in."""
    unread = "unread"
    """A value in it could not be read and was left out."""
    orphan = "orphan"
    """It points to a record that is not there."""
    unknown_child = "unknown_child"
    """Its child was never sent as a person."""
    unknown_code = "unknown_code"
    future_date = "future_date"
    end_before_start = "end_before_start"
    missing_date = "missing_date"
    """It lacks the date by which it is counted."""


class Severity(StrEnum):
    """Whether a finding is surely wrong, or may be right and wants a look."""

    mend = "mend"
    look = "look"


class Counts(Read):
    """What became of the records of a receipt, or of several together."""

    received: int
    created: int
    updated: int
    unchanged: int
    rekeyed: int
    removed: int
    rejected: int
    skipped_stale: int
    duplicates: int


class Arrival(Read):
    """What came last: one push, or a whole import."""

    at: datetime
    as_of: datetime
    channel: Channel
    entities: Annotated[list[str], Field(description="What came, in words.")]
    import_id: uuid.UUID | None
    counts: Counts


class ImportUnderWay(Read):
    """The one import of a source that has not ended; a `held` one waits for a person."""

    id: uuid.UUID
    state: ImportState


class EntityNamed(Read):
    """An entity and whether it keeps coming."""

    entity: str
    title: Annotated[str, Field(description="In words: Child protection visits.")]
    state: EntityState


class SourceListed(Read):
    """A source system: what came last, what is missing and what is under way."""

    source_system: str
    label: Annotated[str, Field(description="The names of its machine clients, or its own name where it has none.")]
    sentence: Annotated[str, Field(description="How it stands, in one sentence.")]
    last_arrival: Arrival | None
    entities_kept: Annotated[int, Field(description="Entities of which there are rows.")]
    late: Annotated[list[EntityNamed], Field(description="Entities that are late or have stopped coming.")]
    rows: Annotated[int, Field(description="Rows of all entities when they were last counted.")]
    to_mend: Annotated[int, Field(description="Findings that are surely wrong, over all entities.")]
    rejected_lately: Annotated[int, Field(description="Records rejected in the last seven days.")]
    import_under_way: ImportUnderWay | None
    counted_at: Annotated[datetime | None, Field(description="When rows and findings were last counted.")]


class CheckRead(Read):
    """One thing that may be wrong, and in how many rows it is."""

    check: Check
    field: Annotated[str | None, Field(description="The column, as the dataset calls it; null for the row as a whole.")]
    title: Annotated[str, Field(description="In words: Primary need: a code that is not in the list.")]
    count: int
    share: Annotated[float | None, Field(description="Of the rows, from 0 to 1; null where there are none.")]
    severity: Severity
    sentence: Annotated[str, Field(description="What to do about it.")]


class EntityQuality(EntityNamed):
    """One entity of a source: whether it keeps coming, and whether it is right."""

    sentence: Annotated[str, Field(description="How it stands, in one sentence.")]
    rows: Annotated[int, Field(description="When they were last counted.")]
    last_received_at: datetime | None
    as_of: Annotated[datetime | None, Field(description="The instant for which the source vouched, the last time.")]
    last_counts: Counts | None
    usual_days: Annotated[
        float | None,
        Field(description="Days between two arrivals as a rule; null before it came on three days. See `usually`."),
    ]
    usually: Annotated[str | None, Field(description="The same in words: every weekday, every 7 days.")]
    to_mend: Annotated[int, Field(description="Findings that are surely wrong; a row may have several.")]
    to_look: Annotated[int, Field(description="Findings that may be right and want a look.")]
    checks: Annotated[list[CheckRead], Field(description="All that is looked for, also where nothing was found.")]


class SourceRead(SourceListed):
    """A source system and each entity that is taken, also those that it never sent."""

    entities: list[EntityQuality]


class QualityCounted(Read):
    """That a source's rows have been counted anew."""

    source_system: str
    counted_at: datetime
    rows: int
    to_mend: int
    to_look: int


class SourceFilters(PageParams):
    """A page of sources."""


class ReceiptFilters(PageParams):
    """A page of receipts, of one entity or of all."""

    entity: EntityName | None = None


class ReceiptRead(Read):
    """One entity's part of a push or of an import."""

    number: int
    entity: str
    title: str
    channel: Channel
    at: datetime
    as_of: datetime
    sent_by: Annotated[str | None, Field(description="The person or machine client that sent it.")]
    import_id: uuid.UUID | None
    counts: Counts


class FindingFilters(PageParams):
    """Which rows: an entity, what is wrong, and in which column; all its columns, if left out."""

    entity: EntityName
    check: Check
    field: ColumnName | None = None
    format: Literal["json", "csv"] = "json"


class FindingRead(Read):
    """A row to mend where it was written: by its id there, never by a person id."""

    source_id: Annotated[
        str | None, Field(description="The record's id; for a person the child's reference; null where none was read.")
    ]
    child_ref: str | None
    child_id: Annotated[uuid.UUID | None, Field(description="The child's page, where the child is known.")]
    field: Annotated[str | None, Field(description="The column, as the dataset calls it.")]
    code: Annotated[str | None, Field(description="What was sent, where the column holds codes of a list.")]
    received_at: Annotated[datetime, Field(description="When the row last changed here, or was rejected.")]
    sentence: str
