"""Charts of rare events against published figures."""

from itertools import pairwise
from math import log, sqrt
from random import Random

import pytest

from api.statistics.rare import MEDIAN, POWER, g_chart, t_chart

# Montgomery, Introduction to Statistical Quality Control, 6th edition, example 7.6: hours between failures of a valve,
# and as printed beside them the same to the power 0.2777.
HOURS = [286, 948, 536, 124, 816, 729, 4, 143, 431, 8, 2837, 596, 81, 227, 603, 492, 1199, 1214, 2831, 96]
PRINTED = [
    4.80986, 6.70903, 5.72650, 3.81367, 6.43541, 6.23705, 1.46958, 3.96768, 5.39007, 1.78151, 9.09619, 5.89774,
    3.38833, 4.51095, 5.91690, 5.59189, 7.16124, 7.18601, 9.09083, 3.55203,
]  # fmt: skip


def test_times_between_failures_as_published():
    assert [hours**0.2777 for hours in HOURS] == pytest.approx(PRINTED, abs=2e-5)
    found = t_chart(HOURS)
    mean = sum(PRINTED) / 20
    ranges = [abs(b - a) for a, b in pairwise(PRINTED)]
    upper = mean + 2.66 * sum(ranges) / 19
    assert found.centre == pytest.approx(mean**3.6, rel=5e-3)
    assert found.upper == pytest.approx(upper**3.6, rel=5e-3)
    assert found.lower is None, "below nought: no failure comes too soon"
    assert set(found.signals) == {"common_cause"}, "as the book finds: the valve is in control"


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
