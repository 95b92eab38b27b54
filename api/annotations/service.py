"""What may be done with notes on indicators: write one, and withdraw one. None is ever changed."""

import uuid
from typing import Any

from sqlmodel import Session

from api.access import queries as access
from api.access.who import Who
from api.annotations import queries
from api.annotations.models import Annotation
from api.annotations.schemas import AnnotationWithdraw, AnnotationWrite
from api.exemplars.anonymity import names_in
from api.kernel import clock
from api.kernel.errors import Conflict, FieldError, Forbidden, Invalid


class AlreadyWithdrawn(Conflict):
    detail = "This note has been withdrawn already."


class BeyondReach(Forbidden):
    detail = (
        "Whoever works limits out anew answers for the unit: your role does not cover it. Write a note, or ask one "
        "whose role does."
    )


def write_annotation(db: Session, who: Who, new: AnnotationWrite) -> Any:
    """Write a note on an indicator; a rebase needs a reason and a role that covers the unit. Nothing may name a child.

    A rebase of all units changes the limits of every chart, so it takes a role that covers the whole council.
    """
    indicator_id = queries.find_indicator_id(db, new.indicator)
    faults = [] if indicator_id else [_fault("/indicator", "unknown", "There is no such indicator.")]
    if new.unit_id and access.find_unit(db, new.unit_id) is None:
        faults.append(_fault("/unit_id", "unknown", "There is no such unit."))
    if new.is_rebase and not new.reason:
        faults.append(_fault("/reason", "missing", "Say why limits are to be worked out anew."))
    faults += _named("/words", new.words) + _named("/reason", new.reason or "")
    if faults or indicator_id is None:
        raise Invalid(errors=faults)
    if new.is_rebase and not access.covers_unit(db, new.unit_id):
        raise BeyondReach
    fields = new.model_dump(exclude={"indicator"}) | {"reason": new.reason or ""}
    row = Annotation(indicator_id=indicator_id, written_by_id=who.id, **fields)
    db.add(row)
    db.flush()
    return queries.read_note(db, who, row.id)


def withdraw_annotation(db: Session, who: Who, annotation_id: uuid.UUID, change: AnnotationWithdraw) -> Any:
    """Withdraw a note: it stays on record, and no chart shows it any longer. A rebase as in `write_annotation`."""
    row = queries.get_annotation(db, annotation_id)
    if row.is_rebase and not access.covers_unit(db, row.unit_id):
        raise BeyondReach
    if row.withdrawn_at:
        raise AlreadyWithdrawn
    if faults := _named("/reason", change.reason):
        raise Invalid(errors=faults)
    row.withdrawn_at, row.withdrawn_by_id, row.withdrawn_reason = clock.now(), who.id, change.reason
    db.flush()
    return queries.read_note(db, who, row.id)


def _named(pointer: str, text: str) -> list[FieldError]:
    return [_fault(pointer, code, f"This looks like {kind}. A note names nobody.") for code, kind in names_in(text)]


def _fault(pointer: str, code: str, detail: str) -> FieldError:
    return FieldError(pointer=pointer, code=code, detail=detail)
