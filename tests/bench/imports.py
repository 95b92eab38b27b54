"""How fast a whole council comes in: a million rows of nine tables, beside psycopg's COPY of the same bytes.

Run alone on an idle machine: `python -m tests.bench.imports`; with `--large` also ten million rows, in minutes.
"""

import json
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import httpx
from sqlmodel import Session

from api.access.permissions import Role
from api.indicators.service import refresh_indicators
from api.kernel.database import Database
from api.sources.service import refresh_quality
from tests.access.make import sign_in_as
from tests.bench.own import own_service, own_worker, peak_megabytes, server_pid
from tests.bench.tables import TABLES, change_some, write_tables

ROWS = 1_000_000
OF_COPY_AT_LEAST = 0.25
NIGHTLY_AT_LEAST = 3.0
PER_ROW_AT_MOST = 1.5
MEGABYTES_AT_MOST = 300
_AT_ONCE = 2
_ASKED_EVERY = 0.1
"""Seconds: to be asked fifty times a second takes the service a quarter of a core from the import itself."""


def _copy(database: Database, folder: Path) -> float:
    """Seconds that COPY takes to put all files into plain tables of text, in one transaction: the better of two."""
    taken = []
    with closing(database.connect()) as connection:
        for _ in range(2):
            for name, (_, columns, _) in TABLES.items():
                made = ", ".join(f"{column} text" for column in columns.split(","))
                connection.execute(f"create table plain_{name} ({made})")
            connection.commit()
            started = time.perf_counter()
            for name in TABLES:
                with (
                    (folder / f"{name}.csv").open("rb") as file,
                    connection.cursor().copy(f"copy plain_{name} from stdin (format csv, header)") as copy,
                ):
                    while piece := file.read(1 << 18):
                        copy.write(piece)
            connection.commit()
            taken.append(time.perf_counter() - started)
            for name in TABLES:
                connection.execute(f"drop table plain_{name}")
            connection.commit()
    return min(taken)


def _bring(client: httpx.Client, folder: Path) -> tuple[float, dict[str, Any]]:
    """Seconds from the first request to the end of the import, and what came of it."""
    started = time.perf_counter()
    at = client.post("/api/v1/imports", json={}).headers["Location"]

    def send(name: str) -> None:
        with (folder / f"{name}.csv").open("rb") as file:
            pieces = iter(lambda: file.read(1 << 18), b"")
            answer = client.put(f"{at}/files/{name}", content=pieces, headers={"Content-Type": "text/csv"}, timeout=600)
        assert answer.status_code == 200, answer.text

    with ThreadPoolExecutor(_AT_ONCE) as senders:
        list(senders.map(send, TABLES))
    uploaded = time.perf_counter() - started
    assert client.post(f"{at}/commit").status_code == 202
    while (found := client.get(at).json())["state"] in ("queued", "processing"):
        time.sleep(_ASKED_EVERY)
    assert found["state"] == "completed", found
    taken = time.perf_counter() - started
    print(f"uploaded {uploaded:.2f} s, all {taken:.2f} s: {found['sentence']}", file=sys.stderr)
    return taken, found


def _load(rows: int) -> dict[str, float]:
    """A first load, the same again with one line in a hundred changed, and COPY, on a database of their own."""
    with tempfile.TemporaryDirectory() as place, ExitStack() as stack:
        folder = Path(place)
        write_tables(folder, rows)
        url, database = stack.enter_context(own_service())
        worker = stack.enter_context(own_worker(database))
        db = stack.enter_context(Session(database.engine))
        client = stack.enter_context(sign_in_as(db, url, Role.case_management_system, None))
        _warm(client)
        copied = _copy(database, folder)
        first, _ = _bring(client, folder)
        change_some(folder, 100)
        _until_computed(database)
        nightly, _ = _bring(client, folder)
        return {
            "copied": copied, "first": first, "nightly": nightly,
            "server": peak_megabytes(server_pid(database)), "worker": peak_megabytes(worker),
        }  # fmt: skip


def _until_computed(database: Database) -> None:
    """Wait until the figures that follow from the first load are computed: the next one comes a night later."""
    while refresh_quality(database) or refresh_indicators(database) is not None:
        time.sleep(1)


def _warm(client: httpx.Client) -> None:
    """Wait until the worker is up: an import of one record."""
    at = client.post("/api/v1/imports", json={}).headers["Location"]
    body = "supv_supervision_id\n"
    client.put(f"{at}/files/supervision", content=body, headers={"Content-Type": "text/csv"})
    client.post(f"{at}/commit")
    while client.get(at).json()["state"] in ("queued", "processing"):
        time.sleep(0.05)


def measure(*, is_large: bool = False) -> dict[str, Any]:
    """The rate of an import beside COPY's, of a nightly push beside the first, the cost of a row, and peak memory."""
    found = _load(ROWS)
    small = _load(100_000)
    large = _load(10_000_000) if is_large else None
    per_row = {100_000: small["first"] / 100_000, ROWS: found["first"] / ROWS}
    if large:
        per_row[10_000_000] = large["first"] / 10_000_000
    growth = max(cost / per_row[100_000] for cost in per_row.values())
    peaks = [loaded[one] for loaded in (found, large or found) for one in ("server", "worker")]
    ratio, faster = found["copied"] / found["first"], found["first"] / found["nightly"]
    return {
        "name": "imports",
        "rows": ROWS,
        "seconds": {name: round(found[name], 2) for name in ("copied", "first", "nightly")},
        "ratio": round(ratio, 3),
        "at_least": OF_COPY_AT_LEAST,
        "nightly_faster_by": round(faster, 2),
        "nightly_at_least": NIGHTLY_AT_LEAST,
        "microseconds_per_row": {str(rows): round(cost * 1e6, 2) for rows, cost in per_row.items()},
        "growth": round(growth, 2),
        "growth_at_most": PER_ROW_AT_MOST,
        "peak_megabytes": round(max(peaks)),
        "megabytes_at_most": MEGABYTES_AT_MOST,
        "is_met": ratio >= OF_COPY_AT_LEAST
        and faster >= NIGHTLY_AT_LEAST
        and growth <= PER_ROW_AT_MOST
        and max(peaks) <= MEGABYTES_AT_MOST,
    }


if __name__ == "__main__":
    print(json.dumps(measure(is_large="--large" in sys.argv), indent=1))
