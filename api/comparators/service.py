"""The verbs of comparators: load a published file, and hold figures against what it says."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from api.access.who import Who
from api.comparators import queries
from api.comparators.models import AreaKind, ComparatorLoad
from api.comparators.published import POPULATION
from api.comparators.reading import ReadFile, RefusedError, read_file
from api.indicators.models import ValueStatus
from api.indicators.queries import get_indicator
from api.indicators.settings import populate
from api.kernel.database import Database
from api.kernel.errors import Invalid

_STORE = text("""
insert into published_value (id, indicator, area_kind, area_code, area_name, region_code, period_label, period_start,
                             period_end, numerator, denominator, value, value_status, symbol, source_file,
                             published_name, release)
select gen_random_uuid(), * from unnest(
  cast(:indicator as text[]), cast(:area_kind as text[]), cast(:area_code as text[]), cast(:area_name as text[]),
  cast(:region_code as text[]), cast(:period_label as text[]), cast(:period_start as date[]),
  cast(:period_end as date[]), cast(:numerator as int[]), cast(:denominator as int[]), cast(:value as float8[]),
  cast(:value_status as text[]), cast(:symbol as text[]), cast(:source_file as text[]),
  cast(:published_name as text[]), cast(:release as int[]))
on conflict (indicator, area_kind, area_code, period_end) do update set
  area_name = excluded.area_name, region_code = excluded.region_code, period_label = excluded.period_label,
  period_start = excluded.period_start, numerator = excluded.numerator, denominator = excluded.denominator,
  value = excluded.value, value_status = excluded.value_status, symbol = excluded.symbol,
  source_file = excluded.source_file, published_name = excluded.published_name, release = excluded.release
where published_value.release <= excluded.release
  and (published_value.numerator, published_value.denominator, published_value.value, published_value.symbol,
       published_value.area_name, published_value.region_code, published_value.release)
      is distinct from (excluded.numerator, excluded.denominator, excluded.value, excluded.symbol,
                        excluded.area_name, excluded.region_code, excluded.release)
returning (xmax = 0) as is_new
""")
_STORE_NEIGHBOURS = text("""
insert into statistical_neighbour (la_code, position, la_name, neighbour_code, closeness, source_file)
select * from unnest(cast(:la_code as text[]), cast(:position as int[]), cast(:la_name as text[]),
                     cast(:neighbour_code as text[]), cast(:closeness as text[]), cast(:source_file as text[]))
on conflict (la_code, position) do update set
  la_name = excluded.la_name, neighbour_code = excluded.neighbour_code, closeness = excluded.closeness,
  source_file = excluded.source_file
where (statistical_neighbour.neighbour_code, statistical_neighbour.closeness, statistical_neighbour.la_name)
      is distinct from (excluded.neighbour_code, excluded.closeness, excluded.la_name)
