"""What a push may say about itself, and what it is told."""

from enum import StrEnum
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from api.kernel.errors import FieldError
from api.kernel.schemas import Read


class PushParams(BaseModel):
    """What a push may say beside its records."""

    model_config = ConfigDict(extra="forbid")

    as_of: Annotated[
        AwareDatetime | None,
        Field(description="The instant for which the source vouches for the records; now, if left out."),
    ] = None


class RecordStatus(StrEnum):
    """What became of a record."""

    created = "created"
    updated = "updated"
    unchanged = "unchanged"
    rejected = "rejected"
    skipped_stale = "skipped_stale"


class RecordResult(Read):
    """What became of the record at `index` of the body. Errors beside another status than rejected are findings."""

    index: int
    source_id: str | None
    status: RecordStatus
    errors: list[FieldError]


class RecordsRead(Read):
    """The outcome of a push: the counts add up to `received`."""

    received: int
    created: int
    updated: int
    unchanged: int
    rejected: int
    skipped_stale: int
    ignored_fields: Annotated[dict[str, int], Field(description="Columns that are not kept, and how often each came.")]
    results: list[RecordResult]
