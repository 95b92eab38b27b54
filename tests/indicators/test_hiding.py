"""What is hidden where few answered: small counts, and as many others as keep them from being worked out."""

import uuid
from datetime import date
from random import Random

from api.indicators.hiding import Count, hide, is_of_few_people
from api.statistics.suppression import derivable

TOP, A, B, C = (uuid.UUID(int=n) for n in range(1, 5))
ABOVE = {A: TOP, B: TOP, C: TOP}
JAN, FEB, MAR = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)
IS_FEW = is_of_few_people(5)


def month(unit, start=JAN):
    return (unit, "month", start)


def answers(people):
    """So many people, of whom each gave one answer."""
    return Count(people, None, people)


def test_few_people_hide_many_answers():
    assert IS_FEW(Count(30, 40, people=4))
    assert not IS_FEW(Count(3, 3, people=5))
    assert not IS_FEW(Count(0, 0, people=0))


def test_a_lone_hidden_unit_takes_the_next_smallest_with_it():
    counts = {month(A): answers(2), month(B): answers(10), month(C): answers(20), month(TOP): answers(32)}
    assert hide(counts, ABOVE, IS_FEW, adds_up_over_time=False) == {month(A), month(B)}


def test_a_small_remainder_that_is_shown_nowhere_is_protected_too():
    counts = {month(A): answers(10), month(B): answers(20), month(TOP): answers(32)}
    assert month(A) in hide(counts, ABOVE, IS_FEW, adds_up_over_time=False)


def test_where_no_part_is_left_the_total_is_hidden():
    counts = {month(A): answers(2), month(TOP): answers(2)}
    assert hide(counts, ABOVE, IS_FEW, adds_up_over_time=False) == set(counts)


def test_a_month_cannot_be_worked_out_of_its_quarter():
    counts = {month(TOP, JAN): answers(3), month(TOP, FEB): answers(10), month(TOP, MAR): answers(12),
              (TOP, "quarter", JAN): answers(25)}  # fmt: skip
    assert hide(counts, {}, IS_FEW, adds_up_over_time=True) == {month(TOP, JAN), month(TOP, FEB)}
    assert hide(counts, {}, IS_FEW, adds_up_over_time=False) == {month(TOP, JAN)}


def test_what_is_hidden_cannot_be_worked_out_from_what_is_shown():
    rng, leaks, hidden_in_all = Random(20261116), [], 0
    for _ in range(60):
        counts = _table(rng)
        hidden = hide(counts, ABOVE, IS_FEW, adds_up_over_time=True)
        hidden_in_all += len(hidden)
        cells = {str(p): None if p in hidden else c.people for p, c in counts.items()}
        known = derivable(cells, _equations(counts), hidden_is_positive=False)
        leaks += [
            p for p, c in counts.items() if str(p) in known and IS_FEW(c) and known[str(p)] == (c.people, c.people)
        ]
    assert hidden_in_all > 100
    assert leaks == []


def _table(rng):
    counts = {}
    for unit in (A, B, C):
        for start in (JAN, FEB, MAR):
            counts[month(unit, start)] = answers(rng.choice((0, 3, 8, 20, 60)))
        counts[(unit, "quarter", JAN)] = sum((counts[month(unit, s)] for s in (FEB, MAR)), counts[month(unit, JAN)])
    for kind, start in [("month", JAN), ("month", FEB), ("month", MAR), ("quarter", JAN)]:
        counts[(TOP, kind, start)] = counts[(A, kind, start)] + counts[(B, kind, start)] + counts[(C, kind, start)]
    return counts


def _equations(counts):
    over_units = [(str((TOP, k, s)), [str((u, k, s)) for u in (A, B, C)]) for t, k, s in counts if t == TOP]
    over_time = [(str((u, "quarter", JAN)), [str(month(u, s)) for s in (JAN, FEB, MAR)]) for u in (A, B, C, TOP)]
    return over_units + over_time
