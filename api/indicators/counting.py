"""Counting: from the counts of members by month to values per indicator, unit and period, all in SQL, for all alike.

A sixth file because it is one long thought of the service's: `fresh` has the counts of each indicator, unit and period
that `dirty` touches, before anything is hidden; `store` makes values of them.
"""

import uuid
from collections.abc import Collection, Sequence
from datetime import date
from statistics import NormalDist
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from api.indicators import queries
from api.indicators.hiding import Count, Place, hide, is_of_few_people
from api.indicators.measures import Measure
from api.indicators.rows import Pass, run

Z = NormalDist().inv_cdf(0.975)

_MEASURED = """
create temporary table measured on commit drop as
select * from unnest(
  cast(:ids as uuid[]), cast(:is_count as bool[]), cast(:is_snapshot as bool[]), cast(:fewest as int[]))
  as m (indicator_id, is_count, is_snapshot, fewest_people)"""

# Of a financial year whose month moved, the periods around that month; all of them where answers are few, as what is
# hidden in one decides what is hidden in others.
_DUE = """
create temporary table due on commit drop as
select distinct d.indicator_id, d.year, p.kind, p.first::date as first,
       (p.first + p.long - interval '1 day')::date as last
  from dirty d
  cross join lateral (
    select 'month', m, interval '1 month'
      from generate_series(make_date(d.year, 4, 1)::timestamp, make_date(d.year + 1, 3, 1), interval '1 month') m
    union all
    select 'quarter', m, interval '3 months'
      from generate_series(make_date(d.year, 4, 1)::timestamp, make_date(d.year + 1, 1, 1), interval '3 months') m
    union all
    select 'year', make_date(d.year, 4, 1)::timestamp, interval '1 year') p (kind, first, long)
 where d.month is null or d.indicator_id = any (:together)
    or (d.month >= p.first and d.month < p.first + p.long)"""

# Months first, as everything longer is made of them; stock is taken in the last month of a period that has begun. What
# is counted carries the version of its definition that was in force when the period began, or when stock was taken.
_FRESH = """
create temporary table fresh on commit drop as
with recursive above as (
  select id as unit_id, id as ancestor_id, parent_id from unit
  union all
  select a.unit_id, u.id, u.parent_id from above a join unit u on u.id = a.parent_id
), asked as (
  select distinct indicator_id, year from due
), counts as (
  select m.*, extract(year from m.month - interval '3 months')::int as year
    from indicator_month m where m.indicator_id = any (:ids)
), own as (
  select indicator_id, unit_id, min(min(month)) over (partition by indicator_id) as first_month
    from counts group by 1, 2
), place as (
  select distinct o.indicator_id, a.ancestor_id as unit_id, o.first_month
    from own o join above a on a.unit_id = o.unit_id
), rolled_up as (
  select c.indicator_id, a.ancestor_id as unit_id, c.month, c.year, sum(c.x::int) as x, sum(c.n::int) as n,
         sum(c.people::int) as people
    from counts c join asked using (indicator_id, year) join above a on a.unit_id = c.unit_id
   group by 1, 2, 3, 4
), counted as (
  select r.indicator_id, r.unit_id, p.kind, p.first, sum(r.x) as x, sum(r.n) as n, sum(r.people) as people
    from rolled_up r
    join measured s on s.indicator_id = r.indicator_id
    cross join lateral (values
      ('month', r.month, interval '1 month'),
      ('quarter', date_trunc('quarter', r.month::timestamp)::date, interval '3 months'),
      ('year', make_date(r.year, 4, 1), interval '1 year')) p (kind, first, long)
   where not s.is_snapshot
      or r.month = date_trunc('month', least((p.first + p.long - interval '1 day')::date, :today)::timestamp)::date
   group by 1, 2, 3, 4
)
select q.indicator_id, i.definition_version + coalesce(v.number, 0) as definition_version, q.unit_id,
       d.kind as period_type, d.first as period_start, d.last as period_end,
       coalesce(c.x, 0)::int as numerator, case when s.is_count then null else c.n::int end as denominator,
       coalesce(c.people, 0)::int as people, s.is_snapshot, s.fewest_people, d.last >= :today as is_running,
       d.year
  from place q
  join measured s on s.indicator_id = q.indicator_id
  join indicator i on i.id = q.indicator_id
  join due d on d.indicator_id = q.indicator_id
       and d.first >= i.effective_from and d.last >= q.first_month and d.first <= :today
  left join counted c on c.indicator_id = q.indicator_id and c.unit_id = q.unit_id
       and c.kind = d.kind and c.first = d.first
  left join definition_change v on v.indicator_code = i.code
       and case when s.is_snapshot then least(d.last, :today) else d.first end between v.from_on and v.until - 1
 where s.is_count or c.n > 0"""

_HIDDEN = """
create temporary table hidden (indicator_id uuid, unit_id uuid, period_type text, period_start date) on commit drop"""
_HIDE = text("insert into hidden values (:indicator_id, :unit_id, :period_type, :period_start)")

