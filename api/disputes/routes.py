"""The addresses of disputes."""

import uuid
from typing import Annotated, Any

from fastapi import Query, Response

from api.access.permissions import Permission
from api.access.who import Who
from api.disputes import queries, service
from api.disputes.schemas import (
    DisputeCreate,
    DisputeFilters,
    DisputeListed,
    DisputeRead,
    DisputeResolve,
    DisputeWithdraw,
    MessageCreate,
)
from api.journal.reads import reads
from api.kernel.database import Db
from api.kernel.pages import Page
from api.kernel.requests import IfMatch, room

router = room("disputes")

Reader = Annotated[Who, reads(Permission.audits_read)]
Raiser = Annotated[Who, reads(Permission.disputes_raise)]
Resolver = Annotated[Who, reads(Permission.disputes_resolve)]


@router.get("", response_model=Page[DisputeListed])
def list_disputes(db: Db, who: Reader, filters: Annotated[DisputeFilters, Query()]) -> Any:
    """The disputes about audits you may see, the last due first unless you ask otherwise."""
    return queries.list_disputes(db, who, filters)


@router.post("", response_model=DisputeRead, status_code=201)
def raise_dispute(db: Db, who: Raiser, new: DisputeCreate, response: Response) -> Any:
    """Dispute the grade of a final audit, or ask for another look while the council's days for that last."""
    return service.raise_dispute(db, who, new, response)


@router.get("/{dispute_id}", response_model=DisputeRead)
def read_dispute(db: Db, who: Reader, dispute_id: uuid.UUID, response: Response) -> Any:
    """A dispute with all that was said, the earliest first."""
    return queries.read_dispute(db, who, dispute_id, response)


@router.post("/{dispute_id}/messages", response_model=DisputeRead, status_code=201)
def say_in_dispute(db: Db, who: Reader, dispute_id: uuid.UUID, new: MessageCreate, response: Response) -> Any:
    """Say something in an open dispute; what is said is kept for ever as it was."""
    return service.say_in_dispute(db, who, dispute_id, new, response)


@router.post("/{dispute_id}/resolve", response_model=DisputeRead)
def resolve_dispute(
    db: Db, who: Resolver, dispute_id: uuid.UUID, change: DisputeResolve, version: IfMatch, response: Response
) -> Any:
    """Settle a dispute that you neither raised nor graded the audit of. Reported grades stay; this is shown beside."""
    return service.resolve_dispute(db, who, dispute_id, change, version, response)


@router.post("/{dispute_id}/withdraw", response_model=DisputeRead)
def withdraw_dispute(
    db: Db, who: Raiser, dispute_id: uuid.UUID, change: DisputeWithdraw, version: IfMatch, response: Response
) -> Any:
    """Take back a dispute that you raised, with the reason."""
    return service.withdraw_dispute(db, who, dispute_id, change, version, response)
