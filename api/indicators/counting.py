"""Counting: from members of denominators to values per indicator, unit and period, all in SQL and for all alike.

A sixth file because it is one long thought of the service's: the steps of a computation, each one statement. Every step
leaves a temporary table for the next: `as_at` and `holding` are for measures; `member` has what they gave; `fresh` has
the counts of each indicator, unit and period, before anything is hidden.
"""

from datetime import date
from statistics import NormalDist
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from api.indicators.measures import MEASURES, Measure
from api.indicators.measures.holding import holding
from api.statistics.workdays import bank_holidays

FIRST_YEAR, LAST_YEAR = 2005, 2035
Z = NormalDist().inv_cdf(0.975)

_WORKING_DAYS = """
insert into working_day (day, number)
select day::date,
       sum(case when extract(isodow from day) < 6 and day::date <> all (:closed) then 1 else 0 end) over (order by day)
  from generate_series(make_date(:first, 1, 1), make_date(:last, 12, 31), interval '1 day') day
    on conflict (day) do update set number = excluded.number where working_day.number <> excluded.number"""

_HOLDING = f"create temporary table holding on commit drop as {holding()}"

# Stock is taken at the end of each month that is over, and today.
_AS_AT = """
create temporary table as_at on commit drop as
select least((month + interval '1 month - 1 day')::date, :today) as day
  from generate_series(
    greatest((select min(effective_from) from indicator),
             date_trunc('month', least((select min(started_on) from cla_episode),
                                       (select min(started_on) from cp_plan))::timestamp)),
    date_trunc('month', cast(:today as timestamp)), interval '1 month') month"""

_MEMBER = """
create temporary table member (
  indicator_id uuid, unit_id uuid, on_date date, met boolean, person uuid,
  is_count boolean, is_snapshot boolean, fewest_people int) on commit drop"""

# What belongs to no known unit belongs to the council.
_TAKE = """
insert into member
select i.id, coalesce(m.unit_id, (select id from unit where kind = 'council' order by id limit 1)), m.on_date, m.met,
       m.person, :is_count, :is_snapshot, :fewest_people
  from ({measure}) m
  join indicator i on i.code = :code || coalesce('_' || m.standard_number, '')
 where m.on_date <= :today and m.met is not null"""

# Months first, as everything longer is made of them; stock is taken in the last month of a period that has begun.
_FRESH = """
create temporary table fresh on commit drop as
with recursive above as (
  select id as unit_id, id as ancestor_id, parent_id from unit
  union all
  select a.unit_id, u.id, u.parent_id from above a join unit u on u.id = a.parent_id
), by_month as (
  select indicator_id, unit_id, date_trunc('month', on_date::timestamp)::date as month,
         is_count, is_snapshot, fewest_people,
         count(*) filter (where met) as x, count(*) as n, count(distinct person) as people
    from member
   group by indicator_id, unit_id, date_trunc('month', on_date::timestamp), is_count, is_snapshot, fewest_people
), rolled_up as (
  select m.indicator_id, a.ancestor_id as unit_id, m.month, m.is_count, m.is_snapshot, m.fewest_people,
         sum(x) as x, sum(n) as n, sum(people) as people
    from by_month m join above a on a.unit_id = m.unit_id
   group by m.indicator_id, a.ancestor_id, m.month, m.is_count, m.is_snapshot, m.fewest_people
), month as (
  select month::date as month
    from generate_series((select min(month) from by_month)::timestamp,
                         date_trunc('month', cast(:today as timestamp)), interval '1 month') month
), period as (
  select distinct k.kind, k.first::date as first, (k.first + k.long - interval '1 day')::date as last
    from month cross join lateral (values
      ('month', month::timestamp, interval '1 month'),
      ('quarter', date_trunc('quarter', month::timestamp), interval '3 months'),
      ('year', date_trunc('year', month - interval '3 months') + interval '3 months', interval '1 year')
    ) k (kind, first, long)
), counted as (
  select r.indicator_id, r.unit_id, p.kind, p.first, sum(r.x) as x, sum(r.n) as n, sum(r.people) as people
    from rolled_up r
    join period p on r.month between p.first and p.last
     and (not r.is_snapshot or r.month = date_trunc('month', least(p.last, :today)::timestamp)::date)
   group by r.indicator_id, r.unit_id, p.kind, p.first
), place as (
  select indicator_id, unit_id, is_count, is_snapshot, fewest_people,
         min(min(month)) over (partition by indicator_id) as first_month
    from rolled_up group by indicator_id, unit_id, is_count, is_snapshot, fewest_people
)
select s.indicator_id, i.definition_version, s.unit_id,
       p.kind as period_type, p.first as period_start, p.last as period_end,
       coalesce(c.x, 0)::int as numerator, case when s.is_count then null else c.n::int end as denominator,
       coalesce(c.people, 0)::int as people, s.is_snapshot, s.fewest_people, p.last >= :today as is_running
  from place s
  join indicator i on i.id = s.indicator_id
  join period p on p.first >= i.effective_from and p.last >= s.first_month
  left join counted c on c.indicator_id = s.indicator_id and c.unit_id = s.unit_id
       and c.kind = p.kind and c.first = p.first
 where s.is_count or c.n > 0"""

