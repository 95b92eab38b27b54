"""Compat through HTTP: what is taken and what refused, what becomes of changes and withdrawals, how many may come."""

import json
import re
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import text
from sqlmodel import Session

from api.cases.references import child_ref
from api.compat import service
from api.compat.mapping import ENTITIES
from api.compat.schemas import MAX_CHILDREN
from api.intake.entities import BY_NAME
from api.kernel import clock
from api.kernel.database import Database
from api.kernel.settings import settings
from tests.access.make import SOURCE, Caller
from tests.compat.make import make_delta, make_episode, make_object

As = Callable[..., Caller]
PATH = "/compat/dfe/v1/children_social_care_data/870/children"
CHILD = "zebulon-child-1"
REF = child_ref(SOURCE, CHILD)


@pytest.fixture
def pusher(as_: As) -> Caller:
    return as_("case_management_system")


@pytest.fixture
def push(pusher: Caller) -> Callable[..., None]:
    """Push children; each must have its receipt."""

    def pushed(*objects: dict[str, Any]) -> None:
        answer = pusher.post(PATH, json=objects)
        assert answer.status_code == 200, answer.text
        assert len(answer.json()) == len(objects)

    return pushed


def rows(make: Session, entity: str) -> list[dict[str, Any]]:
    make.rollback()
    found = make.execute(BY_NAME[entity].table.select()).mappings()
    return [dict(row) for row in found if not (entity == "person" and row["withdrawn_at"])]


def only(make: Session, entity: str) -> dict[str, Any]:
    (row,) = rows(make, entity)
    return row


def stored(make: Session) -> dict[str, int]:
    return {entity: count for entity in ENTITIES if (count := len(rows(make, entity)))}


def receipts(make: Session) -> list[Any]:
    make.rollback()
    return list(make.execute(text("select * from receipt order by number")).mappings())


EVERYTHING = dict.fromkeys(ENTITIES, 1) | {"disability": 2}


def test_a_child_is_stored_whole_and_sending_again_changes_nothing(push: Callable[..., None], make: Session):
    push(make_object())
    assert stored(make) == EVERYTHING
    before = {entity: rows(make, entity) for entity in ENTITIES}
    assert (before["person"][0]["child_ref"], before["person"][0]["source_system"]) == (REF, SOURCE)
    assert before["assessment_factors"][0]["factors"] == ["1C", "4A"]
    assert before["s47_enquiry"][0]["outcomes"] == ["CP_CONFERENCE"]
    assert before["initial_cp_conference"][0]["enquiry_source_id"] == before["s47_enquiry"][0]["source_id"]
    assert before["cla_episodes"][0]["placement_source_id"] == before["cla_placement"][0]["source_id"]
    push(make_object())
    assert {entity: rows(make, entity) for entity in ENTITIES} == before
    found = receipts(make)
    assert {one["channel"] for one in found} == {"compat"}
    assert [sum(one[name] for one in found) for name in ("created", "unchanged", "updated", "rejected", "removed")] == [
        15, 15, 0, 0, 0,
    ]  # fmt: skip


def test_who_reads_sees_the_child(push: Callable[..., None], as_: As):
    push(make_object())
    lead = as_("quality_lead")
    (child,) = lead.get("/api/v1/children").json()["items"]
    assert child["child_ref"] == REF


def test_the_authority_and_the_key_of_the_supplier_are_a_matter_of_form(pusher: Caller):
    for code in ("870", "E06000038", "000"):
        path = PATH.replace("870", code)
        assert pusher.post(path, json=[make_object()], headers={"SupplierKey": "any"}).status_code == 200
    for code in ("87", "8700", "E0600003", "e06000038", "abc", "\u0668\u0667\u0660", "870%00", "870%0A"):
        answer = pusher.post(PATH.replace("870", code), json=[make_object()])
        assert (answer.status_code, answer.json()["code"]) == (404, "unknown_authority")


def test_who_may_not_push(anonymous: httpx.Client, as_: As):
    assert anonymous.post(PATH, json=[make_object()]).status_code == 401
    assert anonymous.post(PATH, content=b"nonsense").status_code == 401
    for role in ("bi_tool", "quality_lead", "data_analyst"):
        assert as_(role).post(PATH, json=[make_object()]).status_code == 403
    stranger = as_("case_management_system", source_system=None)
    assert stranger.post(PATH, json=[make_object()]).json()["code"] == "source_system_unknown"


