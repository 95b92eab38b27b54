"""The attack: collect every figure that members are given, by every address and over several releases, and solve.

Addresses come from the contract: whatever a lead member may read is read, now and when rooms are added. What is shown
anywhere counts as known. The reader (`solving.Reader`) is stronger than anybody: they know of each unit and month
whether its counts moved between two releases, that everything else stood still, and which indicators lie within which.
They put together units, months, quarters and years, earlier releases, corrections, and all indicators at once.
"""

import uuid
from collections import namedtuple
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session

from api.access.models import Level
from api.access.permissions import Role
from api.cases.models import Assessment, ClaEpisode, CpPlan, CpVisit, LegalStatus, Referral
from api.indicators import releasing
from api.indicators.balances import Balance
from api.indicators.links import Link
from api.indicators.measures import MEASURES
from api.indicators.service import compute_indicators
from api.indicators.years import Place
from api.purple_book.models import PurpleBookContents
from tests.access.make import SOURCE, make_person
from tests.indicators import make as m
from tests.indicators.collecting import ODATA, Collected, collect, collect_by_sql
from tests.indicators.solving import Reader

PARTS = {one.code for one in MEASURES if not one.is_public}
"""What is a part of another figure, and would give its hidden cells away."""
Row = namedtuple("Row", "met of is_hidden")
LINKS = [Link(one.code, within.whole, within.part, within.of) for one in MEASURES if one.is_public
         for within in one.within]  # fmt: skip
"""What a reader of the catalogue knows: whose members lie within whose."""
BALANCES = [Balance(one.code, one.begins) for one in MEASURES if one.is_public and one.begins]
"""And what begins what."""


def few(count: float | None) -> bool:
    return count is not None and 1 <= abs(count) <= 5


def released(make: Session, collected: Collected) -> dict[str, dict[Place, Row]]:
    """What was released of each indicator, shown to members or not: only to know what there is to be found out."""
    make.rollback()
    rows = make.execute(text(
        "select distinct on (i.code, r.unit_id, r.period_type, r.period_start) i.code, r.*"
        "  from indicator_release r join indicator i on i.id = r.indicator_id"
        " order by i.code, r.unit_id, r.period_type, r.period_start, r.last_month desc"
    )).all()  # fmt: skip
    make.rollback()
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
            if team != "south_1" and rng.random() < 0.5:
                make.add(CpPlan(**key, started_on=begun, ended_on=rng.choice((left, begun + timedelta(days=20)))))
    make.commit()


def plans(make: Session) -> None:
    """Of 20 children on a plan three leave in May, when twelve come: neither is a few but those who left."""
    march, may = date(2026, 3, 16), date(2026, 5, 4)
    for begun, ended in [(march, date(2026, 5, 20))] * 3 + [(march, None)] * 17 + [(may, date(2026, 6, 20))] * 12:
        m.record(make, CpPlan, m.child(make, "south_1"), started_on=begun, ended_on=ended)


def arrange_book(make: Session) -> None:
    """Put every indicator into the Purple Book."""
    codes = list(make.execute(text("select code from indicator")).scalars())
    groups = [{"title": "Half", "indicators": half} for half in (codes[::2], codes[1::2])]
    make.add(PurpleBookContents(number=2, groups=groups, set_by_id=make_person(make, Role.quality_lead).id))
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
    stocks = {one.code for one in MEASURES if one.is_snapshot}
    reader = Reader(top, below, LINKS, snapshots=stocks, balances=BALANCES)
    arrange_book(make)
    plans(make)
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
        by_sql = collect_by_sql(database)
        assert by_sql.hidden == collected.hidden
        assert {place: collected.shown[place] for place in by_sql.shown} == by_sql.shown, "SQL says what requests say"
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
    assert {ODATA, f"{m.API}/purple-book", f"{m.API}/purple-book.csv"} <= told[-1].told_at["referrals"]
    assert changes == []
    assert {"care_3_placements", "children_looked_after", "referrals", "cp_plans_repeat", "children_on_plan"} <= {
        name for name, _ in reader.name
    }
    assert reader.finds() == set()


def test_no_address_tells_members_of_what_is_not_public(make, council, database, travel, as_, monkeypatch):
    travel(m.NOON)
    teams = {team: m.child(make, team) for team in ("north_1", "south_1")}
    records(make, Random(1), teams, [date(2026, n, 2) for n in (4, 5, 6, 7)])
    made = m.tool(make)
    for _ in range(8):
        m.audit(make, made, {}, finalised_at=datetime(2026, 9, 7, 12, tzinfo=UTC))
    arrange_book(make)
    compute_indicators(database)
    code, units = "audits_completed_managers", [str(council[name]) for name in ("council", "north")]
    staff = collect(as_("director"), [code], units)
    assert staff.shown[code, units[0], "month", "2026-09-01"]["numerator"] == 8
    assert len(PARTS & staff.told_at.keys()) >= 4, "the attack sees what is told"
    for member in (as_("lead_member"), as_("partnership"), as_("bi_tool", level=Level.suppressed)):
        told = collect(member, [code], units)
        assert told.told_at["audits_completed"] > {ODATA, f"{m.API}/purple-book.csv", f"{m.API}/charts"}
        assert PARTS.isdisjoint(told.told_at)
        assert staff.told_at[code] & told.addresses >= {f"{m.API}/indicators/{{code}}/{name}" for name in OF_ONE}
    assert PARTS.isdisjoint(collect_by_sql(database).told_at)
    assert "audits_completed" in collect_by_sql(database).told_at
    opened = tuple(replace(one, is_public=one.is_public or one.code == code) for one in MEASURES)
    monkeypatch.setattr(releasing, "MEASURES", opened)
    make.execute(text("delete from release_mark"))
    make.commit()
    compute_indicators(database)
    told = collect(as_("lead_member"), [code], units)
    assert PARTS & told.told_at.keys() == {code}, "one measure that is switched by hand is seen"
    assert told.told_at[code] == staff.told_at[code] & told.addresses
    assert "feed.suppressed_values" in collect_by_sql(database).told_at[code]


OF_ONE = ("series", "chart", "evidence", "revisions")
"""Where one indicator is told of under its own address."""
