"""Which cells of published tables to hide, so that no small count is shown or can be worked out from what is shown.

Cells are counts by name; an equation is a total and the parts that add up to it. Tables, hierarchies, complements
(n - x) and earlier releases are all equations over one set of cells, and must all be given: what is left out is not
protected.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from heapq import heappop, heappush

from api.statistics.whole_numbers import UnsolvableError, least

Equations = Sequence[tuple[str, Sequence[str]]]

LOWEST_THRESHOLD = 5
MOST_TRIALS = 2_000


def derivable(
    cells: Mapping[str, int | None], equations: Equations, *, hidden_is_positive: bool
) -> dict[str, tuple[int, int]]:
    """What a reader can work out of the hidden cells (None): the least and the greatest count each can be.

    A cell is given away where both are equal. A cell that could be of any size is left out. `hidden_is_positive` says
    that zeros are always shown, which readers know. Raises ValueError if an equation names an unknown cell or the
    counts shown contradict each other, and OverflowError rather than guess at a system too entangled to work out.
    """
    reader = _Reader(cells, equations, hidden_is_positive=hidden_is_positive)
    try:
        bounds = {name: reader.bounds(name) for name, count in cells.items() if count is None}
    except UnsolvableError as error:
        raise ValueError("the counts shown contradict each other") from error
    return {name: (low, high) for name, (low, high) in bounds.items() if high is not None}


def suppress(cells: Mapping[str, int], equations: Equations, *, threshold: int = 5) -> frozenset[str]:
    """The names of the cells to hide: each count from 1 to the threshold, and as many others as keep them hidden.

    Zeros are always shown. Small counts are taken by name, one after another, and each is protected at the least cost:
    the counts lost, those of totals weighing 10 times, of grand totals 100 times. The same cells always give the same
    answer. A system of hundreds of linked cells is still protected, but not always at the least cost. Raises ValueError
    for a threshold below 5, negative counts, and equations that do not hold.
    """
    if threshold < LOWEST_THRESHOLD:
        raise ValueError(f"the threshold must be at least {LOWEST_THRESHOLD}")
    if any(count < 0 for count in cells.values()):
        raise ValueError("a count must not be negative")
    _Reader(cells, equations, hidden_is_positive=True)
    small = sorted(name for name, count in cells.items() if 1 <= count <= threshold)
    costs = _costs(cells, equations) | dict.fromkeys(small, 0)
    hidden: frozenset[str] = frozenset()
    for name in small:
        if name not in hidden:
            hidden = _protect(name, hidden, cells, equations, costs)
    return _without_needless(hidden, cells, equations, costs)


class _Reader:
    """Somebody who knows the counts shown and the equations, and asks what the hidden counts can be."""

    def __init__(self, cells: Mapping[str, int | None], equations: Equations, *, hidden_is_positive: bool) -> None:
        self.floor = int(hidden_is_positive)
        self.variables = {name: i for i, name in enumerate(name for name, count in cells.items() if count is None)}
        self.equations = [self._equation(cells, total, parts) for total, parts in equations]
        if any(right and not coefficients for coefficients, right in self.equations):
            raise ValueError("an equation does not hold")

    def _equation(self, cells: Mapping[str, int | None], total: str, parts: Iterable[str]) -> tuple[Counter[int], int]:
        """The hidden cells of an equation, each counted from its floor, and what they add up to."""
        coefficients: Counter[int] = Counter()
        right = 0
        for name, sign in [(total, -1), *((part, 1) for part in parts)]:
            if name not in cells:
                raise ValueError(f"an equation names an unknown cell: {name}")
            if (count := cells[name]) is None:
                coefficients[self.variables[name]] += sign
            right -= sign * (self.floor if count is None else count)
        return coefficients, right

    def bounds(self, name: str) -> tuple[int, int | None]:
        """The least and the greatest count of a hidden cell; None if it has no greatest."""
        variable = self.variables[name]
        linked = self._linked(variable)
        low, fall = least({variable: 1}, linked), least({variable: -1}, linked)
        return self.floor + (low or 0), None if fall is None else self.floor - fall

    def knows(self, name: str) -> bool:
        low, high = self.bounds(name)
        return low == high

    def _linked(self, variable: int) -> list[tuple[Counter[int], int]]:
        """The equations that bear on one hidden cell, at however many removes."""
        found, reached, left = [], {variable}, list(self.equations)
        while near := [equation for equation in left if not reached.isdisjoint(equation[0])]:
            found += near
            left = [equation for equation in left if reached.isdisjoint(equation[0])]
            reached.update(*(coefficients for coefficients, _ in near))
        return found


def _without_needless(
    hidden: frozenset[str], cells: Mapping[str, int], equations: Equations, costs: Mapping[str, int]
) -> frozenset[str]:
    """Shows again, the dearest first, what later cells have made needless: taken singly, small counts ask for much."""
    for name in sorted((name for name in hidden if costs[name]), key=lambda name: (-costs[name], name)):
        fewer = hidden - {name}
        if not _lone(fewer, equations) and not _gaps(sorted(fewer), fewer, cells, equations):
            hidden = fewer
    return hidden


def _lone(hidden: frozenset[str], equations: Equations) -> bool:
    """Whether a hidden cell stands alone in an equation, so that no solver is needed to see it."""
    return any(len(hidden.intersection((total, *parts))) == 1 for total, parts in equations)


def _costs(cells: Mapping[str, int], equations: Equations) -> dict[str, int]:
    totals = {total for total, _ in equations}
    parts = {part for _, parts in equations for part in parts}
    return {name: count * (1 if name not in totals else 10 if name in parts else 100) for name, count in cells.items()}


def _protect(
    name: str, safe: frozenset[str], cells: Mapping[str, int], equations: Equations, costs: Mapping[str, int]
) -> frozenset[str]:
    """Hides one more cell, with those that it needs, in a pattern that is already safe: the cheapest way first.

    To hide more never gives away what was safe, and to hide all but the zeros is always safe, so an answer is found.
    """
    trials: list[tuple[int, int, list[str]]] = [(0, 1, [name])]
    seen: set[frozenset[str]] = set()
    while True:
        cost, size, added = heappop(trials)
        hidden = safe.union(added)
        gaps = _gaps(added, hidden, cells, equations)
        if not gaps:
            return hidden
        if len(seen) > MOST_TRIALS:
            trials.clear()
        for other in gaps:
            trial = hidden | {other}
            if trial not in seen or not trials:
                seen.add(trial)
                heappush(trials, (cost + costs[other], size + 1, sorted([*added, other])))


def _gaps(added: Collection[str], hidden: frozenset[str], cells: Mapping[str, int], equations: Equations) -> list[str]:
    """The cells of which one must be hidden too; none if the pattern is safe."""

    def choices(groups: Iterable[Sequence[str]]) -> list[str]:
        return sorted({name for group in groups for name in group if cells[name] and name not in hidden})

    groups = [group for total, parts in equations if not hidden.isdisjoint(group := (total, *parts))]
    for group in groups:
        if len(hidden.intersection(group)) == 1:
            return choices([group])
    shown = {name: None if name in hidden else count for name, count in cells.items()}
    reader = _Reader(shown, equations, hidden_is_positive=True)
    return choices(groups) if any(reader.knows(name) for name in added) else []
