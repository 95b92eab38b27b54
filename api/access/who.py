"""Who is asking, and `requires`: the gate of the verb."""

import base64
import hashlib
import hmac
import uuid
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import Request, Security
from fastapi.security import APIKeyCookie, HTTPAuthorizationCredentials, HTTPBasic, HTTPBearer, SecurityScopes
from sqlalchemy import text
from sqlmodel import Session

from api.access.permissions import RIGHTS, Permission, Reach, Role
from api.kernel import clock
from api.kernel.database import Db
from api.kernel.errors import Forbidden, Unauthenticated
from api.kernel.settings import settings
from api.kernel.tokens import Keys, RefusedError, Verifier, fetch_keys

_OF_CHILDREN = {Reach.council, Reach.units, Reach.own, Reach.allocated, Reach.moderation}
COOKIE = "__Host-plumbline" if settings.is_secure else "plumbline"

TOOL_TOKEN = "plf_"  # noqa: S105 - what tokens of the feed begin with, so that a found one is known for what it is

cookie_scheme = APIKeyCookie(name=COOKIE, scheme_name="session", auto_error=False, description="A person's session")
bearer_scheme = HTTPBearer(scheme_name="token", auto_error=False, description="A machine client's token")


class BasicToken(HTTPBasic):
    """HTTP Basic as tools offer it: a client id as the user, and a token of the feed as the password."""

    async def __call__(self, request: Request) -> str | None:  # type: ignore[override]  # what was sent, read by us
        """What comes after the word Basic, where it was sent; it may be anything."""
        scheme, _, sent = request.headers.get("authorization", "").partition(" ")
        return sent if scheme.lower() == "basic" else None


basic_scheme = BasicToken(
    scheme_name="feed_token", auto_error=False, description="A client id, and as the password a token of the feed"
)

_IDENTIFY = text("select * from identify(:kind, :key, :at)")
_ASSUME = text(
    "select set_config('role', :db_role, true), set_config('app.who', :who, true), set_config('app.kind', :kind, true),"
    " set_config('app.reach', :reach, true), set_config('app.units', :units, true),"
    " set_config('app.worker', :worker, true), set_config('app.source', :source, true),"
    " set_config('app.verb', :verb, true),"
    " set_config('app.request', :request, true), set_config('app.now', :now, true)"
)


class Denied(Forbidden):
    """A denied attempt: it stays in the journal, so the transaction is kept."""

    is_kept = True


class TwoCredentials(Unauthenticated):
    detail = "Send one credential: a session or a token, not both."


class ForgedRequest(Forbidden):
    detail = "A change made with a session must come from our own pages, with the header X-Plumbline."


@dataclass(frozen=True)
class Grant:
    """A role in force, and the unit it is for."""

    role: Role
    unit_id: uuid.UUID | None
    unit_name: str | None
    from_on: date
    to_on: date | None


@dataclass(frozen=True)
class Who:
    """A person or a machine client, what they may do and how far they see."""

    id: uuid.UUID
    kind: str
    name: str
    email: str | None
    source_system: str | None
    worker_ref: str | None
    grants: tuple[Grant, ...]
    permissions: frozenset[Permission]
    reach: frozenset[Reach]

    @property
    def is_public_reader(self) -> bool:
        """Whether only suppressed figures may be shown."""
        return Reach.suppressed in self.reach

    @property
    def sees_free_text(self) -> bool:
        """Whether they see what is written about children: not by way of the director's role alone."""
        return any(g.role != Role.director and RIGHTS[g.role].reach & _OF_CHILDREN for g in self.grants)

    @property
    def roles(self) -> list[dict[str, Any]]:
        """The roles in force, as they are shown."""
        return [vars(grant) for grant in self.grants]

    @property
    def draft_key(self) -> str | None:
        """The key that encrypts this person's drafts on their own computer; it is never stored there."""
        if self.kind != "person":
            return None
        return base64.b64encode(hmac.digest(settings.secret_key.encode(), b"draft" + self.id.bytes, "sha256")).decode()


def fingerprint(secret: str) -> str:
    """What is stored of a random secret: its SHA-256, in hex."""
    return hashlib.sha256(secret.encode()).hexdigest()


def make_verifier() -> Verifier | None:
    """The verifier of the council's own issuer, where one is configured."""
    if not (settings.jwt_issuer and settings.jwt_audience and settings.jwt_keys_url):
        return None
    url = settings.jwt_keys_url
    return Verifier(settings.jwt_issuer, settings.jwt_audience, Keys(lambda: fetch_keys(url)))


def _credential(request: Request, cookie: str | None, bearer: HTTPAuthorizationCredentials | None) -> tuple[str, str]:
    """The kind of the one credential sent, and what the database knows it by."""
    if cookie and bearer:
        raise TwoCredentials
    if cookie:
        if request.method not in {"GET", "HEAD"}:
            _refuse_forgery(request)
        return "session", fingerprint(cookie)
    if bearer is None:
        raise Unauthenticated
    if bearer.credentials.count(".") == 2:
        return "subject", _subject(request, bearer.credentials)
    return "token", fingerprint(bearer.credentials)


