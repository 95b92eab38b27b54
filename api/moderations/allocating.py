"""Who moderates: an audit given to somebody, taken from the queue or put to a panel, and who is too near to it.

A sixth file because the service holds what a moderator does once they have an audit.
"""

import uuid
from datetime import date
from typing import Any

from fastapi import Response
from sqlmodel import Session

from api.access import queries as access
from api.access.permissions import Permission
from api.access.who import Who
from api.audits import queries as audits
from api.audits import service as audits_service
from api.audits.conflicts import find_conflict
from api.audits.models import Audit, AuditState
from api.choices.models import ChoiceName
from api.choices.queries import find_choice
from api.kernel import clock
from api.kernel.errors import Conflict, FieldError, Invalid, NotFound, Stale
from api.moderations import queries
from api.moderations.models import Moderation, ModerationPanelMember, ModerationState
from api.moderations.schemas import ModerationCreate, ModerationMove, ModerationRead, PanelInvite
from api.statistics.workdays import add_working_days


class ModeratorHasConflict(Conflict):
    """The moderator is too near the audit or the child; the sentence says how."""


class AuditNotToModerate(Conflict):
    detail = "Only an audit that is submitted and not yet in moderation can be moderated."


class PanelStays(Conflict):
    detail = "A panel moderates this audit: let members off, or ask others onto it."


class ModerationNotBlind(Conflict):
    detail = "The second grades have been given already, and they stand."


def allocate_moderation(db: Session, who: Who, new: ModerationCreate, response: Response) -> dict[str, Any]:
    """Give a submitted audit to a moderator who is near neither the auditor nor the child."""
    audit = audits.find_audit_for_update(db, new.audit_id)
    faults = _faults_of(db, new.moderator_id, new.due_on)
    if audit is None:
        faults.append(FieldError(pointer="/audit_id", code="unknown", detail="There is no such audit in your reach."))
    if audit is None or faults:
        raise Invalid(errors=faults)
    moderation = _begin(db, who, audit, new.moderator_id, new.due_on)
    if new.panel_ids:
        _seat(db, who, moderation, audit, new.panel_ids, "/panel_ids")
    return queries.read_moderation(db, who, moderation.id, response)


def take_moderation(db: Session, who: Who, audit_id: uuid.UUID, response: Response) -> dict[str, Any]:
    """Take an audit from the queue oneself; it stays due when it was."""
    audit = audits.find_audit_for_update(db, audit_id)
    if audit is None:
        raise NotFound
    selection = queries.find_selection(db, audit)
    later = add_working_days(clock.today(), find_choice(db, ChoiceName.moderation_days))
    moderation = _begin(db, who, audit, who.id, (selection and selection.due_on) or later)
    return queries.read_moderation(db, who, moderation.id, response)


def _begin(db: Session, who: Who, audit: Audit, moderator_id: uuid.UUID, due_on: date) -> Moderation:
    """Put a locked audit into moderation with somebody who is near neither the auditor nor the child."""
    if audit.state != AuditState.submitted:
        raise AuditNotToModerate
    refuse_conflict(db, moderator_id, audit)
    moderation = Moderation(audit_id=audit.id, moderator_id=moderator_id, due_on=due_on, allocated_by_id=who.id)
    db.add(moderation)
    db.flush()
    audits_service.begin_moderation(db, audit, moderation.id, moderator_id)
    return moderation


def move_moderation(
    db: Session, who: Who, moderation_id: uuid.UUID, change: ModerationMove, version: int, response: Response
) -> dict[str, Any]:
    """Give a moderation in which nobody has graded to another moderator, or move the day it is due."""
    audit = audits.get_audit_for_update(db, queries.get_moderation(db, moderation_id).audit_id)
    moderation = queries.get_moderation(db, moderation_id)  # who changes one has locked its audit, as is done here
    if moderation.version != version:
        raise Stale(current=ModerationRead.model_validate(queries.read_moderation(db, who, moderation_id)))
    if moderation.state != ModerationState.allocated:
        raise ModerationNotBlind
    if queries.list_members(db, moderation_id) and change.moderator_id:
        raise PanelStays
    moderator_id, due_on = change.moderator_id or moderation.moderator_id, change.due_on or moderation.due_on
    faults = _faults_of(db, moderator_id, due_on if change.due_on else None)
    if faults:
        raise Invalid(errors=faults)
    if moderator_id != moderation.moderator_id:
        refuse_conflict(db, moderator_id, audit)
        audits_service.begin_moderation(db, audit, moderation.id, moderator_id)
    moderation.moderator_id, moderation.due_on = moderator_id, due_on
    moderation.version += 1
    db.flush()
    return queries.read_moderation(db, who, moderation_id, response)


