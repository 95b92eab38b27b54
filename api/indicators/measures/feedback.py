"""Complaints and compliments: how many, answered in time, and upheld."""

# ruff: noqa: S608 - only our own words

from typing import Any

from api.indicators.measures.measure import NOBODY, Measure, Setting, Within, Words, held_by, setting

_FROM: dict[str, Any] = {"corner": "voice", "owner": "Complaints manager"}

COMPLAINTS = Measure(
    "complaints",
    f"""
    select held.unit_id, f.received_on as on_date, true as met, {NOBODY}, f.child_ref
      from feedback f {held_by("f", "f.received_on")} where f.kind = 'complaint'""",
    is_count=True,
    words=Words(
        "Complaints received", "A complaint is a voice: none at all may mean that nobody knows how.",
        "Complaints received in the period", unit="complaints", polarity="neutral",
        gaps="A complaint that names no child counts for the council alone.", **_FROM,
    ),
)  # fmt: skip

COMPLIMENTS = Measure(
    "compliments",
    f"""
    select held.unit_id, f.received_on as on_date, true as met, {NOBODY}, f.child_ref
      from feedback f {held_by("f", "f.received_on")} where f.kind = 'compliment'""",
    is_count=True,
    words=Words(
        "Compliments received", "What families say was good, so that it can be done again.",
        "Compliments received in the period", unit="compliments", polarity="high",
        gaps="A compliment that names no child counts for the council alone.", **_FROM,
    ),
)  # fmt: skip

ANSWERED = Measure(
    "complaints_answered_in_time",
    f"""
    select held.unit_id, f.closed_on as on_date, finish.number - start.number <= within.number as met, {NOBODY},
           f.child_ref
      from feedback f
      join working_day start on start.day = f.received_on
      join working_day finish on finish.day = f.closed_on
      {setting("complaints_answered_in_time", "within", "f.closed_on")} {held_by("f", "f.closed_on")}
     where f.kind = 'complaint' and f.closed_on >= f.received_on""",
    settings=(Setting("within", 20, "A complaint is answered within", "working days", 1, 250),),
    words=Words(
        "Complaints answered in time", "From the day a complaint is received, which is day 0, to its close.",
        "Complaints closed 20 working days after they were received, or sooner", "Complaints closed in the period",
        standard=10, gaps="Complaints that are still open are not counted, however late they are.", **_FROM,
    ),
)  # fmt: skip

UPHELD = Measure(
    "complaints_upheld",
    f"""
    select held.unit_id, f.closed_on as on_date, f.upheld in ('Y', 'P') as met, {NOBODY}, f.child_ref
      from feedback f {held_by("f", "f.closed_on")}
     where f.kind = 'complaint' and f.upheld is not null""",
    within=(Within("complaints_answered_in_time"),),
    words=Words(
        "Complaints upheld, in whole or in part", "What was right about the complaints is what there is to learn from.",
        "Complaints upheld in whole or in part", "Complaints closed in the period whose outcome is known",
        polarity="neutral", standard=10, **_FROM,
    ),
)  # fmt: skip
