"""How fast records come in: 20 pushes of 1,000 through HTTP, beside psycopg's COPY of the same rows into a plain table.

Run alone on an idle machine: `python -m tests.bench.push` prints the rates and their ratio as JSON.
"""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date, timedelta
from random import Random
from typing import Any

import httpx
from sqlmodel import Session

from api.access.permissions import Role
from api.kernel.database import Database
from tests.access.make import sign_in_as
from tests.bench.own import own_service

AT_LEAST = 0.1
PUSHES, SIZE = 20, 1_000
ENTITY = "cp_visits"
AT_ONCE = 4
"""Pushes on their way at once, as a sender has them that does not wait for each answer."""


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


def _copy(database: Database, columns: str, rows: list[tuple[Any, ...]]) -> float:
    """Seconds that psycopg's COPY takes, row by row, into a table with no index, rule or trigger: the best of three."""
    taken = []
    with closing(database.connect()) as connection, connection.cursor() as cursor:
        for _ in range(3):
            cursor.execute(f"create table plain_copy ({columns})")
            connection.commit()
            started = time.perf_counter()
            with cursor.copy("copy plain_copy from stdin") as copy:
                for row in rows:
                    copy.write_row(row)
            connection.commit()
            taken.append(time.perf_counter() - started)
            cursor.execute("drop table plain_copy")
            connection.commit()
    return min(taken)


def _push(client: httpx.Client, bodies: list[bytes], status: str) -> float:
    """Seconds that pushing all bodies takes, a few at a time; every record must end in `status`."""

    def send(body: bytes) -> httpx.Response:
        return client.post(f"/api/v1/records/{ENTITY}", content=body, headers={"Content-Type": "application/x-ndjson"})

    with ThreadPoolExecutor(AT_ONCE) as senders:
        started = time.perf_counter()
        answers = list(senders.map(send, bodies))
        taken = time.perf_counter() - started
    for answer in answers:
        assert answer.status_code == 200, answer.text
        assert answer.json()[status] == SIZE, answer.text[:500]
    return taken


def _stored(database: Database) -> tuple[str, list[tuple[Any, ...]]]:
    """The columns and the rows that the service now holds."""
    with closing(database.connect()) as connection:
        columns = connection.execute(
            "select string_agg(format('%I %s', attname, format_type(atttypid, atttypmod)), ', ' order by attnum)"
            " from pg_attribute where attrelid = 'cp_visit'::regclass and attnum > 0 and not attisdropped"
        ).fetchone()
        assert columns is not None
        return columns[0], connection.execute("select * from cp_visit").fetchall()


def measure() -> dict[str, Any]:
    """Rates in rows a second of a first push, of the same push again, and of COPY, and the ratios.

    COPY is measured with the records as they are sent, all of them text, and with the rows as the service then holds
    them; `ratio` is to the latter, for that COPY leaves the same rows behind, typed, with their ids.
    """
    rows = visits()
    sent = [tuple(row.values()) for row in rows]
    bodies = ["\n".join(map(json.dumps, rows[at : at + SIZE])).encode() for at in range(0, len(rows), SIZE)]
    with own_service() as (url, database), Session(database.engine) as db:
        with sign_in_as(db, url, Role.case_management_system, None) as client:
            _warm(client)
            pushed = _push(client, bodies, "created")
            again = _push(client, bodies, "unchanged")
        copied_as_sent = _copy(database, ", ".join(f"{name} text" for name in rows[0]), sent)
        copied_as_stored = _copy(database, *_stored(database))
    ratio = copied_as_stored / pushed
    return {
        "name": "push",
        "rows": len(rows),
        "pushed_per_second": round(len(rows) / pushed),
        "unchanged_per_second": round(len(rows) / again),
        "copied_as_sent_per_second": round(len(rows) / copied_as_sent),
        "copied_as_stored_per_second": round(len(rows) / copied_as_stored),
        "ratio_to_copy_as_sent": round(copied_as_sent / pushed, 3),
        "ratio": round(ratio, 3),
        "at_least": AT_LEAST,
        "is_met": ratio >= AT_LEAST,
    }


def _warm(client: httpx.Client) -> None:
    """A few small pushes, so that connections are open and statements prepared, as in any running service."""
    for n in range(6):
        row = {"cppv_cp_visit_id": f"warm-{n}", "cppv_person_id": "warm", "cppv_cp_visit_date": "2024-01-01"}
        assert client.post(f"/api/v1/records/{ENTITY}", json=[row]).json()["created"] == 1


if __name__ == "__main__":
    print(json.dumps(measure(), indent=1))
