"""Targets: set from a day on, for the council or a unit of its own, and never in place of one that has counted."""

import uuid
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from api.indicators.models import Indicator
from api.kernel import clock
from api.targets.queries import find_targets
from api.targets.rag import Dated, Target, rag
from tests.access.make import Caller
from tests.targets.make import CODE, REASON, TARGETS, on, set_target

As = Callable[..., Caller]


def counts(make: Session, unit_id: uuid.UUID, days: int = 0) -> Target | None:
    """What counts for a unit so many days from today."""
    make.rollback()
    indicator_id = make.exec(select(Indicator.id).where(Indicator.code == CODE)).one()
    return find_targets(make, [indicator_id], unit_id, clock.today() + timedelta(days=days)).get(indicator_id)


def test_a_target_counts_from_its_day_for_every_unit_without_its_own(as_: As, make: Session, council):
    analyst = as_("data_analyst")
    assert counts(make, council["north"]) is None
    made = set_target(analyst, 80, tolerance=5)
    assert made.status_code == 201, made.text
    assert (made.json()["target"], made.json()["is_in_force"], made.json()["unit_id"]) == (80, True, None)
    set_target(analyst, 70, unit_id=str(council["north"])).raise_for_status()
    set_target(analyst, 90, days=10).raise_for_status()
    assert counts(make, council["council"]) == Target(80, 5)
    assert counts(make, council["north"]) == Target(70)
    assert counts(make, council["council"], days=10) == Target(90)
    assert counts(make, council["council"], days=-1) is None
    listed = as_("practitioner").get(TARGETS, params={"indicator": CODE}).json()["items"]
    assert [(one["target"], one["is_in_force"], one["reason"]) for one in listed] == [
        (90, False, REASON), (70, True, REASON), (80, True, REASON),
    ]  # fmt: skip
    assert len(analyst.get(TARGETS, params={"in_force": True}).json()["items"]) == 2
    assert len(analyst.get(TARGETS, params={"unit_id": str(council["north"])}).json()["items"]) == 1


def test_the_later_word_for_one_day_counts_and_an_ended_one_gives_way(as_: As, make: Session, council):
    lead, north = as_("quality_lead"), council["north"]
    for figure in (80, 85):
        set_target(lead, figure).raise_for_status()
    assert counts(make, north) == Target(85)
    set_target(lead, 60, unit_id=str(north)).raise_for_status()
    assert counts(make, north) == Target(60)
    set_target(lead, None, unit_id=str(north)).raise_for_status()
    assert counts(make, north) == Target(85), "the council's counts again"
    set_target(lead, None).raise_for_status()
    assert counts(make, north) is None


def test_the_first_target_may_reach_back_and_no_later_one_may(as_: As, make: Session, council):
    lead = as_("quality_lead")
    assert set_target(lead, 80, days=-400).status_code == 201
    for more in ({}, {"unit_id": str(council["north"])}):
        refused = set_target(lead, 70, days=-1, **more)
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/from_on")
    assert counts(make, council["council"], days=-1) == Target(80)
    set_target(lead, 70).raise_for_status()
    assert counts(make, council["council"], days=-1) == Target(80), "what counted yesterday stands"


def test_the_plain_target_of_a_definition_counts_where_nothing_was_set(as_: As, make: Session, council):
    make.execute(text("update indicator set target = 65 where code = :code"), {"code": CODE})
    make.commit()
    assert counts(make, council["north"]) == Target(65)
    lead = as_("quality_lead")
    assert set_target(lead, 70, days=-1).status_code == 422
    set_target(lead, 70, days=1).raise_for_status()
    assert (counts(make, council["north"]), counts(make, council["north"], days=1)) == (Target(65), Target(70))


@pytest.mark.parametrize(("change", "pointer"), [
    ({"target": 101}, "/target"), ({"target": -1}, "/target"), ({"target": "x"}, "/target"),
    ({"tolerance": -1}, "/tolerance"), ({"target": None, "tolerance": 5}, "/tolerance"),
    ({"indicator": "nonsense"}, "/indicator"), ({"unit_id": str(uuid.UUID(int=0))}, "/unit_id"),
    ({"indicator": "children_on_plan"}, "/target"), ({"reason": "So"}, "/reason"), ({"from_on": "soon"}, "/from_on"),
])  # fmt: skip
def test_bad_values_are_refused_by_name(change: dict, pointer: str, as_: As):
    body = {"indicator": CODE, "target": 80, "from_on": on(0), "reason": REASON} | change
    refused = as_("data_analyst").post(TARGETS, json=body)
    assert (refused.status_code, [error["pointer"] for error in refused.json()["errors"]]) == (422, [pointer])


def test_those_who_may_not_set_are_refused_and_members_see_neither_name_nor_reason(as_: As, council):
    lead = as_("quality_lead")
    set_target(lead, 80).raise_for_status()
    set_target(lead, 70, unit_id=str(council["north_1"])).raise_for_status()
    for role in ("practitioner", "team_manager", "director", "lead_member"):
        assert set_target(as_(role), 70).status_code == 403
    shown = as_("lead_member").get(TARGETS).json()["items"]
    assert [(one["target"], one["reason"], one["set_by_name"]) for one in shown] == [(80, None, None)]


@pytest.mark.parametrize(
    "change",
    [
        "update indicator_target set target = 99",
        "delete from indicator_target",
        "insert into indicator_target select gen_random_uuid(), indicator_id, unit_id, 1, null, from_on - 9, reason,"
        " set_by_id, set_at from indicator_target",
    ],
)
def test_what_was_set_never_changes(change: str, as_: As, make: Session):
    set_target(as_("quality_lead"), 80).raise_for_status()
    with pytest.raises(IntegrityError, match="stays on record"):
        make.execute(text(change))


@pytest.mark.parametrize(("value", "target", "tolerance", "polarity", "says"), [
    (80, 80, 5, "high", "green"), (79.9, 80, 5, "high", "amber"), (75, 80, 5, "high", "amber"),
    (74.9, 80, 5, "high", "red"), (79.9, 80, None, "high", "red"), (20, 20, 2, "low", "green"),
    (22, 20, 2, "low", "amber"), (22.1, 20, 2, "low", "red"), (50, 50, 5, "neutral", None),
    (None, 80, 5, "high", None), (80, None, None, "high", None), (0, 0, 0, "low", "green"),
])  # fmt: skip
def test_red_amber_and_green(value, target, tolerance, polarity, says):
    assert rag(value, target, tolerance, polarity) == says


def test_each_day_has_the_target_that_counted_then():
    june, july = date(2026, 6, 1), date(2026, 7, 1)
    dated = Dated(own=[(july, Target(70)), (date(2026, 8, 1), None)], common=[(june, Target(80))])
    assert [dated.on(date(2026, month, 15)) for month in (5, 6, 7, 8)] == [None, Target(80), Target(70), Target(80)]
