"""The rules of findings: who writes them and when, what an audit needs of them, and what stands."""

import uuid
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from api.access.permissions import Role
from api.audits.models import Audit
from api.cases.models import Child
from tests.access.make import Caller, make_person
from tests.actions.make import at
from tests.audits import make as audits
from tests.findings.make import (
    FINDINGS,
    As,
    action_about,
    add_finding,
    improvement,
    make_finding,
    strength,
)


def make_audit(make: Session, **over: Any) -> Audit:
    """An audit that has no finding yet."""
    return audits.make_audit(make, has_findings=False, **over)


def test_only_the_auditor_writes_and_only_before_submission(as_: As, make: Session, council):
    auditor = as_("auditor", unit="south_1")
    audit = make_audit(make)
    manager = as_("team_manager", unit="north_1")
    assert manager.post(FINDINGS, json=strength(audit.id)).json()["errors"][0]["pointer"] == "/audit_id"
    closed = make_audit(make, state="submitted", auditor_id=auditor.person_id)
    assert auditor.post(FINDINGS, json=strength(closed.id)).json()["code"] == "audit_not_open"
    kept = make_finding(make, closed)
    path = f"{FINDINGS}/{kept.id}"
    assert auditor.patch(path, json={"theme": "visits"}, headers=at(1)).json()["code"] == "audit_not_open"
    assert auditor.delete(path, headers=at(1)).json()["code"] == "audit_not_open"
    assert manager.patch(path, json={"theme": "visits"}, headers=at(1)).status_code in (403, 404)
    assert as_("team_manager", unit="south_1").get(path).status_code == 404


def test_the_first_finding_opens_an_allocated_audit_and_keeps_its_facts(as_: As, make: Session, council):
    auditor, lead = as_("auditor", unit="south_1"), as_("quality_lead")
    audit = make_audit(make, auditor_id=auditor.person_id)
    path = f"/api/v1/audits/{audit.id}"
    before = auditor.get(path).json()
    add_finding(auditor, strength(audit.id))
    now = lead.get(path).json()
    assert (now["state"], now["opened_at"] is not None) == ("in_progress", True)
    assert lead.get(f"{path}/facts").json()["taken_at"] is not None
    assert now["version"] == before["version"], "what another tab writes is not outdated by it"
    assert auditor.patch(path, json={"summary": "Mine."}, headers=at(before["version"])).status_code == 200


def test_who_is_near_the_child_opens_no_audit_by_a_finding(as_: As, make: Session, council):
    near = as_("auditor", unit="north_1")
    audit = make_audit(make, auditor_id=near.person_id)
    refused = near.post(FINDINGS, json=strength(audit.id))
    assert (refused.status_code, refused.json()["code"]) == (409, "auditor_has_conflict")
    assert near.get(f"/api/v1/audits/{audit.id}").json()["state"] == "allocated"
    near.post(f"/api/v1/audits/{audit.id}/decline").raise_for_status()
    assert near.post(FINDINGS, json=strength(audit.id)).json()["code"] == "audit_declined"


def test_findings_of_submitted_audits_stand(as_: As, make: Session, council):
    audit = make_audit(make, state="submitted")
    finding = make_finding(make, audit)
    for change in (
        f"update finding set text = 'x' where id = '{finding.id}'", "delete from finding",
        "insert into finding select gen_random_uuid(), audit_id, kind, finding_theme_id, criterion_id,"
        " tool_question_id, text, impact, severity, no_action_reason, created_at, updated_at, version from finding",
    ):  # fmt: skip
        with pytest.raises(IntegrityError, match="cannot be changed"):
            make.execute(text(change))
        make.rollback()


def test_moderator_sees_no_finding_before_the_second_grades(as_: As, make: Session, council):
    audit = make_audit(make, state="submitted")
    finding = make_finding(make, audit)
    moderator, lead = as_("moderator"), as_("quality_lead")
    assert moderator.get(f"/api/v1/audits/{audit.id}").status_code == 200
    assert moderator.get(f"{FINDINGS}/{finding.id}").status_code == 404
    assert moderator.get(FINDINGS).json()["items"] == []
    assert lead.get(f"{FINDINGS}/{finding.id}").status_code == 200


def test_director_sees_no_words(as_: As, make: Session, council):
    finding = make_finding(make, make_audit(make, state="final"))
    seen = as_("director").get(f"{FINDINGS}/{finding.id}").json()
    assert (seen["text"], seen["impact"], seen["no_action_reason"], seen["theme"]) == (None, None, None, "voice")


def test_two_findings_at_once_are_both_kept(as_: As, make: Session, council):
    auditor = as_("auditor", unit="south_1")
    audit = make_audit(make, auditor_id=auditor.person_id)
    add_finding(auditor, strength(audit.id))
    add_finding(auditor, improvement(audit.id))
    assert len(auditor.get(FINDINGS, params={"audit_id": str(audit.id)}).json()["items"]) == 2


