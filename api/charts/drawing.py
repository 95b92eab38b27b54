"""A series with its targets and notes turned into a chart: which kind, its limits, its signals and its cautions.

A sixth file because it is the one rule of how a series becomes a chart, without tables or requests.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import fmean, median
from typing import Any

from api.charts import words
from api.indicators.measures import find_counted, find_ratio
from api.indicators.models import Indicator, Polarity, ValueStatus
from api.statistics.charts import (
    Choice,
    CountChart,
    Counted,
    RunChart,
    choose_chart,
    laney_p_chart,
    laney_u_chart,
    p_chart,
    run_of,
    u_chart,
)
from api.statistics.spc import ENOUGH, Assurance, Improvement, Meaning, Signal, find_signals, mean_of, plot_the_dots
from api.targets.rag import Dated

_IMPROVEMENT: dict[str, Improvement] = {"high": "increase", "low": "decrease", "neutral": "neutral"}
SMALL = 10
_COUNTED: dict[str, Callable[[Counted], CountChart]] = {
    "p": p_chart, "laney_p": laney_p_chart, "u": u_chart, "laney_u": laney_u_chart,
}  # fmt: skip


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
    """The chart of one indicator and unit; `points` are those of its series, without gaps in the calendar.

    `rare` is the better choice where the days of its events are known: then `between.tell` makes that chart of it.
    """
    judged = [p["value"] is not None and p["value_status"] != ValueStatus.provisional for p in points]
    rebases = _rebases(points, notes)
    counted = [
        (p["period_start"], p["numerator"], p["denominator"]) for p, known in zip(points, judged, strict=True) if known
    ]
    choice, rare = _choose(indicator, points, counted)
    improvement = _IMPROVEMENT[indicator.polarity]
    now = targets.on(today)
    target = now.target if now and indicator.polarity != Polarity.neutral else None
    values = [p["value"] if known else None for p, known in zip(points, judged, strict=True)]
    lines, assurance, cautions = _lines(choice, _per(indicator), points, values, rebases, improvement, target)
    run = _run_since(points, values, rebases) if choice.kind == "run" else None
    last = max((i for i, known in enumerate(judged) if known), default=None)
    since = sum(known and p["period_start"] >= max(rebases, default=date.min)
                for p, known in zip(points, judged, strict=True))  # fmt: skip
    has_limits = since >= ENOUGH and choice.kind not in ("run", "line")
    latest = lines[last] if has_limits and last is not None else _line_of(run)
    variation, signal = (latest.meaning, latest.signal) if latest else (None, None)
    assurance = assurance if has_limits else None
    chart: dict[str, Any] = {
        "kind": choice.kind, "kind_words": words.KINDS[choice.kind], "reason": choice.reason, "rare": rare,
        "between": None,
        "points": [_point(p, line, targets, known) for p, line, known in zip(points, lines, judged, strict=True)],
        "target": target, "variation": variation, "assurance": assurance,
        "variation_words": words.run_words(run) if run else words.variation_words(variation, signal),
        "assurance_words": words.assurance_words(assurance, target, indicator.polarity, run),
        "annotations": [_note(note, points) for note in notes],
        "cautions": [words.CAUTIONS[code] for code in _cautions(points, counted, cautions, 0 if latest else since)],
    }  # fmt: skip
    chart["sentence"] = words.chart_sentence(indicator, unit_name, chart)
    for point in chart["points"]:
        del point["is_judged"]
    return chart


def _choose(
    indicator: Indicator, points: Sequence[dict[str, Any]], counted: Sequence[tuple[date, int | None, int | None]]
) -> tuple[Choice, Choice | None]:
    """Which chart the counts of periods are drawn as, and which one would say more of what is rare."""
    ratio, measure = find_ratio(indicator.code), find_counted(indicator.code)
    is_stock = bool(measure and measure.is_snapshot)
    choice = choose_chart(
        counted, is_percentage=indicator.unit == "%", is_rate=bool(ratio) and not is_stock, is_stock=is_stock,
        months=_months(points[0]) if points else 1,
    )  # fmt: skip
    if choice.kind not in ("t", "g"):
        return choice, None
    return Choice("run", f"{choice.reason} Here they are not known one by one."), choice


def _months(point: dict[str, Any]) -> int:
    first, last = point["period_start"], point["period_end"]
    return int(12 * (last.year - first.year) + last.month - first.month + 1)


def _per(indicator: Indicator) -> int:
    """Of how many a value is told: percent, or for instance per 10,000."""
    ratio = find_ratio(indicator.code)
    return ratio.per if ratio else 100


def _rebases(points: Sequence[dict[str, Any]], notes: Sequence[Any]) -> set[date]:
    """The first period that lies wholly after each rebase: a date within one moves to the next."""
    starts = [p["period_start"] for p in points]
    after = (next((start for start in starts if start >= note.happened_on), None) for note in notes if note.is_rebase)
    return {start for start in after if start is not None and start != starts[0]}


def _lines(
    choice: Choice, per: int, points: Sequence[dict[str, Any]], values: list[float | None], rebases: set[date],
    improvement: Improvement, target: float | None,
) -> tuple[list[_Line], Assurance | None, list[str]]:  # fmt: skip
    starts = [p["period_start"] for p in points]
    if choice.kind in _COUNTED:
        lines = _counted_lines(_COUNTED[choice.kind], per, points, values, rebases, improvement)
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
    return _middles(points, values, rebases) if choice.kind == "run" else [_Line()] * len(points), None, []


def _middles(points: Sequence[dict[str, Any]], values: list[float | None], rebases: set[date]) -> list[_Line]:
    """The median of the figures from each rebase on."""
    lines: list[_Line] = []
    for first, end in pairwise(_cuts(points, rebases)):
        found = [value for value in values[first:end] if value is not None]
        lines += [_Line(median(found) if found else None)] * (end - first)
    return lines


def _run_since(points: Sequence[dict[str, Any]], values: list[float | None], rebases: set[date]) -> RunChart:
    """The run of figures from the last rebase on."""
    return run_of([value for value in values[_cuts(points, rebases)[-2] :] if value is not None])


def _line_of(run: RunChart | None) -> _Line | None:
    """A run that chance explains is as expected; one that it does not has no direction of its own."""
    return _Line() if run and run.longest_expected is not None and not run.is_signal else None


def _cuts(points: Sequence[dict[str, Any]], rebases: set[date]) -> list[int]:
    """Where groups of points begin, each rebase anew, and the end."""
    return [0, *(i for i, p in enumerate(points) if p["period_start"] in rebases), len(points)]


def _counted_lines(
    make: Callable[[Counted], CountChart], per: int, points: Sequence[dict[str, Any]], values: list[float | None],
    rebases: set[date], improvement: Improvement,
) -> list[_Line]:  # fmt: skip
    """Limits from each point's own denominator, anew from each rebase on, in percent or whatever it is told per."""
    lines: list[_Line] = []
    for first, end in pairwise(_cuts(points, rebases)):
        part, held = points[first:end], values[first:end]
        chart = make([
            (p["period_start"], None if value is None else p["numerator"], p["denominator"])
            for p, value in zip(part, held, strict=True)
        ])  # fmt: skip
        centre = [None if chart.centre is None else per * chart.centre] * len(part)
        lower, upper = ([None if end is None else per * end for end in ends] for ends in
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
