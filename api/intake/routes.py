"""The addresses of intake."""

from typing import Annotated, Any

from fastapi import Body, Header, Path, Query, Response

from api.access.permissions import Permission
from api.access.who import Who, requires
from api.intake import service
from api.intake.bodies import MAX_RECORDS, SentBy
from api.intake.entities import BY_NAME
from api.intake.repeats import Repeats
from api.intake.schemas import EntitiesRead, PushParams, RecordRead, RecordsRead
from api.kernel.database import Db
from api.kernel.requests import RawBody, room

router = room("records")

Reader = Annotated[Who, requires(Permission.me_read)]
Pusher = Annotated[Who, requires(Permission.records_push)]

EntityName = Annotated[
    str, Path(max_length=60, description=f"A table of the Standard Safeguarding Dataset: {', '.join(BY_NAME)}.")
]
SourceId = Annotated[str, Path(max_length=48, pattern=r"^[^\x00-\x1f]+$", description="The record's id in its source.")]
Match = Annotated[str | None, Header(alias="If-Match", max_length=500, description="The ETag that was read.")]

_RECORD = {"type": "object", "additionalProperties": True, "description": "Columns in the dataset's own names."}
_BODY = {
    "required": True,
    "content": {
        "application/json": {"schema": {"type": "array", "maxItems": MAX_RECORDS, "items": _RECORD}},
        "application/x-ndjson": {"schema": {"type": "string", "description": "One record a line."}},
        "text/csv": {"schema": {"type": "string", "description": "Column names in the first line."}},
    },
}


@router.get("", response_model=EntitiesRead)
def list_entities(db: Db, who: Reader) -> Any:
    """What may be pushed: each entity and its columns, with other names they are known by, and their code lists."""
    return service.list_entities()


@router.post("/{entity}", response_model=RecordsRead, openapi_extra={"requestBody": _BODY})
def push_records(
    db: Db,
    who: Pusher,
    entity: EntityName,
    params: Annotated[PushParams, Query()],
    body: RawBody,
    means: SentBy,
    repeats: Repeats,
) -> Any:
    """Push up to 1,000 records in the dataset's column names: what is absent stays, null clears, names are dropped."""
    return Response(service.push_records(db, who, entity, body, means, repeats, params), media_type="application/json")


@router.get("/{entity}/{source_id}", response_model=RecordRead)
def read_record(db: Db, who: Pusher, entity: EntityName, source_id: SourceId, response: Response) -> Any:
    """One of the client's own records as it is kept, with the ETag that changing it needs."""
    return service.read_record(db, who, entity, source_id, response)


@router.put("/{entity}/{source_id}", response_model=RecordRead, responses={201: {"model": RecordRead}})
def put_record(
    db: Db,
    who: Pusher,
    entity: EntityName,
    source_id: SourceId,
    record: Annotated[dict[str, Any], Body()],
    response: Response,
    if_match: Match = None,
) -> Any:
    """Store one whole record under its id, 201 where it is new; one that is there is replaced only with its ETag."""
    return service.put_record(db, who, entity, source_id, record, if_match, response)


@router.delete("/{entity}/{source_id}", status_code=204)
def delete_record(db: Db, who: Pusher, entity: EntityName, source_id: SourceId, if_match: Match = None) -> None:
    """Take one record back; a tombstone with its id stays, and figures follow at the next computation."""
    service.delete_record(db, who, entity, source_id, if_match)
