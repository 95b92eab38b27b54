"""The attack: collect every figure that members are given, by every address and over several releases, and solve.

Addresses come from the contract: whatever a lead member may read is read, now and when rooms are added. What is shown
anywhere counts as known. The reader (`solving.Reader`) is stronger than anybody: they know of each unit and month
whether its counts moved between two releases, that everything else stood still, and which indicators lie within which.
They put together units, months, quarters and years, earlier releases, corrections, and all indicators at once.
"""

import csv
import io
import json
import re
import uuid
from collections import namedtuple
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pyarrow.parquet
import pytest
from sqlalchemy import text
from sqlmodel import Session

from api.access.models import Level
from api.cases.models import Assessment, ClaEpisode, CpVisit, LegalStatus, Referral
from api.indicators.links import Link
from api.indicators.measures import MEASURES
from api.indicators.service import compute_indicators
from api.indicators.years import Place
from tests.access.make import SOURCE
from tests.indicators import make as m
from tests.indicators.solving import Reader

PARTS = {one.code for one in MEASURES if not one.is_public}
"""What is a part of another figure, and would give its hidden cells away."""
FIELDS = ("numerator", "denominator", "value", "lower", "upper")
FORMS = ("csv", "json", "ndjson", "parquet")
TYPES = ("month", "quarter", "year")
BIG = {"limit": "200"}
Shown = tuple[str, str, str, str]
"""An indicator, a unit, a type of period and its first day."""
Row = namedtuple("Row", "met of is_hidden")
LINKS = [Link(one.code, within.whole, within.part, within.of) for one in MEASURES if one.is_public
         for within in one.within]  # fmt: skip
"""What a reader of the catalogue knows: whose members lie within whose."""


def few(count: float | None) -> bool:
    return count is not None and 1 <= abs(count) <= 5


class Collected:
    """What one release shows: of each place the numbers, wherever they stood; None where they were hidden."""

    def __init__(self) -> None:
        self.shown: dict[Shown, dict[str, float]] = {}
        self.hidden: set[Shown] = set()
        self.asked: set[str] = set()
        self.clashes: list[Any] = []

    def add(self, place: Shown, row: dict[str, Any]) -> None:
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


def released(make: Session, collected: Collected) -> dict[str, dict[Place, Row]]:
    """What was released of each indicator, shown to members or not: only to know what there is to be found out."""
    make.rollback()
    rows = make.execute(text(
        "select distinct on (i.code, r.unit_id, r.period_type, r.period_start) i.code, r.*"
        "  from indicator_release r join indicator i on i.id = r.indicator_id"
        " order by i.code, r.unit_id, r.period_type, r.period_start, r.last_month desc"
    )).all()  # fmt: skip
    found: dict[str, dict[Place, Row]] = {}
    for row in rows:
        seen = collected.shown.get((row.code, str(row.unit_id), row.period_type, str(row.period_start)), {})
        assert "numerator" not in seen or seen["numerator"] == row.numerator
        assert seen.get("denominator", row.denominator) == row.denominator
        place = (row.unit_id, (row.period_type, row.period_start, row.last_month))
        found.setdefault(row.code, {})[place] = Row(row.numerator, row.denominator, "numerator" not in seen)
    return found


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
            begun = rng.choice(months)
            left = rng.choice((None, None, begun + timedelta(days=40)))
            make.add(ClaEpisode(**key, started_on=begun, ceased_on=left))
            if rng.random() < 0.1:
                make.add(LegalStatus(**key, started_on=begun, status="V3"))
    make.commit()


CODES = ("cp_visits_seen_alone", "assessments_45_days", "re_referrals_12_months", "children_looked_after",
         "care_3_placements")  # fmt: skip
"""Those that are asked for at every address one by one; all others come from where figures come together."""
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
    top, *below = (council[name] for name in ("council", "north", "south"))
    reader = Reader(top, below, LINKS, snapshots={one.code for one in MEASURES if one.is_snapshot})
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
        reader.read(at, released(make, collected))
        if before:
            changes += differences(before, collected)
        before = collected
    return told, changes, reader


@pytest.mark.parametrize("seed", [2])
def test_no_member_can_work_out_a_few(seed, make, council, database, travel, as_):
    told, changes, reader = attack(make, council, database, travel, as_, seed)
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
    assert {"care_3_placements", "children_looked_after", "referrals"} <= {name for name, _ in reader.name}
    assert reader.finds() == set()


def test_no_address_tells_members_of_a_part_of_another_figure(make, council, database, travel, as_):
    travel(m.NOON)
    made = m.tool(make)
    for _ in range(8):
        m.audit(make, made, {}, finalised_at=datetime(2026, 9, 7, 12, tzinfo=UTC))
    compute_indicators(database)
    code, units = "audits_completed_managers", [str(council[name]) for name in ("council", "north")]
    place = (code, units[0], "month", "2026-09-01")
    everybody = collect(as_("director"), [code], units, only=f"{m.API}/indicators/")
    assert everybody.shown[place]["numerator"] == 8, "the attack sees it where it is told"
    for member in (as_("lead_member"), as_("partnership"), as_("bi_tool", level=Level.suppressed)):
        told = collect(member, [code], units)
        assert ("audits_completed", *place[1:]) in told.shown
        assert {one[0] for one in (*told.shown, *told.hidden)}.isdisjoint(PARTS)
    views = make.execute(text("select indicator from feed.suppressed_values")).scalars().all()
    assert "audits_completed" in views
    assert PARTS.isdisjoint(views)
