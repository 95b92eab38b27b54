"""Suppression against every possible reader: each answer of the solver is checked by trying all counts."""

from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.statistics.suppression import derivable, suppress

Equations = list[tuple[str, list[str]]]


def grid(rows: list[list[int]]) -> tuple[dict[str, int], Equations]:
    """A table with its margins: r0c0 ..., r0 and c0 ..., all."""
    height, width = range(len(rows)), range(len(rows[0]))
    cells = {f"r{i}c{j}": rows[i][j] for i in height for j in width}
    cells |= {f"r{i}": sum(rows[i]) for i in height}
    cells |= {f"c{j}": sum(row[j] for row in rows) for j in width}
    cells["all"] = sum(map(sum, rows))
    equations = [(f"r{i}", [f"r{i}c{j}" for j in width]) for i in height]
    equations += [(f"c{j}", [f"r{i}c{j}" for i in height]) for j in width]
    equations += [("all", [f"r{i}" for i in height]), ("all", [f"c{j}" for j in width])]
    return cells, equations


def shown(cells: dict[str, int], hidden: frozenset[str] | set[str]) -> dict[str, int | None]:
    return {name: None if name in hidden else count for name, count in cells.items()}


def given_away(cells: dict[str, int], equations: Equations, hidden: frozenset[str] | set[str]) -> set[str]:
    found = derivable(shown(cells, hidden), equations, hidden_is_positive=True)
    return {name for name, (low, high) in found.items() if low == high}


def by_trying(cells: dict[str, int], equations: Equations, hidden: list[str], floor: int) -> dict[str, tuple[int, int]]:
    """The same as derivable, by trying each count up to the largest shown."""
    fits = []
    for counts in product(range(floor, max(cells.values()) + 1), repeat=len(hidden)):
        tried = cells | dict(zip(hidden, counts, strict=True))
        if all(tried[total] == sum(tried[part] for part in parts) for total, parts in equations):
            fits.append(counts)
    return {name: (min(column), max(column)) for name, column in zip(hidden, zip(*fits, strict=True), strict=True)}


insides = ["r0c0", "r0c1", "r0c2", "r1c0", "r1c1", "r1c2"]
small_tables = st.lists(st.lists(st.integers(0, 2), min_size=3, max_size=3), min_size=2, max_size=2)
tables = st.integers(2, 4).flatmap(
    lambda width: st.lists(st.lists(st.integers(0, 30), min_size=width, max_size=width), min_size=2, max_size=4)
)


@settings(max_examples=40, deadline=None)
@given(small_tables, st.sets(st.sampled_from(insides), max_size=4), st.booleans())
def test_what_can_be_worked_out_is_what_trying_finds(rows: list[list[int]], names: set[str], positive: bool) -> None:
    cells, equations = grid(rows)
    hidden = sorted(name for name in names if cells[name] or not positive)
    found = derivable(shown(cells, set(hidden)), equations, hidden_is_positive=positive)
    assert found == by_trying(cells, equations, hidden, int(positive))


def test_a_reader_knows_that_children_are_whole() -> None:
    # Of three pairs that hold one each, fractions would allow 1.5 in all.
    cells = {"one": 1, "two": 1, "three": 1, "all": None, **dict.fromkeys("abcxyz")}
    equations = [
        ("one", ["a", "b", "x"]),
        ("two", ["b", "c", "y"]),
        ("three", ["a", "c", "z"]),
        ("all", ["a", "b", "c"]),
    ]
    assert derivable(cells, equations, hidden_is_positive=False)["all"] == (0, 1)


def test_a_count_without_limit_is_left_out() -> None:
    cells = {"total": None, "a": None, "b": 7}
    assert derivable(cells, [("total", ["a", "b"])], hidden_is_positive=True) == {}
    assert derivable({"alone": None}, [], hidden_is_positive=True) == {}


def test_two_hidden_ones_are_given_away_where_zeros_are_shown() -> None:
    cells = {"total": 22, "a": None, "b": None, "c": 20}
    equations = [("total", ["a", "b", "c"])]
    assert derivable(cells, equations, hidden_is_positive=True) == {"a": (1, 1), "b": (1, 1)}
    assert derivable(cells, equations, hidden_is_positive=False) == {"a": (0, 2), "b": (0, 2)}


