"""The day of the tests: one that does not end while they run, for many of them name days as they are collected."""

import os
from datetime import timedelta

from api.kernel import clock

VARIABLE = "TEST_CLOCK_HOURS"
LATE, BACK = 22, -3
"""From this hour in England the suite might meet midnight, so that its clock is set back by three hours."""


def set_clock() -> None:
    """Set this process's clock by TEST_CLOCK_HOURS, or as the hour asks; processes that it starts follow it."""
    late = clock.now().astimezone(clock.ENGLAND).hour >= LATE
    hours = os.environ.setdefault(VARIABLE, str(BACK if late else 0))
    clock._shift = timedelta(hours=float(hours))
