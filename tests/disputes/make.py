"""Makes disputes for tests."""

import uuid
from typing import Any

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


def make_world_of_disputes(make: Session, me: uuid.UUID, final_id: uuid.UUID) -> tuple[dict[str, Any], dict[str, Any]]:
    """For each verb of the room a dispute in which it may be done by `me`, and a good body."""
    ids = {
        "say_in_dispute": {"dispute_id": make_dispute(make).id},
        "resolve_dispute": {"dispute_id": make_dispute(make).id},
        "withdraw_dispute": {"dispute_id": make_dispute(make, raised_by_id=me).id},
    }
    bodies = {
        "raise_dispute": {"audit_id": final_id, "asks": "grade", "claimed_grade": "outstanding", "words": WORDS},
        "say_in_dispute": {"words": WORDS},
        "resolve_dispute": {"state": "upheld", "resolved_grade": "outstanding", "resolution": WORDS},
        "withdraw_dispute": {"reason": WORDS},
    }
    return ids, bodies
