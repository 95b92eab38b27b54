"""Reading what came from each source, what was counted in it, and the rows behind a finding."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from itertools import product
from typing import Any

from sqlalchemy import (
    Boolean,
    Date,
    FromClause,
    Integer,
    Select,
    String,
    Uuid,
    and_,
    cast,
    column,
    exists,
    func,
    literal,
    null,
    union,
    union_all,
    values,
)  # fmt: skip
from sqlmodel import Session, col, select

from api.access.models import Person
from api.access.who import Who
from api.cases.models import Child, Record
from api.imports.models import UNDER_WAY, Import
from api.intake.models import Receipt, Rejection
from api.journal.reads import saw
from api.kernel import clock
from api.kernel.errors import NotFound
from api.kernel.pages import paginate, pick
from api.sources.checks import BY_NAME, Rule, code_sent, is_kept, rules_of, table_of
from api.sources.models import QualityCount
from api.sources.schemas import Check, Counts, FindingFilters, ReceiptFilters, SourceFilters

LATELY = timedelta(days=7)
MAX_DAYS = 60
"""The days on which an entity came, of which its rhythm is made."""
_ONE_LOAD = timedelta(hours=12)
"""What comes within this of the last receipt is told as one arrival: a night's load."""

COUNTS = tuple(Counts.model_fields)
"""What became of records, in the columns of a receipt."""


def _clients() -> Any:
    """The machine clients by id, source and name; a function of the database's gives these columns alone."""
    columns = column("id", Uuid), column("source_system", String), column("name", String), column("is_sender", Boolean)
    return func.source_clients().table_valued(*columns)


def _named() -> Any:
    """The source systems that are known by anything at all."""
    clients = _clients()
    # From each source's first receipt to the next one's, not through all of them.
    walk = pick(func.min(Receipt.source_system).label("source_system")).cte("walk", recursive=True)
    after = pick(func.min(Receipt.source_system)).where(col(Receipt.source_system) > walk.c.source_system)
    walk = walk.union_all(pick(after.scalar_subquery()).where(walk.c.source_system.is_not(None)))
    return union(
        pick(walk.c.source_system).where(walk.c.source_system.is_not(None)),
        pick(Import.source_system), pick(QualityCount.source_system),
        pick(clients.c.source_system).where(clients.c.is_sender),
    ).subquery()  # fmt: skip


def list_source_systems(db: Session, who: Who, filters: SourceFilters) -> dict[str, Any]:
    """The names of the source systems, in their order."""
    named = _named()
    return paginate(db, pick(named.c.source_system), filters, by=[named.c.source_system])


def get_source_system(db: Session, who: Who, source_system: str) -> str:
    """The name, or NotFound where nothing is known by it."""
    named = _named()
    if not db.execute(select(exists().where(named.c.source_system == source_system))).scalar_one():
        raise NotFound
    return source_system


def list_senders(db: Session, names: Collection[str]) -> list[Any]:
    """The machine clients that push for the sources, by name."""
    clients = _clients()
    statement = pick(clients.c.source_system, clients.c.name).order_by(clients.c.name)
    return list(db.execute(statement.where(clients.c.is_sender, clients.c.source_system.in_(names))).all())


def list_last_receipts(db: Session, names: Collection[str]) -> list[Any]:
    """The last receipt of each entity of each source: looked up one by one, however many there are."""
    if not names:
        return []
    wanted = values(column("source_system", String), column("entity", String), name="wanted")
    wanted = wanted.data(list(product(names, BY_NAME)))
    is_of_it = and_(col(Receipt.source_system) == wanted.c.source_system, col(Receipt.entity) == wanted.c.entity)
    last = pick(func.max(Receipt.number)).where(is_of_it).correlate(wanted).scalar_subquery()
    newest = pick(last.label("number")).select_from(wanted).cte("newest").prefix_with("materialized")
    told = [getattr(Receipt, one) for one in ("number", "source_system", "entity", "at", "as_of", *COUNTS)]
    return list(db.execute(pick(*told).join(newest, col(Receipt.number) == newest.c.number)).all())


