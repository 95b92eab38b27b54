"""The least value of a cost over whole numbers from 0 up that satisfy equations: exact simplex, branch and bound."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import chain
from math import ceil, floor

Equation = tuple[Mapping[int, int], int]  # coefficients by variable (0, 1, ...), and what they add up to
Row = dict[int, Fraction]  # the same as one sparse row, without zeros

RIGHT = -1  # the key of a row's right-hand side
DEEPEST = 40  # branchings on the way to one answer; tables of counts need a few


class UnsolvableError(ValueError):
    """No whole numbers from 0 up satisfy the equations."""


def least(cost: Mapping[int, int], equations: Sequence[Equation]) -> int | None:
    """The least value of the cost, or None if there is none because it falls for ever.

    Raises UnsolvableError, and OverflowError for a system too entangled to be worked out.
    """
    best: int | None = None
    pending = [list(equations)]
    fresh = 1 + max(chain(cost, *(coefficients for coefficients, _ in equations)))
    while pending:
        system = pending.pop()
        if len(system) > len(equations) + DEEPEST:
            raise OverflowError("the system is too entangled")
        try:
            point = _corner(cost, system, fresh)
        except UnsolvableError:
            continue
        if point is None:
            return None
        value = sum(weight * point.get(variable, Fraction(0)) for variable, weight in cost.items())
        if best is not None and ceil(value) >= best:
            continue
        broken = min((variable for variable, amount in point.items() if amount.denominator > 1), default=None)
        if broken is None:
            best = int(value)
        else:
            below = floor(point[broken])
            pending += [[*system, ({broken: 1, fresh: 1}, below)], [*system, ({broken: 1, fresh: -1}, below + 1)]]
            fresh += 1
    if best is None:
        raise UnsolvableError
    return best


def _corner(cost: Mapping[int, int], equations: Sequence[Equation], fresh: int) -> Row | None:
    """A point of least cost, fractions allowed: its variables above 0. None if the cost falls for ever."""
    rows = [_row(coefficients, right) for coefficients, right in equations]
    basis = [fresh + i for i in range(len(rows))]  # stand-ins, one a row, to be driven out; their columns are not kept
    excess: Row = {}
    for row in rows:
        _add(excess, row, Fraction(-1))
    _descend(rows, basis, excess)
    if RIGHT in excess:
        raise UnsolvableError
    for i in reversed(range(len(rows))):
        if basis[i] >= fresh:
            column = next((key for key in rows[i] if key != RIGHT), None)
            if column is None:  # the row says nothing that the others do not say
                del rows[i], basis[i]
            else:
                _pivot(rows, basis, excess, i, column)
    price = {variable: Fraction(weight) for variable, weight in cost.items()}
    for variable, row in zip(basis, rows, strict=True):
        _add(price, row, -price.get(variable, Fraction(0)))
    if not _descend(rows, basis, price):
        return None
    return {variable: row[RIGHT] for variable, row in zip(basis, rows, strict=True) if RIGHT in row}


def _row(coefficients: Mapping[int, int], right: int) -> Row:
    sign = -1 if right < 0 else 1
    return {key: Fraction(sign * value) for key, value in (*coefficients.items(), (RIGHT, right)) if value}


def _descend(rows: list[Row], basis: list[int], price: Row) -> bool:
    """Pivots to the least price by Bland's rule, which never goes in circles. False if it falls for ever."""
    while (
        column := min((key for key, value in price.items() if key != RIGHT and value < 0), default=None)
    ) is not None:
        steps = [
            (row.get(RIGHT, Fraction(0)) / row[column], basis[i], i)
            for i, row in enumerate(rows)
            if row.get(column, 0) > 0
        ]
        if not steps:
            return False
        _pivot(rows, basis, price, min(steps)[2], column)
    return True


def _pivot(rows: list[Row], basis: list[int], price: Row, i: int, column: int) -> None:
    basis[i] = column
    rows[i] = pivot = {key: value / rows[i][column] for key, value in rows[i].items()}
    for row in (*rows[:i], *rows[i + 1 :], price):
        if column in row:
            _add(row, pivot, -row[column])


def _add(row: Row, other: Row, times: Fraction) -> None:
    for key, value in other.items():
        if amount := row.get(key, 0) + times * value:
            row[key] = Fraction(amount)
        else:
            row.pop(key, None)
