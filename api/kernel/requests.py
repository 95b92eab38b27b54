"""How a request is read: strict JSON, edits guarded by If-Match, what its reader has and wants, each room's router."""

import json
from collections.abc import Callable, Collection, Coroutine
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Request, Response
from fastapi.routing import APIRoute
from pydantic_core import from_json

from api.kernel.errors import PreconditionAbsent, Stale


class StrictRequest(Request):
    """Reads JSON as RFC 8259 has it: UTF-8, no NaN or Infinity, no lone surrogates, bounded depth."""

    async def json(self) -> Any:
        body = await self.body()
        try:
            return from_json(body, allow_inf_nan=False)
        except ValueError as error:
            raise json.JSONDecodeError("not strict JSON", "", 0) from error


class StrictRoute(APIRoute):
    """A route whose bodies are strict JSON."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """FastAPI's handler over a strict request."""
        handler = super().get_route_handler()

        async def strict(request: Request) -> Response:
            return await handler(StrictRequest(request.scope, request.receive))

        return strict


def room(noun: str) -> APIRouter:
    """The router of a room: its noun is its address and its tag."""
    return APIRouter(prefix=f"/{noun}", tags=[noun], route_class=StrictRoute)


def etag(version: int) -> str:
    """The ETag of a numbered version."""
    return f'"{version}"'


def _read_if_match(if_match: Annotated[str | None, Header()] = None) -> int:
    """The version in If-Match; a proxy's weak mark is forgiven. 428 without one, 412 when it cannot be one of ours."""
    if if_match is None:
        raise PreconditionAbsent
    digits = if_match.strip().removeprefix("W/").strip('"')
    if not digits.isascii() or not digits.isdigit() or len(digits) > 9:
        raise Stale
    return int(digits)


IfMatch = Annotated[int, Depends(_read_if_match)]


def is_known(request: Request, tag: str) -> bool:
    """Whether If-None-Match names this state; weak marks, which proxies add, are forgiven."""
    given = {one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")}
    return "*" in given or tag in given


def weights(header: str, names: Collection[str]) -> dict[str, float]:
    """How much a reader wants each of these, by a header such as Accept; what it does not name is not there."""
    found: dict[str, float] = {}
    for part in header.lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        given = next((p[2:] for p in parameters if p.startswith("q=")), "1")
        if name in names:
            found[name] = float(given) if given.replace(".", "", 1).isdecimal() and given.isascii() else 0.0
    return found


async def _read_body(request: Request) -> bytes:
    return await request.body()


RawBody = Annotated[bytes, Depends(_read_body)]
"""The body as it came, for formats that are not one JSON value."""
