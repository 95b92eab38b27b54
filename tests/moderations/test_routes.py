"""Moderations through HTTP: allocated, read blind, graded, completed."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from api.access.models import RoleGrant
from api.access.permissions import Role
from api.audits.models import Audit
from api.cases.models import Child
from api.kernel import clock
from tests.access.make import Caller, make_person
from tests.audits.make import (
    REASON,
    As,
    at,
    day,
    due,
    make_audit,
    make_child,
    make_involvement,
    make_tool,
    questions_of,
)
from tests.moderations.make import ASPECTS, make_moderation

AUDITS, MODERATIONS = "/api/v1/audits", "/api/v1/moderations"
COMPLETE = {
    "reason": "The plan lacked steps.",
    "audit_quality": "adequate",
    "audit_quality_reason": "Fair and evidenced.",
    "aspects": ASPECTS,
}


def new_moderation(audit_id: uuid.UUID, moderator_id: uuid.UUID) -> dict[str, str]:
    return {"audit_id": str(audit_id), "moderator_id": str(moderator_id), "due_on": due()}


def graded(make: Session, audit: Audit, grade: str = "good", overall: str = "good") -> dict[str, Any]:
    first, second, _ = questions_of(make, audit.audit_tool_id)
    return {"second_grade": overall, "judgements": {str(first): grade, str(second): "good"}}


def test_moderation_goes_from_allocation_to_a_final_audit(as_: As, make: Session, council):
    lead, moderator = as_("quality_lead", unit="council"), as_("moderator", unit="council")
    audit = make_audit(make, state="submitted", first_grade="inadequate")
    made = lead.post(MODERATIONS, json=new_moderation(audit.id, moderator.person_id))
    assert (made.status_code, made.json()["state"]) == (201, "allocated"), made.text
    path = f"{MODERATIONS}/{made.json()['id']}"
    of_audit = lead.get(f"{AUDITS}/{audit.id}").json()["moderation"]
    assert of_audit == {"id": made.json()["id"], "state": "allocated", "outcome": None}
    change = graded(make, audit, "outstanding", "requires_improvement")
    answer = moderator.post(f"{path}/grade", json=change, headers=at(1))
    assert (answer.status_code, answer.json()["state"], answer.json()["outcome"]) == (200, "graded", "raised")
    first, second, _ = (str(q) for q in questions_of(make, audit.audit_tool_id))
    assert answer.json()["judgements"] == {
        first: {"first_grade": "good", "second_grade": "outstanding", "outcome": "raised"},
        second: {"first_grade": "good", "second_grade": "good", "outcome": "agreed"},
    }
    assert answer.json()["audit"]["first_grade"] == "inadequate"
    done = moderator.post(f"{path}/complete", json=COMPLETE, headers=at(2))
    assert (done.status_code, done.json()["state"], done.headers["ETag"]) == (200, "completed", '"3"')
    final = moderator.get(f"{AUDITS}/{audit.id}").json()
    assert (final["state"], final["first_grade"]) == ("final", "inadequate")
    assert final["reported_grade"] == "requires_improvement"
    assert final["moderation"] == {"id": made.json()["id"], "state": "completed", "outcome": "raised"}
    assert {q: (a["grade"], a["reported_grade"]) for q, a in final["answers"].items() if a["grade"]} == {
        first: ("good", "outstanding"), second: ("good", "good"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("second", "outcome"), [("outstanding", "raised"), ("good", "agreed"), ("inadequate", "lowered")]
)
def test_outcome_is_told_by_places_on_the_scale(second: str, outcome: str, as_: As, make: Session):
    moderator = as_("moderator", unit="council")
    row = make_moderation(make, moderator_id=moderator.person_id)
    audit = make.get_one(Audit, row.audit_id)
    path = f"{MODERATIONS}/{row.id}/grade"
    shown = moderator.post(path, json=graded(make, audit, second, second), headers=at(1)).json()
    assert shown["outcome"] == outcome
    assert shown["judgements"][str(questions_of(make, audit.audit_tool_id)[0])]["outcome"] == outcome


def every_answer(caller: Caller, make: Session, audit: Audit, moderation_id: uuid.UUID) -> dict[str, str]:
    """What somebody is told about an audit from everywhere it is shown, refusals too."""
    bad_grade = {"second_grade": "good", "judgements": {}}
    return {
        "read_audit": caller.get(f"{AUDITS}/{audit.id}").text,
        "list_audits": caller.get(AUDITS).text,
        "read_moderation": caller.get(f"{MODERATIONS}/{moderation_id}").text,
        "list_moderations": caller.get(MODERATIONS).text,
        "finalise": caller.post(f"{AUDITS}/{audit.id}/finalise").text,
        "stale": caller.post(f"{MODERATIONS}/{moderation_id}/grade", json=bad_grade, headers=at(9)).text,
        "refused": caller.post(f"{MODERATIONS}/{moderation_id}/grade", json=bad_grade, headers=at(1)).text,
        "early": caller.post(f"{MODERATIONS}/{moderation_id}/complete", json=COMPLETE, headers=at(1)).text,
        "again": caller.post(MODERATIONS, json=new_moderation(audit.id, caller.person_id)).text,
    }


def test_first_grades_are_hidden_from_the_moderator_until_the_second_are_given(as_: As, make: Session):
    moderator = as_("moderator", unit="council")
    audit = make_audit(make, state="submitted", first_grade="requires_improvement")
    row = make_moderation(make, audit=audit, moderator_id=moderator.person_id)
    secrets = ("requires_improvement", '"good"', audit.overall_reason, audit.summary)
    for where, told in every_answer(moderator, make, audit, row.id).items():
        assert not [secret for secret in secrets if secret in told], where
    shown = moderator.get(f"{MODERATIONS}/{row.id}").json()
    assert REASON in {answer["reason"] for answer in shown["audit"]["answers"].values()}, "evidence is shown"
    for grade in ("requires_improvement", "good"):
        assert moderator.get(AUDITS, params={"grade": grade}).json()["items"] == [], "a filter tells nothing"
    assert moderator.post(f"{MODERATIONS}/{row.id}/grade", json=graded(make, audit), headers=at(1)).status_code == 200
    seen = moderator.get(f"{AUDITS}/{audit.id}").json()
    assert (seen["first_grade"], seen["overall_reason"]) == ("requires_improvement", audit.overall_reason)
    found = moderator.get(AUDITS, params={"grade": "requires_improvement"}).json()["items"]
    assert [one["id"] for one in found] == [str(audit.id)]


def test_blindness_does_not_end_with_a_wider_role(as_: As, make: Session):
    lead = as_("quality_lead", unit="council")
    audit = make_audit(make, state="submitted")
    row = make_moderation(make, audit=audit, moderator_id=lead.person_id)
    assert lead.get(f"{AUDITS}/{audit.id}").json()["first_grade"] is None
    assert lead.get(AUDITS).json()["items"][0]["first_grade"] is None
    other = as_("quality_lead", unit="council")
    assert other.get(f"{AUDITS}/{audit.id}").json()["first_grade"] == "good"
    assert other.get(f"{MODERATIONS}/{row.id}").json()["audit"]["first_grade"] is None, "blind for whoever opens it"


def test_moderator_near_auditor_or_child_is_refused(as_: As, make: Session, council):
    lead, child = as_("quality_lead", unit="council"), make_child(make, "north_1", "w-1")
    auditor = make_person(make, Role.auditor, council["south"])
    audit = make_audit(make, state="submitted", child=child, auditor_id=auditor.id)

    def refused(moderator_id: uuid.UUID) -> str:
        answer = lead.post(MODERATIONS, json=new_moderation(audit.id, moderator_id))
        assert (answer.status_code, answer.json()["code"]) == (409, "moderator_has_conflict"), answer.text
        return answer.json()["detail"]

    make.add(RoleGrant(role=Role.moderator, person_id=auditor.id, reason="Test"))
    make.commit()
    assert refused(auditor.id) == "The moderator is the auditor."
    near = {"south": "is in the auditor's team", "north_1": "is in the child's team"}
    for unit, words in near.items():
        assert refused(make_person(make, Role.moderator, council[unit]).id) == f"The moderator {words}."
    worker = make_person(make, Role.moderator, council["council"], worker_ref="w-1")
    assert refused(worker.id) == "The moderator is or was the child's allocated worker."


def test_moderator_who_has_come_near_since_is_refused_at_grading(as_: As, make: Session):
    moderator = as_("moderator", unit="council", worker_ref="w-new")
    row = make_moderation(make, moderator_id=moderator.person_id)
    audit = make.get_one(Audit, row.audit_id)
    make_involvement(make, make.get_one(Child, audit.child_id), "w-new", "IRO")
    answer = moderator.post(f"{MODERATIONS}/{row.id}/grade", json=graded(make, audit), headers=at(1))
    assert (answer.status_code, answer.json()["code"]) == (409, "moderator_has_conflict")


def test_bad_allocations_name_their_fields(as_: As, make: Session, council):
    lead = as_("quality_lead")
    bad = new_moderation(uuid.uuid4(), make_person(make, Role.auditor).id) | {"due_on": day(1).isoformat()}
    answer = lead.post(MODERATIONS, json=bad)
    assert answer.status_code == 422
    assert {error["pointer"] for error in answer.json()["errors"]} == {"/audit_id", "/moderator_id", "/due_on"}
    unreached = make_audit(make, state="in_progress")
    mine = new_moderation(unreached.id, make_person(make, Role.moderator).id)
    out_of_sight = as_("moderator", unit="council").post(MODERATIONS, json=mine)
    assert [error["pointer"] for error in out_of_sight.json()["errors"]] == ["/audit_id"]
    assert lead.post(MODERATIONS, json=mine).json()["code"] == "audit_not_to_moderate"


def test_bad_grades_name_their_fields(as_: As, make: Session):
    moderator = as_("moderator", unit="council")
    row = make_moderation(make, moderator_id=moderator.person_id)
    audit = make.get_one(Audit, row.audit_id)
    first, second, not_graded = (str(q) for q in questions_of(make, audit.audit_tool_id))
    bad = {"second_grade": "splendid", "judgements": {first: "fine", not_graded: "good"}}
    answer = moderator.post(f"{MODERATIONS}/{row.id}/grade", json=bad, headers=at(1))
    assert answer.status_code == 422
    faults = {error["pointer"]: error["code"] for error in answer.json()["errors"]}
    assert faults == {
        "/second_grade": "unknown_grade", f"/judgements/{first}": "unknown_grade",
        f"/judgements/{second}": "grade_needed", f"/judgements/{not_graded}": "not_graded",
    }  # fmt: skip


@pytest.mark.parametrize(("second", "status"), [("good", 200), ("requires_improvement", 422)])
def test_reason_is_needed_unless_all_is_agreed(second: str, status: int, as_: As, make: Session):
    moderator = as_("moderator", unit="council")
    row = make_moderation(make, state="graded", moderator_id=moderator.person_id, second_grade=second)
    answer = moderator.post(f"{MODERATIONS}/{row.id}/complete", json=COMPLETE | {"reason": "  short  "}, headers=at(1))
    assert answer.status_code == status
    if status == 422:
        assert [error["pointer"] for error in answer.json()["errors"]] == ["/reason"]
    unreasoned = COMPLETE | {"audit_quality": "splendid", "audit_quality_reason": "short"}
    faults = moderator.post(f"{MODERATIONS}/{row.id}/complete", json=unreasoned, headers=at(1)).json()["errors"]
    assert {error["pointer"] for error in faults} == {"/audit_quality", "/audit_quality_reason"}


def test_one_changed_judgement_needs_a_reason_although_the_whole_is_agreed(as_: As, make: Session):
    moderator = as_("moderator", unit="council")
    row = make_moderation(make, moderator_id=moderator.person_id)
    path, audit = f"{MODERATIONS}/{row.id}", make.get_one(Audit, row.audit_id)
    shown = moderator.post(f"{path}/grade", json=graded(make, audit, "inadequate"), headers=at(1)).json()
    assert shown["outcome"] == "agreed"
    answer = moderator.post(f"{path}/complete", json=COMPLETE | {"reason": ""}, headers=at(2))
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/reason"]


def test_steps_are_taken_in_order_and_at_the_current_version(as_: As, make: Session):
    moderator = as_("moderator", unit="council")
    row = make_moderation(make, moderator_id=moderator.person_id)
    path, change = f"{MODERATIONS}/{row.id}", graded(make, make.get_one(Audit, row.audit_id))
    assert moderator.post(f"{path}/complete", json=COMPLETE, headers=at(1)).json()["code"] == "moderation_not_graded"
    assert moderator.post(f"{path}/grade", json=change).status_code == 428
    assert moderator.post(f"{path}/grade", json=change, headers=at(1)).status_code == 200
    stale = moderator.post(f"{path}/grade", json=change, headers=at(1))
    assert (stale.status_code, stale.json()["current"]["state"]) == (412, "graded")
    assert moderator.post(f"{path}/grade", json=change, headers=at(2)).json()["code"] == "moderation_not_blind"


def test_only_the_moderator_grades_and_completes(as_: As, make: Session):
    row = make_moderation(make)
    other = as_("moderator", unit="council")
    path, change = f"{MODERATIONS}/{row.id}", graded(make, make.get_one(Audit, row.audit_id))
    assert other.get(path).status_code == 200, "moderators see what is in moderation"
    assert other.post(f"{path}/grade", json=change, headers=at(1)).status_code == 403
    assert other.post(f"{path}/complete", json=COMPLETE, headers=at(1)).status_code == 403


def test_list_shows_reach_and_filters(as_: As, make: Session, council):
    tool, moderator = make_tool(make), as_("moderator", unit="council")

    def made(unit: str, **more: Any) -> str:
        return str(make_moderation(make, audit=make_audit(make, tool=tool, unit=unit, state="submitted"), **more).id)

    mine = made("north_1", moderator_id=moderator.person_id, due_in=-2)
    other, done = made("north_2", due_in=5), made("south_1", state="completed")
    done_by_me = made("south_1", state="completed", moderator_id=moderator.person_id, due_in=1)

    def listed(caller: Caller, **params: Any) -> list[str]:
        return [one["id"] for one in caller.get(MODERATIONS, params=params).raise_for_status().json()["items"]]

    assert listed(as_("quality_lead"), sort="due_on") == [mine, done_by_me, other, done]
    assert set(listed(moderator)) == {mine, other, done_by_me}
    assert set(listed(moderator, mine=True)) == {mine, done_by_me}
    assert listed(moderator, mine=True, state="completed") == [done_by_me]
    assert set(listed(as_("head_of_service", unit="south"))) == {done, done_by_me}
    assert moderator.get(f"{MODERATIONS}/{done}").status_code == 404
    overdue = {one["id"]: one["is_overdue"] for one in moderator.get(MODERATIONS).json()["items"]}
    assert overdue == {mine: True, other: False, done_by_me: False}


def test_completed_moderation_leaves_the_moderator_after_ninety_days(as_: As, make: Session):
    moderator = as_("moderator", unit="council")
    for days, expected in ((89, 200), (91, 404)):
        with clock.travel(clock.now() - timedelta(days=days)):
            row = make_moderation(make, state="completed", moderator_id=moderator.person_id)
        child = make.get_one(Audit, row.audit_id).child_id
        for path in (f"{MODERATIONS}/{row.id}", f"{AUDITS}/{row.audit_id}", f"/api/v1/children/{child}"):
            assert moderator.get(path).status_code == expected, path


def test_past_moderation_is_completed_in_its_own_time(as_: As, make: Session, council, travel):
    travel(clock.now() - timedelta(days=700))
    moderator = as_("moderator", unit="council")
    row = make_moderation(make, state="graded", moderator_id=moderator.person_id)
    done = moderator.post(f"{MODERATIONS}/{row.id}/complete", json=COMPLETE, headers=at(1))
    assert (done.status_code, done.json()["state"]) == (200, "completed")


def test_director_reads_no_free_text(as_: As, make: Session):
    row = make_moderation(make, state="completed")
    shown = as_("director", unit="council").get(f"{MODERATIONS}/{row.id}").json()
    assert (shown["reason"], shown["audit_quality_reason"]) == (None, None)
    assert (shown["audit"]["summary"], shown["audit"]["overall_reason"]) == (None, None)
    assert {answer["reason"] for answer in shown["audit"]["answers"].values()} == {None}
    assert shown["second_grade"] == "good"


def test_first_grades_are_hidden_from_whoever_may_yet_be_asked_for_a_second(as_: As, make: Session):
    audit = make_audit(make, state="submitted", first_grade="inadequate")
    moderator, lead = as_("moderator"), as_("quality_lead")
    seen = moderator.get(f"/api/v1/audits/{audit.id}").json()
    assert (seen["first_grade"], seen["summary"], seen["overall_reason"]) == (None, None, None)
    assert {answer["grade"] for answer in seen["answers"].values()} == {None}
    assert moderator.get("/api/v1/audits").json()["items"][0]["first_grade"] is None
    assert moderator.get("/api/v1/audits?grade=inadequate").json()["items"] == []
    assert lead.get(f"/api/v1/audits/{audit.id}").json()["first_grade"] == "inadequate"
