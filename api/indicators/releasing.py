"""Releasing: bringing the values that members see in step with the counts, a financial year at a time.

A file beyond the six because it is the last step of a computation: what changed since the last release is looked up by
a mark of each year of each indicator, what may be public of it is settled by `releases`, and kept.
"""

import re
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlmodel import Session

from api.access.models import UnitKind
from api.indicators import counting
from api.indicators.balances import Balance
from api.indicators.links import Link
from api.indicators.measures import MEASURES, Measure
from api.indicators.releases import release
from api.indicators.rows import run
from api.indicators.years import Counted, Own, Place, Released, Series, Units, last_month, sizes_by_month

_PUBLIC = [UnitKind.council.value, UnitKind.service.value]

_UNITS = """
with recursive up as (
  select id, parent_id, kind, parent_id as at_id from unit where kind = any (:kinds)
  union all
  select up.id, up.parent_id, up.kind, p.parent_id from up join unit p on p.id = up.at_id where p.kind <> all (:kinds)
)
select up.id, p.id as parent_id from up left join unit p on p.id = up.at_id
 where up.at_id is null or p.kind = any (:kinds) order by up.kind = 'service', up.id"""

# What belongs to a unit that is not shown belongs to the next one above it that is.
_OWN = """
create temporary table own on commit drop as
with recursive up as (
  select id as unit_id, id as at_id, kind, parent_id from unit
  union all
  select up.unit_id, p.id, p.kind, p.parent_id from up join unit p on p.id = up.parent_id where up.kind <> all (:kinds)
)
select m.indicator_id, up.at_id as unit_id, m.month,
       (date_trunc('year', m.month - interval '3 months') + interval '3 months')::date as year,
       sum(m.x)::int as met, sum(m.n)::int as n, sum(m.people)::int as people
  from indicator_month m
  join indicator i on i.id = m.indicator_id and m.month >= i.effective_from
  join up on up.unit_id = m.unit_id and up.kind = any (:kinds)
  join unnest(cast(:years as date[]), cast(:lasts as date[])) y (year, last)
    on m.month between y.year and y.last
 where m.n > 0
 group by 1, 2, 3"""

_CHANGED = """
create temporary table marked on commit drop as
with now as (
  select o.indicator_id, o.year,
         md5(string_agg(concat_ws('|', o.unit_id, o.month, o.met, o.n, o.people), '/' order by o.month, o.unit_id)
             || y.last || i.definition_version || i.effective_from
             || coalesce((select string_agg(c.from_on::text, '/' order by c.from_on) from definition_change c
                           where c.indicator_code = i.code and c.from_on < y.last + interval '1 month'), '')) as mark
    from own o
    join indicator i on i.id = o.indicator_id
    join unnest(cast(:years as date[]), cast(:lasts as date[])) y (year, last) on y.year = o.year
   group by o.indicator_id, o.year, y.last, i.code, i.definition_version, i.effective_from
)
select coalesce(now.indicator_id, was.indicator_id) as indicator_id, coalesce(now.year, was.year) as year,
       coalesce(now.mark, '') as mark
  from now full join release_mark was on was.indicator_id = now.indicator_id and was.year = now.year
 where now.mark is distinct from was.mark and (now.mark is not null or was.mark <> '')"""

_KEEP = """
insert into indicator_release as kept (indicator_id, unit_id, period_type, period_start, last_month,
  definition_version, numerator, denominator, is_hidden, is_base_hidden)
select n.*
  from (select u.indicator_id, u.unit_id, u.period_type, u.period_start, u.last_month,
               i.definition_version + coalesce(v.number, 0) as definition_version, u.numerator, u.denominator,
               u.is_hidden, u.is_base_hidden
          from unnest(cast(:indicators as uuid[]), cast(:units as uuid[]), cast(:kinds as text[]),
                      cast(:starts as date[]), cast(:lasts as date[]), cast(:met as int[]), cast(:of as int[]),
                      cast(:hidden as bool[]), cast(:base as bool[]))
            as u (indicator_id, unit_id, period_type, period_start, last_month, numerator, denominator, is_hidden,
                  is_base_hidden)
          join indicator i on i.id = u.indicator_id
          left join definition_change v on v.indicator_code = i.code
           and case when i.id = any (cast(:stocks as uuid[])) then (u.last_month + interval '1 month')::date - 1
                    else u.period_start end between v.from_on and v.until - 1) n
    on conflict (indicator_id, unit_id, period_type, period_start, last_month) do update
   set definition_version = excluded.definition_version, numerator = excluded.numerator,
       denominator = excluded.denominator
 where (kept.definition_version, kept.numerator, kept.denominator)
       is distinct from (excluded.definition_version, excluded.numerator, excluded.denominator)"""

