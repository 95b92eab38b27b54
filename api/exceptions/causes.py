"""When an exception is raised, as a rule without tables, and the reason in words.

A sixth file because the rule stands by itself: special-cause concern at the latest point, a process that cannot meet
its target, or two periods running outside the tolerance; never one red month inside the limits (Making Data Count).
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

from api.exceptions.models import Cause
from api.indicators.models import Indicator, PeriodType, Polarity
from api.indicators.sentences import figure, period_label
from api.statistics.spc import Chart, plot_the_dots
from api.targets.rag import Dated, rag

FEWEST = 12
"""Under this many points limits are only on trial, and no signal is told from them."""
SHOWN = 13
"""As many months are frozen with the reason: a year and the month a year ago."""
_SIGNALS = {
    "above_ucl": "lies above the upper limit of what chance explains ({upper})",
    "below_lcl": "lies below the lower limit of what chance explains ({lower})",
    "trend_increasing": "is part of a run of rising figures longer than chance explains",
    "trend_decreasing": "is part of a run of falling figures longer than chance explains",
    "two_of_three_above": "is one of two out of three near the upper limit ({upper})",
    "two_of_three_below": "is one of two out of three near the lower limit ({lower})",
    "shift_above": "is part of a run above the average ({mean}) longer than chance explains",
    "shift_below": "is part of a run below the average ({mean}) longer than chance explains",
}


@dataclass(frozen=True)
class Month:
    """A figure of a month; without a value where there was none."""

    start: date
    end: date
    numerator: int | None
    denominator: int | None
    value: float | None


@dataclass(frozen=True)
class Found:
    """What is wrong with a series at its latest known month: each cause with its reason, and the points it rests on."""

    of_period: date
    reasons: dict[Cause, str]
    points: list[dict[str, Any]]


def find_causes(
    indicator: Indicator, unit_name: str, months: Sequence[Month], targets: Dated, rebase: Sequence[date] = ()
) -> Found | None:
    """The causes at the latest known month of a series, oldest first and without gaps; None without a known month."""
    known = [month for month in months if month.value is not None]
    if not known or indicator.polarity == Polarity.neutral:
        return None
    months = months[: months.index(known[-1]) + 1]
    target = targets.on(known[-1].end)
    improvement: Literal["increase", "decrease"] = "increase" if indicator.polarity == Polarity.high else "decrease"
    begun = {month.start for month in known}
    chart = plot_the_dots(
        [(month.start, month.value) for month in months], improvement=improvement,
        target=target.target if target else None, rebase=[day for day in rebase if day in begun],
    )  # fmt: skip
    reasons = _reasons(indicator, unit_name, known, chart, targets)
    return Found(known[-1].start, reasons, _points(indicator, months, chart, targets)[-SHOWN:])


def _reasons(
    indicator: Indicator, unit_name: str, known: Sequence[Month], chart: Chart, targets: Dated
) -> dict[Cause, str]:
    reasons = {}
    last = next(point for point in reversed(chart.points) if point.value is not None)
    if len(known) >= FEWEST and last.meaning == "concern":
        limits = {name: _shown(indicator, getattr(last, name)) for name in ("mean", "lower", "upper")}
        how = _SIGNALS[last.signal].format(**limits)
        reasons[Cause.special_cause] = f"{unit_name}, {_told(indicator, known[-1])} {how}, on the side that is worse."
    target = targets.on(known[-1].end)
    if len(known) >= FEWEST and chart.assurance == "consistent_fail" and target:
        reasons[Cause.consistent_fail] = (
            f"{unit_name}: left as it is, the process gives anything from {_shown(indicator, last.lower)} to"
            f" {_shown(indicator, last.upper)}, and so cannot be expected to meet the target of"
            f" {_shown(indicator, target.target)}."
        )
    last_two = known[-2:]
    if len(last_two) == 2 and all(_is_red(indicator, month, targets) for month in last_two) and target:
        both = " and ".join(_told(indicator, month) for month in last_two)
        around = f" by more than the tolerance of {_shown(indicator, target.tolerance)}" if target.tolerance else ""
        reasons[Cause.two_periods] = (
            f"{unit_name}, {both}: two months running miss the target of {_shown(indicator, target.target)}{around}."
        )
    return reasons


def _is_red(indicator: Indicator, month: Month, targets: Dated) -> bool:
    target = targets.on(month.end)
    return target is not None and rag(month.value, target.target, target.tolerance, indicator.polarity) == "red"


def _shown(indicator: Indicator, value: float | None) -> str:
    return "nothing" if value is None else figure(value, indicator.unit, max(indicator.decimals, 0))


def _told(indicator: Indicator, month: Month) -> str:
    of = f" ({month.numerator} of {month.denominator})" if month.denominator is not None else ""
    return f"{period_label(PeriodType.month, month.start)}: {_shown(indicator, month.value)}{of}"


def _points(indicator: Indicator, months: Sequence[Month], chart: Chart, targets: Dated) -> list[dict[str, Any]]:
    """The months as they are frozen: figures, what they were measured against, and the limits of their chart."""
    by_start = {point.date: point for point in chart.points}
    rows = []
    for month in months:
        counted, point = targets.on(month.end), by_start[month.start]
        target, tolerance = (counted.target, counted.tolerance) if counted else (None, None)
        row = {
            **asdict(month), "target": target, "tolerance": tolerance,
            "label": period_label(PeriodType.month, month.start),
            "rag": rag(month.value, target, tolerance, indicator.polarity),
            "mean": point.mean, "lower": point.lower, "upper": point.upper,
            "signal": point.signal, "meaning": point.meaning,
        }  # fmt: skip
        rows.append(row | {"start": month.start.isoformat(), "end": month.end.isoformat()})
    return rows
