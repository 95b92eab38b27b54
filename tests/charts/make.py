"""Ready series for tests of charts."""

import uuid
from datetime import date, timedelta

from sqlmodel import Session, select

from api.indicators.models import Indicator, IndicatorValue, PeriodType, SuppressedValue, ValueStatus
from tests.indicators.make import NOON

CODE = "cp_visits_seen_alone"


def month(number: int) -> date:
    """The first day of a month, counted from January 2025 as 0."""
    return date(2025 + number // 12, number % 12 + 1, 1)


def series(
    make: Session, unit_id: uuid.UUID, counts: list[tuple[int, int] | None], *, in_public: bool = False,
    kind: PeriodType = PeriodType.month, first: int = 0, code: str = CODE, last_runs: bool = False,
) -> None:  # fmt: skip
    """Values of consecutive periods from January 2025 on; None is a hidden one. The last may still be running."""
    indicator = make.exec(select(Indicator).where(Indicator.code == code)).one()
    step = 1 if kind == PeriodType.month else 3
    for place, count in enumerate(counts):
        start, after = month(first + place * step), month(first + (place + 1) * step)
        met, of = count or (None, None)
        status = ValueStatus.suppressed if count is None else ValueStatus.ok
        if last_runs and place == len(counts) - 1:
            status = ValueStatus.provisional
        make.add((SuppressedValue if in_public else IndicatorValue)(
            indicator_id=indicator.id, definition_version=1, period_type=kind, period_start=start,
            period_end=after - timedelta(days=1), unit_id=unit_id, numerator=met, denominator=of,
            value=100 * met / of if of and met is not None else None, value_status=status, data_as_of=NOON,
            computed_at=NOON, updated_at=NOON,
        ))  # fmt: skip
    make.commit()
