"""Disputes through HTTP: raised, spoken about, settled by somebody who graded nothing, taken back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from api.audits.models import Audit, AuditState
from api.choices.models import ChoiceName
from api.kernel import clock
from tests.access.make import Caller
from tests.audits.make import As, at, make_audit
from tests.disputes.make import WORDS, make_dispute
from tests.moderations.make import choose, make_moderation

DISPUTES, AUDITS = "/api/v1/disputes", "/api/v1/audits"
NOT_UPHELD = {"state": "not_upheld", "resolution": "The plan is dated after the period."}


def new_dispute(audit: Audit, **over: Any) -> dict[str, Any]:
    return {"audit_id": str(audit.id), "asks": "grade", "claimed_grade": "outstanding", "words": WORDS} | over


def test_dispute_goes_from_raised_to_upheld_and_the_reported_grade_stays(as_: As, make: Session):
    audit, manager = make_audit(make, state="final"), as_("team_manager", unit="north_1")
    made = manager.post(DISPUTES, json=new_dispute(audit))
    assert (made.status_code, made.json()["state"], made.json()["reported_grade"]) == (201, "open", "good"), made.text
    path, lead = f"{DISPUTES}/{made.json()['id']}", as_("quality_lead")
    assert manager.get(path).json()["may_resolve"] is False
    said = lead.post(f"{path}/messages", json={"words": "I have asked for the minutes."})
    assert (said.status_code, [one["words"] for one in said.json()["messages"]]) == (
        201, [WORDS, "I have asked for the minutes."],
    )  # fmt: skip
    assert said.json()["may_resolve"] is True
    end = {"state": "upheld", "resolved_grade": "outstanding", "resolution": "The minutes bear it out."}
    done = lead.post(f"{path}/resolve", json=end, headers=at(1))
    assert (done.status_code, done.json()["state"], done.json()["resolved_grade"]) == (200, "upheld", "outstanding")
    assert (done.headers["ETag"], done.json()["resolved_by_name"] is not None) == ('"2"', True)
    assert lead.get(f"{AUDITS}/{audit.id}").json()["reported_grade"] == "good", "a final audit never changes"
    for verb, body in (("resolve", end), ("messages", {"words": "One more word on it."})):
        refused = lead.post(f"{path}/{verb}", json=body, headers=at(2))
        assert (refused.status_code, refused.json()["code"]) == (409, "dispute_settled")


@pytest.mark.parametrize(("role", "more", "status"), [
    ("team_manager", {}, 201), ("service_manager", {}, 201), ("head_of_service", {}, 201),
    ("practitioner", {"worker_ref": "worker-1"}, 201), ("reviewing_officer", {"worker_ref": "worker-1"}, 201),
    ("practitioner", {"worker_ref": "worker-9"}, 422), ("moderator", {}, 403), ("director", {}, 403),
])  # fmt: skip
def test_those_over_the_case_and_its_workers_dispute(
    role: str, more: dict[str, str], status: int, as_: As, make: Session
):
    caller = as_(role, unit="north_1", **more)
    assert caller.post(DISPUTES, json=new_dispute(make_audit(make, state="final"))).status_code == status


def moderated_away(make: Session, auditor: Caller, grade: str) -> Audit:
    audit = make_audit(make, state="submitted", auditor_id=auditor.person_id)
    make_moderation(make, state="completed", audit=audit, second_grade=grade)
    return audit


def test_auditor_disputes_only_what_moderation_changed(as_: As, make: Session):
    auditor = as_("auditor", unit="south_1")
    kept = auditor.post(DISPUTES, json=new_dispute(moderated_away(make, auditor, "good")))
    assert (kept.status_code, kept.json()["code"]) == (409, "not_moved_away")
    changed = auditor.post(DISPUTES, json=new_dispute(moderated_away(make, auditor, "inadequate")))
    assert changed.status_code == 201, changed.text


def test_bad_disputes_name_their_fields_and_others_are_refused(as_: As, make: Session):
    manager = as_("team_manager", unit="north_1")

    def pointers(body: dict[str, Any]) -> set[str]:
        answer = manager.post(DISPUTES, json=body)
        assert answer.status_code == 422, answer.text
        return {error["pointer"] for error in answer.json()["errors"]}

    audit = make_audit(make, state="final")
    assert pointers(new_dispute(make_audit(make, state="final", unit="south_1"))) == {"/audit_id"}
    assert pointers(new_dispute(audit, claimed_grade="splendid")) == {"/claimed_grade"}
    assert pointers(new_dispute(audit, asks="everything", words="short")) == {"/asks", "/words"}
    early = manager.post(DISPUTES, json=new_dispute(make_audit(make, state="submitted")))
    assert (early.status_code, early.json()["code"]) == (409, "not_to_dispute")
    make_dispute(make, audit=audit)
    second = manager.post(DISPUTES, json=new_dispute(audit))
    assert (second.status_code, second.json()["code"]) == (409, "already_disputed")


@pytest.mark.parametrize(("days", "status"), [(0, 201), (40, 409)])
def test_another_look_is_asked_for_within_the_councils_days(days: int, status: int, as_: As, make: Session):
    choose(make, ChoiceName.dispute_days, 10)
    audit = make_audit(make, state="final", finalised_at=clock.now() - timedelta(days=days))
    answer = as_("team_manager", unit="north_1").post(DISPUTES, json=new_dispute(audit, asks="another_look"))
    assert answer.status_code == status, answer.text
    if status == 409:
        told = "Another look can be asked for within 10 working days of the audit being final."
        assert answer.json()["detail"] == told


def test_nobody_settles_what_they_graded_or_raised(as_: As, make: Session):
    moderator, other = as_("moderator", unit="council"), as_("moderator", unit="council")
    audit = make_audit(make, state="submitted")
    make_moderation(make, state="completed", audit=audit, moderator_id=moderator.person_id)
    dispute = make_dispute(make, audit=audit)
    path = f"{DISPUTES}/{dispute.id}/resolve"
    refused = moderator.post(path, json=NOT_UPHELD, headers=at(1))
    assert (refused.status_code, refused.json()["code"]) == (409, "not_to_resolve")
    assert other.get(f"{AUDITS}/{audit.id}").status_code == 200, "a moderator sees what is in dispute"
    settled = other.post(path, json=NOT_UPHELD, headers=at(1))
    assert (settled.status_code, settled.json()["state"]) == (200, "not_upheld"), settled.text
    third = as_("moderator", unit="council")
    assert third.get(f"{DISPUTES}/{dispute.id}").status_code == 404, "and no longer when it is settled"
    head = as_("head_of_childrens_social_care", unit="council")
    own = make_dispute(make, raised_by_id=head.person_id)
    assert head.post(f"{DISPUTES}/{own.id}/resolve", json=NOT_UPHELD, headers=at(1)).json()["code"] == "not_to_resolve"


def test_bad_endings_name_their_fields(as_: As, make: Session):
    lead, dispute = as_("quality_lead"), make_dispute(make)
    path = f"{DISPUTES}/{dispute.id}/resolve"

    def pointers(**body: Any) -> set[str]:
        answer = lead.post(path, json=NOT_UPHELD | body, headers=at(1))
        assert answer.status_code == 422, answer.text
        return {error["pointer"] for error in answer.json()["errors"]}

    assert pointers(state="upheld") == {"/resolved_grade"}
    assert pointers(state="upheld", resolved_grade="splendid") == {"/resolved_grade"}
    assert pointers(resolved_grade="good") == {"/resolved_grade"}
    assert pointers(state="open") == {"/state"}
    assert lead.post(path, json=NOT_UPHELD).status_code == 428
    stale = lead.post(path, json=NOT_UPHELD, headers=at(7))
    assert (stale.status_code, stale.json()["current"]["state"]) == (412, "open")


def test_whoever_raised_it_takes_it_back(as_: As, make: Session):
    manager = as_("team_manager", unit="north_1")
    dispute = make_dispute(make, raised_by_id=manager.person_id)
    path, why = f"{DISPUTES}/{dispute.id}/withdraw", {"reason": "We have spoken about it."}
    other = as_("team_manager", unit="north_1").post(path, json=why, headers=at(1))
    assert other.status_code in {404, 409}
    done = manager.post(path, json=why, headers=at(1))
    assert (done.status_code, done.json()["state"], done.json()["resolution"]) == (200, "withdrawn", why["reason"])


def test_list_shows_reach_and_filters_and_the_director_no_words(as_: As, make: Session):
    north, south = (
        make_dispute(make, due_in=-3),
        make_dispute(make, audit=make_audit(make, state="final", unit="south_1")),
    )

    def listed(caller: Caller, **params: Any) -> list[str]:
        return [one["id"] for one in caller.get(DISPUTES, params=params).raise_for_status().json()["items"]]

    lead = as_("quality_lead")
    assert listed(lead, sort="due_on") == [str(north.id), str(south.id)]
    assert listed(as_("head_of_service", unit="south")) == [str(south.id)]
    assert listed(lead, audit_id=str(north.audit_id)) == [str(north.id)]
    assert listed(lead, state="upheld") == listed(lead, mine=True) == []
    assert lead.get(DISPUTES, params={"sort": "due_on"}).json()["items"][0]["is_overdue"] is True
    assert as_("head_of_service", unit="north").get(f"{DISPUTES}/{south.id}").status_code == 404
    shown = as_("director", unit="council").get(f"{DISPUTES}/{north.id}").json()
    assert ([one["words"] for one in shown["messages"]], shown["resolution"]) == ([None], None)


def test_only_those_with_a_part_in_it_speak(as_: As, make: Session):
    dispute = make_dispute(make)
    path, words = f"{DISPUTES}/{dispute.id}/messages", {"words": "The minutes are on file."}
    assert as_("director", unit="council").post(path, json=words).json()["code"] == "no_part_to_it"
    assert as_("service_manager", unit="north").post(path, json=words).status_code == 201
    assert as_("service_manager", unit="south").post(path, json=words).status_code == 404
    auditor = as_("auditor", unit="south_1")
    audit = make_audit(make, state="final", auditor_id=auditor.person_id)
    theirs = make_dispute(make, audit=audit)
    assert auditor.post(f"{DISPUTES}/{theirs.id}/messages", json=words).status_code == 201


@pytest.mark.parametrize("change", [
    "update dispute_message set words = 'Other.'", "delete from dispute_message", "delete from dispute",
    "update dispute set claimed_grade = 'good'", "update dispute set asks = 'another_look'",
])  # fmt: skip
def test_what_was_said_and_disputed_never_changes(change: str, make: Session, council):
    make_dispute(make)
    with pytest.raises(IntegrityError, match="cannot be changed"):
        make.execute(text(change))


def test_two_settle_at_once_and_one_stands(as_: As, make: Session):
    leads, dispute = [as_("quality_lead"), as_("head_of_childrens_social_care", unit="council")], make_dispute(make)
    ends = [NOT_UPHELD, NOT_UPHELD | {"state": "upheld", "resolved_grade": "outstanding"}]

    def settle(i: int) -> int:
        return leads[i].post(f"{DISPUTES}/{dispute.id}/resolve", json=ends[i], headers=at(1)).status_code

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(settle, range(2))) == [200, 412]


def test_two_dispute_one_audit_at_once_and_one_is_open(as_: As, make: Session):
    audit = make_audit(make, state=AuditState.final)
    callers = [as_("team_manager", unit="north_1"), as_("service_manager", unit="north")]

    def dispute(one: Caller) -> int:
        return one.post(DISPUTES, json=new_dispute(audit)).status_code

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(dispute, callers)) == [201, 409]
