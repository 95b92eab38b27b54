"""The verbs of surveys: write, open, hand out links, close; and for those who answer, read the form and answer it."""

import secrets
import uuid
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from fastapi import Response
from sqlalchemy import delete, insert
from sqlmodel import Session, col

from api.access.who import Who, fingerprint
from api.kernel import clock
from api.kernel.errors import Conflict, FieldError, Invalid, NotFound, Stale
from api.kernel.requests import etag
from api.kernel.settings import settings
from api.surveys import queries
from api.surveys.models import Audience, Survey, SurveyAnswer, SurveyLink, SurveyQuestion, SurveyResponse, SurveyState
from api.surveys.schemas import (
    AnswersGive,
    FormOpen,
    LinksCreate,
    QuestionWrite,
    SurveyCreate,
    SurveyRead,
    SurveyUpdate,
)

_AGREEMENT = ("Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree")
_FOR_CHILDREN = ("No, not at all", "No, not really", "In the middle", "Yes, mostly", "Yes, definitely")


class SurveyNotDraft(Conflict):
    detail = "The survey has been opened. Only its last day can still change, and only until it closes."


class SurveyNotOpen(Conflict):
    detail = "The survey is not open."


class LastDayHasPassed(Conflict):
    detail = "The last day of this survey has passed. Change it first."


class LastDayInThePast(Invalid):
    detail = "The last day must not lie in the past."


class UnknownStandard(Invalid):
    detail = "There is no such practice standard."


class UnknownQuestion(Invalid):
    detail = "This survey has no such question."


class LinkUsedOrUnknown(NotFound):
    detail = "This link does not work. It may have been used already: each link works once."


class SurveyHasClosed(NotFound):
    detail = "This survey has closed. Thank you for wanting to answer it."


def read_survey(db: Session, who: Who, survey_id: uuid.UUID, response: Response) -> dict[str, Any]:
    """A survey with its questions, and its ETag."""
    survey = queries.read_survey(db, who, survey_id)
    response.headers["ETag"] = etag(survey["version"])
    return survey


def create_survey(db: Session, who: Who, new: SurveyCreate, response: Response) -> dict[str, Any]:
    """A new draft."""
    _check_last_day(new.closes_on)
    survey = Survey(**new.model_dump(exclude={"questions"}), created_by_id=who.id)
    db.add(survey)
    db.flush()
    _ask(db, survey.id, new.questions)
    return read_survey(db, who, survey.id, response)


def _check_last_day(closes_on: date | None) -> None:
    if closes_on is not None and closes_on < clock.today():
        code, detail = LastDayInThePast().code, LastDayInThePast.detail
        raise LastDayInThePast(errors=[FieldError(pointer="/closes_on", code=code, detail=detail)])


def _ask(db: Session, survey_id: uuid.UUID, questions: Sequence[QuestionWrite]) -> None:
    """Put these questions, in this order, in the place of those there are."""
    unknown = queries.find_unknown_standards(db, (question.standard_id for question in questions))
    if unknown:
        code, detail = UnknownStandard().code, UnknownStandard.detail
        raise UnknownStandard(errors=[
            FieldError(pointer=f"/questions/{place}/standard_id", code=code, detail=detail)
            for place, question in enumerate(questions) if question.standard_id in unknown
        ])  # fmt: skip
    db.execute(delete(SurveyQuestion).where(col(SurveyQuestion.survey_id) == survey_id))
    rows = (
        SurveyQuestion(survey_id=survey_id, position=place, text=one.text, practice_standard_id=one.standard_id)
        for place, one in enumerate(questions, start=1)
    )
    db.execute(insert(SurveyQuestion).values([row.model_dump() for row in rows]))


def update_survey(
    db: Session, who: Who, survey_id: uuid.UUID, change: SurveyUpdate, version: int, response: Response
) -> dict[str, Any]:
    """Change a draft, or the last day of an open survey."""
    survey = queries.get_survey_for_update(db, survey_id)
    if survey.version != version:
        raise Stale(current=SurveyRead.model_validate(queries.read_survey(db, who, survey_id)))
    given = {name for name in change.model_fields_set if name == "closes_on" or getattr(change, name) is not None}
    editable = {SurveyState.draft: given, SurveyState.open: {"closes_on"}, SurveyState.closed: set()}
    if not given <= editable[survey.state]:
        raise SurveyNotDraft
    _check_last_day(change.closes_on)
    survey.sqlmodel_update(change.model_dump(include=given - {"questions"}))
    if change.questions is not None:
        _ask(db, survey_id, change.questions)
    survey.version += 1
    db.flush()
    return read_survey(db, who, survey_id, response)


