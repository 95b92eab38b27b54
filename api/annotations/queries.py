"""Reading notes on indicators."""

import uuid
from typing import Any

from sqlalchemy import func, null, or_
from sqlmodel import Session, col, select

from api.access.models import Person, Unit, UnitKind
from api.access.who import Who
from api.annotations.models import Annotation
from api.annotations.schemas import AnnotationFilters
from api.indicators.models import Indicator
from api.kernel.errors import NotFound
from api.kernel.pages import paginate, pick


def list_annotations(db: Session, indicator_id: uuid.UUID, unit_id: uuid.UUID) -> list[Any]:
    """The notes that stand for an indicator and unit, or for all units, the earliest first."""
    return list_annotations_of(db, unit_id).get(indicator_id, [])


def list_annotations_of(db: Session, unit_id: uuid.UUID) -> dict[uuid.UUID, list[Any]]:
    """The notes that stand for a unit, or for all, by indicator and the earliest first."""
    a = Annotation
    statement = pick(a.indicator_id, a.id, a.happened_on, a.words, a.is_rebase)
    statement = statement.where(or_(col(a.unit_id).is_(None), col(a.unit_id) == unit_id))
    found: dict[uuid.UUID, list[Any]] = {}
    for row in db.execute(statement.where(col(a.withdrawn_at).is_(None)).order_by(col(a.happened_on), col(a.id))):
        found.setdefault(row.indicator_id, []).append(row)
    return found


def list_notes(db: Session, who: Who, filters: AnnotationFilters) -> dict[str, Any]:
    """Notes, the latest written first."""
    statement = _notes(who)
    if filters.indicator:
        statement = statement.where(col(Indicator.code) == filters.indicator)
    if filters.unit_id:
        of_all = col(Annotation.unit_id).is_(None)
        statement = statement.where(or_(of_all, col(Annotation.unit_id) == filters.unit_id))
    if not filters.withdrawn:
        statement = statement.where(col(Annotation.withdrawn_at).is_(None))
    by = [col(Annotation.written_at), col(Annotation.id)]
    return paginate(db, statement, filters, by=by, descending=True)


def read_note(db: Session, who: Who, annotation_id: uuid.UUID) -> Any:
    """One note as it is shown."""
    return db.execute(_notes(who).where(col(Annotation.id) == annotation_id)).one()


def get_annotation(db: Session, annotation_id: uuid.UUID) -> Annotation:
    """The note, kept from others until it is withdrawn; NotFound without one."""
    found = db.get(Annotation, annotation_id, with_for_update=True)
    if found is None:
        raise NotFound
    return found


def find_indicator_id(db: Session, code: str) -> uuid.UUID | None:
    """The id of the indicator with the code, or None."""
    return db.execute(select(Indicator.id).where(Indicator.code == code)).scalar_one_or_none()


def _notes(who: Who) -> Any:
    a, is_staff = Annotation, not who.is_public_reader
    reasons = (col(a.reason), col(a.withdrawn_reason), col(Person.name)) if is_staff else (null(), null(), null())
    columns: list[Any] = [
        a.id, col(Indicator.code).label("indicator"), a.unit_id, col(Unit.name).label("unit_name"), a.happened_on,
        a.words, a.is_rebase, func.nullif(reasons[0], "").label("reason"), reasons[2].label("written_by_name"),
        a.written_at, a.withdrawn_at, func.nullif(reasons[1], "").label("withdrawn_reason"),
    ]  # fmt: skip
    statement = pick(*columns).select_from(a).join(Indicator, col(Indicator.id) == a.indicator_id)
    statement = statement.join(Unit, col(Unit.id) == a.unit_id, isouter=True)
    if is_staff:
        return statement.join(Person, col(Person.id) == a.written_by_id)
    return statement.where(or_(col(a.unit_id).is_(None), col(Unit.kind) != UnitKind.team))
