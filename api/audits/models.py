"""Tables of audits: one reading of a child's case with a tool, its answers, and what is kept of it for ever."""

import uuid
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Column, Identity, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from api.cases.models import CHILD_REF_LENGTH, ID_LENGTH
from api.kernel import clock
from api.kernel.database import Table, choice
from api.tools.models import AuditKind


class AuditState(StrEnum):
    """How far an audit has come. Neither a final one nor a withdrawn one ever changes again."""

    allocated = "allocated"
    in_progress = "in_progress"
    submitted = "submitted"
    in_moderation = "in_moderation"
    returned = "returned"
    """Back with the auditor for rework; what was submitted is kept."""
    final = "final"
    withdrawn = "withdrawn"


OPEN = (AuditState.allocated, AuditState.in_progress, AuditState.returned)
"""The states in which an audit is with its auditor."""


class Outcome(StrEnum):
    """What a second grade did to the first, by their places on the scale."""

    agreed = "agreed"
    raised = "raised"
    lowered = "lowered"


class NextStep(StrEnum):
    """What may be done next with an audit, by the names of the operations that do it."""

    update_audit = "update_audit"
    decline_audit = "decline_audit"
    allocate_moderation = "allocate_moderation"
    finalise_audit = "finalise_audit"
    reallocate_audit = "reallocate_audit"
    override_conflict = "override_conflict"
    withdraw_audit = "withdraw_audit"


class Audit(Table, table=True):
    """An audit of one child's case by one person.

    The child's team and worker are those of the day of allocation, and the reference is the child's, so that the
    audit can be named when the child has moved on. `answered` and `questions_count` are kept here so that a list
    need not count.
    """

    __table_args__ = (
        CheckConstraint("period_from <= period_to", name="period_in_order"),
        CheckConstraint("(state = 'final') = (reported_grade is not null)", name="final_has_grade"),
        CheckConstraint("(state = 'final') = (finalised_at is not null)", name="final_has_instant"),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_reason is not null)", name="withdrawn_has_reason"),
        CheckConstraint("(override_reason is null) = (overridden_conflict is null)", name="override_has_conflict"),
        Index("ix_audit_updated_at_id", "updated_at", "id"),
        Index("ix_audit_due_on_id", "due_on", "id"),
    )  # fmt: skip

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    number: int | None = Field(
        default=None, sa_column=Column(BigInteger, Identity(always=True), unique=True, nullable=False)
    )
    """What people call it by: 123 is A-000123."""
    audit_tool_id: uuid.UUID = Field(foreign_key="audit_tool.id", index=True)
    child_id: uuid.UUID = Field(foreign_key="child.id", index=True)
    child_ref: str = Field(max_length=CHILD_REF_LENGTH)
    kind: AuditKind = Field(sa_type=choice(AuditKind))
    unit_id: uuid.UUID | None = Field(default=None, foreign_key="unit.id", index=True)
    worker_source_id: str | None = Field(default=None, max_length=ID_LENGTH)
    auditor_id: uuid.UUID = Field(foreign_key="person.id", index=True)
    allocated_by_id: uuid.UUID = Field(foreign_key="person.id")
    due_on: date
    period_from: date
    period_to: date
    state: AuditState = Field(default=AuditState.allocated, sa_type=choice(AuditState), index=True)
    answered: int = 0
    questions_count: int
    first_grade: str | None = Field(default=None, max_length=40)
    """The auditor's overall grade. It stands once submitted, and only a return for rework opens it again: then it is
    the grade of the latest submission, and those of the earlier ones are kept as submissions."""
    overall_reason: str = Field(default="", max_length=10_000)
    summary: str = Field(default="", max_length=10_000)
    reported_grade: str | None = Field(default=None, max_length=40)
    """The moderated grade, or else the first; set when the audit becomes final."""
    withdrawn_reason: str | None = Field(default=None, max_length=4_000)
    moderation_id: uuid.UUID | None = None
    """The second reading, which stands in the room above and links down to here."""
    moderation_outcome: Outcome | None = Field(default=None, sa_type=choice(Outcome))
    blind_to_id: uuid.UUID | None = Field(default=None, foreign_key="person.id")
    """The moderator who has yet to give a second grade, and must not see the first until then."""
    finalised_by_id: uuid.UUID | None = Field(default=None, foreign_key="person.id")
    re_audit_of_id: uuid.UUID | None = Field(default=None, foreign_key="audit.id", index=True)
    """The audit after which this one asks whether practice has moved."""
    declined_at: datetime | None = None
    """Since when the auditor has said that they know the family; the audit then needs a new auditor."""
    overridden_conflict: str | None = Field(default=None, max_length=200)
    """What ties the auditor to the child, where somebody let them audit all the same; it covers nothing else."""
    override_reason: str | None = Field(default=None, max_length=4_000)
    overridden_by_id: uuid.UUID | None = Field(default=None, foreign_key="person.id")
    allocated_at: datetime = Field(default_factory=clock.now)
    opened_at: datetime | None = None
    submitted_at: datetime | None = None
    finalised_at: datetime | None = None
    updated_at: datetime = Field(default_factory=clock.now)
    version: int = 1


