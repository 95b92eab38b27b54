"""The attack: collect every figure that members are given, by every address and over several releases, and solve.

Addresses come from the contract: whatever a lead member may read is read, now and when rooms are added. What is shown
anywhere counts as known. The reader is stronger than anybody: they know of each unit and month whether its counts moved
between two releases, and that everything else stood still.
"""

import csv
import io
import json
import re
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pyarrow.parquet
import pytest
from sqlalchemy import text
from sqlmodel import Session

from api.access.models import Level
from api.cases.models import Assessment, ClaEpisode, CpVisit, Referral
from api.indicators.service import compute_indicators
from api.statistics.suppression import derivable
from tests.access.make import SOURCE
from tests.indicators import make as m

FIELDS = ("numerator", "denominator", "value", "lower", "upper")
FORMS = ("csv", "json", "ndjson", "parquet")
TYPES = ("month", "quarter", "year")
BIG = {"limit": "200"}
Place = tuple[str, str, str, str]
"""An indicator, a unit, a type of period and its first day."""


def few(count: float | None) -> bool:
    return count is not None and 1 <= abs(count) <= 5


class Collected:
    """What one release shows: of each place the numbers, wherever they stood; None where they were hidden."""

    def __init__(self) -> None:
        self.shown: dict[Place, dict[str, float]] = {}
        self.hidden: set[Place] = set()
        self.asked: set[str] = set()
        self.clashes: list[Any] = []

    def add(self, place: Place, row: dict[str, Any]) -> None:
        numbers = {name: float(row[name]) for name in FIELDS if row.get(name) not in (None, "")}
        if row.get("value_status", row.get("status")) == "suppressed":
            self.hidden.add(place)
            self.clashes += [(place, row)] if numbers else []
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
            near = {"indicator": code} | {name: row.get(name) for name in ("unit_id", "period_type")}
            context = context | {name: str(value) for name, value in near.items() if value}
            if row.get("period_start") and {"indicator", "unit_id", "period_type"} <= context.keys():
                place = (
                    context["indicator"],
                    context["unit_id"],
                    context["period_type"],
                    str(row["period_start"])[:10],
                )
                self.add(place, row)
            for value in found.values():
                self.walk(value, context)


def read(answer: Any) -> Any:
    """The rows of an answer in any of its forms."""
    kind = answer.headers.get("content-type", "")
    if "parquet" in kind:
        return pyarrow.parquet.read_table(io.BytesIO(answer.content)).to_pylist()
    if "csv" in kind:
        return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    if "ndjson" in kind or "jsonl" in kind:
        return [json.loads(line) for line in answer.text.splitlines()]
    return answer.json() if "json" in kind else None


def collect(caller: Any, codes: list[str], units: list[str], *, only: str = "") -> Collected:
    """Everything that a caller is given at any address that can be read, or at those that begin like `only`."""
    found = Collected()
    contract = caller.get(f"{m.API}/openapi.json").json()
    for path, operations in contract["paths"].items():
        if "get" in operations and path.startswith(only):
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
        if answer.status_code != 200:
            return True
        found.asked.add(path)
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


class Reader:
    """Puts what was collected of one indicator together as equations, over all releases."""

    def __init__(self, top: str, services: list[str]) -> None:
        self.top, self.services = top, services
        self.cells: dict[str, int | None] = {}
        self.equations: list[tuple[str, list[str]]] = []
        self.leaf: dict[Any, tuple[str, Any]] = {}

    def learn(self, at: int, collected: Collected, code: str, leaves: dict[tuple[str, str], Any], *, last: str) -> None:
        for own, counts in leaves.items():
            before = self.leaf.get(own)
            self.leaf[own] = before if before and before[1] == counts else (f"{own} of {at}", counts)
            name = self.leaf[own][0]
            if f"{name} all" not in self.cells:
                self.cells |= {f"{name} {kind}": None for kind in ("met", "not", "all")}
                self.equations.append((f"{name} all", [f"{name} met", f"{name} not"]))
        for place, numbers in collected.shown.items():
            if place[0] == code and "numerator" in numbers:
                met, n = int(numbers["numerator"]), int(numbers.get("denominator", numbers["numerator"]))
                for kind, count in (("met", met), ("not", n - met), ("all", n)):
                    cell = f"{at} {place} {kind}"
                    self.cells[cell] = count
                    held = [self.leaf[own][0] for own in self.held(place, last) if own in leaves]
                    self.equations.append((cell, [f"{one} {kind}" for one in held]))

    def held(self, place: Place, last: str) -> list[tuple[str, str]]:
        _, unit, kind, start = place
        year, month = int(start[:4]), int(start[5:7])
        months = [f"{year + (month + n - 1) // 12}-{(month + n - 1) % 12 + 1:02}-01"
                  for n in range({"month": 1, "quarter": 3, "year": 12}[kind])]  # fmt: skip
        units = [self.top, *self.services] if unit == self.top else [unit]
        return [(one, when) for one in units for when in months if when <= last]

    def finds(self) -> dict[str, int]:
        known = derivable(self.cells, self.equations, hidden_is_positive=False)
        return {name: low for name, (low, high) in known.items() if low == high and few(low)}


