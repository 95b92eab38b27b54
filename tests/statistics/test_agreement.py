"""Agreement against published examples."""

from collections import Counter
from collections.abc import Callable
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.statistics.agreement import (
    Direction,
    Ratings,
    bootstrap,
    cohen_kappa,
    direction,
    fleiss_kappa,
    gwet_ac,
    krippendorff_alpha,
    percent_agreement,
    percent_within_one,
)

Rows = list[tuple[int | None, ...]]


def from_table(table: list[list[int]]) -> Rows:
    """Rows of two ratings from a table of the first rater's grade by the second's."""
    return [(i, j) for i, row in enumerate(table, 1) for j, count in enumerate(row, 1) for _ in range(count)]


# Fleiss 1971, Psychological Bulletin 76, 378-382, table 1: 30 patients by 5 diagnoses, 6 psychiatrists each.
FLEISS = (
    "00060 03003 01401 00006 03030 20400 00402 20310 20040 00006 10050 11040 03300 10050 02031 "
    "00501 30012 51000 02040 10203 00006 01050 02013 20040 10041 05010 40002 02040 10500 00006"
)
DIAGNOSES: Rows = [
    tuple(grade for grade, count in enumerate(unit, 1) for _ in range(int(count))) for unit in FLEISS.split()
]

# Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", section C: 4 observers, 12 units, missing values.
# Gwet 2014, Handbook of Inter-Rater Reliability (4th ed.), page 120 has the same data (irrCAC: cac.raw4raters).
CANONICAL: Rows = [
    (1, 1, None, 1),
    (2, 2, 3, 2),
    (3, 3, 3, 3),
    (3, 3, 3, 3),
    (2, 2, 2, 2),
    (1, 2, 3, 4),
    (4, 4, 4, 4),
    (1, 1, 2, 1),
    (2, 2, 2, 2),
    (None, 5, 5, 5),
    (None, None, 1, 1),
    (None, 3, None, None),
]

# Krippendorff 2011, section A: two observers, two values.
BINARY: Rows = list(zip([1, 2, 1, 1, 1, 1, 1, 1, 2, 1], [2, 2, 2, 1, 1, 2, 1, 1, 1, 1], strict=True))

# Gwet 2014 (irrCAC: cont3x3abstractors): two abstractors, 100 pregnancies.
ABSTRACTORS = from_table([[13, 0, 0], [0, 20, 7], [0, 4, 56]])

# Stata Base Reference Manual, kappa, example 1 (Boyd et al. 1982): 85 xeromammograms, two radiologists.
RADIOLOGISTS = from_table([[21, 12, 0, 0], [4, 17, 1, 0], [3, 9, 15, 2], [0, 0, 0, 1]])

# Feinstein and Cicchetti 1990, J. Clin. Epidemiol. 43, 543-549: equal agreement, unequal kappa.
BALANCED, SKEWED = from_table([[40, 9], [6, 45]]), from_table([[80, 10], [5, 5]])


def test_cohen_as_published() -> None:
    assert cohen_kappa(ABSTRACTORS, k=3) == pytest.approx(0.7964094, abs=1e-7)
    assert cohen_kappa(RADIOLOGISTS, k=4) == pytest.approx(0.4728, abs=5e-5)
    assert cohen_kappa(RADIOLOGISTS, k=4, weights="linear") == pytest.approx(0.5684, abs=5e-5)
    assert cohen_kappa(RADIOLOGISTS, k=4, weights="quadratic") == pytest.approx(0.6714, abs=5e-5)
    assert cohen_kappa(BALANCED, k=2) == pytest.approx(0.70, abs=5e-3)
    assert cohen_kappa(SKEWED, k=2) == pytest.approx(0.32, abs=5e-3)


