"""Reading the council's own figures."""

from dataclasses import asdict
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from api.choices.models import KNOWN, ChoiceName, LocalChoice
from api.kernel import clock


def find_choice(db: Session, name: ChoiceName, on: date | None = None) -> int:
    """What the council has settled for a day, today where none is given; the default where it has settled nothing."""
    statement = (
        select(LocalChoice.value)
        .where(col(LocalChoice.name) == name, col(LocalChoice.from_on) <= (on or clock.today()))
        .order_by(col(LocalChoice.from_on).desc(), col(LocalChoice.set_at).desc())
        .limit(1)
    )
    found = db.execute(statement).scalar_one_or_none()
    return KNOWN[name].default if found is None else found


def list_choices(db: Session) -> list[dict[str, Any]]:
    """Every choice as it counts today, in the order in which work goes."""
    return [{"name": name, "value": find_choice(db, name), **asdict(known)} for name, known in KNOWN.items()]
