"""When the auditor changes: knowing the family, giving an audit to somebody else, overriding a conflict."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from api.access.permissions import Role
from api.audits.conflicts import conflict_of
from api.audits.models import AuditHandover
from api.kernel import clock
from tests.access.make import make_person
from tests.audits.make import (
    REASON,
    As,
    at,
    day,
    due,
    make_audit,
    make_child,
    make_involvement,
    make_supervision,
    make_tool,
    questions_of,
)
from tests.audits.test_service import GRADED, answer_all

AUDITS = "/api/v1/audits"
WHY = "Nobody else in the council knows this kind of work."


# -- "I know this family" ------------------------------------------------------------------------------------------


def test_who_knows_the_family_says_so_without_a_reason_and_reads_no_more_of_the_child(as_: As, make: Session):
    auditor, lead = as_("auditor", unit="south_1"), as_("quality_lead", unit="council")
    audit = make_audit(make, state="in_progress", auditor_id=auditor.person_id)
    child = f"/api/v1/children/{audit.child_id}"
    assert auditor.get(child).status_code == 200
    said = auditor.post(f"{AUDITS}/{audit.id}/decline")
    assert (said.status_code, said.json()["is_declined"], said.json()["state"]) == (200, True, "in_progress")
    assert auditor.post(f"{AUDITS}/{audit.id}/decline").json()["version"] == said.json()["version"], "said once"
    assert auditor.get(child).status_code == 404
    refused = auditor.patch(f"{AUDITS}/{audit.id}", json={"summary": "x"}, headers=at(2))
    assert (refused.status_code, refused.json()["code"]) == (409, "audit_declined")
    waiting = lead.get(AUDITS, params={"needs_auditor": True}).json()["items"]
    assert [one["id"] for one in waiting] == [str(audit.id)]


def test_who_has_said_so_is_never_given_the_child_again(as_: As, make: Session):
    auditor = as_("auditor", unit="south_1")
    audit = make_audit(make, auditor_id=auditor.person_id)
    auditor.post(f"{AUDITS}/{audit.id}/decline").raise_for_status()
    new = {"child_id": str(audit.child_id), "tool_id": str(audit.audit_tool_id), "kind": "peer",
           "auditor_id": str(auditor.person_id), "due_on": due()}  # fmt: skip
    refused = as_("quality_lead", unit="council").post(AUDITS, json=new)
    assert refused.json()["detail"] == "The auditor has said that they know the family."


def test_only_the_auditor_declines_and_only_an_open_audit(as_: As, make: Session):
    auditor, manager = as_("auditor", unit="south_1"), as_("team_manager", unit="north_1")
    audit = make_audit(make)
    assert manager.post(f"{AUDITS}/{audit.id}/decline").status_code == 404
    assert auditor.post(f"{AUDITS}/{audit.id}/decline").status_code == 404
    done = make_audit(make, state="submitted", auditor_id=auditor.person_id)
    assert auditor.post(f"{AUDITS}/{done.id}/decline").json()["code"] == "audit_not_open"


# -- to somebody else ----------------------------------------------------------------------------------------------


def test_a_new_auditor_begins_afresh_and_what_the_first_wrote_is_kept(as_: As, make: Session):
    first, second, lead = (as_(*who) for who in (("auditor",), ("auditor",), ("quality_lead",)))
    audit = make_audit(
        make, state="in_progress", unit="south_1", auditor_id=first.person_id, summary="My words.", **GRADED
    )
    path = f"{AUDITS}/{audit.id}"
    answer_all(first, path, make, audit)
    first.post(f"{path}/decline").raise_for_status()
    given = lead.post(
        f"{path}/reallocate", json={"auditor_id": str(second.person_id), "due_on": due(30)}, headers=at(3)
    )
    assert given.status_code == 200, given.text
    now = given.json()
    assert (now["state"], now["auditor_id"], now["answered"]) == ("allocated", str(second.person_id), 0)
    assert (now["is_declined"], now["first_grade"], now["summary"], now["due_on"]) == (False, None, "", due(30))
    assert {one["grade"] for one in now["answers"].values()} == {None}
    kept = make.exec(select(AuditHandover)).one()
    assert (kept.from_id, kept.to_id, kept.is_declined) == (first.person_id, second.person_id, True)
    assert kept.written["summary"] == "My words."
    assert kept.written["answers"][str(questions_of(make, audit.audit_tool_id)[0])]["reason"] == REASON
    assert first.get(path).status_code == 404
    assert second.patch(path, json={"summary": "Mine."}, headers=at(now["version"])).status_code == 200


@pytest.mark.parametrize(("change", "pointer"), [
    ({"auditor_id": "same"}, "/auditor_id"),
    ({"auditor_id": "nobody"}, "/auditor_id"),
    ({"due_on": "2024-01-31"}, "/due_on"),
    ({"override_reason": WHY}, "/override_reason"),
])  # fmt: skip
def test_a_wrong_reallocation_names_the_field(change: dict[str, str], pointer: str, as_: As, make: Session):
    audit = make_audit(make)
    ids = {"same": str(audit.auditor_id), "nobody": str(make_person(make, Role.practitioner).id)}
    other = str(make_person(make, Role.auditor).id)
    body = {"auditor_id": other} | {name: ids.get(value, value) for name, value in change.items()}
    audit_of_south = make_audit(make, unit="south_1", auditor_id=audit.auditor_id)
    refused = as_("quality_lead").post(f"{AUDITS}/{audit_of_south.id}/reallocate", json=body, headers=at(1))
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, pointer)


def test_a_reallocation_is_refused_to_the_near_the_late_and_the_stale(as_: As, make: Session, council):
    audit, lead = make_audit(make), as_("quality_lead")
    near = str(make_person(make, Role.auditor, council["north_1"]).id)
    path = f"{AUDITS}/{audit.id}/reallocate"
    assert lead.post(path, json={"auditor_id": near}, headers=at(1)).json()["code"] == "auditor_has_conflict"
    assert lead.post(path, json={"auditor_id": near}, headers=at(9)).status_code == 412
    assert lead.get(f"{AUDITS}/{audit.id}").json()["auditor_id"] == str(audit.auditor_id), "nothing is left of the try"
    done = make_audit(make, state="submitted")
    other = str(make_person(make, Role.auditor, council["south_1"]).id)
    refused = lead.post(f"{AUDITS}/{done.id}/reallocate", json={"auditor_id": other}, headers=at(1))
    assert refused.json()["code"] == "audit_not_open"


# -- overriding ----------------------------------------------------------------------------------------------------


def test_an_override_is_for_those_who_may_and_everybody_sees_the_reason(as_: As, make: Session, council):
    child, tool = make_child(make), make_tool(make)
    near = make_person(make, Role.auditor, council["north_1"])
    new = {"child_id": str(child.id), "tool_id": str(tool.id), "auditor_id": str(near.id), "kind": "peer",
           "due_on": due(), "override_reason": WHY}  # fmt: skip
    made = as_("quality_lead").post(AUDITS, json=new)
    assert made.status_code == 201, made.text
    read = as_("director", unit="council").get(f"{AUDITS}/{made.json()['id']}").json()
    assert (read["override_reason"], read["overridden_conflict"]) == (WHY, "is in the child's team")
    assert read["overridden_by_name"]
    short = as_("quality_lead").post(AUDITS, json=new | {"override_reason": "short"})
    assert (short.status_code, short.json()["errors"][0]["pointer"]) == (422, "/override_reason")


def test_an_override_covers_what_was_known_and_nothing_that_comes_after(as_: As, make: Session):
    auditor, head = (
        as_("auditor", unit="north_1", worker_ref="w-new"),
        as_("head_of_childrens_social_care", unit="council"),
    )
    child = make_child(make)
    audit = make_audit(make, child=child, auditor_id=auditor.person_id)
    path = f"{AUDITS}/{audit.id}"
    assert (
        auditor.patch(path, json={"summary": "x"}, headers=at(1)).json()["detail"]
        == "The auditor is in the child's team."
    )
    assert head.post(f"{path}/override", json={"reason": WHY}, headers=at(1)).status_code == 200
    assert auditor.patch(path, json=GRADED, headers=at(2)).status_code == 200
    make_involvement(make, child, "w-new")
    questions = {str(q): {"grade": "good", "reason": REASON} for q in questions_of(make, audit.audit_tool_id)}
    assert auditor.patch(path, json={"answers": questions}, headers=at(3)).status_code == 200
    refused = auditor.post(f"{path}/submit", headers=at(4))
    assert refused.json()["detail"] == "The auditor is or was the child's allocated worker."
    assert head.post(f"{path}/override", json={"reason": WHY}, headers=at(4)).status_code == 200
    assert auditor.post(f"{path}/submit", headers=at(5)).status_code == 200


def test_nothing_is_overridden_where_nothing_ties(as_: As, make: Session):
    audit = make_audit(make, auditor_id=as_("auditor", unit="south_1").person_id)
    refused = as_("quality_lead").post(f"{AUDITS}/{audit.id}/override", json={"reason": WHY}, headers=at(1))
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "no_conflict")


# -- ties ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("back", "is_tied"), [(30, True), (400, True), (500, False), (600, False)])
def test_who_supervised_the_work_in_the_period_or_lately_is_tied(back: int, is_tied: bool, make: Session, council):
    child = make_child(make)
    make_supervision(make, child, "boss", held_on=day(back))
    boss = make_person(make, Role.auditor, council["south_1"], worker_ref="boss")
    period = (clock.today() - timedelta(days=450), clock.today() - timedelta(days=380))
    found = conflict_of(make, boss.id, child.child_ref, council["north_1"], "worker-1", period)
    assert found == ("supervises or supervised the work with the child" if is_tied else None)


def test_declarations_and_handovers_stand(as_: As, make: Session):
    auditor = as_("auditor", unit="south_1")
    audit = make_audit(make, auditor_id=auditor.person_id)
    auditor.post(f"{AUDITS}/{audit.id}/decline").raise_for_status()
    other = str(make_person(make, Role.auditor).id)
    moved = as_("quality_lead").post(f"{AUDITS}/{audit.id}/reallocate", json={"auditor_id": other}, headers=at(2))
    assert moved.status_code == 200
    with pytest.raises(IntegrityError, match="cannot be changed"):
        make.execute(text("delete from audit_handover"))
