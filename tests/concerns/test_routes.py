"""Concerns: raised at any moment while an audit is not closed, told to somebody, and closed by another."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from api.access.permissions import Role
from api.concerns.models import Concern
from api.kernel import clock
from tests.access.make import make_person
from tests.actions.make import As, at
from tests.audits.make import make_audit
from tests.concerns.make import CLOSED, CONCERNS, make_concern, new_concern
from tests.moderations.make import choose_nothing


def test_concern_is_raised_told_and_closed_by_another(as_: As, make: Session, council):
    auditor, manager = as_("auditor", unit="south_1"), as_("service_manager", unit="north")
    audit = make_audit(make, auditor_id=auditor.person_id)
    people = auditor.get(f"{CONCERNS}/people", params={"audit_id": str(audit.id)}).json()["items"]
    assert [one["id"] for one in people] == [str(manager.person_id)]
    made = auditor.post(CONCERNS, json=new_concern(audit.id, manager.person_id))
    assert made.status_code == 201, made.text
    concern = made.json()
    assert (concern["reference"], concern["audit_reference"], concern["is_open"]) == ("SC-000001", "A-000001", True)
    assert (concern["told_id"], concern["hours_open"], concern["is_late"]) == (str(manager.person_id), 0, False)
    path = f"{CONCERNS}/{concern['id']}"
    assert manager.get(path).headers["ETag"] == '"1"'
    closed = manager.post(f"{path}/close", json=CLOSED, headers=at(1)).json()
    assert (closed["is_open"], closed["closed_text"], closed["version"]) == (False, CLOSED["closed_text"], 2)
    again = manager.post(f"{path}/close", json=CLOSED, headers=at(2))
    assert again.json()["code"] == "concern_already_closed"


def test_bad_concerns_name_their_fields(as_: As, make: Session, council):
    auditor = as_("auditor", unit="south_1")
    audit = make_audit(make, auditor_id=auditor.person_id)
    elsewhere = make_person(make, Role.service_manager, council["south"])
    for other in (elsewhere, make_person(make, Role.auditor), make_person(make, Role.team_manager, council["north_1"])):
        refused = auditor.post(CONCERNS, json=new_concern(audit.id, other.id))
        assert [error["pointer"] for error in refused.json()["errors"]] == ["/told_id"]
    unseen = auditor.post(CONCERNS, json=new_concern(uuid.uuid4(), elsewhere.id))
    assert unseen.json()["errors"][0]["pointer"] == "/audit_id"
    short = auditor.post(CONCERNS, json=new_concern(audit.id, elsewhere.id, what="Unsafe."))
    assert short.json()["errors"][0]["pointer"] == "/what"
    head = as_("head_of_childrens_social_care")
    assert auditor.post(CONCERNS, json=new_concern(audit.id, head.person_id)).status_code == 201
    final = make_audit(make, auditor_id=auditor.person_id, state="final")
    closed = auditor.post(CONCERNS, json=new_concern(final.id, head.person_id))
    assert closed.json()["code"] == "audit_closed"
    assert auditor.get(f"{CONCERNS}/people", params={"audit_id": str(uuid.uuid4())}).status_code == 404


def test_whoever_raised_a_concern_does_not_close_it(as_: As, make: Session, council):
    raiser, other = as_("service_manager", unit="north"), as_("head_of_service", unit="north")
    audit = make_audit(make, state="submitted")
    concern = raiser.post(CONCERNS, json=new_concern(audit.id, other.person_id)).json()
    path = f"{CONCERNS}/{concern['id']}/close"
    assert raiser.post(path, json=CLOSED, headers=at(1)).json()["code"] == "own_concern"
    assert (
        other.post(path, json={"closed_text": "Done."}, headers=at(1)).json()["errors"][0]["pointer"] == "/closed_text"
    )
    assert as_("service_manager", unit="south").post(path, json=CLOSED, headers=at(1)).status_code == 404
    assert other.post(path, json=CLOSED, headers=at(1)).status_code == 200


def test_of_two_who_close_at_once_one_is_told_so(as_: As, make: Session, council):
    first, second = as_("service_manager", unit="north"), as_("head_of_service", unit="north")
    for _ in range(3):
        path = f"{CONCERNS}/{make_concern(make, make_audit(make, state='submitted'), first.person_id).id}/close"
        with ThreadPoolExecutor() as pool:
            asked = [pool.submit(one.post, path, json=CLOSED, headers=at(1)) for one in (first, second)]
            assert sorted(one.result().status_code for one in asked) == [200, 409]


def test_concern_is_not_raised_while_its_audit_becomes_final(as_: As, make: Session, council):
    lead, manager = as_("quality_lead"), as_("service_manager", unit="north")
    choose_nothing(make)
    for _ in range(3):
        audit = make_audit(make, state="submitted")
        with ThreadPoolExecutor() as pool:
            final = pool.submit(lead.post, f"/api/v1/audits/{audit.id}/finalise")
            raised = pool.submit(lead.post, CONCERNS, json=new_concern(audit.id, manager.person_id))
            assert final.result().status_code == 200
            assert raised.result().status_code in (201, 409)


def test_list_tells_how_long_they_are_open(as_: As, make: Session, council):
    manager = as_("service_manager", unit="north")
    old = make_concern(make, make_audit(make), manager.person_id, raised_at=clock.now() - timedelta(hours=50))
    new = make_concern(make, make_audit(make, unit="south_1"), make_person(make, Role.head_of_service).id)
    lead = as_("quality_lead")

    def found(caller=lead, **params: object) -> list[str]:
        return [one["id"] for one in caller.get(CONCERNS, params=params).raise_for_status().json()["items"]]

    assert found() == [str(new.id), str(old.id)]
    assert found(sort="raised_at") == [str(old.id), str(new.id)]
    assert found(manager) == found(manager, told_to_me=True) == found(audit_id=old.audit_id) == [str(old.id)]
    assert found(unit_id=council["south"]) == [str(new.id)]
    told = lead.get(f"{CONCERNS}/{old.id}").json()
    assert (told["hours_open"], told["is_late"]) == (50, True)
    manager.post(f"{CONCERNS}/{old.id}/close", json=CLOSED, headers=at(1))
    assert (found(open=True), found(open=False)) == ([str(new.id)], [str(old.id)])
    assert as_("director").get(f"{CONCERNS}/{new.id}").json()["what"] is None
    assert as_("team_manager", unit="north_2").get(f"{CONCERNS}/{old.id}").status_code == 404


def test_concerns_stand(make: Session, council):
    concern = make_concern(make, make_audit(make), make_person(make, Role.service_manager).id)
    for change in ("update concern set what = 'x'", "delete from concern"):
        with pytest.raises(IntegrityError, match="cannot be changed"):
            make.execute(text(change))
        make.rollback()
    assert make.get(Concern, concern.id)
