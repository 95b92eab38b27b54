"""What a push may wish for: all or nothing, only to be tried, and to hear of nothing but what is wrong."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session

from api.cases.models import CpVisit
from tests.access.make import Caller
from tests.intake.make import NDJSON, VISITS, kept, receipts, statuses, visit

Push = Callable[..., dict[str, Any]]
STRICT = {"Prefer": "handling=strict"}


def entries(make: Session) -> int:
    """How many changes of case data the journal knows of."""
    make.rollback()
    return int(make.execute(text("select count(*) from journal_entry where verb = 'push_records'")).scalar_one())


@pytest.mark.parametrize("prefer", ["handling=strict", "respond-async, Handling=Strict", 'handling="strict"'])
def test_all_or_none(pusher: Caller, push: Push, make: Session, prefer: str):
    push("cp_visits", visit(1))
    before = entries(make)
    records = [visit(1, cppv_cp_visit_seen="Y"), visit(2, cppv_cp_visit_date="never"), visit(3), visit(4) | {
        "cppv_person_id": None, "cppv_cp_visit_date": "soon"}]  # fmt: skip
    answer = pusher.post(VISITS, json=records, headers={"Prefer": prefer})
    assert (answer.status_code, answer.json()["code"]) == (422, "some_rejected")
    assert [(e["pointer"], e["code"]) for e in answer.json()["errors"]] == [
        ("/1/cppv_cp_visit_date", "not_a_date"), ("/3/cppv_cp_visit_date", "not_a_date"),
    ]  # fmt: skip
    assert kept(make, CpVisit, "source_id", "is_seen") == [("1", None)]
    assert (len(receipts(make)), entries(make)) == (1, before)
    assert make.execute(text("select count(*) from rejection")).scalar_one() == 0


def test_every_faulty_record_is_named_and_lines_too(pusher: Caller):
    many = [visit(n, cppv_cp_visit_date="never") for n in range(1_000)]
    answer = pusher.post(VISITS, json=many, headers=STRICT)
    assert [e["pointer"] for e in answer.json()["errors"]] == [f"/{n}/cppv_cp_visit_date" for n in range(1_000)]
    answer = pusher.post(VISITS, content='{"a"\n[]\n', headers=NDJSON | STRICT)
    assert [e["pointer"] for e in answer.json()["errors"]] == ["/0", "/1"]


def test_all_are_taken_where_none_is_at_fault(pusher: Caller, make: Session):
    answer = pusher.post(VISITS, json=[visit(1, cppv_cp_visit_seen="perhaps"), visit(2)], headers=STRICT)
    assert answer.status_code == 200, "a value that is left out is a finding"
    assert statuses(answer.json()) == ["created", "created"]
    lenient = pusher.post(VISITS, json=[visit(3), {}], headers={"Prefer": "handling=lenient"})
    assert statuses(lenient.json()) == ["created", "rejected"]


def test_a_dry_run_tells_the_same_and_stores_nothing(pusher: Caller, push: Push, make: Session):
    push("cp_visits", visit(1), visit(2), visit(5))
    before = kept(make, CpVisit, "source_id", "is_seen", "receipt_id"), entries(make)
    records = [
        visit(1), visit(2, cppv_cp_visit_seen="Y"), visit(3), visit(4, cppv_cp_visit_date="never"),
        {"cppv_cp_visit_id": 5, "purge": True}, {"cppv_cp_visit_id": 6, "purge": True},
    ]  # fmt: skip
    tried = push("cp_visits", *records, dry_run="true")
    assert statuses(tried) == ["unchanged", "updated", "created", "rejected", "removed", "unchanged"]
    assert (kept(make, CpVisit, "source_id", "is_seen", "receipt_id"), entries(make)) == before
    assert len(receipts(make)) == 1
    for table in ("rejection", "tombstone"):
        assert make.execute(text(f"select count(*) from {table}")).scalar_one() == 0
    assert push("cp_visits", *records) == tried


def test_a_dry_run_places_no_units(push: Push, make: Session):
    before = make.execute(text("select count(*) from unit")).scalar_one()
    assert push("department", {"dept_team_id": "new"}, dry_run="true")["created"] == 1
    make.rollback()
    assert make.execute(text("select count(*) from unit")).scalar_one() == before
    push("department", {"dept_team_id": "new"})
    make.rollback()
    assert make.execute(text("select count(*) from unit")).scalar_one() == before + 1


def test_a_dry_run_that_is_strict_refuses_too(pusher: Caller):
    answer = pusher.post(VISITS, json=[visit(1), {}], headers=STRICT, params={"dry_run": "true"})
    assert answer.json()["code"] == "some_rejected"


def test_only_what_is_wrong_is_told_where_that_is_wanted(push: Push):
    records = [visit(1), visit(2, cppv_cp_visit_date="never"), visit(3, cppv_cp_visit_seen="perhaps"), visit(1)]
    told = push("cp_visits", *records, **{"return": "errors"})
    assert [(r["index"], r["status"], r["errors"][0]["code"]) for r in told["results"]] == [
        (0, "unchanged", "duplicate"), (1, "rejected", "not_a_date"), (2, "created", "unknown_flag"),
    ]  # fmt: skip
    assert (told["received"], told["created"], told["rejected"]) == (4, 2, 1)


@pytest.mark.parametrize("wrong", [{"return": "none"}, {"dry_run": "perhaps"}, {"dryrun": "true"}, {"as_of": "now"}])
def test_a_wish_that_is_not_known_is_invalid(pusher: Caller, wrong: dict[str, str]):
    answer = pusher.post(VISITS, json=[visit(1)], params=wrong)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, f"?{next(iter(wrong))}")
