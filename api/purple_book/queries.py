"""Reading the Purple Book's contents, and the figures of many indicators of a unit at once."""

import uuid
from collections.abc import Collection
from typing import Any

from sqlmodel import Session, col, select

from api.access.who import Who
from api.indicators.models import Indicator, PeriodType
from api.indicators.queries import values_for
from api.kernel.pages import pick
from api.purple_book.models import PurpleBookContents


def find_contents(db: Session) -> dict[str, Any]:
    """What stands in the book, with its version; nothing in version 1 until somebody arranges it."""
    c = PurpleBookContents
    row = db.execute(pick(c.number, c.groups).order_by(col(c.number).desc()).limit(1)).one_or_none()
    return {"groups": row.groups if row else [], "version": row.number if row else 1}


def list_chosen(db: Session, codes: Collection[str]) -> dict[str, Indicator]:
    """The indicators with these codes."""
    found = db.execute(select(Indicator).where(col(Indicator.code).in_(codes))).scalars()
    return {one.code: one for one in found}


def list_figures(
    db: Session, who: Who, indicator_ids: Collection[uuid.UUID], unit_id: uuid.UUID, kind: PeriodType
) -> dict[uuid.UUID, list[Any]]:
    """The series of several indicators of a unit, true or suppressed as `who` may see them, the oldest first."""
    v = values_for(who)
    columns: list[Any] = [
        v.indicator_id, v.period_start, v.period_end, v.numerator, v.denominator, v.value, v.value_status,
    ]  # fmt: skip
    statement = pick(*columns).where(
        col(v.indicator_id).in_(indicator_ids), v.unit_id == unit_id, v.period_type == kind
    )
    found: dict[uuid.UUID, list[Any]] = {}
    for row in db.execute(statement.order_by(col(v.period_start))):
        found.setdefault(row.indicator_id, []).append(row)
    return found
