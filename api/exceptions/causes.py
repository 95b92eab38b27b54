"""When an exception is raised, as a rule without tables, and the reason in words.

A sixth file because the rule stands by itself: special-cause concern at the latest point of the chart, a process that
cannot meet its target, or two periods running outside the tolerance; never one red month inside the limits (Making
Data Count).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from api.charts.between import may_tell, tell
from api.charts.drawing import draw
from api.charts.words import limits
from api.exceptions.models import Cause
from api.indicators.models import Indicator, Polarity
from api.indicators.sentences import figure
from api.targets.rag import Dated, rag

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
class Found:
    """What is wrong with a series at its latest known month: each cause with its reason, and the points it rests on."""

    of_period: date
    reasons: dict[Cause, str]
    points: list[dict[str, Any]]


def find_causes(
    indicator: Indicator, unit_name: str, points: Sequence[dict[str, Any]], notes: Sequence[Any], targets: Dated,
    today: date, days: Callable[[], Sequence[Any]],
) -> Found | None:  # fmt: skip
    """The causes at the latest known month of a series, told from the chart that everybody sees of it.

    `points` are months that are over, oldest first and without gaps; `notes` those of the chart, rebases among them;
    the target is that of `today`. `days` gives those of the events, which are asked for where these are rare. None
    without a known month.
    """
    known = [point for point in points if point["value"] is not None]
    if not known or indicator.polarity == Polarity.neutral:
        return None
    points = points[: points.index(known[-1]) + 1]
    chart = draw(indicator, unit_name, points, notes, targets, today)
    if chart["rare"] and may_tell(indicator):
        chart = tell(chart, chart["rare"], indicator, unit_name, days(), today)
    reasons = _of_the_chart(indicator, unit_name, chart) | _of_two_months(indicator, unit_name, known[-2:], targets)
    frozen = [_frozen(indicator, point, targets) for point in chart["points"][-SHOWN:]]
    return Found(known[-1]["period_start"], reasons, frozen)


def _of_the_chart(indicator: Indicator, unit_name: str, chart: dict[str, Any]) -> dict[Cause, str]:
    if chart["between"]:
        reason = f"{chart['sentence']} Counted are: {chart['between']['of']}."
        return {Cause.special_cause: reason} if chart["variation"] == "concern" else {}
    reasons, last = {}, chart["points"][-1]
    if last["lower_limit"] is None:
        return {}
    lower, upper = limits(indicator, last)
    if chart["variation"] == "concern":
        how = _SIGNALS[last["signal"]].format(mean=_shown(indicator, last["centre"]), lower=lower, upper=upper)
        reasons[Cause.special_cause] = f"{unit_name}, {_told(indicator, last)} {how}, on the side that is worse."
    if chart["assurance"] == "consistent_fail":
        reasons[Cause.consistent_fail] = (
            f"{unit_name}: left as it is, the process gives anything from {lower} to {upper}, and so cannot be expected"
            f" to meet the target of {_shown(indicator, chart['target'])}."
        )
    return reasons


def _of_two_months(
    indicator: Indicator, unit_name: str, last_two: Sequence[dict[str, Any]], targets: Dated
) -> dict[Cause, str]:
    target = targets.on(last_two[-1]["period_end"])
    if target is None or len(last_two) < 2 or not all(_is_red(indicator, month, targets) for month in last_two):
        return {}
    both = " and ".join(_told(indicator, month) for month in last_two)
    around = f" by more than the tolerance of {_shown(indicator, target.tolerance)}" if target.tolerance else ""
    missed = f"two months running miss the target of {_shown(indicator, target.target)}{around}"
    return {Cause.two_periods: f"{unit_name}, {both}: {missed}."}


def _is_red(indicator: Indicator, month: dict[str, Any], targets: Dated) -> bool:
    target = targets.on(month["period_end"])
    return target is not None and rag(month["value"], target.target, target.tolerance, indicator.polarity) == "red"


def _shown(indicator: Indicator, value: float | None) -> str:
    return "nothing" if value is None else figure(value, indicator.unit, indicator.decimals)


def _told(indicator: Indicator, month: dict[str, Any]) -> str:
    of = f" ({month['numerator']} of {month['denominator']})" if month["denominator"] is not None else ""
    return f"{month['label']}: {_shown(indicator, month['value'])}{of}"


def _frozen(indicator: Indicator, point: dict[str, Any], targets: Dated) -> dict[str, Any]:
    """A month as it is kept: its figure, what it was measured against, and the limits of its chart."""
    then = targets.on(point["period_end"])
    target, tolerance = (then.target, then.tolerance) if then else (None, None)
    kept = ("label", "numerator", "denominator", "value", "signal", "meaning")
    return {name: point[name] for name in kept} | {
        "start": point["period_start"].isoformat(), "end": point["period_end"].isoformat(),
        "target": target, "tolerance": tolerance, "rag": rag(point["value"], target, tolerance, indicator.polarity),
        "mean": point["centre"], "lower": point["lower_limit"], "upper": point["upper_limit"],
    }  # fmt: skip
