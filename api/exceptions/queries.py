"""Reading exceptions: the lists, one with its history, and the figures that are looked at for new ones."""

import uuid
from collections.abc import Collection
from typing import Any

from fastapi import Response
from sqlalchemy import ColumnElement, Select, any_, func, literal, or_, text
from sqlmodel import Session, col, select

from api.access.models import Person, Unit, UnitKind
from api.exceptions.models import OPEN, Cause, ExceptionEvent, ExceptionLook, ExceptionReport
from api.exceptions.schemas import ExceptionFilters
from api.indicators.models import Indicator, IndicatorValue, PeriodType, Polarity, ValueStatus
from api.indicators.queries import find_last_computation
from api.kernel import clock
from api.kernel.errors import NotFound
from api.kernel.pages import paginate, pick, reference_of
from api.kernel.requests import etag
from api.targets.models import IndicatorTarget

Place = tuple[uuid.UUID, uuid.UUID]
"""An indicator and a unit."""


def reference() -> ColumnElement[str]:
    """An exception's number as people say it: EXC-000012."""
    return reference_of("EXC", col(ExceptionReport.number))


def _exceptions() -> Select[Any]:
    e = ExceptionReport
    counted = func.exception_actions(e.id).table_valued("actions_set", "actions_open").render_derived().lateral()
    return (
        pick(
            e.id, reference().label("reference"), col(Indicator.code).label("indicator"),
            col(Indicator.title).label("indicator_title"), e.unit_id, col(Unit.name).label("unit_name"), e.cause,
            e.reason, e.of_period, e.state, e.raised_at, e.received_on, counted.c.actions_set, counted.c.actions_open,
        )
        .select_from(e)
        .join(Indicator, col(Indicator.id) == e.indicator_id)
        .join(Unit, col(Unit.id) == e.unit_id)
        .join(counted, literal(value=True))
    )  # fmt: skip


def list_exceptions(db: Session, filters: ExceptionFilters) -> dict[str, Any]:
    """Exceptions, the latest raised first."""
    e, statement = ExceptionReport, _exceptions()
    if filters.state:
        statement = statement.where(col(e.state) == filters.state)
    if filters.unfinished:
        statement = statement.where(col(e.state).in_(OPEN))
    if filters.indicator:
        statement = statement.where(col(Indicator.code) == filters.indicator)
    if filters.unit_id:
        statement = statement.where(col(e.unit_id) == any_(func.unit_and_below(filters.unit_id)))
    if filters.cause:
        statement = statement.where(col(e.cause) == filters.cause)
    return paginate(db, statement, filters, by=[col(e.raised_at), col(e.id)], descending=True)


def read_exception(db: Session, exception_id: uuid.UUID, response: Response | None = None) -> dict[str, Any]:
    """An exception with its history, or NotFound; the response is given its ETag."""
    e = ExceptionReport
    more: list[Any] = [e.points, e.version, Indicator.unit, Indicator.decimals]
    row = db.execute(_exceptions().add_columns(*more).where(col(e.id) == exception_id)).one_or_none()
    if row is None:
        raise NotFound
    if response is not None:
        response.headers["ETag"] = etag(row.version)
    return dict(row._mapping) | {"history": _history(db, exception_id)}


def _history(db: Session, exception_id: uuid.UUID) -> list[Any]:
    s = ExceptionEvent
    statement = (
        pick(s.at, col(Person.name).label("by_name"), s.to_state, s.words)
        .join(Person, col(Person.id) == s.by_id, isouter=True)
        .where(col(s.exception_report_id) == exception_id)
        .order_by(col(s.number))
    )
    return list(db.execute(statement).all())


def get_exception_for_update(db: Session, exception_id: uuid.UUID) -> ExceptionReport:
    """The exception, locked, or NotFound."""
    found: ExceptionReport | None = db.execute(
        select(ExceptionReport).where(col(ExceptionReport.id) == exception_id).with_for_update()
    ).scalar_one_or_none()
    if found is None:
        raise NotFound
    return found


def count_open_actions(db: Session, exception_id: uuid.UUID) -> int:
    """How many actions of its plan are not verified yet, whoever may see them."""
    asked = text("select actions_open from exception_actions(:id)")
    return int(db.execute(asked, {"id": exception_id}).scalar_one())


def list_open(db: Session, unit_id: uuid.UUID | None = None) -> list[Any]:
    """The exceptions that are neither closed nor withdrawn, of one unit or of all."""
    statement = _exceptions().where(col(ExceptionReport.state).in_(OPEN))
    if unit_id:
        statement = statement.where(col(ExceptionReport.unit_id) == unit_id)
    return list(db.execute(statement.order_by(col(ExceptionReport.number))).all())


def list_watched(db: Session) -> list[tuple[Indicator, Unit]]:
    """What is looked at: indicators with a target, of the council and its services and of units with one of their own.

    Teams' figures rest on few and are looked at where somebody has set a target for the team.
    """
    t = IndicatorTarget
    begun = (col(t.from_on) <= clock.today(), col(t.target).is_not(None), col(t.indicator_id) == Indicator.id)
    own = select(t.id).where(*begun, col(t.unit_id) == Unit.id).exists()
    common = select(t.id).where(*begun, col(t.unit_id).is_(None)).exists()
    is_wide = col(Unit.kind).in_((UnitKind.council, UnitKind.service))
    statement = (
        select(Indicator, Unit)
        .join(Unit, literal(value=True))
        .where(
            col(Indicator.polarity) != Polarity.neutral,
            or_(own, is_wide & (common | col(Indicator.target).is_not(None))),
        )
    )
    return [(indicator, unit) for indicator, unit in db.execute(statement)]


def list_months(
    db: Session, indicator_ids: Collection[uuid.UUID], unit_ids: Collection[uuid.UUID]
) -> dict[Place, list[dict[str, Any]]]:
    """The months that are over of each indicator and unit, the oldest first."""
    v = IndicatorValue
    statement = (
        pick(v.indicator_id, v.unit_id, v.period_start, v.period_end, v.numerator, v.denominator, v.value,
             v.value_status)
        .where(
            col(v.indicator_id).in_(indicator_ids), col(v.unit_id).in_(unit_ids),
            col(v.period_type) == PeriodType.month,
            col(v.value_status) != ValueStatus.provisional, col(v.period_end) < clock.today(),
        )
        .order_by(col(v.period_start))
    )  # fmt: skip
    found: dict[Place, list[dict[str, Any]]] = {}
    for row in db.execute(statement).mappings():
        figures = dict(row)
        found.setdefault((figures.pop("indicator_id"), figures.pop("unit_id")), []).append(figures)
    return found


def list_last(db: Session) -> dict[tuple[uuid.UUID, uuid.UUID, Cause], ExceptionReport]:
    """The latest exception of each indicator, unit and cause."""
    statement = select(ExceptionReport).order_by(col(ExceptionReport.number))
    return {(one.indicator_id, one.unit_id, one.cause): one for one in db.execute(statement).scalars()}


def find_revision_to_look_at(db: Session) -> int | None:
    """The state of the data set, where it has not been looked at today; None where it has, or there is none yet."""
    last = find_last_computation(db)
    if last is None:
        return None
    seen = select(ExceptionLook.id).where(
        col(ExceptionLook.revision) == last.revision, col(ExceptionLook.on_day) == clock.today()
    )
    return None if db.execute(seen).first() else last.revision
