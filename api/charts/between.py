"""What lies between rare events: the days from one to the next, or the cases that were none, turned into a chart.

A sixth file because its points are events and not periods: each is told by its day.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from api.charts import words
from api.indicators.measures import find_counted
from api.indicators.models import Indicator, Polarity, ValueStatus
from api.statistics.charts import Choice
from api.statistics.rare import GapChart, g_chart, t_chart
from api.statistics.spc import Improvement, Signal, mean_of

ENOUGH = 12
"""Gaps from which limits are no longer a trial."""
_OF_LIMITS = {words.CAUTIONS[code] for code in ("few_points", "small", "last_value_missing")}
"""What to beware of in limits of periods, of which there are none here."""


def may_tell(indicator: Indicator) -> bool:
    """Whether the days behind an indicator may be told: those of answers are nobody's to know."""
    measure = find_counted(indicator.code)
    return measure is not None and not measure.fewest_people


def tell(
    chart: dict[str, Any], choice: Choice, indicator: Indicator, unit_name: str, days: Sequence[Any], today: date
) -> dict[str, Any]:
    """The chart of periods with what lies between its rare events, since its limits were last worked out anew.

    A count is told in days and a percentage in cases; of cases on one day the events are taken to come last. With too
    few events the chart stays as it is. `days` are rows of `on_date`, `met` and `counted`, the earliest first.
    """
    since = max((note["happened_on"] for note in chart["annotations"] if note["is_rebase"]), default=date.min)
    days = [day for day in days if since <= day.on_date <= today]
    counts_cases = indicator.denominator_text is not None
    is_met = not counts_cases or 2 * sum(day.met for day in days) <= sum(day.counted for day in days)
    events = [day.on_date for day in days for _ in range(day.met if is_met else day.counted - day.met)]
    if len(events) <= ENOUGH:
        return chart
    made = _by_cases(days, is_met=is_met) if counts_cases else _by_days(events, today)
    improvement = _improvement(indicator, is_met=is_met)
    points = [_point(made, *one, improvement) for one in zip(_labels(events[1:], len(made.gaps)), made.gaps,
                                                             made.signals, strict=True)]  # fmt: skip
    _mark_latest(chart["points"], points[-1])
    of = indicator.numerator_text if is_met else f"All but: {indicator.numerator_text}"
    drawing = {"unit": "cases" if counts_cases else "days", "of": of, "points": points}
    return chart | _told(chart, choice, drawing, words.between_sentence(unit_name, events[-1], drawing))


def _told(chart: dict[str, Any], choice: Choice, drawing: dict[str, Any], sentence: str) -> dict[str, Any]:
    last = drawing["points"][-1]
    told = words.variation_words(last["meaning"], last["signal"], is_between=True)
    return {
        "kind": choice.kind, "kind_words": words.KINDS[choice.kind], "reason": choice.reason, "between": drawing,
        "variation": last["meaning"], "variation_words": told, "assurance": None,
        "assurance_words": chart["assurance_words"] if chart["target"] is None else words.NOT_OF_GAPS,
        "cautions": [one for one in chart["cautions"] if one not in _OF_LIMITS],
        "sentence": sentence,
    }  # fmt: skip


def _point(made: GapChart, label: str, gap: float, signal: Signal, improvement: Improvement) -> dict[str, Any]:
    return {
        "label": label, "value": gap, "centre": made.centre, "lower_limit": made.lower, "upper_limit": made.upper,
        "signal": signal, "signal_words": words.SIGNALS[signal], "meaning": mean_of(signal, improvement),
    }  # fmt: skip


def _mark_latest(points: Sequence[dict[str, Any]], last: dict[str, Any]) -> None:
    """Let the latest period say what the last gap says, where periods are listed without their gaps."""
    known = [p for p in points if p["value"] is not None and p["value_status"] != ValueStatus.provisional]
    known[-1] |= {name: last[name] for name in ("signal", "signal_words", "meaning")}


def _by_days(events: Sequence[date], today: date) -> GapChart:
    gaps = [(later - earlier).days for earlier, later in pairwise(events)]
    return t_chart(gaps, since=(today - events[-1]).days)


def _by_cases(days: Sequence[Any], *, is_met: bool) -> GapChart:
    gaps: list[int] = []
    open_gap, has_begun = 0, False
    for day in days:
        events = day.met if is_met else day.counted - day.met
        open_gap += day.counted - events
        for _ in range(events):
            if has_begun:
                gaps.append(open_gap)
            has_begun, open_gap = True, 0
    return g_chart(gaps, since=open_gap)


def _labels(events: Sequence[date], points: int) -> Iterator[str]:
    """Each event by its day, told apart where there are several; what is open is told as such."""
    before: dict[date, int] = {}
    for day in events:
        before[day] = before.get(day, 0) + 1
        yield f"{day.day} {day:%b %Y}" + (f" ({before[day]})" if before[day] > 1 else "")
    if points > len(events):
        yield "Since then"


def _improvement(indicator: Indicator, *, is_met: bool) -> Improvement:
    """Further apart is better of what is bad, and worse of what is good."""
    if indicator.polarity == Polarity.neutral:
        return "neutral"
    return "increase" if (indicator.polarity == Polarity.low) == is_met else "decrease"
