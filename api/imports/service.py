"""What may be done with an import: begin it, send its files, commit, confirm what is held, or give it up."""

import io
import uuid
from datetime import timedelta
from pathlib import PurePath
from typing import Any

import orjson
from fastapi import Request, Response
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session
from starlette.responses import StreamingResponse

from api.access.who import Who
from api.cases.models import IGNORED
from api.imports import queries, reading
from api.imports.models import Import, ImportFile, ImportFormat, ImportMode, ImportState
from api.imports.schemas import ImportCreate, RejectionFilters
from api.imports.work import process_import
from api.intake.entities import BY_NAME, Entity
from api.intake.models import Rejection
from api.intake.queries import forget_keys
from api.intake.repeats import Repeatable
from api.intake.service import AsOfAhead, UnknownEntity, check_as_of
from api.intake.staging import Staging, drop_staging
from api.kernel import clock
from api.kernel.bodies import Body, taking_turns
from api.kernel.database import Database, enter, savepoint, settle
from api.kernel.errors import Conflict, FieldError, Invalid, TooLarge
from api.kernel.jobs import enqueue
from api.kernel.streams import stream_csv

MAX_WORKBOOK_BYTES = 60_000_000
MAX_ARRAY_BYTES = 20_000_000
ABANDONED_AFTER = timedelta(hours=24)
_TABLES = {"text/csv": "csv", "application/csv": "csv", "application/vnd.ms-excel": "csv"}
_LINES = {"application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines"}


class ImportUnderWay(Conflict):
    detail = "This source has an import that has not ended: commit it, wait for it, or give it up."


class SourceSystemNeeded(Invalid):
    detail = "Say which source system the records are of."


class OtherSource(Invalid):
    detail = "A machine client brings in its own source system's records alone."


class UnknownScope(Invalid):
    detail = "The scope names an entity that is not taken."


class ImportNotOpen(Conflict):
    detail = "The import takes no more files: it was committed or has ended."


class ImportNotHeld(Conflict):
    detail = "The import is not waiting to be confirmed."


class ImportAtWork(Conflict):
    detail = "The worker is at it: wait until it has ended."


class NoFiles(Conflict):
    detail = "No file has come in yet."


class UnknownFileType(Invalid):
    status = 415
    detail = "Send text/csv with the column names in the first line, or application/x-ndjson with one record a line."


class ArrayTooLarge(TooLarge):
    detail = "A JSON array of more than 20 MB cannot be read as it comes: send application/x-ndjson, one record a line."


class WholeFileOnly(Invalid):
    detail = "A file is always the whole list: leave out limit, cursor and total."


class NotAnArray(Invalid):
    detail = "The file must be an array of records, each an object, in strict JSON."


def create_import(db: Session, who: Who, new: ImportCreate, repeats: Repeatable) -> dict[str, Any]:
    """Begin an import; a source has one at a time. The same Idempotency-Key begins the same."""
    body = new.model_dump_json().encode()
    import_id = repeats.once(db, who, body, lambda: str(_begin(db, who, new)).encode())
    return queries.read_import(db, who, uuid.UUID(import_id.decode()))


def _begin(db: Session, who: Who, new: ImportCreate) -> uuid.UUID:
    source_system = _source(who, new)
    unknown = [name for name in new.scope if name not in BY_NAME]
    if unknown:
        raise UnknownScope(errors=[_error("/scope", UnknownScope)])
    try:
        as_of = check_as_of(new.as_of)
    except AsOfAhead:
        raise AsOfAhead(errors=[_error("/as_of", AsOfAhead)]) from None
    import_ = Import(
        **new.model_dump(exclude={"source_system", "as_of"}), source_system=source_system, as_of=as_of,
        created_by_id=who.id, created_by=who.name,
    )  # fmt: skip
    try:
        with savepoint(db):
            db.add(import_)
            db.flush()
    except IntegrityError:
        under_way = queries.find_under_way(db, source_system)
        raise ImportUnderWay(headers={"Location": f"/api/v1/imports/{under_way}"}) from None
    return import_.id


def _error(pointer: str, kind: type[Invalid]) -> FieldError:
    return FieldError(pointer=pointer, code=kind().code, detail=kind.detail)


