"""One statement per entity that merges a batch of rows into its table, and the units that follow the departments.

A sixth file because it is SQL for a thousand rows at once, made from the tables; nothing else writes case data.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import TextClause, text
from sqlalchemy.dialects import postgresql
from sqlmodel import Session

from api.intake.entities import BY_NAME
from api.kernel.settings import settings

_MERGE = """
with incoming as materialized (
  select {typed}, cast(given as int) as given, n from unnest({arrays}) with ordinality as r({names}, n)
), compared as materialized (
  select r.*, t.id as known_id, case
      when t.id is null then 'c'
      when t.as_of > :as_of then 's'
      when {differs} then 'u'
      else 'n' end as outcome
    from incoming r left join lateral (
      select * from {table} t where t.{key} = r.{key} and t.source_system = :source_system limit 1) t on true
), made as (
  insert into {table} (id, source_system, as_of, received_at, updated_at, {stored})
  select cast(:id_start || lpad(to_hex(n), 8, '0') as uuid), :source_system, :as_of, :now, :now, {stored} from compared
   where outcome = 'c' order by {key}
), changed as (
  update {table} t set as_of = :as_of, received_at = :now, updated_at = :now, {assigned}
    from compared r where r.outcome = 'u' and t.id = r.known_id
)
select coalesce(string_agg(outcome, '' order by n), '') from compared
"""

_NEXT, _NONE = "\x01", "\x02"
_AS_TEXT: dict[Any, Any] = {None: _NONE, True: "t", False: "f"}
"""A batch goes over as one text a column, which PostgreSQL takes apart sooner than JSON; no reader lets these in."""

_POSTGRESQL = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves its dialects untyped

_LOCK = text("select pg_advisory_xact_lock(hashtextextended(:what, 0))")

_COUNCIL = text("""
insert into unit (id, kind, name) select gen_random_uuid(), 'council', :name
 where not exists (select from unit where kind = 'council')
""")

# Where each department belongs: beneath its parent where that is known and no ring leads back, or else the council.
_WANTED = """
with recursive known as (
  select d.source_id, coalesce(d.name, d.source_id) as name, nullif(d.parent_source_id, d.source_id) as parent
    from department d where d.source_system = :source_system
), reached as (
  select k.source_id, k.name, k.parent from known k
   where k.parent is null or not exists (select from known p where p.source_id = k.parent)
  union all
  select k.source_id, k.name, k.parent from known k join reached r on r.source_id = k.parent
), placed as (
  select * from reached
  union all
  select k.source_id, k.name, null from known k where not exists (select from reached r where r.source_id = k.source_id)
), council as (
  select * from unit where kind = 'council' order by source_id nulls last, id limit 1
), wanted as (
  select p.source_id, p.name, p.parent, case
      when u.kind = 'council' then 'council'
      when p.parent is null and council.source_id is null and lower(p.name) = lower(council.name) then 'council'
      when exists (select from placed below where below.parent = p.source_id)
        or exists (select from unit below where below.parent_id = u.id and below.source_id is null) then 'service'
      else 'team' end as kind
    from placed p cross join council
    left join unit u on u.source_id = p.source_id and u.source_system = :source_system
)
"""

_ADOPT_COUNCIL = text(
    _WANTED
    + """
update unit u set source_system = :source_system, source_id = w.source_id
  from wanted w, council c where w.kind = 'council' and u.id = c.id and c.source_id is null
"""
)

_ADD_UNITS = text(
    _WANTED
    + """
insert into unit (id, parent_id, kind, name, source_system, source_id)
select gen_random_uuid(), council.id, w.kind, w.name, :source_system, w.source_id from wanted w cross join council
 where w.kind <> 'council' and not exists (
   select from unit u where u.source_id = w.source_id and u.source_system = :source_system)
 order by w.source_id
"""
)

_PLACE_UNITS = text(
    _WANTED  # noqa: S608 - both parts are constants
    + """
update unit u set name = w.name, kind = w.kind, parent_id = w.parent_id from (
  select w.source_id, w.name, w.kind, case when w.kind <> 'council' then coalesce(p.id, council.id) end parent_id
    from wanted w cross join council
    left join unit p on p.source_id = w.parent and p.source_system = :source_system
) w
 where u.source_id = w.source_id and u.source_system = :source_system
   and (u.name, u.kind, u.parent_id) is distinct from (w.name, w.kind, w.parent_id)
"""
)


@cache
def _statement(name: str) -> TextClause:
    """The merge of an entity, made from its table."""
    entity = BY_NAME[name]
    stored = entity.stored
    kept = [accepted for accepted in entity.accepted if accepted.column != entity.key]
    kinds = {c.name: c.type.compile(dialect=_POSTGRESQL) for c in entity.table.columns}
    was_given = {accepted.column: f"r.given & {accepted.bit} <> 0" for accepted in kept}
    return text(_MERGE.format(
        table=entity.table.name, key=entity.key, stored=", ".join(stored),
        typed=", ".join(f"cast({column} as {kinds[column]}) as {column}" for column in stored),
        arrays=", ".join(f"string_to_array(:{column}, '{_NEXT}', '{_NONE}')" for column in [*stored, "given"]),
        names=", ".join([*stored, "given"]),
        differs=" or ".join(f"({given} and r.{c} is distinct from t.{c})" for c, given in was_given.items()),
        assigned=", ".join(f"{c} = case when {given} then r.{c} else t.{c} end" for c, given in was_given.items()),
    ))  # fmt: skip


def merge(
    db: Session, entity: str, source_system: str, rows: Sequence[dict[str, Any]], *, as_of: datetime, now: datetime
) -> str:
    """Merge `rows`, each key once, and give one letter for each: created, updated, n for unchanged, stale.

    Pushes of one entity from one source take turns, so that two of them neither double a row nor lock each other out;
    a row that does not change is not touched.
    """
    db.execute(_LOCK, {"what": f"{source_system}|{entity}"})
    columns = {column: _joined(rows, column) for column in (*BY_NAME[entity].stored, "given")}
    common = {"source_system": source_system, "as_of": as_of, "now": now, "id_start": _id_start(now)}
    outcome: str = db.execute(_statement(entity), columns | common).scalar_one()
    return outcome


def _joined(rows: Sequence[dict[str, Any]], column: str) -> str:
    """One column of the rows as one text."""
    values: list[Any] = [row.get(column) for row in rows]
    if column == "given":
        return _NEXT.join(map(str, values))
    return _NEXT.join([_AS_TEXT.get(value, value) for value in values])


def _id_start(now: datetime) -> str:
    """The first 24 digits of a batch's ids: version 7, so that a thousand rows go to one end of the index."""
    moment, chance = int(now.timestamp() * 1000), secrets.randbits(44)
    return f"{moment:012x}7{chance >> 32:03x}{0x8000 | chance >> 18 & 0x3FFF:04x}{chance >> 2 & 0xFFFF:04x}"


def place_units(db: Session, source_system: str) -> None:
    """Bring the units of the council in step with the source's departments: parents are services, leaves are teams."""
    db.execute(_LOCK, {"what": "units"})
    db.execute(_COUNCIL, {"name": settings.council_name})
    for statement in (_ADOPT_COUNCIL, _ADD_UNITS, _PLACE_UNITS):
        db.execute(statement, {"source_system": source_system})
