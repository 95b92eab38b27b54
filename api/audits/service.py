"""The verbs of audits: allocate, fill in, submit, withdraw, finalise, and what a moderation does to one."""

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from fastapi import Response
from sqlmodel import Session

from api.access.permissions import Permission
from api.access.who import Who
from api.audits import queries
from api.audits.conflicts import find_conflict
from api.audits.models import Audit, AuditAnswer, AuditState, Outcome
from api.audits.schemas import AnswerUpdate, AuditCreate, AuditRead, AuditUpdate, AuditWithdraw
from api.kernel import clock
from api.kernel.errors import Conflict, FieldError, Forbidden, Invalid, Stale
from api.tools import queries as tools

AUDITED_DAYS = 365  # the period where none is given: a local choice
REASON_LENGTH = 10  # the fewest characters of a written reason

_REASON = ("reason_needed", f"Write the reason for the grade: at least {REASON_LENGTH} characters.")


class AuditorHasConflict(Conflict):
    """The auditor is too near the case; the sentence says how."""


class AuditNotOpen(Conflict):
    detail = "This audit has been submitted or closed, and its answers stand."


class AuditNotSubmitted(Conflict):
    detail = "Only an audit that is submitted and not in moderation can be made final."


class AuditNotWithdrawable(Conflict):
    detail = "An audit that is in moderation, final or withdrawn already cannot be withdrawn."


class ModerationNeeded(Conflict):
    detail = "An audit with the lowest grade must be moderated before it is final."


class OwnAudit(Conflict):
    detail = "Somebody other than the auditor must make an audit final."


class NotTheAuditor(Forbidden):
    detail = "Only the auditor fills in an audit."


class AuditIncomplete(Invalid):
    detail = "The audit is not complete."


def allocate_audit(db: Session, who: Who, new: AuditCreate, response: Response) -> dict[str, Any]:
    """Give a child's case to an auditor who is not near it."""
    child = queries.find_child_with_team(db, new.child_id)
    faults = _faults(_wrong(db, new, child))
    if child is None or faults:
        raise Invalid(errors=faults)
    period_to = new.period_to or clock.today()
    audit = Audit(
        **new.model_dump(exclude={"tool_id", "period_from", "period_to"}), audit_tool_id=new.tool_id,
        period_from=new.period_from or period_to - timedelta(days=AUDITED_DAYS), period_to=period_to,
        child_ref=child.child_ref, unit_id=child.unit_id, worker_source_id=child.worker_source_id,
        allocated_by_id=who.id, questions_count=len(queries.list_questions(db, new.tool_id)),
    )  # fmt: skip
    _refuse_conflict(db, audit)
    db.add(audit)
    db.flush()
    return queries.read_audit(db, who, audit.id, response)


def _wrong(db: Session, new: AuditCreate, child: object | None) -> list[tuple[str, str, str]]:
    wrong = []
    if child is None:
        wrong.append(("/child_id", "unknown", "There is no such child in your reach."))
    if not queries.is_published_tool(db, new.tool_id):
        wrong.append(("/tool_id", "unknown", "There is no such published tool."))
    if not queries.may(db, new.auditor_id, Permission.audits_complete):
        wrong.append(("/auditor_id", "not_an_auditor", "There is no such person who may audit."))
    if new.due_on < clock.today():
        wrong.append(("/due_on", "in_the_past", "The day it is due has gone by."))
    if new.period_from and new.period_from > (new.period_to or clock.today()):
        wrong.append(("/period_from", "out_of_order", "The period ends before it begins."))
    return wrong


def _faults(found: list[tuple[str, str, str]]) -> list[FieldError]:
    return [FieldError(pointer=pointer, code=code, detail=detail) for pointer, code, detail in found]


def _refuse_conflict(db: Session, audit: Audit) -> None:
    conflict = find_conflict(db, audit.auditor_id, audit)
    if conflict:
        raise AuditorHasConflict(f"The auditor {conflict}.")


