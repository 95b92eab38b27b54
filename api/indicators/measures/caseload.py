"""Who holds how many cases, and which cases nobody holds.

How cases are spread is told in three parts of all workers: few, a middling number, and more than the council's limit.
"""

# ruff: noqa: S608 - only our own words

from api.indicators.measures.measure import (
    NOBODY,
    OPEN_CASES,
    Measure,
    Setting,
    Within,
    Words,
    held_by,
    open_at,
    setting,
)

_HELD = open_at("involvement", "from_on", "to_on", "o.role = 'CW'")
_WORKERS = """(
        select a.worker, a.unit_id, a.full_time, at.day, count(distinct a.child_ref) as cases
          from allocation a join as_at at on at.day >= a.from_on and at.day < a.to_on group by 1, 2, 3, 4)"""
_OF_WORKER = "null::int as standard_number, c.worker as person, null::text as child_ref"
_GAP = "Cases are counted from allocations: those never ended in the records count on."

ABOVE_CAP = Measure(
    "caseloads_above_cap",
    f"""
    select c.unit_id, c.day as on_date, c.cases > most.number * coalesce(c.full_time, 1) as met, {_OF_WORKER}
      from {_WORKERS} c {setting("caseloads_above_cap", "most", "c.day")}""",
    is_snapshot=True,
    within=(Within("workers_with_cases"),),
    settings=(Setting("most", 18, "A full-time worker holds at most", "cases", 1, 100),),
    words=Words(
        "Workers with more cases than the council's limit", "Of the workers who hold a case at the end of the period's "
        "last day, those above the limit, which is less for part-time workers in proportion.",
        "Workers with more cases than the limit", "Workers who hold a case on that day", polarity="low", standard=9,
        source="Case management system; the limit is the council's own",
        gaps="A worker whose hours are not known counts as full time. For supervision and planning, not for a league "
        "table. " + _GAP,
    ),
)  # fmt: skip

# With those above the limit the two that follow are all workers, so members are not told all three.
_BAND = (
    "Of the workers who hold a case at the end of the period's last day, those with {}: one of three parts of the "
    "same whole, with the bounds less for part-time workers in proportion."
)
_BAND_GAP = (
    "Whoever sets this bound sets the same in the neighbouring part, so that the three add up; the default of the "
    "upper one is that of the council's limit. For supervision and planning, not for a league table. "
)


def _bound(name: str, number: int, title: str) -> Setting:
    return Setting(name, number, title, "cases", 0, 100)


FEW = Measure(
    "caseloads_few",
    f"""
    select c.unit_id, c.day as on_date, c.cases <= most.number * coalesce(c.full_time, 1) as met, {_OF_WORKER}
      from {_WORKERS} c {setting("caseloads_few", "most", "c.day")}""",
    is_snapshot=True,
    is_public=False,
    settings=(_bound("most", 12, "Few are, for a full-time worker, up to"),),
    words=Words(
        "Workers with few cases", _BAND.format("up to 12 cases"), "Workers with up to 12 cases",
        "Workers who hold a case on that day", polarity="neutral", standard=9, gaps=_BAND_GAP + _GAP,
        source="Case management system; the bounds are the council's own",
    ),
)  # fmt: skip

MIDDLE = Measure(
    "caseloads_middle",
    f"""
    select c.unit_id, c.day as on_date,
           c.cases > more_than.number * coalesce(c.full_time, 1)
           and c.cases <= most.number * coalesce(c.full_time, 1) as met, {_OF_WORKER}
      from {_WORKERS} c {setting("caseloads_middle", "more_than", "c.day")}
      {setting("caseloads_middle", "most", "c.day")}""",
    is_snapshot=True,
    is_public=False,
    settings=(
        _bound("more_than", 12, "The middle begins, for a full-time worker, above"),
        _bound("most", 18, "The middle goes, for a full-time worker, up to"),
    ),
    words=Words(
        "Workers with a middling number of cases", _BAND.format("more than 12 and up to 18 cases"),
        "Workers with more than 12 and up to 18 cases", "Workers who hold a case on that day", polarity="neutral",
        standard=9, gaps=_BAND_GAP + _GAP, source="Case management system; the bounds are the council's own",
    ),
)  # fmt: skip

WORKERS = Measure(
    "workers_with_cases",
    f"""
    select c.unit_id, c.day as on_date, true as met, {_OF_WORKER}
      from {_WORKERS} c""",
    is_count=True,
    is_snapshot=True,
    words=Words(
        "Workers who hold cases", "How many workers hold a case at the end of the period's last day.",
        "Workers with a case on that day", unit="workers", polarity="neutral", gaps="People, not posts. " + _GAP,
    ),
)  # fmt: skip

POSTS = Measure(
    "posts_with_cases",
    f"""
    select c.unit_id, c.day as on_date, true as met, {_OF_WORKER}
      from (select distinct a.worker, a.unit_id, a.full_time, at.day
              from allocation a join as_at at on at.day >= a.from_on and at.day < a.to_on) c
      cross join generate_series(1, round(10 * coalesce(c.full_time, 1))::int)""",
    is_count=True,
    is_snapshot=True,
    is_public=False,
    words=Words(
        "Full-time posts that hold cases, in tenths", "The hours of those who hold a case at the end of the period's "
        "last day: a full-time worker is ten tenths, a half-time worker five.",
        "Tenths of a full-time post of workers with a case on that day", unit="tenths of posts", polarity="neutral",
        gaps="A worker whose hours are not known counts as full time. " + _GAP,
    ),
)  # fmt: skip

CASES = Measure(
    "cases_allocated",
    f"""
    select held.unit_id, c.day as on_date, true as met, {NOBODY}, c.child_ref
      from {_HELD} c {held_by("c", "c.day")}""",
    is_count=True,
    is_snapshot=True,
    words=Words(
        "Children with an allocated worker", "How many children's cases are held at the end of the period's last day.",
        "Children with an allocated worker on that day", unit="children", polarity="neutral", gaps=_GAP,
    ),
)  # fmt: skip

UNALLOCATED = Measure(
    "cases_unallocated",
    f"""
    select held.unit_id, c.day as on_date, w.child_ref is null as met, {NOBODY}, c.child_ref
      from {OPEN_CASES} c
      left join {_HELD} w on w.child_ref = c.child_ref and w.day = c.day {held_by("c", "c.day")}""",
    is_snapshot=True,
    within=(Within("cases_allocated", part="not"),),
    words=Words(
        "Open cases without an allocated worker", "Of the children with an open referral at the end of the period's "
        "last day, those whom no worker holds.",
        "Children with an open case and no allocated worker", "Children with an open referral on that day",
        polarity="low", standard=9, gaps="Cases that nobody closed in the records count as open.",
    ),
)  # fmt: skip
