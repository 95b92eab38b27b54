"""Supervision and management oversight: open cases that were looked at in time."""

# ruff: noqa: S608 - only our own words

from api.indicators.measures.measure import (
    NOBODY,
    OPEN_CASES,
    Measure,
    Setting,
    Within,
    Words,
    held_by,
    latest,
    setting,
)

_HELD = latest("supervision", "held_on", "coalesce(kind, '') <> 'reflective'", days=400)
MEASURE = Measure(
    "supervision_in_time",
    f"""
    select held.unit_id, c.day as on_date, c.day - greatest(s.on_day, c.began) <= within.number as met, {NOBODY},
      c.child_ref
      from {OPEN_CASES} c
      left join {_HELD} s on s.child_ref = c.child_ref and s.day = c.day
      {setting("supervision_in_time", "within", "c.day")} {held_by("c", "c.day")}""",
    is_snapshot=True,
    within=(Within("cases_unallocated"),),
    settings=(Setting("within", 35, "A case is supervised at least every", "days", 1, 365),),
    words=Words(
        "Cases supervised in time", "Criterion 9.6: of the open cases at the end of the period's last day, those with "
        "supervision or management oversight within the council's interval.",
        "Cases supervised within the interval, or opened within it", "Children with an open referral on that day",
        standard=9,
        source="Case management system; the interval is the council's own",
        gaps="The national dataset has no supervision: "
        "where the council does not send it along, every case is late.",
    ),
)  # fmt: skip
