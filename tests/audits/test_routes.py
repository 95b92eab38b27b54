"""Audits through HTTP: listed, allocated, filled in, submitted, withdrawn, finalised."""

import uuid
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from api.access.permissions import Role
from api.journal.models import JournalEntry
from api.kernel import clock
from tests.access.make import make_person
from tests.audits.make import REASON, As, at, day, due, make_audit, make_child, make_tool, questions_of
from tests.findings.make import write_findings
from tests.moderations.make import choose_nothing
from tests.voices.make import make_voices

AUDITS = "/api/v1/audits"


def new_audit(make: Session, auditor_id: uuid.UUID, **over: object) -> dict[str, object]:
    return {"child_id": str(make_child(make).id), "tool_id": str(make_tool(make).id), "auditor_id": str(auditor_id),
            "due_on": due(), "kind": "managers"} | over  # fmt: skip


def complete(make: Session, tool_id: uuid.UUID) -> dict[str, object]:
    first, second, _ = questions_of(make, tool_id)
    graded = {"grade": "good", "reason": REASON}
    return {"answers": {str(first): graded, str(second): graded}, "first_grade": "good", "overall_reason": REASON}


def test_audit_goes_from_allocation_to_final(as_: As, make: Session):
    lead, auditor = as_("quality_lead", unit="council"), as_("auditor", unit="south_1")
    choose_nothing(make)
    made = lead.post(AUDITS, json=new_audit(make, auditor.person_id))
    assert made.status_code == 201, made.text
    audit = made.json()
    assert audit["reference"] == "A-000001"
    assert (audit["state"], audit["unit_name"], audit["questions_count"]) == ("allocated", "North 1", 3)
    assert audit["facts_url"] == f"/api/v1/children/{audit['child_id']}"
    path = f"{AUDITS}/{audit['id']}"
    assert auditor.get(path).headers["ETag"] == '"1"' == made.headers["ETag"]
    filled = auditor.patch(path, json=complete(make, uuid.UUID(audit["tool_id"])), headers=at(1))
    assert filled.status_code == 200, filled.text
    assert (filled.json()["state"], filled.json()["answered"]) == ("in_progress", 2)
    make_voices(make, audit["id"])
    write_findings(make, audit["id"])
    make.commit()
    submitted = auditor.post(f"{path}/submit", headers=at(2)).json()
    assert (submitted["state"], submitted["version"]) == ("submitted", 3)
    final = lead.post(f"{path}/finalise").json()
    assert (final["state"], final["first_grade"], final["reported_grade"]) == ("final", "good", "good")
    assert {answer["reported_grade"] for answer in final["answers"].values()} == {"good"}
    assert final["moderation"] is None


def test_changes_are_partial_and_the_later_of_grade_and_not_applicable_stands(as_: As, make: Session):
    auditor = as_("auditor", unit="south_1")
    audit = make_audit(make, auditor_id=auditor.person_id)
    path, question = f"{AUDITS}/{audit.id}", str(questions_of(make, audit.audit_tool_id)[0])
    auditor.patch(path, json={"answers": {question: {"grade": "good", "reason": "So"}}}, headers=at(1))
    auditor.patch(path, json={"summary": "A start."}, headers=at(2))
    changed = auditor.patch(path, json={"answers": {question: {"is_not_applicable": True}}}, headers=at(3)).json()
    answer = changed["answers"][question]
    assert (answer["grade"], answer["is_not_applicable"], answer["reason"]) == (None, True, "So")
    assert (changed["summary"], changed["answered"]) == ("A start.", 1)
    changed = auditor.patch(path, json={"answers": {question: {"grade": "good"}}}, headers=at(4)).json()
    assert changed["answers"][question]["is_not_applicable"] is False
    cleared = auditor.patch(path, json={"answers": {question: {"grade": None}}}, headers=at(5)).json()
    assert (cleared["answers"][question]["grade"], cleared["answered"]) == (None, 0)


