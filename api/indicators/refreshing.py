"""Refreshing: what has to be counted again, in which transactions, and what is done when one of them fails.

A sixth file because it is neither a figure nor a request: most of it is the worker's. What changed is found by the
number of the transaction that wrote a row: whatever a snapshot did not see yet is at or above its `xmin`, however late
it was committed. A measure that fails is tried again later and later, is told in the log once, and holds up no other.
"""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from api.indicators import checking, counting, dividing, groups, queries, retaking, rows, states
from api.indicators.measures import MEASURES, Measure
from api.indicators.models import Computation
from api.indicators.releasing import release_values
from api.indicators.rows import Pass, run
from api.indicators.states import Opener
from api.kernel import clock
from api.kernel.database import Database, Table

log = logging.getLogger("plumbline.worker")

_LOCK = "hashtext('indicators')"
_PATIENCE = text(
    "select set_config('statement_timeout', '30min', true), set_config('lock_timeout', '60s', true),"
    " set_config('idle_in_transaction_session_timeout', '0', true), set_config('work_mem', '64MB', true),"
    " set_config('jit', 'off', true)"
)
"""A first computation of a large council takes minutes; nobody waits for it but the next one."""
_AT_LEAST_EVERY = timedelta(minutes=15)
"""Answers to surveys are in no journal, so that nobody can date them: they are found by counting now and then."""
_CHECKED_EVERY = timedelta(hours=24)
_MOST_TOUCHED = 0.1
"""Where more of the children are touched, counting all of them costs less."""
_FEW = 2_000
_MUCH = 10_000
"""After that many new values the planner is told of them: with what it guesses until it looks, counting takes twice."""

_SEEN_TO = """
select pg_snapshot_xmin(pg_current_snapshot())::text::bigint, pg_snapshot_xmax(pg_current_snapshot())::text::bigint"""
_SINCE = "age(t.xmin) <= age(cast(:xid as xid))"
_UNITS = """
select coalesce(md5(string_agg(concat_ws('|', id, parent_id, kind, source_system, source_id), '/' order by id)), '')
  from unit"""
# On the day on which another version comes into force all is looked at again, for the stock that is taken by it.
_DEFINED = """
select i.code, i.id,
       i.definition_version + coalesce((select max(c.number) from definition_change c
                                         where c.indicator_code = i.code and c.from_on <= :today), 0),
       i.effective_from,
       (select string_agg(concat_ws('|', s.indicator_code, s.name, s.number, s.from_on, s.to_on), '/'
                          order by s.indicator_code, s.name, s.from_on)
          from indicator_setting s where s.indicator_code = i.code and s.to_on is distinct from s.from_on) as settings
  from indicator i"""
_SCALES = "select coalesce(md5(string_agg(l::text, '/' order by l.id)), '') from judgement_level l"
# Entries written an hour before the last look belong to transactions that it saw: none lasts as long.
_NEWS = """
select distinct noun, action from journal_entry t
 where id > coalesce((select id from journal_entry where at < cast(:seen_at as timestamptz) - interval '1 hour'
                       order by id desc limit 1), 0)
   and action in ('created', 'changed', 'deleted') and age(t.xmin) <= age(cast(:xid as xid))"""
_DUE = """
select code from measure_state
 where code <> '' and failures = 0 and checked_at < clock_timestamp() - cast(:age as interval)
 order by checked_at limit 1"""
_HAS_MANY = "select 1 from involvement offset :few limit 1"


@dataclass
class Plan:
    """What one computation has to do."""

    at: Pass
    seen_to: int
    units: str
    signatures: dict[str, str]
    is_all: bool
    counted_to: date
    received: datetime | None
    touched: list[str] = field(default_factory=list)
    whole: list[Measure] = field(default_factory=list)
    unknown: list[Measure] = field(default_factory=list)
    """Those of the whole whose values may have come to mean something else, though their counts be the same."""
    astray: list[Measure] = field(default_factory=list)
    """Those of which nothing that is kept is to be relied on."""
    step: list[Measure] = field(default_factory=list)
    """Those that are brought in step together, for the children touched."""
    by_child: list[Measure] = field(default_factory=list)
    by_worker: list[Measure] = field(default_factory=list)
    is_due: bool = False
    is_put_off: bool = False
    has_moved: bool = False
    """Whether any row came, went or is of another group, though no value need have changed."""
    is_small: bool = False
    """Whether the council is so small that one transaction for all that is counted costs nobody anything."""


