"""A series with its targets and notes turned into a chart: which kind, its limits, its signals and its cautions.

A sixth file because it is the one rule of how a series becomes a chart, without tables or requests.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import fmean, median
from typing import Any

from api.charts import words
from api.indicators.models import Indicator, Polarity, ValueStatus
from api.statistics.charts import Choice, choose_chart, laney_p_chart, p_chart, run_of
from api.statistics.spc import ENOUGH, Assurance, Improvement, Meaning, Signal, find_signals, mean_of, plot_the_dots
from api.targets.rag import Dated

_IMPROVEMENT: dict[str, Improvement] = {"high": "increase", "low": "decrease", "neutral": "neutral"}
SMALL = 10


@dataclass(frozen=True, slots=True)
class _Line:
    """What a chart says of one point."""

    centre: float | None = None
    lower: float | None = None
    upper: float | None = None
    signal: Signal = "common_cause"
    meaning: Meaning = "common_cause"


def draw(
    indicator: Indicator, unit_name: str, points: Sequence[dict[str, Any]], notes: Sequence[Any], targets: Dated,
    today: date,
) -> dict[str, Any]:  # fmt: skip
    """The chart of one indicator and unit; `points` are those of its series, without gaps in the calendar."""
    judged = [p["value"] is not None and p["value_status"] != ValueStatus.provisional for p in points]
    rebases = _rebases(points, notes)
    counted = [
        (p["period_start"], p["numerator"], p["denominator"]) for p, known in zip(points, judged, strict=True) if known
    ]
    choice = choose_chart(counted, is_percentage=indicator.unit == "%")
    improvement = _IMPROVEMENT[indicator.polarity]
    now = targets.on(today)
    target = now.target if now and indicator.polarity != Polarity.neutral else None
    values = [p["value"] if known else None for p, known in zip(points, judged, strict=True)]
    lines, assurance, cautions = _lines(choice, points, values, rebases, improvement, target)
    last = max((i for i, known in enumerate(judged) if known), default=None)
    since = sum(known and p["period_start"] >= max(rebases, default=date.min)
                for p, known in zip(points, judged, strict=True))  # fmt: skip
    is_told = since >= ENOUGH and last is not None and choice.kind not in ("run", "line")
    variation = lines[last].meaning if is_told and last is not None else None
    assurance = assurance if is_told else None
    chart: dict[str, Any] = {
        "kind": choice.kind, "kind_words": words.KINDS[choice.kind], "reason": choice.reason,
        "points": [_point(p, line, targets, known) for p, line, known in zip(points, lines, judged, strict=True)],
        "target": target, "variation": variation, "assurance": assurance,
        "variation_words": words.variation_words(variation, lines[last].signal if last is not None else None),
        "assurance_words": words.assurance_words(assurance, target, indicator.polarity),
        "annotations": [_note(note, points) for note in notes],
        "cautions": [words.CAUTIONS[code] for code in _cautions(points, counted, cautions, since)],
    }  # fmt: skip
    chart["sentence"] = words.chart_sentence(indicator, unit_name, chart)
    for point in chart["points"]:
        del point["is_judged"]
    return chart


def _rebases(points: Sequence[dict[str, Any]], notes: Sequence[Any]) -> set[date]:
    """The first period that lies wholly after each rebase: a date within one moves to the next."""
    starts = [p["period_start"] for p in points]
    after = (next((start for start in starts if start >= note.happened_on), None) for note in notes if note.is_rebase)
    return {start for start in after if start is not None and start != starts[0]}


def _lines(
    choice: Choice, points: Sequence[dict[str, Any]], values: list[float | None], rebases: set[date],
    improvement: Improvement, target: float | None,
) -> tuple[list[_Line], Assurance | None, list[str]]:  # fmt: skip
    starts = [p["period_start"] for p in points]
    if choice.kind in ("p", "laney_p"):
        lines = _counted_lines(choice, points, values, rebases, improvement)
        known = [line for line, value in zip(lines, values, strict=True) if value is not None]
        return lines, _assure(known[-1], improvement, target), []
    if choice.kind == "xmr":
        chart = plot_the_dots(
            list(zip(starts, values, strict=True)), improvement=improvement, target=target, rebase=rebases
        )
        lines = [_Line(p.mean, p.lower, p.upper, p.signal, p.meaning) for p in chart.points]
        return (
            lines,
            chart.assurance,
            [code for code in chart.cautions if code not in ("few_points", "last_value_missing")],
        )
    found = [value for value in values if value is not None]
    middle = median(found) if choice.kind == "run" and found else None
    return [_Line(middle)] * len(points), None, ["run"] if run_of(found).is_signal else []


def _counted_lines(
    choice: Choice, points: Sequence[dict[str, Any]], values: list[float | None], rebases: set[date],
    improvement: Improvement,
) -> list[_Line]:  # fmt: skip
    """Limits from each point's own denominator, anew from each rebase on, in percent."""
    cuts = [0, *(i for i, p in enumerate(points) if p["period_start"] in rebases), len(points)]
    make, lines = laney_p_chart if choice.kind == "laney_p" else p_chart, []
    for first, end in pairwise(cuts):
        part, held = points[first:end], values[first:end]
        chart = make([
            (p["period_start"], None if value is None else p["numerator"], p["denominator"])
            for p, value in zip(part, held, strict=True)
        ])  # fmt: skip
        centre = [None if chart.centre is None else 100 * chart.centre] * len(part)
        lower, upper = ([None if end is None else 100 * end for end in ends] for ends in
                        ([p.lower for p in chart.points], [p.upper for p in chart.points]))  # fmt: skip
        signals = find_signals(held, centre, lower, upper)
        lines += [
            _Line(c, low, high, signal, mean_of(signal, improvement))
            for c, low, high, signal in zip(centre, lower, upper, signals, strict=True)
        ]
    return lines


def _assure(line: _Line, improvement: Improvement, target: float | None) -> Assurance | None:
    if target is None or improvement == "neutral" or line.lower is None or line.upper is None:
        return None
    if line.lower <= target <= line.upper:
        return "hit_and_miss"
    return "consistent_fail" if (target > line.upper) == (improvement == "increase") else "consistent_pass"


def _point(point: dict[str, Any], line: _Line, targets: Dated, is_judged: bool) -> dict[str, Any]:
    then = targets.on(point["period_end"])
    return point | {
        "centre": line.centre, "lower_limit": line.lower, "upper_limit": line.upper,
        "target": then.target if then else None, "signal": line.signal, "signal_words": words.SIGNALS[line.signal],
        "meaning": line.meaning, "is_judged": is_judged,
    }  # fmt: skip


def _note(note: Any, points: Sequence[dict[str, Any]]) -> dict[str, Any]:
    label = next((p["label"] for p in points if p["period_start"] <= note.happened_on <= p["period_end"]), None)
    return {"id": note.id, "happened_on": note.happened_on, "words": note.words, "is_rebase": note.is_rebase,
            "label": label}  # fmt: skip


def _cautions(points: Sequence[dict[str, Any]], counted: Sequence[Any], found: list[str], since: int) -> list[str]:
    statuses = [p["value_status"] for p in points]
    sizes = [n for _, _, n in counted if n]
    more = {
        "few_points": 0 < since < ENOUGH,
        "small": bool(sizes) and fmean(sizes) < SMALL,
        "hidden": ValueStatus.suppressed in statuses,
        "provisional": ValueStatus.provisional in statuses,
        "last_value_missing": bool(counted) and statuses[-1] in (ValueStatus.no_data, ValueStatus.suppressed),
    }
    return found + [code for code, holds in more.items() if holds]
