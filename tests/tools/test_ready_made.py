"""Ready-made tools: one for every kind the framework names, whole, and linked to criteria that there are."""

import pytest

from api.tools.models import AuditKind, QuestionKind
from api.tools.ready_made import READY_MADE
from tests.audits.make import As
from tests.tools.make import TOOLS, make_tool, publish

LEVELS = ["outstanding", "good", "requires_improvement", "inadequate"]
NAMED = [kind for kind in AuditKind if kind != AuditKind.external]


def test_each_kind_of_the_framework_has_one(as_: As):
    listed = as_("auditor").get(f"{TOOLS}/ready-made").json()
    assert [ready["kind"] for ready in listed] == NAMED
    assert all(ready["compliance_count"] < ready["questions_count"] for ready in listed)
    assert {ready["kind"]: len(ready["agencies"]) for ready in listed if ready["agencies"]} == {"multi_agency": 5}


@pytest.mark.parametrize("kind", NAMED)
def test_ready_made_tool_can_be_published_as_it_is(kind: AuditKind, as_: As):
    lead, ready = as_("quality_lead"), READY_MADE[kind]
    draft = make_tool(lead, start="ready_made", kind=kind, title=ready.title)
    asked = [question for section in draft["sections"] for question in section["questions"]]
    assert [q["code"] for q in asked] == [one.code for part in ready.parts for one in part.asks]
    assert all(q["criterion_id"] and q["set_code"] == "practice" for q in asked)
    assert {q["kind"] for q in asked} == set(QuestionKind)
    judged = [q for q in asked if q["kind"] == QuestionKind.quality]
    assert all(q["guidance"] for q in judged)
    assert all([one["grade"] for one in q["by_grade"]] == LEVELS for q in judged)
    assert all(one["guidance"] and one["exemplar"] for q in judged for one in q["by_grade"])
    assert draft["introduction"] == ready.introduction
    assert publish(lead, draft).status_code == 200


def test_no_two_exemplars_of_a_tool_are_the_same():
    for ready in READY_MADE.values():
        given = [pair for part in ready.parts for one in part.asks for pair in one.by_grade.values()]
        if ready.kind != AuditKind.multi_agency:  # of which two questions are asked of each agency
            assert len(set(given)) == len(given), ready.title


def test_kind_without_a_ready_made_tool_is_said(as_: As):
    new = {"title": "Outside", "kind": "external", "start": "ready_made"}
    refused = as_("quality_lead").post(TOOLS, json=new)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/kind")
