"""Idempotency-Key: the same request has the same answer, byte for byte, and no second effect."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import text
from sqlmodel import Session

from api.cases.models import CpVisit
from api.imports.service import clear_away
from api.kernel import clock
from api.kernel.database import Database
from tests.access.make import Caller
from tests.intake.make import VISITS, apart, at_once, kept, receipts, visit

As = Callable[..., Caller]
Push = Callable[..., dict[str, Any]]


def send(caller: Caller, *records: object, key: str = "tonight", **params: str) -> httpx.Response:
    return caller.post(VISITS, json=list(records), headers={"Idempotency-Key": key}, params=params)


def keys(make: Session) -> int:
    make.rollback()
    return int(make.execute(text("select count(*) from repeated_request")).scalar_one())


def test_the_same_request_has_the_same_answer_though_the_data_moved_on(pusher: Caller, push: Push, make: Session):
    first = send(pusher, visit(1, cppv_cp_visit_seen="Y"), visit(2, cppv_cp_visit_date="never"))
    assert (first.json()["created"], first.json()["rejected"]) == (1, 1)
    push("cp_visits", visit(1, cppv_cp_visit_seen="N"), {"cppv_cp_visit_id": 2, "purge": True})
    again = send(pusher, visit(1, cppv_cp_visit_seen="Y"), visit(2, cppv_cp_visit_date="never"))
    assert (again.status_code, again.content) == (200, first.content)
    assert again.headers["Content-Type"] == first.headers["Content-Type"] == "application/json"
    assert kept(make, CpVisit, "source_id", "is_seen") == [("1", False)]
    assert len(receipts(make)) == 2
    assert send(pusher, visit(1, cppv_cp_visit_seen="Y"), key="tomorrow").json()["updated"] == 1


def test_another_request_with_the_key_is_refused(pusher: Caller, make: Session):
    assert send(pusher, visit(1)).status_code == 200
    others = [
        send(pusher, visit(2)),
        send(pusher, visit(1), dry_run="true"),
        pusher.post(VISITS, json=[visit(1)], headers={"Idempotency-Key": "tonight", "Prefer": "handling=strict"}),
        pusher.post("/api/v1/records/cp_plans", json=[visit(1)], headers={"Idempotency-Key": "tonight"}),
    ]
    for answer in others:
        assert (answer.status_code, answer.json()["code"]) == (422, "key_reused")
        assert answer.json()["errors"][0]["pointer"] == "header:Idempotency-Key"
    assert kept(make, CpVisit, "source_id") == [("1",)]


def test_another_client_has_keys_of_its_own(pusher: Caller, as_: As, make: Session):
    assert send(pusher, visit(1)).json()["created"] == 1
    assert send(as_("case_management_system"), visit(2)).json()["created"] == 1
    assert send(as_("case_management_system", source_system="another"), visit(1)).json()["created"] == 1
    assert keys(make) == 3


def test_twins_at_once_have_one_effect_and_one_answer(pusher: Caller, make: Session):
    for turn in range(10):
        records = [visit(f"{turn}-{number}") for number in range(50)]

        def twin(turn: int = turn, records: list[Any] = records) -> httpx.Response:
            with apart(pusher) as own:
                return send(own, *records, key=f"turn-{turn}")

        first, second = at_once(twin, twin)
        assert (first.status_code, first.content) == (200, second.content)
        assert first.json()["created"] == 50
    assert len(receipts(make)) == 10


def test_a_request_that_fails_leaves_its_key_free(pusher: Caller, make: Session):
    strict = {"Idempotency-Key": "tonight", "Prefer": "handling=strict"}
    assert pusher.post(VISITS, json=[{}], headers=strict).status_code == 422
    assert pusher.post(VISITS, content=b"[{", headers=strict).status_code in {415, 422}
    assert send(pusher, visit(1), as_of=(clock.now() + timedelta(days=1)).isoformat()).status_code == 422
    assert keys(make) == 0
    assert send(pusher, visit(1)).json()["created"] == 1


def test_an_answer_is_sealed_where_it_waits(pusher: Caller, make: Session):
    record = {"pers_person_id": "personid-4711"}
    headers = {"Idempotency-Key": "tonight"}
    first = pusher.post("/api/v1/records/person", json=[record], headers=headers)
    assert "personid-4711" in first.text, "the answer is for the sender, who knows it"
    stored = make.execute(text("select t::text, answer_encrypted from repeated_request t")).one()
    assert "personid" not in stored[0]
    assert b"personid" not in stored[1]
    assert pusher.post("/api/v1/records/person", json=[record], headers=headers).content == first.content


@pytest.mark.parametrize("key", ["", "a b", "x" * 256])
def test_a_key_is_printable_and_not_too_long(pusher: Caller, key: str):
    answer = send(pusher, visit(1), key=key)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "header:idempotency-key")


def test_keys_are_forgotten_after_three_days(
    pusher: Caller, make: Session, database: Database, travel: Callable[[datetime], None]
):
    send(pusher, visit(1))
    began = clock.now()
    travel(began + timedelta(days=3, minutes=-1))
    clear_away(database)
    assert keys(make) == 1
    travel(began + timedelta(days=3, minutes=1))
    clear_away(database)
    assert keys(make) == 0
