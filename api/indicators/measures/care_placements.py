"""Placements of children in care: how many in a year, how long, and how far away."""

# ruff: noqa: S608 - only our own words

from api.indicators.measures.measure import LOOKED_AFTER, NOBODY, Measure, Setting, Within, Words, held_by, setting
from api.indicators.measures.spells import PERIODS, PLACEMENTS, RESPITE, at_each_day

_SPELLS = "Placements are told from the reasons with which episodes start: a change of legal status alone is no move."

MANY = Measure(
    "care_3_placements",
    f"""
    select held.unit_id, c.day as on_date, c.placements >= at_least.number as met, {NOBODY}, c.child_ref
      from (
        select c.child_ref, c.day, count(*) filter (
                 where s.started_on <= c.day
                   and (s.ended_on is null or s.ended_on > c.day - make_interval(months => look_back.number))) as
                   placements
          from {LOOKED_AFTER} c
          {setting("care_3_placements", "look_back", "c.day")}
          join {PLACEMENTS} s on s.child_ref = c.child_ref
         group by c.child_ref, c.day) c
      left join {RESPITE} r on r.child_ref = c.child_ref and r.day = c.day
      {setting("care_3_placements", "at_least", "c.day")} {held_by("c", "c.day")}
     where r.child_ref is null""",
    is_snapshot=True,
    within=(Within("children_looked_after"),),
    settings=(
        Setting("at_least", 3, "Many placements are at least", "placements", 2, 20),
        Setting("look_back", 12, "Placements count within", "months", 1, 60),
    ),
    words=Words(
        "Children in care with three placements or more",
        "Of the children looked after at the end of the period's last "
        "day, those with three placements or more open at any time in the twelve months before.",
        "Children with three placements or more in twelve months",
        "Children looked after on that day, without short breaks",
        polarity="low", standard=1, gaps=_SPELLS + " A carer who adopts the child counts as a new placement.",
    ),
)  # fmt: skip

STABLE = Measure(
    "care_stable_2_years",
    f"""
    select held.unit_id, c.day as on_date, s.began <= c.day - make_interval(months => same_for.number) as met, {NOBODY},
           c.child_ref
      from {at_each_day(PERIODS)} c
      join child on child.child_ref = c.child_ref
      join {at_each_day(PLACEMENTS)} s on s.child_ref = c.child_ref and s.day = c.day
      {setting("care_stable_2_years", "same_for", "c.day")} {setting("care_stable_2_years", "in_care_for", "c.day")}
      {held_by("c", "c.day")}
     where c.day < child.birth_on + interval '16 years'
       and c.began <= c.day - make_interval(months => in_care_for.number)""",
    is_snapshot=True,
    within=(Within("children_looked_after"), Within("care_health_assessments")),
    settings=(
        Setting("same_for", 24, "A placement is stable from", "months", 1, 120),
        Setting("in_care_for", 30, "Children count once looked after for", "months", 1, 120),
    ),
    words=Words(
        "Children in care in the same placement for two years",
        "Of the children under 16 who have been looked after for "
        "two and a half years or longer at the end of the period's last day.",
        "Children in the same placement for two years or longer",
        "Children under 16 looked after without a gap for two and a half years or longer", standard=1,
        gaps=_SPELLS + " A placement for adoption counts as new, though the statutory return adds it to the one "
        "before. "
        "Children whose date of birth is not known are left out.",
    ),
)  # fmt: skip

FAR = Measure(
    "care_over_20_miles",
    f"""
    select held.unit_id, c.day as on_date, p.distance_miles > further_than.number as met, {NOBODY}, c.child_ref
      from {LOOKED_AFTER} c
      join (
        select distinct on (p.child_ref, at.day) p.child_ref, at.day, p.distance_miles
          from placement p join as_at at on at.day >= p.started_on and at.day < coalesce(p.ended_on, 'infinity')
         order by p.child_ref, at.day, p.started_on desc, p.source_id) p on p.child_ref = c.child_ref and p.day = c.day
      {setting("care_over_20_miles", "further_than", "c.day")} {held_by("c", "c.day")}
     where p.distance_miles < 999.9""",
    is_snapshot=True,
    within=(Within("children_looked_after"),),
    settings=(Setting("further_than", 20, "A placement is far from home beyond", "miles", 0, 500),),
    words=Words(
        "Children in care placed more than 20 miles from home",
        "Of the children looked after at the end of the period's "
        "last day whose distance from home is known.",
        "Children placed more than 20 miles from home", "Children looked after on that day whose distance is known",
        polarity="low", standard=1, gaps="Children whose distance is not known are left out. A move far away may be "
        "right.",
    ),
)  # fmt: skip
