"""The verbs of the OData face: the service document, $metadata, pages of an entity set, one entity, and how many.

A sixth file because OData asks for the same rows in a language of its own, and the service speaks ours.
"""

from typing import Any, NoReturn
from urllib.parse import parse_qsl, quote

import orjson
from fastapi import Request, Response
from sqlalchemy import Select, literal
from sqlmodel import Session

from api.access.who import Who
from api.feed import odata, queries
from api.feed.columns import SQL, DataSet, Kind
from api.feed.filtering import condition
from api.feed.schemas import ODataParams
from api.feed.service import headers_of, not_modified, origin, sealed
from api.kernel.errors import NotFound

_JSON = "application/json;odata.metadata={level};odata.streaming=true;charset=utf-8"


def _root(request: Request) -> str:
    return f"{origin(request)}/odata/v1"


def _json(body: dict[str, Any], headers: dict[str, str], level: str) -> Response:
    if level == "none":
        body.pop("@odata.context", None)
    return sealed(orjson.dumps(body), headers | odata.HEADERS, _JSON.format(level=level))


def read_service(db: Session, who: Who, request: Request) -> Response:
    """The service document: the entity sets."""
    odata.check_version(request)
    level = odata.metadata_level(request)
    document = odata.service_document(_root(request), queries.data_sets_for(who))
    return _json(document, headers_of(db, who, request, f"odata-{level}"), level)


def read_metadata(request: Request) -> Response:
    """The tables and their columns, in CSDL."""
    odata.check_version(request)
    return Response(odata.metadata(), media_type="application/xml", headers=odata.HEADERS)


def list_entities(db: Session, who: Who, request: Request, name: str, params: ODataParams) -> Response:
    """A page of an entity set, and the address of the next where there is one."""
    odata.check_version(request)
    data = odata.entity_set(name)
    _refuse_what_is_not_offered(params)
    level = odata.metadata_level(request, params.format)
    size, is_preferred = odata.page_rows(request.headers.get("prefer", ""))
    headers = headers_of(db, who, request, f"odata-{level}-{size}", data)
    headers["Vary"] += ", Prefer"
    if known := not_modified(request, headers | odata.HEADERS):
        return known
    if is_preferred:
        headers["Preference-Applied"] = f"odata.maxpagesize={size}"
    return _json(_page(db, who, request, data, params, size), headers, level)


def _refuse_what_is_not_offered(params: ODataParams) -> None:
    if any((params.expand, params.apply, params.search, params.compute)):
        raise odata.NotOffered


def _narrowed(who: Who, data: DataSet, params: ODataParams) -> Select[Any]:
    rows = queries.rows_for(who, data)
    if params.filter is not None:
        rows = rows.where(condition(data, rows.selected_columns, params.filter))
    return rows


def _page(db: Session, who: Who, request: Request, data: DataSet, params: ODataParams, size: int) -> dict[str, Any]:
    columns, places = odata.selected(data, params.select), odata.ordered(data, params.orderby)
    rows, left = _narrowed(who, data, params), params.top
    body: dict[str, Any] = {"@odata.context": _context(request, data, params)}
    if params.count:
        body["@odata.count"] = queries.count_rows(db, rows)
    wanted = odata.in_order(rows, places)
    if params.skiptoken:
        left, keys = odata.from_token(places, params.skiptoken)
        wanted = odata.after(wanted, places, keys)
    elif params.skip:
        wanted = wanted.offset(params.skip)
    limit = size if left is None else min(size, left)
    found = queries.list_shown(db, wanted.limit(limit + 1)) if limit else []
    shown, names = found[:limit], [one.name for one in columns]
    body["value"] = [{name: row[name] for name in names} for row in shown]
    rest = None if left is None else left - len(shown)
    if len(found) > limit and rest != 0:
        body["@odata.nextLink"] = _next(request, data, odata.token_of(places, shown[-1], rest))
    return body


def _context(request: Request, data: DataSet, params: ODataParams) -> str:
    chosen = f"({params.select.replace(' ', '')})" if params.select and params.select.strip() != "*" else ""
    return f"{_root(request)}/$metadata#{data.entity}{chosen}"


def _next(request: Request, data: DataSet, token: str) -> str:
    kept = [(n, v) for n, v in parse_qsl(request.url.query) if n not in {"$skiptoken", "$skip", "$top"}]
    asked = "&".join(f"{quote(n, safe='$')}={quote(v)}" for n, v in [*kept, ("$skiptoken", token)])
    return f"{_root(request)}/{data.entity}?{asked}"


def count_entities(db: Session, who: Who, request: Request, name: str, params: ODataParams) -> Response:
    """How many rows a filter lets through, as plain text."""
    odata.check_version(request)
    data = odata.entity_set(name)
    _refuse_what_is_not_offered(params)
    headers = {"Cache-Control": "private, no-cache"} | odata.HEADERS
    return Response(str(queries.count_rows(db, _narrowed(who, data, params))), media_type="text/plain", headers=headers)


def read_entity(db: Session, who: Who, request: Request, name: str, key: str) -> Response:
    """One entity by its key."""
    odata.check_version(request)
    data = odata.entity_set(name)
    rows = queries.rows_for(who, data)
    found = queries.list_shown(db, rows.where(rows.selected_columns[data.key] == _key(data, key)).limit(1))
    if not found:
        raise NotFound
    body = {"@odata.context": f"{_root(request)}/$metadata#{data.entity}/$entity", **found[0]}
    return _json(body, {"Cache-Control": "private, no-cache"}, odata.metadata_level(request))


def _key(data: DataSet, key: str) -> Any:
    """The value of a key as an address has it: an id as it is, a word in quotes; perhaps with its name."""
    kind = data.column(data.key).kind
    words = key.removeprefix(f"{data.key}=")
    if kind != Kind.id and (len(words) < 2 or words[0] != "'" or words[-1] != "'"):
        raise NotFound
    try:
        plain = odata.key_of(kind, words)
    except ValueError:
        raise NotFound from None
    return literal(plain, SQL[kind])


def refuse_write(who: Who) -> NoReturn:
    """What the face does not offer, said in words."""
    raise odata.NotOffered


def refuse_address(who: Who) -> NoReturn:
    """What there is, said to whoever looks for something else."""
    raise odata.NoSuchEntitySet
