"""Collects every figure that somebody is given: at every address of the contract, by OData, and by SQL.

What is shown anywhere counts as known. Addresses come from the contract, so that those of rooms to come are read too.
"""

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pyarrow.parquet

from api.indicators.models import PeriodType
from api.indicators.sentences import period_label
from api.kernel.database import Database
from tests.indicators import make as m

FIELDS = ("numerator", "denominator", "value", "lower", "upper")
FORMS = ("csv", "json", "ndjson", "parquet")
TYPES = ("month", "quarter", "year")
BIG = {"limit": "200"}
ODATA = "/odata/v1/IndicatorValues"
LABELS = {
    period_label(kind, date(year, month, 1)): (kind.value, date(year, month, 1).isoformat())
    for year in (2025, 2026) for month in range(1, 13) for kind in PeriodType
    if kind == PeriodType.month or (kind == PeriodType.quarter and month % 3 == 1)
}  # fmt: skip
"""What a period is called where figures stand in columns."""
Shown = tuple[str, str, str, str]
"""An indicator, a unit, a type of period and its first day."""


class Collected:
    """What one release shows: of each place the numbers, wherever they stood; None where they were hidden."""

    def __init__(self) -> None:
        self.shown: dict[Shown, dict[str, float]] = {}
        self.hidden: set[Shown] = set()
        self.asked: set[str] = set()
        self.clashes: list[Any] = []
        self.told_at: dict[str, set[str]] = {}
        """The addresses, as the contract writes them, that said anything of each indicator."""
        self.address = ""
        self.addresses: set[str] = set()
        """Those that gave an answer."""

    def add(self, place: Shown, row: dict[str, Any]) -> None:
        numbers = {name: float(row[name]) for name in FIELDS if row.get(name) not in (None, "")}
        if row.get("value_status", row.get("status")) == "suppressed":
            self.hidden.add(place)
            self.clashes += [(place, row)] if numbers else []
        if numbers or place in self.hidden:
            self.told_at.setdefault(place[0], set()).add(self.address)
        for name, number in numbers.items():
            before = self.shown.setdefault(place, {}).setdefault(name, number)
            self.clashes += [] if abs(before - number) < 0.01 else [(place, name, before, number)]

    def walk(self, found: Any, context: dict[str, Any]) -> None:
        """Every figure in an answer: a row that names its period, in the context of what stands around it."""
        if isinstance(found, list):
            for one in found:
                self.walk(one, context)
        if isinstance(found, dict):
            row = {re.sub(r"(?<=[a-z])(?=[A-Z])", "_", key).lower(): value for key, value in found.items()}
            named = row.get("indicator")
            code = named.get("code") if isinstance(named, dict) else named or row.get("code")
            near = {"indicator": code} | {name: row.get(name) for name in ("unit_id", "period_type", "period_start")}
            context = context | {name: str(value) for name, value in near.items() if value}
            is_figure = row.get("period_start") or "value_status" in row
            if is_figure and {"indicator", "unit_id", "period_type", "period_start"} <= context.keys():
                place = (
                    context["indicator"],
                    context["unit_id"],
                    context["period_type"],
                    context["period_start"][:10],
                )
                self.add(place, row)
            if isinstance(columns := row.get("periods"), list):  # cells stand under the periods of the whole
                context = context | {"columns": columns}
            if isinstance(cells := row.get("cells"), list):
                for cell, column in zip(cells, context["columns"], strict=True):
                    self.walk(cell | {"period_start": column["start"]}, context)
            for value in found.values():
                self.walk(value, context)


def read(answer: Any) -> Any:
    """The rows of an answer in any of its forms."""
    kind = answer.headers.get("content-type", "")
    if "parquet" in kind:
        return pyarrow.parquet.read_table(io.BytesIO(answer.content)).to_pylist()
    if "csv" in kind:
        rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
        return rows + [one for row in rows for one in in_columns(row)]
    if "ndjson" in kind or "jsonl" in kind:
        return [json.loads(line) for line in answer.text.splitlines()]
    return answer.json() if "json" in kind else None


