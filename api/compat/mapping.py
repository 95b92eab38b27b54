"""The DfE's child object as our records: pure functions from a child to (entity, record in the dataset's column names).

A sixth file because it is neither table nor verb: two public formats side by side. Where the object gives no id, one is
made of what says which record it is, and never of the person id, so that the same thing sent again is the same record.
An item that says nothing beyond its id gives no record: who sends changes alone repeats the ids of what is unchanged.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from api.cases.models import CASE_WORKER
from api.cases.references import child_ref
from api.compat.schemas import (
    CareWorker,
    Child,
    ChildAndFamilyAssessment,
    ChildDetails,
    ChildLookedAfterPlacement,
    HealthAndWellbeing,
    Part,
    Purgeable,
    Section47Assessment,
    SocialCareEpisode,
)

Record = dict[str, Any]
Pair = tuple[str, Record]

ENTITIES = (
    "person", "disability", "involvements", "cin_episodes", "cin_assessments", "assessment_factors", "cin_plans",
    "s47_enquiry", "initial_cp_conference", "cp_plans", "cla_episodes", "cla_placement", "sdq_scores", "care_leavers",
)  # fmt: skip
"""What a child object may give, in the order of intake, in which it is taken in: so nobody waits for ever."""


@dataclass(frozen=True)
class Shape:
    """How a part of the child object stands in the dataset: the columns of its ids, and the column of each field."""

    entity: str
    key: str
    person: str | None
    referral: str | None
    columns: dict[str, str]


@dataclass(frozen=True)
class Unnamed:
    """Records that an object changes without their ids, which are to be found among those held.

    `column` of the records of `among` that are as `where` says, in the dataset's names, holds the ids.
    """

    shape: Shape
    change: Record
    among: Shape
    column: str
    where: dict[str, str]
    prefix: str = ""
    """What the ids begin with beyond what `column` holds."""
    latest_by: str | None = None
    """The column by which the latest alone is meant; where there is none, all are."""


Said = Pair | Unnamed


@dataclass(frozen=True)
class Whose:
    """The child that a part is about, and the referral it stands under."""

    person_id: str
    ref: str
    referral_id: str | None = None


PERSON = Shape("person", "pers_person_id", "pers_person_id", None, {
    "date_of_birth": "pers_dob", "sex": "pers_sex", "ethnicity": "pers_ethnicity",
})  # fmt: skip
DISABILITY = Shape("disability", "disa_table_id", "disa_person_id", None, {})
QUESTIONNAIRE = Shape("sdq_scores", "csdq_table_id", "csdq_person_id", None, {
    "date": "csdq_sdq_completed_date", "score": "csdq_sdq_score",
})  # fmt: skip
REFERRAL = Shape("cin_episodes", "cine_referral_id", "cine_person_id", "cine_referral_id", {
    "referral_date": "cine_referral_date", "referral_source": "cine_referral_source_code",
    "referral_no_further_action_flag": "cine_referral_nfa", "closure_date": "cine_close_date",
    "closure_reason": "cine_close_reason",
})  # fmt: skip
WORKER = Shape("involvements", "invo_involvements_id", "invo_person_id", "invo_referral_id", {
    "worker_id": "invo_professional_id", "start_date": "invo_involvement_start_date",
    "end_date": "invo_involvement_end_date",
})  # fmt: skip
ASSESSMENT = Shape("cin_assessments", "cina_assessment_id", "cina_person_id", "cina_referral_id", {
    "start_date": "cina_assessment_start_date", "authorisation_date": "cina_assessment_auth_date",
})  # fmt: skip
FACTORS = Shape("assessment_factors", "cinf_table_id", None, None, {"factors": "cinf_assessment_factors_json"})
CIN_PLAN = Shape("cin_plans", "cinp_cin_plan_id", "cinp_person_id", "cinp_referral_id", {
    "start_date": "cinp_cin_plan_start_date", "end_date": "cinp_cin_plan_end_date",
})  # fmt: skip
ENQUIRY = Shape("s47_enquiry", "s47e_s47_enquiry_id", "s47e_person_id", "s47e_referral_id", {
    "start_date": "s47e_s47_start_date", "end_date": "s47e_s47_end_date",
    "icpc_required_flag": "s47e_s47_outcome_json",
})  # fmt: skip
CONFERENCE = Shape("initial_cp_conference", "icpc_icpc_id", "icpc_person_id", "icpc_referral_id", {
    "icpc_date": "icpc_icpc_date",
})  # fmt: skip
CP_PLAN = Shape("cp_plans", "cppl_cp_plan_id", "cppl_person_id", "cppl_referral_id", {
    "start_date": "cppl_cp_plan_start_date", "end_date": "cppl_cp_plan_end_date",
})  # fmt: skip
PLACEMENT = Shape("cla_placement", "clap_cla_placement_id", "clap_person_id", None, {
    "start_date": "clap_cla_placement_start_date", "end_date": "clap_cla_placement_end_date",
    "placement_type": "clap_cla_placement_type", "change_reason": "clap_cla_placement_change_reason",
})  # fmt: skip
EPISODE = Shape("cla_episodes", "clae_cla_episode_id", "clae_person_id", "clae_referral_id", {
    "start_date": "clae_cla_episode_start_date", "start_reason": "clae_cla_episode_start_reason",
    "end_date": "clae_cla_episode_ceased_date", "end_reason": "clae_cla_episode_ceased_reason",
})  # fmt: skip
LEAVER = Shape("care_leavers", "clea_table_id", "clea_person_id", None, {
    "contact_date": "clea_care_leaver_latest_contact", "activity": "clea_care_leaver_activity",
    "accommodation": "clea_care_leaver_accommodation",
})  # fmt: skip

_UNDER_REFERRAL = (WORKER, ASSESSMENT, CIN_PLAN, ENQUIRY, CONFERENCE, CP_PLAN, EPISODE)
_MADE = "dfe-"
"""Begins the id of a record that the object tells of within another, whose id follows."""
_PURGE = {"purge": True}
_FLAGS = {"s47e_s47_outcome_json": "CP_CONFERENCE_FLAG"}
"""The column that holds several flags, of which the object tells one."""


def map_children(source_system: str, children: Iterable[Child]) -> list[Said]:
    """What the children of a batch say, in their order; what comes before the purge of a child is not said."""
    said: dict[str, list[Said]] = {}
    for child in children:
        mapped = list(map_child(source_system, child))
        before = [] if child.purge else said.get(child.la_child_id, [])
        said[child.la_child_id] = before + mapped
    return [one for of_child in said.values() for one in of_child]


def map_child(source_system: str, child: Child) -> Iterator[Said]:
    """What a child object says. The child itself is always among it, so that nothing about it is left without."""
    whose = Whose(child.la_child_id, child_ref(source_system, child.la_child_id))
    if child.purge:
        yield PERSON.entity, {PERSON.key: whose.person_id} | _PURGE
        return
    yield PERSON.entity, {PERSON.key: whose.person_id} | _details(child.child_details)
    yield from _disabilities(whose, child.child_details)
    yield from _questionnaires(whose, child.health_and_wellbeing)
    for episode in child.social_care_episodes or ():
        yield from _episode(Whose(whose.person_id, whose.ref, episode.social_care_episode_id), episode)


def _details(details: ChildDetails | None) -> Record:
    if details is None:
        return {}
    return dict.fromkeys(PERSON.columns.values()) if details.purge else _given(PERSON, details)


def _disabilities(whose: Whose, details: ChildDetails | None) -> Iterator[Said]:
    if details is None:
        return
    if details.purge:
        yield _all_of(DISABILITY, whose)
        return
    for code in filter(None, map(str.strip, details.disabilities or ())):
        ids = {DISABILITY.key: f"{whose.ref}-{code}", "disa_person_id": whose.person_id}
        yield DISABILITY.entity, ids | {"disa_disability_code": code}


def _questionnaires(whose: Whose, health: HealthAndWellbeing | None) -> Iterator[Said]:
    if health is None:
        return
    if health.purge:
        yield _all_of(QUESTIONNAIRE, whose)
        return
    for item in health.sdq_assessments or ():
        key = f"{whose.ref}-{item.date}" if item.date else None
        yield from _item(QUESTIONNAIRE, whose, key, item)


def _episode(whose: Whose, episode: SocialCareEpisode) -> Iterator[Said]:
    """A referral and what stands under it; with its purge all that goes, named or not."""
    yield from _item(REFERRAL, whose, whose.referral_id, episode)
    if episode.purge:
        yield from _all_under_referral(whose)
        return
    for worker in episode.care_worker_details or ():
        yield from _worker(whose, worker)
    for assessment in episode.child_and_family_assessments or ():
        yield from _assessment(whose, assessment)
    for cin_plan in episode.child_in_need_plans or ():
        yield from _item(CIN_PLAN, whose, cin_plan.child_in_need_plan_id, cin_plan)
    for enquiry in episode.section_47_assessments or ():
        yield from _enquiry(whose, enquiry)
    for cp_plan in episode.child_protection_plans or ():
        yield from _item(CP_PLAN, whose, cp_plan.child_protection_plan_id, cp_plan)
    for placement in episode.child_looked_after_placements or ():
        yield from _placement(whose, placement)
    if episode.care_leavers is not None:
        yield from _item(LEAVER, whose, f"{whose.ref}-leaver", episode.care_leavers)


def _worker(whose: Whose, item: CareWorker) -> Iterator[Said]:
    """A worker's time is known by worker and first day; who tells only its end means the latest that is known."""
    person = {"invo_person_id": whose.person_id}
    if item.start_date is not None:
        key = f"{whose.ref}-{item.worker_id}-{item.start_date}"
        yield from _item(WORKER, whose, key, item, invo_professional_role_id=CASE_WORKER)
    elif "end_date" in item.model_fields_set:
        end = item.end_date and item.end_date.isoformat()
        change = person | {"invo_involvement_end_date": end}
        where = person | {"invo_professional_id": item.worker_id}
        yield Unnamed(WORKER, change, WORKER, WORKER.key, where, latest_by="invo_involvement_start_date")


