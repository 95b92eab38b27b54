"""Visits at which the child was seen alone, of the child protection visits at which the child was seen."""

from api.indicators.measures.measure import Measure, held_by

MEASURE = Measure(
    "cp_visits_seen_alone",
    f"""
    select held.unit_id, v.visited_on as on_date, coalesce(v.is_seen_alone, false) as met,
           null::int as standard_number, null::uuid as person, v.child_ref
      from cp_visit v {held_by("v", "v.visited_on")}
     where v.is_seen""",  # noqa: S608 - only our own words
)
