"""Solves for hidden counts: which unknowns can be one whole number alone, given equations and that none is below 0.

What is true is known here, as no reader knows it, and shortens the proof: every other solution found (a corner of all
solutions, by the simplex method) shows of each count that differs in it that nobody can tell. What no such corner moves
is found out, by its least and greatest value.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

TINY = 1e-7
HALF = 0.5
Equations = Sequence[tuple[str, Sequence[str]]]


def found_out(truth: Mapping[str, int], shown: Iterable[str], equations: Equations, wanted: Iterable[str]) -> set[str]:
    """The unknowns among `wanted` that have one value alone; `truth` has the value of every count.

    An equation is a total and its parts; counts in `shown` are known, and no count is below 0. Unknown totals that
    stand in no other equation say nothing of their parts, and are only asked about.
    """
    known = set(shown)
    times = Counter(name for total, parts in equations for name in (total, *parts))
    sums = {total: parts for total, parts in equations if total not in known and times[total] == 1}
    names = {name: at for at, name in enumerate(name for name in truth if name not in known and name not in sums)}
    matrix = np.array([_row([(total, -1), *((part, 1) for part in parts)], names)
                       for total, parts in equations if total not in sums]).reshape(-1, len(names))  # fmt: skip
    real = np.array([truth[name] for name in names], dtype=float)
    matrix = matrix[matrix.any(axis=1)]
    right = matrix @ real
    corners = _Corners(matrix, right)
    seen: list[np.ndarray] = []
    found = set()
    for name in wanted:
        form = _row([(part, 1) for part in sums.get(name, (name,))], names)
        if not any(abs(form @ moved) > HALF for moved in seen):
            other = _other(corners, form, real)
            if other is None:  # what rounding spoilt on the way is not taken for a proof
                other = _other(_Corners(matrix, right), form, real)
            if other is None:
                found.add(name)
            else:
                seen.append(other)
    return found


def _other(corners: "_Corners", form: np.ndarray, real: np.ndarray) -> np.ndarray | None:
    """How far a solution in whole numbers, in which a sum is another, lies from what is true; None if none is seen."""
    for sign in (1, -1):
        moved = corners.go(form, sign) - real
        if np.abs(moved - moved.round()).max(initial=0) < TINY * 100 and np.abs(form @ moved) > HALF:
            return moved
    return None


def _row(weights: Iterable[tuple[str, int]], names: Mapping[str, int]) -> np.ndarray:
    found = np.zeros(len(names))
    for name, weight in weights:
        if name in names:
            found[names[name]] += weight
    return found


class _Corners:
    """The corners of all solutions, from one to the next: a simplex table, kept from question to question."""

    def __init__(self, matrix: np.ndarray, right: np.ndarray) -> None:
        signs = np.where(right < 0, -1.0, 1.0)
        rows, self.width = matrix.shape
        self.table = np.hstack([matrix * signs[:, None], np.eye(rows), (right * signs)[:, None]])
        self.basis = np.arange(self.width, self.width + rows)
        cost = np.zeros(self.width + rows)
        cost[self.width :] = 1
        self._descend(cost)
        assert self.table[self.basis >= self.width, -1].sum() < TINY * 1000, "what is shown contradicts itself"
        for row in np.flatnonzero(self.basis >= self.width):
            column = np.abs(self.table[row, : self.width]).argmax()
            if abs(self.table[row, column]) > TINY:
                self._pivot(int(row), int(column))
        keep = self.basis < self.width
        self.table = np.hstack([self.table[keep][:, : self.width], self.table[keep][:, -1:]])
        self.basis = self.basis[keep]

    def go(self, form: np.ndarray, sign: int) -> np.ndarray:
        """The solution where a sum is greatest (sign 1) or least; where it has no greatest, one further on."""
        ray = self._descend(-sign * form)
        found = np.zeros(self.width)
        found[self.basis] = self.table[:, -1]
        return found if ray is None else found + ray

    def _descend(self, cost: np.ndarray) -> np.ndarray | None:
        """Walk to a corner of least cost; the way down where there is none."""
        for step in range(20_000):
            reduced = cost - cost[self.basis] @ self.table[:, :-1]
            falling = np.flatnonzero(reduced < -TINY)
            if not falling.size:
                return None
            column = int(falling[0] if step > 200 else falling[reduced[falling].argmin()])
            gains = self.table[:, column]
            rising = np.flatnonzero(gains > TINY)
            if not rising.size:
                ray = np.zeros(len(cost))
                ray[column], ray[self.basis] = 1, -gains
                return ray
            ratios = self.table[rising, -1] / gains[rising]
            least = rising[ratios <= ratios.min() + TINY]
            self._pivot(int(least[self.basis[least].argmin()]), column)
        raise OverflowError("the walk does not end")

    def _pivot(self, row: int, column: int) -> None:
        self.table[row] /= self.table[row, column]
        gains = self.table[:, column].copy()
        gains[row] = 0
        self.table -= np.outer(gains, self.table[row])
        self.basis[row] = column