def _refuse_forgery(request: Request) -> None:
    origin = request.headers.get("origin")
    is_ours = origin is None or origin.split("://", 1)[-1] == request.headers.get("host")
    if not is_ours or request.headers.get("x-plumbline") != "1":
        raise ForgedRequest


def _subject(request: Request, token: str) -> str:
    verifier: Verifier | None = request.app.state.verifier
    if verifier is None:
        raise Unauthenticated
    try:
        return verifier.subject(token)
    except RefusedError:
        raise Unauthenticated from None


def identify(
    request: Request,
    db: Db,
    needed: SecurityScopes,
    cookie: Annotated[str | None, Security(cookie_scheme)] = None,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Security(bearer_scheme)] = None,
) -> Who:
    """Who is asking, with the permission the route needs; the transaction then sees their rows."""
    return _known(request, db, needed, *_credential(request, cookie, bearer))


def identify_tool(
    request: Request,
    db: Db,
    needed: SecurityScopes,
    cookie: Annotated[str | None, Security(cookie_scheme)] = None,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Security(bearer_scheme)] = None,
    basic: Annotated[str | None, Security(basic_scheme)] = None,
) -> Who:
    """As `identify`, and for tools that read: a token of the feed too, by HTTP Basic or Bearer, which only reads."""
    try:
        if basic is not None and cookie:
            raise TwoCredentials
        if basic is not None or (bearer and bearer.credentials.startswith(TOOL_TOKEN)):
            return _known(request, db, needed, "tool", _tool_key(basic) if basic else _bearer_key(bearer))
        return _known(request, db, needed, *_credential(request, cookie, bearer))
    except Unauthenticated as problem:
        # Our own pages ask without a credential only when a session has ended: no browser's dialog is to come up.
        if "x-plumbline" not in request.headers:
            problem.headers["WWW-Authenticate"] = 'Basic realm="Plumbline feed", charset="UTF-8", Bearer'
        raise


def _tool_key(basic: str) -> str:
    try:
        client_id, _, token = base64.b64decode(basic, validate=True).decode().partition(":")
    except ValueError:  # not base64, or not UTF-8
        raise Unauthenticated from None
    if not client_id.isascii() or not client_id.replace("-", "").isalnum():
        raise Unauthenticated
    return f"{fingerprint(token)} {client_id}"


def _bearer_key(bearer: HTTPAuthorizationCredentials | None) -> str:
    return fingerprint(bearer.credentials if bearer else "")


def _known(request: Request, db: Session, needed: SecurityScopes, kind: str, key: str) -> Who:
    row = db.connection().execute(_IDENTIFY, {"kind": kind, "key": key, "at": clock.now()}).one_or_none()
    if row is None:
        raise Unauthenticated
    who, units = _who(row)
    _assume(db, request, who, units)
    if not set(needed.scopes) <= who.permissions:
        db.execute(text("select journal_denial()"))
        raise Denied
    return who


def who_of_session(db: Session, token: str) -> Who:
    """The person of a session that was opened just now."""
    return _who(
        db.connection().execute(_IDENTIFY, {"kind": "session", "key": fingerprint(token), "at": clock.now()}).one()
    )[0]


def _who(row: Any) -> tuple[Who, set[str]]:
    grants: list[Grant] = []
    units: set[str] = set()
    may: set[Permission] = set()
    reach: set[Reach] = set()
    for given in row.grants:
        role = Role(given["role"])
        may |= RIGHTS[role].may
        reach |= RIGHTS[role].reach
        units |= set(given["unit_ids"]) if Reach.units in RIGHTS[role].reach else set()
        grants.append(
            Grant(role, given["unit_id"] and uuid.UUID(given["unit_id"]), given["unit_name"],
                  date.fromisoformat(given["from_on"]), given["to_on"] and date.fromisoformat(given["to_on"]))
        )  # fmt: skip
    if row.level == "suppressed":
        reach.add(Reach.suppressed)
    who = Who(row.id, row.kind, row.name, row.email, row.source_system, row.worker_ref,
              tuple(grants), frozenset(may), frozenset(reach))  # fmt: skip
    return who, units


def _assume(db: Session, request: Request, who: Who, units: set[str]) -> None:
    """Tell PostgreSQL who is asking, for this transaction alone."""
    db.connection().execute(_ASSUME, {
        "db_role": _database_role(who), "who": str(who.id), "kind": who.kind,
        "reach": "{" + ",".join(sorted(who.reach)) + "}",
        "units": "{" + ",".join(sorted(units)) + "}", "worker": who.worker_ref or "",
        "source": who.source_system or "",
        "verb": request.scope["route"].name, "request": request.state.request_id,
        "now": clock.now().isoformat(),
    })  # fmt: skip
    request.state.actor_id = str(who.id)


def _database_role(who: Who) -> str:
    if Permission.records_push in who.permissions:
        return "plumbline_intake"
    return "plumbline_public" if who.reach == {Reach.suppressed} else "plumbline_app"


def requires(permission: Permission) -> Any:
    """The gate of the verb, for a route's signature: `who: Annotated[Who, requires(Permission.audits_read)]`."""
    return Security(identify, scopes=[permission.value])


def reads_feed(permission: Permission) -> Any:
    """As `requires`, for what BI tools read: they may sign in with a token of the feed, by HTTP Basic too."""
    return Security(identify_tool, scopes=[permission.value])
