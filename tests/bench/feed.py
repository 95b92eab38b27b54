"""How fast figures go out, and at what cost: each as a ratio within one run.

The feed's CSV through HTTP beside psycopg's COPY of the same view; the memory that a Parquet file of many rows takes
beside that of a few; a page of a long history and one of a short, by turns; an unchanged answer beside a health check.

Run alone on an idle machine: `python -m tests.bench.feed` prints what was found as JSON. Smaller by hand:
`python -m tests.bench.feed 20000 100000 50000 400000` (rows of CSV, of Parquet, of the short and the long history).
"""

import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from typing import Any

import httpx
from sqlalchemy import text
from sqlmodel import Session

from api.access.permissions import Role
from api.kernel.database import Database
from tests.access.make import make_council, sign_in_as
from tests.bench.own import own_service, peak_megabytes, server_pid

ROWS, PARQUET_ROWS, SHORT, LONG = 200_000, 1_000_000, 100_000, 10_000_000
AT_LEAST, AT_MOST_PAGE, AT_MOST_SAME, AT_MOST_MORE_MEGABYTES = 0.7, 1.3, 3.0, 80.0
TRIES, PAGES = 5, 31
FEED = "/api/v1/feed"

_VALUES = """
insert into indicator_value
select gen_random_uuid(), i.id, 1, 'month', date '1900-01-01' + n::int, date '1900-01-31' + n::int, u.id, n % 97, 97,
       round(100.0 * (n % 97) / 97, 4), 'ok', round(80.0 * (n % 97) / 97, 4), round(97.0 * (n % 97) / 97, 4),
       now(), now(), now() - n * interval '1 second', 1
  from unit u, indicator i,
       generate_series(:first / 100, :first / 100 + (select ceil(:rows / count(*)) from unit, indicator)::int) n
 order by random() limit :rows"""
_PLAIN = "copy (select * from feed.indicator_values) to stdout (format csv)"


def measure(sizes: tuple[int, int, int, int] = (ROWS, PARQUET_ROWS, SHORT, LONG)) -> dict[str, Any]:
    """What each part found, and whether all of it is met."""
    rows, parquet_rows, short, long = sizes
    with _council() as (db, database, analyst):
        first = _fill(db, database, 0, rows)
        found = _speed(database, analyst, first) | _same(analyst) | _memory(db, database, analyst, first, parquet_rows)
        _fill(db, database, max(first, parquet_rows), long - max(first, parquet_rows))
        with _council() as (other, beside, reader):
            _fill(other, beside, 0, short)
            found["short_page_ms"], found["long_page_ms"] = _pages(reader, analyst)
    found["page_ratio"] = round(found["long_page_ms"] / found["short_page_ms"], 3)
    met = {
        "csv_ratio": found["csv_ratio"] >= AT_LEAST, "page_ratio": found["page_ratio"] <= AT_MOST_PAGE,
        "same_ratio": found["same_ratio"] <= AT_MOST_SAME,
        "parquet_more_megabytes": found["parquet_more_megabytes"] <= AT_MOST_MORE_MEGABYTES,
    }  # fmt: skip
    return {"name": "feed", "sizes": sizes, **found, "met": met, "is_met": all(met.values())}


@contextmanager
def _council() -> Iterator[tuple[Session, Database, httpx.Client]]:
    """A council of its own without a figure, and an analyst who reads its feed."""
    with own_service() as (url, database), Session(database.engine) as db:
        make_council(db)
        with closing(sign_in_as(db, url, Role.data_analyst, None)) as analyst:
            analyst.timeout = httpx.Timeout(600)
            yield db, database, analyst


def _fill(db: Session, database: Database, first: int, rows: int) -> int:
    """Add so many values after the first; returns how many there are."""
    if rows > 0:
        db.execute(text("set local statement_timeout = 0"))
        db.execute(text(_VALUES), {"first": first, "rows": rows})
        db.commit()
        with database.connect(autocommit=True) as owner:
            owner.execute("set statement_timeout = 0")
            owner.execute("vacuum analyze indicator_value")
    return first + max(rows, 0)


def _speed(database: Database, analyst: httpx.Client, rows: int) -> dict[str, Any]:
    """Rows a second of plain COPY and of the feed, by turns, and the ratio of the fastest of each."""
    pairs = [(_copy(database, rows), _file(analyst, "csv", rows + 1)) for _ in range(TRIES)]
    copies, feeds = (min(side) for side in zip(*pairs, strict=True))
    return {"copy_rows_per_second": round(rows / copies), "feed_rows_per_second": round(rows / feeds),
            "csv_ratio": round(copies / feeds, 3)}  # fmt: skip


def _copy(database: Database, rows: int) -> float:
    """Seconds that psycopg takes to read all rows, on one connection and in one COPY, and keeping none of them."""
    with closing(database.connect()) as connection:
        started = time.perf_counter()
        with connection.cursor().copy(_PLAIN) as out:
            lines = sum(1 for _ in out)
        taken = time.perf_counter() - started
    assert lines == rows
    return taken


def _file(client: httpx.Client, form: str, lines: int | None = None) -> float:
    """Seconds that a client takes to read a whole file."""
    started, found = time.perf_counter(), 0
    with client.stream("GET", f"{FEED}/values.{form}", headers={"Accept-Encoding": "identity"}) as answer:
        for chunk in answer.iter_raw():
            found += chunk.count(b"\n")
    taken = time.perf_counter() - started
    assert answer.status_code == 200
    assert lines in (None, found)
    return taken


def _memory(db: Session, database: Database, analyst: httpx.Client, first: int, rows: int) -> dict[str, Any]:
    """How much more memory the service has held after a long file of Parquet than after a short one."""
    _file(analyst, "parquet")
    before = peak_megabytes(server_pid(database))
    _fill(db, database, first, rows - first)
    seconds = _file(analyst, "parquet")
    after = peak_megabytes(server_pid(database))
    return {"parquet_seconds": round(seconds, 1), "parquet_more_megabytes": round(after - before, 1)}


def _pages(*analysts: httpx.Client) -> list[float]:
    """Milliseconds of a page of a thousand in the middle of each history, by turns, at the median."""
    middles = [one.get(f"{FEED}/values", params={"limit": 1_000}).raise_for_status().json()["next"] for one in analysts]
    asks = [partial(one.get, middle) for one, middle in zip(analysts, middles, strict=True)]
    taken = [[_ask(ask, 200) for ask in asks] for _ in range(PAGES)]
    return [round(statistics.median(side), 2) for side in zip(*taken, strict=True)]


def _same(analyst: httpx.Client) -> dict[str, Any]:
    """Milliseconds of an answer that says that nothing has changed, and of a health check that asks the database."""
    tag = {"If-None-Match": analyst.get(f"{FEED}/values", params={"limit": 1}).headers["etag"]}
    same = _median(lambda: analyst.get(f"{FEED}/values", headers=tag), 304, 100)
    health = _median(lambda: analyst.get("/health/ready"), 200, 100)
    return {"same_ms": same, "health_ms": health, "same_ratio": round(same / health, 2)}


def _median(ask: Callable[[], httpx.Response], status: int, times: int) -> float:
    return round(statistics.median(_ask(ask, status) for _ in range(times)), 2)


def _ask(ask: Callable[[], httpx.Response], status: int) -> float:
    """Milliseconds of one answer."""
    started = time.perf_counter()
    assert ask().status_code == status
    return (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    given = tuple(int(size) for size in sys.argv[1:5])
    print(json.dumps(measure(given) if len(given) == 4 else measure(), indent=1))  # type: ignore[arg-type]  # four they are
