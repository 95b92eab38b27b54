"""Pushes invented records with faults made by hand, as a case system sends them, and has them counted."""

import uuid
from typing import Any

from sqlmodel import Session

from api.imports.models import Import, ImportFormat, ImportMode, ImportState
from api.kernel import clock
from tests.access.make import SOURCE, Caller

API = "/api/v1"
FAR = "2031-01-01"
"""A day that has not come."""


def push(caller: Caller, entity: str, *records: dict[str, Any]) -> dict[str, Any]:
    """Push records; the answer."""
    answer = caller.post(f"{API}/records/{entity}", json=list(records))
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def person(number: str, **over: Any) -> dict[str, Any]:
    return {"pers_person_id": number, "pers_dob": "2015-05-17", "pers_sex": "F"} | over


def plan(number: str, child: str = "person-1", **over: Any) -> dict[str, Any]:
    fields = {"cppl_cp_plan_id": number, "cppl_person_id": child, "cppl_cp_plan_start_date": "2025-01-10",
              "cppl_cp_plan_initial_category": "NEG"}  # fmt: skip
    return fields | over


def visit(number: str, child: str = "person-1", **over: Any) -> dict[str, Any]:
    fields = {"cppv_cp_visit_id": number, "cppv_person_id": child, "cppv_cp_plan_id": "plan-1",
              "cppv_cp_visit_date": "2025-02-01"}  # fmt: skip
    return fields | over


def faulty(caller: Caller) -> None:
    """A child with a sound plan and visits, and beside them one of each fault; visits: 3 orphans, 2 in the future."""
    push(caller, "person", person("person-1"), person("person-2", pers_sex="X"))
    push(
        caller, "cp_plans", plan("plan-1"),
        plan("plan-2", "person-2", cppl_cp_plan_end_date="2024-12-31"),
        plan("plan-3", "nobody"),
        plan("plan-4", cppl_cp_plan_initial_category="=NEGLECT"),
        plan("plan-5", cppl_cp_plan_start_date=None),
    )  # fmt: skip
    push(
        caller, "cp_visits", *(visit(f"visit-{n}") for n in range(4)),
        *(visit(f"orphan-{n}", cppv_cp_plan_id="lost") for n in range(3)),
        *(visit(f"ahead-{n}", "person-2", cppv_cp_visit_date=FAR) for n in range(2)),
    )  # fmt: skip
    push(caller, "assessment_factors", {"cinf_table_id": "f1", "cinf_assessment_factors_json": '["1C", "99Z"]'})


def make_import(db: Session, state: str, **over: Any) -> Import:
    """An import of the source by somebody, as its room would leave it."""
    fields = {"source_system": SOURCE, "format": ImportFormat.ssd, "mode": ImportMode.snapshot, "as_of": clock.now(),
              "created_by_id": uuid.uuid4(), "created_by": "Robin Example"}  # fmt: skip
    row = Import(state=ImportState(state), **fields | over)
    db.add(row)
    db.commit()
    return row


def count(caller: Caller, source: str = SOURCE) -> dict[str, Any]:
    """Have a source counted now; the totals."""
    answer = caller.post(f"{API}/sources/{source}/count")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def quality(caller: Caller, entity: str, source: str = SOURCE) -> dict[str, Any]:
    """What a source's page says of an entity."""
    answer = caller.get(f"{API}/sources/{source}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = next(one for one in answer.json()["entities"] if one["entity"] == entity)
    return found


def found(caller: Caller, entity: str, source: str = SOURCE) -> dict[tuple[str, str | None], int]:
    """The checks of an entity that found something."""
    checks = quality(caller, entity, source)["checks"]
    return {(check["check"], check["field"]): check["count"] for check in checks if check["count"]}