_AS_OF = """
select least(:now, max(as_of)) from (
  select max(as_of) as as_of from referral union all select max(as_of) from assessment union all
  select max(as_of) from involvement union all select max(as_of) from cp_plan union all
  select max(as_of) from cp_visit union all select max(as_of) from cla_episode) received"""

# Wilson's score interval as api/statistics/intervals.py has it, in percent; counts have none.
_WANTED = """
with given as (
  select f.*, i.corner = 'numbers' as is_received, h.indicator_id is not null as is_hidden,
         numerator::float8 / denominator as p, denominator::float8 as n
    from fresh f
    join indicator i on i.id = f.indicator_id
    join unit u on u.id = f.unit_id and u.kind = any (:kinds)
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

_STORE = (
    _WANTED
    + """
insert into {table} as kept (id, indicator_id, definition_version, unit_id, period_type, period_start, period_end,
  numerator, denominator, value, value_status, lower, upper, data_as_of, computed_at, updated_at, revision)
select gen_random_uuid(), w.*, :now, :now, 1 from wanted w
    on conflict (indicator_id, unit_id, period_type, period_start) do update
   set definition_version = excluded.definition_version, period_end = excluded.period_end,
       numerator = excluded.numerator,
       denominator = excluded.denominator, value = excluded.value, value_status = excluded.value_status,
       lower = excluded.lower, upper = excluded.upper, data_as_of = excluded.data_as_of,
       computed_at = excluded.computed_at, updated_at = excluded.updated_at, revision = kept.revision + 1
 where (kept.definition_version, kept.period_end, kept.numerator, kept.denominator, kept.value, kept.value_status,
        kept.lower, kept.upper)
       is distinct from (excluded.definition_version, excluded.period_end, excluded.numerator, excluded.denominator,
                         excluded.value, excluded.value_status, excluded.lower, excluded.upper)"""
)

# A value whose evidence has gone is not forgotten, or those who keep copies would keep it for ever.
_EMPTY = """
update {table} kept
   set numerator = null, denominator = null, value = null, lower = null, upper = null, value_status = 'no_data',
       computed_at = :now, updated_at = :now, revision = revision + 1
 where value_status <> 'no_data' and not exists (
   select from fresh f join unit u on u.id = f.unit_id and u.kind = any (:kinds)
    where f.indicator_id = kept.indicator_id and f.unit_id = kept.unit_id
      and f.period_type = kept.period_type and f.period_start = kept.period_start)"""


def count(db: Session, today: date) -> None:
    """Count every measure up to `today`, and leave the counts in the temporary table `fresh`."""
    closed = bank_holidays(FIRST_YEAR, LAST_YEAR)
    _run(db, _WORKING_DAYS, closed=closed, first=FIRST_YEAR, last=LAST_YEAR)
    for step in (
        _HOLDING,
        "create index on holding (child_ref)",
        "analyze holding",
        _AS_AT,
        "create unique index on as_at (day)",
        "analyze as_at",
        _MEMBER,
    ):
        _run(db, step, today=today)
    for measure in MEASURES:
        _take(db, measure, today)
    _run(db, _FRESH, today=today)
    _run(db, "analyze fresh")


def _take(db: Session, measure: Measure, today: date) -> None:
    _run(db, _TAKE.format(measure=measure.sql), code=measure.code, today=today, is_count=measure.is_count,
         is_snapshot=measure.is_snapshot, fewest_people=measure.fewest_people)  # fmt: skip


def clear(db: Session) -> None:
    """Drop what the computation left for itself, so that one transaction may compute twice."""
    _run(db, "drop table holding, as_at, member, fresh, hidden")


def received_until(db: Session, now: Any) -> Any:
    """The instant to which the case management system vouches for its records; None where it sent none."""
    return _run(db, _AS_OF, now=now).scalar_one()


def store(db: Session, table: str, kinds: list[str], now: Any, received: Any) -> int:
    """Bring `table` in step with `fresh` for units of `kinds`, less what is `hidden`; returns how many rows changed."""
    more = {"kinds": kinds, "z": Z, "now": now, "received": received}
    written = _run(db, _STORE.format(table=table), **more).rowcount
    emptied = _run(db, _EMPTY.format(table=table), kinds=kinds, now=now).rowcount
    return int(written) + int(emptied)


def _run(db: Session, statement: str, **values: Any) -> Any:
    names = {name: value for name, value in values.items() if f":{name}" in statement}
    return db.execute(text(statement), names)
