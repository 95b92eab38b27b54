"""Figures made of counted grades, each with the interval that chance leaves it, and shown only where n carries it.

A sixth file because it neither asks the database nor decides what may happen: it is arithmetic over what was counted.
Rules of display: fewer than 10 audits counts alone; from 10 percentages and direction, coefficients apart with their
intervals; from 30 coefficients too.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from api.statistics import tables
from api.statistics.agreement import (
    Ratings,
    bootstrap,
    gwet_ac,
    krippendorff_alpha,
    percent_agreement,
    sign_test,
)
from api.statistics.intervals import Resampled, wilson
from api.statistics.resampling import draw, percentiles

Counts = NDArray[np.float64]
"""A table of first grades down by second grades across, or several."""

FOR_PERCENTAGES = 10
FOR_COEFFICIENTS = 30
RESAMPLES = 2_000
FOR_EACH_KIND = 500
MOST_SAMPLED = 400
"""Audits from which chance is told; more of them would move the interval less than a resample does."""
SEED = "agreement"

_WORDS = ((0.0, "poor"), (0.2, "slight"), (0.4, "fair"), (0.6, "moderate"), (0.8, "substantial"), (1.0, "near perfect"))
"""Up to which value a coefficient bears which word: Landis and Koch 1977, Biometrics 33, 159-174."""

_FEW = "Fewer than 10 audits: counts alone, for a percentage of so few would mislead. Look at the audits themselves."
_SOME = "Fewer than 30 audits: a coefficient says little here, and stands apart with its interval."
_NONE = "No audit has been graded twice here."
_ALIKE = "Everyone gave the same grade, so there is no variation in which to agree, and no coefficient."
_FEW_QUESTIONS = "Fewer than 10 questions were graded by two people or more: they carry no percentage."
_CASES = "The intervals are about the questions of these cases, and say how these people read these cases."


def tabulate(rows: Iterable[Any], k: int) -> Counts:
    """A table of rows that have a first grade, a second grade and n."""
    table = np.zeros((k, k))
    for row in rows:
        table[row.first_grade - 1, row.second_grade - 1] += row.n
    return table


def of_audits(counted: Counts, resamples: int = RESAMPLES) -> list[dict[str, Any]]:
    """The figures of tables of overall grades: each audit stands for itself."""
    audits = [int(table.sum()) for table in counted]
    drawn = np.zeros((resamples if max(audits, default=0) >= FOR_PERCENTAGES else 1, *counted.shape))
    for place, n in enumerate(audits):
        if n >= FOR_PERCENTAGES:
            drawn[:, place] = _draw_cells(counted[place], resamples)
    narrowed = np.array([sqrt(min(1.0, MOST_SAMPLED / max(n, 1))) for n in audits])
    told = _figures(counted, audits, _estimates(counted, drawn, counted, narrowed))
    for figures in told:
        if figures["show"] != "counts":
            figures |= {f"{name}_share": share(figures[name], figures["n"]) for name in ("exact", "within_one")}
            figures["sign_test_p"] = sign_test(figures["worse"], figures["better"])
    return told


def of_answers(counted: Counts, sampled: Counts, audits: int) -> list[dict[str, Any]]:
    """The figures of tables of answers, whose chance is told by drawing whole audits: those of one go together.

    `sampled` has for each audit of the sample all the same tables; `audits` is how many there are beside the sample.
    """
    found = len(sampled)
    answering = [int(n) for n in (sampled.sum(axis=(2, 3)) > 0).sum(axis=0)]
    drawn = np.zeros((1, *counted.shape))
    if found >= FOR_PERCENTAGES:
        flat = _draw_audits(found) @ sampled.reshape(found, -1).astype(np.float32)
        drawn = flat.astype(float).reshape(-1, *counted.shape)
    narrowed = np.full(len(counted), sqrt(found / audits) if audits > found else 1.0)
    known = [round(n * max(1.0, audits / found)) if found else 0 for n in answering]
    return _figures(counted, known, _estimates(counted, drawn, sampled.sum(axis=0), narrowed))


@lru_cache(maxsize=4)
def _draw_audits(n: int) -> NDArray[np.float32]:
    """How often each of n audits is drawn in each resample; kept, since it depends on n alone."""
    weights: NDArray[np.float32] = draw([1] * n, seed=SEED, resamples=RESAMPLES).astype(np.float32)
    return weights


def _draw_cells(table: Counts, resamples: int) -> Counts:
    """A table drawn again: how many audits fall into each cell, where each falls into them as often as was seen.

    Of more audits than are ever sampled so many are drawn, and the interval is narrowed as there are more.
    """
    seen = [int(n) for n in table.flat]
    cells = [i for i, n in enumerate(seen) if n]
    drawn = np.zeros((resamples, table.size))
    most = min(sum(seen), MOST_SAMPLED)
    drawn[:, cells] = draw([seen[i] for i in cells], seed=SEED, resamples=resamples, most=most)
    return drawn.reshape(resamples, *table.shape)


def _estimates(counted: Counts, drawn: Counts, centres: Counts, narrowed: Counts) -> dict[str, list[Any]]:
    """Each statistic of each table with its interval: the sample's, moved to the whole and narrowed as it is larger."""
    k = counted.shape[-1]
    statistics = {
        "exact_share": (tables.exact_shares, 1.0), "within_one_share": (tables.within_one_shares, 1.0),
        "mean_shift": (tables.mean_shifts, k - 1.0), "alpha": (tables.ordinal_alphas, 1.0), "ac1": (tables.ac1s, 1.0),
    }  # fmt: skip
    told: dict[str, list[Any]] = {}
    for name, (of, most) in statistics.items():
        values, middles, found = of(counted), of(centres), of(drawn)
        told[name] = [
            _estimate(values[i], middles[i], percentiles(found[:, i]), narrowed[i], most) for i in range(len(counted))
        ]
    return told


