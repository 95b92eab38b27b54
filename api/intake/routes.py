"""The addresses of intake."""

from typing import Annotated, Any

from fastapi import Body, Depends, Header, Path, Query, Response

from api.access.permissions import Permission
from api.access.who import Who, requires
from api.intake import service
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
        "application/json": {"schema": {"type": "array", "maxItems": service.MAX_RECORDS, "items": _RECORD}},
        "application/x-ndjson": {"schema": {"type": "string", "description": "One record a line."}},
        "text/csv": {"schema": {"type": "string", "description": "Column names in the first line."}},
    },
}


def _means(
    content_type: Annotated[str | None, Header(include_in_schema=False)] = None,
    content_encoding: Annotated[str | None, Header(description="gzip, or absent.")] = None,
    prefer: Annotated[str | None, Header(description="`handling=strict`: all records, or none (422).")] = None,
) -> service.Means:
    return service.Means(content_type, content_encoding, prefer)


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
    means: Annotated[service.Means, Depends(_means)],
    repeats: Repeats,
) -> Any:
    """Push up to 1,000 records in the dataset's column names: what is absent stays, null clears, names are dropped."""
    answer = service.push_records(db, who, entity, body, means, repeats, params)
    return Response(answer, media_type="application/json")


@router.get("/{entity}/{source_id}", response_model=RecordRead)
def read_record(db: Db, who: Pusher, entity: EntityName, source_id: SourceId, response: Response) -> Any:
    """One of the client's own records as it is kept, with the ETag that changing it needs."""
    found = service.read_record(db, who, entity, source_id)
    response.headers["ETag"] = service.etag_of(found)
    return found


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
    """Store one record under its id: 201 where it is new; one that is there changes only with its ETag in If-Match."""
    found, is_new = service.put_record(db, who, entity, source_id, record, if_match)
    response.status_code = 201 if is_new else 200
    response.headers["ETag"] = service.etag_of(found)
    return found


@router.delete("/{entity}/{source_id}", status_code=204)
def delete_record(db: Db, who: Pusher, entity: EntityName, source_id: SourceId, if_match: Match = None) -> None:
    """Take one record back; a tombstone with its id stays, and figures follow at the next computation."""
    service.delete_record(db, who, entity, source_id, if_match)