def list_loads(db: Session, numbers: Collection[int]) -> list[Any]:
    """The load of which each of these receipts was the last: all that its source sent in the hours up to it."""
    told = (Receipt.source_system, Receipt.at, Receipt.as_of, Receipt.channel, Receipt.import_id)
    last = pick(*told).where(col(Receipt.number).in_(numbers)).subquery()
    is_of_it = and_(
        col(Receipt.source_system) == last.c.source_system, col(Receipt.at).between(last.c.at - _ONE_LOAD, last.c.at)
    )
    sums = [func.sum(getattr(Receipt, name)).label(name) for name in COUNTS]
    entities = func.array_agg(col(Receipt.entity).distinct()).label("entities")
    return list(db.execute(pick(*last.c, entities, *sums).join(Receipt, is_of_it).group_by(*last.c)).all())


def count_rejected(db: Session, names: Collection[str]) -> dict[str, int]:
    """The records of each source that were rejected lately."""
    statement = pick(Receipt.source_system, func.sum(Receipt.rejected))
    statement = statement.where(col(Receipt.at) > clock.now() - LATELY, col(Receipt.source_system).in_(names))
    return {row[0]: row[1] for row in db.execute(statement.group_by(Receipt.source_system))}


def list_days(db: Session, source_system: str) -> dict[str, list[date]]:
    """Per entity the last days, in England, on which it came."""
    day = cast(func.timezone(str(clock.ENGLAND), Receipt.at), Date)
    statement = pick(Receipt.entity, func.array_agg(day.distinct())).where(col(Receipt.source_system) == source_system)
    return {row[0]: row[1][-MAX_DAYS:] for row in db.execute(statement.group_by(Receipt.entity))}


def list_under_way(db: Session, names: Collection[str]) -> list[Any]:
    """The imports that have not ended, at most one for each source."""
    is_open = and_(col(Import.source_system).in_(names), col(Import.state).in_(UNDER_WAY))
    return list(db.execute(select(Import.source_system, Import.id, Import.state).where(is_open)).all())


def list_counts(db: Session, names: Collection[str]) -> list[QualityCount]:
    """What was counted in the rows of the sources."""
    return list(db.execute(select(QualityCount).where(col(QualityCount.source_system).in_(names))).scalars())


def list_receipts(db: Session, who: Who, source_system: str, filters: ReceiptFilters) -> dict[str, Any]:
    """A source's receipts, the latest first."""
    clients = _clients()
    columns = [getattr(Receipt, name) for name in ("number", "entity", "channel", "at", "as_of", "import_id", *COUNTS)]
    statement = (
        pick(*columns, func.coalesce(Person.name, clients.c.name).label("sent_by"))
        .join(Person, col(Person.id) == Receipt.actor_id, isouter=True)
        .join(clients, clients.c.id == Receipt.actor_id, isouter=True)
        .where(col(Receipt.source_system) == source_system)
    )  # fmt: skip
    if filters.entity:
        statement = statement.where(col(Receipt.entity) == filters.entity)
    return paginate(db, statement, filters, by=[col(Receipt.number)], descending=True)


def list_counted(db: Session) -> dict[str, datetime | None]:
    """When the rows of each source were last counted; None where they never were."""
    named = _named()
    statement = pick(named.c.source_system, func.max(QualityCount.counted_at)).select_from(named)
    theirs = col(QualityCount.source_system) == named.c.source_system
    statement = statement.join(QualityCount, theirs, isouter=True).group_by(named.c.source_system)
    return {row[0]: row[1] for row in db.execute(statement)}


def has_receipts_since(db: Session, source_system: str, at: datetime) -> bool:
    """Whether anything came from a source after that instant."""
    is_later = and_(col(Receipt.source_system) == source_system, col(Receipt.at) > at)
    return bool(db.execute(pick(exists(col(Receipt.id)).where(is_later))).scalar_one())


def has_imports_since(db: Session, source_system: str, at: datetime) -> bool:
    """Whether an import of a source has ended after that instant."""
    is_later = and_(col(Import.source_system) == source_system, col(Import.ended_at) > at)
    return bool(db.execute(pick(exists(col(Import.id)).where(is_later))).scalar_one())


