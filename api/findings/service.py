"""The verbs of findings: make, change, remove, set an action about; and what an audit needs of them."""

import uuid
from typing import Any

from fastapi import Response
from sqlmodel import Session

from api.access.who import Who
from api.actions.models import Action, SourceKind
from api.actions.schemas import ActionCreate
from api.actions.service import proof_by_audit, set_action
from api.audits.filling import open_audit
from api.audits.models import OPEN, Audit, AuditState
from api.audits.queries import find_audit_for_update
from api.audits.readiness import kept_as, needed_to_submit, when_handed_over
from api.audits.schemas import KeptFinding
from api.audits.service import AuditDeclined, AuditNotOpen, NotTheAuditor
from api.findings import queries
from api.findings.models import Finding, FindingAction, FindingKind
from api.findings.schemas import AuditFindingRead, FindingActionCreate, FindingCreate, FindingUpdate, ThemeFilters
from api.kernel import clock
from api.kernel.errors import Conflict, FieldError, Invalid, NotFound, Stale


class FindingHasAction(Conflict):
    detail = "An action has been set about this finding: put it in other words rather than remove it."


def make_finding(db: Session, who: Who, new: FindingCreate, response: Response) -> dict[str, Any]:
    """Write down what an audit found, as its auditor and before it is submitted."""
    audit = find_audit_for_update(db, new.audit_id)
    if audit is None:
        raise Invalid(errors=[_fault("/audit_id", "unknown", "There is no such audit in your reach.")])
    _refuse_unless_open(who, audit)
    fields = _checked(db, audit, new.kind, new.model_dump(exclude={"audit_id", "kind"}))
    open_audit(db, audit)
    finding = Finding(audit_id=audit.id, kind=new.kind, written_by_id=who.id, **fields)
    db.add(finding)
    db.flush()
    return queries.read_finding(db, who, finding.id, response)


def _refuse_unless_open(who: Who, audit: Audit) -> None:
    if audit.auditor_id != who.id:
        raise NotTheAuditor
    if audit.state not in OPEN:
        raise AuditNotOpen
    if audit.declined_at is not None:
        raise AuditDeclined


def _fault(pointer: str, code: str, detail: str) -> FieldError:
    return FieldError(pointer=pointer, code=code, detail=detail)


def _checked(db: Session, audit: Audit, kind: FindingKind, fields: dict[str, Any]) -> dict[str, Any]:
    """The fields as they are stored, or Invalid with what is wrong with each."""
    faults = list(_wrong_weight(kind, fields))
    if "theme" in fields:
        fields["finding_theme_id"] = queries.find_theme(db, fields.pop("theme"))
        if fields["finding_theme_id"] is None:
            faults.append(_fault("/theme", "unknown", "There is no such theme."))
    if fields.get("tool_question_id"):
        question = queries.find_question(db, audit.audit_tool_id, fields["tool_question_id"])
        if question is None:
            faults.append(_fault("/tool_question_id", "unknown", "The tool has no such question."))
        elif question.criterion_id is not None:
            fields["criterion_id"] = question.criterion_id
    if fields.get("criterion_id") and not queries.is_criterion(db, fields["criterion_id"]):
        faults.append(_fault("/criterion_id", "unknown", "There is no such criterion."))
    if faults:
        raise Invalid(errors=faults)
    return fields


def _wrong_weight(kind: FindingKind, fields: dict[str, Any]) -> list[FieldError]:
    if kind == FindingKind.improvement:
        if "severity" in fields and fields["severity"] is None:
            return [_fault("/severity", "severity_needed", "Say how much this area for improvement weighs.")]
        return []
    faults = []
    if fields.get("severity") is not None:
        faults.append(_fault("/severity", "not_of_a_strength", "A strength has no severity."))
    if fields.get("no_action_reason"):
        faults.append(_fault("/no_action_reason", "not_of_a_strength", "A strength needs no action."))
    return faults


def update_finding(
    db: Session, who: Who, finding_id: uuid.UUID, change: FindingUpdate, version: int, response: Response
) -> dict[str, Any]:
    """Put a finding in other words, as its auditor and before the audit is submitted."""
    finding, audit = _get_to_change(db, who, finding_id, version)
    fields = change.model_dump(exclude_unset=True)
    for name in ("theme", "text", "impact", "no_action_reason"):  # these are never null
        if name in fields and fields[name] is None:
            del fields[name]
    fields = _checked(db, audit, finding.kind, fields)
    if fields:
        open_audit(db, audit)
        finding.sqlmodel_update(fields | {"written_by_id": who.id})
        finding.version, finding.updated_at = finding.version + 1, clock.now()
        db.flush()
    return queries.read_finding(db, who, finding_id, response)


