"""Tables of rounds: programmes of audits, the cases drawn for them, and the reminders of audits that are due."""

import uuid
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ARRAY, CheckConstraint, Column, Index, Text, UniqueConstraint, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from api.cases.models import CHILD_REF_LENGTH, ID_LENGTH
from api.kernel import clock
from api.kernel.database import Table, choice
from api.tools.models import AuditKind


class RoundKind(StrEnum):
    """What a round is for."""

    monthly = "monthly"
    thematic = "thematic"
    practice_week = "practice_week"
    dip_sample = "dip_sample"


class RoundState(StrEnum):
    """How far a round has come; what was drawn stands, and a closed round never changes again."""

    draft = "draft"
    drawn = "drawn"
    allocated = "allocated"
    closed = "closed"


class CaseState(StrEnum):
    """A case of a round is drawn, next in line should another fall away, or has fallen away."""

    drawn = "drawn"
    reserve = "reserve"
    replaced = "replaced"


class CaseType(StrEnum):
    """What work a child's case is, the weightiest of what is open counting."""

    cla = "cla"
    cp = "cp"
    care_leaver = "care_leaver"
    cin = "cin"
    other = "other"


class AgeBand(StrEnum):
    """Ages as the returns of children in need and looked after band them."""

    under_1 = "under_1"
    from_1_to_4 = "1_to_4"
    from_5_to_9 = "5_to_9"
    from_10_to_15 = "10_to_15"
    from_16_to_17 = "16_to_17"
    adult = "18_and_over"
    unknown = "unknown"


class ReminderKind(StrEnum):
    """Why somebody is reminded of an audit."""

    due_soon = "due_soon"
    overdue = "overdue"


def _made_of(default: str) -> Any:
    return Column(JSONB, nullable=False, server_default=text(f"'{default}'"))


class Round(Table, table=True):
    """A programme of audits: whose cases are in its frame, by which seed they are drawn, and by when they are done.

    The seed is drawn with the round, before anybody has seen who it draws. `rule` is the frame as data (`FrameRule`),
    as it is settled when the cases are drawn; `frame_digest` is that of everybody who was in it then.
    """

    __table_args__ = (
        CheckConstraint("period_from <= period_to", name="period_in_order"),
        CheckConstraint("from_on <= due_on and due_on <= to_on", name="days_in_order"),
        CheckConstraint("(state = 'draft') = (drawn_at is null)", name="drawn_has_instant"),
        CheckConstraint("(drawn_at is null) = (frame_digest is null)", name="drawn_has_digest"),
        CheckConstraint("(state = 'closed') = (closed_at is not null)", name="closed_has_instant"),
        Index("ix_round_from_on_id", "from_on", "id"),
    )

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    title: str = Field(max_length=200)
    kind: RoundKind = Field(sa_type=choice(RoundKind))
    theme: str = Field(default="", max_length=200)
    state: RoundState = Field(default=RoundState.draft, sa_type=choice(RoundState))
    period_from: date
    period_to: date
    from_on: date
    to_on: date
    due_on: date
    rule: dict[str, Any] = Field(default_factory=dict, sa_column=_made_of("{}"))
    stratify_by: list[str] = Field(default_factory=list, sa_type=ARRAY(Text))
    minimum: int = 1
    seed: str = Field(max_length=64)
    frame_on: date | None = None
    frame_digest: str | None = Field(default=None, max_length=64)
    auditor_ids: list[uuid.UUID] = Field(default_factory=list, sa_type=ARRAY(Uuid))
    """Among whom the cases were shared out last."""
    closing_note: str = Field(default="", max_length=4_000)
    created_by_id: uuid.UUID = Field(foreign_key="person.id")
    drawn_by_id: uuid.UUID | None = Field(default=None, foreign_key="person.id")
    allocated_by_id: uuid.UUID | None = Field(default=None, foreign_key="person.id")
    closed_by_id: uuid.UUID | None = Field(default=None, foreign_key="person.id")
    created_at: datetime = Field(default_factory=clock.now)
    drawn_at: datetime | None = None
    allocated_at: datetime | None = None
    closed_at: datetime | None = None
    updated_at: datetime = Field(default_factory=clock.now)
    version: int = 1


class RoundLine(Table, table=True):
    """So many audits with one tool: a practice week has several lines, most rounds have one.

    Once drawn, `strata` and `excluded` say in counts what became of everybody in the frame.
    """

    __table_args__ = (UniqueConstraint("round_id", "position"),)

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    round_id: uuid.UUID = Field(foreign_key="round.id")
    position: int
    audit_tool_id: uuid.UUID = Field(foreign_key="audit_tool.id", index=True)
    kind: AuditKind = Field(sa_type=choice(AuditKind))
    size: int
    strata: list[dict[str, Any]] = Field(default_factory=list, sa_column=_made_of("[]"))
    excluded: dict[str, int] = Field(default_factory=dict, sa_column=_made_of("{}"))
    shortfall: int = 0


class RoundCase(Table, table=True):
    """A child's case that was drawn, or stands in reserve: its stratum, its number there, and whose audit it becomes.

    Team, worker, case type and age band are those of the day of the draw.
    """

    __table_args__ = (
        UniqueConstraint("round_id", "child_id"),
        CheckConstraint("(state = 'replaced') = (replaced_reason is not null)", name="replaced_has_reason"),
        CheckConstraint("audit_id is null or auditor_id is not null", name="audit_has_auditor"),
    )

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    round_id: uuid.UUID = Field(foreign_key="round.id")
    round_line_id: uuid.UUID = Field(foreign_key="round_line.id", index=True)
    child_id: uuid.UUID = Field(foreign_key="child.id", index=True)
    child_ref: str = Field(max_length=CHILD_REF_LENGTH)
    unit_id: uuid.UUID | None = Field(default=None, foreign_key="unit.id", index=True)
    worker_source_id: str | None = Field(default=None, max_length=ID_LENGTH)
    case_type: CaseType = Field(sa_type=choice(CaseType))
    age_band: AgeBand = Field(sa_type=choice(AgeBand))
    stratum: str = Field(max_length=200)
    place: int
    """In its stratum's order of random numbers, the smallest first."""
    number: float
    weight: float | None = None
    """How many children of its stratum it stands for; none for a reserve."""
    state: CaseState = Field(default=CaseState.drawn, sa_type=choice(CaseState))
    replaced_reason: str | None = Field(default=None, max_length=4_000)
    auditor_id: uuid.UUID | None = Field(default=None, foreign_key="person.id", index=True)
    override_reason: str | None = Field(default=None, max_length=4_000)
    nobody_because: str | None = Field(default=None, max_length=1_000)
    """The sentence why none of the auditors may take it."""
    audit_id: uuid.UUID | None = Field(default=None, foreign_key="audit.id", unique=True)


class AuditReminder(Table, table=True):
    """That somebody is reminded of an audit they have still to do; nothing is sent, it is shown."""

    __table_args__ = (UniqueConstraint("audit_id", "kind", "due_on"),)

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    audit_id: uuid.UUID = Field(foreign_key="audit.id")
    person_id: uuid.UUID = Field(foreign_key="person.id", index=True)
    kind: ReminderKind = Field(sa_type=choice(ReminderKind))
    due_on: date
    noted_at: datetime = Field(default_factory=clock.now)
