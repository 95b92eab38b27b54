"""Tables of calibrations: one case, what is graded in it, who grades, and every grade with its reason."""

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from api.cases.models import CHILD_REF_LENGTH, ID_LENGTH
from api.kernel import clock
from api.kernel.database import Table


class CalibrationState(StrEnum):
    """Where an exercise stands by the day and by its lead's word; told from its days and `closed_at`, never stored."""

    planned = "planned"
    open = "open"
    closed = "closed"


class Calibration(Table, table=True):
    """An exercise in which many auditors grade one case, none knowing another's grades until it is closed.

    The case is that of a final audit: its child, tool, period, team and worker are kept here, because those who grade
    do not see the audit itself. It closes at its lead's word, or by itself when its last day has gone by.
    """

    __table_args__ = (
        CheckConstraint("opens_on <= closes_on", name="days_in_order"),
        CheckConstraint("(closed_at is null) = (closed_by_id is null)", name="closed_by_somebody"),
        Index("ix_calibration_closes_on_id", "closes_on", "id"),
    )

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    title: str = Field(max_length=200)
    audit_id: uuid.UUID = Field(foreign_key="audit.id", index=True)
    audit_tool_id: uuid.UUID = Field(foreign_key="audit_tool.id", index=True)
    child_id: uuid.UUID = Field(foreign_key="child.id", index=True)
    child_ref: str = Field(max_length=CHILD_REF_LENGTH)
    unit_id: uuid.UUID | None = Field(default=None, foreign_key="unit.id", index=True)
    worker_source_id: str | None = Field(default=None, max_length=ID_LENGTH)
    period_from: date
    period_to: date
    opens_on: date
    closes_on: date
    """The last day for grading."""
    lead_id: uuid.UUID = Field(foreign_key="person.id")
    created_at: datetime = Field(default_factory=clock.now)
    closed_at: datetime | None = None
    """When the lead closed it; none where it closed by itself."""
    closed_by_id: uuid.UUID | None = Field(default=None, foreign_key="person.id")
    version: int = 1


class CalibrationQuestion(Table, table=True):
    """A question that is graded in the exercise, or the case as a whole, and the grade agreed on afterwards."""

    __table_args__ = (
        Index("uq_calibration_question", "calibration_id", "tool_question_id", unique=True),
        Index(
            "uq_calibration_question_whole", "calibration_id", unique=True,
            postgresql_where=text("tool_question_id is null"),
        ),
        CheckConstraint("(agreed_grade is null) = (agreed_reason is null)", name="agreed_with_reason"),
    )  # fmt: skip

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    calibration_id: uuid.UUID = Field(foreign_key="calibration.id")
    tool_question_id: uuid.UUID | None = Field(default=None, foreign_key="tool_question.id", index=True)
    """None for the case as a whole."""
    agreed_grade: str | None = Field(default=None, max_length=40)
    agreed_reason: str | None = Field(default=None, max_length=4_000)
    agreed_by_id: uuid.UUID | None = Field(default=None, foreign_key="person.id")
    agreed_at: datetime | None = None


class CalibrationRater(Table, table=True):
    """Somebody invited to grade. They hand in once, or stand aside, for which nobody asks a reason."""

    __table_args__ = (
        UniqueConstraint("calibration_id", "person_id"),
        CheckConstraint("submitted_at is null or stood_aside_at is null", name="graded_or_stood_aside"),
    )

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    calibration_id: uuid.UUID = Field(foreign_key="calibration.id")
    person_id: uuid.UUID = Field(foreign_key="person.id", index=True)
    invited_by_id: uuid.UUID = Field(foreign_key="person.id")
    invited_at: datetime = Field(default_factory=clock.now)
    submitted_at: datetime | None = None
    stood_aside_at: datetime | None = None


class CalibrationGrade(Table, table=True):
    """What one person gave one question, or the case as a whole: a grade or that it does not apply, and why."""

    __table_args__ = (
        CheckConstraint("is_not_applicable = (grade is null)", name="grade_or_not_applicable"),
        Index("uq_calibration_grade", "calibration_rater_id", "calibration_question_id", unique=True),
    )

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    calibration_rater_id: uuid.UUID = Field(foreign_key="calibration_rater.id")
    calibration_question_id: uuid.UUID = Field(foreign_key="calibration_question.id", index=True)
    grade: str | None = Field(default=None, max_length=40)
    is_not_applicable: bool = False
    reason: str = Field(max_length=4_000)
