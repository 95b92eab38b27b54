"""The verbs of audits: allocate, submit, return, withdraw, finalise, and what a moderation does to one."""

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from fastapi import Response
from sqlalchemy import case, update
from sqlmodel import Session, col

from api.access.permissions import Permission
from api.access.who import Who
from api.audits import queries
from api.audits.conflicts import override_or_refuse, refuse_conflict
from api.audits.models import OPEN, Audit, AuditAnswer, AuditState, AuditSubmission, Outcome
from api.audits.readiness import (
    REASON_LENGTH,
    copy_written,
    list_missing,
    refuse_unready,
    tell_final,
    tell_submitted,
)
from api.audits.schemas import AuditCreate, AuditRead, AuditWithdraw
from api.choices.models import ChoiceName
from api.choices.queries import find_choice
from api.kernel import clock
from api.kernel.errors import Conflict, FieldError, Forbidden, Invalid, Stale
from api.statistics.workdays import add_working_days
from api.tools.models import AuditKind

__all__ = ["REASON_LENGTH"]

AUDITED_DAYS = 365  # the period where none is given: a local choice


class AuditNotOpen(Conflict):
    detail = "This audit has been submitted or closed, and its answers stand."


class AuditDeclined(Conflict):
    detail = "You have said that you know this family. The audit will be given to somebody else."


class AuditNotSubmitted(Conflict):
    detail = "Only an audit that is submitted and not in moderation can be made final."


class AuditNotReturnable(Conflict):
    detail = "Only an audit that is submitted or in moderation can be returned for rework."


class AuditNotWithdrawable(Conflict):
    detail = "An audit that is in moderation, final or withdrawn already cannot be withdrawn."


class AlreadyReAudited(Conflict):
    detail = "A re-audit of this audit has been allocated already."


class OwnAudit(Conflict):
    detail = "Somebody other than the auditor must make an audit final."


class NotTheAuditor(Forbidden):
    detail = "Only the auditor fills in an audit."


class AuditIncomplete(Invalid):
    detail = "The audit is not complete."


def allocate_audit(db: Session, who: Who, new: AuditCreate, response: Response | None = None) -> dict[str, Any]:
    """Give a child's case to an auditor who is not near it."""
    child = queries.find_child_with_team(db, new.child_id)
    faults = faults_of(_wrong(db, new, child) + _wrong_re_audit(db, new))
    if child is None or faults:
        raise Invalid(errors=faults)
    period_to = new.period_to or clock.today()
    days = find_choice(db, ChoiceName.re_audit_days if new.re_audit_of_id else ChoiceName.audit_days)
    given = new.model_dump(exclude={"tool_id", "period_from", "period_to", "due_on", "override_reason"})
    audit = Audit(
        **given, audit_tool_id=new.tool_id, due_on=new.due_on or add_working_days(clock.today(), days),
        period_from=new.period_from or period_to - timedelta(days=AUDITED_DAYS), period_to=period_to,
        child_ref=child.child_ref, unit_id=child.unit_id, worker_source_id=child.worker_source_id,
        allocated_by_id=who.id, questions_count=len(queries.list_questions(db, new.tool_id)),
    )  # fmt: skip
    override_or_refuse(db, who, audit, new.override_reason)
    db.add(audit)
    db.flush()
    return queries.read_audit(db, who, audit.id, response)


def _wrong(db: Session, new: AuditCreate, child: object | None) -> list[tuple[str, str, str]]:
    wrong = wrong_auditor(db, new.auditor_id)
    if child is None:
        wrong.append(("/child_id", "unknown", "There is no such child in your reach."))
    if not queries.is_published_tool(db, new.tool_id):
        wrong.append(("/tool_id", "unknown", "There is no such published tool."))
    if new.due_on and new.due_on < clock.today():
        wrong.append(("/due_on", "in_the_past", "The day it is due has gone by."))
    if new.period_from and new.period_from > (new.period_to or clock.today()):
        wrong.append(("/period_from", "out_of_order", "The period ends before it begins."))
    return wrong


def _wrong_re_audit(db: Session, new: AuditCreate) -> list[tuple[str, str, str]]:
    """What is wrong with the audit that is followed up; it is locked, so that it is followed up once."""
    if new.re_audit_of_id is None:
        return []
    if new.kind != AuditKind.re_audit:
        return [("/kind", "not_a_re_audit", "What follows up another audit is a re-audit.")]
    first = queries.find_audit_for_update(db, new.re_audit_of_id)
    if first is None or first.child_id != new.child_id or first.state == AuditState.withdrawn or not first.submitted_at:
        return [("/re_audit_of_id", "unknown", "There is no such submitted audit of this child in your reach.")]
    if queries.find_re_audit(db, first.id):
        raise AlreadyReAudited
    return []


def wrong_auditor(db: Session, person_id: uuid.UUID) -> list[tuple[str, str, str]]:
    """What is wrong with an auditor who is named, if anything."""
    if queries.may(db, person_id, Permission.audits_complete):
        return []
    return [("/auditor_id", "not_an_auditor", "There is no such person who may audit.")]


def faults_of(found: list[tuple[str, str, str]]) -> list[FieldError]:
    """Pointer, code and sentence of each fault as they are answered."""
    return [FieldError(pointer=pointer, code=code, detail=detail) for pointer, code, detail in found]


