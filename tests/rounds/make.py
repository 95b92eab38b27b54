"""Makes children with open work, and rounds through the API, for tests."""

import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session

from api.access.permissions import Role
from api.cases.models import Child
from api.kernel import clock
from api.rounds.models import AuditReminder, Round, RoundCase, RoundLine
from tests.access.make import Caller, make_person
from tests.audits.make import make_audit, make_tool
from tests.cases import make as cases

As = Callable[..., Caller]

ROUNDS = "/api/v1/rounds"


def ahead(days: int) -> str:
    """A day some days ahead, as it is sent; behind for less than nothing."""
    return (clock.today() + timedelta(days=days)).isoformat()


def make_case(make: Session, team: str = "north_1", kind: str = "cin", worker: str | None = None, **over: Any) -> Child:
    """A child with open work of one kind, whose worker is the team's first."""
    child = cases.make_child(make, team=team, worker=worker or f"worker-{team}", **over)
    make_work(make, child, kind)
    return child


def make_work(make: Session, child: Child, kind: str, **over: Any) -> None:
    """Open work of one kind with a child."""
    if kind == "cp":
        cases.make_plan(make, child, **over)
    elif kind == "cla":
        cases.make_episode(make, child, **over)
    elif kind == "cin":
        cases.make_referral(make, child, **over)


def make_cases(make: Session, **sizes: int) -> list[Child]:
    """So many children in need in each team."""
    return [make_case(make, team) for team, size in sizes.items() for _ in range(size)]


def new_round(
    make: Session, *, size: int = 4, lines: list[dict[str, Any]] | None = None, **over: Any
) -> dict[str, Any]:
    """A monthly round of one line, to send."""
    if lines is None:
        lines = [{"tool_id": str(make_tool(make).id), "kind": "managers", "size": size}]
    return {
        "title": "November", "kind": "monthly", "period_from": ahead(-365), "period_to": ahead(0), "from_on": ahead(0),
        "to_on": ahead(30), "due_on": ahead(20), "lines": lines,
    } | over  # fmt: skip


def at(round_: dict[str, Any]) -> dict[str, str]:
    """The header that says which version of a round is changed."""
    return {"If-Match": f'"{round_["version"]}"'}


def post(caller: Caller, path: str, body: Any = None, of: dict[str, Any] | None = None, status: int = 200) -> Any:
    """Send something that must go well, and give its answer."""
    answer = caller.post(path, json=body, headers=at(of) if of else {})
    assert answer.status_code == status, answer.text
    return answer.json()


def make_drawn(lead: Caller, make: Session, **over: Any) -> dict[str, Any]:
    """A round whose cases are drawn."""
    made = post(lead, ROUNDS, new_round(make, **over), status=201)
    drawn: dict[str, Any] = post(lead, f"{ROUNDS}/{made['id']}/draw", of=made)
    return drawn


def make_auditors(make: Session, council: dict[str, uuid.UUID], count: int, unit: str = "council") -> list[str]:
    """Auditors who sit above the teams."""
    return [str(make_person(make, Role.auditor, council[unit]).id) for _ in range(count)]


def make_allocated(lead: Caller, make: Session, auditors: list[str], **over: Any) -> dict[str, Any]:
    """A round whose audits are with their auditors."""
    drawn = make_drawn(lead, make, **over)
    path = f"{ROUNDS}/{drawn['id']}"
    proposed = post(lead, f"{path}/propose", {"auditor_ids": auditors}, of=drawn)
    allocated: dict[str, Any] = post(lead, f"{path}/allocate", of=proposed)
    return allocated


def cases_of(caller: Caller, round_: dict[str, Any], **filters: str) -> list[dict[str, Any]]:
    """The cases of a round that somebody sees, all states."""
    answer = caller.get(f"{ROUNDS}/{round_['id']}/cases", params={"limit": "200"} | filters)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


def day(text: str) -> date:
    """A day as it was sent."""
    return date.fromisoformat(text)


def make_every_row(make: Session) -> None:
    """A row of each table of rounds, for those who try the gates."""
    audit = make_audit(make)
    days = {"period_from": audit.period_from, "period_to": audit.period_to}
    days |= {name: clock.today() for name in ("from_on", "to_on", "due_on")}
    round_ = Round(title="x", kind="monthly", seed="x", created_by_id=audit.auditor_id, **days)
    make.add(round_)
    make.flush()
    line = RoundLine(round_id=round_.id, position=1, audit_tool_id=audit.audit_tool_id, kind=audit.kind, size=1)
    make.add(line)
    make.flush()
    make.add(RoundCase(round_id=round_.id, round_line_id=line.id, child_id=audit.child_id, child_ref=audit.child_ref,
                       case_type="cin", age_band="unknown", stratum="", place=1, number=0.5))  # fmt: skip
    make.add(AuditReminder(audit_id=audit.id, person_id=audit.auditor_id, kind="overdue", due_on=audit.due_on))
    make.commit()


def make_world(lead: Caller, make: Session, auditor_id: uuid.UUID) -> list[dict[str, Any]]:
    """Good ids, good ids by operation, and good bodies for every operation on rounds."""
    make_cases(make, north_1=14)
    draft, other, third = (post(lead, ROUNDS, new_round(make, size=2), status=201) for _ in range(3))
    drawn = make_drawn(lead, make, size=2)
    shared, closing, replacing = (make_drawn(lead, make, size=2) for _ in range(3))
    post(lead, f"{ROUNDS}/{shared['id']}/propose", {"auditor_ids": [str(auditor_id)]}, of=shared)
    case, gone = cases_of(lead, drawn, state="drawn")[0], cases_of(lead, replacing, state="drawn")[0]
    body = new_round(make, theme="x", stratify_by=["team"], minimum=1, rule={
        "unit_ids": [], "case_types": ["cin"], "age_bands": [], "worker_codes": [], "plan_types": ["no_plan"],
        "flags": [{"name": "no_visit", "number": 20}], "flags_needed": "any", "recently_audited_months": 6,
        "excluded": [{"child_ref": case["child_ref"], "reason": "Bereaved"}],
    })  # fmt: skip
    ids = {"round_id": drawn["id"], "case_id": case["id"], "child_ref": case["child_ref"]}
    ids_of = {
        "update_round": {"round_id": draft["id"]}, "discard_round": {"round_id": other["id"]},
        "draw_round": {"round_id": third["id"]}, "allocate_round": {"round_id": shared["id"]},
        "close_round": {"round_id": closing["id"]},
        "replace_round_case": {"round_id": replacing["id"], "case_id": gone["id"]},
    }  # fmt: skip
    preview = {"rule": body["rule"], "stratify_by": ["team", "age_band"], "minimum": 1, "sizes": [3]}
    versions = {f"{ROUNDS}/{one['id']}": '"2"' for one in (drawn, closing)} | {f"{ROUNDS}/{shared['id']}": '"3"'}
    return [ids, ids_of, versions, {
        "create_round": body, "update_round": body, "preview_frame": preview,
        "propose_auditors": {"auditor_ids": [str(auditor_id)]},
        "update_round_case": {"auditor_id": str(auditor_id), "override_reason": "Nobody else knows the work."},
        "replace_round_case": {"reason": "The family moved away."}, "close_round": {"note": "So it is."},
    }]  # fmt: skip
