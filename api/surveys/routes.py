"""The addresses of surveys, and the two public ones for those who answer."""

import uuid
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from api.access.permissions import Permission
from api.access.who import Who, requires
from api.kernel.database import Db
from api.kernel.pages import Page
from api.kernel.requests import IfMatch, StrictRoute, room
from api.surveys import queries, service
from api.surveys.schemas import (
    AnswersGive,
    AnswersGiven,
    FormOpen,
    FormRead,
    LinksCreate,
    LinksRead,
    ResultsRead,
    SurveyCreate,
    SurveyFilters,
    SurveyListed,
    SurveyRead,
    SurveyUpdate,
)

router = room("surveys")
respond_router = APIRouter(prefix="/respond", tags=["surveys"], route_class=StrictRoute)

Reader = Annotated[Who, requires(Permission.surveys_read)]
Manager = Annotated[Who, requires(Permission.surveys_manage)]


@router.get("", response_model=Page[SurveyListed])
def list_surveys(db: Db, who: Reader, filters: Annotated[SurveyFilters, Query()]) -> Any:
    """Surveys, the newest first."""
    return queries.list_surveys(db, who, filters)


@router.post("", response_model=SurveyRead, status_code=201)
def create_survey(db: Db, who: Manager, new: SurveyCreate, response: Response) -> Any:
    """Write a new survey; it is a draft until it is opened."""
    return service.create_survey(db, who, new, response)


@router.get("/{survey_id}", response_model=SurveyRead)
def read_survey(db: Db, who: Reader, survey_id: uuid.UUID, response: Response) -> Any:
    """A survey with its questions in order."""
    return service.read_survey(db, who, survey_id, response)


@router.patch("/{survey_id}", response_model=SurveyRead)
def update_survey(
    db: Db, who: Manager, survey_id: uuid.UUID, change: SurveyUpdate, version: IfMatch, response: Response
) -> Any:
    """Change a draft, or the last day of an open survey; the version in If-Match must be the current one."""
    return service.update_survey(db, who, survey_id, change, version, response)


@router.post("/{survey_id}/open", response_model=SurveyRead)
def open_survey(db: Db, who: Manager, survey_id: uuid.UUID, response: Response) -> Any:
    """Open a draft for answers; its questions are fixed from here on."""
    return service.open_survey(db, who, survey_id, response)


@router.post("/{survey_id}/close", response_model=SurveyRead)
def close_survey(db: Db, who: Manager, survey_id: uuid.UUID, response: Response) -> Any:
    """Close a survey for ever; its results can be read from here on."""
    return service.close_survey(db, who, survey_id, response)


@router.post("/{survey_id}/links", response_model=LinksRead, status_code=201)
def create_links(db: Db, who: Manager, survey_id: uuid.UUID, wanted: LinksCreate) -> Any:
    """Make links to hand out. They are in this answer and nowhere else, and each works once."""
    return service.create_links(db, who, survey_id, wanted)


@router.get("/{survey_id}/results", response_model=ResultsRead)
def read_results(db: Db, who: Reader, survey_id: uuid.UUID) -> Any:
    """The results of a closed survey; whatever fewer than five people said is null."""
    return queries.read_results(db, who, survey_id)


@respond_router.post("/form", response_model=FormRead)
def open_form(db: Db, asked: FormOpen) -> Any:
    """The form behind a link, for anybody who holds it; reading it does not use it up."""
    return service.open_form(db, asked)


@respond_router.post("/answers", response_model=AnswersGiven, status_code=201)
def respond(db: Db, given: AnswersGive) -> Any:
    """Answer a survey, from nobody known. The link is deleted, and nothing joins it to the answers."""
    return service.respond(db, given)
