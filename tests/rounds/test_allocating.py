"""Who takes which case: shared out evenly, away from conflicts of interest, and what happens when people change."""

import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import product

import httpx
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlmodel import Session, col, select

from api.access.models import Person, RoleGrant
from api.access.permissions import Role
from api.audits.conflicts import conflict_of, find_conflicts
from api.audits.models import Audit, KnownFamily
from api.cases.models import Supervision
from api.kernel import clock
from api.kernel.database import Database
from api.rounds.sharing import share_out
from tests.access.make import make_person
from tests.cases import make as cases
from tests.rounds.make import (
    ROUNDS,
    As,
    ahead,
    at,
    cases_of,
    make_allocated,
    make_auditors,
    make_case,
    make_cases,
    make_drawn,
    new_round,
    post,
)

able = st.lists(st.lists(st.sampled_from("ABC"), max_size=3, unique=True), max_size=6)


@given(able)
def test_sharing_is_as_even_as_can_be(may: list[list[str]]):
    """Against every possible way of sharing out: as many cases given, and the least sum of squared loads."""
    may_take = dict(enumerate(may))
    given_out = share_out(may_take, {"A": 0, "B": 0, "C": 0})
    assert set(given_out) == {case for case, some in may_take.items() if some}
    assert all(auditor in may_take[case] for case, auditor in given_out.items())
    ways = product(*(some for some in may if some))
    best = min(sum(n * n for n in Counter(way).values()) for way in ways)
    assert sum(n * n for n in Counter(given_out.values()).values()) == best


@given(st.integers(0, 60), st.integers(1, 9))
def test_where_anybody_may_take_anything_loads_differ_by_one_at_most(count: int, auditors: int):
    people = [f"p{n}" for n in range(auditors)]
    loads = Counter(dict.fromkeys(people, 0))
    loads.update(share_out(dict.fromkeys(range(count), people), dict.fromkeys(people, 3)).values())
    assert max(loads.values()) - min(loads.values()) <= 1


def test_equal_loads_go_to_whoever_has_less_to_do():
    assert share_out({1: ["A", "B"]}, {"A": 4, "B": 1}) == {1: "B"}


def make_ties(make: Session, council: dict[str, uuid.UUID]):
    """People tied to a child in every way there is, and one who is not; and the sentence of each."""
    child = make_case(make, "north_1", worker="w-now")
    cases.make_involvement(make, child, worker_source_id="w-iro", role="IRO")
    make.add(Supervision(child_ref=child.child_ref, supervisor_source_id="w-super", held_on=clock.today(),
                         source_id="s", source_system="x", as_of=clock.now(), received_at=clock.now(),
                         updated_at=clock.now()))  # fmt: skip
    people = {
        "is or was the child's allocated worker": make_person(
            make, Role.auditor, council["south_1"], worker_ref="w-now"),
        "is or was the child's independent reviewing officer": make_person(
            make, Role.auditor, council["south_1"], worker_ref="w-iro"),
        "supervises or supervised the work with the child": make_person(
            make, Role.auditor, council["south_1"], worker_ref="w-super"),
        "is in the child's team": make_person(make, Role.auditor, council["north_1"]),
        "manages or managed the child's team": make_person(make, Role.team_manager, council["north"]),
        "has said that they know the family": make_person(make, Role.auditor, council["south_1"]),
        None: make_person(make, Role.auditor, council["south_1"]),
    }  # fmt: skip
    knowing = people["has said that they know the family"]
    make.add(KnownFamily(person_id=knowing.id, child_id=child.id, child_ref=child.child_ref))
    make.commit()
    return child, people


def test_ties_of_many_are_those_of_each(make: Session, council):
    child, people = make_ties(make, council)
    other = make_case(make, "south_1")
    period = (clock.today() - timedelta(days=90), clock.today())
    asked = [cases_like(child, council["north_1"]), cases_like(other, council["south_1"])]
    ids = [person.id for person in people.values()]
    found = find_conflicts(make, ids, asked, period)
    assert {sentence: found.get((person.id, child.child_ref)) for sentence, person in people.items()} == {
        sentence: sentence for sentence in people
    }
    for person_id, case in product(ids, asked):
        one = conflict_of(make, person_id, case.child_ref, case.unit_id, case.worker_source_id, period)
        assert found.get((person_id, case.child_ref)) == one
    assert found.get((people["is in the child's team"].id, other.child_ref)) is None


def cases_like(child, unit_id: uuid.UUID):
    return Audit(child_ref=child.child_ref, unit_id=unit_id, worker_source_id=None)


