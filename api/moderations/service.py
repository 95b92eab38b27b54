"""The verbs of a moderator: grade blind, complete, or send the audit back."""

import uuid
from collections.abc import Mapping
from typing import Any

from fastapi import Response
from sqlmodel import Session

from api.access.who import Who
from api.audits import queries as audits
from api.audits import service as audits_service
from api.audits.models import Audit, Outcome
from api.audits.readiness import REASON_LENGTH
from api.kernel import clock
from api.kernel.errors import Conflict, FieldError, Forbidden, Invalid, Stale
from api.moderations import queries
from api.moderations.allocating import ModerationNotBlind, refuse_conflict
from api.moderations.models import (
    AuditQuality,
    Moderation,
    ModerationAspect,
    ModerationJudgement,
    ModerationState,
    QualityAspect,
)
from api.moderations.schemas import (
    AspectWrite,
    ModerationComplete,
    ModerationGrade,
    ModerationRead,
    ModerationReturn,
)
from api.tools.queries import list_quality_questions


class PanelGives(Conflict):
    detail = (
        "A panel moderates this audit: each member gives grades of their own, and the chair records what is agreed."
    )


class ModerationNotGraded(Conflict):
    detail = "A moderation is completed once, after the second grades have been given."


class ModerationEnded(Conflict):
    detail = "This moderation has ended, and stands."


class NotTheModerator(Forbidden):
    detail = "Only the moderator gives the second grades."


def get_own(db: Session, who: Who, moderation_id: uuid.UUID, version: int | None) -> tuple[Moderation, Audit]:
    """The moderation and its audit, both locked, if it is this moderator's and at this version.

    The audit is locked first, as everybody does who takes both.
    """
    audit = audits.get_audit_for_update(db, queries.get_moderation(db, moderation_id).audit_id)
    moderation = queries.get_moderation_for_update(db, moderation_id)
    if moderation.moderator_id != who.id:
        raise NotTheModerator
    if version is not None and moderation.version != version:
        raise Stale(current=ModerationRead.model_validate(queries.read_moderation(db, who, moderation_id)))
    return moderation, audit


def grade_moderation(
    db: Session, who: Who, moderation_id: uuid.UUID, change: ModerationGrade, version: int, response: Response
) -> dict[str, Any]:
    """Give the second grades, overall and for each answer; then the first ones are shown."""
    moderation, audit = get_own(db, who, moderation_id, version)
    if moderation.state != ModerationState.allocated:
        raise ModerationNotBlind
    if queries.list_members(db, moderation_id):
        raise PanelGives
    record_grades(db, moderation, audit, change)
    return queries.read_moderation(db, who, moderation_id, response)


def record_grades(db: Session, moderation: Moderation, audit: Audit, change: ModerationGrade) -> None:
    """Keep the second grades beside the first; what was compliance alone has none."""
    levels, first = audits.list_levels(db, audit.audit_tool_id), first_grades(db, audit)
    check_grades(levels, first, change)
    refuse_conflict(db, moderation.moderator_id, audit)
    for question_id, grade in change.judgements.items():
        outcome = compare(levels, first[question_id], grade)
        judgement = ModerationJudgement(
            moderation_id=moderation.id, tool_question_id=question_id, first_grade=first[question_id],
            second_grade=grade, outcome=outcome,
        )  # fmt: skip
        db.add(judgement)
    overall = compare(levels, str(audit.first_grade), change.second_grade)
    moderation.first_grade, moderation.second_grade = audit.first_grade, change.second_grade
    moderation.outcome, moderation.state, moderation.graded_at = overall, ModerationState.graded, clock.now()
    moderation.version += 1
    db.flush()
    audits_service.reveal_grades(db, audit, overall)


def first_grades(db: Session, audit: Audit) -> dict[uuid.UUID, str]:
    """The auditor's grades by question, of those that judge quality."""
    quality = set(list_quality_questions(db, audit.audit_tool_id))
    answers = audits.list_answers(db, audit.id)
    return {one.tool_question_id: one.grade for one in answers if one.grade and one.tool_question_id in quality}


