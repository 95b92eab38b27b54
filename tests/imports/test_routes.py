"""Imports through HTTP: begun, filled, committed, followed and given up; who may, and what is refused."""

import base64
import gzip
import hashlib
import json
import socket
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import httpx
import numpy as np
import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from api.imports import service
from api.imports.schemas import ImportRead
from api.intake import bulk
from api.intake.entities import BY_NAME
from api.intake.staging import Staging, from_batch
from api.kernel import clock
from api.kernel.database import Database
from tests.access.make import Caller
from tests.imports.make import (
    ARRAY,
    CSV,
    LINES,
    VISITS,
    begin,
    bring,
    commit,
    counts,
    finish,
    kept,
    plans,
    process,
    refused,
    send,
    staged,
    stored,
    visits,
)

As = Callable[..., Caller]


@pytest.fixture
def pusher(as_: As) -> Caller:
    return as_("case_management_system", source_system="lcs")


@pytest.fixture
def analyst(as_: As) -> Caller:
    return as_("data_analyst")


def test_an_import_is_merged_as_a_whole(pusher: Caller, database: Database, make: Session):
    at = begin(pusher)
    file = send(pusher, at, "cp_visits", visits(range(20)) + "V21,,2026-03-02,Y\nV22,P1,never,Y\n")
    assert (file["rows"], file["rejected"], file["entities"]) == (22, 2, {"cp_visits": 22})
    assert stored(make) == 0, "nothing is stored before the commit"
    done = finish(pusher, database, at)
    ImportRead.model_validate(done)
    assert done["state"] == "completed", done
    assert counts(done, "cp_visits") == {"received": 22, "created": 20, "rejected": 2}
    assert done["sentence"] == "Brought in: 20 new, 2 rejected."
    assert stored(make) == 20
    assert (done["rows_done"], done["rows_total"]) == (22, 22)
    assert staged(make) == 0


def test_a_table_with_no_rows_is_an_import_of_nothing(pusher: Caller, database: Database):
    done = bring(pusher, database, {"supervision": "supv_supervision_id\n"})
    assert (done["state"], done["sentence"]) == ("completed", "Brought in: There were no rows.")


# Beginning one.


def test_a_source_has_one_import_at_a_time_and_sources_do_not_wait_for_each_other(pusher: Caller, as_: As):
    at = begin(pusher)
    again = pusher.post("/api/v1/imports", json={})
    assert (again.status_code, again.json()["code"], again.headers["Location"]) == (409, "import_under_way", at)
    begin(as_("case_management_system", source_system="other"))
    assert pusher.delete(at).json()["state"] == "aborted"
    begin(pusher)


def test_twins_begin_one_import(pusher: Caller):
    answers: list[httpx.Response] = []
    posts = [threading.Thread(target=lambda: answers.append(pusher.post("/api/v1/imports", json={}))) for _ in range(4)]
    for post in posts:
        post.start()
    for post in posts:
        post.join()
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    assert len({answer.headers["Location"] for answer in answers}) == 1


def test_a_person_names_the_source_and_a_client_has_its_own(pusher: Caller, analyst: Caller):
    needed = analyst.post("/api/v1/imports", json={})
    assert (needed.status_code, needed.json()["code"]) == (422, "source_system_needed")
    assert needed.json()["errors"][0]["pointer"] == "/source_system"
    other = pusher.post("/api/v1/imports", json={"source_system": "mosaic"})
    assert (other.status_code, other.json()["code"]) == (422, "other_source")
    told = pusher.post("/api/v1/imports", json={"source_system": "lcs"})
    assert (told.status_code, told.json()["source_system"]) == (201, "lcs")
    assert analyst.post("/api/v1/imports", json={"source_system": "mosaic"}).status_code == 201


