"""Writes notes on indicators for tests, through HTTP."""

import uuid
from typing import Any

from tests.access.make import Caller

ANNOTATIONS = "/api/v1/annotations"
CODE = "cp_visits_seen_alone"
REASON = "The team was made anew, and its way of recording with it."


def note(who: Caller, happened_on: str = "2026-10-05", **more: Any) -> Any:
    """Ask for a note on seeing children alone."""
    return who.post(ANNOTATIONS, json={"indicator": CODE, "happened_on": happened_on, "words": "New team"} | more)


def make_world_of_annotations(unit_id: uuid.UUID) -> dict[str, Any]:
    """A good body for each operation of the room."""
    return {
        "write_annotation": {
            "indicator": CODE, "unit_id": unit_id, "happened_on": "2026-10-05", "words": "New team", "is_rebase": True,
            "reason": REASON,
        },
        "withdraw_annotation": {"reason": REASON},
    }  # fmt: skip
