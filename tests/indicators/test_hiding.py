"""What is hidden in public: small counts, and as many others as keep them from being worked out."""

import uuid
from datetime import date
from random import Random

import pytest

from api.indicators.hiding import Count, hide, is_of_few_people, is_small_in_public
from api.statistics.suppression import derivable

TOP, A, B, C = (uuid.UUID(int=n) for n in range(1, 5))
ABOVE = {A: TOP, B: TOP, C: TOP}
JAN, FEB, MAR = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)


def month(unit, start=JAN):
    return (unit, "month", start)


@pytest.mark.parametrize(("met", "of", "small"), [
    (0, 5, True), (0, 6, False), (1, 20, True), (5, 20, True), (6, 20, False), (15, 20, True), (14, 20, False),
    (20, 20, False), (5, 5, True), (3, None, True), (0, None, False), (6, None, False),
])  # fmt: skip
def test_one_to_five_of_anything_is_small(met, of, small):
    assert is_small_in_public(Count(met, of)) is small


def test_a_lone_hidden_unit_takes_the_next_smallest_with_it():
    counts = {month(A): Count(2, 30), month(B): Count(10, 20), month(C): Count(20, 60), month(TOP): Count(32, 110)}
    assert hide(counts, ABOVE, is_small_in_public, adds_up_over_time=False) == {month(A), month(B)}


def test_a_small_remainder_that_is_shown_nowhere_is_protected_too():
    counts = {month(A): Count(10, 30), month(B): Count(10, 20), month(TOP): Count(22, 52)}
    assert month(B) in hide(counts, ABOVE, is_small_in_public, adds_up_over_time=False)


def test_where_no_part_is_left_the_total_is_hidden():
    counts = {month(A): Count(2, 30), month(TOP): Count(2, 30)}
    assert hide(counts, ABOVE, is_small_in_public, adds_up_over_time=False) == set(counts)


def test_a_month_cannot_be_worked_out_of_its_quarter():
    counts = {month(TOP, JAN): Count(3, 20), month(TOP, FEB): Count(10, 20), month(TOP, MAR): Count(12, 40),
              (TOP, "quarter", JAN): Count(25, 80)}  # fmt: skip
    hidden = hide(counts, {}, is_small_in_public, adds_up_over_time=True)
    assert hidden == {month(TOP, JAN), month(TOP, FEB)}
    assert hide(counts, {}, is_small_in_public, adds_up_over_time=False) == {month(TOP, JAN)}


def test_few_people_hide_many_answers():
    few = is_of_few_people(5)
    assert few(Count(30, 40, people=4))
    assert not few(Count(3, 3, people=5))
    assert not few(Count(0, 0, people=0))


def test_what_is_hidden_cannot_be_worked_out_from_what_is_shown():
    rng, leaks, hidden_in_all = Random(20261116), [], 0
    for _ in range(60):
        counts = _table(rng)
        hidden = hide(counts, ABOVE, is_small_in_public, adds_up_over_time=True)
        hidden_in_all += len(hidden)
        for part in (lambda c: c.met, lambda c: c.of - c.met, lambda c: c.of):
            cells = {str(p): None if p in hidden else part(c) for p, c in counts.items()}
            known = derivable(cells, _equations(counts), hidden_is_positive=False)
            leaks += [p for p, c in counts.items() if str(p) in known and 1 <= part(c) <= 5
                      and known[str(p)][0] == known[str(p)][1]]  # fmt: skip
    assert hidden_in_all > 100
    assert leaks == []


def _table(rng):
    counts = {}
    for unit in (A, B, C):
        for start in (JAN, FEB, MAR):
            of = rng.choice((0, 3, 8, 20, 60))
            counts[month(unit, start)] = Count(rng.randint(0, of), of)
        counts[(unit, "quarter", JAN)] = sum((counts[month(unit, s)] for s in (FEB, MAR)), counts[month(unit, JAN)])
    for kind, start in [("month", JAN), ("month", FEB), ("month", MAR), ("quarter", JAN)]:
        counts[(TOP, kind, start)] = counts[(A, kind, start)] + counts[(B, kind, start)] + counts[(C, kind, start)]
    return counts


def _equations(counts):
    over_units = [(str((TOP, k, s)), [str((u, k, s)) for u in (A, B, C)]) for t, k, s in counts if t == TOP]
    over_time = [(str((u, "quarter", JAN)), [str(month(u, s)) for s in (JAN, FEB, MAR)]) for u in (A, B, C, TOP)]
    return over_units + over_time
