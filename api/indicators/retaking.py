"""Retaking: the rows of children who were touched, of workers whose cases turned, and of days that passed.

A sixth file because it is the way round that saves time: what `rows` takes whole is here brought in step where it may
have moved, and only where it did move is anything written.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlmodel import Session

from api.indicators import rows
from api.indicators.groups import GROUPS, of_children
from api.indicators.measures import Measure
from api.indicators.measures.holding import allocation, holding
from api.indicators.rows import Pass, run
from api.kernel.database import Table

# A worker's cases are others than before on the days of whatever span came, went or changed.
_ALLOCATED = """
create temporary table {name} on commit drop as
select worker, unit_id, full_time, from_on, to_on, child_ref from allocation where child_ref = any (:touched)"""
_TURNED = """
create temporary table turned on commit drop as
with after as (
  select worker, unit_id, full_time, from_on, to_on, child_ref from allocation where child_ref = any (:touched))
select distinct t.worker, at.day
  from ((table allocation_before except table after) union all (table after except table allocation_before)) t
  join as_at at on at.day >= t.from_on and at.day < t.to_on"""
_IS_TURNED = "(m.person, m.on_date) in (table turned)"
# All cases of such a worker on such a day, in one pass over the table: by its index they would be read one at a time.
_CASES_TURNED = """
create temporary table cases_turned on commit drop as
with of_workers as materialized (
  select a.* from allocation a
   where a.worker in (select worker from turned)
     and a.from_on <= (select max(day) from turned) and a.to_on > (select min(day) from turned))
select a.child_ref, a.worker, a.unit_id, a.full_time, t.day as from_on, t.day + 1 as to_on
  from of_workers a join turned t on t.worker = a.worker and t.day >= a.from_on and t.day < a.to_on"""

# Corrected records of a child's birth, sex, ethnicity or disabilities move no figure, but parts of it.
_TOUCHED_GROUP = (
    f"create temporary table touched_group on commit drop as {of_children(' and c.child_ref = any (:touched)')}"
)
_REGROUPED = """
with known as (select * from child_group where child_ref = any (:touched))
select child_ref from known k full join touched_group t using (child_ref)
 where (k.birthdays, k.lasting) is distinct from (t.birthdays, t.lasting)"""
_IS_REGROUPED = "m.child_ref = any (:regrouped) and m.groups is not null"

# Nearly all rows of a child who was touched are as they were: only the indicators whose rows differ are kept anew.
_ANEW = "create temporary table anew (like indicator_member) on commit drop"
_OTHERWISE = """
create temporary table otherwise on commit drop as
with kept as (select m.* from indicator_member m, {scope} and m.child_ref = any (:touched))
select distinct indicator_id, child_ref
  from ((table kept except all table anew) union all (table anew except all table kept)) d"""
_IS_OTHERWISE = "(m.indicator_id, m.child_ref) in (table otherwise)"
# Of what is known of the present alone the earlier months stay.
_SCOPE = """
       unnest(cast(:ids as uuid[]), cast(:sinces as date[])) s (indicator_id, since)
 where s.indicator_id = m.indicator_id and m.on_date >= s.since"""


_REGAINED = f"""
create temporary table regained on commit drop as
select m.indicator_id, m.unit_id, m.on_date, m.met, m.person, m.child_ref, {GROUPS}
  from (select m.* from indicator_member m, {_SCOPE} and {_IS_REGROUPED}) m
  left join touched_group g on g.child_ref = m.child_ref"""  # noqa: S608 - our own words


def advance(db: Session, at: Pass, measures: Sequence[Measure], counted_to: date) -> None:
    """Let the days since `counted_to` pass: what was dated ahead has come, and stock is taken on other days."""
    flows = at.of([measure for measure in measures if not measure.is_snapshot])
    come = "select * from indicator_member where indicator_id = any (:ids) and on_date > :since"
    run(db, rows.noted(come), ids=flows, since=counted_to, today=at.today)
    wanted = set(run(db, rows.AS_AT, today=at.today).scalars())
    known = set(run(db, "select day from as_at").scalars())
    if wanted == known:
        return
    stocks = [measure for measure in measures if measure.is_snapshot]
    run(db, "delete from as_at where day = any (:days)", days=sorted(known - wanted))
    run(db, "insert into as_at select unnest(cast(:days as date[]))", days=sorted(wanted - known))
    _lose(db, at, stocks, "m.on_date = any (:days)", days=sorted(known - wanted))
    for measure in stocks:
        on_days = _narrowed(measure, {"as_at": "select * from public.as_at where day = any (:days)"})
        _gain(db, at, measure, on_days, "m.on_date = any (:days)", days=sorted(wanted - known))


def retake(
    db: Session, at: Pass, by_child: Sequence[Measure], by_worker: Sequence[Measure], step: Sequence[Measure],
    touched: list[str],
) -> None:  # fmt: skip
    """Keep the rows of some children anew, and those of the workers and days whose cases are others than before.

    Of all measures in `step` the rows of children who are in other groups now are kept under these.
    """
    _regroup(db, at, step, touched)
    run(db, _ALLOCATED.format(name="allocation_before"), touched=touched)
    for table, select in (("holding", holding), ("allocation", allocation)):
        run(db, f"delete from {table} where child_ref = any (:touched)", touched=touched)  # noqa: S608 - our own words
        run(db, f"insert into {table} {select(' and i.child_ref = any (:touched)')}", touched=touched)
    _exchange(db, at, by_child, touched)
    run(db, _TURNED, touched=touched)
    run(db, "analyze turned")
    run(db, _CASES_TURNED)
    run(db, "analyze cases_turned")
    _lose(db, at, by_worker, _IS_TURNED)
    for measure in by_worker:
        _gain(db, at, measure, _narrowed(measure, {"allocation": "select * from cases_turned"}), _IS_TURNED)
    run(db, "drop table allocation_before, turned, cases_turned, touched_group")


def _regroup(db: Session, at: Pass, measures: Sequence[Measure], touched: list[str]) -> None:
    run(db, _TOUCHED_GROUP, touched=touched)
    run(db, "analyze touched_group")
    regrouped = list(run(db, _REGROUPED, touched=touched).scalars())
    run(db, "delete from child_group where child_ref = any (:touched)", touched=touched)
    run(db, "insert into child_group table touched_group")
    if regrouped:
        run(db, _REGAINED, regrouped=regrouped, **_scope(at, measures))
        _lose(db, at, measures, _IS_REGROUPED, regrouped=regrouped)
        _keep(db, at, "table regained")
        run(db, "drop table regained")


def _of_children(measure: Measure) -> str:
    """A measure's SELECT of the children `touched`. Of other tables than records it may group by the key alone."""
    of_a_child = [table for table in rows.named(measure) if "child_ref" in Table.metadata.tables[table].c
                  and (rows.is_record(table) or table == "holding")]  # fmt: skip
    of_the_touched = "select * from public.{} where child_ref = any (:touched)"
    return _narrowed(measure, {table: of_the_touched.format(table) for table in of_a_child})


