"""The errors of the service, their one body and their one handler.

    Problem
    ├── Unauthenticated    401   nobody known is asking
    ├── Forbidden          403   known, but this verb is not theirs
    ├── NotFound           404   not there, or out of sight: the two look alike
    ├── Conflict           409   the state of things does not allow it
    │   └── Stale          412   it was changed by somebody else in the meantime
    └── Invalid            422   the request says something that cannot be
        ├── PreconditionAbsent 428   an edit without If-Match
        └── TooLarge       413   more than one request may carry

A room subclasses one of these with a sentence; the class's name is the `code` that clients read.
The body is RFC 9457's problem+json. What was sent in is never echoed.
"""

import json
import logging
import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.responses import Response

log = logging.getLogger("plumbline")

MEDIA_TYPE = "application/problem+json"
_TITLES = {400: "Bad request", 401: "Sign in needed", 403: "Not allowed", 404: "Not found", 405: "Method not allowed",
           409: "Conflict", 412: "Changed meanwhile", 413: "Too large", 415: "Media type not supported",
           422: "Not valid", 428: "If-Match needed", 429: "Too many requests", 500: "Our fault",
           503: "Busy"}  # fmt: skip
_MAX_FAULTS = 100
_MAX_NAME = 100
"""So that an answer stays small however many fields, and however long their names, are sent."""


class FieldError(BaseModel):
    """One fault: a JSON pointer into the body, or `?name` for a query parameter."""

    pointer: str
    code: str
    detail: str


class ProblemBody(BaseModel):
    """The one error body."""

    type: str = "about:blank"
    title: str
    status: int
    code: str
    detail: str
    errors: list[FieldError] = []


class Problem(Exception):  # noqa: N818 - the word of RFC 9457
    """What a room raises; subclasses give the sentence."""

    status: ClassVar[int] = 500
    is_kept: ClassVar[bool] = False
    """Whether the transaction commits although it failed: only where what was written tells of the failure."""
    detail: str = "Something went wrong on our side."

    def __init__(
        self,
        detail: str | None = None,
        *,
        errors: Sequence[FieldError] = (),
        current: BaseModel | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail or self.detail)
        self.detail = detail or self.detail
        self.errors = list(errors)
        self.current = current
        self.headers = dict(headers or {})

    @property
    def code(self) -> str:
        """The class's name in snake case: `AuditAlreadySubmitted` is `audit_already_submitted`."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", type(self).__name__).lower()


class Unauthenticated(Problem):
    status = 401
    detail = "Sign in first, or send a valid token."


class Forbidden(Problem):
    status = 403
    detail = "Your role does not allow this."


class NotFound(Problem):
    status = 404
    detail = "There is nothing here that you may see."


class Conflict(Problem):
    status = 409
    detail = "This cannot be done as things stand."


class Stale(Conflict):
    status = 412
    detail = "Somebody changed this after you opened it. Look at the current version and try again."


class Invalid(Problem):
    status = 422
    detail = "The request is not valid."


class PreconditionAbsent(Invalid):
    status = 428
    detail = "Send If-Match with the ETag you read, so that nobody's work is overwritten."


class TooLarge(Invalid):
    status = 413
    detail = "The request carries more than one request may."


class TooMany(Problem):
    status = 429
    detail = "Too many attempts. Wait a little and try again."


class Busy(Problem):
    status = 503
    detail = "The service is busy. Try again in a moment."


def respond(problem: Problem) -> Response:
    """The response for a problem: one body for all of them."""
    body = ProblemBody(title=_TITLES[problem.status], status=problem.status, code=problem.code,
                       detail=problem.detail, errors=problem.errors).model_dump()  # fmt: skip
    if problem.current is not None:
        body["current"] = problem.current.model_dump(mode="json")
    return _json(body, problem.status, problem.headers)


def invalid_from(error: RequestValidationError) -> Invalid:
    """A validation failure as an Invalid that names each field and repeats nothing that was sent."""
    faults = [(_pointer(e["loc"]), e["type"], _sentence(e)) for e in error.errors()[:_MAX_FAULTS]]
    return Invalid(errors=[FieldError(pointer=pointer, code=code, detail=detail) for pointer, code, detail in faults])


def install(app: FastAPI) -> None:
    """Give the application its one way to fail."""
    app.add_exception_handler(Problem, lambda _, e: respond(e))
    app.add_exception_handler(RequestValidationError, lambda _, e: respond(invalid_from(e)))
    app.add_exception_handler(HTTPException, _plain)  # type: ignore[arg-type]
    app.add_exception_handler(PoolTimeout, lambda _, __: respond(Busy(headers={"Retry-After": "2"})))
    app.add_exception_handler(DBAPIError, _database)  # type: ignore[arg-type]
    app.add_exception_handler(Exception, _unexpected)


def _plain(_: Request, error: HTTPException) -> Response:
    """Starlette's own errors (unknown path, wrong method, body over the bound) in our body."""
    title = _TITLES.get(error.status_code, "Error")
    code = {404: "not_found", 405: "method_not_allowed", 413: "too_large"}.get(error.status_code, "http_error")
    body = ProblemBody(title=title, status=error.status_code, code=code, detail=title + ".").model_dump()
    return _json(body, error.status_code, dict(error.headers or {}))


def _database(_: Request, error: DBAPIError) -> Response:
    """What PostgreSQL refused: out of scope looks absent, a clash is a conflict, a time-out is busy."""
    state = getattr(error.orig, "sqlstate", None) or ""
    if state == "42501":  # insufficient_privilege: a write outside the row gate
        return respond(NotFound())
    if isinstance(error, IntegrityError):
        constraint = getattr(getattr(error.orig, "diag", None), "constraint_name", None) or "a rule"
        return respond(Conflict(f"This clashes with what is already stored ({constraint})."))
    if state in {"40001", "40P01", "55P03", "57014"} or isinstance(error, OperationalError | InterfaceError):
        return respond(Busy(headers={"Retry-After": "2"}))
    if isinstance(error, DataError):
        return respond(Invalid("A value is out of range, or of a kind that cannot be stored."))
    log.error("database error", extra={"sqlstate": state, "kind": type(error).__name__})
    return respond(Problem())


def _unexpected(_: Request, error: Exception) -> Response:
    log.error("unexpected error", extra={"kind": type(error).__name__})
    return respond(Problem())


def _json(body: Mapping[str, Any], status: int, headers: Mapping[str, str]) -> Response:
    return Response(json.dumps(body), status, dict(headers), MEDIA_TYPE)


def _pointer(loc: Sequence[int | str]) -> str:
    where, *path = loc
    if where in {"query", "path", "header", "cookie"}:
        name = ".".join(str(part)[:_MAX_NAME] for part in path)
        return f"?{name}" if where == "query" else f"{where}:{name}"
    return "".join("/" + str(part)[:_MAX_NAME].replace("~", "~0").replace("/", "~1") for part in path)


def _sentence(error: Mapping[str, Any]) -> str:
    if error["type"] == "extra_forbidden":
        return "This is not a known field here."
    if error["type"] == "json_invalid":
        return "This is not strict JSON: UTF-8, no NaN or Infinity, no lone surrogates."
    return str(error["msg"])
