"""The rows that measures give, kept, so that a figure is counted from them, opened by them and kept in step.

A sixth file because it is the half of a computation that comes before any value: `holding`, `allocation`, `as_at` and
`indicator_member` are made of the records (`retaking` has the ways round that do not take all of them). Of what is
counted whole, only months and units that count otherwise than before are written. `delta` has what that did to the
counts by month, and `dirty` the financial years of indicators whose values have to be looked at again: for a month's
sake, or all of them where no month is named.
"""

import hashlib
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from api.indicators.groups import GROUPS, PARTS_OF, of_children
from api.indicators.measures import Measure
from api.indicators.measures.holding import allocation, holding
from api.kernel.database import Table
from api.statistics.workdays import bank_holidays

FIRST_YEAR, LAST_YEAR = 2005, 2035

_WORKING_DAYS = """
insert into working_day (day, number)
with calendar as (
  select day::date as day,
         sum(case when extract(isodow from day) < 6 and day::date <> all (:closed) then 1 else 0 end)
           over (order by day) as number
    from generate_series(make_date(:first, 1, 1), make_date(:last, 12, 31), interval '1 day') day)
select c.day, c.number from calendar c left join working_day w on w.day = c.day
 where w.number is distinct from c.number
    on conflict (day) do update set number = excluded.number"""

# Stock is taken at the end of each month that is over, and today.
AS_AT = """
select least((month + interval '1 month - 1 day')::date, :today) as day
  from generate_series(
    greatest((select min(effective_from) from indicator),
             date_trunc('month', least((select min(started_on) from cla_episode),
                                       (select min(started_on) from cp_plan))::timestamp)),
    date_trunc('month', cast(:today as timestamp)), interval '1 month') month"""

# What belongs to no known unit belongs to the council.
ROWS = """
select i.id as indicator_id, coalesce(m.unit_id, cast(:council as uuid)) as unit_id, m.on_date, m.met, m.person,
       m.child_ref, {groups}
  from ({measure}) m{child_group}
  join indicator i on i.code = :code || coalesce('_' || m.standard_number, '')
 where m.on_date is not null and m.met is not null and coalesce(m.unit_id, cast(:council as uuid)) is not null{which}"""

_NO_GROUPS = "null::smallint as groups"
_OF_CHILD = " left join {child_group} g on g.child_ref = m.child_ref"

# The mark tells rows apart that are as many: by who they are, in which groups, their day, and whether they met.
BY_MONTH = """
select indicator_id, (on_date - extract(day from on_date)::int + 1) as month, unit_id,
       {sign} count(*) filter (where met) as x, {sign} count(*) as n, {people} as people,
       {sign} sum(coalesce(hashtext(child_ref) # (262147 * coalesce(groups, 0)), uuid_hash(person), 1)::bigint
                  * (2 * (on_date - date '2000-01-01') + met::int))::bigint as mark
  from {rows} where {when} group by 1, 2, 3"""

# First by all groups together, as these are fewer than the rows, and then by each.
BY_PART = f"""
select indicator_id, unit_id, month, {{sign}} sum(x)::int as x, {{sign}} sum(n)::int as n, part
  from (select indicator_id, unit_id, (on_date - extract(day from on_date)::int + 1) as month, groups,
               count(*) filter (where met) as x, count(*) as n
          from {{rows}} where {{when}} and groups is not null group by 1, 2, 3, 4) together
 cross join lateral {PARTS_OF} part
 group by 1, 2, 3, part"""  # noqa: S608 - our own words

_FOUND = "create temporary table found on commit drop as {rows}"
_DIFFERENCE = """
insert into delta
with found_months as ({found}), known as (
  select * from indicator_month where indicator_id = any (:ids) and month >= :since)
select indicator_id, month, unit_id, coalesce(f.x, 0) - coalesce(k.x, 0), coalesce(f.n, 0) - coalesce(k.n, 0),
       coalesce(f.people, 0) - coalesce(k.people, 0), coalesce(f.mark, 0) - coalesce(k.mark, 0)
  from found_months f full join known k using (indicator_id, month, unit_id)
 where (f.x, f.n, f.people, f.mark) is distinct from (k.x, k.n, k.people, k.mark)"""

