"""Measures of child protection against cases made by hand, with the days on which the answer turns."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from api.cases.models import (
    ChildProtectionConference,
    CoreGroupMeeting,
    CpPlan,
    CpReview,
    CpVisit,
    Section47Enquiry,
    VisitFrequency,
)
from api.statistics.workdays import add_working_days
from tests.indicators import make as m

pytestmark = pytest.mark.usefixtures("monday")

OCT, SEP = date(2026, 10, 1), date(2026, 9, 1)
END = date(2026, 10, 31)
DAY = timedelta(days=1)


def plan(make, started_on: date, ended_on: date | None = None, **more) -> str:
    ref = more.pop("ref", None) or m.child(make)
    m.record(make, CpPlan, ref, started_on=started_on, ended_on=ended_on, **more)
    return ref


def back(days: int, end: date = END) -> date:
    """The latest day from which `days` working days lead to `end`'s count of working days."""
    return next(d for d in (end - n * DAY for n in range(400)) if add_working_days(d, days) <= end)


def test_conferences_are_in_time_up_to_the_15th_working_day(make, count):
    start = date(2026, 9, 21)
    for end, transfer in ((add_working_days(start, 15), False), (add_working_days(start, 16), None),
                          (add_working_days(start, 15), True)):  # fmt: skip
        ref = m.child(make)
        asked = m.record(make, Section47Enquiry, ref, started_on=start, ended_on=end, is_nfa=False)
        m.record(make, ChildProtectionConference, ref, held_on=end, is_transfer_in=transfer,
                 enquiry_source_id=asked.source_id)  # fmt: skip
    m.record(make, ChildProtectionConference, m.child(make), held_on=date(2026, 10, 5))
    assert count("conferences_15_days") == (1, 2), "the transfer and the one without an enquiry are left out"


def test_a_bank_holiday_is_no_working_day(make, count):
    start = date(2026, 8, 24)
    ref = m.child(make)
    asked = m.record(make, Section47Enquiry, ref, started_on=start)
    held = date(2026, 9, 15)
    assert add_working_days(start, 15) == held, "31 August is the summer bank holiday, or it would be the 14th"
    m.record(make, ChildProtectionConference, ref, held_on=held, enquiry_source_id=asked.source_id)
    assert count("conferences_15_days", SEP) == (1, 1)


def test_day_one_instead_of_day_nought_shortens_the_time(make, count):
    make.execute(text("update indicator_setting set to_on = '2020-01-01' where indicator_code = 'conferences_15_days'"
                      " and name = 'first_day'"))  # fmt: skip
    make.execute(
        text(
            "insert into indicator_setting (id, indicator_code, name, number, from_on, reason, set_at)"
            " values (gen_random_uuid(), 'conferences_15_days', 'first_day', 1, '2020-01-01', 'x', now())"
        )
    )
    make.commit()
    ref = m.child(make)
    asked = m.record(make, Section47Enquiry, ref, started_on=date(2026, 9, 21))
    for days in (14, 15):
        m.record(make, ChildProtectionConference, ref, held_on=add_working_days(date(2026, 9, 21), days),
                 enquiry_source_id=asked.source_id)  # fmt: skip
    assert count("conferences_15_days") == (1, 2)


def test_enquiries_that_lead_to_nothing(make, count):
    for end, nfa, outcomes in ((OCT, True, None), (OCT, None, ["NFA"]), (OCT, False, None), (OCT, None, None),
                               (None, True, None)):  # fmt: skip
        m.record(make, Section47Enquiry, m.child(make), started_on=SEP, ended_on=end, is_nfa=nfa, outcomes=outcomes)
    assert count("enquiries_nfa") == (2, 4)


def test_plans_after_an_earlier_one_ever_and_within_two_years(make, count):
    begins = date(2026, 10, 12)
    first = date(2019, 1, 1)
    for earlier, ended, ola in ((first, date(2024, 10, 12), None), (first, date(2024, 10, 11), None),
                                (date(2025, 1, 1), date(2025, 3, 1), True), (None, None, None)):  # fmt: skip
        ref = plan(make, begins)
        if earlier:
            plan(make, earlier, ended, ref=ref, is_other_authority=ola)
    plan(make, begins, is_other_authority=True)
    twice = plan(make, begins)
    plan(make, begins, ref=twice)
    assert count("cp_plans_repeat") == (3, 6), "two rows that begin on one day are not one after the other"
    assert count("cp_plans_repeat_2_years") == (2, 6), "to the day, two years before"


