"""Charts of rare events through HTTP: chosen by rule, told by what lies between, and by days to staff alone."""

from datetime import date, timedelta

import pytest

from api.cases.models import CpVisit, Referral
from api.indicators.service import compute_indicators
from tests.annotations.make import REASON, note
from tests.indicators import make as m

LAST = date(2026, 11, 2)


@pytest.fixture(autouse=True)
def monday(travel):
    travel(m.NOON)


def chart(caller, code: str, **params):
    answer = caller.get(f"{m.API}/indicators/{code}/chart", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


def refer(make, gaps: list[int], team: str = "north_1", last: date = LAST) -> None:
    """Referrals so many days apart, up to the last one."""
    day = last - timedelta(days=sum(gaps))
    for gap in [0, *gaps]:
        day += timedelta(days=gap)
        m.record(make, Referral, m.child(make, team), referred_on=day, team_source_id=team)


def test_counts_of_rare_events_are_told_by_the_days_between_them(make, council, database, as_):
    refer(make, [40, 55, 30, 62, 48, 35, 70, 44, 39, 51, 66, 41, 58, 37, 45, 49, 60])
    compute_indicators(database)
    found = chart(as_("practitioner"), "referrals")
    assert (found["kind"], found["kind_words"]) == ("t", "t chart")
    assert found["reason"].startswith("There are 17 in 28 months, fewer than two a month: how many days lie between")
    between = found["between"]
    assert (between["unit"], [point["value"] for point in between["points"][:3]]) == ("days", [40, 55, 30])
    assert [point["label"] for point in between["points"]][-2:] == ["3 Sep 2026", "2 Nov 2026"]
    assert {point["lower_limit"] for point in found["points"]} == {None}, "counts of nought and one have no limits"
    assert (found["variation"], found["assurance_words"]) == ("common_cause", "No target")
    assert "the last one was on 2 November 2026; half of them come within 48 days" in found["sentence"]


def test_events_that_come_closer_together_are_news_on_the_page_and_in_the_list(make, council, database, as_):
    refer(make, [70, 85, 60, 92, 78, 65, 90, 74, 25, 20, 28, 22, 26, 21, 24])
    compute_indicators(database)
    reader = as_("practitioner")
    found = chart(reader, "referrals")
    assert (found["variation"], found["variation_words"]) == ("neutral_low", "Changing: closer together")
    assert found["sentence"].endswith("They come closer together than chance would make them: a change.")
    listed = reader.get(f"{m.API}/charts").json()["items"]
    row = next(one for one in listed if one["code"] == "referrals")
    assert row["variation_words"] == "Changing: closer together"
    assert row["latest"]["signal_words"] == "Two of three near the lower limit"


def test_the_days_are_those_of_the_whole_unit_whoever_reads(make, council, database, as_):
    refer(make, [40] * 8 + [50] * 6)
    refer(make, [35] * 5, "south_1", date(2026, 10, 20))
    compute_indicators(database)
    manager = as_("team_manager", unit="south_1")
    assert len(chart(manager, "referrals")["between"]["points"]) == 20, "all children's, though few are in sight"
    north = chart(manager, "referrals", unit_id=str(council["north"]))
    assert [point["value"] for point in north["between"]["points"]] == [40] * 8 + [50] * 6
    assert chart(manager, "referrals", unit_id=str(council["south_1"]))["kind"] != "t", "six are too few"


def test_members_are_told_no_days(make, council, database, as_):
    refer(make, [40] * 8 + [50] * 8)
    compute_indicators(database)
    shown = chart(as_("lead_member"), "referrals")
    assert (shown["kind"] in ("run", "xmr"), shown["between"]) == (True, None)


def test_a_rebase_begins_the_gaps_anew(make, council, database, as_):
    refer(make, [40] * 8 + [20, 18, 22, 21, 19, 23, 20, 17, 24, 20, 21, 19, 22, 20])
    compute_indicators(database)
    lead = as_("quality_lead")
    note(lead, "2026-01-09", indicator="referrals", is_rebase=True, reason=REASON).raise_for_status()
    found = chart(lead, "referrals")
    assert {point["value"] for point in found["between"]["points"]} <= {17, 18, 19, 20, 21, 22, 23, 24}


def test_percentages_of_which_few_are_missed_are_told_by_the_cases_between(make, council, database, as_):
    ref = m.child(make)
    for month in range(24):
        day = date(2024 + (month + 3) // 12, (month + 3) % 12 + 1, 10)
        for at in range(20):
            is_missed = at == 7 and month % 3 != 2
            m.record(make, CpVisit, ref, visited_on=day + timedelta(days=at % 5), is_seen=True,
                     is_seen_alone=not is_missed)  # fmt: skip
    compute_indicators(database)
    found = chart(as_("practitioner"), "cp_visits_seen_alone")
    assert (found["kind"], found["between"]["unit"]) == ("g", "cases")
    assert found["between"]["of"] == "All but: Visits at which the child was seen alone"
    assert {point["value"] for point in found["between"]["points"]} <= {19, 39, 28}, "28 since the last"
    assert found["variation"] == "common_cause"


def test_a_rate_of_a_flow_is_a_u_chart_and_of_a_stock_is_not(make, council, database, as_):
    for month in range(18):
        day = date(2025 + (month + 4) // 12, (month + 4) % 12 + 1, 10)
        for _ in range(3 + month % 3):
            m.record(make, Referral, m.child(make), referred_on=day)
    change = {"number": 2_000, "from_on": "2025-04-01", "reason": REASON, "changes_the_past": True}
    as_("data_analyst").put(f"{m.API}/indicators/referrals_rate/settings/population", json=change).raise_for_status()
    compute_indicators(database)
    found = chart(as_("practitioner"), "referrals_rate")
    assert (found["kind"], found["unit"]) == ("u", "per 10,000 children")
    assert found["reason"] == (
        "It counts events against how many could have had one, so each point has its own limits."
    )
    rate = 10_000 * sum(3 + month % 3 for month in range(18)) / 18 / 2_000
    point = found["points"][0]
    assert point["centre"] == pytest.approx(rate)
    assert point["upper_limit"] == pytest.approx(rate + 3 * 10_000 * (rate / 10_000 / 2_000) ** 0.5)
    assert found["sentence"].startswith("Council, Oct 2026: 25.0 per 10,000 children (5 for 2,000).")
    stock = chart(as_("practitioner"), "cases_allocated")
    assert stock["kind"] in ("xmr", "run")
