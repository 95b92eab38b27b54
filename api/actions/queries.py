"""Reading actions. Who may see which is PostgreSQL's matter; what is free text about a child is settled here."""

import uuid
from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from fastapi import Response
from sqlalchemy import ColumnElement, Select, and_, any_, case, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from api.access import queries as access
from api.access.models import Person, Unit
from api.access.permissions import Permission, Role
from api.access.who import Who
from api.actions.models import Action, ActionEvent, ActionState
from api.actions.schemas import ActionFilters, LoopFilters, PersonFilters
from api.cases.models import Child
from api.choices.models import ChoiceName
from api.choices.queries import find_choice
from api.journal.reads import saw
from api.kernel import clock
from api.kernel.errors import NotFound
from api.kernel.pages import paginate, pick, reference_of
from api.kernel.requests import etag
from api.statistics.workdays import add_working_days

TO_DO = (ActionState.open, ActionState.reopened)
UNFINISHED = (*TO_DO, ActionState.done)
_FREE_TEXT = ("detail", "done_text", "evidence", "seen_text", "proof", "cancelled_reason")
_ONE_DAY = timedelta(days=1)


def reference() -> ColumnElement[str]:
    """An action's number as people say it: ACT-000012."""
    return reference_of("ACT", col(Action.number))


def last_day_escalated(db: Session, times: int = 1) -> date:
    """The latest day on which something was due that is so long overdue today that it escalates."""
    days = find_choice(db, ChoiceName.action_escalation_days) * times
    day = clock.today() - _ONE_DAY
    while add_working_days(day, days) >= clock.today():
        day -= _ONE_DAY
    return day


def _is_overdue() -> ColumnElement[bool]:
    return and_(col(Action.state).in_(TO_DO), col(Action.due_on) < clock.today())


def _is_escalated(db: Session) -> ColumnElement[bool]:
    return and_(col(Action.state).in_(TO_DO), col(Action.due_on) <= last_day_escalated(db))


def _actions(db: Session, who: Who) -> Select[Any]:
    owner, verifier = aliased(Person), aliased(Person)
    title = col(Action.title) if who.sees_free_text else case((col(Action.child_id).is_(None), col(Action.title)))
    return (
        pick(
            Action.id, reference().label("reference"), title.label("title"), Action.child_id, Action.child_ref,
            Action.unit_id, col(Unit.name).label("unit_name"), Action.owner_id, col(owner.name).label("owner_name"),
            Action.verifier_id, col(verifier.name).label("verifier_name"), Action.state,
            col(Action.proven_at).is_not(None).label("is_proven"), Action.due_on, Action.times_moved,
            _is_overdue().label("is_overdue"), _is_escalated(db).label("is_escalated"),
            Action.source_kind, Action.source_id, Action.source_label, Action.set_at, Action.done_at,
            Action.verified_at, Action.proven_at, Action.updated_at,
        )
        .join(owner, col(owner.id) == Action.owner_id)
        .join(verifier, col(verifier.id) == Action.verifier_id, isouter=True)
        .join(Unit, col(Unit.id) == Action.unit_id, isouter=True)
    )  # fmt: skip


def _is_of_unit(unit_id: uuid.UUID) -> ColumnElement[bool]:
    return col(Action.unit_id) == any_(func.unit_and_below(unit_id))


def waits_for(who: Who) -> ColumnElement[bool]:
    """Whether an action is done and this person is to verify it: asked by name, or one of those who may."""
    is_asked = col(Action.verifier_id) == who.id
    if Permission.actions_verify in who.permissions:
        is_theirs = or_(*(col(one) == who.id for one in (Action.owner_id, Action.done_by_id, Action.delegate_id)))
        is_asked = or_(is_asked, and_(col(Action.verifier_id).is_(None), func.coalesce(is_theirs, False).is_(False)))
    return and_(col(Action.state) == ActionState.done, is_asked)


def list_actions(db: Session, who: Who, filters: ActionFilters) -> dict[str, Any]:
    """Actions in the order that is asked for."""
    statement = _actions(db, who)
    for name in ("state", "owner_id", "child_id", "source_kind", "source_id"):
        wanted = getattr(filters, name)
        if wanted is not None:
            statement = statement.where(getattr(Action, name) == wanted)
    if filters.unit_id:
        statement = statement.where(_is_of_unit(filters.unit_id))
    if filters.mine:
        statement = statement.where(or_(col(Action.owner_id) == who.id, col(Action.delegate_id) == who.id))
    if filters.to_verify:
        statement = statement.where(waits_for(who))
    if filters.overdue:
        statement = statement.where(_is_overdue())
    if filters.escalated:
        statement = statement.where(_is_escalated(db))
    if filters.unfinished:
        statement = statement.where(col(Action.state).in_(UNFINISHED))
    if filters.proven is not None:
        statement = statement.where(col(Action.proven_at).is_not(None) == filters.proven)
    by = [getattr(Action, filters.sort.removeprefix("-")), col(Action.id)]
    page = paginate(db, statement, filters, by=by, descending=filters.sort.startswith("-"))
    saw(db, [row.child_id for row in page["items"]])
    return page