def _estimate(
    value: float, middle: float, found: Resampled | None, narrowed: float, most: float
) -> dict[str, Any] | None:
    if np.isnan(value):
        return None
    estimate = {"value": float(value), "lower": None, "upper": None, "undefined": found.undefined if found else 0.0}
    if found is None or np.isnan(middle) or found.upper - found.lower < 1e-12:
        return estimate
    ends = (value + (end - middle) * narrowed for end in (found.lower, found.upper))
    lower, upper = (float(min(most, max(-most, end))) for end in ends)
    return estimate | {"lower": lower, "upper": upper}


def _figures(counted: Counts, audits: Sequence[int], told: dict[str, list[Any]]) -> list[dict[str, Any]]:
    """What each table shows, by how many audits it comes from."""
    return [
        _shown(table, audits[i], {name: estimates[i] for name, estimates in told.items()})
        for i, table in enumerate(counted)
    ]


def _shown(table: Counts, audits: int, told: dict[str, Any]) -> dict[str, Any]:
    k = len(table)
    shift = np.subtract.outer(np.arange(k), np.arange(k)).T
    figures: dict[str, Any] = {
        "n": int(table.sum()), "audits": audits, "table": [[int(n) for n in row] for row in table],
        "exact": int(table[shift == 0].sum()), "within_one": int(table[np.abs(shift) <= 1].sum()),
        "worse": int(table[shift > 0].sum()), "same": int(table[shift == 0].sum()),
        "better": int(table[shift < 0].sum()), "sign_test_p": None, "is_technical": audits < FOR_COEFFICIENTS,
        "show": "counts", "caution": _FEW if audits else _NONE, **dict.fromkeys(told),
    }  # fmt: skip
    if audits < FOR_PERCENTAGES:
        return figures
    for name in ("exact_share", "within_one_share"):
        if told[name] and told[name]["lower"] is None:  # all alike: how seldom may it yet be otherwise?
            interval = wilson(round(told[name]["value"] * audits), audits)
            told[name] |= {"lower": interval.lower, "upper": interval.upper}
    figures |= {name: _without_undefined(told[name]) for name in ("exact_share", "within_one_share", "mean_shift")}
    figures |= {name: told[name] and told[name] | {"words": _words(told[name])} for name in ("alpha", "ac1")}
    figures["show"] = "percentages" if figures["is_technical"] else "coefficients"
    figures["caution"] = _ALIKE if figures["alpha"] is None else _SOME if figures["is_technical"] else None
    return figures


def _without_undefined(estimate: dict[str, Any] | None) -> dict[str, Any] | None:
    return estimate and {name: estimate[name] for name in ("value", "lower", "upper")}


