"""The verbs of concerns: raise, and close."""

import uuid
from typing import Any

from fastapi import Response
from sqlmodel import Session

from api.access.who import Who
from api.audits.models import Audit, AuditState
from api.concerns import queries
from api.concerns.models import Concern
from api.concerns.schemas import ConcernClose, ConcernCreate, ConcernRead
from api.kernel import clock
from api.kernel.errors import Conflict, FieldError, Invalid, Stale


class AuditClosed(Conflict):
    detail = "This audit is closed: raise what you know with the child's team, and set an action."


class ConcernAlreadyClosed(Conflict):
    detail = "This concern has been closed already."


class OwnConcern(Conflict):
    detail = "Somebody other than whoever raised a concern closes it."


def raise_concern(db: Session, who: Who, new: ConcernCreate, response: Response) -> Any:
    """Raise an immediate concern for a child's safety from an audit that is not closed."""
    audit = db.get(Audit, new.audit_id)
    if audit is None:
        raise Invalid(errors=[_fault("/audit_id", "unknown", "There is no such audit in your reach.")])
    if audit.state in (AuditState.final, AuditState.withdrawn):
        raise AuditClosed
    if new.told_id == who.id or not queries.answers_for(db, new.told_id, audit.unit_id):
        raise Invalid(errors=[_fault("/told_id", "not_able", "There is no such person who answers for the team.")])
    concern = Concern(**new.model_dump(), raised_by_id=who.id)
    db.add(concern)
    db.flush()
    return queries.read_concern(db, who, concern.id, response)


def _fault(pointer: str, code: str, detail: str) -> FieldError:
    return FieldError(pointer=pointer, code=code, detail=detail)


def close_concern(
    db: Session, who: Who, concern_id: uuid.UUID, change: ConcernClose, version: int, response: Response
) -> Any:
    """Close a concern with words what was done, as somebody other than whoever raised it."""
    concern = queries.get_concern_for_update(db, concern_id)
    if concern.closed_at is not None:
        raise ConcernAlreadyClosed
    if concern.version != version:
        raise Stale(current=ConcernRead.model_validate(queries.read_concern(db, who, concern_id)))
    if concern.raised_by_id == who.id:
        raise OwnConcern
    concern.closed_text, concern.closed_by_id, concern.closed_at = change.closed_text, who.id, clock.now()
    concern.version += 1
    db.flush()
    return queries.read_concern(db, who, concern_id, response)
