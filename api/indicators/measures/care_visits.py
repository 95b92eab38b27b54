"""Visits to children in care by regulation 28 of the Care Planning, Placement and Case Review Regulations 2010."""

# ruff: noqa: S608 - only our own words

from api.indicators.measures.measure import (
    LOOKED_AFTER,
    NOBODY,
    Measure,
    Setting,
    Within,
    Words,
    held_by,
    latest,
    setting,
)
from api.indicators.measures.spells import PLACEMENTS, at_each_day

_CODE = "care_visits_in_time"
_VISITED = latest("cla_visit", "visited_on", "is_seen is not false", days=400)
MEASURE = Measure(
    _CODE,
    f"""
    select held.unit_id, c.day as on_date,
           case when v.on_day is null or v.on_day < s.began then c.day - s.began <= first_within.number
                when v.on_day < s.began + interval '1 year' then c.day - v.on_day <= then_within.number
                else c.day - v.on_day <= after_a_year.number end as met, {NOBODY}, c.child_ref
      from {LOOKED_AFTER} c
      join {at_each_day(PLACEMENTS)} s on s.child_ref = c.child_ref and s.day = c.day
      left join {_VISITED} v on v.child_ref = c.child_ref and v.day = c.day
      {setting(_CODE, "first_within", "c.day")} {setting(_CODE, "then_within", "c.day")}
      {setting(_CODE, "after_a_year", "c.day")} {held_by("c", "c.day")}""",
    is_snapshot=True,
    within=(Within("children_looked_after"),),
    settings=(
        Setting("first_within", 7, "A child is visited after a placement begins within", "days", 1, 60),
        Setting("then_within", 42, "In a placement's first year visits come at least every", "days", 1, 365),
        Setting("after_a_year", 42, "After the first year visits come at least every", "days", 1, 365),
    ),
    words=Words(
        "Children in care visited in time", "Regulation 28: within a week of a placement's start, then every six "
        "weeks for "
        "a year, and after that every six weeks, or every three months where the placement is to last until 18.",
        "Children whose last visit lies no further back than that",
        "Children looked after at the end of the period's last day",
        standard=2, gaps="Case systems do not say which placements are to last until 18: the interval after the "
        "first year "
        "is one for all, so set it where most of them are.",
    ),
)  # fmt: skip
