"""The verbs of access: signing in and out, tokens for machines, people, their grants, and machine clients."""

import base64
import hmac
import secrets
import threading
import uuid
from datetime import date, timedelta
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from fastapi import Request, Response
from sqlalchemy import text
from sqlmodel import Session

from api.access import queries
from api.access.models import AccessToken, Credential, MachineClient, Person, RoleGrant, SignInFailure, SignInSession
from api.access.permissions import MACHINES
from api.access.schemas import ClientCreate, GrantCreate, PersonCreate, PersonUpdate, SignIn, TokenForm
from api.access.who import COOKIE, Who, fingerprint, who_of_session
from api.kernel import clock
from api.kernel.errors import Conflict, FieldError, Forbidden, Invalid, Problem, Stale, TooMany, Unauthenticated
from api.kernel.settings import settings

MAX_FAILURES = 5
TOKEN_SECONDS = 3_600
"""Senders that councils run fetch one token a run."""
_MAY_BE_NONE = {"unit_id", "worker_ref"}

_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_DUMMY = _hasher.hash(secrets.token_urlsafe(16))
_at_once = threading.BoundedSemaphore(2)
"""argon2id takes 19 MB each time: two at once, so that a flood of sign-ins cannot take the memory."""


class WrongPassword(Unauthenticated):
    detail = "The e-mail or the password is not right."
    is_kept = True


class TooManyFailures(TooMany):
    detail = "Too many wrong passwords. Wait a quarter of an hour and try again."


class UnknownClient(Unauthenticated):
    detail = "The client id or the secret is not right."


class EmailTaken(Conflict):
    detail = "Somebody has this e-mail already."


class GrantNeedsUnit(Invalid):
    detail = "This role reaches over a unit: say which."


class OwnGrant(Forbidden):
    detail = "Nobody gives or ends a role of their own: another administrator does."


class UnknownUnit(Invalid):
    detail = "There is no such unit."


class RoleForMachines(Invalid):
    detail = "People cannot hold a machine's role."


class SourceSystemNeeded(Invalid):
    detail = "A case management system must name its source system."


def _at(pointer: str, kind: type[Problem]) -> Problem:
    """The problem, said of one field."""
    return kind(errors=[FieldError(pointer=pointer, code=kind().code, detail=kind.detail)])


def sign_in(db: Session, request: Request, response: Response, given: SignIn) -> Who:
    """Check a local password and open a session; a failure is remembered and slows the next."""
    email_hash = fingerprint(given.email.lower())
    found = queries.find_credential(db, given.email, email_hash)
    if found.failures >= MAX_FAILURES:
        raise TooManyFailures(headers={"Retry-After": "900"})
    if not _matches(found.password_hash, given.password):
        db.add(SignInFailure(email_hash=email_hash))
        raise WrongPassword
    token = secrets.token_urlsafe(32)
    db.add(SignInSession(token_hash=fingerprint(token), person_id=found.person_id))
    db.flush()
    response.set_cookie(COOKIE, token, httponly=True, secure=settings.is_secure, samesite="strict", path="/")
    return who_of_session(db, token)


def _matches(password_hash: str | None, password: str) -> bool:
    with _at_once:
        try:
            _hasher.verify(password_hash or _DUMMY, password)
            return password_hash is not None
        except VerificationError:
            return False


def sign_out(db: Session, request: Request, response: Response) -> None:
    """End the session and take back the cookie."""
    token = request.cookies.get(COOKIE)
    if token:
        db.execute(text("select end_session(:hash)"), {"hash": fingerprint(token)})
    response.delete_cookie(COOKIE, httponly=True, secure=settings.is_secure, samesite="strict", path="/")


def create_token(db: Session, form: TokenForm, authorization: str | None) -> dict[str, Any]:
    """OAuth 2.0 client credentials, by form or Basic: an opaque token for an hour."""
    client_id, secret = _basic(authorization) if authorization else (form.client_id, form.client_secret)
    client = queries.find_client_secret(db, client_id)
    known = client.secret_hash if client else fingerprint("nobody")
    if not hmac.compare_digest(known, fingerprint(secret)) or client is None:
        raise UnknownClient(headers={"WWW-Authenticate": "Basic"})
    token = secrets.token_urlsafe(32)
    expires = clock.now() + timedelta(seconds=TOKEN_SECONDS)
    db.add(AccessToken(token_hash=fingerprint(token), machine_client_id=client.id, expires_at=expires))
    return {"access_token": token, "token_type": "Bearer", "expires_in": TOKEN_SECONDS}


