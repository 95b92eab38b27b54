"""The day of the tests: one that does not end while they run, for many of them name days as they are collected."""

import os
from datetime import timedelta

from psycopg import sql

from api.kernel import clock
from api.kernel.database import Database

VARIABLE = "TEST_CLOCK_HOURS"
LATE, BACK = 22, -3
"""From this hour in England the suite might meet midnight, so that its clock is set back by three hours."""


def set_clock() -> None:
    """Set this process's clock by TEST_CLOCK_HOURS, or as the hour asks; processes that it starts follow it."""
    late = clock.now().astimezone(clock.ENGLAND).hour >= LATE
    hours = os.environ.setdefault(VARIABLE, str(BACK if late else 0))
    clock._shift = timedelta(hours=float(hours))


def set_day_of(database: Database) -> None:
    """Let a database's own clock, read where no request has said the time, stand where this process's does."""
    with database.connect() as connection:
        connection.execute(
            sql.SQL(
                "create or replace function app_now() returns timestamptz language sql stable parallel safe as"
                " $f$ select coalesce(nullif(current_setting('app.now', true), '')::timestamptz, now() + {}) $f$"
            ).format(clock._shift)
        )