def test_change_of_nothing_does_not_open_an_audit(as_: As, make: Session):
    auditor = as_("auditor", unit="south_1")
    audit = make_audit(make, auditor_id=auditor.person_id)
    same = auditor.patch(f"{AUDITS}/{audit.id}", json={}, headers=at(1)).json()
    assert (same["state"], same["version"]) == ("allocated", 1)


def test_bad_changes_name_their_fields(as_: As, make: Session):
    auditor = as_("auditor", unit="south_1")
    audit = make_audit(make, auditor_id=auditor.person_id)
    first, second, third = (str(q) for q in questions_of(make, audit.audit_tool_id))
    unknown = str(uuid.uuid4())
    change = {"answers": {
        first: {"grade": "splendid"}, second: {"grade": "good", "is_not_applicable": True},
        unknown: {"grade": "good"}, third: {"grade": "good"},
    }, "first_grade": "fine"}  # fmt: skip
    answer = auditor.patch(f"{AUDITS}/{audit.id}", json=change, headers=at(1))
    assert answer.status_code == 422
    pointers = {error["pointer"] for error in answer.json()["errors"]}
    assert pointers == {f"/answers/{first}/grade", f"/answers/{second}/grade", f"/answers/{unknown}", "/first_grade"}
    assert auditor.get(f"{AUDITS}/{audit.id}").json()["answers"] == {}


def test_stale_change_is_412_with_the_current_audit(as_: As, make: Session):
    auditor = as_("auditor", unit="south_1")
    audit = make_audit(make, auditor_id=auditor.person_id)
    path = f"{AUDITS}/{audit.id}"
    assert auditor.patch(path, json={"summary": "Mine."}).status_code == 428
    auditor.patch(path, json={"summary": "Mine."}, headers=at(1))
    stale = auditor.patch(path, json={"summary": "Other."}, headers=at(1))
    current = stale.json()["current"]
    assert (stale.status_code, current["summary"], current["version"]) == (412, "Mine.", 2)


def test_submission_names_everything_that_is_missing(as_: As, make: Session):
    auditor = as_("auditor", unit="south_1")
    audit = make_audit(make, auditor_id=auditor.person_id)
    first, second, third = (str(q) for q in questions_of(make, audit.audit_tool_id))
    path = f"{AUDITS}/{audit.id}"
    change = {"answers": {first: {"grade": "good", "reason": "  too short "}, third: {"grade": "good"}}}
    auditor.patch(path, json=change, headers=at(1))
    refused = auditor.post(f"{path}/submit", headers=at(2))
    assert (refused.status_code, refused.json()["code"]) == (422, "audit_incomplete")
    assert [error["pointer"] for error in refused.json()["errors"]] == [
        f"/answers/{first}/reason", f"/answers/{second}", f"/answers/{third}/reason", "/first_grade", "/overall_reason",
    ]  # fmt: skip
    not_here = {"is_not_applicable": True}
    answers = {first: not_here, second: not_here, third: {"grade": None}}
    change = {"answers": answers, "first_grade": "good", "overall_reason": REASON}
    auditor.patch(path, json=change, headers=at(2))
    assert auditor.post(f"{path}/submit", headers=at(2)).status_code == 412
    assert auditor.post(f"{path}/submit", headers=at(3)).status_code == 200


@pytest.mark.parametrize("state", ["submitted", "in_moderation", "final"])
def test_what_was_submitted_takes_no_more_answers(state: str, as_: As, make: Session):
    auditor = as_("auditor", unit="south_1")
    audit = make_audit(make, state=state, auditor_id=auditor.person_id)
    refused = auditor.patch(f"{AUDITS}/{audit.id}", json={"summary": "Later."}, headers=at(1))
    assert (refused.status_code, refused.json()["code"]) == (409, "audit_not_open")


