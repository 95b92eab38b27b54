"""Taking in records: what a push must be, and what becomes of each record in it."""

import io
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

import orjson
from sqlmodel import Session

from api.access.who import Who
from api.cases.models import IGNORED
from api.intake import queries, tables
from api.intake.documentation import describe
from api.intake.entities import BY_NAME, Batch, Entity, Sent
from api.intake.merge import begin_receipt, merge, place_units, withdraw
from api.intake.models import Channel, Receipt, Rejection, Removal
from api.intake.repeats import Repeatable
from api.intake.schemas import PushParams, RecordStatus
from api.kernel import clock
from api.kernel.bodies import unpack
from api.kernel.database import savepoint
from api.kernel.errors import Conflict, FieldError, Invalid, NotFound, PreconditionAbsent, Stale, TooLarge
from api.kernel.lines import LineTooLongError, blocks

MAX_RECORDS = 1_000
MAX_UNPACKED = 20_000_000
MAX_CLOCK_SKEW = timedelta(minutes=5)
MAX_IGNORED_NAMES = 200
MAX_REMEMBERED = 200
"""Rejections that a receipt remembers; the answer to the push has them all."""

_JSON = "application/json"
_CSV = "text/csv"
_LINES = {"application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines"}
_OUTCOMES = {"c": "created", "u": "updated", "n": "unchanged", "s": "skipped_stale"}


class UnknownEntity(NotFound):
    detail = f"There is no such entity. These are taken: {', '.join(BY_NAME)}."


class UnknownMediaType(Invalid):
    status = 415
    detail = (
        "Send application/json, an array of records; application/x-ndjson, one record a line; or text/csv,"
        " the column names in the first line."
    )


class NotStrictJson(Invalid):
    detail = "The body is not strict JSON: UTF-8, no NaN or Infinity, no lone surrogates."


class NotRecords(Invalid):
    detail = "The body must be an array of records, each an object."


class LineTooLong(Invalid):
    detail = "A line has no end: a quote was perhaps opened and never closed."


class TooManyRecords(TooLarge):
    detail = f"A push carries at most {MAX_RECORDS:,} records: send several, or an import."


class AsOfAhead(Invalid):
    detail = "as_of lies ahead: later pushes would be taken for older ones."


class SourceSystemUnknown(Conflict):
    detail = "This client has no source system; an administrator must give it one."


class SomeRejected(Invalid):
    detail = "Some records cannot be taken in, and the push was to be handled strictly: nothing was stored."


class PersonInAddress(Invalid):
    detail = 'A person id has no place in an address: push {"pers_person_id": ..., "purge": true} to withdraw a child.'


class OtherKey(Invalid):
    detail = "The record's id is not the one in the address."


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


def push_records(
    db: Session, who: Who, name: str, body: bytes, means: "Means", repeats: Repeatable, params: PushParams
) -> bytes:
    """Merge a body of records into the entity's table: all in one transaction, each record judged by itself."""

    def act() -> bytes:
        records = read_body(name, body, means)
        with savepoint(db, is_kept=not params.dry_run):
            taken = take(
                db, who, source_of(who), Channel.push, name, records, as_of=params.as_of, is_strict=means.is_strict
            )
        return orjson.dumps(taken.told(params.results))

    return repeats.once(db, who, body, act)


@dataclass(frozen=True)
class Means:
    """How a body was sent and how it is to be handled."""

    content_type: str | None
    content_encoding: str | None
    prefer: str | None

    @property
    def is_strict(self) -> bool:
        """Whether all records are wanted, or none."""
        wishes = [wish.strip().replace('"', "").lower() for wish in (self.prefer or "").split(",")]
        return "handling=strict" in wishes

    @property
    def media_type(self) -> str:
        """The type without its parameters."""
        return (self.content_type or "").partition(";")[0].strip().lower()


def source_of(who: Who) -> str:
    """The source system of a machine client."""
    if who.source_system is None:
        raise SourceSystemUnknown
    return who.source_system


def check_as_of(as_of: datetime | None) -> datetime:
    """The instant a push speaks for; AsOfAhead where it has not come yet."""
    now = clock.now()
    if as_of is not None and as_of > now + MAX_CLOCK_SKEW:
        raise AsOfAhead(errors=[FieldError(pointer="?as_of", code="ahead", detail=AsOfAhead.detail)])
    return as_of or now


