"""Charts of counts and the run chart against published figures."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from api.statistics.charts import choose_chart, laney_p_chart, laney_u_chart, p_chart, run_chart, run_of, u_chart

START = date(2020, 1, 1)
# NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.3.1: defects on 25 wafers; centre 16, limits 4 and 28.
WAFERS = [16, 14, 28, 16, 12, 20, 10, 12, 10, 17, 19, 17, 14, 16, 15, 13, 14, 16, 11, 20, 11, 19, 16, 31, 13]
# An Introduction to Business Statistics, example 16.6: defects in 10 samples of 200; 0.16, limits 0.0822 and 0.2378.
SAMPLES = [40, 44, 22, 34, 24, 32, 28, 32, 34, 30]


def days(counts):
    return [(START + timedelta(n), x, of) for n, (x, of) in enumerate(counts)]


def test_u_chart_as_published():
    found = u_chart(days((x, 1) for x in WAFERS))
    assert (found.centre, found.points[0].lower, found.points[0].upper) == (16, 4, 28)
    assert [n for n, point in enumerate(found.points) if point.is_outside] == [23]


def test_p_chart_as_published():
    found = p_chart(days((x, 200) for x in SAMPLES))
    assert found.centre == pytest.approx(0.16)
    assert (round(found.points[0].lower, 4), round(found.points[0].upper, 4)) == (0.0822, 0.2378)
    assert not any(point.is_outside for point in found.points)


def test_p_chart_steps_with_its_denominators_and_stays_within_nought_and_one():
    small, large, gap = p_chart(days([(9, 10), (900, 1000), (None, None)])).points
    assert small.upper == 1
    assert large.upper < 1
    assert (gap.value, gap.upper) == (None, None)
    with pytest.raises(ValueError, match="numerator"):
        p_chart(days([(3, 2)]))


def test_laney_is_the_p_chart_stretched_by_sigma_z():
    """No printed table of limits of Laney 2002 could be had: his formulas are worked here step by step instead."""
    counts = [(2500, 5000), (2200, 5000), (2700, 5000), (2400, 5000), (2650, 5000), (2300, 5000)]
    plain, laney = p_chart(days(counts)), laney_p_chart(days(counts))
    sigma = (plain.centre * (1 - plain.centre) / 5000) ** 0.5
    steps = [abs(b - a) / 5000 / sigma for (a, _), (b, _) in pairwise(counts)]
    assert laney.sigma_z == pytest.approx(sum(steps) / 5 / 1.128)
    reach = [point.upper - plain.centre for point in (plain.points[0], laney.points[0])]
    assert reach[1] / reach[0] == pytest.approx(laney.sigma_z)
    assert [sum(point.is_outside for point in one.points) for one in (plain, laney)] == [4, 0]


def test_charts_of_counts_without_variation_or_data():
    assert laney_p_chart(days([(5, 5), (5, 5)])).sigma_z == 1
    assert p_chart(days([(0, 5)])).points[0].upper == 0
    for chart in (p_chart, laney_p_chart, u_chart):
        assert chart(days([(None, None), (0, 0)])).centre is None


# Anhoej and Olesen 2014, PLOS ONE 9, e113825, table 1: useful points, longest run, fewest crossings.
@pytest.mark.parametrize(("n", "longest", "fewest"), [(10, 6, 2), (12, 7, 3), (20, 7, 6), (24, 8, 8)])
def test_run_chart_rules_as_published(n, longest, fewest):
    found = run_of([i % 2 for i in range(n)])
    assert (found.useful, found.longest_expected, found.fewest_expected) == (n, longest, fewest)
    assert not found.is_signal


def test_run_chart_sees_a_shift_and_says_nothing_of_few_points():
    assert run_chart(days([(1, 10)] * 8 + [(9, 10)] * 8)).is_signal
    short = run_chart(days([(1, 10), (9, 10)]))
    assert (short.longest_expected, short.is_signal) == (None, False)
    assert run_of([]).median is None
    assert run_of([3, 3, 3]).useful == 0


def test_the_choice_is_explained():
    def kind(counts, **more):
        found = choose_chart(days(counts), **{"is_percentage": True, **more})
        assert found.reason.endswith(".")
        return found.kind

    assert kind([(20, 40)] * 11) == "run"
    assert kind([(20, 40)] * 20) == "xmr"
    assert kind([(20, 40), (60, 120)] * 10) == "p"
    assert kind([(36, 40), (106, 120)] * 10) == "xmr"
    assert kind([(400, 800)] * 20) == "laney_p"
    assert kind([(400, 800)] * 20, is_rolling=True) == "line"
    assert kind([(4, 800)] * 20, is_percentage=False, is_rate=True) == "u"
    assert kind([(240, 38_000)] * 20, is_percentage=False, is_rate=True) == "laney_u"
    assert kind([(40, None)] * 20, is_percentage=False) == "xmr"
    assert kind([(310, 18)] * 20, is_percentage=False, is_stock=True) == "xmr"


def test_what_is_rare_is_told_by_what_lies_between():
    def found(counts, **more):
        return choose_chart(days(counts), **{"is_percentage": False, **more})

    assert found([(1, None)] * 20).kind == "t"
    assert found([(1, None)] * 20).reason == (
        "There are 20 in 20 months, fewer than two a month: how many days lie between one and the next says more than "
        "counts."
    )
    assert found([(2, None)] * 20).kind == "xmr", "two a month are not rare"
    assert found([(5, None)] * 20, months=3).kind == "t", "but five a quarter are"
    assert found([(1, None)] * 12).kind == "xmr", "twelve events make eleven gaps: too few"
    assert found([(1, None)] * 20, is_stock=True).kind == "xmr"
    assert found([(1, 40)] * 20, is_percentage=True).kind == "g"
    assert found([(39, 40)] * 20, is_percentage=True).kind == "g", "those who did not are as rare"
    assert found([(1, 4)] * 20, is_percentage=True).kind == "xmr", "one in four is not rare"
    assert found([(0, None)] * 20).kind == "xmr"


def test_laney_u_is_the_u_chart_stretched_by_sigma_z():
    """Laney's formulas (2002) worked step by step for rates, as no printed table of limits could be had."""
    counts = [(250, 38_000), (190, 38_000), (280, 38_000), (220, 38_000), (300, 38_000)]
    plain, laney = u_chart(days(counts)), laney_u_chart(days(counts))
    sigma = (plain.centre / 38_000) ** 0.5
    steps = [abs(b - a) / 38_000 / sigma for (a, _), (b, _) in pairwise(counts)]
    assert laney.sigma_z == pytest.approx(sum(steps) / 4 / 1.128)
    reach = [one.points[0].upper - plain.centre for one in (plain, laney)]
    assert reach[1] / reach[0] == pytest.approx(laney.sigma_z)
    assert [sum(point.is_outside for point in one.points) for one in (plain, laney)] == [2, 0]
