"""Whether grades have moved from an audit to its re-audit: as a whole, and standard by standard.

A sixth file because it reads two audits at once, and is the proof that something was learnt.
"""

import uuid
from typing import Any

from sqlalchemy import ColumnElement, and_, func, not_
from sqlmodel import Session, col

from api.access.who import Who
from api.audits import queries
from api.audits.models import Audit, AuditAnswer, Outcome
from api.kernel.errors import NotFound
from api.kernel.pages import pick
from api.standards.models import Criterion, PracticeStandard
from api.tools.models import AuditTool, JudgementLevel, QuestionKind, ToolQuestion


def read_moves(db: Session, who: Who, audit_id: uuid.UUID) -> dict[str, Any]:
    """An audit beside its re-audit, whichever of the two is asked for; a side out of sight or not graded is null."""
    audit = queries.get_audit(db, audit_id)
    later = queries.find_re_audit(db, audit_id)
    first_id, again_id = (audit.re_audit_of_id, audit_id) if audit.re_audit_of_id else (audit_id, later and later.id)
    before, after = (_side(db, who, one) if one else None for one in (first_id, again_id))
    standards: dict[int, dict[str, Any]] = {}
    if before and after:
        second = {row.criterion_id: row for row in _list_graded(db, who, after["id"])}
        for row in _list_graded(db, who, before["id"]):
            if row.criterion_id in second:
                blank = {"number": row.number, "title": row.title, "raised": 0, "lowered": 0, "same": 0}
                standard = standards.setdefault(row.number, blank)
                standard[_moved(row.position, second[row.criterion_id].position) or "same"] += 1
    moved = _moved(before["position"], after["position"]) if before and after else None
    return {
        "before": before, "after": after, "moved": moved or (Outcome.agreed if standards else None),
        "standards": [standards[number] for number in sorted(standards)],
    }  # fmt: skip


def _side(db: Session, who: Who, audit_id: uuid.UUID) -> dict[str, Any] | None:
    try:
        return _read_whole_grade(db, who, audit_id)
    except NotFound:
        return None


def _moved(before: int | None, after: int | None) -> Outcome | None:
    """What became of a grade by its places on the scale, of which 1 is the best; None where it is the same."""
    if before is None or after is None or before == after:
        return None
    return Outcome.raised if after < before else Outcome.lowered


def _graded_level(grade: Any) -> ColumnElement[bool]:
    return and_(
        col(JudgementLevel.judgement_scale_id) == AuditTool.judgement_scale_id, col(JudgementLevel.code) == grade
    )


def _read_whole_grade(db: Session, who: Who, audit_id: uuid.UUID) -> dict[str, Any]:
    """An audit's reference, state and grade with its place on the scale: the reported one, or else the first."""
    grade = queries.unless_blind(who, func.coalesce(Audit.reported_grade, Audit.first_grade))
    statement = (
        pick(
            Audit.id, queries.reference().label("reference"), Audit.state, grade.label("grade"), JudgementLevel.position
        )
        .join(AuditTool, col(AuditTool.id) == Audit.audit_tool_id)
        .join(JudgementLevel, _graded_level(grade), isouter=True)
        .where(col(Audit.id) == audit_id)
    )
    row = db.execute(statement).one_or_none()
    if row is None:
        raise NotFound
    return dict(row._mapping)


def _list_graded(db: Session, who: Who, audit_id: uuid.UUID) -> list[Any]:
    """The graded criteria of an audit: standard, and place of the grade on the scale; none where grades are hidden."""
    grade = func.coalesce(AuditAnswer.reported_grade, AuditAnswer.grade)
    statement = (
        pick(
            ToolQuestion.criterion_id,
            PracticeStandard.number,
            col(PracticeStandard.text).label("title"),
            JudgementLevel.position,
        )
        .select_from(AuditAnswer)
        .join(Audit, col(Audit.id) == AuditAnswer.audit_id)
        .join(AuditTool, col(AuditTool.id) == Audit.audit_tool_id)
        .join(ToolQuestion, col(ToolQuestion.id) == AuditAnswer.tool_question_id)
        .join(Criterion, col(Criterion.id) == ToolQuestion.criterion_id)
        .join(PracticeStandard, col(PracticeStandard.id) == Criterion.practice_standard_id)
        .join(JudgementLevel, _graded_level(grade))
        .where(col(AuditAnswer.audit_id) == audit_id, col(ToolQuestion.kind) == QuestionKind.quality)
        .where(not_(queries.is_hidden_from(who)))
    )
    return list(db.execute(statement))
