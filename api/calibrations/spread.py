"""How far apart people's grades lie: of one question, and of a whole exercise, with what its size can carry.

A sixth file because it is neither query nor verb: it is how results are told, and no database is needed for it.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations
from statistics import fmean
from typing import Any

from api.statistics.agreement import (
    Ratings,
    bootstrap,
    gwet_ac,
    krippendorff_alpha,
    percent_agreement,
    percent_within_one,
)

LEAST_FOR_PERCENT = 10
"""Below so many questions counts alone are shown."""
LEAST_FOR_COEFFICIENT = 30
"""Below so many questions there is no coefficient. Both: what was found out about agreement, display by n."""
RESAMPLES = 300
"""Of whole questions: enough to show how wide an interval is, and quick enough to wait for."""


def spread_of(positions: Sequence[int]) -> dict[str, Any]:
    """How many graded, the mean distance of two of their grades, and the greatest; None where fewer than two did."""
    gaps = [abs(a - b) for a, b in combinations(positions, 2)]
    return {"graded": len(positions), "distance": fmean(gaps) if gaps else None, "farthest": max(gaps, default=None)}


def agreement_of(ratings: Ratings, *, k: int, people: int) -> dict[str, Any]:
    """How far people agree over the questions that two or more graded; `ratings` has a row for each question."""
    twice = [row for row in ratings if sum(grade is not None for grade in row) > 1]
    gaps = [abs(a - b) for row in twice for a, b in combinations([g for g in row if g is not None], 2)]
    n = len(twice)
    carries = n >= LEAST_FOR_PERCENT
    # In which order people stand in a row makes no difference, so rows alike are brought together.
    units = tuple(sorted(tuple(sorted((g for g in row if g is not None), reverse=True)) for row in twice))
    return {
        "questions": n,
        "people": people,
        "pairs": len(gaps),
        "same": gaps.count(0),
        "within_one": sum(gap <= 1 for gap in gaps),
        "percent_same": percent_agreement(twice) if carries else None,
        "same_interval": _interval(units, percent_same=True, k=k) if carries else None,
        "percent_within_one": percent_within_one(twice) if carries else None,
        "coefficient": _coefficient(units, k) if n >= LEAST_FOR_COEFFICIENT else None,
        "sentence": _sentence(n, max(gaps, default=0)),
    }


Units = tuple[tuple[int, ...], ...]
"""The grades of each question."""


def _padded(units: Units) -> list[tuple[int | None, ...]]:
    width = max(len(unit) for unit in units)
    return [(*unit, *(None,) * (width - len(unit))) for unit in units]


@lru_cache(maxsize=64)
def _interval(units: Units, *, k: int, percent_same: bool = False, alpha: bool = False) -> dict[str, float] | None:
    """The 95% interval of a figure over questions drawn again; what is closed never changes, so it is kept."""

    def figure(ratings: Ratings) -> float | None:
        if percent_same:
            return percent_agreement(ratings)
        return krippendorff_alpha(ratings, k=k) if alpha else gwet_ac(ratings, k=k)

    found = bootstrap(_padded(units), figure, seed="calibration", resamples=RESAMPLES)
    return {"lower": found.lower, "upper": found.upper} if found and found.lower < found.upper else None


def _coefficient(units: Units, k: int) -> dict[str, Any] | None:
    ratings = _padded(units)
    alpha, ac1 = krippendorff_alpha(ratings, k=k), gwet_ac(ratings, k=k)
    if alpha is None or ac1 is None:
        return None
    return {"alpha": alpha, "alpha_interval": _interval(units, k=k, alpha=True), "ac1": ac1,
            "ac1_interval": _interval(units, k=k)}  # fmt: skip


def _sentence(n: int, farthest: int) -> str:
    if n == 0:
        return "No question was graded by two people, so there is nothing to compare."
    if farthest == 0:
        return "Everyone gave the same grade to every question, so no coefficient is worked out."
    if n < LEAST_FOR_PERCENT:
        return f"With {n} question{'s' if n > 1 else ''} only counts are shown: they carry no percentage."
    if n < LEAST_FOR_COEFFICIENT:
        return f"With {n} questions of one case there is no coefficient: they cannot carry it."
    return f"Over {n} questions of one case: this says how these people read this case, not how they read all cases."
