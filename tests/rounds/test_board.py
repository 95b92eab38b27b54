"""The board against what is to be expected, reminders, and coverage."""

import uuid
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlmodel import Session, select

from api.access.permissions import Role
from api.audits.models import Audit
from api.kernel import clock
from api.kernel.database import Database
from api.rounds.board import board_of, expected_by
from api.rounds.models import AuditReminder, Round, RoundState
from api.rounds.service import note_reminders
from tests.access.make import make_person
from tests.audits.make import day, make_audit, make_tool
from tests.rounds.make import (
    ROUNDS,
    As,
    ahead,
    cases_of,
    make_allocated,
    make_auditors,
    make_case,
    make_cases,
    make_drawn,
)
from tests.rounds.make import day as day_of

MONDAY = day_of("2026-03-02")


def plan(days: int = 14, state: str = "allocated") -> Any:
    due = MONDAY + timedelta(days=days)
    return SimpleNamespace(from_on=MONDAY, due_on=due, to_on=due + timedelta(days=7), state=RoundState(state),
                           allocated_at=clock.now())  # fmt: skip


def test_expected_rises_evenly_over_working_days():
    """From a Monday to the Monday two weeks later are ten working days; 20 audits are two each of them."""
    round_ = plan()
    found = [expected_by(MONDAY + timedelta(days=n), round_, 20) for n in range(16)]
    assert found == [0, 2, 4, 6, 8, 8, 8, 10, 12, 14, 16, 18, 18, 18, 20, 20]
    assert expected_by(MONDAY - timedelta(days=1), round_, 20) == 0
    assert expected_by(MONDAY, plan(days=0), 20) == 20


@given(st.integers(0, 90), st.integers(0, 60), st.integers(-10, 120))
def test_expected_never_falls_and_ends_with_all(days: int, total: int, ahead_: int):
    round_, on = plan(days), MONDAY + timedelta(days=ahead_)
    assert 0 <= expected_by(on, round_, total) <= expected_by(on + timedelta(days=1), round_, total) <= total
    assert expected_by(round_.due_on, round_, total) == total


def case(**over: Any) -> Any:
    fields = {"state": "drawn", "audit_id": 1, "auditor_id": "a", "auditor_name": "Ada", "auditor_is_active": True,
              "unit_id": "u", "unit_name": "North", "audit_state": "allocated", "submitted_at": None,
              "finalised_at": None, "is_overdue": False}  # fmt: skip
    return SimpleNamespace(**fields | over)


def test_board_counts_what_is_done_by_whom_and_when():
    second = datetime(2026, 3, 3, 12, tzinfo=clock.ENGLAND)
    found = board_of(plan(), [
        case(audit_state="final", submitted_at=second, finalised_at=second + timedelta(days=2)),
        case(audit_state="submitted", submitted_at=second + timedelta(days=1), auditor_id="b", auditor_name="Bo"),
        case(audit_state="in_progress", is_overdue=True), case(audit_state="withdrawn"), case(state="replaced"),
        case(auditor_id=None, auditor_name=None, auditor_is_active=None, audit_id=None, audit_state=None),
    ], MONDAY + timedelta(days=4))  # fmt: skip
    assert {name: found[name] for name in ("total", "allocated", "submitted", "final", "overdue", "withdrawn",
                                           "replaced", "expected")} == {
        "total": 4, "allocated": 3, "submitted": 2, "final": 1, "overdue": 1, "withdrawn": 1, "replaced": 1,
        "expected": 1,
    }  # fmt: skip
    assert found["sentence"] == "2 of 4 audits are submitted, 1 of them final: more than the 1 expected by today."
    assert [(p["submitted"], p["final"]) for p in found["progress"][:6]] == [
        (0, 0), (1, 0), (2, 0), (2, 1), (2, 1), (None, None),
    ]  # fmt: skip
    assert [(t["name"], t["total"], t["begun"], t["submitted"]) for t in found["auditors"]] == [
        ("Ada", 2, 2, 1), ("Bo", 1, 1, 1), (None, 1, 0, 0),
    ]  # fmt: skip


def test_a_board_shows_who_can_no_longer_sign_in(as_: As, make: Session, council):
    lead = as_("quality_lead", unit="council")
    make_cases(make, north_1=2)
    [auditor] = make_auditors(make, council, 1)
    allocated = make_allocated(lead, make, [auditor], size=2)
    make.execute(text("update person set is_active = false where id = :id"), {"id": auditor})
    make.commit()
    [tally] = lead.get(f"{ROUNDS}/{allocated['id']}").json()["board"]["auditors"]
    assert (tally["is_active"], tally["total"]) == (False, 2)


def test_reminders_are_noted_once_before_the_day_and_once_after(as_: As, make: Session, database: Database):
    auditor, lead = as_("auditor", unit="south_1"), as_("quality_lead")
    mine = {"auditor_id": auditor.person_id}
    soon = make_audit(make, due_on=clock.today(), **mine)
    late = make_audit(make, due_on=day(3), **mine)
    make_audit(make, due_on=day(-60), **mine)
    make_audit(make, state="submitted", due_on=day(3), **mine)
    assert note_reminders(database) == 2
    assert note_reminders(database) == 0
    told = auditor.get(f"{ROUNDS}/reminders").json()["items"]
    assert [(one["audit_id"], one["kind"]) for one in told] == [
        (str(late.id), "overdue"), (str(soon.id), "due_soon"),
    ]  # fmt: skip
    assert told[0]["noted_on"] == clock.today().isoformat()
    late.due_on = day(2)
    make.commit()
    assert note_reminders(database) == 1, "another day it is due is another reminder"
    assert len(auditor.get(f"{ROUNDS}/reminders").json()["items"]) == 2
    assert as_("auditor", unit="south_1").get(f"{ROUNDS}/reminders").json()["items"] == []
    assert len(make.exec(select(AuditReminder)).all()) == 3
    assert lead.get(f"{ROUNDS}/reminders").status_code == 403