# Rows dated ahead are in no count yet, by which they could be compared.
_REPLACE_AHEAD = (
    "delete from indicator_member where indicator_id = any (:ids) and on_date > :today",
    "insert into indicator_member select * from found where on_date > :today",
)
_REPLACE = (
    """
delete from indicator_member m using delta d
 where m.indicator_id = any (:ids) and m.on_date <= :today
   and m.indicator_id = d.indicator_id and m.unit_id = d.unit_id
   and m.on_date - extract(day from m.on_date)::int + 1 = d.month""",
    """
insert into indicator_member
select f.* from found f
  join delta d on d.indicator_id = f.indicator_id and d.unit_id = f.unit_id
   and d.month = f.on_date - extract(day from f.on_date)::int + 1
 where f.on_date <= :today""",
    *_REPLACE_AHEAD,
    """
delete from indicator_part p using delta d
 where p.indicator_id = any (:ids)
   and (p.indicator_id, p.unit_id, p.month) = (d.indicator_id, d.unit_id, d.month)""",
    "insert into indicator_part "  # noqa: S608 - our own words
    + BY_PART.format(
        rows="found f", sign="", when="on_date <= :today and (indicator_id, unit_id,"
        " on_date - extract(day from on_date)::int + 1) in (select d.indicator_id, d.unit_id, d.month from delta d)",
    ),
)  # fmt: skip

_DELTA = """
create temporary table delta (indicator_id uuid, month date, unit_id uuid, x bigint, n bigint, people bigint,
  mark bigint) on commit drop"""
_PART_DELTA = """
create temporary table part_delta (indicator_id uuid, unit_id uuid, month date, x int, n int, part smallint)
  on commit drop"""

_DIRTY = "create temporary table dirty (indicator_id uuid, year int, month date) on commit drop"

_WHOLE_YEARS = """
insert into dirty
select i, y from unnest(cast(:ids as uuid[])) i
 cross join generate_series(
   (select least(min(m), extract(year from :today - interval '3 months')::int) from (
      select extract(year from month - interval '3 months')::int as m from indicator_month
       where indicator_id = any (:ids)
      union all
      select extract(year from period_start - interval '3 months')::int from indicator_value
       where indicator_id = any (:ids)) known),
   extract(year from :today - interval '3 months')::int) y"""

# The first month and the units an indicator ever counted decide which noughts are values.
_SHAPE = """
create temporary table {name} on commit drop as
select indicator_id, unit_id, min(min(month)) over (partition by indicator_id) as first_month
  from indicator_month where indicator_id in (select indicator_id from delta) group by 1, 2"""

_NET = """
create temporary table net on commit drop as
select indicator_id, month, unit_id, sum(x) as x, sum(n) as n, sum(people) as people, sum(mark) as mark
  from delta group by 1, 2, 3 having sum(x) <> 0 or sum(n) <> 0 or sum(people) <> 0 or sum(mark) <> 0"""

_APPLY = (
    """
insert into indicator_month as kept (indicator_id, month, unit_id, x, n, people, mark)
select indicator_id, month, unit_id, x, n, people, mark from net
    on conflict (indicator_id, month, unit_id) do update
   set x = kept.x + excluded.x, n = kept.n + excluded.n, people = kept.people + excluded.people,
       mark = kept.mark + excluded.mark""",
    """
delete from indicator_month m using net
 where m.n = 0 and (m.indicator_id, m.month, m.unit_id) = (net.indicator_id, net.month, net.unit_id)""",
)
_APPLY_PARTS = """
with kept as (
  insert into indicator_part as kept (indicator_id, unit_id, month, part, x, n)
  select indicator_id, unit_id, month, part, sum(x), sum(n) from part_delta
   group by 1, 2, 3, 4 having sum(x) <> 0 or sum(n) <> 0
      on conflict (id) do update set x = kept.x + excluded.x, n = kept.n + excluded.n
  returning id, n)
select id from kept where n = 0"""

_CHANGED_MONTHS = """
insert into dirty
select distinct indicator_id, extract(year from month - interval '3 months')::int, month from net
 where x <> 0 or n <> 0 or people <> 0"""

_RESHAPED = """
select array_agg(distinct indicator_id) from (
  (select * from shape_before except select * from shape_after) union all
  (select * from shape_after except select * from shape_before)) changed"""

