"""What may be done with the feed: read a table of it in the form that is asked for, and give tools their tokens."""

import hashlib
import secrets
import uuid
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode

import orjson
from fastapi import Request, Response
from sqlmodel import Session
from starlette.responses import StreamingResponse

from api.access.models import Level
from api.access.who import TOOL_TOKEN, Who, fingerprint
from api.feed import queries
from api.feed.columns import DATA_SETS, PERIODS, VALUES, Column, DataSet
from api.feed.copying import Reading
from api.feed.files import MEDIA, Form, encoding_of, press, send
from api.feed.models import FeedToken
from api.feed.schemas import FeedParams, FeedTokenCreate, FeedValueParams
from api.kernel import clock
from api.kernel.database import gate_of
from api.kernel.errors import FieldError, Invalid
from api.kernel.pages import refuse_paging
from api.kernel.requests import is_known, weights
from api.kernel.settings import settings

_BY_MEDIA = {media.partition(";")[0]: form for form, media in MEDIA.items()}
_SHAPE = hashlib.sha256(repr(DATA_SETS).encode()).hexdigest()[:8]
"""A column more is another feed, though no figure changed."""
_SMALL = 1_000
"""Bytes under which pressing an answer together gains nothing."""


class UnknownColumn(Invalid):
    detail = "There is no such column."


class NotATool(Invalid):
    detail = "Tokens of the feed are for the clients of BI tools: there is none with this id that is not revoked."


class AboveItsLevel(Invalid):
    detail = "The client reads suppressed figures alone; a token of its cannot give more."


class UnknownForm(Invalid):
    detail = f"The feed comes as {', '.join(_BY_MEDIA)}."


def _at(pointer: str, kind: type[Invalid], sentence: str = "") -> Invalid:
    said = sentence or kind.detail
    return kind(said, errors=[FieldError(pointer=pointer, code=kind().code, detail=said)])


def origin(request: Request) -> str:
    """The address at which people reach the service, as links must name it."""
    return (settings.public_url or str(request.base_url)).rstrip("/")


def read_table(db: Session, who: Who, request: Request, data: DataSet, filters: FeedParams) -> Response:
    """A table of the feed: a page of JSON, or a whole file; 304 where the reader has this state of it."""
    form = _form_of(request)
    headers = headers_of(db, who, request, form, data)
    if known := not_modified(request, headers):
        return known
    columns = _columns(data, filters)
    with_deleted = isinstance(filters, FeedValueParams) and filters.deleted == "include"
    rows = queries.narrow(queries.rows_for(who, data, with_deleted=with_deleted), filters)
    if form == Form.json:
        shown = rows.with_only_columns(*(rows.selected_columns[one.name] for one in columns))
        return _page(db, request, data, shown, filters, headers)
    refuse_paging(filters)
    reading = Reading(data, rows, columns, queries.beginning(filters))
    chunks = send(request.app.state.database, gate_of(db), reading, form, bom=filters.bom)
    headers["Content-Disposition"] = f'attachment; filename="{data.name}.{form}"'
    if encoding := headers.get("Content-Encoding"):
        chunks = press(chunks, encoding)
    return StreamingResponse(chunks, media_type=MEDIA[form], headers=headers)


def _form_of(request: Request) -> Form:
    """The form at the end of the address, or else the one that Accept wants most."""
    if ending := request.path_params.get("form"):
        return Form(ending)
    accept = request.headers.get("accept", "")
    wanted = weights(accept, (*_BY_MEDIA, "*/*", "application/*", "text/*", "*"))
    exact = {name: weight for name, weight in wanted.items() if name in _BY_MEDIA and weight > 0}
    if exact and max(exact.values()) >= max(wanted.values()):
        return _BY_MEDIA[max(exact, key=lambda name: (exact[name], name == "application/json"))]
    if accept.strip() and not any(wanted.values()):
        raise _at("header:Accept", UnknownForm)
    return (
        Form.json if wanted.get("text/*", 0) <= max(wanted.get("*/*", 0), wanted.get("application/*", 0)) else Form.csv
    )


def _columns(data: DataSet, filters: FeedParams) -> tuple[Column, ...]:
    if filters.columns is None:
        return data.columns
    wanted = {name.strip() for name in filters.columns.split(",") if name.strip()}
    if not wanted <= set(data.names):
        raise _at("?columns", UnknownColumn, f"There is no such column. There are: {', '.join(data.names)}.")
    return tuple(one for one in data.columns if one.name in wanted or one.name in data.order)


