"""The rules of actions: who may say what, what stands, two people at once, and what overdue ones do by rule."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from api.access.permissions import Role
from api.actions.service import escalate_overdue
from api.kernel.database import Database
from tests.access.make import make_person
from tests.actions.make import ACTIONS, PROOF, SEEN, WORDS, As, at, complete, make_action, set_action
from tests.audits.make import make_child

REASON = {"reason": "It is not to be done any more."}


def test_nobody_verifies_proves_or_cancels_what_they_do_themselves(as_: As, make: Session, council):
    lead, owner, delegate = as_("quality_lead"), as_("team_manager", unit="north_1"), as_("team_manager")
    action = set_action(lead, owner.person_id, delegate_id=str(delegate.person_id), unit_id=str(council["north_1"]))
    path = f"{ACTIONS}/{action['id']}"
    assert lead.post(f"{path}/complete", json=WORDS, headers=at(1)).json()["code"] == "not_the_owner"
    assert owner.post(f"{path}/cancel", json=REASON, headers=at(1)).json()["code"] == "own_action"
    complete(delegate, action)
    for doer in (owner, delegate):
        for verb, words in (("verify", SEEN), ("reopen", REASON)):
            refused = doer.post(f"{path}/{verb}", json=words, headers=at(2))
            assert (refused.status_code, refused.json()["code"]) == (409, "own_action"), verb
    assert lead.post(f"{path}/verify", json=SEEN, headers=at(2)).status_code == 200
    assert owner.post(f"{path}/prove", json=PROOF, headers=at(3)).json()["code"] == "own_action"
    assert lead.post(f"{path}/prove", json=PROOF, headers=at(3)).status_code == 200


def test_owner_hands_over_but_does_not_move_the_day_or_choose_the_verifier(as_: As, make: Session, council):
    lead, owner = as_("quality_lead"), as_("team_manager", unit="north_1")
    action = set_action(lead, owner.person_id)
    path, reason = f"{ACTIONS}/{action['id']}", {"reason": "There is too much else to do."}
    friend = make_person(make, Role.team_manager, council["north_2"])
    for change in ({"due_on": "2099-01-01"}, {"verifier_id": str(friend.id)}, {"owner_id": str(friend.id)}):
        assert owner.patch(path, json=change | reason, headers=at(1)).json()["code"] == "own_action"
    handed = owner.patch(path, json={"delegate_id": str(friend.id)} | reason, headers=at(1))
    assert handed.json()["delegate_name"] == friend.name


def test_verifier_who_did_it_before_the_owner_changed_is_refused(as_: As, make: Session, council):
    lead, doer = as_("quality_lead"), as_("team_manager", unit="north_1")
    action = complete(doer, set_action(lead, doer.person_id, unit_id=str(council["north_1"])))
    other = make_person(make, Role.practitioner).id
    make.execute(text("update action set owner_id = :other where id = :id"), {"other": other, "id": action["id"]})
    make.commit()
    refused = doer.post(f"{ACTIONS}/{action['id']}/verify", json=SEEN, headers=at(2))
    assert refused.json()["code"] == "own_action"
    with pytest.raises(IntegrityError, match="verified_by_another"):
        make.execute(text("update action set state = 'verified', verified_at = now(), verified_by_id = done_by_id"))


@pytest.mark.parametrize(
    ("verb", "body", "code"),
    [
        ("verify", SEEN, "action_not_done"), ("reopen", REASON, "action_not_reopenable"),
        ("prove", PROOF, "action_not_verified"),
    ],
)  # fmt: skip
def test_open_action_is_neither_verified_nor_reopened_nor_proven(verb, body, code, as_: As, council):
    lead = as_("quality_lead")
    action = set_action(lead, as_("practitioner").person_id)
    assert lead.post(f"{ACTIONS}/{action['id']}/{verb}", json=body, headers=at(1)).json()["code"] == code


def test_cancelled_and_proven_ones_and_the_history_stand(as_: As, make: Session, council):
    lead, owner = as_("quality_lead"), as_("practitioner")
    action = set_action(lead, owner.person_id)
    path = f"{ACTIONS}/{action['id']}"
    cancelled = lead.post(f"{path}/cancel", json=REASON, headers=at(1)).json()
    assert (cancelled["state"], cancelled["cancelled_reason"]) == ("cancelled", REASON["reason"])
    assert owner.post(f"{path}/complete", json=WORDS, headers=at(2)).json()["code"] == "action_not_to_do"
    assert lead.patch(path, json=REASON | {"title": "Another"}, headers=at(2)).json()["code"] == "action_closed"
    assert lead.post(f"{path}/cancel", json=REASON, headers=at(2)).json()["code"] == "action_closed"
    for change in (
        "update action set title = 'x'", "delete from action", "update action_event set note = 'x'",
        "delete from action_event",
    ):  # fmt: skip
        with pytest.raises(IntegrityError, match="cannot be changed"):
            make.connection().exec_driver_sql(change)
        make.rollback()


def test_others_do_not_see_an_action(as_: As, make: Session, council):
    lead, owner = as_("quality_lead"), as_("practitioner")
    verifier = as_("service_manager", unit="south")
    action = set_action(lead, owner.person_id, unit_id=str(council["north_1"]), verifier_id=str(verifier.person_id))
    path = f"{ACTIONS}/{action['id']}"
    for caller in (lead, owner, verifier, as_("team_manager", unit="north_1"), as_("service_manager", unit="north")):
        assert caller.get(path).status_code == 200
    for caller in (as_("practitioner"), as_("team_manager", unit="south_1"), as_("auditor"), as_("moderator")):
        assert caller.get(path).status_code == 404
        assert caller.get(ACTIONS).json()["items"] == []
        assert caller.post(f"{path}/complete", json=WORDS, headers=at(1)).status_code == 404
    south = as_("team_manager", unit="south_1")
    assert south.post(f"{path}/verify", json=SEEN, headers=at(1)).status_code == 404
    child = make_child(make, "north_1")
    answer = south.post(ACTIONS, json={"title": "T", "owner_id": str(owner.person_id), "child_id": str(child.id)})
    assert answer.json()["errors"][0]["pointer"] == "/child_id"


def test_director_sees_no_free_text_about_a_child(as_: As, make: Session, council):
    lead, director = as_("quality_lead"), as_("director")
    child = make_child(make)
    about = set_action(lead, as_("practitioner").person_id, child_id=str(child.id), detail="He said so.")
    other = set_action(lead, as_("practitioner").person_id, detail="For the team.")
    seen = director.get(f"{ACTIONS}/{about['id']}").json()
    assert (seen["title"], seen["detail"], seen["history"][0]["note"]) == (None, None, None)
    assert director.get(f"{ACTIONS}/{other['id']}").json()["detail"] == "For the team."
    assert [one["title"] for one in director.get(ACTIONS).json()["items"]].count(None) == 1


def test_of_two_at_once_one_is_told_it_changed(as_: As, make: Session, council):
    lead, manager, owner = as_("quality_lead"), as_("team_manager", unit="north_1"), as_("practitioner")
    for _ in range(5):
        action = complete(owner, set_action(lead, owner.person_id, unit_id=str(council["north_1"])))
        path = f"{ACTIONS}/{action['id']}"
        with ThreadPoolExecutor() as pool:
            verified = pool.submit(lead.post, f"{path}/verify", json=SEEN, headers=at(2))
            reopened = pool.submit(manager.post, f"{path}/reopen", json=REASON, headers=at(2))
            codes = sorted([verified.result().status_code, reopened.result().status_code])
        assert codes == [200, 412]
        now = lead.get(path).json()
        assert (now["version"], len(now["history"])) == (3, 3)
        assert now["state"] == ("verified" if verified.result().is_success else "reopened")


def test_overdue_ones_escalate_once_to_those_above(as_: As, make: Session, database: Database, council):
    lead, owner = as_("quality_lead"), as_("practitioner", unit="north_1")
    make_person(make, Role.service_manager, council["north"], name="Sam Service")
    make_person(make, Role.head_of_service, council["north"], name="Hale Head")
    make_person(make, Role.service_manager, council["south"], name="Someone Else")
    late = make_action(make, owner.person_id, lead.person_id, due=-10)
    later = make_action(make, owner.person_id, lead.person_id, due=-30)
    make_action(make, owner.person_id, lead.person_id, due=-2)
    assert escalate_overdue(database) == 2
    assert escalate_overdue(database) == 0
    seen = lead.get(f"{ACTIONS}/{late.id}").json()
    assert (seen["is_escalated"], seen["escalated_to"], seen["version"]) == (True, ["Sam Service"], 1)
    last = seen["history"][-1]
    assert (last["step"], last["by_name"]) == ("escalated", None)
    assert last["told"].endswith("told Sam Service.")
    assert lead.get(f"{ACTIONS}/{later.id}").json()["escalated_to"] == ["Hale Head", "Sam Service"]
    moved = {"due_on": "2099-01-01", "reason": "It waits for the court's hearing."}
    assert lead.patch(f"{ACTIONS}/{late.id}", json=moved, headers=at(1)).json()["is_escalated"] is False
    assert lead.get(ACTIONS, params={"escalated": True}).json()["items"][0]["id"] == str(later.id)
    assert as_("service_manager", unit="north").get(f"{ACTIONS}/{late.id}").status_code == 200
    assert as_("service_manager", unit="south").get(f"{ACTIONS}/{late.id}").status_code == 404


def test_unknown_action_is_absent(as_: As, council):
    assert as_("quality_lead").get(f"{ACTIONS}/{uuid.uuid4()}").status_code == 404
