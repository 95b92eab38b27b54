"""Confidence intervals for proportions, for their differences and for rates, right also where counts are small."""

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, inf, lgamma, log, log1p, sqrt
from statistics import NormalDist


@dataclass(frozen=True, slots=True)
class Interval:
    """Two ends on the scale of the estimate: 0 to 1 for a proportion, never percent."""

    lower: float
    upper: float


def wilson(x: int, n: int, confidence: float = 0.95) -> Interval:
    """The score interval for the proportion x of n, the one to display.

    Raises ValueError without any cases (n = 0). Source: Wilson 1927, J. Am. Stat. Assoc. 22, 209-212.
    """
    _check_proportion(x, n)
    z = NormalDist().inv_cdf(1 - _tail(confidence))
    p, scale = x / n, 1 + z * z / n
    centre = (p + z * z / (2 * n)) / scale
    half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / scale
    return Interval(0.0 if x == 0 else centre - half, 1.0 if x == n else centre + half)


def clopper_pearson(x: int, n: int, confidence: float = 0.95) -> Interval:
    """The exact interval for the proportion x of n: wider than Wilson's, covers at least as often as it says.

    Raises ValueError without any cases (n = 0). Source: Clopper and Pearson 1934, Biometrika 26, 404-413.
    """
    _check_proportion(x, n)
    tail = _tail(confidence)
    return Interval(1 - _binomial_upper(n - x, n, tail), _binomial_upper(x, n, tail))


def newcombe(x1: int, n1: int, x2: int, n2: int, confidence: float = 0.95) -> Interval:
    """The interval for the difference x1/n1 - x2/n2 of two separate groups, made of their Wilson intervals; -1 to 1.

    Raises ValueError if either group has no cases. Source: Newcombe 1998, Stat. Med. 17, 873-890, method 10.
    """
    one, two = wilson(x1, n1, confidence), wilson(x2, n2, confidence)
    p1, p2 = x1 / n1, x2 / n2
    down = sqrt((p1 - one.lower) ** 2 + (two.upper - p2) ** 2)
    up = sqrt((one.upper - p1) ** 2 + (p2 - two.lower) ** 2)
    return Interval(p1 - p2 - down, p1 - p2 + up)


def poisson_exact(events: int, exposure: float, confidence: float = 0.95) -> Interval:
    """The exact interval for a rate, in events per unit of exposure (children, months, ...).

    Raises ValueError for negative events or exposure not above 0. Source: Garwood 1936, Biometrika 28, 437-442.
    """
    if events < 0 or not 0 < exposure < inf:
        raise ValueError("events must not be negative, and exposure must be above 0")
    tail = _tail(confidence)
    reach = (10 - 2 * log(tail)) * sqrt(events + 1)  # beyond both limits, yet near enough for exp not to underflow
    floor, ceiling = max(0, events - reach), events + reach
    upper = _crossing(lambda mean: _poisson_cdf(events, mean), tail, events, ceiling)
    lower = _crossing(lambda mean: _poisson_cdf(events - 1, mean), 1 - tail, floor, events) if events else 0.0
    return Interval(lower / exposure, upper / exposure)


def _check_proportion(x: int, n: int) -> None:
    if n < 1 or not 0 <= x <= n:
        raise ValueError("n must be at least 1, and x from 0 to n")


def _tail(confidence: float) -> float:
    if not 0 < confidence < 1:
        raise ValueError("confidence must be between 0 and 1")
    return (1 - confidence) / 2


def _binomial_upper(x: int, n: int, tail: float) -> float:
    """The proportion under which x or fewer of n have the probability `tail`."""
    return 1.0 if x == n else _crossing(lambda p: _binomial_cdf(x, n, p), tail, x / n, 1)


def _binomial_cdf(x: int, n: int, p: float) -> float:
    if p in (0, 1):
        return float(p == 0 or x == n)
    first = lgamma(n + 1) - lgamma(x + 1) - lgamma(n - x + 1) + x * log(p) + (n - x) * log1p(-p)
    return _sum_down(first, x, lambda k: k * (1 - p) / ((n - k + 1) * p))


def _poisson_cdf(x: int, mean: float) -> float:
    return _sum_down(x * log(mean) - mean - lgamma(x + 1), x, lambda k: k / mean) if mean else 1.0


def _sum_down(log_first: float, x: int, ratio: Callable[[int], float]) -> float:
    """Adds the probabilities of x, x - 1, ..., 0 from that of x, as `ratio(k)` leads from k to k - 1."""
    total = term = exp(log_first)
    for k in range(x, 0, -1):
        step = ratio(k)
        term *= step
        total += term
        if step < 1 and term <= total * 1e-17:
            break
    return total


def _crossing(falling: Callable[[float], float], level: float, low: float, high: float) -> float:
    """Where a falling function meets `level`, to the last bit that halving can find."""
    while low < (middle := (low + high) / 2) < high:
        low, high = (middle, high) if falling(middle) > level else (low, middle)
    return middle
