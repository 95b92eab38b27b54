"""The one verb of choices: to settle a figure from a day on."""

from typing import Any

from sqlmodel import Session

from api.access.who import Who
from api.choices import queries
from api.choices.models import KNOWN, ChoiceName, LocalChoice
from api.choices.schemas import ChoiceSet
from api.kernel import clock
from api.kernel.errors import FieldError, Invalid


def set_choice(db: Session, who: Who, name: ChoiceName, new: ChoiceSet) -> dict[str, Any]:
    """Settle a figure from today or a later day on; what counted before stays on record and is never overwritten."""
    faults = _faults(name, new)
    if faults:
        raise Invalid(errors=faults)
    db.add(LocalChoice(name=name, set_by_id=who.id, set_at=clock.now(), **new.model_dump()))
    db.flush()
    return queries.read_choice(db, name)


def _faults(name: ChoiceName, new: ChoiceSet) -> list[FieldError]:
    known, faults = KNOWN[name], []
    if not known.least <= new.value <= known.most:
        detail = f"Give a whole number from {known.least} to {known.most}: {known.unit}."
        faults.append(FieldError(pointer="/value", code="out_of_bounds", detail=detail))
    if new.from_on < clock.today():
        detail = "Begin today or later: what counted in the past stands."
        faults.append(FieldError(pointer="/from_on", code="in_the_past", detail=detail))
    return faults
