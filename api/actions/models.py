"""Tables of actions: what is to be done, and each step of its history."""

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, Column, Identity, Index
from sqlmodel import Field

from api.cases.models import CHILD_REF_LENGTH
from api.kernel import clock
from api.kernel.database import Table, choice


class ActionState(StrEnum):
    """How far an action has come. A verified one can be reopened or proven; a cancelled one never changes again."""

    open = "open"
    done = "done"
    verified = "verified"
    reopened = "reopened"
    cancelled = "cancelled"


class SourceKind(StrEnum):
    """What an action came from."""

    audit = "audit"
    moderation = "moderation"
    dispute = "dispute"
    round = "round"
    calibration = "calibration"
    meeting = "meeting"
    concern = "concern"
    exception = "exception"
    survey = "survey"
    indicator = "indicator"
    other = "other"


class Step(StrEnum):
    """What happened to an action, in its history."""

    set = "set"
    changed = "changed"
    done = "done"
    verified = "verified"
    reopened = "reopened"
    proven = "proven"
    cancelled = "cancelled"
    escalated = "escalated"


class Action(Table, table=True):
    """Something to be done by its owner, until a day; what it came from stands in a room above, and is named by id."""

    __table_args__ = (
        CheckConstraint("(state in ('done', 'verified')) = (done_at is not null)", name="done_has_instant"),
        CheckConstraint("(state = 'verified') = (verified_at is not null)", name="verified_has_instant"),
        CheckConstraint("(state = 'cancelled') = (cancelled_at is not null)", name="cancelled_has_instant"),
        CheckConstraint("proven_at is null or state = 'verified'", name="proven_is_verified"),
        CheckConstraint(
            "verified_by_id is null or verified_by_id not in (owner_id, done_by_id)"
            " and verified_by_id is distinct from delegate_id",
            name="verified_by_another",
        ),
        Index("ix_action_due_on_id", "due_on", "id"),
        Index("ix_action_updated_at_id", "updated_at", "id"),
        Index("ix_action_source", "source_kind", "source_id"),
    )

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    number: int | None = Field(
        default=None, sa_column=Column(BigInteger, Identity(always=True), unique=True, nullable=False)
    )
    """What people call it by: 12 is ACT-000012."""
    title: str = Field(max_length=200)
    detail: str = Field(default="", max_length=10_000)
    child_id: uuid.UUID | None = Field(default=None, foreign_key="child.id", index=True)
    child_ref: str | None = Field(default=None, max_length=CHILD_REF_LENGTH)
    unit_id: uuid.UUID | None = Field(default=None, foreign_key="unit.id", index=True)
    owner_id: uuid.UUID = Field(foreign_key="person.id", index=True)
    delegate_id: uuid.UUID | None = Field(default=None, foreign_key="person.id", index=True)
    """Who does it on the owner's behalf, and so verifies it as little as the owner does."""
    verifier_id: uuid.UUID | None = Field(default=None, foreign_key="person.id", index=True)
    set_by_id: uuid.UUID = Field(foreign_key="person.id", index=True)
    due_on: date
    times_moved: int = 0
    """How often the day it is due was moved."""
    state: ActionState = Field(default=ActionState.open, sa_type=choice(ActionState))
    source_kind: SourceKind = Field(sa_type=choice(SourceKind))
    source_id: uuid.UUID | None = None
    source_label: str = Field(default="", max_length=200)
    """What people call the source, such as A-000123."""
    done_text: str = Field(default="", max_length=10_000)
    evidence: str = Field(default="", max_length=10_000)
    done_by_id: uuid.UUID | None = Field(default=None, foreign_key="person.id")
    done_at: datetime | None = None
    seen_text: str = Field(default="", max_length=10_000)
    """What whoever verified it saw."""
    verified_by_id: uuid.UUID | None = Field(default=None, foreign_key="person.id")
    verified_at: datetime | None = None
    proof: str = Field(default="", max_length=10_000)
    proof_audit_id: uuid.UUID | None = None
    """The re-audit that proves it, which stands in a room above."""
    proof_indicator: str | None = Field(default=None, max_length=40)
    """The code of the indicator that proves it."""
    proven_by_id: uuid.UUID | None = Field(default=None, foreign_key="person.id")
    proven_at: datetime | None = None
    cancelled_reason: str = Field(default="", max_length=4_000)
    cancelled_at: datetime | None = None
    escalated_at: datetime | None = None
    """When it was first seen to be overdue for so long that it goes to those above its owner."""
    set_at: datetime = Field(default_factory=clock.now)
    updated_at: datetime = Field(default_factory=clock.now)
    version: int = 1


class ActionEvent(Table, table=True):
    """One step in the history of an action; none is ever changed."""

    __table_args__ = (Index("ix_action_event_action_id_number", "action_id", "number"),)

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    number: int | None = Field(
        default=None, sa_column=Column(BigInteger, Identity(always=True), unique=True, nullable=False)
    )
    action_id: uuid.UUID = Field(foreign_key="action.id")
    at: datetime = Field(default_factory=clock.now)
    by_id: uuid.UUID | None = Field(default=None, foreign_key="person.id")
    """Nobody where the software did it by rule."""
    step: Step = Field(sa_type=choice(Step))
    from_state: ActionState | None = Field(default=None, sa_type=choice(ActionState))
    to_state: ActionState = Field(sa_type=choice(ActionState))
    told: str = Field(default="", max_length=1_000)
    """What changed, in the product's own words."""
    note: str = Field(default="", max_length=10_000)
    """What the person wrote."""
