"""What a hundred times the audits cost: each filter and order of the list, a round's board, and the agreement page.

Two services stand side by side, one over 1,000 audits and one over 100,000 (5 million judgements), and are asked turn
by turn. Run alone on an idle machine: `python -m tests.bench.audits`; with a number for fewer than 100,000.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import httpx
from sqlalchemy import text
from sqlmodel import Session

from api.access.permissions import Role
from tests.access.make import make_council, sign_in_as
from tests.bench.judgements import make_judgements
from tests.bench.own import own_service

SMALL, LARGE, ROUNDS, AT_MOST = 1_000, 100_000, 11, 3.0
LIST = "/api/v1/audits?limit=25"
SORTS = ("updated_at", "-updated_at", "due_on", "-due_on", "number", "-number")

Ask = Callable[[], float]


def _paths(db: Session) -> dict[str, str]:
    """What is asked, by a short name: the same in both databases."""

    def one(statement: str) -> str:
        return str(db.execute(text(statement)).scalar_one())

    team, north = one("select md5('team1')::uuid"), one("select id from unit where source_id = 'north'")
    of_round = one("select id from round where title = 'The round'")
    filters = {
        **{f"state={state}": f"state={state}" for state in ("allocated", "submitted", "final", "withdrawn")},
        "auditor": "auditor_id=" + one("select md5('auditor3')::uuid"),
        "child": "child_id=" + one("select md5('child3')::uuid"),
        "team": f"unit_id={team}", "service": f"unit_id={north}", "kind": "kind=thematic",
        "grade": "grade=inadequate", "grade and team": f"grade=inadequate&unit_id={team}", "mine": "mine=true",
        "reference": "q=A-0000", "exact reference": "q=A-000500", "no such reference": "q=A-9",
        "needs an auditor": "needs_auditor=true", "state and kind": "state=submitted&kind=peer",
    }  # fmt: skip
    paths = {f"audits by {sort}": f"{LIST}&sort={sort}" for sort in SORTS}
    for name, chosen in filters.items():
        paths |= {f"audits of {name} by {sort}": f"{LIST}&{chosen}&sort={sort}" for sort in ("-updated_at", "due_on")}
    everything = "from_on=2015-01-01"
    return paths | {
        "board of a round": f"/api/v1/rounds/{of_round}",
        "cases of a round": f"/api/v1/rounds/{of_round}/cases?limit=25",
        "agreement": "/api/v1/agreement",
        "agreement of all years": f"/api/v1/agreement?{everything}",
        "agreement of a team": f"/api/v1/agreement?{everything}&unit_id={team}",
        "agreement of a service": f"/api/v1/agreement?{everything}&unit_id={north}",
        "agreement of a kind": f"/api/v1/agreement?{everything}&kind=thematic",
        "agreement of a kind and a team": f"/api/v1/agreement?{everything}&kind=thematic&unit_id={team}",
        "hardest criteria": f"/api/v1/agreement/hardest?{everything}",
        "own agreement": f"/api/v1/agreement/mine?{everything}",
        "leans": f"/api/v1/agreement/leans?{everything}",
        "grades far apart": f"/api/v1/agreement/gaps?{everything}&limit=25",
    }


def _serve(stack: ExitStack, audits: int) -> dict[str, tuple[httpx.Client, str]]:
    """Whom to ask what, over so many audits: the quality lead, and for the list also those who see less."""
    url, database = stack.enter_context(own_service())
    db = stack.enter_context(Session(database.engine, expire_on_commit=False))
    council = make_council(db)
    started = time.perf_counter()
    make_judgements(db, audits)
    print(f"{audits:,} audits made in {time.perf_counter() - started:.0f} s", file=sys.stderr)
    lead = stack.enter_context(sign_in_as(db, url, Role.quality_lead, council["council"]))
    paths = _paths(db)
    asked = {name: (lead, path) for name, path in paths.items()}
    for role, unit in ((Role.service_manager, "north"), (Role.moderator, "council"), (Role.auditor, "north_1")):
        caller = stack.enter_context(sign_in_as(db, url, role, council[unit]))
        asked |= {f"{role}: audits by {sort}": (caller, f"{LIST}&sort={sort}") for sort in ("-updated_at", "due_on")}
    db.commit()
    return asked


def measure(audits: int = LARGE) -> dict[str, Any]:
    """Median milliseconds over both sizes, and how many times the small one's the large one's are."""
    with ExitStack() as stack:
        small, large = _serve(stack, SMALL), _serve(stack, audits)
        times: dict[str, tuple[list[float], list[float]]] = {name: ([], []) for name in small}
        for turn in range(ROUNDS + 2):
            for name, taken in times.items():
                for place, asked in enumerate((small, large)):
                    cost = _ask(*asked[name])
                    if turn >= 2:
                        taken[place].append(cost * 1_000)
    medians = {name: [statistics.median(taken) for taken in both] for name, both in times.items()}
    ratios = {name: both[1] / both[0] for name, both in medians.items()}
    worst = max(ratios, key=lambda name: ratios[name])
    return {
        "name": "audits",
        "audits": audits,
        "milliseconds": {name: [round(one, 1) for one in both] for name, both in medians.items()},
        "ratios": {name: round(ratio, 2) for name, ratio in sorted(ratios.items(), key=lambda one: -one[1])},
        "worst": worst,
        "ratio": round(ratios[worst], 2),
        "at_most": AT_MOST,
        "is_met": ratios[worst] <= AT_MOST,
    }


def _ask(client: httpx.Client, path: str) -> float:
    started = time.perf_counter()
    answer = client.get(path)
    taken = time.perf_counter() - started
    assert answer.status_code == 200, f"{path}: {answer.text[:500]}"
    return taken


if __name__ == "__main__":
    print(json.dumps(measure(*[int(one) for one in sys.argv[1:]]), indent=1))
