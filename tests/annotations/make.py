"""Writes notes on indicators for tests, through HTTP."""

import uuid
from datetime import date
from typing import Any

from sqlmodel import Session, select

from api.annotations.models import Annotation
from api.indicators.models import Indicator
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


def make_annotation(make: Session, by_id: uuid.UUID) -> Annotation:
    """A note that stands."""
    indicator_id = make.exec(select(Indicator.id).where(Indicator.code == CODE)).one()
    row = Annotation(indicator_id=indicator_id, happened_on=date(2026, 10, 5), words="New team", written_by_id=by_id)
    make.add(row)
    make.commit()
    return row
