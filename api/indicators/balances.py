"""Balances: what begins and how many there are, so that how many ended is told too, though no figure counts it.

A sixth file because it is one thought of `releases`, beside `links`, without tables or requests. Children on a plan at
the end of May and the plans that begin in June, less the children on a plan at the end of June, leave the plans that
ended. Where those are a few, members are not told how many began: of the council not even that nobody did. Children
move between units, so of a unit where nobody begins it is only who left less who came, and counts nobody.
"""

import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from api.indicators.years import Own, month_after, month_before
from api.statistics.sheets import is_few

UNKNOWN = 10**9
"""In the place of how many ended where nobody can tell: whatever it is added to, nobody takes for a few."""


@dataclass(frozen=True)
class Balance:
    """That what one indicator counts goes on to be counted in the stock of another."""

    starts: uuid.UUID
    stock: uuid.UUID


class Ends:
    """How many ended by unit and month, given what is public of a balance in all years: no entry counts none."""

    def __init__(self, starts: Mapping[Own, int], stock: Mapping[Own, int]) -> None:
        self.starts, self.stock = starts, stock
        self.months = sorted({month for _, month in stock})
        """Those of which the stock is told."""

    def of(self, own: Own) -> int:
        """How many ended in a month, as it looks from outside; so many that it is no answer where nobody can tell."""
        unit, month = own
        if month not in self.months or (before := month_before(month)) not in self.months:
            return UNKNOWN
        return self.starts.get(own, 0) + self.stock.get((unit, before), 0) - self.stock.get(own, 0)

    def let_start(self, more: Iterable[Own], fewer: Iterable[Own]) -> bool:
        """Whether one more could have begun here and one fewer there, while the stock stands as it is told."""
        return self._let(Counter(more), Counter(fewer))

    def let_stand(self, more: Collection[Own], fewer: Collection[Own]) -> bool:
        """Whether there could be one more in stock here and one fewer there, while what begins stands."""
        more_after, fewer_after = ([(unit, month_after(month)) for unit, month in owns] for owns in (more, fewer))
        return self._let(Counter([*fewer, *more_after]), Counter([*more, *fewer_after]))

    def _let(self, more: Counter[Own], fewer: Counter[Own]) -> bool:
        """Whether so many more and fewer could have ended: of the council, or of a few of a unit, not below none."""
        moved = more.keys() | fewer.keys()
        units = {unit for unit, _ in (*self.starts, *self.stock)}
        for month in {month for _, month in moved}:
            change = sum(more[own] - fewer[own] for own in moved if own[1] == month)
            if 0 <= (was := sum(self.of((unit, month)) for unit in units)) < -change:
                return False
        return all(not is_few(was := self.of(own)) or was + more[own] - fewer[own] >= 0 for own in moved)

    def told_by(self, after: Mapping[Own, int], units: Collection[uuid.UUID]) -> Iterator[tuple[date, int, int]]:
        """How many ended from one month to another in some units, before and after a correction of the stock.

        It goes over all pairs of months of which one was corrected, and names that one with each.
        """
        changed = Counter[date]()
        for own in after:
            if own[0] in units:
                changed[own[1]] += after[own] - self.stock.get(own, 0)
        for first, last in combinations(self.months, 2):
            if corrected := next((month for month in (last, first) if changed[month]), None):
                ended = sum(self.of((unit, month)) for unit in units for month in self.months if first < month <= last)
                yield corrected, ended, ended + changed[first] - changed[last]
