"""How far people who grade the same work agree, and which way they lean when they do not.

Ratings are rows of equal length, one per unit, with one place per rater: a position on the scale from 1 to k, or None
where the rater gave no grade ("not applicable" is no grade). Rows may also come counted, each with how often it
occurs. `k` is the length of the whole scale, used or not.

Every function answers None where there is nothing to say: no unit graded twice. The coefficients answer None also
where every grade compared is the same, for then there is no variation in which to agree.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, product
from math import comb
from typing import Literal

from api.statistics.intervals import Resampled
from api.statistics.resampling import Cluster, resample

Row = Sequence[int | None]
Ratings = Sequence[Row] | Mapping[tuple[int | None, ...], int]
"""Rows one by one, or each different row with how often it occurs: the same to every function here."""
Weights = Literal["none", "linear", "quadratic"]
Level = Literal["nominal", "ordinal", "interval"]
Weight = Callable[[int, int], float]
Units = Counter[tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Direction:
    """The second rater against the first, on a scale that stands best first: a higher position is worse.

    `worse`, `same` and `better` count units; `mean_shift` is the mean of second minus first in grades (above 0: the
    second is harsher), None without a unit graded by both; `sign_test_p` is two-sided, None without a disagreement.
    """

    worse: int
    same: int
    better: int
    mean_shift: float | None
    sign_test_p: float | None


def percent_agreement(ratings: Ratings) -> float | None:
    """Of 100 pairs of raters grading one unit, how many give the same grade: 0 to 100."""
    return _percent(ratings, lambda a, b: a == b)


def percent_within_one(ratings: Ratings) -> float | None:
    """Of 100 pairs of raters grading one unit, how many are at most one grade apart: 0 to 100."""
    return _percent(ratings, lambda a, b: abs(a - b) <= 1)


def cohen_kappa(ratings: Ratings, *, k: int, weights: Weights = "none") -> float | None:
    """Kappa of two raters, from the units that both graded; -1 to 1.

    Raises ValueError for three raters or more. Source: Cohen 1960, Educ. Psychol. Meas. 20, 37-46, and 1968,
    Psychol. Bull. 70, 213-220.
    """
    pairs = _twice(_rated(ratings, k, most=2))
    if not _vary(pairs):
        return None
    weight = _weight(weights, k)
    first, second = _sums((pair[0], n) for pair, n in pairs.items()), _sums((pair[1], n) for pair, n in pairs.items())
    expected = sum(weight(a, b) * first[a] * second[b] for a, b in product(first, second)) / pairs.total() ** 2
    return _beyond_chance(_observed(pairs, weight), expected)


def fleiss_kappa(ratings: Ratings, *, k: int) -> float | None:
    """Kappa of any number of raters, who need not be the same from unit to unit; 1 is perfect.

    Where grades are missing, every unit has one vote in the shares of the grades, and every unit graded twice one in
    the agreement. Sources: Fleiss 1971, Psychol. Bull. 76, 378-382; Gwet 2014, Handbook of Inter-Rater Reliability.
    """
    rated = _rated(ratings, k)
    units = _twice(rated)
    if not _vary(units):
        return None
    return _beyond_chance(_observed(units, _weight("none", k)), sum(share**2 for share in _shares(rated, k)))


def krippendorff_alpha(ratings: Ratings, *, k: int, level: Level = "ordinal") -> float | None:
    """Alpha of any number of raters with any number of grades missing; 1 is perfect, 0 is chance.

    Source: Krippendorff 2011, Computing Krippendorff's Alpha-Reliability.
    """
    units = _twice(_rated(ratings, k))
    if not _vary(units):
        return None
    totals = _sums((grade, n) for unit, n in units.items() for grade in unit)
    distance = _distance(level, totals)
    within = sum(
        2 * n * sum(distance(a, b) for a, b in combinations(unit, 2)) / (len(unit) - 1) for unit, n in units.items()
    )
    across = sum(distance(a, b) * totals[a] * totals[b] for a, b in product(totals, repeat=2))
    return 1 - (totals.total() - 1) * within / across


def gwet_ac(ratings: Ratings, *, k: int, weights: Weights = "none") -> float | None:
    """AC1, or AC2 if weighted, of any number of raters, from all grades given (not from complete rows alone).

    Quadratic weights all but hide a lean of one grade. Sources: Gwet 2008, Br. J. Math. Stat. Psychol. 61, 29-48, and
    2014, Handbook of Inter-Rater Reliability.
    """
    rated = _rated(ratings, k)
    units = _twice(rated)
    if not _vary(units):
        return None
    weight = _weight(weights, k)
    scale = sum(weight(a, b) for a, b in product(range(1, k + 1), repeat=2)) / (k * (k - 1))
    expected = scale * sum(share * (1 - share) for share in _shares(rated, k))
    return _beyond_chance(_observed(units, weight), expected)


def direction(ratings: Ratings) -> Direction:
    """Which way the second of two raters leans. Raises ValueError unless each row has two places."""
    rows = _counted(ratings)
    if any(len(row) != 2 for row in rows):
        raise ValueError("two raters are needed")
    shifts = _sums((b - a, n) for (a, b), n in rows.items() if a is not None and b is not None)
    worse = sum(n for shift, n in shifts.items() if shift > 0)
    better = sum(n for shift, n in shifts.items() if shift < 0)
    return Direction(
        worse=worse,
        same=shifts[0],
        better=better,
        mean_shift=sum(shift * n for shift, n in shifts.items()) / shifts.total() if shifts else None,
        sign_test_p=sign_test(worse, better),
    )


def bootstrap(
    ratings: Ratings,
    statistic: Callable[[Ratings], float | None],
    *,
    seed: int | str,
    resamples: int = 2000,
    clusters: Sequence[str] | None = None,
) -> Resampled | None:
    """The 95% percentile interval of a statistic over units drawn again with replacement; None where it has none.

    `clusters` names for each row what it belongs to, and whole clusters are drawn: the grades of one audit are not
    independent. The interval says in which share of the resamples the statistic was undefined. The same seed and
    units give the same interval in whatever order they come. None if the statistic is undefined for all units
    together, for most resamples, or if there is but one unit to draw. An interval without width says only that no
    unit differs from the others: give the one of the disagreements instead (`intervals.wilson`).
    Raises ValueError for clusters that are not one a row. Source: Efron and Tibshirani 1993, chapter 13.
    """
    if statistic(ratings) is None:
        return None
    if clusters is None:
        drawn: Counter[Cluster] = Counter({((row, 1),): n for row, n in _counted(ratings).items()})
    elif isinstance(ratings, Mapping) or len(clusters) != len(ratings):
        raise ValueError("one cluster is needed for each row")
    else:
        groups: dict[str, Counter[tuple[int | None, ...]]] = {}
        for name, row in zip(clusters, ratings, strict=True):
            groups.setdefault(name, Counter())[tuple(row)] += 1
        drawn = Counter(tuple(sorted(group.items(), key=repr)) for group in groups.values())
    return resample(drawn, statistic, seed=seed, resamples=resamples)


def sign_test(ups: int, downs: int) -> float | None:
    """How likely a split at least so uneven is, if each way is as likely as the other: exact, None without any."""
    n = ups + downs
    return min(1.0, 2 * sum(comb(n, i) for i in range(min(ups, downs) + 1)) / 2**n) if n else None


def _percent(ratings: Ratings, weight: Weight) -> float | None:
    units = _twice(_rated(ratings))
    return 100 * _observed(units, weight) if units else None


def _counted(ratings: Ratings) -> Counter[tuple[int | None, ...]]:
    """Each different row with how often it occurs: few, however many units there are."""
    if isinstance(ratings, Mapping):
        return Counter({row: n for row, n in ratings.items() if n})
    return Counter(map(tuple, ratings))


def _rated(ratings: Ratings, k: int | None = None, most: int | None = None) -> Units:
    """The grades given to each unit that has any."""
    if k is not None and k < 2:
        raise ValueError("a scale has at least two positions")
    rows = _counted(ratings)
    if len(widths := {len(row) for row in rows}) > 1:
        raise ValueError("rows must be of equal length")
    if most is not None and max(widths, default=0) > most:
        raise ValueError(f"at most {most} raters can be compared")
    units = Units()
    for row, n in rows.items():
        if unit := tuple(grade for grade in row if grade is not None):
            units[unit] += n
    if any(grade < 1 or (k is not None and grade > k) for grade in chain.from_iterable(units)):
        raise ValueError("a grade must be a position on the scale, from 1 to k")
    return units


def _sums(counts: Iterable[tuple[int, int]]) -> Counter[int]:
    sums: Counter[int] = Counter()
    for what, n in counts:
        sums[what] += n
    return sums


def _twice(units: Units) -> Units:
    return Units({unit: n for unit, n in units.items() if len(unit) > 1})


def _vary(units: Units) -> bool:
    return len(set(chain.from_iterable(units))) > 1


def _observed(units: Units, weight: Weight) -> float:
    """The mean over units of the mean weight of the unit's pairs."""
    agreed = sum(
        n * sum(weight(a, b) for a, b in combinations(unit, 2)) / comb(len(unit), 2) for unit, n in units.items()
    )
    return agreed / units.total()


def _beyond_chance(observed: float, expected: float) -> float:
    return (observed - expected) / (1 - expected)


def _shares(units: Units, k: int) -> list[float]:
    """The share of each grade, every unit counting once."""
    votes = [sum(n * unit.count(grade) / len(unit) for unit, n in units.items()) for grade in range(1, k + 1)]
    return [vote / units.total() for vote in votes]


def _weight(weights: Weights, k: int) -> Weight:
    """How much two grades agree: 1 if the same, 0 at opposite ends of the scale."""
    if weights == "none":
        return lambda a, b: a == b
    power = 1 if weights == "linear" else 2
    return lambda a, b: 1 - (abs(a - b) / (k - 1)) ** power


def _distance(level: Level, totals: Counter[int]) -> Weight:
    """How far two grades lie apart; on an ordinal scale by how many grades were given from the one to the other."""
    if level == "nominal":
        return lambda a, b: a != b
    if level == "interval":
        return lambda a, b: (a - b) ** 2
    return lambda a, b: (sum(totals[g] for g in range(min(a, b), max(a, b) + 1)) - (totals[a] + totals[b]) / 2) ** 2