def _source(who: Who, new: ImportCreate) -> str:
    """A client's own source system, or the one a person names."""
    if who.source_system is not None:
        if new.source_system not in (None, who.source_system):
            raise OtherSource(errors=[_error("/source_system", OtherSource)])
        return who.source_system
    if new.source_system is None:
        raise SourceSystemNeeded(errors=[_error("/source_system", SourceSystemNeeded)])
    return new.source_system


def upload_file(db: Session, request: Request, who: Who, import_id: uuid.UUID, name: str, body: Body) -> ImportFile:
    """Read a file as it comes and stage its rows; sent again, it takes its own place. Nothing is kept of a broken one.

    No transaction is open while the sender takes its time.
    """
    import_ = _open(db, import_id)
    database: Database = request.app.state.database
    number = queries.next_file_number(db)
    gate = settle(db)
    with taking_turns():
        tally = _read(Staging(database, import_id, number), import_, name, request.headers.get("content-type"), body)
        body.drain()
    enter(db, gate)
    _open(db, import_id)
    queries.forget_file(db, import_id, name)
    file = ImportFile(
        import_id=import_id, name=name, sha256=body.sha256, bytes_received=body.bytes_received, number=number,
        rows=tally.rows, rejected=tally.rejected, unchanged=tally.unchanged, repeated=tally.repeated,
        known_receipt=tally.known_receipt, entities=dict(tally.entities), staged=dict(tally.staged),
        rejected_of=dict(tally.rejected_of), encodings=dict(tally.encodings),
        ignored_fields=dict(tally.ignored.most_common(200)), is_ignored=_entity_name(name) in IGNORED,
    )  # fmt: skip
    db.add(file)
    db.flush()
    db.add_all(_rejections(import_, file, tally))
    db.flush()
    return file


def _open(db: Session, import_id: uuid.UUID) -> Import:
    import_ = queries.get_import(db, import_id, for_update=True)
    if import_.state != ImportState.open:
        raise ImportNotOpen
    return import_


def _entity_name(name: str) -> str:
    """The entity in a file's name, which may say ssd_ before it and a part and an ending behind."""
    return PurePath(name).name.partition(".")[0].lower().removeprefix("ssd_")


def _read(staging: Staging, import_: Import, name: str, content_type: str | None, body: Body) -> reading.Tally:
    if import_.format != ImportFormat.ssd:
        reader = reading.Reader(staging, import_.source_system)
        reader.read_return(import_.format, name, _whole(body) if import_.format == ImportFormat.annex_a else body)
        return reader.tally
    entity = _entity_name(name)
    if entity in IGNORED:
        return reading.count_lines(body.read)
    if entity not in BY_NAME:
        body.drain()
        raise UnknownEntity
    return _read_entity(reading.Reader(staging, import_.source_system), BY_NAME[entity], name, content_type, body)


def _read_entity(
    reader: reading.Reader, entity: Entity, name: str, content_type: str | None, body: Body
) -> reading.Tally:
    """Read a file of one entity; one that comes in parts is read whole, since no part knows what the others hold."""
    media_type = (content_type or "").partition(";")[0].strip().lower()
    is_part = ".part" in name
    if media_type in _TABLES:
        reader.read_table(entity, body.read, knows=not is_part)
    elif media_type in _LINES:
        reader.read_lines(entity, body.read, knows=not is_part)
    elif media_type == "application/json":
        reader.read_records(entity, _array(body))
    else:
        body.drain()
        raise UnknownFileType
    return reader.tally


def _whole(body: Body) -> io.BytesIO:
    """A workbook, which cannot be read as it comes."""
    whole = body.read(MAX_WORKBOOK_BYTES + 1)
    if len(whole) > MAX_WORKBOOK_BYTES:
        raise TooLarge
    return io.BytesIO(whole)


