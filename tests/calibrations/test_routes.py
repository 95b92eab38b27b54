"""Calibrations over HTTP: set up, invited, graded blind, closed, told and agreed on."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from api.access.models import RoleGrant
from api.access.permissions import Role
from api.audits.models import Audit
from api.kernel import clock
from tests.access.make import make_person
from tests.audits.make import As, at, due, make_audit, make_child, make_involvement, questions_of
from tests.calibrations.make import WHY, close, grade, grades_of, make_calibration
from tests.moderations.make import make_moderation

CALIBRATIONS = "/api/v1/calibrations"


def new_for(audit: Any, *people: uuid.UUID, **over: Any) -> dict[str, Any]:
    days = {"opens_on": clock.today().isoformat(), "closes_on": due()}
    return {"title": "What is a plan?", "audit_id": str(audit.id), "person_ids": [str(p) for p in people]} | days | over


def test_a_lead_sets_up_an_exercise(as_: As, make: Session):
    lead, audit = as_("quality_lead", unit="council"), make_audit(make, state="final")
    auditors = [make_person(make, Role.auditor).id for _ in range(2)]
    answer = lead.post(CALIBRATIONS, json=new_for(audit, *auditors, auditors[0]))
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert answer.headers["ETag"] == '"1"'
    assert (made["state"], made["invited"], made["graded"], made["audit_id"]) == ("open", 2, 0, str(audit.id))
    assert made["question_ids"] == [str(q) for q in questions_of(make, audit.audit_tool_id)]
    assert made["child_id"] == str(audit.child_id)
    assert [item["id"] for item in lead.get(CALIBRATIONS).json()["items"]] == [made["id"]]
    assert lead.get(f"{CALIBRATIONS}?state=closed").json()["items"] == []


def test_part_of_a_tool_can_be_graded(as_: As, make: Session):
    lead, audit = as_("quality_lead", unit="council"), make_audit(make, state="final")
    chosen = str(questions_of(make, audit.audit_tool_id)[1])
    new = new_for(audit, make_person(make, Role.auditor).id, question_ids=[chosen])
    assert lead.post(CALIBRATIONS, json=new).json()["question_ids"] == [chosen]


@pytest.mark.parametrize(("change", "pointer"), [
    ({"audit_id": str(uuid.uuid4())}, "/audit_id"),
    ({"question_ids": [str(uuid.uuid4())]}, "/question_ids/0"),
    ({"person_ids": [str(uuid.uuid4())]}, "/person_ids/0"),
    ({"person_ids": []}, "/person_ids"),
    ({"closes_on": due(-1)}, "/closes_on"),
    ({"opens_on": due(30)}, "/closes_on"),
    ({"title": " "}, "/title"),
    ({"more": 1}, "/more"),
])  # fmt: skip
def test_what_is_wrong_with_a_new_one_is_named(as_: As, make: Session, change: dict[str, Any], pointer: str):
    lead, audit = as_("quality_lead", unit="council"), make_audit(make, state="final")
    answer = lead.post(CALIBRATIONS, json=new_for(audit, make_person(make, Role.auditor).id) | change)
    assert answer.status_code == 422
    assert pointer in [error["pointer"] for error in answer.json()["errors"]]


def test_an_audit_that_is_not_final_is_no_case(as_: As, make: Session):
    lead, audit = as_("quality_lead", unit="council"), make_audit(make, state="submitted")
    answer = lead.post(CALIBRATIONS, json=new_for(audit, make_person(make, Role.auditor).id))
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/audit_id"]
    assert lead.get(f"{CALIBRATIONS}/candidates?audit_id={audit.id}").status_code == 422


def test_nobody_near_the_case_or_who_knows_its_grades_is_invited(as_: As, make: Session, council):
    lead, child = as_("quality_lead", unit="council"), make_child(make, worker="case-worker")
    row = make_moderation(make, state="completed", audit=make_audit(make, state="submitted", child=child))
    audit = make.get_one(Audit, row.audit_id)
    make_involvement(make, child, "reviewer", "IRO")
    near = {
        "made the audit": audit.auditor_id,
        "has read the audit's grades": row.moderator_id,
        "is or was the child's allocated worker": make_person(make, Role.auditor, worker_ref="case-worker").id,
        "is or was the child's independent reviewing officer": make_person(
            make, Role.auditor, worker_ref="reviewer"
        ).id,
        "manages or managed the child's team": make_person(make, Role.team_manager, council["north_1"]).id,
        "is in the child's team": make_person(make, Role.auditor, council["north_1"]).id,
    }
    both = make_person(make, Role.moderator)
    make.add(RoleGrant(role=Role.quality_lead, person_id=both.id, reason="Test"))
    make.commit()
    near["sees the audit and its grades"] = both.id
    far = make_person(make, Role.auditor, council["south_1"]).id
    told = {one["person_id"]: one["conflict"] for one in lead.get(
        f"{CALIBRATIONS}/candidates?audit_id={audit.id}&limit=200").json()["items"]}  # fmt: skip
    assert {words: told[str(person)] for words, person in near.items()} == {words: words for words in near}
    assert told[str(far)] is None
    answer = lead.post(CALIBRATIONS, json=new_for(audit, far, *near.values()))
    assert answer.status_code == 422
    assert {(e["pointer"], e["detail"]) for e in answer.json()["errors"]} == {
        (f"/person_ids/{place}", f"This person {words}.") for place, words in enumerate(near, 1)
    }


def test_a_grader_reads_the_case_and_not_the_audit(as_: As, make: Session):
    grader, audit = as_("auditor", unit="south_1"), make_audit(make, state="final")
    child = f"/api/v1/children/{audit.child_id}"
    assert grader.get(child).status_code == 404
    row = make_calibration(make, audit=audit, rater_ids=[grader.person_id])
    read = grader.get(f"{CALIBRATIONS}/{row.id}").json()
    assert (read["is_mine"], read["has_graded"], read["audit_id"]) == (True, False, None)
    assert grader.get(child).status_code == 200
    assert grader.get(f"/api/v1/audits/{audit.id}").status_code == 404
    assert grader.get(f"{CALIBRATIONS}?mine=true").json()["items"][0]["id"] == str(row.id)


def test_the_case_is_out_of_sight_before_it_opens_and_after_standing_aside(as_: As, make: Session):
    grader = as_("auditor", unit="south_1")
    early = make_calibration(make, rater_ids=[grader.person_id], opens=1)
    assert grader.get(f"{CALIBRATIONS}/{early.id}").json()["state"] == "planned"
    assert grader.get(f"/api/v1/children/{early.child_id}").status_code == 404
    row = make_calibration(make, rater_ids=[grader.person_id])
    assert grader.get(f"/api/v1/children/{row.child_id}").status_code == 200
    read = grader.post(f"{CALIBRATIONS}/{row.id}/stand-aside").json()
    assert (read["own"]["stood_aside_at"] is not None, read["invited"]) == (True, 0)
    assert grader.get(f"/api/v1/children/{row.child_id}").status_code == 404
    assert grader.post(f"{CALIBRATIONS}/{row.id}/grade", json=grades_of(make, row)).json()["code"] == "already_graded"


def test_another_teams_calibration_is_not_found(as_: As, make: Session):
    row = make_calibration(make, rater_ids=[make_person(make, Role.auditor).id])
    for role, unit, status in (
        ("auditor", "north_1", 404), ("team_manager", "south_1", 404), ("service_manager", "south", 404),
        ("service_manager", "north", 200), ("team_manager", "north_1", 200), ("moderator", "south_1", 200),
        ("director", "council", 200),
    ):  # fmt: skip
        assert as_(role, unit=unit).get(f"{CALIBRATIONS}/{row.id}").status_code == status, role
    stranger = as_("auditor", unit="south_1")
    assert stranger.get(CALIBRATIONS).json()["items"] == []
    assert stranger.post(f"{CALIBRATIONS}/{row.id}/grade", json=grades_of(make, row)).status_code == 404
    assert as_("moderator").post(f"{CALIBRATIONS}/{row.id}/grade", json=grades_of(make, row)).status_code == 403


def test_grades_are_handed_in_once_with_reasons(as_: As, make: Session):
    grader = as_("auditor", unit="south_1")
    row = make_calibration(make, rater_ids=[grader.person_id])
    path, given = f"{CALIBRATIONS}/{row.id}/grade", grades_of(make, row)
    last = list(given["answers"])[-1]
    given["answers"][last] = {"is_not_applicable": True}
    read = grader.post(path, json=given)
    assert read.status_code == 200, read.text
    own = read.json()["own"]
    assert own["overall"] == {"grade": "good", "is_not_applicable": False, "reason": WHY}
    assert own["answers"][last] == {"grade": None, "is_not_applicable": True, "reason": ""}
    assert (read.json()["graded"], read.json()["has_graded"]) == (1, True)
    assert grader.post(path, json=given).json()["code"] == "already_graded"


def test_what_is_wrong_with_grades_is_named(as_: As, make: Session):
    grader = as_("auditor", unit="south_1")
    row = make_calibration(make, rater_ids=[grader.person_id])
    first, second, third = (str(q) for q in questions_of(make, row.audit_tool_id))
    strange = str(uuid.uuid4())
    given = {
        "overall": {"is_not_applicable": True},
        "answers": {
            first: {"grade": "excellent", "reason": WHY}, second: {"grade": "good", "reason": "Short."},
            strange: {"grade": "good", "reason": WHY},
        },
    }  # fmt: skip
    answer = grader.post(f"{CALIBRATIONS}/{row.id}/grade", json=given)
    assert {(error["pointer"], error["code"]) for error in answer.json()["errors"]} == {
        ("/overall/grade", "not_applicable"), (f"/answers/{first}/grade", "unknown_grade"),
        (f"/answers/{second}/reason", "reason_needed"), (f"/answers/{third}", "answer_needed"),
        (f"/answers/{strange}", "unknown"),
    }  # fmt: skip


def test_whoever_comes_near_the_case_after_the_invitation_does_not_grade(as_: As, make: Session):
    grader = as_("auditor", unit="south_1", worker_ref="newcomer")
    child = make_child(make)
    row = make_calibration(make, rater_ids=[grader.person_id], audit=make_audit(make, state="final", child=child))
    make_involvement(make, child, "newcomer", from_on=clock.today())
    answer = grader.post(f"{CALIBRATIONS}/{row.id}/grade", json=grades_of(make, row))
    assert (answer.status_code, answer.json()["code"]) == (409, "grader_has_conflict")
    assert "allocated worker" in answer.json()["detail"]


@pytest.mark.parametrize("role", ["quality_lead", "moderator", "auditor", "head_of_childrens_social_care"])
def test_nobody_sees_others_grades_before_it_is_closed(as_: As, make: Session, role: str):
    reader = as_(role, unit="south_1")
    row = make_calibration(make, rater_ids=[reader.person_id])
    grade(make, row, ["inadequate", "good", "good", "good"])
    path = f"{CALIBRATIONS}/{row.id}"
    assert reader.get(f"{path}/results").json()["code"] == "calibration_not_closed"
    read = reader.get(path)
    assert "inadequate" not in read.text
    assert WHY not in read.text
    assert read.json()["graded"] == 1
    close(make, row)
    assert "inadequate" in reader.get(f"{path}/results").text


def test_results_tell_the_spread_and_ones_own_grades_and_no_names(as_: As, make: Session):
    grader = as_("auditor", unit="south_1")
    row = make_calibration(make, rater_ids=[grader.person_id])
    grade(make, row, ["good", "good", "good", "good"], grader.person_id)
    for grades in (["good", "inadequate", "outstanding", "good"], ["good", "good", "good", "requires_improvement"]):
        grade(make, row, grades)
    close(make, row)
    answer = grader.get(f"{CALIBRATIONS}/{row.id}/results")
    found, questions = answer.json(), questions_of(make, row.audit_tool_id)
    assert answer.headers["ETag"] == f'"{found["version"]}"'
    assert [q["tool_question_id"] for q in found["questions"]] == [str(questions[i]) for i in (1, 2, 0)]
    hardest = found["questions"][0]
    assert {one["grade"]: one["count"] for one in hardest["counts"]} == {
        "outstanding": 0, "good": 2, "requires_improvement": 0, "inadequate": 1,
    }  # fmt: skip
    assert (hardest["farthest"], round(hardest["distance"], 3)) == (2, 1.333)
    assert hardest["own"]["grade"] == "good"
    assert [one["grade"] for one in hardest["reasons"]] == ["good", "good", "inadequate"]
    assert found["overall"]["farthest"] == 1
    agreement = found["agreement"]
    assert (agreement["questions"], agreement["people"], agreement["pairs"]) == (3, 3, 9)
    assert (agreement["same"], agreement["within_one"]) == (5, 7)
    assert (agreement["percent_same"], agreement["coefficient"]) == (None, None), "three questions carry neither"
    assert "only counts" in agreement["sentence"]
    assert "Robin Example" not in answer.text


def test_a_reader_without_free_text_gets_no_reasons(as_: As, make: Session):
    row = make_calibration(make)
    grade(make, row, ["good"] * 4)
    close(make, row)
    found = as_("director", unit="council").get(f"{CALIBRATIONS}/{row.id}/results").json()
    assert found["overall"]["reasons"] is None
    assert found["overall"]["counts"][1]["count"] == 1


def test_it_closes_at_the_leads_word_once_and_by_itself(as_: As, make: Session):
    lead, grader = as_("moderator"), as_("auditor", unit="south_1")
    row, early = make_calibration(make, rater_ids=[grader.person_id]), make_calibration(make, opens=1)
    assert lead.post(f"{CALIBRATIONS}/{early.id}/close").json()["code"] == "calibration_not_open"
    assert lead.post(f"{CALIBRATIONS}/{row.id}/close").json()["state"] == "closed"
    assert lead.post(f"{CALIBRATIONS}/{row.id}/close").json()["code"] == "calibration_is_closed"
    late = grader.post(f"{CALIBRATIONS}/{row.id}/grade", json=grades_of(make, row))
    assert (late.status_code, late.json()["code"]) == (409, "calibration_not_open")
    lapsed = make_calibration(make, opens=-9, closes=-1)
    assert lead.get(f"{CALIBRATIONS}/{lapsed.id}").json()["state"] == "closed"
    assert lead.get(f"{CALIBRATIONS}/{lapsed.id}/results").status_code == 200
    for change in ({"closes_on": due()}, {"title": "Another"}):
        answer = lead.patch(f"{CALIBRATIONS}/{lapsed.id}", json=change, headers=at(1))
        assert answer.json()["code"] == "calibration_is_closed"


def test_days_and_title_change_while_it_is_not_closed(as_: As, make: Session):
    lead, row = as_("quality_lead", unit="council"), make_calibration(make)
    path, later = f"{CALIBRATIONS}/{row.id}", due(30)
    assert lead.patch(path, json={"closes_on": later}, headers=at(1)).json()["closes_on"] == later
    assert lead.patch(path, json={"title": "Another"}, headers=at(1)).status_code == 412
    assert lead.patch(path, json={"title": "Another"}).status_code == 428
    for change, pointer in (({"opens_on": due(2)}, "/opens_on"), ({"closes_on": due(-9)}, "/closes_on")):
        answer = lead.patch(path, json=change, headers=at(2))
        assert pointer in [error["pointer"] for error in answer.json()["errors"]]
    assert as_("auditor").patch(path, json={"title": "Another"}, headers=at(2)).status_code == 403


def test_further_people_are_invited(as_: As, make: Session):
    lead, audit = as_("quality_lead", unit="council"), make_audit(make, state="final")
    one, two = (make_person(make, Role.auditor).id for _ in range(2))
    row = make_calibration(make, audit=audit, rater_ids=[one])
    path = f"{CALIBRATIONS}/{row.id}/invitations"
    assert lead.post(path, json={"person_ids": [str(one), str(two)]}).json()["invited"] == 2
    assert lead.post(path, json={"person_ids": [str(audit.auditor_id)]}).status_code == 422
    assert as_("moderator").post(path, json={"person_ids": [str(two)]}).json()["code"] == "case_out_of_sight"
    close(make, row)
    assert lead.post(path, json={"person_ids": [str(two)]}).json()["code"] == "calibration_is_closed"


def test_the_lead_records_what_was_agreed_on_afterwards(as_: As, make: Session):
    lead, row = as_("quality_lead", unit="council"), make_calibration(make)
    grade(make, row, ["good"] * 4)
    first = str(questions_of(make, row.audit_tool_id)[0])
    path = f"{CALIBRATIONS}/{row.id}/agreed"
    agreed = {"overall": {"grade": "good", "reason": "Seen, heard and acted on."},
              "answers": {first: {"grade": "requires_improvement", "reason": "The plan has no dates."}}}  # fmt: skip
    assert lead.put(path, json=agreed, headers=at(1)).json()["code"] == "calibration_not_closed"
    close(make, row)
    found = lead.put(path, json=agreed, headers=at(1))
    assert found.status_code == 200, found.text
    assert found.json()["overall"]["agreed_grade"] == "good"
    by_id = {q["tool_question_id"]: q for q in found.json()["questions"]}
    assert by_id[first]["agreed_reason"] == "The plan has no dates."
    assert lead.put(path, json=agreed, headers=at(1)).status_code == 412
    strange = str(uuid.uuid4())
    wrong = {"overall": {"grade": "splendid", "reason": "x" * 10}, "answers": {strange: agreed["overall"]}}
    answer = lead.put(path, json=wrong, headers=at(2))
    assert {error["pointer"] for error in answer.json()["errors"]} == {"/overall/grade", f"/answers/{strange}"}


def test_the_criterion_with_the_least_agreement_is_proposed_next(as_: As, make: Session):
    lead = as_("quality_lead", unit="council")
    assert lead.get(f"{CALIBRATIONS}/proposal").json()["criteria"] == []
    row = make_calibration(make)
    for first in ("good", "good", "inadequate", "inadequate", "outstanding"):
        grade(make, row, [first, "good", "good", "good"])
    assert lead.get(f"{CALIBRATIONS}/proposal").json()["criteria"] == [], "nothing is told before it is closed"
    close(make, row)
    make_moderation(make, state="completed", audit=make_audit(make, state="submitted"), second_grade="inadequate")
    found = lead.get(f"{CALIBRATIONS}/proposal").json()
    least = found["criteria"][0]
    assert (least["pairs"], least["same"], least["from_calibrations"], least["from_moderations"]) == (11, 2, 10, 1)
    assert least["text"]
    assert least["criterion_code"] in found["sentence"]


def test_it_closes_by_itself_when_its_last_day_has_gone_by(as_: As, make: Session, travel):
    row = make_calibration(make, opens=-1, closes=1)
    for state in ("open", "closed"):
        travel(clock.now() + timedelta(days=1))
        assert as_("moderator").get(f"{CALIBRATIONS}/{row.id}").json()["state"] == state
