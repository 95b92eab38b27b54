"""Makes completed moderations with grades as wanted, and inspectors' grades, for tests."""

import uuid
from collections.abc import Iterable
from typing import Any

from sqlmodel import Session

from api.access.permissions import Role
from api.agreement.models import ExternalRating
from api.audits.models import Audit, AuditState
from api.kernel import clock
from api.moderations.models import Moderation
from tests.access.make import make_person
from tests.audits.make import make_audit, make_child, make_tool
from tests.moderations.make import make_moderation

GRADES = {1: "outstanding", 2: "good", 3: "requires_improvement", 4: "inadequate"}


def make_pairs(
    make: Session, pairs: Iterable[tuple[int, int]], *, auditor_id: uuid.UUID | None = None, unit: str = "north_1",
    **over: Any,
) -> list[Moderation]:  # fmt: skip
    """Completed moderations with these first and second overall grades, by their places on the scale.

    Both graded answers of each audit are good at first, and then as the second overall grade.
    """
    child, tool = make_child(make, unit), make_tool(make)
    auditor_id = auditor_id or make_person(make, Role.auditor).id
    moderator_id = make_person(make, Role.moderator).id
    made = []
    for first, second in pairs:
        audit = make_audit(make, state=AuditState.submitted, unit=unit, child=child, tool=tool, auditor_id=auditor_id,
                           first_grade=GRADES[first], **over)  # fmt: skip
        made.append(
            make_moderation(
                make, state="completed", audit=audit, moderator_id=moderator_id, second_grade=GRADES[second]
            )
        )
    return made


def make_external_rating(make: Session, audit: Audit, grade: str = "good", **over: Any) -> ExternalRating:
    """An inspector's grade of an audit."""
    row = ExternalRating(**{"audit_id": audit.id, "by_whom": "Ofsted, March 2026", "rated_on": clock.today(),
                            "overall_grade": grade, "entered_by_id": audit.auditor_id} | over)  # fmt: skip
    make.add(row)
    make.commit()
    return row
