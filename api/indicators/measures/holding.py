"""Whose case a child was, and when: `holding` for teams, `allocation` for workers.

`holding` goes from involvements that may overlap to spans of which one at most holds on a day.

On any day the case is with the team whose allocation is open and began last; when none is open, with the last one.
Where no allocation ends inside an earlier one, the one that began last is that team, open or not: a window finds it.
Only children of whom one does are gone through day by day.
"""

# ruff: noqa: S608 - only our own words


def holding(which: str = "") -> str:
    """A SELECT of `child_ref`, `unit_id`, `from_on`, `to_on`, `source_id`: spans that never overlap, and have no nulls.

    `to_on` is the first day on which a span no longer holds; days may be infinite. `which` is a condition on an
    involvement `i` that keeps or leaves all of a child's, and begins with `and`. A team is known by its source id; an
    involvement that names none is of its worker's department.
    """
    return f"""
with held as (
  select i.child_ref, u.id as unit_id, i.source_id, coalesce(i.from_on, '-infinity') as from_on,
         coalesce(i.to_on, 'infinity') as to_on
    from involvement i
    left join worker w on w.source_id = i.worker_source_id and w.source_system = i.source_system
    left join unit u on u.source_system = i.source_system
         and u.source_id = coalesce(i.team_source_id, w.department_source_id)
   where i.role = 'CW'{which}
), ranked as (
  select h.*, lead(from_on, 1, 'infinity') over later as next_on,
         to_on < max(to_on) over (later rows between unbounded preceding and 1 preceding) as is_inside
    from held h window later as (partition by child_ref order by from_on, source_id)
), nested as (
  select distinct child_ref from ranked where is_inside
), turn as (
  select child_ref, on_day, lead(on_day, 1, 'infinity') over (partition by child_ref order by on_day) as until
    from (select child_ref, from_on as on_day from held join nested using (child_ref)
          union
          select child_ref, to_on from held join nested using (child_ref) where to_on < 'infinity') t
)
select r.child_ref, r.unit_id, r.from_on, r.next_on as to_on, r.source_id
  from ranked r left join nested n on n.child_ref = r.child_ref
 where n.child_ref is null and r.from_on < r.next_on
union all
(select distinct on (t.child_ref, t.on_day) t.child_ref, h.unit_id, t.on_day, t.until, h.source_id
   from turn t join held h on h.child_ref = t.child_ref and h.from_on <= t.on_day
  order by t.child_ref, t.on_day, h.to_on > t.on_day desc, h.from_on desc, h.source_id desc)"""


def allocation(which: str = "") -> str:
    """A SELECT of `child_ref`, `worker`, `unit_id`, `full_time`, `from_on`, `to_on`: which workers had a child's case.

    Spans may overlap. `worker` is made of the worker's source id, `unit_id` is their department and `full_time` their
    part of a full-time post; the last two are null where nothing is known of the worker. `which` is as for `holding`.
    """
    return f"""
select i.child_ref, md5(i.source_system || ' ' || i.worker_source_id)::uuid as worker, u.id as unit_id,
       w.full_time_equivalent as full_time, i.from_on, coalesce(i.to_on, 'infinity') as to_on
  from involvement i
  left join worker w on w.source_system = i.source_system and w.source_id = i.worker_source_id
  left join unit u on u.source_system = w.source_system and u.source_id = w.department_source_id
 where i.role = 'CW' and i.worker_source_id is not null and i.from_on is not null{which}"""
