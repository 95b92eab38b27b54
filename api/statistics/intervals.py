"""Confidence intervals for proportions, for their differences and for rates, right also where counts are small."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import atan, comb, cos, exp, inf, lgamma, log, log1p, pi, sin, sqrt
from statistics import NormalDist


@dataclass(frozen=True, slots=True)
class Interval:
    """Two ends on the scale of the estimate: 0 to 1 for a proportion, never percent."""

    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class Resampled(Interval):
    """An interval made by resampling, on whatever scale the statistic has.

    `undefined` is the share of the resamples, 0 to 1, in which the statistic had no value; they are left out.
    """

    undefined: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a stratified sample says of the population's proportion: 0 to 1, with its standard error and interval.

    `interval` is None where every unit was sampled: then the proportion is known.
    """

    proportion: float
    standard_error: float
    interval: Interval | None


def wilson(x: int, n: int, confidence: float = 0.95) -> Interval:
    """The score interval for the proportion x of n, the one to display.

    Raises ValueError without any cases (n = 0). Source: Wilson 1927, J. Am. Stat. Assoc. 22, 209-212.
    """
    _check_proportion(x, n)
    return _score(x / n, n, NormalDist().inv_cdf(1 - _tail(confidence)))


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


def finite_population(x: int, n: int, population: int, confidence: float = 0.95) -> Interval:
    """How many of the whole population have what x of n sampled have: exact, in counts, from x to population - (n - x).

    Those numbers are kept of which neither so few nor so many in the sample would be rarer than half of what the
    confidence leaves. With all sampled both ends are x.
    Raises ValueError for an empty sample, or one larger than the population. Source: Konijn 1973, Statistical Theory
    of Sample Survey Design and Analysis; as tabled by Wright 1991, Exact Confidence Bounds when Sampling from Small
    Finite Universes.
    """
    _check_proportion(x, n)
    if n > population:
        raise ValueError("the sample must not be larger than the population")
    tail = _tail(confidence)
    least, most = x, population - (n - x)

    def is_too_few(having: int) -> bool:  # so many in the sample would be too rare
        return _hypergeometric(n, having, population, range(x, min(n, having) + 1)) <= tail

    def is_enough(having: int) -> bool:  # so few in the sample would not be too rare
        return _hypergeometric(n, having, population, range(max(0, n - population + having), x + 1)) > tail

    lower = bisect_left(range(least, most + 1), True, key=lambda having: not is_too_few(having)) + least
    upper = bisect_left(range(least, most + 1), True, key=lambda having: not is_enough(having)) + least - 1
    return Interval(lower, upper)


def stratified_proportion(strata: Sequence[tuple[int, int, int]]) -> Estimate:
    """The population's proportion from (positives, sampled, population) of each stratum, each weighing as it is large.

    A stratum of which one unit was sampled, and not all, tells nothing of its variance: such strata are pooled with
    each other, or with the smallest of the rest. The interval is the t interval of as many degrees of freedom as
    units less strata; where the standard error is 0 though not all were sampled, or the t interval leaves 0 to 1, it
    is Wilson's for the number of units that would tell as much.
    Raises ValueError without strata, for one of which nothing was sampled, and for counts out of order.
    Source: Cochran 1977, Sampling Techniques, chapter 5; Korn and Graubard 1998, Survey Methodology 24, 193-201.
    """
    if not strata:
        raise ValueError("a stratum is needed at least")
    for x, n, population in strata:
        _check_proportion(x, n)
        if n > population:
            raise ValueError("the sample must not be larger than the population")
    total = sum(population for _, _, population in strata)
    proportion = sum(population * x / n for x, n, population in strata) / total
    pooled = _pool_lone(strata)
    variance = sum(_variance_of_total(*stratum) for stratum in pooled) / total**2
    sampled = sum(n for _, n, _ in strata)
    if sampled == total:
        return Estimate(proportion, 0.0, None)
    freedom = sampled - len(pooled)
    return Estimate(proportion, sqrt(variance), _weighted_interval(proportion, variance, sampled, freedom, total))


def _pool_lone(strata: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    lone = [stratum for stratum in strata if stratum[1] == 1 < stratum[2]]
    rest = sorted((stratum for stratum in strata if stratum not in lone), key=lambda stratum: (stratum[2], stratum))
    if len(lone) == 1 and rest:
        lone.append(rest.pop(0))
    return [*rest, (sum(s[0] for s in lone), sum(s[1] for s in lone), sum(s[2] for s in lone))] if lone else rest


def _variance_of_total(x: int, n: int, population: int) -> float:
    """The variance of the estimated number of positives of one stratum, sampled without replacement."""
    if n in (1, population):
        return 0.0
    return population**2 * (1 - n / population) * (x / n) * (1 - x / n) / (n - 1)


def _weighted_interval(p: float, variance: float, n: int, freedom: int, population: int) -> Interval:
    if variance and freedom:
        half = _t_quantile(0.975, freedom) * sqrt(variance)
        if p - half >= 0 and p + half <= 1:
            return Interval(p - half, p + half)
    units = p * (1 - p) / variance if variance else n * (population - 1) / (population - n)
    return _score(p, units, NormalDist().inv_cdf(0.975))


def _score(p: float, n: float, z: float) -> Interval:
    """Wilson's interval of a proportion p of n, which need not be whole."""
    scale = 1 + z * z / n
    centre = (p + z * z / (2 * n)) / scale
    half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / scale
    return Interval(0.0 if p == 0 else centre - half, 1.0 if p == 1 else centre + half)


def _t_quantile(level: float, freedom: int) -> float:
    """Where Student's t of so many degrees of freedom has so much below it, for a level above a half."""
    return _crossing(lambda t: 1 - _t_cdf(t, freedom), 1 - level, 0.0, 1e4)


def _t_cdf(t: float, freedom: int) -> float:
    """Student's distribution for t from 0 up, by the finite sums for whole degrees of freedom.

    Source: Abramowitz and Stegun 1972, Handbook of Mathematical Functions, 26.7.3 and 26.7.4.
    """
    theta = atan(t / sqrt(freedom))
    is_odd = freedom % 2
    term = cos(theta) if is_odd else 1.0
    total = 0.0
    for j in range(1 + is_odd, freedom, 2):
        total += term
        term *= cos(theta) ** 2 * j / (j + 1)
    within = 2 / pi * (theta + sin(theta) * total) if is_odd else sin(theta) * total
    return 0.5 + within / 2


def _hypergeometric(n: int, having: int, population: int, counts: range) -> float:
    """How likely a sample of n has one of the counts, if so many of the population have it; in whole numbers."""
    total, term = 0, comb(having, counts.start) * comb(population - having, n - counts.start) if counts else 0
    for i in counts:
        total += term
        term = term * (having - i) * (n - i) // ((i + 1) * (population - having - n + i + 1)) if i < counts[-1] else 0
    return total / comb(population, n)


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
