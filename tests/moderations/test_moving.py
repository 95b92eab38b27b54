"""A moderation that nobody has graded goes to somebody else, blind for them as it was for the first."""

import pytest
from sqlmodel import Session

from api.access.permissions import Role
from api.audits.models import AuditState
from tests.access.make import make_person
from tests.audits.make import As, at, day, due, make_audit
from tests.intake.make import at_once
from tests.moderations.make import make_moderation, make_panel
from tests.moderations.test_routes import MODERATIONS, graded


def test_it_goes_to_another_moderator_who_reads_it_blind_and_the_first_no_longer_does(as_: As, make: Session):
    lead, first, second = (
        as_("quality_lead", unit="council"), as_("moderator", unit="council"), as_("moderator", unit="council"),
    )  # fmt: skip
    audit = make_audit(make, state=AuditState.submitted)
    moderation = make_moderation(make, audit=audit, moderator_id=first.person_id)
    path = f"{MODERATIONS}/{moderation.id}"
    change = {"moderator_id": str(second.person_id), "due_on": day(-20).isoformat()}
    moved = lead.patch(path, json=change, headers=at(1))
    assert moved.status_code == 200, moved.text
    assert (moved.json()["moderator_id"], moved.json()["due_on"], moved.json()["version"]) == (
        str(second.person_id), day(-20).isoformat(), 2,
    )  # fmt: skip
    assert second.get(path).json()["audit"]["first_grade"] is None
    assert second.get(f"/api/v1/audits/{audit.id}").json()["first_grade"] is None
    assert first.post(f"{path}/grade", json=graded(make, audit), headers=at(2)).status_code in (403, 404)
    assert second.post(f"{path}/grade", json=graded(make, audit), headers=at(2)).status_code == 200


def test_what_cannot_be_moved_is_refused_with_a_sentence(as_: As, make: Session, council):
    lead = as_("quality_lead", unit="council")
    audit = make_audit(make, state=AuditState.submitted)
    path = f"{MODERATIONS}/{make_moderation(make, audit=audit).id}"
    other = str(make_person(make, Role.moderator).id)
    near = lead.patch(path, json={"moderator_id": str(audit.auditor_id)}, headers=at(1))
    assert (near.status_code, near.json()["errors"][0]["pointer"]) == (422, "/moderator_id")
    late = lead.patch(path, json={"due_on": day(3).isoformat()}, headers=at(1))
    assert (late.status_code, late.json()["errors"][0]["pointer"]) == (422, "/due_on")
    assert lead.patch(path, json={"moderator_id": other}, headers=at(7)).status_code == 412
    assert lead.patch(path, json={"moderator_id": other}).status_code == 428
    tied = make_person(make, Role.moderator, council["north_1"])
    assert (
        lead.patch(path, json={"moderator_id": str(tied.id)}, headers=at(1)).json()["code"] == "moderator_has_conflict"
    )
    for state in ("graded", "completed"):
        stands = f"{MODERATIONS}/{make_moderation(make, state=state).id}"
        assert lead.patch(stands, json={"moderator_id": other}, headers=at(1)).json()["code"] == "moderation_not_blind"
    panel = make_moderation(make)
    make_panel(make, panel, make_person(make, Role.moderator).id)
    answer = lead.patch(f"{MODERATIONS}/{panel.id}", json={"moderator_id": other}, headers=at(1))
    assert answer.json()["code"] == "panel_stays"


@pytest.mark.parametrize("role", ["auditor", "service_manager"])
def test_only_who_allocates_moves_it(role: str, as_: As, make: Session):
    path = f"{MODERATIONS}/{make_moderation(make).id}"
    assert as_(role, unit="council").patch(path, json={"due_on": due()}, headers=at(1)).status_code == 403


def test_moved_while_it_is_graded_one_of_both_holds(as_: As, make: Session):
    lead, first, second = (
        as_("quality_lead", unit="council"), as_("moderator", unit="council"), as_("moderator", unit="council"),
    )  # fmt: skip
    for _ in range(4):
        audit = make_audit(make, state=AuditState.submitted)
        path = f"{MODERATIONS}/{make_moderation(make, audit=audit, moderator_id=first.person_id).id}"
        grades = graded(make, audit)
        moved, given = at_once(
            lambda path=path: lead.patch(path, json={"moderator_id": str(second.person_id)}, headers=at(1)),
            lambda path=path, grades=grades: first.post(f"{path}/grade", json=grades, headers=at(1)),
        )
        assert sorted(answer.status_code == 200 for answer in (moved, given)) == [False, True]
        found = lead.get(path).json()
        whose = second if moved.status_code == 200 else first
        assert (found["moderator_id"], found["state"]) == (
            str(whose.person_id), "allocated" if whose is second else "graded",
        )  # fmt: skip