def test_nobody_near_a_case_is_given_it_and_what_nobody_may_take_says_why(as_: As, make: Session, council):
    lead = as_("quality_lead", unit="council")
    make_cases(make, north_1=3, south_1=3)
    drawn = make_drawn(lead, make, size=6)
    north = make_person(make, Role.auditor, council["north_1"], name="Noor North")
    south = make_person(make, Role.auditor, council["south_1"], name="Sam South")
    path = f"{ROUNDS}/{drawn['id']}"
    body = {"auditor_ids": [str(north.id), str(south.id)]}
    shared = post(lead, f"{path}/propose", body, of=drawn)
    given_out = {(case["unit_name"], case["auditor_name"]) for case in cases_of(lead, drawn)}
    assert given_out == {("North 1", "Sam South"), ("South 1", "Noor North")}
    alone = post(lead, f"{path}/propose", {"auditor_ids": [str(north.id)]}, of=shared)
    left = [case for case in cases_of(lead, drawn) if case["auditor_id"] is None]
    assert {case["nobody_because"] for case in left} == {
        "Nobody who was chosen may take this case: Noor North is in the child's team."
    }
    assert len(left) == 3
    allocated = post(lead, f"{path}/allocate", of=alone)
    assert (allocated["board"]["allocated"], allocated["board"]["total"]) == (3, 6)
    late = lead.patch(f"{path}/cases/{left[0]['id']}", json={"auditor_id": str(south.id)}).json()
    assert (late["audit_state"], late["auditor_name"]) == ("allocated", "Sam South")


def test_a_conflict_is_set_aside_with_a_reason_that_stays(as_: As, make: Session, council):
    lead = as_("quality_lead", unit="council")
    make_cases(make, north_1=1)
    drawn = make_drawn(lead, make, size=1)
    near = make_person(make, Role.auditor, council["north_1"])
    [case] = cases_of(lead, drawn, state="drawn")
    path = f"{ROUNDS}/{drawn['id']}/cases/{case['id']}"
    refused = lead.patch(path, json={"auditor_id": str(near.id)})
    assert (refused.status_code, refused.json()["code"]) == (409, "case_has_conflict")
    assert refused.json()["detail"] == "The auditor is in the child's team."
    reason = "Nobody else speaks the family's language."
    changed = lead.patch(path, json={"auditor_id": str(near.id), "override_reason": reason}).json()
    assert changed["override_reason"] == reason
    now = lead.get(f"{ROUNDS}/{drawn['id']}").json()
    kept = post(lead, f"{ROUNDS}/{drawn['id']}/propose", {"auditor_ids": [str(near.id)]}, of=now)
    assert cases_of(lead, drawn, state="drawn")[0]["override_reason"] == reason
    post(lead, f"{ROUNDS}/{drawn['id']}/allocate", of=kept)
    [audit] = make.exec(select(Audit)).all()
    assert (audit.auditor_id, audit.override_reason) == (near.id, reason)


def test_an_auditor_who_left_meanwhile_stops_the_allocation(as_: As, make: Session, council):
    lead = as_("quality_lead", unit="council")
    make_cases(make, north_1=4)
    drawn = make_drawn(lead, make)
    here, gone = make_auditors(make, council, 2)
    shared = post(lead, f"{ROUNDS}/{drawn['id']}/propose", {"auditor_ids": [here, gone]}, of=drawn)
    person = make.get_one(Person, uuid.UUID(gone))
    person.is_active = False
    make.commit()
    refused = lead.post(f"{ROUNDS}/{drawn['id']}/allocate", headers=at(shared))
    assert (refused.status_code, refused.json()["code"]) == (409, "allocation_outdated")
    assert {error["detail"] for error in refused.json()["errors"]} == {f"{person.name} can no longer audit."}
    assert len(refused.json()["errors"]) == 2
    assert make.exec(select(Audit)).all() == []


def test_an_auditor_who_becomes_the_teams_manager_meanwhile_is_named(as_: As, make: Session, council):
    lead = as_("quality_lead", unit="council")
    make_cases(make, north_1=2)
    drawn = make_drawn(lead, make, size=2)
    [auditor] = make_auditors(make, council, 1)
    shared = post(lead, f"{ROUNDS}/{drawn['id']}/propose", {"auditor_ids": [auditor]}, of=drawn)
    make.add(RoleGrant(role=Role.team_manager, person_id=uuid.UUID(auditor), unit_id=council["north_1"], reason="Test"))
    make.commit()
    refused = lead.post(f"{ROUNDS}/{drawn['id']}/allocate", headers=at(shared))
    assert refused.json()["errors"][0]["detail"].endswith("manages or managed the child's team.")


