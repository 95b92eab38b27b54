"""Working days in England: Monday to Friday without the bank holidays, the start date being day 0."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from functools import cache

from holidays import country_holidays

SATURDAY = 5
ONE_DAY = timedelta(days=1)


def bank_holidays(first_year: int, last_year: int) -> list[date]:
    """The bank holidays of England in both years and between them, in order, substitutes for weekends included.

    Days of Saturday and Sunday are left out, as in the government's list (https://www.gov.uk/bank-holidays).
    Raises ValueError for a year of which no bank holiday is known: it is not a year without any.
    """
    return sorted(day for year in range(first_year, last_year + 1) for day in _bank_holidays_in(year))


def add_working_days(start: date, n: int, *, closed: Collection[date] = ()) -> date:
    """The nth working day after `start`; with n = 0 `start` itself, whatever day it is.

    `closed` names days to leave out beside the bank holidays, such as one newly proclaimed.
    Raises ValueError for n below 0.
    """
    _refuse_instants(start)
    if n < 0:
        raise ValueError("n must not be negative")
    day = start
    while n:
        day += ONE_DAY
        n -= _is_working(day, closed)
    return day


def working_days_between(start: date, end: date, *, closed: Collection[date] = ()) -> int:
    """How many working days lie after `start`, up to and including `end`; the inverse of `add_working_days`.

    Raises ValueError if `end` is before `start`: such a record is wrong, and must not count as in time.
    """
    _refuse_instants(start, end)
    if end < start:
        raise ValueError("end must not be before start")
    return sum(_is_working(start + timedelta(days=i), closed) for i in range(1, (end - start).days + 1))


def _is_working(day: date, closed: Collection[date]) -> bool:
    return day.weekday() < SATURDAY and day not in closed and day not in _bank_holidays_in(day.year)


@cache
def _bank_holidays_in(year: int) -> frozenset[date]:
    days = frozenset(day for day in country_holidays("GB", subdiv="ENG", years=year) if day.weekday() < SATURDAY)
    if not days:
        raise ValueError(f"no bank holidays are known for {year}")
    return days


def _refuse_instants(*days: date) -> None:
    """An instant has no day until somebody says in which time zone, and would match no bank holiday."""
    if any(isinstance(day, datetime) for day in days):
        raise TypeError("a date is needed, not a date and time")
