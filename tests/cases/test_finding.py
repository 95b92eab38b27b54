"""From a child to its case in the case system and back, by the number there: in sight alone, and journalled."""

import uuid
from collections.abc import Callable

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from api.cases.models import Child
from api.journal.models import JournalEntry
from tests.access.make import SOURCE, Caller
from tests.audits.make import make_audit
from tests.cases import make as rows
from tests.imports.make import begin, finish, send

As = Callable[..., Caller]
CHILDREN = "/api/v1/children"


def found(caller: Caller, person_id: str) -> list[dict[str, str]]:
    answer = caller.post(f"{CHILDREN}/find", json={"person_id": person_id})
    assert answer.status_code == 200, answer.text
    items: list[dict[str, str]] = answer.json()["items"]
    return items


def told(child: Child, person_id: str, source_system: str = SOURCE) -> dict[str, str]:
    return {
        "child_id": str(child.id), "child_ref": child.child_ref, "source_system": source_system, "person_id": person_id,
    }  # fmt: skip


@pytest.mark.parametrize("role", ["team_manager", "service_manager", "quality_lead", "data_analyst"])
def test_the_case_is_found_from_the_child_and_the_child_from_the_case(as_: As, make: Session, role: str):
    child = rows.make_child(make, "4711")
    caller = as_(role, unit="north_1" if role == "team_manager" else "north")
    assert caller.get(f"{CHILDREN}/{child.id}/case").json() == told(child, "4711")
    assert found(caller, " 4711 ") == [told(child, "4711")]
    assert found(caller, "4712") == []


def test_an_auditor_finds_the_case_they_audit_and_no_other(as_: As, make: Session):
    given, other = rows.make_child(make, "1"), rows.make_child(make, "2")
    auditor = as_("auditor")
    make_audit(make, child=given, auditor_id=auditor.person_id)
    assert auditor.get(f"{CHILDREN}/{given.id}/case").json()["person_id"] == "1"
    assert auditor.get(f"{CHILDREN}/{other.id}/case").status_code == 404
    assert (len(found(auditor, "1")), found(auditor, "2")) == (1, [])


def test_another_teams_child_is_found_neither_way(as_: As, make: Session):
    child = rows.make_child(make, "4711", team="north_1")
    other = as_("team_manager", unit="north_2")
    assert other.get(f"{CHILDREN}/{child.id}/case").status_code == 404
    assert found(other, "4711") == []
    assert as_("quality_lead").get(f"{CHILDREN}/{uuid.uuid4()}/case").status_code == 404


@pytest.mark.parametrize("role", ["director", "administrator", "lead_member", "principal_social_worker"])
def test_who_has_no_case_to_open_is_refused(as_: As, make: Session, role: str):
    child = rows.make_child(make, "4711")
    caller = as_(role)
    assert caller.get(f"{CHILDREN}/{child.id}/case").status_code == 403
    assert caller.post(f"{CHILDREN}/find", json={"person_id": "4711"}).status_code == 403


def test_a_number_that_two_systems_use_finds_the_child_of_each(as_: As, make: Session):
    lead, systems = as_("quality_lead"), ("lcs", "early-help")
    for name in systems:
        pusher = as_("case_management_system", source_system=name)
        assert pusher.post("/api/v1/records/person", json=[{"pers_person_id": "77"}]).json()["created"] == 1
    assert {one["source_system"] for one in found(lead, "77")} == set(systems)


def test_a_child_that_came_in_a_file_is_found_too(as_: As, database, make: Session):
    pusher, lead = as_("case_management_system"), as_("quality_lead")
    at = begin(pusher)
    send(pusher, at, "person", "pers_person_id,pers_sex\n 0815 ,F\n")
    assert finish(pusher, database, at)["state"] == "completed"
    (one,) = found(lead, "0815")
    assert lead.get(f"{CHILDREN}/{one['child_id']}/case").json()["person_id"] == "0815"


def test_a_child_that_was_withdrawn_is_found_no_more(as_: As, make: Session):
    pusher, lead = as_("case_management_system"), as_("quality_lead")
    pusher.post("/api/v1/records/person", json=[{"pers_person_id": "77"}])
    (one,) = found(lead, "77")
    pusher.post("/api/v1/records/person", json=[{"pers_person_id": "77", "purge": True}])
    assert found(lead, "77") == []
    assert lead.get(f"{CHILDREN}/{one['child_id']}/case").status_code == 404


@pytest.mark.parametrize("sealed", [b"", b"x", b"sealed with the key of another installation"])
def test_a_number_that_cannot_be_read_any_more_is_told(as_: As, make: Session, sealed: bytes):
    child = rows.make_child(make, "4711")
    make.execute(text("update child set source_id_encrypted = :sealed"), {"sealed": sealed})
    make.commit()
    answer = as_("quality_lead").get(f"{CHILDREN}/{child.id}/case")
    assert (answer.status_code, answer.json()["code"]) == (404, "number_unknown")


def test_each_look_is_journalled_and_the_number_is_not(as_: As, make: Session):
    child = rows.make_child(make, "number-4711")
    lead = as_("quality_lead")
    lead.get(f"{CHILDREN}/{child.id}/case")
    found(lead, "number-4711")
    found(lead, "number-4712")
    seen = make.execute(
        select(JournalEntry.verb, JournalEntry.child_ids).where(JournalEntry.action == "seen").order_by(JournalEntry.id)
    ).all()
    assert seen == [("find_case", [child.id]), ("find_child", [child.id]), ("find_child", [])]
    entries = make.execute(text("select string_agg(e::text, ' ') from journal_entry e")).scalar_one()
    assert "number-471" not in entries


@pytest.mark.parametrize(("reach", "given"), [(None, 0), ("{own,allocated}", 0), ("{council}", 1)])
def test_the_database_itself_gives_the_sealed_number_within_reach_alone(make: Session, reach: str | None, given: int):
    child = rows.make_child(make, "4711")
    make.execute(text("set local role plumbline_app"))
    if reach is not None:
        known = "select set_config('app.who', cast(:who as text), true), set_config('app.reach', :reach, true)"
        make.execute(text(known), {"who": uuid.uuid4(), "reach": reach})
    assert make.execute(text("select count(*) from sealed_person(:id)"), {"id": child.id}).scalar_one() == given


@pytest.mark.parametrize("wrong", [{}, {"person_id": ""}, {"person_id": "x" * 49}, {"person_id": "1", "q": "2"}])
def test_a_bad_number_is_named_and_not_repeated(as_: As, wrong: dict[str, str]):
    answer = as_("quality_lead").post(f"{CHILDREN}/find", json=wrong)
    assert answer.status_code == 422
    assert "x" * 49 not in answer.text
