"""The verbs of meetings: plan, change, add to the agenda, hold once and for all."""

import uuid
from collections.abc import Iterable
from typing import Any

from fastapi import Response
from sqlmodel import Session

from api.access.permissions import Permission
from api.access.queries import may
from api.access.who import Who
from api.kernel import clock
from api.kernel.errors import Conflict, FieldError, Invalid, Stale
from api.kernel.requests import etag
from api.meetings import queries
from api.meetings.agenda import build_agenda
from api.meetings.deciding import decide, fault, wrong_decision
from api.meetings.models import (
    Meeting,
    MeetingAttendee,
    MeetingItem,
    MeetingKind,
    MeetingState,
)
from api.meetings.schemas import (
    MeetingCreate,
    MeetingHold,
    MeetingItemCreate,
    MeetingRead,
    MeetingUpdate,
)

MOST_ITEMS = 30


class MeetingIsHeld(Conflict):
    detail = "This meeting has been held, and its minutes stand."


class MeetingNotYet(Conflict):
    detail = "A meeting is held on its day or after it."


class AgendaIsFull(Conflict):
    detail = f"A meeting takes {MOST_ITEMS} items of your own at most."


def read_meeting(db: Session, meeting_id: uuid.UUID, response: Response | None = None) -> dict[str, Any]:
    """A meeting with its agenda: frozen if it was held, else as things stand for whoever asks."""
    row = queries.read_row(db, meeting_id)
    if response is not None:
        response.headers["ETag"] = etag(row.version)
    meeting, since = dict(row._mapping), queries.find_since(db, row.kind, row.meets_on)
    if row.state == MeetingState.planned:
        meeting["agenda"] = build_agenda(db, row.kind, since)
    return meeting | {
        "since": since,
        "attendees": queries.list_attendees(db, meeting_id),
        "items": queries.list_items(db, meeting_id),
        "decisions_made": queries.list_decisions(db, meeting_id),
    }


def create_meeting(db: Session, who: Who, new: MeetingCreate, response: Response) -> dict[str, Any]:
    """Plan a meeting."""
    faults = _wrong_plan(db, new.kind, new.model_dump(), None)
    if faults:
        raise Invalid(errors=faults)
    meeting = Meeting(**new.model_dump(exclude={"attendee_ids"}), created_by_id=who.id)
    db.add(meeting)
    db.flush()
    _ask(db, meeting.id, new.attendee_ids)
    return read_meeting(db, meeting.id, response)


def _wrong_plan(db: Session, kind: MeetingKind, given: dict[str, Any], but: uuid.UUID | None) -> list[FieldError]:
    faults = []
    if given.get("meets_on") and queries.is_planned_on(db, kind, given["meets_on"], but):
        faults.append(fault("/meets_on", "taken", "There is a meeting of this kind on this day already."))
    if given.get("chair_id") and not may(db, given["chair_id"], Permission.meetings_read):
        faults.append(fault("/chair_id", "unknown", "There is no such person who takes part in meetings."))
    return faults + _unknown(db, "/attendee_ids", given.get("attendee_ids") or [])


def _unknown(db: Session, pointer: str, person_ids: list[uuid.UUID]) -> list[FieldError]:
    unknown = queries.find_unknown_people(db, person_ids)
    return [
        fault(f"{pointer}/{place}", "unknown", "There is no such person.")
        for place, person_id in enumerate(person_ids) if person_id in unknown
    ]  # fmt: skip


def _ask(db: Session, meeting_id: uuid.UUID, person_ids: Iterable[uuid.UUID]) -> None:
    wanted, rows = set(person_ids), queries.list_attendee_rows(db, meeting_id)
    for row in rows:
        if row.person_id not in wanted:
            db.delete(row)
    for person_id in wanted - {row.person_id for row in rows}:
        db.add(MeetingAttendee(meeting_id=meeting_id, person_id=person_id))
    db.flush()


