"""The frame of a round, the draw from it, its repetition, and why a child was drawn or was not."""

from datetime import timedelta
from typing import Any

import psycopg
import pytest
from sqlmodel import Session

from api.cases.models import (
    CareLeaver,
    CinPlan,
    CinVisit,
    ClaVisit,
    CpVisit,
    MissingEpisode,
    Referral,
    Supervision,
)
from api.kernel import clock
from api.kernel.database import Database
from api.rounds.frame import before_working_days, months_before
from api.statistics.workdays import working_days_between
from tests.audits.make import day, make_audit
from tests.cases import make as cases
from tests.rounds.make import ROUNDS, As, ahead, at, cases_of, make_case, make_cases, make_drawn, make_work, post

PREVIEW = f"{ROUNDS}/preview"


def preview(lead: Any, rule: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = post(lead, PREVIEW, {"rule": rule or {}} | more)
    return found


def counts(told: list[dict[str, Any]]) -> dict[str, int]:
    return {one["reason"]: one["count"] for one in told}


def test_preview_counts_by_stratum_and_by_reason_and_names_nobody(as_: As, make: Session, council):
    lead = as_("quality_lead", unit="council")
    named, under_way, lately, long_ago, *_ = make_cases(make, north_1=7, south_1=2)
    make_audit(make, child=under_way)
    make_audit(make, child=lately, state="final", allocated_at=clock.now() - timedelta(days=200))
    make_audit(make, child=long_ago, state="final", allocated_at=clock.now() - timedelta(days=500),
               finalised_at=clock.now() - timedelta(days=450))  # fmt: skip
    make_case(make, "south_1", "cp")
    rule = {"case_types": ["cin"], "excluded": [{"child_ref": named.child_ref, "reason": "Bereaved"}]}
    answer = lead.post(PREVIEW, json={"rule": rule, "stratify_by": ["team"], "sizes": [3, 1]})
    found = answer.json()
    assert (found["children"], found["in_rule"], found["eligible"], found["drawn"]) == (10, 9, 6, 4)
    assert counts(found["outside"]) == {"case_type": 1}
    assert counts(found["excluded"]) == {"named": 1, "under_way": 1, "recently_audited": 1}
    assert [(s["unit_name"], s["population"], s["sampled"], s["excluded"]) for s in found["strata"]] == [
        ("North 1", 4, 3, 3), ("South 1", 2, 1, 0),
    ]  # fmt: skip
    assert named.child_ref not in answer.text
    assert counts(preview(lead, rule | {"recently_audited_months": 0})["excluded"]) == {"named": 1, "under_way": 1}
    assert counts(preview(lead, rule | {"recently_audited_months": 24})["excluded"])["recently_audited"] == 2


def test_a_preview_is_what_is_drawn(as_: As, make: Session):
    lead = as_("quality_lead", unit="council")
    make_cases(make, north_1=7, north_2=4, south_1=1)
    found = preview(lead, stratify_by=["team", "age_band"], sizes=[6])
    drawn = make_drawn(lead, make, size=6, stratify_by=["team", "age_band"])
    assert found["strata"] == drawn["lines"][0]["strata"]


def in_frame(lead: Any, rule: dict[str, Any]) -> int:
    found: int = preview(lead, rule)["in_rule"]
    return found


def test_rule_by_team_worker_age_type_and_plan(as_: As, make: Session, council):
    lead = as_("quality_lead", unit="council")
    make_case(make, "north_1", "cin", worker="w1", birth_on=clock.today() - timedelta(days=200))
    protected = make_case(make, "north_2", "cp", worker="w2", birth_on=clock.today() - timedelta(days=365 * 17 + 20))
    make_work(make, protected, "cla")
    leaving = cases.make_child(make, team="south_1", worker="w3", birth_on=None)
    cases.make_record(make, CareLeaver, child_ref=leaving.child_ref, eligibility="Former Relevant")
    gone = cases.make_child(make, team=None)
    cases.make_record(make, CareLeaver, child_ref=gone.child_ref, eligibility="No Current Eligibility")
    planned = make_case(make, "north_1", "cin", worker="w1")
    cases.make_record(make, CinPlan, child_ref=planned.child_ref, started_on=day(30))
    cases.make_child(make, team="south_1", worker="w4")
    assert in_frame(lead, {}) == 5, "without open work nobody is in any frame"
    for rule, expected in (
        ({"unit_ids": [str(council["north"])]}, 3), ({"unit_ids": [str(council["north_1"])]}, 2),
        ({"worker_codes": ["w1", "w3"]}, 3), ({"age_bands": ["under_1"]}, 1), ({"age_bands": ["16_to_17"]}, 1),
        ({"age_bands": ["unknown", "10_to_15"]}, 3), ({"case_types": ["cin"]}, 2), ({"case_types": ["cp"]}, 1),
        ({"case_types": ["cla"]}, 1), ({"case_types": ["care_leaver", "other"]}, 2),
        ({"plan_types": ["cin_plan"]}, 1), ({"plan_types": ["cp_plan"]}, 1), ({"plan_types": ["no_plan"]}, 3),
        ({"plan_types": ["cin_plan"], "unit_ids": [str(council["south"])]}, 0),
    ):  # fmt: skip
        assert in_frame(lead, rule) == expected, rule
    strata = preview(lead, stratify_by=["case_type"])["strata"]
    assert {one["case_type"]: one["population"] for one in strata} == {
        "cin": 2, "cla": 1, "care_leaver": 1, "other": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("flag", "number", "model", "before", "within"),
    [
        ("no_visit", 20, CpVisit, {"visited_on": day(60)}, {"visited_on": day(5), "is_seen_alone": False}),
        ("no_visit", 20, CinVisit, {"visited_on": day(60)}, {"visited_on": day(5)}),
        ("no_visit", 20, ClaVisit, {"visited_on": day(60)}, {"visited_on": day(5)}),
        ("not_seen_alone", 90, CpVisit, {"visited_on": day(5), "is_seen_alone": False},
         {"visited_on": day(90), "is_seen_alone": True}),
        ("no_supervision", 35, Supervision, {"held_on": day(36)}, {"held_on": day(35)}),
    ],
)  # fmt: skip
def test_what_did_not_happen_is_a_flag_of_work_that_was_open_then(
    flag: str, number: int, model: Any, before: dict, within: dict, as_: As, make: Session
):
    lead, rule = as_("quality_lead", unit="council"), {"flags": [{"name": flag, "number": number}]}
    child = make_case(make)
    cases.make_record(make, model, child_ref=child.child_ref, **before)
    new = make_case(make, kind="none")
    make_work(make, new, "cin", referred_on=day(3))
    assert in_frame(lead, rule) == 1, "what began three days ago has not been left unvisited for weeks"
    cases.make_record(make, model, child_ref=child.child_ref, **within)
    assert in_frame(lead, rule) == 0


def test_flags_of_what_did_happen(as_: As, make: Session):
    lead = as_("quality_lead", unit="council")
    again, once = make_cases(make, north_1=2)
    assert again.child_ref != once.child_ref
    earlier = cases.LONG_AGO - timedelta(days=200)
    cases.make_record(make, Referral, child_ref=again.child_ref, referred_on=earlier, closed_on=earlier)
    long = make_case(make, kind="cp")
    cases.make_record(make, MissingEpisode, child_ref=long.child_ref, started_on=day(20))
    for flag, number, expected in (
        ("re_referral", 7, 1), ("re_referral", 6, 0), ("long_plan", 3, 1), ("long_plan", 900, 0),
        ("went_missing", 30, 1), ("went_missing", 10, 0), ("never_audited", 1, 3),
    ):  # fmt: skip
        assert in_frame(lead, {"flags": [{"name": flag, "number": number}]}) == expected, (flag, number)
    both = [{"name": "long_plan", "number": 3}, {"name": "re_referral", "number": 7}]
    assert in_frame(lead, {"flags": both}) == 0
    assert in_frame(lead, {"flags": both, "flags_needed": "any"}) == 2
    make_audit(make, child=once, state="final")
    assert in_frame(lead, {"flags": [{"name": "never_audited"}]}) == 2


def test_days_and_months_before():
    end = day(0)
    for n in (1, 5, 20, 250):
        start = before_working_days(end, n)
        assert working_days_between(start, end) >= n
        assert working_days_between(start + timedelta(days=1), end) < n
    assert months_before(end.replace(year=2026, month=3, day=31), 1).isoformat() == "2026-02-28"
    assert months_before(end.replace(year=2026, month=12, day=31), 12).isoformat() == "2025-12-31"
    assert months_before(end.replace(year=2024, month=1, day=30), 11).isoformat() == "2023-02-28"


def test_the_same_seed_draws_the_same_again(as_: As, make: Session):
    lead = as_("quality_lead", unit="council")
    make_cases(make, north_1=9, south_1=4)
    drawn = make_drawn(lead, make, size=5)
    path = f"{ROUNDS}/{drawn['id']}"
    case = cases_of(lead, drawn, state="drawn")[0]
    post(lead, f"{path}/cases/{case['id']}/replace", {"reason": "Closed since the draw."})
    checked = lead.get(f"{path}/check").json()
    assert (checked["is_same_frame"], checked["is_same_sample"]) == (True, True)
    assert checked["frame_digest"] == checked["frame_digest_now"] == drawn["frame_digest"]
    make_cases(make, south_1=1)
    checked = lead.get(f"{path}/check").json()
    assert checked["is_same_frame"] is False
    assert "have changed since the draw" in checked["sentence"]


def test_why_says_what_became_of_each_child(as_: As, make: Session):
    lead = as_("quality_lead", unit="council")
    children = make_cases(make, north_1=9)
    lately, named, other = children[0], children[1], make_case(make, "south_1", "cp")
    make_audit(make, child=lately, state="final")
    rule = {"case_types": ["cin"], "excluded": [{"child_ref": named.child_ref, "reason": "Bereaved in June"}]}
    drawn = make_drawn(lead, make, size=2, rule=rule)
    path = f"{ROUNDS}/{drawn['id']}/why"

    def why(ref: str) -> dict[str, Any]:
        answer = lead.get(f"{path}/{ref}")
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.json()
        return told

    outcomes = {child.child_ref: why(child.child_ref) for child in children}
    told = sorted(one["outcome"] for one in outcomes.values())
    assert told == ["drawn"] * 2 + ["excluded"] * 2 + ["not_drawn"] * 3 + ["reserve"] * 2
    last = max(one["number"] for one in outcomes.values() if one["outcome"] == "drawn")
    assert all(one["number"] > last == one["last_drawn"] for one in outcomes.values() if one["outcome"] == "not_drawn")
    assert outcomes[lately.child_ref]["reason"] == "recently_audited"
    assert outcomes[named.child_ref]["sentence"] == "Left out before the draw. Left out by name: Bereaved in June."
    assert (why(other.child_ref)["outcome"], why(other.child_ref)["reason"]) == ("outside", "case_type")
    assert why("A" * 16)["outcome"] == "unknown"
    assert lead.get(f"{path}/short").status_code == 422
    manager = as_("team_manager", unit="south_1")
    assert manager.get(f"{path}/{children[3].child_ref}").json()["outcome"] == "unknown"
    assert "Bereaved" not in as_("director").get(f"{path}/{named.child_ref}").text


def test_a_child_drawn_in_one_round_waits_for_its_audit(as_: As, make: Session):
    lead = as_("quality_lead", unit="council")
    make_cases(make, north_1=3)
    make_drawn(lead, make, size=2)
    found = preview(lead)
    assert counts(found["excluded"]) == {"another_round": 2}
    second = make_drawn(lead, make, size=5)
    assert (second["drawn"], second["lines"][0]["shortfall"]) == (1, 4)


@pytest.mark.parametrize(
    "statement",
    [
        "update round set seed = 'another'", "update round set rule = '{}'", "update round set frame_digest = 'x'",
        "delete from round_case", "update round_case set number = 0", "update round_case set child_ref = 'x'",
        "update round_line set strata = '[]'", "delete from round_line", "delete from round",
    ],
)  # fmt: skip
def test_what_was_drawn_stands_for_everybody(statement: str, as_: As, make: Session, database: Database):
    lead = as_("quality_lead", unit="council")
    make_cases(make, north_1=3)
    make_drawn(lead, make, size=2)
    with database.connect() as db, pytest.raises(psycopg.errors.RestrictViolation, match="cannot be changed"):
        db.execute(statement)


def test_a_closed_round_never_changes(as_: As, make: Session, database: Database):
    lead = as_("quality_lead", unit="council")
    make_cases(make, north_1=3)
    drawn = make_drawn(lead, make, size=2)
    post(lead, f"{ROUNDS}/{drawn['id']}/close", {"note": "The inspection came."}, of=drawn)
    for statement in ("update round set title = 'x'", "update round_case set auditor_id = null, state = 'drawn'"):
        with database.connect() as db, pytest.raises(psycopg.errors.RestrictViolation):
            db.execute(statement)
    case = cases_of(lead, drawn)[0]
    answer = lead.patch(f"{ROUNDS}/{drawn['id']}/cases/{case['id']}", json={"auditor_id": str(lead.person_id)})
    assert (answer.status_code, answer.json()["code"]) == (409, "round_not_open")
    assert lead.post(f"{ROUNDS}/{drawn['id']}/close", json={}, headers=at(drawn)).status_code == 412
    assert ahead(0) == clock.today().isoformat()
