"""The life of an exception: acknowledged, planned, reviewed, closed at the quarterly meeting; and who may what."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session

from api.access.permissions import Role
from api.exceptions.models import ExceptionState
from api.kernel import clock
from tests.access.make import Caller, make_person
from tests.actions.make import ACTIONS, SEEN, at, complete
from tests.exceptions.make import EXCEPTIONS, WORDS, act, make_exception, plan

As = Callable[..., Caller]


@pytest.fixture
def raised(make: Session, council, as_: As) -> dict:
    """An exception of the north service, as somebody reads it."""
    one = make_exception(make, council["north"])
    return as_("director").get(f"{EXCEPTIONS}/{one.id}").json()


def closing(**over) -> dict:
    return {"words": WORDS, "received_on": clock.today().isoformat()} | over


def test_an_exception_goes_from_raised_to_closed(raised: dict, as_: As, make: Session, council):
    manager, lead = as_("service_manager", unit="north"), as_("quality_lead")
    owner = as_("team_manager", unit="north_1")
    one = act(manager, raised, "acknowledge", {"words": WORDS})
    assert (one.status_code, one.json()["state"], one.headers["etag"]) == (200, "acknowledged", '"2"')
    one = act(manager, one.json(), "plan", plan(owner.person_id))
    assert one.status_code == 200, one.text
    assert (one.json()["state"], one.json()["actions_set"], one.json()["actions_open"]) == ("planned", 1, 1)
    listed = manager.get(ACTIONS, params={"source_kind": "exception", "source_id": raised["id"]}).json()["items"]
    assert [(a["source_label"], a["owner_id"], a["unit_name"]) for a in listed] == [
        (raised["reference"], str(owner.person_id), "North"),
    ]  # fmt: skip
    one = act(manager, one.json(), "review", {"words": WORDS}).json()
    refused = act(lead, one, "close", closing())
    assert (refused.status_code, refused.json()["code"]) == (409, "actions_open")
    action = complete(owner, owner.get(f"{ACTIONS}/{listed[0]['id']}").json())
    assert act(lead, one, "close", closing()).status_code == 409, "done is not yet verified"
    lead.post(f"{ACTIONS}/{action['id']}/verify", json=SEEN, headers=at(action["version"])).raise_for_status()
    closed = act(lead, one, "close", closing())
    assert closed.status_code == 200, closed.text
    assert (closed.json()["state"], closed.json()["received_on"]) == ("closed", clock.today().isoformat())
    steps = [step["to_state"] for step in closed.json()["history"]]
    assert steps == ["raised", "acknowledged", "planned", "reviewed", "closed"]
    assert closed.json()["history"][1]["by_name"].startswith("Robin Example")
    for verb, body in (
        ("acknowledge", {"words": WORDS}),
        ("plan", plan(owner.person_id)),
        ("review", {"words": WORDS}),
    ):
        assert act(lead, closed.json(), verb, body).status_code == 409
    assert act(lead, closed.json(), "close", closing()).status_code == 409


def test_open_actions_need_a_reason_that_everybody_sees(raised: dict, as_: As, make: Session):
    lead, owner = as_("quality_lead"), make_person(make, Role.practitioner)
    one = act(lead, raised, "acknowledge", {"words": WORDS}).json()
    one = act(lead, one, "plan", plan(owner.id)).json()
    closed = act(lead, one, "close", closing(despite_open_actions="They go on in the next quarter's plan."))
    assert closed.json()["state"] == "closed"
    words = as_("data_analyst").get(f"{EXCEPTIONS}/{raised['id']}").json()["history"][-1]["words"]
    assert words.endswith("Closed although actions are open: They go on in the next quarter's plan.")


def test_each_step_has_its_place(raised: dict, as_: As):
    lead = as_("quality_lead")
    for verb, body in (("plan", plan(lead.person_id)), ("review", {"words": WORDS}), ("close", closing())):
        assert act(lead, raised, verb, body).status_code == 409, verb
    one = act(lead, raised, "acknowledge", {"words": WORDS}).json()
    assert act(lead, one, "acknowledge", {"words": WORDS}).status_code == 409
    assert act(lead, one, "close", closing()).status_code == 409, "no plan yet"


def test_a_plan_has_an_action_and_a_wrong_one_plans_nothing(raised: dict, as_: As):
    lead = as_("quality_lead")
    one = act(lead, raised, "acknowledge", {"words": WORDS}).json()
    assert act(lead, one, "plan", {"words": WORDS, "actions": []}).json()["errors"][0]["pointer"] == "/actions"
    good = plan(lead.person_id)["actions"][0]
    refused = act(lead, one, "plan", {"words": WORDS, "actions": [good, good | {"owner_id": str(uuid.UUID(int=0))}]})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/actions/1/owner_id")
    now = lead.get(f"{EXCEPTIONS}/{raised['id']}").json()
    assert (now["state"], now["actions_set"]) == ("acknowledged", 0)


@pytest.mark.parametrize("days", [-400, 1])
def test_the_meeting_was_held_after_it_was_raised_and_not_tomorrow(days: int, make: Session, as_: As, council):
    one = make_exception(make, council["north"], state=ExceptionState.planned)
    lead = as_("quality_lead")
    day = (clock.today() + timedelta(days=days)).isoformat()
    refused = act(lead, lead.get(f"{EXCEPTIONS}/{one.id}").json(), "close", closing(received_on=day))
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/received_on")


def test_two_people_do_not_overwrite_one_another(raised: dict, as_: As):
    lead = as_("quality_lead")
    act(lead, raised, "acknowledge", {"words": WORDS}).raise_for_status()
    stale = act(as_("head_of_service", unit="north"), raised, "acknowledge", {"words": WORDS})
    assert (stale.status_code, stale.json()["current"]["state"]) == (412, "acknowledged")
    path = f"{EXCEPTIONS}/{raised['id']}/acknowledge"
    assert lead.post(path, json={"words": WORDS}).status_code == 428


def test_who_may_read_answer_and_close(raised: dict, as_: As):
    for role in ("practitioner", "auditor", "lead_member", "partnership", "administrator"):
        assert as_(role).get(EXCEPTIONS).status_code == 403
    for role in ("team_manager", "director", "data_analyst"):
        assert len(as_(role).get(EXCEPTIONS).json()["items"]) == 1
        assert act(as_(role), raised, "acknowledge", {"words": WORDS}).status_code == 403
    assert act(as_("service_manager", unit="north"), raised, "close", closing()).status_code == 403
    assert as_("director").get(f"{EXCEPTIONS}/{uuid.UUID(int=0)}").status_code == 404


def test_the_list_is_narrowed_and_paged(make: Session, council, as_: As):
    first = make_exception(make, council["north"], code="audits_good")
    make_exception(make, council["south"], state=ExceptionState.acknowledged)
    director = as_("director")

    def listed(**params) -> list[str]:
        return [one["unit_name"] for one in director.get(EXCEPTIONS, params=params).json()["items"]]

    assert listed() == ["South", "North"]
    assert listed(state="acknowledged") == ["South"]
    assert listed(indicator="audits_good") == ["North"]
    assert listed(unit_id=str(council["council"])) == ["South", "North"]
    assert listed(unit_id=str(council["north"]), cause="special_cause") == ["North"]
    page = director.get(EXCEPTIONS, params={"limit": 1}).json()
    rest = director.get(EXCEPTIONS, params={"limit": 1, "cursor": page["next_cursor"]}).json()
    assert [one["id"] for one in rest["items"]] == [str(first.id)]
