"""Rework: an audit returned to its auditor, with every submission kept for ever; re-audits; facts of the case."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from api.access.who import Who
from api.audits.models import Audit
from api.audits.service import return_audit
from api.cases.declaring import dated
from api.cases.models import CpPlan, CpVisit
from api.cases.queries import ABOUT_A_CHILD
from api.kernel import clock
from tests.access.make import Caller
from tests.audits.make import (
    REASON,
    As,
    at,
    day,
    make_audit,
    make_child,
    make_received,
    make_supervision,
    make_tool,
    questions_of,
)
from tests.audits.test_service import GRADED, answer_all
from tests.cases import make as cases
from tests.moderations.make import choose_nothing

AUDITS = "/api/v1/audits"
WHY = "The reasons do not say what the visits were for."


def give_back(make: Session, audit: Audit, by: Caller) -> None:
    """Return an audit as a moderation does."""
    who = Who(id=by.person_id, kind="person", name="", email=None, source_system=None, worker_ref=None, grants=(),
              permissions=frozenset(), reach=frozenset())  # fmt: skip
    make.refresh(audit)
    return_audit(make, who, audit, WHY)
    make.commit()


def test_the_first_submission_is_shown_for_ever_and_the_latest_is_moderated(as_: As, make: Session):
    choose_nothing(make)
    auditor, moderator, lead = as_("auditor", unit="south_1"), as_("moderator"), as_("quality_lead")
    audit = make_audit(make, state="in_progress", auditor_id=auditor.person_id, **GRADED)
    path, first = f"{AUDITS}/{audit.id}", str(questions_of(make, audit.audit_tool_id)[0])
    answer_all(auditor, path, make, audit)
    auditor.post(f"{path}/submit", headers=at(2)).raise_for_status()
    give_back(make, audit, moderator)
    mine = auditor.get(path).json()
    assert (mine["state"], mine["submissions"][0]["return_reason"], mine["first_grade"]) == ("returned", WHY, "good")
    assert [one["id"] for one in auditor.get(AUDITS, params={"state": "returned"}).json()["items"]] == [str(audit.id)]
    change = {"first_grade": "requires_improvement", "answers": {first: {"grade": "inadequate"}}}
    assert auditor.patch(path, json=change, headers=at(4)).json()["state"] == "returned"
    again = auditor.post(f"{path}/submit", headers=at(5)).raise_for_status().json()
    assert (again["state"], again["first_grade"]) == ("submitted", "requires_improvement")
    assert [(one["number"], one["grade"]) for one in again["submissions"]] == [(1, "good"), (2, "requires_improvement")]
    final = lead.post(f"{path}/finalise").raise_for_status().json()
    assert (final["reported_grade"], final["submissions"][0]["grade"]) == ("requires_improvement", "good")
    kept = make.execute(text("select grades ->> :id, words -> 'answers' -> :id ->> 'reason' from audit_submission"
                             " where number = 1"), {"id": first}).one()  # fmt: skip
    assert tuple(kept) == ("good", REASON)


def test_a_returned_audit_hides_its_grade_from_those_who_may_yet_moderate_it(as_: As, make: Session):
    audit = make_audit(make, state="returned")
    blind = as_("moderator", unit="south_1")
    seen = blind.get(f"{AUDITS}/{audit.id}")
    assert seen.status_code == 404, "it is with its auditor"
    both = as_("head_of_service", unit="north")
    assert both.get(f"{AUDITS}/{audit.id}").json()["submissions"][0]["grade"] == "good"


def test_only_what_is_handed_in_is_returned(as_: As, make: Session):
    moderator = as_("moderator")
    for state in ("allocated", "in_progress", "returned", "final", "withdrawn"):
        with pytest.raises(Exception, match="Only an audit that is submitted or in moderation"):
            give_back(make, make_audit(make, state=state), moderator)


@pytest.mark.parametrize("change", [
    "update audit_submission set grade = 'outstanding'",
    "update audit_submission set grades = '{}'",
    "update audit_submission set return_reason = 'Other.'",
    "delete from audit_submission",
])  # fmt: skip
def test_a_submission_never_changes(change: str, make: Session, council):
    make_audit(make, state="returned")
    with pytest.raises(IntegrityError, match="cannot be changed"):
        make.execute(text(change))


@pytest.mark.parametrize("change", [
    "update audit set state = 'in_progress'", "update audit set state = 'allocated', submitted_at = null",
    "update audit set state = 'returned', first_grade = 'outstanding'",
])  # fmt: skip
def test_what_is_submitted_goes_back_by_a_return_alone(change: str, make: Session, council):
    make_audit(make, state="submitted")
    with pytest.raises(IntegrityError, match="cannot be changed"):
        make.execute(text(change))


# -- re-audits -----------------------------------------------------------------------------------------------------


def test_a_re_audit_is_of_the_same_child_once_and_each_page_names_the_other(as_: As, make: Session):
    child, tool, lead = make_child(make), make_tool(make), as_("quality_lead")
    first = make_audit(make, state="submitted", child=child, tool=tool, first_grade="inadequate")
    auditor = as_("auditor", unit="south_1")
    new = {"child_id": str(child.id), "tool_id": str(tool.id), "auditor_id": str(auditor.person_id),
           "kind": "re_audit", "re_audit_of_id": str(first.id)}  # fmt: skip
    other = make_child(make)
    not_yet = str(make_audit(make, child=child, tool=tool).id)
    for wrong, pointer in (
        ({"kind": "peer"}, "/kind"), ({"child_id": str(other.id)}, "/re_audit_of_id"),
        ({"re_audit_of_id": not_yet}, "/re_audit_of_id"),
    ):  # fmt: skip
        refused = lead.post(AUDITS, json=new | wrong)
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, pointer)
    made = lead.post(AUDITS, json=new)
    assert made.status_code == 201, made.text
    assert made.json()["re_audit_of"]["id"] == str(first.id)
    assert made.json()["due_on"] > (clock.today() + timedelta(days=80)).isoformat(), "the council's days for a re-audit"
    assert lead.get(f"{AUDITS}/{first.id}").json()["re_audit"]["id"] == made.json()["id"]
    assert lead.post(AUDITS, json=new).json()["code"] == "already_re_audited"


def test_moves_say_per_standard_whether_grades_rose(as_: As, make: Session):
    child, tool, lead = make_child(make), make_tool(make), as_("quality_lead")
    first = make_audit(make, state="final", child=child, tool=tool, first_grade="requires_improvement")
    again = make_audit(make, state="final", child=child, tool=tool, kind="re_audit", re_audit_of_id=first.id)
    for one in (first, again):
        moves = lead.get(f"{AUDITS}/{one.id}/moves").raise_for_status().json()
        assert (moves["before"]["id"], moves["after"]["id"]) == (str(first.id), str(again.id))
        assert (moves["before"]["grade"], moves["after"]["grade"], moves["moved"]) == (
            "requires_improvement",
            "good",
            "raised",
        )
        assert [(m["raised"], m["lowered"], m["same"]) for m in moves["standards"]] == [(0, 0, 2)]
    assert lead.get(f"{AUDITS}/{make_audit(make).id}/moves").json()["after"] is None


# -- facts ---------------------------------------------------------------------------------------------------------


def test_facts_are_kept_as_they_were_on_the_day_of_opening(as_: As, make: Session):
    auditor = as_("auditor", unit="south_1")
    child = make_child(make)
    make_received(make, CpPlan(child_ref=child.child_ref, source_id="p", started_on=day(500)))
    for back, alone in ((300, True), (200, False), (20, True)):
        visit = CpVisit(
            child_ref=child.child_ref, source_id=f"v{back}", visited_on=day(back), is_seen=True, is_seen_alone=alone
        )
        make_received(make, visit)
    make_received(make, CpVisit(child_ref=child.child_ref, source_id="old", visited_on=day(900), is_seen=True))
    make_supervision(make, child, "boss", held_on=day(40))
    audit = make_audit(make, child=child, auditor_id=auditor.person_id)
    path = f"{AUDITS}/{audit.id}"
    now = auditor.get(f"{path}/facts").json()
    assert (now["taken_at"], now["visits"], now["seen_alone"], now["longest_without_visit"]) == (None, 3, 2, 180)
    assert (now["plans"], now["supervisions"]) == (1, 1)
    auditor.patch(path, json={"summary": "Opened."}, headers=at(1)).raise_for_status()
    make_received(make, CpVisit(child_ref=child.child_ref, source_id="late", visited_on=day(10), is_seen=True))
    kept = auditor.get(f"{path}/facts").json()
    assert kept["taken_at"]
    assert kept["visits"] == 3, "as it was on the day of opening"
    plan = next(event for event in kept["events"] if event["entity"] == "cp_plans")
    assert (plan["lasts"], plan["to_on"], plan["on"]) == (True, None, day(500).isoformat())
    assert as_("team_manager", unit="south_1").get(f"{path}/facts").status_code == 404
    with pytest.raises(IntegrityError, match="cannot be changed"):
        make.execute(text("update audit_facts set facts = '{}'"))


def test_facts_hold_days_and_codes_and_no_words(as_: As, make: Session):
    auditor, child = as_("auditor", unit="south_1"), make_child(make)
    cases.make_every_record(make, child, cases.make_assessment(make, child))
    for model in ABOUT_A_CHILD.values():
        if (dates := dated(model)) is not None:
            make.execute(text(f"update {model.__tablename__} set {dates.name} = :day"), {"day": day(30)})
    make.commit()
    audit = make_audit(make, child=child, auditor_id=auditor.person_id)
    events = auditor.get(f"{AUDITS}/{audit.id}/facts").raise_for_status().json()["events"]
    assert len({event["entity"] for event in events}) > 10
    told = {type(value) for event in events for value in event["values"].values()}
    assert told <= {bool, int, float, str, list}
    assert "worker-1" not in str([event["values"] for event in events])
