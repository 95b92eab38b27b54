"""Suppression against worked examples that others have published.

Handbook: Hundepool et al., "Handbook on Statistical Disclosure Control" (sdctools.github.io/HandbookSDC), chapter 4:
example 1a, and example 3 after Geurts (1992), table 10. Norway: Statistics Norway's package GaussSuppression, vignette
"Small count frequency table suppression", tables 1, 2 and 4. Fischetti and Salazar: "Models and algorithms for
optimizing cell suppression in tabular data with linear constraints" (2000), the table of investments.
"""

import pytest

from api.statistics.suppression import derivable, suppress
from tests.statistics.test_suppression import Equations, given_away, grid, shown

PEOPLE = [[2, 0, 5], [3, 4, 6]]
"""Young and old people (rows) in Iceland, Portugal and Spain (columns)."""


def people(times: int = 1) -> tuple[dict[str, int], Equations]:
    """Norway's table with the countries of the EU, Portugal and Spain, added up between the countries and all."""
    cells, equations = grid([[times * count for count in row] for row in PEOPLE])
    for row in ("r0", "r1"):
        cells[f"{row}eu"] = cells[f"{row}c1"] + cells[f"{row}c2"]
        equations += [(f"{row}eu", [f"{row}c1", f"{row}c2"]), (row, [f"{row}eu", f"{row}c0"])]
    cells["eu"] = cells["r0eu"] + cells["r1eu"]
    return cells, [*equations, ("eu", ["r0eu", "r1eu"]), ("eu", ["c1", "c2"]), ("all", ["eu", "c0"])]


def test_the_handbooks_intervals_come_out() -> None:
    cells, equations = grid([[4, 3], [2, 1], [3, 3]])
    found = derivable(shown(cells, {"r0c0", "r0c1", "r1c0", "r1c1"}), equations, hidden_is_positive=False)
    assert found == {"r0c0": (3, 6), "r0c1": (1, 4), "r1c0": (0, 3), "r1c1": (0, 3)}


def test_the_handbooks_lone_sector_is_worked_out_and_then_hidden_by_a_second() -> None:
    cells: dict[str, int | None] = {"sector": 56_600, "I": None, "II": 47_600, "III": 8_002}
    equations = [("sector", ["I", "II", "III"])]
    assert derivable(cells, equations, hidden_is_positive=False) == {"I": (998, 998)}
    whole = {"sector": 56_600, "I": 998, "II": 47_600, "III": 8_002}
    assert suppress(whole, equations, threshold=998) == {"I", "III"}


def test_investments_of_fischetti_and_salazar() -> None:
    cells, equations = grid([[20, 50, 10], [8, 19, 22], [17, 32, 12]])
    found = derivable(shown(cells, {"r1c0", "r1c2", "r2c0", "r2c2"}), equations, hidden_is_positive=False)
    assert found["r1c2"] == (5, 30)


def test_norways_first_pattern_holds_where_zeros_are_hidden() -> None:
    cells, equations = grid(PEOPLE)
    found = derivable(shown(cells, {"r0c0", "r0c1", "r1c0", "r1c1"}), equations, hidden_is_positive=False)
    assert all(low < high for low, high in found.values())


def test_norways_patterns_of_countries_hold() -> None:
    cells, equations = people()
    second = {"r1eu", "r1c0", "r1c1", "r0eu", "r0c0", "r0c1"}
    found = derivable(shown(cells, second), equations, hidden_is_positive=False)
    assert {name for name in second if found[name][0] == found[name][1]} == set()


@pytest.mark.parametrize("times", [2, 10])
def test_no_more_is_hidden_than_norway_hides_where_zeros_are_shown(times: int) -> None:
    # Their limit is 4 and ours at least 5, so the people are multiplied. Iceland is the whole rest, shown twice there.
    cells, equations = people(times)
    theirs = {"c1", "c2", "r1eu", "r1c0", "r1c1", "r0eu", "r0c0", "r0c2"}
    ours = suppress(cells, equations, threshold=5 * times - 1)
    assert {name for name, count in cells.items() if 0 < count < 5 * times} <= ours
    assert given_away(cells, equations, ours) == given_away(cells, equations, theirs) == set()
    assert len(ours) <= len(theirs)
