"""What is public of what begins and of what is there, against a reader who works out what ended."""

import re
import uuid
from datetime import date
from random import Random

import pytest

from api.cases.models import Record
from api.indicators.balances import Balance, Ends
from api.indicators.measures import MEASURES
from api.indicators.releases import release
from api.indicators.years import Counted, Series, months_of, sizes_by_month
from tests.indicators.solving import Reader

TOP, A, B = (uuid.UUID(int=n) for n in (1, 2, 3))
UNITS = ((TOP, None), (A, TOP), (B, TOP))
BEFORE, YEAR = date(2025, 4, 1), date(2026, 4, 1)
MARCH, MONTHS = date(2026, 3, 1), months_of(YEAR)
BEGAN, THERE = (uuid.UUID(int=n) for n in (21, 22))
BALANCE = Balance(BEGAN, THERE)


def draw(rng, months):
    """Who began and who was there by unit and month; in some months a child moves from one unit to the other."""
    began, there = {}, {(unit, MARCH): rng.choice((9, 40)) for unit in (A, B)}
    before = MARCH
    for month in months:
        moved = rng.choice((0, 0, 1))
        for unit, by in ((A, moved), (B, -moved)):
            came = rng.choice((0, 0, 2, 7, 12))
            went = rng.choice((0, 2, 5, 6, 12))
            if came:
                began[unit, month] = Counted(rng.randint(0, came), came, came)
            there[unit, month] = max(0, there[unit, before] + came - went + by)
        before = month
    return began, {own: Counted(n, n, n) for own, n in there.items() if n}


def both(began, there, earlier=None):
    earlier = earlier or {}
    return [Series(BEGAN, began, earlier.get(BEGAN, {})),
            Series(THERE, there, earlier.get(THERE, {}), is_count=True, is_snapshot=True)]  # fmt: skip


def since_april(there):
    return {own: counted for own, counted in there.items() if own[1] != MARCH}


def march(there):
    """What was public of the stock a year before, and so by unit and month."""
    rows = release(BEFORE, MARCH, UNITS, [Series(THERE, {own: c for own, c in there.items() if own[1] == MARCH},
                                                 is_count=True, is_snapshot=True)])[THERE]  # fmt: skip
    only = {place: row for place, row in rows.items() if place[1] == ("month", MARCH, MARCH)}
    return only, {THERE: sizes_by_month(only, UNITS)}


def reader():
    return Reader(TOP, (A, B), (), snapshots={THERE}, balances=[BALANCE])


def told(rows, before):
    return {name: places | (before if name == THERE else {}) for name, places in rows.items()}


@pytest.mark.parametrize("seed", range(12))
def test_nobody_works_out_a_few_who_ended(seed):
    began, there = draw(Random(seed), MONTHS[:6])
    before, stood = march(there)
    rows = release(YEAR, MONTHS[5], UNITS, both(began, since_april(there)), balances=[BALANCE], stood=stood)
    assert any(not row.is_hidden for row in rows[BEGAN].values())
    one = reader()
    one.read(0, told(rows, before))
    assert one.finds() == set()


def test_somebody_does_where_balances_are_not_taken_into_account():
    for seed in (0, 1, 3):
        began, there = draw(Random(seed), MONTHS[:6])
        before, _ = march(there)
        one = reader()
        one.read(0, told(release(YEAR, MONTHS[5], UNITS, both(began, since_april(there))), before))
        assert one.finds(), seed


def late(rng, began, there):
    """The same with plans that were recorded late: they began in a month, and are there from then on, most of them."""
    began, there = dict(began), dict(there)
    for own in list(began):
        if rng.random() < 0.3:
            more = rng.choice((1, 2, 6, 7, 12))
            began[own] = Counted(began[own].met, began[own].of + more, began[own].of + more)
            for month in [month for month in MONTHS if month >= own[1] and (own[0], month) in there]:
                n = there[own[0], month].of + more - rng.choice((0, 0, 0, 1))
                there[own[0], month] = Counted(n, n, n)
    return began, there


@pytest.mark.parametrize("seed", range(12))
def test_nor_does_one_who_keeps_all_releases(seed):
    rng = Random(seed)
    began, there = draw(rng, MONTHS[:6])
    before, stood = march(there)
    rows, one = {}, reader()
    for at in range(2, 7):
        told_before = rows
        series = both(*({own: c for own, c in counts.items() if own[1] <= MONTHS[at - 1]}
                        for counts in (began, since_april(there))), rows)  # fmt: skip
        rows = release(YEAR, MONTHS[at - 1], UNITS, series, balances=[BALANCE], stood=stood)
        for name, places in told_before.items():
            assert {p: rows[name][p].is_hidden for p in places} == {p: row.is_hidden for p, row in places.items()}
        stood = {BEGAN: sizes_by_month(rows[BEGAN], UNITS),
                 THERE: stood[THERE] | sizes_by_month(rows[THERE], UNITS)}  # fmt: skip
        one.read(at, told(rows, before))
        began, there = late(rng, began, there)
    assert one.finds() == set()


def test_what_ended_is_what_was_there_and_began_less_what_is_there():
    june, may = date(2026, 6, 1), date(2026, 5, 1)
    ends = Ends({(A, june): 9}, {(A, may): 30, (A, june): 36, (B, may): 4})
    assert (ends.of((A, june)), ends.of((B, june))) == (3, 4)
    assert ends.of((A, may)) > 1000, "what was there in April is not told"
    assert ends.let_start([(A, june)], [])
    assert not ends.let_start([], [(A, june)] * 4), "no more than three"


@pytest.mark.parametrize("balance", [
    ("children_on_plan", "cp_plans_repeat", "cp_plans_2_years_ceased"),
    ("assessments_overdue", "assessments_45_days"),
], ids=" ".join)  # fmt: skip
def test_a_stock_is_not_public_with_all_that_comes_to_it_and_leaves_it(balance: tuple[str, ...]):
    public = {measure.code for measure in MEASURES if measure.is_public}
    assert not set(balance) <= public, "what stood, what came and what went give each other's hidden months away"


NOT_BEGUN_THEN = {
    "referral_decisions_1_day": "contacts on their own day, and only those of which something came",
}


def test_all_that_begins_what_is_counted_in_stock_says_so():
    """Tables of spans that a public stock and a public count of what happened are both taken from."""
    public = [measure for measure in MEASURES if measure.is_public]
    tables = {one.code: set(re.findall(r"(?:from|join)\s+([a-z_0-9]+)", one.sql)) & SPANS for one in public}
    stocks = set().union(*(tables[one.code] for one in public if one.is_snapshot))
    begins = {one.code for one in public if one.begins}
    found = {one.code for one in public if not one.is_snapshot and tables[one.code] & stocks}
    settled = {one.code for one in public if begins & {within.whole for within in one.within}}
    assert begins == {"cp_plans_repeat", "referrals"}
    assert found == begins | settled | NOT_BEGUN_THEN.keys()
    kinds = {one.code: one.is_snapshot for one in public}
    assert all(kinds[one.begins] and not one.is_snapshot for one in public if one.begins)


SPANS = {record.__tablename__ for record in Record.__subclasses__()
         if {"started_on", "referred_on", "from_on"} & record.model_fields.keys()}  # fmt: skip
"""Of records that have a beginning, and so an end."""
