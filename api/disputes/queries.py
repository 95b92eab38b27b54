"""Reading disputes; whoever sees the audit sees what is said about its grade."""

import uuid
from typing import Any

from fastapi import Response
from sqlalchemy import Select, Text, and_, literal, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from api.access.models import Person, Unit
from api.access.permissions import Permission
from api.access.who import Who
from api.audits.models import Audit
from api.audits.queries import reference, sees_free_text
from api.disputes.models import Dispute, DisputeMessage, DisputeState
from api.disputes.schemas import DisputeFilters
from api.journal.reads import saw
from api.kernel import clock
from api.kernel.errors import NotFound
from api.kernel.pages import paginate, pick
from api.kernel.requests import etag
from api.moderations.models import Moderation, ModerationPanelMember


def _disputes() -> Select[Any]:
    is_overdue = and_(col(Dispute.state) == DisputeState.open, col(Dispute.due_on) < clock.today())
    return (
        pick(
            Dispute.id, Dispute.audit_id, reference().label("audit_reference"), col(Unit.name).label("unit_name"),
            col(Person.name).label("raised_by_name"), Dispute.asks, Dispute.state, Audit.first_grade,
            Audit.reported_grade, Dispute.claimed_grade, Dispute.resolved_grade, Dispute.raised_at, Dispute.due_on,
            is_overdue.label("is_overdue"), Audit.child_id,
        )
        .join(Audit, col(Audit.id) == Dispute.audit_id)
        .join(Person, col(Person.id) == Dispute.raised_by_id)
        .join(Unit, col(Unit.id) == Audit.unit_id, isouter=True)
    )  # fmt: skip


def list_disputes(db: Session, who: Who, filters: DisputeFilters) -> dict[str, Any]:
    """Disputes by the day they are due to be settled."""
    statement = _disputes()
    if filters.state:
        statement = statement.where(col(Dispute.state) == filters.state)
    if filters.audit_id:
        statement = statement.where(col(Dispute.audit_id) == filters.audit_id)
    if filters.mine:
        statement = statement.where(col(Dispute.raised_by_id) == who.id)
    by = [col(Dispute.due_on), col(Dispute.id)]
    page = paginate(db, statement, filters, by=by, descending=filters.sort.startswith("-"))
    saw(db, [row.child_id for row in page["items"]])
    return page


def read_dispute(db: Session, who: Who, dispute_id: uuid.UUID, response: Response | None = None) -> dict[str, Any]:
    """A dispute with all that was said, or NotFound; the response is given its ETag."""
    resolver = aliased(Person)
    more: list[Any] = [
        Dispute.raised_by_id, col(Audit.audit_tool_id).label("tool_id"), Dispute.resolution,
        col(resolver.name).label("resolved_by_name"), Dispute.resolved_at, Dispute.version,
    ]  # fmt: skip
    statement = _disputes().add_columns(*more).join(
        resolver, col(resolver.id) == Dispute.resolved_by_id, isouter=True
    )  # fmt: skip
    row = db.execute(statement.where(col(Dispute.id) == dispute_id)).one_or_none()
    if row is None:
        raise NotFound
    saw(db, [row.child_id])
    if response is not None:
        response.headers["ETag"] = etag(row.version)
    is_readable = sees_free_text(who)
    dispute = row._asdict()
    del dispute["child_id"]
    dispute["resolution"] = row.resolution if is_readable else None
    dispute["messages"] = list(db.execute(_messages(dispute_id, is_readable=is_readable)))
    is_open = row.state == DisputeState.open
    may = is_open and Permission.disputes_resolve in who.permissions
    dispute["may_resolve"] = may and row.raised_by_id != who.id and not has_graded(db, who.id, row.audit_id)
    return dispute


def _messages(dispute_id: uuid.UUID, *, is_readable: bool) -> Select[Any]:
    words: Any = DisputeMessage.words if is_readable else literal(None, Text)
    return (
        pick(col(Person.name).label("person_name"), DisputeMessage.said_at, words.label("words"))
        .join(Person, col(Person.id) == DisputeMessage.person_id)
        .where(col(DisputeMessage.dispute_id) == dispute_id)
        .order_by(col(DisputeMessage.said_at), col(DisputeMessage.id))
    )


def get_dispute_for_update(db: Session, dispute_id: uuid.UUID) -> Dispute:
    """The dispute's row, locked until the end of the transaction, or NotFound."""
    dispute = db.get(Dispute, dispute_id, with_for_update=True, populate_existing=True)
    if dispute is None:
        raise NotFound
    return dispute


def get_dispute(db: Session, dispute_id: uuid.UUID) -> Dispute:
    """The dispute's row, or NotFound."""
    dispute = db.get(Dispute, dispute_id)
    if dispute is None:
        raise NotFound
    return dispute


def find_audit(db: Session, audit_id: uuid.UUID) -> Audit | None:
    """The audit, if it is there and in sight."""
    audit = db.get(Audit, audit_id)
    if audit is not None:
        saw(db, [audit.child_id])
    return audit


def find_open(db: Session, audit_id: uuid.UUID) -> uuid.UUID | None:
    """The dispute about an audit that is open, if one is."""
    statement = select(Dispute.id).where(Dispute.audit_id == audit_id, Dispute.state == DisputeState.open)
    return db.execute(statement).scalar_one_or_none()


def has_graded(db: Session, person_id: uuid.UUID, audit_id: uuid.UUID) -> bool:
    """Whether somebody audited the case, or moderated the audit, alone or on a panel."""
    seat = and_(
        col(ModerationPanelMember.moderation_id) == Moderation.id, col(ModerationPanelMember.person_id) == person_id
    )
    read = select(Moderation.id).where(
        Moderation.audit_id == audit_id,
        or_(col(Moderation.moderator_id) == person_id, select(ModerationPanelMember.id).where(seat).exists()),
    )
    audited = select(Audit.id).where(Audit.id == audit_id, Audit.auditor_id == person_id)
    return db.execute(read).first() is not None or db.execute(audited).first() is not None
