"""When the auditor changes: somebody knows the family, an audit is given to somebody else, a conflict is overridden.

A sixth file because it is about who fills an audit in, not about what becomes of it.
"""

import uuid
from typing import Any

from fastapi import Response
from sqlmodel import Session

from api.access.who import Who
from api.audits import queries
from api.audits.conflicts import override_or_refuse
from api.audits.models import OPEN, Audit, AuditHandover, AuditState, KnownFamily
from api.audits.readiness import copy_written, tell_handed_over
from api.audits.schemas import AuditOverride, AuditRead, AuditReallocate
from api.audits.service import (
    AuditNotOpen,
    NotTheAuditor,
    faults_of,
    save,
    wrong_auditor,
)
from api.kernel import clock
from api.kernel.errors import Invalid, Stale


def decline_audit(db: Session, who: Who, audit_id: uuid.UUID, response: Response) -> dict[str, Any]:
    """Say that you know the family; nobody asks why, and the audit waits for a new auditor."""
    audit = queries.get_audit_for_update(db, audit_id)
    if audit.auditor_id != who.id:
        raise NotTheAuditor
    if audit.state not in OPEN:
        raise AuditNotOpen
    if not queries.list_known_families(db, [who.id], [audit.child_ref]):
        db.add(KnownFamily(person_id=who.id, child_id=audit.child_id, child_ref=audit.child_ref))
        db.flush()
    if audit.declined_at is None:
        audit.declined_at = clock.now()
        save(db, audit)
    return queries.read_audit(db, who, audit_id, response)


def reallocate_audit(
    db: Session, who: Who, audit_id: uuid.UUID, change: AuditReallocate, version: int, response: Response
) -> dict[str, Any]:
    """Give an open audit to somebody else, who begins afresh; voices stay, and what the first has written is kept."""
    audit = _get_open(db, who, audit_id, version)
    wrong = wrong_auditor(db, change.auditor_id)
    if change.auditor_id == audit.auditor_id:
        wrong.append(("/auditor_id", "the_same", "They have this audit already."))
    if change.due_on and change.due_on < clock.today():
        wrong.append(("/due_on", "in_the_past", "The day it is due has gone by."))
    if wrong:
        raise Invalid(errors=faults_of(wrong))
    handover = AuditHandover(
        audit_id=audit_id, from_id=audit.auditor_id, to_id=change.auditor_id, by_id=who.id,
        is_declined=audit.declined_at is not None, written=copy_written(db, audit),
    )  # fmt: skip
    audit.auditor_id, audit.due_on = change.auditor_id, change.due_on or audit.due_on
    audit.overridden_conflict = audit.override_reason = audit.overridden_by_id = None
    override_or_refuse(db, who, audit, change.override_reason)
    db.add(handover)
    tell_handed_over(db, audit)
    _begin_afresh(db, audit)
    return queries.read_audit(db, who, audit_id, response)


def _get_open(db: Session, who: Who, audit_id: uuid.UUID, version: int) -> Audit:
    audit = queries.get_audit_for_update(db, audit_id)
    if audit.version != version:
        raise Stale(current=AuditRead.model_validate(queries.read_audit(db, who, audit_id)))
    if audit.state not in OPEN:
        raise AuditNotOpen
    return audit


def _begin_afresh(db: Session, audit: Audit) -> None:
    """An audit is one person's judgement: nobody signs what another has graded."""
    for answer in queries.list_answers(db, audit.id):
        answer.grade, answer.is_not_applicable, answer.reason = None, False, ""
        answer.updated_at = clock.now()
    db.flush()
    if audit.state == AuditState.in_progress:
        audit.state, audit.opened_at = AuditState.allocated, None
    audit.first_grade, audit.overall_reason, audit.summary = None, "", ""
    audit.answered, audit.declined_at, audit.allocated_at = 0, None, clock.now()
    save(db, audit)


def override_conflict(
    db: Session, who: Who, audit_id: uuid.UUID, change: AuditOverride, version: int, response: Response
) -> dict[str, Any]:
    """Let the auditor go on although something ties them to the child; it covers what is known today and no more."""
    audit = _get_open(db, who, audit_id, version)
    override_or_refuse(db, who, audit, change.reason)
    save(db, audit)
    return queries.read_audit(db, who, audit_id, response)