def test_fleiss_as_published() -> None:
    assert fleiss_kappa(DIAGNOSES, k=5) == pytest.approx(0.430, abs=5e-4)
    assert percent_agreement(DIAGNOSES) == pytest.approx(55.5, abs=0.06)
    assert fleiss_kappa(CANONICAL, k=5) == pytest.approx(0.76117, abs=5e-6)  # Gwet 2014, by irrCAC


def test_krippendorff_as_published() -> None:
    assert krippendorff_alpha(BINARY, k=2, level="nominal") == pytest.approx(0.095, abs=5e-4)
    assert krippendorff_alpha(CANONICAL, k=5, level="nominal") == pytest.approx(0.743, abs=5e-4)
    assert krippendorff_alpha(CANONICAL, k=5, level="ordinal") == pytest.approx(0.815, abs=5e-4)
    assert krippendorff_alpha(CANONICAL, k=5, level="interval") == pytest.approx(0.849, abs=5e-4)


def test_gwet_as_published() -> None:
    assert gwet_ac(ABSTRACTORS, k=3) == pytest.approx(0.8493305, abs=1e-7)
    assert percent_agreement(ABSTRACTORS) == pytest.approx(89)
    assert gwet_ac(CANONICAL, k=5) == pytest.approx(0.77544, abs=5e-6)
    assert gwet_ac(CANONICAL, k=5, weights="quadratic") == pytest.approx(0.914, abs=5e-4)
    assert percent_agreement(CANONICAL) == pytest.approx(81.818, abs=5e-4)


def test_a_grade_nobody_used_stays_on_the_scale() -> None:
    ratings: Rows = [(1, 1), (2, 2), (1, 2), (2, 1), (4, 4), (4, 2)]
    renumbered: Rows = [(1, 1), (2, 2), (1, 2), (2, 1), (3, 3), (3, 2)]
    assert cohen_kappa(ratings, k=4, weights="linear") != cohen_kappa(renumbered, k=3, weights="linear")
    assert krippendorff_alpha(ratings, k=4) == pytest.approx(krippendorff_alpha(renumbered, k=3) or 0)
    # By hand: agreement 1/2, shares 3/4 and 1/4, chance 3/8 / (k - 1).
    assert gwet_ac([(1, 1), (1, 2)], k=2) == pytest.approx(1 / 5)
    assert gwet_ac([(1, 1), (1, 2)], k=4) == pytest.approx(3 / 7)
    # With linear weights: agreement 5/6, all weights 28/3, chance 28/3 / (4 x 3) x 3/8 = 7/24.
    assert gwet_ac([(1, 1), (1, 2)], k=4, weights="linear") == pytest.approx(13 / 17)


def test_within_one_counts_neighbours() -> None:
    assert percent_within_one([(1, 1), (1, 2), (1, 3), (4, 1)]) == 50


def test_a_constant_lean_is_hidden_by_quadratic_weights_only() -> None:
    lean: Rows = [*[(1, 2)] * 2, *[(2, 3)] * 6, *[(3, 4)] * 6]
    assert percent_agreement(lean) == 0
    assert percent_within_one(lean) == 100
    assert (gwet_ac(lean, k=4) or 0) < -0.2 < 0.6 < (gwet_ac(lean, k=4, weights="quadratic") or 0)
    assert direction(lean) == Direction(worse=14, same=0, better=0, mean_shift=1, sign_test_p=2 / 2**14)


def test_direction() -> None:
    ratings: Rows = [(2, 3), (2, 4), (3, 3), (3, 2), (1, None), (None, 4)]
    assert direction(ratings) == Direction(worse=2, same=1, better=1, mean_shift=0.5, sign_test_p=1.0)
    assert direction([(1, 1)]) == Direction(worse=0, same=1, better=0, mean_shift=0.0, sign_test_p=None)
    assert direction([]) == Direction(worse=0, same=0, better=0, mean_shift=None, sign_test_p=None)
    # Conover 1999, Practical Nonparametric Statistics, section 3.4: 8 of 9 one way, p = 2 x 0.0195.
    assert direction([(1, 2)] * 8 + [(2, 1)]).sign_test_p == pytest.approx(0.0390625)


