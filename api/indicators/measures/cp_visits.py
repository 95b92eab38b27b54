"""Visits to children on a child protection plan: in time, alone at the last one, and the bedroom seen."""

# ruff: noqa: S608 - only our own words

from api.indicators.measures.measure import NOBODY, ON_PLAN, Measure, Setting, Words, held_by, latest, setting

_SEEN = latest("cp_visit", "visited_on", "is_seen", days=400, more="is_seen_alone")
_SOURCE = "Case management system; the interval is the council's own"

# What is agreed for one child goes before the council's own interval; a plan that has just begun is not late yet.
IN_TIME = Measure(
    "cp_visits_in_time",
    f"""
    select held.unit_id, p.day as on_date,
           coalesce(today.number - since.number <= coalesce(own.every, within.number), false) as met, {NOBODY},
             p.child_ref
      from {ON_PLAN} p
      left join {_SEEN} v on v.child_ref = p.child_ref and v.day = p.day
      left join (
        select f.child_ref, at.day, min(f.every_working_days) as every
          from visit_frequency f
          join as_at at on at.day >= coalesce(f.from_on, '-infinity') and at.day < coalesce(f.to_on, 'infinity')
         where f.plan_kind = 'CP' group by f.child_ref, at.day) own on own.child_ref = p.child_ref and own.day = p.day
      join working_day today on today.day = p.day
      left join working_day since on since.day = greatest(v.on_day, p.began)
      {setting("cp_visits_in_time", "within", "p.day")} {held_by("p", "p.day")}""",
    is_snapshot=True,
    settings=(Setting("within", 10, "A child on a plan is seen at least every", "working days", 1, 120),),
    words=Words(
        "Children on a plan visited in time", "Of the children on a plan at the end of the period's last day, those "
        "who "
        "were seen within the interval that the council, or the child's own plan, sets.",
        "Children seen within the interval, or whose plan began within it",
        "Children on a child protection plan on that day",
        standard=2, source=_SOURCE, gaps="Visits at which the child was not seen do not count. The interval differs "
        "from "
        "council to council, so figures of two councils are not comparable.",
    ),
)  # fmt: skip

LAST_ALONE = Measure(
    "cp_last_visit_seen_alone",
    f"""
    select held.unit_id, p.day as on_date, coalesce(v.is_seen_alone, false) as met, {NOBODY}, p.child_ref
      from {ON_PLAN} p
      join {_SEEN} v on v.child_ref = p.child_ref and v.day = p.day
      {setting("cp_last_visit_seen_alone", "from_age", "p.day")}
      left join child c on c.child_ref = p.child_ref {held_by("p", "p.day")}
     where c.birth_on is null or p.day >= c.birth_on + make_interval(years => from_age.number)""",
    is_snapshot=True,
    settings=(Setting("from_age", 0, "Children count from the age of", "years", 0, 18),),
    words=Words(
        "Children on a plan seen alone at the last visit",
        "Criterion 2.1, by child: whether the last visit at which the "
        "child was seen was one at which they were seen alone.",
        "Children seen alone at the last visit",
        "Children on a plan at the end of the period's last day who were visited",
        standard=2, gaps="Where nothing is recorded the child counts as not seen alone.",
    ),
)  # fmt: skip

BEDROOM = Measure(
    "cp_visits_bedroom_seen",
    f"""
    select held.unit_id, v.visited_on as on_date, coalesce(v.is_bedroom_seen, false) as met, {NOBODY}, v.child_ref
      from cp_visit v {held_by("v", "v.visited_on")}
     where v.is_seen""",
    words=Words(
        "Child protection visits at which the bedroom was seen", "How the child lives is seen, not only told.",
        "Visits at which the child's bedroom was seen",
        "Child protection visits in the period at which the child was seen",
        standard=2, gaps="Where nothing is recorded the bedroom counts as not seen. Few visits need it every time.",
    ),
)  # fmt: skip
