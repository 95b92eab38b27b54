"""Periods and series in plain English, honest about how few they may rest on.

A sixth file because the screen, the feed's readers and the triangle are all told in these words.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from api.indicators.models import Indicator, PeriodType, ValueStatus

FEW = 30
"""Under this many a percentage jumps about by chance."""


def period_label(kind: PeriodType, start: date) -> str:
    """`Sep 2026`, `Jul to Sep 2026` or `Apr 2025 to Mar 2026`."""
    if kind == PeriodType.month:
        return f"{start:%b %Y}"
    if kind == PeriodType.quarter:
        return f"{start:%b} to {start.replace(month=start.month + 2):%b %Y}"
    return f"Apr {start.year} to Mar {start.year + 1}"


def figure(value: float, unit: str, decimals: int) -> str:
    """A value with its unit: `74%` or `263`."""
    return f"{value:.{decimals}f}%" if unit == "%" else f"{value:,.{decimals}f}"


def counts_behind(unit: str, numerator: int | None, denominator: int | None) -> str:
    """What a value rests on, in brackets: ` (3 of 4)`, of a rate ` (1,394 for 92)`, and nothing of a plain count."""
    if numerator is None or denominator is None:
        return ""
    return f" ({numerator} of {denominator})" if unit == "%" else f" ({numerator:,} for {denominator:,})"


def series_sentence(indicator: Indicator, unit_name: str, points: Sequence[dict[str, Any]]) -> str:
    """What the chart of these points shows: the latest value, what it rests on, and where it has been before."""
    known = [point for point in points if point["value"] is not None]
    if not known:
        hidden = any(point["value_status"] == ValueStatus.suppressed for point in points)
        return f"{unit_name}: {'every value is hidden, as it rests on too few' if hidden else 'nothing is known yet'}."
    latest = known[-1]
    parts = [f"{unit_name}, {latest['label']}: {_value(indicator, latest)}{_so_far(latest)}."]
    parts += [_interval(indicator, latest), _range(indicator, known[:-1]), _gaps(points)]
    return " ".join(part for part in parts if part)


def _value(indicator: Indicator, point: dict[str, Any]) -> str:
    value = figure(point["value"], indicator.unit, indicator.decimals)
    noun = "" if indicator.unit == "%" else f" {indicator.unit}"
    return f"{value}{noun}{counts_behind(indicator.unit, point['numerator'], point['denominator'])}"


def _so_far(point: dict[str, Any]) -> str:
    return ", and the period is still running" if point["value_status"] == ValueStatus.provisional else ""


def _interval(indicator: Indicator, point: dict[str, Any]) -> str:
    if point["lower"] is None:
        return ""
    low, high = (figure(point[end], "%", indicator.decimals) for end in ("lower", "upper"))
    few = f"It rests on only {point['denominator']}, so " if point["denominator"] < FEW else ""
    return f"{few}{'chance' if few else 'Chance'} alone could account for anything between {low} and {high}."


def _range(indicator: Indicator, before: Sequence[dict[str, Any]]) -> str:
    if not before:
        return "There is no earlier value to compare it with."
    values = [point["value"] for point in before]
    low, high = (figure(end, indicator.unit, indicator.decimals) for end in (min(values), max(values)))
    count = (
        f"the {len(before)} earlier periods with a value" if len(before) > 1 else "the one earlier period with a value"
    )
    return f"In {count} it was {low}." if low == high else f"In {count} it lay between {low} and {high}."


def _gaps(points: Sequence[dict[str, Any]]) -> str:
    hidden = sum(point["value_status"] == ValueStatus.suppressed for point in points)
    empty = sum(point["value_status"] == ValueStatus.no_data for point in points)
    told = [f"{hidden} hidden, as too few to show"] if hidden else []
    told += [f"{empty} without data"] if empty else []
    return f"Periods left out: {' and '.join(told)}." if told else ""


def months_later(start: date, months: int) -> date:
    """The first day of the month so many months after the one that starts on a day."""
    place = start.year * 12 + start.month - 1 + months
    return date(place // 12, place % 12 + 1, 1)


def evidence_sentence(indicator: Indicator, unit_name: str, label: str | None, value: Any) -> str:
    """What a figure is made of: `North 1, Oct 2026: 12 of 20 visits ... is 60%.`"""
    if value is None or value.value_status == ValueStatus.no_data:
        return f"{unit_name}{f', {label}' if label else ''}: nothing was counted, so there is no figure."
    if value.value_status == ValueStatus.suppressed:
        return f"{unit_name}, {label}: hidden, as it rests on too few."
    shown = figure(value.value, indicator.unit, indicator.decimals)
    if value.denominator is None:
        return f"{unit_name}, {label}: {shown}. {indicator.numerator_text}."
    numerator, denominator = f"{value.numerator:,}", f"{value.denominator:,}"
    if indicator.unit != "%":
        return f"{unit_name}, {label}: {numerator} for {denominator} is {shown} {indicator.unit}."
    return f"{unit_name}, {label}: {numerator} out of {denominator} is {shown}."


def sight_sentence(counted: int, out_of_sight: int) -> str:
    """How much of what a figure counts the reader may open."""
    if not counted and not out_of_sight:
        return "Nothing was counted."
    if not out_of_sight:
        return "All that is counted is listed."
    return (
        f"{counted:,} of the {counted + out_of_sight:,} that are counted are listed; your role does not reach the rest."
    )


def breakdown_sentence(
    indicator: Indicator, unit_name: str, label: str | None, ratio: Any, has_children: bool, is_known: bool
) -> str:  # fmt: skip
    """What a breakdown is of, or why there is none."""
    if ratio:
        return "This is made of two counts, which may not be of the same children: it is not broken down."
    if not has_children:
        return "No child stands behind this figure: it counts answers, workers or forms, and is not broken down."
    if not is_known:
        return f"{unit_name}{f', {label}' if label else ''}: nothing was counted, so there is nothing to break down."
    chance = ": the lines show within what" if indicator.unit == "%" else ""
    return (
        f"{unit_name}, {label}, by who the children are. A small group moves by chance{chance}. "
        "A child counts once for each time they are counted in the figure."
    )


def apart_sentence(indicator: Indicator, value: Any, groups: Sequence[dict[str, Any]]) -> str:
    """Which groups are further from the figure of all than chance would have it."""
    known = [one for one in groups if one["value"] is not None]
    apart = [one for one in known if not one["lower"] <= value.value <= one["upper"]]
    whole = figure(value.value, indicator.unit, indicator.decimals)
    if not apart:
        return f"No group is further from the {whole} of all than chance alone could account for."
    named = "; ".join(
        f"{one['label']}: {figure(one['value'], indicator.unit, indicator.decimals)}"
        f"{counts_behind(indicator.unit, one['numerator'], one['denominator'])}" for one in apart
    )  # fmt: skip
    return f"Further from the {whole} of all than chance would have it 19 times of 20. {named}."


def most_sentence(indicator: Indicator, value: Any, groups: Sequence[dict[str, Any]]) -> str:
    """Which group is the largest."""
    most = max(groups, key=lambda one: int(one["numerator"]))
    if not value.numerator:
        return "None was counted."
    return f"The largest group of the {value.numerator:,}: {most['label']}, {most['numerator']:,}."
