"""Keeping: whether a count that is hidden could be another one, given all that is shown of the counts around it.

A sixth file because it is the half of `releases` that asks, where that one decides: neither tables nor requests.
"""

import uuid
from collections.abc import Mapping, Sequence
from functools import cache, partial

from api.indicators.links import OTHER, Moves, Quantity
from api.indicators.years import Counted, Series
from api.statistics.sheets import Key, Leaves, Pattern, Secret, Sheet, Sizes, is_few


class Known:
    """What is hidden of each count so far, and what of the others is to be kept secret where that does not keep it."""

    def __init__(self, sheet: Sheet, moves: Moves) -> None:
        self.sheet, self.moves = sheet, moves
        self.hidden: dict[Quantity, frozenset[Key]] = {}
        self.patterns: dict[Quantity, Pattern] = {}
        self.sizes: Sizes

    def hide(self, mine: Quantity, keys: frozenset[Key]) -> None:
        self.hidden[mine] = keys
        self.patterns[mine] = Pattern.whole(self.sheet, self.sizes).without(keys)

    def outside(self, mine: Quantity) -> frozenset[Key]:
        """What is hidden of the counts that a count lies within, or is the same as."""
        around = [*self.moves.around.get(mine, ()), *self.moves.same.get(mine, ())]
        return frozenset().union(*(self.hidden.get(one, frozenset()) for one in around))

    def is_kept(self, mine: Quantity, leaves: Leaves) -> bool:
        """Whether a count could be another one because one that it is part of could: nobody sees them move together."""
        return any(
            self.patterns[other].keeps(leaves, partial(self.moves.can_move, other, carried=carried))
            for other, carried in self.moves.above(mine) if other in self.patterns
        )  # fmt: skip

    def base_secret(
        self, at: int, family: Sequence[Series], counts: Mapping[uuid.UUID, list[Counted]],
        ended: Mapping[uuid.UUID, list[int]],
    ) -> Secret:  # fmt: skip
        """How many there are in all, how many of those around them are left, and how many ended if these began."""
        mine: Quantity = (at, "of")
        of, rests = self.moves.counts[mine], self.moves.rests(mine)
        ends = [ended[one.name] for one in family if one.name in ended]
        units = {unit for unit, _ in self.sheet.leaves}

        @cache
        def is_small(leaves: Leaves) -> bool:
            size = sum(of[leaf] for leaf in leaves)
            return (
                (is_few(size) and not self.is_kept(mine, leaves))
                or bool(size and any(is_few(_sum(rest, leaves)) for rest in rests))
                or (
                    (size or units == {self.sheet.leaves[leaf][0] for leaf in leaves})
                    and any(is_few(_sum(gone, leaves)) for gone in ends)
                )
                or any(1 <= sum(counts[one.name][leaf].people for leaf in leaves) < one.fewest_people for one in family)
            )

        return Secret(is_small, partial(self.moves.can_move, mine))

    def met_secret(self, one: Series, counts: list[Counted]) -> Secret:
        """Who met and who did not, where how many there are in all is taken for known."""
        parts: list[Quantity] = [(one.name, part) for part in OTHER]

        @cache
        def is_small(leaves: Leaves) -> bool:
            people = sum(counts[leaf].people for leaf in leaves) if one.fewest_people else 0
            return 1 <= people < one.fewest_people or any(
                is_few(_sum(count, leaves)) and not self.is_kept(part, leaves)
                for part in parts for count in (self.moves.counts[part], *self._rests(one.name, part, leaves))
            )  # fmt: skip

        return Secret(is_small, partial(self.moves.can_move, parts[0]))

    def _rests(self, name: uuid.UUID, part: Quantity, leaves: Leaves) -> list[list[int]]:
        """What a part leaves of those around it, where it is shown at all."""
        of = self.moves.counts[self.moves.family[name], "of"]
        return self.moves.rests(part) if any(of[leaf] for leaf in leaves) else []


def _sum(count: Sequence[int], leaves: Leaves) -> int:
    return sum(count[leaf] for leaf in leaves)
