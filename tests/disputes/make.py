"""Makes disputes for tests."""

import uuid

from sqlmodel import Session

from api.access.permissions import Role
from api.audits.models import Audit
from api.disputes.models import Dispute, DisputeAsk, DisputeMessage
from tests.access.make import make_person
from tests.audits.make import day, make_audit

WORDS = "The plan was written with the family, and the audit did not read it."


def make_dispute(
    make: Session, *, audit: Audit | None = None, raised_by_id: uuid.UUID | None = None,
    asks: DisputeAsk = DisputeAsk.grade, due_in: int = 14,
) -> Dispute:  # fmt: skip
    """An open dispute about a final audit, with the words it began with."""
    audit = audit or make_audit(make, state="final")
    raised_by_id = raised_by_id or make_person(make, Role.service_manager, audit.unit_id).id
    row = Dispute(audit_id=audit.id, raised_by_id=raised_by_id, asks=asks, due_on=day(-due_in))
    make.add(row)
    make.flush()
    make.add(DisputeMessage(dispute_id=row.id, person_id=raised_by_id, words=WORDS))
    make.commit()
    return row
