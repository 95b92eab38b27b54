"""The merge of what an import has staged for one entity: a few statements, whatever the number of rows.

A sixth file because it is SQL made from the tables, like `merge`, for a million rows instead of a thousand.
"""

import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from api.intake import queries
from api.intake.entities import BY_NAME
from api.intake.merge import WITHDRAW_CHILDREN, kinds, place_units, provenance_of, statement_parts, withdraw
from api.intake.models import Receipt, Removal
from api.intake.staging import Part, table_of
from api.kernel.database import savepoint

MOST_REMOVED, MOST_REMOVED_SHARE = 200, 0.05
"""A snapshot that would remove more of an entity waits for a person."""
_WITHDRAWN_AT_ONCE = 1_000
SLICE_PAGES = 4_096
"""Of what is inserted so much goes at once, some 200,000 rows; how far it is can be told in between."""

_FIRST = """
insert into {table} ({provenance}, sent_hash, {stored})
select {new_provenance}, sent_hash, {stored} from {staged} r where file_no = any (:numbers) {slice}
"""

_JUDGE = """
create temporary table judged on commit drop as
select r.*, case
    when t.source_system is null then case when {removed_since} then 's' else 'c' end
    when t.as_of > :as_of then 's'
    when {differs} then 'u'
    when r.sent_hash is not null and t.sent_hash is distinct from r.sent_hash then 'r'
    else 'n' end as outcome
  from {staged} r left join {table} t on t.{key} = r.{key} and t.source_system = :source_system
 where not r.is_withdrawn
"""

_CREATE = """
insert into {table} ({provenance}, sent_hash, {stored})
select {new_provenance}, sent_hash, {stored} from judged r where outcome = 'c' {slice}
"""

_CHANGE = """
update {table} t set as_of = :as_of, received_at = :now, updated_at = :now, receipt_id = :receipt_id,
       sent_hash = r.sent_hash, {assigned}
  from judged r where r.outcome = 'u' and t.{key} = r.{key} and t.source_system = :source_system
"""

# What the row says is as before, and only its line is another: remembered, so that the line is known the next time.
_RECOGNISE = """
update {table} t set sent_hash = r.sent_hash
  from judged r where r.outcome = 'r' and t.{key} = r.{key} and t.source_system = :source_system
"""

# What is said of a record before it is taken back does not count, also where it is brought in again afterwards.
_DROP_BEFORE_WITHDRAWAL = """
delete from {staged} r using (
  select {key}, max({position}) as position from {staged} where is_withdrawn group by {key}
) w where r.{key} = w.{key} and {position_of_r} < w.position
"""

# The last of several rows with one key, into which the fields go that only the earlier ones held.
_LAST_OF_EACH = """
create temporary table repeated on commit drop as
select {key}, (array_agg(file_no order by {newest}))[1] as file_no, (array_agg(n order by {newest}))[1] as n,
       bit_or(given) as given, count(distinct given) = 1 as is_one_shape, {latest}
  from {staged} r
 where {key} in (select {key} from {staged} group by {key} having count(*) > 1)
 group by {key}
"""
_KEEP_LAST = """
update {staged} r set given = l.given, sent_hash = case when l.is_one_shape then r.sent_hash end, {assigned}
  from repeated l where r.{key} = l.{key} and r.file_no = l.file_no and r.n = l.n
"""
_DROP_EARLIER = """
delete from {staged} r using repeated l where r.{key} = l.{key} and (r.file_no, r.n) <> (l.file_no, l.n)
"""

# Rows that a snapshot no longer holds: neither staged, nor rejected, nor among the lines that came again as they were.
_GONE = """
create temporary table gone on commit drop as
select t.{key} as key from {table} t
 where t.source_system = :source_system and t.as_of <= :as_of
   and (t.receipt_id is null or t.receipt_id <> all (:since))
   and (:is_read_whole or t.sent_hash is null
        or t.sent_hash in (select hash from {lost} where file_no = any (:numbers)))
   and not exists (select from {staged} s where s.{key} = t.{key})
   and encode(sha256(convert_to(t.{key}, 'UTF8')), 'hex') not in (
     select digest from {spared} where file_no = any (:numbers))
   {more}
"""

