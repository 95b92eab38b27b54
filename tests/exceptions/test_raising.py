"""When an exception is raised: on signals and targets, once per cause, and taken back when data is put right."""

import uuid
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from api.access.permissions import Role
from api.cases.models import CpVisit
from api.exceptions.service import raise_exceptions
from api.indicators.service import compute_indicators
from api.kernel import clock
from api.kernel.database import Database
from tests.access.make import Caller, make_person
from tests.exceptions.make import CODE, EXCEPTIONS, STEADY, figures, month
from tests.indicators import make as m
from tests.targets.make import make_target

As = Callable[..., Caller]
Look = Callable[..., list[dict]]


@pytest.fixture
def look(make: Session, database: Database, as_: As) -> Look:
    """Set a target of 75 with a tolerance of 5, take figures for the council, look at them, and list what is open."""
    head = as_("head_of_service")

    def looked(*percents: int | None, target: float = 75, unit: uuid.UUID | None = None, last: int = 1) -> list[dict]:
        if not make.execute(text("select 1 from indicator_target")).first():
            make_target(make, CODE, target, make_person(make, Role.data_analyst).id, tolerance=5)
        figures(make, unit or council_id(make), percents, last=last)
        raise_exceptions(database)
        return head.get(EXCEPTIONS, params={"unfinished": True}).json()["items"]

    return looked


def council_id(make: Session) -> uuid.UUID:
    return make.execute(text("select id from unit where kind = 'council'")).scalar_one()


def causes(found: list[dict]) -> set[str]:
    return {one["cause"] for one in found}


def test_a_figure_below_what_chance_explains_is_raised_with_reason_and_points(look: Look, as_: As):
    found = look(*STEADY, 60)
    assert causes(found) == {"special_cause"}, "one red month alone adds nothing"
    assert "Council, " in found[0]["reason"]
    assert "60% (60 of 100) lies below the lower limit of what chance explains" in found[0]["reason"]
    whole = as_("team_manager").get(f"{EXCEPTIONS}/{found[0]['id']}").json()
    assert [point["value"] for point in whole["points"]] == [*STEADY, 60]
    last = whole["points"][-1]
    assert (last["target"], last["tolerance"], last["rag"], last["signal"]) == (75, 5, "red", "below_lcl")
    assert whole["history"][0]["by_name"] is None, "raised by rule"
    assert (whole["reference"], whole["state"], whole["version"]) == ("EXC-000001", "raised", 1)


def test_one_red_month_inside_the_limits_raises_nothing(look: Look):
    assert look(80, 60, 82, 63, 81, 62, 83, 60, 80, 62, 84, 79, 62) == []


def test_two_red_months_running_are_raised_and_two_apart_are_not(look: Look):
    assert look(80, 79, 62, 81, 62) == []
    found = look(80, 79, 81, 62, 63)
    assert causes(found) == {"two_periods"}
    assert "two months running miss the target of 75% by more than the tolerance of 5%" in found[0]["reason"]


def test_two_amber_months_are_not_outside_tolerance(look: Look):
    assert look(80, 79, 81, 71, 72) == []


def test_a_process_that_cannot_meet_its_target_is_raised(look: Look):
    found = look(*(value - 20 for value in (*STEADY, 80)))
    assert causes(found) == {"consistent_fail", "two_periods"}
    reason = next(one["reason"] for one in found if one["cause"] == "consistent_fail")
    assert "cannot be expected to meet the target of 75%" in reason


def test_signals_are_not_told_where_the_chart_tells_none(look: Look):
    assert look(*STEADY[:11], 60) == [], "twelve figures, one fewer than a chart needs"


def test_a_rebase_noted_on_the_chart_is_heeded(look: Look, make: Session, as_: As):
    body = {"indicator": CODE, "happened_on": month(4).isoformat(), "words": "New team", "is_rebase": True,
            "reason": "Duty staff took the visits over"}  # fmt: skip
    as_("data_analyst").post("/api/v1/annotations", json=body).raise_for_status()
    assert look(*STEADY, 60) == [], "four figures since the change are too few to tell"


