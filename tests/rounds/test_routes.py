"""Rounds through HTTP: planned, previewed, drawn, shared out, allocated, closed."""

import uuid

import pytest
from sqlmodel import Session, select

from api.access.models import Person
from api.audits.models import Audit
from tests.audits.make import make_tool
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


def test_round_goes_from_plan_to_close(as_: As, make: Session, council):
    lead = as_("quality_lead", unit="council")
    make_cases(make, north_1=6, south_1=3)
    made = post(lead, ROUNDS, new_round(make, size=6), status=201)
    assert (made["state"], made["planned"], made["drawn"]) == ("draft", 6, 0)
    assert made["board"]["sentence"] == "Nobody is drawn yet."
    path = f"{ROUNDS}/{made['id']}"
    drawn = post(lead, f"{path}/draw", of=made)
    assert (drawn["state"], drawn["drawn"], drawn["seed"]) == ("drawn", 6, made["seed"])
    strata = {one["unit_name"]: one for one in drawn["lines"][0]["strata"]}
    assert {name: (one["population"], one["sampled"], one["weight"]) for name, one in strata.items()} == {
        "North 1": (6, 4, 1.5), "South 1": (3, 2, 1.5),
    }  # fmt: skip
    auditors = make_auditors(make, council, 3)
    proposed = post(lead, f"{path}/propose", {"auditor_ids": auditors}, of=drawn)
    assert sorted(tally["total"] for tally in proposed["board"]["auditors"]) == [2, 2, 2]
    assert make.exec(select(Audit)).all() == []
    allocated = post(lead, f"{path}/allocate", of=proposed)
    assert (allocated["state"], allocated["board"]["allocated"]) == ("allocated", 6)
    audits = make.exec(select(Audit)).all()
    assert {str(audit.auditor_id) for audit in audits} == set(auditors)
    assert {audit.due_on.isoformat() for audit in audits} == {made["due_on"]}
    refused = lead.post(f"{path}/close", json={}, headers=at(allocated))
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/note")
    closed = post(lead, f"{path}/close", {"note": "Inspection came first."}, of=allocated)
    assert (closed["state"], closed["closing_note"]) == ("closed", "Inspection came first.")
    assert [one["id"] for one in lead.get(ROUNDS).json()["items"]] == [made["id"]]


def test_a_draft_is_planned_anew_and_keeps_its_seed(as_: As, make: Session):
    lead = as_("quality_lead", unit="council")
    body = new_round(make)
    made = post(lead, ROUNDS, body, status=201)
    path = f"{ROUNDS}/{made['id']}"
    lines = [body["lines"][0] | {"size": 2}, body["lines"][0] | {"kind": "direct_observation", "size": 1}]
    changed = lead.put(path, json=body | {"title": "Practice week", "kind": "practice_week", "lines": lines},
                       headers=at(made)).json()  # fmt: skip
    assert [(line["kind"], line["size"]) for line in changed["lines"]] == [("managers", 2), ("direct_observation", 1)]
    assert (changed["title"], changed["seed"], changed["version"]) == ("Practice week", made["seed"], 2)
    assert lead.put(path, json=body, headers=at(made)).status_code == 412
    assert lead.put(path, json=body).status_code == 428
    assert lead.delete(path).status_code == 204
    assert lead.get(path).status_code == 404


def test_after_the_draw_nothing_is_planned_anew(as_: As, make: Session):
    lead = as_("quality_lead", unit="council")
    make_cases(make, north_1=4)
    drawn = make_drawn(lead, make)
    path = f"{ROUNDS}/{drawn['id']}"
    for answer in (lead.put(path, json=new_round(make), headers=at(drawn)), lead.delete(path),
                   lead.post(f"{path}/draw", headers=at(drawn))):  # fmt: skip
        assert (answer.status_code, answer.json()["code"]) == (409, "round_already_drawn")


def test_bad_plans_name_their_fields(as_: As, make: Session):
    lead = as_("quality_lead", unit="council")
    unknown = str(uuid.uuid4())
    line = {"tool_id": unknown, "kind": "managers", "size": 3}
    body = new_round(make, period_to=ahead(-400), due_on=ahead(60), rule={"unit_ids": [unknown]},
                     stratify_by=["team", "team"], lines=[line])  # fmt: skip
    answer = lead.post(ROUNDS, json=body)
    assert answer.status_code == 422
    pointers = {error["pointer"] for error in answer.json()["errors"]}
    assert pointers == {"/period_to", "/due_on", "/lines/0/tool_id", "/rule/unit_ids/0", "/stratify_by"}
    for field, value, pointer in (
        ("lines", [], "/lines"), ("kind", "yearly", "/kind"), ("minimum", 11, "/minimum"),
        ("rule", {"excluded": [{"child_ref": "short", "reason": "So it is"}]}, "/rule/excluded/0/child_ref"),
        ("rule", {"flags": [{"name": "no_visit", "number": 0}]}, "/rule/flags/0/number"),
    ):  # fmt: skip
        answer = lead.post(ROUNDS, json=new_round(make) | {field: value})
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)


