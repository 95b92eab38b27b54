"""How fast records come in: 20 pushes of 1,000 through HTTP, beside psycopg's COPY of the same rows into a plain table.

Run alone on an idle machine: `python -m tests.bench.push` prints the rates and their ratio as JSON.
"""

import json
import time
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from random import Random
from typing import Any

import httpx
import psycopg
from sqlalchemy.engine import make_url
from sqlmodel import Session

from api.access.permissions import Role
from api.cli import upgrade
from api.kernel.database import Database, embedded_url
from api.kernel.settings import settings
from tests.access.make import sign_in_as
from tests.conftest import Service

PUSHES, SIZE = 20, 1_000
ENTITY = "cp_visits"
_COLUMNS = (
    "cppv_cp_visit_id text", "cppv_person_id text", "cppv_cp_plan_id text", "cppv_cp_visit_date date",
    "cppv_cp_visit_seen text", "cppv_cp_visit_seen_alone text", "cppv_cp_visit_bedroom text",
)  # fmt: skip


def visits() -> list[dict[str, Any]]:
    """20,000 visits to 1,500 invented children over three years, as a case system would send them."""
    rng, first = Random(20261123), date(2023, 11, 1)
    return [
        {
            "cppv_cp_visit_id": str(8_100_900 + n),
            "cppv_person_id": str(700_300 + 7 * rng.randrange(1_500)),
            "cppv_cp_plan_id": str(4_400_300 + rng.randrange(900)),
            "cppv_cp_visit_date": (first + timedelta(days=rng.randrange(1_095))).isoformat(),
            "cppv_cp_visit_seen": "Y" if rng.random() < 0.95 else "N",
            "cppv_cp_visit_seen_alone": "Y" if rng.random() < 0.7 else "N",
            "cppv_cp_visit_bedroom": "Y" if rng.random() < 0.4 else None,
        }
        for n in range(PUSHES * SIZE)
    ]


def _copy(database: Database, rows: list[dict[str, Any]]) -> float:
    """Seconds that psycopg's COPY takes, row by row, into a table with no index, rule or trigger."""
    names = [column.split()[0] for column in _COLUMNS]
    with closing(database.connect()) as connection, connection.cursor() as cursor:
        cursor.execute(f"create table plain_copy ({', '.join(_COLUMNS)})")
        connection.commit()
        values = [tuple(row[name] for name in names) for row in rows]
        started = time.perf_counter()
        with cursor.copy(f"copy plain_copy ({', '.join(names)}) from stdin") as copy:
            for one in values:
                copy.write_row(one)
        connection.commit()
        taken = time.perf_counter() - started
        cursor.execute("drop table plain_copy")
        connection.commit()
    return taken


def _push(client: httpx.Client, bodies: list[bytes], status: str) -> float:
    """Seconds that pushing all bodies takes, one after another; every record must end in `status`."""
    started = time.perf_counter()
    answers = [
        client.post(f"/api/v1/records/{ENTITY}", content=body, headers={"Content-Type": "application/x-ndjson"})
        for body in bodies
    ]
    taken = time.perf_counter() - started
    for answer in answers:
        assert answer.status_code == 200, answer.text
        assert answer.json()[status] == SIZE, answer.json()
    return taken


def measure(client: httpx.Client, database: Database) -> dict[str, Any]:
    """Rates in rows a second of COPY, of a first push and of the same push again, and the first two's ratio.

    `client` is a case management system's; `database` is the one behind it, with no visits yet. COPY is measured
    before and after, and the faster counts.
    """
    rows = visits()
    chunks = [rows[start : start + SIZE] for start in range(0, len(rows), SIZE)]
    bodies = ["\n".join(json.dumps(row) for row in chunk).encode() for chunk in chunks]
    _warm(client)
    copies = [_copy(database, rows) for _ in range(3)]
    pushed = _push(client, bodies, "created")
    again = _push(client, bodies, "unchanged")
    copies += [_copy(database, rows) for _ in range(3)]
    return {
        "rows": len(rows),
        "copy_rows_per_second": round(len(rows) / min(copies)),
        "push_rows_per_second": round(len(rows) / pushed),
        "unchanged_rows_per_second": round(len(rows) / again),
        "ratio": round(min(copies) / pushed, 3),
        "at_least": 0.1,
    }


def _warm(client: httpx.Client) -> None:
    """A few small pushes, so that connections are open and statements prepared, as in any running service."""
    for n in range(6):
        row = {"cppv_cp_visit_id": f"warm-{n}", "cppv_person_id": "warm", "cppv_cp_visit_date": "2024-01-01"}
        assert client.post(f"/api/v1/records/{ENTITY}", json=[row]).json()["created"] == 1


@contextmanager
def _own_database() -> Iterator[Database]:
    """A migrated database of this run's own on the embedded server, as a newcomer's runs, with durability on."""
    name = f"bench_{uuid.uuid4().hex[:12]}"
    url = embedded_url(settings.plumbline_home / "bench")
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(f"create database {name}")
        database = Database(make_url(url).set(database=name).render_as_string(hide_password=False))
        upgrade(database)
        yield database
        database.engine.dispose()
        admin.execute(f"drop database {name} with (force)")


if __name__ == "__main__":
    with _own_database() as database, Service() as service, Session(database.engine) as db:
        service.app.state.database = database
        with sign_in_as(db, service.url, Role.case_management_system, None) as client:
            print(json.dumps(measure(client, database), indent=1))