def test_only_the_auditor_fills_in(as_: As, make: Session, council):
    audit = make_audit(make)
    path = f"{AUDITS}/{audit.id}"
    assert as_("auditor", unit="south_1").patch(path, json={"summary": "Mine?"}, headers=at(1)).status_code == 404
    manager = as_("team_manager", unit="north_1")
    assert manager.get(path).status_code == 200
    assert manager.patch(path, json={"summary": "Mine?"}, headers=at(1)).status_code == 404
    assert manager.post(f"{path}/submit", headers=at(1)).status_code == 404


def test_bad_allocations_name_their_fields(as_: As, make: Session, council):
    lead = as_("quality_lead")
    bad = new_audit(
        make, make_person(make, Role.practitioner).id, due_on=day(1).isoformat(), child_id=str(uuid.uuid4()),
        tool_id=str(uuid.uuid4()), period_from=due(), kind="managers",
    )  # fmt: skip
    answer = lead.post(AUDITS, json=bad)
    assert answer.status_code == 422
    pointers = {error["pointer"] for error in answer.json()["errors"]}
    assert pointers == {"/due_on", "/child_id", "/tool_id", "/auditor_id", "/period_from"}
    assert lead.post(AUDITS, json=bad | {"kind": "surprise"}).json()["errors"][0]["pointer"] == "/kind"


def test_person_who_has_left_is_not_allocated_an_audit(as_: As, make: Session, council):
    gone = make_person(make, Role.auditor, is_active=False)
    answer = as_("quality_lead").post(AUDITS, json=new_audit(make, gone.id))
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/auditor_id"]


def test_withdrawn_audit_keeps_its_reason_and_stands(as_: As, make: Session):
    lead, auditor = as_("quality_lead"), as_("auditor", unit="south_1")
    audit = make_audit(make, auditor_id=auditor.person_id)
    path = f"{AUDITS}/{audit.id}"
    assert lead.post(f"{path}/withdraw", json={"reason": "short"}).json()["errors"][0]["pointer"] == "/reason"
    withdrawn = lead.post(f"{path}/withdraw", json={"reason": "The case has closed to us."}).json()
    assert (withdrawn["state"], withdrawn["withdrawn_reason"]) == ("withdrawn", "The case has closed to us.")
    assert auditor.get(path).status_code == 404
    again = lead.post(f"{path}/withdraw", json={"reason": "The case has closed to us."})
    assert again.json()["code"] == "audit_not_withdrawable"


def test_lowest_grade_needs_a_moderation_and_unsubmitted_ones_submission(as_: As, make: Session, council):
    lead = as_("quality_lead")
    lowest = make_audit(make, state="submitted", first_grade="inadequate")
    assert lead.post(f"{AUDITS}/{lowest.id}/finalise").json()["code"] == "moderation_needed"
    unsubmitted = make_audit(make, state="in_progress")
    assert lead.post(f"{AUDITS}/{unsubmitted.id}/finalise").json()["code"] == "audit_not_submitted"


def test_moderator_finalises_and_still_sees_it(as_: As, make: Session, council):
    moderator, audit = as_("moderator"), make_audit(make, state="submitted")
    choose_nothing(make)
    final = moderator.post(f"{AUDITS}/{audit.id}/finalise")
    assert (final.status_code, final.json()["state"]) == (200, "final")
    assert moderator.get(f"{AUDITS}/{audit.id}").status_code == 200
    assert as_("moderator").get(f"{AUDITS}/{audit.id}").status_code == 404


