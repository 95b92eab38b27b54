"""What goes in and out about surveys: for staff, and for those who answer."""

import uuid
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from api.kernel.pages import PageParams
from api.kernel.schemas import Line, Prose, Read, Version, Write
from api.surveys.models import Audience, SurveyState

Introduction = Annotated[Prose, Field(max_length=2000)]
Statement = Annotated[Line, Field(description="A statement to agree or disagree with.")]
Count = Annotated[int | None, Field(description="Null where fewer than five people make it up.")]
ResponsesCount = Annotated[
    int | None, Field(description="Null under five. While the survey is open it moves in fives, rounded down.")
]
Value = Annotated[int, Field(strict=True, ge=1, le=5)]


class QuestionRead(Read):
    """A question, and the practice standard it tells of."""

    id: uuid.UUID
    text: str
    standard_id: uuid.UUID | None
    standard_number: int | None


class SurveyListed(Read):
    """A survey on a list."""

    id: uuid.UUID
    title: str
    audience: Audience
    state: SurveyState
    opens_on: date | None
    closes_on: date | None
    questions_count: int
    responses_count: ResponsesCount


class SurveyRead(SurveyListed):
    """A survey with its questions in order."""

    introduction: str
    opened_at: datetime | None
    closed_at: datetime | None
    version: Version
    questions: list[QuestionRead]


class SurveyFilters(PageParams):
    """How to narrow the list of surveys."""

    state: SurveyState | None = None
    audience: Audience | None = None


class QuestionWrite(Write):
    """A question of a draft."""

    text: Statement
    standard_id: uuid.UUID | None = None


Questions = Annotated[list[QuestionWrite], Field(min_length=1, max_length=50)]
ClosesOn = Annotated[date | None, Field(description="The last day on which answers are taken; null for none planned.")]


class SurveyCreate(Write):
    """A new survey, as a draft."""

    title: Line
    audience: Audience
    introduction: Introduction = ""
    closes_on: ClosesOn = None
    questions: Questions


class SurveyUpdate(Write):
    """What may change about a draft; of an open survey only `closes_on`. A field that is left out stays.

    `questions` is the whole new list in its order.
    """

    title: Line | None = None
    audience: Audience | None = None
    introduction: Introduction | None = None
    closes_on: ClosesOn = None
    questions: Questions | None = None


class LinksCreate(Write):
    """How many links to make."""

    count: Annotated[int, Field(strict=True, ge=1, le=500)]


class LinksRead(Read):
    """Links to hand out, each good for one answer; they are shown this once."""

    links: list[str]


class QuestionResult(Read):
    """What was answered to a question. `agree_percent` is the share of 4 and 5 among the values given."""

    id: uuid.UUID
    text: str
    standard_number: int | None
    n: Count
    counts: Annotated[dict[str, int] | None, Field(description='How many gave each value, by "1" to "5".')]
    agree_percent: float | None
    status: Literal["ok", "suppressed", "no_data"]


class ResultsRead(Read):
    """The results of a survey, published once, when it has closed. `reason` tells why they are suppressed."""

    survey_id: uuid.UUID
    state: SurveyState
    n: Count
    is_suppressed: bool
    reason: Literal["not_closed", "too_few"] | None
    questions: list[QuestionResult]


class FormOpen(Write):
    """The token that stands in a link after the #."""

    token: Annotated[str, Field(min_length=1, max_length=100)]


class FormQuestion(Read):
    """A question as it is asked."""

    id: uuid.UUID
    text: str


class ScaleLevel(Read):
    """A value that may be given, and what it means in words."""

    value: int
    label: str


class FormRead(Read):
    """A survey as it is answered."""

    title: str
    audience: Audience
    introduction: str
    questions: list[FormQuestion]
    scale: list[ScaleLevel]


class AnswersGive(FormOpen):
    """Answers by question id: 1 to 5, or null for "I do not want to say", as is a question that is left out."""

    answers: Annotated[dict[uuid.UUID, Value | None], Field(max_length=100)]


class AnswersGiven(Read):
    """The answers have been kept, and the link has been deleted."""

    is_kept: Literal[True]
