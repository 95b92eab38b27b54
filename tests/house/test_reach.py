"""The row oracle: who is given which row about a child, against a table written by hand.

A council of two services of three teams each; in every team a child with an audit in every state. For each role of
people the table says which of these rows are theirs; the service must give these and no others, in lists and by id,
and nothing that is out of sight may be written to.
"""

import uuid
from collections.abc import Callable

import pytest
from sqlmodel import Session

from api.access.models import Unit, UnitKind
from api.access.permissions import MACHINES, Role
from api.audits.models import AuditState
from tests.access.make import SOURCE, Caller, make_person
from tests.audits.make import due, make_audit, make_child, make_involvement, make_tool
from tests.moderations.make import make_moderation

As = Callable[..., Caller]

NORTH, SOUTH = ("north_1", "north_2", "north_3"), ("south_1", "south_2", "south_3")
TEAMS = (*NORTH, *SOUTH)
STATES = ("allocated", "in_progress", "submitted", "moderated", "graded", "returned", "final", "reported", "withdrawn")
"""Of an audit. Moderated and graded are in moderation, before and after the second grades; reported is final by one."""
OPEN = ("allocated", "in_progress", "submitted", "moderated", "graded", "returned")
IN_MODERATION = ("submitted", "moderated", "graded")
FINAL = ("final", "reported")
NONE: frozenset[str] = frozenset()


def every(teams: tuple[str, ...], states: tuple[str, ...]) -> frozenset[str]:
    return frozenset(f"{team} {state}" for team in teams for state in states)


ALL = every(TEAMS, STATES)
MINE = "north_2"
"""The team to whose child the practitioner is the worker, and the reviewing officer the reviewer."""
GIVEN = "south_2"
"""The team whose audits the auditor and the moderator have been given."""

# role: (unit of the grant, children, audits); children and audits both by the name of their audit.
TRUTH: dict[str, tuple[str, frozenset[str], frozenset[str]]] = {
    "practitioner": ("north_2", every((MINE,), STATES), every((MINE,), FINAL)),
    "reviewing_officer": ("south_1", every((MINE,), STATES), every((MINE,), FINAL)),
    "team_manager": ("north_1", every(("north_1",), STATES), every(("north_1",), STATES)),
    "auditor": ("south_1", every((GIVEN,), (*OPEN, *FINAL)), every((GIVEN,), (*OPEN, *FINAL))),
    # Whatever is submitted or in moderation, and what this moderator has completed in the last ninety days.
    "moderator": (
        "north_1",
        every(TEAMS, IN_MODERATION) | every((GIVEN,), ("reported",)),
        every(TEAMS, IN_MODERATION) | every((GIVEN,), ("reported",)),
    ),
    "service_manager": ("north", every(NORTH, STATES), every(NORTH, STATES)),
    "head_of_service": ("south", every(SOUTH, STATES), every(SOUTH, STATES)),
    "head_of_childrens_social_care": ("council", ALL, ALL),
    "quality_lead": ("council", ALL, ALL),
    "director": ("council", ALL, ALL),
    "principal_social_worker": ("council", NONE, NONE),
    "data_analyst": ("council", NONE, NONE),
    "lead_member": ("council", NONE, NONE),
    "partnership": ("council", NONE, NONE),
    "administrator": ("council", NONE, NONE),
}
MAY_READ_CASES = {
    "practitioner", "reviewing_officer", "team_manager", "auditor", "moderator", "service_manager", "head_of_service",
    "head_of_childrens_social_care", "quality_lead", "director",
}  # fmt: skip
MAY_READ_MODERATIONS = MAY_READ_CASES - {"practitioner", "reviewing_officer", "team_manager", "auditor"}
MODERATED = ("moderated", "graded", "reported")


def test_the_table_speaks_of_every_role_of_people():
    assert set(TRUTH) == {role.value for role in set(Role) - MACHINES}


class Council:
    """The rows, by the name of their audit: "north_1 final"."""

    def __init__(self, make: Session, units: dict[str, uuid.UUID]) -> None:
        for name, parent in (("north_3", "north"), ("south_2", "south"), ("south_3", "south")):
            unit = Unit(name=name, kind=UnitKind.team, parent_id=units[parent], source_system=SOURCE, source_id=name)
            make.add(unit)
            make.flush()
            units[name] = unit.id
        make.commit()
        self.tool = make_tool(make)
        self.auditor, self.moderator = (make_person(make, Role(role)).id for role in ("auditor", "moderator"))
        self.audits: dict[str, str] = {}
        self.children: dict[str, str] = {}
        self.moderations: dict[str, str] = {}

    def fill(self, make: Session, auditor: uuid.UUID, moderator: uuid.UUID) -> None:
        """A child and an audit in every state in every team; those of the team GIVEN are given to these two."""
        for team in TEAMS:
            people = (auditor, moderator) if team == GIVEN else (self.auditor, self.moderator)
            for state in STATES:
                self._add(make, team, state, *people)

    def _add(self, make: Session, team: str, state: str, auditor: uuid.UUID, moderator: uuid.UUID) -> None:
        child = make_child(make, team, worker=f"worker of {team}")
        make_involvement(make, child, f"reviewer of {team}", "IRO")
        known = {state.value for state in AuditState}
        audit = make_audit(
            make, state=state if state in known else "submitted", unit=team, child=child, tool=self.tool,
            auditor_id=auditor, worker_source_id=f"worker of {team}",
        )  # fmt: skip
        name = f"{team} {state}"
        if state in MODERATED:
            stage = {"moderated": "allocated", "graded": "graded", "reported": "completed"}[state]
            self.moderations[name] = str(make_moderation(make, state=stage, audit=audit, moderator_id=moderator).id)
        self.audits[name], self.children[name] = str(audit.id), str(child.id)


