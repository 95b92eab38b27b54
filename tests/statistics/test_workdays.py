"""Working days against the government's published bank holidays."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.statistics.workdays import add_working_days, bank_holidays, working_days_between

# https://www.gov.uk/bank-holidays, England and Wales.
PUBLISHED = {
    2020: ["01-01", "04-10", "04-13", "05-08", "05-25", "08-31", "12-25", "12-28"],
    2021: ["01-01", "04-02", "04-05", "05-03", "05-31", "08-30", "12-27", "12-28"],
    2022: ["01-03", "04-15", "04-18", "05-02", "06-02", "06-03", "08-29", "09-19", "12-26", "12-27"],
    2023: ["01-02", "04-07", "04-10", "05-01", "05-08", "05-29", "08-28", "12-25", "12-26"],
    2024: ["01-01", "03-29", "04-01", "05-06", "05-27", "08-26", "12-25", "12-26"],
    2025: ["01-01", "04-18", "04-21", "05-05", "05-26", "08-25", "12-25", "12-26"],
    2026: ["01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"],
    2027: ["01-01", "03-26", "03-29", "05-03", "05-31", "08-30", "12-27", "12-28"],
}
days = st.dates(date(2000, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize("year", PUBLISHED)
def test_bank_holidays_are_those_published(year: int) -> None:
    assert [f"{day:%m-%d}" for day in bank_holidays(year, year)] == PUBLISHED[year]


def test_bank_holidays_of_several_years_stand_in_order() -> None:
    several = bank_holidays(2025, 2027)
    assert several == sorted(several)
    assert len(several) == 24


def test_an_unknown_year_is_refused() -> None:
    with pytest.raises(ValueError, match="no bank holidays are known for 1500"):
        bank_holidays(1500, 1500)


@pytest.mark.parametrize(
    ("start", "n", "due"),
    [
        (date(2026, 4, 1), 1, date(2026, 4, 2)),  # Maundy Thursday is a working day
        (date(2026, 4, 1), 2, date(2026, 4, 7)),  # over Easter
        (date(2026, 4, 4), 0, date(2026, 4, 4)),  # day 0 is the start, even on a Saturday
        (date(2026, 4, 4), 1, date(2026, 4, 7)),
        (date(2022, 5, 27), 1, date(2022, 5, 30)),  # the spring holiday of 2022 was moved to June
        (date(2022, 6, 1), 1, date(2022, 6, 6)),
        (date(2022, 9, 16), 1, date(2022, 9, 20)),  # the state funeral
        (date(2026, 12, 24), 1, date(2026, 12, 29)),
        (date(2026, 1, 5), 45, date(2026, 3, 9)),  # nine weeks without a holiday
        (date(2026, 11, 23), 15, date(2026, 12, 14)),
    ],
)
def test_known_due_dates(start: date, n: int, due: date) -> None:
    assert add_working_days(start, n) == due
    assert working_days_between(start, due) == n


def test_a_closed_day_is_left_out_beside_the_bank_holidays() -> None:
    closed = [date(2026, 12, 29)]
    assert add_working_days(date(2026, 12, 24), 1, closed=closed) == date(2026, 12, 30)
    assert working_days_between(date(2026, 12, 24), date(2026, 12, 30), closed=closed) == 1


@given(days, st.integers(0, 80))
def test_counting_undoes_adding(start: date, n: int) -> None:
    assert working_days_between(start, add_working_days(start, n)) == n


@given(days, st.integers(0, 200), st.integers(0, 200))
def test_spans_add_up(start: date, first: int, second: int) -> None:
    middle = start + timedelta(days=first)
    end = middle + timedelta(days=second)
    assert working_days_between(start, end) == working_days_between(start, middle) + working_days_between(middle, end)


@given(days, st.integers(1, 80))
def test_a_due_date_is_a_working_day(start: date, n: int) -> None:
    due = add_working_days(start, n)
    assert due.weekday() < 5
    assert due not in bank_holidays(due.year, due.year)


def test_what_makes_no_sense_is_refused() -> None:
    monday = date(2026, 11, 23)
    with pytest.raises(ValueError, match="negative"):
        add_working_days(monday, -1)
    with pytest.raises(ValueError, match="before start"):
        working_days_between(monday, date(2026, 11, 22))
    with pytest.raises(TypeError, match="not a date and time"):
        add_working_days(datetime(2026, 11, 23, tzinfo=UTC), 1)
