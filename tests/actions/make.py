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


def make_world_of_actions(make: Session, me: uuid.UUID, mate: uuid.UUID, child_id: uuid.UUID, day: str) -> Any:
    """For each operation a good id and a good body: ids, ids by operation, bodies."""
    now = clock.now()
    done = {"state": ActionState.done, "done_at": now, "done_by_id": mate}
    verified = done | {"state": ActionState.verified, "verified_at": now, "verified_by_id": me}
    ids_of = {
        "update_action": make_action(make, mate, me), "complete_action": make_action(make, me, mate),
        "verify_action": make_action(make, mate, me, **done), "reopen_action": make_action(make, mate, me, **done),
        "prove_action": make_action(make, mate, me, **verified), "cancel_action": make_action(make, mate, me),
    }  # fmt: skip
    people = {"owner_id": mate, "delegate_id": None, "verifier_id": None}
    bodies = {
        "set_action": people | {
            "title": "x", "detail": "x", "child_id": child_id, "unit_id": None, "due_on": day, "source_kind": "audit",
            "source_id": uuid.uuid4(), "source_label": "x", "is_after_inadequate": True,
        },
        "update_action": people | {"title": "x", "detail": "x", "due_on": day, "reason": SEEN["seen_text"]},
        "complete_action": WORDS, "verify_action": SEEN, "reopen_action": {"reason": SEEN["seen_text"]},
        "prove_action": PROOF | {"proof_audit_id": None, "proof_indicator": "QI1"},
        "cancel_action": {"reason": SEEN["seen_text"]},
    }  # fmt: skip
    ids = {"action_id": make_action(make, mate, me).id}
    return ids, {name: {"action_id": action.id} for name, action in ids_of.items()}, bodies
