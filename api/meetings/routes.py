"""The addresses of meetings: planning, the agenda, and holding one."""

import uuid
from typing import Annotated, Any

from fastapi import Query, Response

from api.access.permissions import Permission
from api.access.who import Who
from api.journal.reads import reads
from api.kernel.database import Db
from api.kernel.pages import Page
from api.kernel.requests import IfMatch, room
from api.meetings import deciding, queries, service
from api.meetings.schemas import (
    MeetingCreate,
    MeetingFilters,
    MeetingHold,
    MeetingItemCreate,
    MeetingListed,
    MeetingRead,
    MeetingUpdate,
)
from api.rounds.schemas import RoundRead

router = room("meetings")

Reader = Annotated[Who, reads(Permission.meetings_read)]
Chair = Annotated[Who, reads(Permission.meetings_manage)]
RoundMaker = Annotated[Who, reads(Permission.rounds_manage)]


@router.get("", response_model=Page[MeetingListed])
def list_meetings(db: Db, who: Reader, filters: Annotated[MeetingFilters, Query()]) -> Any:
    """Meetings, the latest first unless you ask otherwise."""
    return queries.list_meetings(db, filters)


@router.post("", response_model=MeetingRead, status_code=201)
def create_meeting(db: Db, who: Chair, new: MeetingCreate, response: Response) -> Any:
    """Plan a meeting; a kind meets once on a day."""
    return service.create_meeting(db, who, new, response)


@router.get("/{meeting_id}", response_model=MeetingRead)
def read_meeting(db: Db, who: Reader, meeting_id: uuid.UUID, response: Response) -> Any:
    """A meeting with its agenda: built from live data while it is planned, frozen once it was held."""
    return service.read_meeting(db, meeting_id, response)


@router.patch("/{meeting_id}", response_model=MeetingRead)
def update_meeting(
    db: Db, who: Chair, meeting_id: uuid.UUID, change: MeetingUpdate, version: IfMatch, response: Response
) -> Any:
    """Change the day, the chair, the place or who is asked to a planned meeting."""
    return service.update_meeting(db, who, meeting_id, change, version, response)


@router.post("/{meeting_id}/items", response_model=MeetingRead, status_code=201)
def add_item(db: Db, who: Chair, meeting_id: uuid.UUID, new: MeetingItemCreate, response: Response) -> Any:
    """Put something of your own on the agenda."""
    return service.add_item(db, who, meeting_id, new, response)


@router.delete("/{meeting_id}/items/{item_id}", response_model=MeetingRead)
def remove_item(db: Db, who: Chair, meeting_id: uuid.UUID, item_id: uuid.UUID, response: Response) -> Any:
    """Take something off the agenda again, while the meeting is planned."""
    return service.remove_item(db, who, meeting_id, item_id, response)


@router.post("/{meeting_id}/hold", response_model=MeetingRead)
def hold_meeting(
    db: Db, who: Chair, meeting_id: uuid.UUID, change: MeetingHold, version: IfMatch, response: Response
) -> Any:
    """Hold it, once: who came, what was decided. Its agenda is frozen, decisions with an owner become actions."""
    return service.hold_meeting(db, who, meeting_id, change, version, response)


@router.post("/{meeting_id}/decisions/{decision_id}/round", response_model=RoundRead, status_code=201)
def make_round(db: Db, who: RoundMaker, meeting_id: uuid.UUID, decision_id: uuid.UUID, response: Response) -> Any:
    """Make a draft round of the further audits a held meeting agreed on, once; it is then drawn as any other."""
    return deciding.make_round(db, who, meeting_id, decision_id, response)
