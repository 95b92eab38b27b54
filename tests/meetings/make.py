"""Makes planned meetings for tests; one is held through the service, as people do."""

import uuid
from datetime import timedelta
from typing import Any

from sqlmodel import Session

from api.access.permissions import Role
from api.kernel import clock
from api.meetings.models import Meeting, MeetingAttendee, MeetingItem, MeetingKind
from tests.access.make import make_person


def make_meeting(make: Session, *, days: int = 0, attendee_ids: list[uuid.UUID] | None = None, **over: Any) -> Meeting:
    """A planned meeting some days ahead, with an item of the chair's."""
    chair = over.pop("chair_id", None) or make_person(make, Role.moderator).id
    row = Meeting(**{
        "kind": MeetingKind.audit_feedback_and_moderation, "meets_on": clock.today() + timedelta(days=days),
        "chair_id": chair, "created_by_id": chair,
    } | over)  # fmt: skip
    make.add(row)
    make.flush()
    make.add(MeetingItem(meeting_id=row.id, position=1, title="Practice week", added_by_id=chair))
    for person_id in attendee_ids or []:
        make.add(MeetingAttendee(meeting_id=row.id, person_id=person_id))
    make.commit()
    return row