returning (xmax = 0) as is_new
""")
_VALUES = (
    "indicator", "area_kind", "area_code", "area_name", "region_code", "period_label", "period_start", "period_end",
    "numerator", "denominator", "value", "value_status", "symbol", "source_file", "published_name", "release",
)  # fmt: skip
_NEIGHBOURS = ("la_code", "position", "la_name", "neighbour_code", "closeness", "source_file")


class FileRefused(Invalid):
    detail = "Nothing of this file was loaded."


def load_comparators(db: Session, who: Who, name: str, content: bytes) -> Any:
    """Load a published file; what is there already stays as it is, and an older release never replaces a newer one."""
    try:
        read = read_file(name, content, queries.find_la_code(db))
    except RefusedError as refused:
        raise FileRefused(errors=refused.faults) from refused
    role = db.execute(text("select current_setting('role')")).scalar_one()
    _become(db, "plumbline_system")
    load = _store(db, who, name, read)
    _populate(db, who, read, queries.find_la_code(db))
    _become(db, role)
    return queries.read_load(db, who, load.id)


def load_files(database: Database, files: Sequence[tuple[str, bytes]]) -> list[Any]:
    """Load published files by name and content from the command line: all of them, or none where one is refused."""
    with database.transaction("plumbline_system") as db:
        la_code = queries.find_la_code(db)
        reads = [_read(name, content, la_code) for name, content in files]
        loads = [_store(db, None, name, read).id for (name, _), read in zip(files, reads, strict=True)]
        for read in reads:
            _populate(db, None, read, la_code)
        return [queries.read_load(db, None, one) for one in loads]


def _populate(db: Session, who: Who | None, read: ReadFile, la_code: str | None) -> None:
    """Where a file says how many children live here, let rates be worked out by it: a mid-year from its April on."""
    estimates = {
        date(one["period_end"].year, 4, 1): int(one["value"]) for one in read.values
        if one["indicator"] == POPULATION and la_code and one["area_code"] == la_code and one["value"] is not None
    }  # fmt: skip
    if estimates:
        populate(db, who, estimates, f"{read.published_name}, as published.")


def _read(name: str, content: bytes, la_code: str | None) -> ReadFile:
    """The file, or why it is refused with its name before each reason, as there may be several files."""
    try:
        return read_file(name, content, la_code)
    except RefusedError as refused:
        named = [fault.model_copy(update={"detail": f"{name}: {fault.detail}"}) for fault in refused.faults]
        raise RefusedError(named) from refused


def _become(db: Session, role: str) -> None:
    db.execute(text("select set_config('role', :role, true)"), {"role": role})


def _store(db: Session, who: Who | None, name: str, read: ReadFile) -> ComparatorLoad:
    done = _put(db, _STORE, _VALUES, read.values) + _put(db, _STORE_NEIGHBOURS, _NEIGHBOURS, read.neighbours)
    load = ComparatorLoad(
        by_id=who.id if who else None, source_file=name, published_name=read.published_name,
        rows=len(read.values) + len(read.neighbours), created=sum(done), changed=len(done) - sum(done),
    )  # fmt: skip
    db.add(load)
    db.flush()
    return load


def _put(db: Session, statement: Any, columns: tuple[str, ...], rows: list[dict[str, Any]]) -> list[bool]:
    """Whether each row that made a difference was new."""
    if not rows:
        return []
    arrays = {column: [row[column] for row in rows] for column in columns}
    return list(db.execute(statement, arrays).scalars())


def compare(db: Session, code: str) -> dict[str, Any]:
    """What is published to hold an indicator against, area by area."""
    indicator = get_indicator(db, code)
    return compare_all(db, [indicator.code])[indicator.code]


def compare_all(db: Session, codes: Sequence[str]) -> dict[str, dict[str, Any]]:
    """The same for several indicators at once; one of which nothing is published is there with no areas."""
    la_code = queries.find_la_code(db)
    near = queries.list_neighbours(db, la_code)
    rows: dict[str, list[Any]] = {code: [] for code in codes}
    for row in queries.list_compared(db, codes, la_code, near):
        rows[row.indicator].append(row)
    return {code: _comparison(code, la_code, near, found) for code, found in rows.items()}


def _comparison(code: str, la_code: str | None, near: dict[str, int], rows: list[Any]) -> dict[str, Any]:
    areas: dict[tuple[str, str], list[Any]] = {}
    for row in rows:
        areas.setdefault((row.area_kind, row.area_code), []).append(row)
    latest = max(rows, key=lambda row: row.release, default=None)
    order = {AreaKind.england: 0, AreaKind.region: 1, AreaKind.local_authority: 2, AreaKind.statistical_neighbour: 3}
    found = [_compared(years, near) for years in areas.values()]
    return {
        "indicator": code, "la_code": la_code, "areas": sorted(
            found, key=lambda area: (order[area["area_kind"]], area["position"] or 0, area["area_code"])
        ),
        "published_name": latest and latest.published_name, "source_file": latest and latest.source_file,
        "mean_of_neighbours": _mean([row for row in rows if row.area_code in near]),
    }  # fmt: skip


def _compared(years: list[Any], near: dict[str, int]) -> dict[str, Any]:
    last, position = years[-1], near.get(years[-1].area_code)
    kind = AreaKind.statistical_neighbour if position else last.area_kind
    return {
        "area_kind": kind, "area_code": last.area_code, "area_name": last.area_name, "position": position,
        "years": [_year(row) for row in years],
    }  # fmt: skip


def _year(row: Any) -> dict[str, Any]:
    names = ("period_label", "period_end", "numerator", "denominator", "value", "value_status")
    return {name: getattr(row, name) for name in names}


def _mean(rows: list[Any]) -> list[dict[str, Any]]:
    """The plain mean of the neighbours' published values of each year; a symbol is left out and not counted."""
    years: dict[Any, list[Any]] = {}
    for row in rows:
        years.setdefault(row.period_end, []).append(row)
    means = []
    for end, those in sorted(years.items()):
        known = [row.value for row in those if row.value is not None]
        means.append({
            "period_label": those[0].period_label, "period_end": end, "numerator": None, "denominator": None,
            "value": sum(known) / len(known) if known else None, "of_neighbours": len(known),
            "value_status": ValueStatus.ok if known else ValueStatus.no_data,
        })  # fmt: skip
    return means
