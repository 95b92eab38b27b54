"""Reading people, units and clients."""

import uuid
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Select, any_, false, func, literal, or_, text
from sqlmodel import Session, col, select

from api.access.models import MachineClient, Person, RoleGrant, Unit
from api.access.permissions import RIGHTS, Permission, Reach, Role
from api.access.schemas import PersonFilters, UnitFilters
from api.access.who import Who
from api.kernel import clock
from api.kernel.errors import NotFound
from api.kernel.pages import PageParams, paginate, pick


def find_unit(db: Session, unit_id: uuid.UUID) -> Unit | None:
    """The unit, if there is one."""
    return db.get(Unit, unit_id)


def covers_unit(db: Session, unit_id: uuid.UUID | None) -> bool:
    """Whether a role of whoever asks covers the unit, as the gates of rows tell it; without one, the whole council."""
    return bool(db.execute(select(func.covers_unit(unit_id))).scalar_one())


def list_units(db: Session, who: Who, filters: UnitFilters) -> dict[str, Any]:
    """Units by name."""
    statement = pick(Unit.id, Unit.parent_id, Unit.kind, Unit.name)
    if filters.kind:
        statement = statement.where(col(Unit.kind) == filters.kind)
    return paginate(db, statement, filters, by=[col(Unit.name), col(Unit.id)])


def _in_force() -> Any:
    today = clock.today()
    return (col(RoleGrant.from_on) <= today) & or_(col(RoleGrant.to_on).is_(None), col(RoleGrant.to_on) >= today)


def holders_of(permission: Permission) -> Select[Any]:
    """The ids of those who may sign in and hold a role today that has the permission, to select from."""
    roles = [role for role, right in RIGHTS.items() if permission in right.may]
    return (
        pick(RoleGrant.person_id)
        .join(Person, col(Person.id) == RoleGrant.person_id)
        .where(col(Person.is_active), col(RoleGrant.role).in_(roles), _in_force())
    )


def may(db: Session, person_id: uuid.UUID, permission: Permission) -> bool:
    """Whether somebody who may sign in holds a role today that has the permission."""
    held = holders_of(permission).where(col(RoleGrant.person_id) == person_id)
    return db.execute(held.limit(1)).first() is not None


def list_holders_over(
    db: Session, roles: Collection[Role], unit_ids: Collection[uuid.UUID], *, but: uuid.UUID
) -> list[str]:
    """The names of those whose role reaches over one of the units, or over the whole council; one is left out."""
    below = func.unit_and_below(col(RoleGrant.unit_id))
    reaches = or_(col(RoleGrant.unit_id).is_(None), *(literal(unit_id) == any_(below) for unit_id in unit_ids))
    statement = (
        pick(Person.name).distinct()
        .join(RoleGrant, col(RoleGrant.person_id) == Person.id)
        .where(col(RoleGrant.role).in_(roles), _in_force(), col(Person.is_active), col(Person.id) != but, reaches)
        .order_by(col(Person.name))
    )  # fmt: skip
    return list(db.execute(statement).scalars())


def holders_over(permission: Permission, unit_id: uuid.UUID | None) -> Select[Any]:
    """As `holders_of`, but only those whose role reaches over a unit; without one, those of the whole council."""
    below = func.unit_and_below(col(RoleGrant.unit_id))
    reaches = literal(unit_id) == any_(below) if unit_id else false()
    whole = [role for role, right in RIGHTS.items() if Reach.council in right.reach]
    return holders_of(permission).where(or_(col(RoleGrant.role).in_(whole), reaches))


def _people() -> Select[Any]:
    roles = (
        select(func.coalesce(func.array_agg(col(RoleGrant.role).distinct()), text("'{}'")))
        .where(RoleGrant.person_id == Person.id, _in_force())
        .scalar_subquery()
    )
    return pick(
        Person.id, Person.name, Person.email, Person.job_title, Person.unit_id, col(Unit.name).label("unit_name"),
        Person.is_active, Person.worker_ref, Person.version, roles.label("roles"),
    ).join(Unit, col(Unit.id) == Person.unit_id, isouter=True)  # fmt: skip


