"""The addresses of children."""

import uuid
from typing import Annotated, Any

from fastapi import Path, Query

from api.access.permissions import Permission
from api.access.who import Who
from api.cases import queries
from api.cases.schemas import ChildDetail, ChildFilters, ChildListed, ChildRecord
from api.journal.reads import reads
from api.kernel.database import Db
from api.kernel.pages import Page, PageParams
from api.kernel.requests import room

router = room("children")

Reader = Annotated[Who, reads(Permission.cases_read)]
EntityName = Annotated[str, Path(max_length=60, description="What the dataset calls the records, as in `records`.")]


@router.get("", response_model=Page[ChildListed])
def list_children(db: Db, who: Reader, filters: Annotated[ChildFilters, Query()]) -> Any:
    """The children whose work your role reaches, by reference; that you saw them is journalled."""
    return queries.list_children(db, who, filters)


@router.get("/{child_id}", response_model=ChildDetail)
def read_child(db: Db, who: Reader, child_id: uuid.UUID) -> Any:
    """One child's facts as the case system sent them; that you saw them is journalled."""
    return queries.read_child(db, who, child_id)


@router.get("/{child_id}/records/{entity}", response_model=Page[ChildRecord])
def list_child_records(
    db: Db, who: Reader, child_id: uuid.UUID, entity: EntityName, filters: Annotated[PageParams, Query()]
) -> Any:
    """All of a child's records of one entity, the newest first; that you saw them is journalled."""
    return queries.list_child_records(db, who, child_id, entity, filters)
