"""When an audit may be submitted, what follows when it is handed in, handed over or final, and what is kept of it.

A sixth file because rooms above register here what they need and what they do; audits know none of them.
"""

from collections.abc import Callable
from typing import Any

from sqlmodel import Session

from api.access.who import Who
from api.audits import queries
from api.audits.models import Audit
from api.kernel.errors import FieldError
from api.tools import queries as tools

REASON_LENGTH = 10
"""The fewest characters of a written reason."""

_REASON = ("reason_needed", f"Write the reason for the grade: at least {REASON_LENGTH} characters.")

Check = Callable[[Session, Audit], list[FieldError]]
Act = Callable[[Session, Who, Audit], None]

_checks: list[Check] = []
_to_finalise: list[Act] = []
_when_submitted: list[Act] = []
_when_final: list[Act] = []
_when_handed_over: list[Callable[[Session, Audit], None]] = []
_kept: dict[str, Callable[[Session, Audit], Any]] = {}


def needed_to_submit(check: Check) -> Check:
    """Register what an audit needs before it can be submitted: a fault for each thing it lacks.

    Pointers begin with the key of the step of the form that mends them, such as `/voices` or `/findings`.
    """
    _checks.append(check)
    return check


def needed_to_finalise(act: Act) -> Act:
    """Register what refuses, with a Conflict, to make a submitted audit final without a moderation."""
    _to_finalise.append(act)
    return act


def when_submitted(act: Act) -> Act:
    """Register what follows each submission, in the same transaction."""
    _when_submitted.append(act)
    return act


def when_final(act: Act) -> Act:
    """Register what follows when an audit becomes final, in the same transaction."""
    _when_final.append(act)
    return act


def when_handed_over(act: Callable[[Session, Audit], None]) -> Callable[[Session, Audit], None]:
    """Register what goes out of an audit that is given to somebody else, because it is the first auditor's judgement.

    Whoever acts is not the auditor; all that was written has been copied before.
    """
    _when_handed_over.append(act)
    return act


def kept_as(name: str) -> Callable[[Callable[[Session, Audit], Any]], Callable[[Session, Audit], Any]]:
    """Register what else is written in an audit and is kept by this name, as JSON, before it may change or go."""

    def register(copy: Callable[[Session, Audit], Any]) -> Callable[[Session, Audit], Any]:
        _kept[name] = copy
        return copy

    return register


def copy_written(db: Session, audit: Audit) -> dict[str, Any]:
    """All that is written in an audit as it stands, as it is kept: what upper rooms hold of it by their names."""
    return queries.read_written(db, audit) | {name: copy(db, audit) for name, copy in _kept.items()}


def tell_handed_over(db: Session, audit: Audit) -> None:
    """Take out of an audit what a new auditor must judge afresh."""
    for act in _when_handed_over:
        act(db, audit)


def refuse_unready(db: Session, who: Who, audit: Audit) -> None:
    """Raise a Conflict where something stands against making a submitted audit final without a moderation."""
    for act in _to_finalise:
        act(db, who, audit)


def tell_submitted(db: Session, who: Who, audit: Audit) -> None:
    """Do what follows a submission."""
    for act in _when_submitted:
        act(db, who, audit)


def tell_final(db: Session, who: Who, audit: Audit) -> None:
    """Do what follows when an audit is final."""
    for act in _when_final:
        act(db, who, audit)


def list_missing(db: Session, audit: Audit) -> list[FieldError]:
    """What an audit lacks before it can be submitted, a pointer for each; what rooms above need comes last."""
    lacks = _unanswered(db, audit)
    if audit.first_grade is None:
        lacks.append(("/first_grade", "grade_needed", "Give an overall grade."))
    if len(audit.overall_reason.strip()) < REASON_LENGTH:
        lacks.append(("/overall_reason", *_REASON))
    own = [FieldError(pointer=pointer, code=code, detail=detail) for pointer, code, detail in lacks]
    return own + [fault for check in _checks for fault in check(db, audit)]


def _unanswered(db: Session, audit: Audit) -> list[tuple[str, str, str]]:
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
    return lacks
