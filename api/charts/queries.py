"""Reading series for charts, and units at one time for funnels."""

import uuid
from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, col, select

from api.access.models import Unit, UnitKind
from api.access.who import Who
from api.indicators.models import Indicator, PeriodType, ValueStatus
from api.indicators.queries import values_for


def list_all_indicators(db: Session) -> list[Indicator]:
    """Every indicator, by title."""
    return list(db.execute(select(Indicator).order_by(col(Indicator.title), col(Indicator.code))).scalars())


def list_many_series(
    db: Session, who: Who, indicator_ids: Collection[uuid.UUID], unit_id: uuid.UUID, kind: PeriodType
) -> dict[uuid.UUID, list[Any]]:
    """The series of several indicators of a unit, the oldest first."""
    v = values_for(who)
    columns: list[Any] = [
        v.indicator_id, v.period_start, v.period_end, v.definition_version, v.numerator, v.denominator, v.value,
        v.value_status, v.lower, v.upper,
    ]  # fmt: skip
    statement = select(*columns).where(v.indicator_id.in_(indicator_ids), v.unit_id == unit_id, v.period_type == kind)
    found: dict[uuid.UUID, list[Any]] = {}
    for row in db.execute(statement.order_by(col(v.period_start))):
        found.setdefault(row.indicator_id, []).append(row)
    return found


def list_event_days(
    db: Session, indicator_ids: Collection[uuid.UUID], unit_id: uuid.UUID
) -> dict[uuid.UUID, list[Any]]:
    """The days on which some indicators counted anything in a unit and beneath it, the earliest first."""
    days = text("select * from indicator_days(cast(:ids as uuid[]), :unit)")
    found: dict[uuid.UUID, list[Any]] = {}
    for row in db.execute(days, {"ids": list(indicator_ids), "unit": unit_id}):
        found.setdefault(row.indicator_id, []).append(row)
    return found


def list_periods(db: Session, who: Who, indicator_id: uuid.UUID, units: UnitKind, kind: PeriodType) -> list[date]:
    """The complete periods in which any unit of a kind has a value, the latest first."""
    v = values_for(who)
    statement = (
        select(v.period_start).distinct()
        .join(Unit, col(Unit.id) == v.unit_id)
        .where(v.indicator_id == indicator_id, v.period_type == kind, Unit.kind == units,
               v.value_status.in_((ValueStatus.ok, ValueStatus.suppressed)))
        .order_by(col(v.period_start).desc())
    )  # fmt: skip
    return list(db.execute(statement).scalars())


def list_units_at(
    db: Session, who: Who, indicator_id: uuid.UUID, units: UnitKind, kind: PeriodType, start: date
) -> list[Any]:
    """The values of all units of a kind in one period, by name."""
    v = values_for(who)
    columns: list[Any] = [v.unit_id, Unit.name, v.numerator, v.denominator, v.value, v.value_status]
    statement = select(*columns).join(Unit, col(Unit.id) == v.unit_id)
    place = (v.indicator_id == indicator_id, v.period_type == kind, v.period_start == start, Unit.kind == units)
    return list(db.execute(statement.where(*place).order_by(col(Unit.name), col(Unit.id))).all())
