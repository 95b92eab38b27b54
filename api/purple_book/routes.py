"""The addresses of the Purple Book."""

from typing import Annotated, Any

from fastapi import Query, Response

from api.access.permissions import Permission
from api.access.who import Who, requires
from api.kernel.database import Db
from api.kernel.requests import IfMatch, room
from api.purple_book import service
from api.purple_book.schemas import BookFile, BookFilters, BookRead, ContentsRead, ContentsSet

router = room("purple-book")

Reader = Annotated[Who, requires(Permission.indicators_read)]
Manager = Annotated[Who, requires(Permission.purple_book_manage)]

_CSV: dict[int | str, dict[str, Any]] = {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}


@router.get("", response_model=BookRead)
def read_purple_book(db: Db, who: Reader, filters: Annotated[BookFilters, Query()]) -> Any:
    """The Purple Book of the council, a service or a team: chosen indicators with target, RAG and SPC side by side."""
    return service.read_book(db, who, filters)


@router.get(".csv", response_class=Response, responses=_CSV)
def export_purple_book(db: Db, who: Reader, filters: Annotated[BookFile, Query()]) -> Any:
    """The same as a file of CSV: a line for each indicator, a column for each period, statuses where no figure is."""
    return service.export_book(db, who, filters)


@router.get("/contents", response_model=ContentsRead)
def read_purple_book_contents(db: Db, who: Reader, response: Response) -> Any:
    """What stands in the Purple Book, in which order and groups."""
    return service.read_contents(db, response)


@router.put("/contents", response_model=ContentsRead)
def set_purple_book_contents(db: Db, who: Manager, new: ContentsSet, version: IfMatch, response: Response) -> Any:
    """Arrange what stands in the Purple Book; what stood in it before stays on record."""
    return service.set_contents(db, who, new, version, response)