def test_the_source_is_the_clients_own(push: Callable[..., None], as_: As, make: Session):
    push(make_object())
    other = as_("case_management_system", source_system="another")
    assert other.post(PATH, json=[{"la_child_id": CHILD, "purge": True}]).status_code == 200
    assert other.post(PATH, json=[make_delta(purge=True)]).status_code == 200
    mine = {entity: sum(row["source_system"] == SOURCE for row in rows(make, entity)) for entity in ENTITIES}
    assert mine == EVERYTHING


BAD = [
    ({"la_child_id": None}, "la_child_id"),
    ({"la_child_id": ""}, "la_child_id"),
    ({"la_child_id": "x" * 37}, "la_child_id"),
    ({"la_child_id": "a b"}, "la_child_id"),
    ({"la_child_id": 7}, "la_child_id"),
    ({"purge": "perhaps"}, "purge"),
    ({"child_details": []}, "child_details"),
    ({"child_details": {"date_of_birth": "14/06/2022"}}, "child_details.date_of_birth"),
    ({"child_details": {"date_of_birth": 1655164800}}, "child_details.date_of_birth"),
    ({"child_details": {"date_of_birth": "2022-06-14T00:00:00"}}, "child_details.date_of_birth"),
    ({"child_details": {"date_of_birth": "2022-02-30"}}, "child_details.date_of_birth"),
    ({"child_details": {"ethnicity": "WBRIT"}}, "child_details.ethnicity"),
    ({"child_details": {"disabilities": "HAND"}}, "child_details.disabilities"),
    ({"child_details": {"disabilities": ["HAND"] * 13}}, "child_details.disabilities"),
    ({"health_and_wellbeing": {"sdq_assessments": [{"score": "x"}]}}, "health_and_wellbeing.sdq_assessments.0.score"),
    ({"social_care_episodes": {}}, "social_care_episodes"),
    ({"social_care_episodes": [{}]}, "social_care_episodes.0.social_care_episode_id"),
    ({"social_care_episodes": [{"social_care_episode_id": " "}]}, "social_care_episodes.0.social_care_episode_id"),
    (
        {"social_care_episodes": [make_episode(care_worker_details=[{"worker_id": "w" * 13}])]},
        "social_care_episodes.0.care_worker_details.0.worker_id",
    ),
    ({"social_care_episodes": [make_episode(closure_reason="RC10")]}, "social_care_episodes.0.closure_reason"),
]


@pytest.mark.parametrize(("over", "path"), BAD, ids=lambda one: one if isinstance(one, str) else "")
def test_a_fault_of_form_refuses_the_batch_and_says_which_child(
    pusher: Caller, make: Session, over: dict[str, Any], path: str
):
    batch = [make_object(f"c{place}") for place in range(5)]
    batch[3] |= over
    answer = pusher.post(PATH, json=batch)
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert re.findall(r"\[(\d+)\]", answer.text) == ["3", "3"]
    body = answer.json()
    assert body["detail"].startswith(f"[3].{path}: ")
    assert body["errors"][0]["pointer"] == "/3/" + path.replace(".", "/")
    assert stored(make) == {}
    assert receipts(make) == []


def test_a_child_without_its_id_is_refused(pusher: Caller):
    answer = pusher.post(PATH, json=[{"mis_child_id": "x"}, 7, None, make_object()])
    assert answer.status_code == 400
    assert answer.json()["detail"].splitlines()[0].startswith("[0].la_child_id: ")
    assert set(re.findall(r"\[(\d+)\]", answer.text)) == {"0", "1", "2"}


def test_every_child_at_fault_is_named_however_many_faults_one_has(pusher: Caller):
    wrong = {"child_details": {"date_of_birth": "x", "sex": "xx", "ethnicity": "xxxxx"}}
    batch = [make_object(**wrong) for _ in range(60)] + [make_object()]
    answer = pusher.post(PATH, json=batch)
    assert set(re.findall(r"\[(\d+)\]", answer.text)) == {str(place) for place in range(60)}
    assert len(answer.json()["errors"]) == len(answer.json()["detail"].splitlines()) == service.MAX_FAULTS


def test_a_body_full_of_faults_is_refused_at_once(pusher: Caller):
    items, worker = b"1," * 2_000_000 + b"1", b'"social_care_episode_id":"r","care_worker_details":'
    for body in (
        b"[" + items + b"]",
        b'[{"la_child_id":"a","social_care_episodes":[' + items + b"]}]",
        b'[{"la_child_id":"a","social_care_episodes":[{' + worker + b"[" + items + b"]}]}]",
        b'[{"la_child_id":"a","child_details":{"disabilities":[' + items + b"]}}]",
    ):
        started = time.perf_counter()
        answer = pusher.post(PATH, content=body)
        assert answer.status_code in (400, 413)
        assert len(answer.json()["errors"]) <= 2
        assert time.perf_counter() - started < 5


