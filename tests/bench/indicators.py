"""What figures cost: counting all of them beside the same aggregates by hand, and a night's changes beside all.

Both sides of the first ratio are taken by turns, and the shortest of each counts. PostgreSQL makes the records itself.
Run alone on an idle machine: `python -m tests.bench.indicators [children]`; the full size takes about half an hour.
"""

import json
import sys
import time
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from api.access.permissions import Role
from api.indicators.groups import GROUPS, PARTS_OF, of_children
from api.indicators.measures import MEASURES
from api.indicators.measures.holding import allocation, holding
from api.indicators.rows import is_of_children
from api.indicators.service import compute_indicators
from api.kernel.database import Database
from tests.access.make import make_council, make_person
from tests.bench.own import own_service

CHILDREN = 150_000
DAYS = 3_650
TRIES = 2
OF_BY_HAND_AT_MOST = 1.5
OF_FULL_AT_MOST = 0.05

_CHILD = "upper(left(md5('child' || {}), 16))"
_WHEN = "current_date - (1 + ({}::bigint * 7919 % " + str(DAYS) + ")::int)"
_LATE = "current_date - (1 + case when n % 10 = 0 then n % 900 else 0 end)"
_ANY = _CHILD.format("(1 + (n::bigint * 104729) % {children})")
_TEAM = "'team-' || (1 + n % 40)"
_OF_CHILD = {"child_ref": _ANY}
TABLES: dict[str, tuple[float, dict[str, str]]] = {
    "child": (1, {"id": "md5('child' || n)::uuid", "child_ref": _CHILD.format("n"), "source_id_encrypted": "'x'",
                  "birth_on": f"{_WHEN.format('n')} - 3000", "sex": "(array['F', 'M'])[1 + n % 2]",
                  "ethnicity": "(array['WBRI', 'MWBC', 'APKN', 'BAFR', 'WBRI', 'NOBT'])[1 + n / 2 % 6]"}),
    "disability": (0.2, {"child_ref": _CHILD.format("n"), "code": "(array['LD', 'NONE'])[1 + n % 2]"}),
    "involvement": (6, _OF_CHILD | {"worker_source_id": "'W' || n % 300", "role": "'CW'", "team_source_id": _TEAM,
                                    "from_on": _WHEN.format("n"), "to_on": f"{_WHEN.format('n')} + n % 400"}),
    "contact": (4, _OF_CHILD | {"contacted_on": _WHEN.format("n")}),
    "referral": (2, _OF_CHILD | {"referred_on": _WHEN.format("n"), "is_nfa": "n % 9 = 0", "team_source_id": _TEAM,
                                 "closed_on": f"{_WHEN.format('n')} + n % 300"}),
    "assessment": (2, _OF_CHILD | {"started_on": _WHEN.format("n"), "team_source_id": _TEAM,
                                   "authorised_on": f"{_WHEN.format('n')} + n % 80"}),
    "cin_visit": (4, _OF_CHILD | {"visited_on": _WHEN.format("n"), "is_seen": "n % 20 > 0"}),
    "cp_plan": (0.15, _OF_CHILD | {"started_on": _WHEN.format("n"), "ended_on": f"{_WHEN.format('n')} + n % 500"}),
    "cp_visit": (3, _OF_CHILD | {"visited_on": _WHEN.format("n"), "is_seen": "n % 20 > 0",
                                 "is_seen_alone": "n % 3 > 0"}),
    "cla_episode": (0.2, _OF_CHILD | {"started_on": _WHEN.format("n"), "ceased_on": f"{_WHEN.format('n')} + n % 700"}),
    "cla_visit": (2, _OF_CHILD | {"visited_on": _WHEN.format("n"), "is_seen": "n % 20 > 0"}),
}  # fmt: skip
"""How many rows a child each table has, and what the columns hold: some 25 rows a child, as ten years leave."""


def _make(db: Session, children: int) -> None:
    db.execute(text("set session_replication_role = replica"))
    for n in range(1, 41):
        db.execute(text(
            "insert into unit (id, kind, name, source_system, source_id, parent_id) select gen_random_uuid(), 'team',"
            " 'Team ' || :n, u.source_system, 'team-' || :n, u.id from unit u where u.source_id = :service"
        ), {"n": n, "service": ("north", "south")[n % 2]})  # fmt: skip
    for table, (share, columns) in TABLES.items():
        _fill(db, table, columns, 1, int(children * share), children)
    db.execute(text("set session_replication_role = origin"))
    db.commit()
    db.connection().exec_driver_sql("analyze")
    db.commit()


def _fill(db: Session, table: str, columns: dict[str, str], first: int, last: int, children: int) -> None:
    source = {} if "source_id_encrypted" in columns else {"source_id": "'S' || n"}
    made = {"source_system": "(select source_system from unit where source_id = 'north')", "as_of": "now()",
            "received_at": "now()", "updated_at": "now()", **source, **columns}  # fmt: skip
    values = ", ".join(value.replace("{children}", str(children)) for value in made.values())
    db.execute(text("set statement_timeout = 0"))
    db.execute(text(f"insert into {table} ({', '.join(made)}) select {values} from generate_series({first}, {last}) n"))
    db.commit()


