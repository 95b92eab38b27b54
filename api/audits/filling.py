"""What the auditor writes: changes saved one by one, checked against the tool, and what is kept of them.

A sixth file because it grows with the form, while the service holds what may happen to an audit as a whole.
"""

import uuid
from typing import Any

from fastapi import Response
from sqlmodel import Session

from api.access.who import Who
from api.audits import queries
from api.audits.conflicts import refuse_conflict
from api.audits.facts import keep_facts
from api.audits.models import Audit, AuditAnswer, AuditState
from api.audits.schemas import AnswerUpdate, AuditUpdate
from api.audits.service import faults_of, get_to_fill_in, save, unknown_grades
from api.kernel import clock
from api.kernel.errors import Invalid
from api.tools import queries as tools


def update_audit(
    db: Session, who: Who, audit_id: uuid.UUID, change: AuditUpdate, version: int, response: Response
) -> dict[str, Any]:
    """Save what the auditor changed; the first change opens the audit, and none leaves it as it is."""
    audit = get_to_fill_in(db, who, audit_id, version)
    if change.model_fields_set:
        _fill_in(db, audit, change)
    return queries.read_audit(db, who, audit_id, response)


def _fill_in(db: Session, audit: Audit, change: AuditUpdate) -> None:
    _check_change(db, audit, change)
    open_audit(db, audit)
    audit.sqlmodel_update(change.model_dump(exclude_unset=True, exclude={"answers"}))
    answers = {answer.tool_question_id: answer for answer in queries.list_answers(db, audit.id)}
    for question_id, update in change.answers.items():
        answer = answers.setdefault(question_id, AuditAnswer(audit_id=audit.id, tool_question_id=question_id))
        answer.sqlmodel_update(_answer_fields(update))
        db.add(answer)
    audit.answered = sum(answer.is_not_applicable or answer.grade is not None for answer in answers.values())
    save(db, audit)


def open_audit(db: Session, audit: Audit) -> None:
    """Open a locked audit with its auditor's first words, wherever they write them, unless something ties them to it.

    It does not count as another version: no word of the form has changed, and what another tab writes is not outdated.
    """
    if audit.state != AuditState.allocated:
        return
    refuse_conflict(db, audit)
    audit.state = AuditState.in_progress
    audit.opened_at = audit.updated_at = clock.now()
    keep_facts(db, audit)
    db.flush()


def _answer_fields(update: AnswerUpdate) -> dict[str, Any]:
    """What is set in an answer: a grade ends "not applicable", which in its turn takes the grade away."""
    fields = update.model_dump(exclude_unset=True) | {"updated_at": clock.now()}
    if fields.get("is_not_applicable"):
        return fields | {"grade": None}
    return fields | ({"is_not_applicable": False} if fields.get("grade") else {})


def _check_change(db: Session, audit: Audit, change: AuditUpdate) -> None:
    """Raise Invalid for questions that are not the tool's and grades that are not on the question's scale."""
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
    if faults := faults + faults_of(wrong):
        raise Invalid(errors=faults)
