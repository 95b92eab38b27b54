"""Tables of people, units, roles, machine clients and sessions."""

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from api.access.permissions import Role
from api.kernel import clock
from api.kernel.database import Table, choice


class UnitKind(StrEnum):
    """The three levels of a council's children's social care."""

    council = "council"
    service = "service"
    team = "team"


class Level(StrEnum):
    """The figures a machine client is given."""

    true_figures = "true_figures"
    suppressed = "suppressed"


class Unit(Table, table=True):
    """The council, a service or a team; a pushed department is known by its source system and id."""

    __table_args__ = (Index("uq_unit_source", "source_system", "source_id", unique=True),)

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    parent_id: uuid.UUID | None = Field(default=None, foreign_key="unit.id", index=True)
    kind: UnitKind = Field(sa_type=choice(UnitKind))
    name: str = Field(max_length=200)
    source_system: str | None = Field(default=None, max_length=40)
    source_id: str | None = Field(default=None, max_length=48)


class Person(Table, table=True):
    """Somebody who signs in. `worker_ref` is their professional id in the case management system, if they have one."""

    __table_args__ = (Index("uq_person_email", text("lower(email)"), unique=True),)

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    name: str = Field(max_length=200)
    email: str = Field(max_length=254)
    job_title: str = Field(default="", max_length=200)
    unit_id: uuid.UUID | None = Field(default=None, foreign_key="unit.id", index=True)
    worker_ref: str | None = Field(default=None, max_length=48)
    is_active: bool = True
    version: int = 1
    created_at: datetime = Field(default_factory=clock.now)


class Credential(Table, table=True):
    """A local password, as argon2id."""

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    person_id: uuid.UUID = Field(foreign_key="person.id", unique=True)
    password_hash: str = Field(max_length=200)


class MachineClient(Table, table=True):
    """A case management system or a BI tool; its secret is kept as a hash."""

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    name: str = Field(max_length=200)
    client_id: str = Field(max_length=60, unique=True)
    secret_hash: str = Field(max_length=64)
    issuer_subject: str | None = Field(default=None, max_length=200, unique=True)
    """The `sub` under which the council's own issuer knows this client."""
    source_system: str | None = Field(default=None, max_length=40)
    level: Level = Field(default=Level.suppressed, sa_type=choice(Level))
    is_active: bool = True
    created_at: datetime = Field(default_factory=clock.now)


class RoleGrant(Table, table=True):
    """A role given to a person or a client, for a unit and for a time, with the reason."""

    __table_args__ = (CheckConstraint("(person_id is null) <> (machine_client_id is null)", name="one_holder"),)

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    person_id: uuid.UUID | None = Field(default=None, foreign_key="person.id", index=True)
    machine_client_id: uuid.UUID | None = Field(default=None, foreign_key="machine_client.id", index=True)
    role: Role = Field(sa_type=choice(Role))
    unit_id: uuid.UUID | None = Field(default=None, foreign_key="unit.id")
    """The unit it reaches over, with all beneath it; none for roles whose reach is not a unit."""
    from_on: date = Field(default_factory=clock.today)
    to_on: date | None = None
    reason: str = Field(default="", max_length=4000)
    granted_by_id: uuid.UUID | None = None
    created_at: datetime = Field(default_factory=clock.now)


class SignInSession(Table, table=True):
    """A person's session: 30 minutes idle, 10 hours at most, known by the hash of its cookie."""

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    token_hash: str = Field(max_length=64, unique=True)
    person_id: uuid.UUID = Field(foreign_key="person.id", index=True)
    started_at: datetime = Field(default_factory=clock.now)
    last_seen_at: datetime = Field(default_factory=clock.now)


class SignInFailure(Table, table=True):
    """A wrong password, counted by the hash of the e-mail so that guessing slows down on every machine alike."""

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    email_hash: str = Field(max_length=64, index=True)
    at: datetime = Field(default_factory=clock.now)


class AccessToken(Table, table=True):
    """A machine client's opaque token, known by its hash, good for a quarter of an hour."""

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    token_hash: str = Field(max_length=64, unique=True)
    machine_client_id: uuid.UUID = Field(foreign_key="machine_client.id", index=True)
    expires_at: datetime
