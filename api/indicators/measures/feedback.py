"""Complaints and compliments: how many, answered in time, and upheld."""

# ruff: noqa: S608 - only our own words

from typing import Any

from api.indicators.measures.measure import NOBODY, Measure, Setting, Within, Words, held_by, setting

_FROM: dict[str, Any] = {"corner": "voice", "owner": "Complaints manager"}


def _of(day: str, met: str, where: str, more: str = "") -> str:
    return f"""
    select held.unit_id, f.{day} as on_date, {met} as met, {NOBODY}, f.child_ref
      from feedback f {more} {held_by("f", f"f.{day}")} where {where}"""


COMPLAINTS = Measure(
    "complaints",
    _of("received_on", "true", "f.kind = 'complaint'"),
    is_count=True,
    words=Words(
        "Complaints received", "A complaint is a voice: none at all may mean that nobody knows how.",
        "Complaints received in the period", unit="complaints", polarity="neutral",
        gaps="A complaint that names no child counts for the council alone.", **_FROM,
    ),
)  # fmt: skip

COMPLIMENTS = Measure(
    "compliments",
    _of("received_on", "true", "f.kind = 'compliment'"),
    is_count=True,
    words=Words(
        "Compliments received", "What families say was good, so that it can be done again.",
        "Compliments received in the period", unit="compliments", polarity="high",
        gaps="A compliment that names no child counts for the council alone.", **_FROM,
    ),
)  # fmt: skip

ANSWERED = Measure(
    "complaints_answered_in_time",
    _of(
        "closed_on", "finish.number - start.number <= within.number",
        "f.kind = 'complaint' and f.closed_on >= f.received_on",
        f"""
      join working_day start on start.day = f.received_on
      join working_day finish on finish.day = f.closed_on
      {setting("complaints_answered_in_time", "within", "f.closed_on")}""",
    ),
    settings=(Setting("within", 20, "A complaint is answered within", "working days", 1, 250),),
    words=Words(
        "Complaints answered in time", "From the day a complaint is received, which is day 0, to its close.",
        "Complaints closed 20 working days after they were received, or sooner", "Complaints closed in the period",
        standard=10, gaps="Complaints that are still open are not counted, however late they are.", **_FROM,
    ),
)  # fmt: skip

UPHELD = Measure(
    "complaints_upheld",
    _of("closed_on", "f.upheld in ('Y', 'P')", "f.kind = 'complaint' and f.upheld is not null"),
    within=(Within("complaints_answered_in_time"),),
    words=Words(
        "Complaints upheld, in whole or in part", "What was right about the complaints is what there is to learn from.",
        "Complaints upheld in whole or in part", "Complaints closed in the period whose outcome is known",
        polarity="neutral", standard=10, **_FROM,
    ),
)  # fmt: skip
