"""The addresses of audits."""

import uuid
from typing import Annotated, Any

from fastapi import Query, Response

from api.access.permissions import Permission
from api.access.who import Who
from api.audits import earlier, facts, filling, handovers, moves, queries, service
from api.audits.schemas import (
    AuditCreate,
    AuditEarlier,
    AuditFactsRead,
    AuditFilters,
    AuditListed,
    AuditMoves,
    AuditOverride,
    AuditRead,
    AuditReallocate,
    AuditUpdate,
    AuditWithdraw,
)
from api.journal.reads import reads
from api.kernel.database import Db
from api.kernel.pages import Page
from api.kernel.requests import IfMatch, room

router = room("audits")

Reader = Annotated[Who, reads(Permission.audits_read)]
Allocator = Annotated[Who, reads(Permission.audits_allocate)]
Auditor = Annotated[Who, reads(Permission.audits_complete)]
Overrider = Annotated[Who, reads(Permission.audits_override)]
Finaliser = Annotated[Who, reads(Permission.moderations_allocate)]


@router.get("", response_model=Page[AuditListed])
def list_audits(db: Db, who: Reader, filters: Annotated[AuditFilters, Query()]) -> Any:
    """The audits you may see, the last changed first unless you ask for another order."""
    return queries.list_audits(db, who, filters)


@router.post("", response_model=AuditRead, status_code=201)
def allocate_audit(db: Db, who: Allocator, new: AuditCreate, response: Response) -> Any:
    """Give a child's case to an auditor; 409 says what ties the auditor to the child, if anything does."""
    return service.allocate_audit(db, who, new, response)


@router.get("/{audit_id}", response_model=AuditRead)
def read_audit(db: Db, who: Reader, audit_id: uuid.UUID, response: Response) -> Any:
    """An audit with its answers. A moderator who has yet to give a second grade sees no first one."""
    return queries.read_audit(db, who, audit_id, response)


@router.get("/{audit_id}/facts", response_model=AuditFactsRead)
def read_facts(db: Db, who: Reader, audit_id: uuid.UUID) -> Any:
    """What the case data say of the audited period, as it was when the audit was opened."""
    return facts.read_facts(db, who, audit_id)


@router.get("/{audit_id}/earlier", response_model=AuditEarlier)
def read_earlier(db: Db, who: Reader, audit_id: uuid.UUID) -> Any:
    """What an audit said before each return for rework and each new auditor, as it then stood."""
    return earlier.read_earlier(db, who, audit_id)


@router.get("/{audit_id}/moves", response_model=AuditMoves)
def read_moves(db: Db, who: Reader, audit_id: uuid.UUID) -> Any:
    """Whether grades moved from an audit to its re-audit, as a whole and by standard; name either."""
    return moves.read_moves(db, who, audit_id)


@router.patch("/{audit_id}", response_model=AuditRead)
def update_audit(
    db: Db, who: Auditor, audit_id: uuid.UUID, change: AuditUpdate, version: IfMatch, response: Response
) -> Any:
    """Save what changed, as its auditor; the first change opens the audit. 412 carries the `current` one."""
    return filling.update_audit(db, who, audit_id, change, version, response)


@router.post("/{audit_id}/decline", response_model=AuditRead)
def decline_audit(db: Db, who: Auditor, audit_id: uuid.UUID, response: Response) -> Any:
    """Say, as its auditor, that you know this family. No reason is asked; the audit waits for a new auditor."""
    return handovers.decline_audit(db, who, audit_id, response)


@router.post("/{audit_id}/reallocate", response_model=AuditRead)
def reallocate_audit(
    db: Db, who: Allocator, audit_id: uuid.UUID, change: AuditReallocate, version: IfMatch, response: Response
) -> Any:
    """Give an open audit to somebody else, who begins afresh; voices stay, and what the first has written is kept."""
    return handovers.reallocate_audit(db, who, audit_id, change, version, response)


@router.post("/{audit_id}/override", response_model=AuditRead)
def override_conflict(
    db: Db, who: Overrider, audit_id: uuid.UUID, change: AuditOverride, version: IfMatch, response: Response
) -> Any:
    """Let the auditor go on although something ties them to the child, with a reason that everybody sees."""
    return handovers.override_conflict(db, who, audit_id, change, version, response)


@router.post("/{audit_id}/submit", response_model=AuditRead)
def submit_audit(db: Db, who: Auditor, audit_id: uuid.UUID, version: IfMatch, response: Response) -> Any:
    """Hand in a complete audit; 422 names each thing that is missing."""
    return service.submit_audit(db, who, audit_id, version, response)


@router.post("/{audit_id}/withdraw", response_model=AuditRead)
def withdraw_audit(db: Db, who: Allocator, audit_id: uuid.UUID, change: AuditWithdraw, response: Response) -> Any:
    """Withdraw an audit that is not in moderation or final, with the reason."""
    return service.withdraw_audit(db, who, audit_id, change, response)


@router.post("/{audit_id}/finalise", response_model=AuditRead)
def finalise_audit(db: Db, who: Finaliser, audit_id: uuid.UUID, response: Response) -> Any:
    """Make a submitted audit final without a second reading; one with the lowest grade needs a moderation."""
    return service.finalise_audit(db, who, audit_id, response)
