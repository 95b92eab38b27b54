"""Compliance apart from quality: answered on its own scale, no reason asked, never graded again, never counted."""

import uuid

from sqlmodel import Session

from api.indicators.service import compute_indicators
from api.tools import queries
from api.tools.models import AuditTool
from tests.audits.make import REASON, As, at, make_audit
from tests.indicators import make as m
from tests.moderations.make import make_moderation
from tests.tools.make import make_mixed_tool

AUDITS, MODERATIONS = "/api/v1/audits", "/api/v1/moderations"


def mixed(lead, make: Session, *, is_one_scale: bool = False) -> tuple[AuditTool, str, str]:
    """A tool with the ids of its question of quality and its question of compliance."""
    tool = make_mixed_tool(lead, is_one_scale=is_one_scale)
    quality, compliance = (question["id"] for question in tool["sections"][0]["questions"])
    return make.get_one(AuditTool, uuid.UUID(tool["id"])), quality, compliance


def test_compliance_is_answered_on_its_own_scale_and_needs_no_reason(as_: As, make: Session, council):
    lead, auditor = as_("quality_lead"), as_("auditor", unit="south_1")
    tool, quality, compliance = mixed(lead, make)
    path = f"{AUDITS}/{make_audit(make, tool=tool, auditor_id=auditor.person_id).id}"
    wrong = {"answers": {quality: {"grade": "met"}, compliance: {"grade": "good"}}, "first_grade": "met"}
    refused = auditor.patch(path, json=wrong, headers=at(1)).json()
    assert {fault["pointer"] for fault in refused["errors"]} == {
        f"/answers/{quality}/grade", f"/answers/{compliance}/grade", "/first_grade",
    }  # fmt: skip
    right = {"answers": {quality: {"grade": "good", "reason": REASON}, compliance: {"grade": "not_met"}},
             "first_grade": "good", "overall_reason": REASON}  # fmt: skip
    assert auditor.patch(path, json=right, headers=at(1)).status_code == 200
    unread = auditor.post(f"{path}/submit", headers=at(2)).json()
    assert not [fault for fault in unread.get("errors", []) if fault["pointer"].startswith("/answers")]


def test_moderator_seconds_quality_alone(as_: As, make: Session, council):
    moderator = as_("moderator", unit="council")
    tool, quality, compliance = mixed(as_("quality_lead"), make)
    audit = make_audit(make, tool=tool, state="submitted")
    path = f"{MODERATIONS}/{make_moderation(make, audit=audit, moderator_id=moderator.person_id).id}/grade"
    both = {"second_grade": "good", "judgements": {quality: "good", compliance: "met"}}
    refused = moderator.post(path, json=both, headers=at(1)).json()
    assert f"/judgements/{compliance}" in {fault["pointer"] for fault in refused["errors"]}
    answer = moderator.post(path, json=both | {"judgements": {quality: "good"}}, headers=at(1))
    assert (answer.status_code, set(answer.json()["judgements"])) == (200, {quality}), answer.text


def test_compliance_moves_no_indicator_of_a_standard(as_: As, make: Session, council, database, travel):
    tool, quality, compliance = mixed(as_("quality_lead"), make, is_one_scale=True)
    travel(m.NOON)
    m.audit(make, tool, {uuid.UUID(quality): "met", uuid.UUID(compliance): "not_met"}, overall="met")
    compute_indicators(database)
    month = m.NOON.date().replace(day=1)
    assert m.counted(make, "audits_good_standard_1", council["north_1"], month) == (1, 1)
    assert m.counted(make, "audits_good", council["north_1"], month) == (1, 1)


def test_levels_and_quality_are_told_by_question(as_: As, make: Session):
    tool, quality, compliance = mixed(as_("quality_lead"), make)
    assert queries.levels_by_question(make, tool.id) == {
        uuid.UUID(quality): ["outstanding", "good", "requires_improvement", "inadequate"],
        uuid.UUID(compliance): ["met", "partly_met", "not_met"],
    }
    assert queries.list_quality_questions(make, tool.id) == [uuid.UUID(quality)]
