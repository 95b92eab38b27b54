"""Tables of meetings: who sits together on which day, the agenda as it was shown, and what was decided."""

import uuid
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Column, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from api.kernel import clock
from api.kernel.database import Table, choice


class MeetingKind(StrEnum):
    """The forums of the framework that meet here; each builds its agenda by its own rules."""

    audit_feedback_and_moderation = "audit_feedback_and_moderation"


class MeetingState(StrEnum):
    """Planned, and held once; then nothing of it changes any more."""

    planned = "planned"
    held = "held"


class DecisionKind(StrEnum):
    """What became of a decision."""

    noted = "noted"
    action = "action"
    """Somebody is to do something by a day: an action was set."""
    further_audits = "further_audits"
    """Further audits were agreed: a round is to be made of them."""


class Meeting(Table, table=True):
    """A meeting of a forum on a day. When it is held its agenda is kept as it was shown."""

    __table_args__ = (
        CheckConstraint("(state = 'held') = (held_at is not null)", name="held_has_instant"),
        CheckConstraint("(state = 'held') = (agenda is not null)", name="held_has_agenda"),
        UniqueConstraint("kind", "meets_on"),
        Index("ix_meeting_meets_on_id", "meets_on", "id"),
    )

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    kind: MeetingKind = Field(sa_type=choice(MeetingKind))
    meets_on: date
    chair_id: uuid.UUID = Field(foreign_key="person.id")
    place: str = Field(default="", max_length=200)
    state: MeetingState = Field(default=MeetingState.planned, sa_type=choice(MeetingState))
    agenda: list[dict[str, Any]] | None = Field(default=None, sa_column=Column(JSONB(none_as_null=True)))
    """What was shown when it was held: ids, counts and words, and nothing that is written about children."""
    created_by_id: uuid.UUID = Field(foreign_key="person.id")
    created_at: datetime = Field(default_factory=clock.now)
    held_at: datetime | None = None
    held_by_id: uuid.UUID | None = Field(default=None, foreign_key="person.id")
    version: int = 1


class MeetingAttendee(Table, table=True):
    """Somebody asked to a meeting, and whether they came."""

    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    meeting_id: uuid.UUID = Field(foreign_key="meeting.id")
    person_id: uuid.UUID = Field(foreign_key="person.id", index=True)
    was_present: bool | None = None
    """None until the meeting is held."""


class MeetingItem(Table, table=True):
    """What the chair adds to the agenda in their own words."""

    __table_args__ = (UniqueConstraint("meeting_id", "position"),)

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    meeting_id: uuid.UUID = Field(foreign_key="meeting.id")
    position: int
    title: str = Field(max_length=200)
    detail: str = Field(default="", max_length=4_000)
    added_by_id: uuid.UUID = Field(foreign_key="person.id")


class MeetingDecision(Table, table=True):
    """A decision under one item of the agenda, made when the meeting is held."""

    __table_args__ = (
        UniqueConstraint("meeting_id", "position"),
        CheckConstraint("kind <> 'action' or owner_id is not null and due_on is not null", name="action_has_owner"),
        CheckConstraint(
            "(kind = 'further_audits') = (audit_tool_id is not null and audits_count is not null)",
            name="further_audits_have_tool",
        ),
    )

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    meeting_id: uuid.UUID = Field(foreign_key="meeting.id")
    position: int
    section: str = Field(max_length=60)
    """The section of the agenda it belongs to, by its key."""
    kind: DecisionKind = Field(sa_type=choice(DecisionKind))
    words: str = Field(max_length=4_000)
    owner_id: uuid.UUID | None = Field(default=None, foreign_key="person.id")
    due_on: date | None = None
    action_id: uuid.UUID | None = Field(default=None, foreign_key="action.id")
    """The action that was set for it."""
    audit_tool_id: uuid.UUID | None = Field(default=None, foreign_key="audit_tool.id")
    """With which further audits are to be made."""
    audits_count: int | None = None
    round_id: uuid.UUID | None = None
    """The round that was made of it."""