def _narrowed(measure: Measure, instead: Mapping[str, str]) -> str:
    """A measure's SELECT that sees these rows `instead` of all of a table, so that it costs no more than they do.

    They are looked up once, not again for each row that they are joined to.
    """
    parts = [f"{table} as materialized ({those})" for table, those in sorted(instead.items())
             if table in rows.named(measure)]  # fmt: skip
    return f"with {', '.join(parts)} {measure.sql}" if parts else measure.sql


def _exchange(db: Session, at: Pass, measures: Sequence[Measure], touched: list[str]) -> None:
    run(db, _ANEW)
    for measure in measures:
        found = _rows_of(measure, _of_children(measure), "m.child_ref = any (:touched)", "touched_group")
        run(db, f"insert into anew {found}",
            code=measure.code, council=at.council, today=at.today, touched=touched)  # fmt: skip
    run(db, "analyze anew")
    run(db, _OTHERWISE.format(scope=_SCOPE), touched=touched, **_scope(at, measures))
    run(db, "analyze otherwise")
    _lose(db, at, measures, _IS_OTHERWISE)
    _keep(db, at, f"select m.* from anew m where {_IS_OTHERWISE}")  # noqa: S608 - our own words
    run(db, "drop table anew, otherwise")


def _scope(at: Pass, measures: Sequence[Measure]) -> dict[str, list[Any]]:
    """The indicators of measures, each with the first day whose rows are counted again."""
    since = [(one, rows.counted_since(at, measure)) for measure in measures for one in at.ids[measure.code]]
    return {"ids": [one for one, _ in since], "sinces": [day for _, day in since]}


def _lose(db: Session, at: Pass, measures: Sequence[Measure], which: str, **values: Any) -> None:
    gone = f"delete from indicator_member m using {_SCOPE} and {which} returning m.*"  # noqa: S608 - our own words
    run(db, rows.noted(gone, sign="-"), today=at.today, **_scope(at, measures), **values)


def _gain(db: Session, at: Pass, measure: Measure, narrowed: str, which: str, **values: Any) -> None:
    _keep(db, at, _rows_of(measure, narrowed, which), code=measure.code, council=at.council, **values)


def _rows_of(measure: Measure, narrowed: str, which: str, child_group: str = "child_group") -> str:
    return rows.rows_of(measure, narrowed, f" and {which}{rows.if_present(measure)}", child_group)


def _keep(db: Session, at: Pass, found: str, **values: Any) -> None:
    run(db, rows.noted(f"insert into indicator_member {found} returning *"), today=at.today, **values)
