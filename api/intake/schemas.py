"""What a push may say about itself, and what it is told."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from api.kernel.errors import FieldError
from api.kernel.schemas import Read


class PushParams(BaseModel):
    """What a push may say beside its records."""

    model_config = ConfigDict(extra="forbid")

    as_of: Annotated[
        AwareDatetime | None,
        Field(
            description="The instant for which the source vouches for the records; now, if left out. Send in its order:"
            " a record that comes again unchanged keeps its older instant, so that a late push may still go over it."
        ),
    ] = None
    dry_run: Annotated[bool, Field(description="Tell what would become of each record, and store nothing.")] = False
    results: Annotated[
        Literal["all", "errors"],
        Field(alias="return", description="`errors`: results only of records about which there is something to say."),
    ] = "all"


class RecordStatus(StrEnum):
    """What became of a record."""

    created = "created"
    updated = "updated"
    unchanged = "unchanged"
    removed = "removed"
    rejected = "rejected"
    skipped_stale = "skipped_stale"
    ignored = "ignored"


class RecordResult(Read):
    """What became of the record at `index` of the body. Errors beside another status than rejected are findings."""

    index: int
    source_id: str | None
    status: RecordStatus
    errors: list[FieldError]


class RecordsRead(Read):
    """The outcome of a push: the counts of what became of the records add up to `received`."""

    received: int
    created: int
    updated: int
    unchanged: int
    removed: int
    rejected: int
    skipped_stale: int
    ignored: Annotated[int, Field(description="Records of a known entity that is not kept.")]
    ignored_fields: Annotated[dict[str, int], Field(description="Columns that are not kept, and how often each came.")]
    results: list[RecordResult]


class RecordRead(Read):
    """One record as it is kept, in the dataset's column names; the person id is not kept, and so not among them."""

    record: dict[str, Any]
    child_ref: Annotated[str | None, Field(description="The reference of the child that it is about, if any.")]
    as_of: datetime
    received_at: datetime


class FieldDeclared(Read):
    """A column of an entity."""

    name: str
    aliases: list[str]
    kind: Annotated[str, Field(description="text, date, flag, number, whole_number or codes.")]
    label: str
    max_length: int | None
    is_key: bool
    is_needed: bool
    is_child: Annotated[bool, Field(description="Holds a person id, which is replaced by a reference.")]
    parent: Annotated[str | None, Field(description="The entity of which the column holds a record's id.")]
    codes: Annotated[list[str] | None, Field(description="A value outside these is kept and told as a finding.")]


class EntityDeclared(Read):
    """An entity that is taken, and its columns; whatever else comes is counted and dropped."""

    entity: str
    title: str
    description: str
    fields: list[FieldDeclared]


class EntitiesRead(Read):
    """What may be pushed."""

    entities: list[EntityDeclared]
    ignored: Annotated[list[str], Field(description="Known entities that are counted and not kept.")]