def test_the_board_says_who_was_reminded(as_: As, make: Session, council, database: Database):
    lead = as_("quality_lead", unit="council")
    make_cases(make, north_1=1)
    allocated = make_allocated(lead, make, make_auditors(make, council, 1), size=1, due_on=ahead(0), from_on=ahead(0))
    assert cases_of(lead, allocated, state="drawn")[0]["reminded_on"] is None
    note_reminders(database)
    assert cases_of(lead, allocated, state="drawn")[0]["reminded_on"] == clock.today().isoformat()


def covered(rows: list[dict[str, Any]]) -> dict[str, tuple[int, int, int, int]]:
    return {one["key"] or "": (one["children"], one["audited"], one["never"], one["audits"]) for one in rows}


def test_coverage_says_who_was_never_audited(as_: As, make: Session, council):
    lead = as_("quality_lead", unit="council")
    first, second, *_ = make_cases(make, north_1=3, south_1=2)
    now, tool = clock.now(), make_tool(make)
    make_audit(make, child=first, state="final", tool=tool)
    old = make_audit(make, child=second, state="submitted", tool=tool)
    make.execute(text("alter table audit disable trigger user"))
    make.execute(text("update audit set submitted_at = :at where id = :id"),
                 {"at": now - timedelta(days=500), "id": old.id})  # fmt: skip
    make.execute(text("alter table audit enable trigger user"))
    make.commit()
    found = lead.get(f"{ROUNDS}/coverage", params={"months": 12}).json()
    north, south = str(council["north_1"]), str(council["south_1"])
    assert covered(found["teams"]) == {north: (3, 1, 1, 1), south: (2, 0, 2, 0)}
    assert covered(found["workers"]) == {"worker-north_1": (3, 1, 1, 1), "worker-south_1": (2, 0, 2, 0)}
    assert [one["key"] for one in found["workers"]] == ["worker-south_1", "worker-north_1"]
    assert covered(found["case_types"]) == {"cin": (5, 1, 3, 1)}
    assert (found["children"], found["audited"], found["never"], found["audits"]) == (5, 1, 3, 1)
    asked = {one["number"]: one["audits"] for one in found["standards"]}
    assert len(asked) == 10
    assert (asked[1], sum(asked.values())) == (1, 1)
    assert len(found["calendar"]) == 13
    assert [row["audits"][-1] for row in found["by_month"]] == [1]
    assert covered(lead.get(f"{ROUNDS}/coverage?months=24").json()["teams"])[north] == (3, 2, 1, 2)


def test_unaudited_children_are_listed_for_those_who_see_them(as_: As, make: Session, council):
    lead, manager = as_("quality_lead"), as_("team_manager", unit="south_1")
    first, *_ = make_cases(make, north_1=3, south_1=2)
    make_audit(make, child=first, state="final")
    path = f"{ROUNDS}/coverage/children"
    assert len(lead.get(path).json()["items"]) == 4
    assert {one["unit_name"] for one in manager.get(path).json()["items"]} == {"South 1"}
    for asked, count in (({"unit_id": str(council["north_1"])}, 2), ({"worker_code": "worker-south_1"}, 2),
                         ({"case_type": "cp"}, 0), ({"ever": "true"}, 4), ({"age_band": "10_to_15"}, 4)):  # fmt: skip
        assert len(lead.get(path, params=asked).json()["items"]) == count, asked
    page = lead.get(path, params={"limit": 3}).json()
    rest = lead.get(path, params={"limit": 3, "cursor": page["next_cursor"]}).json()
    assert len({one["child_ref"] for one in page["items"] + rest["items"]}) == 4


def test_coverage_says_nothing_to_those_who_see_only_what_they_audit(as_: As, make: Session):
    auditor = as_("auditor", unit="south_1")
    make_audit(make, child=make_case(make), auditor_id=auditor.person_id)
    found = auditor.get(f"{ROUNDS}/coverage").json()
    assert (found["children"], found["teams"], found["standards"]) == (0, [], [])
    assert found["sentence"].startswith("Coverage is for those who see a team")
    assert auditor.get(f"{ROUNDS}/coverage/children").json()["items"] == []


@pytest.mark.parametrize("months", ["0", "61", "x"])
def test_bad_months_are_named(months: str, as_: As):
    for path in ("coverage", "coverage/children"):
        answer = as_("quality_lead").get(f"{ROUNDS}/{path}?months={months}")
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "?months")


def test_rounds_leave_their_day_in_the_journal(as_: As, make: Session, council):
    lead = as_("quality_lead", unit="council")
    make_cases(make, north_1=1)
    person = make_person(make, Role.auditor, council["council"])
    allocated = make_allocated(lead, make, [str(person.id)], size=1)
    actions = make.execute(text("select action from journal_entry where noun = 'round' order by id")).scalars().all()
    assert actions[:2] == ["created", "changed"]
    assert make.exec(select(Round)).one().id == uuid.UUID(allocated["id"])
    assert make.exec(select(Audit)).one().allocated_by_id == lead.person_id


def test_a_round_of_one_case_is_told_in_the_singular(as_: As, make: Session):
    lead = as_("quality_lead", unit="council")
    make_cases(make, north_1=6)
    for size, sentence in (
        (1, "1 case is drawn and waits to be allocated."),
        (2, "2 cases are drawn and wait to be allocated."),
    ):
        drawn = make_drawn(lead, make, size=size)
        assert lead.get(f"{ROUNDS}/{drawn['id']}").json()["board"]["sentence"] == sentence