def _get_to_change(db: Session, who: Who, finding_id: uuid.UUID, version: int) -> tuple[Finding, Audit]:
    """The finding and its audit, the audit locked first as submission locks it, if this auditor may change it now."""
    audit = find_audit_for_update(db, queries.get_finding(db, finding_id).audit_id)
    if audit is None:
        raise NotTheAuditor
    _refuse_unless_open(who, audit)
    finding = queries.get_finding_for_update(db, finding_id)
    if finding.version != version:
        raise Stale(current=AuditFindingRead.model_validate(queries.read_finding(db, who, finding_id)))
    return finding, audit


def remove_finding(db: Session, who: Who, finding_id: uuid.UUID, version: int) -> None:
    """Remove a finding about which no action has been set, before the audit is submitted."""
    finding, _ = _get_to_change(db, who, finding_id, version)
    if queries.has_actions(db, finding_id):
        raise FindingHasAction
    db.delete(finding)
    db.flush()


def set_finding_action(
    db: Session, who: Who, finding_id: uuid.UUID, new: FindingActionCreate, response: Response
) -> dict[str, Any]:
    """Set an action about a finding: about its child, in its team; due sooner where the audit has the lowest grade."""
    finding = queries.read_finding(db, who, finding_id)
    audit = db.get(Audit, finding["audit_id"])
    if audit is None:
        raise NotFound
    level = queries.find_level(db, audit, audit.reported_grade or audit.first_grade)
    action = set_action(db, who, ActionCreate(
        **new.model_dump(), child_id=audit.child_id, unit_id=audit.unit_id, source_kind=SourceKind.audit,
        source_id=audit.id, source_label=finding["audit_reference"], is_after_inadequate=bool(level and level[1]),
    ))  # fmt: skip
    db.add(FindingAction(finding_id=finding_id, action_id=action["id"]))
    db.flush()
    return queries.read_finding(db, who, finding_id, response)


@needed_to_submit
def missing_findings(db: Session, audit: Audit) -> list[FieldError]:
    """What an audit lacks of findings before it can be submitted: a strength, and what is done about the rest."""
    found = queries.list_for_submission(db, audit.id)
    improvements = [one for one in found if one.kind == FindingKind.improvement]
    lacks = []
    if len(improvements) == len(found):
        lacks.append(_fault("/findings", "strength_needed", "Write down at least one strength."))
    level = queries.find_level(db, audit, audit.first_grade)
    if level is None or level[0]:
        return lacks
    if not improvements:
        words = "An audit with this grade has an area for improvement: write it down."
        lacks.append(_fault("/findings", "improvement_needed", words))
    words = "Set an action about this area for improvement, or write why there is none."
    unsettled = [one for one in improvements if not one.has_action and len(one.no_action_reason.strip()) < 10]
    return lacks + [_fault(f"/findings/{one.id}", "action_needed", words) for one in unsettled]


@kept_as("findings")
def copy_findings(db: Session, audit: Audit) -> list[dict[str, Any]]:
    """The findings of an audit as they stand."""
    rows = queries.list_to_keep(db, audit.id)
    return [KeptFinding.model_validate(row).model_dump(mode="json") for row in rows]


@when_handed_over
def take_out_findings(db: Session, audit: Audit) -> None:
    """What an audit found is its auditor's judgement; only what has an action stays, with who wrote it."""
    for finding in queries.list_without_action(db, audit.id):
        db.delete(finding)
    db.flush()


@proof_by_audit
def wrong_proof(db: Session, action: Action, audit_id: uuid.UUID) -> FieldError | None:
    """What is wrong with an audit as the proof of an action: it must be a final look, later than what was done."""
    audit = db.get(Audit, audit_id)
    pointer = "/proof_audit_id"
    if audit is None:
        return _fault(pointer, "unknown", "There is no such audit in your reach.")
    if audit.state != AuditState.final or audit.submitted_at is None:
        return _fault(pointer, "not_final", "Only a final audit proves anything.")
    if action.done_at is None or audit.submitted_at <= action.done_at:
        return _fault(pointer, "too_early", "This audit was submitted before the action was done.")
    is_again = audit.re_audit_of_id is not None and audit.re_audit_of_id == action.source_id
    if action.child_id is not None and audit.child_id != action.child_id and not is_again:
        return _fault(pointer, "another_child", "This audit is about another child.")
    return None


def count_themes(db: Session, who: Who, filters: ThemeFilters) -> dict[str, Any]:
    """What final audits found by theme, and in a sentence what they found most."""
    found = queries.count_themes(db, who, filters)
    sentence = "No final audit in sight has findings."
    if found["audits"]:
        best = max(found["themes"], key=lambda one: one.strengths)
        worst = max(found["themes"], key=lambda one: one.improvements)
        told = [f"{best.title} was a strength most often ({best.strengths:,})"] if best.strengths else []
        if worst.improvements:
            told.append(f"{worst.title} an area for improvement most often ({worst.improvements:,})")
        audits = "1 final audit" if found["audits"] == 1 else f"{found['audits']:,} final audits"
        sentence = f"In {audits}: {', '.join(told)}."
    return found | {"sentence": sentence}