# Of what has no class of case data: what is published never changes, and of what is looked up a signature tells.
_LOOKED_UP = frozenset({
    "holding", "allocation", "as_at", "working_day", "unit", "indicator", "indicator_setting",
    "audit_tool", "tool_section", "tool_question", "criterion", "practice_standard", "standards_version",
    "standards_set", "judgement_scale", "judgement_level", "person",
})  # fmt: skip

HELD = {"holding": holding(), "allocation": allocation(), "child_group": of_children(), "as_at": AS_AT}
"""What is made of the records once, for all measures."""

ALLOCATED = frozenset({"involvement", "worker"})
"""What `holding` and `allocation` are made of."""

_OF_WORKERS = "left join involvement i on i.worker_source_id = t.source_id and i.source_system = t.source_system"
_THROUGH = {
    "audit_id": "join audit a on a.id = t.audit_id",
    "moderation_id": "join moderation o on o.id = t.moderation_id join audit a on a.id = o.audit_id",
    "assessment_source_id": "join assessment a on a.source_id = t.assessment_source_id"
    " and a.source_system = t.source_system",
}
"""How a row leads to a child that does not name one itself."""


@cache
def named(measure: Measure) -> frozenset[str]:
    """The tables that a measure reads."""
    words = set(re.findall(r"[a-z_0-9]+", re.sub(r"'[^']*'", "", measure.sql)))
    return frozenset(words & set(Table.metadata.tables))


def tables_of(measure: Measure) -> frozenset[str]:
    """The tables whose rows move a measure, but for those in which it only looks something up."""
    return (named(measure) - _LOOKED_UP) | (ALLOCATED if "allocation" in named(measure) else frozenset())


def child_of(table: str) -> tuple[str, str] | None:
    """The column with the child of each row `t` of a table, and the join it takes; None where a row need have none."""
    columns = Table.metadata.tables[table].c
    if table == "worker":
        return "i.child_ref", _OF_WORKERS
    if "child_ref" in columns:
        return None if columns["child_ref"].nullable else ("t.child_ref", "")
    return next((("a.child_ref", join) for name, join in _THROUGH.items() if name in columns), None)


def is_record(table: str) -> bool:
    """Whether a table has case data; of its rows that go, a trigger leaves word whose they were."""
    return "sent_hash" in Table.metadata.tables[table].c


def is_by_child(measure: Measure) -> bool:
    """Whether a measure can be counted again for some children alone: each of its rows rests on one child's records."""
    tables = tables_of(measure)
    return bool(tables) and is_of_children(measure) and all(child_of(table) for table in tables)


def is_by_worker(measure: Measure) -> bool:
    """Whether a measure can be counted again for some workers and days alone, on whose cases each of its rows rests."""
    return measure.is_snapshot and "allocation" in named(measure)


def is_of_children(measure: Measure) -> bool:
    """Whether children stand behind a measure's rows, rather than answers or workers."""
    return not measure.fewest_people and not re.search(r"null\S* as child_ref", measure.sql)


def run(db: Session, statement: str, **values: Any) -> Any:
    """Execute a statement with those of the values that it names."""
    names = {name: value for name, value in values.items() if re.search(rf"(?<!:):{name}\b", statement)}
    return db.execute(text(statement), names)


@dataclass
class Pass:
    """What is the same for all steps of one computation."""

    today: date
    council: uuid.UUID | None
    ids: dict[str, list[uuid.UUID]] = field(default_factory=dict)
    """The indicators of each measure, by its code."""

    def of(self, measures: Sequence[Measure]) -> list[uuid.UUID]:
        """The indicators of several measures."""
        return [one for measure in measures for one in self.ids[measure.code]]


def signature(measure: Measure, definitions: Sequence[Any]) -> str:
    """A digest of all that decides what a measure's rows mean; under another one it is counted anew."""
    return digest(measure, BY_MONTH, *sorted(str(tuple(row)) for row in definitions))