def _submit(auditor: Caller, audit: Audit) -> list[tuple[str, str]]:
    """What is missing when an audit is submitted; nothing where it is handed in."""
    path = f"/api/v1/audits/{audit.id}"
    answer = auditor.post(f"{path}/submit", headers=at(auditor.get(path).json()["version"]))
    if answer.status_code == 200:
        return []
    assert answer.status_code == 422, answer.text
    return [(one["pointer"], one["code"]) for one in answer.json()["errors"] if one["pointer"].startswith("/findings")]


def _filled_in(make: Session, auditor: Caller, grade: str) -> Audit:
    audit = make_audit(make, auditor_id=auditor.person_id)
    reason = "Seen alone at each visit, and it is written down."
    answers = {str(one): {"grade": grade, "reason": reason} for one in audits.questions_of(make, audit.audit_tool_id)}
    change = {"answers": answers, "first_grade": grade, "overall_reason": reason}
    assert auditor.patch(f"/api/v1/audits/{audit.id}", json=change, headers=at(1)).is_success
    return audit


def test_good_audit_needs_a_strength_and_no_more(as_: As, make: Session, council):
    auditor = as_("auditor", unit="south_1")
    audit = _filled_in(make, auditor, "good")
    assert _submit(auditor, audit) == [("/findings", "strength_needed")]
    add_finding(auditor, improvement(audit.id))
    assert _submit(auditor, audit) == [("/findings", "strength_needed")]
    add_finding(auditor, strength(audit.id))
    assert _submit(auditor, audit) == []


@pytest.mark.parametrize("grade", ["requires_improvement", "inadequate"])
def test_audit_below_good_needs_an_action_or_a_reason_for_each_area(grade: str, as_: As, make: Session, council):
    auditor, owner = as_("auditor", unit="south_1"), make_person(make, Role.team_manager, council["north_1"])
    audit = _filled_in(make, auditor, grade)
    add_finding(auditor, strength(audit.id))
    assert _submit(auditor, audit) == [("/findings", "improvement_needed")]
    first, second = add_finding(auditor, improvement(audit.id)), add_finding(auditor, improvement(audit.id))
    needed = [(f"/findings/{one['id']}", "action_needed") for one in (first, second)]
    assert _submit(auditor, audit) == needed
    action = auditor.post(f"{FINDINGS}/{first['id']}/actions", json=action_about(owner.id)).json()["actions"][0]
    assert _submit(auditor, audit) == needed[1:]
    cancelled = {"reason": "It was set about the wrong child."}
    lead = as_("quality_lead")
    assert lead.post(f"/api/v1/actions/{action['id']}/cancel", json=cancelled, headers=at(1)).is_success
    assert _submit(auditor, audit) == needed, "an action that is cancelled settles nothing"
    auditor.post(f"{FINDINGS}/{first['id']}/actions", json=action_about(owner.id))
    why = {"no_action_reason": "The plan was rewritten last week."}
    auditor.patch(f"{FINDINGS}/{second['id']}", json=why, headers=at(1))
    assert _submit(auditor, audit) == []


def test_re_audit_proves_only_what_it_looked_at_later(as_: As, make: Session, council):
    lead, owner = as_("quality_lead"), as_("practitioner")
    before = make_audit(make, state="final")
    about = {"source_kind": "audit", "source_id": str(before.id), "child_id": str(before.child_id)}
    action = lead.post("/api/v1/actions", json=action_about(owner.person_id, **about)).json()
    path = f"/api/v1/actions/{action['id']}"
    words = {"done_text": "The plan was rewritten.", "evidence": "The plan of 3 November."}
    owner.post(f"{path}/complete", json=words, headers=at(1))
    lead.post(f"{path}/verify", json={"seen_text": "Read the plan again."}, headers=at(2))
    child = make.exec(select(Child).where(Child.id == before.child_id)).one()

    def wrong(audit_id: Any) -> list[str]:
        proof = {"proof": "The re-audit found a plan that says what is to change.", "proof_audit_id": str(audit_id)}
        answer = lead.post(f"{path}/prove", json=proof, headers=at(3))
        return [error["code"] for error in answer.json().get("errors", [])]

    assert wrong(before.id) == ["too_early"]
    assert wrong(uuid.uuid4()) == ["unknown"]
    assert wrong(make_audit(make, child=child, state="submitted").id) == ["not_final"]
    assert wrong(make_audit(make, state="final").id) == ["another_child"]
    again = make_audit(make, child=child, state="final", kind="re_audit", re_audit_of_id=before.id)
    assert wrong(again.id) == []
    assert lead.get(path).json()["proof_audit_id"] == str(again.id)
