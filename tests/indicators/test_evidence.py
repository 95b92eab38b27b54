"""How a figure came about: its revisions, and the children behind it, who are as many as the figure says."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from api.cases.models import ClaEpisode, CpVisit
from api.indicators.service import compute_indicators
from tests.indicators import make as m

pytestmark = pytest.mark.usefixtures("monday")

OCT = date(2026, 10, 1)
VISITS, CARE = (f"{m.API}/indicators/{code}" for code in ("cp_visits_seen_alone", "children_looked_after"))


@pytest.fixture
def visited(make, council, database):
    """Two children of a team and one of another, with visits in October, one of them in care."""
    refs = [m.child(make, team) for team in ("north_1", "north_1", "south_1")]
    for place, ref in enumerate(refs):
        m.visits(make, ref, date(2026, 10, 5 + place), alone=2, together=place)
    m.record(make, ClaEpisode, refs[0], started_on=date(2026, 9, 2))
    compute_indicators(database)
    return refs


def children_of(caller, path, **params):
    """All pages of the children behind a figure, with what was said beside the last."""
    found, cursor = [], None
    while True:
        asked = params | {"limit": 2} | ({"cursor": cursor} if cursor else {})
        answer = caller.get(f"{path}/evidence/children", params=asked).json()
        found += answer["children"]["items"]
        cursor = answer["children"]["next_cursor"]
        if cursor is None:
            return found, answer


def test_evidence_says_how_a_figure_came_about(as_, council, visited):
    shown = as_("team_manager").get(f"{VISITS}/evidence", params={"unit_id": str(council["north_1"])}).json()
    assert shown["sentence"] == "North 1, Oct 2026: 4 out of 5 is 80%."
    assert (shown["period_start"], shown["period_end"], shown["label"]) == ("2026-10-01", "2026-10-31", "Oct 2026")
    assert (shown["figure"]["numerator"], shown["figure"]["denominator"]) == (4, 5)
    assert (shown["earlier"], shown["has_children"]) == (0, True)
    assert shown["indicator"]["numerator_text"]
    late = as_("director").get(f"{m.API}/indicators/assessments_45_days/evidence").json()
    assert [one["name"] for one in late["settings"]] == ["within", "first_day"]
    assert late["sentence"] == "Council: nothing was counted, so there is no figure."
    assert not as_("director").get(f"{m.API}/indicators/survey_responses/evidence").json()["has_children"]


def test_every_period_that_has_a_figure_can_be_chosen_the_latest_first(as_, make, council, database, visited):
    m.visits(make, visited[0], date(2026, 3, 10), alone=1)
    compute_indicators(database)
    reader, place = as_("director"), {"unit_id": str(council["north"])}

    def offered(**more):
        shown = reader.get(f"{VISITS}/evidence", params=place | more).json()
        return [(one["period_start"], one["label"]) for one in shown["periods"]]

    assert offered() == [("2026-10-01", "Oct 2026"), ("2026-03-01", "Mar 2026")]
    assert offered(period_type="quarter") == [("2026-10-01", "Oct to Dec 2026"), ("2026-01-01", "Jan to Mar 2026")]
    years = [("2026-04-01", "Apr 2026 to Mar 2027"), ("2025-04-01", "Apr 2025 to Mar 2026")]
    assert offered(period_type="year", period_start="2025-04-01") == years, "whichever is open"


def test_the_children_listed_are_as_many_as_the_figure_says(as_, council, visited):
    reader = as_("director")
    for kind, start in (("month", OCT), ("quarter", OCT), ("year", date(2026, 4, 1))):
        for unit in ("council", "north", "north_1", "south_1"):
            place = {"unit_id": str(council[unit]), "period_type": kind, "period_start": start.isoformat()}
            figure = reader.get(f"{VISITS}/evidence", params=place).json()["figure"]
            found, told = children_of(reader, VISITS, **place)
            assert sum(one["times"] for one in found) == figure["denominator"] == told["counted"]
            assert sum(one["times"] for one in found if one["met"]) == figure["numerator"] == told["met"]
            assert told["out_of_sight"] == 0
    met, _ = children_of(reader, VISITS, met=True)
    assert {one["child_ref"] for one in met} == set(visited)
    assert all(one["met"] for one in met)


def test_stock_lists_those_of_the_last_day_alone(as_, visited):
    for kind, start in (("month", OCT), ("quarter", OCT), ("year", date(2026, 4, 1))):
        found, told = children_of(as_("director"), CARE, period_type=kind, period_start=start.isoformat())
        assert [one["child_ref"] for one in found] == [visited[0]]
        assert (told["numerator"], told["denominator"], told["counted"]) == (1, None, 1)


def test_children_out_of_sight_are_counted_and_not_named(as_, council, visited):
    found, told = children_of(as_("team_manager", unit="north_1"), VISITS)
    assert {one["child_ref"] for one in found} == set(visited[:2])
    assert (told["counted"], told["out_of_sight"], told["denominator"]) == (5, 4, 9)
    assert told["sentence"] == "5 of the 9 that are counted are listed; your role does not reach the rest."


def test_whom_somebody_opened_is_in_the_journal(as_, make, visited):
    reader = as_("director")
    children_of(reader, VISITS)
    make.rollback()
    seen = make.execute(text(
        "select array_agg(distinct c.child_ref) from journal_entry j, unnest(j.child_ids) i join child c on c.id = i"
        " where j.action = 'seen' and j.verb = 'list_evidence_children'"
    )).scalar_one()  # fmt: skip
    assert set(seen) == set(visited)


@pytest.mark.parametrize("role", ["lead_member", "partnership", "bi_tool"])
def test_who_may_not_read_cases_opens_no_child(role, as_, visited):
    caller = as_(role)
    assert caller.get(f"{VISITS}/evidence").status_code == 200
    assert caller.get(f"{VISITS}/evidence/children").status_code == 403


def test_answers_to_surveys_have_nobody_behind_them(as_, make, council, database):
    asked = m.survey(make)
    for _ in range(7):
        m.respond(make, asked, (5,))
    compute_indicators(database)
    found, told = children_of(as_("director"), f"{m.API}/indicators/survey_agreement_standard_4")
    assert (found, told["denominator"], told["out_of_sight"]) == ([], 7, 7)


def test_what_a_figure_was_before_it_changed_is_kept(as_, make, council, database, visited, travel):
    place = {"unit_id": str(council["north_1"]), "period_start": OCT.isoformat()}
    for days in (1, 2):
        travel(m.NOON + timedelta(days=days))
        m.visits(make, visited[0], date(2026, 10, 20), 1)
        compute_indicators(database)
    reader = as_("data_analyst")
    told = reader.get(f"{VISITS}/revisions", params=place).json()
    assert (told["present"]["revision"], told["present"]["numerator"], told["present"]["denominator"]) == (3, 6, 7)
    assert [(r["revision"], r["numerator"], r["denominator"], r["value"]) for r in told["earlier"]["items"]] == [
        (2, 5, 6, pytest.approx(83.3333)), (1, 4, 5, 80),
    ]  # fmt: skip
    assert told["earlier"]["items"][0]["replaced_at"] == told["present"]["computed_at"]
    assert reader.get(f"{VISITS}/evidence", params=place).json()["earlier"] == 2
    public = as_("lead_member").get(f"{VISITS}/revisions").json()
    assert public["earlier"]["items"] == []
    make.execute(text("delete from cp_visit"))
    make.commit()
    compute_indicators(database)
    gone = reader.get(f"{VISITS}/revisions", params=place).json()
    assert (gone["present"]["value_status"], gone["present"]["value"]) == ("no_data", None)
    assert gone["earlier"]["items"][0]["numerator"] == 6


def test_a_value_that_goes_with_its_row_leaves_word(make, council, visited):
    row = make.execute(
        text("delete from indicator_value where period_type = 'month' returning id, revision")
    ).all()  # fmt: skip
    make.commit()
    left = make.execute(text("select value_id, revision - 1 from value_tombstone where not is_suppressed")).all()
    assert sorted(left) == sorted(row)


def test_nothing_counted_is_no_figure_and_never_nought_percent(as_, make, council, database):
    m.record(make, CpVisit, m.child(make), visited_on=date(2026, 10, 6), is_seen=False)
    compute_indicators(database)
    assert m.value(make, "cp_visits_seen_alone", council["council"], OCT) is None
    told = as_("director").get(f"{VISITS}/evidence", params={"period_start": OCT.isoformat()}).json()
    assert (told["figure"], told["sentence"]) == (
        None, "Council, Oct 2026: nothing was counted, so there is no figure.",
    )  # fmt: skip
    points = as_("director").get(f"{VISITS}/series").json()["points"]
    assert points == []


def test_bad_questions_about_a_figure_name_their_field(as_, visited):
    reader = as_("director")
    for path in ("evidence", "evidence/children", "revisions"):
        for bad in ({"period_start": "2026-10-02"}, {"period_start": "soon"}, {"period_type": "week"},
                    {"period_type": "quarter", "period_start": "2026-11-01"}, {"unit_id": "x"}):  # fmt: skip
            answer = reader.get(f"{VISITS}/{path}", params=bad)
            assert answer.status_code == 422, (path, bad)
            assert answer.json()["errors"][0]["pointer"] == f"?{list(bad)[-1]}"
        assert reader.get(f"{m.API}/indicators/nonsense/{path}").status_code == 404
