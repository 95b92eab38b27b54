"""What may be done with sources: count what their rows hold, and tell how each of them stands."""

import csv
import io
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from fastapi import Response
from sqlalchemy import delete, text
from sqlmodel import Session, col

from api.access.who import Who
from api.cases.models import ENTITIES
from api.kernel import clock
from api.kernel.database import Database, enter, gate_of
from api.kernel.errors import Conflict, FieldError, Invalid, NotFound
from api.kernel.pages import refuse_paging
from api.kernel.streams import plain_text
from api.sources import queries, standing
from api.sources.checks import BY_NAME, Rule, rules_of
from api.sources.models import QualityCount
from api.sources.schemas import Check, FindingFilters, FindingRead, ReceiptFilters, SourceFilters
from api.sources.standing import Source, counts_of, title_of

MAX_CSV_ROWS = 10_000
_UNDER_WAY = timedelta(minutes=10)
"""No push or merge lasts longer: what may have been under way while the rows were counted is counted again."""
_APART = timedelta(minutes=5)
"""Pushes come by the second; between two counts of one source lies at least this, unless an import has ended."""
_PATIENCE = text("select set_config('statement_timeout', '600s', true)")
_LOCK = text("select pg_advisory_xact_lock(hashtextextended('quality|' || :source_system, 0))")
_TRY_LOCK = text("select pg_try_advisory_xact_lock(hashtextextended('quality|' || :source_system, 0))")
_OF_ROWS = {Check.rejected: True, Check.unread: False}
"""The checks that intake makes as rows come in, and whether they cost the whole row."""


class CountUnderWay(Conflict):
    detail = "The rows of this source are being counted just now: look at its page again in a minute."


class NoSuchCheck(Invalid):
    detail = "There is no such check of this entity and column: its page lists those that are made."


def refresh_quality(database: Database) -> list[str]:
    """Count the rows of each source that needs it, one transaction a source; gives the names of those counted."""
    with database.transaction("plumbline_system") as db:
        due = [name for name, at in queries.list_counted(db).items() if at is None or _is_due(db, name, at)]
    for source_system in due:
        with database.transaction("plumbline_system") as db:
            db.execute(_PATIENCE)
            _count(db, source_system)
    return due


def _is_due(db: Session, source_system: str, counted_at: datetime) -> bool:
    if queries.has_imports_since(db, source_system, counted_at):
        return True
    is_fresh = counted_at > clock.now() - _APART
    return not is_fresh and queries.has_receipts_since(db, source_system, counted_at - _UNDER_WAY)


def count_quality(db: Session, who: Who, source_system: str) -> dict[str, Any]:
    """Count a source's rows now, for somebody who may bring data in; the counting alone sees every row."""
    if who.source_system not in (None, source_system):
        raise NotFound
    before = gate_of(db)
    enter(db, {"role": "plumbline_system"})
    source_system = queries.get_source_system(db, who, source_system)
    if not db.execute(_TRY_LOCK, {"source_system": source_system}).scalar_one():
        raise CountUnderWay
    _count(db, source_system)
    source = _gather(db, [source_system])[source_system]
    enter(db, before)
    return standing.totals(source)


def _count(db: Session, source_system: str) -> None:
    db.execute(_LOCK, {"source_system": source_system})
    db.execute(delete(QualityCount).where(col(QualityCount.source_system) == source_system))
    unread = {(row.entity, row.is_rejected): row.count for row in queries.count_rejections(db, source_system)}
    days, now = queries.list_days(db, source_system), clock.now()
    for model in ENTITIES:
        rows, received_at, found = queries.count_rows(db, source_system, model)
        found |= {check: n for check, is_row in _OF_ROWS.items() if (n := unread.get((model.entity, is_row)))}
        db.add(QualityCount(source_system=source_system, entity=model.entity, rows=rows, received_at=received_at,
                            came_on=days.get(model.entity, []), found=found, counted_at=now))  # fmt: skip
    db.flush()


def _gather(db: Session, names: list[str]) -> dict[str, Source]:
    rejected = queries.count_rejected(db, names)
    found = {name: Source(name, rejected.get(name, 0)) for name in names}
    for sender in queries.list_senders(db, names):
        found[sender.source_system].senders.append(sender.name)
    for receipt in queries.list_last_receipts(db, names):
        found[receipt.source_system].receipts[receipt.entity] = receipt
    for count in queries.list_counts(db, names):
        found[count.source_system].counts[count.entity] = count
    newest = [max(receipt.number for receipt in one.receipts.values()) for one in found.values() if one.receipts]
    for load in queries.list_loads(db, newest):
        found[load.source_system].load = load
    for under_way in queries.list_under_way(db, names):
        found[under_way.source_system].under_way = under_way
    return found


