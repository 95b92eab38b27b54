"""What may be public of one financial year, given what was public of it before.

A file beyond the six because it is one rule, without tables or requests. Three things are settled here:

- A month is public once it has been over for ten days, so that it seldom changes afterwards; what is longer goes as far
  as the last such month.
- What was public stands: a place stays shown or hidden for good, and its counts follow the records only where as many
  as six more or fewer met, did not meet and were counted in all, or none. So no two releases differ by a few.
- Of each year all units, months, quarters and the year are hidden together (`api.statistics.sheets`): first for the
  count on which a percentage rests, alike for all indicators that share it, and then for those who met or did not.
"""

import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from api.statistics.sheets import Key, Leaves, Secret, Sheet, Sizes, UnprotectableError, protect

SETTLING = timedelta(days=10)
FEWEST = 6

Time = tuple[str, date, date]
"""A type of period, its first day, and the first day of the last month that it counts."""
Place = tuple[uuid.UUID, Time]
Own = tuple[uuid.UUID, date]
"""A unit and a month: what belongs to the unit itself, and not to one below it that is shown too."""


@dataclass(frozen=True)
class Counted:
    """How many met, of how many, and how many people answered."""

    met: int = 0
    of: int = 0
    people: int = 0


@dataclass(frozen=True)
class Released:
    """A place as it is public: its counts, and whether they are hidden; `is_base_hidden` is about the second alone."""

    met: int
    of: int
    is_hidden: bool
    is_base_hidden: bool


@dataclass(frozen=True)
class Series:
    """One indicator in one financial year: what is true by unit and month, and what was public before."""

    name: uuid.UUID
    counts: Mapping[Own, Counted]
    earlier: Mapping[Place, Released] = field(default_factory=dict)
    is_count: bool = False
    is_snapshot: bool = False
    fewest_people: int = 0


Units = tuple[tuple[uuid.UUID, uuid.UUID | None], ...]
"""The units that are shown in public, in a fixed order, each with the one above it."""


def is_few(count: int) -> bool:
    """Whether it is from 1 to 5."""
    return 1 <= count < FEWEST


def last_month(year: date, today: date) -> date | None:
    """The last month of a financial year that is settled; None where none is."""
    settled = [month for month in months_of(year) if _next(month) + SETTLING <= today]
    return settled[-1] if settled else None


def months_of(year: date) -> list[date]:
    """The twelve months of the financial year that begins on a day."""
    return [date(year.year + (month < 4), month, 1) for month in (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3)]


def release(
    year: date, last: date, units: Units, series: Sequence[Series], *, only: Collection[uuid.UUID] | None = None
) -> dict[uuid.UUID, dict[Place, Released]]:
    """What is public of each of the indicators after this release, up to the last month.

    With `only`, of those that share a count with one of these; what became of the others stands.
    """
    found: dict[uuid.UUID, dict[Place, Released]] = {}
    for family in _families(series):
        if only is None or any(one.name in only for one in family):
            found |= _Family(year, last, units, family).release()
    return found


def _families(series: Sequence[Series]) -> list[list[Series]]:
    """The indicators that count the same: percentages of one count, and that count itself."""
    by_base: dict[tuple[bool, frozenset[tuple[Own, int]]], list[Series]] = {}
    for one in sorted(series, key=lambda one: one.name):
        base = frozenset((own, counted.of) for own, counted in one.counts.items() if counted.of)
        by_base.setdefault((one.is_snapshot, base), []).append(one)
    return list(by_base.values())


@lru_cache(maxsize=64)
def _sheet(year: date, last: date, units: Units, others: frozenset[Time], *, is_snapshot: bool) -> Sheet:
    """The sheet of a year up to its last month; `others` are times that were public earlier."""
    months = [month for month in months_of(year) if month <= last]
    leaves = tuple((unit, month) for unit, _ in units for month in months)
    place = {leaf: at for at, leaf in enumerate(leaves)}
    times = sorted({*_times(year, last), *others}, key=lambda time: (_LENGTH[time[0]], time[1], time[2]))
    below = {unit: _below(unit, units) for unit, _ in units}
    cells: dict[Key, Leaves] = {}
    twins: set[Leaves] = set()
    for unit, _ in units:
        for time in times:
            held = frozenset(place[one, month] for one in below[unit] for month in _held(time, is_snapshot=is_snapshot))
            if held not in twins:
                twins.add(held)
                cells[unit, time] = held
    return Sheet(leaves, cells, tuple(_equations(units, times, cells, is_snapshot=is_snapshot)))


