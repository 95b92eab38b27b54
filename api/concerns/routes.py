"""The addresses of concerns."""

import uuid
from typing import Annotated, Any

from fastapi import Query, Response

from api.access.permissions import Permission
from api.access.who import Who
from api.concerns import queries, service
from api.concerns.schemas import (
    ConcernClose,
    ConcernCreate,
    ConcernFilters,
    ConcernRead,
    ToldFilters,
    ToldRead,
)
from api.journal.reads import reads
from api.kernel.database import Db
from api.kernel.pages import Page
from api.kernel.requests import IfMatch, room

router = room("concerns")

Reader = Annotated[Who, reads(Permission.audits_read)]
Acknowledger = Annotated[Who, reads(Permission.audits_acknowledge)]


@router.get("", response_model=Page[ConcernRead])
def list_concerns(db: Db, who: Reader, filters: Annotated[ConcernFilters, Query()]) -> Any:
    """The concerns of the audits you may see, the last raised first unless you ask otherwise, with the time open."""
    return queries.list_concerns(db, who, filters)


@router.post("", response_model=ConcernRead, status_code=201)
def raise_concern(db: Db, who: Reader, new: ConcernCreate, response: Response) -> Any:
    """Raise an immediate concern for a child's safety from an audit that is not closed, and say who is told today."""
    return service.raise_concern(db, who, new, response)


@router.get("/people", response_model=Page[ToldRead])
def list_told(db: Db, who: Reader, filters: Annotated[ToldFilters, Query()]) -> Any:
    """Those who answer for the team of an audit's child, and so can be told of a concern."""
    return queries.list_told(db, who, filters)


@router.get("/{concern_id}", response_model=ConcernRead)
def read_concern(db: Db, who: Reader, concern_id: uuid.UUID, response: Response) -> Any:
    """A concern, whom it was told to, and how it was closed."""
    return queries.read_concern(db, who, concern_id, response)


@router.post("/{concern_id}/close", response_model=ConcernRead)
def close_concern(
    db: Db, who: Acknowledger, concern_id: uuid.UUID, change: ConcernClose, version: IfMatch, response: Response
) -> Any:
    """Close a concern with words what was done; 409 to whoever raised it."""
    return service.close_concern(db, who, concern_id, change, version, response)
