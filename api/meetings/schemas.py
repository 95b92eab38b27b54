"""What goes in and out about meetings."""

import uuid
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from api.kernel.pages import PageParams
from api.kernel.schemas import Line, NoNul, Prose, Read, Reason, Version, Write
from api.meetings.models import DecisionKind, MeetingKind, MeetingState

_Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2100, 1, 1))]
_Place = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), NoNul]
_Key = Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=r"^[a-z_]+$")]

Noun = Literal["audit", "moderation", "dispute", "calibration", "action", "concern"]
"""What a line of an agenda opens."""


class MeetingListed(Read):
    """A meeting in a list; decisions are those of one that was held."""

    id: uuid.UUID
    kind: MeetingKind
    meets_on: date
    place: str
    chair_name: str
    state: MeetingState
    decisions: int


class MeetingAttendeeRead(Read):
    """Somebody asked to a meeting; whether they came is null until it is held."""

    person_id: uuid.UUID
    name: str
    was_present: bool | None


class AgendaLine(Read):
    """One thing to speak about, and what it opens. It is told by number, day and role, never by a child's story."""

    noun: Noun
    id: uuid.UUID
    label: str
    words: str


class AgendaSection(Read):
    """A part of the agenda, and by which rule it came about. `count` is of all there are; `lines` are the first."""

    key: str
    title: str
    rule: str
    sentence: str
    count: int
    lines: list[AgendaLine]


class MeetingItemRead(Read):
    """What the chair has added."""

    id: uuid.UUID
    title: str
    detail: str
    added_by_name: str


class MeetingDecisionRead(Read):
    """What was decided under a section; an action or a round that came of it is named."""

    id: uuid.UUID
    section: str
    kind: DecisionKind
    words: str
    owner_name: str | None
    due_on: date | None
    action_id: uuid.UUID | None
    tool_id: uuid.UUID | None
    tool_title: str | None
    audits_count: int | None
    round_id: uuid.UUID | None


class MeetingRead(MeetingListed):
    """A meeting with its agenda: as things stand while it is planned, and as they stood when it was held.

    A planned one is told as far as you may see; `since` is the day after the meeting before.
    """

    chair_id: uuid.UUID
    since: date
    attendees: list[MeetingAttendeeRead]
    agenda: list[AgendaSection]
    items: list[MeetingItemRead]
    decisions_made: list[MeetingDecisionRead]
    held_at: datetime | None
    held_by_name: str | None
    version: Version


class MeetingFilters(PageParams):
    """How to narrow the list of meetings."""

    kind: MeetingKind | None = None
    state: MeetingState | None = None
    sort: Literal["meets_on", "-meets_on"] = "-meets_on"


class MeetingCreate(Write):
    """A meeting to plan."""

    kind: MeetingKind = MeetingKind.audit_feedback_and_moderation
    meets_on: _Day
    chair_id: uuid.UUID
    place: _Place = ""
    attendee_ids: Annotated[list[uuid.UUID], Field(max_length=100)] = []


class MeetingUpdate(Write):
    """What changes in a planned meeting; what is left out stays."""

    meets_on: _Day | None = None
    chair_id: uuid.UUID | None = None
    place: _Place | None = None
    attendee_ids: Annotated[list[uuid.UUID], Field(max_length=100)] | None = None


class MeetingItemCreate(Write):
    """Something of your own for the agenda."""

    title: Line
    detail: Annotated[Prose, Field(max_length=4_000)] = ""


class MeetingDecisionCreate(Write):
    """A decision. An action has an owner and a day; further audits have a tool and a number."""

    section: _Key
    kind: DecisionKind
    words: Reason
    owner_id: uuid.UUID | None = None
    due_on: _Day | None = None
    tool_id: uuid.UUID | None = None
    audits_count: Annotated[int | None, Field(ge=1, le=500)] = None


class MeetingHold(Write):
    """How the meeting went: who came, and what was decided."""

    present_ids: Annotated[list[uuid.UUID], Field(max_length=100)]
    decisions: Annotated[list[MeetingDecisionCreate], Field(max_length=100)] = []
