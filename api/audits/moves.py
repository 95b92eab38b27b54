"""Whether grades have moved from an audit to its re-audit: as a whole, and standard by standard.

A sixth file because it reads two audits at once, and is the proof that something was learnt.
"""

import uuid
from typing import Any

from sqlmodel import Session

from api.access.who import Who
from api.audits import queries
from api.audits.models import Outcome
from api.kernel.errors import NotFound


def read_moves(db: Session, who: Who, audit_id: uuid.UUID) -> dict[str, Any]:
    """An audit beside its re-audit, whichever of the two is asked for; a side out of sight or not graded is null."""
    audit = queries.get_audit(db, audit_id)
    later = queries.find_re_audit(db, audit_id)
    first_id, again_id = (audit.re_audit_of_id, audit_id) if audit.re_audit_of_id else (audit_id, later and later.id)
    before, after = (_side(db, who, one) if one else None for one in (first_id, again_id))
    standards: dict[int, dict[str, Any]] = {}
    if before and after:
        second = {row.criterion_id: row for row in queries.list_graded(db, who, after["id"])}
        for row in queries.list_graded(db, who, before["id"]):
            if row.criterion_id in second:
                blank = {"number": row.number, "title": row.title, "raised": 0, "lowered": 0, "same": 0}
                standard = standards.setdefault(row.number, blank)
                standard[_moved(row.position, second[row.criterion_id].position) or "same"] += 1
    moved = _moved(before["position"], after["position"]) if before and after else None
    return {
        "before": before, "after": after, "moved": moved or (Outcome.agreed if standards else None),
        "standards": [standards[number] for number in sorted(standards)],
    }  # fmt: skip


def _side(db: Session, who: Who, audit_id: uuid.UUID) -> dict[str, Any] | None:
    try:
        return queries.read_whole_grade(db, who, audit_id)
    except NotFound:
        return None


def _moved(before: int | None, after: int | None) -> Outcome | None:
    """What became of a grade by its places on the scale, of which 1 is the best; None where it is the same."""
    if before is None or after is None or before == after:
        return None
    return Outcome.raised if after < before else Outcome.lowered
