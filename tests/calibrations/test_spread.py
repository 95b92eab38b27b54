"""How grades spread, and what so many questions can carry."""

import pytest

from api.calibrations.spread import agreement_of, spread_of
from api.statistics.agreement import gwet_ac, krippendorff_alpha


@pytest.mark.parametrize(("positions", "distance", "farthest"), [
    ([], None, None), ([2], None, None), ([2, 2, 2], 0, 0), ([1, 4], 3, 3), ([2, 2, 3, 4], 7 / 6, 2),
])  # fmt: skip
def test_the_spread_of_a_question(positions: list[int], distance: float | None, farthest: int | None):
    found = spread_of(positions)
    assert (found["graded"], found["farthest"]) == (len(positions), farthest)
    assert found["distance"] == (pytest.approx(distance) if distance is not None else None)


def rows(n: int) -> list[list[int | None]]:
    """So many questions graded by three people, of whom the third leaves every fourth out."""
    return [[1 + i % 3, 1 + (i * 7) % 4, None if i % 4 == 0 else 2] for i in range(n)]


@pytest.mark.parametrize(("n", "has_percent", "has_coefficient", "words"), [
    (0, False, False, "nothing to compare"), (2, False, False, "2 questions only"), (9, False, False, "only counts"),
    (10, True, False, "no coefficient"), (29, True, False, "no coefficient"), (30, True, True, "this case"),
])  # fmt: skip
def test_figures_are_shown_where_their_n_carries_them(n: int, has_percent: bool, has_coefficient: bool, words: str):
    found = agreement_of(rows(n), k=4, people=3)
    assert found["questions"] == n
    assert (found["percent_same"] is not None) is has_percent
    assert (found["same_interval"] is not None) is has_percent
    assert (found["coefficient"] is not None) is has_coefficient
    assert words in found["sentence"]


def test_coefficients_are_those_of_the_statistics_with_their_intervals():
    found = agreement_of(rows(40), k=4, people=3)["coefficient"]
    assert found["alpha"] == pytest.approx(krippendorff_alpha(rows(40), k=4))
    assert found["ac1"] == pytest.approx(gwet_ac(rows(40), k=4))
    for name in ("alpha", "ac1"):
        ends = found[f"{name}_interval"]
        assert -1 <= ends["lower"] < found[name] < ends["upper"] <= 1


def test_where_everybody_agrees_there_is_no_coefficient_and_it_says_why():
    found = agreement_of([[2, 2, 2]] * 40, k=4, people=3)
    assert (found["coefficient"], found["percent_same"], found["same_interval"]) == (None, 100, None)
    assert "the same grade to every question" in found["sentence"]


def test_a_question_graded_by_one_is_not_compared():
    assert agreement_of([[2, None, None], [None, None, None]], k=4, people=3)["questions"] == 0