def patient(database: Database) -> Opener:
    """Transactions of plumbline_system with time enough for a whole council."""

    @contextmanager
    def opened() -> Iterator[Session]:
        with database.transaction("plumbline_system") as db:
            db.execute(_PATIENCE)
            yield db

    return opened


def take_turn(db: Session, *, waits: bool = False) -> bool:
    """Whether this transaction may compute: one at a time does, and holds the turn to its end."""
    if waits:
        db.execute(text(f"select pg_advisory_xact_lock({_LOCK})"))
        return True
    return bool(db.execute(text(f"select pg_try_advisory_xact_lock({_LOCK})")).scalar_one())


def refresh(opened: Opener, *, is_asked: bool, is_anew: bool = False) -> Computation | None:
    """Bring all values in step with the records; None where there was no need and nobody `is_asked` for it.

    `is_anew` counts everything anew. Whoever calls this has the turn.
    """
    with opened() as db:
        plan = _plan(db, is_asked=is_asked, is_anew=is_anew)
    if not is_asked and (plan.is_put_off or not plan.is_due):
        return None
    changed = 0
    if plan.is_due:
        changed = _bring_in_step(opened, plan)
        apart = plan.is_all and not plan.is_small
        for together in [[measure] for measure in plan.whole] if apart else [plan.whole]:
            changed += _guarded(opened, plan, together)
    with opened() as db:
        return _conclude(db, plan, changed)


def check_next(opened: Opener) -> str | None:
    """Count the measure whose last check is a day old anew, all of it; returns its code where figures had gone astray.

    They are put right at once, and it is told in the log: it should never happen.
    """
    with opened() as db:
        due = run(db, _DUE, age=_CHECKED_EVERY).scalar_one_or_none()
        if due is None:
            return None
        run(db, "update measure_state set checked_at = clock_timestamp() where code = :code", code=due)
        measure = next((one for one in MEASURES if one.code == due), None)
        plan = _plan(db, is_asked=False)
        if measure is None or plan.is_due or not checking.is_astray(db, plan.at, measure):
            return None
        if _plan(db, is_asked=False).is_due:
            return None  # what differs came in meanwhile
        log.error("figures had gone astray", extra={"operation": due})
    plan.unknown.append(measure)
    plan.astray.append(measure)
    _guarded(opened, plan, [measure])
    with opened() as db:
        _conclude(db, plan, 1)
    return str(due)


def _plan(db: Session, *, is_asked: bool, is_anew: bool = False) -> Plan:
    """Find out what changed since the last computation, and what of it moves which measure."""
    today, now = clock.today(), clock.now()
    known = {row.code: row for row in run(db, states.STATES)}
    seen_to, ahead = run(db, _SEEN_TO).one()
    defined = run(db, _DEFINED, today=today).all()
    scales = run(db, _SCALES).scalar_one()
    council = run(db, "select id from unit where kind = 'council' order by id limit 1").scalar_one_or_none()
    at, signatures = Pass(today, council), {}
    for measure in MEASURES:
        mine = [row for row in defined if re.fullmatch(rf"{measure.code}(_\d+)?", row.code)]
        at.ids[measure.code] = [row.id for row in mine]
        signatures[measure.code] = rows.signature(measure, [*mine, (scales,)])
    units, base = rows.digest(rows.HELD, run(db, _UNITS).scalar_one()), known.get("")
    is_all = is_anew or base is None or base.signature != units or base.seen_to > ahead or base.counted_to > today
    plan = Plan(at, seen_to, units, signatures, is_all, base.counted_to if base else today,
                base.received_to if base else None)  # fmt: skip
    news = {} if is_all or base is None else _news(db, base, is_asked=is_asked)
    if base and not is_all:
        _find_touched(db, plan, base.seen_to, set(news))
    last = queries.find_last_computation(db)
    is_old = last is None or last.at < now - _AT_LEAST_EVERY
    _sort(plan, known, news, is_old=is_old or is_asked, now=now)
    plan.is_due = bool(plan.is_all or plan.whole or plan.touched or plan.counted_to != today) or (
        last is not None and dividing.is_due(db, last.at)
    )
    plan.is_small = run(db, _HAS_MANY, few=_FEW).first() is None
    plan.is_put_off = bool(base and base.retry_at and base.retry_at > now)
    return plan


