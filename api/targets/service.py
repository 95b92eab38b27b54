"""The one verb of targets: to set one from a day on, and never in place of one that has counted."""

from typing import Any

from sqlmodel import Session

from api.access import queries as access
from api.access.who import Who
from api.indicators.models import Indicator, Polarity
from api.kernel import clock
from api.kernel.errors import FieldError, Invalid
from api.targets import queries
from api.targets.models import IndicatorTarget
from api.targets.schemas import TargetSet


def set_target(db: Session, who: Who, new: TargetSet) -> Any:
    """Set a target from today or a later day on; the first of a place may reach back, as nothing counted there."""
    indicator = queries.find_indicator(db, new.indicator)
    faults = [_fault("/indicator", "unknown", "There is no such indicator.")] if indicator is None else []
    if new.unit_id and access.find_unit(db, new.unit_id) is None:
        faults.append(_fault("/unit_id", "unknown", "There is no such unit."))
    if faults or indicator is None:
        raise Invalid(errors=faults)
    faults = _faults(indicator, new)
    if new.from_on < clock.today() and queries.has_counted(db, indicator, new.unit_id):
        faults.append(_fault("/from_on", "in_the_past", "Begin today or later: what counted in the past stands."))
    if faults:
        raise Invalid(errors=faults)
    fields = new.model_dump(exclude={"indicator"})
    row = IndicatorTarget(indicator_id=indicator.id, set_by_id=who.id, **fields)
    db.add(row)
    db.flush()
    return queries.read_target(db, who, row.id)


def _faults(indicator: Indicator, new: TargetSet) -> list[FieldError]:
    faults = []
    if indicator.polarity == Polarity.neutral and new.target is not None:
        detail = "Neither high nor low is good in itself here, so that a target would say nothing."
        faults.append(_fault("/target", "no_direction", detail))
    if indicator.unit == "%" and new.target is not None and not 0 <= new.target <= 100:
        faults.append(_fault("/target", "out_of_bounds", "Give a percentage from 0 to 100."))
    if new.tolerance is not None and new.target is None:
        faults.append(_fault("/tolerance", "without_target", "A tolerance needs a target that it is around."))
    return faults


def _fault(pointer: str, code: str, detail: str) -> FieldError:
    return FieldError(pointer=pointer, code=code, detail=detail)
