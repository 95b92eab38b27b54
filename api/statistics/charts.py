"""Charts of counts over time, where the limits come from what is counted: p, Laney's p' and u', u, and the run chart.

Limits of p and u are the classic three sigma (Shewhart; Montgomery, Introduction to Statistical Quality Control), p' is
Laney's (2002, Quality Engineering 14, 531-537), the run chart's rules are Anhoej's (2014, PLOS ONE 9, e113825). What is
rare is in `rare.py`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise
from math import comb, log2, sqrt
from statistics import median
from typing import Literal

Counted = Sequence[tuple[date, int | None, int | None]]
"""Date, numerator and denominator (or exposure); None or a denominator of 0 is a gap."""
Kind = Literal["xmr", "p", "laney_p", "u", "laney_u", "t", "g", "run", "line"]

UNBIASED = 1.128
ENOUGH = 12
LARGE = 300
"""From denominators of some hundreds on, a p chart flags nearly everything."""
FEW_EXPECTED = 5
ALIKE = 0.25
MANY_EVENTS = 100
"""From rates that rest on some hundred events on, a u chart flags what is no more than the season."""
RARE = 2
"""Under so many events a month counts are mostly nought and one: what lies between events says more."""
RARE_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class CountPoint:
    """A proportion (0 to 1) or rate with the limits that its own denominator gives it; None where nothing is known."""

    date: date
    value: float | None
    lower: float | None
    upper: float | None
    is_outside: bool


@dataclass(frozen=True, slots=True)
class CountChart:
    """The points in date order around a centre, None without any. `sigma_z` is Laney's, 1 for a plain chart."""

    points: tuple[CountPoint, ...]
    centre: float | None
    sigma_z: float | None


@dataclass(frozen=True, slots=True)
class RunChart:
    """The median of the known points, and whether runs are too long or crossings too few to be chance.

    `useful` counts points off the median. The rules need ten of them at least; before, nothing signals.
    """

    median: float | None
    useful: int
    longest_run: int
    longest_expected: int | None
    crossings: int
    fewest_expected: int | None
    is_signal: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """The chart that is right for a series, and why in a sentence."""

    kind: Kind
    reason: str


def p_chart(points: Counted) -> CountChart:
    """Proportions, each with three-sigma limits from its own denominator, within 0 to 1."""
    return _proportions(points, is_laney=False)


def laney_p_chart(points: Counted) -> CountChart:
    """Proportions with limits widened (or narrowed) by how much neighbours differ beyond binomial chance."""
    return _proportions(points, is_laney=True)


def u_chart(points: Counted) -> CountChart:
    """Rates of events per unit of exposure, with three-sigma Poisson limits, not below 0."""
    return _rates(points, is_laney=False)


def laney_u_chart(points: Counted) -> CountChart:
    """Rates with limits widened (or narrowed) by how much neighbours differ beyond Poisson chance."""
    return _rates(points, is_laney=True)


def run_chart(points: Counted) -> RunChart:
    """The run chart of numerator over denominator; without denominators, of the counts."""
    rows = sorted(points, key=lambda point: point[0])
    return run_of([x / n if n else float(x) for _, x, n in rows if x is not None and n != 0])


def run_of(values: Sequence[float]) -> RunChart:
    """The run chart of known values in date order."""
    if not values:
        return RunChart(None, 0, 0, None, 0, None, False)
    middle = median(values)
    sides = [value > middle for value in values if value != middle]
    longest = max((len(list(run)) for _, run in groupby(sides)), default=0)
    crossings = sum(a != b for a, b in pairwise(sides))
    n = len(sides)
    if n < 10:
        return RunChart(middle, n, longest, None, crossings, None, False)
    most, fewest = round(log2(n)) + 3, _binomial_quantile(0.05, n - 1)
    return RunChart(middle, n, longest, most, crossings, fewest, longest > most or crossings < fewest)


def choose_chart(
    points: Counted, *, is_percentage: bool, is_rate: bool = False, is_rolling: bool = False, is_stock: bool = False,
    months: int = 1,
) -> Choice:  # fmt: skip
    """The chart that suits a series whose points span so many months each, with the reason in a sentence.

    A rate counts events against an exposure; a stock is taken on a day, so that its points are not events at all.
    """
    known = [(x, n) for _, x, n in points if x is not None and n != 0]
    if is_rolling:
        return Choice("line", "Each figure covers some of the same months as the one before, so limits would mislead.")
    rare = None if is_stock or is_rate else _choose_rare(known, months * len(known))
    if rare:
        return rare
    if len(known) < ENOUGH:
        return Choice("run", f"There are {len(known)} points; limits need {ENOUGH} or more.")
    sizes = [n for _, n in known if n]
    if is_rate and sizes:
        return _choose_rate(known)
    if not is_percentage or not sizes:
        what = "a count divided by another" if sizes else "a count"
        also = " It changes slowly from month to month: take a signal as a prompt." if is_stock else ""
        return Choice("xmr", f"It is {what}, judged by how much it usually moves from one period to the next." + also)
    return _choose_percentage(known, sizes)


