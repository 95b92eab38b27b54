"""The worker's part: what is counted again after a change, whether it is what counting all gives, and trouble."""

import logging
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlmodel import Session, select

from api.access.models import Unit, UnitKind
from api.cases.models import Assessment, ClaEpisode, CpPlan, CpVisit, Involvement, Referral, Worker
from api.indicators import refreshing
from api.indicators.measures import MEASURES
from api.indicators.service import compute_indicators, refresh_indicators
from api.kernel import clock
from api.kernel.database import Database
from tests.access.make import SOURCE
from tests.indicators import make as m

TRUE = """
select i.code, u.name, v.period_type, v.period_start, v.numerator, v.denominator, v.value, v.value_status, v.lower,
       v.upper
  from indicator_value v join indicator i on i.id = v.indicator_id join unit u on u.id = v.unit_id
 where v.value_status <> 'no_data' order by 1, 2, 3, 4"""
VALUES = text(TRUE)
SHOWN = text(TRUE.replace("indicator_value", "suppressed_value"))
MEMBERS = text(
    "select indicator_id, unit_id, on_date, met, person, child_ref, groups from indicator_member"
    " order by 1, 2, 3, 4, 5, 6"
)
PARTS = text("select id, indicator_id, unit_id, month, part, x, n from indicator_part order by 1")
NOT_WHOLE = text(
    "select i.code, m.month, d.dimension, m.x, m.n, p.x, p.n"
    "  from indicator_month m join indicator i on i.id = m.indicator_id"
    "  cross join generate_series(1, 4) d (dimension)"
    "  left join lateral (select sum(x) as x, sum(n) as n from indicator_part p where p.part / 10 = d.dimension"
    "    and (p.indicator_id, p.unit_id, p.month) = (m.indicator_id, m.unit_id, m.month)) p on true"
    " where (m.x, m.n) is distinct from (p.x, p.n) and i.code not like 'survey%' and i.unit not like '%workers%'"
    "   and i.code not like 'workers%' and i.code not like 'posts%' and i.code not like 'caseloads%'"
)
"""The counts by month that are not the sum of their parts, over the groups of each way to tell children apart."""


def state(make: Session) -> tuple[list, ...]:
    """All true values, all that is shown, all members, and all counts by group, which add up."""
    make.rollback()
    assert make.execute(NOT_WHOLE).all() == []
    return tuple([tuple(row) for row in make.execute(what)] for what in (VALUES, SHOWN, MEMBERS, PARTS))


def test_indicators_are_computed_at_first_after_a_change_and_after_a_long_while(
    database: Database, make: Session, council: dict, travel: Callable[[datetime], None]
):
    assert refresh_indicators(database) is not None, "nothing was computed before"
    assert refresh_indicators(database) is None, "nothing has changed since"
    m.visits(make, m.child(make), clock.today(), 1)
    assert refresh_indicators(database) is not None, "a visit came in after that"
    assert refresh_indicators(database) is None
    make.execute(text("update person set job_title = 'x'"))
    make.execute(text("update unit set name = name || '!'"))
    make.commit()
    assert refresh_indicators(database) is None, "names and titles move no figure"
    make.add(Unit(kind=UnitKind.team, name="New", parent_id=council["north"]))
    make.commit()
    assert refresh_indicators(database) is not None, "a unit more is another council"
    travel(clock.now() + timedelta(minutes=17))
    assert refresh_indicators(database) is not None, "answers to surveys are found by computing now and then"


def test_a_change_that_was_under_way_is_not_missed(database: Database, make: Session, council: dict):
    ref = m.child(make)
    compute_indicators(database)
    with Session(database.engine) as slow:
        slow.add(CpVisit(source_system=SOURCE, as_of=m.NOON, received_at=m.NOON, updated_at=m.NOON, source_id="slow",
                         child_ref=ref, visited_on=date(2026, 10, 5), is_seen=True, is_seen_alone=True))  # fmt: skip
        slow.flush()
        m.visits(make, m.child(make), date(2026, 10, 5), 1)
        assert refresh_indicators(database)
        assert m.counted(make, "cp_visits_seen_alone", council["north_1"], date(2026, 10, 1)) == (1, 1)
        slow.commit()
    assert refresh_indicators(database), "written before the last computation, stored after it"
    assert m.counted(make, "cp_visits_seen_alone", council["north_1"], date(2026, 10, 1)) == (2, 2)


