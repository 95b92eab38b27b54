"""Dividing: the figures made of two others, brought in step with these after they were counted and released.

A file beyond the six because it is the last step of a computation, for true values and those that members see alike:
each is made of what stands in its own table, so that whatever is hidden there is hidden here.
"""

from datetime import datetime

from sqlmodel import Session

from api.indicators.catalogue import ALWAYS
from api.indicators.measures import RATIOS
from api.indicators.rows import run

# The defaults, which count from the first of days, say nothing of a population.
_IS_DUE = """
select exists (
  select from indicator_setting
   where indicator_code = any (:codes) and from_on > :always and set_at > cast(:since as timestamptz))"""

_CODES = [ratio.code for ratio in RATIOS]

_MADE = """
with ratio as (
  select i.id as indicator_id, i.definition_version, i.effective_from, i.code, r.per, r.under is null as is_rate,
         r.over as over_id, r.under as under_id
    from unnest(cast(:ids as uuid[]), cast(:overs as uuid[]), cast(:unders as uuid[]), cast(:pers as int[]))
      as r (id, over, under, per)
    join indicator i on i.id = r.id
), made as (
  select r.indicator_id, r.definition_version, v.unit_id, v.period_type, v.period_start, v.period_end, v.numerator,
         coalesce(b.numerator, nullif(p.number, 0)) as denominator, r.per,
         case when 'suppressed' in (v.value_status, b.value_status) then 'suppressed'
              when v.numerator is null or coalesce(b.numerator, p.number, 0) = 0 then 'no_data'
              else v.value_status end as value_status,
         greatest(v.data_as_of, b.data_as_of) as data_as_of
    from ratio r
    join {table} v on v.indicator_id = r.over_id and v.period_start >= r.effective_from
    join unit on unit.id = v.unit_id and (not r.is_rate or unit.kind = 'council')
    left join {table} b on b.indicator_id = any (:unders) and b.indicator_id = r.under_id and b.unit_id = v.unit_id
         and b.period_type = v.period_type and b.period_start = v.period_start
    left join indicator_setting p on r.is_rate and p.indicator_code = r.code and p.name = 'population'
         and p.from_on <= v.period_end and (p.to_on is null or p.to_on > v.period_end)
), wanted as (
  select indicator_id, definition_version, unit_id, period_type, period_start, period_end,
         case when is_shown then numerator end as numerator, case when is_shown then denominator end as denominator,
         case when is_shown then round(per * numerator::numeric / denominator, 4)::float8 end as value,
         value_status, data_as_of
    from made cross join lateral (select value_status in ('ok', 'provisional') as is_shown) shown
)"""

_STORE = (
    _MADE
    + """
insert into {table} as kept (id, indicator_id, definition_version, unit_id, period_type, period_start, period_end,
  numerator, denominator, value, value_status, data_as_of, computed_at, updated_at, revision)
select gen_random_uuid(), w.*, :now, :now, 1
  from wanted w
  left join {table} k on k.indicator_id = any (:ids) and k.indicator_id = w.indicator_id and k.unit_id = w.unit_id
       and k.period_type = w.period_type and k.period_start = w.period_start
 where (k.id is not null or w.value_status <> 'no_data')
   and (k.definition_version, k.period_end, k.numerator, k.denominator, k.value, k.value_status)
       is distinct from
       (w.definition_version, w.period_end, w.numerator, w.denominator, w.value, w.value_status)
    on conflict (indicator_id, unit_id, period_type, period_start) do update
   set definition_version = excluded.definition_version, period_end = excluded.period_end,
       numerator = excluded.numerator, denominator = excluded.denominator, value = excluded.value,
       value_status = excluded.value_status, data_as_of = excluded.data_as_of, computed_at = excluded.computed_at,
       updated_at = excluded.updated_at, revision = kept.revision + 1"""
)


def is_due(db: Session, since: datetime) -> bool:
    """Whether a population was set after the last computation: nothing else moves a ratio but the counts themselves."""
    return bool(run(db, _IS_DUE, codes=_CODES, always=ALWAYS, since=since).scalar_one())


def divide(db: Session, now: datetime) -> int:
    """Bring all ratios in step with the counts they are made of; returns how many values changed."""
    ids = {row.code: row.id for row in run(db, "select code, id from indicator")}
    made = [ratio for ratio in RATIOS if ratio.code in ids]
    given = {
        "ids": [ids[ratio.code] for ratio in made], "overs": [ids[ratio.over] for ratio in made],
        "unders": [ids.get(ratio.under or "") for ratio in made], "pers": [ratio.per for ratio in made],
    }  # fmt: skip
    return sum(
        int(run(db, _STORE.format(table=table), now=now, **given).rowcount)
        for table in ("indicator_value", "suppressed_value")
    )