# A record under a new id is the one that is gone, if who, what and when are the same, once on either side. The line it
# came from had the old id.
_REKEY = """
with gone_rows as (
  select {natural}, min(t.{key}) as key from {table} t join gone g on g.key = t.{key}
   where t.source_system = :source_system and {all_known} group by {natural} having count(*) = 1
), new_rows as (
  select {natural_of_staged}, min(r.{key}) as key from {staged} r
   where {all_known_of_staged} and not r.is_withdrawn
     and not exists (select from {table} t where t.{key} = r.{key} and t.source_system = :source_system)
   group by {natural_of_staged} having count(*) = 1
)
update {table} t set {key} = n.key, sent_hash = null, received_at = :now, updated_at = :now, receipt_id = :receipt_id
  from gone_rows o join new_rows n using ({names})
 where t.{key} = o.key and t.source_system = :source_system
"""

_REMOVE = """
with removed as (
  delete from {table} t using gone g where t.{key} = g.key and t.source_system = :source_system returning t.{key} as key
)
insert into tombstone (source_system, entity, key, reason, removed_at, receipt_id)
select :source_system, :entity, key, 'removed', :now, :receipt_id from removed
"""


Tell = Callable[[int], None]


class ChangedMeanwhileError(Exception):
    """Rows that the file took for unchanged have been changed by another push since it was read."""


@dataclass(frozen=True)
class Staged:
    """What is staged of an entity, and what is known of its files."""

    import_id: uuid.UUID
    numbers: list[int]
    """The files' numbers, in the order in which their rows count."""
    known_receipt: int | None
    """The latest receipt when the only file was sifted; None where every line was read."""
    is_snapshot: bool
    is_confirmed: bool


@dataclass
class Merged:
    """What became of the staged rows of an entity."""

    held_before: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped_stale: int = 0
    duplicates: int = 0
    rekeyed: int = 0
    removed: int = 0
    is_held: bool = False


def merge_staged(db: Session, receipt: Receipt, staged: Staged, tell: Tell) -> Merged:
    """Merge an entity's staged rows as plumbline_intake; raises ChangedMeanwhileError. The receipt has begun.

    `tell` is given how many of the staged rows are done with, again and again.
    """
    work = _Work(db, receipt, staged, tell)
    # An upload that has lost its sender may still be writing: from here on it waits, then has nothing to write to.
    work.run("lock table {staged}, {lost}, {spared} in share row exclusive mode")
    merged = Merged(held_before=work.count_kept() if staged.is_snapshot else 0)
    since = work.list_since()
    work.check_unchanged(since)
    if work.is_first() and work.fill_empty(merged):
        _follow(db, receipt, merged)
        return merged
    work.run("delete from {staged} where file_no <> all (:numbers)")
    work.run("analyze {staged}", as_system=True)
    merged.duplicates = work.drop_repeated()
    if staged.is_snapshot:
        work.find_gone(since)
        merged.rekeyed = work.rekey()
    outcomes = work.judge_and_store()
    merged.created, merged.updated = outcomes["c"], outcomes["u"]
    merged.unchanged, merged.skipped_stale = outcomes["n"] + outcomes["r"], outcomes["s"]
    if staged.is_snapshot:
        merged.removed, merged.is_held = work.remove_gone(merged.held_before)
    work.withdraw_staged(merged)
    _follow(db, receipt, merged)
    return merged


def _follow(db: Session, receipt: Receipt, merged: Merged) -> None:
    if receipt.entity == "department" and (merged.created or merged.updated or merged.removed):
        place_units(db, receipt.source_system)


