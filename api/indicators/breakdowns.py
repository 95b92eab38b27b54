"""Breakdowns: a figure by the age, sex, ethnicity and disability of the children behind it.

A sixth file because it is a noun of its own, beside evidence: of what groups a figure is the sum. Groups are small, so
each comes with the interval of chance, and whoever sees suppressed figures alone is told of none.
"""

from typing import Any

from sqlmodel import Session

from api.access.who import Who
from api.indicators import queries
from api.indicators.evidence import NOTHING, days_of, list_periods, place_of
from api.indicators.groups import DIMENSIONS, PARTS, Dimension
from api.indicators.measures import find_counted, find_ratio
from api.indicators.models import Indicator, ValueStatus
from api.indicators.rows import is_of_children
from api.indicators.schemas import PlaceFilters
from api.indicators.sentences import apart_sentence, breakdown_sentence, most_sentence, period_label
from api.kernel.errors import NotFound
from api.statistics.intervals import wilson


class BreakdownsTellOfFew(NotFound):
    detail = "Figures by age, sex, ethnicity and disability tell of few children: they are for staff alone."


def read_breakdowns(db: Session, who: Who, code: str, filters: PlaceFilters) -> dict[str, Any]:
    """A figure by each group of children; groups of any one dimension add up to it, and for members there is none."""
    indicator, unit, value = place_of(db, who, code, filters)
    start = value.period_start if value else filters.period_start
    label = period_label(filters.period_type, start) if start else None
    measure = find_counted(code)
    has_children = find_ratio(code) is None and bool(measure and is_of_children(measure))
    has_groups = has_children and not who.is_public_reader
    is_known = has_groups and value is not None and value.value_status not in NOTHING
    return {
        "indicator": code, "unit": indicator.unit, "decimals": indicator.decimals, "unit_id": unit.id,
        "unit_name": unit.name, "period_type": filters.period_type, "period_start": start, "label": label,
        "periods": list_periods(db, who, indicator, unit.id, filters.period_type) if has_groups else [],
        "figure": value,
        "sentence": BreakdownsTellOfFew.detail if who.is_public_reader
        else breakdown_sentence(indicator, unit.name, label, find_ratio(code), has_children, is_known),
        "dimensions": _dimensions(db, indicator, value) if is_known else [],
    }  # fmt: skip


def _dimensions(db: Session, indicator: Indicator, value: Any) -> list[dict[str, Any]]:
    counts = queries.count_parts(db, value, *days_of(db, indicator.code, value))
    return [_dimension(indicator, value, one, counts) for one in DIMENSIONS]


def _dimension(
    indicator: Indicator, value: Any, dimension: Dimension, counts: dict[int, tuple[int, int]]
) -> dict[str, Any]:
    groups = [
        _group(value, code, dimension.groups[code], *counts.get(number, (0, 0)))
        for number, (one, code) in PARTS.items() if one is dimension
    ]  # fmt: skip
    sentence = most_sentence if value.denominator is None else apart_sentence
    return {"dimension": dimension.code, "title": dimension.title, "groups": groups,
            "sentence": sentence(indicator, value, groups)}  # fmt: skip


def _group(value: Any, code: str, label: str, x: int, n: int) -> dict[str, Any]:
    said: dict[str, Any] = {"group": code, "label": label, "numerator": x, "denominator": None, "value": x,
                            "value_status": value.value_status, "lower": None, "upper": None}  # fmt: skip
    if value.denominator is None:
        return said
    if n == 0:
        return said | {"denominator": 0, "value": None, "value_status": ValueStatus.no_data}
    chance = wilson(x, n)
    ends = {"lower": round(100 * chance.lower, 4), "upper": round(100 * chance.upper, 4)}
    return said | {"denominator": n, "value": round(100 * x / n, 4)} | ends
