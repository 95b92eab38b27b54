"""All that is known of a child, by entity: what each record says, where it came from and when, within the row gate."""

import uuid
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import Session

from api.cases.declaring import columns_of, facts, label
from api.cases.models import (
    ENTITIES,
    Assessment,
    AssessmentFactor,
    Child,
    ClaReview,
    Contact,
    Feedback,
    Placement,
    SdqScore,
)
from api.cases.queries import ABOUT_A_CHILD, MAX_ON_PAGE
from api.kernel import clock
from tests.access.make import SOURCE, Caller
from tests.cases import make as rows

As = Callable[..., Caller]


def page_of(caller: Caller, child: Child) -> dict[str, Any]:
    answer = caller.get(f"/api/v1/children/{child.id}")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def groups_of(caller: Caller, child: Child) -> dict[str, dict[str, Any]]:
    return {group["entity"]: group for group in page_of(caller, child)["records"]}


def values(record: dict[str, Any]) -> dict[str, Any]:
    return {field["label"]: field["value"] for field in record["fields"]}


def test_each_entity_about_a_child_is_shown(as_: As, make: Session):
    child = rows.make_child(make, team="north_1")
    rows.make_every_record(make, child, rows.make_assessment(make, child))
    for caller in (as_("quality_lead"), as_("team_manager", unit="north_1")):
        groups = groups_of(caller, child)
        assert list(groups) == list(ABOUT_A_CHILD)
        assert [g["title"] for g in groups.values()] == [model.title for model in ABOUT_A_CHILD.values()]
        for group in groups.values():
            assert group["source_systems"] == [SOURCE]
            assert group["last_received_at"] == max(item["received_at"] for item in group["items"])
    assert len(ABOUT_A_CHILD) == len(ENTITIES) - 3


def test_a_record_says_what_it_holds_and_where_it_came_from(as_: As, make: Session):
    child = rows.make_child(make)
    placed = rows.make_record(
        make, Placement, child_ref=child.child_ref, started_on=date(2025, 3, 4), kind="U1",
        distance_miles=Decimal("2.5"),
    )  # fmt: skip
    contact = rows.make_record(make, Contact, child_ref=child.child_ref, outcomes=["NFA", "ADVICE"])
    review = rows.make_record(make, ClaReview, child_ref=child.child_ref, is_cancelled=False)
    groups = groups_of(as_("quality_lead"), child)
    [item] = groups["cla_placement"]["items"]
    assert (item["source_id"], item["source_system"]) == (placed.source_id, SOURCE)
    assert item["as_of"].startswith(f"{placed.as_of:%Y-%m-%dT%H:%M}")
    assert item["fields"][1] == {"name": "clap_cla_placement_start_date", "label": "Started on", "value": "2025-03-04"}
    assert values(item) == {
        "Period of care": None, "Started on": "2025-03-04", "Ended on": None, "Kind": "U1", "Provider": None,
        "Miles from home": 2.5, "Change reason": None,
    }  # fmt: skip
    assert values(groups["contacts"]["items"][0])["Outcomes"] == contact.outcomes
    assert values(groups["cla_reviews"]["items"][0])["Cancelled"] is review.is_cancelled


def test_the_childs_own_facts_say_where_they_came_from(as_: As, make: Session):
    child = rows.make_child(make, received_at=clock.now() - timedelta(days=9))
    late = rows.make_record(make, SdqScore, child_ref=child.child_ref, received_at=clock.now() + timedelta(days=1))
    told = page_of(as_("quality_lead"), child)
    assert told["source_system"] == SOURCE
    assert told["as_of"][:10] == f"{child.as_of:%Y-%m-%d}"
    assert told["received_at"][:10] == f"{child.received_at:%Y-%m-%d}"
    assert told["last_received_at"][:16] == f"{late.received_at:%Y-%m-%dT%H:%M}"


