"""What goes in and out about moderations."""

import uuid
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from api.audits.models import Outcome
from api.audits.schemas import AnswerRead, Grade
from api.kernel.pages import PageParams
from api.kernel.schemas import Prose, Read, Reason, Version, Write
from api.moderations.models import AuditQuality, ModerationState, QualityAspect, SelectionRule
from api.tools.models import AuditKind


class ModerationListed(Read):
    """A moderation in a list; `outcome` is that of the overall grade, null until both are known."""

    id: uuid.UUID
    audit_id: uuid.UUID
    audit_reference: str
    kind: AuditKind
    unit_name: str | None
    auditor_name: str
    moderator_id: uuid.UUID
    moderator_name: str
    state: ModerationState
    due_on: date
    is_overdue: bool
    panel_size: int
    """How many sit on the panel; 0 where one person moderates alone."""
    outcome: Outcome | None


class ModeratedAudit(Read):
    """The audit under moderation; what gives its grades away is null until the second ones are given."""

    id: uuid.UUID
    child_id: uuid.UUID
    child_ref: str
    tool_id: uuid.UUID
    first_grade: str | None
    overall_reason: str | None
    summary: str | None
    answers: dict[uuid.UUID, AnswerRead]


class JudgementRead(Read):
    """The second grade of an answer beside the first."""

    first_grade: str
    second_grade: str
    outcome: Outcome


class AspectRead(Read):
    """How good the audit is in one aspect, and why."""

    rating: AuditQuality
    words: str | None


class PanelMemberRead(Read):
    """Somebody on a panel. Their grades are null to everybody else until all members have given theirs."""

    person_id: uuid.UUID
    name: str
    is_chair: bool
    has_given: bool
    is_released: bool
    second_grade: str | None
    judgements: dict[uuid.UUID, str] | None


class ModerationRead(ModerationListed):
    """A moderation with the audit and, once graded, the judgements by question; a panel's are the agreed ones."""

    audit: ModeratedAudit
    panel: list[PanelMemberRead]
    aspects: dict[QualityAspect, AspectRead]
    second_grade: str | None
    judgements: dict[uuid.UUID, JudgementRead]
    reason: str | None
    audit_quality: AuditQuality | None
    audit_quality_reason: str | None
    allocated_at: datetime
    graded_at: datetime | None
    completed_at: datetime | None
    version: Version


class ModerationFilters(PageParams):
    """How to narrow the list of moderations."""

    state: ModerationState | None = None
    mine: Annotated[bool, Field(description="Only those you moderate, alone or on a panel.")] = False
    audit_id: uuid.UUID | None = None
    sort: Literal["due_on", "-due_on"] = "-due_on"


class QueueItem(Read):
    """An audit that waits for a moderator. `rules` are null for those who may be asked, as they tell of its grades."""

    audit_id: uuid.UUID
    audit_reference: str
    kind: AuditKind
    unit_name: str | None
    auditor_name: str
    submitted_at: datetime
    due_on: date
    is_overdue: bool
    days_late: Annotated[int, Field(description="Working days since it was due; 0 while it is not late.")]
    rules: list[SelectionRule] | None


class QueueFilters(PageParams):
    """How to narrow the queue."""

    is_overdue: Annotated[bool, Field(description="Only those that are late.")] = False


class StandingRead(Read):
    """How moderation stands today: what waits, what is in hand, what of it is yours, and how much is late."""

    waiting: int
    waiting_late: int
    in_hand: int
    in_hand_late: int
    mine: int
    mine_late: int
    days_late: Annotated[int, Field(description="Working days since the longest waiting one was due; 0 without any.")]


class ModeratorRead(Read):
    """Somebody who may moderate, with what they have in hand; `conflict` says what ties them to this audit."""

    person_id: uuid.UUID
    name: str
    in_hand: int
    conflict: str | None


class SelectionRead(Read):
    """What the rules said of an audit when it was last submitted.

    `is_chosen` is null while nothing is decided, `rules` for those who may yet be asked for a second grade.
    """

    audit_id: uuid.UUID
    is_chosen: bool | None
    rules: list[SelectionRule] | None
    words: list[str]
    chosen_at: datetime | None
    due_on: date | None


_People = Annotated[list[uuid.UUID], Field(max_length=12)]


class ModerationCreate(Write):
    """A second reading to allocate; with `panel_ids`, to several people of whom the moderator has the chair."""

    audit_id: uuid.UUID
    moderator_id: uuid.UUID
    due_on: date
    panel_ids: _People = []


class ModerationMove(Write):
    """Who is to moderate instead, or by when; what is left out stays."""

    moderator_id: uuid.UUID | None = None
    due_on: date | None = None


class PanelInvite(Write):
    """Whom to ask onto the panel beside the chair."""

    person_ids: Annotated[list[uuid.UUID], Field(min_length=1, max_length=12)]


class PanelRelease(Write):
    """Who is let off the panel, not having given grades."""

    person_id: uuid.UUID


class ModerationGrade(Write):
    """The second grades: overall, and of each answer that has a first one."""

    second_grade: Grade
    judgements: Annotated[dict[uuid.UUID, Grade], Field(max_length=500)]


class ModerationAgree(ModerationGrade):
    """What a panel agreed, and why."""

    reason: Reason


class AspectWrite(Write):
    """How good the audit is in one aspect; words are needed for a poor one."""

    rating: AuditQuality
    words: Annotated[Prose, Field(max_length=2_000)] = ""


class ModerationComplete(Write):
    """How the moderation ends: each aspect of the audit's quality, and a reason unless every grade was agreed."""

    reason: Annotated[Prose, Field(max_length=4_000)] = ""
    audit_quality: AuditQuality
    audit_quality_reason: Reason
    aspects: dict[QualityAspect, AspectWrite]


class ModerationReturn(Write):
    """Why the audit goes back to its auditor, who reads the words."""

    reason: Reason
    aspects: dict[QualityAspect, AspectWrite] = {}
