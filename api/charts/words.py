"""What a chart or a funnel says, in words: whether it is changing, will meet its target, and what to beware of.

A sixth file because screen, pack and Purple Book are all told in these words.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from api.indicators.models import Indicator, Polarity
from api.indicators.sentences import counts_behind, figure
from api.statistics.charts import RunChart
from api.statistics.funnel import Dot, Place
from api.statistics.spc import Assurance, Meaning, Signal

KINDS = {
    "xmr": "XmR chart", "p": "p chart", "laney_p": "Laney p′ chart", "u": "u chart", "laney_u": "Laney u′ chart",
    "t": "t chart", "g": "g chart", "run": "run chart", "line": "line chart",
}  # fmt: skip
SIGNALS: Mapping[Signal, str] = {
    "common_cause": "As expected",
    "above_ucl": "Above the upper limit",
    "below_lcl": "Below the lower limit",
    "trend_increasing": "One of seven or more rising in a row",
    "trend_decreasing": "One of seven or more falling in a row",
    "two_of_three_above": "Two of three near the upper limit",
    "two_of_three_below": "Two of three near the lower limit",
    "shift_above": "One of seven or more in a row above the average",
    "shift_below": "One of seven or more in a row below the average",
}
PLACES: Mapping[Place, str] = {
    "within": "No more different than chance allows",
    "above_95": "Higher than chance would make it 39 times in 40",
    "below_95": "Lower than chance would make it 39 times in 40",
    "above_998": "Higher than chance would make it 999 times in 1,000",
    "below_998": "Lower than chance would make it 999 times in 1,000",
}
_ASSURANCES: Mapping[Assurance, str] = {
    "consistent_pass": "Will consistently meet the target",
    "consistent_fail": "Will consistently miss the target",
    "hit_and_miss": "May or may not meet the target",
}
TOO_FEW = "Too few points to say"
NOT_CHANCE = "Changing: more than chance explains"
NOT_OF_RUNS = "Not told by a run chart"
NOT_OF_GAPS = "Not told by a chart of what lies between"
CAUTIONS = {
    "few_points": "Limits rest on fewer than 13 points: take them as a trial. No icon is given.",
    "no_variation": "Every figure is the same, so there are no limits.",
    "mostly_constant": "Most figures are the same and a few jump: days between events would say more.",
    "last_value_missing": "The latest period has no figure yet: the words speak of the last one known.",
    "provisional": "The period that is still running is drawn but not judged.",
    "small": "Points rest on fewer than 10 on average, so that chance moves them a great deal.",
    "hidden": "Hidden figures are left out, and so are the limits that they would have moved.",
    "overlap": "Rolling figures overlap: each repeats most of the one before.",
    "few_units": "With fewer than ten units nobody can tell whether they differ for a reason that they share.",
    "small_units": "A unit with fewer than 10 cases can hardly stand out, whatever happens in it.",
}


def is_high(signal: Signal) -> bool:
    """Whether a signal points upwards."""
    return signal.endswith(("above", "increasing", "above_ucl"))


def variation_words(variation: Meaning | None, signal: Signal | None, *, is_between: bool = False) -> str:
    """`Improving: high`, `Concern: low`, `No significant change`: the answer to "is it changing?".

    Of what lies between rare events: `Improving: further apart`.
    """
    if variation is None or signal is None:
        return TOO_FEW
    if variation == "common_cause":
        return "No significant change"
    name = {"improvement": "Improving: ", "concern": "Concern: "}.get(variation, "Changing: ")
    high, low = ("further apart", "closer together") if is_between else ("high", "low")
    return name + (high if is_high(signal) else low)


def run_words(run: RunChart) -> str:
    """The same of a run chart, whose rules tell of change without its direction."""
    if run.longest_expected is None:
        return TOO_FEW
    return NOT_CHANCE if run.is_signal else "No significant change"


def assurance_words(
    assurance: Assurance | None, target: float | None, polarity: Polarity, run: RunChart | None = None
) -> str:
    """The answer to "will it meet the target?", which needs limits."""
    if target is None or polarity == Polarity.neutral:
        return "No target"
    if assurance:
        return _ASSURANCES[assurance]
    return TOO_FEW if run is None or run.longest_expected is None else NOT_OF_RUNS


def chart_sentence(indicator: Indicator, unit_name: str, chart: Mapping[str, Any]) -> str:
    """The latest figure judged, whether it is changing, and whether the target can be expected to be met."""
    known = [p for p in chart["points"] if p["is_judged"]]
    if not known:
        return _unjudged(indicator, unit_name, chart["points"])
    latest = known[-1]
    said = f"{unit_name}, {latest['label']}: {_counted(indicator, latest)}. {_change(indicator, chart, latest)}"
    if chart["target"] is None or chart["assurance"] is None:
        return said
    target = figure(chart["target"], indicator.unit, indicator.decimals)
    words = _ASSURANCES[chart["assurance"]]
    return f"{said} As things stand it {words[0].lower()}{words[1:]} of {target}."


def _unjudged(indicator: Indicator, unit_name: str, points: Sequence[Mapping[str, Any]]) -> str:
    """Where no period that has ended has a figure to show: the one still running, if any, or why there is nothing."""
    running = next((p for p in reversed(points) if p["value"] is not None), None)
    if running:
        so_far = _counted(indicator, running)
        return f"{unit_name}, {running['label']}: {so_far} so far. No earlier figure is known to hold it against."
    hidden = any(p["value_status"] == "suppressed" for p in points)
    return f"{unit_name}: {'every value is hidden, as it rests on too few' if hidden else 'nothing is known yet'}."


def _counted(indicator: Indicator, point: Mapping[str, Any]) -> str:
    """`72% (55 of 76)` or `11 audits`."""
    noun = "" if indicator.unit == "%" else f" {indicator.unit}"
    of = counts_behind(indicator.unit, point["numerator"], point["denominator"])
    return f"{figure(point['value'], indicator.unit, indicator.decimals)}{noun}{of}"


def between_sentence(unit_name: str, last_on: date, drawing: Mapping[str, Any]) -> str:
    """When the last event was, how far apart they come, and whether that is changing."""
    last, unit = drawing["points"][-1], drawing["unit"]
    said = f"{unit_name}: the last one was on {last_on.day} {last_on:%B %Y}; half of them come within " \
           f"{last['centre']:,.0f} {unit} of the one before."  # fmt: skip
    if last["meaning"] == "common_cause":
        upper = last["upper_limit"]
        expected = "" if upper is None else f": up to {upper:,.0f} {unit} between two are to be expected"
        return f"{said} That is no change beyond chance{expected}."
    meaning = {"improvement": "an improvement", "concern": "a concern"}.get(last["meaning"], "a change")
    apart = "further apart" if is_high(last["signal"]) else "closer together"
    return f"{said} They come {apart} than chance would make them: {meaning}."


def _change(indicator: Indicator, chart: Mapping[str, Any], latest: Mapping[str, Any]) -> str:
    if chart["variation_words"] == NOT_CHANCE:
        return "It has run on one side of its middle for longer, or crossed it less often, than chance would make it."
    if chart["variation"] is None:
        return "There are too few points to say whether it is changing."
    if chart["variation"] == "common_cause":
        return f"That is no change beyond chance{_expected(indicator, latest)}."
    meaning = {"improvement": "an improvement", "concern": "a concern"}.get(chart["variation"], "a change")
    return f"That is {meaning} beyond chance: {SIGNALS[latest['signal']].lower()}."


def _expected(indicator: Indicator, latest: Mapping[str, Any]) -> str:
    return (
        ""
        if latest["lower_limit"] is None
        else f": between {' and '.join(limits(indicator, latest))} is to be expected"
    )


def limits(indicator: Indicator, point: Mapping[str, Any]) -> tuple[str, str]:
    """The limits of a point that has them, within what there can be: no count under 0 and no percentage over 100."""
    low, high = max(0.0, point["lower_limit"]), point["upper_limit"]
    high = min(100.0, high) if indicator.unit == "%" else high
    return figure(low, indicator.unit, indicator.decimals), figure(high, indicator.unit, indicator.decimals)


def funnel_sentence(indicator: Indicator, label: str | None, kind: str, dots: Sequence[Dot]) -> str:
    """Who stands out, by name and never by rank."""
    if indicator.unit != "%" and indicator.denominator_text is None:
        return f"It is a count without a denominator, so that {kind}s cannot be compared."
    if indicator.unit != "%":
        return f"It is no percentage, so that a funnel cannot compare {kind}s."
    if label is None or not dots:
        return "There is no complete period with figures to compare."
    out = [dot.name for dot in dots if dot.place != "within"]
    if not out:
        return f"{label}: no {kind} differs from all {kind}s together by more than chance would explain."
    names = " and ".join((", ".join(out[:-1]), out[-1])) if len(out) > 1 else out[0]
    verb = "differ" if len(out) > 1 else "differs"
    return f"{label}: {names} {verb} from all {kind}s together by more than chance would explain."
