"""Agreement over HTTP: figures that n carries, nobody named, and inspectors' grades that stand."""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from api.access.permissions import Role
from api.audits.models import Audit
from api.kernel import clock
from tests.access.make import Caller, make_person
from tests.agreement.make import make_external_rating, make_pairs
from tests.audits.make import As, day, make_audit
from tests.calibrations.make import close, grade, make_calibration
from tests.intake.make import at_once
from tests.moderations.make import make_moderation, make_panel

AT = "/api/v1/agreement"
SEVEN_OF_TEN = [(2, 2)] * 14 + [(2, 3)] * 4 + [(2, 4)] + [(3, 2)]


@pytest.fixture
def lead(as_: As) -> Caller:
    return as_(Role.quality_lead)


def told(caller: Caller, path: str = "", **filters: Any) -> Any:
    answer = caller.get(AT + path, params=filters)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_nothing_is_said_of_nothing(lead: Caller):
    found = told(lead)
    assert found["sentence"] == "No audit has been graded a second time in this period."
    assert (found["overall"]["n"], found["overall"]["show"], found["overall"]["alpha"]) == (0, "counts", None)
    assert found["overall"]["table"] == [[0] * 4] * 4
    assert found["by_standard"] == found["by_kind"] == found["other_scales"] == []
    assert (found["inspectors"], found["calibrations"]) == (None, None)
    assert told(lead, "/hardest") == []


def test_twenty_audits_show_percentages_and_set_coefficients_apart(lead: Caller, make: Session):
    make_pairs(make, SEVEN_OF_TEN)
    found = told(lead)
    overall = found["overall"]
    assert found["sentence"] == (
        "Moderators agreed with 14 of 20 first grades; when they changed one they lowered it 5 times of 6."
    )
    assert (overall["n"], overall["exact"], overall["within_one"], overall["show"]) == (20, 14, 19, "percentages")
    assert (overall["worse"], overall["same"], overall["better"]) == (5, 14, 1)
    assert overall["table"][1] == [0, 14, 4, 1]
    assert overall["exact_share"] == pytest.approx({"value": 0.7, "lower": 0.4810, "upper": 0.8545}, abs=5e-5)
    assert overall["mean_shift"]["value"] == pytest.approx(0.25)
    assert overall["mean_shift"]["lower"] < 0.25 < overall["mean_shift"]["upper"]
    assert overall["sign_test_p"] == pytest.approx(2 * 7 / 64)
    assert found["lean_sentence"] == "Changes went both ways about as often as chance would have it."
    assert overall["is_technical"]
    assert overall["alpha"]["lower"] < overall["alpha"]["value"] < overall["alpha"]["upper"]
    assert "Fewer than 30" in overall["caution"]
    assert [(kind["kind"], kind["n"]) for kind in found["by_kind"]] == [("managers", 20)]


def test_few_audits_are_counted_and_no_more(lead: Caller, make: Session):
    make_pairs(make, [(2, 2)] * 8 + [(2, 4)])
    overall = told(lead)["overall"]
    assert (overall["n"], overall["exact"], overall["show"]) == (9, 8, "counts")
    for name in ("exact_share", "within_one_share", "mean_shift", "sign_test_p", "alpha", "ac1"):
        assert overall[name] is None, name
    assert "Fewer than 10" in overall["caution"]


def test_from_thirty_audits_on_coefficients_stand_with_the_rest(lead: Caller, make: Session):
    make_pairs(make, [(2, 2)] * 14 + [(3, 3)] * 10 + [(2, 3)] * 8)
    found = told(lead)
    overall = found["overall"]
    assert (overall["show"], overall["is_technical"], overall["caution"]) == ("coefficients", False, None)
    assert overall["ac1"]["lower"] < overall["ac1"]["value"] < overall["ac1"]["upper"]
    assert found["lean_sentence"].startswith("That is more than chance: first grades lean too high")