# Wilson's score interval as api/statistics/intervals.py has it, in percent; counts have none.
_WANTED = """
with given as (
  select f.*, i.corner = 'numbers' as is_received, h.indicator_id is not null as is_hidden,
         numerator::float8 / denominator as p, denominator::float8 as n
    from fresh f
    join indicator i on i.id = f.indicator_id
    left join hidden h on h.indicator_id = f.indicator_id and h.unit_id = f.unit_id
         and h.period_type = f.period_type and h.period_start = f.period_start
), shown as (
  select *, (p + :z * :z / (2 * n)) / (1 + :z * :z / n) as centre,
         :z * sqrt(p * (1 - p) / n + :z * :z / (4 * n * n)) / (1 + :z * :z / n) as half
    from given
), wanted as (
  select indicator_id, definition_version, unit_id, period_type, period_start, period_end,
         case when not is_hidden then numerator end as numerator,
         case when not is_hidden then denominator end as denominator,
         case when not is_hidden then round(coalesce(100 * p, numerator)::numeric, 4)::float8 end as value,
         case when is_hidden then 'suppressed' when is_running then 'provisional' else 'ok' end as value_status,
         case when is_hidden then null when numerator = 0 then 0 * n
              else round((100 * (centre - half))::numeric, 4)::float8 end as lower,
         case when is_hidden then null when numerator = denominator then 100
              else round((100 * (centre + half))::numeric, 4)::float8 end as upper,
         case when is_received then coalesce(cast(:received as timestamptz), :now) else :now end as data_as_of
    from shown
)"""

# A value whose evidence has gone is not forgotten, or those who keep copies would keep it for ever.
_CHANGED = """known as (
  select k.*, k.value_status <> 'no_data'
         and not (k.indicator_id = any (cast(:stays as uuid[])) and k.period_end < :today) as may_go
    from {table} k
    join due d on d.indicator_id = k.indicator_id and d.kind = k.period_type and d.first = k.period_start
), changed as (
  select w.*
    from wanted w left join known k using (indicator_id, unit_id, period_type, period_start)
   where k.id is null or
         (k.definition_version, k.period_end, k.numerator, k.denominator, k.value, k.value_status, k.lower, k.upper)
         is distinct from
         (w.definition_version, w.period_end, w.numerator, w.denominator, w.value, w.value_status, w.lower, w.upper)
   union all
  select k.indicator_id, k.definition_version, k.unit_id, k.period_type, k.period_start, k.period_end,
         null, null, null, 'no_data', null, null, k.data_as_of
    from known k left join fresh f using (indicator_id, unit_id, period_type, period_start)
   where k.may_go and f.indicator_id is null
)"""

_STORE = (
    _WANTED
    + ", "
    + _CHANGED
    + """
insert into {table} as kept (id, indicator_id, definition_version, unit_id, period_type, period_start, period_end,
  numerator, denominator, value, value_status, lower, upper, data_as_of, computed_at, updated_at, revision)
select gen_random_uuid(), c.*, :now, :now, 1 from changed c
    on conflict (indicator_id, unit_id, period_type, period_start) do update
   set definition_version = excluded.definition_version, period_end = excluded.period_end,
       numerator = excluded.numerator, denominator = excluded.denominator, value = excluded.value,
       value_status = excluded.value_status, lower = excluded.lower, upper = excluded.upper,
       data_as_of = excluded.data_as_of,
       computed_at = excluded.computed_at, updated_at = excluded.updated_at, revision = kept.revision + 1"""
)


def look_at(db: Session, together: Collection[uuid.UUID] = ()) -> None:
    """Leave the periods that `dirty` touches in `due`: whole years of the indicators of which these hang `together`."""
    run(db, _DUE, together=list(together))
    run(db, "analyze due")


def count(db: Session, at: Pass, measures: list[Measure], ids: Collection[uuid.UUID]) -> None:
    """Count the periods that `dirty` touches, which are of the indicators `ids`: the counts are left in `fresh`."""
    look_at(db, at.of([measure for measure in measures if measure.fewest_people]))
    flat = [(m, one) for m in measures for one in at.ids[m.code] if one in ids]
    run(db, _MEASURED, ids=[one for _, one in flat], is_count=[m.is_count for m, _ in flat],
        is_snapshot=[m.is_snapshot for m, _ in flat], fewest=[m.fewest_people for m, _ in flat])  # fmt: skip
    run(db, _FRESH, ids=list(ids), today=at.today)
    run(db, "analyze fresh")
    run(db, _HIDDEN)


def hide_few(db: Session) -> None:
    """Fill the table `hidden` with what nobody may see: what rests on the answers of few."""
    together: dict[tuple[uuid.UUID, int], list[Any]] = {}
    for row in queries.list_counts(db):
        together.setdefault((row.indicator_id, row.year), []).append(row)
    places = [
        {"indicator_id": indicator_id, "unit_id": unit_id, "period_type": kind, "period_start": start}
        for (indicator_id, _), rows in together.items()
        for unit_id, kind, start in _hidden(rows)
    ]
    if places:
        db.execute(_HIDE, places)


def _hidden(rows: list[Any]) -> set[Place]:
    """What to hide of one indicator's financial year: nothing adds up across years."""
    counts = {(r.unit_id, r.period_type, r.period_start): Count(r.numerator, r.denominator, r.people) for r in rows}
    above = {r.unit_id: r.parent_id for r in rows if r.parent_id}
    return hide(counts, above, is_of_few_people(rows[0].fewest_people), adds_up_over_time=not rows[0].is_snapshot)


def clear(db: Session) -> None:
    """Drop what the counting left for itself, so that one transaction may count twice."""
    run(db, "drop table if exists due, measured, fresh, hidden")


def store(
    db: Session, table: str, ids: Collection[uuid.UUID], now: Any, received: Any, *,
    stays: Sequence[uuid.UUID] = (), today: date = date.min,
) -> int:  # fmt: skip
    """Bring the values of the indicators `ids` in step with `fresh`, less what is `hidden`; how many rows changed.

    Of the indicators in `stays`, known of the present alone, periods that ended before `today` keep what they had.
    """
    done = run(db, _STORE.format(table=table), ids=list(ids), now=now, z=Z, received=received, stays=list(stays),
               today=today)  # fmt: skip
    return int(done.rowcount)
