"""Reading comparators: published figures, those an indicator is held against, and the files they came from."""

import uuid
from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, and_, null, or_, text
from sqlmodel import Session, col, select

from api.access.models import Person
from api.access.who import Who
from api.comparators.models import AreaKind, ComparatorLoad, PublishedValue, StatisticalNeighbour
from api.comparators.schemas import ComparatorFilters, LoadFilters
from api.kernel.pages import paginate, pick


def find_la_code(db: Session) -> str | None:
    """The council's own code, three digits as text; None where it has settled none.

    By way of the database's own function, as those who see suppressed figures alone see no choice.
    """
    found = db.execute(text("select own_la_code()")).scalar_one()
    return f"{found:03}" if found else None


def list_neighbours(db: Session, la_code: str | None) -> dict[str, int]:
    """The statistical neighbours of a council by their codes, each with its place; 1 is the nearest."""
    n = StatisticalNeighbour
    if la_code is None:
        return {}
    return {row.neighbour_code: row.position for row in db.execute(
        pick(n.neighbour_code, n.position).where(col(n.la_code) == la_code).order_by(col(n.position))
    )}  # fmt: skip


def list_comparators(db: Session, filters: ComparatorFilters) -> dict[str, Any]:
    """Published figures by indicator, area and year."""
    p = PublishedValue
    statement = pick(*_columns())
    if filters.indicator:
        statement = statement.where(col(p.indicator) == filters.indicator)
    if filters.area_kind == AreaKind.statistical_neighbour:
        near = list_neighbours(db, find_la_code(db))
        statement = statement.where(col(p.area_kind) == AreaKind.local_authority, col(p.area_code).in_(near))
    elif filters.area_kind:
        statement = statement.where(col(p.area_kind) == filters.area_kind)
    if filters.area_code:
        statement = statement.where(col(p.area_code) == filters.area_code)
    return paginate(db, statement, filters, by=[col(p.indicator), col(p.area_code), col(p.period_end), col(p.id)])


def _columns() -> list[Any]:
    p = PublishedValue
    return [
        p.id, p.indicator, p.area_kind, p.area_code, p.area_name, p.period_label, p.period_start, p.period_end,
        p.numerator, p.denominator, p.value, p.value_status, p.symbol, p.source_file, p.published_name,
    ]  # fmt: skip


def list_compared(db: Session, codes: Collection[str], la_code: str | None, near: Collection[str]) -> list[Any]:
    """Every published year of the areas that indicators are held against, the oldest first.

    The region is the one in which the council's own latest figure of the indicator lies.
    """
    p = PublishedValue
    own = (
        select(PublishedValue.region_code, PublishedValue.indicator)
        .where(col(p.area_kind) == AreaKind.local_authority, col(p.area_code) == (la_code or ""))
        .distinct()
        .subquery()
    )
    is_region = and_(
        col(p.area_kind) == AreaKind.region,
        select(own.c.indicator)
        .where(own.c.indicator == col(p.indicator), own.c.region_code == col(p.area_code))
        .exists(),
    )
    wanted = [la_code, *near] if la_code else []
    is_authority: ColumnElement[bool] = and_(col(p.area_kind) == AreaKind.local_authority, col(p.area_code).in_(wanted))
    statement = pick(*_columns(), p.release).where(
        col(p.indicator).in_(codes), or_(col(p.area_kind) == AreaKind.england, is_region, is_authority)
    )
    return list(db.execute(statement.order_by(col(p.period_end), col(p.area_code))).all())


def _loads(who: Who | None) -> Any:
    load = ComparatorLoad
    name = null() if who is None else col(Person.name)
    statement = pick(
        load.id, load.at, name.label("by_name"), load.source_file, load.published_name, load.rows, load.created,
        load.changed,
    ).select_from(load)  # fmt: skip
    return statement if who is None else statement.join(Person, col(Person.id) == load.by_id, isouter=True)


def list_loads(db: Session, who: Who, filters: LoadFilters) -> dict[str, Any]:
    """The files that were loaded, the latest first."""
    by = [col(ComparatorLoad.at), col(ComparatorLoad.id)]
    return paginate(db, _loads(who), filters, by=by, descending=True)


def read_load(db: Session, who: Who | None, load_id: uuid.UUID) -> Any:
    """One file that was loaded."""
    return db.execute(_loads(who).where(col(ComparatorLoad.id) == load_id)).one()