def test_perfect_agreement_has_no_coefficient_and_no_certainty(lead: Caller, make: Session):
    make_pairs(make, [(2, 2)] * 12)
    overall = told(lead)["overall"]
    assert overall["alpha"] is overall["ac1"] is None
    assert "Everyone gave the same grade" in overall["caution"]
    assert overall["exact_share"]["lower"] == pytest.approx(0.7575, abs=5e-5)
    answers = told(lead)["answers"]
    assert (answers["n"], answers["audits"]) == (24, 12)
    assert answers["exact_share"]["lower"] == pytest.approx(0.7575, abs=5e-5), "24 answers of 12 audits are not 24"


def test_the_chance_of_answers_is_told_by_whole_audits(lead: Caller, make: Session):
    make_pairs(make, [(2, 2)] * 10 + [(2, 3)] * 10)
    answers = told(lead)["answers"]
    assert (answers["n"], answers["exact"]) == (40, 20)
    width = answers["exact_share"]["upper"] - answers["exact_share"]["lower"]
    assert width > 0.38, "both answers of an audit move together, so 40 of them tell no more than 20"
    assert answers["sign_test_p"] is None
    standard = told(lead)["by_standard"][0]
    assert (standard["number"], standard["n"], standard["audits"]) == (1, 40, 20)


def test_filters_narrow_what_is_told(lead: Caller, make: Session, council: dict[str, uuid.UUID]):
    make_pairs(make, [(2, 2)] * 3)
    make_pairs(make, [(2, 3)] * 2, unit="south_1", kind="peer")
    assert told(lead)["overall"]["n"] == 5
    assert told(lead, kind="peer")["overall"]["n"] == 2
    assert told(lead, unit_id=str(council["north"]))["overall"]["n"] == 3
    assert told(lead, unit_id=str(council["north"]), kind="peer")["overall"]["n"] == 0
    assert told(lead, unit_id=str(council["council"]), kind="peer")["answers"]["n"] == 4
    assert told(lead, from_on="2020-01-15", to_on="2020-02-01")["overall"]["n"] == 0
    assert told(lead, from_on="2020-01-15", to_on="2020-02-01")["to_on"] == "2020-02-29"
    assert told(lead, scale="ofsted")["overall"]["n"] == 5
    assert told(lead, "/hardest", kind="peer")[0]["n"] == 2


def test_whole_years_and_single_months_are_counted_once_each(
    lead: Caller, make: Session, travel: Callable[[datetime], None]
):
    today = clock.now()
    for month in ("2023-11", "2023-12", "2024-01", "2024-12", "2025-01", "2025-12", "2026-01", "2026-02"):
        travel(datetime.fromisoformat(f"{month}-15T12:00:00+00:00"))
        make_pairs(make, [(2, 2)])
    travel(today)
    for from_on, to_on, n in (
        ("2023-11-01", "2026-02-28", 8), ("2023-12-01", "2026-01-31", 6), ("2024-01-01", "2025-12-31", 4),
        ("2024-02-01", "2024-11-30", 0), ("2024-12-01", "2025-01-31", 2), ("2026-01-01", "2026-12-31", 2),
        ("2026-01-01", "2026-01-31", 1), ("2023-01-01", "2023-12-31", 2),
    ):  # fmt: skip
        period = {"from_on": from_on, "to_on": to_on}
        found = told(lead, **period)
        assert (found["overall"]["n"], found["answers"]["n"]) == (n, 2 * n), period
        assert told(lead, **period, kind="managers")["overall"]["n"] == n, period


def test_what_cannot_be_asked_is_named(lead: Caller):
    for filters, pointer in (
        ({"from_on": "2026-05-01", "to_on": "2026-04-01"}, "?to_on"),
        ({"scale": "nothing"}, "?scale"),
        ({"kind": "x"}, "?kind"),
        ({"from_on": "0001-01-01"}, "?from_on"),
        ({"auditor_id": str(uuid.uuid4())}, "?auditor_id"),
    ):
        answer = lead.get(AT, params=filters)
        assert answer.status_code == 422
        assert [fault["pointer"] for fault in answer.json()["errors"]] == [pointer]


