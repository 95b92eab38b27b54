"""Sets targets for tests, through HTTP and past it."""

import uuid
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, select

from api.indicators.models import Indicator
from api.kernel import clock
from api.targets.models import IndicatorTarget
from tests.access.make import Caller

TARGETS = "/api/v1/targets"
CODE = "cp_visits_seen_alone"
REASON = "The service improvement board agreed it in June."


def on(days: int) -> str:
    """So many days from today."""
    return (clock.today() + timedelta(days=days)).isoformat()


def set_target(who: Caller, target: float | None, days: int = 0, **more: Any) -> Any:
    """Ask for a target of seeing children alone, unless another indicator is named."""
    body = {"indicator": CODE, "target": target, "from_on": on(days), "reason": REASON}
    return who.post(TARGETS, json=body | more)


def make_target(
    make: Session, code: str, target: float, by_id: uuid.UUID, *, tolerance: float | None = None,
    from_on: date = date(2020, 1, 1), unit_id: uuid.UUID | None = None,
) -> IndicatorTarget:  # fmt: skip
    """A target that has counted for long."""
    indicator_id = make.exec(select(Indicator.id).where(Indicator.code == code)).one()
    row = IndicatorTarget(indicator_id=indicator_id, target=target, tolerance=tolerance, from_on=from_on,
                          unit_id=unit_id, reason=REASON, set_by_id=by_id)  # fmt: skip
    make.add(row)
    make.commit()
    return row


def make_world_of_targets(unit_id: uuid.UUID) -> dict[str, Any]:
    """A good body for each operation of the room."""
    return {
        "set_target": {
            "indicator": CODE, "unit_id": unit_id, "target": 80, "tolerance": 5, "from_on": on(1), "reason": REASON,
        }
    }  # fmt: skip