def test_nobody_to_draw_is_said(as_: As, make: Session):
    lead = as_("quality_lead", unit="council")
    made = post(lead, ROUNDS, new_round(make), status=201)
    answer = lead.post(f"{ROUNDS}/{made['id']}/draw", headers=at(made))
    assert (answer.status_code, answer.json()["code"]) == (409, "frame_empty")
    assert lead.get(f"{ROUNDS}/{made['id']}").json()["state"] == "draft"


def test_lines_of_a_practice_week_draw_different_children(as_: As, make: Session):
    lead = as_("quality_lead", unit="council")
    make_cases(make, north_1=5, south_1=5)
    tool = str(make_tool(make).id)
    lines = [{"tool_id": tool, "kind": "direct_observation", "size": 4}, {"tool_id": tool, "kind": "peer", "size": 4}]
    drawn = make_drawn(lead, make, kind="practice_week", lines=lines)
    cases = cases_of(lead, drawn, state="drawn")
    assert len({case["child_ref"] for case in cases}) == 8
    assert sorted(case["kind"] for case in cases) == ["direct_observation"] * 4 + ["peer"] * 4
    assert drawn["lines"][1]["excluded"] == [
        {"reason": "another_line", "title": "Drawn for an earlier line of this round", "count": 4}
    ]


def test_who_sees_which_round_and_case(as_: As, make: Session, council):
    lead, manager, other = as_("quality_lead"), as_("team_manager", unit="north_2"), as_("team_manager", unit="south_1")
    auditor, stranger = as_("auditor", unit="south"), as_("auditor", unit="south")
    make_cases(make, north_1=2, north_2=2)
    allocated = make_allocated(lead, make, [str(auditor.person_id)])
    path = f"{ROUNDS}/{allocated['id']}"
    assert {case["unit_name"] for case in cases_of(manager, allocated)} == {"North 2"}
    assert cases_of(other, allocated) == []
    assert {case["state"] for case in cases_of(auditor, allocated)} == {"drawn"}
    assert len(cases_of(auditor, allocated)) == 4
    seen = manager.get(path).json()
    assert (seen["seed"], seen["lines"][0]["strata"], seen["board"]["total"]) == (None, None, 2)
    assert stranger.get(path).status_code == 404
    assert stranger.get(f"{path}/cases").status_code == 404
    assert stranger.get(ROUNDS).json()["items"] == []
    draft = post(lead, ROUNDS, new_round(make), status=201)
    assert manager.get(f"{ROUNDS}/{draft['id']}").status_code == 404
    assert as_("head_of_childrens_social_care").get(f"{ROUNDS}/{draft['id']}").status_code == 200


def test_reasons_about_children_are_not_for_the_director(as_: As, make: Session):
    lead, director = as_("quality_lead"), as_("director")
    first, *_ = make_cases(make, north_1=4)
    named = {"child_ref": first.child_ref, "reason": "The family is bereaved"}
    drawn = make_drawn(lead, make, size=2, rule={"excluded": [named]})
    assert lead.get(f"{ROUNDS}/{drawn['id']}").json()["rule"]["excluded"] == [named]
    assert "bereaved" not in director.get(f"{ROUNDS}/{drawn['id']}").text
    case = cases_of(lead, drawn, state="drawn")[0]
    post(lead, f"{ROUNDS}/{drawn['id']}/cases/{case['id']}/replace", {"reason": "The family moved away."})
    assert {case["replaced_reason"] for case in cases_of(director, drawn)} == {None}
    assert "The family moved away." in {case["replaced_reason"] for case in cases_of(lead, drawn)}


