"""Taking in records: what a push must be, and what becomes of each record in it."""

from datetime import timedelta
from typing import Any

import orjson
from sqlmodel import Session

from api.access.who import Who
from api.intake.entities import BY_NAME, Batch, Entity
from api.intake.merge import merge, place_units
from api.intake.schemas import PushParams, RecordStatus
from api.kernel import clock
from api.kernel.errors import Conflict, FieldError, Invalid, NotFound, TooLarge

MAX_RECORDS = 1_000
MAX_CLOCK_SKEW = timedelta(minutes=5)
MAX_IGNORED_NAMES = 200

_JSON = "application/json"
_LINES = {"application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines"}
_OUTCOMES = {"c": "created", "u": "updated", "n": "unchanged", "s": "skipped_stale"}


class UnknownEntity(NotFound):
    detail = f"There is no such entity. These are taken: {', '.join(BY_NAME)}."


class UnknownMediaType(Invalid):
    status = 415
    detail = "Send application/json, an array of records, or application/x-ndjson, one record a line."


class NotStrictJson(Invalid):
    detail = "The body is not strict JSON: UTF-8, no NaN or Infinity, no lone surrogates."


class NotRecords(Invalid):
    detail = "The body must be an array of records, each an object."


class TooManyRecords(TooLarge):
    detail = f"A push carries at most {MAX_RECORDS:,} records: send several."


class AsOfAhead(Invalid):
    detail = "as_of lies ahead: later pushes would be taken for older ones."


class SourceSystemUnknown(Conflict):
    detail = "This client has no source system; an administrator must give it one."


def push_records(
    db: Session, who: Who, name: str, body: bytes, content_type: str | None, params: PushParams
) -> dict[str, Any]:
    """Merge a body of records into the entity's table: all in one transaction, each record judged by itself."""
    entity = BY_NAME.get(name)
    if entity is None:
        raise UnknownEntity
    if who.source_system is None:
        raise SourceSystemUnknown
    now = clock.now()
    if params.as_of is not None and params.as_of > now + MAX_CLOCK_SKEW:
        raise AsOfAhead(errors=[FieldError(pointer="?as_of", code="ahead", detail=AsOfAhead.detail)])
    batch = entity.read(who.source_system, _records(body, content_type))
    wanted, places = _last_of_each(entity, batch)
    outcomes = merge(db, name, who.source_system, wanted, as_of=params.as_of or now, now=now) if wanted else ""
    if name == "department" and set(outcomes) & {"c", "u"}:
        place_units(db, who.source_system)
    return _told(batch, outcomes, places)


def _records(body: bytes, content_type: str | None) -> list[dict[str, Any] | None]:
    """The body's records; a line that is not strict JSON stands as None among them."""
    media_type = (content_type or "").partition(";")[0].strip().lower()
    body = body.removeprefix(b"\xef\xbb\xbf")
    if media_type == _JSON:
        records: list[dict[str, Any] | None] = _array(body)
    elif media_type in _LINES:
        records = [_line(line) for line in body.split(b"\n") if line.strip()]
    else:
        raise UnknownMediaType
    if len(records) > MAX_RECORDS:
        raise TooManyRecords
    return records


def _array(body: bytes) -> list[Any]:
    try:
        records = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise NotStrictJson(errors=[FieldError(pointer="", code="json_invalid", detail=NotStrictJson.detail)]) from None
    wrong = [""] if type(records) is not list else [f"/{i}" for i, r in enumerate(records) if type(r) is not dict]
    if wrong:
        errors = [FieldError(pointer=pointer, code="not_a_record", detail=NotRecords.detail) for pointer in wrong]
        raise NotRecords(errors=errors[:MAX_RECORDS])
    return list(records)


def _line(line: bytes) -> dict[str, Any] | None:
    try:
        record = orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
    return record if type(record) is dict else None


def _last_of_each(entity: Entity, batch: Batch) -> tuple[list[dict[str, Any]], dict[int, int]]:
    """The rows to merge, each key once, and by the place of a record in the body which of them it is.

    Where a key comes again, the later record's fields go over the earlier's, as two pushes would have it.
    """
    merged: dict[str, dict[str, Any]] = {}
    last: dict[str, int] = {}
    for index, row in enumerate(batch.rows):
        if row is None:
            continue
        key = row[entity.key]
        before = merged.get(key)
        if before is not None:
            batch.errors[last[key]].append(_superseded(last[key]))
        merged[key] = row if before is None else {**before, **row, "given": before["given"] | row["given"]}
        last[key] = index
    return list(merged.values()), {index: place for place, index in enumerate(last.values())}


def _superseded(index: int) -> FieldError:
    detail = "The same id comes again later in the body; the later record counts."
    return FieldError(pointer=f"/{index}", code="duplicate", detail=detail)


def _told(batch: Batch, outcomes: str, places: dict[int, int]) -> dict[str, Any]:
    """The answer: one result a record, and the counts."""
    told = [
        "rejected" if row is None else _OUTCOMES[outcomes[places[index]]] if index in places else "unchanged"
        for index, row in enumerate(batch.rows)
    ]
    errors = {index: [fault.model_dump() for fault in faults] for index, faults in batch.errors.items()}
    return {
        "received": len(told),
        **{str(status): told.count(status) for status in RecordStatus},
        "ignored_fields": dict(batch.ignored.most_common(MAX_IGNORED_NAMES)),
        "results": [
            {"index": index, "source_id": key, "status": status, "errors": errors.get(index, [])}
            for index, (key, status) in enumerate(zip(batch.keys, told, strict=True))
        ],
    }
