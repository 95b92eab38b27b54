"""The triangle through HTTP: three corners for each standard, the balance, and who is shown what."""

import uuid
from datetime import date, timedelta

import pytest

from api.indicators.service import compute_indicators
from tests.indicators import make as m

PATH = f"{m.API}/triangle"
WEEK = date(2026, 11, 9)


@pytest.fixture(autouse=True)
def monday(travel):
    travel(m.NOON)


@pytest.fixture
def known(make, council, database):
    """For standard 2: 30 answers that agree, visits seen alone, and twenty audits with two poor judgements each."""
    asked = m.survey(make, (2,))
    for _ in range(30):
        m.respond(make, asked, (5,))
    m.visits(make, m.child(make), date(2026, 10, 5), alone=30, together=10)
    made = m.tool(make, (1, 2))
    ask = m.questions(make, made)
    for place in range(20):
        grades = dict.fromkeys(ask[2], "good" if place < 8 else "inadequate")
        m.audit(make, made, {**dict.fromkeys(ask[1], "good"), **grades}, unit="north_1" if place % 2 else "south_1")
    compute_indicators(database)


def standard(found, number):
    return next(one for one in found["standards"] if one["number"] == number)


def test_each_standard_has_its_three_corners(as_, known):
    found = as_("quality_lead").get(PATH).json()
    assert [one["number"] for one in found["standards"]] == list(range(1, 11))
    two = standard(found, 2)
    shown = {
        name: (two[name]["value"], two[name]["n"], two[name]["status"]) for name in ("voice", "numbers", "practice")
    }
    assert shown == {"voice": (100, 30, "provisional"), "numbers": (75, 40, "provisional"),
                     "practice": (40, 40, "provisional")}  # fmt: skip
    assert two["voice"]["as_of"] == "2026-11-16"
    assert two["numbers"]["indicator"] == "cp_visits_seen_alone"
    assert two["message"] == (
        "People's voices (100%) are more favourable than the audits (40%) and the figures (75%). "
        "The figures (75%) are more favourable than the audits (40%)."
    )
    assert standard(found, 5)["message"] == "Nothing is known about this standard yet."
    assert standard(found, 5)["voice"]["status"] == "no_data"
    one = standard(found, 1)
    assert "Nothing is heard from people" in one["message"]
    assert "No figure tells" in one["message"]


def test_balance_counts_the_standards_and_the_sides_their_evidence(as_, known, travel):
    travel(m.NOON + timedelta(days=60))
    found = as_("quality_lead").get(PATH).json()
    assert [quarter["label"] for quarter in found["balance"]] == [
        "Jan to Mar 2026", "Apr to Jun 2026", "Jul to Sep 2026", "Oct to Dec 2026",
    ]  # fmt: skip
    assert found["balance"][-1] == {"label": "Oct to Dec 2026", "voice": 1, "numbers": 1, "practice": 2}
    assert found["balance"][0] == {"label": "Jan to Mar 2026", "voice": 0, "numbers": 0, "practice": 0}
    assert {name: (corner["n"], corner["indicators"]) for name, corner in found["corners"].items()} == {
        "voice": (30, 2), "numbers": (6, 3), "practice": (20, 5),
    }  # fmt: skip


def test_a_team_has_its_own_figures_and_the_councils_voices_are_not_its(as_, council, known):
    found = as_("team_manager").get(PATH, params={"unit_id": str(council["north_1"])}).json()
    two = standard(found, 2)
    assert (found["unit_name"], two["practice"]["n"], two["numbers"]["n"]) == ("North 1", 20, 40)
    assert (two["voice"]["status"], two["voice"]["value"]) == ("not_applicable", None)


def test_the_lead_member_is_shown_suppressed_figures(as_, make, council, database, known, travel):
    travel(m.NOON + timedelta(days=60))
    made = m.tool(make, (3,))
    m.audit(make, made, dict.fromkeys(m.questions(make, made)[3], "good"))
    compute_indicators(database)
    seen = standard(as_("director").get(PATH).json(), 3)["practice"]
    assert (seen["value"], seen["n"]) == (100, 2)
    found = as_("lead_member").get(PATH).json()
    three = standard(found, 3)
    assert (three["practice"]["status"], three["practice"]["value"], three["practice"]["n"]) == (
        "suppressed",
        None,
        None,
    )
    assert three["message"] == "Too little is known to be shown."
    assert standard(found, 2)["practice"]["n"] == 40
    assert as_("lead_member").get(PATH, params={"unit_id": str(council["north_1"])}).status_code == 404


def test_before_anything_is_computed_nothing_is_known(as_, council):
    found = as_("director").get(PATH).json()
    assert found["as_of"] is None
    assert {one["message"] for one in found["standards"]} == {"Nothing is known about this standard yet."}
    assert found["corners"]["voice"]["n"] == 0


def test_bad_questions_name_their_field(as_):
    reader = as_("director")
    assert reader.get(PATH, params={"unit_id": "x"}).json()["errors"][0]["pointer"] == "?unit_id"
    assert reader.get(PATH, params={"at": "2026-01-01"}).json()["errors"][0]["pointer"] == "?at"
    assert reader.get(PATH, params={"unit_id": str(uuid.uuid4())}).status_code == 404


def test_what_is_hidden_from_some_readers_still_counts_in_the_balance_of_all(
    as_, known, make, council, database, travel
):
    made = m.tool(make, (3,))
    m.audit(make, made, dict.fromkeys(m.questions(make, made)[3], "good"), unit="north_1")
    travel(m.NOON + timedelta(days=60))
    compute_indicators(database)
    member, lead = (as_(role).get(PATH).json()["balance"][-1] for role in ("lead_member", "quality_lead"))
    assert member == lead
    assert lead["practice"] == 3
