"""Reading imports, their files and the rows that were not taken in."""

import uuid
from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import delete, func, text
from sqlmodel import Session, col, select

from api.access.who import Who
from api.imports.models import UNDER_WAY, Import, ImportFile, ImportProgress, ImportState
from api.imports.schemas import ImportFilters, RejectionFilters
from api.imports.sentences import sentence_of
from api.intake.models import Rejection
from api.kernel.errors import NotFound
from api.kernel.pages import paginate, pick


def find_under_way(db: Session, source_system: str) -> uuid.UUID | None:
    """The one import of a source that has not ended."""
    return db.exec(
        select(Import.id).where(Import.source_system == source_system, col(Import.state).in_(UNDER_WAY))
    ).first()


def get_import(db: Session, import_id: uuid.UUID, *, for_update: bool = False) -> Import:
    """An import as it is now, or NotFound; a machine client sees its own source's alone."""
    statement = select(Import).where(Import.id == import_id).execution_options(populate_existing=True)
    found = db.exec(statement.with_for_update() if for_update else statement).one_or_none()
    if found is None:
        raise NotFound
    return found


def list_files(db: Session, import_id: uuid.UUID) -> Sequence[ImportFile]:
    """The files of an import, in the order in which their rows count: by name."""
    return db.exec(select(ImportFile).where(ImportFile.import_id == import_id).order_by(col(ImportFile.name))).all()


def read_import(db: Session, who: Who, import_id: uuid.UUID) -> dict[str, Any]:
    """An import as it is shown."""
    import_ = get_import(db, import_id)
    progress = db.get(ImportProgress, import_id)
    files = list_files(db, import_id)
    return {
        **import_.model_dump(exclude={"created_by_id", "confirmed_by_id", "counts", "failure", "is_confirmed"}),
        "rows_total": sum(file.rows for file in files) if import_.state == ImportState.open else import_.rows_total,
        "rows_done": _rows_done(import_, progress.rows_done if progress else 0),
        "step": progress.step if progress and import_.state == ImportState.processing else None,
        "sentence": sentence_of(import_, files),
        "files": files,
        "entities": import_.counts,
    }  # fmt: skip


def _rows_done(import_: Import, rows_done: int) -> int:
    if import_.state == ImportState.processing:
        return rows_done
    return import_.rows_total if import_.state == ImportState.completed else 0


def list_imports(db: Session, who: Who, filters: ImportFilters) -> dict[str, Any]:
    """Imports, the latest first."""
    statement = pick(Import.id, Import.created_at)
    if filters.source_system:
        statement = statement.where(col(Import.source_system) == filters.source_system)
    if filters.state:
        statement = statement.where(col(Import.state) == filters.state)
    page = paginate(db, statement, filters, by=[col(Import.created_at), col(Import.id)], descending=True)
    ids = [row.id for row in page["items"]]
    imports = {one.id: one for one in db.exec(select(Import).where(col(Import.id).in_(ids)))}
    done = {
        p.import_id: p.rows_done for p in db.exec(select(ImportProgress).where(col(ImportProgress.import_id).in_(ids)))
    }
    page["items"] = [_listed(imports[one], done.get(one, 0)) for one in ids]
    return page


def _listed(import_: Import, rows_done: int) -> dict[str, Any]:
    plain = ("id", "source_system", "format", "mode", "state", "is_dry_run", "as_of", "created_by", "created_at",
             "ended_at", "rows_total")  # fmt: skip
    return {name: getattr(import_, name) for name in plain} | {
        "rows_done": _rows_done(import_, rows_done), "sentence": sentence_of(import_, None),
        "rejected": sum(counts["rejected"] for counts in import_.counts),
    }  # fmt: skip


_REJECTED: tuple[Any, ...] = (
    Rejection.id, Rejection.file, Rejection.entity, Rejection.line, col(Rejection.key).label("source_id"),
    Rejection.is_rejected, Rejection.field, Rejection.code, Rejection.detail,
)  # fmt: skip


def rejections(import_id: uuid.UUID, filters: RejectionFilters) -> Any:
    """What was not taken in of an import's files, as a select."""
    files = select(ImportFile.id).where(ImportFile.import_id == import_id)
    statement = pick(*_REJECTED).where(col(Rejection.import_file_id).in_(files))
    return statement.where(col(Rejection.entity) == filters.entity) if filters.entity else statement