def digest(*parts: Any) -> str:
    """A short text that is another one where any of the parts is."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def hold(db: Session, today: date) -> None:
    """Make `holding`, `allocation`, `child_group`, `as_at` and the working days anew."""
    closed = bank_holidays(FIRST_YEAR, LAST_YEAR)
    run(db, _WORKING_DAYS, closed=closed, first=FIRST_YEAR, last=LAST_YEAR)
    for table, made in HELD.items():
        run(db, f"delete from {table}")  # noqa: S608 - our own words
        run(db, f"insert into {table} {made}", today=today)
    run(db, f"analyze {', '.join(HELD)}")


def begin(db: Session) -> None:
    """Make the tables in which one step leaves what it did to the counts."""
    for statement in (_DELTA, _PART_DELTA, _DIRTY):
        run(db, statement)


def end(db: Session) -> None:
    """Drop what a step left, so that one transaction may hold several."""
    run(db, "drop table if exists delta, part_delta, dirty, net, shape_before, shape_after")


def take_whole(db: Session, at: Pass, measure: Measure) -> bool:
    """Take all rows of a measure, and keep those of the months and units that count otherwise than the rows kept.

    Returns whether each row has a child behind it.
    """
    is_moved = find(db, at, measure)
    for statement in _REPLACE if is_moved else _REPLACE_AHEAD:
        run(db, statement, ids=at.ids[measure.code], today=at.today)
    has_childless = run(db, "select exists (select from found where child_ref is null)").scalar_one()
    run(db, "drop table found")
    return is_by_child(measure) and not has_childless


def find(db: Session, at: Pass, measure: Measure) -> bool:
    """Leave all rows of a measure in `found`, and in `delta` what they change in the counts kept: whether anything."""
    rows = rows_of(measure, measure.sql, if_present(measure))
    run(db, _FOUND.format(rows=rows), code=measure.code, council=at.council, today=at.today)
    people = "count(distinct person)" if measure.fewest_people else "0"
    counts = BY_MONTH.format(rows="found", when="on_date <= :today", sign="", people=people)
    ids, since = at.ids[measure.code], counted_since(at, measure)
    return bool(run(db, _DIFFERENCE.format(found=counts), ids=ids, today=at.today, since=since).rowcount)


def counted_since(at: Pass, measure: Measure) -> date:
    """The first day whose rows are taken again: of what is known of the present alone the earlier months stay."""
    return at.today.replace(day=1) if measure.is_of_today else date.min


def rows_of(measure: Measure, sql: str, which: str, child_group: str = "child_group") -> str:
    """A SELECT of the rows that a measure gives by `sql`, each with the groups of its child as a table has them."""
    if not is_of_children(measure):
        return ROWS.format(measure=sql, which=which, groups=_NO_GROUPS, child_group="")
    return ROWS.format(measure=sql, which=which, groups=GROUPS, child_group=_OF_CHILD.format(child_group=child_group))


def noted(moved: str, *, sign: str = "") -> str:
    """A statement that notes in `delta` what the rows of another, which may write them, add to the counts by month."""
    parts, months = (
        counts.format(rows="moved", when="on_date <= :today", sign=sign, people="0") for counts in (BY_PART, BY_MONTH)
    )
    return f"with moved as ({moved}), parted as (insert into part_delta {parts}) insert into delta {months}"


def if_present(measure: Measure) -> str:
    """What is known of the present alone is taken today alone; of earlier months the figures stay that there were."""
    return " and m.on_date = :today" if measure.is_of_today else ""


def apply(db: Session, at: Pass) -> bool:
    """Bring the counts by month in step with `delta`, and note in `dirty` which years of which indicators moved.

    Returns whether anything moved at all, be it that the same number are in other groups.
    """
    if not run(db, "select exists (select from delta)").scalar_one():
        return False
    run(db, _SHAPE.format(name="shape_before"))
    has_moved = bool(run(db, _NET).rowcount)
    for statement in _APPLY:
        run(db, statement)
    emptied = list(run(db, _APPLY_PARTS).scalars())
    run(db, "delete from indicator_part where id = any (:emptied)", emptied=emptied)
    run(db, _CHANGED_MONTHS)
    run(db, _SHAPE.format(name="shape_after"))
    reshaped = run(db, _RESHAPED).scalar_one()
    if reshaped:
        look_at_all_years(db, at, reshaped)
    return has_moved


def look_at_all_years(db: Session, at: Pass, ids: Sequence[uuid.UUID]) -> None:
    """Have the values of all years of some indicators looked at again, whether their counts moved or not."""
    run(db, _WHOLE_YEARS, ids=list(ids), today=at.today)
