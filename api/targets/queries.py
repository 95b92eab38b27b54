"""Reading targets: what counted for whom on which day, and all that was ever set."""

import uuid
from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import func, literal, null, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from api.access.models import Person, Unit, UnitKind
from api.access.who import Who
from api.indicators.models import Indicator
from api.kernel import clock
from api.kernel.pages import paginate, pick
from api.targets.models import IndicatorTarget
from api.targets.rag import Dated, Target, rag
from api.targets.schemas import TargetFilters

__all__ = [
    "Dated", "Target", "dated_targets", "find_indicator", "find_targets", "has_counted", "list_targets", "rag",
    "read_target",
]  # fmt: skip

Place = tuple[uuid.UUID, uuid.UUID]
"""An indicator and a unit."""


def dated_targets(
    db: Session, indicator_ids: Collection[uuid.UUID], unit_ids: Collection[uuid.UUID]
) -> dict[Place, Dated]:
    """The targets of each indicator for each unit, with their days; a place without any is there with none."""
    t = IndicatorTarget
    statement = (
        pick(t.indicator_id, t.unit_id, t.from_on, t.target, t.tolerance)
        .where(col(t.indicator_id).in_(indicator_ids), or_(col(t.unit_id).is_(None), col(t.unit_id).in_(unit_ids)))
        .order_by(col(t.from_on), col(t.set_at), col(t.id))
    )
    said: dict[tuple[uuid.UUID, uuid.UUID | None], list[tuple[date, Target | None]]] = {}
    for row in db.execute(statement):
        given = None if row.target is None else Target(row.target, row.tolerance)
        said.setdefault((row.indicator_id, row.unit_id), []).append((row.from_on, given))
    plain = select(Indicator.id, Indicator.target).where(col(Indicator.id).in_(indicator_ids))
    fall_back = {one: None if figure is None else Target(figure) for one, figure in db.execute(plain)}
    return {
        (one, unit): Dated(said.get((one, unit), ()), said.get((one, None), ()), fall_back.get(one))
        for one in indicator_ids
        for unit in unit_ids
    }


def find_targets(
    db: Session, indicator_ids: Collection[uuid.UUID], unit_id: uuid.UUID, on: date
) -> dict[uuid.UUID, Target]:
    """The target of each indicator for a unit on a day; those without one are left out."""
    dated = dated_targets(db, indicator_ids, [unit_id])
    found = {indicator_id: targets.on(on) for (indicator_id, _), targets in dated.items()}
    return {indicator_id: target for indicator_id, target in found.items() if target}


def find_indicator(db: Session, code: str) -> Indicator | None:
    """The indicator with the code, or None."""
    found: Indicator | None = db.execute(select(Indicator).where(Indicator.code == code)).scalar_one_or_none()
    return found


def has_counted(db: Session, indicator: Indicator, unit_id: uuid.UUID | None) -> bool:
    """Whether a target has counted for a place until today, so that another in the past would rewrite it."""
    t = IndicatorTarget
    begun = select(t.id).where(col(t.indicator_id) == indicator.id, col(t.from_on) <= clock.today())
    begun = begun.where(or_(col(t.unit_id).is_(None), col(t.unit_id) == unit_id))
    return indicator.target is not None or db.execute(begun.limit(1)).first() is not None


def _in_force() -> Any:
    """The id of the target that counts today in the place of the row."""
    other = aliased(IndicatorTarget)
    return (
        select(other.id)
        .where(
            col(other.indicator_id) == IndicatorTarget.indicator_id,
            col(other.unit_id).is_not_distinct_from(IndicatorTarget.unit_id),
            col(other.from_on) <= clock.today(),
        )
        .order_by(col(other.from_on).desc(), col(other.set_at).desc(), col(other.id).desc())
        .limit(1)
        .scalar_subquery()
    )


def _targets(who: Who) -> Any:
    t, is_staff = IndicatorTarget, not who.is_public_reader
    in_force = func.coalesce(col(t.id) == _in_force(), literal(value=False))
    name = col(Person.name) if is_staff else null()
    columns: list[Any] = [
        t.id, col(Indicator.code).label("indicator"), t.unit_id, col(Unit.name).label("unit_name"), t.target,
        t.tolerance, t.from_on, in_force.label("is_in_force"), (col(t.reason) if is_staff else null()).label("reason"),
        name.label("set_by_name"), t.set_at,
    ]  # fmt: skip
    statement = pick(*columns).select_from(t).join(Indicator, col(Indicator.id) == t.indicator_id)
    statement = statement.join(Unit, col(Unit.id) == t.unit_id, isouter=True)
    if is_staff:
        return statement.join(Person, col(Person.id) == t.set_by_id), in_force
    return statement.where(or_(col(t.unit_id).is_(None), col(Unit.kind) != UnitKind.team)), in_force


def list_targets(db: Session, who: Who, filters: TargetFilters) -> dict[str, Any]:
    """All that was ever set, the latest said first."""
    statement, in_force = _targets(who)
    if filters.indicator:
        statement = statement.where(col(Indicator.code) == filters.indicator)
    if filters.unit_id:
        statement = statement.where(col(IndicatorTarget.unit_id) == filters.unit_id)
    if filters.in_force:
        statement = statement.where(in_force)
    by = [col(IndicatorTarget.set_at), col(IndicatorTarget.id)]
    return paginate(db, statement, filters, by=by, descending=True)


def read_target(db: Session, who: Who, target_id: uuid.UUID) -> Any:
    """One target as it was set."""
    statement, _ = _targets(who)
    return db.execute(statement.where(col(IndicatorTarget.id) == target_id)).one()
