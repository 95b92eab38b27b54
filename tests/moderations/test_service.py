"""The rules of moderations: what stands for ever, and two people at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from api.access.permissions import Role
from tests.access.make import make_person
from tests.audits.make import As, at, due, make_audit
from tests.moderations.make import ASPECTS, make_moderation

MODERATIONS = "/api/v1/moderations"
COMPLETE = {
    "reason": "The plan lacked steps.",
    "audit_quality": "high",
    "audit_quality_reason": "Fair and evidenced.",
    "aspects": ASPECTS,
}


@pytest.mark.parametrize(("state", "change"), [
    ("graded", "update moderation set second_grade = 'outstanding'"),
    ("graded", "update moderation_judgement set second_grade = 'outstanding'"),
    ("graded", "delete from moderation_judgement"),
    ("completed", "update moderation set audit_quality = 'poor'"),
    ("completed", "delete from moderation"),
])  # fmt: skip
def test_second_grades_and_completed_moderations_never_change(state: str, change: str, make: Session, council):
    make_moderation(make, state=state)
    with pytest.raises(IntegrityError, match="cannot be changed"):
        make.execute(text(change))


def test_two_moderations_of_one_audit_at_once_make_one(as_: As, make: Session):
    leads = [as_("quality_lead", unit="council"), as_("moderator", unit="council")]
    audit = make_audit(make, state="submitted")
    moderators = [make_person(make, Role.moderator).id for _ in leads]

    def allocate(i: int) -> int:
        new = {"audit_id": str(audit.id), "moderator_id": str(moderators[i]), "due_on": due()}
        return leads[i].post(MODERATIONS, json=new).status_code

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(allocate, range(2))) == [201, 409]
    assert make.execute(text("select count(*) from moderation")).scalar_one() == 1


def test_database_lets_an_audit_have_one_open_moderation(make: Session, council):
    audit = make_audit(make, state="submitted")
    make_moderation(make, audit=audit)
    with pytest.raises(IntegrityError, match="uq_moderation_open"):
        make_moderation(make, audit=audit)


def test_nobody_sees_moderations_without_an_identity_or_a_reach(as_: As, make: Session, database):
    make_moderation(make, state="completed")
    for settings in ("select 1", "select set_config('app.who', gen_random_uuid()::text, true)"):
        with database.transaction() as db:
            db.execute(text(settings))
            for table in ("moderation", "moderation_judgement", "audit", "audit_answer"):
                assert db.execute(text(f"select count(*) from {table}")).scalar_one() == 0, table


def test_completing_twice_at_once_completes_once(as_: As, make: Session):
    moderator = as_("moderator", unit="council")
    row = make_moderation(make, state="graded", moderator_id=moderator.person_id)

    def complete(_: int) -> int:
        return moderator.post(f"{MODERATIONS}/{row.id}/complete", json=COMPLETE, headers=at(1)).status_code

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(complete, range(4))) == [200, 412, 412, 412]


def test_moderation_and_withdrawal_at_once_leave_one_story(as_: As, make: Session):
    lead, audit = as_("quality_lead", unit="council"), make_audit(make, state="submitted")
    new = {"audit_id": str(audit.id), "moderator_id": str(make_person(make, Role.moderator).id), "due_on": due()}
    withdraw = {"reason": "The case has closed to us."}
    with ThreadPoolExecutor(2) as pool:
        allocated = pool.submit(lead.post, MODERATIONS, json=new)
        withdrawn = pool.submit(lead.post, f"/api/v1/audits/{audit.id}/withdraw", json=withdraw)
        codes = allocated.result().status_code, withdrawn.result().status_code
    assert codes in {(201, 409), (409, 200)}
    state = lead.get(f"/api/v1/audits/{audit.id}").json()["state"]
    assert state == ("in_moderation" if codes[0] == 201 else "withdrawn")
