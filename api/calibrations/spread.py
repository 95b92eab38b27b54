"""How far apart people's grades lie: of one question, and of a whole exercise, with what its size can carry.

A sixth file because it is neither query nor verb: it is how results are told, and no database is needed for it.
"""

from collections.abc import Sequence
from itertools import combinations
from statistics import fmean
from typing import Any

from api.statistics.agreement import Ratings, gwet_ac, krippendorff_alpha, percent_agreement, percent_within_one

LEAST_FOR_PERCENT = 10
"""Below so many questions counts alone are shown."""
LEAST_FOR_COEFFICIENT = 30
"""Below so many questions a coefficient is a technical figure. Both: research on agreement, display by n."""


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
    coefficient = _coefficient(twice, k) if carries else None
    return {
        "questions": n,
        "people": people,
        "pairs": len(gaps),
        "same": gaps.count(0),
        "within_one": sum(gap <= 1 for gap in gaps),
        "percent_same": percent_agreement(twice) if carries else None,
        "same_interval": None,
        "percent_within_one": percent_within_one(twice) if carries else None,
        "coefficient": coefficient,
        "sentence": _sentence(n, max(gaps, default=0), has_coefficient=coefficient is not None),
    }


def _coefficient(ratings: Ratings, k: int) -> dict[str, Any] | None:
    alpha, ac1 = krippendorff_alpha(ratings, k=k), gwet_ac(ratings, k=k)
    if alpha is None or ac1 is None:
        return None
    return {"alpha": alpha, "alpha_interval": None, "ac1": ac1, "ac1_interval": None,
            "is_technical": len(ratings) < LEAST_FOR_COEFFICIENT}  # fmt: skip


def _sentence(n: int, farthest: int, *, has_coefficient: bool) -> str:
    if n == 0:
        return "No question was graded by two people, so there is nothing to compare."
    if farthest == 0:
        return "Everyone gave the same grade to every question, so no coefficient is worked out."
    if n < LEAST_FOR_PERCENT:
        return f"With {n} question{'s' if n > 1 else ''} only counts are shown: they carry no percentage."
    if has_coefficient and n < LEAST_FOR_COEFFICIENT:
        return f"With {n} questions the coefficient is a technical figure: too few for a verdict."
    return f"Over {n} questions of one case: this says how these people read this case, not how they read all cases."