def list_sources(db: Session, who: Who, filters: SourceFilters) -> dict[str, Any]:
    """The sources, and how each of them stands."""
    page = queries.list_source_systems(db, who, filters)
    sources = _gather(db, [row.source_system for row in page["items"]])
    return page | {"items": [standing.listed(source) for source in sources.values()]}


def read_source(db: Session, who: Who, source_system: str) -> dict[str, Any]:
    """A source with each entity that is taken, or NotFound."""
    source = _gather(db, [queries.get_source_system(db, who, source_system)])[source_system]
    return standing.listed(source) | {"entities": [standing.entity(source, model) for model in ENTITIES]}


def list_receipts(db: Session, who: Who, source_system: str, filters: ReceiptFilters) -> dict[str, Any]:
    """A source's receipts, the latest first."""
    page = queries.list_receipts(db, who, queries.get_source_system(db, who, source_system), filters)
    plain = ("number", "entity", "channel", "at", "as_of", "sent_by", "import_id")
    items = [
        {**{name: getattr(row, name) for name in plain}, "title": title_of(row.entity), "counts": counts_of(row)}
        for row in page["items"]
    ]
    return page | {"items": items}


def list_findings(db: Session, who: Who, source_system: str, filters: FindingFilters) -> Any:
    """The rows behind a check as a page of JSON, or as a file where CSV is asked for."""
    queries.get_source_system(db, who, source_system)
    if filters.format == "json":
        return _findings(db, who, source_system, filters)
    refuse_paging(filters, f"CSV is always the first {MAX_CSV_ROWS:,} rows: leave out limit, cursor and total.")
    page = _findings(db, who, source_system, filters.model_copy(update={"limit": MAX_CSV_ROWS}))
    name = f'attachment; filename="findings-{filters.entity}-{filters.check}.csv"'
    return Response(_csv(page["items"]), media_type="text/csv; charset=utf-8", headers={"Content-Disposition": name})


def _fault(pointer: str, code: str, detail: str) -> FieldError:
    return FieldError(pointer=pointer, code=code, detail=detail)


def _findings(db: Session, who: Who, source_system: str, filters: FindingFilters) -> dict[str, Any]:
    if filters.entity not in BY_NAME:
        raise NoSuchCheck(errors=[_fault("?entity", "unknown_entity", "There is no such entity.")])
    if filters.check in _OF_ROWS:
        return _at_intake(db, who, source_system, filters)
    return _kept(db, who, source_system, filters)


def _at_intake(db: Session, who: Who, source_system: str, filters: FindingFilters) -> dict[str, Any]:
    page = queries.list_rejections(db, who, source_system, filters)
    unknown = dict.fromkeys(("child_ref", "child_id", "code"))
    items = [
        {**unknown, "source_id": row.source_id, "received_at": row.received_at, "field": row.field,
         "sentence": row.detail}
        for row in page["items"]
    ]  # fmt: skip
    return page | {"items": items}


def _kept(db: Session, who: Who, source_system: str, filters: FindingFilters) -> dict[str, Any]:
    rules = _chosen(filters)
    page = queries.list_findings(db, who, source_system, filters, rules)
    told = [{"field": rule.field, "sentence": f"{rule.title}. {rule.sentence}"} for rule in rules]
    plain = ("source_id", "child_ref", "child_id", "code", "received_at")
    items = [{name: getattr(row, name) for name in plain} | told[row.place] for row in page["items"]]
    return page | {"items": items}


def _chosen(filters: FindingFilters) -> list[Rule]:
    made = [rule for rule in rules_of(BY_NAME[filters.entity]) if rule.check is filters.check]
    chosen = [rule for rule in made if filters.field in (None, rule.field)]
    if not chosen:
        raise NoSuchCheck(errors=[_fault("?field" if made else "?check", "no_such_check", NoSuchCheck.detail)])
    return chosen


def _csv(rows: Iterable[dict[str, Any]]) -> str:
    """The rows as RFC 4180 has CSV; text cannot become a spreadsheet's formula: what might gets an apostrophe."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(
        out, [name for name in FindingRead.model_fields if name != "child_id"], extrasaction="ignore"
    )
    writer.writeheader()
    for row in rows:
        plain = row | {"received_at": row["received_at"].isoformat()}
        writer.writerow({name: plain_text(cell) for name, cell in plain.items()})
    return out.getvalue()