def test_what_is_no_batch_is_refused(pusher: Caller, make: Session):
    for body in (
        b"",
        b"[]",
        b"{}",
        b"null",
        b"nonsense",
        b"[",
        b"\x00",
        b"\x1f\x8b\x08\x00",
        b"[" * 9_000,
        b'["\\ud800"]',
    ):
        answer = pusher.post(PATH, content=body, headers={"Content-Type": "application/json"})
        assert (answer.status_code, answer.json()["code"]) == (400, "not_children"), body[:20]
        assert re.findall(r"\[(\d+)\]", answer.text) == []
    most = [{"la_child_id": f"c{place}"} for place in range(MAX_CHILDREN + 1)]
    assert pusher.post(PATH, json=most).json()["code"] == "too_many_children"
    assert pusher.post(PATH, json=most).status_code == 413
    big = [make_object() | {"padding": "x" * settings.max_body_bytes}]
    assert pusher.post(PATH, json=big).status_code == 413
    assert stored(make) == {}
    assert pusher.post(PATH, json=most[:MAX_CHILDREN]).status_code == 200
    assert stored(make) == {"person": MAX_CHILDREN}


def test_codes_outside_their_lists_and_the_impossible_are_taken(push: Callable[..., None], make: Session):
    plan = {"child_protection_plan_id": "p1", "start_date": "2025-03-05", "end_date": "2024-01-01"}
    push(
        make_object(
            child_details={"sex": "Q", "ethnicity": "Z9", "disabilities": ["XX"], "date_of_birth": "2999-01-01"},
            health_and_wellbeing={"sdq_assessments": [{"date": "2025-01-01", "score": 99}, {"score": 1}]},
            social_care_episodes=[make_episode(referral_source="QQ", child_protection_plans=[plan])],
        )
    )
    assert only(make, "disability")["code"] == "XX"
    assert only(make, "cin_episodes")["source_code"] == "QQ"
    assert only(make, "sdq_scores")["score"] == 99
    found = list(make.execute(text("select entity, field, code, is_rejected from rejection")))
    assert found == [("sdq_scores", "csdq_table_id", "missing", True)]


def test_a_body_in_latin_1_is_read(pusher: Caller, make: Session):
    """As PowerShell 5.1 sends it, where a name has an accent."""
    body = json.dumps([make_object(child_details={"first_name": "Zoë", "sex": "F"})], ensure_ascii=False)
    for encoded in (body.encode("latin-1"), b"\xef\xbb\xbf" + body.encode()):
        answer = pusher.post(PATH, content=encoded, headers={"Content-Type": "application/json"})
        assert answer.status_code == 200, answer.text
    assert only(make, "person")["sex"] == "F"


def test_changes_alone_leave_the_rest(push: Callable[..., None], make: Session):
    push(make_object())
    before = {entity: rows(make, entity) for entity in ENTITIES}
    repeated = {
        "care_worker_details": [{"worker_id": "SW1"}],
        "child_and_family_assessments": [{"child_and_family_assessment_id": "a1", "purge": False}],
        "section_47_assessments": [{"section_47_assessment_id": "s1"}],
        "child_looked_after_placements": [{"child_looked_after_placement_id": "l1"}],
    }
    push({"la_child_id": CHILD}, make_delta(**repeated), make_delta(child_protection_plans=[], care_leavers={}))
    assert {entity: rows(make, entity) for entity in ENTITIES} == before
    push(
        make_delta(
            closure_date=None,
            care_worker_details=[
                {"worker_id": "SW1", "end_date": "2025-04-01"},
                {"worker_id": "SW9", "end_date": None},
            ],
            child_looked_after_placements=[{"child_looked_after_placement_id": "l1", "end_reason": "E45"}],
        )
    )
    referral, episode = only(make, "cin_episodes"), only(make, "cla_episodes")
    assert (referral["closed_on"], referral["close_reason"]) == (None, "RC7")
    assert (str(episode["ceased_on"]), episode["cease_reason"]) == ("2025-06-01", "E45")
    worker = only(make, "involvements")
    assert (str(worker["from_on"]), str(worker["to_on"])) == ("2025-01-03", "2025-04-01")
    assert stored(make) == EVERYTHING