def _sort(plan: Plan, known: dict[str, Any], news: dict[str, set[str]], *, is_old: bool, now: datetime) -> None:
    """Which measures are counted whole and which are brought in step; one that failed lately is left alone."""
    base = known.get("")
    is_another_month = plan.counted_to.replace(day=1) != plan.at.today.replace(day=1)
    for measure in MEASURES:
        state = known.get(measure.code)
        if not plan.at.ids[measure.code] or (state and state.retry_at and state.retry_at > now):
            continue
        is_known = not plan.is_all and _is_in_step(plan, measure, state, base)
        if not is_known or _has_moved(plan, measure, state, news, is_old):
            plan.whole.append(measure)
            if not is_known or is_another_month:
                plan.unknown.append(measure)
        else:
            plan.step.append(measure)
            if known[measure.code].is_by_child:
                plan.by_child.append(measure)
            elif rows.is_by_worker(measure):
                plan.by_worker.append(measure)


def _is_in_step(plan: Plan, measure: Measure, state: Any, base: Any) -> bool:
    """Whether what is kept of a measure is of the last computation, and means what the measure means now."""
    if base is None or state is None or state.signature != plan.signatures[measure.code]:
        return False
    return bool((state.seen_to, state.counted_to) == (base.seen_to, base.counted_to))


def _has_moved(plan: Plan, measure: Measure, state: Any, news: dict[str, set[str]], is_old: bool) -> bool:
    """Whether a measure may have moved for others than the children touched, so that all of it is counted."""
    tables = rows.tables_of(measure)
    if rows.is_by_worker(measure):
        return False
    if ":today" in measure.sql and plan.counted_to != plan.at.today:
        return True
    if state.is_by_child:
        gone = {table for table, actions in news.items() if "deleted" in actions}
        return any(not rows.is_record(table) for table in gone & tables)
    is_unseen = is_old and any(table.startswith("survey") for table in tables)
    return bool(tables & set(news)) or is_unseen or bool(plan.touched and "holding" in measure.sql)


def _news(db: Session, base: Any, *, is_asked: bool) -> dict[str, set[str]]:
    """The tables that changed, and how; all that lead to a child where somebody asked, as not all is journalled."""
    found: dict[str, set[str]] = {}
    for row in run(db, _NEWS, seen_at=base.seen_at, xid=_xid(base.seen_to)):
        found.setdefault(row.noun, set()).add(row.action)
    for table in _moving() if is_asked else ():
        found.setdefault(table, set())
    return found


def _moving() -> frozenset[str]:
    """The tables whose rows move any figure."""
    return rows.ALLOCATED.union(groups.TABLES, *(rows.tables_of(measure) for measure in MEASURES))


def _find_touched(db: Session, plan: Plan, since: int, tables: set[str]) -> None:
    """The children whose rows changed, and how far the records reach; all children, where these are many."""
    parts = ["select t.child_ref, null::timestamptz as as_of from touched_child t where {since}"]
    for table in sorted(_moving() & tables):
        child, join = rows.child_of(table) or ("null", "")
        as_of = "t.as_of" if rows.is_record(table) else "null"
        parts.append(f"select {child}, {as_of} from {table} t {join} where {{since}}")  # noqa: S608 - our own words
    together = " union all ".join(parts).format(since=_SINCE)
    found = run(db, f"select child_ref, max(as_of) as as_of from ({together}) c group by 1", xid=_xid(since)).all()  # noqa: S608 - our own words
    plan.touched = sorted(row.child_ref for row in found if row.child_ref)
    if not plan.touched:
        return
    reach = [min(row.as_of, clock.now()) for row in found if row.as_of]
    plan.received = max([*reach, *filter(None, [plan.received])], default=None)
    if len(plan.touched) > _FEW:
        children = run(db, "select count(*) from child").scalar_one()
        plan.is_all = len(plan.touched) > _MOST_TOUCHED * children


def _received_until(db: Session) -> datetime | None:
    """The instant to which the case management system vouches for its records; None where it sent none."""
    records = sorted(table for table in Table.metadata.tables if rows.is_record(table))
    parts = " union all ".join(f"select max(as_of) as as_of from {table}" for table in records)  # noqa: S608 - our own words
    found = run(db, f"select least(:now, max(as_of)) from ({parts}) r", now=clock.now())  # noqa: S608 - our own words
    received: datetime | None = found.scalar_one()
    return received


def _xid(seen_to: int) -> str:
    return str(max(seen_to % 2**32, 3))


