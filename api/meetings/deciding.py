"""What becomes of decisions: an action for whoever is to do something, a round of the further audits agreed on.

A sixth file because decisions reach into the rooms of actions and rounds, and the life of a meeting does not.
"""

import uuid
from datetime import timedelta
from typing import Any

from fastapi import Response
from sqlmodel import Session

from api.access.who import Who
from api.actions.models import SourceKind
from api.actions.schemas import ActionCreate
from api.actions.service import set_action
from api.audits.queries import is_published_tool
from api.kernel import clock
from api.kernel.errors import Conflict, FieldError, Invalid
from api.meetings import queries
from api.meetings.agenda import sections_of
from api.meetings.models import DecisionKind, Meeting, MeetingDecision, MeetingKind, MeetingState
from api.meetings.schemas import MeetingDecisionCreate
from api.rounds.models import RoundKind
from api.rounds.schemas import LineCreate, RoundCreate
from api.rounds.service import create_round
from api.tools.queries import get_tool

_TITLE = 200
"""Characters of a decision that are an action's title; its detail is all of it."""
_ROUND_TITLE = 160
ROUND_DAYS = timedelta(days=28)
"""So long a round that a meeting agreed on takes, until whoever draws it says otherwise."""
PERIOD = timedelta(days=365)


class NoFurtherAudits(Conflict):
    detail = "Only further audits that a held meeting has agreed on become a round."


class RoundIsMade(Conflict):
    detail = "A round has been made of this decision already."


def fault(pointer: str, code: str, detail: str) -> FieldError:
    """A fault at a pointer."""
    return FieldError(pointer=pointer, code=code, detail=detail)


def wrong_decision(db: Session, kind: MeetingKind, pointer: str, new: MeetingDecisionCreate) -> list[FieldError]:
    """What a decision of a forum lacks, each fault beneath its pointer."""
    faults = []
    if new.section not in sections_of(kind):
        faults.append(fault(f"{pointer}/section", "unknown", "The agenda has no such section."))
    wanted = {
        DecisionKind.action: {"owner_id": "Say who is to do it.", "due_on": "Say by when."},
        DecisionKind.further_audits: {"tool_id": "Say with which tool.", "audits_count": "Say how many."},
    }.get(new.kind, {})
    faults += [
        fault(f"{pointer}/{name}", "missing", detail) for name, detail in wanted.items() if getattr(new, name) is None
    ]
    if new.tool_id is not None and not is_published_tool(db, new.tool_id):
        faults.append(fault(f"{pointer}/tool_id", "unknown", "There is no such published tool."))
    return faults


def decide(db: Session, who: Who, meeting: Meeting, place: int, new: MeetingDecisionCreate) -> None:
    """Record a decision in its place; one that somebody is to carry out is set as an action."""
    is_action, is_round = new.kind == DecisionKind.action, new.kind == DecisionKind.further_audits
    decision = MeetingDecision(
        meeting_id=meeting.id, position=place + 1, section=new.section, kind=new.kind, words=new.words,
        owner_id=new.owner_id if is_action else None, due_on=new.due_on if is_action else None,
        audit_tool_id=new.tool_id if is_round else None, audits_count=new.audits_count if is_round else None,
    )  # fmt: skip
    if is_action and new.owner_id is not None:
        decision.action_id = _set_action(db, who, meeting, f"/decisions/{place}", new.owner_id, new)
    db.add(decision)
    db.flush()


def _set_action(
    db: Session, who: Who, meeting: Meeting, pointer: str, owner_id: uuid.UUID, new: MeetingDecisionCreate
) -> uuid.UUID:
    day = meeting.meets_on
    action = ActionCreate(
        title=new.words[:_TITLE], detail=new.words if len(new.words) > _TITLE else "", owner_id=owner_id,
        due_on=new.due_on, source_kind=SourceKind.meeting, source_id=meeting.id,
        source_label=f"Meeting of {day.day} {day:%B %Y}",
    )  # fmt: skip
    try:
        made: uuid.UUID = set_action(db, who, action)["id"]
    except Invalid as wrong:
        raise Invalid(
            errors=[fault(pointer + error.pointer, error.code, error.detail) for error in wrong.errors]
        ) from None
    return made


def make_round(
    db: Session, who: Who, meeting_id: uuid.UUID, decision_id: uuid.UUID, response: Response
) -> dict[str, Any]:
    """Make a draft round of further audits that a meeting has agreed on, once; gives the round."""
    meeting = queries.read_row(db, meeting_id)
    decision = queries.get_decision_for_update(db, meeting_id, decision_id)
    if meeting.state != MeetingState.held or decision.audit_tool_id is None or decision.audits_count is None:
        raise NoFurtherAudits
    if decision.round_id is not None:
        raise RoundIsMade
    tool, day, today = get_tool(db, who, decision.audit_tool_id), meeting.meets_on, clock.today()
    words = " ".join(decision.words.split())
    new = RoundCreate(
        title=f"Agreed on {day.day} {day:%B %Y}: {words}"[:_ROUND_TITLE].rstrip(), kind=RoundKind.thematic,
        theme=words[:_TITLE].rstrip(), period_from=today - PERIOD, period_to=today, from_on=today,
        to_on=today + ROUND_DAYS, due_on=today + ROUND_DAYS,
        lines=[LineCreate(tool_id=tool.id, kind=tool.kind, size=decision.audits_count)],
    )  # fmt: skip
    made = create_round(db, who, new, response)
    decision.round_id = made["id"]
    db.flush()
    return made
