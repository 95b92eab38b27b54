"""Children in need: those with a plan, and those on a plan who are visited in time."""

# ruff: noqa: S608 - only our own words

from api.indicators.measures.measure import (
    LOOKED_AFTER,
    NOBODY,
    ON_PLAN,
    OPEN_CASES,
    Measure,
    Setting,
    Within,
    Words,
    held_by,
    latest,
    open_at,
    setting,
)

_PLANNED = open_at("cin_plan", "started_on", "ended_on")
_SEEN = latest("cin_visit", "visited_on", "is_seen", days=400)

VISITS = Measure(
    "cin_visits_in_time",
    f"""
    select held.unit_id, p.day as on_date, coalesce(today.number - since.number <= within.number, false) as met,
           {NOBODY}, p.child_ref
      from {_PLANNED} p
      left join {_SEEN} v on v.child_ref = p.child_ref and v.day = p.day
      join working_day today on today.day = p.day
      left join working_day since on since.day = greatest(v.on_day, p.began)
      {setting("cin_visits_in_time", "within", "p.day")} {held_by("p", "p.day")}""",
    is_snapshot=True,
    settings=(Setting("within", 20, "A child in need is seen at least every", "working days", 1, 250),),
    words=Words(
        "Children in need visited in time", "Of the children with an open child in need plan at the end of the "
        "period's "
        "last day, those seen within the council's interval.",
        "Children seen within the interval, or whose plan began within it", "Children with an open child in need plan",
        standard=2, gaps="Visits at which the child was not seen do not count.",
    ),
)  # fmt: skip

PLANS = Measure(
    "cin_plans_present",
    f"""
    select held.unit_id, r.day as on_date, n.child_ref is not null as met, {NOBODY}, r.child_ref
      from {OPEN_CASES} r
      join working_day today on today.day = r.day
      join working_day since on since.day = r.began
      {setting("cin_plans_present", "after", "r.day")}
      left join {ON_PLAN} p on p.child_ref = r.child_ref and p.day = r.day
      left join {LOOKED_AFTER} c on c.child_ref = r.child_ref and c.day = r.day
      left join {_PLANNED} n on n.child_ref = r.child_ref and n.day = r.day {held_by("r", "r.day")}
     where p.child_ref is null and c.child_ref is null and today.number - since.number > after.number""",
    is_snapshot=True,
    within=(Within("cases_unallocated"), Within("cin_visits_in_time", part="met")),
    settings=(Setting("after", 45, "A child in need has a plan after", "working days", 0, 250),),
    words=Words(
        "Children in need with a plan", "Of the open cases that are neither of child protection nor of care, and "
        "are older "
        "than an assessment takes.",
        "Children with an open child in need plan",
        "Open cases of children in need at the end of the period's last day",
        standard=7, gaps="Cases that nobody closed in the records count as open.",
    ),
)  # fmt: skip