# Nothing is known for good as long as there is nobody to know it: a council that is being filled begins with it whole.
_HAS_READERS = """
select exists (select from role_grant where role in ('lead_member', 'partnership', 'bi_tool'))
    or exists (select from pg_class c cross join lateral aclexplode(c.relacl) a join pg_roles r on r.oid = a.grantee
                where c.oid = to_regclass('feed.suppressed_values') and not r.rolsuper
                  and r.rolname not like 'plumbline%')"""
_FORGET = (
    "delete from indicator_release r using (select distinct year from marked) m"
    " where r.period_start >= m.year and r.period_start < m.year + interval '1 year'",
    "insert into marked select w.indicator_id, w.year, w.mark from release_mark w"
    " where w.year in (select year from marked) and w.mark <> ''"
    " and not exists (select from marked m where m.indicator_id = w.indicator_id and m.year = w.year)",
)

# How many began may be hidden for what became of the stock, even where none did.
_ALONG = """
insert into marked
select b.starts, m.year, coalesce(was.mark, '')
  from unnest(cast(:starts as uuid[]), cast(:stocks as uuid[])) b (starts, stock)
  join marked m on m.indicator_id = b.stock
  left join release_mark was on was.indicator_id = b.starts and was.year = m.year
 where not exists (select from marked n where n.indicator_id = b.starts and n.year = m.year)"""

_MARK = """
insert into release_mark as kept select * from marked
    on conflict (indicator_id, year) do update set mark = excluded.mark where kept.mark <> excluded.mark"""

# As `counting` leaves them for the true values: the latest row of each place, and which of them are hidden.
_LATEST = (
    "create temporary table dirty on commit drop as select indicator_id, extract(year from year)::int as year,"
    " null::date as month from marked",
    """
create temporary table fresh on commit drop as
select distinct on (r.indicator_id, r.unit_id, r.period_type, r.period_start)
       r.indicator_id, r.definition_version, r.unit_id, r.period_type, r.period_start,
       (r.period_start + l.long - interval '1 day')::date as period_end, r.numerator,
       case when i.denominator_text is not null then nullif(r.denominator, 0) end as denominator, r.is_hidden,
       r.last_month + interval '1 month' < r.period_start + l.long as is_running
  from indicator_release r
  join marked d on d.indicator_id = r.indicator_id and r.period_start >= d.year
   and r.period_start < d.year + interval '1 year'
  join indicator i on i.id = r.indicator_id and r.period_start >= i.effective_from
  join (values ('month', interval '1 month'), ('quarter', interval '3 months'), ('year', interval '1 year'))
       l (kind, long) on l.kind = r.period_type
 where r.denominator > 0 or i.denominator_text is null or r.is_hidden
 order by r.indicator_id, r.unit_id, r.period_type, r.period_start, r.last_month desc""",
    "create temporary table hidden on commit drop as"
    " select indicator_id, unit_id, period_type, period_start from fresh where is_hidden",
    "alter table fresh drop column is_hidden",
)

# What was public until a measure said that it is a part of another figure.
_WITHDRAW = """
delete from suppressed_value v using indicator i where i.id = v.indicator_id and i.code = any (:codes)"""


def release_values(db: Session, today: date, now: Any, received: Any) -> int:
    """Bring the suppressed values in step with the counts by month; returns how many changed."""
    years = _settled_years(db, today)
    if not years:
        return 0
    spans = {"years": list(years), "lasts": list(years.values())}
    run(db, _OWN, kinds=_PUBLIC, **spans)
    run(db, _CHANGED, **spans)
    if not run(db, _HAS_READERS).scalar_one():
        for step in _FORGET:
            run(db, step)
    done = 0
    if run(db, "select exists (select from marked)").scalar_one():
        measures = _measures(db)
        balances = _balances(measures)
        run(db, _ALONG, starts=[one.starts for one in balances], stocks=[one.stock for one in balances])
        changed = [(row.indicator_id, row.year) for row in run(db, "select * from marked order by year, indicator_id")]
        _decide(db, years, changed, measures, balances)
        run(db, _MARK)
        for step in _LATEST:
            run(db, step)
        counting.look_at(db)
        done = counting.store(db, "suppressed_value", list({one for one, _ in changed}), now, received)
        run(db, "drop table dirty, due, fresh, hidden")
    run(db, "drop table own, marked")
    codes = [measure.code for measure in MEASURES if not measure.is_public]
    return done + int(run(db, _WITHDRAW, codes=codes).rowcount)


