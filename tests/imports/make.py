"""Imports as a sender makes them: begun, filled, committed and waited for."""

from typing import Any

from api.imports.work import process_import
from api.kernel.database import Database
from tests.access.make import Caller

CSV = {"Content-Type": "text/csv"}
VISITS = "cppv_cp_visit_id,cppv_person_id,cppv_cp_visit_date,cppv_cp_visit_seen\n"


def begin(caller: Caller, **wish: Any) -> str:
    """A new import's address."""
    answer = caller.post("/api/v1/imports", json=wish)
    assert answer.status_code == 201, answer.text
    return answer.headers["Location"]


def send(caller: Caller, at: str, name: str, body: str | bytes, **headers: str) -> dict[str, Any]:
    """What is told of a file that was sent; CSV unless the headers say otherwise."""
    answer = caller.put(f"{at}/files/{name}", content=body, headers=CSV | headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


def finish(caller: Caller, database: Database, at: str) -> dict[str, Any]:
    """Commit, let the worker do its part, and tell where the import stands."""
    answer = caller.post(f"{at}/commit")
    assert answer.status_code == 202, answer.text
    process_import(database, at.rpartition("/")[2])
    return caller.get(at).json()


def bring(caller: Caller, database: Database, files: dict[str, str], **wish: Any) -> dict[str, Any]:
    """A whole import of CSV files."""
    at = begin(caller, **wish)
    for name, body in files.items():
        send(caller, at, name, body)
    return finish(caller, database, at)


def counts(import_: dict[str, Any], entity: str) -> dict[str, int]:
    """What became of an entity's rows, without the noughts."""
    found = next(one for one in import_["entities"] if one["entity"] == entity)
    return {name: number for name, number in found.items() if name not in ("entity", "held_before") and number}
