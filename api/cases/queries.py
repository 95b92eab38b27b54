"""Reading children and the work with them; what is out of reach is left out by the database."""

import uuid
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import BaseModel
from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Date,
    Integer,
    Numeric,
    Select,
    case,
    func,
    literal,
    or_,
    true,
)
from sqlalchemy.dialects.postgresql import array
from sqlmodel import Session, col, select

from api.access.models import Unit
from api.access.who import Who
from api.cases.declaring import columns_of, dated, facts, label
from api.cases.models import (
    ENTITIES,
    Assessment,
    Child,
    ClaEpisode,
    CpPlan,
    CpVisit,
    Involvement,
    Record,
    Referral,
    child_team,
)
from api.cases.references import child_ref, opened
from api.cases.schemas import (
    AssessmentRead,
    CaseSought,
    ChildFilters,
    ClaEpisodeRead,
    CpPlanRead,
    CpVisitRead,
    ReferralRead,
)
from api.journal.reads import saw
from api.kernel import clock
from api.kernel.errors import NotFound
from api.kernel.pages import PageParams, paginate, pick

MAX_ON_PAGE = 50
"""Of a child's records of one entity, how many the child's page has."""

ABOUT_A_CHILD = {
    model.entity: model
    for model in ENTITIES
    if model is not Child and ("child_ref" in model.model_fields or model.through)
}
"""The entities whose records are about a child, by name."""


class NumberUnknown(NotFound):
    detail = "The number in the case system cannot be read any more: its source must send the child again."


def _is_ahead(ends: Any) -> ColumnElement[bool]:
    """Whether what ends on that day, if on any, is still going on today."""
    return or_(ends.is_(None), ends > clock.today())


def _standing() -> dict[str, ColumnElement[bool]]:
    """Per status, whether a child has it today."""
    today = clock.today()
    open_rows: dict[str, tuple[Any, Any, Any]] = {
        "cin": (Referral, col(Referral.referred_on), col(Referral.closed_on)),
        "cp": (CpPlan, col(CpPlan.started_on), col(CpPlan.ended_on)),
        "cla": (ClaEpisode, col(ClaEpisode.started_on), col(ClaEpisode.ceased_on)),
    }
    return {
        status: select(model.source_system)
        .where(model.child_ref == Child.child_ref, begins <= today, _is_ahead(ends))
        .correlate(Child)
        .exists()
        for status, (model, begins, ends) in open_rows.items()
    }


def _children() -> Select[Any]:
    """Children with their age, statuses and present team; the team is looked up for each row that is given.

    Those that their source has withdrawn are left out: of them nothing is known but that they were here.
    """
    team = (
        select(child_team.c.unit_id, child_team.c.worker_source_id)
        .where(child_team.c.child_ref == Child.child_ref, _is_ahead(child_team.c.to_on))
        .correlate(Child)
        .limit(1)
        .lateral("team")
    )
    age = func.date_part("year", func.age(literal(clock.today()), Child.birth_month))
    held = [case((holds, status)) for status, holds in _standing().items()]
    columns: list[Any] = [
        Child.id, Child.child_ref, age.label("age_years"), team.c.unit_id, col(Unit.name).label("unit_name"),
        team.c.worker_source_id, func.array_remove(array(held), None).label("statuses"),
    ]  # fmt: skip
    children: Select[Any] = select(*columns).select_from(Child).join(team, true(), isouter=True)
    return children.outerjoin(Unit, col(Unit.id) == team.c.unit_id).where(col(Child.withdrawn_at).is_(None))


def list_children(db: Session, who: Who, filters: ChildFilters) -> dict[str, Any]:
    """Children by reference."""
    statement = _children()
    if filters.q:
        statement = statement.where(col(Child.child_ref).startswith(filters.q.upper(), autoescape=True))
    if filters.status:
        statement = statement.where(_standing()[filters.status])
    if filters.unit_id:
        below = select(func.unnest(func.unit_and_below(filters.unit_id)).column_valued())
        theirs = select(child_team.c.child_ref).where(child_team.c.unit_id.in_(below), _is_ahead(child_team.c.to_on))
        statement = statement.where(col(Child.child_ref).in_(theirs))
    page = paginate(db, statement, filters, by=[col(Child.child_ref)])
    saw(db, [row.id for row in page["items"]])
    return page