def test_the_hardest_criteria_come_first(lead: Caller, make: Session):
    make_pairs(make, [(2, 2)] * 6 + [(2, 3)] * 6)
    found = told(lead, "/hardest")
    assert [(one["n"], one["exact"], one["worse"], one["better"]) for one in found] == [(12, 6, 6, 0)] * 2
    assert found[0]["exact_share"]["lower"] == pytest.approx(0.2538, abs=5e-5)
    assert {one["standard_number"] for one in found} == {1}


def test_everybody_sees_their_own_and_nobody_elses(as_: As, make: Session):
    one, other = as_(Role.auditor), as_(Role.auditor)
    make_pairs(make, [(2, 3)] * 6, auditor_id=one.person_id)
    make_pairs(make, [(2, 2)] * 4, auditor_id=other.person_id)
    mine, theirs = told(one, "/mine"), told(other, "/mine")
    assert mine["sentence"] == (
        "Moderators agreed with 0 of 6 of your first grades; each time they changed one they lowered it."
    )
    assert (mine["own"]["n"], mine["own"]["worse"], mine["council"]["n"]) == (6, 6, 10)
    assert theirs["own"] is None
    assert theirs["sentence"] == "Your figures are shown from 5 moderated audits on; in this period you have 4."
    assert one.get(AT + "/mine", params={"auditor_id": str(other.person_id)}).status_code == 422


def test_own_figures_stay_when_the_audits_are_out_of_sight(as_: As, make: Session):
    auditor = as_(Role.auditor)
    make_pairs(make, [(2, 2)] * 5, auditor_id=auditor.person_id)
    make.execute(text("alter table audit disable trigger user"))
    make.execute(text("update audit set finalised_at = finalised_at - interval '200 days'"))
    make.execute(text("alter table audit enable trigger user"))
    make.commit()
    assert auditor.get("/api/v1/audits").json()["items"] == []
    assert told(auditor, "/mine")["own"]["n"] == 5


def test_a_small_lean_is_drawn_in_towards_none(as_: As, make: Session):
    auditor = as_(Role.auditor)
    make_pairs(make, [(2, 3)] * 4 + [(2, 2)] * 4, auditor_id=auditor.person_id)
    make_pairs(make, [(2, 2)] * 10 + [(3, 2)])
    found = told(auditor, "/mine")
    assert 0 < found["shrunk_lean"] < 0.5


def test_leans_are_spread_without_names(lead: Caller, as_: As, make: Session):
    for _ in range(4):
        make_pairs(make, [(2, 2)] * 10)
    few = told(lead, "/leans")
    assert (few["auditors"], few["bins"]) == (4, [])
    assert few["caution"].startswith("Only 4 auditors")
    make_pairs(make, [(2, 3)] * 5 + [(2, 2)] * 5)
    found = told(lead, "/leans")
    assert [(one["lower"], one["auditors"]) for one in found["bins"]] == [(-0.125, 4), (0.125, 0), (0.375, 1)]
    assert "auditor_id" not in str(found)
    assert as_(Role.auditor).get(AT + "/leans").status_code == 403


def test_gaps_are_cases_to_discuss_for_those_who_see_them(
    lead: Caller, as_: As, make: Session, council: dict[str, uuid.UUID]
):
    make_pairs(make, [(2, 2), (2, 3), (2, 4)])
    (gap,) = told(lead, "/gaps")["items"]
    assert (gap["first_grade"], gap["second_grade"], gap["unit_name"]) == ("good", "inadequate", "North 1")
    assert told(as_(Role.service_manager, unit="north"), "/gaps")["items"] == [gap]
    assert told(as_(Role.service_manager, unit="south"), "/gaps")["items"] == []