def _faults_of(db: Session, moderator_id: uuid.UUID, due_on: date | None) -> list[FieldError]:
    faults = []
    if not audits.may(db, moderator_id, Permission.moderations_complete):
        detail = "There is no such person who may moderate."
        faults.append(FieldError(pointer="/moderator_id", code="not_a_moderator", detail=detail))
    if due_on and due_on < clock.today():
        faults.append(FieldError(pointer="/due_on", code="in_the_past", detail="The day it is due has gone by."))
    return faults


def list_moderators_for(db: Session, who: Who, audit_id: uuid.UUID) -> list[dict[str, Any]]:
    """Who may moderate an audit, the least laden first; those whom something ties to it come last, with what it is."""
    audit, _ = queries.get_audit(db, who, audit_id)
    people = [
        {"person_id": one.id, "name": one.name, "in_hand": one.in_hand, "conflict": tie_to(db, one.id, audit)}
        for one in queries.list_moderators(db)
    ]
    return sorted(people, key=lambda one: one["conflict"] is not None)


def tie_to(db: Session, moderator_id: uuid.UUID, audit: Audit) -> str | None:
    """What ties a moderator to auditor or child, as the end of a sentence about them; None where nothing does."""
    if moderator_id == audit.auditor_id:
        return "is the auditor"
    unit_id = access.get_person(db, moderator_id).unit_id
    if unit_id is not None and unit_id == access.get_person(db, audit.auditor_id).unit_id:
        return "is in the auditor's team"
    return find_conflict(db, moderator_id, audit)


def refuse_conflict(db: Session, moderator_id: uuid.UUID, audit: Audit) -> None:
    """Raise ModeratorHasConflict where something ties the moderator to auditor or child."""
    tie = tie_to(db, moderator_id, audit)
    if tie:
        raise ModeratorHasConflict(f"The moderator {tie}.")


def invite_panel(
    db: Session, who: Who, moderation_id: uuid.UUID, change: PanelInvite, response: Response
) -> dict[str, Any]:
    """Ask people onto the panel of a moderation in which no grade has been revealed; the moderator has the chair."""
    audit = audits.get_audit_for_update(db, queries.get_moderation(db, moderation_id).audit_id)
    moderation = queries.get_moderation(db, moderation_id)
    if moderation.state != ModerationState.allocated:
        raise ModerationNotBlind
    _seat(db, who, moderation, audit, change.person_ids, "/person_ids")
    return queries.read_moderation(db, who, moderation_id, response)


def _seat(
    db: Session, who: Who, moderation: Moderation, audit: Audit, person_ids: list[uuid.UUID], pointer: str
) -> None:
    """Put people on the panel, and the moderator in its chair; the audit is locked."""
    seated = {member.person_id for member in queries.list_members(db, moderation.id)} | {moderation.moderator_id}
    faults = []
    for place, person_id in enumerate(person_ids):
        if person_id in seated:
            detail = "This person is on the panel already, or was."
            faults.append(FieldError(pointer=f"{pointer}/{place}", code="on_the_panel", detail=detail))
        elif not audits.may(db, person_id, Permission.moderations_complete):
            detail = "There is no such person who may moderate."
            faults.append(FieldError(pointer=f"{pointer}/{place}", code="not_a_moderator", detail=detail))
        seated.add(person_id)
    if faults:
        raise Invalid(errors=faults)
    for person_id in person_ids:
        refuse_conflict(db, person_id, audit)
    chair = [] if queries.list_members(db, moderation.id) else [moderation.moderator_id]
    for person_id in [*chair, *person_ids]:
        db.add(ModerationPanelMember(moderation_id=moderation.id, person_id=person_id, invited_by_id=who.id))
    db.flush()
