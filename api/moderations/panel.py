"""Moderation by several people: each grades blind, all are revealed together, and the chair records what was agreed.

A sixth file because the service holds what one moderator does; here are the verbs of a panel.
"""

import uuid
from typing import Any

from fastapi import Response
from sqlmodel import Session

from api.access.who import Who
from api.audits import queries as audits
from api.audits import service as audits_service
from api.audits.models import Audit
from api.kernel import clock
from api.kernel.errors import Conflict, FieldError, Forbidden, Invalid
from api.moderations import queries
from api.moderations.allocating import ModerationNotBlind, refuse_conflict
from api.moderations.models import Moderation, ModerationPanelGrade, ModerationPanelMember, ModerationState
from api.moderations.schemas import ModerationAgree, ModerationGrade, PanelRelease
from api.moderations.service import (
    check_grades,
    first_grades,
    get_own,
    record_grades,
)


class NotOnThePanel(Forbidden):
    detail = "Only those who sit on the panel give grades in it."


class GradesGiven(Conflict):
    detail = "You have given your grades, and they stand."


class NotRevealed(Conflict):
    detail = "Grades are agreed once, after everybody on the panel has given theirs."


class NotToRelease(Conflict):
    detail = "Only a member who has not given grades can be released, and never the chair."


def give_panel_grades(
    db: Session, who: Who, moderation_id: uuid.UUID, change: ModerationGrade, response: Response
) -> dict[str, Any]:
    """Give one's own second grades in a panel; the last to do so reveals them all."""
    audit = audits.get_audit_for_update(db, queries.get_moderation(db, moderation_id).audit_id)
    moderation = queries.get_moderation_for_update(db, moderation_id)
    members = queries.list_members(db, moderation_id)
    member = next((one for one in members if one.person_id == who.id and one.released_at is None), None)
    if member is None:
        raise NotOnThePanel
    if member.given_at is not None:
        raise GradesGiven
    if moderation.state != ModerationState.allocated:
        raise ModerationNotBlind
    check_grades(audits.list_levels(db, audit.audit_tool_id), first_grades(db, audit), change)
    refuse_conflict(db, who.id, audit)
    for question_id, grade in [(None, change.second_grade), *change.judgements.items()]:
        given = ModerationPanelGrade(
            moderation_id=moderation_id, person_id=who.id, tool_question_id=question_id, grade=grade
        )
        db.add(given)
    member.given_at = clock.now()
    db.flush()
    _reveal(db, moderation, audit, members)
    return queries.read_moderation(db, who, moderation_id, response)


def _reveal(db: Session, moderation: Moderation, audit: Audit, members: list[ModerationPanelMember]) -> None:
    """Show everybody's grades once nobody is waited for; the audit is locked, so that one member alone is the last."""
    if any(member.given_at is None and member.released_at is None for member in members):
        return
    moderation.state, moderation.version = ModerationState.revealed, moderation.version + 1
    db.flush()
    audits_service.reveal_grades(db, audit, None)


def release_panel_member(
    db: Session, who: Who, moderation_id: uuid.UUID, change: PanelRelease, response: Response
) -> dict[str, Any]:
    """Let somebody off the panel who has not given grades, so that the others need not wait."""
    moderation, audit = get_own(db, who, moderation_id, None)
    members = queries.list_members(db, moderation_id)
    member = next((one for one in members if one.person_id == change.person_id), None)
    if member is None:
        detail = "This person is not on the panel."
        raise Invalid(errors=[FieldError(pointer="/person_id", code="unknown", detail=detail)])
    if member.person_id == moderation.moderator_id or member.given_at or member.released_at:
        raise NotToRelease
    member.released_at = clock.now()
    db.flush()
    _reveal(db, moderation, audit, members)
    return queries.read_moderation(db, who, moderation_id, response)


def agree_panel_grades(
    db: Session, who: Who, moderation_id: uuid.UUID, change: ModerationAgree, version: int, response: Response
) -> dict[str, Any]:
    """Record, as the chair, what the panel agreed of each answer and of the whole, and why."""
    moderation, audit = get_own(db, who, moderation_id, version)
    if moderation.state != ModerationState.revealed:
        raise NotRevealed
    moderation.reason = change.reason
    record_grades(db, moderation, audit, change)
    return queries.read_moderation(db, who, moderation_id, response)
