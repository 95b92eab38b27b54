"""Children in need: from the first contact and early help to assessments, plans and visits."""

from datetime import date

from api.cases.codes import (
    ASSESSMENT_FACTORS,
    ASSESSMENT_OUTCOMES,
    CLOSE_REASONS,
    CONTACT_OUTCOMES,
    PRIMARY_NEEDS,
    REFERRAL_OUTCOMES,
    REFERRAL_SOURCES,
)
from api.cases.declaring import CODE_LENGTH, ID_LENGTH, Record, ssd, ssd_child, ssd_key, ssd_list


class Contact(Record, table=True):
    """A contact: somebody told the council about a child."""

    entity = "contacts"
    title = "Contacts"
    natural = ("child_ref", "contacted_on", "source_code")

    source_id: str = ssd_key("cont_contact_id")
    child_ref: str = ssd_child("cont_person_id")
    contacted_on: date | None = ssd("cont_contact_date")
    source_code: str | None = ssd(
        "cont_contact_source_code",
        aliases=("cont_contact_source",),
        max_length=CODE_LENGTH,
        codes=REFERRAL_SOURCES,
        label="Source",
    )
    outcomes: list[str] | None = ssd_list("cont_contact_outcome_json", codes=CONTACT_OUTCOMES)


class EarlyHelpEpisode(Record, table=True):
    """An episode of early help."""

    entity = "early_help_episodes"
    title = "Early help episodes"
    natural = ("child_ref", "started_on")

    source_id: str = ssd_key("earl_episode_id")
    child_ref: str = ssd_child("earl_person_id")
    started_on: date | None = ssd("earl_episode_start_date")
    ended_on: date | None = ssd("earl_episode_end_date")
    worker_source_id: str | None = ssd("earl_episode_worker_id", max_length=ID_LENGTH, parent="professionals")


class Referral(Record, table=True):
    """A referral and the episode of need that it opened."""

    entity = "cin_episodes"
    title = "Referrals"
    natural = ("child_ref", "referred_on")

    source_id: str = ssd_key("cine_referral_id")
    child_ref: str = ssd_child("cine_person_id")
    referred_on: date | None = ssd("cine_referral_date")
    primary_need: str | None = ssd(
        "cine_cin_primary_need_code", aliases=("cine_cin_primary_need",), max_length=CODE_LENGTH, codes=PRIMARY_NEEDS
    )
    source_code: str | None = ssd(
        "cine_referral_source_code",
        aliases=("cine_referral_source",),
        max_length=CODE_LENGTH,
        codes=REFERRAL_SOURCES,
        label="Source",
    )
    outcomes: list[str] | None = ssd_list("cine_referral_outcome_json", codes=REFERRAL_OUTCOMES)
    is_nfa: bool | None = ssd("cine_referral_nfa")
    closed_on: date | None = ssd("cine_close_date")
    close_reason: str | None = ssd("cine_close_reason", max_length=CODE_LENGTH, codes=CLOSE_REASONS)
    team_source_id: str | None = ssd(
        "cine_referral_team", aliases=("cine_referral_team_id",), max_length=ID_LENGTH, parent="department"
    )
    worker_source_id: str | None = ssd("cine_referral_worker_id", max_length=ID_LENGTH, parent="professionals")


class Assessment(Record, table=True):
    """A child and family assessment."""

    entity = "cin_assessments"
    title = "Assessments"
    natural = ("child_ref", "started_on")

    source_id: str = ssd_key("cina_assessment_id")
    child_ref: str = ssd_child("cina_person_id")
    referral_source_id: str | None = ssd("cina_referral_id", max_length=ID_LENGTH, parent="cin_episodes")
    started_on: date | None = ssd("cina_assessment_start_date")
    is_child_seen: bool | None = ssd("cina_assessment_child_seen")
    authorised_on: date | None = ssd("cina_assessment_auth_date")
    outcomes: list[str] | None = ssd_list("cina_assessment_outcome_json", codes=ASSESSMENT_OUTCOMES)
    is_nfa: bool | None = ssd("cina_assessment_outcome_nfa")
    team_source_id: str | None = ssd("cina_assessment_team", max_length=ID_LENGTH, parent="department")
    worker_source_id: str | None = ssd("cina_assessment_worker_id", max_length=ID_LENGTH, parent="professionals")


class AssessmentFactor(Record, table=True):
    """The factors found at the end of an assessment; whose they are is known from the assessment alone."""

    entity = "assessment_factors"
    title = "Factors found by assessments"
    natural = ("assessment_source_id",)
    through = "assessment_source_id"

    source_id: str = ssd_key("cinf_table_id")
    assessment_source_id: str | None = ssd(
        "cinf_assessment_id", max_length=ID_LENGTH, index=True, parent="cin_assessments"
    )
    factors: list[str] | None = ssd_list(
        "cinf_assessment_factors_json", aliases=("cinf_factors_json",), codes=ASSESSMENT_FACTORS
    )


class CinPlan(Record, table=True):
    """A plan for a child in need."""

    entity = "cin_plans"
    title = "Child in need plans"
    natural = ("child_ref", "started_on")

    source_id: str = ssd_key("cinp_cin_plan_id")
    child_ref: str = ssd_child("cinp_person_id")
    referral_source_id: str | None = ssd("cinp_referral_id", max_length=ID_LENGTH, parent="cin_episodes")
    started_on: date | None = ssd("cinp_cin_plan_start_date")
    ended_on: date | None = ssd("cinp_cin_plan_end_date")
    team_source_id: str | None = ssd("cinp_cin_plan_team", max_length=ID_LENGTH, parent="department")
    worker_source_id: str | None = ssd("cinp_cin_plan_worker_id", max_length=ID_LENGTH, parent="professionals")


class CinVisit(Record, table=True):
    """A visit to a child in need."""

    entity = "cin_visits"
    title = "Child in need visits"
    natural = ("child_ref", "visited_on")

    source_id: str = ssd_key("cinv_cin_visit_id")
    child_ref: str = ssd_child("cinv_person_id")
    visited_on: date | None = ssd("cinv_cin_visit_date")
    is_seen: bool | None = ssd("cinv_cin_visit_seen")
    is_seen_alone: bool | None = ssd("cinv_cin_visit_seen_alone")
    is_bedroom_seen: bool | None = ssd("cinv_cin_visit_bedroom")
