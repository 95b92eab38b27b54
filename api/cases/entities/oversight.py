"""What the dataset lacks and quality assurance asks for: supervision, core groups, planned visits, complaints."""

from datetime import date

from api.cases.codes import COMPLAINT_STAGES, FEEDBACK_KINDS, PLAN_KINDS, SUPERVISION_KINDS, UPHELD
from api.cases.declaring import CODE_LENGTH, ID_LENGTH, Record, ssd, ssd_child, ssd_key


class Supervision(Record, table=True):
    """Supervision of a worker about a child, or a manager's oversight of the case."""

    entity = "supervision"
    title = "Supervision and management oversight"
    natural = ("child_ref", "held_on", "kind")

    source_id: str = ssd_key("supv_supervision_id")
    child_ref: str = ssd_child("supv_person_id")
    worker_source_id: str | None = ssd("supv_worker_id", max_length=ID_LENGTH, parent="professionals")
    supervisor_source_id: str | None = ssd("supv_supervisor_id", max_length=ID_LENGTH, parent="professionals")
    held_on: date | None = ssd("supv_supervision_date")
    kind: str | None = ssd("supv_supervision_kind", max_length=CODE_LENGTH, codes=SUPERVISION_KINDS)
    is_action_recorded: bool | None = ssd("supv_actions_recorded", label="Actions recorded")


class CoreGroupMeeting(Record, table=True):
    """A meeting of the core group that carries out a child protection plan."""

    entity = "core_groups"
    title = "Core group meetings"
    natural = ("child_ref", "held_on")

    source_id: str = ssd_key("core_meeting_id")
    child_ref: str = ssd_child("core_person_id")
    plan_source_id: str | None = ssd("core_cp_plan_id", max_length=ID_LENGTH, parent="cp_plans")
    held_on: date | None = ssd("core_meeting_date")
    is_quorate: bool | None = ssd("core_meeting_quorate")
    is_family_present: bool | None = ssd("core_family_attended")


class VisitFrequency(Record, table=True):
    """How often a child is to be visited under a kind of plan, where that is not the council's own rule."""

    entity = "visit_frequency"
    title = "Planned visit frequencies"
    natural = ("child_ref", "plan_kind", "from_on")

    source_id: str = ssd_key("freq_id")
    child_ref: str = ssd_child("freq_person_id")
    plan_kind: str | None = ssd("freq_plan_kind", max_length=CODE_LENGTH, codes=PLAN_KINDS)
    every_working_days: int | None = ssd("freq_every_working_days", label="Working days between visits")
    from_on: date | None = ssd("freq_start_date", label="From")
    to_on: date | None = ssd("freq_end_date", label="To")


class Feedback(Record, table=True):
    """A complaint or a compliment; one that concerns no child names nobody."""

    entity = "feedback"
    title = "Complaints and compliments"

    source_id: str = ssd_key("feed_id")
    child_ref: str | None = ssd_child("feed_person_id", is_optional=True)
    kind: str | None = ssd("feed_kind", max_length=CODE_LENGTH, codes=FEEDBACK_KINDS)
    received_on: date | None = ssd("feed_received_date")
    stage: str | None = ssd("feed_stage", max_length=CODE_LENGTH, codes=COMPLAINT_STAGES)
    upheld: str | None = ssd("feed_upheld", max_length=CODE_LENGTH, codes=UPHELD)
    closed_on: date | None = ssd("feed_closed_date")