def test_a_case_is_replaced_by_the_next_in_line(as_: As, make: Session, council):
    lead = as_("quality_lead", unit="council")
    make_cases(make, north_1=4)
    drawn = make_drawn(lead, make, size=2)
    places = {case["place"]: case for case in cases_of(lead, drawn)}
    assert {place: case["state"] for place, case in places.items()} == {
        1: "drawn", 2: "drawn", 3: "reserve", 4: "reserve",
    }  # fmt: skip
    path = f"{ROUNDS}/{drawn['id']}/cases"
    came = post(lead, f"{path}/{places[1]['id']}/replace", {"reason": "Closed since the draw."})
    assert (came["id"], came["state"]) == (places[3]["id"], "drawn")
    post(lead, f"{path}/{places[2]['id']}/replace", {"reason": "Closed since the draw."})
    again = lead.post(f"{path}/{places[3]['id']}/replace", json={"reason": "Closed since the draw."})
    assert (again.status_code, again.json()["code"]) == (409, "no_reserve")
    gone = lead.post(f"{path}/{places[1]['id']}/replace", json={"reason": "Closed since the draw."})
    assert (gone.status_code, gone.json()["code"]) == (409, "case_not_here")
    short = lead.post(f"{path}/{places[3]['id']}/replace", json={"reason": "No."})
    assert (short.status_code, short.json()["errors"][0]["pointer"]) == (422, "/reason")


def test_replacing_after_allocation_withdraws_the_audit_and_gives_the_next(as_: As, make: Session, council):
    lead = as_("quality_lead", unit="council")
    make_cases(make, north_1=3)
    allocated = make_allocated(lead, make, make_auditors(make, council, 1), size=1)
    case = cases_of(lead, allocated, state="drawn")[0]
    came = post(lead, f"{ROUNDS}/{allocated['id']}/cases/{case['id']}/replace", {"reason": "The family moved away."})
    assert (came["audit_state"], came["auditor_id"]) == ("allocated", case["auditor_id"])
    old = make.get_one(Audit, uuid.UUID(case["audit_id"]))
    assert (old.state, old.withdrawn_reason) == ("withdrawn", "The family moved away.")
    board = lead.get(f"{ROUNDS}/{allocated['id']}").json()["board"]
    assert (board["total"], board["replaced"], board["withdrawn"]) == (1, 1, 0)


def test_an_audit_is_given_to_somebody_else(as_: As, make: Session, council):
    lead = as_("quality_lead", unit="council")
    make_cases(make, north_1=2)
    first, second = make_auditors(make, council, 2)
    allocated = make_allocated(lead, make, [first], size=1)
    case = cases_of(lead, allocated, state="drawn")[0]
    path = f"{ROUNDS}/{allocated['id']}/cases/{case['id']}"
    moved = lead.patch(path, json={"auditor_id": second}).json()
    assert (moved["auditor_id"], moved["audit_state"]) == (second, "allocated")
    assert lead.patch(path, json={"auditor_id": str(uuid.uuid4())}).json()["errors"][0]["pointer"] == "/auditor_id"
    elsewhere = f"{ROUNDS}/{uuid.uuid4()}/cases/{case['id']}"
    assert lead.patch(elsewhere, json={"auditor_id": second}).status_code == 404


def test_a_person_who_cannot_audit_is_named(as_: As, make: Session, council):
    lead = as_("quality_lead", unit="council")
    make_cases(make, north_1=2)
    drawn = make_drawn(lead, make, size=1)
    good, gone = make_auditors(make, council, 2)
    make.get_one(Person, uuid.UUID(gone)).is_active = False
    make.commit()
    answer = lead.post(f"{ROUNDS}/{drawn['id']}/propose", json={"auditor_ids": [good, gone]}, headers=at(drawn))
    assert (answer.status_code, [e["pointer"] for e in answer.json()["errors"]]) == (422, ["/auditor_ids/1"])


@pytest.mark.parametrize(("verb", "body"), [("propose", {"auditor_ids": [str(uuid.uuid4())]}), ("allocate", None),
                                            ("close", {"note": "So it is."})])  # fmt: skip
def test_what_needs_a_draw_is_refused_before_it(verb: str, body: object, as_: As, make: Session):
    lead = as_("quality_lead", unit="council")
    made = post(lead, ROUNDS, new_round(make), status=201)
    assert lead.post(f"{ROUNDS}/{made['id']}/{verb}", json=body, headers=at(made)).status_code == 409


def test_the_list_is_narrowed_and_paged(as_: As, make: Session):
    lead = as_("quality_lead", unit="council")
    make_case(make)
    for number in range(3):
        days = {"from_on": ahead(-number), "title": f"Round {number}"}
        post(lead, ROUNDS, new_round(make, kind="thematic" if number else "monthly", **days), status=201)
    first = lead.get(ROUNDS, params={"limit": 2}).json()
    second = lead.get(ROUNDS, params={"limit": 2, "cursor": first["next_cursor"]}).json()
    assert [one["title"] for one in first["items"] + second["items"]] == ["Round 0", "Round 1", "Round 2"]
    assert len(lead.get(ROUNDS, params={"kind": "thematic"}).json()["items"]) == 2
    assert lead.get(ROUNDS, params={"state": "closed"}).json()["items"] == []
