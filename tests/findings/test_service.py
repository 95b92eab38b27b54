"""The rules of findings: who writes them and when, what an audit needs of them, and what stands."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from tests.actions.make import at
from tests.audits.make import make_audit
from tests.findings.make import (
    FINDINGS,
    As,
    add_finding,
    improvement,
    make_finding,
    strength,
)


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