def test_nobody_leaves_while_cases_are_being_allocated(as_: As, make: Session, council, database: Database):
    """The allocation holds its auditors: a deactivation that comes meanwhile waits until it is stored."""
    lead = as_("quality_lead", unit="council")
    make_cases(make, north_1=2)
    drawn = make_drawn(lead, make, size=2)
    [auditor] = make_auditors(make, council, 1)
    shared = post(lead, f"{ROUNDS}/{drawn['id']}/propose", {"auditor_ids": [auditor]}, of=drawn)
    with database.connect() as leaving, ThreadPoolExecutor(1) as pool:
        leaving.execute("update person set is_active = false where id = %s", [auditor])
        answer = pool.submit(lead.post, f"{ROUNDS}/{drawn['id']}/allocate", headers=at(shared))
        wait_until_blocked(make)
        leaving.commit()
        assert answer.result().json()["code"] == "allocation_outdated"


def wait_until_blocked(make: Session) -> None:
    """Wait until somebody waits for a lock."""
    for _ in range(2_000):
        make.rollback()
        if make.execute(text("select count(*) from pg_locks where not granted")).scalar_one():
            return
        make.execute(text("select pg_sleep(0.005)"))
    raise AssertionError("nobody came to wait")


def test_two_who_draw_at_once_draw_once(as_: As, make: Session):
    leads = [as_("quality_lead", unit="council") for _ in range(4)]
    make_cases(make, north_1=8)
    made = post(leads[0], ROUNDS, new_round(make), status=201)
    path = f"{ROUNDS}/{made['id']}/draw"
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda lead: lead.post(path, headers=at(made)), leads))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} == {"round_already_drawn"}
    assert len(cases_of(leads[0], made, state="drawn")) == 4


def test_two_rounds_drawn_at_once_share_no_child(as_: As, make: Session):
    leads = [as_("quality_lead", unit="council") for _ in range(2)]
    make_cases(make, north_1=8)
    made = [post(lead, ROUNDS, new_round(make), status=201) for lead in leads]
    with ThreadPoolExecutor(2) as pool:
        drawn = list(pool.map(lambda one: one[0].post(f"{ROUNDS}/{one[1]['id']}/draw", headers=at(one[1])),
                              zip(leads, made, strict=True)))  # fmt: skip
    assert [answer.status_code for answer in drawn] == [200, 200]
    both = [case["child_ref"] for one in made for case in cases_of(leads[0], one, state="drawn")]
    assert len(both) == len(set(both)) == 8


def test_two_who_allocate_at_once_make_each_audit_once(as_: As, make: Session, council):
    leads = [as_("quality_lead", unit="council") for _ in range(3)]
    make_cases(make, north_1=4)
    drawn = make_drawn(leads[0], make)
    path = f"{ROUNDS}/{drawn['id']}"
    shared = post(leads[0], f"{path}/propose", {"auditor_ids": make_auditors(make, council, 2)}, of=drawn)
    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(lambda lead: lead.post(f"{path}/allocate", headers=at(shared)), leads))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
    children = make.exec(select(col(Audit.child_ref))).all()
    assert len(children) == len(set(children)) == 4


def test_a_worker_who_becomes_the_auditors_supervisor_mid_round_is_told_case_by_case(as_: As, make: Session, council):
    """The auditor opens all cases of a round at the moment at which their worker is put over the auditor's team."""
    lead, admin, auditor = as_("quality_lead"), as_("administrator"), as_("auditor", unit="south_1")
    worker = make_person(make, Role.practitioner, council["north_1"], worker_ref="worker-north_1")
    make_cases(make, north_1=4)
    round_ = make_allocated(lead, make, [str(auditor.person_id)])
    audits = [f"/api/v1/audits/{case['audit_id']}" for case in cases_of(lead, round_, state="drawn")]
    grant = {"role": "team_manager", "unit_id": str(council["south_1"]), "reason": "Moved up.", "from_on": ahead(0)}

    def opened(path: str) -> httpx.Response:
        return auditor.patch(path, json={"summary": "Begun."}, headers={"If-Match": '"1"'})

    with ThreadPoolExecutor(5) as pool:
        granted = pool.submit(admin.post, f"/api/v1/people/{worker.id}/grants", json=grant)
        first = list(pool.map(opened, audits))
    assert granted.result().status_code == 201
    told = "The auditor works under the child's allocated worker."
    assert all(one.is_success or (one.status_code, one.json()["detail"]) == (409, told) for one in first)
    again = [opened(path) for path, one in zip(audits, first, strict=True) if not one.is_success]
    assert all(one.json()["detail"] == told for one in again)
    others = make_auditors(make, council, 1, "north_2")
    case = cases_of(lead, round_, state="drawn")[0]["id"]
    given = lead.patch(f"{ROUNDS}/{round_['id']}/cases/{case}", json={"auditor_id": others[0]})
    assert given.json()["auditor_id"] == others[0], "the lead gives the case to somebody who is under nobody here"
    back = lead.patch(f"{ROUNDS}/{round_['id']}/cases/{case}", json={"auditor_id": str(auditor.person_id)})
    assert (back.status_code, back.json()["detail"]) == (409, told)