def update_audit(
    db: Session, who: Who, audit_id: uuid.UUID, change: AuditUpdate, version: int, response: Response
) -> dict[str, Any]:
    """Save what the auditor changed; the first change opens the audit, and none leaves it as it is."""
    audit = _get_to_fill_in(db, who, audit_id, version)
    if change.model_fields_set:
        _fill_in(db, audit, change)
    return queries.read_audit(db, who, audit_id, response)


def _fill_in(db: Session, audit: Audit, change: AuditUpdate) -> None:
    _check_change(db, audit, change)
    if audit.state == AuditState.allocated:
        _refuse_conflict(db, audit)
        audit.state, audit.opened_at = AuditState.in_progress, clock.now()
    audit.sqlmodel_update(change.model_dump(exclude_unset=True, exclude={"answers"}))
    answers = {answer.tool_question_id: answer for answer in queries.list_answers(db, audit.id)}
    for question_id, update in change.answers.items():
        answer = answers.setdefault(question_id, AuditAnswer(audit_id=audit.id, tool_question_id=question_id))
        answer.sqlmodel_update(_answer_fields(update))
        db.add(answer)
    audit.answered = sum(answer.is_not_applicable or answer.grade is not None for answer in answers.values())
    _save(db, audit)


def _get_to_fill_in(db: Session, who: Who, audit_id: uuid.UUID, version: int) -> Audit:
    """The audit, locked, if it is this auditor's, at this version and still open."""
    audit = queries.get_audit_for_update(db, audit_id)
    if audit.auditor_id != who.id:
        raise NotTheAuditor
    if audit.version != version:
        raise Stale(current=AuditRead.model_validate(queries.read_audit(db, who, audit_id)))
    if audit.state not in queries.OPEN:
        raise AuditNotOpen
    return audit


def _answer_fields(update: AnswerUpdate) -> dict[str, Any]:
    """What is set in an answer: a grade ends "not applicable", which in its turn takes the grade away."""
    fields = update.model_dump(exclude_unset=True) | {"updated_at": clock.now()}
    if fields.get("is_not_applicable"):
        return fields | {"grade": None}
    return fields | ({"is_not_applicable": False} if fields.get("grade") else {})


def _check_change(db: Session, audit: Audit, change: AuditUpdate) -> None:
    """Raise Invalid for questions that are not the tool's and grades that are not on its scale."""
    faults = unknown_grades(queries.list_levels(db, audit.audit_tool_id), {"/first_grade": change.first_grade})
    levels, wrong = tools.levels_by_question(db, audit.audit_tool_id), []
    for question_id, update in change.answers.items():
        pointer = f"/answers/{question_id}"
        if question_id not in levels:
            wrong.append((pointer, "unknown", "The tool has no such question."))
        else:
            faults += unknown_grades(levels[question_id], {f"{pointer}/grade": update.grade})
        if update.grade and update.is_not_applicable:
            wrong.append((f"{pointer}/grade", "not_applicable", "What does not apply has no grade."))
    if faults := faults + _faults(wrong):
        raise Invalid(errors=faults)


def unknown_grades(levels: list[str], grades: Mapping[str, str | None]) -> list[FieldError]:
    """A fault for each pointer whose grade is not one of the levels."""
    detail = f"This is not a level of the scale: {', '.join(levels)}."
    wrong = [pointer for pointer, grade in grades.items() if grade is not None and grade not in levels]
    return _faults([(pointer, "unknown_grade", detail) for pointer in wrong])


def submit_audit(db: Session, who: Who, audit_id: uuid.UUID, version: int, response: Response) -> dict[str, Any]:
    """Hand the audit in, complete; from then on its first grades stand."""
    audit = _get_to_fill_in(db, who, audit_id, version)
    if missing := _missing(db, audit):
        raise AuditIncomplete(errors=missing)
    _refuse_conflict(db, audit)
    audit.state, audit.submitted_at = AuditState.submitted, clock.now()
    _save(db, audit)
    return queries.read_audit(db, who, audit_id, response)


