"""The addresses of imports."""

import uuid
from typing import Annotated, Any

from fastapi import Depends, Path, Query, Request, Response

from api.access.permissions import Permission
from api.access.who import Who, requires
from api.imports import queries, service, uploads
from api.imports.schemas import (
    ImportCreate,
    ImportFileRead,
    ImportFilters,
    ImportListed,
    ImportRead,
    RejectionFilters,
    RejectionRead,
)
from api.intake.repeats import Repeats
from api.kernel.bodies import StreamedBody
from api.kernel.database import Db
from api.kernel.pages import Page
from api.kernel.requests import room

router = room("imports")

Manager = Annotated[Who, requires(Permission.imports_manage)]
Confirmer = Annotated[Who, requires(Permission.imports_confirm)]


def _tell_where(import_id: uuid.UUID, response: Response) -> None:
    """The worker does the rest: say where to look, and when."""
    response.headers.update({"Location": f"/api/v1/imports/{import_id}", "Retry-After": "2"})


Followed = Depends(_tell_where)

FileName = Annotated[
    str,
    Path(
        max_length=100,
        pattern=r"^[A-Za-z0-9][A-Za-z0-9 ._()&'-]*$",
        description="For tables of the dataset the entity, or `entity.part1`; for returns any name.",
    ),
]

_FILE = {
    "required": True,
    "content": {
        name: {"schema": {"type": "string", "format": "binary"}}
        for name in ("text/csv", "application/x-ndjson", "application/json", "application/xml",
                     "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    },
}  # fmt: skip


@router.get("", response_model=Page[ImportListed])
def list_imports(db: Db, who: Manager, filters: Annotated[ImportFilters, Query()]) -> Any:
    """Imports, the latest first; a machine client sees its own source's."""
    return queries.list_imports(db, who, filters)


@router.post("", response_model=ImportRead, status_code=201)
def create_import(db: Db, who: Manager, new: ImportCreate, repeats: Repeats, response: Response) -> Any:
    """Begin an import: 409 with the Location of the one under way, where the source has one."""
    return service.create_import(db, who, new, repeats, response)


@router.get("/{import_id}", response_model=ImportRead)
def read_import(db: Db, who: Manager, import_id: uuid.UUID) -> Any:
    """Where an import stands and what came of it."""
    return queries.read_import(db, who, import_id)


@router.put("/{import_id}/files/{name}", response_model=ImportFileRead, openapi_extra={"requestBody": _FILE})
def upload_file(
    db: Db, request: Request, who: Manager, import_id: uuid.UUID, name: FileName, body: StreamedBody
) -> Any:
    """Send a file, of any size, gzipped or not; Content-Digest is checked. Sent again, it takes its own place."""
    return uploads.upload_file(db, request, who, import_id, name, body)


@router.post("/{import_id}/commit", response_model=ImportRead, status_code=202, dependencies=[Followed])
def commit_import(db: Db, who: Manager, import_id: uuid.UUID) -> Any:
    """Hand the import to the worker, which merges all of it or nothing; follow it at its address."""
    return service.commit_import(db, who, import_id)


@router.post("/{import_id}/confirm", response_model=ImportRead, status_code=202, dependencies=[Followed])
def confirm_import(db: Db, who: Confirmer, import_id: uuid.UUID) -> Any:
    """Say, as a person, that the many rows a held snapshot would remove may go."""
    return service.confirm_import(db, who, import_id)


@router.delete("/{import_id}", response_model=ImportRead)
def abort_import(db: Db, who: Manager, import_id: uuid.UUID) -> Any:
    """Give an import up: what was staged is dropped, and nothing was stored."""
    return service.abort_import(db, who, import_id)


@router.get("/{import_id}/rejections", response_model=Page[RejectionRead])
def list_rejections(
    db: Db, request: Request, who: Manager, import_id: uuid.UUID, filters: Annotated[RejectionFilters, Query()]
) -> Any:
    """The rows that were not taken in, and values that were left out: as pages, or whole as NDJSON or CSV."""
    return service.list_rejections(db, request, who, import_id, filters)
