"""Makes units, people in roles, and machine clients for tests."""

import secrets
import uuid
from datetime import timedelta
from typing import Any

import httpx
from sqlmodel import Session

from api.access.models import AccessToken, Level, MachineClient, Person, RoleGrant, SignInSession, Unit, UnitKind
from api.access.permissions import MACHINES, RIGHTS, Reach, Role
from api.access.who import COOKIE, fingerprint
from api.kernel import clock

UNITS = {
    "council": (UnitKind.council, None), "north": (UnitKind.service, "council"), "south": (UnitKind.service, "council"),
    "north_1": (UnitKind.team, "north"), "north_2": (UnitKind.team, "north"), "south_1": (UnitKind.team, "south"),
}  # fmt: skip

SOURCE = "casesystem"


class Caller(httpx.Client):
    """An HTTP client with an identity: `person_id` is the person or the machine client."""

    person_id: uuid.UUID


def make_council(db: Session) -> dict[str, uuid.UUID]:
    """A council of two services and three teams; each unit's source id is its short name."""
    ids: dict[str, uuid.UUID] = {}
    for name, (kind, parent) in UNITS.items():
        unit = Unit(name=name.replace("_", " ").title(), kind=kind, parent_id=ids[parent] if parent else None,
                    source_system=SOURCE, source_id=name)  # fmt: skip
        db.add(unit)
        db.flush()
        ids[name] = unit.id
    db.commit()
    return ids


def make_person(db: Session, role: Role | None = None, unit_id: uuid.UUID | None = None, **over: Any) -> Person:
    """A person, with a role where one is given; `unit_id` is the unit they sit in and, for unit roles, reach over."""
    number = secrets.token_hex(4)
    person = Person(**{"name": f"Robin Example {number}", "email": f"{number}@example.org", "unit_id": unit_id} | over)
    db.add(person)
    db.flush()
    if role is not None:
        reaches_units = Reach.units in RIGHTS[role].reach
        db.add(RoleGrant(role=role, person_id=person.id, unit_id=unit_id if reaches_units else None, reason="Test"))
    db.commit()
    return person


def make_client(db: Session, role: Role, **over: Any) -> tuple[MachineClient, str]:
    """A machine client and its secret."""
    secret = secrets.token_urlsafe(16)
    fields = {"name": "A machine", "client_id": f"pl-{secrets.token_hex(6)}", "secret_hash": fingerprint(secret),
              "source_system": SOURCE, "level": Level.true_figures}  # fmt: skip
    client = MachineClient(**fields | over)
    db.add(client)
    db.flush()
    db.add(RoleGrant(role=role, machine_client_id=client.id, reason="Test"))
    db.commit()
    return client, secret


def sign_in_as(db: Session, url: str, role: Role, unit_id: uuid.UUID | None, **over: Any) -> Caller:
    """An HTTP client with the credential of somebody new: a session for a person, a token for a machine."""
    token = secrets.token_urlsafe(16)
    caller = Caller(base_url=url, timeout=30)
    if role in MACHINES:
        client, _ = make_client(db, role, **over)
        expires = clock.now() + timedelta(minutes=15)
        db.add(AccessToken(token_hash=fingerprint(token), machine_client_id=client.id, expires_at=expires))
        caller.headers["Authorization"] = f"Bearer {token}"
        caller.person_id = client.id
    else:
        person = make_person(db, role, unit_id, **over)
        db.add(SignInSession(token_hash=fingerprint(token), person_id=person.id))
        caller.cookies.set(COOKIE, token)
        caller.headers["X-Plumbline"] = "1"
        caller.person_id = person.id
    db.commit()
    return caller
