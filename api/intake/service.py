"""Taking in records, by a push or one at a time: all of it in one transaction, each record judged by itself."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import orjson
from fastapi import Response
from sqlmodel import Session

from api.access.who import Who
from api.cases.models import IGNORED
from api.intake import queries
from api.intake.bodies import Means, read_body
from api.intake.documentation import describe
from api.intake.entities import BY_NAME, PURGE, Batch, Entity, Sent
from api.intake.merge import begin_receipt, lock, merge, place_units, withdraw
from api.intake.models import Channel, Receipt, Removal
from api.intake.outcomes import Taken, last_of_each, remembered, tell, tell_ignored
from api.intake.repeats import Repeatable
from api.intake.schemas import PushParams
from api.kernel import clock
from api.kernel.database import savepoint
from api.kernel.errors import Conflict, FieldError, Invalid, NotFound, PreconditionAbsent, Stale

MAX_CLOCK_SKEW = timedelta(minutes=5)
MAX_REMEMBERED = 200
"""Rejections that a receipt remembers; the answer to the push has them all."""


class UnknownEntity(NotFound):
    detail = f"There is no such entity. These are taken: {', '.join(BY_NAME)}."


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


class RecordNotTaken(Invalid):
    detail = "The record cannot be stored as it is."


class PurgeInRecord(Invalid):
    detail = "A record is withdrawn with DELETE, or with purge in a push."


def push_records(
    db: Session, who: Who, name: str, body: bytes, means: Means, repeats: Repeatable, params: PushParams
) -> bytes:
    """Merge a body of records into the entity's table; gives a RecordsRead in JSON."""

    def act() -> bytes:
        records = read_body(name, body, means)
        with savepoint(db, is_kept=not params.dry_run):
            taken = take(
                db, who, source_of(who), Channel.push, name, records, as_of=params.as_of, is_strict=means.is_strict
            )
        return orjson.dumps(taken.told(params.results))

    return repeats.once(db, who, repr(means).encode() + body, act)


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
    Whoever takes in several entities in one transaction does so in the order of BY_NAME, so that nobody waits for ever.
    """
    check_as_of(as_of)
    if entity in IGNORED:
        return tell_ignored(sum(1 for _ in records))
    if entity not in BY_NAME:
        raise UnknownEntity
    batch = BY_NAME[entity].read(source_system, records)
    if is_strict and None in batch.rows:
        faults = [fault for index, row in enumerate(batch.rows) if row is None for fault in batch.errors[index]]
        raise SomeRejected(errors=faults)
    lock(db, source_system, entity)
    now = clock.now()  # read in turn, so that of two pushes at once the one that is stored later speaks for later
    receipt = Receipt(
        source_system=source_system, entity=entity, channel=channel, as_of=as_of or now, actor_id=who.id, at=now
    )
    begin_receipt(db, receipt)
    return _store(db, receipt, batch)


def _store(db: Session, receipt: Receipt, batch: Batch) -> Taken:
    wanted = last_of_each(BY_NAME[receipt.entity], batch)
    outcomes = merge(db, receipt, wanted.rows)
    removed = withdraw(db, receipt, list(wanted.taken_back), Removal.purged)
    if receipt.entity == "department" and (set(outcomes) & {"c", "u"} or removed):
        place_units(db, receipt.source_system)
    left = [key for key in wanted.taken_back if key not in removed]
    newer = queries.keys_newer(db, BY_NAME[receipt.entity], receipt.source_system, left, receipt.as_of)
    taken = tell(batch, wanted, outcomes, removed, newer)
    _finish(db, receipt, batch, taken)
    return taken


def _finish(db: Session, receipt: Receipt, batch: Batch, taken: Taken) -> None:
    """Write what became of the records onto the receipt, with the faults that are worth remembering."""
    faults = [(index, fault) for index in sorted(batch.errors) for fault in batch.errors[index]]
    receipt.received, receipt.duplicates = len(taken.results), sum(fault.code == "duplicate" for _, fault in faults)
    for name in ("created", "updated", "unchanged", "removed", "rejected", "skipped_stale"):
        setattr(receipt, name, taken.counts[name])
    receipt.unchanged -= receipt.duplicates  # a push's answer counts them there, and a receipt each by itself
    is_person = BY_NAME[receipt.entity].is_sealed
    came = {"receipt_id": receipt.id, "source_system": receipt.source_system, "at": receipt.at}
    for index, fault in [pair for pair in faults if pair[1].code != "duplicate"][:MAX_REMEMBERED]:
        key = None if is_person else batch.keys[index]
        is_rejected = batch.rows[index] is None
        db.add(remembered(fault, line=index + 1, key=key, is_rejected=is_rejected, entity=receipt.entity, **came))
    db.flush()


def read_record(db: Session, who: Who, name: str, source_id: str, response: Response) -> dict[str, Any]:
    """One of the source's own records, as it is kept, and its ETag."""
    found = queries.find_record(db, _single(name), source_of(who), source_id)
    if found is None:
        raise NotFound
    response.headers["ETag"] = queries.fingerprint(found)
    return found