def read_child(db: Session, who: Who, child_id: uuid.UUID) -> dict[str, Any]:
    """A child's facts, or NotFound."""
    provenance = col(Child.source_system), col(Child.as_of), col(Child.received_at)
    child = db.execute(
        _children().add_columns(col(Child.birth_month), col(Child.sex), *provenance).where(col(Child.id) == child_id)
    ).one_or_none()
    if child is None:
        raise NotFound
    saw(db, [child_id])
    ref = child.child_ref
    groups = list(_groups(db, ref))
    return {
        "id": child.id, "child_ref": ref, "age_years": child.age_years, "sex": child.sex, "statuses": child.statuses,
        "birth_month": child.birth_month and f"{child.birth_month:%Y-%m}",
        "unit_id": child.unit_id, "team": child.unit_name, "worker_code": child.worker_source_id,
        "referrals": _of(db, ref, Referral, ReferralRead, col(Referral.referred_on)),
        "assessments": _of(db, ref, Assessment, AssessmentRead, col(Assessment.started_on)),
        "plans": _of(db, ref, CpPlan, CpPlanRead, col(CpPlan.started_on)),
        "visits": [v for v in _of(db, ref, CpVisit, CpVisitRead, col(CpVisit.visited_on)) if v.visited_on],
        "episodes": _of(db, ref, ClaEpisode, ClaEpisodeRead, col(ClaEpisode.started_on)),
        "involvements": _involvements(db, ref),
        "source_system": child.source_system, "as_of": child.as_of, "received_at": child.received_at,
        "last_received_at": max([child.received_at, *(group["last_received_at"] for group in groups)]),
        "records": groups,
    }  # fmt: skip


def _of(db: Session, ref: str, model: type[Record], read: type[BaseModel], latest: Any) -> list[Any]:
    """The child's rows of one table as `read` has them, the latest first."""
    columns: list[Any] = [getattr(model, name) for name in read.model_fields]
    statement = select(*columns).where(model.child_ref == ref)  # type: ignore[attr-defined]  # each of them has one
    return list(db.execute(statement.order_by(latest.desc().nulls_last(), columns_of(model).source_id)).all())


def _involvements(db: Session, ref: str) -> list[Any]:
    plain = ("worker_source_id", "role", "from_on", "to_on")
    columns: list[Any] = [*(getattr(Involvement, name) for name in plain), col(Unit.name).label("unit_name")]
    is_team = (Unit.source_id == Involvement.team_source_id) & (Unit.source_system == Involvement.source_system)
    return list(
        db.execute(
            select(*columns).join(Unit, is_team, isouter=True).where(Involvement.child_ref == ref)
            .order_by(col(Involvement.from_on).desc().nulls_last(), col(Involvement.source_id))
        ).all()
    )  # fmt: skip


def find_case(db: Session, who: Who, child_id: uuid.UUID) -> dict[str, Any]:
    """Where the case of a child in sight is found in its case system, as a CaseFound; or NotFound.

    The database gives the sealed number of one child at a time, and the key that opens it is not kept there.
    """
    sealed = func.sealed_person(child_id).table_valued("source_system", "sealed").render_derived()
    columns = select(Child.child_ref, sealed.c.source_system, sealed.c.sealed)
    found = db.execute(columns.join(sealed, true()).where(col(Child.id) == child_id)).one_or_none()
    if found is None:
        raise NotFound
    person_id = opened(found.sealed)
    if person_id is None:
        raise NumberUnknown
    saw(db, [child_id])
    return {
        "child_id": child_id, "child_ref": found.child_ref, "source_system": found.source_system,
        "person_id": person_id,
    }  # fmt: skip


def find_child(db: Session, who: Who, sought: CaseSought) -> dict[str, Any]:
    """The children in sight whom any of the case systems knows by a number, as a CasesFound."""
    sources = db.execute(select(Child.source_system).distinct()).scalars().all()
    refs = {child_ref(source_system, sought.person_id): source_system for source_system in sources}
    is_one = col(Child.child_ref).in_(refs), col(Child.withdrawn_at).is_(None)
    found = db.execute(select(Child.id, Child.child_ref).where(*is_one).order_by(col(Child.child_ref))).all()
    saw(db, [row.id for row in found])
    return {
        "items": [
            {"child_id": row.id, "child_ref": row.child_ref, "source_system": refs[row.child_ref],
             "person_id": sought.person_id}
            for row in found
        ]
    }  # fmt: skip


