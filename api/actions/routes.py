"""The addresses of actions."""

import uuid
from typing import Annotated, Any

from fastapi import Query, Response

from api.access.permissions import Permission
from api.access.who import Who
from api.actions import queries, service
from api.actions.schemas import (
    ActionCreate,
    ActionDone,
    ActionFilters,
    ActionListed,
    ActionProve,
    ActionRead,
    ActionReason,
    ActionUpdate,
    ActionVerify,
    LoopFilters,
    LoopRead,
    PersonFilters,
    PersonNamed,
)
from api.journal.reads import reads
from api.kernel.database import Db
from api.kernel.pages import Page
from api.kernel.requests import IfMatch, room

router = room("actions")

Reader = Annotated[Who, reads(Permission.actions_read)]
Setter = Annotated[Who, reads(Permission.actions_set)]
Owner = Annotated[Who, reads(Permission.actions_complete)]
Verifier = Annotated[Who, reads(Permission.actions_verify)]


@router.get("", response_model=Page[ActionListed])
def list_actions(db: Db, who: Reader, filters: Annotated[ActionFilters, Query()]) -> Any:
    """The actions you may see, the first due first unless you ask otherwise."""
    return queries.list_actions(db, who, filters)


@router.post("", response_model=ActionRead, status_code=201)
def set_action(db: Db, who: Setter, new: ActionCreate, response: Response) -> Any:
    """Set an action. Without a day it is due after the council's working days; without a verifier you verify it."""
    return service.set_action(db, who, new, response)


@router.get("/loop", response_model=LoopRead)
def read_loop(db: Db, who: Reader, filters: Annotated[LoopFilters, Query()]) -> Any:
    """How far the actions you may see have come: set, done, verified by another, proven; and what is overdue."""
    return service.read_loop(db, who, filters)


@router.get("/people", response_model=Page[PersonNamed])
def list_action_people(db: Db, who: Setter, filters: Annotated[PersonFilters, Query()]) -> Any:
    """Those who may be given an action, or may verify one, by name."""
    return queries.list_people(db, who, filters)


@router.get("/{action_id}", response_model=ActionRead)
def read_action(db: Db, who: Reader, action_id: uuid.UUID, response: Response) -> Any:
    """An action with its whole history: who, when, from what to what, and why."""
    return queries.read_action(db, who, action_id, response)


@router.patch("/{action_id}", response_model=ActionRead)
def update_action(
    db: Db, who: Setter, action_id: uuid.UUID, change: ActionUpdate, version: IfMatch, response: Response
) -> Any:
    """Change an action, with the reason. Those who do it may hand it to a delegate, and move no day."""
    return service.update_action(db, who, action_id, change, version, response)


@router.post("/{action_id}/complete", response_model=ActionRead)
def complete_action(
    db: Db, who: Owner, action_id: uuid.UUID, change: ActionDone, version: IfMatch, response: Response
) -> Any:
    """Say what was done and where that can be seen, as its owner or on the owner's behalf."""
    return service.complete_action(db, who, action_id, change, version, response)


@router.post("/{action_id}/verify", response_model=ActionRead)
def verify_action(
    db: Db, who: Verifier, action_id: uuid.UUID, change: ActionVerify, version: IfMatch, response: Response
) -> Any:
    """Say what you saw of what was done; 409 to those who own it or did it."""
    return service.verify_action(db, who, action_id, change, version, response)


@router.post("/{action_id}/reopen", response_model=ActionRead)
def reopen_action(
    db: Db, who: Verifier, action_id: uuid.UUID, change: ActionReason, version: IfMatch, response: Response
) -> Any:
    """Give an action that is done or verified back to its owner, with the reason."""
    return service.reopen_action(db, who, action_id, change, version, response)


@router.post("/{action_id}/prove", response_model=ActionRead)
def prove_action(
    db: Db, who: Verifier, action_id: uuid.UUID, change: ActionProve, version: IfMatch, response: Response
) -> Any:
    """Say what shows that a verified action worked: a final re-audit, an indicator, or words."""
    return service.prove_action(db, who, action_id, change, version, response)


@router.post("/{action_id}/cancel", response_model=ActionRead)
def cancel_action(
    db: Db, who: Setter, action_id: uuid.UUID, change: ActionReason, version: IfMatch, response: Response
) -> Any:
    """Cancel an action, with the reason; 409 to those who were to do it."""
    return service.cancel_action(db, who, action_id, change, version, response)
