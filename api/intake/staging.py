"""Where the rows of files wait until an import is merged as a whole.

A sixth file because it is neither query nor rule: tables made for one import and dropped after it, filled by COPY.
They are not logged: should PostgreSQL crash, they are empty, which the merge sees, and the files are sent again.
"""

import hashlib
import io
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import psycopg
import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
import pyarrow.csv as pa_csv  # type: ignore[import-untyped]  # likewise
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from sqlmodel import Session

from api.intake.columns import Bits, Columns
from api.intake.entities import Batch, Entity
from api.intake.merge import kinds, lock
from api.kernel.database import Database, driver

_OWN = {"file_no": "bigint not null", "n": "bigint not null", "sent_hash": "bigint", "given": "bigint not null",
        "is_withdrawn": "boolean not null default false"}  # fmt: skip
_LEFT_ALONE = "with (autovacuum_enabled = false)"
"""The merge itself has looked over what it needs; meanwhile that would only take time from what comes in."""
_WRITTEN: dict[Any, Any] = {True: "t", False: "f"}


class Part(StrEnum):
    """The tables of an entity in an import."""

    rows = ""
    lost = "_lost"
    """The hashes of lines known before that did not come again."""
    spared = "_spared"
    """Digests of the keys of records that were rejected: a snapshot must not take them for gone."""


class StagingDroppedError(Exception):
    """The import was given up while the file came in."""


def table_of(import_id: uuid.UUID, entity: str, part: Part = Part.rows) -> str:
    """The table in which an import's rows of an entity wait, or what else is to be known of them."""
    return f'staging."{import_id.hex}_{entity}{part}"'


@contextmanager
def _while_there() -> Iterator[None]:
    try:
        yield
    except (psycopg.errors.UndefinedTable, ProgrammingError) as error:
        if isinstance(getattr(error, "orig", error), psycopg.errors.UndefinedTable):
            raise StagingDroppedError from None
        raise


