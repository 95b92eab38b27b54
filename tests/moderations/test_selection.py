"""Which audits are moderated: by rule, reproducibly, for ever on record, and none of them final without it."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from api.access.permissions import Role
from api.audits.models import Audit
from api.choices.models import ChoiceName
from api.kernel import clock
from api.moderations.models import ModerationSelection, SelectionRule
from api.moderations.queries import read_seed
from api.statistics.sampling import number_of
from api.statistics.workdays import add_working_days
from tests.access.make import Caller, make_person
from tests.audits.make import REASON, As, at, make_audit, make_tool, questions_of
from tests.moderations.make import choose, choose_nothing, make_moderation, make_selection

AUDITS, MODERATIONS = "/api/v1/audits", "/api/v1/moderations"


def submitted(auditor: Caller, make: Session, grade: str = "good", answers: str = "good") -> uuid.UUID:
    """An audit that its auditor submits through the API, every answer graded `answers` and the whole `grade`."""
    audit = make_audit(make, state="in_progress", auditor_id=auditor.person_id)
    given = {str(q): {"grade": answers, "reason": REASON} for q in questions_of(make, audit.audit_tool_id)}
    change = {"answers": given, "first_grade": grade, "overall_reason": REASON}
    saved = auditor.patch(f"{AUDITS}/{audit.id}", json=change, headers=at(1))
    assert saved.status_code == 200, saved.text
    hand_in(auditor, audit.id)
    return audit.id


def hand_in(auditor: Caller, audit_id: uuid.UUID) -> None:
    version = auditor.get(f"{AUDITS}/{audit_id}").json()["version"]
    answer = auditor.post(f"{AUDITS}/{audit_id}/submit", headers=at(version))
    assert answer.status_code == 200, answer.text


def rules_of(make: Session, audit_id: uuid.UUID) -> list[str]:
    make.rollback()
    statement = select(ModerationSelection).where(ModerationSelection.audit_id == audit_id)
    return make.exec(statement).one().rules


def test_inadequate_audit_is_chosen_waits_in_the_queue_and_is_not_final_without_moderation(as_: As, make: Session):
    choose_nothing(make)
    choose(make, ChoiceName.moderation_days, 5)
    auditor, lead = as_("auditor", unit="south_1"), as_("quality_lead", unit="council")
    audit_id = submitted(auditor, make, "inadequate", "inadequate")
    item = lead.get(f"{MODERATIONS}/queue").json()["items"][0]
    due_on = add_working_days(clock.today(), 5).isoformat()
    assert (item["audit_id"], item["rules"], item["due_on"]) == (str(audit_id), ["inadequate"], due_on)
    assert (item["is_overdue"], item["days_late"]) == (False, 0)
    told = lead.get(f"{MODERATIONS}/selections/{audit_id}").json()
    assert (told["is_chosen"], told["words"]) == (True, ["Every audit with the lowest grade is moderated."])
    refused = lead.post(f"{AUDITS}/{audit_id}/finalise")
    assert (refused.status_code, refused.json()["code"]) == (409, "moderation_needed")
    assert refused.json()["detail"] == "This audit was chosen for moderation, and is final only after it."


def test_audit_that_no_rule_chooses_may_be_final_and_says_so(as_: As, make: Session):
    choose_nothing(make)
    auditor, lead = as_("auditor", unit="south_1"), as_("quality_lead", unit="council")
    audit_id = submitted(auditor, make)
    assert lead.get(f"{MODERATIONS}/queue").json()["items"] == []
    told = auditor.get(f"{MODERATIONS}/selections/{audit_id}").json()
    assert (told["is_chosen"], told["rules"], told["due_on"]) == (False, [], None)
    assert told["words"] == ["Not drawn for moderation: share 0%, and no other rule applies."]
    assert lead.post(f"{AUDITS}/{audit_id}/finalise").status_code == 200


def test_random_share_is_drawn_by_the_councils_seed_and_the_audits_id(as_: As, make: Session):
    choose_nothing(make)
    choose(make, ChoiceName.moderation_share, 50)
    lead, seed, tool = as_("quality_lead", unit="council"), read_seed(make), make_tool(make)
    audits = [make_audit(make, state="submitted", tool=tool) for _ in range(24)]
    drawn = {audit.id for audit in audits if number_of(seed, str(audit.id)) < 0.5}
    assert 0 < len(drawn) < 24, "a share of one half draws some"
    refused = {a.id for a in audits if lead.post(f"{AUDITS}/{a.id}/finalise").status_code == 409}
    assert refused == drawn


def test_seed_is_long_and_nobody_reads_its_table(make: Session, database):
    may = text("select has_table_privilege('plumbline_app', 'moderation_seed', 'select')")
    with database.transaction() as db:
        assert not db.execute(may).scalar_one()
    assert len(read_seed(make)) == 64


def test_first_audits_of_a_new_auditor_are_chosen(as_: As, make: Session):
    choose_nothing(make)
    choose(make, ChoiceName.new_auditor_audits, 2)
    auditor = as_("auditor", unit="south_1")
    found = [rules_of(make, submitted(auditor, make)) for _ in range(3)]
    assert found == [["new_auditor"], ["new_auditor"], []]


@pytest.mark.parametrize(("overall", "answers", "expected"), [
    ("outstanding", "requires_improvement", ["outlier"]), ("outstanding", "good", []),
    ("requires_improvement", "good", []),
    ("requires_improvement", "outstanding", ["outlier"]),
])  # fmt: skip
def test_overall_grade_further_from_its_answers_than_the_tolerance_is_an_outlier(
    overall: str, answers: str, expected: list[str], as_: As, make: Session
):
    choose_nothing(make)
    choose(make, ChoiceName.outlier_grades, 1)
    assert rules_of(make, submitted(as_("auditor", unit="south_1"), make, overall, answers)) == expected


@pytest.mark.parametrize(("lowered", "agreed", "expected"), [(6, 4, ["direction"]), (5, 5, []), (6, 3, [])])
def test_auditor_whom_moderation_moves_one_way_is_chosen(
    lowered: int, agreed: int, expected: list[str], as_: As, make: Session
):
    choose_nothing(make)
    auditor, tool = as_("auditor", unit="south_1"), make_tool(make)
    moderator_id = make_person(make, Role.moderator).id
    for grade in ["requires_improvement"] * lowered + ["good"] * agreed:
        audit = make_audit(make, state="submitted", tool=tool, auditor_id=auditor.person_id)
        make_moderation(make, state="completed", audit=audit, second_grade=grade, moderator_id=moderator_id)
    assert rules_of(make, submitted(auditor, make)) == expected


def test_why_is_hidden_from_whoever_may_be_asked_to_grade(as_: As, make: Session):
    choose_nothing(make)
    audit_id = submitted(as_("auditor", unit="south_1"), make, "inadequate", "inadequate")
    moderator = as_("moderator", unit="council")
    item = moderator.get(f"{MODERATIONS}/queue").json()["items"][0]
    told = moderator.get(f"{MODERATIONS}/selections/{audit_id}").json()
    assert (item["rules"], told["rules"]) == (None, None)
    assert told["words"] == ["Chosen for moderation. Why is shown once the second grades are given."]
    for answer in (item, told, moderator.post(f"{AUDITS}/{audit_id}/finalise").json()):
        assert "inadequate" not in str(answer)
        assert "lowest" not in str(answer)


def test_late_ones_are_counted_with_working_days(as_: As, make: Session, travel):
    travel(clock.now().replace(year=2026, month=11, day=26, hour=12))
    audit, waiting = make_audit(make, state="submitted"), make_audit(make, state="submitted")
    make_selection(make, audit, SelectionRule.random, due_in=-6)
    make_selection(make, waiting, SelectionRule.random, due_in=3)
    moderator = as_("moderator", unit="council")
    make_moderation(make, moderator_id=moderator.person_id, due_in=-1)
    page = moderator.get(f"{MODERATIONS}/queue", params={"total": True}).json()
    assert [(one["audit_id"], one["days_late"]) for one in page["items"]] == [(str(audit.id), 4), (str(waiting.id), 0)]
    late = moderator.get(f"{MODERATIONS}/queue", params={"is_overdue": True}).json()["items"]
    assert [one["audit_id"] for one in late] == [str(audit.id)]
    assert moderator.get(f"{MODERATIONS}/standing").json() == {
        "waiting": 2, "waiting_late": 1, "in_hand": 1, "in_hand_late": 1, "mine": 1, "mine_late": 1, "days_late": 4,
    }  # fmt: skip


def test_queue_shows_reach_and_selection_of_what_is_not_seen_is_not_found(as_: As, make: Session):
    audit = make_audit(make, state="submitted", unit="north_1")
    make_selection(make, audit, SelectionRule.random)
    north, south = as_("head_of_service", unit="north"), as_("head_of_service", unit="south")
    assert len(north.get(f"{MODERATIONS}/queue").json()["items"]) == 1
    assert south.get(f"{MODERATIONS}/queue").json()["items"] == []
    assert south.get(f"{MODERATIONS}/selections/{audit.id}").status_code == 404
    assert south.get(f"{MODERATIONS}/selections/{uuid.uuid4()}").status_code == 404
    undecided = make_audit(make, state="in_progress", unit="north_1")
    assert north.get(f"{MODERATIONS}/selections/{undecided.id}").json()["is_chosen"] is None


@pytest.mark.parametrize("change", [
    "update moderation_selection set rules = '{}', due_on = null", "delete from moderation_selection",
    "update moderation_seed set seed = 'mine'", "delete from moderation_seed",
])  # fmt: skip
def test_what_the_rules_said_and_the_seed_never_change(change: str, make: Session, council):
    make_selection(make, make_audit(make, state="submitted"), SelectionRule.random)
    with pytest.raises(IntegrityError, match="cannot be changed"):
        make.execute(text(change))


def test_figures_that_counted_stand_although_the_council_changes_them(as_: As, make: Session):
    choose_nothing(make)
    auditor, lead = as_("auditor", unit="south_1"), as_("quality_lead", unit="council")
    audit_id = submitted(auditor, make)
    choose(make, ChoiceName.moderation_share, 100)
    assert lead.get(f"{MODERATIONS}/selections/{audit_id}").json()["words"][0].startswith("Not drawn")
    assert lead.post(f"{AUDITS}/{audit_id}/finalise").status_code == 200


def test_moderators_are_suggested_by_load_and_by_what_ties_them(as_: As, make: Session, council):
    lead, busy = as_("quality_lead"), make_person(make, Role.moderator, council["council"], name="Busy")
    make_moderation(make, moderator_id=busy.id)
    free = make_person(make, Role.moderator, council["council"], name="Free")
    near = make_person(make, Role.moderator, council["north_1"], name="Near")
    audit = make_audit(make, state="submitted", unit="north_1")
    make_selection(make, audit, SelectionRule.random)
    told = lead.get(f"{MODERATIONS}/queue/{audit.id}/moderators").json()
    assert [(one["name"], one["in_hand"], one["conflict"]) for one in told] == [
        ("Free", 0, None), ("Busy", 1, None), ("Near", 0, "is in the child's team"),
    ]  # fmt: skip
    assert {one["person_id"] for one in told} == {str(one.id) for one in (busy, free, near)}
    assert lead.get(f"{MODERATIONS}/queue/{uuid.uuid4()}/moderators").status_code == 404


def test_moderator_takes_an_audit_which_stays_due_when_it_was(as_: As, make: Session):
    moderator, audit = as_("moderator", unit="council"), make_audit(make, state="submitted")
    selection = make_selection(make, audit, SelectionRule.random, due_in=-2)
    taken = moderator.post(f"{MODERATIONS}/queue/{audit.id}/take")
    assert (taken.status_code, taken.json()["moderator_id"]) == (201, str(moderator.person_id)), taken.text
    assert (taken.json()["due_on"], taken.json()["is_overdue"]) == (selection.due_on.isoformat(), True)
    assert moderator.get(f"{MODERATIONS}/queue").json()["items"] == []
    again = as_("moderator", unit="council").post(f"{MODERATIONS}/queue/{audit.id}/take")
    assert (again.status_code, again.json()["code"]) == (409, "audit_not_to_moderate")
    assert moderator.post(f"{MODERATIONS}/queue/{uuid.uuid4()}/take").status_code == 404


def test_moderator_near_the_child_takes_nothing(as_: As, make: Session):
    audit = make_audit(make, state="submitted", unit="north_1")
    refused = as_("moderator", unit="north_1").post(f"{MODERATIONS}/queue/{audit.id}/take")
    assert (refused.status_code, refused.json()["code"]) == (409, "moderator_has_conflict")


def test_audit_sent_back_is_handed_in_again_and_moderated_again(as_: As, make: Session):
    choose_nothing(make)
    auditor, moderator = as_("auditor", unit="south_1"), as_("moderator", unit="council")
    lead = as_("quality_lead", unit="council")
    audit_id = submitted(auditor, make)
    row = moderator.post(f"{MODERATIONS}/queue/{audit_id}/take").json()
    back = {"reason": "No grade names what was read: read the visits again.",
            "aspects": {"evidence": {"rating": "poor", "words": "Nothing is named."}}}  # fmt: skip
    ended = moderator.post(f"{MODERATIONS}/{row['id']}/return", json=back, headers=at(1))
    assert (ended.status_code, ended.json()["state"], ended.json()["audit_quality"]) == (200, "returned", "poor")
    assert ended.json()["aspects"] == {"evidence": {"rating": "poor", "words": "Nothing is named."}}
    mine = auditor.get(f"{AUDITS}/{audit_id}").json()
    assert (mine["state"], mine["moderation"]) == ("returned", None)
    assert ended.json()["audit"]["first_grade"] is None, "blind to what is not yet graded"
    with clock.travel(clock.now() + timedelta(minutes=5)):
        hand_in(auditor, audit_id)
        told = lead.get(f"{MODERATIONS}/selections/{audit_id}").json()
        assert told["words"] == ["It was sent back for rework, and is read again."]
        assert [one["audit_id"] for one in lead.get(f"{MODERATIONS}/queue").json()["items"]] == [str(audit_id)]
        assert lead.post(f"{AUDITS}/{audit_id}/finalise").json()["code"] == "moderation_needed"
        shown = moderator.get(f"{MODERATIONS}/{row['id']}").json()
        assert shown["audit"]["first_grade"] is None, "the old page does not give away the new grades"
        assert moderator.post(f"{MODERATIONS}/queue/{audit_id}/take").status_code == 201
    again = moderator.post(f"{MODERATIONS}/{row['id']}/return", json=back, headers=at(2))
    assert (again.status_code, again.json()["code"]) == (409, "moderation_ended")


def test_bad_returns_and_endings_name_their_fields(as_: As, make: Session):
    moderator = as_("moderator", unit="council")
    row = make_moderation(make, state="graded", moderator_id=moderator.person_id)

    def pointers(verb: str, body: dict[str, Any]) -> set[str]:
        answer = moderator.post(f"{MODERATIONS}/{row.id}/{verb}", json=body, headers=at(1))
        assert answer.status_code == 422, answer.text
        return {error["pointer"] for error in answer.json()["errors"]}

    assert pointers("return", {"reason": "short"}) == {"/reason"}
    poor = {"analysis": {"rating": "poor", "words": " "}}
    assert pointers("return", {"reason": REASON, "aspects": poor}) == {"/aspects/analysis/words"}
    end = {"reason": REASON, "audit_quality": "high", "audit_quality_reason": REASON, "aspects": poor}
    assert pointers("complete", end) == {
        "/aspects/analysis/words", "/aspects/evidence", "/aspects/childs_voice", "/aspects/actions",
    }  # fmt: skip
    assert make.get_one(Audit, row.audit_id).state == "in_moderation"
