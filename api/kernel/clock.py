"""The only clocks: an instant in UTC and a day in England."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

ENGLAND = ZoneInfo("Europe/London")

_shift = timedelta(0)
_own_shift: ContextVar[timedelta | None] = ContextVar("own_shift", default=None)


def now() -> datetime:
    """The present instant, aware, in UTC."""
    own = _own_shift.get()
    return datetime.now(UTC) + (_shift if own is None else own)


def today() -> date:
    """The present day in England, on which deadlines fall."""
    return now().astimezone(ENGLAND).date()


@contextmanager
def travel(to: datetime) -> Iterator[None]:
    """Move this process's clock: for tests and for giving the demonstration council a past.

    `to` is an aware instant. The clock goes on ticking from there and returns to the present at the end.
    """
    global _shift  # noqa: PLW0603 - a clock is one per process, and this is the only place that moves it
    before, _shift = _shift, to - datetime.now(UTC)
    try:
        yield
    finally:
        _shift = before


@contextmanager
def travel_alone(to: datetime) -> Iterator[None]:
    """As `travel`, for the running task and what it calls: tasks side by side may be at days of their own."""
    before = _own_shift.set(to - datetime.now(UTC))
    try:
        yield
    finally:
        _own_shift.reset(before)