def test_plans_of_730_days_are_long(make, count):
    for began in (END - 730 * DAY, END - 729 * DAY):
        plan(make, began)
        plan(make, began, END)
    plan(make, END - 900 * DAY, is_other_authority=True)
    assert count("cp_plans_2_years_open") == (1, 2), "what ends on the day is no longer open at its end"
    assert count("cp_plans_2_years_ceased") == (1, 2)


def test_plans_count_for_reviews_from_three_months_to_the_day(make, count):
    plan(make, date(2026, 7, 31))
    plan(make, date(2026, 8, 1))
    assert count("cp_reviews_in_time") == (1, 1), "on the day itself the first review may still be held"


@pytest.mark.parametrize(("reviews", "met"), [
    ([date(2026, 4, 10)], 0), ([date(2026, 4, 1), date(2026, 10, 1)], 1), ([date(2026, 4, 2), date(2026, 10, 1)], 0),
    ([date(2026, 4, 1), date(2026, 10, 2)], 0), ([date(2026, 3, 1)], 0), ([date(2026, 4, 1), date(2026, 4, 1)], 0),
    ([], 0), ([date(2026, 2, 1), date(2026, 7, 1)], 1),
])  # fmt: skip
def test_the_first_review_within_three_months_and_each_later_one_within_six(reviews, met, make, count):
    ref = plan(make, date(2026, 1, 1))
    for day in reviews:
        m.record(make, CpReview, ref, reviewed_on=day)
    m.record(make, CpReview, ref, reviewed_on=date(2025, 12, 1), due_on=None)
    assert count("cp_reviews_in_time") == (met, 1)


def test_a_plan_once_out_of_time_stays_so_and_was_in_time_before(make, count):
    ref = plan(make, date(2026, 1, 1))
    m.record(make, CpReview, ref, reviewed_on=date(2026, 4, 1))
    m.record(make, CpReview, ref, reviewed_on=date(2026, 10, 5))
    assert [count("cp_reviews_in_time", date(2026, n, 1)) for n in (3, 4, 9, 10)] == [None, (1, 1), (1, 1), (0, 1)]


def test_visits_are_in_time_up_to_the_tenth_working_day(make, count):
    last, late = back(10), back(11)
    for day, seen in ((last, True), (late, True), (last, False), (None, None)):
        ref = plan(make, date(2026, 1, 5))
        if day:
            m.record(make, CpVisit, ref, visited_on=day, is_seen=seen)
    m.record(make, CpVisit, plan(make, last), visited_on=END + DAY, is_seen=True)
    plan(make, late)
    assert count("cp_visits_in_time") == (2, 6), "a plan that has just begun is not late, nor saved by a later visit"


def test_an_interval_agreed_for_a_child_goes_first(make, count):
    for every, kind, to_on in ((20, "CP", None), (20, "CIN", None), (20, "CP", END), (5, "CP", None)):
        ref = plan(make, date(2026, 1, 5))
        m.record(make, CpVisit, ref, visited_on=back(15 if every == 20 else 8), is_seen=True)
        m.record(make, VisitFrequency, ref, plan_kind=kind, every_working_days=every, from_on=SEP, to_on=to_on)
    assert count("cp_visits_in_time") == (1, 4)


def test_the_last_visit_decides_whether_a_child_is_seen_alone(make, count):
    for visits in ([(1, True), (8, False)], [(1, False), (8, True)], [(1, True), (8, None)], []):
        ref = plan(make, date(2026, 1, 5))
        for day, alone in visits:
            m.record(make, CpVisit, ref, visited_on=date(2026, 10, day), is_seen=True, is_seen_alone=alone,
                     is_bedroom_seen=alone)  # fmt: skip
    assert count("cp_last_visit_seen_alone") == (1, 3)
    assert count("cp_visits_bedroom_seen") == (3, 6)


def test_core_groups_meet_within_ten_days_and_then_at_the_interval(make, count):
    for began, met in ((back(10), None), (back(11), None), (date(2026, 1, 5), back(30)), (date(2026, 1, 5), back(31)),
                       (back(11), back(20))):  # fmt: skip
        ref = plan(make, began)
        if met:
            m.record(make, CoreGroupMeeting, ref, held_on=met)
    assert count("core_groups_in_time") == (2, 5), "a meeting before the plan began is none of its own"