def test_the_newest_stand_on_the_page_and_the_rest_on_pages_of_their_own(as_: As, make: Session):
    child = rows.make_child(make)
    first = date(2024, 1, 1)
    for day in [*range(MAX_ON_PAGE + 5), 3, 3]:
        rows.make_record(make, Contact, child_ref=child.child_ref, contacted_on=first + timedelta(days=day))
    rows.make_record(make, Contact, child_ref=child.child_ref, contacted_on=None)
    lead = as_("quality_lead")
    group = groups_of(lead, child)["contacts"]
    assert (group["count"], len(group["items"])) == (MAX_ON_PAGE + 8, MAX_ON_PAGE)
    seen: list[dict[str, Any]] = []
    cursor = None
    while True:
        params = {"limit": 7, "total": True} | ({"cursor": cursor} if cursor else {})
        page = lead.get(f"/api/v1/children/{child.id}/records/contacts", params=params).json()
        seen += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert page["total"] == len(seen) == len({record["source_id"] for record in seen}) == group["count"]
    assert seen[:MAX_ON_PAGE] == group["items"]
    days = [values(record)["Contacted on"] for record in seen]
    assert days[0] == "2024-02-24"
    assert days[:-1] == sorted(days[:-1], reverse=True)
    assert days[-1] is None


def test_factors_are_found_through_their_assessment(as_: As, make: Session):
    mine, other = rows.make_child(make, team="north_1"), rows.make_child(make, team="south_1")
    assessment, theirs = rows.make_assessment(make, mine), rows.make_assessment(make, other)
    rows.make_record(make, AssessmentFactor, assessment_source_id=assessment.source_id, factors=["1C", "4A"])
    rows.make_record(make, AssessmentFactor, assessment_source_id=theirs.source_id, factors=["2B"])
    rows.make_record(make, AssessmentFactor, assessment_source_id=assessment.source_id, source_system="another")
    manager = as_("team_manager", unit="north_1")
    for caller in (manager, as_("quality_lead")):
        group = groups_of(caller, mine)["assessment_factors"]
        assert [values(item)["Factors"] for item in group["items"]] == [["1C", "4A"]]
    page = manager.get(f"/api/v1/children/{mine.id}/records/assessment_factors").json()
    assert page["items"] == group["items"]
    assert manager.get(f"/api/v1/children/{other.id}/records/assessment_factors").status_code == 404


def test_feedback_about_no_child_is_on_no_childs_page(as_: As, make: Session):
    child = rows.make_child(make)
    rows.make_record(make, Feedback, kind="complaint")
    assert "feedback" not in groups_of(as_("quality_lead"), child)


def test_records_of_another_teams_child_or_of_no_entity_are_not_found(as_: As, make: Session):
    child = rows.make_child(make, team="north_1")
    rows.make_record(make, Contact, child_ref=child.child_ref)
    address = f"/api/v1/children/{child.id}/records"
    assert as_("team_manager", unit="north_1").get(f"{address}/contacts").status_code == 200
    assert as_("team_manager", unit="north_2").get(f"{address}/contacts").status_code == 404
    lead = as_("quality_lead")
    assert lead.get(f"/api/v1/children/{uuid.uuid4()}/records/contacts").status_code == 404
    for entity in ("person", "department", "address", "nonsense"):
        assert lead.get(f"{address}/{entity}").status_code == 404
    assert lead.get(f"{address}/contacts", params={"cursor": "x"}).status_code == 422


def test_a_child_that_its_source_withdrew_is_not_found(as_: As, make: Session):
    child = rows.make_child(make, withdrawn_at=clock.now())
    rows.make_record(make, Contact, child_ref=child.child_ref)
    lead = as_("quality_lead")
    assert lead.get("/api/v1/children").json()["items"] == []
    assert lead.get(f"/api/v1/children/{child.id}").status_code == 404
    assert lead.get(f"/api/v1/children/{child.id}/records/contacts").status_code == 404


@pytest.mark.parametrize("model", ENTITIES, ids=lambda model: model.entity)
def test_every_column_has_words_of_its_own(model: type[Any]):
    words = [label(column) for column in facts(model)]
    assert len(set(words)) == len(words)
    for said in words:
        assert "_" not in said
        assert said[0].isupper()
    assert model.title
    assert model.__doc__
    assert set(model.natural) <= set(columns_of(model).keys())


def test_labels_are_read_out_of_names():
    words = {column.name: label(column) for column in facts(Assessment)}
    assert words["is_child_seen"] == "Child seen"
    assert words["is_nfa"] == "No further action"
    assert words["referral_source_id"] == "Referral"
    assert words["authorised_on"] == "Authorised on"
