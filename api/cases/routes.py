"""The addresses of children."""

import uuid
from typing import Annotated, Any

from fastapi import Path, Query

from api.access.permissions import Permission
from api.access.who import Who
from api.cases import queries
from api.cases.schemas import CaseFound, CasesFound, CaseSought, ChildDetail, ChildFilters, ChildListed, ChildRecord
from api.journal.reads import reads
from api.kernel.database import Db
from api.kernel.pages import Page, PageParams
from api.kernel.requests import room

router = room("children")

Reader = Annotated[Who, reads(Permission.cases_read)]
Finder = Annotated[Who, reads(Permission.cases_find)]
EntityName = Annotated[str, Path(max_length=60, description="What the dataset calls the records, as in `records`.")]


@router.get("", response_model=Page[ChildListed])
def list_children(db: Db, who: Reader, filters: Annotated[ChildFilters, Query()]) -> Any:
    """The children whose work your role reaches, by reference; that you saw them is journalled."""
    return queries.list_children(db, who, filters)


@router.post("/find", response_model=CasesFound)
def find_child(db: Db, who: Finder, sought: CaseSought) -> Any:
    """The child whom a case system knows by a number, which stands in no address; that you looked is journalled."""
    return queries.find_child(db, who, sought)


@router.get("/{child_id}", response_model=ChildDetail)
def read_child(db: Db, who: Reader, child_id: uuid.UUID) -> Any:
    """One child's facts as the case system sent them; that you saw them is journalled."""
    return queries.read_child(db, who, child_id)


@router.get("/{child_id}/case", response_model=CaseFound)
def find_case(db: Db, who: Finder, child_id: uuid.UUID) -> Any:
    """The number by which the case system knows a child, to find the case there; that you saw it is journalled."""
    return queries.find_case(db, who, child_id)


@router.get("/{child_id}/records/{entity}", response_model=Page[ChildRecord])
def list_child_records(
    db: Db, who: Reader, child_id: uuid.UUID, entity: EntityName, filters: Annotated[PageParams, Query()]
) -> Any:
    """All of a child's records of one entity, the newest first; that you saw them is journalled."""
    return queries.list_child_records(db, who, child_id, entity, filters)
