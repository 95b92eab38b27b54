"""What the house costs on a list: a page of 50 audits, beside a hand-written endpoint that runs the same SQL.

The hand-written one knows nobody, obeys no row policy, journals nothing, and dumps its rows with orjson. Both are asked
over HTTP, turn by turn, of one server.
"""

import json
import statistics
import time
from contextlib import closing
from typing import Any

import httpx
from sqlalchemy import text
from sqlmodel import Session

from api.access.permissions import Role
from tests.access.make import make_council, sign_in_as
from tests.audits.make import make_audit
from tests.bench.one_server import BY_HAND
from tests.bench.own import own_service

PATH = "/api/v1/audits?limit=50"
AUDITS, ROUNDS, AT_MOST = 300, 300, 2.5


def measure() -> dict[str, Any]:
    """Median milliseconds of both endpoints, and ours over the hand-written one."""
    with own_service() as (url, database), Session(database.engine, expire_on_commit=False) as make:
        council = make_council(make)
        for _ in range(AUDITS):
            make_audit(make)
        make.execute(text("analyze"))
        make.commit()
        with closing(sign_in_as(make, url, Role.quality_lead, council["council"])) as lead:
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
