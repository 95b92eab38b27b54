"""What is public of a year, against a reader who keeps every release and solves for what is hidden."""

import uuid
from datetime import date
from random import Random

import pytest

from api.indicators.releases import is_few, release
from api.indicators.years import Counted, Released, Series, last_month, months_of
from api.statistics.suppression import derivable

TOP, A, B = (uuid.UUID(int=n) for n in (1, 2, 3))
UNITS = ((TOP, None), (A, TOP), (B, TOP))
YEAR = date(2026, 4, 1)
MONTHS = months_of(YEAR)
SIZES = (0, 0, 2, 7, 12, 30)


def draw(rng, months, sizes=SIZES):
    counts = {}
    for unit in (TOP, A, B):
        for month in months:
            of = rng.choice((0, 0, 0, 1, 8) if unit == TOP else sizes)
            if of:
                counts[unit, month] = Counted(rng.randint(0, of), of, of)
    return counts


def moved(rng, counts):
    """The same with late records: a few here, many there, some gone."""
    found = dict(counts)
    for own, was in counts.items():
        if rng.random() < 0.3:
            more = rng.choice((1, 2, 5, 6, 9, -1, -3, -7))
            of = max(1, was.of + more)
            met = min(of, max(0, was.met + rng.choice((0, more))))
            found[own] = Counted(met, of, of)
    return found


def held(place):
    unit, (_, start, last) = place
    return [(u, m) for u in ((TOP, A, B) if unit == TOP else (unit,)) for m in MONTHS if start <= m <= last]


class Reader:
    """Keeps all that was shown. Where a leaf did not move it counts as known that it is the same as before."""

    def __init__(self):
        self.cells, self.equations, self.name = {}, [], {}

    def read(self, at, name, rows, leaves):
        for own, counts in leaves.items():
            before = self.name.get((name, own))
            self.name[name, own] = before if before and before[1] == counts else (f"{name}{own}{at}", counts)
            self._leaf(self.name[name, own][0], counts)
        for place, row in rows.items():
            if row.is_hidden and row.is_base_hidden:
                continue
            for kind, shown in (("met", row.met), ("not", row.of - row.met), ("of", row.of)):
                if kind == "of" or not row.is_hidden:
                    cell = f"{at} {name} {place} {kind}"
                    self.cells[cell] = shown
                    self.equations.append(
                        (cell, [f"{self.name[name, own][0]} {kind}" for own in held(place) if own in leaves])
                    )

    def _leaf(self, leaf, counts):
        if f"{leaf} of" not in self.cells:
            self.cells |= {f"{leaf} {kind}": None for kind in ("met", "not", "of")}
            self.equations.append((f"{leaf} of", [f"{leaf} met", f"{leaf} not"]))

    def finds(self):
        known = derivable(self.cells, self.equations, hidden_is_positive=False)
        return {name: low for name, (low, high) in known.items() if low == high}


def leaves_of(rows):
    """What was released of each leaf, hidden or not: months of units, and what belongs to the council alone."""
    found = {}
    for (unit, (kind, start, _)), row in rows.items():
        if kind == "month" and unit != TOP:
            found[unit, start] = (row.met, row.of)
    for (unit, (kind, start, _)), row in rows.items():
        if kind == "month" and unit == TOP:
            parts = [found.get((u, start), (0, 0)) for u in (A, B)]
            found[TOP, start] = (row.met - sum(p[0] for p in parts), row.of - sum(p[1] for p in parts))
    return {own: counts for own, counts in found.items() if counts[1]}


def series_of(counts, earlier=None, name=uuid.UUID(int=9), **more):
    return Series(name, counts, earlier or {}, **more)


def test_a_month_is_public_ten_days_after_it_is_over():
    assert last_month(YEAR, date(2026, 11, 10)) == date(2026, 9, 1)
    assert last_month(YEAR, date(2026, 11, 11)) == date(2026, 10, 1)
    assert last_month(YEAR, date(2026, 5, 10)) is None
    assert last_month(date(2025, 4, 1), date(2026, 11, 10)) == date(2026, 3, 1)


def test_large_counts_are_all_shown_and_zeros_too():
    counts = {(unit, month): Counted(20, 40) for unit in (A, B) for month in MONTHS[:3]}
    counts[B, MONTHS[1]] = Counted(0, 40)
    rows = release(YEAR, MONTHS[2], UNITS, [series_of(counts)])[uuid.UUID(int=9)]
    assert not any(row.is_hidden for row in rows.values())
    assert rows[TOP, ("quarter", MONTHS[0], MONTHS[2])] == Released(100, 240, False, False)
    assert ("year", MONTHS[0], MONTHS[2]) in {time for _, time in rows}


@pytest.mark.parametrize("seed", range(12))
def test_no_reader_of_one_release_finds_a_few(seed):
    rng = Random(seed)
    counts = draw(rng, MONTHS[:6])
    rows = release(YEAR, MONTHS[5], UNITS, [series_of(counts)])[uuid.UUID(int=9)]
    reader = Reader()
    reader.read(0, "x", rows, leaves_of(rows))
    assert [name for name, count in reader.finds().items() if is_few(count)] == []
    assert all(row.is_hidden for row in rows.values() if is_few(row.met) or is_few(row.of - row.met) or is_few(row.of))


@pytest.mark.parametrize("seed", range(16))
def test_no_reader_of_many_releases_finds_a_few(seed):
    rng = Random(seed)
    counts, rows, reader = draw(rng, MONTHS[:2]), {}, Reader()
    for at in range(2, 6):
        before = rows
        rows = release(YEAR, MONTHS[at - 1], UNITS, [series_of(counts, before)])[uuid.UUID(int=9)]
        for place, row in before.items():
            assert (rows[place].is_hidden, rows[place].is_base_hidden) == (row.is_hidden, row.is_base_hidden)
            if not row.is_hidden:
                for change in (
                    rows[place].met - row.met,
                    rows[place].of - row.of,
                    rows[place].of - rows[place].met - row.of + row.met,
                ):
                    assert not is_few(abs(change))
        reader.read(at, "x", rows, leaves_of(rows))
        counts = moved(rng, counts) | draw(rng, MONTHS[at : at + 1])
    assert [name for name, count in reader.finds().items() if is_few(count)] == []
