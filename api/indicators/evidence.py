"""Evidence: how a figure was computed, what it was before, and which children stand behind it.

A sixth file because it is a noun of its own: whoever doubts a figure opens it. The children are those of the very rows
that it was counted from, so that list and figure cannot differ; who is out of sight is counted, never named.
"""

from datetime import date, timedelta
from typing import Any

from sqlmodel import Session

from api.access.who import Who
from api.indicators import queries, settings
from api.indicators.measures import find_counted, find_ratio
from api.indicators.models import Indicator, PeriodType, ValueStatus
from api.indicators.rows import is_of_children
from api.indicators.schemas import MemberFilters, PlaceFilters, RevisionFilters
from api.indicators.sentences import evidence_sentence, months_later, period_label, sight_sentence
from api.kernel import clock
from api.kernel.errors import FieldError, Invalid

_MONTHS = {PeriodType.month: 1, PeriodType.quarter: 3, PeriodType.year: 12}
_EMPTY: dict[str, Any] = {"items": [], "next_cursor": None, "total": None}
_NOTHING = {ValueStatus.no_data, ValueStatus.suppressed, ValueStatus.not_applicable}


class NoSuchPeriod(Invalid):
    detail = "That day begins no such period: a quarter begins in April, July, October or January, a year in April."


def read_evidence(db: Session, who: Who, code: str, filters: PlaceFilters) -> dict[str, Any]:
    """How a figure was computed, without the children behind it."""
    indicator, unit, value = _place(db, who, code, filters)
    start = value.period_start if value else filters.period_start
    measure = find_counted(code)
    label = period_label(filters.period_type, start) if start else None
    return {
        "indicator": indicator, "settings": settings.list_settings(db, who, code), "unit": indicator.unit,
        "unit_id": unit.id, "unit_name": unit.name, "period_type": filters.period_type, "period_start": start,
        "period_end": start and months_later(start, _MONTHS[filters.period_type]) - timedelta(days=1),
        "label": label, "figure": value,
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
    _, _, value = _place(db, who, ratio.over if ratio else code, filters)
    if value is None or value.value_status in _NOTHING:
        return {"numerator": None, "denominator": None, "met": 0, "counted": 0, "out_of_sight": 0,
                "sentence": sight_sentence(0, 0), "children": _EMPTY}  # fmt: skip
    first, last = _days(db, code, value)
    met, counted = queries.count_members(db, value, first, last)
    whole = value.numerator if value.denominator is None else value.denominator
    out_of_sight = max((whole or 0) - counted, 0)
    return {
        "numerator": value.numerator, "denominator": value.denominator, "met": met, "counted": counted,
        "out_of_sight": out_of_sight, "sentence": sight_sentence(counted, out_of_sight),
        "children": queries.list_members(db, value, first, last, filters),
    }  # fmt: skip


def list_revisions(db: Session, who: Who, code: str, filters: RevisionFilters) -> dict[str, Any]:
    """A figure as it stands, and what it was before."""
    _, unit, value = _place(db, who, code, filters)
    is_closed = value is None or who.is_public_reader
    return {
        "unit_id": unit.id, "unit_name": unit.name, "period_type": filters.period_type,
        "period_start": value.period_start if value else filters.period_start, "present": value,
        "earlier": _EMPTY if is_closed else queries.list_revisions(db, value, filters),
    }  # fmt: skip


def _place(db: Session, who: Who, code: str, filters: PlaceFilters) -> tuple[Indicator, Any, Any]:
    indicator = queries.get_indicator(db, code)
    start = filters.period_start
    if start and (start.day != 1 or (start.month - 4) % _MONTHS[filters.period_type]):
        fault = FieldError(pointer="?period_start", code="no_such_period", detail=NoSuchPeriod.detail)
        raise NoSuchPeriod(errors=[fault])
    unit = queries.get_shown_unit(db, who, filters.unit_id)
    return indicator, unit, queries.find_place(db, who, indicator.id, unit.id, filters)


def _days(db: Session, code: str, value: Any) -> tuple[date, date]:
    """The days whose rows a value counts: of stock, those of the last month of its period that has begun."""
    last = queries.find_last_computation(db)
    counted_to = last.at.astimezone(clock.ENGLAND).date() if last else clock.today()
    end = min(value.period_end, counted_to)
    measure = find_counted(code)
    return (end.replace(day=1) if measure and measure.is_snapshot else value.period_start), end
