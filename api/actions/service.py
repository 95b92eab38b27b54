"""The verbs of actions: set, change, done, verify, reopen, prove, cancel; and what the overdue ones do by rule."""

import uuid
from collections.abc import Callable
from typing import Any

from fastapi import Response
from sqlmodel import Session

from api.access import queries as access
from api.access.permissions import Permission
from api.access.who import Who
from api.actions import queries
from api.actions.models import Action, ActionEvent, ActionState, Step
from api.actions.rules import due_on, fault, in_words, told_change, wrong_change, wrong_people
from api.actions.schemas import (
    ActionCreate,
    ActionDone,
    ActionProve,
    ActionRead,
    ActionReason,
    ActionUpdate,
    ActionVerify,
    LoopFilters,
)
from api.kernel import clock
from api.kernel.database import Database
from api.kernel.errors import Conflict, FieldError, Forbidden, Invalid, Stale

_WORK = {
    "done_text": "", "evidence": "", "done_by_id": None, "done_at": None, "seen_text": "", "verified_by_id": None,
    "verified_at": None,
}  # fmt: skip
"""What an action has no more when it is reopened; its history keeps all of it."""

Check = Callable[[Session, Action, uuid.UUID], FieldError | None]
_PROOFS: list[Check] = []


class ActionNotToDo(Conflict):
    detail = "This action has been done or cancelled already."


class ActionNotDone(Conflict):
    detail = "Only an action that is done can be verified."


class ActionNotReopenable(Conflict):
    detail = "Only an action that is done or verified, and not proven, can be reopened."


class ActionNotVerified(Conflict):
    detail = "Only an action that is verified and not proven yet can be proven."


class ActionClosed(Conflict):
    detail = "An action that is verified or cancelled stands as it is."


class OwnAction(Conflict):
    detail = "Somebody other than those who do an action settles what it is, until when, and whether it was done."


class NotTheOwner(Forbidden):
    detail = "Only its owner, or whoever does it on the owner's behalf, says that an action is done."


def proof_by_audit(check: Check) -> Check:
    """Register what an upper room knows of the audits that are given as proof: what is wrong with one, if anything."""
    _PROOFS.append(check)
    return check


def set_action(db: Session, who: Who, new: ActionCreate, response: Response | None = None) -> dict[str, Any]:
    """Give somebody something to do until a day; whoever sets it verifies it, where they may and nobody is named."""
    fields = new.model_dump(exclude={"due_on", "is_after_inadequate"})
    child_ref = queries.find_child_ref(db, new.child_id) if new.child_id else None
    faults = wrong_people(db, fields)
    if new.child_id and child_ref is None:
        faults.append(fault("/child_id", "unknown", "There is no such child in your reach."))
    if new.unit_id and access.find_unit(db, new.unit_id) is None:
        faults.append(fault("/unit_id", "unknown", "There is no such unit."))
    if new.due_on and new.due_on < clock.today():
        faults.append(fault("/due_on", "in_the_past", "The day it is due has gone by."))
    if faults:
        raise Invalid(errors=faults)
    if new.verifier_id is None and Permission.actions_verify in who.permissions:
        fields["verifier_id"] = who.id if who.id not in (new.owner_id, new.delegate_id) else None
    day = new.due_on or due_on(db, is_after_inadequate=new.is_after_inadequate)
    action = Action(**fields, due_on=day, child_ref=child_ref, set_by_id=who.id)
    db.add(action)
    db.flush()
    _note(db, who, action, Step.set, None, told=f"Due {in_words(day)}.")
    return queries.read_action(db, who, action.id, response)


def update_action(
    db: Session, who: Who, action_id: uuid.UUID, change: ActionUpdate, version: int, response: Response
) -> dict[str, Any]:
    """Change what is to be done, by whom or until when; those who do it hand it on, and change nothing else."""
    action = _get(db, who, action_id, version)
    if action.state not in queries.UNFINISHED:
        raise ActionClosed
    fields = change.model_dump(exclude_unset=True, exclude={"reason"})
    for name in ("title", "detail", "owner_id", "due_on"):  # these are never empty
        if name in fields and fields[name] is None:
            del fields[name]
    fields = {name: value for name, value in fields.items() if value != getattr(action, name)}
    if _does(who, action) and set(fields) - {"delegate_id"}:
        raise OwnAction
    faults = wrong_change(db, action, fields)
    if faults:
        raise Invalid(errors=faults)
    told = told_change(db, action, fields)
    if fields:
        before = action.due_on
        action.sqlmodel_update(fields)
        if action.due_on != before:
            action.times_moved, action.escalated_at = action.times_moved + 1, None
        _note(db, who, action, Step.changed, action.state, told=told, note=change.reason)
    return queries.read_action(db, who, action_id, response)


def complete_action(
    db: Session, who: Who, action_id: uuid.UUID, change: ActionDone, version: int, response: Response
) -> dict[str, Any]:
    """Say what was done and where that can be seen, as the owner or on the owner's behalf."""
    action = _get(db, who, action_id, version)
    if not _does(who, action):
        raise NotTheOwner
    if action.state not in queries.TO_DO:
        raise ActionNotToDo
    before, action.state = action.state, ActionState.done
    action.sqlmodel_update(change.model_dump())
    action.done_by_id, action.done_at, action.escalated_at = who.id, clock.now(), None
    _note(db, who, action, Step.done, before, note=f"{change.done_text}\n\nEvidence: {change.evidence}")
    return queries.read_action(db, who, action_id, response)


