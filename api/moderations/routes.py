"""The addresses of moderations."""

import uuid
from typing import Annotated, Any

from fastapi import Query, Response

from api.access.permissions import Permission
from api.access.who import Who
from api.journal.reads import reads
from api.kernel.database import Db
from api.kernel.pages import Page
from api.kernel.requests import IfMatch, room
from api.moderations import queries, service
from api.moderations.schemas import (
    ModerationComplete,
    ModerationCreate,
    ModerationFilters,
    ModerationGrade,
    ModerationListed,
    ModerationRead,
)

router = room("moderations")

Reader = Annotated[Who, reads(Permission.moderations_read)]
Allocator = Annotated[Who, reads(Permission.moderations_allocate)]
Moderator = Annotated[Who, reads(Permission.moderations_complete)]


@router.get("", response_model=Page[ModerationListed])
def list_moderations(db: Db, who: Reader, filters: Annotated[ModerationFilters, Query()]) -> Any:
    """The moderations you may see, the last due first unless you ask otherwise."""
    return queries.list_moderations(db, who, filters)


@router.post("", response_model=ModerationRead, status_code=201)
def allocate_moderation(db: Db, who: Allocator, new: ModerationCreate, response: Response) -> Any:
    """Give a submitted audit to a moderator; 409 says what ties them to auditor or child, if anything does."""
    return service.allocate_moderation(db, who, new, response)


@router.get("/{moderation_id}", response_model=ModerationRead)
def read_moderation(db: Db, who: Reader, moderation_id: uuid.UUID, response: Response) -> Any:
    """A moderation with the audit. First grades, overall reason and summary are null until it is graded."""
    return queries.read_moderation(db, who, moderation_id, response)


@router.post("/{moderation_id}/grade", response_model=ModerationRead)
def grade_moderation(
    db: Db, who: Moderator, moderation_id: uuid.UUID, change: ModerationGrade, version: IfMatch, response: Response
) -> Any:
    """Give the second grades, overall and for each graded answer; the first ones are in the answer to this."""
    return service.grade_moderation(db, who, moderation_id, change, version, response)


@router.post("/{moderation_id}/complete", response_model=ModerationRead)
def complete_moderation(
    db: Db, who: Moderator, moderation_id: uuid.UUID, change: ModerationComplete, version: IfMatch, response: Response
) -> Any:
    """End the moderation: the audit becomes final with the second grades as the reported ones."""
    return service.complete_moderation(db, who, moderation_id, change, version, response)
