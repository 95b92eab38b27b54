"""The addresses of findings: each works, and says what is wrong by field."""

import uuid
from datetime import timedelta
from typing import Any

from sqlmodel import Session

from api.access.permissions import Role
from api.audits.models import Audit
from api.cases.models import Worker
from api.kernel import clock
from api.statistics.workdays import add_working_days
from tests.access.make import SOURCE, make_person
from tests.actions.make import at
from tests.audits import make as audits
from tests.audits.make import make_child, questions_of
from tests.findings.make import (
    FINDINGS,
    IMPACT,
    WORDS,
    As,
    action_about,
    add_finding,
    improvement,
    make_finding,
    strength,
)


def make_audit(make: Session, **over: Any) -> Audit:
    """An audit that has no finding yet."""
    return audits.make_audit(make, has_findings=False, **over)


def test_finding_is_made_changed_and_removed(as_: As, make: Session, council):
    auditor = as_("auditor", unit="south_1")
    audit = make_audit(make, auditor_id=auditor.person_id)
    question = questions_of(make, audit.audit_tool_id)[0]
    made = auditor.post(FINDINGS, json=strength(audit.id, tool_question_id=str(question)))
    assert made.status_code == 201, made.text
    finding = made.json()
    assert (finding["audit_reference"], finding["theme_title"]) == ("A-000001", "The child's voice")
    assert (finding["text"], finding["impact"], finding["actions"]) == (WORDS, IMPACT, [])
    assert finding["criterion_id"], "the criterion is that of the question"
    path = f"{FINDINGS}/{finding['id']}"
    assert auditor.get(path).headers["ETag"] == '"1"'
    changed = auditor.patch(path, json={"theme": "visits"}, headers=at(1)).json()
    assert (changed["theme"], changed["text"], changed["version"]) == ("visits", WORDS, 2)
    stale = auditor.patch(path, json={"theme": "voice"}, headers=at(1))
    assert (stale.status_code, stale.json()["current"]["theme"]) == (412, "visits")
    assert auditor.delete(path).status_code == 428
    assert auditor.delete(path, headers=at(2)).status_code == 204
    assert auditor.get(path).status_code == 404


def test_bad_findings_name_their_fields(as_: As, make: Session, council):
    auditor = as_("auditor", unit="south_1")
    audit, nobody = make_audit(make, auditor_id=auditor.person_id), str(uuid.uuid4())

    def wrong(finding: dict) -> set[str]:
        answer = auditor.post(FINDINGS, json=finding)
        assert answer.status_code == 422, answer.text
        return {error["pointer"] for error in answer.json()["errors"]}

    assert wrong(strength(nobody)) == {"/audit_id"}
    assert wrong(strength(audit.id, severity="high", no_action_reason="No need.")) == {"/severity", "/no_action_reason"}
    assert wrong(improvement(audit.id, severity=None)) == {"/severity"}
    odd = improvement(audit.id, theme="weather", tool_question_id=nobody, criterion_id=nobody)
    assert wrong(odd) == {"/theme", "/tool_question_id", "/criterion_id"}
    assert wrong(strength(audit.id, text="Good.", impact="Fine.")) == {"/text", "/impact"}
    made = add_finding(auditor, improvement(audit.id))
    refused = auditor.patch(f"{FINDINGS}/{made['id']}", json={"severity": None}, headers=at(1))
    assert refused.json()["errors"][0]["pointer"] == "/severity"


def test_action_about_a_finding_is_about_its_child_and_team(as_: As, make: Session, council):
    auditor, owner = as_("auditor", unit="south_1"), make_person(make, Role.team_manager, council["north_1"])
    audit = make_audit(make, auditor_id=auditor.person_id)
    finding = add_finding(auditor, improvement(audit.id))
    path = f"{FINDINGS}/{finding['id']}/actions"
    assert auditor.post(path, json={"title": "T"}).json()["errors"][0]["pointer"] == "/owner_id"
    answer = auditor.post(path, json=action_about(owner.id))
    assert answer.status_code == 201, answer.text
    action = answer.json()["actions"][0]
    assert (action["owner_name"], action["state"]) == (owner.name, "open")
    seen = auditor.get(f"/api/v1/actions/{action['id']}").json()
    assert (seen["child_ref"], seen["unit_name"]) == (audit.child_ref, "North 1")
    assert (seen["source_kind"], seen["source_id"], seen["source_label"]) == ("audit", str(audit.id), "A-000001")
    assert seen["due_on"] == add_working_days(clock.today(), 20).isoformat()
    kept = auditor.delete(f"{FINDINGS}/{finding['id']}", headers=at(1))
    assert kept.json()["code"] == "finding_has_action"
    late = make_audit(make, auditor_id=auditor.person_id, state="submitted", first_grade="inadequate")
    found = make_finding(make, late, "improvement")
    lead = as_("quality_lead")
    sooner = lead.post(f"{FINDINGS}/{found.id}/actions", json=action_about(owner.id)).json()["actions"][0]
    assert sooner["due_on"] == add_working_days(clock.today(), 10).isoformat()
    assert as_("team_manager", unit="south_1").post(path, json=action_about(owner.id)).status_code == 404


