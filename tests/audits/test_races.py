"""Two people at one audit at the same moment: one wins, the other gets a sentence, and nothing is lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx
from sqlmodel import Session, select

from api.access.permissions import Role
from api.audits.models import AuditFacts, AuditSubmission
from tests.access.make import make_person
from tests.audits.make import REASON, As, at, due, make_audit, make_child, make_involvement, make_tool, questions_of
from tests.audits.test_service import GRADED, answer_all

AUDITS = "/api/v1/audits"
Act = Callable[[], httpx.Response]


def at_once(*acts: Act) -> list[httpx.Response]:
    """The answers of several requests that are sent together."""
    with ThreadPoolExecutor(len(acts)) as pool:
        return [sent.result() for sent in [pool.submit(act) for act in acts]]


def is_told(answer: httpx.Response) -> bool:
    """Whether a refusal says why."""
    return answer.status_code in {403, 404, 409, 412} and len(answer.json()["detail"]) > 10


def test_two_tabs_that_open_one_audit_make_one_opening_and_no_word_is_lost(as_: As, make: Session):
    auditor = as_("auditor", unit="south_1")
    audit = make_audit(make, auditor_id=auditor.person_id)
    path = f"{AUDITS}/{audit.id}"
    answers = at_once(
        lambda: auditor.patch(path, json={"summary": "From one."}, headers=at(1)),
        lambda: auditor.patch(path, json={"overall_reason": "From the other."}, headers=at(1)),
    )
    won, lost = sorted(answers, key=lambda one: one.status_code)
    assert (won.status_code, lost.status_code) == (200, 412)
    assert lost.json()["current"]["version"] == 2, "the other is told what stands, and merges"
    assert len(make.exec(select(AuditFacts)).all()) == 1


def test_an_allocation_that_changes_during_sign_off_leaves_one_story(as_: As, make: Session, council):
    auditor, lead = as_("auditor", unit="south_1"), as_("quality_lead")
    other = str(make_person(make, Role.auditor, council["south_1"]).id)
    audit = make_audit(make, state="in_progress", auditor_id=auditor.person_id, **GRADED)
    path = f"{AUDITS}/{audit.id}"
    answer_all(auditor, path, make, audit)
    submitted, moved = at_once(
        lambda: auditor.post(f"{path}/submit", headers=at(2)),
        lambda: lead.post(f"{path}/reallocate", json={"auditor_id": other}, headers=at(2)),
    )
    assert submitted.is_success != moved.is_success
    assert is_told(moved if submitted.is_success else submitted)
    now = lead.get(path).json()
    assert now["state"] == ("submitted" if submitted.is_success else "allocated")
    assert len(make.exec(select(AuditSubmission)).all()) == int(submitted.is_success)


def test_a_moderation_allocated_while_the_audit_is_withdrawn_is_one_or_the_other(as_: As, make: Session, council):
    lead = as_("quality_lead")
    moderator = str(make_person(make, Role.moderator, council["south_1"]).id)
    audit = make_audit(make, state="submitted")
    body = {"audit_id": str(audit.id), "moderator_id": moderator, "due_on": due()}
    moderated, withdrawn = at_once(
        lambda: lead.post("/api/v1/moderations", json=body),
        lambda: lead.post(f"{AUDITS}/{audit.id}/withdraw", json={"reason": REASON}),
    )
    assert moderated.is_success != withdrawn.is_success
    assert is_told(withdrawn if moderated.is_success else moderated)
    state = lead.get(f"{AUDITS}/{audit.id}").json()["state"]
    assert state == ("in_moderation" if moderated.is_success else "withdrawn")


def test_two_who_allocate_the_re_audit_at_once_make_one(as_: As, make: Session, council):
    child, tool, lead = make_child(make), make_tool(make), as_("quality_lead")
    first = make_audit(make, state="submitted", child=child, tool=tool, first_grade="inadequate")
    auditor = str(make_person(make, Role.auditor, council["south_1"]).id)
    new = {"child_id": str(child.id), "tool_id": str(tool.id), "auditor_id": auditor, "kind": "re_audit",
           "re_audit_of_id": str(first.id)}  # fmt: skip
    answers = at_once(*[lambda: lead.post(AUDITS, json=new)] * 3)
    assert sorted(one.status_code for one in answers) == [201, 409, 409]


def test_who_has_become_the_childs_supervisor_meanwhile_is_refused_at_sign_off(as_: As, make: Session):
    auditor, head = as_("auditor", unit="south_1", worker_ref="w-new"), as_("head_of_childrens_social_care")
    child = make_child(make)
    audit = make_audit(make, state="in_progress", child=child, auditor_id=auditor.person_id, **GRADED)
    path = f"{AUDITS}/{audit.id}"
    answer_all(auditor, path, make, audit)
    make_involvement(make, child, "w-new", "SUP")
    refused = auditor.post(f"{path}/submit", headers=at(2))
    assert refused.json()["detail"] == "The auditor works or worked with the child."
    kept = head.get(path).json()
    assert (kept["state"], kept["answered"]) == ("in_progress", len(questions_of(make, audit.audit_tool_id)))
    head.post(f"{path}/override", json={"reason": REASON}, headers=at(2)).raise_for_status()
    assert auditor.post(f"{path}/submit", headers=at(3)).status_code == 200


def test_a_worker_who_becomes_the_auditors_manager_during_sign_off_is_one_or_the_other(as_: As, make: Session, council):
    auditor, admin = as_("auditor", unit="south_1"), as_("administrator")
    worker = make_person(make, Role.practitioner, council["north_1"], worker_ref="worker-1")
    child = make_child(make)
    audit = make_audit(make, state="in_progress", child=child, auditor_id=auditor.person_id, **GRADED)
    path = f"{AUDITS}/{audit.id}"
    answer_all(auditor, path, make, audit)
    grant = {"role": "team_manager", "unit_id": str(council["south_1"]), "reason": "Moved up.", "from_on": due(0)}
    submitted, granted = at_once(
        lambda: auditor.post(f"{path}/submit", headers=at(2)),
        lambda: admin.post(f"/api/v1/people/{worker.id}/grants", json=grant),
    )
    assert granted.status_code == 201, granted.text
    told = "The auditor works under the child's allocated worker."
    assert submitted.is_success or (submitted.status_code, submitted.json()["detail"]) == (409, told)
    again = make_audit(make, child=child, auditor_id=auditor.person_id)
    refused = auditor.patch(f"{AUDITS}/{again.id}", json={"summary": "x"}, headers=at(1))
    assert (refused.status_code, refused.json()["detail"]) == (409, told)
    elsewhere = as_("auditor", unit="north_2")
    free = make_audit(make, child=child, auditor_id=elsewhere.person_id)
    assert elsewhere.patch(f"{AUDITS}/{free.id}", json={"summary": "x"}, headers=at(1)).status_code == 200


def test_knowing_the_family_and_handing_in_at_once_is_one_or_the_other(as_: As, make: Session):
    auditor = as_("auditor", unit="south_1")
    audit = make_audit(make, state="in_progress", auditor_id=auditor.person_id, **GRADED)
    path = f"{AUDITS}/{audit.id}"
    answer_all(auditor, path, make, audit)
    submitted, declined = at_once(
        lambda: auditor.post(f"{path}/submit", headers=at(2)), lambda: auditor.post(f"{path}/decline")
    )
    assert submitted.is_success != declined.is_success
    assert is_told(declined if submitted.is_success else submitted)