def compare(levels: list[str], first: str, second: str) -> Outcome:
    """What the second grade did to the first; `levels` are the scale's codes, the best first."""
    moved = levels.index(first) - levels.index(second)
    return Outcome.agreed if moved == 0 else Outcome.raised if moved > 0 else Outcome.lowered


def check_grades(levels: list[str], first: dict[uuid.UUID, str], change: ModerationGrade) -> None:
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
    moderation, audit = get_own(db, who, moderation_id, version)
    if moderation.state != ModerationState.graded or moderation.second_grade is None:
        raise ModerationNotGraded
    judgements = queries.list_judgements(db, moderation_id)
    reason = change.reason if change.reason.strip() else moderation.reason
    is_agreed = {moderation.outcome, *(judgement.outcome for judgement in judgements)} == {Outcome.agreed}
    faults = _faults_of_aspects(change.aspects, set(QualityAspect))
    if not is_agreed and len(reason.strip()) < REASON_LENGTH:
        detail = f"Write why grades were changed: at least {REASON_LENGTH} characters."
        faults.append(FieldError(pointer="/reason", code="reason_needed", detail=detail))
    if faults:
        raise Invalid(errors=faults)
    _end(db, moderation, ModerationState.completed, change.aspects, {
        "reason": reason, "audit_quality": change.audit_quality, "audit_quality_reason": change.audit_quality_reason,
    })  # fmt: skip
    grades = {judgement.tool_question_id: judgement.second_grade for judgement in judgements}
    audits_service.close_audit(db, who, audit, moderation.second_grade, grades)
    return queries.read_moderation(db, who, moderation_id, response)


def return_moderation(
    db: Session, who: Who, moderation_id: uuid.UUID, change: ModerationReturn, version: int, response: Response
) -> dict[str, Any]:
    """Send the audit back to its auditor, as it is too poor to stand; handed in again, it is moderated again."""
    moderation, audit = get_own(db, who, moderation_id, version)
    if moderation.state in {ModerationState.completed, ModerationState.returned}:
        raise ModerationEnded
    faults = _faults_of_aspects(change.aspects, set())
    if faults:
        raise Invalid(errors=faults)
    _end(db, moderation, ModerationState.returned, change.aspects, {
        "reason": change.reason, "audit_quality": AuditQuality.poor, "audit_quality_reason": change.reason,
    })  # fmt: skip
    audits_service.return_audit(db, who, audit, change.reason)
    return queries.read_moderation(db, who, moderation_id, response)


def _faults_of_aspects(aspects: Mapping[QualityAspect, AspectWrite], needed: set[QualityAspect]) -> list[FieldError]:
    """A fault for each aspect that is left out or is poor without a word."""
    faults = []
    for aspect in QualityAspect:
        given = aspects.get(aspect)
        if given is None and aspect in needed:
            detail = "Say how good the audit is in this."
            faults.append(FieldError(pointer=f"/aspects/{aspect}", code="rating_needed", detail=detail))
        elif given and given.rating == AuditQuality.poor and len(given.words.strip()) < REASON_LENGTH:
            detail = f"Write what was poor, for the auditor: at least {REASON_LENGTH} characters."
            faults.append(FieldError(pointer=f"/aspects/{aspect}/words", code="reason_needed", detail=detail))
    return faults


def _end(
    db: Session, moderation: Moderation, state: ModerationState, aspects: Mapping[QualityAspect, AspectWrite],
    fields: dict[str, Any],
) -> None:  # fmt: skip
    for aspect, given in aspects.items():
        db.add(ModerationAspect(moderation_id=moderation.id, aspect=aspect, **given.model_dump()))
    moderation.sqlmodel_update(fields | {"state": state, "completed_at": clock.now()})
    moderation.version += 1
    db.flush()
