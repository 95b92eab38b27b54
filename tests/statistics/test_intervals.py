"""Intervals against published tables."""

from math import comb, exp, factorial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.statistics.intervals import Interval, clopper_pearson, newcombe, poisson_exact, wilson

counts = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def rounded(interval: Interval, digits: int = 4) -> tuple[float, float]:
    return round(interval.lower, digits), round(interval.upper, digits)


# Newcombe 1998, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17, 857-872,
# table I: x, n, method 3 (score), method 5 (Clopper-Pearson).
SINGLE = [
    (81, 263, (0.2553, 0.3662), (0.2527, 0.3676)),
    (15, 148, (0.0624, 0.1605), (0.0578, 0.1617)),
    (0, 20, (0.0000, 0.1611), (0.0000, 0.1684)),
    (1, 29, (0.0061, 0.1718), (0.0009, 0.1776)),
]


@pytest.mark.parametrize(("x", "n", "score", "exact"), SINGLE)
def test_single_proportion_as_published(x: int, n: int, score: tuple[float, float], exact: tuple[float, float]) -> None:
    assert rounded(wilson(x, n)) == score
    assert rounded(clopper_pearson(x, n)) == exact


# Newcombe 1998, "Interval estimation for the difference between independent proportions", Statistics in Medicine 17,
# 873-890, table II, method 10.
@pytest.mark.parametrize(
    ("x1", "n1", "x2", "n2", "published"),
    [
        (56, 70, 48, 80, (0.0524, 0.3339)),
        (9, 10, 3, 10, (0.1705, 0.8090)),
        (6, 7, 2, 7, (0.0582, 0.8062)),
        (5, 56, 0, 29, (-0.0381, 0.1926)),
        (0, 10, 0, 20, (-0.1611, 0.2775)),
        (0, 10, 0, 10, (-0.2775, 0.2775)),
        (10, 10, 0, 20, (0.6791, 1.0000)),
        (10, 10, 0, 10, (0.6075, 1.0000)),
    ],
)
def test_difference_as_published(x1: int, n1: int, x2: int, n2: int, published: tuple[float, float]) -> None:
    assert rounded(newcombe(x1, n1, x2, n2)) == published


# Garwood 1936, Biometrika 28, 437-442: limits of a Poisson mean, 95% (also Ulm 1990, Am. J. Epidemiol. 131, 373-375).
@pytest.mark.parametrize(
    ("events", "published"),
    [(0, (0.00, 3.69)), (1, (0.03, 5.57)), (2, (0.24, 7.22)), (5, (1.62, 11.67)), (10, (4.80, 18.39)),
     (20, (12.22, 30.89)), (100, (81.36, 121.63))],
)  # fmt: skip
def test_poisson_mean_as_published(events: int, published: tuple[float, float]) -> None:
    assert rounded(poisson_exact(events, 1), 2) == published


def test_poisson_rate_is_per_unit_of_exposure() -> None:
    assert rounded(poisson_exact(10, 200)) == (0.0240, 0.0920)


@given(counts)
def test_intervals_hold_the_estimate_and_mirror(count: tuple[int, int]) -> None:
    x, n = count
    for method in (wilson, clopper_pearson):
        interval, mirror = method(x, n), method(n - x, n)
        assert 0 <= interval.lower <= x / n <= interval.upper <= 1
        assert interval.lower == pytest.approx(1 - mirror.upper, abs=1e-12)


@given(st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n - 1), st.just(n))), st.floats(0.5, 0.999))
def test_clopper_pearson_leaves_the_stated_tail(count: tuple[int, int], confidence: float) -> None:
    x, n = count
    p = clopper_pearson(x, n, confidence).upper
    assert sum(comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(x + 1)) == pytest.approx((1 - confidence) / 2)


@given(st.integers(0, 60), st.floats(0.5, 0.999))
def test_poisson_leaves_the_stated_tails(events: int, confidence: float) -> None:
    interval, tail = poisson_exact(events, 1, confidence), (1 - confidence) / 2

    def at_most(x: int, mean: float) -> float:
        return sum(exp(-mean) * mean**k / factorial(k) for k in range(x + 1))

    assert at_most(events, interval.upper) == pytest.approx(tail)
    assert events == 0 or 1 - at_most(events - 1, interval.lower) == pytest.approx(tail)


@given(counts)
def test_more_confidence_is_wider(count: tuple[int, int]) -> None:
    narrow, wide = wilson(*count, confidence=0.8), wilson(*count, confidence=0.998)
    assert wide.lower <= narrow.lower <= narrow.upper <= wide.upper


def test_large_counts_are_quick_and_near_the_normal() -> None:
    assert rounded(clopper_pearson(500_000, 1_000_000)) == (0.4990, 0.5010)
    assert rounded(poisson_exact(10_000, 1), 0) == (9805, 10198)


def test_what_makes_no_sense_is_refused() -> None:
    for x, n in [(0, 0), (-1, 5), (6, 5)]:
        for method in (wilson, clopper_pearson):
            with pytest.raises(ValueError, match="n must be at least 1"):
                method(x, n)
    for confidence in (0, 1, 95):
        with pytest.raises(ValueError, match="confidence"):
            wilson(1, 5, confidence)
    for events, exposure in [(-1, 1.0), (1, 0.0), (1, float("inf")), (1, float("nan"))]:
        with pytest.raises(ValueError, match="exposure"):
            poisson_exact(events, exposure)
