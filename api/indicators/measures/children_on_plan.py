"""Children with an open child protection plan of this council's at the end of a day."""

from api.indicators.measures.measure import Measure, held_by

MEASURE = Measure(
    "children_on_plan",
    f"""
    select held.unit_id, child.day as on_date, true as met, null::int as standard_number, null::uuid as person,
           child.child_ref
      from (
        select distinct p.child_ref, a.day
          from cp_plan p
          join as_at a on a.day >= p.started_on and a.day < coalesce(p.ended_on, 'infinity')
         where p.is_other_authority is not true) child
           {held_by("child", "child.day")}""",  # noqa: S608 - only our own words
    is_count=True,
    is_snapshot=True,
)
