"""The solver against trying every point of a small box."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.statistics.whole_numbers import UnsolvableError, least

SIZE = 6
weights = st.lists(st.integers(-3, 3), min_size=3, max_size=3)


def test_a_fraction_is_no_answer() -> None:
    # Each two of three make at least one: 1.5 in all would do if halves were allowed.
    pairs = [({0: 1, 1: 1, 3: -1}, 1), ({1: 1, 2: 1, 4: -1}, 1), ({0: 1, 2: 1, 5: -1}, 1)]
    assert least({0: 1, 1: 1, 2: 1}, pairs) == 2


@settings(max_examples=200, deadline=None)
@given(weights, st.lists(st.tuples(weights, st.integers(-6, 6)), max_size=2))
def test_least_is_what_trying_finds(cost: list[int], equations: list[tuple[list[int], int]]) -> None:
    # The last equation is the box: the three and a fourth, spare, make SIZE.
    system = [(dict(enumerate(row)), right) for row, right in equations] + [(dict.fromkeys(range(4), 1), SIZE)]
    fits = [
        sum(weight * x for weight, x in zip(cost, point, strict=True))
        for point in product(range(SIZE + 1), repeat=3)
        if sum(point) <= SIZE
        and all(sum(a * x for a, x in zip(row, point, strict=True)) == right for row, right in equations)
    ]
    if fits:
        assert least(dict(enumerate(cost)), system) == min(fits)
    else:
        with pytest.raises(UnsolvableError):
            least(dict(enumerate(cost)), system)


def test_what_falls_for_ever_has_no_least() -> None:
    assert least({0: -1}, []) is None
    assert least({0: -1}, [({0: 1, 1: -1}, 0)]) is None
    assert least({0: 1}, [({0: 1, 1: -1}, 2)]) == 2


def test_a_search_without_end_is_given_up() -> None:
    with pytest.raises(OverflowError, match="too entangled"):
        least({0: 1}, [({0: 2, 1: -2}, 1)])
