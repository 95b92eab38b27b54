"""Two people at one audit at the same moment: one wins, the other gets a sentence, and nothing is lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from sqlmodel import Session, select

from api.access.permissions import Role
from api.audits.models import Audit, AuditFacts, AuditSubmission
from tests.access.make import make_person
from tests.audits.make import REASON, As, at, due, make_audit, make_child, make_involvement, make_tool, questions_of
from tests.audits.test_service import GRADED, answer_all
from tests.moderations.make import ASPECTS, make_moderation

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


def test_two_auditors_who_open_one_audit_leave_the_words_of_one(as_: As, make: Session, council):
    """The audit is given to somebody else while both write their first words: who does not have it is told so."""
    first, second, lead = as_("auditor", unit="south_1"), as_("auditor", unit="south_1"), as_("quality_lead")
    audit = make_audit(make, auditor_id=first.person_id)
    path, to = f"{AUDITS}/{audit.id}", {"auditor_id": str(second.person_id)}
    mine, theirs, moved = at_once(
        lambda: first.patch(path, json={"summary": "From the first."}, headers=at(1)),
        lambda: second.patch(path, json={"summary": "From the second."}, headers=at(2)),
        lambda: lead.post(f"{path}/reallocate", json=to, headers=at(1)),
    )
    assert mine.is_success != moved.is_success
    assert all(is_told(one) for one in (mine, theirs, moved) if not one.is_success)
    assert not (mine.is_success and theirs.is_success)
    now = lead.get(path).json()
    assert now["auditor_id"] == str((second if moved.is_success else first).person_id)
    words = "From the first." if mine.is_success else "From the second." if theirs.is_success else ""
    assert now["summary"] == words
    kept = lead.get(f"{path}/earlier").json()["items"]
    assert [one["what"] for one in kept] == ["handed_over"] * int(moved.is_success)
    stranger = second if mine.is_success else first
    refused = stranger.patch(path, json={"summary": "Again."}, headers=at(now["version"]))
    assert refused.status_code == 404, "what is not theirs to fill in is not theirs to see"
    assert is_told(refused)


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


@pytest.mark.parametrize("state", ["allocated", "graded"])
def test_a_moderator_who_submits_while_the_audit_is_withdrawn_keeps_it(state: str, as_: As, make: Session, council):
    """Blind grades, and the end of a moderation: what somebody reads a second time is not taken from under them."""
    moderator, lead = as_("moderator", unit="council"), as_("quality_lead")
    row = make_moderation(make, state=state, moderator_id=moderator.person_id)
    audit = make.get_one(Audit, row.audit_id)
    questions = [str(one) for one in questions_of(make, audit.audit_tool_id)[:2]]
    verb, body = {
        "allocated": ("grade", {"second_grade": "good", "judgements": dict.fromkeys(questions, "good")}),
        "graded": ("complete", {"audit_quality": "high", "audit_quality_reason": REASON, "aspects": ASPECTS}),
    }[state]
    submitted, withdrawn = at_once(
        lambda: moderator.post(f"/api/v1/moderations/{row.id}/{verb}", json=body, headers=at(1)),
        lambda: lead.post(f"{AUDITS}/{audit.id}/withdraw", json={"reason": REASON}),
    )
    assert (submitted.status_code, withdrawn.status_code) == (200, 409)
    assert withdrawn.json()["detail"].startswith("An audit that is in moderation, final or withdrawn")
    left = {"allocated": "in_moderation", "graded": "final"}[state]
    assert lead.get(f"{AUDITS}/{audit.id}").json()["state"] == left


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