def _assessment(whose: Whose, item: ChildAndFamilyAssessment) -> Iterator[Said]:
    key = item.child_and_family_assessment_id
    yield from _item(ASSESSMENT, whose, key, item)
    yield from _item(FACTORS, whose, _MADE + key, item, cinf_assessment_id=key)


def _enquiry(whose: Whose, item: Section47Assessment) -> Iterator[Said]:
    """An enquiry, and the conference to which it led, which is no more where its date is taken back."""
    key = item.section_47_assessment_id
    yield from _item(ENQUIRY, whose, key, item)
    is_taken_back = "icpc_date" in item.model_fields_set and item.icpc_date is None
    conference = item.model_copy(update={"purge": True}) if is_taken_back else item
    yield from _item(CONFERENCE, whose, _MADE + key, conference, icpc_s47_enquiry_id=key)


def _placement(whose: Whose, item: ChildLookedAfterPlacement) -> Iterator[Said]:
    """A placement, and the episode of being looked after around it, which the object does not tell apart."""
    key = item.child_looked_after_placement_id
    yield from _item(PLACEMENT, whose, key, item)
    yield from _item(EPISODE, whose, _MADE + key, item, clae_cla_placement_id=key)


def _item(shape: Shape, whose: Whose, key: str | None, item: Part, **more: str) -> Iterator[Pair]:
    """The record of an item: its ids and what was given of it; none where nothing was."""
    ids = {shape.key: key} | ({shape.person: whose.person_id} if shape.person else {})
    if isinstance(item, Purgeable) and item.purge:
        yield shape.entity, ids | _PURGE
    elif given := _given(shape, item):
        under = {shape.referral: whose.referral_id} if shape.referral else {}
        yield shape.entity, ids | under | more | given