def list_people(db: Session, who: Who, filters: PersonFilters) -> dict[str, Any]:
    """People by name."""
    statement = _people()
    if filters.role:
        holders = select(RoleGrant.person_id).where(RoleGrant.role == filters.role, _in_force())
        statement = statement.where(col(Person.id).in_(holders))
    if filters.q:
        statement = statement.where(col(Person.name).icontains(filters.q, autoescape=True))
    if filters.is_active is not None:
        statement = statement.where(col(Person.is_active) == filters.is_active)
    return paginate(db, statement, filters, by=[col(Person.name), col(Person.id)])


def get_person(db: Session, person_id: uuid.UUID) -> Person:
    """The person's row, or NotFound."""
    person = db.get(Person, person_id)
    if person is None:
        raise NotFound
    return person


def list_people_by_id(db: Session, person_ids: Iterable[uuid.UUID]) -> list[Person]:
    """The rows of these people."""
    return list(db.execute(select(Person).where(col(Person.id).in_(list(person_ids)))).scalars())


def get_person_for_update(db: Session, person_id: uuid.UUID) -> Person:
    """The person's row, locked until the end of the transaction, or NotFound."""
    person = db.get(Person, person_id, with_for_update=True)
    if person is None:
        raise NotFound
    return person


def is_email_taken(db: Session, email: str) -> bool:
    """Whether somebody has the e-mail, in whatever case."""
    return db.execute(select(Person.id).where(func.lower(Person.email) == email.lower())).first() is not None


def read_person(db: Session, who: Who, person_id: uuid.UUID) -> dict[str, Any]:
    """A person with all their grants, ended ones too."""
    row = db.execute(_people().where(col(Person.id) == person_id)).one_or_none()
    if row is None:
        raise NotFound
    grants = db.execute(
        pick(
            RoleGrant.id, RoleGrant.role, RoleGrant.unit_id, col(Unit.name).label("unit_name"), RoleGrant.from_on,
            RoleGrant.to_on, RoleGrant.reason,
        )
        .join(Unit, col(Unit.id) == RoleGrant.unit_id, isouter=True)
        .where(col(RoleGrant.person_id) == person_id).order_by(col(RoleGrant.from_on), col(RoleGrant.id))
    ).all()  # fmt: skip
    return {**row._mapping, "grants": grants}


def get_grant(db: Session, person_id: uuid.UUID, grant_id: uuid.UUID) -> RoleGrant:
    """A person's grant, or NotFound."""
    grant = db.get(RoleGrant, grant_id)
    if grant is None or grant.person_id != person_id:
        raise NotFound
    return grant


def _clients() -> Select[Any]:
    return pick(
        MachineClient.id, MachineClient.name, MachineClient.client_id, RoleGrant.role, MachineClient.source_system,
        MachineClient.issuer_subject, MachineClient.level, MachineClient.is_active, MachineClient.created_at,
    ).join(RoleGrant, col(RoleGrant.machine_client_id) == MachineClient.id)  # fmt: skip


def list_clients(db: Session, who: Who, filters: PageParams) -> dict[str, Any]:
    """Machine clients by name."""
    return paginate(db, _clients(), filters, by=[col(MachineClient.name), col(MachineClient.id)])


def read_client(db: Session, client_id: uuid.UUID) -> Any:
    """A machine client as it is shown, or NotFound."""
    row = db.execute(_clients().where(col(MachineClient.id) == client_id)).one_or_none()
    if row is None:
        raise NotFound
    return row


def get_client(db: Session, client_id: uuid.UUID) -> MachineClient:
    """The machine client's row, or NotFound."""
    client = db.get(MachineClient, client_id)
    if client is None:
        raise NotFound
    return client


def needs_unit(grant: RoleGrant) -> bool:
    """Whether the role's reach is a unit, so that the grant must name one."""
    return Reach.units in RIGHTS[grant.role].reach


def find_credential(db: Session, email: str, email_hash: str) -> Any:
    """A row of person id, password hash (both None where nobody has the e-mail) and recent failures."""
    return db.execute(
        text("select * from credential_for(:email, :hash, :at)"),
        {"email": email, "hash": email_hash, "at": clock.now()},
    ).one()


def find_client_secret(db: Session, client_id: str) -> Any | None:
    """Row id and secret hash of an active client, or None."""
    return db.execute(text("select * from client_for(:client_id)"), {"client_id": client_id}).one_or_none()
