"""Makes escalations for tests."""

from datetime import timedelta

from sqlmodel import Session

from api.access.permissions import Role
from api.audits.models import Audit
from api.escalations.models import AuditEscalation
from api.kernel import clock
from tests.audits.make import make_audit


def make_escalation(
    make: Session, audit: Audit | None = None, role: Role = Role.head_of_service, due_in: int = 1
) -> AuditEscalation:
    """An open escalation of an audit graded inadequate."""
    audit = audit or make_audit(make, state="submitted", first_grade="inadequate")
    due_on = clock.today() + timedelta(days=due_in)
    row = AuditEscalation(
        audit_id=audit.id, role=role, unit_id=audit.unit_id, grade=str(audit.first_grade), due_on=due_on
    )
    make.add(row)
    make.commit()
    return row
