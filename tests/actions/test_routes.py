"""The addresses of actions: each works, and says what is wrong by field."""

import uuid
from datetime import timedelta

from sqlmodel import Session

from api.access.permissions import Role
from api.kernel import clock
from api.statistics.workdays import add_working_days
from tests.access.make import make_person
from tests.actions.make import ACTIONS, PROOF, SEEN, WORDS, As, at, complete, make_action, new_action, set_action
from tests.cases.make import make_child


def test_action_goes_round_the_loop(as_: As, make: Session, council):
    manager, owner = as_("team_manager", unit="north_1"), as_("practitioner", unit="north_1")
    made = manager.post(ACTIONS, json=new_action(owner.person_id, unit_id=str(council["north_1"])))
    assert made.status_code == 201, made.text
    action = made.json()
    assert (action["reference"], action["state"], action["unit_name"]) == ("ACT-000001", "open", "North 1")
    assert action["due_on"] == add_working_days(clock.today(), 20).isoformat()
    assert action["verifier_id"] == str(manager.person_id), "whoever sets it verifies it, where nobody is named"
    path = f"{ACTIONS}/{action['id']}"
    assert owner.get(path).headers["ETag"] == '"1"' == made.headers["ETag"]
    done = owner.post(f"{path}/complete", json=WORDS, headers=at(1)).json()
    assert (done["state"], done["evidence"], done["version"]) == ("done", WORDS["evidence"], 2)
    reopened = manager.post(f"{path}/reopen", json={"reason": "His views are not in it."}, headers=at(2)).json()
    assert (reopened["state"], reopened["done_at"], reopened["done_text"]) == ("reopened", None, "")
    owner.post(f"{path}/complete", json=WORDS, headers=at(3))
    verified = manager.post(f"{path}/verify", json=SEEN, headers=at(4)).json()
    assert (verified["state"], verified["seen_text"], verified["is_proven"]) == ("verified", SEEN["seen_text"], False)
    assert manager.post(f"{path}/prove", json=PROOF | {"proof_indicator": ""}, headers=at(5)).status_code == 422
    proof = PROOF | {"proof_indicator": None, "proof_audit_id": None}
    proven = manager.post(f"{path}/prove", json=proof, headers=at(5)).json()
    assert (proven["state"], proven["is_proven"], proven["proof_indicator"]) == ("verified", True, None)
    steps = [(event["step"], event["from_state"], event["to_state"]) for event in proven["history"]]
    assert steps == [
        ("set", None, "open"), ("done", "open", "done"), ("reopened", "done", "reopened"),
        ("done", "reopened", "done"), ("verified", "done", "verified"), ("proven", "verified", "verified"),
    ]  # fmt: skip
    assert all(event["by_name"] and event["at"] for event in proven["history"])


def test_bad_actions_name_their_fields(as_: As, make: Session, council):
    lead, nobody = as_("quality_lead"), str(uuid.uuid4())
    analyst = make_person(make, Role.data_analyst)
    bad = new_action(
        analyst.id, verifier_id=str(analyst.id), child_id=nobody, unit_id=nobody, due_on="2020-01-01",
        delegate_id=nobody,
    )  # fmt: skip
    answer = lead.post(ACTIONS, json=bad)
    assert answer.status_code == 422
    pointers = {error["pointer"] for error in answer.json()["errors"]}
    assert pointers == {"/owner_id", "/verifier_id", "/child_id", "/unit_id", "/due_on", "/delegate_id"}
    owner = make_person(make, Role.practitioner)
    wrong = lead.post(ACTIONS, json=new_action(owner.id, verifier_id=str(owner.id)))
    assert [error["code"] for error in wrong.json()["errors"]] == ["own_action"]
    wrong = lead.post(ACTIONS, json=new_action(owner.id, verifier_id=str(make_person(make, Role.practitioner).id)))
    assert [(error["pointer"], error["code"]) for error in wrong.json()["errors"]] == [("/verifier_id", "not_able")]
    path = f"{ACTIONS}/{set_action(lead, owner.id)['id']}"
    assert (
        lead.post(f"{path}/cancel", json={"reason": "short"}, headers=at(1)).json()["errors"][0]["pointer"] == "/reason"
    )
    assert lead.patch(path, json={"reason": "It takes longer.", "due_on": "2020-01-01"}, headers=at(1)).json()["errors"]
    assert lead.patch(path, json={"reason": "It takes longer."}).status_code == 428
    assert lead.patch(path, json={"reason": "It takes longer."}, headers=at(9)).json()["current"]["version"] == 1


