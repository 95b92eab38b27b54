"""Charts and funnels: the one place where a series with its targets and notes becomes a drawing."""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlmodel import Session

from api.access.models import Unit, UnitKind
from api.access.who import Who
from api.annotations.queries import list_annotations, list_annotations_of
from api.charts import queries, words
from api.charts.between import may_tell, tell
from api.charts.drawing import SMALL, draw
from api.charts.schemas import ChartFilters, FunnelFilters
from api.indicators.models import Indicator, PeriodType, ValueStatus
from api.indicators.queries import get_indicator, get_shown_unit, list_series
from api.indicators.sentences import period_label
from api.indicators.service import fill_series
from api.kernel import clock
from api.kernel.errors import NotFound
from api.statistics.funnel import Funnel, funnel
from api.targets.queries import dated_targets


def chart_of(db: Session, who: Who, indicator: Indicator, unit: Unit, kind: PeriodType) -> dict[str, Any]:
    """The chart of one indicator and unit, as `who` may see its figures: points, limits, signals and words."""
    rows = list_series(db, who, indicator.id, unit.id, kind)
    points = fill_series(kind, [dict(row._mapping) for row in rows])
    targets = dated_targets(db, [indicator.id], [unit.id])[indicator.id, unit.id]
    notes = list_annotations(db, indicator.id, unit.id)
    chart = draw(indicator, unit.name, points, notes, targets, clock.today())
    return _tell_rare(db, who, [indicator], unit, {indicator.id: chart})[indicator.id]


def charts_of(
    db: Session, who: Who, indicators: Sequence[Indicator], unit: Unit, kind: PeriodType
) -> dict[uuid.UUID, dict[str, Any]]:
    """The charts of many indicators of one unit, in four questions to the database however many they are."""
    ids = [one.id for one in indicators]
    series, notes = queries.list_many_series(db, who, ids, unit.id, kind), list_annotations_of(db, unit.id)
    targets, today = dated_targets(db, ids, [unit.id]), clock.today()
    charts = {}
    for one in indicators:
        rows = [{k: v for k, v in row._mapping.items() if k != "indicator_id"} for row in series.get(one.id, [])]
        points = fill_series(kind, rows)
        charts[one.id] = draw(one, unit.name, points, notes.get(one.id, []), targets[one.id, unit.id], today)
    return _tell_rare(db, who, indicators, unit, charts)


def _tell_rare(
    db: Session, who: Who, indicators: Sequence[Indicator], unit: Unit, charts: dict[uuid.UUID, dict[str, Any]]
) -> dict[uuid.UUID, dict[str, Any]]:
    """The charts, with those of rare events told by what lies between them, for staff."""
    choices = {one.id: charts[one.id].pop("rare") for one in indicators}
    rare = [one for one in indicators if choices[one.id] and may_tell(one)]
    if not rare or who.is_public_reader:
        return charts
    days, today = queries.list_event_days(db, [one.id for one in rare], unit.id), clock.today()
    return charts | {
        one.id: tell(charts[one.id], choices[one.id], one, unit.name, days.get(one.id, []), today) for one in rare
    }


def read_chart(db: Session, who: Who, code: str, filters: ChartFilters) -> dict[str, Any]:
    """One chart with what it is of."""
    indicator = get_indicator(db, code)
    unit = get_shown_unit(db, who, filters.unit_id)
    of = {"unit_id": unit.id, "unit_name": unit.name, "period_type": filters.period_type}
    return _said(indicator) | of | chart_of(db, who, indicator, unit, filters.period_type)


def read_charts(db: Session, who: Who, filters: ChartFilters) -> dict[str, Any]:
    """Every indicator of a unit with its answers, a row each."""
    unit = get_shown_unit(db, who, filters.unit_id)
    indicators = queries.list_all_indicators(db)
    charts = charts_of(db, who, indicators, unit, filters.period_type)
    items = [_summary(one, charts[one.id]) for one in indicators]
    return {"unit_id": unit.id, "unit_name": unit.name, "period_type": filters.period_type, "items": items}


def _said(indicator: Indicator) -> dict[str, Any]:
    return {name: getattr(indicator, name) for name in ("code", "title", "unit", "decimals", "polarity")}


def _summary(indicator: Indicator, chart: dict[str, Any]) -> dict[str, Any]:
    known = [p for p in chart["points"] if p["value"] is not None and p["value_status"] != ValueStatus.provisional]
    latest = known[-1] if known else (chart["points"] or [None])[-1]
    kept = ("target", "variation", "variation_words", "assurance", "assurance_words", "cautions")
    return _said(indicator) | {name: chart[name] for name in kept} | {
        "corner": indicator.corner, "latest": latest, "values": [p["value"] for p in chart["points"]][-24:],
    }  # fmt: skip


def read_funnel(db: Session, who: Who, code: str, filters: FunnelFilters) -> dict[str, Any]:
    """Units of one kind in one period; a public reader compares services alone, by the figures that are not hidden."""
    indicator = get_indicator(db, code)
    kind = UnitKind(filters.units or ("service" if who.is_public_reader else "team"))
    if who.is_public_reader and kind == UnitKind.team:
        raise NotFound
    periods = queries.list_periods(db, who, indicator.id, kind, filters.period_type) if indicator.unit == "%" else []
    start = filters.period_start or (periods[0] if periods else None)
    if start and start not in periods:
        start = None
    rows = queries.list_units_at(db, who, indicator.id, kind, filters.period_type, start) if start else []
    made = funnel([(row.name, row.numerator, row.denominator) for row in rows if row.denominator])
    label = period_label(filters.period_type, start) if start else None
    return _said(indicator) | {
        "units_kind": kind, "period_type": filters.period_type, "period_start": start, "label": label,
        "periods": periods, "standard": None if made.standard is None else 100 * made.standard,
        "units": _units(rows, made), "lines": _percent_lines(made),
        "cautions": [words.CAUTIONS[code] for code in _cautions(rows, made)],
        "sentence": words.funnel_sentence(indicator, label, kind, made.units),
    }  # fmt: skip


def _units(rows: Sequence[Any], made: Funnel) -> list[dict[str, Any]]:
    dots = iter(made.units)
    units = []
    for row in rows:
        place = next(dots).place if row.denominator else "within"
        told = words.PLACES[place] if row.denominator else "Not compared: no figure to show"
        units.append({**row._mapping, "place": place, "place_words": told})
    return units


def _percent_lines(made: Funnel) -> list[dict[str, Any]]:
    ends = ("lower_95", "upper_95", "lower_998", "upper_998")
    return [{"size": at.size} | {end: 100 * getattr(at, end) for end in ends} for at in made.lines]


def _cautions(rows: Sequence[Any], made: Funnel) -> list[str]:
    sizes = [row.denominator for row in rows if row.denominator]
    found = list(made.cautions) if rows else []
    found += ["small_units"] if any(n < SMALL for n in sizes) else []
    return found + (["hidden"] if any(row.value_status == ValueStatus.suppressed for row in rows) else [])