def _basic(authorization: str) -> tuple[str, str]:
    scheme, _, encoded = authorization.partition(" ")
    try:
        client_id, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except ValueError:  # not base64, not ASCII or not UTF-8
        raise UnknownClient from None
    if scheme.lower() != "basic":
        raise UnknownClient
    return client_id, secret


def create_person(db: Session, who: Who, new: PersonCreate) -> dict[str, Any]:
    """A new person with a first password, which is shown this once."""
    if queries.is_email_taken(db, new.email):
        raise _at("/email", EmailTaken)
    _check_unit(db, new.unit_id)
    person = Person.model_validate(new.model_dump())
    db.add(person)
    db.flush()
    password = "-".join(secrets.token_hex(3) for _ in range(4))
    db.add(Credential(person_id=person.id, password_hash=_hasher.hash(password)))
    db.flush()
    return {**queries.read_person(db, who, person.id), "initial_password": password}


def _check_unit(db: Session, unit_id: uuid.UUID | None) -> None:
    if unit_id is not None and queries.find_unit(db, unit_id) is None:
        raise _at("/unit_id", UnknownUnit)


def update_person(db: Session, who: Who, person_id: uuid.UUID, change: PersonUpdate, version: int) -> dict[str, Any]:
    """Change a person; making them inactive ends their sessions at their next request."""
    person = queries.get_person_for_update(db, person_id)
    if person.version != version:
        raise Stale
    _check_unit(db, change.unit_id)
    given = change.model_dump(exclude_unset=True)
    person.sqlmodel_update({name: v for name, v in given.items() if v is not None or name in _MAY_BE_NONE})
    person.version += 1
    db.flush()
    return queries.read_person(db, who, person_id)


def grant_role(db: Session, who: Who, person_id: uuid.UUID, new: GrantCreate) -> dict[str, Any]:
    """Give a person a role."""
    queries.get_person(db, person_id)
    if person_id == who.id:
        raise OwnGrant
    if new.role in MACHINES:
        raise _at("/role", RoleForMachines)
    grant = RoleGrant(
        **new.model_dump(exclude={"from_on"}),
        from_on=new.from_on or clock.today(),
        person_id=person_id,
        granted_by_id=who.id,
    )
    if queries.needs_unit(grant) and grant.unit_id is None:
        raise _at("/unit_id", GrantNeedsUnit)
    _check_unit(db, grant.unit_id)
    db.add(grant)
    db.flush()
    return queries.read_person(db, who, person_id)


def end_grant(db: Session, who: Who, person_id: uuid.UUID, grant_id: uuid.UUID) -> dict[str, Any]:
    """End a role as of yesterday; the grant stays to be seen, and one that has ended keeps its last day."""
    grant = queries.get_grant(db, person_id, grant_id)
    if person_id == who.id:
        raise OwnGrant
    grant.to_on = min(grant.to_on or date.max, clock.today() - timedelta(days=1))
    db.flush()
    return queries.read_person(db, who, person_id)


def create_client(db: Session, who: Who, new: ClientCreate) -> dict[str, Any]:
    """A new machine client with its secret, which is shown this once."""
    if new.role == "case_management_system" and new.source_system is None:
        raise _at("/source_system", SourceSystemNeeded)
    secret = secrets.token_urlsafe(32)
    client = MachineClient(
        **new.model_dump(exclude={"role"}), client_id=f"pl-{secrets.token_hex(8)}", secret_hash=fingerprint(secret)
    )
    db.add(client)
    db.flush()
    db.add(RoleGrant(role=new.role, machine_client_id=client.id, granted_by_id=who.id, reason="Machine client"))
    db.flush()
    return {**queries.read_client(db, client.id)._mapping, "client_secret": secret}


def revoke_client(db: Session, who: Who, client_id: uuid.UUID) -> Any:
    """Revoke a client: its tokens stop at once."""
    queries.get_client(db, client_id).is_active = False
    db.flush()
    return queries.read_client(db, client_id)


def set_password(db: Session, person_id: uuid.UUID, password: str) -> None:
    """Set a local password; for set-up from the command line."""
    db.add(Credential(person_id=person_id, password_hash=_hasher.hash(password)))
