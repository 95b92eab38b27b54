"""Intervals against published tables."""

from math import comb, exp, factorial, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.statistics.intervals import (
    Interval,
    clopper_pearson,
    finite_population,
    newcombe,
    poisson_exact,
    stratified_proportion,
    wilson,
)

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


# Kauermann and Kuechenhoff 2010, Stichproben, by their package samplingbook (CRAN, README): of 100 from 300, 45 and 2
# have it; published [110, 161] and [2, 19]. The package names the first counts that are too rare, where Konijn (and
# we) name the last that are not, so its ends lie one outside ours, but never below what was seen.
@pytest.mark.parametrize(("x", "published"), [(45, (110, 161)), (2, (2, 19))])
def test_counts_of_a_small_list_as_published(x: int, published: tuple[int, int]) -> None:
    found = finite_population(x, 100, 300)
    assert (max(x, found.lower - 1), found.upper + 1) == published


def test_counts_of_small_lists() -> None:
    assert finite_population(12, 15, 40) == Interval(23, 37)
    assert finite_population(5, 5, 5) == Interval(5, 5)
    assert finite_population(0, 29, 290).upper == 32  # the rule of three says 30


small_lists = st.integers(1, 30).flatmap(
    lambda population: st.integers(1, population).flatmap(
        lambda n: st.tuples(st.integers(0, n), st.just(n), st.just(population))
    )
)


@given(small_lists)
def test_a_count_is_left_out_only_if_the_sample_would_be_too_rare(case: tuple[int, int, int]) -> None:
    x, n, population = case

    def chances(having: int) -> list[float]:
        return [comb(having, i) * comb(population - having, n - i) / comb(population, n) for i in range(n + 1)]

    kept = [
        having for having in range(x, population - (n - x) + 1)
        if sum(chances(having)[x:]) > 0.025 and sum(chances(having)[: x + 1]) > 0.025
    ]  # fmt: skip
    assert finite_population(x, n, population) == Interval(kept[0], kept[-1])


@given(small_lists)
def test_the_count_of_those_without_mirrors(case: tuple[int, int, int]) -> None:
    x, n, population = case
    found, mirror = finite_population(x, n, population), finite_population(n - x, n, population)
    assert (found.lower, found.upper) == (population - mirror.upper, population - mirror.lower)


def test_a_large_list_is_quick_and_near_the_binomial() -> None:
    found, binomial = finite_population(120, 400, 50_000), clopper_pearson(120, 400)
    assert found.lower / 50_000 == pytest.approx(binomial.lower, abs=2e-3)
    assert found.upper / 50_000 == pytest.approx(binomial.upper, abs=2e-3)


def test_strata_weigh_as_they_are_large() -> None:
    # Scheaffer, Mendenhall and Ott, Elementary Survey Sampling, stratified sampling, households viewing a programme:
    # 16 of 20 from 155, 2 of 8 from 62, 6 of 12 from 93; estimate 0.60, variance 0.0045.
    found = stratified_proportion([(16, 20, 155), (2, 8, 62), (6, 12, 93)])
    assert found.proportion == pytest.approx(0.60)
    assert found.standard_error**2 == pytest.approx(0.0045, abs=5e-5)
    # Student's t of 37 degrees of freedom: 2.0262 (Fisher and Yates 1963, table III, between 30 and 40).
    assert found.interval is not None
    assert (found.interval.upper - 0.6) / found.standard_error == pytest.approx(2.0262, abs=5e-5)
    # Ten of each of three teams of 200, 50 and 20: unweighted 50%, weighted 70%.
    assert stratified_proportion([(8, 10, 200), (5, 10, 50), (2, 10, 20)]).proportion == pytest.approx(0.7)


def test_one_stratum_is_a_simple_sample() -> None:
    found = stratified_proportion([(30, 100, 1_000)])
    assert found.standard_error == pytest.approx(sqrt(0.9 * 0.3 * 0.7 / 99))  # Cochran 1977, formula 3.8


def test_a_stratum_of_one_is_pooled_and_a_census_is_known() -> None:
    alone, pooled = stratified_proportion([(1, 1, 20), (4, 10, 30)]), stratified_proportion([(5, 11, 50)])
    assert alone.standard_error == pytest.approx(pooled.standard_error)
    assert alone.proportion == pytest.approx((20 + 12) / 50)
    census = stratified_proportion([(3, 4, 4), (1, 6, 6)])
    assert (census.proportion, census.standard_error, census.interval) == (0.4, 0.0, None)


def test_all_alike_is_never_certain() -> None:
    found = stratified_proportion([(10, 10, 200), (5, 5, 40)])
    assert found.standard_error == 0
    assert found.interval is not None
    assert 0.7 < found.interval.lower < 0.9 < found.interval.upper == 1


tables = st.lists(
    st.integers(1, 40).flatmap(
        lambda population: st.integers(1, population).flatmap(
            lambda n: st.tuples(st.integers(0, n), st.just(n), st.just(population))
        )
    ), min_size=1, max_size=5,
)  # fmt: skip


@given(tables)
def test_a_stratified_interval_holds_its_estimate(strata: list[tuple[int, int, int]]) -> None:
    found = stratified_proportion(strata)
    assert 0 <= found.proportion <= 1
    if found.interval:
        assert -1e-9 <= found.interval.lower <= found.proportion + 1e-9
        assert found.proportion - 1e-9 <= found.interval.upper <= 1 + 1e-9


def test_samples_that_cannot_be_are_refused() -> None:
    for method in (lambda: finite_population(1, 5, 4), lambda: stratified_proportion([(1, 5, 4)])):
        with pytest.raises(ValueError, match="larger than the population"):
            method()
    with pytest.raises(ValueError, match="n must be at least 1"):
        stratified_proportion([(0, 0, 4)])
    with pytest.raises(ValueError, match="a stratum is needed"):
        stratified_proportion([])