COEFFICIENTS: list[Callable[[Ratings], float | None]] = [
    lambda rows: cohen_kappa(rows, k=4),
    lambda rows: cohen_kappa(rows, k=4, weights="linear"),
    lambda rows: cohen_kappa(rows, k=4, weights="quadratic"),
    lambda rows: fleiss_kappa(rows, k=4),
    lambda rows: krippendorff_alpha(rows, k=4, level="nominal"),
    lambda rows: krippendorff_alpha(rows, k=4, level="ordinal"),
    lambda rows: krippendorff_alpha(rows, k=4, level="interval"),
    lambda rows: gwet_ac(rows, k=4),
    lambda rows: gwet_ac(rows, k=4, weights="linear"),
    lambda rows: gwet_ac(rows, k=4, weights="quadratic"),
]
each_coefficient = pytest.mark.parametrize("coefficient", COEFFICIENTS)
grades = st.one_of(st.none(), st.integers(1, 4))
pairs = st.lists(st.tuples(grades, grades), max_size=20)


@each_coefficient
@pytest.mark.parametrize(
    "nothing_to_say", [[], [(1,), (2,)], [(1, None), (None, 2)], [(3, 3), (3, 3)], [(3, 3), (2, None)]]
)
def test_no_coefficient_without_variation(coefficient: Callable[[Ratings], float | None], nothing_to_say: Rows) -> None:
    assert coefficient(nothing_to_say) is None


@each_coefficient
@given(rows=pairs)
def test_a_coefficient_is_at_most_one_and_ignores_order(
    coefficient: Callable[[Ratings], float | None], rows: Rows
) -> None:
    value = coefficient(rows)
    swapped = [row[::-1] for row in reversed(rows)]
    assert coefficient(swapped) == (None if value is None else pytest.approx(value))
    assert value is None or value <= 1.0000001


@each_coefficient
@given(given_grades=st.lists(st.integers(1, 4), min_size=2, max_size=20).filter(lambda grades: len(set(grades)) > 1))
def test_the_same_grades_agree_perfectly(
    coefficient: Callable[[Ratings], float | None], given_grades: list[int]
) -> None:
    assert coefficient([(grade, grade) for grade in given_grades]) == pytest.approx(1)


@given(pairs)
def test_percentages_and_directions_say_the_same(rows: Rows) -> None:
    found = direction(rows)
    n = found.worse + found.same + found.better
    percent = percent_agreement(rows)
    assert percent == (pytest.approx(100 * found.same / n) if n else None)
    assert n == 0 or (percent_within_one(rows) or 0) >= (percent or 0)


def test_what_makes_no_sense_is_refused() -> None:
    with pytest.raises(ValueError, match="equal length"):
        percent_agreement([(1, 2), (1,)])
    with pytest.raises(ValueError, match="at most 2 raters"):
        cohen_kappa([(1, 2, 3)], k=4)
    with pytest.raises(ValueError, match="two raters"):
        direction([(1, 2, 3)])
    with pytest.raises(ValueError, match="position on the scale"):
        gwet_ac([(1, 5)], k=4)
    with pytest.raises(ValueError, match="position on the scale"):
        percent_agreement([(0, 1)])
    with pytest.raises(ValueError, match="two positions"):
        fleiss_kappa([(1, 1)], k=1)


# SAS/STAT User's Guide, the FREQ procedure, "Agreement Study": two dermatologists, 88 patients.
# Published: kappa 0.3449, standard error 0.0724, 95% limits 0.2030 to 0.4868; weighted (linear) kappa 0.5082, standard
# error 0.0655, limits 0.3798 to 0.6366, by Fleiss, Cohen and Everitt 1969, Psychol. Bull. 72, 323-327.
SKIN = from_table([[10, 4, 1, 0], [5, 10, 12, 2], [2, 4, 12, 5], [0, 2, 6, 13]])


