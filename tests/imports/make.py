"""Imports as a sender makes them: begun, filled, committed and waited for."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from api.imports.work import process_import
from api.kernel.database import Database
from tests.access.make import Caller

CSV = {"Content-Type": "text/csv"}
LINES = {"Content-Type": "application/x-ndjson"}
ARRAY = {"Content-Type": "application/json"}
VISITS = "cppv_cp_visit_id,cppv_person_id,cppv_cp_visit_date,cppv_cp_visit_seen\n"
PLANS = "cppl_cp_plan_id,cppl_person_id,cppl_cp_plan_start_date\n"


def visits(numbers: Iterable[int], *, seen: str = "Y", day: str = "2026-03-02") -> str:
    """A table of visits to seven children, each with its own id."""
    return VISITS + "".join(f"V{n},P{n % 7},{day},{seen}\n" for n in numbers)


def plans(numbers: Iterable[int], *, day: str = "2026-01-05") -> str:
    """A table of plans of seven children."""
    return PLANS + "".join(f"L{n},P{n % 7},{day}\n" for n in numbers)


def begin(caller: Caller, **wish: Any) -> str:
    """A new import's address."""
    answer = caller.post("/api/v1/imports", json=wish)
    assert answer.status_code == 201, answer.text
    return answer.headers["Location"]


def send(caller: Caller, at: str, name: str, body: Any, **headers: str) -> dict[str, Any]:
    """What is told of a file that was sent; CSV unless the headers say otherwise."""
    answer = caller.put(f"{at}/files/{name}", content=body, headers=CSV | headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


def refused(caller: Caller, at: str, name: str, body: Any, **headers: str) -> tuple[int, str]:
    """The status and code of a file that was not taken."""
    answer = caller.put(f"{at}/files/{name}", content=body, headers=CSV | headers)
    return answer.status_code, answer.json()["code"]


def commit(caller: Caller, at: str) -> None:
    """Hand the import to the worker."""
    answer = caller.post(f"{at}/commit")
    assert answer.status_code == 202, answer.text


def process(database: Database, at: str) -> None:
    """Do the worker's part."""
    process_import(database, at.rpartition("/")[2])


def finish(caller: Caller, database: Database, at: str) -> dict[str, Any]:
    """Commit, let the worker do its part, and tell where the import stands."""
    commit(caller, at)
    process(database, at)
    return caller.get(at).json()


def bring(caller: Caller, database: Database, files: dict[str, str | bytes], **wish: Any) -> dict[str, Any]:
    """A whole import of CSV files."""
    at = begin(caller, **wish)
    for name, body in files.items():
        send(caller, at, name, body)
    return finish(caller, database, at)


def counts(import_: dict[str, Any], entity: str, *, gone: int = 0) -> dict[str, int]:
    """What became of an entity's rows, without the noughts; what was received is what became of it.

    `gone` is how many of those removed were in no file.
    """
    found = next(one for one in import_["entities"] if one["entity"] == entity)
    outcomes = ("created", "updated", "unchanged", "skipped_stale", "duplicates", "rejected", "removed")
    assert found["received"] + gone == sum(found[name] for name in outcomes), found
    assert min(number for name, number in found.items() if name != "entity") >= 0, found
    return {name: number for name, number in found.items() if name not in ("entity", "held_before") and number}


def stored(make: Session, table: str = "cp_visit") -> int:
    """How many rows a table has."""
    make.rollback()
    return make.execute(text(f"select count(*) from {table}")).scalar_one()


def kept(make: Session, columns: str, table: str = "cp_visit") -> list[Any]:
    """Columns of all rows of a table, in order."""
    make.rollback()
    return [tuple(row) for row in make.execute(text(f"select {columns} from {table} order by 1"))]


def staged(make: Session) -> int:
    """How many staging tables there are."""
    make.rollback()
    return make.execute(text("select count(*) from pg_tables where schemaname = 'staging'")).scalar_one()
