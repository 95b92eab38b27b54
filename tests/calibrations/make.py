"""Makes calibrations with people to grade in them, open or closed, for tests."""

import uuid
from datetime import timedelta
from typing import Any

from sqlmodel import Session, col, select

from api.access.permissions import Role
from api.audits.models import Audit
from api.calibrations.models import Calibration, CalibrationGrade, CalibrationQuestion, CalibrationRater
from api.kernel import clock
from tests.access.make import make_person
from tests.audits.make import make_audit, questions_of

WHY = "The child was seen alone and it shows."


def make_calibration(
    make: Session, *, audit: Audit | None = None, rater_ids: list[uuid.UUID] | None = None, opens: int = -7,
    closes: int = 7, **over: Any,
) -> Calibration:  # fmt: skip
    """A calibration on all questions of a final audit, open from a week ago to a week ahead, with those invited."""
    audit, today = audit or make_audit(make, state="final"), clock.today()
    lead = over.pop("lead_id", None) or make_person(make, Role.quality_lead).id
    row = Calibration(**{
        "title": "What is a plan?", "audit_id": audit.id, "audit_tool_id": audit.audit_tool_id,
        "child_id": audit.child_id, "child_ref": audit.child_ref, "unit_id": audit.unit_id,
        "worker_source_id": audit.worker_source_id, "period_from": audit.period_from, "period_to": audit.period_to,
        "opens_on": today + timedelta(days=opens), "closes_on": today + timedelta(days=closes), "lead_id": lead,
    } | over)  # fmt: skip
    make.add(row)
    make.flush()
    for question_id in (*questions_of(make, audit.audit_tool_id), None):
        make.add(CalibrationQuestion(calibration_id=row.id, tool_question_id=question_id))
    make.flush()
    for person_id in rater_ids or []:
        make.add(CalibrationRater(calibration_id=row.id, person_id=person_id, invited_by_id=lead))
    make.commit()
    return row


def grade(make: Session, calibration: Calibration, grades: list[str], person_id: uuid.UUID | None = None) -> None:
    """Hand in somebody's grades, one for each question in the order of the tool, the last of them overall."""
    person_id = person_id or make_person(make, Role.auditor).id
    find = select(CalibrationRater).where(
        CalibrationRater.calibration_id == calibration.id, CalibrationRater.person_id == person_id
    )
    rater = make.exec(find).one_or_none() or CalibrationRater(
        calibration_id=calibration.id, person_id=person_id, invited_by_id=calibration.lead_id
    )
    make.add(rater)
    make.flush()
    rows = make.exec(select(CalibrationQuestion).where(CalibrationQuestion.calibration_id == calibration.id)).all()
    by_question = {row.tool_question_id: row.id for row in rows}
    order = [*questions_of(make, calibration.audit_tool_id), None]
    for question_id, one in zip(order, grades, strict=True):
        make.add(CalibrationGrade(calibration_rater_id=rater.id, calibration_question_id=by_question[question_id],
                                  grade=one, reason=f"{WHY} {rater.id}"))  # fmt: skip
    make.flush()
    rater.submitted_at = clock.now()
    make.commit()


def close(make: Session, calibration: Calibration) -> None:
    """Close it, as its lead does."""
    row = make.exec(select(Calibration).where(col(Calibration.id) == calibration.id)).one()
    row.closed_at, row.closed_by_id = clock.now(), row.lead_id
    make.commit()


def grades_of(make: Session, calibration: Calibration, code: str = "good") -> dict[str, Any]:
    """What somebody sends who gives every question the same grade."""
    given = {"grade": code, "is_not_applicable": False, "reason": WHY}
    return {"overall": given, "answers": {str(q): given for q in questions_of(make, calibration.audit_tool_id)}}