def _choose_rare(known: Sequence[tuple[int, int | None]], months: int) -> Choice | None:
    """Between events: days for counts, cases for percentages; None where they are not rare, or too few to know."""
    if not known:
        return None
    met, sizes = sum(x for x, _ in known), [n for _, n in known if n]
    events = min(met, sum(sizes) - met) if sizes else met
    if events <= ENOUGH or events >= RARE * months or (sizes and events >= RARE_SHARE * sum(sizes)):
        return None
    a_month = f"There are {events} in {months} months, fewer than two a month"
    if sizes:
        return Choice("g", f"{a_month}: how many cases lie between one and the next says more than percentages.")
    return Choice("t", f"{a_month}: how many days lie between one and the next says more than counts.")


def _choose_rate(known: Sequence[tuple[int, int | None]]) -> Choice:
    events = sum(x for x, _ in known) / len(known)
    if events >= MANY_EVENTS:
        return Choice(
            "laney_u",
            f"It counts events against how many could have had one, about {events:,.0f} a point: limits allow for more "
            "than chance between neighbours, or they would call the seasons news.",
        )
    return Choice("u", "It counts events against how many could have had one, so each point has its own limits.")


def _choose_percentage(known: Sequence[tuple[int, int | None]], sizes: Sequence[int]) -> Choice:
    mean = sum(sizes) / len(sizes)
    share = sum(x for x, _ in known) / sum(sizes)
    if mean >= LARGE:
        return Choice(
            "laney_p", f"Each point rests on about {mean:,.0f}: plain limits would call nearly all of them news."
        )
    if max(abs(n - mean) for n in sizes) <= ALIKE * mean:
        return Choice("xmr", "Each point rests on a similar number, so one pair of limits is fair to all.")
    if min(share, 1 - share) * min(sizes) < FEW_EXPECTED:
        return Choice("xmr", "Some points rest on too few for limits of their own, so all share one pair.")
    low, high = min(sizes), max(sizes)
    return Choice("p", f"Points rest on anything between {low} and {high}, so each has limits of its own.")


def _proportions(points: Counted, *, is_laney: bool) -> CountChart:
    rows = sorted(points, key=lambda point: point[0])
    if any(x is not None and n is not None and not 0 <= x <= n for _, x, n in rows):
        raise ValueError("a numerator must be from 0 to its denominator")
    known = [(x, n) for _, x, n in rows if x is not None and n]
    if not known:
        return CountChart(tuple(CountPoint(day, None, None, None, False) for day, _, _ in rows), None, None)
    centre = sum(x for x, _ in known) / sum(n for _, n in known)
    spread = sqrt(centre * (1 - centre))
    wide = _sigma_z(known, centre, spread) if is_laney else 1.0
    made = [_place(day, x, n, centre, 3 * wide * spread / sqrt(n) if n else 0, 1.0) for day, x, n in rows]
    return CountChart(tuple(made), centre, wide)


def _rates(points: Counted, *, is_laney: bool) -> CountChart:
    rows = sorted(points, key=lambda point: point[0])
    known = [(x, n) for _, x, n in rows if x is not None and n]
    if not known:
        return CountChart(tuple(CountPoint(day, None, None, None, False) for day, _, _ in rows), None, None)
    centre = sum(x for x, _ in known) / sum(n for _, n in known)
    wide = _sigma_z(known, centre, sqrt(centre)) if is_laney else 1.0
    made = [_place(day, x, n, centre, 3 * wide * sqrt(centre / n) if n else 0, None) for day, x, n in rows]
    return CountChart(tuple(made), centre, wide)


def _sigma_z(known: Sequence[tuple[int, int]], centre: float, spread: float) -> float:
    """How much neighbours differ, against what chance alone would give; 1 where it cannot be told."""
    if not spread or len(known) < 2:
        return 1.0
    scores = [(x / n - centre) * sqrt(n) / spread for x, n in known]
    ranges = [abs(b - a) for a, b in pairwise(scores)]
    return sum(ranges) / len(ranges) / UNBIASED


def _place(day: date, x: int | None, n: int | None, centre: float, reach: float, most: float | None) -> CountPoint:
    if x is None or not n:
        return CountPoint(day, None, None, None, False)
    lower, upper = max(0.0, centre - reach), centre + reach
    upper = upper if most is None else min(most, upper)
    value = x / n
    return CountPoint(day, value, lower, upper, value > upper or value < lower)


def _binomial_quantile(p: float, n: int) -> int:
    """The least k with P(X <= k) of at least p, for n fair coins."""
    total = 0
    for k in range(n + 1):
        total += comb(n, k)
        if total >= p * 2**n:
            return k
    return n
