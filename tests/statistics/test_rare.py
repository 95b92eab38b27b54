"""Charts of rare events against published figures."""

from math import log, sqrt
from random import Random

import pytest

from api.statistics.rare import MEDIAN, POWER, g_chart, t_chart

# The t and g charts of the PowerBI-SPC visual of Australia's Department of Health (github.com/
# AUS-DOH-Safety-and-Quality/PowerBI-SPC, tests of its "Chart Types"): gaps, and what it expects of them. Its limits
# stand 3/1.128 ranges from the middle, where ours stand the usual rounded 2.66.
DAYS = [
    16, 20, 5, 13, 1, 26, 46, 12, 12, 5, 19, 4, 3, 15, 14, 9, 8, 15, 21, 6, 3, 1, 56, 117, 1, 33, 9, 9, 19, 12, 1, 16,
    13, 18, 1, 35, 16, 5, 21, 38, 3, 25, 3, 11, 13, 20, 9, 3, 8, 21, 24, 38, 8, 13, 9, 1, 30, 23, 3, 7, 22, 19, 11, 31,
    6, 1, 1,
]  # fmt: skip
CASES = [
    23, 39, 15, 34, 1, 49, 98, 29, 27, 13, 45, 7, 10, 27, 24, 14, 20, 38, 44, 11, 10, 3, 113, 183, 3, 47, 18, 18, 33,
    15, 2, 38, 27, 27, 1, 52, 23, 7, 26, 82, 5, 49, 5, 17, 24, 44, 26, 2, 27, 46, 55, 97, 22, 22, 20, 4, 60, 51, 7, 21,
    66, 36, 25, 72, 15, 5, 3,
]  # fmt: skip
ROUNDED = 1e-3
"""What 2.66 in place of 3/1.128 does to a limit that is turned back by the power 3.6."""


def test_days_between_events_as_published():
    found = t_chart(DAYS)
    assert found.centre == pytest.approx(11.2051, abs=5e-5)
    assert found.upper == pytest.approx(97.268, rel=ROUNDED)
    assert found.lower == pytest.approx(0.0221, abs=1e-4)
    assert [gap for gap, signal in zip(found.gaps, found.signals, strict=True) if signal == "above_ucl"] == [117]


def test_days_between_events_worked_by_hand():
    """Days whose power is a whole number: 2 and 4 in turn, so that the mean is 3 and every range is 2."""
    found = t_chart([2**3.6, 4**3.6] * 3)
    assert (found.centre, found.upper) == (pytest.approx(3**3.6), pytest.approx((3 + 2.66 * 2) ** 3.6))
    assert found.lower is None, "below nought: no event comes too soon"
    assert set(found.signals) == {"common_cause"}


def test_cases_between_events_as_published():
    assert g_chart(CASES).upper == pytest.approx(128.1749, abs=5e-5)


def test_gaps_of_no_day_and_none_at_all():
    assert t_chart([]).centre is None
    assert t_chart([3, 3, 3]).upper is None, "without variation there are no limits"
    found = t_chart([0, 5, 0, 9])
    assert found.centre == pytest.approx(((0.5**POWER * 2 + 5**POWER + 9**POWER) / 4) ** 3.6)


def test_events_that_come_closer_together_are_seen():
    far, near = [40, 55, 30, 62, 48, 35, 70, 44], [9, 7, 11, 6, 8, 10, 7]
    assert t_chart([*far, *near]).signals[-1] == "shift_below"
    assert t_chart([*far, 38, 52], since=900).signals[-1] == "above_ucl"
    assert len(t_chart([*far, 38], since=12).gaps) == 9, "a short open gap says nothing yet"


def test_cases_between_events_by_the_published_formulas():
    """Benneyan 2001: a mean of m and limits m + 3 sqrt(m (m + 1)); Provost and Murray 2011: a centre of 0.693 m."""
    cases = [20, 5, 31, 12, 0, 44, 8, 17, 26, 9]
    found = g_chart(cases)
    mean = 17.2
    assert pytest.approx(log(2), abs=2e-4) == MEDIAN
    assert (found.centre, found.upper, found.lower) == pytest.approx((0.693 * mean, mean + 3 * sqrt(17.2 * 18.2), None))
    assert g_chart([*cases, 200]).signals[-1] == "above_ucl"
    assert g_chart([*cases, 1, 0, 3, 2, 1, 0, 4]).signals[-1] == "shift_below"
    assert g_chart([]).centre is None


def test_the_centre_of_cases_between_is_where_half_of_chance_lies():
    rng = Random(7)
    gaps = [int(log(rng.random()) / log(1 - 0.02)) for _ in range(4_000)]
    centre = g_chart(gaps).centre
    assert sum(gap > centre for gap in gaps) / 4_000 == pytest.approx(0.5, abs=0.03)
