"""Links: indicators of which one counts some of what another counts, so that the difference of the two is a count too.

A sixth file because it is one thought of `releases`, without tables or requests: how counts may move without anybody
who knows all that is shown seeing it. All children in care less those in care for a year leaves those in care for
less, whom no figure counts; and who was offered something is everybody who could accept it. So a count moves together
with those it lies within and those that lie within it, or there must be others between the two who move instead.
"""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from api.indicators.measures.measure import Part
from api.statistics.sheets import Move

Quantity = tuple[uuid.UUID | int, Part]
"""Those who met or who did not of an indicator, or by the number of their family all whom several indicators count."""
Leaves = Sequence[int]
Carried = frozenset[Quantity]
OTHER: dict[Part, Part] = {"met": "not", "not": "met"}


@dataclass(frozen=True)
class Link:
    """That a part of what the inner indicator counts lies within all that the outer one counts.

    Where `of` is not all of them but those who met, or who did not, the two are the same by construction.
    """

    inner: uuid.UUID
    outer: uuid.UUID
    part: Part = "of"
    of: Part = "of"


class Moves:
    """Which moves of counts nobody sees, as far as links and parts of one whole go; leaves are those of one sheet.

    A move is one more in some leaves and one fewer in others. What is empty is shown as empty, and stays so; what is
    not stays above nothing. A count that lies within another is hidden wherever the other is, so it may move along.
    `starts` and `stocks` say of indicators that stand in a balance whether a move leaves it one that can be.
    """

    def __init__(
        self, families: Sequence[Sequence[uuid.UUID]], percentages: Iterable[uuid.UUID], links: Iterable[Link],
        counts: Mapping[tuple[uuid.UUID, Part], list[int]], starts: Mapping[uuid.UUID, Move] | None = None,
        stocks: Mapping[uuid.UUID, Move] | None = None,
    ) -> None:  # fmt: skip
        self.family = {name: at for at, names in enumerate(families) for name in names}
        self.hides_none = {self.family[name] for name in starts or ()}
        """The families of which even nobody is not told; of all others what is empty is shown as empty."""
        self.balanced: dict[int, list[Move]] = {}
        for name, is_balanced in chain((starts or {}).items(), (stocks or {}).items()):
            self.balanced.setdefault(self.family[name], []).append(is_balanced)
        known = set(percentages)
        self.percentages = [[name for name in names if name in known] for names in families]
        self.counts: dict[Quantity, list[int]] = {self._quantity(*key): found for key, found in counts.items()}
        self.around: dict[Quantity, list[Quantity]] = {}
        self.inside: dict[Quantity, list[Quantity]] = {}
        self.same: dict[Quantity, list[Quantity]] = {}
        for link in links:
            inner, outer = self._quantity(link.inner, link.part), self._quantity(link.outer, link.of)
            if self.family[link.inner] == self.family[link.outer]:
                continue
            if link.of == "of":
                self.around.setdefault(inner, []).append(outer)
                self.inside.setdefault(outer, []).append(inner)
            else:
                self.same.setdefault(inner, []).append(outer)
                self.same.setdefault(outer, []).append(inner)

    def _quantity(self, name: uuid.UUID, part: Part) -> Quantity:
        return (self.family[name] if part == "of" else name, part)

    def rests(self, quantity: Quantity) -> list[list[int]]:
        """What a count leaves of each that it lies within, by leaf."""
        mine = self.counts[quantity]
        return [[whole - part for whole, part in zip(self.counts[outer], mine, strict=True)]
                for outer in self.around.get(quantity, ())]  # fmt: skip

    def above(self, quantity: Quantity) -> Iterator[tuple[Quantity, Carried]]:
        """The counts with which a count may move along, each with all that it then carries along."""
        name, part = quantity
        wider = self.around.get(quantity, ()) if part == "of" else [(self.family[name], "of")]  # type: ignore[index]
        for one in [*wider, *(self.same.get(quantity, ()) if part == "of" else ())]:
            if part != "of" or one[1] == "of":
                yield one, frozenset([quantity])
            for other, carried in self.above(one):
                yield other, carried | {quantity}

    def can_move(self, quantity: Quantity, more: Leaves, fewer: Leaves, carried: Carried = frozenset()) -> bool:
        """Whether a count can move, all around it standing still, and carry others along."""
        if quantity[1] == "of":
            return self.of_base(int(quantity[0]), more, fewer, carried=carried)
        return self.of_part(quantity, more, fewer, carried=carried)

    def of_base(
        self, at: int, more: Leaves, fewer: Leaves, along: Quantity | None = None, carried: Carried = frozenset()
    ) -> bool:
        """Whether all that a family counts can move; `along` is the count that it moves together with, if any."""
        mine: Quantity = (at, "of")
        of = self.counts[mine]
        fewest = int(at not in self.hides_none)
        if not all(of[leaf] >= fewest for leaf in more) or not all(of[leaf] > fewest for leaf in fewer):
            return False
        if not all(is_balanced(more, fewer) for is_balanced in self.balanced.get(at, ())):
            return False
        for outer in self.same.get(mine, ()):
            if outer != along:
                return self.of_part(outer, more, fewer, carried=carried)
        return (
            self._has_room(mine, more, along)
            and all(
                any(
                    self._follows((name, part), more, fewer, carried)
                    for part in OTHER
                    if (name, OTHER[part]) not in carried
                )
                for name in self.percentages[at]
            )
            and all(self._gives(mine, inner, more, fewer, carried) for inner in self.inside.get(mine, ()))
        )

    def of_part(
        self, part: Quantity, more: Leaves, fewer: Leaves, along: Quantity | None = None, carried: Carried = frozenset()
    ) -> bool:
        """Whether those who met can move, or those who did not, so that all who are counted stay as many."""
        name, which = part
        other: Quantity = (name, OTHER[which])
        mine, others = self.counts[part], self.counts[other]
        return (
            all(mine[leaf] for leaf in fewer) and all(others[leaf] for leaf in more)
            and self._has_room(part, more, along) and self._has_room(other, fewer, along)
            and all(self.of_base(int(same), more, fewer, part, carried) for same, _ in self.same.get(part, ()))
            and all(self.of_base(int(same), fewer, more, other, carried) for same, _ in self.same.get(other, ()))
        )  # fmt: skip

    def _has_room(self, quantity: Quantity, more: Leaves, along: Quantity | None = None) -> bool:
        mine = self.counts[quantity]
        return all(
            self.counts[outer][leaf] > mine[leaf]
            for outer in self.around.get(quantity, ()) if outer != along for leaf in more
        )  # fmt: skip

    def _follows(self, part: Quantity, more: Leaves, fewer: Leaves, carried: Carried) -> bool:
        """Whether the move of all who are counted can be one of this part of them alone."""
        mine = self.counts[part]
        return (
            all(mine[leaf] for leaf in fewer)
            and self._has_room(part, more)
            and all(self.of_base(int(same), more, fewer, part, carried) for same, _ in self.same.get(part, ()))
        )

    def _gives(self, outer: Quantity, inner: Quantity, more: Leaves, fewer: Leaves, carried: Carried) -> bool:
        """Whether a count can move without the one within it, unless that is carried, or that one can come along."""
        whole, part = self.counts[outer], self.counts[inner]
        if inner not in carried and all(whole[leaf] > part[leaf] for leaf in fewer):
            return True
        if inner[1] == "of":
            return self.of_base(int(inner[0]), more, fewer, outer, carried)
        return self.of_part(inner, more, fewer, outer, carried)
