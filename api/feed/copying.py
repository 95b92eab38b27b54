"""Rows of the feed out of PostgreSQL's own COPY, chunk by chunk, as lines of CSV or of JSON.

A sixth file because every form of a file stands on it. Each chunk is a transaction of its own, over before its bytes
are handed on: whoever stops reading holds nothing. A row that changes meanwhile comes again at the end; none is lost.
"""

import csv
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import orjson
from sqlalchemy import CTE, ColumnElement, Select, String, case, cast, func, literal, text, tuple_
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

from api.feed.columns import SQL, UNITS, VALUES, Column, DataSet, Kind
from api.kernel import clock
from api.kernel.database import Database, Gate, driver, enter
from api.kernel.pages import pick

CHUNK_ROWS = 10_000
_OF_UNITS = ("unit_name", "unit_path")
"""Columns of a figure that are its unit's, and stand in the table of units under the same names."""
_DIALECT = PGDialect_psycopg(paramstyle="named")  # type: ignore[no-untyped-call]  # SQLAlchemy types no dialect's constructor
_ALONE = text(
    "select set_config('max_parallel_workers_per_gather', '0', true), set_config('jit', 'off', true),"
    " set_config('enable_sort', 'off', true), set_config('app.now', :now, true)"
)
"""A chunk is over before helpers would be ready, and comes in the order of an index rather than by sorting all rows."""
_JSON = "copy (select row_to_json(r) from ({sql}) r) to stdout (format csv, quote e'\\x01', delimiter e'\\x02')"
"""JSON holds no control character, so these two quote and divide nothing."""


class Lines(StrEnum):
    """How rows are written as lines."""

    csv = "csv"
    """For people's spreadsheets: no cell can become a formula."""
    plain = "plain"
    """CSV for programs: the words as they are."""
    json = "json"


@dataclass(frozen=True)
class Reading:
    """What is read: rows of one data set, narrowed, and the columns to show, among which are those of its order."""

    data: DataSet
    rows: Select[Any]
    columns: tuple[Column, ...]

    @property
    def names(self) -> list[str]:
        """The names of the columns shown."""
        return [one.name for one in self.columns]


def read_lines(database: Database, gate: Gate, reading: Reading, lines: Lines) -> Iterator[bytes]:
    """Chunks of whole lines, as those may see them for whom `gate` stands; the next is read while one is sent."""
    reader = ThreadPoolExecutor(max_workers=1)

    def begin(after: dict[str, str] | None) -> Future[bytes]:
        return reader.submit(_copy, database, gate, _statement(reading, lines, after))

    try:
        coming = begin(None)
        while chunk := coming.result():
            is_last = chunk.count(b"\n") < CHUNK_ROWS
            if not is_last:
                coming = begin(_last(chunk, reading, lines))
            yield chunk
            if is_last:
                break
    finally:
        reader.shutdown(wait=False, cancel_futures=True)


def _last(chunk: bytes, reading: Reading, lines: Lines) -> dict[str, str]:
    """The last row of a chunk, which ends with it: no cell holds the end of a line."""
    line = chunk[chunk.rfind(b"\n", 0, -1) + 1 : -1]
    if lines == Lines.json:
        return dict(orjson.loads(line))
    return dict(zip(reading.names, next(csv.reader([line.decode()])), strict=True))


def _statement(reading: Reading, lines: Lines, after: dict[str, str] | None) -> str:
    """The COPY of one chunk, with its values written out, as COPY takes no parameters."""
    shown = reading.rows.selected_columns
    units, has_units = _units(lines), reading.data is VALUES
    cells = (units.c[one.name] if has_units and one.name in _OF_UNITS else _cell(shown[one.name], one, lines)
             for one in reading.columns)  # fmt: skip
    chosen = reading.rows.with_only_columns(*cells, maintain_column_froms=True)
    if has_units:
        chosen = chosen.join(units, units.c.unit_id == shown["unit_id"])
    bounds = [shown[name] for name in reading.data.order]
    if after is not None:
        last = (cast(literal(after[name], String), SQL[reading.data.column(name).kind]) for name in reading.data.order)
        chosen = chosen.where(tuple_(*bounds) > tuple_(*last))
    chosen = chosen.order_by(*bounds).limit(CHUNK_ROWS)
    sql = str(chosen.compile(dialect=_DIALECT, compile_kwargs={"literal_binds": True}))
    if lines == Lines.json:
        return _JSON.format(sql=sql)
    return f"copy ({sql}) to stdout (format csv)"


def _units(lines: Lines) -> CTE:
    """The names of the units, made fit for `lines` once for each unit and not once for each of its figures."""
    rows = UNITS.table().c
    names = (_cell(rows[name], UNITS.column(name), lines).label(name) for name in _OF_UNITS)
    return pick(rows.unit_id, *names).cte("u").prefix_with("materialized")


def _copy(database: Database, gate: Gate, copy: str) -> bytes:
    with database.transaction() as session:
        enter(session, gate)
        session.execute(_ALONE, {"now": clock.now().isoformat()})
        with driver(session).cursor().copy(copy.encode()) as out:
            return b"".join(out)


def _cell(column: ColumnElement[Any], one: Column, lines: Lines) -> ColumnElement[Any]:
    if lines == Lines.json:
        return column
    if one.kind == Kind.instant:
        return func.to_char(column, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"').label(one.name)
    if one.kind != Kind.text:
        return column
    line = func.translate(column, "\r\n", "  ")
    if lines == Lines.plain:
        return line.label(one.name)
    safe = case((column.regexp_match("^[=+@\t-]"), literal("'", String) + line), else_=line)
    return case((column.regexp_match("^[=+@\t-]|[\r\n]"), safe), else_=column).label(one.name)