class AuditAnswer(Table, table=True):
    """What the auditor says to one question: a grade or that it does not apply, with the reason."""

    __table_args__ = (
        UniqueConstraint("audit_id", "tool_question_id"),
        CheckConstraint("not (is_not_applicable and grade is not null)", name="not_applicable_is_no_grade"),
    )

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    audit_id: uuid.UUID = Field(foreign_key="audit.id")
    tool_question_id: uuid.UUID = Field(foreign_key="tool_question.id", index=True)
    grade: str | None = Field(default=None, max_length=40)
    is_not_applicable: bool = False
    reason: str = Field(default="", max_length=10_000)
    reported_grade: str | None = Field(default=None, max_length=40)
    updated_at: datetime = Field(default_factory=clock.now)


class AuditSubmission(Table, table=True):
    """One handing in of an audit with all its grades, kept for ever: the first shows what the auditor first thought."""

    __table_args__ = (UniqueConstraint("audit_id", "number"),)

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    audit_id: uuid.UUID = Field(foreign_key="audit.id")
    number: int
    auditor_id: uuid.UUID = Field(foreign_key="person.id")
    grade: str = Field(max_length=40)
    grades: dict[str, str] = Field(sa_type=JSONB)
    """The grade by question; "not_applicable" where the question does not apply."""
    submitted_at: datetime
    words: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
    """All that was written as it stood, voices and findings too; kept when the audit is returned, and may change."""
    return_reason: str | None = Field(default=None, max_length=4_000)
    returned_by_id: uuid.UUID | None = Field(default=None, foreign_key="person.id")
    returned_at: datetime | None = None


class AuditHandover(Table, table=True):
    """An audit given to somebody else, who begins afresh; what the first had written is kept here."""

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    audit_id: uuid.UUID = Field(foreign_key="audit.id", index=True)
    from_id: uuid.UUID = Field(foreign_key="person.id")
    to_id: uuid.UUID = Field(foreign_key="person.id")
    by_id: uuid.UUID = Field(foreign_key="person.id")
    is_declined: bool
    written: dict[str, Any] = Field(sa_type=JSONB)
    at: datetime = Field(default_factory=clock.now)


class KnownFamily(Table, table=True):
    """Somebody has said that they know a child's family; nobody asks why, and they audit no case of the child."""

    __table_args__ = (UniqueConstraint("person_id", "child_id"),)

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    person_id: uuid.UUID = Field(foreign_key="person.id")
    child_id: uuid.UUID = Field(foreign_key="child.id", index=True)
    child_ref: str = Field(max_length=CHILD_REF_LENGTH)
    said_at: datetime = Field(default_factory=clock.now)


class AuditFacts(Table, table=True):
    """What the case data said of the audited period on the day the audit was opened: days and codes, no words."""

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    audit_id: uuid.UUID = Field(foreign_key="audit.id", unique=True)
    taken_at: datetime = Field(default_factory=clock.now)
    facts: dict[str, Any] = Field(sa_type=JSONB)
