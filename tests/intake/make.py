"""What the tests of intake push, and how they look at what became of it."""

import gzip
import json
import threading
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ARRAY, Boolean, Column, Date, Integer, Numeric, text
from sqlmodel import Session, col, select

from api.cases.declaring import columns_of
from api.cases.models import ENTITIES, Record
from api.cases.references import child_ref
from api.intake.models import Receipt
from tests.access.make import SOURCE, Caller

PERSON = "person-4711"
BY_ENTITY = {model.entity: model for model in ENTITIES}

VISITS = "/api/v1/records/cp_visits"
NDJSON = {"Content-Type": "application/x-ndjson"}
CSV = {"Content-Type": "text/csv"}
JSON = {"Content-Type": "application/json"}
GZIP = JSON | {"Content-Encoding": "gzip"}
HEADER = "cppv_cp_visit_id,cppv_person_id,cppv_cp_visit_date,cppv_cp_visit_seen"
COUNTED = ("created", "updated", "unchanged", "removed", "rejected", "skipped_stale", "duplicates")


def visit(number: object = 1, **over: object) -> dict[str, object]:
    """A visit to the child p1."""
    return {"cppv_cp_visit_id": number, "cppv_person_id": "p1", "cppv_cp_visit_date": "2025-03-04"} | over


def zipped(*records: object) -> bytes:
    """Records as a JSON array under gzip."""
    return gzip.compress(json.dumps(records).encode())


def table(*lines: str) -> str:
    """A table of visits."""
    return "\r\n".join([HEADER, *lines]) + "\r\n"


def told(caller: Caller, body: str | bytes, headers: dict[str, str], **params: Any) -> dict[str, Any]:
    """What is told of a body of visits."""
    answer = caller.post(VISITS, content=body, headers=headers, params=params)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def statuses(told: dict[str, Any]) -> list[str]:
    """What became of each record."""
    return [result["status"] for result in told["results"]]


def kept(make: Session, model: type[Record], *columns: str) -> list[tuple[Any, ...]]:
    """The rows of an entity by their ids, with the columns wanted."""
    make.rollback()
    found = make.execute(select(*(getattr(model, name) for name in columns)).order_by(getattr(model, model.key)))
    return [tuple(row) for row in found]


def receipts(make: Session) -> list[Receipt]:
    """All receipts, in the order of their numbers."""
    make.rollback()
    make.expire_all()
    return list(make.exec(select(Receipt).order_by(col(Receipt.number))))


def counts(receipt: Receipt) -> dict[str, int]:
    """What a receipt says became of its records, without the noughts; it must add up."""
    found = {name: getattr(receipt, name) for name in COUNTED}
    assert sum(found.values()) == receipt.received
    return {name: number for name, number in found.items() if number}


def everything(make: Session) -> Iterator[tuple[str, str]]:
    """Each row of each table of the service, as text, with the table's name."""
    make.rollback()
    tables = make.execute(
        text("select schemaname, tablename from pg_tables where schemaname in ('public', 'staging', 'jobs')")
    ).all()
    assert len(tables) > 40
    for schema, name in tables:
        for row in make.execute(text(f'select t::text from "{schema}"."{name}" t')).scalars():
            yield name, row


def declared(model: type[Record]) -> list[Column[Any]]:
    """The columns that come in."""
    return [column for column in columns_of(model) if "ssd" in column.info]


def example(column: Column[Any], number: int = 1) -> tuple[Any, Any]:
    """What may be sent for a column, and what is then stored; another `number` gives other values."""
    known = sorted(column.info.get("codes") or ["A1", "B2", "C3"])
    code = known[number % len(known)]
    kinds: dict[type, tuple[Any, Any]] = {
        Date: (f"2025-03-{number:02}", date(2025, 3, number)),
        Boolean: ("YN"[number % 2], number % 2 == 0),
        Integer: (f"{number}", number),
        Numeric: (f"{number}.25", Decimal(f"{number}.25")),
        ARRAY: ([code], [code]),
    }
    if "child" in column.info:
        return PERSON, child_ref(SOURCE, PERSON)
    if "key" in column.info:
        return "id-1", "id-1"
    return next((both for kind, both in kinds.items() if isinstance(column.type, kind)), (code, code))


def record_of(model: type[Record], number: int = 1, **over: Any) -> dict[str, Any]:
    """A full record, in the dataset's names."""
    return {column.info["ssd"]: example(column, number)[0] for column in declared(model)} | over


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each act gives, all begun together, each in a thread of its own."""
    gate, given = threading.Barrier(len(acts)), [None] * len(acts)

    def go(place: int) -> None:
        gate.wait(10)
        given[place] = acts[place]()

    threads = [threading.Thread(target=go, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return given


def apart(caller: Caller) -> Caller:
    """The same client on a connection of its own."""
    return Caller(base_url=caller.base_url, headers=caller.headers, timeout=30)
