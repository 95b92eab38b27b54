"""What may be done with an import: begin it, commit it, confirm what is held, or give it up."""

import uuid
from datetime import timedelta
from typing import Any

from fastapi import Request, Response
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session
from starlette.responses import StreamingResponse

from api.access.who import Who
from api.imports import queries
from api.imports.models import Import, ImportFormat, ImportMode, ImportState
from api.imports.schemas import ImportCreate, RejectionFilters
from api.imports.uploads import ImportNotOpen
from api.imports.work import process_import
from api.intake.entities import BY_NAME
from api.intake.queries import forget_keys
from api.intake.repeats import Repeatable
from api.intake.service import AsOfAhead, check_as_of
from api.intake.staging import drop_staging
from api.kernel import clock
from api.kernel.database import Database, savepoint
from api.kernel.errors import Conflict, FieldError, Invalid
from api.kernel.jobs import enqueue
from api.kernel.pages import refuse_paging
from api.kernel.streams import stream_csv

ABANDONED_AFTER = timedelta(hours=24)


class ImportUnderWay(Conflict):
    detail = "This source has an import that has not ended: commit it, wait for it, or give it up."


class SourceSystemNeeded(Invalid):
    detail = "Say which source system the records are of."


class OtherSource(Invalid):
    detail = "A machine client brings in its own source system's records alone."


class SnapshotOfReturn(Invalid):
    detail = "A return holds a year and those who were in it, never all there is: it cannot be a snapshot."


class UnknownScope(Invalid):
    detail = "The scope names an entity that is not taken."


class ImportNotHeld(Conflict):
    detail = "The import is not waiting to be confirmed."


class ImportAtWork(Conflict):
    detail = "The worker is at it: wait until it has ended."


class NoFiles(Conflict):
    detail = "No file has come in yet."


def create_import(db: Session, who: Who, new: ImportCreate, repeats: Repeatable, response: Response) -> dict[str, Any]:
    """Begin an import and say where it is; a source has one at a time. The same Idempotency-Key begins the same."""
    body = new.model_dump_json().encode()
    import_id = repeats.once(db, who, body, lambda: str(_begin(db, who, new)).encode()).decode()
    response.headers["Location"] = f"/api/v1/imports/{import_id}"
    return queries.read_import(db, who, uuid.UUID(import_id))


def _begin(db: Session, who: Who, new: ImportCreate) -> uuid.UUID:
    source_system = _source(who, new)
    unknown = [name for name in new.scope if name not in BY_NAME]
    if unknown:
        raise UnknownScope(errors=[_error("/scope", UnknownScope)])
    if new.mode == ImportMode.snapshot and new.format != ImportFormat.ssd:
        raise SnapshotOfReturn(errors=[_error("/mode", SnapshotOfReturn)])
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


def commit_import(db: Session, who: Who, import_id: uuid.UUID) -> dict[str, Any]:
    """Hand the import to the worker; to commit what was committed says where it stands."""
    import_ = queries.get_import(db, import_id, for_update=True)
    if import_.state == ImportState.aborted:
        raise ImportNotOpen
    if import_.state != ImportState.open:
        return queries.read_import(db, who, import_id)
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
    refuse_paging(filters)
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
            if import_.state == ImportState.open:  # it may have been committed just now
                import_.state, import_.ended_at = ImportState.aborted, clock.now()
                db.flush()
        for import_id in queries.list_staged_in_vain(db):
            drop_staging(db, import_id)
        forget_keys(db, clock.now() - 3 * ABANDONED_AFTER)