_LENGTH = {"month": 0, "quarter": 1, "year": 2}


def _times(year: date, last: date) -> list[Time]:
    """Each month, each quarter and the year, as far as the last month."""
    months = [month for month in months_of(year) if month <= last]
    quarters = [months[at : at + 3] for at in range(0, len(months), 3)]
    found = [("month", month, month) for month in months]
    return [*found, *(("quarter", q[0], q[-1]) for q in quarters), ("year", months[0], last)]


def _held(time: Time, *, is_snapshot: bool) -> list[date]:
    """The months that a time counts: of a stock the last alone."""
    found = [time[1]]
    while found[-1] < time[2]:
        found.append(_next(found[-1]))
    return found[-1:] if is_snapshot else found


def _below(unit: uuid.UUID, units: Units) -> list[uuid.UUID]:
    found = [unit]
    for one in found:
        found += [child for child, above in units if above == one]
    return found


def _equations(
    units: Units, times: Sequence[Time], cells: Mapping[Key, Leaves], *, is_snapshot: bool
) -> Iterator[tuple[Key, tuple[Key, ...]]]:
    for unit, _ in units:
        children = [child for child, above in units if above == unit]
        for time in times:
            parts = tuple((child, time) for child in children if (child, time) in cells)
            if (unit, time) in cells:
                yield (unit, time), parts
        for total, spans in _sums_of_time(times) if not is_snapshot else ():
            if (unit, total) in cells and all((unit, span) in cells for span in spans):
                yield (unit, total), tuple((unit, span) for span in spans)


def _sums_of_time(times: Sequence[Time]) -> Iterator[tuple[Time, list[Time]]]:
    """Longer periods as sums of months, of quarters, and of themselves as they were earlier with what came since."""
    months = [time for time in times if time[0] == "month"]
    quarters = [time for time in times if time[0] == "quarter"]
    for kind, start, last in times:
        if kind != "month":
            yield (kind, start, last), [month for month in months if start <= month[1] <= last]
            for _, _, before in (t for t in times if t[:2] == (kind, start) and t[2] < last):
                since = [month for month in months if before < month[1] <= last]
                yield (kind, start, last), [(kind, start, before), *since]
        if kind == "year":
            parts = [q for q in quarters if q[2] <= last and (q[2] == last or q[2].month % 3 == 0)]
            yield (kind, start, last), parts