def test_the_same_key_begins_the_same_import(pusher: Caller):
    key = {"Idempotency-Key": "tonight"}
    first = pusher.post("/api/v1/imports", json={"mode": "snapshot"}, headers=key)
    again = pusher.post("/api/v1/imports", json={"mode": "snapshot"}, headers=key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["id"] == again.json()["id"]
    assert first.headers["Location"] == again.headers["Location"]
    other = pusher.post("/api/v1/imports", json={"mode": "upsert"}, headers=key)
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")


def test_a_refused_import_does_not_use_up_its_key(pusher: Caller):
    at, key = begin(pusher), {"Idempotency-Key": "tonight"}
    assert pusher.post("/api/v1/imports", json={}, headers=key).status_code == 409
    pusher.delete(at)
    assert pusher.post("/api/v1/imports", json={}, headers=key).status_code == 201


@pytest.mark.parametrize(
    ("wish", "code", "pointer"),
    [
        ({"scope": ["cp_visits", "gardens"]}, "unknown_scope", "/scope"),
        ({"as_of": "2099-01-01T00:00:00Z"}, "as_of_ahead", "/as_of"),
        ({"mode": "merge"}, "invalid", "/mode"),
        ({"format": "xml"}, "invalid", "/format"),
        ({"as_of": "2026-01-01T00:00:00"}, "invalid", "/as_of"),
        ({"confirm": True}, "invalid", "/confirm"),
        ({"source_system": "Case/System"}, "invalid", "/source_system"),
        ({"source_system": "LCS"}, "invalid", "/source_system"),
    ],
)
def test_a_wish_that_cannot_be_is_refused(pusher: Caller, wish: dict[str, Any], code: str, pointer: str):
    answer = pusher.post("/api/v1/imports", json=wish)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert answer.json()["errors"][0]["pointer"] == pointer


# Sending files.


def _digest(body: bytes) -> str:
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"


def _pieces(body: bytes, size: int = 65_536) -> Iterator[bytes]:
    for at in range(0, len(body), size):
        yield body[at : at + size]


def test_a_file_of_many_blocks_arrives_whole(pusher: Caller, database: Database, make: Session):
    body = visits(range(250_000)).encode()
    assert len(body) > 5_500_000
    at = begin(pusher)
    file = send(pusher, at, "cp_visits", _pieces(body), **{"Content-Digest": _digest(body)})
    assert (file["rows"], file["bytes_received"], file["rejected"]) == (250_000, len(body), 0)
    assert file["sha256"] == hashlib.sha256(body).hexdigest()
    assert counts(finish(pusher, database, at), "cp_visits") == {"received": 250_000, "created": 250_000}
    assert stored(make) == 250_000


def test_a_digest_is_checked(pusher: Caller, database: Database, make: Session):
    body, at = visits(range(3)).encode(), begin(pusher)
    assert refused(pusher, at, "cp_visits", body, **{"Content-Digest": _digest(b"other")}) == (422, "wrong_digest")
    assert refused(pusher, at, "cp_visits", body, **{"Content-Digest": "md5=:AA==:"}) == (422, "unknown_digest")
    assert pusher.get(at).json()["files"] == []
    assert pusher.post(f"{at}/commit").json()["code"] == "no_files"
    send(pusher, at, "cp_visits", body, **{"Content-Digest": _digest(body)})
    assert counts(finish(pusher, database, at), "cp_visits") == {"received": 3, "created": 3}


def test_gzip_is_unpacked_in_several_members_too_and_digested_as_sent(pusher: Caller, database: Database):
    first, second = visits(range(1_000)), visits(range(1_000, 2_000)).removeprefix(VISITS)
    packed = gzip.compress(first.encode()) + gzip.compress(second.encode())
    at, gzipped = begin(pusher), {"Content-Encoding": "gzip"}
    told = send(pusher, at, "cp_visits", packed, **gzipped, **{"Content-Digest": _digest(packed)})
    assert (told["rows"], told["bytes_received"]) == (2_000, len(packed))
    for broken in (packed[:-9], packed[: len(packed) // 2], b"PK" + packed, packed + b"and more"):
        assert refused(pusher, at, "cp_visits", broken, **gzipped) == (422, "broken_gzip")
    assert refused(pusher, at, "cp_visits", packed, **{"Content-Encoding": "br"}) == (415, "unknown_encoding")
    assert pusher.get(at).json()["files"][0]["rows"] == 2_000, "the good one stays"
    assert counts(finish(pusher, database, at), "cp_visits")["created"] == 2_000


@pytest.mark.parametrize("first", [40, 60])
def test_a_file_sent_again_takes_its_own_place(pusher: Caller, database: Database, make: Session, first: int):
    """Also where no row of the one before is in it."""
    at = begin(pusher)
    send(pusher, at, "cp_visits", visits(range(50)) + "V99,P1,never,Y\n")
    again = send(pusher, at, "cp_visits", visits(range(first, first + 5)))
    assert (again["rows"], again["rejected"]) == (5, 0)
    assert [file["rows"] for file in pusher.get(at).json()["files"]] == [5]
    done = finish(pusher, database, at)
    assert counts(done, "cp_visits") == {"received": 5, "created": 5}
    assert [key for (key,) in kept(make, "source_id")] == [f"V{first + n}" for n in range(5)]
    assert pusher.get(f"{at}/rejections").json()["items"] == []


def test_parts_of_one_table_come_together_in_the_order_of_their_numbers(
    pusher: Caller, database: Database, make: Session
):
    at = begin(pusher)
    for number in (10, 9, 1):
        send(
            pusher, at, f"cp_visits.part{number}", VISITS + f"V1,P1,2026-03-{number:02},Y\nV{number}0,P1,2026-01-01,Y\n"
        )
    done = finish(pusher, database, at)
    assert counts(done, "cp_visits") == {"received": 6, "created": 4, "duplicates": 2}
    assert [str(day) for key, day in kept(make, "source_id, visited_on") if key == "V1"] == ["2026-03-10"]


def test_an_entity_comes_in_one_file_or_in_parts(pusher: Caller, database: Database, make: Session):
    bring(pusher, database, {"cp_visits": visits(range(30))})
    at = begin(pusher, mode="snapshot")
    send(pusher, at, "cp_visits", visits(range(30)))
    for other in ("cp_visits.csv", "ssd_cp_visits", "CP_VISITS", "cp_visits.part2"):
        assert refused(pusher, at, other, visits(range(3))) == (409, "in_another_file")
    assert counts(finish(pusher, database, at), "cp_visits") == {"received": 30, "unchanged": 30}
    assert stored(make) == 30


def test_two_uploads_at_once_do_not_mix(pusher: Caller, database: Database, make: Session, as_: As):
    at = begin(pusher)
    headers = dict(pusher.headers)
    bodies = {"cp_visits": visits(range(60_000)), "cp_plans": plans(range(60_000))}

    def put(name: str) -> None:
        with httpx.Client(base_url=pusher.base_url, headers=headers, timeout=60) as own:
            answer = own.put(f"{at}/files/{name}", content=_pieces(bodies[name].encode(), 9_999), headers=CSV)
            assert answer.status_code == 200, answer.text

    threads = [threading.Thread(target=put, args=[name]) for name in (*bodies, "cp_visits")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    done = finish(pusher, database, at)
    assert counts(done, "cp_visits") == {"received": 60_000, "created": 60_000}
    assert counts(done, "cp_plans") == {"received": 60_000, "created": 60_000}
    assert (stored(make), stored(make, "cp_plan")) == (60_000, 60_000)


def test_a_connection_that_breaks_leaves_nothing_and_the_import_goes_on(
    pusher: Caller, database: Database, make: Session
):
    at = begin(pusher)
    host, port = pusher.base_url.host, pusher.base_url.port
    with socket.create_connection((host, port)) as broken:
        head = f"PUT {at}/files/cp_visits HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Type: text/csv\r\n"
        head += f"Authorization: {pusher.headers['Authorization']}\r\nContent-Length: 90000000\r\n\r\n"
        broken.sendall(head.encode() + visits(range(200_000)).encode())
    assert pusher.get(at).json()["files"] == []
    send(pusher, at, "cp_visits", visits(range(10)))
    assert counts(finish(pusher, database, at), "cp_visits") == {"received": 10, "created": 10}
    assert stored(make) == 10


def test_rows_that_come_while_it_merges_are_none_of_the_imports(pusher: Caller, database: Database, make: Session):
    """As an upload writes them that goes on although its sender is gone; the merge is held in its middle by a clash."""
    at = begin(pusher)
    send(pusher, at, "cp_visits", visits(range(10)))
    late = Staging(database, uuid.UUID(at.rpartition("/")[2]), 0)
    rows = from_batch(
        BY_NAME["cp_visits"].read("lcs", [{"cppv_cp_visit_id": "L", "cppv_person_id": "P"}]), np.array([1])
    )
    clash = text(
        "insert into cp_visit (source_system, source_id, child_ref, as_of, received_at, updated_at)"
        " values ('lcs', 'V3', 'x', now(), now(), now())"
    )
    with Session(database.engine) as other, ThreadPoolExecutor(1) as worker:
        other.execute(clash)
        done = worker.submit(finish, pusher, database, at)
        waiting = text(
            "select count(*) from pg_locks l join pg_stat_activity a using (pid)"
            " where not granted and l.locktype = 'transactionid' and a.datname = current_database()"
        )
        until = time.monotonic() + 30
        while not make.execute(waiting).scalar_one():
            make.rollback()
            assert time.monotonic() < until, "the merge does not reach the clash"
        with pytest.raises((DBAPIError, psycopg.Error), match="lock timeout"):
            late.put("cp_visits", rows, None)
        other.rollback()
        assert counts(done.result(), "cp_visits") == {"received": 10, "created": 10}
    assert stored(make) == 10


def test_a_table_that_is_not_kept_is_counted_whatever_its_form(pusher: Caller, database: Database, make: Session):
    at = begin(pusher)
    note = 'a1,"two\nlines"\na2,x\n'
    assert send(pusher, at, "address", "addr_table_id,addr_json\n" + note)["rows"] == 2
    lines = '{"addr_table_id": "a \\" 1"}\n{"addr_table_id": "a2"}\n{}\n'
    assert send(pusher, at, "address", lines, **LINES)["rows"] == 3
    assert send(pusher, at, "address", "[{}, {}, {}, {}]", **ARRAY)["rows"] == 4
    file = pusher.get(at).json()["files"][0]
    assert (file["is_ignored"], file["rows"], file["entities"]) == (True, 4, {})
    assert refused(pusher, at, "address", b"<a/>", **{"Content-Type": "application/xml"}) == (415, "unknown_file_type")
    done = finish(pusher, database, at)
    assert (done["state"], done["entities"], done["rows_total"]) == ("completed", [], 4)


def test_what_is_not_known_is_refused(pusher: Caller):
    at = begin(pusher)
    assert refused(pusher, at, "gardens", "a\n1\n") == (404, "unknown_entity")
    for media_type in ("application/xml", "text/plain", "multipart/form-data; boundary=x", ""):
        told = refused(pusher, at, "cp_visits", visits([1]), **{"Content-Type": media_type})
        assert told == (415, "unknown_file_type")
    for name in (".hidden", "x" * 101, "a%0Ab"):
        assert refused(pusher, at, name, b"") == (422, "invalid")
    nobodys = f"/api/v1/imports/{uuid.uuid4()}"
    assert refused(pusher, nobodys, "cp_visits", visits([1])) == (404, "not_found")
    assert pusher.get(at).json()["files"] == []


# Committing, following, giving up.


def test_a_commit_says_where_to_look_and_twice_is_once(pusher: Caller, database: Database, make: Session):
    at = begin(pusher)
    empty = pusher.post(f"{at}/commit")
    assert (empty.status_code, empty.json()["code"]) == (409, "no_files")
    send(pusher, at, "cp_visits", visits(range(5)))
    answers = [pusher.post(f"{at}/commit") for _ in range(2)]
    for answer in answers:
        assert (answer.status_code, answer.headers["Location"], answer.headers["Retry-After"]) == (202, at, "2")
        assert (answer.json()["state"], answer.json()["sentence"]) == ("queued", "Waiting for the worker.")
    jobs = make.execute(text("select task_name, args from jobs.procrastinate_jobs")).all()
    assert [tuple(job) for job in jobs] == [("process_import", {"import_id": at.rpartition("/")[2]})]
    assert refused(pusher, at, "cp_visits", visits([1])) == (409, "import_not_open")
    process(database, at)
    done = pusher.post(f"{at}/commit")
    assert (done.status_code, done.json()["state"]) == (202, "completed")
    assert make.execute(text("select count(*) from receipt")).scalar_one() == 1
    assert refused(pusher, at, "cp_visits", visits([1])) == (409, "import_not_open")
    process(database, at)
    assert stored(make) == 5
    assert make.execute(text("select count(*) from receipt")).scalar_one() == 1, "done once, whoever asks again"


def test_an_upload_that_is_overtaken_by_the_commit_is_not_part_of_it(pusher: Caller, database: Database, make: Session):
    at = begin(pusher)
    send(pusher, at, "cp_visits", visits(range(5)))

    def slow() -> Iterator[bytes]:
        yield visits(range(9)).encode()
        commit(pusher, at)
        yield b"V10,P1,2026-03-02,Y\n"

    with httpx.Client(base_url=pusher.base_url, headers=dict(pusher.headers), timeout=30) as own:
        late = own.put(f"{at}/files/cp_visits", content=slow(), headers=CSV)
    assert (late.status_code, late.json()["code"]) == (409, "import_not_open")
    process(database, at)
    assert stored(make) == 5


def test_an_upload_into_an_import_that_is_given_up_meanwhile_is_told_so(pusher: Caller, database: Database):
    at = begin(pusher)
    rows = visits(range(100_000)).encode()

    def slow() -> Iterator[bytes]:
        yield rows
        pusher.delete(at)
        service.clear_away(database)
        yield rows.removeprefix(VISITS.encode())

    with httpx.Client(base_url=pusher.base_url, headers=dict(pusher.headers), timeout=30) as own:
        late = own.put(f"{at}/files/cp_visits", content=slow(), headers=CSV)
    assert (late.status_code, late.json()["code"]) == (409, "import_not_open")


def test_progress_is_told_while_the_worker_is_at_it(pusher: Caller, database: Database, make: Session):
    at = begin(pusher)
    send(pusher, at, "cp_plans", plans(range(30)))
    send(pusher, at, "cp_visits", visits(range(12)))
    commit(pusher, at)
    # Whoever holds this lock is as a push of visits under way: the worker has merged the plans and waits.
    make.execute(text("select pg_advisory_xact_lock(hashtextextended('lcs|cp_visits', 0))"))
    worker = threading.Thread(target=process, args=[database, at])
    worker.start()
    told: dict[str, Any] = {}
    for _ in range(2_000):
        told = pusher.get(at).json()
        if told["step"] == "Merging: Child protection visits":
            break
    assert (told["state"], told["step"]) == ("processing", "Merging: Child protection visits")
    assert (told["rows_done"], told["rows_total"], told["sentence"]) == (30, 42, "The worker is at it.")
    listed = pusher.get("/api/v1/imports").json()["items"][0]
    assert (listed["state"], listed["rows_done"], listed["rows_total"]) == ("processing", 30, 42)
    late = pusher.delete(at)
    assert (late.status_code, late.json()["code"]) == (409, "import_at_work")
    make.rollback()
    worker.join()
    assert pusher.get(at).json()["state"] == "completed"


@pytest.mark.parametrize("kind", ["the first load", "a later one"])
def test_progress_is_told_while_one_table_is_merged(
    pusher: Caller, database: Database, make: Session, monkeypatch: pytest.MonkeyPatch, kind: str
):
    monkeypatch.setattr(bulk, "SLICE_PAGES", 1)
    if kind == "a later one":
        bring(pusher, database, {"cp_visits": visits(range(9_000, 9_001))})
    at = begin(pusher)
    send(pusher, at, "cp_visits", visits(range(1_000)))
    commit(pusher, at)
    # Whoever has just stored a visit with the id of a later row makes the worker wait for it.
    make.execute(text(
        "insert into cp_visit (source_system, as_of, received_at, updated_at, source_id, child_ref)"
        " values ('lcs', now(), now(), now(), 'V900', 'X')"
    ))  # fmt: skip
    worker = threading.Thread(target=process, args=[database, at])
    worker.start()
    done = 0
    for _ in range(2_000):
        done = pusher.get(at).json()["rows_done"]
        if done > 500:
            break
    assert 500 < done < 1_000
    make.rollback()
    worker.join()
    assert counts(pusher.get(at).json(), "cp_visits") == {"received": 1_000, "created": 1_000}


def test_an_import_is_given_up_in_every_state_but_while_the_worker_is_at_it(
    pusher: Caller, database: Database, make: Session
):
    opened = begin(pusher)
    send(pusher, opened, "cp_visits", visits(range(5)))
    queued = pusher.delete(opened)
    assert (queued.status_code, queued.json()["state"]) == (200, "aborted")
    assert queued.json()["sentence"] == "Given up: nothing was stored."
    assert pusher.post(f"{opened}/commit").json()["code"] == "import_not_open"

    at = begin(pusher)
    send(pusher, at, "cp_visits", visits(range(5)))
    commit(pusher, at)
    assert pusher.delete(at).json()["state"] == "aborted"
    process(database, at)
    assert pusher.get(at).json()["state"] == "aborted"
    assert stored(make) == 0
    assert staged(make) > 0
    service.clear_away(database)
    assert staged(make) == 0

    done = bring(pusher, database, {"cp_visits": visits(range(5))})
    late = pusher.delete(f"/api/v1/imports/{done['id']}")
    assert (late.status_code, late.json()["state"]) == (200, "completed"), "what was stored stays"
    assert stored(make) == 5


def test_an_import_that_is_left_alone_for_a_day_is_given_up(pusher: Caller, database: Database, make: Session):
    left = begin(pusher)
    send(pusher, left, "cp_visits", visits(range(5)))
    with clock.travel(clock.now() + timedelta(hours=23)):
        service.clear_away(database)
    assert pusher.get(left).json()["state"] == "open"
    with clock.travel(clock.now() + timedelta(hours=25)):
        service.clear_away(database)
    assert pusher.get(left).json()["state"] == "aborted"
    assert staged(make) == 0
    begin(pusher)


# What was not taken in.


def test_rejections_are_read_as_pages_lines_and_a_table(pusher: Caller, database: Database, make: Session):
    at = begin(pusher)
    bad = "V1,P1,never,Y\nV2,P1,2026-03-02,perhaps\n,P1,2026-03-02,Y\nV4,P1\n"
    send(pusher, at, "cp_visits", VISITS + bad + "V5,P1,2026-03-02,Y\n")
    send(pusher, at, "cp_plans", plans(range(2)) + "L9,P1,31/02/2026\n")
    before = pusher.get(f"{at}/rejections").json()["items"]
    assert len(before) == 5, "told as soon as the file is read"
    finish(pusher, database, at)
    page = pusher.get(f"{at}/rejections", params={"limit": 3, "total": True}).json()
    assert (len(page["items"]), page["total"]) == (3, 5)
    rest = pusher.get(f"{at}/rejections", params={"limit": 3, "cursor": page["next_cursor"]}).json()
    told = [
        (r["file"], r["line"], r["source_id"], r["is_rejected"], r["field"], r["code"])
        for r in page["items"] + rest["items"]
    ]
    assert told == [
        ("cp_visits", 1, "V1", True, "cppv_cp_visit_date", "not_a_date"),
        ("cp_visits", 2, "V2", False, "cppv_cp_visit_seen", "unknown_flag"),
        ("cp_visits", 3, None, True, "cppv_cp_visit_id", "missing"),
        ("cp_visits", 4, None, True, "", "ragged"),
        ("cp_plans", 3, "L9", True, "cppl_cp_plan_start_date", "not_a_date"),
    ]
    lines = pusher.get(f"{at}/rejections", params={"format": "ndjson", "entity": "cp_visits"})
    assert lines.headers["Content-Type"].startswith("application/x-ndjson")
    assert [json.loads(line)["line"] for line in lines.text.splitlines()] == [1, 2, 3, 4]
    table = pusher.get(f"{at}/rejections", params={"format": "csv"})
    assert table.headers["Content-Disposition"] == 'attachment; filename="rejections.csv"'
    assert len(table.text.splitlines()) == 6
    for params in ({"format": "csv", "limit": 5}, {"format": "ndjson", "total": True}):
        assert pusher.get(f"{at}/rejections", params=params).json()["code"] == "whole_file_only"
    receipts = make.execute(text("select distinct receipt_id is null from rejection")).scalars().all()
    assert receipts == [False], "each leads to the receipt of its entity"


def test_names_in_the_place_of_columns_and_keys_are_not_kept(pusher: Caller, database: Database, make: Session):
    at = begin(pusher)
    lines = [
        {"cppv_cp_visit_id": "V1", "cppv_person_id": "P1", "Wilhelmina Canary": 1, "AB123456C": 2, "pers_upn": "x"},
        {"cppv_cp_visit_id": "V2", "cppv_person_id": "P1", "cppv_note": "Wilhelmina"},
    ]
    told = send(pusher, at, "cp_visits", "\n".join(map(json.dumps, lines)) + "\nWilhelmina\n", **LINES)
    assert told["ignored_fields"] == {"(no name)": 2, "pers_upn": 1, "cppv_note": 1}
    send(pusher, at, "cp_plans", PLANS_WITH_BROKEN_LINE)
    finish(pusher, database, at)
    for table in ("import_file", "rejection", "cp_visit", "cp_plan", "journal_entry"):
        rows = make.execute(text(f"select cast(t as text) from {table} t")).scalars().all()
        assert not [row for row in rows if "Wilhelmina" in row or "AB123456C" in row]
        make.rollback()


PLANS_WITH_BROKEN_LINE = plans(range(3)) + "L9,P1,2026-01-02,Visited at home.\nWilhelmina was there,Y\n"


# Who may.


def test_an_import_is_seen_by_its_own_source_and_by_people_who_manage_imports(pusher: Caller, analyst: Caller, as_: As):
    at = begin(pusher)
    send(pusher, at, "cp_visits", visits(range(3)) + "V9,P1,never,Y\n")
    other = as_("case_management_system", source_system="other")
    for answer in (
        other.get(at),
        other.get(f"{at}/rejections"),
        other.get(f"{at}/rejections", params={"format": "csv"}),
        other.put(f"{at}/files/cp_visits", content=visits([1]), headers=CSV),
        other.post(f"{at}/commit"),
        other.delete(at),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert other.get("/api/v1/imports").json()["items"] == []
    assert other.get("/api/v1/imports", params={"source_system": "lcs"}).json()["items"] == []
    assert pusher.get(at).json()["state"] == "open"
    assert analyst.get(at).json()["id"] == at.rpartition("/")[2]
    assert [one["source_system"] for one in analyst.get("/api/v1/imports").json()["items"]] == ["lcs"]
    assert analyst.get("/api/v1/imports", params={"state": "completed"}).json()["items"] == []
    assert analyst.delete(at).json()["state"] == "aborted"
    assert as_("practitioner").get(at).status_code == 403
    assert as_("bi_tool").post("/api/v1/imports", json={}).status_code == 403
