"""The rules of audits: conflicts of interest, what stands for ever, and two people at once."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from api.access.models import RoleGrant
from api.access.permissions import Role
from api.audits.models import Audit, AuditAnswer
from api.cases.models import Child
from tests.access.make import make_person
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

AUDITS = "/api/v1/audits"
GRADED = {"first_grade": "good", "overall_reason": REASON}


def _allocate(as_: As, make: Session, child: Child, auditor_id: uuid.UUID, **over: Any) -> httpx.Response:
    new = {"child_id": str(child.id), "tool_id": str(make_tool(make).id), "auditor_id": str(auditor_id),
           "due_on": due(), "kind": "managers"} | over  # fmt: skip
    return as_("quality_lead", unit="council").post(AUDITS, json=new)


def _manages(make: Session, person_id: uuid.UUID, unit_id: uuid.UUID, **over: Any) -> None:
    grant = RoleGrant(
        **{"role": Role.team_manager, "person_id": person_id, "unit_id": unit_id, "reason": "Test"} | over
    )
    make.add(grant)
    make.commit()


def test_allocated_worker_of_the_period_may_not_audit(as_: As, make: Session, council):
    child = make_child(make)
    make_involvement(make, child, "w-now")
    make_involvement(make, child, "w-then", from_on=day(300), to_on=day(200))
    make_involvement(make, child, "w-long-ago", from_on=day(800), to_on=day(500))

    def outcome(worker: str, **over: Any) -> httpx.Response:
        auditor = make_person(make, Role.auditor, council["south_1"], worker_ref=worker)
        return _allocate(as_, make, child, auditor.id, **over)

    for worker in ("w-now", "w-then"):
        refused = outcome(worker)
        assert (refused.status_code, refused.json()["code"]) == (409, "auditor_has_conflict")
        assert refused.json()["detail"] == "The auditor is or was the child's allocated worker."
    assert outcome("w-long-ago").status_code == 201
    long_ago = {"period_from": day(700).isoformat(), "period_to": day(600).isoformat()}
    assert outcome("w-long-ago", **long_ago).status_code == 409
    assert outcome("w-then", **long_ago).status_code == 201, "neither now nor in the audited period"
    assert outcome("w-now", **long_ago).status_code == 409, "now counts whatever the period"
    make_involvement(make, child, "w-reviews", "IRO")
    assert outcome("w-reviews", **long_ago).status_code == 409, "in whatever role"


@pytest.mark.parametrize(("role", "words"), [
    ("IRO", "is or was the child's independent reviewing officer"),
    ("CPC", "is or was the child's child protection chair"),
    ("SUP", "works or worked with the child"),
])  # fmt: skip
def test_others_who_work_with_the_child_may_not_audit(role: str, words: str, as_: As, make: Session, council):
    child = make_child(make)
    make_involvement(make, child, "w-other", role)
    auditor = make_person(make, Role.auditor, council["south_1"], worker_ref="w-other")
    assert _allocate(as_, make, child, auditor.id).json()["detail"] == f"The auditor {words}."


def test_team_and_its_manager_may_not_audit(as_: As, make: Session, council):
    child = make_child(make)
    mate = make_person(make, Role.auditor, council["north_1"])
    assert _allocate(as_, make, child, mate.id).json()["detail"] == "The auditor is in the child's team."
    manager = make_person(make, Role.auditor, council["south_1"])
    _manages(make, manager.id, council["north"], from_on=day(300), to_on=day(250))
    refused = _allocate(as_, make, child, manager.id).json()
    assert refused["detail"] == "The auditor manages or managed the child's team."
    other = make_person(make, Role.team_manager, council["south_1"])
    _manages(make, other.id, council["north_1"], from_on=day(900), to_on=day(800))
    assert _allocate(as_, make, child, other.id).status_code == 201


def test_team_that_held_the_case_in_the_period_may_not_audit(as_: As, make: Session, council):
    child = make_child(make)
    make_involvement(make, child, "w-before", team_source_id="south_1", from_on=day(390), to_on=day(300))
    auditor = make_person(make, Role.auditor, council["south_1"])
    assert _allocate(as_, make, child, auditor.id).status_code == 409


@pytest.mark.parametrize("state", ["allocated", "in_progress"])
def test_conflict_is_found_at_opening_and_at_submission(state: str, as_: As, make: Session):
    auditor = as_("auditor", unit="south_1", worker_ref="w-new")
    child = make_child(make)
    audit = make_audit(make, state=state, child=child, auditor_id=auditor.person_id, **GRADED)
    make_involvement(make, child, "w-new", "IRO")
    path = f"{AUDITS}/{audit.id}"
    if state == "in_progress":
        answer_all(auditor, path, make, audit)
        refused = auditor.post(f"{path}/submit", headers=at(2))
    else:
        refused = auditor.patch(path, json={"summary": "A start."}, headers=at(1))
    assert (refused.status_code, refused.json()["code"]) == (409, "auditor_has_conflict")
    assert auditor.get(path).json()["state"] == state


def answer_all(auditor: httpx.Client, path: str, make: Session, audit: Audit) -> None:
    answers = {
        str(question): {"grade": "good", "reason": REASON} for question in questions_of(make, audit.audit_tool_id)
    }
    auditor.patch(path, json={"answers": answers}, headers=at(1)).raise_for_status()


# -- what stands for ever ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("change", [
    "update audit set summary = 'Other.'",
    "update audit set reported_grade = 'outstanding'",
    "update audit set state = 'submitted', finalised_at = null, reported_grade = null",
    "delete from audit",
    "update audit_answer set reason = 'Other.'",
    "update audit_answer set reported_grade = 'outstanding'",
    "delete from audit_answer",
])  # fmt: skip
def test_final_audit_never_changes(change: str, make: Session, council):
    make_audit(make, state="final")
    with pytest.raises(IntegrityError, match="cannot be changed"):
        make.execute(text(change))


@pytest.mark.parametrize("change", [
    "update audit set first_grade = 'outstanding'",
    "update audit set overall_reason = 'Other.'",
    "update audit set submitted_at = null",
    "update audit_answer set grade = 'inadequate' where grade is not null",
    "update audit_answer set reason = 'Other.'",
    "delete from audit_answer",
])  # fmt: skip
def test_first_grades_never_change_after_submission(change: str, make: Session, council):
    make_audit(make, state="submitted")
    with pytest.raises(IntegrityError, match="cannot be changed"):
        make.execute(text(change))


def test_final_audit_takes_no_new_answer(make: Session, council):
    audit = make_audit(make, state="final", tool=make_tool(make))
    taken = make.exec(select(AuditAnswer).where(AuditAnswer.audit_id == audit.id)).first()
    assert taken is not None
    make.add(AuditAnswer(audit_id=audit.id, tool_question_id=taken.tool_question_id, grade="good"))
    with pytest.raises(IntegrityError, match="cannot be changed"):
        make.flush()


# -- two at once ---------------------------------------------------------------------------------------------------


def test_two_changes_of_one_version_make_one_and_one_stale(as_: As, make: Session):
    auditor = as_("auditor", unit="south_1")
    audit = make_audit(make, state="in_progress", auditor_id=auditor.person_id)
    path = f"{AUDITS}/{audit.id}"

    def change(words: str) -> int:
        return auditor.patch(path, json={"summary": words}, headers=at(1)).status_code

    with ThreadPoolExecutor(8) as pool:
        codes = sorted(pool.map(change, [f"Version {i}" for i in range(8)]))
    assert codes == [200] + [412] * 7
    assert auditor.get(path).json()["version"] == 2


def test_submission_and_withdrawal_at_once_leave_one_story(as_: As, make: Session):
    auditor, lead = as_("auditor", unit="south_1"), as_("quality_lead")
    audit = make_audit(make, state="in_progress", auditor_id=auditor.person_id, **GRADED)
    path = f"{AUDITS}/{audit.id}"
    answer_all(auditor, path, make, audit)
    withdraw = {"reason": "The case has closed to us."}
    with ThreadPoolExecutor(2) as pool:
        submitted = pool.submit(auditor.post, f"{path}/submit", headers=at(2))
        withdrawn = pool.submit(lead.post, f"{path}/withdraw", json=withdraw)
        codes = submitted.result().status_code, withdrawn.result().status_code
    assert codes in {(200, 200), (404, 200)}
    story = lead.get(path).json()
    assert story["state"] == "withdrawn"
    assert (story["submitted_at"] is not None) == (codes[0] == 200), "whoever was told of a submission made one"


def test_answered_is_what_a_count_would_say(as_: As, make: Session):
    auditor = as_("auditor", unit="south_1")
    audit = make_audit(make, auditor_id=auditor.person_id)
    answer_all(auditor, f"{AUDITS}/{audit.id}", make, audit)
    count = text("select count(*) from audit_answer where grade is not null or is_not_applicable")
    counted = make.execute(count).scalar_one()
    assert auditor.get(AUDITS).json()["items"][0]["answered"] == counted == 3
