"""Reading concerns; whoever sees the audit sees them."""

import uuid
from typing import Any

from fastapi import Response
from sqlalchemy import ColumnElement, Date, Integer, Select, and_, any_, cast, func, literal
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from api.access import queries as access
from api.access.models import Person, Unit
from api.access.permissions import Permission
from api.access.who import Who
from api.audits.models import Audit
from api.audits.queries import reference as audit_reference
from api.concerns.models import Concern
from api.concerns.schemas import ConcernFilters, ToldFilters
from api.journal.reads import saw
from api.kernel import clock
from api.kernel.errors import NotFound
from api.kernel.pages import paginate, pick, reference_of
from api.kernel.requests import etag

_FREE_TEXT = ("what", "done_at_once", "closed_text")


def reference() -> ColumnElement[str]:
    """A concern's number as people say it: SC-000007."""
    return reference_of("SC", col(Concern.number))


def _concerns(who: Who) -> Select[Any]:
    told, raised, closed = aliased(Person), aliased(Person), aliased(Person)
    is_open = col(Concern.closed_at).is_(None)
    day = cast(func.timezone(str(clock.ENGLAND), Concern.raised_at), Date)
    seconds = func.extract("epoch", func.coalesce(Concern.closed_at, clock.now()) - Concern.raised_at)
    texts = [getattr(Concern, name) if who.sees_free_text else literal(None).label(name) for name in _FREE_TEXT]
    return (
        pick(
            Concern.id, reference().label("reference"), Concern.audit_id, audit_reference().label("audit_reference"),
            Audit.child_id, Audit.child_ref, Audit.unit_id, col(Unit.name).label("unit_name"), *texts, Concern.told_id,
            col(told.name).label("told_name"), Concern.raised_by_id, col(raised.name).label("raised_by_name"),
            Concern.raised_at, is_open.label("is_open"), and_(is_open, day < clock.today()).label("is_late"),
            cast(func.floor(seconds / 3600), Integer).label("hours_open"),
            col(closed.name).label("closed_by_name"), Concern.closed_at, Concern.version,
        )
        .join(Audit, col(Audit.id) == Concern.audit_id)
        .join(told, col(told.id) == Concern.told_id)
        .join(raised, col(raised.id) == Concern.raised_by_id)
        .join(closed, col(closed.id) == Concern.closed_by_id, isouter=True)
        .join(Unit, col(Unit.id) == Audit.unit_id, isouter=True)
    )  # fmt: skip


def list_concerns(db: Session, who: Who, filters: ConcernFilters) -> dict[str, Any]:
    """Concerns by when they were raised."""
    statement = _concerns(who)
    if filters.open is not None:
        statement = statement.where(col(Concern.closed_at).is_(None) == filters.open)
    if filters.told_to_me:
        statement = statement.where(col(Concern.told_id) == who.id)
    if filters.audit_id:
        statement = statement.where(col(Concern.audit_id) == filters.audit_id)
    if filters.unit_id:
        statement = statement.where(col(Audit.unit_id) == any_(func.unit_and_below(filters.unit_id)))
    by = [col(Concern.raised_at), col(Concern.id)]
    page = paginate(db, statement, filters, by=by, descending=filters.sort.startswith("-"))
    saw(db, [row.child_id for row in page["items"]])
    return page


def read_concern(db: Session, who: Who, concern_id: uuid.UUID, response: Response | None = None) -> Any:
    """A concern, or NotFound; the response is given its ETag."""
    row = db.execute(_concerns(who).where(col(Concern.id) == concern_id)).one_or_none()
    if row is None:
        raise NotFound
    saw(db, [row.child_id])
    if response is not None:
        response.headers["ETag"] = etag(row.version)
    return row


def get_concern_for_update(db: Session, concern_id: uuid.UUID) -> Concern:
    """The concern's row, locked until the end of the transaction, or NotFound."""
    concern = db.get(Concern, concern_id, with_for_update=True, populate_existing=True)
    if concern is None:
        raise NotFound
    return concern


def list_told(db: Session, who: Who, filters: ToldFilters) -> dict[str, Any]:
    """Those who answer for the team of an audit's child, by name; nobody where the audit is out of sight."""
    audit = db.get(Audit, filters.audit_id)
    if audit is None:
        raise NotFound
    answers = access.holders_over(Permission.audits_acknowledge, audit.unit_id)
    statement = pick(Person.id, Person.name, Person.job_title).where(col(Person.id).in_(answers))
    statement = statement.where(col(Person.id) != who.id)
    return paginate(db, statement, filters, by=[col(Person.name), col(Person.id)])


def answers_for(db: Session, person_id: uuid.UUID, unit_id: uuid.UUID | None) -> bool:
    """Whether somebody acknowledges what is found in a unit's audits."""
    held = access.holders_over(Permission.audits_acknowledge, unit_id)
    return db.execute(pick(Person.id).where(col(Person.id) == person_id, col(Person.id).in_(held))).first() is not None
