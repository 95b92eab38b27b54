"""What goes in and out about audits."""

import uuid
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from api.audits.models import AuditState, Outcome
from api.kernel.pages import PageParams
from api.kernel.schemas import Prose, Read, Reason, Version, Write
from api.tools.models import AuditKind

Grade = Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=r"^[a-z0-9_]+$")]
"""The code of a level of the tool's scale."""


class AuditListed(Read):
    """An audit in a list. `first_grade` is null for a moderator who has yet to give a second one."""

    id: uuid.UUID
    reference: str
    child_id: uuid.UUID
    child_ref: str
    kind: AuditKind
    unit_id: uuid.UUID | None
    unit_name: str | None
    auditor_id: uuid.UUID
    auditor_name: str
    state: AuditState
    due_on: date
    is_overdue: bool
    first_grade: str | None
    reported_grade: str | None
    answered: int
    questions_count: int
    submitted_at: datetime | None
    updated_at: datetime


class AnswerRead(Read):
    """The answer to one question; `reported_grade` is set when the audit is final."""

    grade: str | None
    is_not_applicable: bool
    reason: str | None
    reported_grade: str | None


class AuditModeration(Read):
    """How the second reading of an audit stands."""

    id: uuid.UUID
    state: Literal["allocated", "graded", "completed"]
    outcome: Outcome | None


class AuditRead(AuditListed):
    """An audit with its answers by question. Free text is null for those who see no free text about children."""

    tool_id: uuid.UUID
    period_from: date
    period_to: date
    summary: str | None
    overall_reason: str | None
    withdrawn_reason: str | None
    answers: dict[uuid.UUID, AnswerRead]
    version: Version
    allocated_at: datetime
    opened_at: datetime | None
    finalised_at: datetime | None
    facts_url: str
    moderation: AuditModeration | None


class AuditFilters(PageParams):
    """How to narrow the list of audits."""

    q: Annotated[str | None, Field(max_length=40, pattern=r"^[^\x00]*$", description="The reference begins so.")] = None
    state: AuditState | None = None
    auditor_id: uuid.UUID | None = None
    mine: Annotated[bool, Field(description="Only those you are the auditor of.")] = False
    child_id: uuid.UUID | None = None
    unit_id: Annotated[uuid.UUID | None, Field(description="The child's team was this unit or one beneath it.")] = None
    kind: AuditKind | None = None
    grade: Annotated[Grade | None, Field(description="The reported grade, or the first while none is reported.")] = None
    sort: Literal["due_on", "-due_on", "updated_at", "-updated_at", "number", "-number"] = "-updated_at"


_Day = Annotated[date, Field(ge=date(1900, 1, 1))]


class AuditCreate(Write):
    """An audit to allocate. Without a period, the year to today is audited."""

    child_id: uuid.UUID
    tool_id: uuid.UUID
    auditor_id: uuid.UUID
    due_on: date
    kind: AuditKind
    period_from: _Day | None = None
    period_to: _Day | None = None


class AnswerUpdate(Write):
    """What changes in one answer; a grade and "not applicable" exclude each other, and the later one stands."""

    grade: Grade | None = None
    is_not_applicable: bool = False
    reason: Prose = ""


class AuditUpdate(Write):
    """What changes in an audit; what is left out stays."""

    answers: Annotated[dict[uuid.UUID, AnswerUpdate], Field(max_length=500)] = {}
    first_grade: Grade | None = None
    overall_reason: Prose = ""
    summary: Prose = ""


class AuditWithdraw(Write):
    """Why an audit is withdrawn."""

    reason: Reason
