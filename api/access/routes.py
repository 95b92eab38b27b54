"""The addresses of access: sessions, tokens, people, units, machine clients."""

import uuid
from typing import Annotated, Any

from fastapi import APIRouter, Form, Header, Query, Request, Response

from api.access import queries, service
from api.access.permissions import Permission
from api.access.schemas import (
    ClientCreate,
    ClientCreated,
    ClientRead,
    GrantCreate,
    MeRead,
    PersonCreate,
    PersonCreated,
    PersonFilters,
    PersonListed,
    PersonRead,
    PersonUpdate,
    SignIn,
    TokenForm,
    TokenRead,
    UnitFilters,
    UnitRead,
)
from api.access.who import Who, requires
from api.kernel.database import Db
from api.kernel.pages import Page, PageParams
from api.kernel.requests import IfMatch, StrictRoute

router = APIRouter(tags=["access"], route_class=StrictRoute)
token_router = APIRouter(tags=["access"])

Me = Annotated[Who, requires(Permission.me_read)]
UnitReader = Annotated[Who, requires(Permission.units_read)]
PeopleReader = Annotated[Who, requires(Permission.people_read)]
PeopleManager = Annotated[Who, requires(Permission.people_manage)]
ClientsManager = Annotated[Who, requires(Permission.clients_manage)]


@router.post("/session", response_model=MeRead, status_code=201)
def sign_in(db: Db, request: Request, response: Response, given: SignIn) -> Any:
    """Sign in with a local password; the answer sets the session's cookie."""
    return service.sign_in(db, request, response, given)


@router.delete("/session", status_code=204)
def sign_out(db: Db, request: Request, response: Response, who: Me) -> None:
    """Sign out: the session ends here and on the server."""
    return service.sign_out(db, request, response)


@token_router.post("/oauth2/token", response_model=TokenRead)
def create_token(
    db: Db, form: Annotated[TokenForm, Form()], authorization: Annotated[str | None, Header()] = None
) -> Any:
    """OAuth 2.0 client credentials for machine clients."""
    return service.create_token(db, form, authorization)


@router.get("/me", response_model=MeRead)
def read_me(who: Me) -> Any:
    """Who you are here, your roles and what you may do."""
    return who


@router.get("/units", response_model=Page[UnitRead])
def list_units(db: Db, who: UnitReader, filters: Annotated[UnitFilters, Query()]) -> Any:
    """The council, its services and teams, by name."""
    return queries.list_units(db, who, filters)


@router.get("/people", response_model=Page[PersonListed])
def list_people(db: Db, who: PeopleReader, filters: Annotated[PersonFilters, Query()]) -> Any:
    """People by name, with the roles they hold today."""
    return queries.list_people(db, who, filters)


@router.post("/people", response_model=PersonCreated, status_code=201)
def create_person(db: Db, who: PeopleManager, new: PersonCreate) -> Any:
    """Add a person; the first password is in this answer and nowhere else."""
    return service.create_person(db, who, new)


@router.get("/people/{person_id}", response_model=PersonRead)
def read_person(db: Db, who: PeopleReader, person_id: uuid.UUID) -> Any:
    """A person with all their grants."""
    return queries.read_person(db, who, person_id)


@router.patch("/people/{person_id}", response_model=PersonRead)
def update_person(db: Db, who: PeopleManager, person_id: uuid.UUID, change: PersonUpdate, version: IfMatch) -> Any:
    """Change a person; the version in If-Match must be the current one."""
    return service.update_person(db, who, person_id, change, version)


@router.post("/people/{person_id}/grants", response_model=PersonRead, status_code=201)
def grant_role(db: Db, who: PeopleManager, person_id: uuid.UUID, new: GrantCreate) -> Any:
    """Give a person a role, for a unit where its reach is a unit, from a day and perhaps to one."""
    return service.grant_role(db, who, person_id, new)


@router.delete("/people/{person_id}/grants/{grant_id}", response_model=PersonRead)
def end_grant(db: Db, who: PeopleManager, person_id: uuid.UUID, grant_id: uuid.UUID) -> Any:
    """End a role; the grant stays on the page with its last day."""
    return service.end_grant(db, who, person_id, grant_id)


@router.get("/clients", response_model=Page[ClientRead])
def list_clients(db: Db, who: ClientsManager, filters: Annotated[PageParams, Query()]) -> Any:
    """Machine clients by name."""
    return queries.list_clients(db, who, filters)


@router.post("/clients", response_model=ClientCreated, status_code=201)
def create_client(db: Db, who: ClientsManager, new: ClientCreate) -> Any:
    """Add a machine client; its secret is in this answer and nowhere else."""
    return service.create_client(db, who, new)


@router.post("/clients/{client_id}/revoke", response_model=ClientRead)
def revoke_client(db: Db, who: ClientsManager, client_id: uuid.UUID) -> Any:
    """Revoke a machine client: its tokens stop working at once."""
    return service.revoke_client(db, who, client_id)