class _Family:
    """Indicators of one base, with the counts that are to be public and what of them is hidden."""

    def __init__(self, year: date, last: date, units: Units, series: Sequence[Series]) -> None:
        self.year, self.units, self.series = year, units, series
        first = series[0]
        self.now = [(unit, time) for unit, _ in units for time in _times(year, last)]
        before = frozenset(time for one in series for _, time in one.earlier)
        reach = max([last, *(time[2] for time in before)])
        self.sheet = _sheet(year, reach, units, before, is_snapshot=first.is_snapshot)
        self.reach = {one.name: max((time[2] for _, time in one.earlier), default=None) for one in series}
        self.cell_of = {leaves: key for key, leaves in self.sheet.cells.items()}

    def release(self) -> dict[uuid.UUID, dict[Place, Released]]:
        true = {one.name: self._leaves(one, one.counts) for one in self.series}
        old = {one.name: self._earlier(one) for one in self.series}
        for new in (self._settle(old, true), self._stay(old, true)):
            try:
                return self._decide(new)
            except UnprotectableError:
                continue
        return self._decide(self._stay(old, true), is_safe=True)

    def _leaves(self, one: Series, counts: Mapping[Own, Counted]) -> list[Counted]:
        return [counts.get(own, Counted()) for own in self.sheet.leaves]  # type: ignore[arg-type]

    def _earlier(self, one: Series) -> list[Counted | None]:
        """What was public of each leaf, hidden or not; None where its month is new."""
        reach = self.reach[one.name]
        found: list[Counted | None] = []
        for unit, month in self.sheet.leaves:
            if reach is None or month > reach:  # type: ignore[operator]
                found.append(None)
                continue
            parts = [child for child, above in self.units if above == unit]
            rows = [one.earlier.get((part, ("month", month, month))) for part in (unit, *parts)]  # type: ignore[arg-type]
            met, of = ([0 if row is None else getattr(row, name) for row in rows] for name in ("met", "of"))
            found.append(Counted(met[0] - sum(met[1:]), of[0] - sum(of[1:])))
        return found

    def _stay(
        self, old: Mapping[uuid.UUID, list[Counted | None]], true: Mapping[uuid.UUID, list[Counted]]
    ) -> dict[uuid.UUID, list[Counted]]:
        """What was public stays; months that are new come in as they are. People are those who answered in truth."""
        return {
            name: [is_true if was is None else Counted(was.met, was.of, is_true.people)
                   for was, is_true in zip(old[name], true[name], strict=True)]
            for name in true
        }  # fmt: skip

    def _settle(
        self, old: Mapping[uuid.UUID, list[Counted | None]], true: Mapping[uuid.UUID, list[Counted]]
    ) -> dict[uuid.UUID, list[Counted]]:
        """As `_stay`, but with the changes of single leaves that no sum gives away as a few."""
        stay = self._stay(old, true)
        moved = {
            leaf for name in true for leaf in range(len(self.sheet.leaves)) if stay[name][leaf] != true[name][leaf]
        }
        sums = [*({leaf} for leaf in moved), *self.sheet.cells.values()] if moved else []
        sums += [self.sheet.cells[total].difference(*(self.sheet.cells[part] for part in parts))
                 for total, parts in self.sheet.equations] if moved else []  # fmt: skip
        while moved:
            back = {leaf for held in sums for leaf in moved.intersection(held)
                    if not all(_may_move(held, moved, stay[name], true[name]) for name in true)}  # fmt: skip
            if not back:
                break
            moved -= back
        return {
            name: [true[name][leaf] if leaf in moved else was for leaf, was in enumerate(stay[name])] for name in true
        }  # fmt: skip

    def _decide(
        self, counts: Mapping[uuid.UUID, list[Counted]], *, is_safe: bool = False
    ) -> dict[uuid.UUID, dict[Place, Released]]:
        """Which places are hidden; where nothing else helps (`is_safe`) all that are new."""
        of = [counted.of for counted in counts[self.series[0].name]]
        sizes = Sizes(of, _weight(self.units))
        base_secret = Secret(lambda leaves: self._is_base_few(leaves, counts), self._base_moves(counts))
        base = self._protect(sizes, [base_secret], self.series, lambda r: r.is_base_hidden, is_safe=is_safe)
        found = {}
        for linked in _linked(self.series, counts):
            secrets = [secret for one in linked if not one.is_count for secret in [_met_secret(one, counts[one.name])]]
            hidden = base
            if secrets:
                hidden = self._protect(sizes, secrets, linked, lambda r: r.is_hidden, is_safe=is_safe, also=base)
            for one in linked:
                found[one.name] = self._places(one, counts[one.name], hidden, base)
        return found

    def _protect(
        self, sizes: Sizes, secrets: Sequence[Secret], series: Sequence[Series], was_hidden: Callable[[Released], bool],
        *, is_safe: bool, also: Iterable[Key] = (),
    ) -> frozenset[Key]:  # fmt: skip
        earlier = {self._key(place): was_hidden(row) for one in series for place, row in one.earlier.items()}
        hidden = {key for key, is_hidden in earlier.items() if is_hidden} | (set(also) - earlier.keys())
        known = earlier.keys() - hidden
        if is_safe:
            return frozenset(self.sheet.cells.keys() - known)
        hidden |= {key for key, leaves in self.sheet.cells.items()
                   if key not in known and any(secret.is_small(leaves) for secret in secrets)}  # fmt: skip
        return protect(self.sheet, sizes, secrets, hidden=hidden, known=known)

    def _is_base_few(self, leaves: Leaves, counts: Mapping[uuid.UUID, list[Counted]]) -> bool:
        mine = counts[self.series[0].name]
        return is_few(sum(mine[leaf].of for leaf in leaves)) or any(
            1 <= sum(counts[one.name][leaf].people for leaf in leaves) < one.fewest_people for one in self.series
        )  # fmt: skip

    def _base_moves(
        self, counts: Mapping[uuid.UUID, list[Counted]]
    ) -> Callable[[Sequence[int], Sequence[int]], bool]:  # fmt: skip
        """One more or fewer of the base is one more or fewer who met, or who did not, in each of the indicators."""
        of = [counted.of for counted in counts[self.series[0].name]]
        parts = [
            [[counted.met for counted in counts[one.name]], [counted.of - counted.met for counted in counts[one.name]]]
            for one in self.series if not one.is_count
        ]  # fmt: skip

        def can_move(more: Sequence[int], fewer: Sequence[int]) -> bool:
            return all(of[leaf] > 1 for leaf in fewer) and all(
                any(all(part[leaf] for leaf in fewer) for part in both) for both in parts
            )

        return can_move

    def _key(self, place: Place) -> Key:
        unit, time = place
        leaves = {(one, month) for one in _below(unit, self.units)
                  for month in _held(time, is_snapshot=self.series[0].is_snapshot)}  # fmt: skip
        return self.cell_of[frozenset(self.sheet.place[leaf] for leaf in leaves)]

    def _has_begun(self, counts: list[Counted], place: Place) -> bool:
        """Whether a count of none is worth saying: where there was one before in the same year."""
        unit, (_, _, last) = place
        pairs = zip(self._owns(range(len(counts))), counts, strict=True)
        begun = {own[0] for own, counted in pairs if counted.of and own[1] <= last}
        return not begun.isdisjoint(_below(unit, self.units))

    def _owns(self, leaves: Iterable[int]) -> list[Own]:
        return [self.sheet.leaves[leaf] for leaf in sorted(leaves)]  # type: ignore[misc]

    def _places(
        self, one: Series, counts: list[Counted], hidden: frozenset[Key], base: frozenset[Key]
    ) -> dict[Place, Released]:
        """The places of all releases so far that have something to say."""
        found = {}
        for place in {**dict.fromkeys(self.now), **dict.fromkeys(one.earlier)}:
            key = self._key(place)
            leaves = self.sheet.cells[key]
            met, of = (sum(getattr(counts[leaf], name) for leaf in leaves) for name in ("met", "of"))
            is_known = place in one.earlier or any(one.counts.get(own) for own in self._owns(leaves))
            if of or is_known or (one.is_count and self._has_begun(counts, place)):
                found[place] = Released(met, of, key in hidden, key in base)
        return found