_BY_HAND = """
with recursive above as (
  select id as unit_id, id as ancestor_id, parent_id from unit
  union all select a.unit_id, u.id, u.parent_id from above a join unit u on u.id = a.parent_id
), member as materialized (
  select m.unit_id, (m.on_date - extract(day from m.on_date)::int + 1) as month, m.standard_number, m.met, {groups}
    from ({measure}) m left join by_hand_child_group g on g.child_ref = m.child_ref
   where m.on_date <= current_date and m.met is not null
), counted as (
  select unit_id, month, standard_number, count(*) filter (where met) as x, count(*) as n from member group by 1, 2, 3
), parted as (
  select unit_id, month, standard_number, part, count(*) filter (where met) as x, count(*) as n
    from member cross join lateral {parts} part group by 1, 2, 3, 4
)
select unit_id, 'month' as kind, month as first, standard_number, part, x, n from parted where {has_children}
 union all
select a.ancestor_id, p.kind, p.first, c.standard_number, null, sum(c.x) as x, sum(c.n) as n
  from counted c join above a on a.unit_id = c.unit_id
  cross join lateral (values ('month', c.month), ('quarter', date_trunc('quarter', c.month::timestamp)::date),
    ('year', (date_trunc('year', c.month - interval '3 months') + interval '3 months')::date)) p (kind, first)
 group by 1, 2, 3, 4"""


def _by_hand(db: Session) -> float:
    """Seconds that one statement a measure takes to keep its figures, with the tables of whose case a child was.

    They are of all units above those of the rows, and of months, quarters and years; and of each group of children, of
    months and the rows' own units. What our own computation does
    besides is left out: noughts, intervals, hiding, revisions, what members may see, and the rows behind each figure.
    """
    started = time.perf_counter()
    db.execute(text("set statement_timeout = 0"))
    db.execute(text("set work_mem = '64MB'"))
    db.execute(text("set jit = off"))
    for table, spans in (("holding", holding()), ("allocation", allocation()), ("child_group", of_children())):
        db.execute(text(f"create temporary table by_hand_{table} as {spans}"))
        db.execute(text(f"create index on by_hand_{table} (child_ref)"))
    for number, measure in enumerate(MEASURES):
        figures = _BY_HAND.format(measure=measure.sql, groups=GROUPS, parts=PARTS_OF,
                                  has_children=is_of_children(measure))  # fmt: skip
        db.execute(text(f"create temporary table by_hand_{number} as {figures}"))
    taken = time.perf_counter() - started
    db.rollback()
    return taken


def _night(db: Session, children: int) -> int:
    """What a day leaves: new rows dated yesterday, one in ten of them late by up to years; and a few corrections."""
    rows = 0
    for table, (share, columns) in TABLES.items():
        new = max(1, int(children * share / DAYS))
        of_night = {name: value.replace(_WHEN.format("n"), _LATE)
                    for name, value in columns.items()}  # fmt: skip
        beyond = int(children * max(share, 1)) + 1_000_000
        _fill(db, table, of_night, beyond, beyond + new - 1, children)
        rows += new
    changed = db.execute(text(
        "update cp_visit set is_seen_alone = not is_seen_alone where source_id in"
        " (select source_id from cp_visit order by md5(source_id) limit :n)"
    ), {"n": max(1, children // DAYS)}).rowcount  # fmt: skip
    regrouped = db.execute(text(
        "update child set ethnicity = 'CHNE' where child_ref in"
        " (select child_ref from child order by md5(child_ref) limit :n)"
    ), {"n": max(1, children // DAYS)}).rowcount  # fmt: skip
    db.commit()
    return rows + int(changed) + int(regrouped)


def _timed(database: Database, **how: Any) -> float:
    started = time.perf_counter()
    compute_indicators(database, **how)
    return time.perf_counter() - started


def measure(children: int = CHILDREN) -> dict[str, Any]:
    """The cost of all figures beside the aggregates by hand, and of a night's changes beside all."""
    with own_service() as (_, database), Session(database.engine) as db:
        make_council(db)
        make_person(db, Role.lead_member, None)  # what is shown to somebody is settled for good
        _make(db, children)
        first = _timed(database)
        pairs = [(_by_hand(db), _timed(database, is_anew=True)) for _ in range(TRIES)]
        by_hand, full = (min(side) for side in zip(*pairs, strict=True))
        rows = _night(db, children)
        nightly = _timed(database)
        quiet = _timed(database)
        counted = db.execute(text("select count(*) from indicator_member")).scalar_one()
    ratio, share = full / by_hand, nightly / full
    return {
        "name": "indicators", "children": children, "members": counted, "changed_rows": rows,
        "seconds": {"first": round(first, 2), "by_hand": round(by_hand, 2), "full": round(full, 2),
                    "nightly": round(nightly, 2), "nothing_new": round(quiet, 2)},
        "ratio": round(ratio, 2), "at_most": OF_BY_HAND_AT_MOST,
        "nightly_of_full": round(share, 4), "nightly_at_most": OF_FULL_AT_MOST,
        "is_met": ratio <= OF_BY_HAND_AT_MOST and share <= OF_FULL_AT_MOST,
    }  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]) if len(sys.argv) > 1 else CHILDREN), indent=1))
