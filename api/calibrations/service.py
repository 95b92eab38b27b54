"""The verbs of calibrations: set up, invite, grade blind, stand aside, close."""

import uuid
from collections.abc import Iterable
from typing import Any

from fastapi import Response
from sqlmodel import Session

from api.access.who import Who
from api.audits import queries as audits
from api.audits.service import REASON_LENGTH, unknown_grades
from api.calibrations import queries
from api.calibrations.graders import find_conflict_now, unknown_audit, wrong_people
from api.calibrations.models import (
    Calibration,
    CalibrationGrade,
    CalibrationQuestion,
    CalibrationRater,
    CalibrationState,
)
from api.calibrations.schemas import (
    CalibrationCreate,
    CalibrationGrades,
    CalibrationInvite,
    CalibrationRead,
    CalibrationUpdate,
    GivenWrite,
)
from api.kernel import clock
from api.kernel.errors import Conflict, FieldError, Forbidden, Invalid, Stale
from api.tools.queries import list_quality_questions

_REASON = f"Write the reason for the grade: at least {REASON_LENGTH} characters."


class CalibrationIsClosed(Conflict):
    detail = "This calibration is closed, and its grades stand."


class CalibrationNotOpen(Conflict):
    detail = "This calibration is not open for grading: it has not begun, or it has been closed."


class AlreadyGraded(Conflict):
    detail = "You have handed in your grades or stood aside already, and that stands."


class CaseOutOfSight(Conflict):
    detail = "You do not see the audit this case was taken from, so it cannot be checked who is near it."


class GraderHasConflict(Conflict):
    """The grader has come too near the case since they were invited; the sentence says how."""


class NotInvited(Forbidden):
    detail = "Only those who are invited grade in a calibration."


def create_calibration(db: Session, who: Who, new: CalibrationCreate, response: Response) -> dict[str, Any]:
    """Set up an exercise on the case of a final audit, with its questions and those invited."""
    audit = queries.find_final_audit(db, new.audit_id)
    faults = _wrong_days(new.opens_on, new.closes_on)
    if audit is None:
        raise Invalid(errors=[unknown_audit("/audit_id"), *faults])
    questions = list_quality_questions(db, audit.audit_tool_id)
    chosen = set(new.question_ids or questions)
    for place, question_id in enumerate(new.question_ids):
        if question_id not in questions:
            detail = "The tool has no such question."
            faults.append(FieldError(pointer=f"/question_ids/{place}", code="unknown", detail=detail))
    faults += wrong_people(db, audit, new.person_ids)
    if faults:
        raise Invalid(errors=faults)
    calibration = Calibration(
        **new.model_dump(exclude={"question_ids", "person_ids"}), audit_tool_id=audit.audit_tool_id,
        child_id=audit.child_id, child_ref=audit.child_ref, unit_id=audit.unit_id,
        worker_source_id=audit.worker_source_id, period_from=audit.period_from, period_to=audit.period_to,
        lead_id=who.id,
    )  # fmt: skip
    db.add(calibration)
    db.flush()
    graded: list[uuid.UUID | None] = [question_id for question_id in questions if question_id in chosen]
    for one in (*graded, None):
        db.add(CalibrationQuestion(calibration_id=calibration.id, tool_question_id=one))
    db.flush()  # before anybody is invited, for then the database lets no question be added
    _invite(db, who, calibration.id, new.person_ids)
    return queries.read_calibration(db, who, calibration.id, response)


def _wrong_days(opens_on: Any, closes_on: Any) -> list[FieldError]:
    wrong = []
    if closes_on < opens_on:
        wrong.append(FieldError(pointer="/closes_on", code="out_of_order", detail="It closes before it opens."))
    if closes_on < clock.today():
        wrong.append(FieldError(pointer="/closes_on", code="in_the_past", detail="Its last day has gone by."))
    return wrong


def _invite(db: Session, who: Who, calibration_id: uuid.UUID, person_ids: Iterable[uuid.UUID]) -> None:
    invited = queries.list_invited(db, calibration_id)
    for person_id in dict.fromkeys(person_ids):
        if person_id not in invited:
            db.add(CalibrationRater(calibration_id=calibration_id, person_id=person_id, invited_by_id=who.id))
    db.flush()


def _get_unclosed(db: Session, calibration_id: uuid.UUID) -> Calibration:
    """The calibration, locked, unless it is closed."""
    calibration = queries.get_calibration_for_update(db, calibration_id)
    if queries.state_of(calibration) == CalibrationState.closed:
        raise CalibrationIsClosed
    return calibration


def update_calibration(
    db: Session, who: Who, calibration_id: uuid.UUID, change: CalibrationUpdate, version: int, response: Response
) -> dict[str, Any]:
    """Change the title or the days of an exercise that is not closed."""
    calibration = _get_unclosed(db, calibration_id)
    if calibration.version != version:
        raise Stale(current=CalibrationRead.model_validate(queries.read_calibration(db, who, calibration_id)))
    given = change.model_dump(exclude_none=True)
    opens_on, closes_on = (given.get(name, getattr(calibration, name)) for name in ("opens_on", "closes_on"))
    faults = _wrong_days(opens_on, closes_on)
    if queries.state_of(calibration) == CalibrationState.open and opens_on > clock.today():
        detail = "It is open already, and somebody may have graded."
        faults.append(FieldError(pointer="/opens_on", code="opened", detail=detail))
    if faults:
        raise Invalid(errors=faults)
    calibration.sqlmodel_update(given)
    _save(db, calibration)
    return queries.read_calibration(db, who, calibration_id, response)