def _missing(db: Session, audit: Audit) -> list[FieldError]:
    """What an audit lacks before it can be submitted, a pointer for each."""
    answers = {answer.tool_question_id: answer for answer in queries.list_answers(db, audit.id)}
    quality = set(tools.list_quality_questions(db, audit.audit_tool_id))
    lacks = []
    for question_id, is_mandatory in queries.list_questions(db, audit.audit_tool_id).items():
        answer, pointer = answers.get(question_id), f"/answers/{question_id}"
        if answer is not None and answer.grade is not None:
            if question_id in quality and len(answer.reason.strip()) < REASON_LENGTH:
                lacks.append((f"{pointer}/reason", *_REASON))
        elif is_mandatory and not (answer is not None and answer.is_not_applicable):
            lacks.append((pointer, "answer_needed", "Give a grade, or say that the question does not apply."))
    if audit.first_grade is None:
        lacks.append(("/first_grade", "grade_needed", "Give an overall grade."))
    if len(audit.overall_reason.strip()) < REASON_LENGTH:
        lacks.append(("/overall_reason", *_REASON))
    return _faults(lacks)


def withdraw_audit(
    db: Session, who: Who, audit_id: uuid.UUID, change: AuditWithdraw, response: Response
) -> dict[str, Any]:
    """Withdraw an audit that is not to be finished, with the reason."""
    audit = queries.get_audit_for_update(db, audit_id)
    if audit.state not in {*queries.OPEN, AuditState.submitted}:
        raise AuditNotWithdrawable
    audit.state, audit.withdrawn_reason = AuditState.withdrawn, change.reason
    _save(db, audit)
    return queries.read_audit(db, who, audit_id, response)


def finalise_audit(db: Session, who: Who, audit_id: uuid.UUID, response: Response) -> dict[str, Any]:
    """Make a submitted audit final without a second reading: its first grades are reported."""
    audit = queries.get_audit_for_update(db, audit_id)
    if audit.state != AuditState.submitted or audit.first_grade is None:
        raise AuditNotSubmitted
    if audit.first_grade == queries.list_levels(db, audit.audit_tool_id)[-1]:
        raise ModerationNeeded
    if audit.auditor_id == who.id:
        raise OwnAudit
    close_audit(db, who, audit, audit.first_grade, {})
    return queries.read_audit(db, who, audit_id, response)


def begin_moderation(db: Session, audit: Audit, moderation_id: uuid.UUID, moderator_id: uuid.UUID) -> None:
    """Put a locked, submitted audit into moderation, its first grades out of the moderator's sight."""
    audit.state, audit.moderation_id, audit.blind_to_id = AuditState.in_moderation, moderation_id, moderator_id
    _save(db, audit)


def reveal_grades(db: Session, audit: Audit, outcome: Outcome) -> None:
    """Show the moderator the first grades, now that the second are given."""
    audit.blind_to_id, audit.moderation_outcome = None, outcome
    _save(db, audit)


def close_audit(db: Session, who: Who, audit: Audit, grade: str, grades: Mapping[uuid.UUID, str]) -> None:
    """Make an audit final with its reported grades: overall, and by question where they differ from the first."""
    for answer in queries.list_answers(db, audit.id):
        answer.reported_grade = grades.get(answer.tool_question_id, answer.grade)
    db.flush()  # before the audit closes, for then the database lets nothing change
    audit.state, audit.reported_grade = AuditState.final, grade
    audit.finalised_at, audit.finalised_by_id = clock.now(), who.id
    _save(db, audit)


def _save(db: Session, audit: Audit) -> None:
    audit.version, audit.updated_at = audit.version + 1, clock.now()
    db.flush()