def _array(body: Body) -> list[Any]:
    whole = body.read(MAX_ARRAY_BYTES + 1)
    if len(whole) > MAX_ARRAY_BYTES:
        raise ArrayTooLarge
    try:
        records = orjson.loads(whole.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError:
        raise NotAnArray from None
    if type(records) is not list:
        raise NotAnArray
    return [record if type(record) is dict else None for record in records]


def _rejections(import_: Import, file: ImportFile, tally: reading.Tally) -> list[Rejection]:
    return [
        Rejection(
            import_file_id=file.id, source_system=import_.source_system, entity=entity, file=file.name, line=place,
            key=key and key[:200], is_rejected=is_rejected, field=fault.pointer.rpartition("/")[2][:100],
            code=fault.code, detail=fault.detail[:500],
        )
        for entity, place, key, is_rejected, fault in tally.faults
    ]  # fmt: skip


def commit_import(db: Session, who: Who, import_id: uuid.UUID) -> dict[str, Any]:
    """Hand the import to the worker; to commit what was committed says where it stands."""
    import_ = queries.get_import(db, import_id, for_update=True)
    if import_.state in (ImportState.queued, ImportState.processing):
        return queries.read_import(db, who, import_id)
    if import_.state != ImportState.open:
        raise ImportNotOpen
    files = queries.list_files(db, import_id)
    if not files and not (import_.mode == ImportMode.snapshot and import_.scope):
        raise NoFiles
    import_.rows_total = sum(file.rows for file in files)
    _queue(db, import_)
    return queries.read_import(db, who, import_id)


def _queue(db: Session, import_: Import) -> None:
    import_.state, import_.committed_at, import_.failure = ImportState.queued, clock.now(), None
    db.flush()
    enqueue(db, process_import, import_id=str(import_.id))


def confirm_import(db: Session, who: Who, import_id: uuid.UUID) -> dict[str, Any]:
    """Say that the many rows a snapshot would remove may go."""
    import_ = queries.get_import(db, import_id, for_update=True)
    if import_.state != ImportState.held:
        raise ImportNotHeld
    import_.is_confirmed, import_.confirmed_by_id = True, who.id
    _queue(db, import_)
    return queries.read_import(db, who, import_id)


def abort_import(db: Session, who: Who, import_id: uuid.UUID) -> dict[str, Any]:
    """Give an import up: nothing was stored, what was staged is dropped. While the worker is at it, it is too late."""
    import_ = queries.get_import(db, import_id, for_update=True)
    if import_.state == ImportState.processing:
        raise ImportAtWork
    if import_.state in (ImportState.open, ImportState.queued, ImportState.held):
        import_.state, import_.ended_at = ImportState.aborted, clock.now()
        db.flush()
    return queries.read_import(db, who, import_id)


def list_rejections(
    db: Session, request: Request, who: Who, import_id: uuid.UUID, filters: RejectionFilters
) -> dict[str, Any] | Response:
    """What was not taken in: a page, or all of it as a file."""
    if filters.format == "json":
        return queries.list_rejections(db, who, import_id, filters)
    if {"cursor", "limit", "total"} & filters.model_fields_set:
        raise WholeFileOnly
    queries.get_import(db, import_id)
    rows = queries.rejections(import_id, filters)
    headers = {"Content-Disposition": f'attachment; filename="rejections.{filters.format}"'}
    if filters.format == "ndjson":
        lines = queries.list_as_lines(db, rows)
        return Response(lines, media_type="application/x-ndjson", headers=headers)
    stream = stream_csv(request.app.state.database, db, rows, by=["id"], bom=True)
    return StreamingResponse(stream, media_type="text/csv; charset=utf-8", headers=headers)


def resume_imports(database: Database) -> None:
    """Go on with every import that should be under way: after a worker's death, the next one does."""
    with database.transaction("plumbline_system") as db:
        waiting = queries.list_waiting(db)
    for import_id in waiting:
        process_import(database, str(import_id))


def clear_away(database: Database) -> None:
    """Give up imports for which no file has come for a day, and drop what those staged that have ended."""
    with database.transaction("plumbline_system") as db:
        for import_id in queries.list_abandoned(db, clock.now() - ABANDONED_AFTER):
            import_ = queries.get_import(db, import_id, for_update=True)
            import_.state, import_.ended_at = ImportState.aborted, clock.now()
            db.flush()
        for import_id in queries.list_staged_in_vain(db):
            drop_staging(db, import_id)
        forget_keys(db, clock.now() - 3 * ABANDONED_AFTER)
