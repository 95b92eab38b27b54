"""Children looked after, and those who have left care."""

from datetime import date
from decimal import Decimal

from api.cases.codes import (
    ACCOMMODATION_KINDS,
    ACCOMMODATION_SUITABILITY,
    ACTIVITIES,
    CARE_LEAVER_CONTACT,
    CARE_LEAVER_ELIGIBILITY,
    EPISODE_CEASE_REASONS,
    EPISODE_START_REASONS,
    HEALTH_CHECK_STATUSES,
    MISSING_KINDS,
    PARTICIPATION,
    PLACEMENT_CHANGE_REASONS,
    PLACEMENT_KINDS,
    PLACEMENT_PROVIDERS,
    PRIMARY_NEEDS,
    SDQ_REASONS,
)
from api.cases.declaring import CODE_LENGTH, ID_LENGTH, WORDS_LENGTH, Record, ssd, ssd_child, ssd_key


class ClaEpisode(Record, table=True):
    """An episode of being looked after: one placement under one legal status; a period of care is a chain of them."""

    entity = "cla_episodes"
    title = "Episodes of care"
    natural = ("child_ref", "started_on")

    source_id: str = ssd_key("clae_cla_episode_id")
    child_ref: str = ssd_child("clae_person_id")
    started_on: date | None = ssd("clae_cla_episode_start_date", aliases=("clae_cla_episode_start",))
    start_reason: str | None = ssd("clae_cla_episode_start_reason", max_length=CODE_LENGTH, codes=EPISODE_START_REASONS)
    primary_need: str | None = ssd(
        "clae_cla_primary_need_code", aliases=("clae_cla_primary_need",), max_length=CODE_LENGTH, codes=PRIMARY_NEEDS
    )
    ceased_on: date | None = ssd("clae_cla_episode_ceased_date", aliases=("clae_cla_episode_ceased",))
    cease_reason: str | None = ssd(
        "clae_cla_episode_ceased_reason", max_length=CODE_LENGTH, codes=EPISODE_CEASE_REASONS
    )
    period_source_id: str | None = ssd("clae_cla_id", max_length=ID_LENGTH, label="Period of care")
    referral_source_id: str | None = ssd("clae_referral_id", max_length=ID_LENGTH, parent="cin_episodes")
    placement_source_id: str | None = ssd(
        "clae_cla_placement_id", aliases=("clae_placement_id",), max_length=ID_LENGTH, parent="cla_placement"
    )
    entered_care_on: date | None = ssd("clae_entered_care_date")
    last_reviewer_contact_on: date | None = ssd(
        "clae_cla_last_iro_contact_date", label="Reviewing officer's last contact on"
    )


class Placement(Record, table=True):
    """Where a child lived while looked after: by kind and distance, never by address."""

    entity = "cla_placement"
    title = "Placements"
    natural = ("child_ref", "started_on")

    source_id: str = ssd_key("clap_cla_placement_id", aliases=("clap_placement_id",))
    child_ref: str = ssd_child("clap_person_id")
    period_source_id: str | None = ssd("clap_cla_id", max_length=ID_LENGTH, label="Period of care")
    started_on: date | None = ssd("clap_cla_placement_start_date")
    ended_on: date | None = ssd("clap_cla_placement_end_date")
    kind: str | None = ssd("clap_cla_placement_type", max_length=CODE_LENGTH, codes=PLACEMENT_KINDS)
    provider: str | None = ssd("clap_cla_placement_provider", max_length=CODE_LENGTH, codes=PLACEMENT_PROVIDERS)
    distance_miles: Decimal | None = ssd("clap_cla_placement_distance", label="Miles from home")
    change_reason: str | None = ssd(
        "clap_cla_placement_change_reason", max_length=CODE_LENGTH, codes=PLACEMENT_CHANGE_REASONS
    )


class LegalStatus(Record, table=True):
    """A legal status of a child. Statuses beside those of being looked after are sent too, so there is no list."""

    entity = "legal_status"
    title = "Legal statuses"
    natural = ("child_ref", "status", "started_on")

    source_id: str = ssd_key("lega_legal_status_id")
    child_ref: str = ssd_child("lega_person_id")
    status: str | None = ssd("lega_legal_status", max_length=WORDS_LENGTH)
    started_on: date | None = ssd("lega_legal_status_start_date", aliases=("lega_legal_status_start",))
    ended_on: date | None = ssd("lega_legal_status_end_date", aliases=("lega_legal_status_end",))


