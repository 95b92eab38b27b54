"""What goes in and out about moderations."""

import uuid
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from api.audits.models import Outcome
from api.audits.schemas import AnswerRead, Grade
from api.kernel.pages import PageParams
from api.kernel.schemas import Prose, Read, Reason, Version, Write
from api.moderations.models import AuditQuality, ModerationState
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


class ModerationRead(ModerationListed):
    """A moderation with the audit and, once graded, the judgements by question."""

    audit: ModeratedAudit
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
    mine: Annotated[bool, Field(description="Only those you are the moderator of.")] = False
    audit_id: uuid.UUID | None = None
    sort: Literal["due_on", "-due_on"] = "-due_on"


class ModerationCreate(Write):
    """A second reading to allocate."""

    audit_id: uuid.UUID
    moderator_id: uuid.UUID
    due_on: date


class ModerationGrade(Write):
    """The second grades: overall, and of each answer that has a first one."""

    second_grade: Grade
    judgements: Annotated[dict[uuid.UUID, Grade], Field(max_length=500)]


class ModerationComplete(Write):
    """How the moderation ends; a reason is needed unless every grade was agreed."""

    reason: Annotated[Prose, Field(max_length=4_000)] = ""
    audit_quality: AuditQuality
    audit_quality_reason: Reason
