"""What goes in and out about people, units, clients and sessions."""

import uuid
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from api.access.models import Level, UnitKind
from api.access.permissions import Permission, Role
from api.kernel.pages import PageParams
from api.kernel.schemas import Line, NoNul, Prose, Read, Version, Write

Email = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$"), NoNul
]
JobTitle = Annotated[str, StringConstraints(max_length=200), NoNul]
WorkerRef = Annotated[str, StringConstraints(max_length=48), NoNul]


class SignIn(Write):
    """A local sign-in."""

    email: Email
    password: Annotated[str, StringConstraints(min_length=1, max_length=200)]


class RoleHeld(Read):
    """A role in force, for a unit where its reach is a unit."""

    role: Role
    unit_id: uuid.UUID | None
    unit_name: str | None
    from_on: date
    to_on: date | None


class MeRead(Read):
    """Who is asking and what they may do. `draft_key` (base64) encrypts drafts on the person's own computer."""

    id: uuid.UUID
    kind: Literal["person", "client"]
    name: str
    email: str | None
    roles: list[RoleHeld]
    permissions: list[Permission]
    draft_key: str | None
    is_public_reader: bool


class UnitRead(Read):
    """The council, a service or a team."""

    id: uuid.UUID
    parent_id: uuid.UUID | None
    kind: UnitKind
    name: str


class UnitFilters(PageParams):
    """How to narrow the list of units."""

    kind: UnitKind | None = None


class GrantRead(RoleHeld):
    """A grant as it stands on a person's page."""

    id: uuid.UUID
    reason: str


class PersonListed(Read):
    """A person on a list."""

    id: uuid.UUID
    name: str
    email: str
    job_title: str
    unit_id: uuid.UUID | None
    unit_name: str | None
    is_active: bool
    roles: list[Role]


class PersonRead(PersonListed):
    """A person with their grants."""

    worker_ref: str | None
    version: Version
    grants: list[GrantRead]


class PersonCreated(PersonRead):
    """A new person; the first password is shown this once."""

    initial_password: str


class PersonCreate(Write):
    """A new person."""

    name: Line
    email: Email
    job_title: JobTitle = ""
    unit_id: uuid.UUID | None = None
    worker_ref: WorkerRef | None = None


class PersonUpdate(Write):
    """What may change about a person; what is left out stays, and null empties `unit_id` and `worker_ref` alone."""

    name: Line | None = None
    job_title: JobTitle | None = None
    unit_id: uuid.UUID | None = None
    worker_ref: WorkerRef | None = None
    is_active: bool | None = None


class PersonFilters(PageParams):
    """How to narrow the list of people."""

    role: Role | None = None
    q: Annotated[str, NoNul, Field(max_length=100, description="Part of the name.")] | None = None
    is_active: bool | None = None


class GrantCreate(Write):
    """A role for a person, from a day and perhaps to one."""

    role: Role
    unit_id: uuid.UUID | None = None
    from_on: date | None = None
    to_on: date | None = None
    reason: Prose = ""


class ClientRead(Read):
    """A machine client; its secret is never shown again."""

    id: uuid.UUID
    name: str
    client_id: str
    role: Role
    source_system: str | None
    issuer_subject: str | None
    level: Level
    is_active: bool
    created_at: datetime


class ClientCreated(ClientRead):
    """A new machine client; the secret is shown this once."""

    client_secret: str


SourceSystem = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]
"""What a source system is called: small letters and no signs, so that one system never goes by two names."""


class ClientCreate(Write):
    """A new machine client. A case management system names its source system; a BI tool its level of figures."""

    name: Line
    role: Literal[Role.case_management_system, Role.bi_tool]
    source_system: SourceSystem | None = None
    issuer_subject: Annotated[str, StringConstraints(min_length=1, max_length=200), NoNul] | None = None
    level: Level = Level.suppressed


class TokenForm(BaseModel):
    """A token request as OAuth 2.0 has it; other parameters (a scope) are let pass."""

    grant_type: Literal["client_credentials"]
    client_id: Annotated[str, NoNul, Field(max_length=200)] = ""
    client_secret: Annotated[str, Field(max_length=200)] = ""


class TokenRead(Read):
    """An access token as OAuth 2.0 gives it."""

    access_token: str
    token_type: Literal["Bearer"]
    expires_in: int
