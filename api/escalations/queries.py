"""Reading escalations; whose grades are hidden from a reader is not told to them here either."""

import uuid
from typing import Any

from sqlalchemy import and_, exists, not_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from api.access.models import Person, Unit
from api.access.permissions import Permission, Role
from api.access.who import Who
from api.audits.models import Audit, AuditState
from api.audits.queries import find_re_audit, is_hidden_from, reference, sees_free_text
from api.escalations.models import AuditEscalation
from api.escalations.schemas import EscalationFilters
from api.journal.reads import saw
from api.kernel import clock
from api.kernel.errors import NotFound
from api.kernel.pages import paginate, pick
from api.tools.models import AuditTool, JudgementLevel

ANSWERING = {
    Role.service_manager: {Role.service_manager, Role.head_of_service, Role.head_of_childrens_social_care},
    Role.head_of_service: {Role.head_of_service, Role.head_of_childrens_social_care},
}
"""For the role that is told, who may answer: the role itself and those above it."""


def roles_answered_by(who: Who) -> list[Role]:
    """The roles whose escalations somebody may acknowledge."""
    if Permission.audits_acknowledge not in who.permissions:
        return []
    held = {grant.role for grant in who.grants}
    return [role for role, answering in ANSWERING.items() if held & answering]


def _escalations(who: Who) -> Any:
    one, again, next_level = AuditEscalation, aliased(Audit), aliased(JudgementLevel)
    is_open = col(one.acknowledged_at).is_(None)
    is_lowest = not_(exists().where(
        col(next_level.judgement_scale_id) == JudgementLevel.judgement_scale_id,
        col(next_level.position) > col(JudgementLevel.position),
    ))  # fmt: skip
    has_re_audit = exists().where(col(again.re_audit_of_id) == Audit.id, col(again.state) != AuditState.withdrawn)
    is_mine = and_(col(one.role).in_(roles_answered_by(who)), col(Audit.auditor_id) != who.id)
    return (
        pick(
            one.id, one.audit_id, reference().label("audit_reference"), Audit.child_id, Audit.child_ref,
            col(Unit.name).label("unit_name"), one.grade, col(JudgementLevel.label).label("grade_label"), one.role,
            and_(is_open, is_mine).label("is_for_me"), one.raised_at, one.due_on,
            and_(is_open, col(one.due_on) < clock.today()).label("is_overdue"), one.acknowledged_at,
            col(Person.name).label("acknowledged_by_name"), one.note,
            and_(is_lowest, not_(has_re_audit), col(Audit.state) != AuditState.withdrawn).label("needs_re_audit"),
        )
        .join(Audit, col(Audit.id) == one.audit_id)
        .join(AuditTool, col(AuditTool.id) == Audit.audit_tool_id)
        .join(JudgementLevel, and_(
            col(JudgementLevel.judgement_scale_id) == AuditTool.judgement_scale_id,
            col(JudgementLevel.code) == one.grade,
        ))
        .join(Unit, col(Unit.id) == one.unit_id, isouter=True)
        .join(Person, col(Person.id) == one.acknowledged_by_id, isouter=True)
        .where(not_(is_hidden_from(who)))
    )  # fmt: skip


def list_escalations(db: Session, who: Who, filters: EscalationFilters) -> dict[str, Any]:
    """Escalations, the first due first."""
    statement = _escalations(who)
    if filters.audit_id:
        statement = statement.where(col(AuditEscalation.audit_id) == filters.audit_id)
    if filters.is_open is not None:
        waits = col(AuditEscalation.acknowledged_at).is_(None)
        statement = statement.where(waits if filters.is_open else not_(waits))
    if filters.mine:
        mine = col(AuditEscalation.role).in_(roles_answered_by(who))
        statement = statement.where(mine, col(Audit.auditor_id) != who.id)
    page = paginate(db, statement, filters, by=[col(AuditEscalation.due_on), col(AuditEscalation.id)])
    saw(db, [row.child_id for row in page["items"]])
    return page | {"items": [_shown(db, who, row) for row in page["items"]]}


def read_escalation(db: Session, who: Who, escalation_id: uuid.UUID) -> dict[str, Any]:
    """An escalation, or NotFound."""
    row = db.execute(_escalations(who).where(col(AuditEscalation.id) == escalation_id)).one_or_none()
    if row is None:
        raise NotFound
    saw(db, [row.child_id])
    return _shown(db, who, row)


def _shown(db: Session, who: Who, row: Any) -> dict[str, Any]:
    told = {name: value for name, value in row._mapping.items() if not name.startswith("_key_")}
    note = row.note if sees_free_text(who) else None
    return told | {"note": note, "re_audit": find_re_audit(db, row.audit_id)}


def get_escalation_for_update(db: Session, escalation_id: uuid.UUID) -> AuditEscalation:
    """The escalation's row, locked until the end of the transaction, or NotFound."""
    escalation = db.get(AuditEscalation, escalation_id, with_for_update=True, populate_existing=True)
    if escalation is None:
        raise NotFound
    return escalation


def is_told(db: Session, audit_id: uuid.UUID, role: Role) -> bool:
    """Whether a role has been told of an audit already."""
    statement = select(AuditEscalation.id).where(
        col(AuditEscalation.audit_id) == audit_id, col(AuditEscalation.role) == role
    )
    return db.execute(statement).first() is not None


def list_levels(db: Session, tool_id: uuid.UUID) -> dict[str, bool]:
    """The codes of the tool's scale, the best first, each with whether it is good or better."""
    statement = (
        pick(JudgementLevel.code, JudgementLevel.is_good_or_better)
        .join(AuditTool, col(AuditTool.judgement_scale_id) == JudgementLevel.judgement_scale_id)
        .where(col(AuditTool.id) == tool_id)
        .order_by(col(JudgementLevel.position))
    )
    return {row.code: row.is_good_or_better for row in db.execute(statement)}