def list_rejections(db: Session, who: Who, import_id: uuid.UUID, filters: RejectionFilters) -> dict[str, Any]:
    """What was not taken in, a page at a time."""
    get_import(db, import_id)
    return paginate(db, rejections(import_id, filters), filters, by=[col(Rejection.id)])


def next_file_number(db: Session) -> int:
    """What the staged rows of another file are marked with."""
    return int(db.execute(text("select nextval('import_file_number')")).scalar_one())


def forget_file(db: Session, import_id: uuid.UUID, name: str) -> None:
    """Make room for a file that is sent again."""
    old = select(ImportFile.id).where(ImportFile.import_id == import_id, ImportFile.name == name)
    db.execute(delete(Rejection).where(col(Rejection.import_file_id).in_(old)))
    db.execute(delete(ImportFile).where(col(ImportFile.import_id) == import_id, col(ImportFile.name) == name))


def try_turn(db: Session, import_id: uuid.UUID) -> bool:
    """Whether no other worker is at this import; the turn lasts as long as the transaction."""
    turn = text("select pg_try_advisory_xact_lock(hashtextextended(:id, 1))")
    return bool(db.execute(turn, {"id": str(import_id)}).scalar_one())


def list_waiting(db: Session) -> Sequence[uuid.UUID]:
    """Imports that a worker should be at."""
    waiting = (ImportState.queued, ImportState.processing)
    return db.exec(select(Import.id).where(col(Import.state).in_(waiting)).order_by(col(Import.committed_at))).all()


def list_abandoned(db: Session, before: Any) -> Sequence[uuid.UUID]:
    """Imports for which no file has come since."""
    latest = select(func.max(ImportFile.received_at)).where(ImportFile.import_id == Import.id).scalar_subquery()
    return db.exec(
        select(Import.id).where(
            Import.state == ImportState.open, func.coalesce(latest, Import.created_at) < before
        )
    ).all()  # fmt: skip


def note_beginning(db: Session, import_id: uuid.UUID) -> int:
    """Say that a worker begins; returns how often one has."""
    statement = text(
        "insert into import_progress (import_id, attempts, step, rows_done) values (:id, 1, 'Getting ready', 0)"
        " on conflict (import_id) do update set attempts = import_progress.attempts + 1, step = excluded.step,"
        " rows_done = 0 returning attempts"
    )
    return int(db.execute(statement, {"id": import_id}).scalar_one())


def note_progress(db: Session, import_id: uuid.UUID, step: str, rows_done: int) -> None:
    """Say what the worker is at; nobody misses it after a crash, so that it is not waited for."""
    db.execute(text("set local synchronous_commit = off"))
    statement = text("update import_progress set step = :step, rows_done = :done where import_id = :id")
    db.execute(statement, {"id": import_id, "step": step, "done": rows_done})


def give_receipt(db: Session, receipt_id: uuid.UUID, entity: str, file_ids: list[uuid.UUID]) -> None:
    """Join what was not taken in to the receipt of the import."""
    statement = text(
        "update rejection set receipt_id = :receipt where import_file_id = any(:files) and entity = :entity"
    )
    db.execute(statement, {"receipt": receipt_id, "files": file_ids, "entity": entity})


def list_as_lines(db: Session, rows: Any) -> bytes:
    """All rows of a select as newline-delimited JSON."""
    found = db.execute(rows.order_by(col(Rejection.id)).execution_options(yield_per=5_000))
    return b"".join(orjson.dumps(dict(row._mapping)) + b"\n" for row in found)


def list_staged_in_vain(db: Session) -> list[uuid.UUID]:
    """Imports that have ended, or never were, and still have something staged."""
    tables = db.execute(text("select tablename from pg_tables where schemaname = 'staging'")).scalars()
    staged = {uuid.UUID(name.partition("_")[0]) for name in tables}
    alive = set(db.exec(select(Import.id).where(col(Import.state).in_(UNDER_WAY), col(Import.id).in_(staged))))
    return sorted(staged - alive)