def test_list_is_filtered_and_sorted(as_: As, make: Session, council):
    tool, auditor = make_tool(make), as_("auditor", unit="south_1")
    late = make_audit(make, tool=tool, due_on=day(1), auditor_id=auditor.person_id)
    good = make_audit(make, tool=tool, state="final", unit="south_1", due_on=day(3))
    poor = make_audit(make, tool=tool, state="submitted", first_grade="inadequate", kind="peer")
    lead = as_("quality_lead")

    def found(**params: object) -> list[str]:
        return [audit["id"] for audit in lead.get(AUDITS, params=params).raise_for_status().json()["items"]]

    ids = {name: str(audit.id) for name, audit in {"late": late, "good": good, "poor": poor}.items()}
    assert found(sort="due_on") == [ids["good"], ids["late"], ids["poor"]]
    assert found(sort="-due_on") == [ids["poor"], ids["late"], ids["good"]]
    assert found(sort="number") == [ids["late"], ids["good"], ids["poor"]]
    assert found(state="final") == found(grade="good") == found(unit_id=council["south"]) == [ids["good"]]
    assert found(grade="inadequate") == found(kind="peer") == [ids["poor"]]
    assert found(auditor_id=auditor.person_id) == found(child_id=late.child_id) == [ids["late"]]
    assert [audit["id"] for audit in auditor.get(AUDITS, params={"mine": True}).json()["items"]] == [ids["late"]]
    assert found(q="a-00000", sort="number") == [ids["late"], ids["good"], ids["poor"]]
    assert (found(q="A-000002"), found(q="A-%")) == ([ids["good"]], [])
    assert len(found(q="a")) == len(found(q="A-")) == len(found(q="A-0")) == len(found())
    assert found(q="A-0000020") == found(q="A-2") == found(q="000002") == found(q="A-" + "9" * 30) == []
    overdue = {audit["id"]: audit["is_overdue"] for audit in lead.get(AUDITS).json()["items"]}
    assert overdue == {ids["late"]: True, ids["good"]: False, ids["poor"]: False}
    assert lead.get(AUDITS, params={"sort": "mood"}).json()["errors"][0]["pointer"] == "?sort"


def test_list_is_paged_without_loss(as_: As, make: Session, council):
    tool, child = make_tool(make), make_child(make)
    made = {str(make_audit(make, tool=tool, child=child, due_on=day(i // 3)).id) for i in range(7)}
    lead = as_("quality_lead")
    for sort in ("due_on", "-updated_at", "-number"):
        seen, cursor = [], None
        while True:
            params = {"sort": sort, "limit": 2, "total": True} | ({"cursor": cursor} if cursor else {})
            page = lead.get(AUDITS, params=params).json()
            seen += [audit["id"] for audit in page["items"]]
            cursor = page["next_cursor"]
            if cursor is None:
                break
        assert (len(seen), set(seen), page["total"]) == (7, made, 7)


def test_reference_outgrows_six_digits(as_: As, make: Session, council):
    audit = make_audit(make)
    make.connection().exec_driver_sql("alter table audit alter column number restart with 1234567")
    make.commit()
    second = make_audit(make)
    lead = as_("quality_lead")
    assert lead.get(f"{AUDITS}/{audit.id}").json()["reference"] == "A-000001"
    assert lead.get(f"{AUDITS}/{second.id}").json()["reference"] == "A-1234567"


def test_journal_says_whose_audits_were_seen(as_: As, make: Session, council):
    audit, lead = make_audit(make), as_("quality_lead")
    lead.get(AUDITS)
    lead.get(f"{AUDITS}/{audit.id}")
    seen = select(JournalEntry).where(JournalEntry.action == "seen").order_by(col(JournalEntry.id))
    assert [(entry.verb, entry.child_ids) for entry in make.exec(seen)] == [
        ("list_audits", [audit.child_id]), ("read_audit", [audit.child_id]),
    ]  # fmt: skip


def test_period_is_a_year_where_none_is_given(as_: As, make: Session):
    auditor, lead = as_("auditor", unit="south_1"), as_("quality_lead")
    audit = lead.post(AUDITS, json=new_audit(make, auditor.person_id)).json()
    assert audit["period_to"] == clock.today().isoformat()
    assert audit["period_from"] == (clock.today() - timedelta(days=365)).isoformat()