def verify_action(
    db: Session, who: Who, action_id: uuid.UUID, change: ActionVerify, version: int, response: Response
) -> dict[str, Any]:
    """Say what you saw of what was done, as somebody who neither owns nor did it."""
    action = _get_of_others(db, who, action_id, version)
    if action.state != ActionState.done:
        raise ActionNotDone
    action.state, action.seen_text = ActionState.verified, change.seen_text
    action.verified_by_id, action.verified_at = who.id, clock.now()
    _note(db, who, action, Step.verified, ActionState.done, note=change.seen_text)
    return queries.read_action(db, who, action_id, response)


def reopen_action(
    db: Session, who: Who, action_id: uuid.UUID, change: ActionReason, version: int, response: Response
) -> dict[str, Any]:
    """Give an action back to its owner, because it was not done or did not hold."""
    action = _get_of_others(db, who, action_id, version)
    if action.state not in (ActionState.done, ActionState.verified) or action.proven_at:
        raise ActionNotReopenable
    before, action.state = action.state, ActionState.reopened
    action.sqlmodel_update(_WORK)
    _note(db, who, action, Step.reopened, before, note=change.reason)
    return queries.read_action(db, who, action_id, response)


def prove_action(
    db: Session, who: Who, action_id: uuid.UUID, change: ActionProve, version: int, response: Response
) -> dict[str, Any]:
    """Say what shows that a verified action worked: a re-audit, an indicator, or words."""
    action = _get_of_others(db, who, action_id, version)
    if action.state != ActionState.verified or action.proven_at:
        raise ActionNotVerified
    if change.proof_audit_id:
        faults = [wrong for check in _PROOFS if (wrong := check(db, action, change.proof_audit_id))]
        if faults:
            raise Invalid(errors=faults)
    action.sqlmodel_update(change.model_dump())
    action.proven_by_id, action.proven_at = who.id, clock.now()
    _note(db, who, action, Step.proven, ActionState.verified, note=change.proof)
    return queries.read_action(db, who, action_id, response)


def cancel_action(
    db: Session, who: Who, action_id: uuid.UUID, change: ActionReason, version: int, response: Response
) -> dict[str, Any]:
    """Cancel an action that is not to be done any more, with the reason, as somebody who was not to do it."""
    action = _get_of_others(db, who, action_id, version)
    if action.state not in queries.UNFINISHED:
        raise ActionClosed
    before, action.state = action.state, ActionState.cancelled
    action.sqlmodel_update(_WORK | {"cancelled_reason": change.reason, "cancelled_at": clock.now()})
    _note(db, who, action, Step.cancelled, before, note=change.reason)
    return queries.read_action(db, who, action_id, response)


def _does(who: Who, action: Action) -> bool:
    return who.id in (action.owner_id, action.delegate_id)


def _get(db: Session, who: Who, action_id: uuid.UUID, version: int) -> Action:
    """The action, locked, at this version."""
    action = queries.get_action_for_update(db, action_id)
    if action.version != version:
        raise Stale(current=ActionRead.model_validate(queries.read_action(db, who, action_id)))
    return action


def _get_of_others(db: Session, who: Who, action_id: uuid.UUID, version: int) -> Action:
    action = _get(db, who, action_id, version)
    if _does(who, action) or who.id == action.done_by_id:
        raise OwnAction
    return action


def _note(
    db: Session, who: Who | None, action: Action, step: Step, before: ActionState | None, *, told: str = "",
    note: str = "",
) -> None:  # fmt: skip
    """Save an action with a step of its history."""
    if who is not None and step != Step.set:
        action.version, action.updated_at = action.version + 1, clock.now()
    db.add(ActionEvent(action_id=action.id, by_id=who.id if who else None, step=step, from_state=before,
                       to_state=action.state, told=told, note=note, at=clock.now()))  # fmt: skip
    db.flush()


def escalate_overdue(database: Database) -> int:
    """Note of each action that escalates by rule that it does, and to whom; gives how many."""
    with database.transaction("plumbline_system") as db:
        found = queries.list_to_escalate(db)
        for action in found:
            action.escalated_at = clock.now()
            above = queries.list_above(db, action.owner_id, action.unit_id, action.due_on)
            told = f"Overdue since {in_words(action.due_on)}: told {', '.join(above) or 'nobody, as nobody is above'}."
            _note(db, None, action, Step.escalated, action.state, told=told)
    return len(found)


def read_loop(db: Session, who: Who, filters: LoopFilters) -> dict[str, Any]:
    """How far the actions in sight have come, and that in a sentence."""
    found = queries.count_loop(db, who, filters)
    sentence = "No action has been set."
    if found["set"]:
        sentence = (
            f"Of {found['set']:,} actions set, {found['done']:,} are done, {found['verified']:,} verified by another"
            f" and {found['proven']:,} proven to have worked; {found['overdue']:,} are overdue."
        )
    return found | {"sentence": sentence}
