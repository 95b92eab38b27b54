"""Reading children and the work with them; what is out of reach is left out by the database."""

import uuid
from typing import Any

from pydantic import BaseModel
from sqlalchemy import ColumnElement, Select, case, func, literal, or_, true
from sqlalchemy.dialects.postgresql import array
from sqlmodel import Session, col, select

from api.access.models import Unit
from api.access.who import Who
from api.cases.models import (
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
from api.cases.schemas import (
    AssessmentRead,
    ChildFilters,
    ClaEpisodeRead,
    CpPlanRead,
    CpVisitRead,
    ReferralRead,
)
from api.journal.reads import saw
from api.kernel import clock
from api.kernel.errors import NotFound
from api.kernel.pages import paginate


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
        status: select(model.id)
        .where(model.child_ref == Child.child_ref, begins <= today, _is_ahead(ends))
        .correlate(Child)
        .exists()
        for status, (model, begins, ends) in open_rows.items()
    }


def _children() -> Select[Any]:
    """Children with their age, statuses and present team; the team is looked up for each row that is given."""
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
    return children.outerjoin(Unit, col(Unit.id) == team.c.unit_id)


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
    child = db.execute(
        _children()
        .add_columns(col(Child.birth_month), col(Child.sex), col(Child.received_at))
        .where(col(Child.id) == child_id)
    ).one_or_none()
    if child is None:
        raise NotFound
    saw(db, [child_id])
    ref = child.child_ref
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
        "last_received_at": max([child.received_at, *_received(db, ref)]),
    }  # fmt: skip


def _of(db: Session, ref: str, model: type[Record], read: type[BaseModel], latest: Any) -> list[Any]:
    """The child's rows of one table as `read` has them, the latest first."""
    columns: list[Any] = [getattr(model, name) for name in read.model_fields]
    statement = select(*columns).where(model.child_ref == ref)  # type: ignore[attr-defined]  # each of them has one
    return list(db.execute(statement.order_by(latest.desc().nulls_last(), col(model.id))).all())


def _involvements(db: Session, ref: str) -> list[Any]:
    plain = ("worker_source_id", "role", "from_on", "to_on")
    columns: list[Any] = [*(getattr(Involvement, name) for name in plain), col(Unit.name).label("unit_name")]
    is_team = (Unit.source_id == Involvement.team_source_id) & (Unit.source_system == Involvement.source_system)
    return list(
        db.execute(
            select(*columns).join(Unit, is_team, isouter=True).where(Involvement.child_ref == ref)
            .order_by(col(Involvement.from_on).desc().nulls_last(), col(Involvement.id))
        ).all()
    )  # fmt: skip


def _received(db: Session, ref: str) -> list[Any]:
    """When the child's rows last arrived, one instant for each table that has any."""
    latest = [
        select(func.max(model.received_at)).where(model.child_ref == ref)
        for model in (Involvement, Referral, Assessment, CpPlan, CpVisit, ClaEpisode)
    ]
    return [at for at in (db.execute(one).scalar_one() for one in latest) if at is not None]