def released(make: Session, code: str, top: str) -> dict[tuple[str, str], Any]:
    """The counts behind a release by unit and month, shown or hidden: only to know which of them moved."""
    make.rollback()
    rows = make.execute(text(
        "select r.unit_id, r.period_start, r.numerator, r.denominator from indicator_release r"
        " join indicator i on i.id = r.indicator_id where i.code = :code and r.period_type = 'month'"
    ), {"code": code}).all()  # fmt: skip
    found = {(str(u), str(start)): (x, n) for u, start, x, n in rows if n and str(u) != top}
    for unit, start, x, n in rows:
        if str(unit) == top:
            parts = [counts for (_, when), counts in found.items() if when == str(start)]
            rest = (x - sum(p[0] for p in parts), n - sum(p[1] for p in parts))
            if rest[1]:
                found[top, str(start) + " "] = rest
    return {(u, when.strip()): counts for (u, when), counts in found.items()}


def records(make: Session, rng: Random, teams: dict[str, str], months: list[date]) -> None:
    """Visits, referrals, assessments and children in care of few and of many, month by month and team by team."""
    sent = {"source_system": SOURCE, "as_of": m.NOON, "received_at": m.NOON, "updated_at": m.NOON}
    for team, ref in teams.items():
        for month in months:
            size = rng.choice((0, 1, 3, 7, 14, 25))
            for at in range(size):
                key = {"source_id": uuid.uuid4().hex[:12], "child_ref": ref} | sent
                make.add(CpVisit(**key, visited_on=month, is_seen=True, is_seen_alone=rng.random() < 0.7))
                if at % 2:
                    late = rng.choice((20, 90))
                    make.add(Assessment(**key, started_on=month - timedelta(days=late), authorised_on=month))
                    if team != "south_1":
                        make.add(Referral(**key, referred_on=month + timedelta(days=at)))
        for _ in range(rng.choice((2, 9))):
            key = {"source_id": uuid.uuid4().hex[:12], "child_ref": m.child(make, team)} | sent
            make.add(ClaEpisode(**key, started_on=rng.choice(months)))
    make.commit()


CODES = ("cp_visits_seen_alone", "assessments_45_days", "re_referrals_12_months", "children_looked_after")
FLOWS = CODES[:3]
EVERY, SHORT = "", f"{m.API}/indicator-values"


def differences(before: Collected, after: Collected) -> list[Any]:
    """The months of which a few more or fewer are shown than before: longer periods may have months more."""
    return [
        (place, name, numbers[name], after.shown[place][name])
        for place, numbers in before.shown.items()
        if place[2] == "month" and place in after.shown
        for name in ("numerator", "denominator")
        if name in numbers and few(after.shown[place][name] - numbers[name])
    ]


def attack(make, council, database, travel, as_, seed):
    """Four releases with late records between them; returns what a reader finds, and what was asked of whom."""
    rng = Random(seed)
    teams = {team: m.child(make, team) for team in ("north_1", "north_2", "south_1")}
    shown = [str(council[name]) for name in ("council", "north", "south")]
    readers = {code: Reader(shown[0], shown[1:]) for code in FLOWS}
    told, changes = [], []
    before: Collected | None = None
    months = [date(2026, n, 2) for n in (4, 5, 6, 7)]
    for at, month in enumerate((7, 8, 9, 10)):
        now = datetime(2026, month, 20, 12, tzinfo=UTC)
        travel(now)
        records(make, rng, teams, months if at == 0 else [rng.choice(months), date(2026, 7 + at, 2)])
        compute_indicators(database)
        collected = collect(as_("lead_member"), list(CODES), shown, only=EVERY if at in (0, 3) else SHORT)
        told.append(collected)
        other = (
            collect(as_("bi_tool", level=Level.suppressed), list(CODES), shown, only=SHORT) if at == 3 else collected
        )
        assert all(collected.shown[place] == numbers for place, numbers in other.shown.items()), "as a member is told"
        last = f"2026-{now.month - 1:02}-01"
        for code, reader in readers.items():
            reader.learn(at, collected, code, released(make, code, shown[0]), last=last)
        if before:
            changes += differences(before, collected)
        before = collected
    return told, changes, {code: reader.finds() for code, reader in readers.items()}


@pytest.mark.parametrize("seed", [2])
def test_no_member_can_work_out_a_few(seed, make, council, database, travel, as_):
    told, changes, found = attack(make, council, database, travel, as_, seed)
    for collected in told:
        assert collected.clashes == []
        assert not collected.hidden.intersection(collected.shown), "what one address hides none shows"
        assert not [p for p, n in collected.shown.items() if few(n.get("numerator")) or few(n.get("denominator"))]
        assert not [
            p for p, n in collected.shown.items() if "denominator" in n and few(n["denominator"] - n["numerator"])
        ]
        assert collected.shown
        assert collected.hidden
    assert len(told[-1].shown) > 20
    assert {"series", "values.parquet", "values.csv"} <= {path.rsplit("/", 1)[-1] for path in told[-1].asked}
    assert changes == []
    assert found == {code: {} for code in FLOWS}
