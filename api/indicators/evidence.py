"""Evidence: how a figure was computed, what it was before, and which children stand behind it.

A sixth file because it is a noun of its own: whoever doubts a figure opens it. The children are those of the very rows
that it was counted from, so that list and figure cannot differ; who is out of sight is counted, never named.
"""

import uuid
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session

from api.access.who import Who
from api.findings.queries import get_worker
from api.findings.schemas import SheetFilters
from api.findings.sheets import PURPOSE
from api.indicators import queries, settings
from api.indicators.groups import label_of, number_of
from api.indicators.measures import MEASURES, find_counted, find_ratio
from api.indicators.models import PeriodType, Polarity, ValueStatus
from api.indicators.rows import is_of_children
from api.indicators.schemas import MemberFilters, PlaceFilters, RevisionFilters
from api.indicators.sentences import evidence_sentence, months_later, period_label, sight_sentence
from api.kernel import clock
from api.kernel.errors import FieldError, Invalid

_DAY, _YEAR = timedelta(days=1), timedelta(days=365)
_MONTHS = {PeriodType.month: 1, PeriodType.quarter: 3, PeriodType.year: 12}
_EMPTY: dict[str, Any] = {"items": [], "next_cursor": None, "total": None}
NOTHING = {ValueStatus.no_data, ValueStatus.suppressed, ValueStatus.not_applicable}


class NoSuchPeriod(Invalid):
    detail = "That day begins no such period: a quarter begins in April, July, October or January, a year in April."


def read_evidence(db: Session, who: Who, code: str, filters: PlaceFilters) -> dict[str, Any]:
    """How a figure was computed, without the children behind it."""
    indicator, unit, value = place_of(db, who, code, filters)
    start = value.period_start if value else filters.period_start
    measure = find_counted(code)
    label = period_label(filters.period_type, start) if start else None
    return {
        "indicator": indicator, "settings": settings.list_settings(db, who, code), "unit": indicator.unit,
        "unit_id": unit.id, "unit_name": unit.name, "period_type": filters.period_type, "period_start": start,
        "period_end": start and months_later(start, _MONTHS[filters.period_type]) - timedelta(days=1),
        "label": label, "figure": value,
        "periods": list_periods(db, who, indicator, unit.id, filters.period_type),
        "earlier": None if who.is_public_reader else queries.count_revisions(db, value) if value else 0,
        "data_as_of": value.data_as_of if value else None,
        "has_children": bool(measure and is_of_children(measure)),
        "sentence": evidence_sentence(indicator, unit.name, label, value),
    }  # fmt: skip


def list_evidence_children(db: Session, who: Who, code: str, filters: MemberFilters) -> dict[str, Any]:
    """The children behind a figure, as far as they are in the reader's sight, and how many are not.

    Of a ratio they are those of its numerator.
    """
    ratio = find_ratio(code)
    _, _, value = place_of(db, who, ratio.over if ratio else code, filters)
    if value is None or value.value_status in NOTHING:
        return {"numerator": None, "denominator": None, "met": 0, "counted": 0, "out_of_sight": 0, "children": _EMPTY,
                "group_label": label_of(filters.group), "sentence": sight_sentence(0, 0)}  # fmt: skip
    first, last = days_of(db, code, value)
    met, counted = queries.count_members(db, value, first, last, filters.group)
    numerator, denominator = value.numerator, value.denominator
    if filters.group:
        numerator, size = queries.count_parts(db, value, first, last).get(number_of(filters.group), (0, 0))
        denominator = None if denominator is None else size
    out_of_sight = max((numerator if denominator is None else denominator) - counted, 0)
    return {
        "numerator": numerator, "denominator": denominator, "met": met, "counted": counted,
        "out_of_sight": out_of_sight, "group_label": label_of(filters.group),
        "sentence": sight_sentence(counted, out_of_sight),
        "children": queries.list_members(db, value, first, last, filters),
    }  # fmt: skip


def list_periods(db: Session, who: Who, indicator: Any, unit_id: uuid.UUID, kind: PeriodType) -> list[Any]:
    """The periods of a type that have a figure of a unit, the latest first, with their labels."""
    starts = queries.list_starts(db, who, indicator.id, unit_id, kind)
    return [{"period_start": one, "label": period_label(kind, one)} for one in starts]


def list_revisions(db: Session, who: Who, code: str, filters: RevisionFilters) -> dict[str, Any]:
    """A figure as it stands, and what it was before."""
    _, unit, value = place_of(db, who, code, filters)
    is_closed = value is None or who.is_public_reader
    return {
        "unit_id": unit.id, "unit_name": unit.name, "period_type": filters.period_type,
        "period_start": value.period_start if value else filters.period_start, "present": value,
        "earlier": _EMPTY if is_closed else queries.list_revisions(db, value, filters),
    }  # fmt: skip


def place_of(db: Session, who: Who, code: str, filters: PlaceFilters) -> tuple[Any, Any, Any]:
    """An indicator, a unit and the value of a period as `who` may see it, or None; raises NotFound, NoSuchPeriod."""
    indicator = queries.read_indicator(db, code)
    start = filters.period_start
    if start and (start.day != 1 or (start.month - 4) % _MONTHS[filters.period_type]):
        fault = FieldError(pointer="?period_start", code="no_such_period", detail=NoSuchPeriod.detail)
        raise NoSuchPeriod(errors=[fault])
    unit = queries.get_shown_unit(db, who, filters.unit_id)
    return indicator, unit, queries.find_place(db, who, indicator.id, unit.id, filters)


def read_worker_figures(db: Session, who: Who, worker_id: str, filters: SheetFilters) -> dict[str, Any]:
    """What indicators count of the cases of one worker, for whoever may open their supervision sheet.

    Only children in the reader's sight: of cases that were handed over to another team or worker these may be fewer.
    """
    get_worker(db, who, worker_id)
    counted_to = _counted_to(db)
    to_on = min(filters.to_on or counted_to, counted_to)
    from_on = filters.from_on or to_on - _YEAR
    stock_on = to_on if to_on == counted_to else (to_on + _DAY).replace(day=1) - _DAY
    stocks = {measure.code for measure in MEASURES if measure.is_snapshot}
    figures: dict[str, dict[str, Any]] = {}
    for row in queries.list_of_worker(db, worker_id, (from_on, to_on), stock_on, stocks):
        said = {"indicator": row.indicator, "title": row.title, "polarity": row.polarity,
                "is_stock": row.indicator in stocks, "met": 0, "counted": 0, "children": []}  # fmt: skip
        figure = figures.setdefault(row.indicator, said)
        figure["met"] += row.met
        figure["counted"] += row.counted
        if times := row.met if row.polarity == Polarity.low else row.counted - row.met:
            figure["children"].append({"child_id": row.child_id, "child_ref": row.child_ref, "times": times})
    return {"worker_id": worker_id, "from_on": from_on, "to_on": to_on, "stock_on": stock_on, "purpose": PURPOSE,
            "items": list(figures.values())}  # fmt: skip


def days_of(db: Session, code: str, value: Any) -> tuple[date, date]:
    """The days whose rows a value counts: of stock, those of the last month of its period that has begun."""
    end = min(value.period_end, _counted_to(db))
    measure = find_counted(code)
    return (end.replace(day=1) if measure and measure.is_snapshot else value.period_start), end


def _counted_to(db: Session) -> date:
    last = queries.find_last_computation(db)
    return last.at.astimezone(clock.ENGLAND).date() if last else clock.today()
