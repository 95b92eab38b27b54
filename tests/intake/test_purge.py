"""What a source takes back: a record, or a child and every record about it, leaving tombstones and nothing else."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session

from api.cases.models import Child, CpVisit, Record
from api.cases.references import child_ref
from api.indicators.service import refresh_indicators
from api.kernel.database import Database
from tests.access.make import SOURCE, Caller
from tests.audits.make import make_audit
from tests.imports.make import begin, finish, send
from tests.intake.make import BY_ENTITY, PERSON, everything, kept, receipts, record_of, statuses, table, visit

As = Callable[..., Caller]
Push = Callable[..., dict[str, Any]]

FACTORS = BY_ENTITY["assessment_factors"]
ABOUT_NOBODY = {"department", "professionals"}
GONE = {"pers_person_id": PERSON, "purge": True}


def push_everything(push: Push) -> None:
    """A full record of every entity about one child, whose assessment has factors."""
    for name, model in BY_ENTITY.items():
        over = {"cinf_assessment_id": "id-1"} if model is FACTORS else {}
        assert push(name, record_of(model, **over))["created"] == 1


def stones(make: Session) -> list[tuple[str, str, str]]:
    make.rollback()
    found = make.execute(text("select entity, key, reason from tombstone order by entity, key"))
    return [tuple(row) for row in found]


def count(make: Session, model: type[Record]) -> int:
    return len(kept(make, model, "source_system"))


def latest(make: Session) -> Any:
    """How many children were looked after, as it was computed last."""
    make.rollback()
    return make.execute(text(
        "select v.numerator from indicator_value v join indicator i on i.id = v.indicator_id"
        " join unit u on u.id = v.unit_id where i.code = 'children_looked_after' and u.kind = 'council'"
        " and v.period_type = 'month' order by v.period_start desc limit 1"
    )).scalar_one()  # fmt: skip


def test_a_record_that_is_taken_back_leaves_its_id_alone(push: Push, make: Session):
    push("cp_visits", visit("v1"), visit("v2"))
    told = push(
        "cp_visits", visit("v1", purge=True), {"cppv_cp_visit_id": "v3", "purge": "Y"}, visit("v2", purge=False)
    )
    assert statuses(told) == ["removed", "unchanged", "unchanged"]
    assert kept(make, CpVisit, "source_id") == [("v2",)]
    assert stones(make) == [("cp_visits", "v1", "purged")]
    assert statuses(push("cp_visits", visit("v1", purge=True))) == ["unchanged"], "it is gone already"
    assert len(stones(make)) == 1
    assert statuses(push("cp_visits", visit("v1"))) == ["created"], "the same id may come again"
    assert statuses(push("cp_visits", visit("v1", purge=True))) == ["removed"]
    assert len(stones(make)) == 2


def test_a_record_without_its_id_cannot_be_taken_back(push: Push):
    told = push("cp_visits", {"purge": True}, {"cppv_person_id": "p1", "purge": True})
    assert statuses(told) == ["rejected", "rejected"]


def test_with_a_child_goes_every_record_about_it(push: Push, as_: As, make: Session):
    push_everything(push)
    push("cp_visits", visit("other", cppv_person_id="p2"))
    push("person", {"pers_person_id": "p2"})
    theirs = as_("case_management_system", source_system="another")
    for name in ("person", "cin_assessments", "assessment_factors", "cp_visits"):
        assert theirs.post(f"/api/v1/records/{name}", json=[record_of(BY_ENTITY[name])]).json()["created"] == 1
    before = len(receipts(make))
    assert statuses(push("person", GONE)) == ["removed"]

    ref = child_ref(SOURCE, PERSON)
    about = set(BY_ENTITY) - ABOUT_NOBODY
    assert stones(make) == sorted((name, ref if name == "person" else "id-1", "purged") for name in about), (
        "factors go with their assessment"
    )
    left = {name: count(make, model) for name, model in BY_ENTITY.items() if count(make, model)}
    assert left == {
        "department": 1, "professionals": 1, "person": 3, "cin_assessments": 1, "assessment_factors": 1, "cp_visits": 2,
    }  # fmt: skip
    emptied = make.execute(text("select * from child where child_ref = :ref"), {"ref": ref}).mappings().one()
    assert {name for name, value in emptied.items() if value not in (None, b"")} == {
        "id", "child_ref", "source_system", "as_of", "received_at", "updated_at", "receipt_id", "withdrawn_at",
    }  # fmt: skip
    [receipt] = receipts(make)[before:]
    assert (receipt.removed, receipt.entity) == (1, "person")
    assert {r for (r,) in make.execute(text("select distinct receipt_id from tombstone"))} == {receipt.id}


def test_the_journal_of_a_withdrawal_has_ids_alone(push: Push, pusher: Caller, make: Session):
    push_everything(push)
    push("person", GONE)
    last = receipts(make)[-1]
    entries = make.execute(
        text("select * from journal_entry where subject_ids = array[cast(:id as uuid)]"), {"id": last.id}
    )
    found = [dict(entry) for entry in entries.mappings()]
    assert {(e["action"], e["verb"], e["actor_id"]) for e in found} == {
        ("deleted", "push_records", pusher.person_id), ("changed", "push_records", pusher.person_id),
    }  # fmt: skip
    tables = {model.__tablename__ for name, model in BY_ENTITY.items() if name not in ABOUT_NOBODY}
    assert {e["noun"] for e in found if e["action"] == "deleted"} == tables - {"child"}
    assert [e["noun"] for e in found if e["action"] == "changed"] == ["child"]
    assert all((e["fields"], e["child_ids"]) == ([], []) for e in found)
    assert [name for name, row in everything(make) if PERSON in row] == []


def test_a_withdrawn_child_is_out_of_sight_and_its_audits_stay(push: Push, as_: As, make: Session):
    push_everything(push)
    lead = as_("quality_lead")
    [child] = lead.get("/api/v1/children").json()["items"]
    audit = make_audit(make, child=make.get_one(Child, child["id"]), state="final")
    push("person", GONE)
    assert lead.get("/api/v1/children").json()["items"] == []
    assert lead.get(f"/api/v1/children/{child['id']}").status_code == 404
    assert lead.get(f"/api/v1/children/{child['id']}/records/cp_visits").status_code == 404
    read = lead.get(f"/api/v1/audits/{audit.id}")
    assert (read.status_code, read.json()["child_ref"]) == (200, child["child_ref"])
    assert [one["id"] for one in lead.get("/api/v1/audits").json()["items"]] == [str(audit.id)]

    assert statuses(push("person", {"pers_person_id": PERSON})) == ["updated"], "though nothing is said of it"
    [again] = lead.get("/api/v1/children").json()["items"]
    assert (again["id"], again["child_ref"]) == (child["id"], child["child_ref"]), "it is known again"
    facts = lead.get(f"/api/v1/children/{child['id']}")
    assert (facts.status_code, facts.json()["visits"]) == (200, [])
    assert statuses(push("person", {"pers_person_id": PERSON})) == ["unchanged"]


def test_figures_are_without_a_withdrawn_child_from_the_next_computation_on(
    push: Push, make: Session, database: Database
):
    for person in ("p1", "p2"):
        push("person", {"pers_person_id": person})
        push("cla_episodes", {"clae_cla_episode_id": person, "clae_person_id": person,
                              "clae_cla_episode_start_date": "2025-01-01"})  # fmt: skip
    assert refresh_indicators(database) is not None
    assert latest(make) == 2
    push("person", {"pers_person_id": "p1", "purge": True})
    assert latest(make) == 2
    assert refresh_indicators(database) is not None
    assert latest(make) == 1


def test_a_child_of_whom_only_records_are_known_is_withdrawn_too(push: Push, make: Session):
    push("cp_visits", visit("v1"))
    assert statuses(push("person", {"pers_person_id": "p1", "purge": True})) == ["removed"]
    assert (count(make, CpVisit), stones(make)) == (0, [("cp_visits", "v1", "purged")])
    assert statuses(push("person", {"pers_person_id": "unheard of", "purge": True})) == ["unchanged"]
    assert count(make, Child) == 0


def test_what_is_newer_is_not_taken_back(push: Push, make: Session):
    push("cp_visits", visit("old"), as_of="2025-05-01T00:00:00Z")
    push("person", {"pers_person_id": "p1"}, as_of="2025-05-03T00:00:00Z")
    told = push("person", {"pers_person_id": "p1", "purge": True}, as_of="2025-05-02T00:00:00Z")
    assert (statuses(told), told["skipped_stale"]) == (["skipped_stale"], 1)
    assert (count(make, CpVisit), stones(make)) == (1, []), "nothing of the child goes while the child stays"
    late = push("cp_visits", visit("old", purge=True), as_of="2025-04-01T00:00:00Z")
    assert statuses(late) == ["skipped_stale"]
    assert statuses(push("cp_visits", visit("old", purge=True), as_of="2025-05-01T00:00:00Z")) == ["removed"]


def test_what_is_older_does_not_bring_back_what_was_taken_back(push: Push, make: Session):
    push("cp_visits", visit("v1"), as_of="2025-05-01T00:00:00Z")
    push("cp_visits", visit("v1", purge=True), as_of="2025-05-03T00:00:00Z")
    push("person", {"pers_person_id": "p1"}, {"pers_person_id": "p1", "purge": True}, as_of="2025-05-03T00:00:00Z")
    late = push("cp_visits", visit("v1"), visit("v2"), as_of="2025-05-02T00:00:00Z")
    assert statuses(late) == ["skipped_stale", "created"]
    assert statuses(push("cp_visits", visit("v1"), as_of="2025-05-03T00:00:00Z")) == ["created"]
    push("person", {"pers_person_id": "p1"}, as_of="2025-05-04T00:00:00Z")
    push("person", {"pers_person_id": "p1", "purge": True}, as_of="2025-05-06T00:00:00Z")
    late = push("person", {"pers_person_id": "p1", "pers_sex": "F"}, as_of="2025-05-05T00:00:00Z")
    assert statuses(late) == ["skipped_stale"]
    assert kept(make, Child, "sex") == [(None,)]


def test_an_import_does_not_bring_back_what_was_taken_back_since(
    push: Push, pusher: Caller, make: Session, database: Database
):
    push("cp_visits", visit("v1"), visit("v2"))
    at = begin(pusher)
    send(pusher, at, "cp_visits", table("v1,p1,2025-03-05,Y", "v3,p1,2025-03-05,Y"))
    push("cp_visits", visit("v1", purge=True))
    done = finish(pusher, database, at)
    assert (done["state"], kept(make, CpVisit, "source_id")) == ("completed", [("v2",), ("v3",)])


@pytest.mark.parametrize(
    ("order", "expected", "left"),
    [
        ("vp", ["unchanged", "removed"], []), ("pv", ["unchanged", "updated"], [(True,)]),
        ("pvp", ["unchanged", "unchanged", "removed"], []), ("pp", ["unchanged", "removed"], []),
    ],
)  # fmt: skip
def test_of_a_record_sent_and_taken_back_in_one_push_the_later_counts(
    push: Push, make: Session, order: str, expected: list[str], left: list[Any]
):
    push("cp_visits", visit(1))
    records = {"v": visit(1, cppv_cp_visit_seen="Y"), "p": visit(1, purge=True)}
    told = push("cp_visits", *(records[letter] for letter in order))
    assert statuses(told) == expected
    assert [r["errors"][0]["code"] for r in told["results"][:-1]] == ["duplicate"] * (len(order) - 1)
    assert kept(make, CpVisit, "is_seen") == left
