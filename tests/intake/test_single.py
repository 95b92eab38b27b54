"""One record at a time: read, stored and taken back under its own address, by whoever has seen it last."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import text
from sqlmodel import Session

from api.cases.models import CpVisit
from api.cases.references import child_ref
from api.kernel import clock
from tests.access.make import SOURCE, Caller
from tests.intake.make import VISITS, apart, at_once, counts, kept, receipts, visit

As = Callable[..., Caller]
Push = Callable[..., dict[str, Any]]

V1 = f"{VISITS}/v1"


def put(caller: Caller, record: dict[str, object], etag: str | None = None, at: str = V1) -> httpx.Response:
    return caller.put(at, json=record, headers={"If-Match": etag} if etag else {})


def test_a_record_is_stored_read_replaced_and_taken_back(pusher: Caller, make: Session):
    assert pusher.get(V1).status_code == 404
    made = put(pusher, visit("v1", cppv_cp_visit_seen="Y"))
    assert made.status_code == 201
    found = pusher.get(V1)
    assert (found.status_code, found.json(), found.headers["ETag"]) == (200, made.json(), made.headers["ETag"])
    assert found.json()["record"] == {
        "cppv_cp_visit_id": "v1", "cppv_cp_plan_id": None, "cppv_cp_visit_date": "2025-03-04",
        "cppv_cp_visit_seen": True, "cppv_cp_visit_seen_alone": None, "cppv_cp_visit_bedroom": None,
    }  # fmt: skip
    changed = put(pusher, visit(cppv_cp_visit_id="v1", cppv_cp_visit_bedroom="N"), found.headers["ETag"])
    assert changed.status_code == 200
    assert changed.headers["ETag"] != found.headers["ETag"]
    assert kept(make, CpVisit, "is_seen", "is_bedroom_seen") == [(None, False)], "what is left out is cleared"
    gone = pusher.delete(V1, headers={"If-Match": changed.headers["ETag"]})
    assert (gone.status_code, gone.content) == (204, b"")
    assert pusher.get(V1).status_code == 404
    assert [counts(receipt) for receipt in receipts(make)] == [{"created": 1}, {"updated": 1}, {"removed": 1}]
    [stone] = make.execute(text("select entity, key, reason from tombstone")).all()
    assert tuple(stone) == ("cp_visits", "v1", "purged")
    assert put(pusher, visit("v1")).status_code == 201, "the same id may come again"


def test_the_person_id_is_not_given_back_and_cannot_be_mistaken(pusher: Caller, make: Session):
    made = put(pusher, visit("v1"))
    assert made.json()["child_ref"] == child_ref(SOURCE, "p1")
    assert "p1" not in made.text
    back = put(pusher, made.json()["record"], made.headers["ETag"])
    assert (back.status_code, back.json()["code"]) == (422, "record_not_taken")
    assert [(e["pointer"], e["code"]) for e in back.json()["errors"]] == [("/cppv_person_id", "missing")]
    whole = made.json()["record"] | {"cppv_person_id": "p1"}
    again = put(pusher, whole, made.headers["ETag"])
    assert (again.status_code, again.headers["ETag"]) == (200, made.headers["ETag"])
    other = put(pusher, whole | {"cppv_person_id": "p2"}, made.headers["ETag"])
    assert other.headers["ETag"] != made.headers["ETag"], "whose record it is counts"
    no_child = pusher.put("/api/v1/records/department/d1", json={"dept_team_name": "Team"})
    assert (no_child.status_code, no_child.json()["child_ref"]) == (201, None)


def test_what_is_there_changes_only_with_its_etag(pusher: Caller, make: Session):
    first = put(pusher, visit("v1")).headers["ETag"]
    second = put(pusher, visit("v1", cppv_cp_visit_seen="Y"), first).headers["ETag"]
    stale = ('"x"', first, f"W/{first}")
    answers = [
        (put(pusher, visit("v1")), 428), (pusher.delete(V1), 428),
        *((put(pusher, visit("v1"), etag), 412) for etag in stale),
        *((pusher.delete(V1, headers={"If-Match": etag}), 412) for etag in stale),
        (put(pusher, visit("v2"), first, f"{VISITS}/v2"), 412), (put(pusher, visit("v2"), "*", f"{VISITS}/v2"), 412),
        (pusher.delete(f"{VISITS}/v2", headers={"If-Match": "*"}), 404), (pusher.delete(f"{VISITS}/v2"), 404),
    ]  # fmt: skip
    assert [answer.status_code for answer, _ in answers] == [status for _, status in answers]
    assert kept(make, CpVisit, "source_id", "is_seen") == [("v1", True)]
    for good in (f'"other", {second}', "*", f"W/{second}"):
        assert put(pusher, visit("v1", cppv_cp_visit_seen="Y"), good).status_code == 200
    assert pusher.delete(V1, headers={"If-Match": "*"}).status_code == 204


@pytest.mark.parametrize(
    ("record", "code", "pointers"),
    [
        (visit("v2"), "other_key", ["/cppv_cp_visit_id"]),
        ({**visit("v1"), "CPPV_CP_VISIT_ID": "v2"}, "other_key", ["/CPPV_CP_VISIT_ID"]),
        (visit("v1", purge=True), "purge_in_record", ["/purge"]),
        ({}, "record_not_taken", ["/cppv_person_id"]),
        (visit("v1", cppv_cp_visit_date="never"), "record_not_taken", ["/cppv_cp_visit_date"]),
        (visit("v1", cppv_cp_visit_seen="perhaps", cppv_cp_plan_id="x" * 49), "record_not_taken",
         ["/cppv_cp_visit_seen", "/cppv_cp_plan_id"]),
    ],
)  # fmt: skip
def test_a_record_that_is_not_right_is_refused(
    pusher: Caller, make: Session, record: dict[str, object], code: str, pointers: list[str]
):
    answer = put(pusher, record)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert [e["pointer"] for e in answer.json()["errors"]] == pointers
    assert (kept(make, CpVisit, "source_id"), receipts(make)) == ([], [])


def test_the_id_may_be_left_to_the_address_and_have_any_name(pusher: Caller):
    assert put(pusher, {"cppv_person_id": "p1"}).status_code == 201
    assert put(pusher, {"CPPV_CP_VISIT_ID": "v1", "cppv_person_id": 1}, "*").status_code == 200
    assert put(pusher, visit(7), at=f"{VISITS}/7").status_code == 201
    assert put(pusher, visit("a b/c"), at=f"{VISITS}/a%20b").status_code == 422
    assert pusher.get(f"{VISITS}/a%20b").status_code == 404


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_a_person_id_has_no_place_in_an_address(pusher: Caller, push: Push, method: str):
    push("person", {"pers_person_id": "p1"})
    body = {"json": {"pers_person_id": "p1"}} if method == "PUT" else {}
    for number in ("p1", "p2", child_ref(SOURCE, "p1")):
        answer = pusher.request(method, f"/api/v1/records/person/{number}", headers={"If-Match": "*"}, **body)
        assert (answer.status_code, answer.json()["code"]) == (422, "person_in_address")
    unknown = pusher.request(method, "/api/v1/records/address/1", headers={"If-Match": "*"}, **body)
    assert (unknown.status_code, unknown.json()["code"]) == (404, "unknown_entity")


def test_another_sources_record_is_not_there(pusher: Caller, as_: As, make: Session):
    etag = put(pusher, visit("v1", cppv_cp_visit_seen="Y")).headers["ETag"]
    other = as_("case_management_system", source_system="another")
    assert other.get(V1).status_code == 404
    assert other.delete(V1, headers={"If-Match": etag}).status_code == 404
    assert put(other, visit("v1"), etag).status_code == 412
    assert put(other, visit("v1")).status_code == 201
    assert kept(make, CpVisit, "source_system", "is_seen") in (
        [("another", None), (SOURCE, True)], [(SOURCE, True), ("another", None)],
    )  # fmt: skip
    nobody = as_("case_management_system", source_system=None)
    assert nobody.get(V1).json()["code"] == put(nobody, visit("v1")).json()["code"] == "source_system_unknown"


def test_a_record_from_a_clock_ahead_is_changed_all_the_same(pusher: Caller, push: Push, make: Session):
    push("cp_visits", visit("v1"), as_of=(clock.now() + timedelta(minutes=4)).isoformat())
    assert put(pusher, visit("v1", cppv_cp_visit_seen="Y"), "*").json()["record"]["cppv_cp_visit_seen"] is True
    assert pusher.delete(V1, headers={"If-Match": "*"}).status_code == 204
    assert kept(make, CpVisit, "source_id") == []
    assert make.execute(text("select key from tombstone")).scalars().all() == ["v1"]


def put_by(caller: Caller, number: int, etag: str | None = None) -> httpx.Response:
    with apart(caller) as own:
        return put(own, visit("v1", cppv_cp_plan_id=f"plan {number}"), etag)


def test_of_those_who_saw_the_same_one_wins(pusher: Caller, make: Session):
    for turn in range(5):
        etag = put(pusher, visit("v1"), "*" if turn else None).headers["ETag"]
        answers = at_once(*(lambda n=number, e=etag: put_by(pusher, n, e) for number in range(4)))
        assert sorted(answer.status_code for answer in answers) == [200, 412, 412, 412]
        [winner] = (answer.json() for answer in answers if answer.status_code == 200)
        assert kept(make, CpVisit, "plan_source_id") == [(winner["record"]["cppv_cp_plan_id"],)]


def test_of_those_who_store_it_first_one_does(pusher: Caller):
    answers = at_once(*(lambda n=number: put_by(pusher, n) for number in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 428, 428, 428]