def test_bootstrap_as_published_standard_errors() -> None:
    plain = bootstrap(SKIN, lambda rows: cohen_kappa(rows, k=4), seed=1)
    linear = bootstrap(SKIN, lambda rows: cohen_kappa(rows, k=4, weights="linear"), seed=1)
    assert plain is not None
    assert linear is not None
    assert (plain.lower, plain.upper) == pytest.approx((0.2030, 0.4868), abs=0.02)
    assert (linear.lower, linear.upper) == pytest.approx((0.3798, 0.6366), abs=0.02)


def test_bootstrap_of_a_proportion_is_the_binomial() -> None:
    rows: Rows = [(1, 1)] * 14 + [(1, 2)] * 6
    found = bootstrap(rows, percent_agreement, seed=7, resamples=20_000)
    chances = [comb(20, i) * 0.7**i * 0.3 ** (20 - i) for i in range(21)]
    lower = next(i for i in range(21) if sum(chances[: i + 1]) >= 0.025)
    upper = next(i for i in range(21) if sum(chances[: i + 1]) >= 0.975)
    assert found is not None
    assert (found.lower, found.upper, found.undefined) == pytest.approx((100 * lower / 20, 100 * upper / 20, 0))


def test_clusters_are_drawn_whole() -> None:
    rows: Rows = [(1, 1), (1, 2), (2, 2), (2, 3)] * 10
    clusters = [str(i) for i in range(40)]
    alone = bootstrap(rows, percent_agreement, seed=3)
    assert bootstrap(rows, percent_agreement, seed=3, clusters=clusters) == alone
    tenfold = bootstrap(rows * 10, percent_agreement, seed=3, clusters=clusters * 10)
    assert tenfold == alone, "ten copies of each unit in its cluster tell no more than one"
    believed = bootstrap(rows * 10, percent_agreement, seed=3)
    assert believed is not None
    assert alone is not None
    assert believed.upper - believed.lower < (alone.upper - alone.lower) / 2


def test_the_same_seed_gives_the_same_interval_in_any_order() -> None:
    def alpha(rows: Ratings) -> float | None:
        return krippendorff_alpha(rows, k=4)

    found = bootstrap(SKIN, alpha, seed="round 4")
    assert bootstrap(SKIN[::-1], alpha, seed="round 4") == found
    assert bootstrap(Counter(SKIN), alpha, seed="round 4") == found
    assert bootstrap(SKIN, alpha, seed="round 5") != found


def test_bootstrap_says_how_often_it_was_undefined() -> None:
    few: Rows = [(1, 1)] * 5 + [(2, 1)]
    found = bootstrap(few, lambda rows: cohen_kappa(rows, k=4), seed=1)
    assert found is not None
    assert found.undefined == pytest.approx((5 / 6) ** 6, abs=0.03)


def test_bootstrap_has_nothing_to_say() -> None:
    for rows in ([], [(1, None)], [(1, 2)]):
        assert bootstrap(rows, percent_agreement, seed=1) is None
    assert bootstrap([(3, 3)] * 9, lambda rows: krippendorff_alpha(rows, k=4), seed=1) is None
    assert bootstrap([(1, 1), (1, 2)], percent_agreement, seed=1, clusters=["a", "a"]) is None
    with pytest.raises(ValueError, match="one cluster"):
        bootstrap([(1, 1), (1, 2)], percent_agreement, seed=1, clusters=["a"])
    with pytest.raises(ValueError, match="resamples"):
        bootstrap([(1, 1), (1, 2)], percent_agreement, seed=1, resamples=0)


@each_coefficient
@given(rows=pairs)
def test_counted_rows_say_the_same(coefficient: Callable[[Ratings], float | None],
                                   rows: Rows) -> None:  # fmt: skip
    value = coefficient(rows)
    assert coefficient(Counter(rows)) == (None if value is None else pytest.approx(value))
