"""Measures of referrals, assessments, children in need, supervision and caseloads against cases made by hand."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from api.cases.models import (
    Assessment,
    CinPlan,
    CinVisit,
    ClaEpisode,
    Contact,
    CpPlan,
    Involvement,
    Referral,
    Supervision,
    Worker,
)
from api.statistics.workdays import add_working_days
from tests.indicators import make as m

pytestmark = pytest.mark.usefixtures("monday")

OCT, SEP = date(2026, 10, 1), date(2026, 9, 1)
END = date(2026, 10, 31)
DAY = timedelta(days=1)


def back(days: int, end: date = END) -> date:
    return next(d for d in (end - n * DAY for n in range(400)) if add_working_days(d, days) <= end)


def test_referrals_and_those_that_lead_to_nothing(make, count):
    for day, nfa in ((OCT, True), (OCT, False), (END, None), (None, True), (date(2026, 11, 1), True)):
        m.record(make, Referral, m.child(make), referred_on=day, is_nfa=nfa, team_source_id="north_2")
    assert count("referrals") == (3, None)
    assert count("referrals_nfa", unit="north_2") == (1, 3)


def test_contacts_are_decided_on_within_one_working_day(make, count):
    friday = date(2026, 10, 2)
    for decided in (friday, friday + 3 * DAY, friday + 4 * DAY, friday + 28 * DAY, friday + 29 * DAY, friday - DAY):
        ref = m.child(make)
        m.record(make, Contact, ref, contacted_on=friday, outcomes=["NEW_REFERRAL"])
        m.record(make, Referral, ref, referred_on=decided)
    ref = m.child(make)
    m.record(make, Contact, ref, contacted_on=friday, outcomes=["NFA"])
    m.record(make, Referral, ref, referred_on=friday)
    assert count("referral_decisions_1_day") == (2, 4), "Monday is the next working day after Friday"


def test_assessments_from_the_referral_and_with_the_child_seen(make, count):
    end = date(2026, 10, 8)
    for days, seen in ((45, True), (46, None), (0, False)):
        ref = m.child(make)
        asked = m.record(make, Referral, ref, referred_on=back(days, end))
        m.record(make, Assessment, ref, started_on=end, authorised_on=end, is_child_seen=seen,
                 referral_source_id=asked.source_id)  # fmt: skip
    m.record(make, Assessment, m.child(make), started_on=end, authorised_on=end, is_child_seen=True)
    assert count("assessments_45_days_from_referral") == (2, 3)
    assert count("assessments_child_seen") == (2, 4)


def test_open_assessments_are_overdue_after_45_working_days(make, count):
    for start, end in ((back(45), None), (back(46), None), (back(46), END), (back(46), END + DAY), (END + DAY, None)):
        m.record(make, Assessment, m.child(make), started_on=start, authorised_on=end)
    assert count("assessments_overdue") == (2, 3)


def test_children_in_need_are_visited_at_the_interval(make, count):
    for day, seen in ((back(20), True), (back(21), True), (back(20), None), (None, None)):
        ref = m.child(make)
        m.record(make, CinPlan, ref, started_on=date(2026, 1, 5))
        if day:
            m.record(make, CinVisit, ref, visited_on=day, is_seen=seen)
    m.record(make, CinPlan, m.child(make), started_on=back(20))
    assert count("cin_visits_in_time") == (2, 5)


def test_children_in_need_alone_need_a_plan(make, count):
    old = back(46)
    planned, bare, protected, looked_after, new = (m.child(make) for _ in range(5))
    for ref in (planned, bare, protected, looked_after):
        m.record(make, Referral, ref, referred_on=old)
    m.record(make, Referral, new, referred_on=back(45))
    m.record(make, CinPlan, planned, started_on=old)
    m.record(make, CpPlan, protected, started_on=old)
    m.record(make, ClaEpisode, looked_after, started_on=old)
    assert count("cin_plans_present") == (1, 2)


def test_cases_are_supervised_within_35_days(make, count):
    for held, kind in ((END - 35 * DAY, "supervision"), (END - 36 * DAY, "supervision"), (END, "reflective"),
                       (END, "management_oversight"), (END + DAY, "supervision")):  # fmt: skip
        ref = m.child(make)
        m.record(make, Referral, ref, referred_on=date(2026, 1, 5))
        m.record(make, Supervision, ref, held_on=held, kind=kind)
    m.record(make, Referral, m.child(make), referred_on=END - 35 * DAY)
    m.record(make, Referral, m.child(make), referred_on=date(2026, 1, 5), closed_on=END)
    assert count("supervision_in_time") == (3, 6)


def test_cases_that_nobody_holds(make, count):
    held, left, none = m.child(make), m.child(make, None), m.child(make, None)
    m.record(make, Involvement, left, role="CW", team_source_id="north_1", from_on=SEP, to_on=END)
    m.record(make, Involvement, none, role="IRO", team_source_id="north_1", from_on=SEP)
    for ref in (held, left, none):
        m.record(make, Referral, ref, referred_on=SEP)
    assert count("cases_unallocated") == (2, 3)
    assert count("cases_unallocated", unit="north_1") == (1, 2), "the last team answers for a case that was left"
    assert count("cases_allocated") == (1, None)


def test_caseloads_above_the_limit_in_proportion_to_hours(make, count):
    for worker, full_time, cases in (
        ("a", None, 18),
        ("b", None, 19),
        ("c", Decimal("0.5"), 9),
        ("d", Decimal("0.5"), 10),
    ):
        m.record_of(make, Worker, source_id=worker, department_source_id="north_1", full_time_equivalent=full_time)
        for _ in range(cases):
            m.record(make, Involvement, m.child(make, None), role="CW", worker_source_id=worker, from_on=SEP)
    ref = m.child(make, None)
    m.record(make, Involvement, ref, role="CW", worker_source_id="a", from_on=SEP, to_on=END)
    assert count("caseloads_above_cap") == (2, 4)
    assert count("workers_with_cases", unit="north_1") == (4, None)


def test_all_workers_fall_into_three_parts_by_how_many_cases_they_hold(make, count):
    for full_time, cases in ((1, 12), (1, 13), (1, 18), (1, 19), (Decimal("0.5"), 6), (Decimal("0.5"), 7), (None, 1)):
        worker = f"{full_time} {cases}"
        m.record_of(make, Worker, source_id=worker, department_source_id="north_1", full_time_equivalent=full_time)
        for _ in range(cases):
            m.record(make, Involvement, m.child(make, None), role="CW", worker_source_id=worker, from_on=SEP)
    parts = [count(code, unit="north_1") for code in ("caseloads_few", "caseloads_middle", "caseloads_above_cap")]
    assert parts == [(3, 7), (3, 7), (1, 7)], "12, 6 of half a post and 1; 13, 18 and 7 of half a post; 19"