def _words(coefficient: dict[str, Any]) -> str | None:
    """The word for a coefficient's size, if the whole interval bears it."""
    if coefficient["lower"] is None:
        return None
    bands = {next(word for most, word in _WORDS if coefficient[end] <= most) for end in ("lower", "upper")}
    return bands.pop() if len(bands) == 1 else None


def of_calibrations(given: Mapping[tuple[Any, Any], Mapping[Any, int]], k: int) -> dict[str, Any] | None:
    """The figures of exercises: `given` has for each exercise and question the grade of each person; None for none."""
    twice = {key: sorted(by_person.values()) for key, by_person in given.items() if len(by_person) > 1}
    if not twice:
        return None
    width = max(map(len, twice.values()))
    rows = [(*grades, *[None] * (width - len(grades))) for grades in twice.values()]
    carries = len(rows) >= FOR_PERCENTAGES

    def told(statistic: Callable[[Ratings], float | None]) -> dict[str, Any] | None:
        value = statistic(rows) if carries else None
        found = bootstrap(rows, statistic, seed=SEED, resamples=500) if value is not None else None
        if value is None:
            return None
        ends = (found.lower, found.upper) if found and found.upper > found.lower else (None, None)
        return {"value": value, "lower": ends[0], "upper": ends[1], "undefined": found.undefined if found else 0.0}

    alpha, ac1 = told(lambda them: krippendorff_alpha(them, k=k)), told(lambda them: gwet_ac(them, k=k))
    for coefficient in (alpha, ac1):
        if coefficient:
            coefficient["words"] = _words(coefficient)
    same = told(lambda them: (percent_agreement(them) or 0) / 100)
    return {
        "exercises": len({exercise for exercise, _ in twice}), "questions": len(rows),
        "people": len({person for by_person in given.values() for person in by_person}),
        "grades": sum(map(len, twice.values())), "exact_share": _without_undefined(same), "alpha": alpha, "ac1": ac1,
        "caution": _CASES if carries else _FEW_QUESTIONS,
    }  # fmt: skip


def beside(own: Mapping[Any, int], agreed: Mapping[Any, int], others: Mapping[Any, Sequence[int]]) -> dict[str, int]:
    """Somebody's grades by question beside the agreed one, or else the middle of the others', the worse of two."""
    middles = {key: sorted(grades)[len(grades) // 2] for key, grades in others.items() if grades}
    right = middles | dict(agreed)
    shifts = [grade - right[key] for key, grade in own.items() if key in right]
    return {
        "n": len(shifts), "agreed": sum(key in agreed for key in own), "same": shifts.count(0),
        "worse": sum(shift > 0 for shift in shifts), "better": sum(shift < 0 for shift in shifts),
    }  # fmt: skip


def alpha_of_three(rows: Sequence[Any], k: int) -> float | None:
    """Ordinal alpha of auditor, moderator and inspector, from 30 audits on; the moderator may be missing."""
    if sum(row.n for row in rows) < FOR_COEFFICIENTS:
        return None
    ratings: dict[tuple[int | None, ...], int] = {
        (row.first_grade, row.second_grade, row.inspector): row.n for row in rows
    }
    return krippendorff_alpha(ratings, k=k)


def share(x: int, n: int) -> dict[str, Any] | None:
    """The share x of n with Wilson's interval, from ten on."""
    if n < FOR_PERCENTAGES:
        return None
    interval = wilson(x, n)
    return {"value": x / n, "lower": interval.lower, "upper": interval.upper}


def shrink(table: list[list[int]], leans: Sequence[Any]) -> float | None:
    """The lean of a table drawn in towards none: lean x n / (n + variance within auditors / variance between them).

    `leans` has n, lean and spread of all auditors with at least two moderated audits; None where there are too few
    of them to tell the variances.
    """
    own = np.array(table, dtype=float)
    n, lean = own.sum(), float(tables.mean_shifts(own[None])[0])
    total = sum(row.n for row in leans)
    if len(leans) < 2 or total <= len(leans):
        return None
    within = sum((row.n - 1) * row.spread**2 for row in leans) / (total - len(leans))
    mean = sum(row.n * row.lean for row in leans) / total
    across = sum(row.n * (row.lean - mean) ** 2 for row in leans) / (len(leans) - 1)
    usual = (total - sum(row.n**2 for row in leans) / total) / (len(leans) - 1)
    between = (across - within) / usual
    return float(lean * n / (n + within / between)) if between > 0 else 0.0
