"""The worker's part of an import: everything that was staged is merged in one transaction, or nothing is.

A sixth file because no request waits for it. Whoever dies in it leaves PostgreSQL to undo what was begun; the next
worker finds the import where it was, and merges it once.
"""

import logging
import uuid
from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from api.imports import queries
from api.imports.models import Import, ImportFile, ImportMode, ImportState
from api.imports.names import part_named
from api.imports.returns import year_of
from api.intake.bulk import ChangedMeanwhileError, Merged, Staged, Tell, merge_staged
from api.intake.entities import BY_NAME
from api.intake.merge import begin_receipt
from api.intake.models import Channel, Receipt
from api.intake.staging import Part, Staging, drop_staging, list_waiting
from api.kernel import clock
from api.kernel.database import Database, enter, savepoint
from api.kernel.jobs import job

log = logging.getLogger("plumbline.worker")

_AT_LENGTH = text(
    "select set_config('statement_timeout', '0', true), set_config('lock_timeout', '0', true),"
    " set_config('idle_in_transaction_session_timeout', '5min', true), set_config('work_mem', '64MB', true),"
    " set_config('maintenance_work_mem', '128MB', true), set_config('jit', 'off', true)"
)
"""A merge may take minutes, and waits as long for another source's; only other writers of the same wait for it."""

MOST_ATTEMPTS = 5
"""A worker that dies in an import, or fails for a reason of ours, leaves it to the next so many times."""

_HOPELESS = "It went wrong on our side each time it was tried. Nothing was stored; tell whoever runs the service."
_LOST = "The staged rows are gone, perhaps since the database was restarted. Begin again and send the files once more."
_CHANGED = "Other pushes changed records while the files came in. Begin again and send the files once more."


class _UndoError(Exception):
    """Whatever was merged is not to be stored: it was tried only, is held, or went wrong."""

    def __init__(self, state: ImportState, counts: list[dict[str, Any]], failure: str | None = None) -> None:
        super().__init__(state)
        self.state, self.counts, self.failure = state, counts, failure


@job
def process_import(database: Database, import_id: str) -> None:
    """Merge a committed import, if it is still waiting and nobody else is at it."""
    one = uuid.UUID(import_id)
    with database.transaction("plumbline_system") as db:
        db.execute(_AT_LENGTH)
        if not queries.try_turn(db, one) or not _begin(database, one):
            return
        import_ = queries.get_import(db, one)
        try:
            with savepoint(db):
                counts = _merge_all(database, db, import_)
            _end(db, import_, ImportState.completed, counts)
        except _UndoError as undone:
            _end(db, import_, undone.state, undone.counts, undone.failure)
        if import_.state != ImportState.held:
            drop_staging(db, one)


def _begin(database: Database, import_id: uuid.UUID) -> bool:
    """Say that the worker is at it, for everybody to see; False where there is nothing to do any more."""
    with database.transaction("plumbline_system") as db:
        import_ = queries.get_import(db, import_id, for_update=True)
        if import_.state not in (ImportState.queued, ImportState.processing):
            return False
        if queries.note_beginning(db, import_id) > MOST_ATTEMPTS:
            _end(db, import_, ImportState.failed, [], _HOPELESS)
            return False
        import_.state = ImportState.processing
        return True


def _end(
    db: Session, import_: Import, state: ImportState, counts: list[dict[str, Any]], failure: str | None = None
) -> None:
    import_.state, import_.counts, import_.failure = state, counts, failure
    import_.ended_at = None if state == ImportState.held else clock.now()
    db.add(import_)
    db.flush()


def _merge_all(database: Database, db: Session, import_: Import) -> list[dict[str, Any]]:
    """Merge entity after entity; raises _UndoError where the whole is not to stand."""
    files = sorted(queries.list_files(db, import_.id), key=_in_time)
    staged = {name for file in files for name in file.entities}
    wanted = staged | (set(import_.scope) if import_.mode == ImportMode.snapshot else set())
    counts: list[dict[str, Any]] = []
    done = 0
    for name in (name for name in BY_NAME if name in wanted):
        theirs = [file for file in files if name in file.entities]
        as_before = sum(file.unchanged + file.repeated + file.rejected_of.get(name, 0) for file in theirs)
        tell = partial(_note, database, import_.id, name, done + as_before)
        tell(0)
        counts.append(_merge_one(database, db, import_, name, theirs, tell))
        done += sum(file.entities[name] for file in theirs)
    held = [one for one in counts if one.pop("is_held")]
    if held and not import_.is_dry_run:
        raise _UndoError(ImportState.held, counts, _held_sentence(held))
    if import_.is_dry_run:
        raise _UndoError(ImportState.completed, counts)
    return counts


