"""The addresses of notes on indicators."""

import uuid
from typing import Annotated, Any

from fastapi import Query

from api.access.permissions import Permission
from api.access.who import Who, requires
from api.annotations import queries, service
from api.annotations.schemas import AnnotationFilters, AnnotationRead, AnnotationWithdraw, AnnotationWrite
from api.kernel.database import Db
from api.kernel.pages import Page
from api.kernel.requests import room

router = room("annotations")

Reader = Annotated[Who, requires(Permission.indicators_read)]
Writer = Annotated[Who, requires(Permission.annotations_write)]


@router.get("", response_model=Page[AnnotationRead])
def list_annotations(db: Db, who: Reader, filters: Annotated[AnnotationFilters, Query()]) -> Any:
    """What happened that charts ought to show, the latest written first."""
    return queries.list_notes(db, who, filters)


@router.post("", response_model=AnnotationRead, status_code=201)
def write_annotation(db: Db, who: Writer, new: AnnotationWrite) -> Any:
    """Write a dated note on an indicator, or have its limits worked out anew from a day on, with the reason.

    Limits are worked out anew by those whose role covers the unit; without a unit, the whole council.
    """
    return service.write_annotation(db, who, new)


@router.post("/{annotation_id}/withdraw", response_model=AnnotationRead)
def withdraw_annotation(db: Db, who: Writer, annotation_id: uuid.UUID, change: AnnotationWithdraw) -> Any:
    """Withdraw a note, with the reason. It stays on record, and no chart shows it any longer."""
    return service.withdraw_annotation(db, who, annotation_id, change)
