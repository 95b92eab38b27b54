"""Meetings over HTTP: planned, with an agenda from live data, held once, and what becomes of decisions."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from api.access.permissions import Role
from api.kernel import clock
from tests.access.make import make_person
from tests.actions.make import make_action
from tests.audits.make import As, at, due, make_audit, make_tool
from tests.calibrations.make import close, grade, make_calibration
from tests.meetings.make import make_meeting
from tests.moderations.make import make_moderation

MEETINGS = "/api/v1/meetings"
WORDS = "Managers look at the first five plans of each new worker."


def section(meeting: dict[str, Any], key: str) -> dict[str, Any]:
    return next(one for one in meeting["agenda"] if one["key"] == key)


def test_a_meeting_is_planned_changed_and_listed(as_: As, make: Session):
    chair, guest = as_("moderator"), make_person(make, Role.auditor).id
    new = {"meets_on": due(), "chair_id": str(chair.person_id), "place": "Room 3", "attendee_ids": [str(guest)]}
    made = chair.post(MEETINGS, json=new)
    assert made.status_code == 201, made.text
    path = f"{MEETINGS}/{made.json()['id']}"
    assert [one["person_id"] for one in made.json()["attendees"]] == [str(guest)]
    assert chair.post(MEETINGS, json=new).json()["errors"][0]["pointer"] == "/meets_on"
    changed = chair.patch(path, json={"place": "Room 4", "attendee_ids": [str(chair.person_id)]}, headers=at(1)).json()
    assert (changed["place"], [one["person_id"] for one in changed["attendees"]]) == ("Room 4", [str(chair.person_id)])
    assert chair.patch(path, json={"place": "Room 5"}, headers=at(1)).status_code == 412
    listed = as_("service_manager", unit="south").get(f"{MEETINGS}?state=planned").json()["items"]
    assert [(one["id"], one["decisions"]) for one in listed] == [(made.json()["id"], 0)]


@pytest.mark.parametrize(("change", "pointer"), [
    ({"chair_id": str(uuid.uuid4())}, "/chair_id"),
    ({"attendee_ids": [str(uuid.uuid4())]}, "/attendee_ids/0"),
    ({"meets_on": "1066-10-14"}, "/meets_on"),
    ({"kind": "party"}, "/kind"),
    ({"more": 1}, "/more"),
])  # fmt: skip
def test_what_is_wrong_with_a_plan_is_named(as_: As, change: dict[str, Any], pointer: str):
    chair = as_("moderator")
    answer = chair.post(MEETINGS, json={"meets_on": due(), "chair_id": str(chair.person_id)} | change)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


def test_the_agenda_comes_from_live_data_as_far_as_its_reader_sees(as_: As, make: Session, council):
    lead = as_("quality_lead", unit="council")
    waiting = make_audit(make, state="submitted")
    late = make_moderation(make, state="allocated", due_in=-2)
    moved = make_moderation(make, state="completed", second_grade="inadequate")
    make_moderation(make, state="completed", second_grade="requires_improvement")
    row = make_calibration(make)
    grade(make, row, ["good"] * 4)
    close(make, row)
    owner = make_person(make, Role.team_manager, council["north_1"]).id
    overdue = make_action(make, owner, lead.person_id, due=-3, unit_id=council["north_1"])
    found = lead.get(f"{MEETINGS}/{make_meeting(make, days=1).id}").json()
    lines = {one["key"]: [line["id"] for line in one["lines"]] for one in found["agenda"]}
    assert lines["waiting"] == [str(waiting.id)]
    assert lines["late"] == [str(late.id)]
    assert lines["moved"] == [str(moved.id)]
    assert lines["calibrations"] == [str(row.id)]
    assert lines["overdue"] == [str(overdue.id)]
    assert section(found, "moved")["lines"][0]["words"].startswith("Lowered by 2 grades")
    assert section(found, "agreement")["sentence"].startswith("Of 2 second grades 0 were the same")
    assert "carry no percentage" in section(found, "agreement")["sentence"]
    assert [item["title"] for item in found["items"]] == ["Practice week"]
    elsewhere = as_("service_manager", unit="south").get(f"{MEETINGS}/{found['id']}").json()
    assert {one["count"] for one in elsewhere["agenda"]} == {0}, "what is out of sight is not on this reader's agenda"


def test_it_looks_back_to_the_meeting_before(as_: As, make: Session):
    lead = as_("quality_lead", unit="council")
    make_moderation(make, state="completed", second_grade="inadequate")
    before, after = make_meeting(make, days=-1), make_meeting(make, days=30)
    path = f"{MEETINGS}/{after.id}"
    assert lead.get(path).json()["since"] == (clock.today() - timedelta(days=1)).isoformat()
    held = lead.post(f"{MEETINGS}/{before.id}/hold", json={"present_ids": []}, headers=at(1))
    assert held.status_code == 200, held.text
    assert lead.get(path).json()["since"] == clock.today().isoformat()


def test_the_chair_puts_items_on_the_agenda_and_takes_them_off(as_: As, make: Session):
    chair, row = as_("moderator"), make_meeting(make, days=1)
    path = f"{MEETINGS}/{row.id}/items"
    made = chair.post(path, json={"title": "Thanks to the auditors", "detail": "By name."}).json()
    assert [item["title"] for item in made["items"]] == ["Practice week", "Thanks to the auditors"]
    left = chair.delete(f"{path}/{made['items'][0]['id']}").json()
    assert [item["title"] for item in left["items"]] == ["Thanks to the auditors"]
    assert chair.delete(f"{path}/{made['items'][0]['id']}").status_code == 404
    assert chair.post(path, json={"title": ""}).json()["errors"][0]["pointer"] == "/title"
    assert as_("director", unit="council").post(path, json={"title": "Mine"}).status_code == 403


def decisions(owner: uuid.UUID, tool: uuid.UUID) -> list[dict[str, Any]]:
    return [
        {"section": "moved", "kind": "noted", "words": "The change was right, and it was explained."},
        {"section": "overdue", "kind": "action", "words": WORDS, "owner_id": str(owner), "due_on": due()},
        {"section": "other", "kind": "further_audits", "words": "Ten audits of child protection plans.",
         "tool_id": str(tool), "audits_count": 10},
    ]  # fmt: skip


def test_a_meeting_is_held_its_agenda_frozen_and_its_decisions_carried_out(as_: As, make: Session, council):
    lead, owner = as_("quality_lead", unit="council"), make_person(make, Role.team_manager, council["north_1"]).id
    moved, tool = make_moderation(make, state="completed", second_grade="inadequate"), make_tool(make)
    came, absent = make_person(make, Role.auditor).id, make_person(make, Role.auditor).id
    row = make_meeting(make, attendee_ids=[came, absent])
    path = f"{MEETINGS}/{row.id}"
    body = {"present_ids": [str(came), str(lead.person_id)], "decisions": decisions(owner, tool.id)}
    answer = lead.post(f"{path}/hold", json=body, headers=at(1))
    assert answer.status_code == 200, answer.text
    held = answer.json()
    assert (held["state"], held["decisions"], held["held_by_name"] is not None) == ("held", 3, True)
    assert {one["person_id"]: one["was_present"] for one in held["attendees"]} == {
        str(came): True, str(absent): False, str(lead.person_id): True,
    }  # fmt: skip
    action_id = held["decisions_made"][1]["action_id"]
    action = lead.get(f"/api/v1/actions/{action_id}").json()
    assert (action["title"], action["source_kind"], action["source_id"]) == (WORDS, "meeting", str(row.id))
    before = section(held, "moved")
    assert [line["id"] for line in before["lines"]] == [str(moved.id)]
    make_moderation(make, state="completed", second_grade="inadequate")
    again = as_("director", unit="council").get(path).json()
    assert section(again, "moved") == before, "what came later is not in the minutes"
    for refused in (
        lead.post(f"{path}/hold", json=body, headers=at(2)), lead.patch(path, json={"place": "x"}, headers=at(2)),
        lead.post(f"{path}/items", json={"title": "Late"}), lead.delete(f"{path}/items/{held['items'][0]['id']}"),
    ):  # fmt: skip
        assert (refused.status_code, refused.json()["code"]) == (409, "meeting_is_held")


def test_further_audits_become_a_round_once(as_: As, make: Session):
    lead, tool = as_("quality_lead", unit="council"), make_tool(make)
    row = make_meeting(make)
    given = decisions(make_person(make, Role.team_manager).id, tool.id)
    body = {"present_ids": [], "decisions": given[::2]}
    held = lead.post(f"{MEETINGS}/{row.id}/hold", json=body, headers=at(1)).json()
    noted, further = (f"{MEETINGS}/{row.id}/decisions/{one['id']}/round" for one in held["decisions_made"])
    assert lead.post(noted).json()["code"] == "no_further_audits"
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: lead.post(further), range(4)))
    assert sorted(one.status_code for one in answers) == [201, 409, 409, 409]
    made = next(one.json() for one in answers if one.status_code == 201)
    assert (made["state"], made["lines"][0]["size"], made["lines"][0]["tool_id"]) == ("draft", 10, str(tool.id))
    assert "Ten audits" in made["title"]
    found = lead.get(f"{MEETINGS}/{row.id}").json()["decisions_made"][1]
    assert found["round_id"] == made["id"]
    assert as_("moderator").post(further).status_code == 403


@pytest.mark.parametrize(("change", "pointer"), [
    ({"section": "party"}, "/decisions/0/section"),
    ({"kind": "action"}, "/decisions/0/owner_id"),
    ({"kind": "further_audits"}, "/decisions/0/tool_id"),
    ({"kind": "further_audits", "tool_id": str(uuid.uuid4()), "audits_count": 3}, "/decisions/0/tool_id"),
    ({"kind": "action", "owner_id": str(uuid.uuid4()), "due_on": "2090-01-01"}, "/decisions/0/owner_id"),
    ({"words": "Short."}, "/decisions/0/words"),
])  # fmt: skip
def test_what_is_wrong_with_a_decision_is_named(as_: As, make: Session, change: dict[str, Any], pointer: str):
    chair, row = as_("moderator"), make_meeting(make)
    given = {"section": "late", "kind": "noted", "words": WORDS} | change
    answer = chair.post(f"{MEETINGS}/{row.id}/hold", json={"present_ids": [], "decisions": [given]}, headers=at(1))
    assert answer.status_code == 422
    assert pointer in [error["pointer"] for error in answer.json()["errors"]]
    assert chair.get(f"{MEETINGS}/{row.id}").json()["state"] == "planned"
    assert make.execute(text("select count(*) from action")).scalar_one() == 0


def test_a_meeting_is_not_held_before_its_day(as_: As, make: Session):
    row = make_meeting(make, days=1)
    answer = as_("moderator").post(f"{MEETINGS}/{row.id}/hold", json={"present_ids": []}, headers=at(1))
    assert answer.json()["code"] == "meeting_not_yet"


def test_holding_twice_at_once_holds_once(as_: As, make: Session):
    chair, row = as_("moderator"), make_meeting(make)
    owner = make_person(make, Role.team_manager).id
    action = decisions(owner, uuid.uuid4())[1]

    def hold(_: int) -> int:
        body = {"present_ids": [], "decisions": [action]}
        return chair.post(f"{MEETINGS}/{row.id}/hold", json=body, headers=at(1)).status_code

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(hold, range(4))) == [200, 409, 409, 409]
    assert make.execute(text("select count(*) from action")).scalar_one() == 1


@pytest.mark.parametrize("change", [
    "update meeting set place = 'x'", "update meeting set agenda = '[]'", "delete from meeting",
    "update meeting_attendee set was_present = null", "delete from meeting_attendee",
    "update meeting_item set title = 'x'", "delete from meeting_item",
    "insert into meeting_item select gen_random_uuid(), meeting_id, 9, title, detail, added_by_id from meeting_item",
    "update meeting_decision set words = 'x'", "delete from meeting_decision",
    "insert into meeting_decision (id, meeting_id, position, section, kind, words)"
    " select gen_random_uuid(), id, 9, 'x', 'noted', 'x' from meeting",
])  # fmt: skip
def test_a_meeting_that_was_held_is_sealed(as_: As, make: Session, change: str):
    chair = as_("moderator")
    row = make_meeting(make, attendee_ids=[chair.person_id])
    body = {"present_ids": [], "decisions": [{"section": "late", "kind": "noted", "words": WORDS}]}
    assert chair.post(f"{MEETINGS}/{row.id}/hold", json=body, headers=at(1)).is_success
    with pytest.raises(IntegrityError, match="cannot be changed"):
        make.execute(text(change))