TEAMS = ("north_1", "north_2", "south_1", None)
DAY = st.dates(date(2024, 1, 1), date(2026, 12, 20))
MAYBE = st.one_of(st.none(), DAY)
KINDS = {
    CpVisit: lambda a, b, f: {"visited_on": a, "is_seen": True, "is_seen_alone": f},
    Assessment: lambda a, b, f: {"started_on": a, "authorised_on": b, "team_source_id": "north_2" if f else None},
    Referral: lambda a, b, f: {"referred_on": a, "team_source_id": "south_1" if f else None},
    ClaEpisode: lambda a, b, f: {"started_on": a, "ceased_on": b},
    CpPlan: lambda a, b, f: {"started_on": a, "ended_on": b, "is_other_authority": f},
    Involvement: lambda a, b, f: {"role": "CW", "team_source_id": "north_2" if f else "south_1", "from_on": a,
                                  "to_on": b, "worker_source_id": "w" if f else "v"},
}  # fmt: skip
CHANGE = st.tuples(
    st.sampled_from(("add", "add", "change", "move", "delete", "night", "worker", "describe")),
    st.sampled_from(list(KINDS)), st.integers(0, 5), DAY, MAYBE, st.booleans(), st.integers(0, 10_000),
)  # fmt: skip


def _change(make: Session, children: list[str], travel: Callable, change: tuple) -> None:
    what, kind, which, on, until, flag, pick = change
    if what == "night":
        travel(clock.now() + timedelta(days=1 + pick % 40))
    elif what == "worker":
        make.execute(text("update worker set department_source_id = :unit"), {"unit": TEAMS[pick % 3]})
    elif what == "describe":
        born, sex, ethnicity = (until, *((("F", "CHNE"), ("M", "XYZ"), (None, None), ("U", "BCRB"))[pick % 4]))
        m.describe(make, children[which], born, sex, ethnicity, (("NONE",), (), ("LD", "NONE"))[pick % 3])
    elif what == "add":
        m.record(make, kind, children[which], **KINDS[kind](on, until, flag))
    else:
        rows = make.exec(select(kind).order_by(kind.source_id)).all()
        if not rows:
            return
        row = rows[pick % len(rows)]
        if what == "delete":
            make.delete(row)
        elif what == "move":
            row.child_ref = children[which]
        else:
            for name, value in KINDS[kind](on, until, flag).items():
                setattr(row, name, value)
    make.commit()


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(nights=st.lists(st.lists(CHANGE, min_size=1, max_size=8), min_size=1, max_size=3))
def test_what_is_counted_again_after_changes_is_what_counting_everything_gives(
    database: Database, make: Session, council: dict, travel: Callable[[datetime], None], caplog, nights: list
):
    travel(m.NOON)
    for table in ("cp_visit", "assessment", "referral", "cla_episode", "cp_plan", "involvement", "worker"):
        make.execute(text(f"delete from {table}"))
    make.add(Worker(source_system=SOURCE, source_id="w", department_source_id="north_1", as_of=m.NOON,
                    received_at=m.NOON, updated_at=m.NOON))  # fmt: skip
    make.commit()
    children = [m.child(make, TEAMS[place % 4]) for place in range(5)] + [m.child(make, None)]
    for ref in children[:3]:
        m.describe(make, ref, date(2020, 3, 9), "F", "WBRI", ("NONE",))
    m.record(make, Involvement, children[5], role="CW", worker_source_id="w", from_on=date(2025, 1, 1))
    compute_indicators(database)
    for night in nights:
        for change in night:
            _change(make, children, travel, change)
        refresh_indicators(database)
        in_step = state(make)
        assert refresh_indicators(database) is None, "and then there is nothing left to do"
        compute_indicators(database, is_anew=True)
        assert state(make) == in_step
        _forget(make)
        compute_indicators(database)
        assert state(make) == in_step, "as if nothing had ever been counted before"
    assert not caplog.records, "each night was brought in step, and not counted whole after a failure"