def take(
    db: Session,
    who: Who,
    source_system: str,
    channel: Channel,
    entity: str,
    records: Iterable[Sent],
    *,
    as_of: datetime | None = None,
    is_strict: bool = False,
) -> Taken:
    """Take in records of one entity; a fault or None among them is one that could not be read at all.

    A known entity that is not kept is counted. Raises UnknownEntity, AsOfAhead, and if `is_strict` SomeRejected.
    """
    instant = check_as_of(as_of)
    if entity in IGNORED:
        return _ignored(list(records))
    if entity not in BY_NAME:
        raise UnknownEntity
    batch = BY_NAME[entity].read(source_system, records)
    if is_strict and None in batch.rows:
        faults = [fault for index, row in enumerate(batch.rows) if row is None for fault in batch.errors[index]]
        raise SomeRejected(errors=faults)
    receipt = Receipt(
        source_system=source_system, entity=entity, channel=channel, as_of=instant, actor_id=who.id, at=clock.now()
    )
    begin_receipt(db, receipt)
    return _store(db, receipt, batch)


def _store(db: Session, receipt: Receipt, batch: Batch) -> Taken:
    entity = BY_NAME[receipt.entity]
    wanted, taken_back, places = _last_of_each(entity, batch)
    outcomes = merge(db, receipt, wanted)
    receipt.removed = withdraw(db, receipt, taken_back, Removal.purged)
    if receipt.entity == "department" and (set(outcomes) & {"c", "u"} or receipt.removed):
        place_units(db, receipt.source_system)
    taken = _told(batch, outcomes, places)
    _finish(db, receipt, batch, taken)
    return taken


def _finish(db: Session, receipt: Receipt, batch: Batch, taken: Taken) -> None:
    """Write what became of the records onto the receipt, with the faults that are worth remembering."""
    counts = taken.counts
    receipt.received, receipt.created, receipt.updated = len(taken.results), counts["created"], counts["updated"]
    receipt.unchanged, receipt.rejected = counts["unchanged"], counts["rejected"]
    receipt.skipped_stale = counts["skipped_stale"]
    faults = [(index, fault) for index in sorted(batch.errors) for fault in batch.errors[index]]
    receipt.duplicates = sum(fault.code == "duplicate" for _, fault in faults)
    is_person = BY_NAME[receipt.entity].is_sealed
    for index, fault in [pair for pair in faults if pair[1].code != "duplicate"][:MAX_REMEMBERED]:
        key = None if is_person else batch.keys[index]
        db.add(remembered(receipt, fault, line=index + 1, key=key, is_rejected=batch.rows[index] is None))
    db.flush()


def remembered(receipt: Receipt, fault: FieldError, *, line: int, key: str | None, is_rejected: bool) -> Rejection:
    """A fault as it is kept."""
    return Rejection(
        receipt_id=receipt.id, source_system=receipt.source_system, entity=receipt.entity, at=receipt.at, line=line,
        key=key and key[:200], is_rejected=is_rejected, field=fault.pointer.rpartition("/")[2][:100], code=fault.code,
        detail=fault.detail[:500],
    )  # fmt: skip


def _ignored(records: list[Any]) -> Taken:
    counts = dict.fromkeys((str(status) for status in RecordStatus), 0) | {"ignored": len(records)}
    results: list[dict[str, Any]] = [
        {"index": index, "source_id": None, "status": "ignored", "errors": []} for index in range(len(records))
    ]
    return Taken(counts, {}, results)


def read_body(name: str, body: bytes, means: Means) -> list[Sent]:
    """The body's records, unpacked and decoded; a line that is no record stands as None among them."""
    body = unpack(body, means.content_encoding, MAX_UNPACKED)
    if means.media_type == _JSON:
        records: list[Sent] = _array(body.removeprefix(b"\xef\xbb\xbf"))
    elif means.media_type in _LINES:
        records = [_line(line) for line in _whole_lines(body, is_quoted=False)]
    elif means.media_type == _CSV:
        records = _table(name, _whole_lines(body, is_quoted=True))
    else:
        raise UnknownMediaType
    if len(records) > MAX_RECORDS:
        raise TooManyRecords
    return records


def _whole_lines(body: bytes, *, is_quoted: bool) -> list[bytes]:
    try:
        return list(chain.from_iterable(blocks(io.BytesIO(body).read, Counter(), is_quoted=is_quoted)))
    except LineTooLongError:
        raise LineTooLong from None


def _table(name: str, lines: list[bytes]) -> list[Sent]:
    if not lines:
        return []
    header = tables.read_header(lines[0])
    if name in BY_NAME:
        tables.check_header(BY_NAME[name], header)
    if len(lines) > MAX_RECORDS + 1:
        raise TooManyRecords
    return list(tables.read_rows(header, lines[1:]))


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


