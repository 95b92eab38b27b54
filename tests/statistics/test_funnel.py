"""The funnel: exact tails against tables, limits against the definition of Spiegelhalter (2005)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.statistics.funnel import funnel, limits_at, tails


# Binomial tables as printed in statistics textbooks: n, p, x, P(X <= x).
@pytest.mark.parametrize(
    ("n", "p", "x", "published"),
    [(20, 0.3, 3, 0.1071), (10, 0.5, 2, 0.0547), (15, 0.2, 5, 0.9389), (25, 0.1, 0, 0.0718), (5, 0.4, 4, 0.9898)],
)
def test_tails_as_tabled(n, p, x, published):
    at_most, at_least = tails(x, n, p)
    assert round(at_most, 4) == published
    assert round(1 - tails(x - 1, n, p)[0] if x else 1, 4) == round(at_least, 4)


def test_limits_interpolate_between_the_counts_around_the_exact_quantile():
    """The paper prints no limits as numbers: its appendix's definition is worked by hand for ten cases at one half."""
    lines = limits_at(10, 0.5)
    # P(R <= 1) = 11/1024, P(R <= 2) = 56/1024; 0.025 lies between, so the limit is a little below 2 of 10.
    assert lines.lower_95 == pytest.approx((2 - (56 / 1024 - 0.025) / (45 / 1024)) / 10)
    assert lines.lower_998 == pytest.approx((1 - (11 / 1024 - 0.001) / (10 / 1024)) / 10)
    assert lines.upper_95 <= lines.upper_998 <= 1


def test_teams_are_flagged_by_their_exact_tail_and_kept_in_their_order():
    found = funnel([("South", 40, 80), ("North", 72, 80), ("Tiny", 0, 1), ("Empty", 0, 0)], standard=0.7)
    assert [(dot.name, dot.place) for dot in found.units] == [
        ("South", "below_998"), ("North", "above_998"), ("Tiny", "within"), ("Empty", "within"),
    ]  # fmt: skip
    assert found.cautions == ("few_units",)
    assert found.units[3].proportion is None


def test_without_a_standard_all_units_together_are_it():
    assert funnel([("a", 1, 10), ("b", 9, 10)]).standard == 0.5
    assert funnel([("a", 0, 0)]).standard is None
    assert funnel([]).units == ()


def test_counts_that_cannot_be_are_refused():
    for bad in ([("a", 3, 2)], [("a", -1, 2)]):
        with pytest.raises(ValueError, match="numerator"):
            funnel(bad)
    with pytest.raises(ValueError, match="standard"):
        funnel([("a", 1, 2)], standard=70)


@given(st.integers(1, 400), st.floats(0.0, 1.0))
def test_the_lines_are_nested(n, standard):
    at = limits_at(n, standard)
    assert 0 <= at.lower_998 <= at.lower_95 + 1e-9
    assert at.lower_95 <= at.upper_95 + 1e-9
    assert at.upper_95 <= at.upper_998 + 1e-9
    assert at.upper_998 <= 1