def test_a_pair_counts_once_from_the_moment_it_is_complete(lead: Caller, make: Session):
    moderation = make_moderation(make, state="graded")
    assert told(lead)["overall"]["n"] == 0
    (done,) = make_pairs(make, [(2, 2)])
    make.execute(text("select note_agreement(array[cast(:a as uuid), cast(:b as uuid)])"),
                 {"a": done.id, "b": moderation.id})  # fmt: skip
    make.commit()
    assert (told(lead)["overall"]["n"], told(lead)["answers"]["n"]) == (1, 2)


def test_of_a_panel_the_chairs_own_blind_grade_counts(lead: Caller, make: Session):
    moderation = make_moderation(make, state="graded")
    member = make_person(make, Role.moderator)
    make_panel(make, moderation, member.id)
    make.execute(text("update moderation_panel_member set given_at = now()"))
    make.execute(text("alter table moderation_panel_grade disable trigger user"))
    for person_id, given in ((moderation.moderator_id, "inadequate"), (member.id, "outstanding")):
        make.execute(text("insert into moderation_panel_grade (id, moderation_id, person_id, tool_question_id, grade)"
                          " select gen_random_uuid(), :of, :by, q, :grade from (select tool_question_id as q from"
                          " moderation_judgement union all select null) a"),
                     {"of": moderation.id, "by": person_id, "grade": given})  # fmt: skip
    make.execute(text("update moderation set state = 'returned', audit_quality = 'poor', completed_at = now()"))
    make.commit()
    found = told(lead)
    assert (found["overall"]["n"], found["overall"]["table"][1]) == (1, [0, 0, 0, 1])
    assert (found["answers"]["n"], found["answers"]["worse"]) == (2, 2)


def test_inspectors_are_one_more_rater(lead: Caller, make: Session):
    for moderation in make_pairs(make, [(2, 2)] * 2 + [(2, 3)]):
        make_external_rating(make, make.get_one(Audit, moderation.audit_id), "requires_improvement")
    found = told(lead)["inspectors"]
    assert (found["against_first"]["n"], found["against_first"]["exact"], found["against_first"]["worse"]) == (3, 0, 3)
    assert (found["against_reported"]["exact"], found["alpha_of_three"]) == (1, None)


def rating(of: uuid.UUID, **over: Any) -> dict[str, Any]:
    return {"audit_id": str(of), "by_whom": "Ofsted, March 2026", "rated_on": day(3).isoformat(),
            "overall_grade": "requires_improvement"} | over  # fmt: skip


def test_an_inspectors_grades_are_entered_and_superseded(lead: Caller, make: Session):
    audit = make_audit(make, state="final")
    standard = told(lead, "/ratings", audit_id=str(audit.id))
    assert standard["items"] == []
    answer = lead.post(AT + "/ratings", json=rating(audit.id))
    assert answer.status_code == 201, answer.text
    first = answer.json()
    assert (first["first_grade"], first["overall_grade"], first["is_superseded"]) == (
        "good", "requires_improvement", False,
    )  # fmt: skip
    (of_standard,) = first["standards"]
    assert (of_standard["number"], of_standard["grade"]) == (1, None)
    grades = {of_standard["standard_id"]: "inadequate"}
    second = lead.post(AT + "/ratings", json=rating(audit.id, supersedes_id=first["id"], standards=grades))
    assert second.status_code == 201, second.text
    assert second.json()["standards"][0]["grade"] == "inadequate"
    listed = told(lead, "/ratings", audit_id=str(audit.id))["items"]
    assert [(one["id"], one["is_superseded"]) for one in listed] == [(second.json()["id"], False), (first["id"], True)]
    assert told(lead)["inspectors"]["against_first"]["n"] == 1


def test_an_inspection_is_entered_once(lead: Caller, make: Session):
    audit = make_audit(make, state="final")
    answers = at_once(*[lambda: lead.post(AT + "/ratings", json=rating(audit.id))] * 2)
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    first = next(answer.json() for answer in answers if answer.status_code == 201)
    change = rating(audit.id, supersedes_id=first["id"], overall_grade="good")
    answers = at_once(*[lambda: lead.post(AT + "/ratings", json=change)] * 2)
    assert sorted(answer.status_code for answer in answers) == [201, 409]


