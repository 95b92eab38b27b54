"""The DfE's child object as councils' public senders build it, and nothing of it that would identify a child.

A field that is not declared here is dropped while the body is read: names, pupil numbers, postcodes and the supplier's
own number of a child never become a value of ours. Absent means unchanged, null clears, `purge` withdraws. A code is
held to its length alone: one outside its list is a finding for the data quality page, and no reason to refuse.
"""

from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter

MAX_CHILDREN = 100

Item = TypeVar("Item")
Items = Annotated[list[Item], Field(fail_fast=True)]
"""A list within a child: it is read as far as its first fault, so that a hostile one cannot have a million."""

ChildId = Annotated[str, StringConstraints(min_length=1, max_length=36, pattern="^[A-Za-z0-9_-]*$")]
Id = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=36, pattern="^[^\\x00-\\x1f\\x7f]*$")
]
WorkerId = Annotated[Id, Field(max_length=12)]
Day = Annotated[date, Field(strict=True)]
"""YYYY-MM-DD and no other form: a number is no day."""
Code = Annotated[str, StringConstraints(pattern="^[^\\x00]*$")]


class Part(BaseModel):
    """A part of a child object; which of its fields were sent is remembered, so that absent is not null."""

    model_config = ConfigDict(extra="ignore", allow_inf_nan=False)


class Purgeable(Part):
    """A part that may be withdrawn."""

    purge: Annotated[bool | None, Field(description="Withdraw this, whatever else is said of it.")] = None


class ChildDetails(Purgeable):
    """What is kept of the details of a child."""

    date_of_birth: Day | None = None
    sex: Annotated[Code, Field(max_length=1)] | None = None
    ethnicity: Annotated[Code, Field(max_length=4)] | None = None
    disabilities: Annotated[Items[Annotated[Code, Field(max_length=4)]], Field(max_length=12)] | None = None


class SdqAssessment(Part):
    """A strengths and difficulties questionnaire."""

    date: Day | None = None
    score: int | None = None


class HealthAndWellbeing(Purgeable):
    """The questionnaires of a child who is looked after."""

    sdq_assessments: Items[SdqAssessment] | None = None


class CareWorker(Part):
    """A worker's time with the child, by number and without a name."""

    worker_id: WorkerId
    start_date: Day | None = None
    end_date: Day | None = None


class ChildAndFamilyAssessment(Purgeable):
    """An assessment, and the factors found at its end."""

    child_and_family_assessment_id: Id
    start_date: Day | None = None
    authorisation_date: Day | None = None
    factors: Annotated[Items[Annotated[Code, Field(max_length=4)]], Field(max_length=100)] | None = None


class ChildInNeedPlan(Purgeable):
    """A child in need plan."""

    child_in_need_plan_id: Id
    start_date: Day | None = None
    end_date: Day | None = None


class Section47Assessment(Purgeable):
    """A section 47 enquiry, and the initial child protection conference to which it led."""

    section_47_assessment_id: Id
    start_date: Day | None = None
    icpc_required_flag: bool | None = None
    icpc_date: Day | None = None
    end_date: Day | None = None


class ChildProtectionPlan(Purgeable):
    """A child protection plan."""

    child_protection_plan_id: Id
    start_date: Day | None = None
    end_date: Day | None = None


class ChildLookedAfterPlacement(Purgeable):
    """A placement, and the episode of being looked after around it."""

    child_looked_after_placement_id: Id
    start_date: Day | None = None
    start_reason: Annotated[Code, Field(max_length=1)] | None = None
    placement_type: Annotated[Code, Field(max_length=3)] | None = None
    end_date: Day | None = None
    end_reason: Annotated[Code, Field(max_length=3)] | None = None
    change_reason: Annotated[Code, Field(max_length=6)] | None = None


class CareLeaver(Purgeable):
    """What was last known of a care leaver."""

    contact_date: Day | None = None
    activity: Annotated[Code, Field(max_length=2)] | None = None
    accommodation: Annotated[Code, Field(max_length=1)] | None = None


class SocialCareEpisode(Purgeable):
    """A referral and what followed from it. Adoption is not among it: no indicator needs it yet."""

    social_care_episode_id: Id
    referral_date: Day | None = None
    referral_source: Annotated[Code, Field(max_length=2)] | None = None
    referral_no_further_action_flag: bool | None = None
    closure_date: Day | None = None
    closure_reason: Annotated[Code, Field(max_length=3)] | None = None
    care_worker_details: Items[CareWorker] | None = None
    child_and_family_assessments: Items[ChildAndFamilyAssessment] | None = None
    child_in_need_plans: Items[ChildInNeedPlan] | None = None
    section_47_assessments: Items[Section47Assessment] | None = None
    child_protection_plans: Items[ChildProtectionPlan] | None = None
    child_looked_after_placements: Items[ChildLookedAfterPlacement] | None = None
    care_leavers: CareLeaver | None = None


class Child(Purgeable):
    """A child by the person id of the case system, and what is to be known of them."""

    la_child_id: ChildId
    child_details: ChildDetails | None = None
    health_and_wellbeing: HealthAndWellbeing | None = None
    social_care_episodes: Items[SocialCareEpisode] | None = None


Children = TypeAdapter(Annotated[list[Child], Field(min_length=1, max_length=MAX_CHILDREN)])


def described() -> dict[str, Any]:
    """The JSON schema of a batch in one piece, for the contract."""
    schema = Children.json_schema()
    parts = schema.pop("$defs")

    def whole(part: Any) -> Any:
        if isinstance(part, list):
            return [whole(one) for one in part]
        if not isinstance(part, dict):
            return part
        if "$ref" in part:
            return whole(parts[part["$ref"].rpartition("/")[2]])
        return {name: whole(one) for name, one in part.items()}

    return dict(whole(schema))
