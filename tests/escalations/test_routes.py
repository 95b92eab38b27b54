"""Escalations: raised by rule, told to whoever answers for the team, open until one of them acknowledges it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from api.kernel import clock
from api.statistics.workdays import add_working_days
from tests.audits.make import As, at, due, make_audit, make_child, make_tool
from tests.audits.test_service import GRADED, answer_all
from tests.escalations.make import make_escalation
from tests.moderations.make import ASPECTS, make_moderation

PATH = "/api/v1/escalations"
NOTE = "Spoken with the team manager; a visit is made today."


@pytest.mark.parametrize(("grade", "role"), [
    ("inadequate", "head_of_service"), ("requires_improvement", "service_manager"), ("good", None),
])  # fmt: skip
def test_an_audit_below_good_is_told_at_once(grade: str, role: str | None, as_: As, make: Session):
    auditor = as_("auditor", unit="south_1")
    audit = make_audit(make, state="in_progress", auditor_id=auditor.person_id, **GRADED | {"first_grade": grade})
    path = f"/api/v1/audits/{audit.id}"
    answer_all(auditor, path, make, audit)
    auditor.post(f"{path}/submit", headers=at(2)).raise_for_status()
    head = as_("head_of_service", unit="north")
    told = head.get(PATH, params={"is_open": True}).json()["items"]
    assert [(one["role"], one["grade"], one["audit_id"]) for one in told] == (
        [(role, grade, str(audit.id))] if role else []
    )
    if role:
        assert date.fromisoformat(told[0]["due_on"]) == add_working_days(clock.today(), 1)
        assert told[0]["needs_re_audit"] == (grade == "inadequate")
        assert told[0]["is_for_me"], "a head of service answers for both"


def test_a_moderated_grade_below_good_is_told_too_and_each_role_once(as_: As, make: Session):
    moderator = as_("moderator", unit="south_1")
    row = make_moderation(make, state="graded", moderator_id=moderator.person_id, second_grade="inadequate")
    body = {"reason": NOTE, "audit_quality": "adequate", "audit_quality_reason": NOTE, "aspects": ASPECTS}
    moderator.post(f"/api/v1/moderations/{row.id}/complete", json=body, headers=at(1)).raise_for_status()
    told = as_("head_of_service", unit="north").get(PATH).json()["items"]
    assert [(one["role"], one["grade"]) for one in told] == [("head_of_service", "inadequate")]


def test_it_is_acknowledged_once_with_a_note_by_whom_it_is_told(as_: As, make: Session):
    row = make_escalation(make)
    head = as_("head_of_service", unit="north")
    path = f"{PATH}/{row.id}/acknowledge"
    short = head.post(path, json={"note": "Yes"})
    assert (short.status_code, short.json()["errors"][0]["pointer"]) == (422, "/note")
    done = head.post(path, json={"note": NOTE})
    assert (done.status_code, done.json()["note"], done.json()["is_for_me"]) == (200, NOTE, False)
    assert done.json()["acknowledged_by_name"]
    again = head.post(path, json={"note": NOTE})
    assert (again.status_code, again.json()["code"]) == (409, "already_acknowledged")
    assert head.get(PATH, params={"is_open": True}).json()["items"] == []


def test_a_service_manager_cannot_answer_for_the_head_of_service_nor_a_stranger_at_all(as_: As, make: Session):
    row = make_escalation(make)
    manager = as_("service_manager", unit="north")
    refused = manager.post(f"{PATH}/{row.id}/acknowledge", json={"note": NOTE})
    assert (refused.status_code, refused.json()["code"]) == (403, "not_yours_to_acknowledge")
    assert manager.get(PATH, params={"mine": True}).json()["items"] == []
    assert [one["is_for_me"] for one in manager.get(PATH).json()["items"]] == [False]
    stranger = as_("head_of_service", unit="south")
    assert stranger.post(f"{PATH}/{row.id}/acknowledge", json={"note": NOTE}).status_code == 404
    assert stranger.get(PATH).json()["items"] == []


def test_two_who_acknowledge_at_once_make_one(as_: As, make: Session):
    row = make_escalation(make)
    heads = [as_("head_of_service", unit="north") for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        codes = list(
            pool.map(lambda head: head.post(f"{PATH}/{row.id}/acknowledge", json={"note": NOTE}).status_code, heads)
        )
    assert sorted(codes) == [200, 409, 409, 409]


def test_a_moderator_who_is_to_grade_blind_is_not_told_by_an_escalation(as_: As, make: Session):
    row = make_escalation(make)
    assert as_("moderator", unit="south_1").get(PATH).json()["items"] == []
    make_moderation(make, audit=make.get_one(type(make_audit(make)), row.audit_id), state="graded")
    assert as_("moderator", unit="south_1").get(PATH).json()["items"] != []


def test_the_director_reads_no_note(as_: As, make: Session):
    row = make_escalation(make)
    as_("head_of_service", unit="north").post(f"{PATH}/{row.id}/acknowledge", json={"note": NOTE}).raise_for_status()
    assert as_("director", unit="council").get(PATH).json()["items"][0]["note"] is None


def test_it_asks_for_a_re_audit_until_one_is_allocated(as_: As, make: Session):
    child, tool, lead = make_child(make), make_tool(make), as_("quality_lead", unit="council")
    audit = make_audit(make, state="submitted", child=child, tool=tool, first_grade="inadequate")
    make_escalation(make, audit)
    assert lead.get(PATH).json()["items"][0]["needs_re_audit"]
    auditor = as_("auditor", unit="south_1")
    new = {"child_id": str(child.id), "tool_id": str(tool.id), "auditor_id": str(auditor.person_id), "kind": "re_audit",
           "re_audit_of_id": str(audit.id), "due_on": due()}  # fmt: skip
    again = lead.post("/api/v1/audits", json=new).raise_for_status().json()
    told = lead.get(PATH).json()["items"][0]
    assert not told["needs_re_audit"]
    assert told["re_audit"]["id"] == again["id"]


@pytest.mark.parametrize("change", [
    "delete from audit_escalation", "update audit_escalation set grade = 'good'",
    "update audit_escalation set note = 'Another.' where note is not null",
])  # fmt: skip
def test_an_escalation_stands(change: str, as_: As, make: Session):
    row = make_escalation(make)
    as_("head_of_service", unit="north").post(f"{PATH}/{row.id}/acknowledge", json={"note": NOTE}).raise_for_status()
    with pytest.raises(IntegrityError, match="an escalation stands"):
        make.execute(text(change))
