"""Tables of agreement: grades that inspectors gave, and the pairs of grades of moderations, counted as they come."""

import uuid
from datetime import date, datetime

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, Column, Date, Identity, Index, SmallInteger, Uuid, text
from sqlmodel import Field

from api.kernel import clock
from api.kernel.database import Table, choice
from api.tools.models import AuditKind


class ExternalRating(Table, table=True):
    """What an inspector made of the work that an audit looked at. It never changes; a later one may supersede it."""

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    audit_id: uuid.UUID = Field(foreign_key="audit.id", index=True)
    by_whom: str = Field(max_length=200)
    """Who graded, in words: "Ofsted, March 2026"."""
    rated_on: date
    overall_grade: str = Field(max_length=40)
    entered_by_id: uuid.UUID = Field(foreign_key="person.id")
    entered_at: datetime = Field(default_factory=clock.now)
    supersedes_id: uuid.UUID | None = Field(default=None, foreign_key="external_rating.id", unique=True)


class ExternalJudgement(Table, table=True):
    """The inspector's grade for one standard."""

    __table_args__ = (Index("uq_external_judgement", "external_rating_id", "practice_standard_id", unique=True),)

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    external_rating_id: uuid.UUID = Field(foreign_key="external_rating.id")
    practice_standard_id: uuid.UUID = Field(foreign_key="practice_standard.id")
    grade: str = Field(max_length=40)


class AgreementPair(Table, table=True):
    """A moderation that has ended as agreement needs it: both overall grades, and its answers counted by standard.

    Grades are places on the scale, 1 the best, and were given blind: of a panel they are the chair's own. One that sent
    the audit back counts too, as leaving it out would flatter. The arrays run side by side: for a standard, a first and
    a second grade, how many answers had them. The database writes a row when a moderation ends; nobody else does.
    """

    __table_args__ = (
        CheckConstraint("first_grade >= 1 and second_grade >= 1", name="places"),
        Index("ix_agreement_pair_drawn", "judgement_scale_id", "drawn"),
        Index("ix_agreement_pair_unit", "unit_id", "completed_on"),
        Index("ix_agreement_pair_auditor", "auditor_id", "completed_on"),
        Index("ix_agreement_pair_completed", "judgement_scale_id", "completed_on", "moderation_id"),
        Index(
            "ix_agreement_pair_far_apart",
            "judgement_scale_id",
            "completed_on",
            "moderation_id",
            postgresql_where=text("abs(first_grade - second_grade) >= 2"),
        ),
    )

    moderation_id: uuid.UUID = Field(foreign_key="moderation.id", primary_key=True)
    audit_id: uuid.UUID = Field(foreign_key="audit.id", index=True)
    kind: AuditKind = Field(sa_type=choice(AuditKind))
    unit_id: uuid.UUID | None = Field(default=None, foreign_key="unit.id")
    judgement_scale_id: uuid.UUID = Field(foreign_key="judgement_scale.id")
    auditor_id: uuid.UUID = Field(foreign_key="person.id")
    moderator_id: uuid.UUID = Field(foreign_key="person.id")
    completed_on: date
    first_grade: int = Field(sa_type=SmallInteger)
    second_grade: int = Field(sa_type=SmallInteger)
    drawn: int = Field(sa_column=Column(BigInteger, nullable=False))
    """A number made of the audit's id alone: in its order, any first few audits are a random sample."""
    standard_ids: list[uuid.UUID | None] = Field(sa_column=Column(ARRAY(Uuid), nullable=False))
    firsts: list[int] = Field(sa_column=Column(ARRAY(SmallInteger), nullable=False))
    seconds: list[int] = Field(sa_column=Column(ARRAY(SmallInteger), nullable=False))
    counts: list[int] = Field(sa_column=Column(ARRAY(SmallInteger), nullable=False))


class AgreementTally(Table, table=True):
    """How often two grades met in a month or a year: of audits as wholes, and of the answers to one criterion.

    Each pair is counted at every grain: for all, by kind of audit, by unit, and by both, so that whatever is asked
    for is a sum of few rows, however many audits there were. What a row is not about is null.
    """

    __table_args__ = (
        Index(
            "uq_agreement_tally", "grain", "judgement_scale_id", "kind", "unit_id", "month", "is_overall",
            "practice_standard_id", "criterion_id", "first_grade", "second_grade",
            unique=True, postgresql_nulls_not_distinct=True,
        ),
    )  # fmt: skip

    id: int | None = Field(default=None, sa_column=Column(BigInteger, Identity(always=True), primary_key=True))
    grain: int = Field(sa_type=SmallInteger)
    """0 for all, 1 by kind, 2 by unit, 3 by both; 4 to 7 the same by the year instead of the month."""
    judgement_scale_id: uuid.UUID = Field(foreign_key="judgement_scale.id")
    kind: AuditKind | None = Field(default=None, sa_type=choice(AuditKind))
    unit_id: uuid.UUID | None = Field(default=None, foreign_key="unit.id")
    month: date = Field(sa_type=Date)
    """The first day of the month, or of the year."""
    is_overall: bool
    practice_standard_id: uuid.UUID | None = Field(default=None, foreign_key="practice_standard.id")
    criterion_id: uuid.UUID | None = Field(default=None, foreign_key="criterion.id")
    first_grade: int = Field(sa_type=SmallInteger)
    second_grade: int = Field(sa_type=SmallInteger)
    n: int
