"""Hiding in sheets: counts by row and column, of which many overlapping sums are shown over time.

A sheet has leaves (a row, a column) and cells, each the sum of some leaves; what is shown of it is decided in steps, as
it grows, and what was shown once is known for good. A pattern is taken for safe only where it is proven so: for each
small count that is hidden there must be a move, one more here and one fewer there, that leaves all that is shown as it
is and no count below nothing. Then the shown fits two counts at least, and nobody can tell which is true. Moves tried
are of one leaf, of two and of four in a rectangle; what none of them frees counts as given away, so that at worst too
much is hidden.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

Leaves = frozenset[int]
Key = tuple[Hashable, Hashable]
"""What a cell stands for: a row or sum of rows, a column or sum of columns."""
Move = Callable[[Sequence[int], Sequence[int]], bool]
"""Whether there may be one more in each of the first leaves, and one fewer in each of the second."""

FEWEST = 6
"""So many may be shown."""
MOST_TRIALS = 80
_DIGIT = 4
"""More than the leaves on either side of a move, so that the cells which two leaves are part of add up like digits."""


def is_few(count: int) -> bool:
    """Whether it is from 1 to 5."""
    return 1 <= count < FEWEST


class UnprotectableError(ValueError):
    """A small count is given away by what was shown before, whatever else is hidden."""


@dataclass(frozen=True)
class Sheet:
    """The leaves by row and column, the cells by what they stand for, and the equations between cells."""

    leaves: tuple[Key, ...]
    cells: Mapping[Key, Leaves]
    equations: tuple[tuple[Key, tuple[Key, ...]], ...]
    """A cell, and others that are parts of it without overlap; what they leave of it is shown nowhere."""

    @cached_property
    def place(self) -> dict[Key, int]:
        return {leaf: at for at, leaf in enumerate(self.leaves)}

    @cached_property
    def within(self) -> list[list[Key]]:
        """The cells that each leaf is part of."""
        found: list[list[Key]] = [[] for _ in self.leaves]
        for key, leaves in self.cells.items():
            for leaf in leaves:
                found[leaf].append(key)
        return found

    @cached_property
    def digits(self) -> dict[Key, int]:
        return {key: _DIGIT**at for at, key in enumerate(self.cells)}

    @cached_property
    def whole(self) -> list[int]:
        """What is seen of each leaf where every cell is shown."""
        return [sum(self.digits[key] for key in within) for within in self.within]

    @cached_property
    def rectangles(self) -> list[list[tuple[int, int, int]]]:
        """For each leaf the other corners of the rectangles it stands in: the one across, and the two beside it."""
        found: list[list[tuple[int, int, int]]] = []
        for row, column in self.leaves:
            corners = ((across, (row, c), (r, column)) for across, (r, c) in enumerate(self.leaves))
            found.append([
                (across, self.place[beside], self.place[below]) for across, beside, below in corners
                if beside[1] != column and below[0] != row and beside in self.place and below in self.place
            ])  # fmt: skip
        return found

    @cached_property
    def mates(self) -> dict[Key, list[Key]]:
        """The cells that stand in an equation with each, or hold the same leaves."""
        found: dict[Key, set[Key]] = {key: set() for key in self.cells}
        for total, parts in self.equations:
            for key in (total, *parts):
                found[key].update((total, *parts))
        return {key: sorted(keys - {key}, key=self.rank.__getitem__) for key, keys in found.items()}

    @cached_property
    def rank(self) -> dict[Key, int]:
        """The order of the cells, which decides between equals."""
        return {key: at for at, key in enumerate(self.cells)}

    @cached_property
    def others(self) -> dict[Key, list[tuple[Key, Key]]]:
        """For each cell, the other row and the other column of each rectangle that the cell is a corner of.

        Rows go with rows, columns with columns, where together they are parts of one sum.
        """
        rows: dict[Hashable, set[Hashable]] = {}
        columns: dict[Hashable, set[Hashable]] = {}
        for _, parts in self.equations:
            for one in parts:
                for other in parts:
                    if one[1] == other[1] and one[0] != other[0]:
                        rows.setdefault(one[0], set()).add(other[0])
                    if one[0] == other[0] and one[1] != other[1]:
                        columns.setdefault(one[1], set()).add(other[1])
        return {
            key: [
                ((row, key[1]), (key[0], column)) for row in rows.get(key[0], ()) for column in columns.get(key[1], ())
            ]
            for key in self.cells
        }


@dataclass(frozen=True)
class Secret:
    """What must not come out: whether a sum over leaves is small, and whether a move of its counts may be."""

    is_small: Callable[[Leaves], bool]
    can_move: Move


@dataclass(frozen=True)
class Sizes:
    """How many stand in each leaf: an empty one is shown as empty. They say what hiding a cell costs."""

    of: Sequence[int]
    weight: Callable[[Key], int]

    def cost(self, sheet: Sheet, key: Key) -> int:
        return sum(self.of[leaf] for leaf in sheet.cells[key]) * self.weight(key)


class Pattern:
    """What a reader sees of a sheet where some cells are hidden: by leaf, the shown cells that it is part of."""

    def __init__(self, sheet: Sheet, sizes: Sizes, seen: list[int]) -> None:
        self.sheet, self.sizes, self.of, self.seen = sheet, sizes, sizes.of, seen

    @classmethod
    def whole(cls, sheet: Sheet, sizes: Sizes) -> "Pattern":
        return cls(sheet, sizes, list(sheet.whole))

    def without(self, keys: Iterable[Key]) -> "Pattern":
        """The same with more cells hidden."""
        seen = list(self.seen)
        for key in keys:
            digit = self.sheet.digits[key]
            for leaf in self.sheet.cells[key]:
                seen[leaf] -= digit
        return Pattern(self.sheet, self.sizes, seen)

    @cached_property
    def alike(self) -> dict[int, list[int]]:
        """The leaves by what is seen of them."""
        found: dict[int, list[int]] = {}
        for leaf, seen in enumerate(self.seen):
            if self.of[leaf]:
                found.setdefault(seen, []).append(leaf)
        return found

    def keeps(self, sums: Leaves, can_move: Move) -> bool:
        """Whether some move changes the sum, and nothing that is seen."""
        return any(can_move(more, fewer) or can_move(fewer, more) for more, fewer in self._moves(sums))

    def _moves(self, sums: Leaves) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
        movable = [leaf for leaf in sorted(sums) if self.of[leaf]]
        for leaf in movable:
            if not self.seen[leaf]:
                yield (leaf,), ()
        for leaf in movable:
            yield from (((leaf,), (other,)) for other in self.alike[self.seen[leaf]] if other not in sums)
        seen, of = self.seen, self.of
        for leaf in movable:
            for across, beside, below in self.sheet.rectangles[leaf]:
                is_unseen = seen[leaf] + seen[across] == seen[beside] + seen[below]
                changes = 1 + (across in sums) - (beside in sums) - (below in sums) != 0
                if is_unseen and changes and of[across] and of[beside] and of[below]:
                    yield (leaf, across), (beside, below)


def protect(
    sheet: Sheet, sizes: Sizes, secrets: Sequence[Secret], *, hidden: Iterable[Key], known: Collection[Key]
) -> frozenset[Key]:
    """The cells to hide: those given, and as many others as keep the secrets; cells `known` are shown already.

    Also what no cell shows is kept secret where it can be worked out: the sum of the hidden parts of a total, and what
    the parts leave of it. The same sheet always gives the same answer.
    """
    now = set(hidden)
    pattern = Pattern.whole(sheet, sizes).without(now)
    while True:
        before = len(now)
        for sums, about in list(_sums(sheet, now)):
            for secret in secrets:
                while secret.is_small(sums) and not pattern.keeps(sums, secret.can_move):
                    more = _more(pattern, now, known, sums, about, secret)
                    now |= more
                    pattern = pattern.without(more)
        if len(now) == before:
            return frozenset(now)


def _sums(sheet: Sheet, hidden: Collection[Key]) -> Iterator[tuple[Leaves, list[Key]]]:
    """Each sum that a secret may be about, with the cells it concerns."""
    done: set[Leaves] = set()
    for key, leaves in sheet.cells.items():
        if key in hidden and leaves not in done:
            done.add(leaves)
            yield leaves, [key]
    for total, parts in sheet.equations:
        unseen = [part for part in parts if part in hidden]
        for left_out in (parts, [part for part in parts if part not in hidden]):
            rest = sheet.cells[total].difference(*(sheet.cells[part] for part in left_out))
            if rest and rest not in done and rest != sheet.cells[total]:
                done.add(rest)
                yield rest, [*unseen, total]


def _more(
    pattern: Pattern, hidden: set[Key], known: Collection[Key], sums: Leaves, about: list[Key], secret: Secret
) -> set[Key]:
    """The cheapest cells that keep the sum secret, or else the cheapest step on the way."""
    sheet, sizes = pattern.sheet, pattern.sizes

    def hideable(key: Key) -> bool:
        return key in sheet.cells and key not in hidden and key not in known and sizes.cost(sheet, key) > 0

    def costs(key: Key) -> int:
        return sizes.cost(sheet, key)

    rank = sheet.rank
    mates = {mate for key in about for mate in sheet.mates[key] if hideable(mate)}
    mates |= {key for leaf in sums for key in sheet.within[leaf] if hideable(key)}
    trials = {frozenset([mate]) for mate in mates}
    for key in about:
        for beside, below in sheet.others[key]:
            corners = [corner for corner in (beside, below, (beside[0], below[1])) if corner not in hidden]
            if corners and all(hideable(corner) for corner in corners):
                trials.add(frozenset(corners))
    ranked = sorted(trials, key=lambda trial: (sum(costs(key) for key in trial), sorted(rank[key] for key in trial)))
    for trial in ranked[:MOST_TRIALS]:
        if pattern.without(trial).keeps(sums, secret.can_move):
            return set(trial)
    left = mates or {key for key in sheet.cells if hideable(key)}
    if not left:
        raise UnprotectableError
    return {min(left, key=lambda key: (costs(key), rank[key]))}
