"""Who grades a case, and who may not: nobody near it, and nobody who knows its grades.

A sixth file because it is asked before an exercise exists, when people are chosen, and again when each of them grades.
"""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from sqlmodel import Session

from api.access.permissions import Permission
from api.audits import queries as audits
from api.audits.conflicts import find_conflict
from api.audits.models import Audit
from api.calibrations import queries
from api.calibrations.models import Calibration
from api.calibrations.schemas import CandidateFilters
from api.kernel.errors import FieldError, Invalid


def list_candidates(db: Session, filters: CandidateFilters) -> dict[str, Any]:
    """Everybody who may grade, with what keeps them from the case of an audit."""
    audit = queries.find_final_audit(db, filters.audit_id)
    if audit is None:
        raise Invalid(errors=[unknown_audit("?audit_id")])
    page = queries.list_candidates(db, filters)
    why = _why_not(db, audit, [row.person_id for row in page["items"]])
    page["items"] = [
        {"person_id": row.person_id, "name": row.name, "unit_name": row.unit_name, "conflict": why.get(row.person_id)}
        for row in page["items"]
    ]
    return page


def unknown_audit(pointer: str) -> FieldError:
    """The fault of an audit that is not there, not final or out of reach."""
    return FieldError(pointer=pointer, code="unknown", detail="There is no such final audit in your reach.")


def _why_not(db: Session, audit: Audit, person_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """What keeps people from grading a case, for those whom anything does: each ends a sentence about them."""
    seers, moderators = queries.list_who_see(db, audit.unit_id), queries.list_moderators(db, audit.id)
    found = {}
    for person_id in person_ids:
        conflict = find_conflict(db, person_id, audit)
        if person_id == audit.auditor_id:
            found[person_id] = "made the audit"
        elif person_id in moderators or person_id == audit.finalised_by_id:
            found[person_id] = "has read the audit's grades"
        elif conflict:
            found[person_id] = conflict
        elif person_id in seers:
            found[person_id] = "sees the audit and its grades"
    return found


def wrong_people(db: Session, audit: Audit, person_ids: Sequence[uuid.UUID]) -> list[FieldError]:
    """A fault for each of the people to invite who may not grade at all, or not this case."""
    able = {person_id for person_id in set(person_ids) if audits.may(db, person_id, Permission.calibrations_complete)}
    why, faults = _why_not(db, audit, able), []
    for place, person_id in enumerate(person_ids):
        pointer = f"/person_ids/{place}"
        if person_id not in able:
            detail = "There is no such person who may grade in calibrations."
            faults.append(FieldError(pointer=pointer, code="not_a_grader", detail=detail))
        elif person_id in why:
            detail = f"This person {why[person_id]}."
            faults.append(FieldError(pointer=pointer, code="conflict_of_interest", detail=detail))
    return faults


def find_conflict_now(db: Session, person_id: uuid.UUID, calibration: Calibration) -> str | None:
    """What ties a person to the case today, although they were invited; it ends a sentence about them."""
    names = ("child_id", "child_ref", "unit_id", "worker_source_id", "period_from", "period_to")
    return find_conflict(db, person_id, Audit(**{name: getattr(calibration, name) for name in names}))