def _get_planned(db: Session, meeting_id: uuid.UUID, version: int | None = None) -> Meeting:
    """The meeting, locked, at this version, unless it was held."""
    meeting = queries.get_meeting_for_update(db, meeting_id)
    if meeting.state == MeetingState.held:
        raise MeetingIsHeld
    if version is not None and meeting.version != version:
        raise Stale(current=MeetingRead.model_validate(read_meeting(db, meeting_id)))
    return meeting


def update_meeting(
    db: Session, who: Who, meeting_id: uuid.UUID, change: MeetingUpdate, version: int, response: Response
) -> dict[str, Any]:
    """Change a planned meeting."""
    meeting = _get_planned(db, meeting_id, version)
    given = change.model_dump(exclude_none=True)
    faults = _wrong_plan(db, meeting.kind, given, meeting_id)
    if faults:
        raise Invalid(errors=faults)
    if "attendee_ids" in given:
        _ask(db, meeting_id, given.pop("attendee_ids"))
    meeting.sqlmodel_update(given)
    _save(db, meeting)
    return read_meeting(db, meeting_id, response)


def _save(db: Session, meeting: Meeting) -> None:
    meeting.version += 1
    db.flush()


def add_item(
    db: Session, who: Who, meeting_id: uuid.UUID, new: MeetingItemCreate, response: Response
) -> dict[str, Any]:
    """Put something of one's own on the agenda of a planned meeting."""
    meeting, items = _get_planned(db, meeting_id), queries.list_items(db, meeting_id)
    if len(items) >= MOST_ITEMS:
        raise AgendaIsFull
    position = items[-1].position + 1 if items else 1
    db.add(MeetingItem(meeting_id=meeting_id, position=position, added_by_id=who.id, **new.model_dump()))
    _save(db, meeting)
    return read_meeting(db, meeting_id, response)


def remove_item(db: Session, who: Who, meeting_id: uuid.UUID, item_id: uuid.UUID, response: Response) -> dict[str, Any]:
    """Take something off the agenda of a planned meeting again."""
    meeting = _get_planned(db, meeting_id)
    db.delete(queries.get_item(db, meeting_id, item_id))
    _save(db, meeting)
    return read_meeting(db, meeting_id, response)


def hold_meeting(
    db: Session, who: Who, meeting_id: uuid.UUID, change: MeetingHold, version: int, response: Response
) -> dict[str, Any]:
    """Say who came and what was decided: actions are set, the agenda is frozen, and nothing changes any more."""
    meeting = _get_planned(db, meeting_id, version)
    if meeting.meets_on > clock.today():
        raise MeetingNotYet
    faults = _unknown(db, "/present_ids", change.present_ids)
    for place, decision in enumerate(change.decisions):
        faults += wrong_decision(db, meeting.kind, f"/decisions/{place}", decision)
    if faults:
        raise Invalid(errors=faults)
    _note_presence(db, meeting_id, set(change.present_ids))
    for place, decision in enumerate(change.decisions):
        decide(db, who, meeting, place, decision)
    agenda = build_agenda(db, meeting.kind, queries.find_since(db, meeting.kind, meeting.meets_on))
    db.flush()  # before it is held, for then the database lets nothing of it change
    meeting.agenda, meeting.state = agenda, MeetingState.held
    meeting.held_at, meeting.held_by_id = clock.now(), who.id
    _save(db, meeting)
    return read_meeting(db, meeting_id, response)


def _note_presence(db: Session, meeting_id: uuid.UUID, present: set[uuid.UUID]) -> None:
    """Note who came; whoever came without having been asked is added."""
    rows = queries.list_attendee_rows(db, meeting_id)
    for row in rows:
        row.was_present = row.person_id in present
    for person_id in present - {row.person_id for row in rows}:
        db.add(MeetingAttendee(meeting_id=meeting_id, person_id=person_id, was_present=True))
    db.flush()
