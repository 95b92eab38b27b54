"""The sentence beside a standard: where the corners disagree by a lot, or where nothing is known.

A sixth file because it is a rule, without tables or requests. Two shares disagree by a lot where they lie 20 points
apart or more, and further than chance alone would explain (Newcombe's interval of the difference leaves out 0).
"""

from typing import Any

from api.indicators.models import Polarity, ValueStatus
from api.statistics.intervals import newcombe

A_LOT = 20
_NAMES = {"voice": "people's voices", "numbers": "the figures", "practice": "the audits"}
_PAIRS = (("voice", "practice"), ("numbers", "practice"), ("numbers", "voice"))
_SILENT = {
    "voice": "Nothing is heard from people about this standard",
    "numbers": "No figure tells of this standard",
    "practice": "No final audit tells of this standard",
}


def message(corners: dict[str, dict[str, Any]]) -> str:
    """One or two sentences about the three corners of a standard, by name."""
    known = {name: corner for name, corner in corners.items() if corner["value"] is not None}
    apart = [pair for pair in (_apart(*names, known) for names in _PAIRS) if pair]
    if apart:
        return " ".join(_differences(better, apart, known) for better in dict.fromkeys(better for better, _ in apart))
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


def _apart(one: str, other: str, known: dict[str, dict[str, Any]]) -> tuple[str, str] | None:
    """The more and the less favourable of two corners far apart. Only shares of which more is better are held so."""
    if not {one, other} <= known.keys():
        return None
    a, b = known[one], known[other]
    if any(c["unit"] != "%" or c["polarity"] != Polarity.high or not c["n"] for c in (a, b)):
        return None
    apart = newcombe(round(a["value"] * a["n"] / 100), a["n"], round(b["value"] * b["n"] / 100), b["n"])
    if abs(a["value"] - b["value"]) < A_LOT or apart.lower <= 0 <= apart.upper:
        return None
    return (one, other) if a["value"] > b["value"] else (other, one)


def _differences(better: str, apart: list[tuple[str, str]], known: dict[str, dict[str, Any]]) -> str:
    """`The audits (79%) are more favourable than people's voices (50%) and the figures (58%).`"""
    than = " and ".join(_say(worse, known) for which, worse in apart if which == better)
    said = _say(better, known)
    return f"{said[0].upper()}{said[1:]} are more favourable than {than}."


def _say(name: str, known: dict[str, dict[str, Any]]) -> str:
    return f"{_NAMES[name]} ({known[name]['value']:.0f}%)"
