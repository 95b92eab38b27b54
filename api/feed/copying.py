"""Rows of the feed out of PostgreSQL's own COPY, chunk by chunk, as lines of CSV or of JSON.

A sixth file because every form of a file stands on it. A chunk is a span of the order in which the table is read: so
its cost has a bound whatever is filtered, and the next can be read beside it. Each is a transaction of its own, over
before its bytes are handed on: whoever stops reading holds nothing. A row that changes meanwhile comes again at the
end; none is lost.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, String, case, cast, func, literal, text, tuple_
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlmodel import Session

from api.feed.columns import SQL, UNITS, VALUES, Column, DataSet, Kind
from api.kernel import clock
from api.kernel.database import Database, Gate, driver, enter
from api.kernel.pages import pick

CHUNK_ROWS = 20_000
AT_ONCE = 2
"""Chunks of one file that are read ahead of the one that is sent; each takes a connection while it is read."""
_OF_UNITS = ("unit_name", "unit_path")
"""Columns of a figure that are its unit's, and stand in the table of units under the same names."""
_DIALECT = PGDialect_psycopg(paramstyle="named")  # type: ignore[no-untyped-call]  # SQLAlchemy types no dialect's constructor
_ALONE = text(
    "select set_config('max_parallel_workers_per_gather', '0', true), set_config('jit', 'off', true),"
    " set_config('app.now', :now, true)"
)
"""A chunk is over before helpers would be ready."""
_PLACES = {
    "indicator_values": "select updated_at, id as value_id from indicator_value",
    "suppressed_values": "select updated_at, id as value_id from suppressed_value",
    "indicator_values_with_deleted": "select updated_at, id as value_id from indicator_value"
    " union all select removed_at, value_id from value_tombstone where not is_suppressed",
    "suppressed_values_with_deleted": "select updated_at, id as value_id from suppressed_value"
    " union all select removed_at, value_id from value_tombstone where is_suppressed",
}
"""Where the order of figures stands in an index: to find where a chunk ends, nothing need be joined."""
_JSON = "copy (select row_to_json(r) from ({sql}) r) to stdout (format csv, quote e'\\x01', delimiter e'\\x02')"
"""JSON holds no control character, so these two quote and divide nothing."""


class Lines(StrEnum):
    """How rows are written as lines."""

    csv = "csv"
    """For people's spreadsheets: no cell can become a formula."""
    plain = "plain"
    """CSV for programs: the words as they are."""
    json = "json"


Place = tuple[Any, ...] | None
"""A place in the order of a table, as the values of its columns there; None is its beginning or its end."""


@dataclass(frozen=True)
class Reading:
    """What is read: rows of one data set, narrowed, and the columns to show, among which are those of its order."""

    data: DataSet
    rows: Select[Any]
    columns: tuple[Column, ...]
    after: Place = None
    """Behind which place it begins, where it is known that nothing before is asked for."""

    @property
    def names(self) -> list[str]:
        """The names of the columns shown."""
        return [one.name for one in self.columns]


def read_lines(database: Database, gate: Gate, reading: Reading, lines: Lines) -> Iterator[bytes]:
    """Chunks of whole lines, as those may see them for whom `gate` stands; the next are read while one is sent."""
    return filter(None, _chunks(database, gate, reading, lines))


def _chunks(database: Database, gate: Gate, reading: Reading, lines: Lines) -> Iterator[bytes]:
    """The chunks of all spans, also where nothing in one is asked for."""
    readers = ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="feed")
    coming: deque[Future[bytes]] = deque()
    try:
        for after, upto in _spans(database, gate, reading):
            coming.append(readers.submit(_copy, database, gate, _statement(reading, lines, after, upto)))
            if len(coming) > AT_ONCE:
                yield coming.popleft().result()
        while coming:
            yield coming.popleft().result()
    finally:
        readers.shutdown(wait=False, cancel_futures=True)


def _spans(database: Database, gate: Gate, reading: Reading) -> Iterator[tuple[Place, Place]]:
    """Where each chunk begins, behind a place, and the place with which it ends."""
    after = reading.after
    while upto := _end(database, gate, reading, after):
        yield after, upto
        after = upto
    yield after, None


def _end(database: Database, gate: Gate, reading: Reading, after: Place) -> Place:
    """Where a chunk is full, or None where the table ends before: by the order alone, whatever is filtered."""
    view: Any = reading.rows.get_final_froms()[0]
    order = [view.c[name] for name in reading.data.order]
    if view.name in _PLACES:
        order = list(text(_PLACES[view.name]).columns(*order).subquery().c)
    ends = pick(*order).where(*_between(reading, order, after, None)).order_by(*order)
    with database.transaction() as session:
        _enter(session, gate)
        place = session.execute(ends.offset(CHUNK_ROWS - 1).limit(1)).one_or_none()
    return tuple(place) if place else None


def _between(
    reading: Reading, order: Sequence[ColumnElement[Any]], after: Place, upto: Place
) -> Iterator[ColumnElement[bool]]:
    """What holds of the rows behind a place, as far as another."""
    kinds = [SQL[reading.data.column(name).kind] for name in reading.data.order]
    if after is not None:
        yield tuple_(*order) > tuple_(*map(_written, after, kinds))
    if upto is not None:
        yield tuple_(*order) <= tuple_(*map(_written, upto, kinds))


def _written(value: Any, kind: Any) -> ColumnElement[Any]:
    return cast(literal(str(value), String), kind)


def _statement(reading: Reading, lines: Lines, after: Place, upto: Place) -> str:
    """The COPY of one chunk, with its values written out, as COPY takes no parameters."""
    shown = reading.rows.selected_columns
    units, has_units = _units(lines), reading.data is VALUES
    cells = (units.c[one.name] if has_units and one.name in _OF_UNITS else _cell(shown[one.name], one, lines)
             for one in reading.columns)  # fmt: skip
    chosen = reading.rows.with_only_columns(*cells, maintain_column_froms=True)
    if has_units:
        chosen = chosen.join(units, units.c.unit_id == shown["unit_id"])
    order = [shown[name] for name in reading.data.order]
    chosen = chosen.where(*_between(reading, order, after, upto)).order_by(*order)
    sql = str(chosen.compile(dialect=_DIALECT, compile_kwargs={"literal_binds": True}))
    if lines == Lines.json:
        return _JSON.format(sql=sql)
    return f"copy ({sql}) to stdout (format csv)"


def _units(lines: Lines) -> CTE:
    """The names of the units, made fit for `lines` once for each unit and not once for each of its figures."""
    rows = UNITS.table().c
    names = (_cell(rows[name], UNITS.column(name), lines).label(name) for name in _OF_UNITS)
    return pick(rows.unit_id, *names).cte("u").prefix_with("materialized")


def _enter(session: Session, gate: Gate) -> None:
    enter(session, gate)
    session.execute(_ALONE, {"now": clock.now().isoformat()})


def _copy(database: Database, gate: Gate, copy: str) -> bytes:
    with database.transaction() as session:
        _enter(session, gate)
        lines = bytearray()  # rather than a list of rows, over which the collector of garbage would go again and again
        with driver(session).cursor().copy(copy.encode()) as out:
            for line in out:
                lines += line
        return bytes(lines)


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
