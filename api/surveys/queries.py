"""Reading surveys, their results where enough people answered, and the form behind a link."""

import uuid
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, func, select, text
from sqlmodel import Session, col

from api.access.who import Who
from api.kernel.errors import NotFound
from api.kernel.pages import paginate
from api.standards.models import PracticeStandard
from api.surveys.models import Survey, SurveyLink, SurveyQuestion, SurveyState
from api.surveys.schemas import SurveyFilters

_PRESENT = text("select set_config('app.link', :hash, true)")
_RESULTS = text("select * from survey_results(:survey)")


def _surveys() -> Select[Any]:
    one = Survey
    questions = select(func.count()).where(col(SurveyQuestion.survey_id) == col(one.id)).scalar_subquery()
    return select(
        col(one.id), col(one.title), col(one.audience), col(one.state), col(one.opens_on), col(one.closes_on),
        questions.label("questions_count"), func.survey_responses_count(col(one.id)).label("responses_count"),
    )  # fmt: skip


def list_surveys(db: Session, who: Who, filters: SurveyFilters) -> dict[str, Any]:
    """Surveys, the newest first."""
    statement = _surveys()
    if filters.state:
        statement = statement.where(col(Survey.state) == filters.state)
    if filters.audience:
        statement = statement.where(col(Survey.audience) == filters.audience)
    return paginate(db, statement, filters, by=[col(Survey.created_at), col(Survey.id)], descending=True)


def _questions(db: Session, survey_id: uuid.UUID) -> list[dict[str, Any]]:
    one, standard = SurveyQuestion, PracticeStandard
    standard_id: Any = col(standard.id).label("standard_id")
    standard_number: Any = col(standard.number).label("standard_number")
    rows = db.execute(
        select(col(one.id), col(one.text), standard_id, standard_number)
        .join(standard, col(standard.id) == col(one.practice_standard_id), isouter=True)
        .where(col(one.survey_id) == survey_id)
        .order_by(col(one.position))
    )
    return [dict(row._mapping) for row in rows]


def read_survey(db: Session, who: Who, survey_id: uuid.UUID) -> dict[str, Any]:
    """A survey with its questions, or NotFound."""
    one = Survey
    more = _surveys().add_columns(col(one.introduction), col(one.opened_at), col(one.closed_at), col(one.version))
    row = db.execute(more.where(col(Survey.id) == survey_id)).one_or_none()
    if row is None:
        raise NotFound
    return {**row._mapping, "questions": _questions(db, survey_id)}


def get_survey_for_update(db: Session, survey_id: uuid.UUID) -> Survey:
    """The survey's row, locked so that one change follows another; or NotFound."""
    survey = db.get(Survey, survey_id, with_for_update=True)
    if survey is None:
        raise NotFound
    return survey


def find_unknown_standards(db: Session, wanted: Iterable[uuid.UUID | None]) -> set[uuid.UUID]:
    """Those ids that are not of a practice standard."""
    asked = {i for i in wanted if i is not None}
    return asked - set(db.scalars(select(col(PracticeStandard.id)).where(col(PracticeStandard.id).in_(asked))))


def read_results(db: Session, who: Who, survey_id: uuid.UUID) -> dict[str, Any]:
    """Results as the database gives them: counts of fewer than five never leave it."""
    survey = read_survey(db, who, survey_id)
    is_closed = survey["state"] == SurveyState.closed
    n = survey["responses_count"] if is_closed else None
    found = {row.survey_question_id: row for row in db.execute(_RESULTS, {"survey": survey_id})}
    return {
        "survey_id": survey_id, "state": survey["state"], "n": n, "is_suppressed": n is None,
        "reason": None if n is not None else "too_few" if is_closed else "not_closed",
        "questions": [_result(question, found[question["id"]]) for question in survey["questions"]],
    }  # fmt: skip


def _result(question: dict[str, Any], row: Any) -> dict[str, Any]:
    counts = row.counts and {str(value): count for value, count in enumerate(row.counts, start=1)}
    shown = {name: question[name] for name in ("id", "text", "standard_number")}
    return {**shown, "n": row.n, "counts": counts, "agree_percent": row.agree_percent, "status": row.status}


def find_link(db: Session, token_hash: str) -> SurveyLink | None:
    """The link of the token, which from here on is what this transaction goes by; None if it is unknown or used.

    It is locked: whoever brings the same link waits, and then finds it gone if it was used.
    """
    db.execute(_PRESENT, {"hash": token_hash})
    wanted = select(SurveyLink).where(col(SurveyLink.token_hash) == token_hash)
    return db.scalars(wanted.with_for_update()).one_or_none()


def find_survey(db: Session, survey_id: uuid.UUID) -> Survey | None:
    """The survey; None unless it is in sight."""
    return db.get(Survey, survey_id)


def list_form_questions(db: Session, survey_id: uuid.UUID) -> list[SurveyQuestion]:
    """The questions as they are asked, in order."""
    of_survey = select(SurveyQuestion).where(col(SurveyQuestion.survey_id) == survey_id)
    return list(db.scalars(of_survey.order_by(col(SurveyQuestion.position))))