def _page(
    db: Session, request: Request, data: DataSet, rows: Any, filters: FeedParams, headers: dict[str, str]
) -> Response:
    page = queries.list_rows(db, data, rows, filters)
    cursor, names = page["next_cursor"], rows.selected_columns.keys()
    page["items"] = [dict(zip(names, row, strict=False)) for row in page["items"]]
    page["next"] = f"{origin(request)}{request.url.path}?{_with(request, cursor=cursor)}" if cursor else None
    return sealed(orjson.dumps(page), headers, MEDIA[Form.json])


def _with(request: Request, **changed: str) -> str:
    kept = [(name, value) for name, value in parse_qsl(request.url.query) if name not in changed]
    return urlencode(kept + list(changed.items()))


def sealed(body: bytes, headers: dict[str, str], media: str) -> Response:
    """A body, pressed together where its reader wishes it and it gains by it."""
    encoding = headers.pop("Content-Encoding", None)
    if encoding and len(body) >= _SMALL:
        body = b"".join(press([body], encoding))
        headers["Content-Encoding"] = encoding
    return Response(body, media_type=media, headers=headers)


def headers_of(db: Session, who: Who, request: Request, form: str, data: DataSet | None = None) -> dict[str, str]:
    """What goes with every answer of the feed: its state as an ETag, and how it will be pressed together."""
    encoding = None if form == Form.parquet else encoding_of(request.headers.get("accept-encoding", ""))
    state = f"{queries.read_state(db)}-{_SHAPE}-{queries.level_of(who)}-{form}"
    if data is PERIODS:  # they go on by themselves
        state += f"-{clock.today()}"
    headers = {
        "ETag": f'"{state}{"-" + encoding if encoding else ""}"',
        "Cache-Control": "private, no-cache",
        "Vary": "Accept, Accept-Encoding, Authorization, Cookie",
    }
    return headers | ({"Content-Encoding": encoding} if encoding else {})


def not_modified(request: Request, headers: dict[str, str]) -> Response | None:
    """The answer to a reader who has this state already, by If-None-Match; None to any other."""
    if not is_known(request, headers["ETag"]):
        return None
    return Response(status_code=304, headers={n: said for n, said in headers.items() if n != "Content-Encoding"})


def read_feed(db: Session, who: Who, request: Request) -> dict[str, Any]:
    """What there is, and where."""
    home = origin(request)
    return {
        "level": queries.level_of(who), **queries.read_refreshed(db, who), "odata": f"{home}/odata/v1/",
        "tables": [_described(one, home, who) for one in queries.data_sets_for(who)],
    }  # fmt: skip


def _described(data: DataSet, home: str, who: Who) -> dict[str, Any]:
    view = "suppressed_values" if data is VALUES and who.is_public_reader else data.view
    return {
        "name": data.name, "entity_set": data.entity, "view": f"feed.{view}",
        "addresses": {form: f"{home}/api/v1/feed/{data.name}.{form}" for form in Form}, "columns": data.columns,
    }  # fmt: skip


def create_feed_token(db: Session, who: Who, new: FeedTokenCreate) -> dict[str, Any]:
    """A token for a BI tool's client, which is shown this once."""
    client = queries.find_tool(db, new.machine_client_id)
    if client is None:
        raise _at("/machine_client_id", NotATool)
    if client.level == Level.suppressed and new.level != Level.suppressed:
        raise _at("/level", AboveItsLevel)
    token = TOOL_TOKEN + secrets.token_urlsafe(32)
    made = FeedToken(
        **new.model_dump(exclude={"days"}), token_hash=fingerprint(token), created_by_id=who.id,
        expires_at=clock.now() + timedelta(days=new.days),
    )  # fmt: skip
    db.add(made)
    db.flush()
    return {**queries.read_token(db, made.id)._mapping, "token": token}


def revoke_feed_token(db: Session, who: Who, token_id: uuid.UUID) -> Any:
    """Revoke a token; one that was revoked before keeps its instant."""
    token = queries.get_token(db, token_id)
    token.revoked_at = token.revoked_at or clock.now()
    db.flush()
    return queries.read_token(db, token_id)