def _given(shape: Shape, item: Part) -> Record:
    """The columns of the fields that were sent; null among them clears."""
    sent = item.model_fields_set
    return {column: _plain(column, getattr(item, field)) for field, column in shape.columns.items() if field in sent}


def _plain(column: str, value: Any) -> Any:
    """A value as JSON has it, in the form of its column."""
    if value is not None and column in _FLAGS:
        return {_FLAGS[column]: value}
    return value.isoformat() if isinstance(value, date) else value


def _all_of(shape: Shape, whose: Whose) -> Unnamed:
    person = {str(shape.person): whose.person_id}
    return Unnamed(shape, person | _PURGE, shape, shape.key, person)


def _all_under_referral(whose: Whose) -> Iterator[Unnamed]:
    for shape in _UNDER_REFERRAL:
        person = {str(shape.person): whose.person_id}
        where = person | {str(shape.referral): str(whose.referral_id)}
        yield Unnamed(shape, person | _PURGE, shape, shape.key, where)
        if shape is ASSESSMENT:
            yield Unnamed(FACTORS, _PURGE, shape, shape.key, where, prefix=_MADE)
        if shape is EPISODE:
            yield Unnamed(
                PLACEMENT, {str(PLACEMENT.person): whose.person_id} | _PURGE, shape, "clae_cla_placement_id", where
            )