def _may_move(held: Iterable[int], moved: set[int], old: list[Counted], new: list[Counted]) -> bool:
    """Whether neither the difference of a sum is of a few, nor the sum was few or becomes few."""
    for met, unmet in ((1, 0), (0, 1), (1, 1)):

        def count(one: Counted, met: int = met, unmet: int = unmet) -> int:
            return met * one.met + unmet * (one.of - one.met)

        before = sum(count(old[leaf]) for leaf in held)
        change = sum(count(new[leaf]) - count(old[leaf]) for leaf in moved.intersection(held))
        if change and (is_few(abs(change)) or is_few(before) or is_few(before + change)):
            return False
    return True


def _met_secret(one: Series, counts: list[Counted]) -> Secret:
    """Who met and who did not, where how many there are in all is taken for known."""
    met, unmet = [c.met for c in counts], [c.of - c.met for c in counts]

    def is_small(leaves: Leaves) -> bool:
        people = sum(counts[leaf].people for leaf in leaves) if one.fewest_people else 0
        return (
            is_few(sum(met[leaf] for leaf in leaves)) or is_few(sum(unmet[leaf] for leaf in leaves))
            or 1 <= people < one.fewest_people
        )  # fmt: skip

    def can_move(more: Sequence[int], fewer: Sequence[int]) -> bool:
        return all(unmet[leaf] for leaf in more) and all(met[leaf] for leaf in fewer)

    return Secret(is_small, can_move)


def _linked(series: Sequence[Series], counts: Mapping[uuid.UUID, list[Counted]]) -> list[list[Series]]:
    """Indicators of one base that must be hidden alike: where three or more parts of the base make up the whole."""
    percentages = [one for one in series if not one.is_count]
    groups: list[list[Series]] = [[one] for one in series if one.is_count]
    whole = [counted.of for counted in counts[series[0].name]]
    together: set[uuid.UUID] = set()
    for at, one in enumerate(percentages):
        for other in percentages[at + 1 :]:
            for third in percentages[percentages.index(other) + 1 :]:
                sums = [
                    sum(c.met for c in leaf)
                    for leaf in zip(*(counts[s.name] for s in (one, other, third)), strict=True)
                ]
                if sums == whole and any(whole):
                    together |= {one.name, other.name, third.name}
    if together:
        groups.append([one for one in percentages if one.name in together])
    return [*groups, *([one] for one in percentages if one.name not in together)]


def _weight(units: Units) -> Callable[[Key], int]:
    """What is longer or higher up is dearer."""
    top = {unit for unit, above in units if above is None}

    def weight(key: Key) -> int:
        unit, time = key
        return int(10 ** _LENGTH[time[0]] * (10 if unit in top else 1))  # type: ignore[index]

    return weight


def _next(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)
