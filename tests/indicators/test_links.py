"""What is public of indicators that lie within one another, against a reader who knows that they do, and solves."""

import uuid
from datetime import date
from random import Random

import pytest

from api.indicators.links import Link
from api.indicators.releases import Counted, Series, is_few, release
from api.indicators.years import months_of
from tests.indicators.solving import found_out

TOP, A, B = (uuid.UUID(int=n) for n in (1, 2, 3))
UNITS = ((TOP, None), (A, TOP), (B, TOP))
YEAR = date(2026, 4, 1)
MONTHS = months_of(YEAR)
ALL, WITHIN, DEEPER, SAME, SOME = (uuid.UUID(int=n) for n in (11, 12, 13, 14, 15))
"""Everybody, some of them, some of those, those of WITHIN who met, and others of whom those who met are of ALL."""
LINKS = (
    Link(WITHIN, ALL), Link(DEEPER, WITHIN), Link(SAME, WITHIN, of="met"), Link(SOME, ALL, part="met"),
)  # fmt: skip
REST = (0, 0, 0, 1, 3, 8)


def draw(rng, months):
    """Counts of each by unit and month; whom nobody is counted of has no row."""
    found = {name: {} for name in (ALL, WITHIN, DEEPER, SAME, SOME)}
    for unit in (TOP, A, B):
        for month in months:
            whole = rng.choice((0, 0, 8) if unit == TOP else (0, 3, 7, 14, 30, 45))
            inner = max(0, whole - rng.choice(REST))
            deeper = max(0, inner - rng.choice(REST))
            met = rng.randint(0, inner)
            some = max(0, whole - rng.choice(REST))
            rows = {
                ALL: (whole, whole), WITHIN: (met, inner), DEEPER: (rng.randint(0, deeper), deeper),
                SAME: (rng.randint(0, met), met), SOME: (some, some + rng.choice((0, 2, 9))),
            }  # fmt: skip
            for name, (x, n) in rows.items():
                if n:
                    found[name][unit, month] = Counted(x, n, n)
    return found


def all_series(counts, earlier, *, is_snapshot):
    return [Series(name, counts[name], earlier.get(name, {}), is_count=name == ALL, is_snapshot=is_snapshot)
            for name in counts]  # fmt: skip


class Reader:
    """Keeps all that was shown of each release, knows of the links, and of each leaf whether it moved in between."""

    def __init__(self, links, *, is_snapshot):
        self.links, self.is_snapshot = links, is_snapshot
        self.truth, self.shown, self.equations, self.name = {}, set(), [], {}

    def read(self, at, released):
        leaves = {name: leaves_of(rows) for name, rows in released.items()}
        owns = sorted({own for mine in leaves.values() for own in mine})
        for name, mine in leaves.items():
            for own in owns:
                self._leaf(at, name, own, mine.get(own, (0, 0)))
        for name, rows in released.items():
            for place, row in rows.items():
                held = [self.name[name, own] for own in self._held(place) if own in owns]
                for kind, count in (("met", row.met), ("not", row.of - row.met), ("of", row.of)):
                    self._add(f"{at} {name} {place} {kind}", [f"{one} {kind}" for one in held], count)
                    self.shown |= set() if row.is_hidden else {f"{at} {name} {place} {kind}"}
        for link in self.links:
            for own in owns:
                self._less(link, self.name[link.outer, own], self.name[link.inner, own])
            for place in released[link.outer].keys() & released[link.inner].keys():
                rests = [self._less(link, self.name[link.outer, own], self.name[link.inner, own])
                         for own in self._held(place) if own in owns]  # fmt: skip
                self._add(f"{at} {link} {place}", rests, sum(self.truth[rest] for rest in rests))

    def finds(self):
        return found_out(
            self.truth, self.shown, self.equations, [n for n, count in self.truth.items() if is_few(count)]
        )

    def _leaf(self, at, name, own, counts):
        before = self.name.get((name, own))
        if before is None or self.truth[f"{before} met"] != counts[0] or self.truth[f"{before} of"] != counts[1]:
            met, of = counts
            leaf = self.name[name, own] = f"{name}{own} since {at}"
            self.truth |= {f"{leaf} met": met, f"{leaf} not": of - met}
            self._add(f"{leaf} of", [f"{leaf} met", f"{leaf} not"], of)
            if not of:  # no row says that nobody was counted
                self.shown |= {f"{leaf} {kind}" for kind in ("met", "not", "of")}

    def _add(self, total, parts, count):
        self.truth[total] = count
        self.equations.append((total, parts))

    def _less(self, link, outer, inner):
        """What a link leaves of a leaf."""
        outer, inner = f"{outer} {link.of}", f"{inner} {link.part}"
        rest = f"{outer} less {inner}"
        if rest not in self.truth:
            self.truth[rest] = self.truth[outer] - self.truth[inner]
            self.equations.append((outer, [inner, rest]))
            self.shown |= {rest} if link.of != "of" else set()
        return rest

    def _held(self, place):
        unit, (_, start, last) = place
        months = [last] if self.is_snapshot else [m for m in MONTHS if start <= m <= last]
        return [(u, m) for u in ((TOP, A, B) if unit == TOP else (unit,)) for m in months]


