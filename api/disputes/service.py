"""The verbs of disputes: raise, say something, settle, take back."""

import uuid
from typing import Any

from fastapi import Response
from sqlmodel import Session

from api.access.permissions import Permission
from api.access.who import Who
from api.audits.models import Audit, AuditState
from api.audits.queries import list_levels
from api.audits.service import unknown_grades
from api.choices.models import ChoiceName
from api.choices.queries import find_choice
from api.disputes import queries
from api.disputes.models import Dispute, DisputeAsk, DisputeMessage, DisputeState
from api.disputes.schemas import DisputeCreate, DisputeRead, DisputeResolve, DisputeWithdraw, MessageCreate
from api.kernel import clock
from api.kernel.errors import Conflict, FieldError, Forbidden, Invalid, Stale
from api.statistics.workdays import add_working_days


class NotToDispute(Conflict):
    detail = "Only the grade of a final audit can be disputed."


class NotMovedAway(Conflict):
    detail = "An auditor may dispute the grade of their own audit only where moderation changed it."


class TooLateToLookAgain(Conflict):
    """The days in which another look may be asked for have gone by; the sentence says how many."""


class AlreadyDisputed(Conflict):
    detail = "This audit is in dispute already. Say what you have to say there."


class DisputeSettled(Conflict):
    detail = "This dispute is settled, and stands."


class NotToResolve(Conflict):
    detail = "Somebody settles a dispute who neither raised it nor graded the audit."


class NotTheRaiser(Conflict):
    detail = "Only whoever raised a dispute takes it back."


class NoPartToIt(Forbidden):
    detail = (
        "In a dispute speak whoever raised it, those who graded the audit, those over the case and those who settle."
    )


def raise_dispute(db: Session, who: Who, new: DisputeCreate, response: Response) -> dict[str, Any]:
    """Dispute the grade of a final audit, or ask within the council's days for another look."""
    audit = queries.find_audit(db, new.audit_id)
    if audit is None:
        detail = "There is no such audit in your reach."
        raise Invalid(errors=[FieldError(pointer="/audit_id", code="unknown", detail=detail)])
    _refuse_grade(db, audit, "/claimed_grade", new.claimed_grade)
    if audit.state != AuditState.final or audit.finalised_at is None:
        raise NotToDispute
    if audit.auditor_id == who.id and audit.first_grade == audit.reported_grade:
        raise NotMovedAway
    days = find_choice(db, ChoiceName.dispute_days)
    final_on = audit.finalised_at.astimezone(clock.ENGLAND).date()
    if new.asks == DisputeAsk.another_look and add_working_days(final_on, days) < clock.today():
        raise TooLateToLookAgain(f"Another look can be asked for within {days} working days of the audit being final.")
    if queries.find_open(db, audit.id):
        raise AlreadyDisputed
    dispute = Dispute(
        **new.model_dump(exclude={"words"}), raised_by_id=who.id, due_on=add_working_days(clock.today(), days)
    )
    db.add(dispute)
    db.flush()
    _say(db, who, dispute.id, new.words)
    return queries.read_dispute(db, who, dispute.id, response)


def _say(db: Session, who: Who, dispute_id: uuid.UUID, words: str) -> None:
    db.add(DisputeMessage(dispute_id=dispute_id, person_id=who.id, words=words))
    db.flush()


def say_in_dispute(
    db: Session, who: Who, dispute_id: uuid.UUID, new: MessageCreate, response: Response
) -> dict[str, Any]:
    """Add to what is said in an open dispute; nothing said is ever changed."""
    dispute = queries.get_dispute(db, dispute_id)
    takes_part = {Permission.disputes_raise, Permission.disputes_resolve} & who.permissions
    if not takes_part and not queries.has_graded(db, who.id, dispute.audit_id):
        raise NoPartToIt
    if dispute.state != DisputeState.open:
        raise DisputeSettled
    _say(db, who, dispute_id, new.words)
    return queries.read_dispute(db, who, dispute_id, response)


def resolve_dispute(
    db: Session, who: Who, dispute_id: uuid.UUID, change: DisputeResolve, version: int, response: Response
) -> dict[str, Any]:
    """Settle a dispute, as somebody who neither raised it nor graded the audit; the audit itself stays as it is."""
    dispute = _get_open(db, who, dispute_id, version)
    if dispute.raised_by_id == who.id or queries.has_graded(db, who.id, dispute.audit_id):
        raise NotToResolve
    audit = queries.find_audit(db, dispute.audit_id)
    if audit is not None:
        _refuse_grade(db, audit, "/resolved_grade", change.resolved_grade)
    is_upheld = change.state == DisputeState.upheld
    if is_upheld and change.resolved_grade is None and dispute.asks == DisputeAsk.grade:
        detail = "Say what the grade should have been."
        raise Invalid(errors=[FieldError(pointer="/resolved_grade", code="grade_needed", detail=detail)])
    if not is_upheld and change.resolved_grade is not None:
        detail = "The reported grade stands where a dispute is not upheld."
        raise Invalid(errors=[FieldError(pointer="/resolved_grade", code="not_upheld", detail=detail)])
    _settle(who, dispute, change.state, change.resolution)
    dispute.resolved_grade = change.resolved_grade
    db.flush()
    return queries.read_dispute(db, who, dispute_id, response)


def withdraw_dispute(
    db: Session, who: Who, dispute_id: uuid.UUID, change: DisputeWithdraw, version: int, response: Response
) -> dict[str, Any]:
    """Take back a dispute one has raised, with the reason."""
    dispute = _get_open(db, who, dispute_id, version)
    if dispute.raised_by_id != who.id:
        raise NotTheRaiser
    _settle(who, dispute, DisputeState.withdrawn, change.reason)
    db.flush()
    return queries.read_dispute(db, who, dispute_id, response)


def _get_open(db: Session, who: Who, dispute_id: uuid.UUID, version: int) -> Dispute:
    dispute = queries.get_dispute_for_update(db, dispute_id)
    if dispute.version != version:
        raise Stale(current=DisputeRead.model_validate(queries.read_dispute(db, who, dispute_id)))
    if dispute.state != DisputeState.open:
        raise DisputeSettled
    return dispute


def _settle(who: Who, dispute: Dispute, state: DisputeState, words: str) -> None:
    """Set in one go what ends a dispute; the caller flushes, for the database lets nothing change after."""
    dispute.state, dispute.resolution = state, words
    dispute.resolved_by_id, dispute.resolved_at = who.id, clock.now()
    dispute.version += 1


def _refuse_grade(db: Session, audit: Audit, pointer: str, grade: str | None) -> None:
    faults = unknown_grades(list_levels(db, audit.audit_tool_id), {pointer: grade})
    if faults:
        raise Invalid(errors=faults)
