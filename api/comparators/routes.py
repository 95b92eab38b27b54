"""The addresses of comparators: published figures, which everybody may see, and the files they come from."""

from typing import Annotated, Any

from fastapi import Query

from api.access.permissions import Permission
from api.access.who import Who, requires
from api.comparators import queries, service
from api.comparators.schemas import (
    ComparatorFilters,
    ComparatorRead,
    LoadFile,
    LoadFilters,
    LoadRead,
    PublishedBeside,
)
from api.indicators.schemas import Code
from api.kernel.database import Db
from api.kernel.pages import Page
from api.kernel.requests import RawBody, room

router = room("comparators")

Reader = Annotated[Who, requires(Permission.indicators_read)]
Loader = Annotated[Who, requires(Permission.comparators_load)]

_FILE = {"required": True, "content": {"text/csv": {"schema": {"type": "string", "format": "binary"}}}}


@router.get("", response_model=Page[ComparatorRead])
def list_comparators(db: Db, who: Reader, filters: Annotated[ComparatorFilters, Query()]) -> Any:
    """Published figures of areas in England, by indicator, area and year; a symbol is a status, never a number."""
    return queries.list_comparators(db, filters)


@router.get("/loads", response_model=Page[LoadRead])
def list_comparator_loads(db: Db, who: Loader, filters: Annotated[LoadFilters, Query()]) -> Any:
    """The published files that were loaded, by whom and what they brought, the latest first."""
    return queries.list_loads(db, who, filters)


@router.post("/loads", response_model=LoadRead, status_code=201, openapi_extra={"requestBody": _FILE})
def load_comparators(db: Db, who: Loader, file: Annotated[LoadFile, Query()], body: RawBody) -> Any:
    """Load one of the Department for Education's published CSV files, or its statistical neighbours model, as it is.

    Loaded twice it changes nothing. Population estimates also set how many children live here, by which rates per
    10,000 are worked out: a mid-year counts from its April on. A file that is not one of those known, or of which a
    cell is wrong, is refused whole, with line and column.
    """
    return service.load_comparators(db, who, file.name, body)


@router.get("/{code}", response_model=PublishedBeside)
def compare(db: Db, who: Reader, code: Code) -> Any:
    """What is published to hold an indicator against: England, the region, statistical neighbours, this council."""
    return service.compare(db, code)