class ClaReview(Record, table=True):
    """A review of a looked-after child's care plan."""

    entity = "cla_reviews"
    title = "Reviews of children in care"
    natural = ("child_ref", "reviewed_on")
    dated_by = "reviewed_on"

    source_id: str = ssd_key("clar_cla_review_id")
    child_ref: str = ssd_child("clar_cla_person_id")
    period_source_id: str | None = ssd("clar_cla_id", max_length=ID_LENGTH, label="Period of care")
    due_on: date | None = ssd("clar_cla_review_due_date")
    reviewed_on: date | None = ssd("clar_cla_review_date")
    is_cancelled: bool | None = ssd("clar_cla_review_cancelled")
    participation: str | None = ssd("clar_cla_review_participation", max_length=CODE_LENGTH, codes=PARTICIPATION)


class ClaVisit(Record, table=True):
    """A visit to a looked-after child."""

    entity = "cla_visits"
    title = "Visits to children in care"
    natural = ("child_ref", "visited_on")

    source_id: str = ssd_key("clav_cla_visit_id")
    child_ref: str = ssd_child("clav_person_id")
    period_source_id: str | None = ssd("clav_cla_id", max_length=ID_LENGTH, label="Period of care")
    visited_on: date | None = ssd("clav_cla_visit_date")
    is_seen: bool | None = ssd("clav_cla_visit_seen")
    is_seen_alone: bool | None = ssd("clav_cla_visit_seen_alone")


class MissingEpisode(Record, table=True):
    """A time for which a child was missing, or away from placement without authorisation."""

    entity = "missing"
    title = "Missing episodes"
    natural = ("child_ref", "started_on")

    source_id: str = ssd_key("miss_table_id")
    child_ref: str = ssd_child("miss_person_id")
    started_on: date | None = ssd("miss_missing_episode_start_date", aliases=("miss_missing_episode_start",))
    ended_on: date | None = ssd("miss_missing_episode_end_date", aliases=("miss_missing_episode_end",))
    kind: str | None = ssd("miss_missing_episode_type", max_length=CODE_LENGTH, codes=MISSING_KINDS)
    is_interview_offered: bool | None = ssd("miss_missing_rhi_offered", label="Return home interview offered")
    is_interview_accepted: bool | None = ssd("miss_missing_rhi_accepted", label="Return home interview accepted")


class ClaHealthCheck(Record, table=True):
    """A health or dental check of a looked-after child."""

    entity = "cla_health"
    title = "Health checks"
    natural = ("child_ref", "kind", "checked_on")

    source_id: str = ssd_key("clah_health_check_id")
    child_ref: str = ssd_child("clah_person_id")
    kind: str | None = ssd("clah_health_check_type", max_length=WORDS_LENGTH)
    checked_on: date | None = ssd("clah_health_check_date")
    status: str | None = ssd("clah_health_check_status", max_length=CODE_LENGTH, codes=HEALTH_CHECK_STATUSES)


class SdqScore(Record, table=True):
    """A score of the strengths and difficulties questionnaire, or the reason why there is none."""

    entity = "sdq_scores"
    title = "SDQ scores"
    natural = ("child_ref", "completed_on")

    source_id: str = ssd_key("csdq_table_id")
    child_ref: str = ssd_child("csdq_person_id")
    completed_on: date | None = ssd("csdq_sdq_completed_date")
    score: int | None = ssd("csdq_sdq_score")
    reason: str | None = ssd("csdq_sdq_reason", max_length=CODE_LENGTH, codes=SDQ_REASONS, label="Reason for no score")


class CareLeaver(Record, table=True):
    """How a young person who has left care is doing: what the council knows at the latest contact."""

    entity = "care_leavers"
    title = "Care leavers"
    natural = ("child_ref",)

    source_id: str = ssd_key("clea_table_id")
    child_ref: str = ssd_child("clea_person_id")
    eligibility: str | None = ssd(
        "clea_care_leaver_eligibility", max_length=WORDS_LENGTH, codes=CARE_LEAVER_ELIGIBILITY
    )
    in_touch: str | None = ssd("clea_care_leaver_in_touch", max_length=CODE_LENGTH, codes=CARE_LEAVER_CONTACT)
    latest_contact_on: date | None = ssd("clea_care_leaver_latest_contact")
    accommodation: str | None = ssd("clea_care_leaver_accommodation", max_length=CODE_LENGTH, codes=ACCOMMODATION_KINDS)
    suitability: str | None = ssd(
        "clea_care_leaver_accom_suitable",
        max_length=CODE_LENGTH,
        codes=ACCOMMODATION_SUITABILITY,
        label="Suitability of accommodation",
    )
    activity: str | None = ssd("clea_care_leaver_activity", max_length=CODE_LENGTH, codes=ACTIVITIES)
    pathway_plan_reviewed_on: date | None = ssd("clea_pathway_plan_review_date")
    team_source_id: str | None = ssd("clea_care_leaver_allocated_team", max_length=ID_LENGTH, parent="department")
    worker_source_id: str | None = ssd("clea_care_leaver_worker_id", max_length=ID_LENGTH, parent="professionals")
