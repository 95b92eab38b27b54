"""The rule of a frame as data: whose cases may be drawn, and by what they are divided.

A sixth file because a rule is stored with its round as well as sent in and out.
"""

import uuid
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from api.cases.models import CHILD_REF_LENGTH, ID_LENGTH
from api.kernel.schemas import NoNul, Write
from api.rounds.models import AgeBand, CaseType

MAX_LINES = 10
MAX_SIZE = 500
"""The most audits of one line of a round."""

ChildRef = Annotated[str, StringConstraints(pattern=rf"^[A-Z0-9]{{{CHILD_REF_LENGTH}}}$")]
WorkerCode = Annotated[str, StringConstraints(min_length=1, max_length=ID_LENGTH), NoNul]


class Stratify(StrEnum):
    """By what a frame is divided before it is drawn from."""

    team = "team"
    case_type = "case_type"
    age_band = "age_band"


class PlanType(StrEnum):
    """The plan a child has today, if any."""

    cin_plan = "cin_plan"
    cp_plan = "cp_plan"
    no_plan = "no_plan"


class FlagName(StrEnum):
    """What the case data may say of a child that is worth an audit."""

    no_visit = "no_visit"
    not_seen_alone = "not_seen_alone"
    no_supervision = "no_supervision"
    re_referral = "re_referral"
    long_plan = "long_plan"
    went_missing = "went_missing"
    never_audited = "never_audited"


class Flag(Write):
    """A flag with its measure: working days, days or months, as the flag counts; `never_audited` needs none."""

    name: FlagName
    number: Annotated[int, Field(ge=1, le=1_000)] = 1


class NamedExclusion(Write):
    """A child who is left out for a reason that somebody gives."""

    child_ref: ChildRef
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=400), NoNul]


class FrameRule(Write):
    """Whose cases may be drawn: a list that is empty leaves all in. Without figures of its own, the council's count."""

    unit_ids: Annotated[list[uuid.UUID], Field(max_length=200)] = []
    case_types: Annotated[list[CaseType], Field(max_length=10)] = []
    age_bands: Annotated[list[AgeBand], Field(max_length=10)] = []
    worker_codes: Annotated[list[WorkerCode], Field(max_length=100)] = []
    plan_types: Annotated[list[PlanType], Field(max_length=10)] = []
    flags: Annotated[list[Flag], Field(max_length=10)] = []
    flags_needed: Literal["all", "any"] = "all"
    recently_audited_months: Annotated[int | None, Field(ge=0, le=60)] = None
    excluded: Annotated[list[NamedExclusion], Field(max_length=200)] = []


class FramePreview(Write):
    """A frame to count, and how it would be shared out."""

    rule: FrameRule = FrameRule()
    stratify_by: Annotated[list[Stratify], Field(max_length=3)] = [Stratify.team]
    minimum: Annotated[int, Field(ge=0, le=10, description="Of each stratum at least so many.")] = 1
    sizes: Annotated[list[Annotated[int, Field(ge=1, le=MAX_SIZE)]], Field(max_length=MAX_LINES)] = []
