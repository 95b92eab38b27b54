"""Makes concerns for a child's safety."""

import uuid
from typing import Any

from sqlmodel import Session

from api.access.permissions import Role
from api.audits.models import Audit
from api.concerns.models import Concern
from tests.access.make import make_person

CONCERNS = "/api/v1/concerns"
CLOSED = {"closed_text": "A strategy discussion was held today, and he is with his aunt."}


def new_concern(audit_id: Any, told_id: uuid.UUID, **over: Any) -> dict[str, Any]:
    """A concern to raise, as it is sent."""
    what = "He told his teacher that he is hit, and nobody has seen him since."
    return {"audit_id": str(audit_id), "what": what, "told_id": str(told_id)} | over


def make_concern(make: Session, audit: Audit, told_id: uuid.UUID, **over: Any) -> Concern:
    """An open concern, raised by the auditor."""
    fields = {"what": "Nobody has seen him since he spoke.", "raised_by_id": audit.auditor_id}
    concern = Concern(audit_id=audit.id, told_id=told_id, **fields | over)
    make.add(concern)
    make.commit()
    return concern


def make_world_of_concerns(make: Session, audit: Audit) -> Any:
    """For each operation a good id and a good body: ids, ids by operation, bodies; the auditor raises another's."""
    told_id = make_person(make, Role.head_of_childrens_social_care).id
    raised = [make_concern(make, audit, told_id, raised_by_id=told_id) for _ in range(2)]
    bodies = {"raise_concern": new_concern(audit.id, told_id, done_at_once="x"), "close_concern": CLOSED}
    return {"concern_id": raised[0].id}, {"close_concern": {"concern_id": raised[1].id}}, bodies
