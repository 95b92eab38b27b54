"""What is public of indicators that lie within one another, against a reader who knows that they do, and solves."""

import uuid
from datetime import date
from random import Random

import pytest

from api.indicators.links import Link
from api.indicators.measures import MEASURES
from api.indicators.releases import release
from api.indicators.years import Counted, Series, months_of
from tests.indicators.solving import Reader

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


def reader_of(*, is_snapshot):
    return Reader(TOP, (A, B), LINKS, snapshots={ALL, WITHIN, DEEPER, SAME, SOME} if is_snapshot else ())


def read_of(released, *, is_snapshot):
    reader = reader_of(is_snapshot=is_snapshot)
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
    counts, rows, reader = draw(rng, MONTHS[:2]), {}, reader_of(is_snapshot=is_snapshot)
    for at in range(2, 5):
        before = rows
        rows = release(YEAR, MONTHS[at - 1], UNITS, all_series(counts, before, is_snapshot=is_snapshot), LINKS)
        for name, places in before.items():
            assert {p: rows[name][p].is_hidden for p in places} == {p: row.is_hidden for p, row in places.items()}
        reader.read(at, rows)
        new = draw(rng, MONTHS[at : at + 1])
        counts = {name: mine | new[name] for name, mine in late(rng, counts).items()}
    assert reader.finds() == set()


def test_links_name_public_measures_of_the_same_kind():
    kinds = {measure.code: measure.is_snapshot for measure in MEASURES if measure.is_public}
    declared = [(measure, within) for measure in MEASURES for within in measure.within]
    assert len(declared) > 25
    for measure, within in declared:
        assert kinds[within.whole] == measure.is_snapshot, measure.code
        assert within.of == "of" or within.part == "of"
