"""`reads`: the gate of the verb for rows about a child, which leaves an entry in the journal.

A sixth file because it is neither query nor service: it stands in routes' signatures, as `requires` does.
"""

import uuid
from collections.abc import Iterable
from typing import Annotated, Any

from fastapi import Request, Security
from fastapi.security import HTTPAuthorizationCredentials, SecurityScopes
from sqlalchemy import event, text
from sqlmodel import Session

from api.access.permissions import Permission
from api.access.who import Who, bearer_scheme, cookie_scheme, identify
from api.kernel.database import Db

_SEEN = text(
    "insert into journal_entry (actor_kind, actor_id, verb, action, child_ids, request_id)"
    " values (app_kind(), app_who(), app_verb(), 'seen', :children, app_request())"
)


def saw(db: Session, child_ids: Iterable[uuid.UUID | None]) -> None:
    """Say whose rows this request has been given; every query about children calls it."""
    db.info.setdefault("children_seen", set()).update(i for i in child_ids if i is not None)


def _record(
    request: Request,
    db: Db,
    needed: SecurityScopes,
    cookie: Annotated[str | None, Security(cookie_scheme)] = None,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Security(bearer_scheme)] = None,
) -> Who:
    who = identify(request, db, needed, cookie, bearer)
    db.info["is_journalled"] = True
    return who


@event.listens_for(Session, "before_commit")
def _write(db: Session) -> None:
    """The last thing of a journalled transaction is its entry: one that cannot be written undoes the rest."""
    if db.info.pop("is_journalled", False):
        db.connection().execute(_SEEN, {"children": sorted(db.info.get("children_seen", ()))})


def reads(permission: Permission) -> Any:
    """As `requires`, and what was seen is journalled in the same transaction, before the answer leaves."""
    return Security(_record, scopes=[permission.value])