@dataclass(frozen=True)
class Staging:
    """The staging tables of an import, written by one file. Raises StagingDroppedError where they are gone."""

    database: Database
    import_id: uuid.UUID
    file_no: int

    def prepare(self, entity: str) -> None:
        """Make the entity's tables, if no other file has; two files at once take turns."""
        rows = ", ".join(f"{name} {kind}" for name, kind in {**_OWN, **kinds(entity)}.items())
        columns = {
            Part.rows: rows,
            Part.lost: "file_no bigint, hash bigint",
            Part.spared: "file_no bigint, digest text",
        }
        with self.database.transaction("plumbline_system") as db:
            lock(db, self.import_id.hex, entity)
            for part in Part:
                table = table_of(self.import_id, entity, part)
                db.execute(text(f"create unlogged table if not exists {table} ({columns[part]}) {_LEFT_ALONE}"))

    def put(self, entity: str, rows: Columns, hashes: Bits | None) -> None:
        """Add rows; `hashes` are those of their lines, where they came as lines.

        The line of a row about which there was something to say is not remembered, so that it is said again.
        """
        count = len(rows.places)
        if not count:
            return
        is_faulty = np.isin(rows.places, list(rows.errors)) if rows.errors else None
        own = {
            "file_no": pa.repeat(str(self.file_no), count), "n": pa.array(rows.places),
            "sent_hash": pa.nulls(count, pa.int64()) if hashes is None else pa.array(hashes, mask=is_faulty),
            "given": pa.array(rows.given),
        }  # fmt: skip
        if rows.withdrawn.any():
            own["is_withdrawn"] = pa.array(rows.withdrawn)
        self._copy(table_of(self.import_id, entity), own | rows.values)

    def put_lost(self, entity: str, hashes: Bits) -> None:
        """Say which lines known before did not come again."""
        self._put_beside(entity, Part.lost, "hash", pa.array(hashes))

    def put_spared(self, entity: str, keys: Sequence[str]) -> None:
        """Say which records were rejected; of a broken line what seems the key may be anything, so it is digested."""
        digests = [hashlib.sha256(key.encode()).hexdigest() for key in keys]
        self._put_beside(entity, Part.spared, "digest", pa.array(digests, pa.string()))

    def _put_beside(self, entity: str, part: Part, name: str, values: Any) -> None:
        if len(values):
            number = pa.array(np.full(len(values), self.file_no))
            self._copy(table_of(self.import_id, entity, part), {"file_no": number, name: values})

    def _copy(self, table: str, columns: dict[str, Any]) -> None:
        lines = io.BytesIO()
        pa_csv.write_csv(pa.table(columns), lines, pa_csv.WriteOptions(include_header=False))
        with self.database.transaction("plumbline_system") as db, _while_there():
            db.execute(text("set local synchronous_commit = off"))
            cursor = driver(db).cursor()
            with cursor.copy(f"copy {table} ({', '.join(columns)}) from stdin (format csv)".encode()) as copy:
                copy.write(lines.getbuffer())

    def remove_places(self, entity: str, places: Bits) -> None:
        """Take rows out again: a later line of the file stands for them."""
        with self.database.transaction("plumbline_system") as db, _while_there():
            db.execute(
                text(f"delete from {table_of(self.import_id, entity)} where file_no = :file and n = any(:places)"),
                {"file": self.file_no, "places": places.tolist()},
            )

    def list_clashes(self, entity: Entity, source_system: str) -> tuple[Bits, Bits]:
        """The places of rows whose stored line may also be in the file, and the hashes of those lines."""
        statement = text(
            f"select s.n, t.sent_hash from {table_of(self.import_id, entity.name)} s"
            f" join {entity.table.name} t on t.{entity.key} = s.{entity.key} and t.source_system = :source"
            " where s.file_no = :file and t.sent_hash is not null and t.sent_hash is distinct from s.sent_hash"
        )
        with self.database.transaction("plumbline_system") as db, _while_there():
            found = db.execute(statement, {"file": self.file_no, "source": source_system}).all()
        return bits(row[0] for row in found), bits(row[1] for row in found)


def bits(values: Iterable[int]) -> Bits:
    """Whole numbers as one array."""
    return np.fromiter(values, dtype=np.int64)


def list_waiting(db: Session, import_id: uuid.UUID, entity: str, part: Part, numbers: list[int]) -> set[int]:
    """The numbers of the files, among these, of which anything waits in a table."""
    first = f"select 1 from {table_of(import_id, entity, part)} where file_no = number limit 1"
    statement = text(f"select number from unnest(cast(:numbers as bigint[])) number, lateral ({first}) found")
    return set(db.execute(statement, {"numbers": numbers}).scalars())


def drop_staging(db: Session, import_id: uuid.UUID) -> None:
    """Drop all that was staged for an import."""
    staged = text("select tablename from pg_tables where schemaname = 'staging' and starts_with(tablename, :id)")
    for name in db.execute(staged, {"id": import_id.hex}).scalars().all():
        db.execute(text(f'drop table staging."{name}"'))


def from_batch(batch: Batch, places: Bits) -> Columns:
    """Rows that were read one by one, as columns; `places` are those of the batch's records in their file."""
    kept = [index for index, row in enumerate(batch.rows) if row is not None]
    rows: list[dict[str, Any]] = [row for row in batch.rows if row is not None]
    read = Columns(places[kept])
    names = sorted({name for row in rows for name in row} - {"given"})
    for name in names:
        values = [row.get(name) for row in rows]
        read.values[name] = pa.array([_WRITTEN[v] if type(v) is bool else v for v in values], pa.string())
    read.given = bits(row["given"] for row in rows)
    read.withdrawn = np.array([index in batch.withdrawn for index in kept], dtype=bool)
    read.ignored = batch.ignored
    for index, faults in batch.errors.items():
        read.errors[int(places[index])] = faults
        key = batch.keys[index]
        if key is not None:
            read.keys[int(places[index])] = key
    return read