def test_only_the_children_touched_are_counted_again(database: Database, make: Session, council: dict):
    refs = [m.child(make) for _ in range(3)]
    for ref in refs:
        m.visits(make, ref, date(2026, 10, 5), 2)
    compute_indicators(database)
    where = text(
        "select child_ref, min(t.xmin::text::bigint) from indicator_member t join indicator i on i.id = t.indicator_id"
        " where i.code = 'cp_visits_seen_alone' group by 1"
    )
    before = dict(make.execute(where).all())
    make.execute(text("delete from cp_visit where child_ref = :ref"), {"ref": refs[0]})
    m.visits(make, refs[1], date(2026, 10, 5), 1)
    done = refresh_indicators(database)
    after = dict(make.execute(where).all())
    assert refs[0] not in after, "its last visit went"
    assert after[refs[1]] > before[refs[1]]
    assert after[refs[2]] == before[refs[2]], "nobody touched this child's"
    assert done
    assert done.changed


def _forget(make: Session) -> None:
    make.execute(text(
        "truncate holding, allocation, as_at, indicator_member, indicator_month, measure_state, touched_child,"
        " child_group, indicator_part"
    ))  # fmt: skip
    make.commit()


def test_rows_and_values_that_stay_as_they_are_are_not_written_again(database: Database, make: Session, council: dict):
    """A nightly push touches many children, and changes little of what is known of them."""
    ref = m.child(make)
    m.visits(make, ref, date(2026, 10, 5), 1)
    m.record(make, Assessment, ref, started_on=date(2026, 4, 1), authorised_on=date(2026, 4, 20))
    compute_indicators(database)
    written = text(
        "select i.code, r.xmin::text from indicator_member r join indicator i on i.id = r.indicator_id"
        " union all select i.code || ' ' || v.period_type || ' ' || v.period_start, v.xmin::text"
        " from indicator_value v join indicator i on i.id = v.indicator_id"
    )
    before = set(make.execute(written).all())
    m.visits(make, ref, date(2026, 9, 7), 1)
    assert refresh_indicators(database)
    make.rollback()
    moved = {row[0] for row in set(make.execute(written).all()) - before}
    assert "cp_visits_seen_alone" in moved
    assert "cp_visits_seen_alone month 2026-09-01" in moved
    assert "cp_visits_seen_alone quarter 2026-07-01" in moved
    assert "assessments_45_days" not in moved, "the child was touched, the assessment was not"
    assert "cp_visits_seen_alone month 2026-10-01" not in moved


def test_what_was_lost_in_a_crash_is_made_anew(database: Database, make: Session, council: dict):
    m.visits(make, m.child(make), date(2026, 10, 5), 7)
    compute_indicators(database)
    before = state(make)
    _forget(make)
    done = refresh_indicators(database)
    assert done.changed == 0, "the values themselves had not gone"
    assert state(make) == before


