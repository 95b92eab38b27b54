"""Tables of surveys: questions, single-use links, and responses that cannot be joined to links."""

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from api.kernel import clock
from api.kernel.database import Table, choice


class Audience(StrEnum):
    """Who is asked."""

    child = "child"
    parent_or_carer = "parent_or_carer"
    practitioner = "practitioner"


class SurveyState(StrEnum):
    """A survey is written as a draft, opened once and closed once; it never opens again."""

    draft = "draft"
    open = "open"
    closed = "closed"


class Survey(Table, table=True):
    """One wave of questions to one audience. `closes_on` is the last day on which answers are taken."""

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    title: str = Field(max_length=200)
    audience: Audience = Field(sa_type=choice(Audience))
    introduction: str = Field(max_length=2000)
    state: SurveyState = Field(default=SurveyState.draft, sa_type=choice(SurveyState))
    opens_on: date | None = None
    closes_on: date | None = None
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    created_at: datetime = Field(default_factory=clock.now)
    created_by_id: uuid.UUID | None = Field(default=None, foreign_key="person.id")
    version: int = 1


class SurveyQuestion(Table, table=True):
    """A statement to agree or disagree with, and the practice standard it tells of, if any."""

    __table_args__ = (UniqueConstraint("survey_id", "position"),)

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    survey_id: uuid.UUID = Field(foreign_key="survey.id")
    position: int
    text: str = Field(max_length=500)
    practice_standard_id: uuid.UUID | None = Field(default=None, foreign_key="practice_standard.id", index=True)


class SurveyLink(Table, table=True):
    """A link that nobody has used yet, known by the hash of its token; using it deletes it.

    No response can be joined to a link. There is no foreign key between them, all ids are random, the only time kept is
    a week, and neither table is journalled. PostgreSQL's own columns tell nothing either: a link bears the `xmin` of
    the transaction that made it, a response that of the one which used a link up. In that one the link is deleted, so
    that no row that can be read bears the same transaction's number as a response. Links are stored in the order of
    their hashes, not in that in which they are handed out.

    The promise is that staff cannot see who answered. Whoever owns the server's disk could still put its dead rows
    or its write-ahead log together until they are cleaned away.
    """

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    survey_id: uuid.UUID = Field(foreign_key="survey.id", index=True)
    token_hash: str = Field(max_length=64, unique=True)
    created_week: date
    """The Monday of the week in which it was made."""


class SurveyResponse(Table, table=True):
    """One answered form, from nobody known. See SurveyLink for why it cannot be joined to a link."""

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    survey_id: uuid.UUID = Field(foreign_key="survey.id", index=True)
    answered_week: date
    """The Monday of the week in which it came."""


class SurveyAnswer(Table, table=True):
    """The answer to one question, from 1 to 5; none is "I do not want to say"."""

    __table_args__ = (
        UniqueConstraint("survey_response_id", "survey_question_id"),
        CheckConstraint("value between 1 and 5", name="on_the_scale"),
    )

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    survey_response_id: uuid.UUID = Field(foreign_key="survey_response.id")
    survey_question_id: uuid.UUID = Field(foreign_key="survey_question.id", index=True)
    value: int | None = None
