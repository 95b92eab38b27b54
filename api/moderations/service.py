"""The verbs of moderations: allocate, grade blind, complete."""

import uuid
from typing import Any

from fastapi import Response
from sqlmodel import Session

from api.access import queries as access
from api.access.permissions import Permission
from api.access.who import Who
from api.audits import queries as audits
from api.audits import service as audits_service
from api.audits.conflicts import find_conflict
from api.audits.models import Audit, AuditState, Outcome
from api.kernel import clock
from api.kernel.errors import Conflict, FieldError, Forbidden, Invalid, Stale
from api.moderations import queries
from api.moderations.models import Moderation, ModerationJudgement, ModerationState
from api.moderations.schemas import ModerationComplete, ModerationCreate, ModerationGrade, ModerationRead
from api.tools import queries as tools


class ModeratorHasConflict(Conflict):
    """The moderator is too near the audit or the child; the sentence says how."""


class AuditNotToModerate(Conflict):
    detail = "Only an audit that is submitted and not yet in moderation can be moderated."


class ModerationNotBlind(Conflict):
    detail = "The second grades have been given already, and they stand."


class ModerationNotGraded(Conflict):
    detail = "A moderation is completed once, after the second grades have been given."


class NotTheModerator(Forbidden):
    detail = "Only the moderator gives the second grades."


def allocate_moderation(db: Session, who: Who, new: ModerationCreate, response: Response) -> dict[str, Any]:
    """Give a submitted audit to a moderator who is near neither the auditor nor the child."""
    audit = audits.find_audit_for_update(db, new.audit_id)
    faults = _faults_of(db, new)
    if audit is None:
        faults.append(FieldError(pointer="/audit_id", code="unknown", detail="There is no such audit in your reach."))
    if audit is None or faults:
        raise Invalid(errors=faults)
    if audit.state != AuditState.submitted:
        raise AuditNotToModerate
    _refuse_conflict(db, new.moderator_id, audit)
    moderation = Moderation(**new.model_dump(), allocated_by_id=who.id)
    db.add(moderation)
    db.flush()
    audits_service.begin_moderation(db, audit, moderation.id, moderation.moderator_id)
    return queries.read_moderation(db, who, moderation.id, response)


def _faults_of(db: Session, new: ModerationCreate) -> list[FieldError]:
    faults = []
    if not audits.may(db, new.moderator_id, Permission.moderations_complete):
        detail = "There is no such person who may moderate."
        faults.append(FieldError(pointer="/moderator_id", code="not_a_moderator", detail=detail))
    if new.due_on < clock.today():
        faults.append(FieldError(pointer="/due_on", code="in_the_past", detail="The day it is due has gone by."))
    return faults


def _refuse_conflict(db: Session, moderator_id: uuid.UUID, audit: Audit) -> None:
    if moderator_id == audit.auditor_id:
        raise ModeratorHasConflict("The moderator is the auditor.")
    unit_id = access.get_person(db, moderator_id).unit_id
    if unit_id is not None and unit_id == access.get_person(db, audit.auditor_id).unit_id:
        raise ModeratorHasConflict("The moderator is in the auditor's team.")
    conflict = find_conflict(db, moderator_id, audit)
    if conflict:
        raise ModeratorHasConflict(f"The moderator {conflict}.")


def _get_own(db: Session, who: Who, moderation_id: uuid.UUID, version: int) -> Moderation:
    """The moderation, locked, if it is this moderator's and at this version."""
    moderation = queries.get_moderation_for_update(db, moderation_id)
    if moderation.moderator_id != who.id:
        raise NotTheModerator
    if moderation.version != version:
        raise Stale(current=ModerationRead.model_validate(queries.read_moderation(db, who, moderation_id)))
    return moderation