def test_a_measure_that_fails_holds_up_no_other_and_is_told_once(
    database: Database, make: Session, council: dict, travel: Callable, monkeypatch, caplog
):
    travel(m.NOON)
    m.visits(make, m.child(make), date(2026, 10, 5), 7)
    broken = [
        type(one)(one.code, "select 1 / 0 as unit_id", one.is_count) if one.code == "audits_good" else one
        for one in MEASURES
    ]
    monkeypatch.setattr(refreshing, "MEASURES", tuple(broken))
    with caplog.at_level(logging.ERROR, "plumbline.worker"):
        for minutes in (0, 1, 3, 8, 30):
            travel(m.NOON + timedelta(minutes=minutes))
            refresh_indicators(database)
    assert m.counted(make, "cp_visits_seen_alone", council["north_1"], date(2026, 10, 1)) == (7, 7)
    assert [(r.message, r.operation) for r in caplog.records] == [("figures cannot be counted", "audits_good")]
    tried = make.execute(text("select failures from measure_state where code = 'audits_good'")).scalar_one()
    assert tried == 4, "after two minutes, four and so on"
    monkeypatch.setattr(refreshing, "MEASURES", MEASURES)
    travel(m.NOON + timedelta(hours=8))
    refresh_indicators(database)
    assert make.execute(text("select failures from measure_state where code = 'audits_good'")).scalar_one() == 0


def test_two_at_once_do_not_fail_but_leave_it_to_the_first(database: Database, make: Session, council: dict, as_):
    with database.transaction("plumbline_system") as first:
        refreshing.take_turn(first)
        assert refresh_indicators(database) is None
        answer = as_("quality_lead").post(f"{m.API}/indicator-values/compute")
        assert (answer.status_code, answer.json()["code"]) == (409, "under_way")
    assert refresh_indicators(database) is not None


_OF_SEEN_ALONE = "(select id from indicator where code = 'cp_visits_seen_alone')"
_ASTRAY = {
    "a month": f"update indicator_month set n = 5, x = 5 where indicator_id = {_OF_SEEN_ALONE}",
    "rows lost": f"delete from indicator_member where indicator_id = {_OF_SEEN_ALONE}",
    "a row of nobody": "insert into indicator_member select indicator_id, unit_id, on_date, met, null, 'nobody', null"
    f" from indicator_member where indicator_id = {_OF_SEEN_ALONE} limit 1",
    "a group": f"update indicator_part set n = n + 1 where indicator_id = {_OF_SEEN_ALONE}",
    "groups lost": f"delete from indicator_part where indicator_id = {_OF_SEEN_ALONE}",
}
_KEPT = {
    table: f"select {columns} from {table} where indicator_id = {_OF_SEEN_ALONE} order by 1, 2, 3, 4, 5, 6"
    for table, columns in {
        "indicator_month": "*", "indicator_part": "indicator_id, unit_id, month, x, n, part", "indicator_member": "*",
    }.items()
}  # fmt: skip


@pytest.mark.parametrize("what", _ASTRAY)
def test_figures_that_went_astray_are_put_right_and_told(
    what: str, database: Database, make: Session, council: dict, travel: Callable, caplog
):
    travel(m.NOON)
    m.visits(make, m.child(make), date(2026, 10, 5), 7)
    compute_indicators(database)
    before = {table: make.execute(text(select)).all() for table, select in _KEPT.items()}
    assert all(before.values())
    assert make.execute(text(_ASTRAY[what])).rowcount
    make.execute(text("update measure_state set checked_at = checked_at - interval '25 hours'"))
    make.commit()
    with caplog.at_level(logging.ERROR, "plumbline.worker"):
        for _ in range(len(MEASURES) + 1):
            refresh_indicators(database)
    assert [(r.message, r.operation) for r in caplog.records] == [("figures had gone astray", "cp_visits_seen_alone")]
    assert m.counted(make, "cp_visits_seen_alone", council["north_1"], date(2026, 10, 1)) == (7, 7)
    assert {table: make.execute(text(select)).all() for table, select in _KEPT.items()} == before


def test_computation_has_time_enough(database: Database):
    opened = refreshing.patient(database)
    with opened() as db:
        for name, least in (("statement_timeout", "30min"), ("lock_timeout", "1min")):
            assert db.execute(text(f"show {name}")).scalar_one() == least


@pytest.mark.parametrize("measure", MEASURES, ids=lambda one: one.code)
def test_each_measure_says_which_tables_move_it(measure):
    tables = refreshing.rows.tables_of(measure)
    assert tables, "or else no change would be noticed"