def test_list_is_filtered(as_: As, make: Session, council):
    lead, owner = as_("quality_lead"), as_("practitioner")
    late = make_action(make, owner.person_id, lead.person_id, due=-30, unit_id=council["north_1"])
    soon = make_action(make, owner.person_id, lead.person_id, due=2, unit_id=council["south_1"], source_kind="meeting")
    child = make_child(make)
    about = set_action(lead, as_("practitioner").person_id, child_id=str(child.id))

    def found(caller=lead, **params: object) -> list[str]:
        return [one["id"] for one in caller.get(ACTIONS, params=params).raise_for_status().json()["items"]]

    ids = [str(late.id), str(soon.id), about["id"]]
    assert found() == ids
    assert found(sort="-due_on") == ids[::-1]
    assert found(overdue=True) == found(escalated=True) == found(unit_id=council["north"]) == ids[:1]
    assert found(source_kind="meeting") == ids[1:2]
    assert found(child_id=child.id) == ids[2:]
    assert found(owner, mine=True) == found(owner_id=owner.person_id) == ids[:2]
    assert found(to_verify=True) == found(proven=True) == found(state="done") == []
    done = complete(owner, owner.get(f"{ACTIONS}/{soon.id}").json())
    assert found(to_verify=True) == [done["id"]], "no verifier is named, and the lead may verify"
    assert found(owner, to_verify=True) == []
    assert found(unfinished=True) == ids
    loop = lead.get(f"{ACTIONS}/loop").json()
    assert {name: loop[name] for name in ("set", "done", "verified", "done_in_time", "overdue", "escalated")} == {
        "set": 3, "done": 1, "verified": 0, "done_in_time": 1, "overdue": 1, "escalated": 1,
    }  # fmt: skip
    assert loop["sentence"].startswith("Of 3 actions set, 1 are done")
    assert lead.get(f"{ACTIONS}/loop", params={"unit_id": str(council["south"])}).json()["set"] == 1
    assert lead.get(f"{ACTIONS}/loop", params={"source_kind": "meeting", "set_to": "2020-01-01"}).json()["set"] == 0


def test_people_to_choose_are_those_who_may(as_: As, make: Session, council):
    auditor = as_("auditor", unit="south_1")
    worker = make_person(make, Role.practitioner, council["north_1"], name="Asha Worker")
    manager = make_person(make, Role.team_manager, council["north_1"], name="Mo Manager")
    make_person(make, Role.data_analyst, name="Dee Analyst")
    make_person(make, Role.practitioner, name="Left Longago", is_active=False)

    def found(**params: object) -> set[str]:
        return {one["id"] for one in auditor.get(f"{ACTIONS}/people", params=params).json()["items"]}

    assert {str(worker.id), str(manager.id), str(auditor.person_id)} == found()
    assert found(to="verify") == {str(manager.id)}
    assert found(q="asha") == {str(worker.id)}
    assert found(unit_id=council["north"]) == {str(worker.id), str(manager.id)}


def test_change_is_told_in_the_history(as_: As, make: Session, council):
    lead, owner = as_("quality_lead"), as_("practitioner")
    action = set_action(lead, owner.person_id)
    other = make_person(make, Role.practitioner, name="Asha Worker")
    day = (clock.today() + timedelta(days=40)).isoformat()
    change = {"owner_id": str(other.id), "due_on": day, "reason": "The worker has moved to another team."}
    changed = lead.patch(f"{ACTIONS}/{action['id']}", json=change, headers=at(1)).json()
    assert (changed["owner_name"], changed["due_on"], changed["times_moved"]) == ("Asha Worker", day, 1)
    told = changed["history"][-1]
    assert (told["step"], told["note"]) == ("changed", change["reason"])
    assert told["told"].startswith("Owner: Asha Worker. Due ")
    same = lead.patch(f"{ACTIONS}/{action['id']}", json={"reason": "Nothing changes."}, headers=at(2)).json()
    assert (same["version"], len(same["history"])) == (2, 2)
