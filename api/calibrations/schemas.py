"""What goes in and out about calibrations."""

import uuid
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from api.audits.schemas import Grade
from api.calibrations.models import CalibrationState
from api.kernel.pages import PageParams
from api.kernel.schemas import Line, Prose, Read, Reason, Version, Write

_Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2200, 1, 1))]
_Text = Annotated[Prose, Field(max_length=4_000)]


class CalibrationListed(Read):
    """A calibration in a list. `is_mine`: you are invited; `has_graded`: you have handed in your grades."""

    id: uuid.UUID
    title: str
    child_ref: str
    unit_name: str | None
    tool_title: str
    state: CalibrationState
    opens_on: date
    closes_on: date
    lead_name: str
    invited: int
    graded: int
    is_mine: bool
    has_graded: bool


class RaterRead(Read):
    """Somebody invited, and whether they have handed in; what they gave is never told by name."""

    person_id: uuid.UUID
    name: str
    has_graded: bool
    has_stood_aside: bool


class GivenRead(Read):
    """What you gave a question; the reason is null for those who see no free text about children."""

    grade: str | None
    is_not_applicable: bool
    reason: str | None


class OwnRead(Read):
    """Your own part: when you handed in or stood aside, and what you gave, by question and overall."""

    submitted_at: datetime | None
    stood_aside_at: datetime | None
    overall: GivenRead | None
    answers: dict[uuid.UUID, GivenRead]


class CalibrationRead(CalibrationListed):
    """A calibration with its case and questions. The audit is named to those who may see it, and never its grades."""

    audit_id: uuid.UUID | None
    child_id: uuid.UUID
    tool_id: uuid.UUID
    period_from: date
    period_to: date
    question_ids: list[uuid.UUID]
    raters: list[RaterRead]
    own: OwnRead | None
    facts_url: str
    closed_at: datetime | None
    version: Version


class SpreadCount(Read):
    """How many gave one grade."""

    grade: str
    label: str
    count: int


class GivenReason(Read):
    """A reason somebody gave with a grade; by whom is not told."""

    grade: str | None
    reason: str


class SpreadRead(Read):
    """How a question was graded; without an id it is the case as a whole.

    `distance` is the mean distance of two grades of different people, in grades; `farthest` that of the two farthest
    apart. Reasons are null for those who see no free text about children.
    """

    tool_question_id: uuid.UUID | None
    criterion_code: str | None
    standard_number: int | None
    text: str
    counts: list[SpreadCount]
    not_applicable: int
    graded: int
    distance: float | None
    farthest: int | None
    own: GivenRead | None
    agreed_grade: str | None
    agreed_reason: str | None
    reasons: list[GivenReason] | None


class CalibrationInterval(Read):
    """A 95% interval."""

    lower: float
    upper: float


class CalibrationCoefficient(Read):
    """Krippendorff's ordinal alpha with Gwet's AC1 beside it, each with its interval over the questions."""

    alpha: float
    alpha_interval: CalibrationInterval | None
    ac1: float
    ac1_interval: CalibrationInterval | None


class CalibrationAgreement(Read):
    """How far those who graded agree, over the questions that two or more of them graded.

    Percentages are null below ten questions, and the coefficient below thirty; `sentence` says so.
    """

    questions: int
    people: int
    pairs: int
    same: int
    within_one: int
    percent_same: float | None
    same_interval: CalibrationInterval | None
    percent_within_one: float | None
    coefficient: CalibrationCoefficient | None
    sentence: str


class CalibrationResults(Read):
    """The outcome of a closed calibration, the questions on which people were farthest apart first."""

    calibration_id: uuid.UUID
    title: str
    people: int
    agreement: CalibrationAgreement
    overall: SpreadRead
    questions: list[SpreadRead]
    version: Version


class GraderRead(Read):
    """Somebody who may grade, and what keeps them from this case, if anything does: it ends a sentence about them."""

    person_id: uuid.UUID
    name: str
    unit_name: str | None
    conflict: str | None


class ProposedCriterion(Read):
    """A criterion with how often two people gave the same grade."""

    criterion_code: str
    standard_number: int
    text: str
    pairs: int
    same: int
    percent_same: float
    from_moderations: int
    from_calibrations: int


class CalibrationProposal(Read):
    """What to calibrate next: the criteria on which people agree least, the least first, from what has been graded
    twice so far. None where too little has."""

    criteria: list[ProposedCriterion]
    sentence: str


class CalibrationFilters(PageParams):
    """How to narrow the list of calibrations."""

    state: CalibrationState | None = None
    mine: Annotated[bool, Field(description="Only those you are invited to.")] = False
    sort: Literal["closes_on", "-closes_on"] = "-closes_on"


class CandidateFilters(PageParams):
    """For which audit people are looked for."""

    audit_id: uuid.UUID


class CalibrationCreate(Write):
    """An exercise on the case of a final audit. Without questions, all those of quality the tool has are graded."""

    title: Line
    audit_id: uuid.UUID
    question_ids: Annotated[list[uuid.UUID], Field(max_length=500)] = []
    person_ids: Annotated[list[uuid.UUID], Field(min_length=1, max_length=100)]
    opens_on: _Day
    closes_on: _Day


class CalibrationUpdate(Write):
    """What changes in an exercise that is not closed; what is left out stays."""

    title: Line | None = None
    opens_on: _Day | None = None
    closes_on: _Day | None = None


class CalibrationInvite(Write):
    """Further people to invite."""

    person_ids: Annotated[list[uuid.UUID], Field(min_length=1, max_length=100)]


class GivenWrite(Write):
    """A grade, or that the question does not apply; a grade has a reason."""

    grade: Grade | None = None
    is_not_applicable: bool = False
    reason: _Text = ""


class CalibrationGrades(Write):
    """What you give: overall, and for each question of the exercise."""

    overall: GivenWrite
    answers: Annotated[dict[uuid.UUID, GivenWrite], Field(max_length=500)]


class AgreedWrite(Write):
    """The grade that was agreed on, and why."""

    grade: Grade
    reason: Reason


class CalibrationAgree(Write):
    """What was agreed on afterwards, overall and by question; what is left out stays."""

    overall: AgreedWrite | None = None
    answers: Annotated[dict[uuid.UUID, AgreedWrite], Field(max_length=500)] = {}