def _last_of_each(entity: Entity, batch: Batch) -> tuple[list[dict[str, Any]], list[str], dict[int, int]]:
    """The rows to merge, each key once, the keys to take back, and by a record's place which of the rows it is.

    Where a key comes again, the later record's fields go over the earlier's, as two pushes would have it.
    """
    merged: dict[str, dict[str, Any]] = {}
    last: dict[str, int] = {}
    taken_back: dict[str, int] = {}
    for index, row in enumerate(batch.rows):
        if row is None:
            continue
        key = row[entity.key]
        if key in last or key in taken_back:
            earlier = last.pop(key, None)
            batch.errors[taken_back.pop(key, 0) if earlier is None else earlier].append(_superseded(index))
        if index in batch.withdrawn:
            merged.pop(key, None)
            taken_back[key] = index
            continue
        before = merged.pop(key, None)
        merged[key] = row if before is None else {**before, **row, "given": before["given"] | row["given"]}
        last[key] = index
    places = {last[key]: place for place, key in enumerate(merged)}
    return list(merged.values()), list(taken_back), places


def _superseded(index: int) -> FieldError:
    detail = "The same id comes again later in the body; the later record counts."
    return FieldError(pointer=f"/{index}", code="duplicate", detail=detail)


def _told(batch: Batch, outcomes: str, places: dict[int, int]) -> Taken:
    """One result a record, and the counts."""
    told = [_became(batch, index, outcomes, places) for index in range(len(batch.rows))]
    errors = {index: [fault.model_dump() for fault in faults] for index, faults in batch.errors.items()}
    results = [
        {"index": index, "source_id": key, "status": status, "errors": errors.get(index, [])}
        for index, (key, status) in enumerate(zip(batch.keys, told, strict=True))
    ]
    counts = {str(status): told.count(status) for status in RecordStatus}
    return Taken(counts, dict(batch.ignored.most_common(MAX_IGNORED_NAMES)), results)


def _became(batch: Batch, index: int, outcomes: str, places: dict[int, int]) -> str:
    if batch.rows[index] is None:
        return "rejected"
    if index in places:
        return _OUTCOMES[outcomes[places[index]]]
    return "removed" if index in batch.withdrawn else "unchanged"


def read_record(db: Session, who: Who, name: str, source_id: str) -> dict[str, Any]:
    """One of the source's own records, as it is kept."""
    return _shown(queries.get_record(db, _single(name), source_of(who), source_id))


def _single(name: str) -> Entity:
    entity = BY_NAME.get(name)
    if entity is None:
        raise UnknownEntity
    if entity.is_sealed:
        raise PersonInAddress
    return entity


def _shown(found: dict[str, Any]) -> dict[str, Any]:
    instants = {name: found.pop(name) for name in ("as_of", "received_at")}
    return {"record": found, **instants}


def put_record(
    db: Session, who: Who, name: str, source_id: str, record: dict[str, Any], if_match: str | None
) -> tuple[dict[str, Any], bool]:
    """Store one record under its id, and whether it is new; what is there already changes only with its ETag."""
    entity = _single(name)
    before = queries.find_record(db, entity, source_of(who), source_id)
    _check_match(before, if_match)
    key = next(accepted.name for accepted in entity.accepted if accepted.column == entity.key)
    if str(record.get(key, source_id)) != source_id:
        raise OtherKey(errors=[FieldError(pointer=f"/{key}", code="other_key", detail=OtherKey.detail)])
    take(db, who, source_of(who), Channel.push, name, [{**record, key: source_id}], is_strict=True)
    return read_record(db, who, name, source_id), before is None


def delete_record(db: Session, who: Who, name: str, source_id: str, if_match: str | None) -> None:
    """Take one record back, which must be the one the ETag speaks of; a tombstone stays."""
    entity = _single(name)
    _check_match(queries.get_record(db, entity, source_of(who), source_id), if_match)
    key = next(accepted.name for accepted in entity.accepted if accepted.column == entity.key)
    take(db, who, source_of(who), Channel.push, name, [{key: source_id, "purge": True}])


def etag_of(found: dict[str, Any]) -> str:
    """The ETag of a record: of what it holds, so that it is the same wherever it was computed."""
    return queries.fingerprint(found["record"])


def _check_match(before: dict[str, Any] | None, if_match: str | None) -> None:
    if before is None:
        if if_match is not None:
            raise Stale
        return
    if if_match is None:
        raise PreconditionAbsent
    tags = [tag.strip().removeprefix("W/") for tag in if_match.split(",")]
    if "*" not in tags and etag_of(_shown(dict(before))) not in tags:
        raise Stale


def list_entities() -> dict[str, Any]:
    """What may be pushed, from the declarations."""
    return {"entities": [describe(entity) for entity in BY_NAME.values()], "ignored": sorted(IGNORED)}
