"""Tables of moderations: what is chosen for a second reading, the reading itself, and panels of several readers."""

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ARRAY, CheckConstraint, Column, Index, Text, UniqueConstraint, text
from sqlmodel import Field

from api.audits.models import Outcome
from api.kernel import clock
from api.kernel.database import Table, choice


class ModerationState(StrEnum):
    """Blind until graded; ended when the audit is final, or goes back to the auditor.

    A panel has one step more: its members' grades are revealed together before one grade is agreed.
    """

    allocated = "allocated"
    revealed = "revealed"
    graded = "graded"
    completed = "completed"
    returned = "returned"


ENDED = (ModerationState.completed, ModerationState.returned)


class AuditQuality(StrEnum):
    """How good the audit itself is, or one aspect of it, whatever its grades."""

    high = "high"
    adequate = "adequate"
    poor = "poor"


class QualityAspect(StrEnum):
    """What makes an audit good: what it rests on, whom it heard, how it thought, and what it leads to."""

    evidence = "evidence"
    childs_voice = "childs_voice"
    analysis = "analysis"
    actions = "actions"


class SelectionRule(StrEnum):
    """Why an audit is moderated."""

    inadequate = "inadequate"
    returned = "returned"
    new_auditor = "new_auditor"
    outlier = "outlier"
    direction = "direction"
    random = "random"


class ModerationSeed(Table, table=True):
    """The council's secret behind the random share: made once, never shown, so that no draw can be foreseen."""

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    seed: str = Field(max_length=64)
    made_at: datetime = Field(default_factory=clock.now)


class ModerationSelection(Table, table=True):
    """What the rules said of an audit when it was submitted: moderated or not, for ever; one for each submission.

    The figures are those of the council's choices that counted then.
    """

    __table_args__ = (
        UniqueConstraint("audit_id", "submitted_at"),
        CheckConstraint("(cardinality(rules) = 0) = (due_on is null)", name="chosen_is_due"),
    )

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    audit_id: uuid.UUID = Field(foreign_key="audit.id")
    submitted_at: datetime
    rules: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    """Empty where the audit may be final without a second reading."""
    share: int
    new_auditor_audits: int
    outlier_grades: int
    chosen_at: datetime = Field(default_factory=clock.now)
    due_on: date | None = None


class Moderation(Table, table=True):
    """A second reading of one audit by one moderator, or by a panel of which that one has the chair.

    An audit has one open at a time.
    """

    __table_args__ = (
        CheckConstraint("state not in ('allocated', 'revealed') or second_grade is null", name="blind_has_no_grade"),
        CheckConstraint("state not in ('graded', 'completed') or second_grade is not null", name="graded_has_grade"),
        CheckConstraint("(second_grade is null) = (first_grade is null)", name="grades_in_pairs"),
        CheckConstraint(
            "(state in ('completed', 'returned')) = (audit_quality is not null)", name="completed_has_quality"
        ),
        Index(
            "uq_moderation_open", "audit_id", unique=True,
            postgresql_where=text("state not in ('completed', 'returned')"),
        ),
        Index("ix_moderation_due_on_id", "due_on", "id"),
    )  # fmt: skip

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    audit_id: uuid.UUID = Field(foreign_key="audit.id", index=True)
    moderator_id: uuid.UUID = Field(foreign_key="person.id", index=True)
    """Who moderates alone, or has the chair of the panel."""
    allocated_by_id: uuid.UUID = Field(foreign_key="person.id")
    due_on: date
    state: ModerationState = Field(default=ModerationState.allocated, sa_type=choice(ModerationState))
    first_grade: str | None = Field(default=None, max_length=40)
    """The auditor's overall grade as it stood when the second was given."""
    second_grade: str | None = Field(default=None, max_length=40)
    outcome: Outcome | None = Field(default=None, sa_type=choice(Outcome))
    """What the second overall grade did to the first."""
    reason: str = Field(default="", max_length=4_000)
    audit_quality: AuditQuality | None = Field(default=None, sa_type=choice(AuditQuality))
    audit_quality_reason: str = Field(default="", max_length=4_000)
    allocated_at: datetime = Field(default_factory=clock.now)
    graded_at: datetime | None = None
    completed_at: datetime | None = None
    """When it ended, whether the audit became final or went back."""
    version: int = 1


class ModerationJudgement(Table, table=True):
    """The second grade of one answer beside the first; a panel's is the agreed one."""

    __table_args__ = (UniqueConstraint("moderation_id", "tool_question_id"),)

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    moderation_id: uuid.UUID = Field(foreign_key="moderation.id")
    tool_question_id: uuid.UUID = Field(foreign_key="tool_question.id", index=True)
    first_grade: str = Field(max_length=40)
    second_grade: str = Field(max_length=40)
    outcome: Outcome = Field(sa_type=choice(Outcome))


class ModerationAspect(Table, table=True):
    """One aspect of how good the audit itself is, with words for its auditor."""

    __table_args__ = (UniqueConstraint("moderation_id", "aspect"),)

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    moderation_id: uuid.UUID = Field(foreign_key="moderation.id")
    aspect: QualityAspect = Field(sa_type=choice(QualityAspect))
    rating: AuditQuality = Field(sa_type=choice(AuditQuality))
    words: str = Field(default="", max_length=2_000)


class ModerationPanelMember(Table, table=True):
    """Somebody on a panel, the chair among them; who cannot give grades after all is released."""

    __table_args__ = (UniqueConstraint("moderation_id", "person_id"),)

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    moderation_id: uuid.UUID = Field(foreign_key="moderation.id")
    person_id: uuid.UUID = Field(foreign_key="person.id", index=True)
    invited_by_id: uuid.UUID = Field(foreign_key="person.id")
    invited_at: datetime = Field(default_factory=clock.now)
    given_at: datetime | None = None
    released_at: datetime | None = None


class ModerationPanelGrade(Table, table=True):
    """A member's own blind second grade, of one answer or, without a question, of the whole; it is kept for ever."""

    __table_args__ = (
        UniqueConstraint(
            "moderation_id", "person_id", "tool_question_id", name="uq_moderation_panel_grade_once",
            postgresql_nulls_not_distinct=True,
        ),
    )  # fmt: skip

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    moderation_id: uuid.UUID = Field(foreign_key="moderation.id")
    person_id: uuid.UUID = Field(foreign_key="person.id")
    tool_question_id: uuid.UUID | None = Field(default=None, foreign_key="tool_question.id", index=True)
    grade: str = Field(max_length=40)