def _settled_years(db: Session, today: date) -> dict[date, date]:
    """The financial years of which something may be public, or was, each with its last settled month."""
    first = run(db, "select least((select min(month) from indicator_month), (select min(year) from release_mark))"
    ).scalar_one()  # fmt: skip
    years = range(first.year - 1, today.year + 1) if first else ()
    found = {year: last_month(year, today) for year in (date(y, 4, 1) for y in years)}
    return {year: last for year, last in found.items() if last}


def _decide(
    db: Session, years: Mapping[date, date], changed: Iterable[tuple[uuid.UUID, date]],
    measures: Mapping[uuid.UUID, Measure], balances: Sequence[Balance],
) -> None:  # fmt: skip
    """Settle what is public of the years that changed, with all indicators that share a count or are linked."""
    units: Units = tuple((row.id, row.parent_id) for row in run(db, _UNITS, kinds=_PUBLIC))
    links = _links(measures)
    stood = _stood(db, balances, units)
    mine: dict[date, set[uuid.UUID]] = {}
    for indicator_id, year in changed:
        mine.setdefault(year, set()).add(indicator_id)
    rows: list[tuple[Any, ...]] = []
    for year, names in sorted(mine.items()):
        series = _read(db, year, measures, names)
        done = release(year, years[year], units, series, links, balances=balances, stood=stood, only=names)
        for name, places in done.items():
            if name in stood:
                stood[name] |= sizes_by_month(places, units)
            rows += [(name, unit, *time, row.met, row.of, row.is_hidden, row.is_base_hidden)
                     for (unit, time), row in places.items()]  # fmt: skip
    columns = ("indicators", "units", "kinds", "starts", "lasts", "met", "of", "hidden", "base")
    stocks = [name for name, measure in measures.items() if measure.is_snapshot]
    run(db, _KEEP, stocks=stocks, **{name: [row[at] for row in rows] for at, name in enumerate(columns)})


def _stood(db: Session, balances: Sequence[Balance], units: Units) -> dict[uuid.UUID, dict[Own, int]]:
    """What is public by unit and month, over all years, of all that stands in a balance."""
    places: dict[uuid.UUID, dict[Place, Released]] = {
        name: {} for balance in balances for name in (balance.starts, balance.stock)
    }
    months = "select * from indicator_release where period_type = 'month' and indicator_id = any (:names)"
    for row in run(db, months, names=list(places)):
        places[row.indicator_id][_place(row)] = _released(row)
    return {name: sizes_by_month(found, units) for name, found in places.items()}


def _place(row: Any) -> Place:
    return row.unit_id, (row.period_type, row.period_start, row.last_month)


def _released(row: Any) -> Released:
    return Released(row.numerator, row.denominator, row.is_hidden, row.is_base_hidden)


def _read(db: Session, year: date, measures: Mapping[uuid.UUID, Measure], asked: Collection[uuid.UUID]) -> list[Series]:
    counts: dict[uuid.UUID, dict[tuple[uuid.UUID, date], Counted]] = {}
    for row in run(db, "select * from own where year = :year", year=year):
        counts.setdefault(row.indicator_id, {})[row.unit_id, row.month] = Counted(row.met, row.n, row.people)
    earlier: dict[uuid.UUID, dict[Place, Released]] = {}
    kept = "select * from indicator_release where period_start >= :year and period_start < :year + interval '1 year'"
    for row in run(db, kept, year=year):
        earlier.setdefault(row.indicator_id, {})[_place(row)] = _released(row)
    return [
        Series(name, counts.get(name, {}), earlier.get(name, {}), is_count=measure.is_count,
               is_snapshot=measure.is_snapshot, fewest_people=measure.fewest_people)
        for name, measure in measures.items() if name in counts or name in earlier or name in asked
    ]  # fmt: skip


def _measures(db: Session) -> dict[uuid.UUID, Measure]:
    """The measure of each indicator that members see: of its code, or of the family that its code is of."""
    codes = run(db, "select id, code from indicator").all()
    return {
        row.id: measure
        for measure in MEASURES if measure.is_public
        for row in codes if re.fullmatch(rf"{measure.code}(_\d+)?", row.code)
    }  # fmt: skip


def _links(measures: Mapping[uuid.UUID, Measure]) -> list[Link]:
    """Which indicator's members lie within which other's, as their measures say."""
    names = {measure.code: name for name, measure in measures.items()}
    return [
        Link(name, names[within.whole], within.part, within.of)
        for name, measure in measures.items() for within in measure.within if within.whole in names
    ]  # fmt: skip


def _balances(measures: Mapping[uuid.UUID, Measure]) -> list[Balance]:
    """Which indicator counts what begins another's stock, as their measures say."""
    names = {measure.code: name for name, measure in measures.items()}
    return [Balance(name, names[measure.begins]) for name, measure in measures.items() if measure.begins in names]
