"""Who sees which audit, and how much of it."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from api.kernel import clock
from tests.audits.make import As, at, make_audit, make_child, make_tool
from tests.moderations.make import choose_nothing

AUDITS = "/api/v1/audits"
STATES = ("allocated", "in_progress", "submitted", "in_moderation", "final", "withdrawn")


@pytest.fixture
def audits(make: Session, council) -> dict[str, str]:
    """An audit of a child of north_1 in every state, by state."""
    tool = make_tool(make)
    return {state: str(make_audit(make, tool=tool, state=state).id) for state in STATES}


@pytest.mark.parametrize(("role", "unit", "more", "seen"), [
    ("quality_lead", "council", {}, set(STATES)),
    ("director", "council", {}, set(STATES)),
    ("team_manager", "north_1", {}, set(STATES)),
    ("head_of_service", "north", {}, set(STATES)),
    ("team_manager", "north_2", {}, set()),
    ("service_manager", "south", {}, set()),
    ("practitioner", "north_1", {"worker_ref": "worker-1"}, {"final"}),
    ("practitioner", "north_1", {"worker_ref": "worker-2"}, set()),
    ("practitioner", "north_1", {}, set()),
    ("reviewing_officer", "north_1", {"worker_ref": "worker-1"}, {"final"}),
    ("auditor", "south_1", {}, set()),
    ("moderator", "south_1", {}, {"submitted", "in_moderation"}),
])  # fmt: skip
def test_each_role_sees_its_audits(role, unit, more, seen, as_: As, audits: dict[str, str]):
    caller = as_(role, unit=unit, **more)
    listed = {audit["id"] for audit in caller.get(AUDITS).raise_for_status().json()["items"]}
    assert listed == {audits[state] for state in seen}
    for state, audit_id in audits.items():
        answer = caller.get(f"{AUDITS}/{audit_id}")
        assert answer.status_code == (200 if state in seen else 404), state
        if state == "final" and state in seen:
            assert len(answer.json()["answers"]) == 3


@pytest.mark.parametrize("state", STATES)
def test_auditor_sees_what_is_allocated_while_it_is_open_and_ninety_days_after(state: str, as_: As, make: Session):
    auditor = as_("auditor", unit="south_1")
    audit = make_audit(make, state=state, auditor_id=auditor.person_id)
    expected = 404 if state == "withdrawn" else 200
    assert auditor.get(f"{AUDITS}/{audit.id}").status_code == expected
    assert auditor.get(f"/api/v1/children/{audit.child_id}").status_code == expected


def test_final_audit_and_its_child_leave_the_auditor_after_ninety_days(as_: As, make: Session):
    auditor, tool = as_("auditor", unit="south_1"), make_tool(make)
    for days, expected in ((89, 200), (91, 404)):
        ended = clock.now() - timedelta(days=days)
        audit = make_audit(make, tool=tool, state="final", auditor_id=auditor.person_id, finalised_at=ended)
        assert auditor.get(f"{AUDITS}/{audit.id}").status_code == expected
        assert auditor.get(f"/api/v1/children/{audit.child_id}").status_code == expected


def test_ninety_days_are_counted_by_the_clock_of_the_service(as_: As, make: Session, council, travel):
    travel(clock.now() - timedelta(days=700))
    moderator, audit = as_("moderator", unit="south_1"), make_audit(make, state="submitted")
    choose_nothing(make)
    path = f"{AUDITS}/{audit.id}"
    assert moderator.post(f"{path}/finalise").status_code == 200, "a past that is told over again is not over"
    travel(clock.now() + timedelta(days=91))
    awake = "update sign_in_session set last_seen_at = now(), started_at = now()"
    make.connection().exec_driver_sql(awake)
    make.commit()
    assert moderator.get(path).status_code == 404


def test_children_come_into_reach_with_the_audit_alone(as_: As, make: Session, council):
    auditor, moderator = as_("auditor", unit="south_1"), as_("moderator", unit="south_1")
    audited = make_audit(make, state="in_progress", auditor_id=auditor.person_id).child_id
    moderated, other = make_audit(make, state="in_moderation").child_id, make_child(make).id
    reach = {caller: {child for child in (audited, moderated, other)
                      if caller.get(f"/api/v1/children/{child}").status_code == 200}
             for caller in (auditor, moderator)}  # fmt: skip
    assert reach == {auditor: {audited}, moderator: {moderated}}


def test_frozen_team_keeps_its_audit_when_the_child_moves(as_: As, make: Session, council):
    audit = make_audit(make, unit="north_2", child=make_child(make, "south_1"))
    listed = as_("team_manager", unit="north_2").get(AUDITS).json()["items"]
    assert [(one["id"], one["child_ref"]) for one in listed] == [(str(audit.id), audit.child_ref)]


@pytest.mark.parametrize("state", ["final", "withdrawn"])
def test_director_reads_no_free_text(state: str, as_: As, make: Session, council):
    audit = make_audit(make, state=state)
    shown = as_("director", unit="council").get(f"{AUDITS}/{audit.id}").json()
    assert (shown["summary"], shown["overall_reason"], shown["withdrawn_reason"]) == (None, None, None)
    assert {answer["reason"] for answer in shown["answers"].values()} <= {None}
    for role, unit in (("quality_lead", "council"), ("team_manager", "north_1")):
        read = as_(role, unit=unit).get(f"{AUDITS}/{audit.id}").json()
        assert None not in (read["summary"], read["overall_reason"])
        assert None not in {answer["reason"] for answer in read["answers"].values()}


def test_refusal_of_a_stale_change_shows_no_more_than_a_reading(as_: As, make: Session, council):
    audit = make_audit(make)
    stranger = as_("auditor", unit="south_1").patch(f"{AUDITS}/{audit.id}", json={"summary": "x"}, headers=at(7))
    assert (stranger.status_code, "current" in stranger.json()) == (404, False)


def test_nobody_sees_audits_without_an_identity(make: Session, council, database):
    make_audit(make, state="final")
    with database.transaction() as db:
        for table in ("audit", "audit_answer", "moderation", "moderation_judgement"):
            assert db.connection().exec_driver_sql(f"select count(*) from {table}").scalar_one() == 0


def test_public_and_intake_roles_cannot_reach_audits(make: Session, council, database):
    for role in ("plumbline_public", "plumbline_intake"):
        with database.transaction(role) as db:
            allowed = "select bool_or(has_table_privilege(t, 'select')) from unnest(array['audit', 'audit_answer']) t"
            assert db.connection().exec_driver_sql(allowed).scalar_one() is False
