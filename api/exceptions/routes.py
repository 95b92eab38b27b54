"""The addresses of exceptions."""

import uuid
from typing import Annotated, Any

from fastapi import Query, Response

from api.access.permissions import Permission
from api.access.who import Who, requires
from api.exceptions import queries, service
from api.exceptions.schemas import (
    ExceptionAcknowledge,
    ExceptionClose,
    ExceptionFilters,
    ExceptionListed,
    ExceptionPlan,
    ExceptionRead,
    ExceptionReview,
)
from api.kernel.database import Db
from api.kernel.pages import Page
from api.kernel.requests import IfMatch, room

router = room("exceptions")

Reader = Annotated[Who, requires(Permission.exceptions_read)]
Answerer = Annotated[Who, requires(Permission.exceptions_answer)]
Closer = Annotated[Who, requires(Permission.exceptions_close)]


@router.get("", response_model=Page[ExceptionListed])
def list_exceptions(db: Db, who: Reader, filters: Annotated[ExceptionFilters, Query()]) -> Any:
    """Figures that are worse than chance explains or keep missing their target, the latest raised first."""
    return queries.list_exceptions(db, filters)


@router.get("/{exception_id}", response_model=ExceptionRead)
def read_exception(db: Db, who: Reader, exception_id: uuid.UUID, response: Response) -> Any:
    """One exception: why it was raised, the figures it rests on as they were then, and all that came of it."""
    return queries.read_exception(db, exception_id, response)


@router.post("/{exception_id}/acknowledge", response_model=ExceptionRead)
def acknowledge_exception(
    db: Db, who: Answerer, exception_id: uuid.UUID, change: ExceptionAcknowledge, version: IfMatch, response: Response
) -> Any:
    """Say that you know of it and what you make of it."""
    return service.acknowledge_exception(db, who, exception_id, change, version, response)


@router.post("/{exception_id}/plan", response_model=ExceptionRead)
def plan_exception(
    db: Db, who: Answerer, exception_id: uuid.UUID, change: ExceptionPlan, version: IfMatch, response: Response
) -> Any:
    """Set a corrective action plan of one action at least, once it is acknowledged; later plans add to it."""
    return service.plan_exception(db, who, exception_id, change, version, response)


@router.post("/{exception_id}/review", response_model=ExceptionRead)
def review_exception(
    db: Db, who: Answerer, exception_id: uuid.UUID, change: ExceptionReview, version: IfMatch, response: Response
) -> Any:
    """Say what a look at the plan and the newest figures came to."""
    return service.review_exception(db, who, exception_id, change, version, response)


@router.post("/{exception_id}/close", response_model=ExceptionRead)
def close_exception(
    db: Db, who: Closer, exception_id: uuid.UUID, change: ExceptionClose, version: IfMatch, response: Response
) -> Any:
    """Close it as the quarterly meeting did. While actions of its plan are open, 409 unless a reason is given."""
    return service.close_exception(db, who, exception_id, change, version, response)
