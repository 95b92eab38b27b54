"""Tables of case data: children by reference and the work with them, as case management systems push it.

Each entity is declared once, in `entities/`; this is the list of them, and of what is known and not wanted.
"""

from sqlalchemy import column, table

from api.cases.declaring import CHILD_REF_LENGTH, CODE_LENGTH, ID_LENGTH, Record
from api.cases.entities.care import (
    CareLeaver,
    ClaEpisode,
    ClaHealthCheck,
    ClaReview,
    ClaVisit,
    LegalStatus,
    MissingEpisode,
    Placement,
    SdqScore,
)
from api.cases.entities.need import (
    Assessment,
    AssessmentFactor,
    CinPlan,
    CinVisit,
    Contact,
    EarlyHelpEpisode,
    Referral,
)
from api.cases.entities.oversight import CoreGroupMeeting, Feedback, Supervision, VisitFrequency
from api.cases.entities.people import CASE_WORKER, Child, Department, Disability, Involvement, Worker
from api.cases.entities.protection import ChildProtectionConference, CpPlan, CpReview, CpVisit, Section47Enquiry

__all__ = [
    "CASE_WORKER",
    "CHILD_REF_LENGTH",
    "CODE_LENGTH",
    "ENTITIES",
    "ID_LENGTH",
    "IGNORED",
    "Assessment",
    "AssessmentFactor",
    "CareLeaver",
    "Child",
    "ChildProtectionConference",
    "CinPlan",
    "CinVisit",
    "ClaEpisode",
    "ClaHealthCheck",
    "ClaReview",
    "ClaVisit",
    "Contact",
    "CoreGroupMeeting",
    "CpPlan",
    "CpReview",
    "CpVisit",
    "Department",
    "Disability",
    "EarlyHelpEpisode",
    "Feedback",
    "Involvement",
    "LegalStatus",
    "MissingEpisode",
    "Placement",
    "Record",
    "Referral",
    "SdqScore",
    "Section47Enquiry",
    "Supervision",
    "VisitFrequency",
    "Worker",
    "child_team",
]  # fmt: skip

ENTITIES: tuple[type[Record], ...] = (
    Department, Worker, Child, Disability, Involvement,
    Contact, EarlyHelpEpisode, Referral, Assessment, AssessmentFactor, CinPlan, CinVisit,
    Section47Enquiry, ChildProtectionConference, CpPlan, CpVisit, CpReview,
    ClaEpisode, Placement, LegalStatus, ClaReview, ClaVisit, MissingEpisode, ClaHealthCheck, SdqScore, CareLeaver,
    Supervision, CoreGroupMeeting, VisitFrequency, Feedback,
)  # fmt: skip
"""The entities that are kept; the order is one in which a council may send them, but none is needed."""

IGNORED: frozenset[str] = frozenset({
    "address", "api_data_staging", "cla_care_plan", "cla_convictions", "cla_immunisations", "cla_previous_permanence",
    "cla_substance_misuse", "ehcp_active_plans", "ehcp_assessment", "ehcp_named_plan", "ehcp_requests", "family",
    "immigration_status", "linked_identifiers", "mother", "permanence", "pre_proceedings", "s251_finance", "sen_need",
    "send", "version_log", "voice_of_child",
})  # fmt: skip
"""The dataset's other entities: a council may send them along, and they are counted and dropped."""

child_team = table(
    "child_team", column("child_id"), column("child_ref"), column("unit_id"), column("worker_source_id"),
    column("from_on"), column("to_on"),
)  # fmt: skip
"""The view of whose case each child is or last was: one row a child; `to_on` is null or ahead while it is open."""
