"""Children with an open episode of care at the end of a day; one who moves that day counts once."""

from api.indicators.measures.measure import Measure, held_by

MEASURE = Measure(
    "children_looked_after",
    f"""
    select held.unit_id, child.day as on_date, true as met, null::int as standard_number, null::uuid as person,
           child.child_ref
      from (
        select distinct e.child_ref, a.day
          from cla_episode e
          join as_at a on a.day >= e.started_on and a.day < coalesce(e.ceased_on, 'infinity')) child
           {held_by("child", "child.day")}""",  # noqa: S608 - only our own words
    is_count=True,
    is_snapshot=True,
)
