"""Visits to children on a child protection plan: in time, alone at the last one, and the bedroom seen."""

# ruff: noqa: S608 - only our own words

from api.indicators.measures.measure import NOBODY, ON_PLAN, Measure, Setting, Within, Words, held_by, latest, setting

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
    within=(Within("children_on_plan"),),
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

# Each visit sets the next one's day, as the plan's start sets the first one's. A visit in time belongs to its own day,
# one that was not to the day on which it was due; a plan that ended before that day owes none. Visits in time are some
# of the visits at which children were seen, and members could take one figure from the other.
MADE_IN_TIME = Measure(
    "cp_visits_made_in_time",
    f"""
    select held.unit_id, v.on_day as on_date, v.is_met as met, {NOBODY}, v.child_ref
      from (
        select s.child_ref, case when n.is_met then s.next_on else due.day end as on_day, n.is_met
          from (
            select e.*, lead(e.on_day) over (partition by e.plan order by e.on_day) as next_on
              from (
                select p.child_ref, p.source_system || '/' || p.source_id as plan, p.ended_on, p.started_on as on_day
                  from cp_plan p where p.started_on is not null and p.is_other_authority is not true
                 union
                select p.child_ref, p.source_system || '/' || p.source_id, p.ended_on, v.visited_on
                  from cp_plan p
                  join cp_visit v on v.child_ref = p.child_ref and v.is_seen and v.visited_on > p.started_on
                   and v.visited_on <= coalesce(p.ended_on, 'infinity')
                 where p.is_other_authority is not true) e) s
          left join lateral (
            select min(f.every_working_days) as every from visit_frequency f
             where f.plan_kind = 'CP' and f.child_ref = s.child_ref
               and s.on_day >= coalesce(f.from_on, '-infinity') and s.on_day < coalesce(f.to_on, 'infinity')) own
            on true
          join working_day since on since.day = s.on_day
          {setting("cp_visits_made_in_time", "within", "s.on_day")}
          join (select number, min(day) as day from working_day group by number) due
            on due.number = since.number + coalesce(own.every, within.number)
          left join working_day next on next.day = s.next_on
         cross join lateral (select coalesce(next.number <= due.number, false) as is_met) n
         where n.is_met or due.day < coalesce(s.ended_on, 'infinity')) v {held_by("v", "v.on_day")}""",
    is_public=False,
    settings=(Setting("within", 10, "A child on a plan is seen at least every", "working days", 1, 120),),
    words=Words(
        "Child protection visits made in time", "Of the visits to children on a plan that were due, those that were "
        "made within the interval that the council, or the child's own plan, sets, from the visit before or the start "
        "of the plan.",
        "Visits made within the interval", "Visits made in the period, and visits that became late in it",
        standard=2, source=_SOURCE, gaps="A gap of several intervals counts as one late visit, on the day on which it "
        "became late. Visits at which the child was not seen do not count. The interval differs from council to "
        "council, so figures of two councils are not comparable.",
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
    within=(Within("children_on_plan"),),
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
    within=(Within("cp_visits_seen_alone"),),
    words=Words(
        "Child protection visits at which the bedroom was seen", "How the child lives is seen, not only told.",
        "Visits at which the child's bedroom was seen",
        "Child protection visits in the period at which the child was seen",
        standard=2, gaps="Where nothing is recorded the bedroom counts as not seen. Few visits need it every time.",
    ),
)  # fmt: skip
