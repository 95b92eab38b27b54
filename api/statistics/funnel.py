"""Comparing units at one time: a funnel of exact binomial limits, which says who differs by more than chance.

Limits are Spiegelhalter's (2005, Statistics in Medicine 24, 1185-1202); a unit is flagged by its exact tail, not by the
drawn line. Nothing is ranked, and single workers are never compared: a handful of cases says nothing of anybody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, fsum, lgamma, log, log1p
from typing import Literal

Place = Literal["within", "above_95", "below_95", "above_998", "below_998"]

ALERT, ALARM = 0.025, 0.001
"""What is left beyond each line at 95% and at 99.8%."""
ENOUGH_UNITS = 10
"""From this many units it could be told whether they vary more than chance for a reason they share."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The lines at a size: proportions from 0 to 1."""

    size: int
    lower_95: float
    upper_95: float
    lower_998: float
    upper_998: float


@dataclass(frozen=True, slots=True)
class Dot:
    """One unit: its proportion, None without cases, and the exact probability of so few and of so many."""

    name: str
    numerator: int
    denominator: int
    proportion: float | None
    at_most: float | None
    at_least: float | None
    place: Place


@dataclass(frozen=True, slots=True)
class Funnel:
    """The units in the order given, the standard they are held against (None without any case), and the lines."""

    standard: float | None
    units: tuple[Dot, ...]
    lines: tuple[Limits, ...]
    cautions: tuple[str, ...]


def funnel(units: Sequence[tuple[str, int, int]], *, standard: float | None = None) -> Funnel:
    """A funnel of (name, numerator, denominator) around the standard, or around all units taken together.

    Raises ValueError for counts that are not of each other, and for a standard that is not from 0 to 1.
    """
    if any(not 0 <= x <= n for _, x, n in units):
        raise ValueError("a numerator must be from 0 to its denominator")
    if standard is not None and not 0 <= standard <= 1:
        raise ValueError("the standard must be from 0 to 1")
    total = sum(n for _, _, n in units)
    if standard is None and total:
        standard = sum(x for _, x, _ in units) / total
    most = max((n for _, _, n in units), default=0)
    sizes = sorted({n for n in _sizes(most) if n} | {n for _, _, n in units if n})
    return Funnel(
        standard=standard,
        units=tuple(_dot(*unit, standard) for unit in units),
        lines=tuple(limits_at(n, standard) for n in sizes) if standard is not None else (),
        cautions=("few_units",) if len(units) < ENOUGH_UNITS else (),
    )


def limits_at(size: int, standard: float) -> Limits:
    """The interpolated exact limits for a unit of some size."""
    below = _cumulative(size, standard)
    return Limits(
        size, _line(below, size, ALERT), _line(below, size, 1 - ALERT), _line(below, size, ALARM),
        _line(below, size, 1 - ALARM),
    )  # fmt: skip


def tails(x: int, n: int, standard: float) -> tuple[float, float]:
    """The exact probabilities of x or fewer and of x or more of n."""
    chances = _chances(n, standard)
    return min(1.0, fsum(chances[: x + 1])), min(1.0, fsum(chances[x:]))


def _dot(name: str, x: int, n: int, standard: float | None) -> Dot:
    if not n or standard is None:
        return Dot(name, x, n, None, None, None, "within")
    at_most, at_least = tails(x, n, standard)
    place: Place = "within"
    if at_most < ALERT:
        place = "below_998" if at_most < ALARM else "below_95"
    elif at_least < ALERT:
        place = "above_998" if at_least < ALARM else "above_95"
    return Dot(name, x, n, x / n, at_most, at_least, place)


def _chances(n: int, standard: float) -> list[float]:
    if standard in (0, 1):
        return [float(k == n * standard) for k in range(n + 1)]
    whole = lgamma(n + 1)
    up, down = log(standard), log1p(-standard)
    return [exp(whole - lgamma(k + 1) - lgamma(n - k + 1) + k * up + (n - k) * down) for k in range(n + 1)]


def _cumulative(n: int, standard: float) -> list[float]:
    total, sums = 0.0, []
    for chance in _chances(n, standard):
        total += chance
        sums.append(total)
    return sums


def _line(below: Sequence[float], size: int, p: float) -> float:
    """(r - a) / n with r the least number whose cumulative chance is above p, and a how far it is above."""
    r = next((k for k, chance in enumerate(below) if chance > p), size)
    before = below[r - 1] if r else 0.0
    step = below[r] - before
    return min(1.0, max(0.0, (r - (below[r] - p) / step) / size)) if step else r / size


def _sizes(most: int, steps: int = 40) -> list[int]:
    """Sizes spread from 1 to a little beyond the largest unit."""
    top = max(10, most + max(1, most // 10))
    return [max(1, round(top * i / steps)) for i in range(1, steps + 1)] if most else []
