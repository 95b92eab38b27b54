"""Reading the council's own figures."""

from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import Session, col, select

from api.access.models import Person
from api.choices.models import KNOWN, ChoiceName, LocalChoice
from api.choices.schemas import ChoiceFilters
from api.kernel import clock
from api.kernel.pages import paginate, pick

_LATEST = (col(LocalChoice.from_on).desc(), col(LocalChoice.set_at).desc(), col(LocalChoice.id).desc())
"""Of two that begin on one day, the one that was said later counts."""


def find_choice(db: Session, name: ChoiceName, on: date | None = None) -> int:
    """What the council has settled for a day, today where none is given; the default where it has settled nothing."""
    statement = (
        select(LocalChoice.value)
        .where(col(LocalChoice.name) == name, col(LocalChoice.from_on) <= (on or clock.today()))
        .order_by(*_LATEST)
        .limit(1)
    )
    found = db.execute(statement).scalar_one_or_none()
    return KNOWN[name].default if found is None else found


def _changes() -> Select[Any]:
    c = LocalChoice
    return pick(
        c.id, c.name, c.value, c.from_on, c.reason, c.set_by_id, col(Person.name).label("set_by_name"), c.set_at
    ).join(Person, col(Person.id) == c.set_by_id)


def list_choices(db: Session) -> list[dict[str, Any]]:
    """Every choice as it counts today, in the order in which work goes."""
    today = clock.today()
    settled = _by_name(db, col(LocalChoice.from_on) <= today, *_LATEST)
    coming = _by_name(db, col(LocalChoice.from_on) > today, col(LocalChoice.from_on), *_LATEST[1:])
    return [_read(name, settled.get(name), coming.get(name)) for name in KNOWN]


def read_choice(db: Session, name: ChoiceName) -> dict[str, Any]:
    """One choice as it counts today."""
    return next(choice for choice in list_choices(db) if choice["name"] == name)


def _by_name(db: Session, which: ColumnElement[bool], *order: Any) -> dict[ChoiceName, Any]:
    first = _changes().where(which).ext(distinct_on(col(LocalChoice.name))).order_by(col(LocalChoice.name), *order)
    return {row.name: row for row in db.execute(first)}


def _read(name: ChoiceName, settled: Any, coming: Any) -> dict[str, Any]:
    known = KNOWN[name]
    value = known.default if settled is None else settled.value
    return {"name": name, "value": value, **asdict(known), "settled": settled, "coming": coming}


def list_changes(db: Session, name: ChoiceName, filters: ChoiceFilters) -> dict[str, Any]:
    """What was ever settled of a choice, the latest said first."""
    statement = _changes().where(col(LocalChoice.name) == name)
    return paginate(db, statement, filters, by=[col(LocalChoice.set_at), col(LocalChoice.id)], descending=True)
