"""Makes actions, through the service as people do."""

import secrets
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlmodel import Session

from api.actions.models import Action, ActionEvent, ActionState, SourceKind, Step
from api.kernel import clock
from tests.access.make import Caller

As = Callable[..., Caller]
ACTIONS = "/api/v1/actions"
WORDS = {"done_text": "The assessment was updated with the father's views.", "evidence": "Assessment of 3 November."}
SEEN = {"seen_text": "Read the updated assessment: his views are in it."}
PROOF = {"proof": "The re-audit found the father's views in every record."}


def at(version: int) -> dict[str, str]:
    """The header that says which version is changed."""
    return {"If-Match": f'"{version}"'}


def new_action(owner_id: uuid.UUID, **over: Any) -> dict[str, Any]:
    """An action to set, as it is sent."""
    return {"title": "Update the assessment with the father", "owner_id": str(owner_id)} | over


def set_action(setter: Caller, owner_id: uuid.UUID, **over: Any) -> dict[str, Any]:
    """An action that somebody sets for somebody."""
    made = setter.post(ACTIONS, json=new_action(owner_id, **over))
    assert made.status_code == 201, made.text
    return made.json()


def complete(owner: Caller, action: dict[str, Any]) -> dict[str, Any]:
    """The action, done."""
    done = owner.post(f"{ACTIONS}/{action['id']}/complete", json=WORDS, headers=at(action["version"]))
    assert done.status_code == 200, done.text
    return done.json()


def make_action(make: Session, owner_id: uuid.UUID, set_by_id: uuid.UUID, *, due: int = 14, **over: Any) -> Action:
    """An open action due in some days, which may have gone by."""
    fields = {
        "title": f"Do it {secrets.token_hex(3)}", "owner_id": owner_id, "set_by_id": set_by_id,
        "due_on": clock.today() + timedelta(days=due), "source_kind": SourceKind.other,
    }  # fmt: skip
    action = Action(**fields | over)
    make.add(action)
    make.flush()
    make.add(ActionEvent(action_id=action.id, by_id=set_by_id, step=Step.set, to_state=ActionState.open))
    make.commit()
    return action
