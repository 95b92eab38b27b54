"""The address of the journal."""

from typing import Annotated, Any

from fastapi import Query

from api.access.permissions import Permission
from api.access.who import Who, requires
from api.journal import queries
from api.journal.schemas import JournalEntryRead, JournalFilters
from api.kernel.database import Db
from api.kernel.pages import Page
from api.kernel.requests import room

router = room("journal")

Reader = Annotated[Who, requires(Permission.journal_read)]


@router.get("", response_model=Page[JournalEntryRead])
def list_journal(db: Db, who: Reader, filters: Annotated[JournalFilters, Query()]) -> Any:
    """Who saw, changed or was denied what, the latest first: ids and field names, no content."""
    return queries.list_journal(db, who, filters)
