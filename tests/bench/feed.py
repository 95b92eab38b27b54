"""How fast figures go out: the CSV feed of 200,000 values through HTTP, beside psycopg's COPY of the same rows.

Run alone on an idle machine: `python -m tests.bench.feed` prints the rates and their ratio as JSON.
"""

import json
import time
from contextlib import closing
from typing import Any

import httpx
from sqlalchemy import text
from sqlmodel import Session

from api.access.permissions import Role
from api.kernel.database import Database
from tests.access.make import make_council, sign_in_as
from tests.bench.own import own_service

ROWS = 200_000
AT_LEAST = 0.5
TRIES = 5
FILE = "/api/v1/indicator-values.csv"

_VALUES = """
insert into indicator_value
select gen_random_uuid(), i.id, 1, 'month', date '1900-01-01' + n::int, date '1900-01-31' + n::int, u.id, n % 97, 97,
       round(100.0 * (n % 97) / 97, 4), 'ok', round(80.0 * (n % 97) / 97, 4), round(97.0 * (n % 97) / 97, 4),
       now(), now(), now() - n * interval '1 second', 1
  from unit u, indicator i, generate_series(0, (select ceil(:rows / count(*)) from unit, indicator)::int) n
 order by random() limit :rows"""

_PLAIN = """
copy (
  select v.id, i.code, v.definition_version, v.period_type, v.period_start, v.period_end, u.kind, v.unit_id, u.name,
         v.numerator, v.denominator, v.value, v.value_status, v.lower, v.upper, i.target, v.data_as_of, v.updated_at,
         v.revision
    from indicator_value v join indicator i on i.id = v.indicator_id join unit u on u.id = v.unit_id
) to stdout (format csv)"""


def measure() -> dict[str, Any]:
    """Rates in rows a second of plain COPY and of the feed, by turns, and the ratio of the fastest of each."""
    with own_service() as (url, database), Session(database.engine) as db:
        make_council(db)
        db.execute(text(_VALUES), {"rows": ROWS})
        db.commit()
        with closing(sign_in_as(db, url, Role.data_analyst, None)) as analyst:
            pairs = [(_copy(database), _feed(analyst)) for _ in range(TRIES)]
    copies, feeds = zip(*pairs, strict=True)
    ratio = min(copies) / min(feeds)
    return {
        "name": "feed",
        "rows": ROWS,
        "copy_rows_per_second": round(ROWS / min(copies)),
        "feed_rows_per_second": round(ROWS / min(feeds)),
        "ratio": round(ratio, 3),
        "at_least": AT_LEAST,
        "is_met": ratio >= AT_LEAST,
    }


def _copy(database: Database) -> float:
    """Seconds that psycopg takes to read all rows, on one connection and in one COPY."""
    with closing(database.connect()) as connection:
        connection.execute("select count(*) from indicator_value")
        started = time.perf_counter()
        with connection.cursor().copy(_PLAIN) as out:
            lines = b"".join(out).count(b"\n")
        taken = time.perf_counter() - started
    assert lines == ROWS
    return taken


def _feed(client: httpx.Client) -> float:
    """Seconds that a client takes to read the whole file."""
    started = time.perf_counter()
    with client.stream("GET", FILE) as answer:
        lines = sum(chunk.count(b"\n") for chunk in answer.iter_raw())
    taken = time.perf_counter() - started
    assert answer.status_code == 200
    assert lines == ROWS + 1, "the rows and the header"
    return taken


if __name__ == "__main__":
    print(json.dumps(measure(), indent=1))