def grade_moderation(
    db: Session, who: Who, moderation_id: uuid.UUID, change: ModerationGrade, version: int, response: Response
) -> dict[str, Any]:
    """Give the second grades, overall and for each answer; then the first ones are shown."""
    moderation = _get_own(db, who, moderation_id, version)
    if moderation.state != ModerationState.allocated:
        raise ModerationNotBlind
    audit = audits.get_audit_for_update(db, moderation.audit_id)
    levels = audits.list_levels(db, audit.audit_tool_id)
    graded = {answer.tool_question_id: answer.grade for answer in audits.list_answers(db, audit.id) if answer.grade}
    quality = set(tools.list_quality_questions(db, audit.audit_tool_id))  # compliance is not a grade to second
    first = {question_id: grade for question_id, grade in graded.items() if question_id in quality}
    _check_grades(levels, first, change)
    _refuse_conflict(db, who.id, audit)
    for question_id, grade in change.judgements.items():
        outcome = compare(levels, first[question_id], grade)
        judgement = ModerationJudgement(
            moderation_id=moderation_id, tool_question_id=question_id, first_grade=first[question_id],
            second_grade=grade, outcome=outcome,
        )  # fmt: skip
        db.add(judgement)
    overall = compare(levels, str(audit.first_grade), change.second_grade)
    moderation.second_grade, moderation.outcome = change.second_grade, overall
    moderation.state, moderation.graded_at = ModerationState.graded, clock.now()
    moderation.version += 1
    db.flush()
    audits_service.reveal_grades(db, audit, overall)
    return queries.read_moderation(db, who, moderation_id, response)


def compare(levels: list[str], first: str, second: str) -> Outcome:
    """What the second grade did to the first; `levels` are the scale's codes, the best first."""
    moved = levels.index(first) - levels.index(second)
    return Outcome.agreed if moved == 0 else Outcome.raised if moved > 0 else Outcome.lowered


def _check_grades(levels: list[str], first: dict[uuid.UUID, str], change: ModerationGrade) -> None:
    """Raise Invalid unless exactly the answers that have a first grade are graded, on the tool's scale."""
    grades = {"/second_grade": change.second_grade}
    grades |= {f"/judgements/{question_id}": grade for question_id, grade in change.judgements.items()}
    faults = audits_service.unknown_grades(levels, grades)
    for question_id in sorted(change.judgements.keys() ^ first.keys()):
        is_missing = question_id in first
        code = "grade_needed" if is_missing else "not_graded"
        detail = "Give a second grade." if is_missing else "The auditor gave no grade here, so there is none to second."
        faults.append(FieldError(pointer=f"/judgements/{question_id}", code=code, detail=detail))
    if faults:
        raise Invalid(errors=faults)


def complete_moderation(
    db: Session, who: Who, moderation_id: uuid.UUID, change: ModerationComplete, version: int, response: Response
) -> dict[str, Any]:
    """End the moderation: the audit is final and the second grades are the reported ones."""
    moderation = _get_own(db, who, moderation_id, version)
    if moderation.state != ModerationState.graded or moderation.second_grade is None:
        raise ModerationNotGraded
    judgements = queries.list_judgements(db, moderation_id)
    is_agreed = {moderation.outcome, *(judgement.outcome for judgement in judgements)} == {Outcome.agreed}
    if not is_agreed and len(change.reason.strip()) < audits_service.REASON_LENGTH:
        detail = f"Write why grades were changed: at least {audits_service.REASON_LENGTH} characters."
        raise Invalid(errors=[FieldError(pointer="/reason", code="reason_needed", detail=detail)])
    moderation.sqlmodel_update(change.model_dump())
    moderation.state, moderation.completed_at = ModerationState.completed, clock.now()
    moderation.version += 1
    db.flush()
    audit = audits.get_audit_for_update(db, moderation.audit_id)
    grades = {judgement.tool_question_id: judgement.second_grade for judgement in judgements}
    audits_service.close_audit(db, who, audit, moderation.second_grade, grades)
    return queries.read_moderation(db, who, moderation_id, response)