def open_survey(db: Session, who: Who, survey_id: uuid.UUID, response: Response) -> dict[str, Any]:
    """Open a draft for answers; its questions are fixed from here on."""
    survey = queries.get_survey_for_update(db, survey_id)
    if survey.state != SurveyState.draft:
        raise SurveyNotDraft
    if survey.closes_on is not None and survey.closes_on < clock.today():
        raise LastDayHasPassed
    survey.state, survey.opened_at, survey.opens_on = SurveyState.open, clock.now(), clock.today()
    survey.version += 1
    db.flush()
    return read_survey(db, who, survey_id, response)


def close_survey(db: Session, who: Who, survey_id: uuid.UUID, response: Response) -> dict[str, Any]:
    """Close an open survey for ever; its results can be read from here on."""
    survey = _get_open(db, survey_id)
    survey.state, survey.closed_at = SurveyState.closed, clock.now()
    survey.closes_on = min(survey.closes_on or clock.today(), clock.today())
    survey.version += 1
    db.flush()
    return read_survey(db, who, survey_id, response)


def _get_open(db: Session, survey_id: uuid.UUID) -> Survey:
    survey = queries.get_survey_for_update(db, survey_id)
    if survey.state != SurveyState.open:
        raise SurveyNotOpen
    return survey


def create_links(db: Session, who: Who, survey_id: uuid.UUID, wanted: LinksCreate) -> dict[str, Any]:
    """Make links to an open survey, each good for one answer; of a token only the hash is kept."""
    survey = _get_open(db, survey_id)
    tokens = [secrets.token_urlsafe(16) for _ in range(wanted.count)]
    week = _this_week()
    hashes = sorted(map(fingerprint, tokens))
    rows = (SurveyLink(survey_id=survey.id, token_hash=one, created_week=week) for one in hashes)
    db.execute(insert(SurveyLink).values([row.model_dump() for row in rows]))
    return {"links": [f"{settings.origin}/respond.html#{token}" for token in tokens]}


def _this_week() -> date:
    """The Monday of this week: the only time that is kept of links and responses."""
    today = clock.today()
    return today - timedelta(days=today.weekday())


def _get_form(db: Session, token: str) -> tuple[Survey, list[SurveyQuestion]]:
    """The open survey of a link, and its questions. This transaction then sees that survey and nothing else."""
    link = queries.find_link(db, fingerprint(token))
    if link is None:
        raise LinkUsedOrUnknown
    survey = queries.find_survey(db, link.survey_id)
    if survey is None or (survey.closes_on is not None and survey.closes_on < clock.today()):
        raise SurveyHasClosed
    return survey, queries.list_form_questions(db, survey.id)


def open_form(db: Session, asked: FormOpen) -> dict[str, Any]:
    """The form behind a link, which stays usable."""
    survey, questions = _get_form(db, asked.token)
    labels = _FOR_CHILDREN if survey.audience == Audience.child else _AGREEMENT
    scale = [{"value": value, "label": label} for value, label in enumerate(labels, start=1)]
    form = survey.model_dump(include={"title", "audience", "introduction"})
    return {**form, "questions": [{"id": one.id, "text": one.text} for one in questions], "scale": scale}


def respond(db: Session, given: AnswersGive) -> dict[str, Any]:
    """Keep the answers and delete the link. Of two who use one link at once, one finds it gone."""
    survey, questions = _get_form(db, given.token)
    _check_questions(given, {question.id for question in questions})
    response = SurveyResponse(survey_id=survey.id, answered_week=_this_week())
    db.add(response)
    db.flush()
    db.add_all(
        SurveyAnswer(survey_response_id=response.id, survey_question_id=one.id, value=given.answers.get(one.id))
        for one in questions
    )
    db.flush()
    db.execute(delete(SurveyLink).where(col(SurveyLink.token_hash) == fingerprint(given.token)))
    return {"is_kept": True}


def _check_questions(given: AnswersGive, known: set[uuid.UUID]) -> None:
    code, detail = UnknownQuestion().code, UnknownQuestion.detail
    wrong = [one for one in given.answers if one not in known]
    if wrong:
        raise UnknownQuestion(errors=[FieldError(pointer=f"/answers/{one}", code=code, detail=detail) for one in wrong])
