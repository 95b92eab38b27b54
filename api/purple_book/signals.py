"""What the chart of a line tells, in the two words the book shows beside RAG and in a sentence.

A sixth file because it is arithmetic and words, without tables: whether the figure is changing, and whether the process
as it is can be expected to meet the target. RAG answers neither: it says where one figure lies.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Literal

from api.indicators.models import Indicator, PeriodType, Polarity, ValueStatus
from api.statistics.spc import plot_the_dots

FEWEST = 12
_IMPROVEMENT: dict[Polarity, Literal["increase", "decrease", "neutral"]] = {
    Polarity.high: "increase", Polarity.low: "decrease", Polarity.neutral: "neutral",
}  # fmt: skip
_VARIATION = {
    "common_cause": "No change beyond chance",
    "improvement": "Improving beyond chance",
    "concern": "Getting worse beyond chance",
    "neutral_high": "Rising beyond chance",
    "neutral_low": "Falling beyond chance",
}
_ASSURANCE = {
    "consistent_pass": "can be expected to meet the target",
    "consistent_fail": "cannot be expected to meet the target as it is",
    "hit_and_miss": "meets the target or misses it by chance",
}
_MONTHS = {PeriodType.month: 1, PeriodType.quarter: 3}


def told(one: Indicator, kind: PeriodType, rows: Sequence[Any], target: float | None) -> dict[str, Any]:
    """Variation, assurance and both in words, of all periods that are over; undefined under twelve figures."""
    over = [row for row in rows if row.value_status not in (ValueStatus.provisional, ValueStatus.not_applicable)]
    known = [row for row in over if row.value is not None]
    if len(known) < FEWEST:
        words = f"{len(known)} figures: too few to tell signal from chance" if known else "Nothing is known yet"
        return {"variation": None, "assurance": None, "words": f"{words}."}
    points = _without_gaps(known, _MONTHS[kind])
    chart = plot_the_dots(points, improvement=_IMPROVEMENT[Polarity(one.polarity)], target=target)
    words = _VARIATION[chart.variation or "common_cause"]
    if chart.assurance:
        words += f"; {_ASSURANCE[chart.assurance]}"
    return {"variation": chart.variation, "assurance": chart.assurance, "words": f"{words}."}


def _without_gaps(known: Sequence[Any], months: int) -> list[tuple[date, float | None]]:
    by_start = {row.period_start: row.value for row in known}
    found, start = [], known[0].period_start
    while start <= known[-1].period_start:
        found.append((start, by_start.get(start)))
        for _ in range(months):
            start = (start + timedelta(days=32)).replace(day=1)
    return found