def test_a_list_needs_one_cell_more_the_next_smallest() -> None:
    cells = {"total": 41, "a": 3, "b": 20, "c": 8, "d": 10, "e": 0}
    assert suppress(cells, [("total", ["a", "b", "c", "d", "e"])]) == {"a", "c"}


def test_a_grid_needs_three_cells_more() -> None:
    cells, equations = grid([[3, 20, 30], [25, 9, 40], [50, 60, 11]])
    assert suppress(cells, equations) == {"r0c0", "r0c1", "r1c0", "r1c1"}


def test_a_total_is_dearer_than_its_parts() -> None:
    cells = {"total": 23, "a": 3, "b": 20, "other total": 1020, "c": 1000}
    equations = [("total", ["a", "b"]), ("other total", ["b", "c"])]
    assert suppress(cells, equations) == {"a", "b", "c"}


def test_six_ones_cost_their_total() -> None:
    cells = {"total": 6, **dict.fromkeys("abcdef", 1)}
    assert suppress(cells, [("total", list("abcdef"))]) == set(cells)


def test_a_small_complement_hides_its_partner() -> None:
    cells = {"audits": 50, "good": 48, "not good": 2}
    assert suppress(cells, [("audits", ["good", "not good"])]) == {"good", "not good"}


def test_quarters_and_teams_are_protected_together() -> None:
    cells, equations = grid([[4, 12, 15, 9], [14, 11, 18, 21], [13, 17, 16, 10]])
    cells |= {"half": 16, "rest": 24}
    equations += [("half", ["r0c0", "r0c1"]), ("rest", ["r0c2", "r0c3"]), ("r0", ["half", "rest"])]
    hidden = suppress(cells, equations)
    assert "r0c0" in hidden
    assert given_away(cells, equations, hidden) == set()


def test_nothing_small_hides_nothing() -> None:
    assert suppress({"total": 30, "a": 30, "b": 0}, [("total", ["a", "b"])]) == frozenset()


def test_a_higher_threshold_hides_more() -> None:
    cells = {"total": 60, "a": 8, "b": 22, "c": 30}
    assert suppress(cells, [("total", ["a", "b", "c"])]) == frozenset()
    assert suppress(cells, [("total", ["a", "b", "c"])], threshold=9) == {"a", "b"}


@settings(deadline=None)
@given(tables)
def test_no_small_count_is_shown_or_given_away(rows: list[list[int]]) -> None:
    cells, equations = grid(rows)
    hidden = suppress(cells, equations)
    assert {name for name, count in cells.items() if 1 <= count <= 5} <= hidden
    assert not any(cells[name] == 0 for name in hidden)
    assert given_away(cells, equations, hidden) == set()


@settings(max_examples=5, deadline=None)
@given(st.lists(st.lists(st.integers(6, 20), min_size=3, max_size=3), min_size=3, max_size=3), st.integers(1, 5))
def test_one_small_count_is_protected_at_the_least_cost(rows: list[list[int]], small: int) -> None:
    cells, equations = grid([[small, *rows[0][1:]], *rows[1:]])
    others_inside = sorted(name for name in cells if len(name) == 4 and name != "r0c0")
    cheapest = min(
        sum(cells[name] for name in others)
        for size in (1, 2, 3)
        for others in combinations(others_inside, size)
        if not given_away(cells, equations, {"r0c0", *others})
    )
    assert sum(cells[name] for name in suppress(cells, equations) - {"r0c0"}) == cheapest


def test_what_makes_no_sense_is_refused() -> None:
    equations = [("total", ["a", "b"])]
    with pytest.raises(ValueError, match="at least 5"):
        suppress({"total": 9, "a": 2, "b": 7}, equations, threshold=4)
    with pytest.raises(ValueError, match="does not hold"):
        suppress({"total": 9, "a": 2, "b": 8}, equations)
    with pytest.raises(ValueError, match="unknown cell: b"):
        suppress({"total": 9, "a": 2}, equations)
    with pytest.raises(ValueError, match="negative"):
        suppress({"total": 9, "a": -2, "b": 11}, equations)
    with pytest.raises(ValueError, match="contradict"):
        derivable({"total": 9, "a": 12, "b": None}, equations, hidden_is_positive=False)
