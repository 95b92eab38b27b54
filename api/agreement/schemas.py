"""What goes in and out about agreement: every figure with its n, and nothing that its n cannot carry."""

import uuid
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.audits.schemas import Grade
from api.kernel.pages import PageParams
from api.kernel.schemas import Line, Read, Write
from api.tools.models import AuditKind

Show = Literal["counts", "percentages", "coefficients"]
_Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2200, 12, 31))]


class AgreementLevel(Read):
    """A level of the scale; `position` 1 is the best, and tables run in this order."""

    position: int
    code: str
    label: str


class AgreementScale(Read):
    """The scale whose grades are compared; grades of different scales never are."""

    code: str
    title: str
    levels: list[AgreementLevel]


class OtherScale(Read):
    """Another scale on which audits were moderated in the period, and how many."""

    code: str
    title: str
    audits: int


class AgreementEstimate(Read):
    """A figure and the 95% interval that chance leaves it; without ends where it has no variation to tell them from."""

    value: float
    lower: float | None
    upper: float | None


class AgreementCoefficient(AgreementEstimate):
    """A coefficient of agreement beyond chance: 1 is perfect, 0 is chance.

    `undefined` is the share of resamples that had no value; `words` is the usual word for its size, only where the
    whole interval bears the same one.
    """

    undefined: float
    words: str | None


class FiguresRead(Read):
    """How far first and second grades agree. What `n` cannot carry is null, and `caution` says why.

    `n` counts pairs of grades, `audits` the audits they come from. `table` counts first grades down by second grades
    across. Shares run from 0 to 1. `worse` and `better` say what the second made of the first; `mean_shift` is in
    grades, above 0 where the second is harsher. `sign_test_p` is how likely so uneven a split is by chance alone.
    """

    n: int
    audits: int
    show: Show
    caution: str | None
    table: list[list[int]]
    exact: int
    within_one: int
    exact_share: AgreementEstimate | None
    within_one_share: AgreementEstimate | None
    worse: int
    same: int
    better: int
    mean_shift: AgreementEstimate | None
    sign_test_p: float | None
    alpha: AgreementCoefficient | None
    ac1: AgreementCoefficient | None
    is_technical: bool
    """Whether the coefficients rest on too few audits to stand with the other figures."""


class StandardFigures(FiguresRead):
    """The figures of the answers about one standard."""

    set_code: str | None
    number: int | None
    text: str


class KindFigures(FiguresRead):
    """The figures of the overall grades of one kind of audit."""

    kind: AuditKind


class InspectorFigures(Read):
    """Inspectors' overall grades beside the auditor's and the reported one, and all three raters together."""

    against_first: FiguresRead
    against_reported: FiguresRead
    alpha_of_three: float | None


class CalibrationFigures(Read):
    """Many auditors on one case: how far they agree, question by question, in the exercises you may see.

    `grades` counts them; `exact_share` is of the pairs of people who graded the same question.
    """

    exercises: int
    people: int
    questions: int
    grades: int
    exact_share: AgreementEstimate | None
    alpha: AgreementCoefficient | None
    ac1: AgreementCoefficient | None
    caution: str | None


class CouncilAgreement(Read):
    """How far auditors, moderators and inspectors agree, in whole months, with no audit and nobody named."""

    from_on: date
    to_on: date
    scale: AgreementScale
    other_scales: list[OtherScale]
    sentence: str
    lean_sentence: str | None
    overall: FiguresRead
    answers: FiguresRead
    by_standard: list[StandardFigures]
    by_kind: list[KindFigures]
    inspectors: InspectorFigures | None
    calibrations: CalibrationFigures | None
    method: list[str]


class PeriodFilters(BaseModel):
    """A period in whole months, and the scale; without a period, the twelve months to today."""

    model_config = ConfigDict(extra="forbid")

    from_on: Annotated[_Day | None, Field(description="Any day of the first month.")] = None
    to_on: Annotated[_Day | None, Field(description="Any day of the last month.")] = None
    scale: Annotated[
        str | None, Field(max_length=40, pattern=r"^[a-z0-9_]+$", description="A scale's code; the most used, if none.")
    ] = None


class AgreementFilters(PeriodFilters):
    """What to compare: a period, a kind of audit, a unit with those beneath it."""

    kind: AuditKind | None = None
    unit_id: Annotated[uuid.UUID | None, Field(description="The child's team was this unit or one beneath it.")] = None


class GapFilters(AgreementFilters, PageParams):
    """Among which audits to look for grades far apart."""


class HardestRead(Read):
    """A criterion and how far its grades agree; shares only from ten answers on."""

    code: str | None
    standard_number: int | None
    text: str
    n: int
    exact: int
    exact_share: AgreementEstimate | None
    worse: int
    better: int


class LeanBin(Read):
    """How many auditors lean so far: from one mean shift to below the next, in grades."""

    lower: float
    upper: float
    auditors: int


class LeansRead(Read):
    """How the leans of auditors are spread, with nobody named; no bins where there are too few to keep it so."""

    from_on: date
    to_on: date
    least: int
    auditors: int
    bins: list[LeanBin]
    caution: str


class OwnCalibrations(Read):
    """The reader's own grades in calibrations beside the grade agreed on, or else the middle of the others' grades.

    `agreed` counts those that had an agreed grade; `worse` those where the reader was harsher.
    """

    exercises: int
    n: int
    agreed: int
    same: int
    worse: int
    better: int


class OwnAgreement(Read):
    """The reader's own audits beside their moderations, and the whole council's, for nobody else to see.

    `shrunk_lean` is the mean shift drawn in towards none as far as few audits cannot tell it from chance.
    """

    from_on: date
    to_on: date
    scale: AgreementScale
    least: int
    sentence: str
    own: FiguresRead | None
    shrunk_lean: float | None
    council: FiguresRead
    calibrations: OwnCalibrations | None


class GapRead(Read):
    """An audit whose overall grades lie two places or more apart: a case to talk about."""

    audit_id: uuid.UUID
    reference: str
    kind: AuditKind
    unit_name: str | None
    moderation_id: uuid.UUID
    first_grade: str
    second_grade: str
    completed_on: date


class RatingFilters(PageParams):
    """Of which audit to list inspectors' grades."""

    audit_id: uuid.UUID


class ExternalRatingCreate(Write):
    """An inspector's grades for the work a final audit looked at; a later rating supersedes one that was wrong."""

    audit_id: uuid.UUID
    by_whom: Annotated[Line, Field(description='In words, such as "Ofsted, March 2026".')]
    rated_on: _Day
    overall_grade: Grade
    standards: Annotated[dict[uuid.UUID, Grade], Field(max_length=50, description="Grades by standard's id.")] = {}
    supersedes_id: uuid.UUID | None = None


class ExternalStandardRead(Read):
    """The inspector's grade for a standard beside ours: the middle of the reported grades, the worse of two."""

    standard_id: uuid.UUID
    number: int
    text: str
    grade: str | None
    ours: str | None


class ExternalRatingRead(Read):
    """An inspector's grades beside the audit's."""

    id: uuid.UUID
    audit_id: uuid.UUID
    by_whom: str
    rated_on: date
    overall_grade: str
    first_grade: str | None
    reported_grade: str | None
    standards: list[ExternalStandardRead]
    entered_by_name: str
    entered_at: datetime
    supersedes_id: uuid.UUID | None
    is_superseded: bool
