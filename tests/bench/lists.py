"""What the house costs on a list: a page of 50 audits, beside a hand-written endpoint that runs the same SQL.

The hand-written one knows nobody, obeys no row policy, journals nothing, and dumps its rows with orjson. Both are asked
over HTTP, turn by turn.
"""

import json
import statistics
import time
from contextlib import closing
from typing import Any

import httpx
import orjson
from fastapi import FastAPI
from sqlalchemy import event, text
from sqlmodel import Session
from starlette.responses import Response

from api.access.permissions import Role
from api.kernel.database import Database
from tests.access.make import make_council, sign_in_as
from tests.audits.make import make_audit
from tests.bench.own import own_service

PATH, BY_HAND = "/api/v1/audits?limit=50", "/bench/audits"
AUDITS, ROUNDS, AT_MOST = 300, 300, 2.5


def measure() -> dict[str, Any]:
    """Median milliseconds of both endpoints, and ours over the hand-written one."""
    with own_service() as (service, database), Session(database.engine, expire_on_commit=False) as make:
        council = make_council(make)
        for _ in range(AUDITS):
            make_audit(make)
        make.execute(text("analyze"))
        make.commit()
        with closing(sign_in_as(make, service.url, Role.quality_lead, council["council"])) as lead:
            _serve_by_hand(service.app, database, _sql_of(lead, database))
            times: dict[str, list[float]] = {path: [] for path in (PATH, BY_HAND) if _warm(lead, path)}
            for _ in range(ROUNDS):
                for path, taken in times.items():
                    taken.append(_ask(lead, path))
    medians = {path: statistics.median(taken) * 1_000 for path, taken in times.items()}
    ratio = medians[PATH] / medians[BY_HAND]
    return {
        "name": "lists",
        "milliseconds": round(medians[PATH], 2),
        "by_hand_milliseconds": round(medians[BY_HAND], 2),
        "ratio": round(ratio, 2),
        "at_most": AT_MOST,
        "is_met": ratio <= AT_MOST,
    }


def _sql_of(lead: httpx.Client, database: Database) -> tuple[str, Any]:
    """The statement that the list runs, with its values, as the driver is given them."""
    seen: list[tuple[str, Any]] = []

    def note(_: Any, __: Any, statement: str, values: Any, *___: Any) -> None:
        if "FROM audit" in statement:
            seen.append((statement, values))

    event.listen(database.engine, "before_cursor_execute", note)
    assert len(lead.get(PATH).json()["items"]) == 50
    event.remove(database.engine, "before_cursor_execute", note)
    return seen[0]


def _serve_by_hand(app: FastAPI, database: Database, sql: tuple[str, Any]) -> None:
    def list_by_hand() -> Response:
        with database.engine.connect() as connection:
            rows = connection.exec_driver_sql(*sql).mappings().all()
        return Response(orjson.dumps({"items": [dict(row) for row in rows[:50]]}), media_type="application/json")

    app.router.routes.insert(0, app.router.route_class(BY_HAND, list_by_hand))


def _warm(client: httpx.Client, path: str) -> bool:
    return all(_ask(client, path) for _ in range(20))


def _ask(client: httpx.Client, path: str) -> float:
    started = time.perf_counter()
    answer = client.get(path)
    taken = time.perf_counter() - started
    assert answer.status_code == 200
    return taken


if __name__ == "__main__":
    print(json.dumps(measure(), indent=1))
