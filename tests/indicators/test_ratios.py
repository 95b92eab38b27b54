"""Figures made of two others: against counts by hand, hidden where either is, and absent where they cannot be."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import text

from api.cases.models import ClaEpisode, CpPlan, CpVisit, Involvement, Referral, VisitFrequency, Worker
from api.indicators.service import compute_indicators, refresh_indicators
from api.statistics.workdays import add_working_days
from tests.indicators import make as m

pytestmark = pytest.mark.usefixtures("monday")

OCT, YEAR = date(2026, 10, 1), date(2026, 4, 1)
REASON = "The mid-year estimate of 2025."


def hold(make, worker: str, cases: int, team: str = "north_1", from_on: date = date(2026, 9, 1), **more) -> None:
    """A worker of a team with so many cases."""
    m.record_of(make, Worker, source_id=worker, department_source_id=team, **more)
    for _ in range(cases):
        ref = m.child(make, None)
        m.record(make, Involvement, ref, role="CW", team_source_id=team, worker_source_id=worker, from_on=from_on)


def populate(as_, number: int, *, from_on: str = "2026-04-01", code: str = "referrals_rate"):
    change = {"number": number, "from_on": from_on, "reason": REASON, "changes_the_past": True}
    answer = as_("data_analyst").put(f"{m.API}/indicators/{code}/settings/population", json=change)
    assert answer.status_code == 200, answer.text
    return answer.json()


def figures(make, code: str, unit_id, kind: str = "month", start: date = OCT):
    found = m.value(make, code, unit_id, start, kind)
    return found and (found["numerator"], found["denominator"], found["value"], found["value_status"])


def test_mean_caseload_is_cases_for_each_worker_who_holds_any(make, council, database):
    hold(make, "w1", 12)
    hold(make, "w2", 5)
    hold(make, "w3", 4, "south_1")
    m.record_of(make, Worker, source_id="idle", department_source_id="south_1")
    compute_indicators(database)
    assert figures(make, "caseload", council["north_1"]) == (17, 2, 8.5, "ok")
    assert figures(make, "caseload", council["south"]) == (4, 1, 4, "ok")
    assert figures(make, "caseload", council["council"]) == (21, 3, 7, "ok")
    assert figures(make, "caseload", council["council"], "year", YEAR) == (21, 3, 7, "provisional")
    assert m.value(make, "caseload", council["council"], OCT)["lower"] is None


def test_caseload_by_full_time_posts_as_the_published_figure_counts_them(make, council, database):
    for worker, full_time, cases in (("w1", "1.0", 12), ("w2", "0.55", 5), ("w3", "0.4", 3), ("w4", None, 4)):
        hold(make, worker, cases, full_time_equivalent=full_time and Decimal(full_time))
    hold(make, "w5", 7, "south_1", full_time_equivalent=Decimal("0"))
    m.record_of(make, Worker, source_id="idle", department_source_id="north_1", full_time_equivalent=Decimal("1.0"))
    compute_indicators(database)
    assert figures(make, "posts_with_cases", council["north_1"])[:1] == (30,), "1 + 0.6 + 0.4, and 1 not known"
    assert figures(make, "caseload_full_time", council["north_1"]) == (24, 30, 8, "ok")
    assert figures(make, "caseload_full_time", council["south_1"]) is None, "no post, no mean"
    assert figures(make, "caseload", council["north_1"]) == (24, 4, 6, "ok"), "by people it is less"


def test_without_workers_there_is_no_mean_caseload(make, council, database):
    ref = m.child(make)  # its allocation names a team and nobody in it
    compute_indicators(database)
    assert m.value(make, "cases_allocated", council["council"], OCT)["numerator"] == 1
    assert m.value(make, "caseload", council["council"], OCT) is None, "never a division by none"
    hold(make, "w1", 3)
    compute_indicators(database)
    assert figures(make, "caseload", council["council"]) == (4, 1, 4, "ok")
    make.execute(text("delete from involvement where worker_source_id = 'w1'"))
    make.commit()
    compute_indicators(database)
    assert figures(make, "caseload", council["council"]) == (None, None, None, "no_data"), ref


def test_a_rate_waits_for_the_population_and_is_of_the_council_alone(make, council, database, as_):
    for day in range(1, 22):
        m.record(make, Referral, m.child(make), referred_on=date(2026, 10, day))
    m.record(make, ClaEpisode, m.child(make), started_on=date(2026, 10, 3))
    compute_indicators(database)
    assert m.value(make, "referrals_rate", council["council"], OCT) is None
    shown = populate(as_, 38_961)
    assert (shown["number"], shown["default"], shown["history"][0]["reason"]) == (38_961, 0, REASON)
    assert refresh_indicators(database) is not None, "the population alone is reason enough"
    assert figures(make, "referrals_rate", council["council"]) == (21, 38_961, round(210_000 / 38_961, 4), "ok")
    assert figures(make, "referrals_rate", council["council"], "year", YEAR)[0] == 21
    assert m.value(make, "referrals_rate", council["north"], OCT) is None
    assert m.value(make, "children_looked_after_rate", council["council"], OCT) is None, "each has its own"
    assert refresh_indicators(database) is None, "and nothing is left to do"


def test_a_population_counts_from_its_day(make, council, database, as_):
    for month in (8, 9, 10):
        m.record(make, CpPlan, m.child(make), started_on=date(2026, month, 5))
    populate(as_, 10_000, code="children_on_plan_rate")
    populate(as_, 20_000, from_on="2026-10-01", code="children_on_plan_rate")
    compute_indicators(database)
    place = council["council"]
    assert figures(make, "children_on_plan_rate", place, start=date(2026, 9, 1)) == (2, 10_000, 2, "ok")
    assert figures(make, "children_on_plan_rate", place) == (3, 20_000, 1.5, "ok")
    assert figures(make, "children_on_plan_rate", place, "quarter", date(2026, 7, 1)) == (2, 10_000, 2, "ok")
    before = populate(as_, 0, from_on="2026-10-01", code="children_on_plan_rate")
    assert before["number"] == 0
    compute_indicators(database)
    assert figures(make, "children_on_plan_rate", place) == (None, None, None, "no_data")
    revisions = (
        as_("quality_lead")
        .get(f"{m.API}/indicators/children_on_plan_rate/revisions", params={"period_start": "2026-10-01"})
        .json()
    )
    assert [one["value"] for one in revisions["earlier"]["items"]] == [1.5]


def test_what_is_hidden_of_a_count_is_hidden_of_its_ratio(make, council, database, as_, travel):
    for team, cases in (("north_1", 14), ("north_2", 9), ("south_1", 3)):
        for at in range(2 if team == "south_1" else 7):
            hold(make, f"{team}{at}", cases, team)
    compute_indicators(database)
    travel(m.NOON.replace(month=12))
    compute_indicators(database)
    rows = make.execute(text(
        "select i.code, v.unit_id, v.period_type, v.period_start, v.value_status, v.numerator, v.denominator"
        " from suppressed_value v join indicator i on i.id = v.indicator_id"
    )).all()  # fmt: skip
    by_code = {code: {row[1:4]: row for row in rows if row.code == code}
               for code in ("caseload", "cases_allocated", "workers_with_cases")}  # fmt: skip
    assert {row.value_status for row in by_code["caseload"].values()} >= {"ok", "suppressed"}
    for place, row in by_code["caseload"].items():
        parts = (by_code["cases_allocated"][place], by_code["workers_with_cases"][place])
        assert (row.value_status == "suppressed") == any(part.value_status == "suppressed" for part in parts)
        if row.value_status != "suppressed":
            assert (row.numerator, row.denominator) == tuple(part.numerator for part in parts)
    told = as_("lead_member").get(f"{m.API}/indicators/caseload/series").json()
    known = {p["period_start"]: p["numerator"] for p in told["points"]}
    assert known["2026-10-01"] == 14 * 7 + 9 * 7 + 6


def test_a_ratio_is_told_in_words_with_its_evidence_and_its_conventions(make, council, database, as_):
    hold(make, "w1", 12)
    hold(make, "w2", 5)
    compute_indicators(database)
    lead = as_("quality_lead")
    series = lead.get(f"{m.API}/indicators/caseload/series").json()
    assert series["unit"] == "cases per worker"
    assert series["sentence"].startswith("Council, Nov 2026: 8.5 cases per worker (17 for 2)")
    of_october = {"period_start": "2026-10-01"}
    evidence = lead.get(f"{m.API}/indicators/caseload/evidence", params=of_october).json()
    assert evidence["sentence"] == "Council, Oct 2026: 17 for 2 is 8.5 cases per worker."
    assert (evidence["has_children"], evidence["settings"]) == (True, [])
    children = lead.get(f"{m.API}/indicators/caseload/evidence/children", params=of_october).json()
    assert (children["numerator"], len(children["children"]["items"])) == (17, 17)
    chart = lead.get(f"{m.API}/indicators/caseload/chart").json()
    funnel = lead.get(f"{m.API}/indicators/caseload/funnel").json()
    assert (funnel["units"], funnel["sentence"]) == ([], "It is no percentage, so that a funnel cannot compare teams.")
    assert chart["sentence"].startswith("Council, Oct 2026: 8.5 cases per worker (17 for 2).")


def test_a_population_is_tried_out_before_it_is_set(make, council, database, as_):
    m.record(make, Referral, m.child(make), referred_on=date(2026, 10, 5))
    compute_indicators(database)
    tried = (
        as_("data_analyst")
        .post(f"{m.API}/indicators/referrals_rate/settings/population/preview", json={"number": 5_000})
        .json()
    )
    assert [(p["old"]["value"], p["new"]["value"]) for p in tried["points"] if p["label"] == "Oct 2026"] == [(None, 2)]
    assert tried["sentence"] == (
        "1 of the last twelve whole months would have come out differently. "
        "Nov 2025 to Oct 2026: 2.0 instead of nothing to count; Oct 2026: 2.0 instead of nothing to count."
    )


def visit(make, ref: str, *days: date, is_seen: bool = True) -> None:
    for day in days:
        m.record(make, CpVisit, ref, visited_on=day, is_seen=is_seen)


def test_visits_that_were_due_are_in_time_up_to_the_tenth_working_day(make, council, database):
    begun = date(2026, 9, 28)
    first = add_working_days(begun, 10)
    second = add_working_days(first, 11)
    place = {"started_on": begun}
    in_time, late, unseen, left, owed = (m.child(make) for _ in range(5))
    for ref in (in_time, late, unseen, owed):
        m.record(make, CpPlan, ref, **place)
    m.record(make, CpPlan, left, **place, ended_on=first)
    visit(make, in_time, first, add_working_days(first, 10))
    visit(make, late, first, second)
    visit(make, unseen, first, is_seen=False)
    compute_indicators(database)
    # In October: in_time twice met; late once met, and once late on the 26th; unseen, owed and in_time's next is due
    # in November; left owes none, as the plan ended on the day on which the visit was due.
    assert (first, second) == (date(2026, 10, 12), date(2026, 10, 27))
    assert m.counted(make, "cp_visits_made_in_time", council["council"], OCT) == (3, 6)
    nov = date(2026, 11, 1)
    assert m.counted(make, "cp_visits_made_in_time", council["council"], nov) == (0, 2), "one late visit a gap"


def test_the_interval_of_the_childs_own_plan_goes_before_the_councils(make, council, database):
    ref = m.child(make)
    m.record(make, CpPlan, ref, started_on=date(2026, 10, 1))
    m.record(make, VisitFrequency, ref, plan_kind="CP", every_working_days=5)
    visit(make, ref, date(2026, 10, 9))
    m.record(make, CpPlan, m.child(make), started_on=date(2026, 10, 1), is_other_authority=True)
    compute_indicators(database)
    assert m.counted(make, "cp_visits_made_in_time", council["council"], OCT) == (0, 2)