def get_to_fill_in(db: Session, who: Who, audit_id: uuid.UUID, version: int) -> Audit:
    """The audit, locked, if it is this auditor's, at this version and still open."""
    audit = queries.get_audit_for_update(db, audit_id)
    if audit.auditor_id != who.id:
        raise NotTheAuditor
    if audit.version != version:
        raise Stale(current=AuditRead.model_validate(queries.read_audit(db, who, audit_id)))
    if audit.state not in OPEN:
        raise AuditNotOpen
    if audit.declined_at is not None:
        raise AuditDeclined
    return audit


def unknown_grades(levels: list[str], grades: Mapping[str, str | None]) -> list[FieldError]:
    """A fault for each pointer whose grade is not one of the levels."""
    detail = f"This is not a level of the scale: {', '.join(levels)}."
    wrong = [pointer for pointer, grade in grades.items() if grade is not None and grade not in levels]
    return faults_of([(pointer, "unknown_grade", detail) for pointer in wrong])


def submit_audit(db: Session, who: Who, audit_id: uuid.UUID, version: int, response: Response) -> dict[str, Any]:
    """Hand the audit in, complete; its grades are kept for ever, and stand unless it is returned for rework."""
    audit = get_to_fill_in(db, who, audit_id, version)
    missing = list_missing(db, audit)
    if missing or audit.first_grade is None:
        raise AuditIncomplete(errors=missing)
    refuse_conflict(db, audit)
    audit.state, audit.submitted_at = AuditState.submitted, clock.now()
    before = queries.find_latest_submission(db, audit_id)
    kept = AuditSubmission(
        audit_id=audit_id, number=before.number + 1 if before else 1, auditor_id=who.id,
        grade=audit.first_grade, grades=queries.list_grades(db, audit_id), submitted_at=audit.submitted_at,
    )  # fmt: skip
    db.add(kept)
    save(db, audit)
    tell_submitted(db, who, audit)
    return queries.read_audit(db, who, audit_id, response)


def return_audit(db: Session, who: Who, audit: Audit, reason: str) -> None:
    """Send a locked audit back to its auditor for rework, with the reason; what was submitted is kept as it stood."""
    submission = queries.find_latest_submission(db, audit.id)
    if audit.state not in {AuditState.submitted, AuditState.in_moderation} or submission is None:
        raise AuditNotReturnable
    submission.words = copy_written(db, audit)
    submission.returned_at, submission.returned_by_id, submission.return_reason = clock.now(), who.id, reason
    db.flush()  # while the moderator still sees the audit
    audit.state, audit.blind_to_id = AuditState.returned, None
    audit.moderation_id = audit.moderation_outcome = None
    save(db, audit)


def withdraw_audit(
    db: Session, who: Who, audit_id: uuid.UUID, change: AuditWithdraw, response: Response
) -> dict[str, Any]:
    """Withdraw an audit that is not to be finished, with the reason."""
    audit = queries.get_audit_for_update(db, audit_id)
    if audit.state not in {*OPEN, AuditState.submitted}:
        raise AuditNotWithdrawable
    audit.state, audit.withdrawn_reason = AuditState.withdrawn, change.reason
    save(db, audit)
    return queries.read_audit(db, who, audit_id, response)


def finalise_audit(db: Session, who: Who, audit_id: uuid.UUID, response: Response) -> dict[str, Any]:
    """Make a submitted audit final without a second reading: its first grades are reported."""
    audit = queries.get_audit_for_update(db, audit_id)
    if audit.state != AuditState.submitted or audit.first_grade is None:
        raise AuditNotSubmitted
    if audit.auditor_id == who.id:
        raise OwnAudit
    refuse_unready(db, who, audit)
    close_audit(db, who, audit, audit.first_grade, {})
    return queries.read_audit(db, who, audit_id, response)


def begin_moderation(db: Session, audit: Audit, moderation_id: uuid.UUID, moderator_id: uuid.UUID) -> None:
    """Put a locked, submitted audit into moderation, its first grades out of the moderator's sight."""
    audit.state, audit.moderation_id, audit.blind_to_id = AuditState.in_moderation, moderation_id, moderator_id
    save(db, audit)


def reveal_grades(db: Session, audit: Audit, outcome: Outcome | None) -> None:
    """Show the moderator the first grades, now that the second are given; a panel has yet to agree on an outcome."""
    audit.blind_to_id, audit.moderation_outcome = None, outcome
    save(db, audit)


def close_audit(db: Session, who: Who, audit: Audit, grade: str, grades: Mapping[uuid.UUID, str]) -> None:
    """Make an audit final with its reported grades: overall, and by question where they differ from the first."""
    first = col(AuditAnswer.grade)
    reported = case(dict(grades), value=col(AuditAnswer.tool_question_id), else_=first) if grades else first
    # Before the audit closes, for then the database lets nothing change.
    db.execute(update(AuditAnswer).where(col(AuditAnswer.audit_id) == audit.id).values(reported_grade=reported))
    audit.state, audit.reported_grade = AuditState.final, grade
    audit.finalised_at, audit.finalised_by_id = clock.now(), who.id
    save(db, audit)
    tell_final(db, who, audit)


def save(db: Session, audit: Audit) -> None:
    """Store a change of an audit as its next version."""
    audit.version, audit.updated_at = audit.version + 1, clock.now()
    db.flush()
