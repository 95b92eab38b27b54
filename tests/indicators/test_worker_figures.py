"""A worker's figures: counts of the children whose case they had on the day, for whoever may open their sheet."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text, update

from api.cases.models import CpPlan, Involvement, Worker
from api.indicators.service import compute_indicators
from tests.access.make import SOURCE
from tests.indicators import make as m

pytestmark = pytest.mark.usefixtures("monday")

PATH = f"{m.API}/worker-figures/W1"
HANDOVER = date(2026, 10, 15)
DAY = timedelta(days=1)


@pytest.fixture
def seen(make, council, database):
    """Three children, seen on 5 and on 20 October: two of W1 throughout, of whom one alone; one handed over between."""
    for name in ("W1", "W2"):
        make.add(Worker(source_system=SOURCE, source_id=name, department_source_id="north_1", as_of=m.NOON,
                        received_at=m.NOON, updated_at=m.NOON))  # fmt: skip
    refs = [m.child(make) for _ in range(3)]
    make.execute(update(Involvement).values(worker_source_id="W1"))
    make.execute(update(Involvement).where(Involvement.child_ref == refs[2]).values(to_on=HANDOVER))
    m.record(make, Involvement, refs[2], role="CW", team_source_id="north_1", worker_source_id="W2", from_on=HANDOVER)
    for day in (5, 20):
        for ref, alone in zip(refs, (1, 0, 0), strict=True):
            m.visits(make, ref, date(2026, 10, day), alone=alone, together=1 - alone)
    m.record(make, CpPlan, refs[1], started_on=date(2026, 9, 1))
    compute_indicators(database)
    return refs


def figure(caller, code: str, **period):
    items = caller.get(PATH, params=period).raise_for_status().json()["items"]
    return next((one for one in items if one["indicator"] == code), None)


def test_only_what_fell_into_the_worker_s_own_time_counts(seen, as_):
    manager = as_("team_manager", unit="north_1")
    alone = figure(manager, "cp_visits_seen_alone")
    assert (alone["met"], alone["counted"], alone["is_stock"]) == (2, 5, False), (
        "the third child's second visit is W2's"
    )
    assert {one["child_ref"]: one["times"] for one in alone["children"]} == {seen[1]: 2, seen[2]: 1}
    early = figure(manager, "cp_visits_seen_alone", from_on="2026-10-01", to_on="2026-10-14")
    assert (early["met"], early["counted"]) == (1, 3)


def test_a_stock_is_of_its_last_day(seen, as_):
    manager = as_("team_manager", unit="north_1")
    answer = manager.get(PATH).json()
    assert (answer["stock_on"], answer["to_on"]) == ("2026-11-16", "2026-11-16")
    stock = figure(manager, "cp_visits_in_time")
    assert (stock["met"], stock["counted"], stock["is_stock"]) == (0, 1, True), "one is on a plan, last seen in October"
    assert [one["child_ref"] for one in stock["children"]] == [seen[1]]
    assert manager.get(PATH, params={"to_on": "2026-11-10"}).json()["stock_on"] == "2026-10-31"
    assert figure(manager, "cp_visits_in_time", to_on="2026-11-10")["met"] == 1


def test_it_is_for_those_who_may_open_the_sheet_and_leaves_a_trace(seen, as_, make):
    worker = as_("practitioner", unit="north_1", worker_ref="W1")
    assert figure(worker, "cp_visits_seen_alone")["counted"] == 4, "a case that was handed over is out of their sight"
    for role, unit in (("team_manager", "south_1"), ("practitioner", "north_1"), ("moderator", None)):
        assert as_(role, unit=unit).get(PATH).status_code == 404
    assert as_("lead_member").get(PATH).status_code == 403
    traced = text("select count(*) from journal_entry where actor_id = :who and verb = 'read_worker_figures'")
    assert make.execute(traced, {"who": worker.person_id}).scalar_one() == 1


def test_a_bad_period_is_told_by_name(seen, as_):
    refused = as_("team_manager", unit="north_1").get(PATH, params={"from_on": "yesterday"})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "?from_on")
