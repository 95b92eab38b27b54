"""The addresses of exemplars: the library, writing for it, publishing and retiring."""

import uuid
from typing import Annotated, Any

from fastapi import Query, Response

from api.access.permissions import Permission
from api.access.who import Who, requires
from api.exemplars import queries, service
from api.exemplars.schemas import ExemplarCreate, ExemplarFilters, ExemplarListed, ExemplarRead, ExemplarUpdate
from api.kernel.database import Db
from api.kernel.pages import Page
from api.kernel.requests import IfMatch, room

router = room("exemplars")

Reader = Annotated[Who, requires(Permission.exemplars_read)]
Writer = Annotated[Who, requires(Permission.exemplars_manage)]


@router.get("", response_model=Page[ExemplarListed])
def list_exemplars(db: Db, who: Reader, filters: Annotated[ExemplarFilters, Query()]) -> Any:
    """What good looks like, and what does not yet: examples by standard, criterion and grade."""
    return queries.list_exemplars(db, who, filters)


@router.post("", response_model=ExemplarRead, status_code=201)
def create_exemplar(db: Db, who: Writer, new: ExemplarCreate, response: Response) -> Any:
    """Write a draft. Words that look like they name a child (a reference, a number, a full date) are refused."""
    return service.create_exemplar(db, who, new, response)


@router.get("/{exemplar_id}", response_model=ExemplarRead)
def read_exemplar(db: Db, who: Reader, exemplar_id: uuid.UUID, response: Response) -> Any:
    """An exemplar; those who write exemplars see every wording it has had."""
    return queries.read_exemplar(db, who, exemplar_id, response)


@router.patch("/{exemplar_id}", response_model=ExemplarRead)
def update_exemplar(
    db: Db, who: Writer, exemplar_id: uuid.UUID, change: ExemplarUpdate, version: IfMatch, response: Response
) -> Any:
    """Change it. New words become a further wording, which is shown once it is published."""
    return service.update_exemplar(db, who, exemplar_id, change, version, response)


@router.post("/{exemplar_id}/publish", response_model=ExemplarRead)
def publish_exemplar(db: Db, who: Writer, exemplar_id: uuid.UUID, version: IfMatch, response: Response) -> Any:
    """Show the newest wording to everybody."""
    return service.publish_exemplar(db, who, exemplar_id, version, response)


@router.post("/{exemplar_id}/retire", response_model=ExemplarRead)
def retire_exemplar(db: Db, who: Writer, exemplar_id: uuid.UUID, version: IfMatch, response: Response) -> Any:
    """Take it out of the library, for good; it stays readable to those who write exemplars."""
    return service.retire_exemplar(db, who, exemplar_id, version, response)
