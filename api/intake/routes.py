"""The address of intake."""

from typing import Annotated, Any

import orjson
from fastapi import Header, Path, Query, Response

from api.access.permissions import Permission
from api.access.who import Who, requires
from api.intake import service
from api.intake.entities import BY_NAME
from api.intake.schemas import PushParams, RecordsRead
from api.kernel.database import Db
from api.kernel.requests import RawBody, room

router = room("records")

Pusher = Annotated[Who, requires(Permission.records_push)]

EntityName = Annotated[
    str, Path(max_length=60, description=f"A table of the Standard Safeguarding Dataset: {', '.join(BY_NAME)}.")
]

_RECORD = {"type": "object", "additionalProperties": True, "description": "Columns in the dataset's own names."}
_BODY = {
    "required": True,
    "content": {
        "application/json": {"schema": {"type": "array", "maxItems": service.MAX_RECORDS, "items": _RECORD}},
        "application/x-ndjson": {"schema": {"type": "string", "description": "One record a line."}},
    },
}


class Told(Response):
    """The answer as JSON: a thousand results that were made here need no second validation."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        """Strict JSON of `content`, which is a RecordsRead."""
        return orjson.dumps(content)


@router.post("/{entity}", response_model=RecordsRead, openapi_extra={"requestBody": _BODY})
def push_records(
    db: Db,
    who: Pusher,
    entity: EntityName,
    params: Annotated[PushParams, Query()],
    body: RawBody,
    content_type: Annotated[str | None, Header(include_in_schema=False)] = None,
) -> Any:
    """Push up to 1,000 records in the dataset's column names: what is absent stays, null clears, names are dropped."""
    return Told(service.push_records(db, who, entity, body, content_type, params))
