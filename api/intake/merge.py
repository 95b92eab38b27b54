"""The statements that merge rows into an entity's table or take them away, and the units that follow the departments.

A sixth file because it is SQL for a thousand rows at once, made from the tables; nothing else writes case data.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import TextClause, text
from sqlalchemy.dialects import postgresql
from sqlmodel import Session

from api.intake import queries
from api.intake.entities import BY_NAME
from api.intake.models import Receipt, Removal
from api.kernel.settings import settings

_INCOMING = """
with incoming as materialized (
  select {typed}, cast(given as bigint) as given, n from unnest({arrays}) with ordinality as r({names}, n)
)
"""

_JUDGE = (
    _INCOMING
    + """
select coalesce(string_agg(case
      when t.source_system is null then case when {removed_since} then 's' else 'c' end
      when t.as_of > :as_of then 's'
      when {differs} then 'u'
      else 'n' end, '' order by n), '')
  from incoming r left join lateral (
    select * from {table} t where t.{key} = r.{key} and t.source_system = :source_system limit 1) t on true
"""
)

_CREATE = (
    _INCOMING
    + """
insert into {table} ({provenance}, {stored}) select {new_provenance}, {stored} from incoming order by {key}
"""
)

_CHANGE = (
    _INCOMING
    + """
update {table} t set as_of = :as_of, received_at = :now, updated_at = :now, receipt_id = :receipt_id,
       sent_hash = null, {assigned}
  from incoming r where t.{key} = r.{key} and t.source_system = :source_system
"""
)

_WITHDRAW = """
with gone as (
  delete from {table} t using unnest(cast(:keys as text[])) k
   where t.{key} = k and t.source_system = :source_system and t.as_of <= :as_of returning t.source_id, k
), told as (
  insert into tombstone (source_system, entity, key, reason, removed_at, receipt_id)
  select :source_system, :entity, source_id, :reason, :now, :receipt_id from gone
)
select distinct k from gone
"""

_EMPTIED = ", ".join(f"{a.column} = null" for a in BY_NAME["person"].accepted if a.column != "child_ref")

WITHDRAW_CHILDREN = f"""
with gone as (
  update child set {_EMPTIED}, source_id_encrypted = '', withdrawn_at = :now, as_of = :as_of, received_at = :now,
         updated_at = :now, receipt_id = :receipt_id, sent_hash = null
   where child_ref = any (:keys) and source_system = :source_system and as_of <= :as_of and withdrawn_at is null
  returning child_ref
), told as (
  insert into tombstone (source_system, entity, key, reason, removed_at, receipt_id)
  select :source_system, 'person', child_ref, :reason, :now, :receipt_id from gone
)
select child_ref from gone
"""

_NEXT, _NONE = "\x01", "\x02"
_AS_TEXT: dict[Any, Any] = {None: _NONE, True: "t", False: "f"}
"""A batch goes over as one text a column, which PostgreSQL takes apart sooner than JSON; no reader lets these in."""

_POSTGRESQL = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves its dialects untyped

# Whether a record that is not there was taken away later than the receipt speaks of; of an instant that has just come
# nothing can be known that is newer.
_REMOVED_SINCE = """:as_of < :now and exists (
  select from tombstone d join receipt p on p.id = d.receipt_id
   where d.source_system = :source_system and d.entity = '{entity}' and d.key = r.{key} and p.as_of > :as_of)"""

_LOCK = text("select pg_advisory_xact_lock(hashtextextended(what, 0)) from unnest(cast(:what as text[])) what")
_RECEIPT = text("select set_config('app.receipt', cast(:receipt_id as text), true)")

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
    _WANTED
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
def statement_parts(name: str) -> dict[str, str]:
    """The parts of an entity's statements that are made from its table; `r` is the row that comes, `t` the one kept."""
    entity = BY_NAME[name]
    kept = [accepted for accepted in entity.accepted if accepted.column != entity.key]
    was_given = {accepted.column: f"r.given & {accepted.bit} <> 0" for accepted in kept}
    differs = [f"({given} and r.{c} is distinct from t.{c})" for c, given in was_given.items()]
    assigned = [f"{c} = case when {given} then r.{c} else t.{c} end" for c, given in was_given.items()]
    provenance = ["source_system", "as_of", "received_at", "updated_at", "receipt_id"]
    new = [":source_system", ":as_of", ":now", ":now", "cast(:receipt_id as uuid)"]
    if entity.is_sealed:  # a child that comes again is known again
        differs.append("t.withdrawn_at is not null")
        assigned += ["withdrawn_at = null", "source_id_encrypted = r.source_id_encrypted"]
        provenance.append("id")
        new.append("gen_random_uuid()")
    return {
        "removed_since": _REMOVED_SINCE.format(entity=name, key=entity.key),
        "table": entity.table.name, "key": entity.key, "stored": ", ".join(entity.stored),
        "differs": " or ".join(differs) or "false", "assigned": ", ".join(assigned) or f"{entity.key} = t.{entity.key}",
        "provenance": ", ".join(provenance), "new_provenance": ", ".join(new),
    }  # fmt: skip


def kinds(name: str) -> dict[str, str]:
    """PostgreSQL's types of an entity's stored columns."""
    entity = BY_NAME[name]
    return {column: entity.table.c[column].type.compile(dialect=_POSTGRESQL) for column in entity.stored}


