"""A financial year as a sheet: counts by unit and month, and every sum over units and months that is shown of them.

A sixth file because it is arithmetic of the calendar, without tables or requests, on which `releases` stands.
"""

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from api.statistics.sheets import Key, Leaves, Sheet

SETTLING = timedelta(days=10)

Time = tuple[str, date, date]
"""A type of period, its first day, and the first day of the last month that it counts."""
Place = tuple[uuid.UUID, Time]
Own = tuple[uuid.UUID, date]
"""A unit and a month: what belongs to the unit itself, and not to one below it that is shown too."""
Units = tuple[tuple[uuid.UUID, uuid.UUID | None], ...]
"""The units that are shown in public, in a fixed order, each with the one above it."""


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

    @property
    def reach(self) -> date | None:
        """The last month that was public before."""
        return max((time[2] for _, time in self.earlier), default=None)


def last_month(year: date, today: date) -> date | None:
    """The last month of a financial year that is settled; None where none is."""
    settled = [month for month in months_of(year) if month_after(month) + SETTLING <= today]
    return settled[-1] if settled else None


def months_of(year: date) -> list[date]:
    """The twelve months of the financial year that begins on a day."""
    return [date(year.year + (month < 4), month, 1) for month in (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3)]


@lru_cache(maxsize=64)
def sheet_of(year: date, last: date, units: Units, others: frozenset[Time], *, is_snapshot: bool) -> Sheet:
    """The sheet of a year up to its last month; `others` are times that were public earlier."""
    months = [month for month in months_of(year) if month <= last]
    leaves = tuple((unit, month) for unit, _ in units for month in months)
    place = {leaf: at for at, leaf in enumerate(leaves)}
    times = sorted({*times_of(year, last), *others}, key=lambda time: (_LENGTH[time[0]], time[1], time[2]))
    below = {unit: units_below(unit, units) for unit, _ in units}
    cells: dict[Key, Leaves] = {}
    twins: set[Leaves] = set()
    for unit, _ in units:
        for time in times:
            held = frozenset(
                place[one, month] for one in below[unit] for month in months_in(time, is_snapshot=is_snapshot)
            )
            if held not in twins:
                twins.add(held)
                cells[unit, time] = held
    return Sheet(leaves, cells, tuple(_equations(units, times, cells, is_snapshot=is_snapshot)))


_LENGTH = {"month": 0, "quarter": 1, "year": 2}


def times_of(year: date, last: date) -> list[Time]:
    """Each month, each quarter and the year, as far as the last month."""
    months = [month for month in months_of(year) if month <= last]
    quarters = [months[at : at + 3] for at in range(0, len(months), 3)]
    found = [("month", month, month) for month in months]
    return [*found, *(("quarter", q[0], q[-1]) for q in quarters), ("year", months[0], last)]


def months_in(time: Time, *, is_snapshot: bool) -> list[date]:
    """The months that a time counts: of a stock the last alone."""
    found = [time[1]]
    while found[-1] < time[2]:
        found.append(month_after(found[-1]))
    return found[-1:] if is_snapshot else found


def units_below(unit: uuid.UUID, units: Units) -> list[uuid.UUID]:
    """The unit, and all that are shown beneath it."""
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


def sizes_by_month(places: Mapping[Place, Released], units: Units) -> dict[Own, int]:
    """How many are counted by unit and month, without those that belong to the units beneath."""
    return {own: counted.of for own, counted in by_month(places, units).items()}


def by_month(places: Mapping[Place, Released], units: Units) -> dict[Own, Counted]:
    """What is counted by unit and month, without what belongs to the units beneath."""
    found = {}
    for unit, _ in units:
        held = (unit, *(child for child, above in units if above == unit))
        for month in {time[1] for _, time in places if time[0] == "month"}:
            rows = [places.get((one, ("month", month, month))) for one in held]
            met, of = ([0 if row is None else getattr(row, name) for row in rows] for name in ("met", "of"))
            found[unit, month] = Counted(met[0] - sum(met[1:]), of[0] - sum(of[1:]))
    return found


def weight_of(units: Units) -> Callable[[Key], int]:
    """What is longer or higher up is dearer."""
    top = {unit for unit, above in units if above is None}

    def weight(key: Key) -> int:
        unit, time = key
        return int(10 ** _LENGTH[time[0]] * (10 if unit in top else 1))  # type: ignore[index]

    return weight


def month_after(month: date) -> date:
    """The first day of the next month."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def month_before(month: date) -> date:
    """The first day of the month before."""
    return date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)
