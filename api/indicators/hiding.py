"""Which values to hide from everybody, so that none that few people answered is told or can be worked out.

A sixth file because it is a rule, without tables or requests. Values add up twice: units to the unit above, months to
quarters and years. Each sum is an equation a reader can turn round, so what is hidden in it is as good as published as
one figure: that pool must be of two values at least, and must itself not be small. It is a rule of thumb made strict by
repetition, not a proof over all equations together; what members see is settled by `releases`, which proves it.
"""

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

Place = tuple[uuid.UUID, str, date]
"""A unit, a type of period and the day on which the period starts."""


@dataclass(frozen=True)
class Count:
    """How many met, of how many (None for a plain count), and how many people answered."""

    met: int
    of: int | None
    people: int = 0

    @property
    def size(self) -> int:
        """How many it rests on."""
        return self.met if self.of is None else self.of

    def __add__(self, other: "Count") -> "Count":
        return Count(self.met + other.met, _both(self.of, other.of, 1), self.people + other.people)

    def __sub__(self, other: "Count") -> "Count":
        return Count(self.met - other.met, _both(self.of, other.of, -1), self.people - other.people)


IsSmall = Callable[[Count], bool]
Equation = tuple[Place, list[Place]]


def is_of_few_people(fewest: int) -> IsSmall:
    """Whether fewer than `fewest` people answered, but somebody did."""
    return lambda count: 1 <= count.people < fewest


def hide(
    counts: Mapping[Place, Count], above: Mapping[uuid.UUID, uuid.UUID], is_small: IsSmall, *, adds_up_over_time: bool
) -> set[Place]:
    """The places to hide among `counts`, which are those of one indicator. `above` names the unit above each unit."""
    hidden = {place for place, count in counts.items() if is_small(count)}
    sums = list(_over_units(counts, above)) + (list(_over_time(counts)) if adds_up_over_time else [])
    while more := {place for equation in sums if (place := _gap(equation, counts, hidden, is_small)) is not None}:
        hidden |= more
    return hidden


def _gap(equation: Equation, counts: Mapping[Place, Count], hidden: set[Place], is_small: IsSmall) -> Place | None:
    """One more place to hide, where the equation gives away what is hidden; None where it keeps it."""
    total, parts = equation
    shown = [part for part in parts if part not in hidden and counts[part].size]
    unseen = [part for part in parts if part in hidden]
    rest = _sum(counts[total], [counts[part] for part in parts])
    if total in hidden:
        gives_away = not unseen and not rest.size
    else:
        pool = _sum(counts[total], [counts[part] for part in parts if part not in hidden])
        gives_away = is_small(pool) or (len(unseen) == 1 and not rest.size)
    if not gives_away:
        return None
    return min(shown, key=lambda part: (counts[part].size, part), default=None if total in hidden else total)


def _sum(total: Count, parts: Iterable[Count]) -> Count:
    """What is left of the total without the parts."""
    for part in parts:
        total = total - part
    return total


def _over_units(counts: Mapping[Place, Count], above: Mapping[uuid.UUID, uuid.UUID]) -> Iterator[Equation]:
    parts: dict[Place, list[Place]] = {}
    for unit, kind, start in counts:
        if unit in above and (total := (above[unit], kind, start)) in counts:
            parts.setdefault(total, []).append((unit, kind, start))
    yield from parts.items()


def _over_time(counts: Mapping[Place, Count]) -> Iterator[Equation]:
    parts: dict[Place, list[Place]] = {}
    for unit, kind, start in counts:
        quarter = date(start.year, start.month - (start.month - 1) % 3, 1)
        year = date(start.year - (start.month < 4), 4, 1)
        longer = {"month": [("quarter", quarter), ("year", year)], "quarter": [("year by quarter", year)]}
        for name, begins in longer.get(kind, []):
            parts.setdefault((unit, name, begins), []).append((unit, kind, start))
    for (unit, name, begins), members in parts.items():
        total = (unit, name.removesuffix(" by quarter"), begins)
        if total in counts:
            yield total, members


def _both(one: int | None, other: int | None, sign: int) -> int | None:
    return None if one is None or other is None else one + sign * other