def in_columns(row: dict[str, str]) -> Iterator[dict[str, str]]:
    """The figures of a line in which each period has a column of its own."""
    for name, said in row.items():
        if name in LABELS:
            kind, start = LABELS[name]
            figure = {"value_status": said} if said.isalpha() or "_" in said else {"value": said}
            yield {"indicator": row["indicator"], "period_type": kind, "period_start": start} | figure


def collect(caller: Any, codes: list[str], units: list[str], *, only: str = "") -> Collected:
    """Everything that a caller is given at any address that can be read, or at those that begin like `only`."""
    found = Collected()
    contract = caller.get(f"{m.API}/openapi.json").json()
    link = ODATA
    while link and ODATA.startswith(only):
        found.address = ODATA
        found.addresses.add(ODATA)
        answer = caller.get(link).raise_for_status().json()
        found.walk(answer["value"], {})
        link = answer.get("@odata.nextLink")
    for path, operations in contract["paths"].items():
        if "get" in operations and path.startswith(only):
            found.address = path
            for filled, params, context in ways(path, operations["get"], codes, units):
                if not attempt(caller, found, filled, params, context):
                    break
    return found


def attempt(caller: Any, found: Collected, path: str, params: dict[str, str], context: dict[str, str]) -> bool:
    """Read one address to its last page; False where the caller has no business there."""
    cursor: str | None = ""
    while cursor is not None:
        answer = caller.get(path, params=params | ({"cursor": cursor} if cursor else {}))
        if answer.status_code in (401, 403):
            return False
        assert answer.status_code < 500, path
        if answer.status_code != 200:
            return True
        found.asked.add(path)
        found.addresses.add(found.address)
        body = read(answer)
        found.walk(body, context)
        cursor = body.get("next_cursor") if isinstance(body, dict) else None
    return True


def ways(
    path: str, operation: dict[str, Any], codes: list[str], units: list[str]
) -> Iterator[tuple[str, dict[str, str], dict[str, str]]]:
    """The ways to ask at an address: for each indicator, unit, type of period and form that it has a place for."""
    names = {one["name"]: one["in"] for one in operation.get("parameters", [])}
    wanted = {"code": codes, "indicator": codes, "unit_id": units, "period_type": list(TYPES), "form": list(FORMS)}
    within = [name for name, where in names.items() if where == "path"]
    if not set(within) <= wanted.keys():
        return
    combined: list[dict[str, str]] = [{}]
    for name, values in wanted.items():
        if name in within or (name in names and "code" in within):
            combined = [{**one, name: value} for one in combined for value in values]
        elif name in names and name != "form":
            combined += [{**one, name: value} for one in combined for value in values[:3]]
    for one in combined:
        filled = path
        for name in within:
            filled = filled.replace("{" + name + "}", one[name])
        params = {name: value for name, value in one.items() if name not in within}
        context = {"indicator": one.get("code", one.get("indicator", "")), "unit_id": one.get("unit_id", units[0])}
        kind = {"period_type": one["period_type"]} if "period_type" in one else {}
        yield (
            filled,
            params | (BIG if "limit" in names and "form" not in within else {}),
            {k: v for k, v in context.items() if v} | kind,
        )


def collect_by_sql(database: Database) -> Collected:
    """Everything that the database lets the role of public readers read, in tables and in views."""
    found = Collected()
    with database.connect() as connection:
        codes = dict(connection.execute("select id, code from indicator").fetchall())
        connection.execute("set local role plumbline_public")
        connection.execute("select set_config('app.who', gen_random_uuid()::text, true)")
        for schema, table, columns in connection.execute(_READABLE).fetchall():
            found.address = f"{schema}.{table}"
            names = ", ".join(f'"{name}"' for name in columns)
            for row in connection.execute(f'select {names} from {schema}."{table}"').fetchall():
                said = dict(zip(columns, row, strict=True))
                found.asked.add(found.address)
                found.walk({"indicator": codes.get(said.get("indicator_id"))} | said, {})
    return found


_READABLE = """
select n.nspname, c.relname, array_agg(a.attname::text order by a.attnum)
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace and n.nspname not in ('pg_catalog', 'information_schema')
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
 where c.relkind in ('r', 'v', 'm', 'p') and has_column_privilege('plumbline_public', c.oid, a.attnum, 'select')
 group by 1, 2"""