def _note(database: Database, import_id: uuid.UUID, name: str, before: int, done: int) -> None:
    """Say, for everybody to see, how many rows of an entity are done with, after so many of others."""
    with database.transaction("plumbline_system") as note:
        queries.note_progress(note, import_id, f"Merging: {BY_NAME[name].title}", before + done)


def _in_time(file: ImportFile) -> tuple[int, int, str]:
    """Of returns a later year's rows go over an earlier's, however their files are called; part 10 comes after part 9,
    and all else goes by name."""
    return year_of(file.name) or 0, part_named(file.name) or 0, file.name


def _held_sentence(held: list[dict[str, Any]]) -> str:
    told = [f"{one['removed']:,} of {one['held_before']:,} {BY_NAME[one['entity']].title.lower()}" for one in held]
    return f"Held: it would remove {', '.join(told)}. A person must confirm it or give it up."[:500]


def _merge_one(
    database: Database, db: Session, import_: Import, name: str, files: Sequence[ImportFile], tell: Tell
) -> dict[str, Any]:
    """Merge one entity as its source would push it: behind the same gate, with a receipt of its own."""
    if not files:
        Staging(database, import_.id, 0).prepare(name)
    _check_staged(db, import_, name, files)
    receipt = Receipt(
        source_system=import_.source_system, entity=name, channel=Channel.import_, as_of=import_.as_of,
        actor_id=import_.created_by_id, import_id=import_.id, at=clock.now(),
    )  # fmt: skip
    gate = {
        "role": "plumbline_intake", "app.who": str(import_.created_by_id), "app.kind": "worker",
        "app.source": import_.source_system, "app.verb": "process_import",
    }  # fmt: skip
    enter(db, gate)
    begin_receipt(db, receipt)
    try:
        merged = merge_staged(db, receipt, _staged(import_, files), tell)
    except ChangedMeanwhileError:
        raise _UndoError(ImportState.failed, [], _CHANGED) from None
    told = _counts(db, receipt, merged, files)
    enter(db, {"role": "plumbline_system"})
    return told


def _staged(import_: Import, files: Sequence[ImportFile]) -> Staged:
    known = files[0].known_receipt if len(files) == 1 else None
    return Staged(
        import_.id, [file.number for file in files], known, import_.mode == ImportMode.snapshot, import_.is_confirmed
    )  # fmt: skip


def _check_staged(db: Session, import_: Import, name: str, files: Sequence[ImportFile]) -> None:
    """Tables that are not logged are empty after a crash of PostgreSQL, but for files that came since."""
    for part in Part:
        numbers = [file.number for file in files if file.staged.get(name + part)]
        if list_waiting(db, import_.id, name, part, numbers) != set(numbers):
            raise _UndoError(ImportState.failed, [], _LOST)


def _counts(db: Session, receipt: Receipt, merged: Merged, files: Sequence[ImportFile]) -> dict[str, Any]:
    """Write onto the receipt what became of the rows, and tell it as an ImportCounts."""
    name = receipt.entity
    receipt.received = sum(file.entities[name] for file in files)
    receipt.rejected = sum(file.rejected_of.get(name, 0) for file in files)
    receipt.duplicates = merged.duplicates + sum(file.repeated for file in files)
    receipt.unchanged = merged.unchanged + sum(file.unchanged for file in files)
    for field in ("created", "updated", "rekeyed", "removed", "skipped_stale"):
        setattr(receipt, field, getattr(merged, field))
    db.flush()
    queries.give_receipt(db, receipt.id, name, [file.id for file in files])
    told = {"entity": name, "received": receipt.received, "rejected": receipt.rejected}
    return asdict(merged) | told | {"duplicates": receipt.duplicates, "unchanged": receipt.unchanged}
