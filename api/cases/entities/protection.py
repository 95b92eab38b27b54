"""Child protection: section 47 enquiries, conferences, plans, visits and reviews."""

from datetime import date

from api.cases.codes import ABUSE_CATEGORIES, CONFERENCE_OUTCOMES, PARTICIPATION, SECTION_47_OUTCOMES
from api.cases.declaring import CODE_LENGTH, ID_LENGTH, WORDS_LENGTH, Record, ssd, ssd_child, ssd_key, ssd_list


class Section47Enquiry(Record, table=True):
    """An enquiry under section 47; it begins on the day of the strategy discussion."""

    entity = "s47_enquiry"
    title = "Section 47 enquiries"
    natural = ("child_ref", "started_on")

    source_id: str = ssd_key("s47e_s47_enquiry_id")
    child_ref: str = ssd_child("s47e_person_id")
    referral_source_id: str | None = ssd("s47e_referral_id", max_length=ID_LENGTH, parent="cin_episodes")
    started_on: date | None = ssd("s47e_s47_start_date")
    ended_on: date | None = ssd("s47e_s47_end_date")
    is_nfa: bool | None = ssd("s47e_s47_nfa")
    outcomes: list[str] | None = ssd_list("s47e_s47_outcome_json", codes=SECTION_47_OUTCOMES)
    team_source_id: str | None = ssd("s47e_s47_completed_by_team", max_length=ID_LENGTH, parent="department")
    worker_source_id: str | None = ssd(
        "s47e_s47_completed_by_worker_id",
        aliases=("s47e_s47_completed_by_worker",),
        max_length=ID_LENGTH,
        parent="professionals",
    )


class ChildProtectionConference(Record, table=True):
    """An initial child protection conference."""

    entity = "initial_cp_conference"
    title = "Initial child protection conferences"
    natural = ("child_ref", "held_on")
    dated_by = "held_on"

    source_id: str = ssd_key("icpc_icpc_id")
    child_ref: str = ssd_child("icpc_person_id")
    meeting_source_id: str | None = ssd("icpc_icpc_meeting_id", max_length=ID_LENGTH)
    enquiry_source_id: str | None = ssd(
        "icpc_s47_enquiry_id", max_length=ID_LENGTH, parent="s47_enquiry", label="Section 47 enquiry"
    )
    plan_source_id: str | None = ssd("icpc_cp_plan_id", max_length=ID_LENGTH, parent="cp_plans")
    referral_source_id: str | None = ssd("icpc_referral_id", max_length=ID_LENGTH, parent="cin_episodes")
    is_transfer_in: bool | None = ssd("icpc_icpc_transfer_in")
    target_on: date | None = ssd("icpc_icpc_target_date", label="Target date")
    held_on: date | None = ssd("icpc_icpc_date")
    is_plan_made: bool | None = ssd("icpc_icpc_outcome_cp_flag")
    outcomes: list[str] | None = ssd_list("icpc_icpc_outcome_json", codes=CONFERENCE_OUTCOMES)
    team_source_id: str | None = ssd("icpc_icpc_team", max_length=ID_LENGTH, parent="department")
    worker_source_id: str | None = ssd("icpc_icpc_worker_id", max_length=ID_LENGTH, parent="professionals")


class CpPlan(Record, table=True):
    """A child protection plan."""

    entity = "cp_plans"
    title = "Child protection plans"
    natural = ("child_ref", "started_on")

    source_id: str = ssd_key("cppl_cp_plan_id")
    child_ref: str = ssd_child("cppl_person_id")
    referral_source_id: str | None = ssd("cppl_referral_id", max_length=ID_LENGTH, parent="cin_episodes")
    conference_source_id: str | None = ssd("cppl_icpc_id", max_length=ID_LENGTH, parent="initial_cp_conference")
    started_on: date | None = ssd("cppl_cp_plan_start_date")
    ended_on: date | None = ssd("cppl_cp_plan_end_date")
    is_other_authority: bool | None = ssd("cppl_cp_plan_ola", label="Another authority's plan")
    initial_category: str | None = ssd("cppl_cp_plan_initial_category", max_length=WORDS_LENGTH, codes=ABUSE_CATEGORIES)
    latest_category: str | None = ssd("cppl_cp_plan_latest_category", max_length=WORDS_LENGTH, codes=ABUSE_CATEGORIES)


class CpVisit(Record, table=True):
    """A visit to a child who has a child protection plan."""

    entity = "cp_visits"
    title = "Child protection visits"
    natural = ("child_ref", "visited_on")

    source_id: str = ssd_key("cppv_cp_visit_id")
    child_ref: str = ssd_child("cppv_person_id")
    plan_source_id: str | None = ssd("cppv_cp_plan_id", max_length=ID_LENGTH, parent="cp_plans")
    visited_on: date | None = ssd("cppv_cp_visit_date")
    is_seen: bool | None = ssd("cppv_cp_visit_seen")
    is_seen_alone: bool | None = ssd("cppv_cp_visit_seen_alone")
    is_bedroom_seen: bool | None = ssd("cppv_cp_visit_bedroom")


class CpReview(Record, table=True):
    """A review conference of a child protection plan."""

    entity = "cp_reviews"
    title = "Child protection reviews"
    natural = ("child_ref", "reviewed_on")
    dated_by = "reviewed_on"

    source_id: str = ssd_key("cppr_cp_review_id")
    child_ref: str = ssd_child("cppr_person_id")
    plan_source_id: str | None = ssd("cppr_cp_plan_id", max_length=ID_LENGTH, parent="cp_plans")
    meeting_source_id: str | None = ssd("cppr_cp_review_meeting_id", max_length=ID_LENGTH)
    due_on: date | None = ssd("cppr_cp_review_due", aliases=("cppr_cp_review_due_date",))
    reviewed_on: date | None = ssd("cppr_cp_review_date")
    is_plan_continued: bool | None = ssd("cppr_cp_review_outcome_continue_cp")
    is_quorate: bool | None = ssd("cppr_cp_review_quorate")
    participation: str | None = ssd("cppr_cp_review_participation", max_length=CODE_LENGTH, codes=PARTICIPATION)