def _single(name: str) -> Entity:
    entity = BY_NAME.get(name)
    if entity is None:
        raise UnknownEntity
    if entity.is_sealed:
        raise PersonInAddress
    return entity


def put_record(
    db: Session, who: Who, name: str, source_id: str, record: dict[str, Any], if_match: str | None, response: Response
) -> dict[str, Any]:
    """Store one record under its id, in the place of the one that is there, which must be the one the ETag speaks of.

    What the record leaves out is cleared. A value that cannot be read refuses it, since nobody looks for findings here.
    """
    entity, source_system = _single(name), source_of(who)
    _check_key(entity, record, source_id)
    lock(db, source_system, name)
    before = queries.find_record(db, entity, source_system, source_id)
    _check_match(before, if_match)
    whole = entity.whole(source_id, record)
    taken = take(db, who, source_system, Channel.push, name, [whole], as_of=_not_before(before))
    faults = [FieldError(**fault) for fault in taken.results[0]["errors"]]
    if faults:
        errors = [fault.model_copy(update={"pointer": fault.pointer.removeprefix("/0")}) for fault in faults]
        raise RecordNotTaken(errors=errors)
    response.status_code = 201 if before is None else 200
    return read_record(db, who, name, source_id, response)


def _check_key(entity: Entity, record: dict[str, Any], source_id: str) -> None:
    if PURGE in record:
        raise PurgeInRecord(errors=[FieldError(pointer=f"/{PURGE}", code="purge", detail=PurgeInRecord.detail)])
    wrong = [name for name, value in record.items() if entity.is_key(name) and str(value).strip() != source_id]
    if wrong:
        raise OtherKey(
            errors=[FieldError(pointer=f"/{name}", code="other_key", detail=OtherKey.detail) for name in wrong]
        )


def _check_match(before: dict[str, Any] | None, if_match: str | None) -> None:
    if before is None:
        if if_match is not None:
            raise Stale
        return
    if if_match is None:
        raise PreconditionAbsent
    tags = [tag.strip().removeprefix("W/") for tag in if_match.split(",")]
    if "*" not in tags and queries.fingerprint(before) not in tags:
        raise Stale


def _not_before(before: dict[str, Any] | None) -> datetime:
    """The instant of a change to a record that its sender has seen: no older than the record."""
    return clock.now() if before is None else max(clock.now(), before["as_of"])


def delete_record(db: Session, who: Who, name: str, source_id: str, if_match: str | None) -> None:
    """Take one record back, which must be the one the ETag speaks of; a tombstone stays."""
    entity, source_system = _single(name), source_of(who)
    lock(db, source_system, name)
    before = queries.find_record(db, entity, source_system, source_id)
    if before is None:
        raise NotFound
    _check_match(before, if_match)
    record = {entity.key_name: source_id, PURGE: True}
    take(db, who, source_system, Channel.push, name, [record], as_of=_not_before(before))


def list_entities() -> dict[str, Any]:
    """What may be pushed, from the declarations."""
    return {"entities": [describe(entity) for entity in BY_NAME.values()], "ignored": sorted(IGNORED)}
