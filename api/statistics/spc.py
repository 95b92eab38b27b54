"""The XmR chart with the rules of NHS "Making Data Count": which points are signal and which noise.

Source: the algorithm of NHSRplotthedots 0.2.2 (nhs-r-community), from which it departs where that breaks down: without
any variation there are no limits; screening that would leave none is not done; a gap never signals nor stops the rest;
the last known point speaks for the chart. Missing values are not bridged, and nothing crosses a rebase.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

Improvement = Literal["increase", "decrease", "neutral"]
Signal = Literal[
    "common_cause", "above_ucl", "below_lcl", "trend_increasing", "trend_decreasing", "two_of_three_above",
    "two_of_three_below", "shift_above", "shift_below",
]  # fmt: skip
Meaning = Literal["common_cause", "improvement", "concern", "neutral_high", "neutral_low"]
Assurance = Literal["consistent_pass", "consistent_fail", "hit_and_miss"]
Values = Sequence[float | None]

TO_LIMITS = 2.66
"""Moving ranges from the mean to a limit: 3 / 1.128, rounded as the NHS rounds it."""
TOO_WIDE = 3.267
"""Moving ranges this many times the mean one are screened out."""
RUN = 7
ENOUGH = 13
"""Points from which limits and words are no longer a trial."""

FEW = "few_points"
STILL = "no_variation"
WRONG = "mostly_constant"
GAP = "last_value_missing"


@dataclass(frozen=True, slots=True)
class Point:
    """One input with the limits of its group, None where there are none, and what it says."""

    date: date
    value: float | None
    mean: float | None
    lower: float | None
    upper: float | None
    near_lower: float | None
    near_upper: float | None
    signal: Signal
    meaning: Meaning


@dataclass(frozen=True, slots=True)
class Chart:
    """The points in date order. `variation` is the meaning of the last known one, None without any.

    `assurance` says whether the process can be expected to meet the target; None without target or direction.
    `cautions` are codes: few_points (fewer than 13 since the last rebase), no_variation, mostly_constant (the wrong
    chart), last_value_missing.
    """

    points: tuple[Point, ...]
    variation: Meaning | None
    assurance: Assurance | None
    cautions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Limits:
    mean: float | None = None
    range: float | None = None
    is_mostly_constant: bool = False

    def at(self, ranges: float) -> float | None:
        """The line so many moving ranges above the mean."""
        return None if self.mean is None or self.range is None else self.mean + ranges * self.range


def plot_the_dots(
    points: Sequence[tuple[date, float | None]],
    *,
    improvement: Improvement,
    target: float | None = None,
    rebase: Collection[date] = (),
    baseline_points: int | None = None,
    screen_outliers: bool = True,
) -> Chart:
    """The chart of points in any order and unit. `rebase` names the dates from which limits are worked out anew.

    `baseline_points` rests each group's limits on its first rows alone. Points follow each other whatever the gap.
    Raises ValueError for a date given twice and for a rebase date without a point.
    """
    rows = sorted(points, key=lambda point: point[0])
    dates = [day for day, _ in rows]
    if len(set(dates)) < len(dates):
        raise ValueError("each date may have one point")
    if missing := sorted(set(rebase) - set(dates)):
        raise ValueError(f"there is no point on {missing[0]} to rebase at")
    made: list[Point] = []
    last = (_Limits(), 0)
    for group in _groups(rows, set(rebase)):
        values = [value for _, value in group]
        limits = find_limits(values[:baseline_points], screen_outliers)
        made += _judge(group, limits, improvement)
        if any(value is not None for value in values):
            last = limits, sum(value is not None for value in values)
    known = [point for point in made if point.value is not None]
    return Chart(
        points=tuple(made),
        variation=known[-1].meaning if known else None,
        assurance=_assure(last[0], improvement, target),
        cautions=tuple(_cautions(made, *last)),
    )


def find_limits(baseline: Values, screen: bool) -> _Limits:
    """Mean and mean moving range; no range without variation. Outliers stay in the mean."""
    known = [value for value in baseline if value is not None]
    ranges = [abs(b - a) for a, b in pairwise(baseline) if a is not None and b is not None]
    if not known:
        return _Limits()
    mean = sum(known) / len(known)
    average = sum(ranges) / len(ranges) if ranges else 0.0
    if not average:
        return _Limits(mean)
    kept = [r for r in ranges if r < TOO_WIDE * average] if screen else ranges
    screened = sum(kept) / len(kept) if kept else 0.0
    return _Limits(mean, screened or average, not screened)


def _groups(rows: Sequence[tuple[date, float | None]], rebase: set[date]) -> Iterator[list[tuple[date, float | None]]]:
    group: list[tuple[date, float | None]] = []
    for row in rows:
        if row[0] in rebase and group:
            yield group
            group = []
        group.append(row)
    if group:
        yield group


def _judge(group: list[tuple[date, float | None]], limits: _Limits, improvement: Improvement) -> Iterator[Point]:
    lower, upper = limits.at(-TO_LIMITS), limits.at(TO_LIMITS)
    near = 2 * TO_LIMITS / 3
    signals = find_signals([v for _, v in group], [limits.mean] * len(group), [lower] * len(group),
                           [upper] * len(group))  # fmt: skip
    for (day, value), signal in zip(group, signals, strict=True):
        yield Point(
            day,
            value,
            limits.mean,
            lower,
            upper,
            limits.at(-near),
            limits.at(near),
            signal,
            mean_of(signal, improvement),
        )


def mean_of(signal: Signal, improvement: Improvement) -> Meaning:
    """What a signal means: a trend is judged by where it goes, not by where it is."""
    if signal == "common_cause":
        return "common_cause"
    is_high = signal.endswith(("above", "increasing", "above_ucl"))
    if improvement == "neutral":
        return "neutral_high" if is_high else "neutral_low"
    return "improvement" if is_high == (improvement == "increase") else "concern"


def find_signals(values: Values, centre: Values, lower: Values, upper: Values) -> list[Signal]:
    """The signal of each row of one group: outside, trend, two of three, shift, in this order."""
    sides = [_side(v, c) for v, c in zip(values, centre, strict=True)]
    beyond = [
        v is not None and low is not None and high is not None and (v > high or v < low)
        for v, low, high in zip(values, lower, upper, strict=True)
    ]
    near = [
        not out and _is_near(v, c, low, high)
        for v, c, low, high, out in zip(values, centre, lower, upper, beyond, strict=True)
    ]
    steps = [_side(b, a) for a, b in pairwise(values)]
    trends = _in_runs(len(values), RUN, lambda i: _is_run(steps[i : i + RUN - 1]))
    shifts = _in_runs(len(values), RUN, lambda i: _is_run(sides[i : i + RUN]))
    threes = _in_runs(len(values), 3, lambda i: _is_run(sides[i : i + 3]) and sum(near[i : i + 3]) >= 2)
    found: list[Signal] = []
    for i, side in enumerate(sides):
        if beyond[i]:
            found.append("above_ucl" if side == 1 else "below_lcl")
        elif trends[i]:
            found.append("trend_increasing" if _goes_up(steps, trends, i) else "trend_decreasing")
        elif threes[i] and near[i]:
            found.append("two_of_three_above" if side == 1 else "two_of_three_below")
        elif shifts[i]:
            found.append("shift_above" if side == 1 else "shift_below")
        else:
            found.append("common_cause")
    return found


def _side(value: float | None, centre: float | None) -> int | None:
    return None if value is None or centre is None else (value > centre) - (value < centre)


def _is_near(value: float | None, centre: float | None, lower: float | None, upper: float | None) -> bool:
    """Whether a value lies in the outer third between centre and limit."""
    if value is None or centre is None or lower is None or upper is None:
        return False
    return value > centre + (upper - centre) * 2 / 3 or value < centre - (centre - lower) * 2 / 3


def _is_run(sides: Sequence[int | None]) -> bool:
    return sides[0] in (1, -1) and len(set(sides)) == 1


def _in_runs(rows: int, length: int, is_one: Callable[[int], bool]) -> list[bool]:
    """Which rows lie in a window of some length that is one."""
    found = [False] * rows
    for start in range(rows - length + 1):
        if is_one(start):
            found[start : start + length] = [True] * length
    return found


def _goes_up(steps: Sequence[int | None], trends: Sequence[bool], i: int) -> bool:
    """Which way a row in a trend goes: the peak between a rise and a fall counts as falling."""
    to_next = steps[i] if i + 1 < len(trends) and trends[i + 1] else None
    return (to_next or steps[i - 1]) == 1


def _assure(limits: _Limits, improvement: Improvement, target: float | None) -> Assurance | None:
    if target is None or improvement == "neutral" or limits.mean is None:
        return None
    lower, upper = limits.at(-TO_LIMITS), limits.at(TO_LIMITS)
    if lower is None or upper is None:
        is_met = limits.mean >= target if improvement == "increase" else limits.mean <= target
        return "consistent_pass" if is_met else "consistent_fail"
    if lower <= target <= upper:
        return "hit_and_miss"
    return "consistent_fail" if (target > upper) == (improvement == "increase") else "consistent_pass"


def _cautions(points: Sequence[Point], limits: _Limits, known: int) -> Iterator[str]:
    if known < ENOUGH:
        yield FEW
    if known and limits.range is None:
        yield STILL
    if limits.is_mostly_constant:
        yield WRONG
    if known and points[-1].value is None:
        yield GAP
