"""The addresses of voices, and of the views that practitioners have of their own work."""

import uuid
from typing import Annotated, Any

from fastapi import Query, Response

from api.access.permissions import Permission
from api.access.who import Who
from api.journal.reads import reads
from api.kernel.database import Db
from api.kernel.pages import Page
from api.kernel.requests import IfMatch, room
from api.voices import queries, service
from api.voices.schemas import (
    SummaryFilters,
    ViewFilters,
    ViewListed,
    ViewRead,
    ViewsRead,
    ViewUpdate,
    VoicesRead,
    VoicesSummary,
    VoicesUpdate,
)

router = room("voices")
views_router = room("views")

Reader = Annotated[Who, reads(Permission.audits_read)]
Auditor = Annotated[Who, reads(Permission.audits_complete)]
Practitioner = Annotated[Who, reads(Permission.voices_answer)]


@router.get("/summary", response_model=VoicesSummary)
def summarise_voices(db: Db, who: Reader, filters: Annotated[SummaryFilters, Query()]) -> Any:
    """In how many of the audits submitted in a period, of those you may see, each voice was given."""
    return queries.summarise(db, filters)


@router.get("/{audit_id}", response_model=VoicesRead)
def read_voices(db: Db, who: Reader, audit_id: uuid.UUID, response: Response) -> Any:
    """Who was asked in an audit, what they said, and whether it changed the judgement."""
    return service.read_voices(db, who, audit_id, response)


@router.patch("/{audit_id}", response_model=VoicesRead)
def update_voices(
    db: Db, who: Auditor, audit_id: uuid.UUID, change: VoicesUpdate, version: IfMatch, response: Response
) -> Any:
    """Save what changed in the voices, as the auditor of an open audit. 412 carries the `current` ones."""
    return service.update_voices(db, who, audit_id, change, version, response)


@router.get("/{audit_id}/views", response_model=ViewsRead)
def read_views(db: Db, who: Reader, audit_id: uuid.UUID) -> Any:
    """The practitioner's own view beside the audit. Its grades stay hidden until the auditor has submitted."""
    return queries.read_views(db, who, audit_id)


@views_router.get("", response_model=Page[ViewListed])
def list_own_views(db: Db, who: Practitioner, filters: Annotated[ViewFilters, Query()]) -> Any:
    """The audits of children you are the case worker of that ask for your view, and those that have it already."""
    return queries.list_own_views(db, who, filters)


@views_router.get("/{audit_id}", response_model=ViewRead)
def read_view(db: Db, who: Practitioner, audit_id: uuid.UUID, response: Response) -> Any:
    """Your own view of an audit, while it asks for it and ever after; nothing of what the auditor has judged."""
    return queries.read_view(db, who, audit_id, response)


@views_router.patch("/{audit_id}", response_model=ViewRead)
def update_view(
    db: Db, who: Practitioner, audit_id: uuid.UUID, change: ViewUpdate, version: IfMatch, response: Response
) -> Any:
    """Save what changed in your view; it is yours alone until you hand it in. 412 carries the `current` one."""
    return service.update_view(db, who, audit_id, change, version, response)


@views_router.post("/{audit_id}/hand-in", response_model=ViewRead)
def hand_in_view(db: Db, who: Practitioner, audit_id: uuid.UUID, version: IfMatch, response: Response) -> Any:
    """Hand in your view: its words are shown beside the audit at once, and it cannot be changed any more."""
    return service.hand_in_view(db, who, audit_id, version, response)
