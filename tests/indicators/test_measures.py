"""Each measure against a count by hand of rows made for it, and the roll-up over units and periods."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text

from api.cases.models import Assessment, ClaEpisode, CpPlan, CpVisit, Involvement, Referral
from api.indicators.measures import MEASURES, RATIOS
from api.indicators.service import compute_indicators
from api.statistics.intervals import wilson
from api.statistics.workdays import add_working_days, working_days_between
from tests.indicators import make as m

pytestmark = pytest.mark.usefixtures("monday")

NOV, OCT, SEP = date(2026, 11, 1), date(2026, 10, 1), date(2026, 9, 1)


def test_visits_count_those_seen_alone_among_those_seen(make, council, database):
    ref = m.child(make)
    m.visits(make, ref, date(2026, 10, 5), alone=3, together=2)
    m.record(make, CpVisit, ref, visited_on=date(2026, 10, 6), is_seen=True, is_seen_alone=None)
    m.record(make, CpVisit, ref, visited_on=date(2026, 10, 7), is_seen=False, is_seen_alone=False)
    m.record(make, CpVisit, ref, visited_on=date(2026, 10, 8), is_seen=None, is_seen_alone=True)
    m.visits(make, ref, None, alone=1)
    m.visits(make, ref, date(2026, 11, 17), alone=1)
    compute_indicators(database)
    assert m.counted(make, "cp_visits_seen_alone", council["north_1"], OCT) == (3, 6)
    assert m.counted(make, "cp_visits_seen_alone", council["north_1"], NOV) is None, "tomorrow's visit is not yet made"
    found = m.value(make, "cp_visits_seen_alone", council["north_1"], OCT)
    interval = wilson(3, 6)
    assert found["value"] == 50
    assert (found["lower"], found["upper"]) == pytest.approx((100 * interval.lower, 100 * interval.upper), abs=1e-4)
    assert found["value_status"] == "ok"


@pytest.mark.parametrize(("x", "n"), [(0, 7), (7, 7), (1, 40), (39, 40)])
def test_intervals_are_those_of_the_statistics(x, n, make, council, database):
    m.visits(make, m.child(make), date(2026, 10, 5), alone=x, together=n - x)
    compute_indicators(database)
    found, interval = m.value(make, "cp_visits_seen_alone", council["council"], OCT), wilson(x, n)
    assert (found["lower"], found["upper"]) == pytest.approx((100 * interval.lower, 100 * interval.upper), abs=1e-4)


def test_assessments_are_in_time_up_to_the_45th_working_day(make, council, database):
    start = date(2026, 7, 1)
    on_time = add_working_days(start, 45)
    late = add_working_days(start, 46)
    assert on_time.month == late.month == 9, "both end in September, past the August bank holiday"
    ref = m.child(make, "south_1")
    for end in (start, on_time, late, None):
        m.record(make, Assessment, ref, started_on=start, authorised_on=end, team_source_id="north_2")
    m.record(make, Assessment, ref, started_on=None, authorised_on=late, team_source_id="north_2")
    m.record(make, Assessment, ref, started_on=late, authorised_on=start, team_source_id="north_2")
    m.record(make, Assessment, ref, started_on=start, authorised_on=on_time)
    compute_indicators(database)
    assert m.counted(make, "assessments_45_days", council["north_2"], SEP) == (1, 2)
    assert m.counted(make, "assessments_45_days", council["south_1"], SEP) == (1, 1), "the child's team stands in"
    assert m.counted(make, "assessments_45_days", council["north_2"], date(2026, 7, 1)) == (1, 1)


def test_working_days_in_the_database_are_those_of_the_statistics(make, council, database):
    compute_indicators(database)
    count = dict(make.execute(text("select day, number from working_day")).all())
    assert len(count) == (date(2035, 12, 31) - date(2005, 1, 1)).days + 1
    for start in (date(2005, 1, 1), date(2022, 5, 31), date(2026, 12, 20), date(2035, 1, 1)):
        for end in (start, start + timedelta(days=11), start + timedelta(days=200)):
            assert count[end] - count[start] == working_days_between(start, end)


def test_referral_within_twelve_months_of_an_earlier_one_counts(make, council, database):
    again, apart, twice = (m.child(make) for _ in range(3))
    for ref, days in {
        again: [date(2025, 10, 12), date(2026, 10, 12)],
        apart: [date(2025, 10, 11), date(2026, 10, 12)],
        twice: [date(2026, 10, 3), date(2026, 10, 3), date(2026, 10, 9)],
    }.items():
        for day in days:
            m.record(make, Referral, ref, referred_on=day, team_source_id="north_1")
    m.record(make, Referral, apart, referred_on=None, team_source_id="north_1")
    compute_indicators(database)
    assert m.counted(make, "re_referrals_12_months", council["north_1"], OCT) == (2, 4)
    assert m.counted(make, "re_referrals_12_months", council["north_1"], date(2025, 10, 1)) == (0, 2)


def test_children_referred_again_are_counted_once_over_the_twelve_months_up_to_a_day(make, council, database):
    again, once, before, thrice, moved = (m.child(make) for _ in range(5))
    days = {
        again: [date(2026, 2, 2), date(2026, 9, 7)], once: [date(2026, 10, 1)],
        before: [date(2025, 6, 2), date(2026, 5, 4)],  # the earlier one lies before the year, and within 12 months
        thrice: [date(2024, 1, 8), date(2026, 3, 2), date(2026, 3, 2)],  # long ago, and twice on one day
    }  # fmt: skip
    for ref, referred in days.items():
        for day in referred:
            m.record(make, Referral, ref, referred_on=day, team_source_id="north_1")
    for day, team in ((date(2025, 11, 3), "south_1"), (date(2026, 10, 5), "north_1")):
        m.record(make, Referral, moved, referred_on=day, team_source_id=team)
    compute_indicators(database)
    code = "re_referred_children"
    assert m.counted(make, code, council["north_1"], OCT) == (3, 5), "again, before, and moved; not once nor thrice"
    assert m.counted(make, code, council["north_1"], SEP) == (2, 3), "October's two are still to come"
    assert m.counted(make, code, council["south_1"], SEP) == (0, 1)
    assert m.counted(make, code, council["south_1"], OCT) is None, "with the team of the latest referral"
    assert m.counted(make, code, council["council"], date(2026, 3, 1)) == (0, 4)
    assert m.counted(make, code, council["council"], date(2025, 4, 1), "year") == (0, 4), "the year's is March's"
    assert m.counted(make, code, council["council"], date(2025, 5, 1)) is None, "January 2024 is over a year ago"


def test_children_looked_after_are_counted_once_at_the_end_of_the_last_day(make, council, database):
    moved, left, stays = (m.child(make) for _ in range(3))
    m.record(make, ClaEpisode, moved, started_on=date(2026, 7, 15), ceased_on=date(2026, 9, 30))
    m.record(make, ClaEpisode, moved, started_on=date(2026, 9, 30), ceased_on=None)
    m.record(make, ClaEpisode, left, started_on=date(2026, 8, 31), ceased_on=date(2026, 9, 30))
    m.record(make, ClaEpisode, stays, started_on=date(2026, 9, 30), ceased_on=date(2026, 10, 1))
    m.record(make, ClaEpisode, stays, started_on=None, ceased_on=None)
    m.record(make, ClaEpisode, stays, started_on=date(2026, 11, 17), ceased_on=None)
    compute_indicators(database)
    place = council["north_1"]
    expected = {date(2026, 7, 1): 1, date(2026, 8, 1): 2, SEP: 2, OCT: 1, NOV: 1}
    assert {start: m.counted(make, "children_looked_after", place, start) for start in expected} == {
        start: (count, None) for start, count in expected.items()
    }
    assert m.counted(make, "children_looked_after", place, date(2026, 7, 1), "quarter") == (2, None)
    assert m.counted(make, "children_looked_after", place, date(2026, 4, 1), "year") == (1, None), "the number today"
    assert m.value(make, "children_looked_after", place, NOV)["value_status"] == "provisional"
    assert m.value(make, "children_looked_after", place, SEP)["lower"] is None


def test_children_on_a_plan_leave_out_other_councils_plans_and_follow_the_team(make, council, database):
    ref = m.child(make, None)
    m.record(make, Involvement, ref, role="CW", team_source_id="north_1", from_on=date(2026, 8, 1), to_on=SEP)
    m.record(make, Involvement, ref, role="CW", team_source_id="south_1", from_on=SEP, to_on=None)
    m.record(make, Involvement, ref, role="IRO", team_source_id="north_2", from_on=SEP, to_on=None)
    m.record(make, CpPlan, ref, started_on=date(2026, 8, 3), ended_on=date(2026, 10, 31))
    m.record(make, CpPlan, m.child(make), started_on=date(2026, 8, 3), is_other_authority=True)
    compute_indicators(database)
    aug = date(2026, 8, 1)
    assert m.counted(make, "children_on_plan", council["north_1"], aug) == (1, None)
    assert m.counted(make, "children_on_plan", council["south_1"], aug) == (0, None)
    assert m.counted(make, "children_on_plan", council["north_1"], SEP) == (0, None)
    assert m.counted(make, "children_on_plan", council["south_1"], SEP) == (1, None)
    assert m.counted(make, "children_on_plan", council["council"], OCT) == (0, None), "a true nought is a value"


def test_audits_count_final_reported_grades_by_criterion_and_overall(make, council, database):
    made = m.tool(make)
    ask = m.questions(make, made)
    one = {ask[1][0]: "good", ask[1][1]: "inadequate", ask[2][0]: "outstanding", ask[2][1]: None}
    two = {ask[1][0]: "requires_improvement", ask[1][1]: "good", ask[2][0]: "inadequate", ask[2][1]: "good"}
    m.audit(make, made, one, overall="good")
    m.audit(make, made, two, overall="requires_improvement", unit="south_1")
    m.audit(make, made, one, overall="good", finalised_at=None)
    compute_indicators(database)
    assert m.counted(make, "audits_good", council["council"], NOV) == (1, 2)
    assert m.counted(make, "audits_good", council["north_1"], NOV) == (1, 1)
    assert m.counted(make, "audits_good_standard_1", council["council"], NOV) == (2, 4)
    assert m.counted(make, "audits_good_standard_2", council["council"], NOV) == (2, 3)
    assert m.counted(make, "audits_good_standard_2", council["south"], NOV) == (1, 2)


def test_an_audit_belongs_to_its_day_in_england(make, council, database):
    made = m.tool(make)
    grades: dict[uuid.UUID, str | None] = dict.fromkeys(m.questions(make, made)[1], "good")
    m.audit(make, made, grades, finalised_at=datetime(2026, 6, 30, 23, 30, tzinfo=UTC))
    compute_indicators(database)
    assert m.counted(make, "audits_good", council["council"], date(2026, 7, 1)) == (1, 1)


def test_moderation_counts_judgements_agreed_in_completed_readings(make, council, database):
    made = m.tool(make)
    ask = [q for found in m.questions(make, made).values() for q in found]
    row = m.audit(make, made, dict.fromkeys(ask, "good"))
    m.moderation(make, row, {ask[0]: "agreed", ask[1]: "agreed", ask[2]: "raised", ask[3]: "lowered"})
    other = m.audit(make, made, dict.fromkeys(ask, "good"), finalised_at=None)
    m.moderation(make, other, {ask[0]: "agreed"}, is_completed=False)
    compute_indicators(database)
    assert m.counted(make, "moderation_agreement", council["north_1"], NOV) == (2, 4)


def test_survey_answers_of_five_people_or_more_are_known_for_the_council(make, council, database):
    asked = m.survey(make, (4, 4, None))
    for values in [(5, 4, 1), (4, 3, 5), (1, None, 5), (2, 5, 5), (None, 1, 5)]:
        m.respond(make, asked, values)
    compute_indicators(database)
    assert m.counted(make, "survey_agreement_standard_4", council["council"], NOV) == (4, 8)
    assert m.counted(make, "survey_agreement_standard_4", council["north_1"], NOV) is None
    assert m.counted(make, "survey_responses", council["council"], NOV) == (5, None)


def test_answers_of_four_people_are_hidden_from_everybody(make, council, database):
    asked = m.survey(make, (4,))
    for week, people in {date(2026, 11, 9): 4, date(2026, 9, 7): 9, date(2026, 7, 6): 9}.items():
        for _ in range(people):
            m.respond(make, asked, (5,), week=week)
    compute_indicators(database)
    place = council["council"]
    found = m.value(make, "survey_agreement_standard_4", place, NOV)
    assert (found["value_status"], found["numerator"], found["denominator"], found["value"], found["lower"]) == (
        "suppressed", None, None, None, None,
    )  # fmt: skip
    assert m.counted(make, "survey_agreement_standard_4", place, date(2026, 4, 1), "year") == (22, 22)
    for start in (date(2026, 7, 1), date(2026, 10, 1)):
        quarter = m.value(make, "survey_agreement_standard_4", place, start, "quarter")
        assert quarter["value_status"] == "suppressed", "the year less one quarter would give the four away"


def test_teams_add_up_to_services_and_services_to_the_council(make, council, database):
    for team, alone, together in [("north_1", 2, 1), ("north_2", 4, 3), ("south_1", 1, 8), (None, 1, 1)]:
        m.visits(make, m.child(make, team), date(2026, 10, 5), alone, together)
    compute_indicators(database)
    found = {n: m.counted(make, "cp_visits_seen_alone", council[n], OCT) for n in ("north", "south", "council")}
    assert found == {"north": (6, 10), "south": (1, 9), "council": (8, 21)}, "work of no known team is the council's"


def test_months_add_up_to_quarters_and_financial_years(make, council, database):
    ref = m.child(make)
    for day, alone in {date(2025, 3, 31): 1, date(2025, 4, 1): 2, date(2025, 6, 30): 3, date(2025, 7, 1): 4,
                       date(2026, 3, 31): 5, date(2026, 4, 1): 6}.items():  # fmt: skip
        m.visits(make, ref, day, alone)
    compute_indicators(database)

    def count(start, kind):
        return m.counted(make, "cp_visits_seen_alone", council["north_1"], start, kind)

    assert count(date(2025, 4, 1), "quarter") == (5, 5)
    assert count(date(2025, 1, 1), "quarter") == (1, 1)
    assert count(date(2024, 4, 1), "year") == (1, 1)
    assert count(date(2025, 4, 1), "year") == (14, 14)
    assert count(date(2026, 4, 1), "year") == (6, 6)
    assert (
        m.value(make, "cp_visits_seen_alone", council["north_1"], date(2026, 4, 1), "year")["value_status"]
        == "provisional"
    )
    assert count(date(2025, 5, 1), "month") is None, "nothing of nothing is not 0%"


def test_values_start_where_the_council_stands_behind_them(make, council, database):
    ref = m.child(make)
    for day in (date(2026, 5, 20), date(2026, 6, 20), date(2026, 7, 20)):
        m.visits(make, ref, day, 2)
    compute_indicators(database, since=date(2026, 6, 1))
    place = council["north_1"]
    assert m.counted(make, "cp_visits_seen_alone", place, date(2026, 5, 1)) is None
    assert m.counted(make, "cp_visits_seen_alone", place, date(2026, 6, 1)) == (2, 2)
    assert m.counted(make, "cp_visits_seen_alone", place, date(2026, 4, 1), "quarter") is None
    assert m.counted(make, "cp_visits_seen_alone", place, date(2026, 7, 1), "quarter") == (2, 2)


def test_every_indicator_has_its_measure(make, council):
    codes = set(make.execute(text("select code from indicator")).scalars())
    measured = {one.code for one in (*MEASURES, *RATIOS)}
    assert len(codes) == 106
    assert {
        code for code in codes if code not in measured and code.rstrip("0123456789").rstrip("_") not in measured
    } == set()


def test_an_open_survey_does_not_count_yet(make, database, council):
    asked = m.survey(make, state="open")
    for _ in range(6):
        m.respond(make, asked, (5,))
    compute_indicators(database)
    assert m.value(make, "survey_responses", council["council"], date(2026, 11, 1)) is None
    assert m.value(make, "survey_agreement_standard_4", council["council"], date(2026, 11, 1)) is None
