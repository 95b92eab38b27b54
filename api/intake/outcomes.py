"""What became of the records of a body: which of them count where an id comes twice, and what their sender is told.

A sixth file because nothing of it touches the database: what was read and what was stored go in, words come out.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from api.intake.entities import Batch, Entity
from api.intake.models import Rejection
from api.intake.schemas import RecordStatus
from api.kernel.errors import FieldError

MAX_IGNORED_NAMES = 200

_OUTCOMES = {
    "c": RecordStatus.created, "u": RecordStatus.updated, "n": RecordStatus.unchanged, "s": RecordStatus.skipped_stale,
}  # fmt: skip
"""What the letters mean that `merge` gives."""


@dataclass(frozen=True)
class Taken:
    """What became of records: the counts by RecordStatus, and one result for each in their order."""

    counts: dict[str, int]
    ignored_fields: dict[str, int]
    results: list[dict[str, Any]]

    def told(self, wanted: str) -> dict[str, Any]:
        """The answer to a push, which is a RecordsRead."""
        results = self.results if wanted == "all" else [r for r in self.results if r["errors"]]
        return {
            "received": len(self.results), **self.counts, "ignored_fields": self.ignored_fields, "results": results,
        }  # fmt: skip


@dataclass
class Wanted:
    """What a batch asks for, each key once: rows to merge and keys to take back."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    places: dict[int, int] = field(default_factory=dict)
    """By a record's index in the body, which of the rows it is."""
    taken_back: dict[str, int] = field(default_factory=dict)
    """The index of the record that takes a key back."""


def last_of_each(entity: Entity, batch: Batch) -> Wanted:
    """What a batch asks for; a record whose key comes again later is told so.

    Where a key comes again, the later record's fields go over the earlier's, as two pushes would have it.
    """
    merged: dict[str, dict[str, Any]] = {}
    last: dict[str, int] = {}
    wanted = Wanted()
    for index, row in enumerate(batch.rows):
        if row is None:
            continue
        key = row[entity.key]
        earlier = last.pop(key, wanted.taken_back.pop(key, None))
        if earlier is not None:
            batch.errors[earlier].append(_superseded(index))
        if index in batch.withdrawn:
            merged.pop(key, None)
            wanted.taken_back[key] = index
            continue
        before = merged.pop(key, None)
        merged[key] = row if before is None else {**before, **row, "given": before["given"] | row["given"]}
        last[key] = index
    wanted.rows = list(merged.values())
    wanted.places = {last[key]: place for place, key in enumerate(merged)}
    return wanted


def _superseded(index: int) -> FieldError:
    detail = "The same id comes again later in the body; the later record counts."
    return FieldError(pointer=f"/{index}", code="duplicate", detail=detail)


def tell(batch: Batch, wanted: Wanted, merged: str, removed: Collection[str], newer: Collection[str]) -> Taken:
    """One result a record, and the counts.

    `merged` has a letter for each of the rows; of the keys that were to be taken back, `removed` are gone and `newer`
    are kept, because what is known of them is newer. The rest were not there.
    """
    became = {index: _OUTCOMES[merged[place]] for index, place in wanted.places.items()}
    for key, index in wanted.taken_back.items():
        if key in removed:
            became[index] = RecordStatus.removed
        elif key in newer:
            became[index] = RecordStatus.skipped_stale
    results: list[dict[str, Any]] = [
        {
            "index": index, "source_id": key,
            "status": "rejected" if row is None else str(became.get(index, RecordStatus.unchanged)),
            "errors": [fault.model_dump() for fault in batch.errors.get(index, ())],
        }
        for index, (key, row) in enumerate(zip(batch.keys, batch.rows, strict=True))
    ]  # fmt: skip
    return Taken(_counts(results), dict(batch.ignored.most_common(MAX_IGNORED_NAMES)), results)


def tell_ignored(number: int) -> Taken:
    """What is told of so many records of a known entity that is not kept."""
    results: list[dict[str, Any]] = [
        {"index": index, "source_id": None, "status": "ignored", "errors": []} for index in range(number)
    ]
    return Taken(_counts(results), {}, results)


def _counts(results: list[dict[str, Any]]) -> dict[str, int]:
    told = [result["status"] for result in results]
    return {str(status): told.count(status) for status in RecordStatus}


def remembered(fault: FieldError, *, line: int, key: str | None, is_rejected: bool, **came: Any) -> Rejection:
    """A fault as it is kept; one of a whole line, whose pointer is the line's place alone, is of no field."""
    return Rejection(
        **came, line=line, key=key and key[:200], is_rejected=is_rejected,
        field="/".join(fault.pointer.split("/")[2:])[:100], code=fault.code, detail=fault.detail[:500],
    )  # fmt: skip