def read_action(db: Session, who: Who, action_id: uuid.UUID, response: Response | None = None) -> dict[str, Any]:
    """An action with its history, or NotFound; the response is given its ETag."""
    names = {name: aliased(Person) for name in ("delegate", "set_by", "done_by", "verified_by", "proven_by")}
    more: list[Any] = [
        Action.delegate_id, Action.set_by_id, Action.done_by_id, Action.proof_audit_id, Action.proof_indicator,
        Action.escalated_at, Action.version, *(getattr(Action, name) for name in _FREE_TEXT),
        *(col(person.name).label(f"{name}_name") for name, person in names.items()),
    ]  # fmt: skip
    statement = _actions(db, who).add_columns(*more).where(col(Action.id) == action_id)
    for name, person in names.items():
        statement = statement.join(person, col(person.id) == getattr(Action, f"{name}_id"), isouter=True)
    row = db.execute(statement).one_or_none()
    if row is None:
        raise NotFound
    saw(db, [row.child_id])
    if response is not None:
        response.headers["ETag"] = etag(row.version)
    action = dict(row._mapping)
    is_readable = who.sees_free_text or row.child_id is None
    if not is_readable:
        action |= dict.fromkeys(_FREE_TEXT)
    action["escalated_to"] = list_above(db, row.owner_id, row.unit_id, row.due_on) if row.is_escalated else []
    action["history"] = _history(db, action_id, is_readable=is_readable)
    return action


def _history(db: Session, action_id: uuid.UUID, *, is_readable: bool) -> list[dict[str, Any]]:
    e = ActionEvent
    statement = (
        pick(e.at, col(Person.name).label("by_name"), e.step, e.from_state, e.to_state, e.told, e.note)
        .join(Person, col(Person.id) == e.by_id, isouter=True)
        .where(col(e.action_id) == action_id)
        .order_by(col(e.number))
    )
    return [dict(row._mapping) | ({} if is_readable else {"note": None}) for row in db.execute(statement)]


def list_above(db: Session, owner_id: uuid.UUID, unit_id: uuid.UUID | None, due_on: date) -> list[str]:
    """The names of those an overdue action goes to: the owner's service managers, later heads of service too."""
    owner = access.get_person(db, owner_id)
    roles = [Role.service_manager]
    if due_on <= last_day_escalated(db, times=2):
        roles.append(Role.head_of_service)
    unit_ids = [one for one in (owner.unit_id, unit_id) if one is not None][:1]
    return access.list_holders_over(db, roles, unit_ids, but=owner_id) or access.list_holders_over(
        db, [Role.head_of_service, Role.head_of_childrens_social_care], unit_ids, but=owner_id
    )


def list_people(db: Session, who: Who, filters: PersonFilters) -> dict[str, Any]:
    """Those who may do an action or verify one, by name."""
    may = Permission.actions_complete if filters.to == "complete" else Permission.actions_verify
    statement = pick(Person.id, Person.name, Person.job_title, col(Unit.name).label("unit_name"))
    statement = statement.join(Unit, col(Unit.id) == Person.unit_id, isouter=True)
    statement = statement.where(col(Person.id).in_(access.holders_of(may)))
    if filters.q:
        statement = statement.where(col(Person.name).icontains(filters.q, autoescape=True))
    if filters.unit_id:
        statement = statement.where(col(Person.unit_id) == any_(func.unit_and_below(filters.unit_id)))
    return paginate(db, statement, filters, by=[col(Person.name), col(Person.id)])


def count_loop(db: Session, who: Who, filters: LoopFilters) -> dict[str, int]:
    """How many of the actions in sight have reached each step."""
    is_set = col(Action.state) != ActionState.cancelled
    done = col(Action.state).in_((ActionState.done, ActionState.verified))
    in_time = func.date(func.timezone(str(clock.ENGLAND), Action.done_at)) <= col(Action.due_on)
    steps = {
        "set": is_set, "done": done, "verified": col(Action.state) == ActionState.verified,
        "proven": col(Action.proven_at).is_not(None), "done_in_time": and_(done, in_time), "overdue": _is_overdue(),
        "escalated": _is_escalated(db), "moved": and_(is_set, col(Action.times_moved) > 0),
        "cancelled": col(Action.state) == ActionState.cancelled,
    }  # fmt: skip
    statement = pick(*(func.count().filter(is_it).label(name) for name, is_it in steps.items())).select_from(Action)
    if filters.unit_id:
        statement = statement.where(_is_of_unit(filters.unit_id))
    if filters.source_kind:
        statement = statement.where(col(Action.source_kind) == filters.source_kind)
    day = func.date(func.timezone(str(clock.ENGLAND), Action.set_at))
    if filters.set_from:
        statement = statement.where(day >= filters.set_from)
    if filters.set_to:
        statement = statement.where(day <= filters.set_to)
    return dict(db.execute(statement).one()._mapping)


def find_child_ref(db: Session, child_id: uuid.UUID) -> str | None:
    """The reference of a child in reach, or None."""
    return db.execute(select(Child.child_ref).where(col(Child.id) == child_id)).scalar_one_or_none()


def find_names(db: Session, person_ids: Collection[uuid.UUID | None]) -> dict[uuid.UUID, str]:
    """The names of people by id."""
    statement = select(Person.id, Person.name).where(col(Person.id).in_([i for i in person_ids if i is not None]))
    return {row.id: row.name for row in db.execute(statement)}


def get_action_for_update(db: Session, action_id: uuid.UUID) -> Action:
    """The action's row, locked until the end of the transaction, or NotFound."""
    action = db.get(Action, action_id, with_for_update=True, populate_existing=True)
    if action is None:
        raise NotFound
    return action


def list_to_escalate(db: Session) -> list[Action]:
    """The actions that escalate by rule and of which that is not yet noted, locked; those others hold are left."""
    statement = select(Action).where(_is_escalated(db), col(Action.escalated_at).is_(None))
    return list(db.execute(statement.order_by(col(Action.id)).with_for_update(skip_locked=True)).scalars())