def leaves_of(rows):
    """What was released of each leaf, hidden or not."""
    found = {(unit, start): (row.met, row.of) for (unit, (kind, start, _)), row in rows.items() if kind == "month"}
    for unit, month in list(found):
        if unit == TOP:
            parts = [found.get((part, month), (0, 0)) for part in (A, B)]
            found[TOP, month] = tuple(found[TOP, month][at] - sum(part[at] for part in parts) for at in (0, 1))
    return {own: counts for own, counts in found.items() if counts[1]}


def read_of(released, *, is_snapshot):
    reader = Reader(LINKS, is_snapshot=is_snapshot)
    reader.read(0, released)
    return reader.finds()


@pytest.mark.parametrize("is_snapshot", [False, True])
@pytest.mark.parametrize("seed", range(4))
def test_no_reader_who_knows_of_links_finds_a_few(seed, is_snapshot):
    series = all_series(draw(Random(seed), MONTHS[:4]), {}, is_snapshot=is_snapshot)
    rows = release(YEAR, MONTHS[3], UNITS, series, LINKS)
    assert any(not row.is_hidden for places in rows.values() for row in places.values())
    assert read_of(rows, is_snapshot=is_snapshot) == set()
    unlinked = release(YEAR, MONTHS[3], UNITS, series)
    assert read_of(unlinked, is_snapshot=is_snapshot), "the attack sees nothing where links are not taken into account"


def late(rng, counts):
    """The same with late records, alike in all that lie within one another: a few here, many there."""
    found = {name: dict(mine) for name, mine in counts.items()}
    for own in counts[ALL]:
        if rng.random() < 0.3:
            more = rng.choice((1, 3, 6, 9))
            for name in (ALL, WITHIN, DEEPER, SOME):
                was = counts[name].get(own, Counted())
                met = more if name in (ALL, SOME) else 0
                found[name][own] = Counted(was.met + met, was.of + more, was.of + more)
    return found


@pytest.mark.parametrize("is_snapshot", [False, True])
@pytest.mark.parametrize("seed", range(4))
def test_nor_does_one_who_keeps_all_releases(seed, is_snapshot):
    rng = Random(seed)
    counts, rows, reader = draw(rng, MONTHS[:2]), {}, Reader(LINKS, is_snapshot=is_snapshot)
    for at in range(2, 5):
        before = rows
        rows = release(YEAR, MONTHS[at - 1], UNITS, all_series(counts, before, is_snapshot=is_snapshot), LINKS)
        for name, places in before.items():
            assert {p: rows[name][p].is_hidden for p in places} == {p: row.is_hidden for p, row in places.items()}
        reader.read(at, rows)
        new = draw(rng, MONTHS[at : at + 1])
        counts = {name: mine | new[name] for name, mine in late(rng, counts).items()}
    assert reader.finds() == set()
