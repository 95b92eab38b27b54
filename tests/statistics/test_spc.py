"""The XmR chart against the figures that NHSRplotthedots publishes, and where that breaks down."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.statistics.spc import Chart, plot_the_dots

START = date(2020, 1, 1)
# The first 20 standard normal numbers of R's set.seed(123), on which the package's own tests stand.
NOISE = [
    -0.56047565, -0.23017749, 1.55870831, 0.07050839, 0.12928774, 1.71506499, 0.46091621, -1.26506123, -0.68685285,
    -0.44566197, 1.22408180, 0.35981383, 0.40077145, 0.11068272, -0.55584113, 1.78691314, 0.49785048, -1.96661716,
    0.70135590, -0.47279141,
]  # fmt: skip


def days(values):
    return [(START + timedelta(n), value) for n, value in enumerate(values)]


def chart(values, improvement="increase", **more) -> Chart:
    return plot_the_dots(days(values), improvement=improvement, **more)


def signals(values, **more):
    return [point.signal for point in chart(values, **more).points]


# Snapshots of nhs-r-community/NHSRplotthedots, tests/testthat/_snaps/ptd_spc.md: mean, lower, upper limit.
@pytest.mark.parametrize(
    ("values", "mean", "lower", "upper"),
    [(NOISE, 0.142, -3.01, 3.29), (NOISE[:10], 0.0746, -2.60, 2.75), (NOISE[10:], 0.209, -3.28, 3.70)],
)
def test_limits_as_published(values, mean, lower, upper):
    first = chart(values).points[0]
    assert (float(f"{first.mean:.3g}"), float(f"{first.lower:.3g}"), float(f"{first.upper:.3g}")) == (
        mean, lower, upper,
    )  # fmt: skip
    assert set(signals(values)) == {"common_cause"}, "the package finds nothing in them either"


def test_a_rebase_is_two_charts_side_by_side():
    cut = START + timedelta(10)
    points = chart(NOISE, rebase=[cut]).points
    assert [round(points[i].mean, 4) for i in (0, 9, 10, 19)] == [0.0746, 0.0746, 0.2086, 0.2086]


# The seven-point rules of the package's tests/testthat/test-ptd_calculate_point_type.R: six are too few, a tie breaks.
@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1, 2, 3, 4, 5, 6], False),
        ([1, 2, 3, 3, 4, 5, 6], False),
        ([1, 2, 3, 4, 5, 6, 7], True),
        ([7, 6, 5, 4, 3, 2, 1], True),
    ],
)
def test_seven_that_rise_or_fall_are_a_trend(values, expected):
    found = signals(values)
    assert any(one.startswith("trend") for one in found) is expected
    if expected:
        assert set(found) <= {"trend_increasing", "trend_decreasing", "above_ucl", "below_lcl"}


def test_two_of_three_near_a_limit_count_only_on_one_side_of_the_mean():
    # As tests/testthat/test-ptd_spc_standard.R of the package: the last two are near opposite limits.
    assert signals([1, -1] * 7 + [5.5, -5.5])[-2:] == ["common_cause", "common_cause"]
    found = signals([0, 2, -2] * 12 + [0, 6, 2, 6])
    assert found[-3:] == ["two_of_three_above", "common_cause", "two_of_three_above"]


def test_seven_on_one_side_are_a_shift_from_the_first_and_the_mean_itself_breaks_it():
    found = signals([10, 0, 10, 0, 10, 0, 5.5, 6, 5.5, 6, 5.5, 6, 5.5, 0, 10, 0, 10])
    assert found == ["common_cause"] * 6 + ["shift_above"] * 7 + ["common_cause"] * 4
    on_the_mean = [10, 0, 10, 0, 10, 0, 6, 6, 6, 5, 6, 6, 6, 0, 4]
    assert chart(on_the_mean).points[0].mean == 5
    assert set(signals(on_the_mean)) == {"common_cause"}


def test_meaning_follows_the_direction_and_a_trend_its_course():
    up = [5, 4, 6, 5, 4, 6, 5, 4, 6, 5, 4, 6, 5, 20]
    for improvement, meaning in [("increase", "improvement"), ("decrease", "concern"), ("neutral", "neutral_high")]:
        found = chart(up, improvement)
        assert (found.points[-1].signal, found.variation) == ("above_ucl", meaning)
    falling = chart([10, 9.5, 10.2, 9.7, 10.1, 9.9, 13, 12.6, 12.2, 11.8, 11.4, 11, 10.6])
    assert falling.points[-1].meaning == "concern", "it falls, though still above the mean"


def test_the_peak_of_a_rise_and_a_fall_counts_as_falling():
    found = signals([1, 2, 3, 4, 5, 6, 7, 6, 5, 4, 3, 2, 1] + [7, 1] * 4)
    assert (found[5], found[6]) == ("trend_increasing", "trend_decreasing")


@pytest.mark.parametrize(
    ("improvement", "target", "assurance"),
    [
        ("increase", 90, "consistent_fail"), ("increase", 10, "consistent_pass"), ("increase", 50, "hit_and_miss"),
        ("decrease", 90, "consistent_pass"), ("decrease", 10, "consistent_fail"), ("neutral", 50, None),
        ("increase", None, None),
    ],
)  # fmt: skip
def test_assurance_compares_the_target_with_the_limits(improvement, target, assurance):
    assert chart([49, 51, 50, 52, 48] * 3, improvement, target=target).assurance == assurance


def test_without_variation_there_are_no_limits_and_the_mean_meets_the_target_or_not():
    for values in ([100.0] * 15, [100.0], [100.0, 100.0]):
        found = chart(values, target=95)
        assert (found.points[0].lower, found.points[0].mean, found.assurance) == (None, 100, "consistent_pass")
        assert "no_variation" in found.cautions
        assert found.variation == "common_cause"
    assert chart([90.0] * 15, target=95).assurance == "consistent_fail"


def test_mostly_constant_with_a_jump_is_not_screened_and_says_it_is_the_wrong_chart():
    found = chart([0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0])
    assert found.points[0].upper > found.points[0].mean
    assert {"mostly_constant", "few_points"} == set(found.cautions)
    assert [n for n, point in enumerate(found.points) if point.signal != "common_cause"] == [5], "not every point"


def test_a_gap_neither_signals_nor_hides_the_last_known_point():
    found = chart([5, 4, 6, 5, 4, 6, 5, 4, 6, 5, 4, 6, 5, 20, None])
    assert (found.variation, found.points[-1].signal) == ("improvement", "common_cause")
    assert "last_value_missing" in found.cautions
    assert not any(one.startswith("trend") for one in signals([1, 2, 3, None, 4, 5, 6, 7]))
    empty = chart([None, None])
    assert (empty.variation, empty.assurance, empty.points[0].mean) == (None, None, None)
    assert chart([]).points == ()


def test_moving_ranges_are_not_bridged_and_screened_once():
    assert chart([1, None, 9, 10]).points[0].upper == pytest.approx(20 / 3 + 2.66)
    wild = [1, 2] * 10 + [40] + [1, 2] * 10
    assert chart(wild).points[0].upper < chart(wild, screen_outliers=False).points[0].upper


def test_a_baseline_is_of_rows_and_limits_hold_for_what_follows():
    found = chart([1, 2, 1, 2, 9, 9], baseline_points=4)
    assert {(point.mean, round(point.upper, 2)) for point in found.points} == {(1.5, 4.16)}
    assert found.points[-1].signal == "above_ucl"


def test_few_points_are_said_until_there_are_thirteen_since_the_rebase():
    assert "few_points" in chart(NOISE[:12]).cautions
    assert chart(NOISE[:13]).cautions == ()
    assert "few_points" in chart(NOISE, rebase=[START + timedelta(10)]).cautions


def test_a_date_given_twice_or_a_rebase_without_a_point_is_refused():
    with pytest.raises(ValueError, match="one point"):
        plot_the_dots([(START, 1), (START, 2)], improvement="increase")
    with pytest.raises(ValueError, match="no point on 2021-01-01"):
        chart(NOISE, rebase=[date(2021, 1, 1)])


series = st.lists(st.none() | st.floats(-100, 100, allow_subnormal=False), max_size=30)


@given(series, st.randoms())
def test_the_order_of_the_points_does_not_matter(values, random):
    given_points = days(values)
    shuffled = list(given_points)
    random.shuffle(shuffled)
    assert plot_the_dots(shuffled, improvement="increase") == plot_the_dots(given_points, improvement="increase")


@given(series)
def test_the_other_way_up_is_the_same_chart_the_other_way_round(values):
    up = chart(values)
    down = chart([None if value is None else -value for value in values], "decrease")
    assert [point.meaning for point in up.points] == [point.meaning for point in down.points]
    assert up.cautions == down.cautions