def test_a_worker_who_came_back_ends_the_later_time(push: Callable[..., None], make: Session):
    times = [{"worker_id": "SW1", "start_date": "2025-05-01"}, {"worker_id": "SW1", "start_date": "2025-01-03"}]
    push(make_delta(care_worker_details=times), make_delta("another", care_worker_details=times))
    push(make_delta(care_worker_details=[{"worker_id": "SW1", "end_date": "2025-09-01"}]))
    ended = [row for row in rows(make, "involvements") if row["to_on"]]
    assert [(row["child_ref"], str(row["from_on"])) for row in ended] == [(REF, "2025-05-01")]


def test_new_ids_for_old_items_do_no_harm_to_the_rest(push: Callable[..., None], make: Session):
    push(make_object())
    churned = make_object()
    churned["social_care_episodes"][0]["child_protection_plans"][0]["child_protection_plan_id"] = "p2"
    push(churned)
    assert stored(make) == EVERYTHING | {"cp_plans": 2}
    churned["social_care_episodes"][0]["child_protection_plans"].append(
        {"child_protection_plan_id": "p1", "purge": True}
    )
    push(churned)
    assert only(make, "cp_plans")["source_id"] == "p2"


def test_what_is_purged_is_withdrawn(push: Callable[..., None], make: Session):
    push(make_object(), make_object("another", social_care_episodes=[make_episode(social_care_episode_id="r2")]))
    push({"la_child_id": "another", "health_and_wellbeing": {"purge": True}, "child_details": {"purge": True}})
    assert {row["child_ref"] for name in ("sdq_scores", "disability") for row in rows(make, name)} == {REF}
    # The two objects share the ids under their episodes, which are the second child's by now.
    push(make_delta("another", social_care_episode_id="r2", purge=True))
    assert stored(make) == {"person": 2, "disability": 2, "sdq_scores": 1, "cin_episodes": 1, "involvements": 1,
                            "care_leavers": 2}  # fmt: skip
    push({"la_child_id": CHILD, "purge": True})
    assert stored(make) == {"person": 1, "care_leavers": 1}
    push({"la_child_id": CHILD, "purge": True}, make_delta(purge=True), {"la_child_id": "nobody", "purge": True})
    assert "cin_episodes" not in stored(make)


def test_a_child_who_is_purged_and_sent_anew_keeps_nothing_of_before(push: Callable[..., None], make: Session):
    push(make_object())
    push({"la_child_id": CHILD, "purge": True}, {"la_child_id": CHILD, "child_details": {"sex": "M"}})
    assert stored(make) == {"person": 1}
    child = only(make, "person")
    assert (child["sex"], child["ethnicity"], child["birth_on"]) == ("M", None, None)
    push(make_object(), {"la_child_id": CHILD, "purge": True})
    assert stored(make) == {}


def test_only_so_many_batches_come_in_a_minute(
    as_: As, monkeypatch: pytest.MonkeyPatch, travel: Callable[..., None], make: Session
):
    monkeypatch.setattr(service, "settings", settings.model_copy(update={"compat_batches_per_minute": 3}))
    pusher, other = as_("case_management_system"), as_("case_management_system")
    start = clock.now()
    for second in (0, 10, 20):
        travel(start + timedelta(seconds=second))
        assert pusher.post(PATH, json=[make_object(), {"la_child_id": "x", "purge": True}]).status_code == 200
    travel(start + timedelta(seconds=30))
    answer = pusher.post(PATH, json=[make_object()])
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_batches")
    assert 29 <= int(answer.headers["Retry-After"]) <= 31
    assert len({one["as_of"] for one in receipts(make)}) == 3
    assert other.post(PATH, json=[make_object()]).status_code == 200
    travel(start + timedelta(seconds=61))
    assert pusher.post(PATH, json=[make_object()]).status_code == 200
    assert pusher.post(PATH, json=[make_object()]).status_code == 429


def test_batches_at_once_are_counted_one_after_the_other(as_: As, monkeypatch: pytest.MonkeyPatch, make: Session):
    monkeypatch.setattr(service, "settings", settings.model_copy(update={"compat_batches_per_minute": 4}))
    pusher, told = as_("case_management_system"), []

    def send() -> None:
        told.append(pusher.post(PATH, json=[make_object()]).status_code)

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == [200] * 4 + [429] * 4
    assert stored(make) == EVERYTHING


def test_a_batch_that_fails_half_way_leaves_nothing(pusher: Caller, database: Database, make: Session):
    """Its plans cannot be read while somebody holds their table; by then the child and the episodes are written."""
    with database.connect() as other:
        other.execute("lock table cp_plan in access exclusive mode")
        assert pusher.post(PATH, json=[make_object()]).status_code == 503
    assert stored(make) == {}
    assert receipts(make) == []
    assert pusher.post(PATH, json=[make_object()]).status_code == 200