def test_list_is_filtered_and_strengths_come_first(as_: As, make: Session, council):
    lead, auditor = as_("quality_lead"), as_("auditor", unit="south_1")
    final, other = make_audit(make, state="final"), make_audit(make, state="final", unit="south_1")
    weighty = make_finding(make, final, "improvement", "planning", severity="high")
    lighter = make_finding(make, final, "improvement", "visits")
    good = make_finding(make, final)
    elsewhere = make_finding(make, other, theme="planning")
    draft = add_finding(auditor, strength(make_audit(make, auditor_id=auditor.person_id).id))

    def found(**params: object) -> list[str]:
        return [one["id"] for one in lead.get(FINDINGS, params=params).raise_for_status().json()["items"]]

    ids = {"weighty": str(weighty.id), "lighter": str(lighter.id), "good": str(good.id)}
    assert found(audit_id=final.id) == [ids["good"], ids["weighty"], ids["lighter"]]
    assert found(sort="-created_at")[0] == draft["id"]
    assert found(unit_id=council["south"]) == [str(elsewhere.id)]
    assert found(theme="planning") == [str(elsewhere.id), ids["weighty"]]
    assert found(kind="improvement", severity="medium") == [ids["lighter"]]
    assert draft["id"] not in found(final=True)
    assert len(found(from_on=clock.today())) == 4
    assert found(to_on=clock.today() - timedelta(days=2)) == []
    page = lead.get(FINDINGS, params={"limit": 2}).json()
    assert len(lead.get(FINDINGS, params={"limit": 9, "cursor": page["next_cursor"]}).json()["items"]) == 3


def test_themes_count_strengths_and_improvements_apart(as_: As, make: Session, council):
    lead = as_("quality_lead")
    assert lead.get(f"{FINDINGS}/themes").json()["sentence"] == "No final audit in sight has findings."
    audit = make_audit(make, state="final")
    for kind, theme in (("strength", "voice"), ("improvement", "planning"), ("improvement", "planning")):
        make_finding(make, audit, kind, theme)
    make_finding(make, make_audit(make, state="submitted"), "improvement", "planning")
    told = lead.get(f"{FINDINGS}/themes").json()
    counts = {one["theme"]: (one["strengths"], one["improvements"], one["without_action"]) for one in told["themes"]}
    assert (len(counts), counts["voice"], counts["planning"]) == (12, (1, 0, 0), (0, 2, 2))
    assert told["sentence"] == (
        "In 1 final audit: The child's voice was a strength most often (1),"
        " Plans and their review an area for improvement most often (2)."
    )
    assert lead.get(f"{FINDINGS}/themes", params={"unit_id": str(council["south"])}).json()["audits"] == 0
    assert [one["code"] for one in lead.get(f"{FINDINGS}/theme-list").json()][:2] == ["assessment", "planning"]


def _worker(make: Session, source_id: str, team: str) -> None:
    now = clock.now()
    make.add(Worker(source_system=SOURCE, source_id=source_id, department_source_id=team, as_of=now, received_at=now,
                    updated_at=now))  # fmt: skip
    make.commit()


def test_sheet_is_for_those_over_the_team_and_the_worker(as_: As, make: Session, council):
    _worker(make, "worker-1", "north_1")
    child = make_child(make, "north_1")
    audit = make_audit(make, state="final", child=child)
    make_audit(make, state="submitted", child=child)
    make_finding(make, audit, "improvement", "planning")
    make_finding(make, audit)
    manager = as_("team_manager", unit="north_1")
    owner = make_person(make, Role.practitioner)
    about = {"source_kind": "audit", "source_id": str(audit.id), "child_id": str(child.id)}
    assert manager.post("/api/v1/actions", json=action_about(owner.id, **about)).status_code == 201
    path = f"{FINDINGS}/sheets/worker-1"
    sheet = manager.get(path).json()
    assert [one["reference"] for one in sheet["audits"]] == ["A-000001"]
    (told,) = sheet["audits"]
    assert (told["grade_label"], len(told["strengths"]), len(told["improvements"])) == ("Good", 1, 1)
    assert [one["state"] for one in told["actions"]] == ["open"]
    assert {one["speaker"] for one in told["voices"]} >= {"child", "practitioner"}
    assert (sheet["unit_name"], sheet["worker_name"]) == ("North 1", None)
    assert "Never to compare workers" in sheet["purpose"]
    worker = as_("practitioner", unit="north_1", worker_ref="worker-1", name="Asha Worker")
    assert worker.get(path).json()["worker_name"] == "Asha Worker"
    assert [one["worker_id"] for one in worker.get(f"{FINDINGS}/sheets").json()["items"]] == ["worker-1"]
    assert manager.get(f"{FINDINGS}/sheets").json()["items"][0]["worker_name"] == "Asha Worker"
    assert as_("service_manager", unit="north").get(path).status_code == 200
    director = as_("director").get(path).json()
    assert director["audits"][0]["strengths"][0]["text"] is None
    assert {one["said"] for one in director["audits"][0]["voices"]} == {None}
    for other in (as_("team_manager", unit="south_1"), as_("practitioner", unit="north_1"), as_("moderator")):
        assert other.get(path).status_code == 404
        assert other.get(f"{FINDINGS}/sheets").json()["items"] == []
    assert as_("lead_member").get(path).status_code == 403
    none = manager.get(path, params={"to_on": (clock.today() - timedelta(days=9)).isoformat()}).json()
    assert none["audits"] == []
    assert manager.get(f"{FINDINGS}/sheets/nobody").status_code == 404
