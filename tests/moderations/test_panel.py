"""Moderation by several people: each blind, all revealed together, one agreed, and every member's own kept."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from api.access.permissions import Role
from api.audits.models import Audit
from api.moderations.models import Moderation
from api.moderations.queries import list_grade_pairs
from tests.access.make import Caller, make_person
from tests.audits.make import REASON, As, at, due, make_audit, questions_of
from tests.moderations.make import ASPECTS, make_moderation, make_panel

AUDITS, MODERATIONS = "/api/v1/audits", "/api/v1/moderations"
COMPLETE = {"audit_quality": "high", "audit_quality_reason": "Fair and evidenced.", "aspects": ASPECTS}


def grades(make: Session, row: Moderation, grade: str, overall: str | None = None) -> dict[str, Any]:
    first, second, _ = questions_of(make, make.get_one(Audit, row.audit_id).audit_tool_id)
    return {"second_grade": overall or grade, "judgements": {str(first): grade, str(second): "good"}}


def panel_of(as_: As, make: Session, members: int = 2) -> tuple[Moderation, list[Caller]]:
    """A panel of a chair and others, who have all yet to grade; the chair comes first."""
    people = [as_("moderator", unit="council") for _ in range(members)]
    row = make_moderation(make, moderator_id=people[0].person_id)
    make_panel(make, row, *(one.person_id for one in people[1:]))
    return row, people


def test_panel_goes_from_allocation_to_a_final_audit(as_: As, make: Session):
    lead, chair, member = as_("quality_lead"), as_("moderator", unit="council"), as_("moderator", unit="council")
    audit = make_audit(make, state="submitted")
    new = {"audit_id": str(audit.id), "moderator_id": str(chair.person_id), "due_on": due()}
    made = lead.post(MODERATIONS, json=new | {"panel_ids": [str(member.person_id)]})
    assert (made.status_code, made.json()["panel_size"]) == (201, 2), made.text
    assert [(one["is_chair"], one["has_given"]) for one in made.json()["panel"]] == [(True, False), (False, False)]
    path, row = f"{MODERATIONS}/{made.json()['id']}", make.get_one(Moderation, uuid.UUID(made.json()["id"]))
    assert [one["id"] for one in member.get(MODERATIONS, params={"mine": True}).json()["items"]] == [str(row.id)]
    given = chair.post(f"{path}/panel/grade", json=grades(make, row, "requires_improvement"))
    assert (given.status_code, given.json()["state"]) == (200, "allocated"), given.text
    given = member.post(f"{path}/panel/grade", json=grades(make, row, "outstanding"))
    assert (given.status_code, given.json()["state"]) == (200, "revealed"), given.text
    first = str(questions_of(make, audit.audit_tool_id)[0])
    told = [(one["second_grade"], one["judgements"][first]) for one in given.json()["panel"]]
    assert told == [("requires_improvement",) * 2, ("outstanding",) * 2]
    assert given.json()["audit"]["first_grade"] == "good"
    version = given.json()["version"]
    agreed = grades(make, row, "requires_improvement") | {"reason": "We read the visits together."}
    done = chair.post(f"{path}/panel/agree", json=agreed, headers=at(version))
    assert (done.status_code, done.json()["state"], done.json()["outcome"]) == (200, "graded", "lowered"), done.text
    done = chair.post(f"{path}/complete", json=COMPLETE, headers=at(version + 1))
    assert (done.status_code, done.json()["reason"]) == (200, "We read the visits together."), done.text
    assert lead.get(f"{AUDITS}/{audit.id}").json()["reported_grade"] == "requires_improvement"
    make.rollback()
    pairs = {(p.moderator_id, p.first, p.second) for p in list_grade_pairs(make) if p.tool_question_id is None}
    assert pairs == {(chair.person_id, 2, 3), (member.person_id, 2, 1)}, "what each gave, not what was agreed"


def test_grades_of_others_and_first_ones_are_hidden_until_all_have_given(as_: As, make: Session):
    row, (chair, member, late) = panel_of(as_, make, 3)
    path = f"{MODERATIONS}/{row.id}"
    for one in (chair, member):
        assert one.post(f"{path}/panel/grade", json=grades(make, row, "inadequate")).status_code == 200
    lead = as_("quality_lead")
    for reader in (late, lead, as_("moderator", unit="council")):
        shown = reader.get(path).json()
        assert {one["second_grade"] for one in shown["panel"]} == {None}
        assert shown["audit"]["first_grade"] is None
        assert "inadequate" not in str(shown)
    own = [one["second_grade"] for one in member.get(path).json()["panel"]]
    assert sorted(own, key=str) == [None, None, "inadequate"], "what one gave oneself"
    for blind in (chair, member, late):
        assert blind.get(f"{AUDITS}/{row.audit_id}").json()["first_grade"] is None, "in the room of audits too"
    refused = chair.post(f"{path}/panel/agree", json=grades(make, row, "good") | {"reason": REASON}, headers=at(1))
    assert (refused.status_code, refused.json()["code"]) == (409, "not_revealed")


def test_members_give_once_and_nobody_else_does(as_: As, make: Session):
    row, (chair, member) = panel_of(as_, make)
    path = f"{MODERATIONS}/{row.id}"
    assert member.post(f"{path}/panel/grade", json=grades(make, row, "good")).status_code == 200
    again = member.post(f"{path}/panel/grade", json=grades(make, row, "inadequate"))
    assert (again.status_code, again.json()["code"]) == (409, "grades_given")
    other = as_("moderator", unit="council")
    assert other.post(f"{path}/panel/grade", json=grades(make, row, "good")).status_code == 403
    alone = chair.post(f"{path}/grade", json=grades(make, row, "good"), headers=at(1))
    assert (alone.status_code, alone.json()["code"]) == (409, "panel_gives")
    bad = chair.post(f"{path}/panel/grade", json={"second_grade": "splendid", "judgements": {}})
    first, second, _ = (str(q) for q in questions_of(make, make.get_one(Audit, row.audit_id).audit_tool_id))
    assert {error["pointer"] for error in bad.json()["errors"]} == {
        "/second_grade", f"/judgements/{first}", f"/judgements/{second}",
    }  # fmt: skip


def test_only_people_without_a_tie_are_asked_onto_a_panel(as_: As, make: Session, council):
    lead, row = as_("quality_lead"), make_moderation(make, audit=make_audit(make, state="submitted", unit="north_1"))
    path = f"{MODERATIONS}/{row.id}/panel"
    near, far = (make_person(make, Role.moderator, council[unit]) for unit in ("north_1", "council"))
    refused = lead.post(path, json={"person_ids": [str(near.id)]})
    assert (refused.status_code, refused.json()["detail"]) == (409, "The moderator is in the child's team.")
    bad = lead.post(path, json={"person_ids": [str(make_person(make, Role.auditor).id), str(row.moderator_id)]})
    assert {error["pointer"]: error["code"] for error in bad.json()["errors"]} == {
        "/person_ids/0": "not_a_moderator", "/person_ids/1": "on_the_panel",
    }  # fmt: skip
    assert lead.post(path, json={"person_ids": [str(far.id)]}).json()["panel_size"] == 2
    assert lead.post(f"{MODERATIONS}/{uuid.uuid4()}/panel", json={"person_ids": [str(far.id)]}).status_code == 404
    ended = make_moderation(make, state="graded")
    assert lead.post(f"{MODERATIONS}/{ended.id}/panel", json={"person_ids": [str(far.id)]}).status_code == 409


def test_chair_goes_on_without_a_member_who_cannot_grade(as_: As, make: Session):
    row, (chair, member) = panel_of(as_, make)
    path = f"{MODERATIONS}/{row.id}"
    assert chair.post(f"{path}/panel/grade", json=grades(make, row, "good")).status_code == 200
    body = {"person_id": str(member.person_id)}
    assert member.post(f"{path}/panel/release", json=body).status_code == 403
    unknown = chair.post(f"{path}/panel/release", json={"person_id": str(uuid.uuid4())})
    assert [error["pointer"] for error in unknown.json()["errors"]] == ["/person_id"]
    own = chair.post(f"{path}/panel/release", json={"person_id": str(chair.person_id)})
    assert (own.status_code, own.json()["code"]) == (409, "not_to_release")
    released = chair.post(f"{path}/panel/release", json=body)
    assert (released.status_code, released.json()["state"], released.json()["panel_size"]) == (200, "revealed", 1)
    assert member.post(f"{path}/panel/grade", json=grades(make, row, "good")).status_code in {403, 404}


@pytest.mark.parametrize("change", [
    "update moderation_panel_grade set grade = 'good'", "delete from moderation_panel_grade",
    "update moderation_panel_member set given_at = null where given_at is not null",
    "delete from moderation_panel_member",
])  # fmt: skip
def test_what_a_member_gave_is_kept_for_ever(change: str, as_: As, make: Session):
    row, (chair, _) = panel_of(as_, make)
    chair.post(f"{MODERATIONS}/{row.id}/panel/grade", json=grades(make, row, "inadequate")).raise_for_status()
    with pytest.raises(IntegrityError, match="cannot be changed"):
        make.execute(text(change))


# -- several at once -----------------------------------------------------------------------------------------------


def test_last_grades_at_the_same_moment_reveal_once(as_: As, make: Session):
    row, people = panel_of(as_, make, 4)
    body = grades(make, row, "good")

    def give(one: Caller) -> tuple[int, str]:
        answer = one.post(f"{MODERATIONS}/{row.id}/panel/grade", json=body)
        return answer.status_code, answer.json().get("state", answer.json().get("code"))

    with ThreadPoolExecutor(4) as pool:
        told = sorted(pool.map(give, people))
    assert told == [(200, "allocated")] * 3 + [(200, "revealed")]
    assert as_("quality_lead").get(f"{MODERATIONS}/{row.id}").json()["version"] == 2


def test_invitation_and_a_grade_given_alone_at_once_leave_one_story(as_: As, make: Session, council):
    lead, chair = as_("quality_lead"), as_("moderator", unit="council")
    row = make_moderation(make, moderator_id=chair.person_id)
    invited = {"person_ids": [str(make_person(make, Role.moderator, council["council"]).id)]}
    path, body = f"{MODERATIONS}/{row.id}", grades(make, row, "good")
    with ThreadPoolExecutor(2) as pool:
        asked = pool.submit(lead.post, f"{path}/panel", json=invited)
        graded = pool.submit(chair.post, f"{path}/grade", json=body, headers=at(1))
        codes = asked.result().status_code, graded.result().status_code
    assert codes in {(200, 409), (409, 200)}
    shown = lead.get(path).json()
    assert (shown["state"], shown["panel_size"]) == (("allocated", 2) if codes[0] == 200 else ("graded", 0))


def test_completing_and_sending_back_at_once_leave_one_story(as_: As, make: Session):
    moderator, lead = as_("moderator", unit="council"), as_("quality_lead")
    row = make_moderation(make, state="graded", moderator_id=moderator.person_id)
    path, reason = f"{MODERATIONS}/{row.id}", {"reason": "Read the visits again."}
    with ThreadPoolExecutor(2) as pool:
        done = pool.submit(moderator.post, f"{path}/complete", json=COMPLETE | reason, headers=at(1))
        back = pool.submit(moderator.post, f"{path}/return", json=reason, headers=at(1))
        codes = done.result().status_code, back.result().status_code
    assert codes in {(200, 412), (412, 200)}
    state = lead.get(f"{AUDITS}/{row.audit_id}").json()["state"]
    assert state == ("final" if codes[0] == 200 else "returned")


def test_completing_while_the_audit_is_withdrawn_is_told_apart(as_: As, make: Session):
    moderator, lead = as_("moderator", unit="council"), as_("quality_lead")
    row = make_moderation(make, state="graded", moderator_id=moderator.person_id)
    withdraw, reason = {"reason": "The case has closed to us."}, {"reason": "Read the visits again."}
    with ThreadPoolExecutor(2) as pool:
        done = pool.submit(moderator.post, f"{MODERATIONS}/{row.id}/complete", json=COMPLETE | reason, headers=at(1))
        gone = pool.submit(lead.post, f"{AUDITS}/{row.audit_id}/withdraw", json=withdraw)
        codes = done.result().status_code, gone.result().status_code
    assert codes == (200, 409)
    assert lead.get(f"{AUDITS}/{row.audit_id}").json()["state"] == "final"


def test_several_take_one_audit_at_once_and_one_has_it(as_: As, make: Session):
    audit, people = make_audit(make, state="submitted"), [as_("moderator", unit="council") for _ in range(4)]

    def taken(one: Caller) -> int:
        return one.post(f"{MODERATIONS}/queue/{audit.id}/take").status_code

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(taken, people)) == [201, 409, 409, 409]
