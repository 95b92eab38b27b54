"""Several at once: nothing is doubled, nothing is lost, nobody waits for ever."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import httpx
import pytest
from sqlalchemy import text
from sqlmodel import Session

from api.cases.models import CpVisit
from api.compat import mapping
from api.imports.work import process_import
from api.intake.entities import BY_NAME
from api.kernel.database import Database
from tests.access.make import SOURCE, Caller
from tests.intake.make import CSV, VISITS, apart, at_once, counts, kept, receipts, statuses, table, visit

As = Callable[..., Caller]
Push = Callable[..., dict[str, Any]]


def push_by(caller: Caller, records: list[Any], entity: str = "cp_visits") -> httpx.Response:
    with apart(caller) as own:
        return own.post(f"/api/v1/records/{entity}", json=records)


@contextmanager
def turn_of(database: Database, entity: str) -> Iterator[Callable[[], None]]:
    """Hold the turn of an entity, so that whoever wants it waits; gives a way to let go before the end."""
    with closing(database.connect(autocommit=True)) as held:
        what = f"{SOURCE}|{entity}"
        held.execute("select pg_advisory_lock(hashtextextended(%s, 0))", [what])
        yield lambda: held.execute("select pg_advisory_unlock(hashtextextended(%s, 0))", [what]) and None


def wait_for_waiting(make: Session, number: int) -> None:
    """Wait until so many wait for a turn."""
    until = time.monotonic() + 20
    waiting = text("select count(*) from pg_locks l join pg_database d on d.oid = l.database"
                   " where locktype = 'advisory' and not granted and datname = current_database()")  # fmt: skip
    while make.execute(waiting).scalar_one() < number:
        make.rollback()
        assert time.monotonic() < until, "nobody waits"


def test_two_pushes_of_the_same_rows_at_once_neither_double_nor_deadlock(as_: As, make: Session):
    callers = [as_("case_management_system") for _ in range(4)]
    forward = [visit(n) for n in range(300)]

    def five(caller: Caller, turn: int) -> list[httpx.Response]:
        changing = [[one | {"cppv_cp_visit_bedroom": (turn + n) % 2} for one in forward] for n in range(5)]
        return [push_by(caller, records[:: 1 if turn % 2 else -1]) for records in changing]

    given = at_once(*(lambda c=caller, t=turn: five(c, t) for turn, caller in enumerate(callers)))
    answers = [answer for some in given for answer in some]
    assert [answer.status_code for answer in answers] == [200] * 20
    assert sum(answer.json()["created"] for answer in answers) == 300
    assert sum(answer.json()["skipped_stale"] for answer in answers) == 0, "whose turn is later speaks for later"
    assert make.execute(text("select count(*), count(distinct source_id) from cp_visit")).one() == (300, 300)
    found = receipts(make)
    assert [r.number for r in found] == [r.number for r in sorted(found, key=lambda r: r.at)]
    assert sum(counts(r).get("created", 0) for r in found) == 300


def test_children_are_withdrawn_while_their_records_come_in(pusher: Caller, push: Push):
    people = [f"p{n}" for n in range(40)]
    records = [visit(n, cppv_person_id=people[n % 40]) for n in range(400)]
    for again in range(4):
        push("person", *({"pers_person_id": one} for one in people))
        push("cp_visits", *records)
        changed = [one | {"cppv_cp_visit_bedroom": again % 2} for one in records]
        answers = at_once(
            lambda: push_by(pusher, [{"pers_person_id": one, "purge": True} for one in people], "person"),
            lambda c=changed: push_by(pusher, c[::-1]),
            lambda c=changed: push_by(pusher, c),
        )
        assert [answer.status_code for answer in answers] == [200] * 3, "nobody is told to try again"
        assert statuses(answers[0].json()) == ["removed"] * 40


def test_a_child_is_withdrawn_when_nobody_else_is_at_its_records(
    pusher: Caller, push: Push, make: Session, database: Database
):
    push("cp_visits", visit(1))
    with turn_of(database, "cp_visits") as let_go:

        def release() -> None:
            wait_for_waiting(make, 1)
            assert kept(make, CpVisit, "source_id") == [("1",)]
            let_go()

        gone, _ = at_once(lambda: push_by(pusher, [{"pers_person_id": "p1", "purge": True}], "person"), release)
    assert statuses(gone.json()) == ["removed"]
    assert kept(make, CpVisit, "source_id") == []


def test_whoever_takes_in_several_entities_keeps_to_one_order():
    assert list(mapping.ENTITIES) == [name for name in BY_NAME if name in mapping.ENTITIES]


@pytest.fixture
def staged(pusher: Caller, push: Push) -> str:
    """An import that was committed: visits 1 to 20, and supervision, which is merged after them."""
    push("cp_visits", visit(1))  # the first rows of all are stored behind a closed door
    at = pusher.post("/api/v1/imports", json={}).headers["Location"]
    lines = table(*(f"{n},p1,2025-03-04,Y" for n in range(1, 21)))
    assert pusher.put(f"{at}/files/cp_visits", content=lines, headers=CSV).json()["rows"] == 20
    header = "supv_supervision_id,supv_person_id\ns1,p1\n"
    assert pusher.put(f"{at}/files/supervision", content=header, headers=CSV).json()["rows"] == 1
    assert pusher.post(f"{at}/commit").status_code == 202
    return at


def test_a_push_waits_while_an_import_merges_its_entity(pusher: Caller, make: Session, database: Database, staged: str):
    records = [visit(n, cppv_cp_visit_seen="N") for n in range(11, 31)]
    with turn_of(database, "supervision") as let_go:
        worker = threading.Thread(target=process_import, args=(database, staged.rpartition("/")[2]))
        worker.start()
        wait_for_waiting(make, 1)

        def release() -> None:
            wait_for_waiting(make, 2)
            assert kept(make, CpVisit, "source_id") == [("1",)], "the import is not over"
            let_go()

        answer, elsewhere, _ = at_once(
            lambda: push_by(pusher, records),
            lambda: push_by(pusher, [{"cppl_cp_plan_id": "pl1", "cppl_person_id": "p1"}], "cp_plans"),
            release,
        )
        worker.join(30)
    assert elsewhere.json()["created"] == 1, "other entities do not wait"
    assert (answer.json()["updated"], answer.json()["created"]) == (10, 10)
    assert pusher.get(staged).json()["state"] == "completed"
    rows = kept(make, CpVisit, "source_id", "is_seen")
    assert sorted((int(number), seen) for number, seen in rows) == [(n, n < 11) for n in range(1, 31)]


def test_a_push_that_waits_too_long_is_told_to_come_again(pusher: Caller, make: Session, database: Database):
    with turn_of(database, "cp_visits"):
        answer = push_by(pusher, [visit(1)])
    assert (answer.status_code, answer.json()["code"]) == (503, "busy")
    assert int(answer.headers["Retry-After"]) > 0
    assert (receipts(make), kept(make, CpVisit, "source_id")) == ([], [])
    assert pusher.post(VISITS, json=[visit(1)]).json()["created"] == 1