@pytest.fixture
def rows(make: Session, council: dict[str, uuid.UUID]) -> Council:
    return Council(make, council)


def listed(caller: Caller, path: str, **filters: object) -> set[str]:
    """The ids of a whole list, page by page, and that its total says the same."""
    found: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        answer = caller.get(f"/api/v1/{path}", params={"limit": 20, "total": True} | filters | cursor)
        if answer.status_code == 403:
            return set()
        page = answer.raise_for_status().json()
        found += [row["id"] for row in page["items"]]
        if page["next_cursor"] is None:
            assert len(found) == len(set(found)) == page["total"]
            return set(found)
        cursor = {"cursor": page["next_cursor"]}


def named(ids: set[str], known: dict[str, str]) -> set[str]:
    names = {id_: name for name, id_ in known.items()}
    return {names[one] for one in ids}


def opened(caller: Caller, path: str, known: dict[str, str]) -> set[str]:
    """Which rows are given by id; all others look absent, or all of them are refused alike."""
    answers = {name: caller.get(f"/api/v1/{path}/{one}").status_code for name, one in known.items()}
    assert set(answers.values()) <= {200, 404} or set(answers.values()) == {403}
    return {name for name, status in answers.items() if status == 200}


def test_each_role_is_given_its_rows_and_no_others(rows: Council, as_: As, make: Session):
    more = {
        "practitioner": {"worker_ref": f"worker of {MINE}"},
        "reviewing_officer": {"worker_ref": f"reviewer of {MINE}"},
    }
    callers = {role: as_(role, unit=unit, **more.get(role, {})) for role, (unit, _, _) in TRUTH.items()}
    rows.fill(make, callers["auditor"].person_id, callers["moderator"].person_id)
    assert (len(rows.audits), len(rows.moderations)) == (54, 18)
    for role, caller in callers.items():
        _, children, audits = TRUTH[role]
        moderations = frozenset(rows.moderations) & audits if role in MAY_READ_MODERATIONS else NONE
        assert bool(children) == (role in MAY_READ_CASES)
        for path, known, truth in (
            ("children", rows.children, children), ("audits", rows.audits, audits),
            ("moderations", rows.moderations, moderations),
        ):  # fmt: skip
            assert named(listed(caller, path), known) == truth, f"{role} lists {path}"
            assert opened(caller, path, known) == truth, f"{role} opens {path}"
    _ask_by_filters(callers, rows)
    _write(callers, rows)
    # What would be said if a gate stood open: the oracle must be able to see it.
    make.connection().exec_driver_sql("create policy ajar on audit for select to plumbline_app using (true)")
    make.commit()
    assert named(listed(callers["service_manager"], "audits"), rows.audits) == ALL


def _ask_by_filters(callers: dict[str, Caller], rows: Council) -> None:
    """A filter narrows what is in reach, and is no way around it."""
    for role, caller in callers.items():
        _, children, audits = TRUTH[role]
        for team in ("north_1", GIVEN):
            child = rows.children[f"{team} final"]
            within = audits & {f"{team} final"}
            assert named(listed(caller, "audits", child_id=child), rows.audits) == within, f"{role}: {team}"
        theirs = named(listed(caller, "audits", state="final"), rows.audits)
        assert theirs == audits & every(TEAMS, FINAL), role
        assert named(listed(caller, "children", q=""), rows.children) == children, role


def _write(callers: dict[str, Caller], rows: Council) -> None:
    """What is out of sight cannot be written to, and looks absent to those who hold the verb."""
    at, reason = {"If-Match": '"1"'}, {"reason": "Out of sight, and so out of reach."}
    for role, caller in callers.items():
        _, _, audits = TRUTH[role]
        for name in sorted(set(rows.audits) - audits)[::7]:
            path = f"/api/v1/audits/{rows.audits[name]}"
            for answer in (
                caller.patch(path, json={"summary": "x"}, headers=at), caller.post(f"{path}/submit", headers=at),
                caller.post(f"{path}/withdraw", json=reason), caller.post(f"{path}/finalise"),
            ):  # fmt: skip
                assert answer.status_code in {403, 404}, f"{role} writes to {name}: {answer.status_code}"
                assert "current" not in answer.json()
            asked = {"audit_id": rows.audits[name], "moderator_id": str(rows.moderator), "due_on": due()}
            assert caller.post("/api/v1/moderations", json=asked).status_code in {403, 422}, f"{role} moderates {name}"
            if name in rows.moderations:
                path = f"/api/v1/moderations/{rows.moderations[name]}"
                grades = {"second_grade": "good", "judgements": {}}
                assert caller.post(f"{path}/grade", json=grades, headers=at).status_code in {403, 404}, (
                    f"{role} grades {name}"
                )
