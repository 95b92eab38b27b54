"""Rows out of PostgreSQL's own COPY, as CSV, in chunks that leave nothing open between them.

Each chunk is a transaction of its own, over before its bytes are handed on: whoever stops reading, or never reads on,
holds no connection and blocks no migration. One chunk at most is read ahead. The gate of the rows is put up again for
each of them.
"""

import csv
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from sqlalchemy import (
    ClauseElement,
    ColumnElement,
    DateTime,
    Enum,
    Select,
    String,
    case,
    cast,
    func,
    literal,
    literal_column,
    select,
    text,
    tuple_,
)  # fmt: skip
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlmodel import Session

from api.kernel.database import Database, Gate, driver, enter, gate_of

CHUNK_ROWS = 5_000
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
BYTE_ORDER_MARK = "\ufeff".encode()

_AFTER: ColumnElement[bool] = literal_column("after_the_last_chunk")
_DIALECT = PGDialect_psycopg(paramstyle="named")  # type: ignore[no-untyped-call]  # SQLAlchemy types no dialect's constructor


def stream_csv(
    database: Database, db: Session, statement: Select[Any], *, by: Sequence[str], bom: bool = False
) -> Iterator[bytes]:
    """The rows of `statement` as RFC 4180 has CSV, its header first, in the order of the columns named `by`.

    The last of `by` must be unique, and none of them null. The rows are those that the caller's `db` may see. A row
    that moves on in that order while the file is being read comes again at the end; none is lost. Text cannot become
    a spreadsheet's formula: a cell that might gets an apostrophe before it. Instants are in UTC.
    """
    return _chunks(database, gate_of(db), statement, by, bom)


def plain_text(cell: Any) -> Any:
    """A cell of CSV as it is; text that a spreadsheet would take for a formula gets an apostrophe before it."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _chunks(database: Database, gate: Gate, statement: Select[Any], by: Sequence[str], bom: bool) -> Iterator[bytes]:
    rows = statement.subquery()
    keys = [rows.c[name] for name in by]
    cells = select(*(_cell(column) for column in rows.c)).where(_AFTER).order_by(*keys).limit(CHUNK_ROWS)
    copy = f"copy ({_sql(cells)}) to stdout (format csv)"
    reader = ThreadPoolExecutor(max_workers=1)

    def begin(after: str) -> Future[bytes]:
        return reader.submit(_copy, database, gate, copy.replace(str(_AFTER), after))

    try:
        coming = begin("true")
        yield (BYTE_ORDER_MARK if bom else b"") + ",".join(rows.c.keys()).encode() + b"\r\n"
        while lines := coming.result():
            is_last = lines.count(b"\n") < CHUNK_ROWS
            if not is_last:
                coming = begin(_after(lines, rows.c.keys(), keys))
            yield lines
            if is_last:
                break
    finally:
        reader.shutdown(wait=False, cancel_futures=True)


def _after(lines: bytes, names: Sequence[str], keys: Sequence[ColumnElement[Any]]) -> str:
    """The condition that a row comes after the last of `lines`, which is whole: no cell holds the end of a line."""
    cells = dict(zip(names, next(csv.reader([lines[lines.rfind(b"\n", 0, -1) + 1 : -2].decode()])), strict=True))
    return _sql(tuple_(*keys) > tuple_(*(cast(literal(cells[str(key.key)], String), key.type) for key in keys)))


def _alone(session: Session) -> None:
    """Keep PostgreSQL from starting helpers: a chunk is over before they would be ready."""
    session.execute(
        text("select set_config('max_parallel_workers_per_gather', '0', true), set_config('jit', 'off', true)")
    )


def _sql(clause: ClauseElement) -> str:
    """A clause as text with its values written out, as COPY takes no parameters."""
    return str(clause.compile(dialect=_DIALECT, compile_kwargs={"literal_binds": True}))


def _copy(database: Database, gate: Gate, copy: str) -> bytes:
    """One chunk's lines: PostgreSQL's own bytes, but with the ends of lines that the standard asks for."""
    with database.transaction() as session:
        enter(session, gate)
        _alone(session)
        with driver(session).cursor().copy(copy.encode()) as out:
            return b"".join(out).replace(b"\n", b"\r\n")


def _cell(column: ColumnElement[Any]) -> ColumnElement[Any]:
    kind = getattr(column.type, "impl_instance", column.type)
    if isinstance(kind, DateTime):
        return func.to_char(column, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
    if isinstance(kind, Enum) or not isinstance(kind, String):
        return column
    line = func.translate(column, "\r\n", "  ")
    safe = case((column.regexp_match("^[=+@\t-]"), literal("'", String) + line), else_=line)
    return case((column.regexp_match("^[=+@\t-]|[\r\n]"), safe), else_=column)  # most cells need one look only