def list_child_records(db: Session, who: Who, child_id: uuid.UUID, entity: str, filters: PageParams) -> dict[str, Any]:
    """The child's records of one entity, the newest first; NotFound if there is no such child or entity."""
    model = ABOUT_A_CHILD.get(entity)
    is_it = col(Child.id) == child_id, col(Child.withdrawn_at).is_(None)
    ref = db.execute(select(Child.child_ref).where(*is_it)).scalar_one_or_none()
    if model is None or ref is None:
        raise NotFound
    saw(db, [child_id])
    page = paginate(db, _records(model, ref), filters, by=_order(model), descending=True)
    return page | {"items": [_told(model, row) for row in page["items"]]}


def list_events(db: Session, child_ref: str, from_on: date, to_on: date) -> list[dict[str, Any]]:
    """What happened between two days, the earliest first: of each record its days, codes, and yes or no; no words.

    What lasts, such as a plan, is there if any day of it is between the two; `to_on` is the day it ended, if it has.
    """
    found = []
    for model in ABOUT_A_CHILD.values():
        day = dated(model)
        if day is None:
            continue
        ends = next((c for c in columns_of(model).values() if c.name in _ENDS), None)
        still = day >= from_on if ends is None else func.coalesce(ends, date.max) >= from_on
        rows = db.connection().execute(_records(model, child_ref).where(day <= to_on, still))
        found += [_event(model, day, ends, row) for row in rows]
    return sorted(found, key=lambda event: (event["on"], event["entity"]))


_ENDS = frozenset({"ended_on", "ceased_on", "closed_on", "to_on"})
"""How the columns are called that say when something ended."""


def _event(model: type[Record], day: Column[Any], ends: Column[Any] | None, row: Any) -> dict[str, Any]:
    days = {day.name} if ends is None else {day.name, ends.name}
    plain = [c.name for c in facts(model) if _is_plain_fact(c) and c.name not in days]
    values = {name: _plain(getattr(row, name)) for name in plain}
    return {
        "entity": model.entity, "title": model.title, "on": getattr(row, day.name).isoformat(),
        "lasts": ends is not None,
        "to_on": _plain(getattr(row, ends.name)) if ends is not None else None,
        "source_id": row.source_id,
        "values": {name: value for name, value in values.items() if value is not None},
    }  # fmt: skip


def _is_plain_fact(column: Column[Any]) -> bool:
    """Whether a column holds a day, a number, yes or no, or one of a list of codes: nothing that somebody wrote."""
    return bool(column.info.get("codes")) or isinstance(column.type, Date | Boolean | Numeric | Integer)


def _groups(db: Session, ref: str) -> Iterator[dict[str, Any]]:
    """All records about the child by entity, of each entity the newest."""
    for entity, model in ABOUT_A_CHILD.items():
        latest = func.max(columns_of(model)["received_at"]).over()
        statement = _records(model, ref).add_columns(func.count().over().label("total"), latest.label("latest"))
        newest = statement.order_by(*(by.desc() for by in _order(model))).limit(MAX_ON_PAGE)
        if rows := db.connection().execute(newest).all():
            yield {
                "entity": entity, "title": model.title, "count": rows[0].total, "last_received_at": rows[0].latest,
                "source_systems": sorted({row.source_system for row in rows}),
                "items": [_told(model, row) for row in rows],
            }  # fmt: skip


def _records(model: type[Record], ref: str) -> Select[Any]:
    """The child's records of one entity: what they say, where they came from and when."""
    columns = columns_of(model)
    said = pick(columns.source_id, columns.source_system, columns.as_of, columns.received_at, *facts(model))
    if model.through is None:
        return said.where(columns.child_ref == ref)
    leads = columns[model.through]
    parent = columns_of(ABOUT_A_CHILD[leads.info["parent"]])
    is_parent = (parent.source_id == leads) & (parent.source_system == columns.source_system)
    return said.where(select(parent.source_id).where(is_parent, parent.child_ref == ref).exists())


def _order(model: type[Record]) -> list[ColumnElement[Any]]:
    """What orders a child's records: the day they are about, where they have one, and then their id."""
    day, earliest = dated(model), literal(date.min, Date)
    return [earliest if day is None else func.coalesce(day, earliest), columns_of(model).source_id]


def _told(model: type[Record], row: Any) -> dict[str, Any]:
    """A record field by field, each with the name and the words that its declaration has for it."""
    provenance = ("source_id", "source_system", "as_of", "received_at")
    said = {column: getattr(row, column.name) for column in facts(model)}
    return {name: getattr(row, name) for name in provenance} | {
        "fields": [
            {"name": column.info["ssd"], "label": label(column), "value": _plain(value)}
            for column, value in said.items()
        ]
    }


def _plain(value: Any) -> Any:
    """A stored value as JSON has it."""
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value