def test_ratings_that_cannot_be_are_refused(lead: Caller, make: Session):
    audit = make_audit(make, state="final")
    for over, pointer in (
        ({"overall_grade": "fine"}, "/overall_grade"),
        ({"rated_on": (clock.today().replace(year=2100)).isoformat()}, "/rated_on"),
        ({"audit_id": str(uuid.uuid4())}, "/audit_id"),
        ({"by_whom": "  "}, "/by_whom"),
    ):
        answer = lead.post(AT + "/ratings", json=rating(audit.id, **over))
        assert answer.status_code == 422
        assert [fault["pointer"] for fault in answer.json()["errors"]] == [pointer]
    unknown = str(uuid.uuid4())
    answer = lead.post(AT + "/ratings", json=rating(audit.id, standards={unknown: "good"}))
    assert [fault["pointer"] for fault in answer.json()["errors"]] == [f"/standards/{unknown}"]
    answer = lead.post(AT + "/ratings", json=rating(make_audit(make, state="submitted").id))
    assert (answer.status_code, answer.json()["code"]) == (409, "audit_not_final")
    answer = lead.post(AT + "/ratings", json=rating(audit.id, supersedes_id=str(uuid.uuid4())))
    assert (answer.status_code, answer.json()["code"]) == (409, "rating_superseded")


def test_ratings_are_seen_with_the_audit_alone(as_: As, make: Session, council: dict[str, uuid.UUID]):
    audit = make_audit(make, state="final")
    make_external_rating(make, audit)
    north, south = as_(Role.service_manager, unit="north"), as_(Role.service_manager, unit="south")
    assert len(told(north, "/ratings", audit_id=str(audit.id))["items"]) == 1
    assert told(south, "/ratings", audit_id=str(audit.id))["items"] == []


@pytest.mark.parametrize("change", ["update external_rating set overall_grade = 'good'", "delete from external_rating"])
def test_an_inspectors_grades_never_change(change: str, make: Session, council: dict[str, uuid.UUID]):
    make_external_rating(make, make_audit(make, state="final"))
    with pytest.raises(DBAPIError, match="only superseded"):
        make.execute(text(change))
    make.rollback()


def test_calibrations_tell_how_many_read_the_same_case(lead: Caller, as_: As, make: Session):
    auditor = as_(Role.auditor)
    calibration = make_calibration(make)
    grade(make, calibration, ["good", "good", "inadequate", "good"], auditor.person_id)
    for _ in range(3):
        grade(make, calibration, ["good", "requires_improvement", "good", "good"])
    close(make, calibration)
    found = told(lead)["calibrations"]
    assert (found["exercises"], found["people"], found["questions"], found["grades"]) == (1, 4, 4, 16)
    assert found["alpha"] is found["exact_share"] is None
    assert "Fewer than 10 questions" in found["caution"]
    own = told(auditor, "/mine")["calibrations"]
    assert own == {"exercises": 1, "n": 4, "agreed": 0, "same": 2, "worse": 1, "better": 1}
    assert told(as_(Role.auditor), "/mine")["calibrations"] is None


def test_an_agreed_grade_goes_before_the_middle_of_grades(as_: As, make: Session):
    auditor = as_(Role.auditor)
    for _ in range(3):
        calibration = make_calibration(make)
        for person_id in (auditor.person_id, None, None):
            grade(make, calibration, ["good", "good", "good", "good"], person_id)
        close(make, calibration)
    make.execute(text("update calibration_question set agreed_grade = 'inadequate', agreed_reason = 'Seen together.'"
                      " where tool_question_id is null"))  # fmt: skip
    make.commit()
    own = told(auditor, "/mine")["calibrations"]
    assert own == {"exercises": 3, "n": 12, "agreed": 3, "same": 9, "worse": 0, "better": 3}
    everybody = told(auditor)["calibrations"]
    assert (everybody["questions"], everybody["alpha"]) == (12, None)
    assert everybody["exact_share"] == {"value": 1.0, "lower": None, "upper": None}
