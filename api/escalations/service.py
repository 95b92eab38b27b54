"""The verbs of escalations: raised by rule when an audit is below good, acknowledged by who answers for the team."""

import uuid
from typing import Any

from sqlmodel import Session

from api.access.permissions import Role
from api.access.who import Who
from api.audits.models import Audit
from api.audits.readiness import when_final, when_submitted
from api.choices.models import ChoiceName
from api.choices.queries import find_choice
from api.escalations import queries
from api.escalations.models import AuditEscalation
from api.escalations.schemas import EscalationAcknowledge
from api.kernel import clock
from api.kernel.errors import Conflict, Forbidden
from api.statistics.workdays import add_working_days


class AlreadyAcknowledged(Conflict):
    detail = "Somebody has acknowledged this already."


class NotYoursToAcknowledge(Forbidden):
    detail = "This was told to a role that you do not hold, or you are the auditor yourself."


@when_submitted
@when_final
def escalate(db: Session, who: Who, audit: Audit) -> None:
    """Tell the head of service of the lowest grade, and the service manager of any other below good, once each."""
    grade = audit.reported_grade or audit.first_grade
    levels = queries.list_levels(db, audit.audit_tool_id)
    if grade is None or levels.get(grade, True):
        return
    role = Role.head_of_service if grade == list(levels)[-1] else Role.service_manager
    if queries.is_told(db, audit.id, role):
        return
    days = find_choice(db, ChoiceName.acknowledgement_days)
    due_on = add_working_days(clock.today(), days)
    db.add(AuditEscalation(audit_id=audit.id, role=role, unit_id=audit.unit_id, grade=grade, due_on=due_on))
    db.flush()


def acknowledge_escalation(
    db: Session, who: Who, escalation_id: uuid.UUID, change: EscalationAcknowledge
) -> dict[str, Any]:
    """Say that you know of it and what is done: once, by whoever answers for the child's team."""
    escalation = queries.get_escalation_for_update(db, escalation_id)
    told = queries.read_escalation(db, who, escalation_id)
    if escalation.acknowledged_at is not None:
        raise AlreadyAcknowledged
    if not told["is_for_me"]:
        raise NotYoursToAcknowledge
    escalation.acknowledged_at, escalation.acknowledged_by_id = clock.now(), who.id
    escalation.note = change.note
    db.flush()
    return queries.read_escalation(db, who, escalation_id)
