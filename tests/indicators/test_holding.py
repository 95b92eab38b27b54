"""Whose case a child was on each day, however allocations overlap: the spans against the rule, day by day."""

from datetime import date, timedelta
from random import Random

from sqlalchemy import text

from api.cases.models import Involvement
from api.indicators.measures.holding import holding
from tests.indicators import make as m

FIRST = date(2026, 1, 1)
TEAMS = ("north_1", "north_2", "south_1", None)


def held_on(rows, day):
    """The source id that the rule picks: open that day first, then begun last, then the greater id."""
    begun = [row for row in rows if row.from_on is None or row.from_on <= day]
    key = lambda row: (row.to_on is None or row.to_on > day, row.from_on or date.min, row.source_id)  # noqa: E731
    return max(begun, key=key).source_id if begun else None


def test_spans_give_the_team_that_the_rule_gives_on_each_day(make, council):
    rng = Random(20261116)
    allocations = {}
    for _ in range(40):
        ref = m.child(make, None)
        allocations[ref] = []
        for _ in range(rng.randint(1, 5)):
            start = rng.choice([None, *(FIRST + timedelta(days=rng.randint(0, 30)) for _ in range(6))])
            end = rng.choice([None, (start or FIRST) + timedelta(days=rng.randint(0, 20))])
            allocations[ref].append(m.record(make, Involvement, ref, role="CW", team_source_id=rng.choice(TEAMS),
                                             from_on=start, to_on=end))  # fmt: skip
        m.record(make, Involvement, ref, role="IRO", team_source_id="north_1")
    make.execute(text(f"create temporary table spans as {holding()}"))
    found = make.execute(text(
        "select s.child_ref, d::date, s.source_id from spans s join generate_series(cast(:first as date) - 3,"
        " cast(:first as date) + 60, interval '1 day') d on d >= s.from_on and d < s.to_on"
    ), {"first": FIRST}).all()  # fmt: skip
    given = {(ref, day): source_id for ref, day, source_id in found}
    assert len(given) == len(found), "never two on one day"
    days = [FIRST + timedelta(days=n) for n in range(-3, 61)]
    wanted = {(ref, day): held_on(rows, day) for ref, rows in allocations.items() for day in days}
    assert given == {place: held for place, held in wanted.items() if held}
    assert len(given) > 1_500


def test_one_childs_spans_are_the_same_alone(make, council):
    first, second = m.child(make), m.child(make, "south_1")
    team = "select child_ref, unit_id, from_on, source_id from ({}) h"  # the end is infinite, which Python has not
    whole = set(make.execute(text(team.format(holding()))).all())
    narrowed = text(team.format(holding(" and i.child_ref = :ref")))
    assert len(whole) == 2
    assert {row for ref in (first, second) for row in make.execute(narrowed, {"ref": ref}).all()} == whole