def _bring_in_step(opened: Opener, plan: Plan) -> int:
    """Bring what is kept of the children touched in step, or make ready to count everything whole."""
    if not plan.is_all:
        try:
            with opened() as db:
                return _step(db, plan)
        except DBAPIError as error:
            if error.connection_invalidated:
                raise
            log.error("figures are counted whole", extra={"operation": "indicators", "kind": type(error.orig).__name__})
            plan.is_all, plan.whole, plan.step = True, [*plan.step, *plan.whole], []
    with opened() as db:
        rows.hold(db, plan.at.today)
        plan.received = _received_until(db)
        _remember(db, plan, "", plan.units, is_by_child=False)
    return 0


def _step(db: Session, plan: Plan) -> int:
    rows.begin(db)
    retaking.advance(db, plan.at, plan.step, plan.counted_to)
    if plan.touched:
        retaking.retake(db, plan.at, plan.by_child, plan.by_worker, plan.step, plan.touched)
    plan.has_moved |= rows.apply(db, plan.at)
    if plan.counted_to.replace(day=1) != plan.at.today.replace(day=1):
        run(db, "insert into dirty select i, extract(year from d - interval '3 months')::int"
                " from unnest(cast(:ids as uuid[])) i, unnest(cast(:days as date[])) d",
            ids=plan.at.of(plan.step), days=[plan.counted_to, plan.at.today])  # fmt: skip
    changed = _make_values(db, plan, plan.step)
    for measure in plan.step:
        _remember(db, plan, measure.code, plan.signatures[measure.code], is_by_child=measure in plan.by_child)
    _remember(db, plan, "", plan.units, is_by_child=False)
    run(db, "delete from touched_child t where age(t.xmin) > age(cast(:xid as xid))", xid=_xid(plan.seen_to))
    return changed


def _guarded(opened: Opener, plan: Plan, measures: list[Measure]) -> int:
    """Count measures whole in one transaction; where that fails, each in its own, and what fails alone is put off."""
    try:
        with opened() as db:
            return _count_whole(db, plan, measures)
    except DBAPIError as error:
        if len(measures) == 1:
            states.put_off(opened, measures[0].code, error)
            return 0
        if error.connection_invalidated:
            raise
    return sum(_guarded(opened, plan, [measure]) for measure in measures)


def _count_whole(db: Session, plan: Plan, measures: list[Measure]) -> int:
    rows.begin(db)
    for measure in plan.astray:
        checking.forget(db, plan.at, measure)
    is_by_child = {measure.code: rows.take_whole(db, plan.at, measure) for measure in measures}
    plan.has_moved |= rows.apply(db, plan.at)
    rows.look_at_all_years(db, plan.at, plan.at.of([one for one in measures if plan.is_all or one in plan.unknown]))
    changed = _make_values(db, plan, measures)
    for code, by_child in is_by_child.items():
        _remember(db, plan, code, plan.signatures[code], is_by_child=by_child, is_checked=True)
    return changed


def _remember(db: Session, plan: Plan, code: str, signature: str, **how: bool) -> None:
    states.remember(db, code, signature, seen_to=plan.seen_to, today=plan.at.today, received=plan.received, **how)


def _make_values(db: Session, plan: Plan, measures: list[Measure]) -> int:
    """Make values of the counts in the years that are dirty; returns how many changed."""
    changed = 0
    moved = list(run(db, "select distinct indicator_id from dirty").scalars())
    if moved:
        counting.count(db, plan.at, measures, moved)
        counting.hide_few(db)
        stays = plan.at.of([measure for measure in measures if measure.is_of_today])
        changed = counting.store(
            db, "indicator_value", moved, clock.now(), plan.received, stays=stays, today=plan.at.today
        )
    counting.clear(db)
    rows.end(db)
    return changed


def _conclude(db: Session, plan: Plan, changed: int) -> Computation:
    """Release what may be public, divide what is made of two counts, and put the computation on record."""
    last = queries.find_last_computation(db)
    now = clock.now()
    if is_much := changed > _MUCH:
        run(db, "analyze indicator_month, indicator_value")
    changed += release_values(db, plan.at.today, now, plan.received)
    if is_much:
        run(db, "analyze suppressed_value, indicator_release")
    if changed or plan.is_all or last is None or dividing.is_due(db, last.at):
        changed += dividing.divide(db, now)
    is_another = changed > 0 or plan.has_moved
    done = Computation(
        number=last.number + 1 if last else 1, at=now, data_as_of=plan.received or now,
        computed=queries.count_values(db), changed=changed, revision=(last.revision if last else 0) + is_another,
    )  # fmt: skip
    db.add(done)
    db.flush()
    return done