@cache
def _statement(kind: str, name: str) -> TextClause:
    """One of the statements of a merge, made from the entity's table."""
    stored = BY_NAME[name].stored
    return text(kind.format(
        typed=", ".join(f"cast({column} as {kind}) as {column}" for column, kind in kinds(name).items()),
        arrays=", ".join(f"string_to_array(:{column}, '{_NEXT}', '{_NONE}')" for column in [*stored, "given"]),
        names=", ".join([*stored, "given"]), **statement_parts(name),
    ))  # fmt: skip


def lock(db: Session, source_system: str, *entities: str) -> None:
    """Wait for the turn of entities from one source, so that no two writers double a row or lock each other out."""
    db.execute(_LOCK, {"what": [f"{source_system}|{entity}" for entity in entities]})


def begin_receipt(db: Session, receipt: Receipt) -> None:
    """Store a receipt and take its entity's turn: numbers are in the order of the changes they stand for."""
    lock(db, receipt.source_system, receipt.entity)
    db.add(receipt)
    db.flush()
    db.execute(_RECEIPT, {"receipt_id": receipt.id})


def merge(db: Session, receipt: Receipt, rows: Sequence[dict[str, Any]]) -> str:
    """Merge `rows`, each key once, and give one letter for each: created, updated, n for unchanged, stale.

    A row that does not change is not touched, and where none does nothing is written at all. The receipt must have
    begun: from then on nobody else writes these rows, so that what was judged still holds when it is done.
    """
    if not rows:
        return ""
    outcomes: str = _execute(db, _JUDGE, receipt, rows).scalar_one()
    for kind, letter in ((_CREATE, "c"), (_CHANGE, "u")):
        theirs = [row for row, outcome in zip(rows, outcomes, strict=True) if outcome == letter]
        if theirs:
            _execute(db, kind, receipt, theirs)
    return outcomes


def _execute(db: Session, kind: str, receipt: Receipt, rows: Sequence[dict[str, Any]]) -> Any:
    columns = {column: _joined(rows, column) for column in (*BY_NAME[receipt.entity].stored, "given")}
    return db.execute(_statement(kind, receipt.entity), columns | provenance_of(receipt))


def withdraw(db: Session, receipt: Receipt, keys: Sequence[str], reason: Removal) -> set[str]:
    """Remove the records with these keys, leaving tombstones; with a child goes every record about it.

    Gives the keys of which something was there. What is newer than the receipt stays.
    """
    if not keys:
        return set()
    if BY_NAME[receipt.entity].is_sealed:
        return _withdraw_children(db, receipt, keys, reason)
    return _remove(db, receipt, receipt.entity, "source_id", keys, reason)


def _withdraw_children(db: Session, receipt: Receipt, keys: Sequence[str], reason: Removal) -> set[str]:
    newer = queries.keys_newer(db, BY_NAME[receipt.entity], receipt.source_system, keys, receipt.as_of)
    children = [key for key in keys if key not in newer]
    about = [name for name, entity in BY_NAME.items() if "child_ref" in entity.table.columns and not entity.is_sealed]
    lock(db, receipt.source_system, *(name for name in BY_NAME if name in _with_those_below(about)))
    gone = set[str]()
    for name in about:
        for below, column in queries.list_through(name):
            parents = queries.keys_of_children(db, BY_NAME[name], receipt.source_system, children)
            _remove(db, receipt, below, column, parents, reason)
        gone |= _remove(db, receipt, name, "child_ref", children, reason)
    if queries.has_any(db, BY_NAME[receipt.entity], "child_ref", receipt.source_system, children):
        more = {"keys": children, "reason": reason}
        gone |= set(db.execute(text(WITHDRAW_CHILDREN), provenance_of(receipt) | more).scalars())
    return gone


def _with_those_below(about: Sequence[str]) -> set[str]:
    return {below for name in about for below, _ in queries.list_through(name)} | set(about)


def _remove(db: Session, receipt: Receipt, name: str, column: str, keys: Sequence[str], reason: Removal) -> set[str]:
    statement = text(_WITHDRAW.format(table=BY_NAME[name].table.name, key=column))
    more = {"keys": list(keys), "entity": name, "reason": reason}
    if not queries.has_any(db, BY_NAME[name], column, receipt.source_system, keys):
        return set()  # nothing to delete, and so nothing for the journal to tell
    return set(db.execute(statement, provenance_of(receipt) | more).scalars())


def provenance_of(receipt: Receipt) -> dict[str, Any]:
    """Where the rows of a receipt come from, as the statements name it."""
    return {
        "source_system": receipt.source_system, "as_of": receipt.as_of, "now": receipt.at, "receipt_id": receipt.id,
    }  # fmt: skip


def _joined(rows: Sequence[dict[str, Any]], column: str) -> str:
    """One column of the rows as one text."""
    values: list[Any] = [row.get(column) for row in rows]
    if column == "given":
        return _NEXT.join(map(str, values))
    return _NEXT.join([_AS_TEXT.get(value, value) for value in values])


def place_units(db: Session, source_system: str) -> None:
    """Bring the units of the council in step with the source's departments: parents are services, leaves are teams."""
    db.execute(_LOCK, {"what": ["units"]})
    db.execute(_COUNCIL, {"name": settings.council_name})
    for statement in (_ADOPT_COUNCIL, _ADD_UNITS, _PLACE_UNITS):
        db.execute(statement, {"source_system": source_system})
