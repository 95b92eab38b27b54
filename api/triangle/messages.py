"""The sentence beside a standard: where the corners disagree by a lot, or where nothing is known.

A sixth file because it is a rule, without tables or requests. Two shares disagree by a lot where they lie 20 points
apart or more, and further than chance alone would explain (Newcombe's interval of the difference leaves out 0).
"""

from typing import Any

from api.indicators.models import Polarity, ValueStatus
from api.statistics.intervals import newcombe

A_LOT = 20
_NAMES = {"voice": "people's voices", "numbers": "the figures", "practice": "the audits"}
_SAID = {
    "voice": "{value} of {n} survey answers agree",
    "numbers": "{value} of {n} in the figures",
    "practice": "{value} of {n} audit judgements are good or better",
}
_SILENT = {
    "voice": "Nothing is heard from people about this standard",
    "numbers": "No figure tells of this standard",
    "practice": "No final audit tells of this standard",
}


def message(corners: dict[str, dict[str, Any]]) -> str:
    """One or two sentences about the three corners of a standard, by name."""
    known = {name: corner for name, corner in corners.items() if corner["value"] is not None}
    told = [
        _difference(*pair, known) for pair in (("voice", "practice"), ("numbers", "practice"), ("numbers", "voice"))
    ]
    told = [sentence for sentence in told if sentence]
    if told:
        return " ".join(told)
    if not known:
        hidden = any(corner["status"] == ValueStatus.suppressed for corner in corners.values())
        return "Too little is known to be shown." if hidden else "Nothing is known about this standard yet."
    return " ".join(_silence(name, corner["status"]) for name, corner in corners.items() if name not in known) or (
        "What the sides say does not lie far apart."
    )


def _silence(name: str, status: ValueStatus) -> str:
    if status == ValueStatus.suppressed:
        return f"What {_NAMES[name]} say rests on too few to be shown."
    if status == ValueStatus.not_applicable:
        return "What people say is known for the whole council only."
    return f"{_SILENT[name]}."


def _difference(one: str, other: str, known: dict[str, dict[str, Any]]) -> str:
    """A sentence where two corners are far apart. Only shares of which more is better can be held side by side."""
    if not {one, other} <= known.keys():
        return ""
    a, b = known[one], known[other]
    if any(c["unit"] != "%" or c["polarity"] != Polarity.high or not c["n"] for c in (a, b)):
        return ""
    apart = newcombe(round(a["value"] * a["n"] / 100), a["n"], round(b["value"] * b["n"] / 100), b["n"])
    if abs(a["value"] - b["value"]) < A_LOT or apart.lower <= 0 <= apart.upper:
        return ""
    better, worse = (one, other) if a["value"] > b["value"] else (other, one)
    told = f"{_say(better, known)}, but {_say(worse, known)}"
    return f"{_NAMES[better].capitalize()} are more favourable than {_NAMES[worse]}: {told}."


def _say(name: str, known: dict[str, dict[str, Any]]) -> str:
    corner = known[name]
    return _SAID[name].format(value=f"{corner['value']:.0f}%", n=f"{corner['n']:,}")
