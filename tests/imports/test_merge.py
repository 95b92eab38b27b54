"""What an import makes of what is stored: upserts, snapshots, churned ids, repeated ids, pushes in between."""

import json
import threading
from collections.abc import Callable
from copy import copy
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session
from xxhash import xxh3_64_intdigest

from api.cases.references import child_ref
from api.imports.reading import line_seed
from api.intake.entities import BY_NAME
from api.kernel.database import Database
from tests.access.make import Caller
from tests.imports.make import (
    ARRAY,
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
    send,
    staged,
    stored,
    visits,
)

As = Callable[..., Caller]
EARLY, LATE = "2026-01-01T00:00:00Z", "2026-06-01T00:00:00Z"


@pytest.fixture
def pusher(as_: As) -> Caller:
    return as_("case_management_system", source_system="lcs")


@pytest.fixture
def analyst(as_: As) -> Caller:
    return as_("data_analyst")


def push(caller: Caller, entity: str, *records: dict[str, Any], **params: str) -> dict[str, Any]:
    answer = caller.post(f"/api/v1/records/{entity}", json=list(records), params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


def days(make: Session) -> dict[str, str | None]:
    return {key: day and day.isoformat() for key, day in kept(make, "source_id, visited_on")}


def tombstones(make: Session) -> list[tuple[str, str, str]]:
    return kept(make, "entity, key, reason", "tombstone")


# Upserts.


def test_what_is_unchanged_is_known_before_it_is_read(pusher: Caller, database: Database, make: Session):
    bring(pusher, database, {"cp_visits": visits(range(50))})
    before = kept(make, "source_id, updated_at, receipt_id")
    changed = visits(range(50)).replace("V7,P0,2026-03-02,Y", "V7,P0,2026-03-02,N")
    again = bring(pusher, database, {"cp_visits": changed})
    assert again["files"][0]["unchanged"] == 49
    assert counts(again, "cp_visits") == {"received": 50, "updated": 1, "unchanged": 49}
    after = kept(make, "source_id, updated_at, receipt_id")
    assert [a[0] for b, a in zip(before, after, strict=True) if a != b] == ["V7"]


def test_a_column_that_a_release_adds_is_read_from_lines_known_before(
    pusher: Caller, database: Database, make: Session
):
    """It was sent all along and dropped; the lines are the same as ever, and are read again all the same."""
    bring(pusher, database, {"cp_visits": visits([1])})
    header, line = visits([1]).encode().splitlines()
    before = copy(BY_NAME["cp_visits"])
    before.declared = before.declared.replace(b"cppv_cp_visit_seen'", b"'")
    assert before.declared != BY_NAME["cp_visits"].declared
    digest = xxh3_64_intdigest(line, line_seed(before, header))
    known = digest - 2**64 if digest >= 2**63 else digest
    make.execute(text("update cp_visit set is_seen = null, sent_hash = :hash"), {"hash": known})
    make.commit()
    assert counts(bring(pusher, database, {"cp_visits": visits([1])}), "cp_visits") == {"received": 1, "updated": 1}
    assert kept(make, "is_seen") == [(True,)]


@pytest.mark.parametrize("form", ["csv", "lines", "array"])
def test_an_absent_column_changes_nothing_and_an_empty_one_clears(
    pusher: Caller, database: Database, make: Session, form: str
):
    bring(pusher, database, {"cp_visits": visits([1, 2])})
    at = begin(pusher)
    records = [
        {"cppv_cp_visit_id": "V1", "cppv_person_id": "P1", "cppv_cp_visit_seen": None},
        {"cppv_cp_visit_id": "V2", "cppv_person_id": "P2", "cppv_cp_visit_seen": "N"},
    ]
    if form == "csv":
        table = "cppv_cp_visit_id,cppv_person_id,cppv_cp_visit_seen\nV1,P1,\nV2,P2,N\n"
        send(pusher, at, "cp_visits", table)
    elif form == "lines":
        send(pusher, at, "cp_visits", "\n".join(map(json.dumps, records)), **LINES)
    else:
        send(pusher, at, "cp_visits", json.dumps(records), **ARRAY)
    assert counts(finish(pusher, database, at), "cp_visits") == {"received": 2, "updated": 2}
    assert kept(make, "source_id, is_seen") == [("V1", None), ("V2", False)]
    assert set(days(make).values()) == {"2026-03-02"}


def test_a_finding_is_told_again_as_long_as_it_stands(pusher: Caller, database: Database):
    files = {"cp_visits": visits([1, 2, 3]).replace("V2,P2,2026-03-02,Y", "V2,P2,2026-03-02,perhaps")}
    for _ in range(3):
        done = bring(pusher, database, files)
        told = pusher.get(f"/api/v1/imports/{done['id']}/rejections").json()["items"]
        assert [(one["source_id"], one["code"]) for one in told] == [("V2", "unknown_flag")]
    assert counts(done, "cp_visits") == {"received": 3, "unchanged": 3}


def test_another_source_has_rows_of_its_own(pusher: Caller, database: Database, make: Session, as_: As):
    other = as_("case_management_system", source_system="other")
    bring(other, database, {"cp_visits": visits(range(10), day="2025-01-01")})
    before = kept(make, "source_id, visited_on, receipt_id")
    bring(pusher, database, {"cp_visits": visits(range(5))})
    done = bring(pusher, database, {"cp_visits": visits(range(5), seen="N")}, mode="snapshot")
    assert counts(done, "cp_visits") == {"received": 5, "updated": 5}
    make.rollback()
    theirs = make.execute(
        text("select source_id, visited_on, receipt_id from cp_visit where source_system = 'other' order by 1")
    )
    assert [tuple(row) for row in theirs] == before


def test_two_sources_are_brought_in_at_once(pusher: Caller, database: Database, make: Session, as_: As):
    other = as_("case_management_system", source_system="other")
    ats = []
    for caller in (pusher, other):
        at = begin(caller)
        send(caller, at, "cp_plans", plans(range(3_000)))
        send(caller, at, "cp_visits", visits(range(3_000)))
        commit(caller, at)
        ats.append(at)
    threads = [threading.Thread(target=process, args=[database, at]) for at in ats]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for caller, at in zip((pusher, other), ats, strict=True):
        assert counts(caller.get(at).json(), "cp_visits") == {"received": 3_000, "created": 3_000}
    assert (stored(make), stored(make, "cp_plan")) == (6_000, 6_000)


def test_an_older_file_changes_no_newer_row(pusher: Caller, database: Database, make: Session):
    bring(pusher, database, {"cp_visits": visits([1, 2], day="2026-03-05")}, as_of=LATE)
    old = bring(pusher, database, {"cp_visits": visits([1, 2, 3])}, as_of=EARLY)
    assert counts(old, "cp_visits") == {"received": 3, "created": 1, "skipped_stale": 2}
    assert days(make) == {"V1": "2026-03-05", "V2": "2026-03-05", "V3": "2026-03-02"}


def test_a_record_removed_later_is_not_brought_back_by_an_older_file(pusher: Caller, database: Database, make: Session):
    push(pusher, "cp_visits", {"cppv_cp_visit_id": "V1", "cppv_person_id": "P1"}, as_of=EARLY)
    push(pusher, "cp_visits", {"cppv_cp_visit_id": "V1", "purge": True}, as_of=LATE)
    old = bring(pusher, database, {"cp_visits": visits([1])}, as_of="2026-02-01T00:00:00Z")
    assert counts(old, "cp_visits") == {"received": 1, "skipped_stale": 1}
    new = bring(pusher, database, {"cp_visits": visits([1])})
    assert counts(new, "cp_visits") == {"received": 1, "created": 1}
    assert stored(make) == 1


def test_a_person_brings_in_for_a_source_as_it_would_itself(
    pusher: Caller, analyst: Caller, database: Database, make: Session
):
    done = bring(analyst, database, {"cp_visits": visits([1]), "person": PEOPLE}, source_system="lcs")
    assert counts(done, "cp_visits") == {"received": 1, "created": 1}
    assert (done["created_by"], kept(make, "source_system, child_ref")) == (
        done["created_by"], [("lcs", child_ref("lcs", "P1"))],
    )  # fmt: skip
    assert counts(bring(pusher, database, {"cp_visits": visits([1])}), "cp_visits") == {"received": 1, "unchanged": 1}
    actors = make.execute(text("select distinct actor_id from receipt where import_id is not null")).scalars().all()
    assert {analyst.person_id, pusher.person_id} == set(actors)


PEOPLE = "pers_person_id,pers_sex\nP1,F\nP2,M\nP3,F\n"


def test_departments_become_units(pusher: Caller, database: Database, make: Session):
    table = "dept_team_id,dept_team_name,dept_team_parent_id\nS1,Safeguarding,\nT1,Team One,S1\nT2,Team Two,S1\n"
    done = bring(pusher, database, {"department": table})
    assert counts(done, "department") == {"received": 3, "created": 3}
    units = kept(make, "source_id, kind, name", "unit where source_system = 'lcs'")
    assert units == [("S1", "service", "Safeguarding"), ("T1", "team", "Team One"), ("T2", "team", "Team Two")]
    bring(pusher, database, {"department": table.replace("Team Two", "Team Three")})
    assert ("T2", "team", "Team Three") in kept(make, "source_id, kind, name", "unit where source_system = 'lcs'")


# Taking records back.

WITHDRAWING = "cppv_cp_visit_id,cppv_person_id,cppv_cp_visit_date,cppv_cp_visit_seen,purge\n"


def test_a_file_takes_records_back(pusher: Caller, database: Database, make: Session):
    bring(pusher, database, {"cp_visits": visits(range(6))}, as_of=EARLY)
    push(pusher, "cp_visits", {"cppv_cp_visit_id": "V5", "cppv_person_id": "P5", "cppv_cp_visit_seen": "N"}, as_of=LATE)
    rows = "V1,,,,true\nV2,P2,2026-03-02,Y,\nV3,P3,never,perhaps,Y\nV5,P5,,,1\nV77,P1,,,yes\nV4,P4,2026-03-02,N,no\n"
    done = bring(pusher, database, {"cp_visits": WITHDRAWING + rows}, as_of="2026-03-01T00:00:00Z")
    assert counts(done, "cp_visits") == {
        "received": 6, "removed": 2, "skipped_stale": 1, "unchanged": 2, "updated": 1,
    }  # fmt: skip
    assert list(days(make)) == ["V0", "V2", "V4", "V5"]
    assert tombstones(make) == [("cp_visits", "V1", "purged"), ("cp_visits", "V3", "purged")]
    assert pusher.get(f"/api/v1/imports/{done['id']}/rejections").json()["items"] == []


def test_a_file_takes_a_child_back_with_all_about_it(pusher: Caller, database: Database, make: Session):
    bring(pusher, database, {"person": PEOPLE, "cp_visits": visits(range(7)), "cp_plans": plans(range(7))})
    done = bring(pusher, database, {"person": "pers_person_id,purge\nP1,true\nP9,true\n"})
    assert counts(done, "person") == {"received": 2, "removed": 1, "unchanged": 1}
    gone = child_ref("lcs", "P1")
    assert gone not in {ref for (ref,) in kept(make, "child_ref")}
    assert gone not in {ref for (ref,) in kept(make, "child_ref", "cp_plan")}
    assert ("person", gone, "purged") in tombstones(make)


def test_what_is_said_before_a_record_is_taken_back_does_not_count(pusher: Caller, database: Database, make: Session):
    at = begin(pusher)
    records = [
        {"cppv_cp_visit_id": "V1", "cppv_person_id": "P1", "cppv_cp_visit_date": "2026-01-01"},
        {"cppv_cp_visit_id": "V1", "purge": True},
        {"cppv_cp_visit_id": "V1", "cppv_person_id": "P1", "cppv_cp_visit_seen": "Y"},
        {"cppv_cp_visit_id": "V2", "cppv_person_id": "P2"},
        {"cppv_cp_visit_id": "V2", "purge": True},
    ]
    send(pusher, at, "cp_visits", "\n".join(map(json.dumps, records)), **LINES)
    done = finish(pusher, database, at)
    assert counts(done, "cp_visits") == {"received": 5, "created": 1, "duplicates": 3, "unchanged": 1}
    assert kept(make, "source_id, visited_on, is_seen") == [("V1", None, True)]


# The same id twice.


def test_the_last_of_several_rows_with_one_id_counts(pusher: Caller, database: Database, make: Session):
    rows = "V1,P1,2026-01-01,Y\nV2,P2,2026-01-01,Y\nV1,P1,2026-01-02,\nV1,P1,2026-01-03,N\n"
    done = bring(pusher, database, {"cp_visits": VISITS + rows})
    assert counts(done, "cp_visits") == {"received": 4, "created": 2, "duplicates": 2}
    assert days(make) == {"V1": "2026-01-03", "V2": "2026-01-01"}
    again = bring(pusher, database, {"cp_visits": VISITS + rows})
    assert counts(again, "cp_visits") == {"received": 4, "unchanged": 2, "duplicates": 2}
    assert days(make) == {"V1": "2026-01-03", "V2": "2026-01-01"}


def test_fields_that_only_an_earlier_record_holds_are_kept(pusher: Caller, database: Database, make: Session):
    at = begin(pusher)
    first = {"cppv_cp_visit_id": "V1", "cppv_person_id": "P1", "cppv_cp_visit_date": "2026-01-01"}
    second = {"cppv_cp_visit_id": "V1", "cppv_person_id": "P1", "cppv_cp_visit_seen": "Y"}
    send(pusher, at, "cp_visits", f"{json.dumps(first)}\n{json.dumps(second)}", **LINES)
    assert counts(finish(pusher, database, at), "cp_visits") == {"received": 2, "created": 1, "duplicates": 1}
    assert kept(make, "source_id, visited_on, is_seen, sent_hash")[0][2:] == (True, None)
    assert days(make) == {"V1": "2026-01-01"}


KNOWN, NEW, NEWER = (f"V1,P1,2026-03-{day},Y\n" for day in ("02", "20", "21"))


@pytest.mark.parametrize("mode", ["upsert", "snapshot"])
@pytest.mark.parametrize(
    ("rows", "outcome", "day"),
    [
        ([KNOWN], {"unchanged": 1}, "02"),
        ([NEW, KNOWN], {"unchanged": 1, "duplicates": 1}, "02"),
        ([KNOWN, NEW], {"updated": 1, "duplicates": 1}, "20"),
        ([KNOWN, KNOWN, NEW], {"updated": 1, "duplicates": 2}, "20"),
        ([KNOWN, NEW, NEWER], {"updated": 1, "duplicates": 2}, "21"),
        ([NEW, KNOWN, NEWER], {"updated": 1, "duplicates": 2}, "21"),
        ([NEW, NEWER, KNOWN], {"unchanged": 1, "duplicates": 2}, "02"),
        ([KNOWN, NEW, KNOWN], {"unchanged": 1, "duplicates": 2}, "02"),
    ],
)
def test_of_a_known_line_and_others_with_its_id_the_last_counts(
    pusher: Caller, database: Database, make: Session, rows: list[str], outcome: dict[str, int], day: str, mode: str
):
    bring(pusher, database, {"cp_visits": visits(range(30))})
    others = visits(n for n in range(30) if n != 1)
    done = bring(pusher, database, {"cp_visits": others + "".join(rows)}, mode=mode)
    told = counts(done, "cp_visits")
    assert told.pop("received") == 29 + len(rows)
    assert told == {**outcome, "unchanged": 29 + outcome.get("unchanged", 0)}
    assert days(make)["V1"] == f"2026-03-{day}"
    assert stored(make) == 30


# Snapshots.


def test_a_snapshot_removes_what_it_no_longer_holds(pusher: Caller, database: Database, make: Session):
    bring(pusher, database, {"cp_visits": visits(range(100)), "cp_plans": plans(range(10))})
    wanted = visits(range(100, 103), day="2026-05-05") + visits(range(4, 100)).removeprefix(VISITS)
    done = bring(pusher, database, {"cp_visits": wanted}, mode="snapshot")
    assert counts(done, "cp_visits", gone=4) == {"received": 99, "created": 3, "unchanged": 96, "removed": 4}
    assert done["sentence"] == "Snapshot: 3 new, 96 as before, 4 removed."
    assert tombstones(make) == [("cp_visits", f"V{n}", "removed") for n in range(4)]
    assert stored(make, "cp_plan") == 10, "of what no file speaks, nothing is removed"
    receipts = kept(make, "number, entity, removed", "receipt")
    assert receipts[-1][1:] == ("cp_visits", 4)


@pytest.mark.parametrize("form", ["one", "parts", "array"])
def test_a_snapshot_is_the_same_however_it_comes(pusher: Caller, database: Database, make: Session, form: str):
    bring(pusher, database, {"cp_visits": visits(range(60))})
    at = begin(pusher, mode="snapshot")
    if form == "one":
        send(pusher, at, "cp_visits", visits(range(2, 60)))
    elif form == "parts":
        send(pusher, at, "cp_visits.part1", visits(range(2, 30)))
        send(pusher, at, "cp_visits.part2", visits(range(30, 60)))
    else:
        columns = VISITS.strip().split(",")
        rows = [dict(zip(columns, [f"V{n}", f"P{n % 7}", "2026-03-02", "Y"], strict=True)) for n in range(2, 60)]
        send(pusher, at, "cp_visits", json.dumps(rows), **ARRAY)
    done = finish(pusher, database, at)
    assert counts(done, "cp_visits", gone=2) == {"received": 58, "unchanged": 58, "removed": 2}
    assert stored(make) == 58


def test_an_empty_scope_is_a_snapshot_of_nothing(pusher: Caller, analyst: Caller, database: Database, make: Session):
    bring(pusher, database, {"cp_visits": visits(range(20)), "cp_plans": plans(range(20))})
    at = begin(pusher, mode="snapshot", scope=["cp_plans"])
    held = finish(pusher, database, at)
    assert (held["state"], counts(held, "cp_plans", gone=20)) == ("held", {"removed": 20})
    analyst.post(f"{at}/confirm")
    process(database, at)
    assert (stored(make, "cp_plan"), stored(make)) == (0, 20)


@pytest.mark.parametrize(("before", "gone", "state"), [(100, 5, "completed"), (100, 6, "held"), (4_100, 201, "held")])
def test_a_snapshot_that_would_remove_much_is_held(
    pusher: Caller, database: Database, make: Session, before: int, gone: int, state: str
):
    bring(pusher, database, {"cp_visits": visits(range(before))})
    done = bring(pusher, database, {"cp_visits": visits(range(gone, before))}, mode="snapshot")
    assert done["state"] == state
    assert stored(make) == (before if state == "held" else before - gone)


def test_a_held_snapshot_waits_for_a_person(pusher: Caller, analyst: Caller, database: Database, make: Session):
    bring(pusher, database, {"cp_visits": visits(range(20)), "cp_plans": plans(range(20))})
    at = begin(pusher, mode="snapshot")
    send(pusher, at, "cp_visits", visits(range(10, 20)) + "V20,P1,2026-05-05,Y\n")
    send(pusher, at, "cp_plans", plans(range(20), day="2026-02-02"))
    assert analyst.post(f"{at}/confirm").json()["code"] == "import_not_held"
    held = finish(pusher, database, at)
    assert (held["state"], held["ended_at"]) == ("held", None)
    assert held["sentence"] == (
        "Held: it would remove 10 of 20 child protection visits. A person must confirm it or give it up."
    )
    assert counts(held, "cp_visits", gone=10) == {"received": 11, "created": 1, "unchanged": 10, "removed": 10}
    assert (stored(make), tombstones(make)) == (20, [])
    assert {str(day) for _, day in kept(make, "source_id, started_on", "cp_plan")} == {"2026-01-05"}, "all or nothing"
    assert pusher.post("/api/v1/imports", json={}).json()["code"] == "import_under_way"
    again = pusher.post(f"{at}/commit")
    assert (again.status_code, again.json()["state"]) == (202, "held"), "to commit again is not to confirm"
    assert pusher.post(f"{at}/confirm").status_code == 403, "no machine confirms"
    process(database, at)
    assert stored(make) == 20

    confirmed = analyst.post(f"{at}/confirm")
    assert (confirmed.status_code, confirmed.headers["Location"], confirmed.json()["state"]) == (202, at, "queued")
    process(database, at)
    done = pusher.get(at).json()
    assert done["state"] == "completed"
    assert counts(done, "cp_visits", gone=10) == counts(held, "cp_visits", gone=10)
    assert (stored(make), len(tombstones(make)), staged(make)) == (11, 10, 0)
    assert analyst.post(f"{at}/confirm").json()["code"] == "import_not_held"


def test_a_held_snapshot_is_given_up(pusher: Caller, database: Database, make: Session):
    bring(pusher, database, {"cp_visits": visits(range(20))})
    held = bring(pusher, database, {"cp_visits": visits(range(10))}, mode="snapshot")
    at = f"/api/v1/imports/{held['id']}"
    assert pusher.delete(at).json()["state"] == "aborted"
    process(database, at)
    assert (stored(make), pusher.get(at).json()["state"]) == (20, "aborted")
    begin(pusher)


def test_a_snapshot_keeps_what_came_only_to_be_rejected(pusher: Caller, database: Database, make: Session):
    bring(pusher, database, {"cp_plans": plans(range(400)), "person": people(range(400))})
    changed = (
        plans(range(400))
        .replace("L1,P1,2026-01-05", "L1,P1,Michaelmas")
        .replace("L2,P2,2026-01-05", "L2,P2,2026-01-05,one cell too many")
        .replace("L3,P3,2026-01-05\n", "")
    )
    faulty = people(range(400)).replace("C5,2015-01-01", "C5,Michaelmas")
    done = bring(pusher, database, {"cp_plans": changed, "person": faulty}, mode="snapshot")
    assert counts(done, "cp_plans", gone=1) == {"received": 399, "unchanged": 397, "rejected": 2, "removed": 1}
    assert counts(done, "person") == {"received": 400, "unchanged": 399, "rejected": 1}
    assert tombstones(make) == [("cp_plans", "L3", "removed")]


def people(numbers: range) -> str:
    return "pers_person_id,pers_dob\n" + "".join(f"C{n},2015-01-01\n" for n in numbers)


def test_a_snapshot_of_children_empties_those_it_no_longer_holds(pusher: Caller, database: Database, make: Session):
    bring(pusher, database, {"person": people(range(100)), "cp_visits": visits(range(3))})
    done = bring(pusher, database, {"person": people(range(5, 100))}, mode="snapshot")
    assert (done["state"], counts(done, "person", gone=5)) == (
        "completed", {"received": 95, "unchanged": 95, "removed": 5},
    )  # fmt: skip
    assert stored(make, "child where withdrawn_at is not null and birth_month is null") == 5
    assert stored(make) == 3, "the records about them have a table of their own"
    back = bring(pusher, database, {"person": people(range(100))}, mode="snapshot")
    assert counts(back, "person") == {"received": 100, "updated": 5, "unchanged": 95}
    told = next(one for one in back["entities"] if one["entity"] == "person")
    assert told["held_before"] == 95, "those withdrawn are not held"


def test_a_snapshot_leaves_what_is_newer_than_it(pusher: Caller, database: Database, make: Session):
    bring(pusher, database, {"cp_visits": visits(range(40))}, as_of=EARLY)
    push(pusher, "cp_visits", {"cppv_cp_visit_id": "V90", "cppv_person_id": "P1"}, as_of=LATE)
    done = bring(pusher, database, {"cp_visits": visits(range(39))}, mode="snapshot", as_of="2026-03-01T00:00:00Z")
    assert counts(done, "cp_visits", gone=1) == {"received": 39, "unchanged": 39, "removed": 1}
    assert "V90" in days(make)


def test_a_dry_run_tells_the_same_and_stores_nothing(pusher: Caller, database: Database, make: Session):
    bring(pusher, database, {"cp_visits": visits(range(60)), "department": "dept_team_id,dept_team_name\nT1,One\n"})
    before = [kept(make, "*", table) for table in ("cp_visit", "department", "receipt", "tombstone", "unit")]
    files = {
        "cp_visits": visits(range(3, 60)).replace("V9,P2,2026-03-02", "V9,P2,2026-03-03") + "V8,P1,never,Y\n",
        "department": "dept_team_id,dept_team_name\nT1,Two\n",
    }
    tried = bring(pusher, database, files, mode="snapshot", is_dry_run=True)
    assert tried["state"] == "completed"
    assert tried["sentence"].startswith("Tried only, nothing was stored. It would be: ")
    after = [kept(make, "*", table) for table in ("cp_visit", "department", "receipt", "tombstone", "unit")]
    assert (after, staged(make)) == (before, 0)
    real = bring(pusher, database, files, mode="snapshot")
    assert real["entities"] == tried["entities"]
    assert counts(real, "cp_visits", gone=3)["removed"] == 3


def test_a_dry_run_that_would_be_held_says_what_it_would_remove(pusher: Caller, database: Database, make: Session):
    bring(pusher, database, {"cp_visits": visits(range(20))})
    tried = bring(pusher, database, {"cp_visits": visits(range(10))}, mode="snapshot", is_dry_run=True)
    assert (tried["state"], counts(tried, "cp_visits", gone=10)["removed"]) == ("completed", 10)
    assert stored(make) == 20


# Ids that a source makes up anew.


def test_a_snapshot_knows_records_again_under_new_ids(pusher: Caller, database: Database, make: Session):
    def table(prefix: str, seen: str = "Y") -> str:
        rows = (f"{prefix}{n},P{n},2026-03-{n % 28 + 1:02},{seen if n == 3 else 'Y'}\n" for n in range(50))
        return VISITS + "".join(rows)

    bring(pusher, database, {"cp_visits": table("A")})
    done = bring(pusher, database, {"cp_visits": table("B", "N")}, mode="snapshot")
    assert counts(done, "cp_visits") == {"received": 50, "rekeyed": 50, "updated": 1, "unchanged": 49}
    assert {key[0] for key in days(make)} == {"B"}
    assert tombstones(make) == []
    again = bring(pusher, database, {"cp_visits": table("B", "N")}, mode="snapshot")
    assert counts(again, "cp_visits") == {"received": 50, "unchanged": 50}
    back = bring(pusher, database, {"cp_visits": table("A")}, mode="snapshot")
    assert counts(back, "cp_visits") == {"received": 50, "rekeyed": 50, "updated": 1, "unchanged": 49}


def test_the_line_of_an_old_id_is_not_known_under_the_new_one(pusher: Caller, database: Database, make: Session):
    rows = [{"cppv_cp_visit_id": f"B{n}", "cppv_person_id": f"P{n}", "cppv_cp_visit_date": "2026-03-02"}
            for n in range(30)]  # fmt: skip
    bring(pusher, database, {"cp_visits": VISITS + "".join(f"A{n},P{n},2026-03-02,Y\n" for n in range(30))})
    at = begin(pusher, mode="snapshot")
    send(pusher, at, "cp_visits", json.dumps(rows), **ARRAY)
    assert counts(finish(pusher, database, at), "cp_visits")["rekeyed"] == 30
    more = bring(pusher, database, {"cp_visits": VISITS + "A1,P1,2026-03-02,Y\n"})
    assert counts(more, "cp_visits") == {"received": 1, "created": 1}


def test_who_and_when_must_be_there_once_on_both_sides(pusher: Caller, database: Database, make: Session):
    same = ",P1,2026-03-02,Y\n"
    others = "".join(f"V{n},P{n},2026-03-02,Y\n" for n in range(10, 150))
    bring(pusher, database, {"cp_visits": f"{VISITS}A1{same}A2{same}A3,P2,,Y\n{others}"})
    done = bring(pusher, database, {"cp_visits": f"{VISITS}B1{same}B3,P2,,Y\n{others}"}, mode="snapshot")
    assert counts(done, "cp_visits", gone=3) == {"received": 142, "created": 2, "unchanged": 140, "removed": 3}
    more = bring(pusher, database, {"cp_visits": f"{VISITS}C1{same}C2{same}B3,P2,,Y\n{others}"}, mode="snapshot")
    assert counts(more, "cp_visits", gone=1) == {"received": 143, "created": 2, "unchanged": 141, "removed": 1}


# Pushes between the upload and the commit.


def _sent(pusher: Caller, database: Database, **wish: str) -> str:
    """An import whose file was compared with what was stored, and not committed yet."""
    bring(pusher, database, {"cp_visits": visits(range(40))}, as_of=EARLY)
    at = begin(pusher, **wish)
    send(pusher, at, "cp_visits", visits(range(39)) + "V39,P4,2026-03-09,N\n")
    return at


@pytest.mark.parametrize("mode", ["upsert", "snapshot"])
def test_a_newer_push_meanwhile_wins(pusher: Caller, database: Database, make: Session, mode: str):
    at = _sent(pusher, database, mode=mode, as_of="2026-03-01T00:00:00Z")
    for key in ("V1", "V39", "V50"):
        push(pusher, "cp_visits", {"cppv_cp_visit_id": key, "cppv_person_id": "P1",
                                   "cppv_cp_visit_date": "2026-05-05"}, as_of=LATE)  # fmt: skip
    done = finish(pusher, database, at)
    assert done["state"] == "completed"
    assert counts(done, "cp_visits") == {"received": 40, "unchanged": 39, "skipped_stale": 1}
    assert {key for key, day in days(make).items() if day == "2026-05-05"} == {"V1", "V39", "V50"}


@pytest.mark.parametrize(
    "between", [{"cppv_cp_visit_seen": "N"}, {"purge": True}], ids=["changed", "removed"]
)  # fmt: skip
def test_an_older_push_meanwhile_makes_it_fail(
    pusher: Caller, database: Database, make: Session, between: dict[str, Any]
):
    at = _sent(pusher, database)
    push(pusher, "cp_visits", {"cppv_cp_visit_id": "V1", "cppv_person_id": "P1", **between}, as_of=EARLY)
    before = kept(make, "*")
    done = finish(pusher, database, at)
    assert (done["state"], done["entities"]) == ("failed", [])
    assert done["sentence"] == (
        "Other pushes changed records while the files came in. Begin again and send the files once more."
    )
    assert (kept(make, "*"), staged(make)) == (before, 0)
    again = bring(pusher, database, {"cp_visits": visits(range(39)) + "V39,P4,2026-03-09,N\n"})
    assert again["state"] == "completed"
    assert days(make)["V1"] == "2026-03-02"


def test_a_child_taken_back_meanwhile_makes_it_fail(pusher: Caller, database: Database, make: Session):
    at = _sent(pusher, database)
    push(pusher, "person", {"pers_person_id": "P1", "purge": True}, as_of=EARLY)
    assert finish(pusher, database, at)["state"] == "failed"


def test_pushes_to_what_was_read_whole_are_merged_as_any(pusher: Caller, database: Database, make: Session):
    bring(pusher, database, {"cp_visits": visits(range(40))})
    at = begin(pusher)
    send(pusher, at, "cp_visits.part1", visits(range(40)))
    push(
        pusher, "cp_visits", {"cppv_cp_visit_id": "V1", "cppv_person_id": "P1", "cppv_cp_visit_seen": "N"}, as_of=EARLY
    )
    done = finish(pusher, database, at)
    assert counts(done, "cp_visits") == {"received": 40, "unchanged": 40}
    assert days(make)["V1"] == "2026-03-02"
