"""The reader who solves: which hidden counts can be one whole number alone, given sums and that none is below 0.

What is true is known here, as no reader knows it, and shortens the proof: every other solution found (a corner of all
solutions, by the simplex method) shows of each count that differs in it that nobody can tell. What no such corner moves
is found out, by its least and greatest value.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from api.indicators.balances import Balance
from api.indicators.links import Link
from api.indicators.years import Place, month_before, months_in

TINY = 1e-7
HALF = 0.5
ENOUGH = 5
"""So many counts that are found out are told; to look for more would only take longer."""
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
                if len(found) == ENOUGH:
                    break
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


class Reader:
    """Somebody who keeps all that was shown of several indicators in each release, and puts it together as equations.

    They know of each unit and month whether its counts moved between two releases, and which indicators lie within
    which. What adds up are units, and months of a flow; of a stock a period has the count of its last month, and months
    do not add up, as its change from one to the next is who came less who left: that counts nobody.
    """

    def __init__(
        self, top: Any, below: Sequence[Any], links: Sequence[Link], snapshots: Collection[Any],
        balances: Collection[Balance] = (),
    ) -> None:  # fmt: skip
        self.top, self.below, self.links, self.snapshots = top, tuple(below), links, snapshots
        self.balances = balances
        self.open: set[Any] = set()
        """Months of what begins something of which it is hidden even whether anybody was counted."""
        self.truth: dict[str, int] = {}
        self.shown: set[str] = set()
        self.equations: list[tuple[str, list[str]]] = []
        self.name: dict[Any, str] = {}

    def read(self, at: int, released: Mapping[Any, Mapping[Place, Any]]) -> None:
        """One release: of each indicator and place `met`, `of` and `is_hidden`, hidden or not."""
        leaves = {name: self._leaves(rows) for name, rows in released.items()}
        self.open |= {(balance.starts, (unit, time[1])) for balance in self.balances
                      for (unit, time), row in released.get(balance.starts, {}).items()
                      if time[0] == "month" and row.is_hidden}  # fmt: skip
        owns = sorted({own for mine in leaves.values() for own in mine} | {own for _, own in self.open})
        for name, mine in leaves.items():
            for own in owns:
                self._leaf(at, name, own, mine.get(own, (0, 0)))
        for name, rows in released.items():
            for place, row in rows.items():
                held = [self.name[name, own] for own in self._held(name, place) if own in owns]
                for kind, count in (("met", row.met), ("not", row.of - row.met), ("of", row.of)):
                    self._add(f"{at} {name} {place} {kind}", [f"{one} {kind}" for one in held], count)
                    self.shown |= set() if row.is_hidden else {f"{at} {name} {place} {kind}"}
        for link in self.links:
            if link.inner in released and link.outer in released:
                self._tie(at, link, released, owns)
        for balance in self.balances:
            if balance.stock in released:
                self._balance(at, balance, released[balance.stock])

    def finds(self) -> set[str]:
        """Every count of one to five that has one value alone, shown or worked out."""
        return found_out(self.truth, self.shown, self.equations, [n for n, c in self.truth.items() if 1 <= c <= 5])

    def _leaves(self, rows: Mapping[Place, Any]) -> dict[Any, tuple[int, int]]:
        found = {(unit, start): (row.met, row.of) for (unit, (kind, start, _)), row in rows.items() if kind == "month"}
        for unit, month in list(found):
            if unit == self.top:
                parts = [found.get((part, month), (0, 0)) for part in self.below]
                met, of = (found[unit, month][at] - sum(part[at] for part in parts) for at in (0, 1))
                found[unit, month] = (met, of)
        return {own: counts for own, counts in found.items() if counts[1]}

    def _leaf(self, at: int, name: Any, own: Any, counts: tuple[int, int]) -> None:
        before = self.name.get((name, own))
        if before is None or (self.truth[f"{before} met"], self.truth[f"{before} of"]) != counts:
            met, of = counts
            leaf = self.name[name, own] = f"{name}{own} since {at}"
            self.truth |= {f"{leaf} met": met, f"{leaf} not": of - met}
            self._add(f"{leaf} of", [f"{leaf} met", f"{leaf} not"], of)
            if not of and (name, own) not in self.open:  # no row says that nobody was counted
                self.shown |= {f"{leaf} {kind}" for kind in ("met", "not", "of")}

    def _add(self, total: str, parts: list[str], count: int) -> None:
        self.truth[total] = count
        self.equations.append((total, parts))

    def _tie(self, at: int, link: Link, released: Mapping[Any, Mapping[Place, Any]], owns: list[Any]) -> None:
        for own in owns:
            self._less(link, own)
        for place in released[link.outer].keys() & released[link.inner].keys():
            rests = [self._less(link, own) for own in self._held(link.inner, place) if own in owns]
            self._add(f"{at} {link} {place}", rests, sum(self.truth[rest] for rest in rests))

    def _balance(self, at: int, balance: Balance, stock: Mapping[Place, Any]) -> None:
        """Who was there and who came are who is there and who went.

        Nobody ceases to be in the council but by leaving it. Of a unit it is taken for who left where they are a few.
        """
        told = {time[1] for _, time in stock if time[0] == "month"}
        for unit, time in stock:
            before, last = month_before(time[1]), time[2]
            if {before, last} <= told:
                units = (self.top, *self.below) if unit == self.top else (unit,)
                began = [(one, month) for one in units for month in months_in(time, is_snapshot=False)]
                came = [self._all(at, balance.starts, own) for own in began]
                was, now = ([self._all(at, balance.stock, (one, month)) for one in units] for month in (before, last))
                size, here, left = (sum(self.truth[one] for one in held) for held in (came, [*came, *was], now))
                if here >= left and (unit == self.top or (size and 1 <= here - left <= 5)):
                    name = f"{at} {balance} {unit} {time}"
                    self.truth[f"{name} went"] = here - left
                    self._add(name, [*came, *was], here)
                    self.equations.append((name, [*now, f"{name} went"]))

    def _all(self, at: int, name: Any, own: Any) -> str:
        """All who are counted of a leaf; nobody where there was no word of it."""
        if (name, own) not in self.name:
            self._leaf(at, name, own, (0, 0))
        return f"{self.name[name, own]} of"

    def _less(self, link: Link, own: Any) -> str:
        """What a link leaves of a leaf."""
        outer, inner = f"{self.name[link.outer, own]} {link.of}", f"{self.name[link.inner, own]} {link.part}"
        rest = f"{outer} less {inner}"
        if rest not in self.truth:
            self.truth[rest] = self.truth[outer] - self.truth[inner]
            self.equations.append((outer, [inner, rest]))
            self.shown |= {rest} if link.of != "of" else set()
        return rest

    def _held(self, name: Any, place: Place) -> list[Any]:
        unit, time = place
        units = (self.top, *self.below) if unit == self.top else (unit,)
        return [(one, month) for one in units for month in months_in(time, is_snapshot=name in self.snapshots)]