def test_rare_misses_that_come_closer_together_are_raised_as_their_chart_tells_it(
    make: Session, council, database: Database, as_: As, travel
):
    travel(m.NOON)
    ref, day = m.child(make), date(2024, 10, 1)
    missed = {35 * place for place in range(1, 12)} | {385 + 4 * place for place in range(1, 9)}
    for place in range(430):
        m.record(make, CpVisit, ref, visited_on=day + timedelta(days=7 * place // 4), is_seen=True,
                 is_seen_alone=place not in missed)  # fmt: skip
    compute_indicators(database)
    make_target(make, CODE, 75, make_person(make, Role.data_analyst).id, tolerance=5)
    raise_exceptions(database)
    reader = as_("head_of_service")
    chart = reader.get(f"/api/v1/indicators/{CODE}/chart").json()
    assert (chart["kind"], chart["variation"]) == ("g", "concern"), "what everybody sees"
    found = {one["unit_name"]: one for one in reader.get(EXCEPTIONS, params={"unfinished": True}).json()["items"]}
    assert {unit: one["cause"] for unit, one in found.items()} == {"Council": "special_cause", "North": "special_cause"}
    reason = found["Council"]["reason"]
    assert reason.startswith(chart["sentence"])
    assert reason.endswith("a concern. Counted are: All but: Visits at which the child was seen alone.")
    whole = reader.get(f"{EXCEPTIONS}/{found['Council']['id']}").json()
    assert whole["points"][-1]["signal"] == "shift_below"


def test_a_fall_to_the_better_side_is_no_concern(look: Look):
    assert look(*STEADY, 99) == []


def test_nothing_is_raised_without_a_target_or_where_it_is_old(make: Session, database: Database, council, look: Look):
    figures(make, council["council"], [*STEADY, 40])
    raise_exceptions(database)
    assert make.execute(text("select count(*) from exception_report")).scalar_one() == 0
    make.rollback()
    assert look(*STEADY, 40, 40, *[None] * 6) == [], "what it was half a year ago is history"


def test_a_cause_is_raised_once_while_it_is_open(look: Look, make: Session, database: Database, as_: As):
    first = look(*STEADY, 60, last=2)
    assert raise_exceptions(database) is None, "the same figures are not looked at twice in a day"
    again, worse = look(*STEADY, 60, last=2), look(*STEADY, 60, 55)
    assert [one["id"] for one in first] == [one["id"] for one in again]
    assert {one["id"] for one in first} <= {one["id"] for one in worse}
    assert len([one for one in worse if one["cause"] == "special_cause"]) == 1


def test_teams_are_watched_where_they_have_a_target(make: Session, database: Database, council, look: Look):
    team = council["north_1"]
    assert look(*STEADY, 50, unit=team) == []
    make_target(make, CODE, 75, make_person(make).id, unit_id=team, from_on=clock.today())
    found = look(*STEADY, 50, unit=team)
    assert [(one["unit_name"], one["cause"]) for one in found] == [("North 1", "special_cause")]
    assert [one["unit_name"] for one in look(*STEADY, 50, unit=council["south"])] == ["South", "North 1"]


def test_a_revision_that_takes_the_cause_away_withdraws_it_and_keeps_it(look: Look, as_: As):
    first = look(*STEADY, 60)[0]
    assert look(*STEADY, 80) == []
    kept = as_("quality_lead").get(f"{EXCEPTIONS}/{first['id']}").json()
    assert kept["state"] == "withdrawn"
    assert kept["history"][-1]["words"] == "Figures it rested on have been put right since, and no longer show it."
    assert kept["points"][-1]["value"] == 60, "what it was raised on stays as it was"
    assert [one["id"] for one in look(*STEADY, 55)] != [first["id"]], "the same month, worse again, is a new one"


def test_a_revision_that_leaves_the_cause_leaves_the_exception(look: Look):
    first = look(*STEADY, 60)
    assert [one["id"] for one in look(*STEADY, 61)] == [one["id"] for one in first]


def test_a_later_month_back_to_normal_does_not_withdraw_it(look: Look):
    first = look(*STEADY, 60, last=2)
    later = look(*STEADY, 60, 80)
    assert len(first) == 1
    assert [one["id"] for one in later] == [one["id"] for one in first]


@pytest.mark.parametrize(
    "change",
    [
        "update exception_report set reason = 'x'",
        "update exception_report set points = '[]'",
        "delete from exception_report",
        "update exception_event set words = 'x'",
        "delete from exception_event",
    ],
)
def test_what_was_raised_is_frozen(change: str, look: Look, make: Session):
    assert look(*STEADY, 60)
    with pytest.raises(IntegrityError, match=r"frozen|stays on record"):
        make.execute(text(change))


def test_months_are_counted_back_from_today():
    assert month(0) == clock.today().replace(day=1)
    assert month(1) == (month(0) - timedelta(days=1)).replace(day=1)
