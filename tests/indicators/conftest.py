"""The Monday on which the tests of indicators stand, and what is counted of the council on it."""

from collections.abc import Callable
from datetime import date

import pytest

from api.indicators.service import compute_indicators
from tests.indicators import make as m


@pytest.fixture
def monday(travel):
    travel(m.NOON)


@pytest.fixture
def count(monday, make, council, database) -> Callable[..., tuple[int, int] | None]:
    """Compute, and then give numerator and denominator of the council's October, or of another month or unit."""
    computed = []

    def counted(code: str, month: date = date(2026, 10, 1), unit: str = "council") -> tuple[int, int] | None:
        if not computed:
            computed.append(compute_indicators(database))
        return m.counted(make, code, council[unit], month)

    return counted
