"""Makes findings, through the service as auditors do, or straight into the table where an audit is closed already."""

import uuid
from collections.abc import Callable
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, select

from api.audits.models import Audit
from api.findings.models import Finding, FindingKind, FindingSeverity, FindingTheme
from tests.access.make import Caller

As = Callable[..., Caller]
FINDINGS = "/api/v1/findings"
WORDS = "Every visit saw the child alone, and wrote down what she said."
IMPACT = "She has been heard, and her plan says what she wants."


def strength(audit_id: Any, **over: Any) -> dict[str, Any]:
    """A strength, as it is sent."""
    return {"audit_id": str(audit_id), "kind": "strength", "theme": "voice", "text": WORDS, "impact": IMPACT} | over


def improvement(audit_id: Any, **over: Any) -> dict[str, Any]:
    """An area for improvement, as it is sent."""
    return strength(audit_id) | {
        "kind": "improvement", "theme": "planning", "severity": "medium",
        "text": "The plan says what services do, not what is to change.",
        "impact": "Nobody can tell whether life has become better for her.",
    } | over  # fmt: skip


def add_finding(auditor: Caller, finding: dict[str, Any]) -> dict[str, Any]:
    """A finding that an auditor writes down."""
    made = auditor.post(FINDINGS, json=finding)
    assert made.status_code == 201, made.text
    return made.json()


def add_findings(auditor: Caller, audit_id: Any, *, with_improvement: bool = False) -> None:
    """What an audit needs of findings before it is submitted; one graded below good needs an improvement too."""
    add_finding(auditor, strength(audit_id))
    if with_improvement:
        add_finding(auditor, improvement(audit_id, no_action_reason="The plan was rewritten last week."))


def write_findings(make: Session, audit_id: uuid.UUID | str) -> None:
    """What an open audit needs of findings to be submitted with any grade, in the caller's transaction."""
    theme_id = make.exec(select(FindingTheme.id).where(FindingTheme.code == "planning")).one()
    fields = {"audit_id": uuid.UUID(str(audit_id)), "finding_theme_id": theme_id, "text": WORDS, "impact": IMPACT}
    make.add(Finding(kind=FindingKind.strength, **fields))
    make.add(Finding(kind=FindingKind.improvement, severity=FindingSeverity.low, no_action_reason=WORDS, **fields))
    make.flush()


def make_finding(make: Session, audit: Audit, kind: str = "strength", theme: str = "voice", **over: Any) -> Finding:
    """A finding of an audit in any state."""
    theme_id = make.exec(select(FindingTheme.id).where(FindingTheme.code == theme)).one()
    fields = {"kind": FindingKind(kind), "finding_theme_id": theme_id, "text": WORDS, "impact": IMPACT}
    if kind == "improvement":
        fields["severity"] = FindingSeverity.medium
    finding = Finding(audit_id=audit.id, **fields | over)
    make.execute(text("alter table finding disable trigger kept"))
    make.add(finding)
    make.flush()
    make.execute(text("alter table finding enable trigger kept"))
    make.commit()
    return finding


def action_about(owner_id: uuid.UUID, **over: Any) -> dict[str, Any]:
    """An action about a finding, as it is sent."""
    return {"title": "Rewrite the plan around what is to change", "owner_id": str(owner_id)} | over


def make_world_of_findings(make: Session, audit: Audit, owner_id: uuid.UUID, question: str, day: str) -> Any:
    """For each operation a good id and a good body: ids, ids by operation, bodies."""
    found = [make_finding(make, audit, "improvement") for _ in range(3)]
    words = {
        "theme": "voice", "text": WORDS, "impact": IMPACT, "severity": "low", "tool_question_id": question,
        "criterion_id": None, "no_action_reason": WORDS,
    }  # fmt: skip
    bodies = {
        "make_finding": words | {"audit_id": audit.id, "kind": "improvement"}, "update_finding": words,
        "set_finding_action": action_about(owner_id) | {
            "detail": "x", "delegate_id": None, "verifier_id": None, "due_on": day,
        },
    }  # fmt: skip
    ids = {"finding_id": found[0].id, "worker_id": "worker-9"}
    ids_of = {"update_finding": {"finding_id": found[1].id}, "remove_finding": {"finding_id": found[2].id}}
    return ids, ids_of, bodies