def _save(db: Session, calibration: Calibration) -> None:
    calibration.version += 1
    db.flush()


def invite_to_calibration(
    db: Session, who: Who, calibration_id: uuid.UUID, new: CalibrationInvite, response: Response
) -> dict[str, Any]:
    """Invite further people to an exercise that is not closed."""
    calibration = _get_unclosed(db, calibration_id)
    audit = queries.find_final_audit(db, calibration.audit_id)
    if audit is None:
        raise CaseOutOfSight
    faults = wrong_people(db, audit, new.person_ids)
    if faults:
        raise Invalid(errors=faults)
    _invite(db, who, calibration_id, new.person_ids)
    _save(db, calibration)
    return queries.read_calibration(db, who, calibration_id, response)


def _get_own_invitation(db: Session, who: Who, calibration_id: uuid.UUID) -> CalibrationRater:
    """One's own invitation, locked, if nothing has become of it yet and the exercise is open."""
    queries.get_calibration(db, calibration_id)
    rater = queries.find_rater_for_update(db, calibration_id, who.id)
    if rater is None:
        raise NotInvited
    if rater.submitted_at or rater.stood_aside_at:
        raise AlreadyGraded
    return rater


def grade_calibration(
    db: Session, who: Who, calibration_id: uuid.UUID, change: CalibrationGrades, response: Response
) -> dict[str, Any]:
    """Hand in one's grades with their reasons, once, while it is open."""
    rater = _get_own_invitation(db, who, calibration_id)
    if not queries.hold_open(db, calibration_id):
        raise CalibrationNotOpen
    calibration = queries.get_calibration(db, calibration_id)
    conflict = find_conflict_now(db, who.id, calibration)
    if conflict:
        raise GraderHasConflict(f"You cannot grade this case: whoever grades it {conflict}.")
    questions = {row.tool_question_id: row.id for row in queries.list_questions(db, calibration_id)}
    _check_grades(db, calibration, questions, change)
    answers: list[tuple[uuid.UUID | None, GivenWrite]] = [(None, change.overall), *change.answers.items()]
    for question_id, given in answers:
        grade = CalibrationGrade(
            calibration_rater_id=rater.id, calibration_question_id=questions[question_id], **given.model_dump()
        )
        db.add(grade)
    db.flush()  # before it is handed in, for then the database takes no more
    rater.submitted_at = clock.now()
    db.flush()
    return queries.read_calibration(db, who, calibration_id, response)


def _check_grades(
    db: Session, calibration: Calibration, questions: dict[uuid.UUID | None, uuid.UUID], change: CalibrationGrades
) -> None:
    """Raise Invalid unless exactly the questions of the exercise are answered, on the tool's scale, with reasons."""
    given = {"/overall": change.overall, **{f"/answers/{key}": one for key, one in change.answers.items()}}
    levels = audits.list_levels(db, calibration.audit_tool_id)
    faults = unknown_grades(levels, {f"{pointer}/grade": one.grade for pointer, one in given.items()})
    for question_id in sorted(change.answers.keys() ^ (questions.keys() - {None}), key=str):
        is_missing = question_id in questions
        code = "answer_needed" if is_missing else "unknown"
        detail = "Give a grade, or say that the question does not apply." if is_missing else "It is not asked here."
        faults.append(FieldError(pointer=f"/answers/{question_id}", code=code, detail=detail))
    for pointer, one in given.items():
        faults += _wrong_answer(pointer, one)
    if faults:
        raise Invalid(errors=faults)


def _wrong_answer(pointer: str, given: GivenWrite) -> list[FieldError]:
    if given.is_not_applicable:
        if given.grade is None and pointer != "/overall":
            return []
        detail = "The case as a whole has a grade." if pointer == "/overall" else "What does not apply has no grade."
        return [FieldError(pointer=f"{pointer}/grade", code="not_applicable", detail=detail)]
    if given.grade is None:
        return [FieldError(pointer=pointer, code="answer_needed", detail="Give a grade.")]
    if len(given.reason.strip()) < REASON_LENGTH:
        return [FieldError(pointer=f"{pointer}/reason", code="reason_needed", detail=_REASON)]
    return []


def stand_aside(db: Session, who: Who, calibration_id: uuid.UUID, response: Response) -> dict[str, Any]:
    """Will not grade this case, and nobody asks why."""
    rater = _get_own_invitation(db, who, calibration_id)
    rater.stood_aside_at = clock.now()
    db.flush()
    return queries.read_calibration(db, who, calibration_id, response)


def close_calibration(db: Session, who: Who, calibration_id: uuid.UUID, response: Response) -> dict[str, Any]:
    """Close an open exercise: nobody grades any more, and everybody sees what came out."""
    calibration = _get_unclosed(db, calibration_id)
    if queries.state_of(calibration) != CalibrationState.open:
        raise CalibrationNotOpen
    calibration.closed_at, calibration.closed_by_id = clock.now(), who.id
    _save(db, calibration)
    return queries.read_calibration(db, who, calibration_id, response)
