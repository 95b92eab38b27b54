"""The invented council: its units, its workers, and at least one person for each role."""

from collections import Counter
from datetime import date, timedelta

import pytest

from api.access.permissions import MACHINES, Role
from api.demonstration import council

START, END = date(2023, 11, 22), date(2026, 11, 22)


def test_units_hang_together() -> None:
    kinds = Counter(unit.kind for unit in council.UNITS)
    assert kinds == {"council": 1, "service": 4, "team": 12}
    above = {unit.id: unit for unit in council.UNITS}
    assert len(above) == len(council.UNITS)
    wanted = {"team": "service", "service": "council"}
    below = [unit for unit in council.UNITS if unit.parent_id]
    assert len(below) == 16
    assert all(above[str(unit.parent_id)].kind == wanted[unit.kind] for unit in below)


def test_ninety_workers_and_a_manager_for_each_team() -> None:
    staff = council.workers(1, START, END)
    assert len(staff) == 90
    assert len({one.id for one in staff}) == 90
    managers = Counter(one.team_id for one in staff if one.job_title == "Team manager")
    assert managers == {team.id: 1 for team in council.TEAMS}
    assert staff == council.workers(1, START, END)
    assert staff != council.workers(2, START, END)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_each_team_has_two_case_holders_at_all_times(seed: int) -> None:
    staff = council.workers(seed, START, END)
    for team in council.TEAMS:
        here = [one for one in staff if one.team_id == team.id and one.holds_cases]
        for add in range((END - START).days + 1):
            day = START + timedelta(days=add)
            assert len([one for one in here if one.since <= day and (one.to is None or day < one.to)]) >= 2


def test_somebody_for_every_role() -> None:
    people = council.sign_in_people(council.workers(1, START, END))
    held = Counter(one.role for one in people)
    assert set(held) == {role.value for role in Role} - {role.value for role in MACHINES}
    assert held["auditor"] == 8
    assert held["moderator"] == 3
    assert {client.role for client in council.CLIENTS} == {role.value for role in MACHINES}


def test_people_are_told_apart_and_invented() -> None:
    people = council.sign_in_people(council.workers(1, START, END))
    assert len({one.email for one in people}) == len({one.name for one in people}) == len(people)
    assert all(one.email.endswith("@thamesmere.example") for one in people)
    assert all(one.email.isascii() and one.email == one.email.lower() and " " not in one.email for one in people)


def test_casework_people_are_workers_of_their_own_unit_still_in_post() -> None:
    staff = {one.id: one for one in council.workers(1, START, END)}
    tied = [one for one in council.sign_in_people(tuple(staff.values())) if one.worker_ref]
    assert {one.role for one in tied} == {"practitioner", "team_manager", "reviewing_officer"}
    assert len({one.worker_ref for one in tied}) == len(tied)
    for one in tied:
        worker = staff[str(one.worker_ref)]
        assert worker.team_id == one.unit_id
        assert worker.to is None
        assert worker.holds_cases == (one.role == "practitioner")


def test_nobody_moderates_audits_of_their_own_unit() -> None:
    people = council.sign_in_people(council.workers(1, START, END))
    units = {role: {one.unit_id for one in people if one.role == role} for role in ("auditor", "moderator")}
    assert units["auditor"]
    assert not units["auditor"] & units["moderator"]
