"""Charts and funnels through HTTP: limits, signals and words, and what members are shown."""

import pytest

from tests.annotations.make import REASON, note
from tests.charts.make import CODE, month, series
from tests.indicators.make import API, NOON
from tests.targets.make import make_target

CHART, FUNNEL = f"{API}/indicators/{CODE}/chart", f"{API}/indicators/{CODE}/funnel"
STEADY = [(28, 40), (30, 40), (29, 40), (31, 40)] * 5


@pytest.fixture(autouse=True)
def monday(travel):
    travel(NOON)


def chart(caller, **params):
    answer = caller.get(CHART, params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_steady_series_is_told_from_one_that_changes(as_, make, council):
    series(make, council["council"], STEADY)
    series(make, council["north"], [*STEADY, (39, 40)])
    series(make, council["south"], [*STEADY, (14, 40)])
    reader = as_("practitioner")
    steady = chart(reader)
    assert (steady["kind"], steady["variation"], steady["variation_words"]) == (
        "xmr", "common_cause", "No significant change",
    )  # fmt: skip
    assert steady["reason"] == "Each point rests on a similar number, so one pair of limits is fair to all."
    assert steady["sentence"].startswith("Council, Aug 2026: 78% (31 of 40). That is no change beyond chance: between")
    up, down = (chart(reader, unit_id=str(council[unit])) for unit in ("north", "south"))
    assert (up["variation"], up["variation_words"]) == ("improvement", "Improving: high")
    assert (down["points"][-1]["signal_words"], down["variation_words"]) == ("Below the lower limit", "Concern: low")
    assert "a concern beyond chance: below the lower limit" in down["sentence"]


def test_the_target_is_met_missed_or_neither(as_, make, council):
    series(make, council["council"], STEADY)
    lead = as_("quality_lead")
    assert chart(lead)["assurance_words"] == "No target"
    make_target(make, CODE, 95, lead.id if hasattr(lead, "id") else lead.get(f"{API}/me").json()["id"])
    found = chart(lead)
    assert (found["target"], found["assurance"]) == (95, "consistent_fail")
    assert found["sentence"].endswith("As things stand it will consistently miss the target of 95%.")
    assert {point["target"] for point in found["points"]} == {95}


def test_few_points_have_no_icon_and_say_so(as_, make, council):
    series(make, council["council"], STEADY[:6])
    found = chart(as_("practitioner"))
    assert (found["kind"], found["variation"], found["variation_words"]) == ("run", None, "Too few points to say")
    assert found["points"][0]["upper_limit"] is None
    assert any("fewer than 13" in caution for caution in found["cautions"])
    nothing = chart(as_("practitioner"), unit_id=str(council["south"]))
    assert (nothing["points"], nothing["sentence"]) == ([], "South: nothing is known yet.")


def test_a_run_chart_of_many_points_says_what_runs_and_crossings_say(as_, make, council):
    """Few complaints a month, whose days nobody may know: 18 points, judged by the rules of run charts alone."""
    rare = [(count, 40) for count in (0, 2, 0, 1, 3, 0, 2, 0, 1, 0, 2, 0, 3, 0, 2, 0, 1, 2)]
    series(make, council["council"], rare, in_public=True)
    reader = as_("lead_member")
    steady = chart(reader)
    assert (steady["kind"], steady["variation"], steady["variation_words"]) == (
        "run", "common_cause", "No significant change",
    )  # fmt: skip
    assert (steady["assurance"], steady["assurance_words"]) == (None, "No target")
    assert steady["sentence"].endswith("That is no change beyond chance.")
    assert not any("fewer than 13" in caution for caution in steady["cautions"])


def test_a_run_chart_that_chance_does_not_explain_says_so(as_, make, council):
    series(make, council["north"], [(0, 40)] * 10 + [(2, 40), (3, 40)] * 5, in_public=True)
    reader, lead = as_("lead_member"), as_("quality_lead")
    make_target(make, CODE, 95, lead.get(f"{API}/me").json()["id"])
    found = chart(reader, unit_id=str(council["north"]))
    assert (found["kind"], found["variation"], found["variation_words"]) == (
        "run", None, "Changing: more than chance explains",
    )  # fmt: skip
    assert found["assurance_words"] == "Not told by a run chart"
    assert "It has run on one side of its middle for longer" in found["sentence"]
    note(lead, "2026-01-01", is_rebase=True, reason=REASON).raise_for_status()
    anew = chart(reader, unit_id=str(council["north"]))
    assert anew["variation_words"] == "Too few points to say", "a run is counted from the rebase on"
    assert anew["points"][0]["centre"] < anew["points"][-1]["centre"]


def test_a_rebase_starts_anew_with_the_first_whole_period(as_, make, council):
    series(make, council["council"], STEADY[:14] + [(36, 40), (37, 40)] * 3)
    note(as_("quality_lead"), "2026-02-10", is_rebase=True, reason=REASON).raise_for_status()
    found = chart(as_("practitioner"))
    assert [note["label"] for note in found["annotations"]] == ["Feb 2026"]
    centres = {point["label"]: round(point["centre"], 2) for point in found["points"]}
    assert centres["Feb 2026"] == centres["Jan 2025"] != centres["Mar 2026"] == centres["Aug 2026"]
    assert found["variation"] is None, "six points since"


def test_denominators_that_differ_have_limits_of_their_own(as_, make, council):
    series(make, council["council"], [(30, 40), (90, 120)] * 8)
    found = chart(as_("practitioner"))
    assert found["kind"] == "p"
    small, large = found["points"][:2]
    assert small["upper_limit"] > large["upper_limit"] > large["centre"] == 75
    series(make, council["north"], [(300, 400), (330, 400)] * 8)
    assert chart(as_("practitioner"), unit_id=str(council["north"]))["kind"] == "laney_p"


def test_a_period_still_running_is_drawn_and_not_judged(as_, make, council):
    series(make, council["council"], [*STEADY, (1, 40)], last_runs=True)
    found = chart(as_("practitioner"))
    assert (found["points"][-1]["value"], found["points"][-1]["signal"], found["variation"]) == (
        2.5, "common_cause", "common_cause",
    )  # fmt: skip
    assert "Aug 2026" in found["sentence"]


def test_where_only_the_running_period_has_a_figure_that_is_told(as_, make, council):
    series(make, council["council"], [(30, 40)], last_runs=True)
    found = chart(as_("practitioner"))
    assert "Jan 2025: 75% (30 of 40) so far. No earlier figure" in found["sentence"]
    assert found["variation"] is None


def test_members_get_limits_of_what_is_shown_to_them_alone(as_, make, council):
    hidden = [None if place in (3, 9) else count for place, count in enumerate(STEADY)]
    series(make, council["council"], [*STEADY[:-1], (2, 40)])
    series(make, council["council"], hidden, in_public=True)
    shown = chart(as_("lead_member"))
    assert [p["value"] for p in shown["points"] if p["value_status"] == "suppressed"] == [None, None]
    known = [p["value"] for p in shown["points"] if p["value"] is not None]
    assert shown["points"][0]["centre"] == pytest.approx(sum(known) / len(known)), "the mean of what they see"
    assert any(caution.startswith("Hidden figures") for caution in shown["cautions"])
    team = as_("lead_member").get(CHART, params={"unit_id": str(council["north_1"])})
    assert team.status_code == 404


def test_every_indicator_stands_in_a_row_with_its_answers(as_, make, council):
    series(make, council["council"], [*STEADY, (39, 40)])
    found = as_("practitioner").get(f"{API}/charts").json()
    assert (found["unit_name"], len(found["items"])) == ("Council", len({one["code"] for one in found["items"]}))
    row = next(one for one in found["items"] if one["code"] == CODE)
    assert (row["variation_words"], row["latest"]["numerator"], len(row["values"])) == ("Improving: high", 39, 21)
    rest = next(one for one in found["items"] if one["code"] != CODE)
    assert (rest["latest"], rest["variation_words"]) == (None, "Too few points to say")


def test_a_funnel_names_who_stands_out_and_ranks_nobody(as_, make, council):
    quarter = {"kind": "quarter", "first": 18}
    for unit, count in {"north_1": (30, 40), "north_2": (31, 40), "south_1": (8, 40)}.items():
        series(make, council[unit], [count], **quarter)
    found = as_("practitioner").get(FUNNEL).json()
    assert (found["label"], found["units_kind"]) == ("Jul to Sep 2026", "team")
    assert [(one["name"], one["place"]) for one in found["units"]] == [
        ("North 1", "above_95"), ("North 2", "above_95"), ("South 1", "below_998"),
    ]  # fmt: skip
    assert found["standard"] == pytest.approx(57.5)
    assert found["lines"][0]["upper_998"] <= 100
    assert any("fewer than ten units" in caution for caution in found["cautions"])
    assert found["periods"] == [month(18).isoformat()]
    assert as_("practitioner").get(FUNNEL, params={"period_start": "1999-01-01"}).json()["units"] == []


def test_members_compare_services_by_what_is_not_hidden(as_, make, council):
    quarter = {"kind": "quarter", "first": 18, "in_public": True}
    series(make, council["north"], [(60, 80)], **quarter)
    series(make, council["south"], [None], **quarter)
    member = as_("lead_member")
    found = member.get(FUNNEL).json()
    assert [(one["name"], one["value_status"]) for one in found["units"]] == [("North", "ok"), ("South", "suppressed")]
    assert found["standard"] == 75, "from what is shown alone"
    assert member.get(FUNNEL, params={"units": "team"}).status_code == 404


def test_workers_are_never_compared_and_counts_cannot_be(as_, council):
    reader = as_("quality_lead")
    assert reader.get(FUNNEL, params={"units": "worker"}).status_code == 422
    count = reader.get(f"{API}/indicators/children_looked_after/funnel").json()
    assert (count["units"], count["sentence"]) == (
        [], "It is a count without a denominator, so that teams cannot be compared.",
    )  # fmt: skip
    assert reader.get(CHART, params={"period_type": "day"}).json()["errors"][0]["pointer"] == "?period_type"
    assert reader.get(f"{API}/indicators/nonsense/chart").status_code == 404