def count_rows(db: Session, source_system: str, model: type[Record]) -> tuple[int, datetime | None, dict[str, int]]:
    """In one pass over an entity: its rows, when the last of them came, and in how many each check finds something."""
    rules, table = rules_of(model), table_of(model)
    found = [func.count().filter(rule.condition) for rule in rules]
    joined: FromClause = table
    for rule in rules:
        joined = rule.join(joined)
    statement = pick(func.count(), func.max(table.c.received_at), *found).select_from(joined)
    statement = statement.where(table.c.source_system == source_system, is_kept(table))
    rows, received_at, *counts = db.execute(statement).one()
    return rows, received_at, {rule.key: count for rule, count in zip(rules, counts, strict=True) if count}


def count_rejections(db: Session, source_system: str) -> list[Any]:
    """Per entity and whether the whole row was rejected: what could not be read lately, once for each row and fault."""
    last = _last_rejections(source_system).subquery()
    by = (col(Rejection.entity), col(Rejection.is_rejected))
    statement = pick(*by, func.count().label("count")).join(last, col(Rejection.id) == last.c.id)
    return list(db.execute(statement.group_by(*by)).all())


def _last_rejections(source_system: str) -> Select[Any]:
    """The last time that each fault came lately; where no id is kept, each time."""
    row = func.coalesce(Rejection.key, cast(Rejection.id, String))
    return (
        pick(func.max(Rejection.id).label("id"))
        .where(
            col(Rejection.source_system) == source_system, col(Rejection.receipt_id).is_not(None),
            col(Rejection.at) > clock.now() - LATELY,
        )
        .group_by(row, *(getattr(Rejection, name) for name in ("entity", "field", "code", "is_rejected")))
    )  # fmt: skip


def list_findings(
    db: Session, who: Who, source_system: str, filters: FindingFilters, rules: Sequence[Rule]
) -> dict[str, Any]:
    """A page of the rows that the rules find, each with the place of the rule that found it."""
    found = union_all(*(_found(source_system, place, rule) for place, rule in enumerate(rules))).cte("found")
    # Found whole and then sorted: in the order of the ids, PostgreSQL would look up row by row what it can join.
    found = found.prefix_with("materialized")
    page = paginate(db, pick(*found.c), filters, by=[found.c.place, found.c.source_id])
    saw(db, [row.child_id for row in page["items"]])
    return page


def _found(source_system: str, place: int, rule: Rule) -> Any:
    table, children = table_of(rule.model), table_of(Child).alias("known")
    child_ref = table.c.get("child_ref")
    code = code_sent(rule)
    columns = (
        literal(place, Integer).label("place"), table.c[rule.model.key].label("source_id"),
        (null() if child_ref is None else child_ref).label("child_ref"),
        (null() if child_ref is None else children.c.id).label("child_id"),
        cast(null() if code is None else code, String).label("code"), table.c.updated_at.label("received_at"),
    )  # fmt: skip
    joined = rule.join(table)
    if child_ref is not None:
        joined = joined.outerjoin(children, children.c.child_ref == child_ref)
    return (
        pick(*columns).select_from(joined).where(table.c.source_system == source_system, is_kept(table), rule.condition)
    )


def list_rejections(db: Session, who: Who, source_system: str, filters: FindingFilters) -> dict[str, Any]:
    """A page of the rows, or the values, of an entity that could not be read lately."""
    rows = pick(
        Rejection.id, col(Rejection.key).label("source_id"), col(Rejection.at).label("received_at"),
        Rejection.field, Rejection.detail,
    ).where(
        col(Rejection.entity) == filters.entity, col(Rejection.is_rejected) == (filters.check is Check.rejected),
        col(Rejection.id).in_(_last_rejections(source_system)),
    )  # fmt: skip
    if filters.field:
        rows = rows.where(col(Rejection.field) == filters.field)
    return paginate(db, rows, filters, by=[col(Rejection.id)])