class _Work:
    """The statements of one merge, with their tables and values filled in."""

    def __init__(self, db: Session, receipt: Receipt, staged: Staged, tell: Tell) -> None:
        self.db, self.receipt, self.staged, self.tell = db, receipt, staged, tell
        self.entity = BY_NAME[receipt.entity]
        self.names = statement_parts(receipt.entity) | {
            "staged": table_of(staged.import_id, receipt.entity),
            "lost": table_of(staged.import_id, receipt.entity, Part.lost),
            "spared": table_of(staged.import_id, receipt.entity, Part.spared),
        }
        self.values = provenance_of(receipt) | {"numbers": staged.numbers, "entity": receipt.entity}

    def run(self, statement: str, *, as_system: bool = False, **more: Any) -> Any:
        """Run a statement with the names and values that it mentions."""
        written = statement.format(**self.names)
        values = {name: value for name, value in (self.values | more).items() if f":{name}" in written}
        if not as_system:
            return self.db.execute(text(written), values)
        self.db.execute(text("set local role plumbline_system"))
        found = self.db.execute(text(written), values)
        self.db.execute(text("set local role plumbline_intake"))
        return found

    def count_kept(self) -> int:
        more = "and withdrawn_at is null" if self.entity.is_sealed else ""
        return int(self.run("select count(*) from {table} where source_system = :source_system " + more).scalar_one())

    def is_first(self) -> bool:
        """Whether the source never brought in any of it, and takes none of it back."""
        known = "select from {table} where source_system = :source_system"
        removed = "select from tombstone where source_system = :source_system and entity = :entity"
        withdrawn = "select from {staged} where is_withdrawn and file_no = any (:numbers)"
        return not self.run(f"select exists ({known}) or exists ({removed}) or exists ({withdrawn})").scalar_one()

    def list_since(self) -> list[uuid.UUID]:
        """The receipts of this source since the file was sifted; another entity's may have withdrawn a child."""
        if self.staged.known_receipt is None:
            return []
        return list(self.run(
            "select id from receipt where source_system = :source_system and number > :known and id <> :receipt_id"
            " and (import_id is null or import_id <> :import_id) and (entity = :entity or removed > 0)",
            known=self.staged.known_receipt, import_id=self.staged.import_id,
        ).scalars())  # fmt: skip

    def check_unchanged(self, since: Sequence[uuid.UUID]) -> None:
        """A row changed or removed since the file was sifted must be newer, or nobody knows what the file says."""
        changed = "select from {table} where receipt_id = any (:since) and as_of <= :as_of"
        removed = (
            "select from tombstone d join receipt p on p.id = d.receipt_id"
            " where d.receipt_id = any (:since) and d.entity = :entity and p.as_of <= :as_of"
        )
        if since and self.run(f"select exists ({changed}) or exists ({removed})", since=since).scalar_one():
            raise ChangedMeanwhileError

    def fill_empty(self, merged: Merged) -> bool:
        """Store the rows of a source's first load as they are; False, and nothing done, where a key comes twice."""
        try:
            with savepoint(self.db):
                later = self.run("select begin_bulk_load('{table}')").scalar_one()
                merged.created = self.insert(_FIRST, self.names["staged"], 0)
                self.run("select end_bulk_load(:later)", later=later)
        except IntegrityError:
            merged.created = 0
            return False
        return True

    def drop_repeated(self) -> int:
        """Leave one row for each key, the last with the fields of those before; returns how many went."""
        key = self.names["key"]
        position = "array[array_position(cast(:numbers as bigint[]), {row}file_no), {row}n]"
        dropped = _DROP_BEFORE_WITHDRAWAL.replace("{position}", position.replace("{row}", ""))
        count = int(self.run(dropped.replace("{position_of_r}", position.replace("{row}", "r."))).rowcount)
        newest = position.replace("{row}", "") + " desc"
        held = {a.column: a.bit for a in self.entity.accepted if a.column != key}
        kind = kinds(self.receipt.entity)
        latest = [
            f"cast((array_agg(cast({column} as text) order by (given & {bit} <> 0) desc, {newest}))[1]"
            f" as {kind[column]}) as {column}"
            for column, bit in held.items()
        ]
        assigned = ", ".join(f"{column} = l.{column}" for column in held) or f"{key} = r.{key}"
        self.run("drop table if exists repeated")
        last = _LAST_OF_EACH.replace("{newest}", newest).replace("{latest}", ", ".join(latest) or "1 as nothing")
        self.run(last)
        self.run(_KEEP_LAST.replace("{assigned}", assigned))
        return count + int(self.run(_DROP_EARLIER).rowcount)

    def judge_and_store(self) -> Counter[str]:
        """Say of each row what is to become of it, and do it; where nothing changes nothing is written."""
        self.run("drop table if exists judged")
        self.run(_JUDGE)
        outcomes = Counter(dict(self.run("select outcome, count(*) from judged group by outcome").all()))
        done = outcomes["n"] + outcomes["s"]
        self.tell(done)
        if outcomes["c"]:
            done += self.insert(_CREATE, "judged", done)
        for statement, letter in ((_CHANGE, "u"), (_RECOGNISE, "r")):
            if outcomes[letter]:
                self.run(statement)
        return outcomes

    def insert(self, statement: str, table: str, done: int) -> int:
        """Run a statement that inserts the rows of a table slice by slice; returns how many it has inserted."""
        size = "select pg_relation_size(cast(:whole as regclass)) / cast(current_setting('block_size') as bigint)"
        pages = int(self.run(size, whole=table).scalar_one())
        count = 0
        for page in range(0, pages, SLICE_PAGES):
            slice_ = f"and r.ctid >= '({page}, 0)' and r.ctid < '({page + SLICE_PAGES}, 0)'"
            count += int(self.run(statement.replace("{slice}", slice_)).rowcount)
            self.tell(done + count)
        return count

    def find_gone(self, since: Sequence[uuid.UUID]) -> None:
        more = "and t.withdrawn_at is null" if self.entity.is_sealed else ""
        self.run("drop table if exists gone")
        self.run(_GONE.replace("{more}", more), since=list(since), is_read_whole=self.staged.known_receipt is None)

    def rekey(self) -> int:
        """Give records that come under a new id that id, rather than remove one and create another."""
        natural = self.entity.natural
        if not natural or not self.run("select exists (select from gone)").scalar_one():
            return 0
        parts = {
            "natural": ", ".join(f"t.{name}" for name in natural),
            "natural_of_staged": ", ".join(f"r.{name}" for name in natural),
            "all_known": " and ".join(f"t.{name} is not null" for name in natural),
            "all_known_of_staged": " and ".join(f"r.{name} is not null" for name in natural),
            "names": ", ".join(natural),
        }
        statement = _REKEY
        for name, written in parts.items():
            statement = statement.replace(f"{{{name}}}", written)
        count = int(self.run(statement).rowcount)
        if count:
            self.run("delete from gone g where not exists ("
                     "select from {table} t where t.{key} = g.key and t.source_system = :source_system)")  # fmt: skip
        return count

    def remove_gone(self, held_before: int) -> tuple[int, bool]:
        """Remove what a snapshot no longer holds; the count, and whether so many that a person must confirm it."""
        count = int(self.run("select count(*) from gone").scalar_one())
        if count > min(MOST_REMOVED, MOST_REMOVED_SHARE * held_before) and not self.staged.is_confirmed:
            return count, True
        if count and self.entity.is_sealed:
            keys = list(self.run("select key from gone").scalars())
            self.db.execute(text(WITHDRAW_CHILDREN), self.values | {"keys": keys, "reason": Removal.removed})
        elif count:
            self.run(_REMOVE)
        return count, False

    def withdraw_staged(self, merged: Merged) -> None:
        """Take back the records that the files withdraw; what is newer stays, and the rest was not there."""
        keys = list(self.run("select {key} from {staged} where is_withdrawn").scalars())
        for at in range(0, len(keys), _WITHDRAWN_AT_ONCE):
            some = keys[at : at + _WITHDRAWN_AT_ONCE]
            removed = withdraw(self.db, self.receipt, some, Removal.purged)
            left = [key for key in some if key not in removed]
            newer = queries.keys_newer(self.db, self.entity, self.receipt.source_system, left, self.receipt.as_of)
            merged.removed += len(removed)
            merged.skipped_stale += len(newer)
            merged.unchanged += len(left) - len(newer)
