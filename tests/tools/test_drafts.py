"""Drafts of tools: replaced whole, by one drafter at a time; published whole; followed by versions."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from api.kernel.database import Database
from tests.audits.make import As, due, make_audit
from tests.standards import make as standards
from tests.tools.make import (
    TOOLS,
    content,
    if_match,
    make_mixed_tool,
    make_published_tool,
    make_tool,
    publish,
    replace,
)


def test_blank_draft_is_filled_in_and_reads_as_it_was_written(as_: As):
    lead = as_("quality_lead")
    whole = make_tool(lead)
    draft = make_tool(lead, start="blank", title="Our own")
    assert (draft["sections"], draft["version"]) == ([], 1)
    criterion = whole["sections"][1]["questions"][0]
    grades = [{"grade": "good", "guidance": "Seen alone each time.", "exemplar": "“We drew the house.”"},
              {"grade": "inadequate", "guidance": "Not seen.", "exemplar": ""}]  # fmt: skip
    sections = [
        {"own_title": "Health’s part", "agency": "Health", "standard_id": None, "questions": [
            {"kind": "quality", "criterion_id": criterion["criterion_id"], "text": "Was the child seen?",
             "guidance": "Visits.", "is_mandatory": False, "by_grade": grades},
            {"kind": "compliance", "criterion_id": None, "text": "The plan is in date.", "guidance": "",
             "is_mandatory": True, "by_grade": [{"grade": "partly_met", "guidance": "Old.", "exemplar": ""}]},
        ]},
        {"own_title": "", "agency": "", "standard_id": whole["sections"][3]["standard_id"], "questions": []},
    ]  # fmt: skip
    answer = replace(lead, draft, introduction="Read first.", sections=sections)
    tool = answer.json()
    assert (answer.status_code, tool["version"], answer.headers["ETag"]) == (200, 2, '"2"'), answer.text
    assert content(tool)["sections"] == sections
    assert lead.get(f"{TOOLS}/{draft['id']}").json() == tool
    first, second = tool["sections"]
    assert [(s["number"], s["title"], s["standard_number"]) for s in (first, second)] == [
        (1, "Health’s part", None), (2, whole["sections"][3]["title"], 4),
    ]  # fmt: skip
    asked = [(q["code"], q["set_code"], q["standard_number"]) for q in first["questions"]]
    assert asked == [(criterion["code"], "practice", 2), ("Q2", None, None)]


def test_two_drafters_cannot_write_over_each_other(as_: As):
    leads = [as_("quality_lead"), as_("quality_lead")]
    draft = make_tool(leads[0])
    assert leads[0].put(f"{TOOLS}/{draft['id']}", json=content(draft)).status_code == 428
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda one: replace(leads[one], draft, introduction=f"By {one}."), range(2)))
    assert sorted(answer.status_code for answer in answers) == [200, 412]
    kept = next(answer.json() for answer in answers if answer.status_code == 200)
    stale = next(answer.json() for answer in answers if answer.status_code == 412)
    assert stale["current"] == kept == leads[0].get(f"{TOOLS}/{draft['id']}").json()
    assert publish(leads[1], draft).status_code == 412, "nobody publishes what they have not read"


def test_wrong_content_names_its_fields_and_changes_nothing(as_: As):
    lead = as_("quality_lead")
    draft, unknown = make_tool(lead), str(uuid.uuid4())
    grades = [{"grade": "good"}, {"grade": "good"}, {"grade": "met"}, {"grade": "x" * 41}]
    question = {"text": "x", "criterion_id": unknown, "by_grade": grades[:3]}
    refused = replace(lead, draft, scale_id=unknown, sections=[{"standard_id": unknown, "questions": [question]}])
    assert refused.status_code == 422
    at = "/sections/0/questions/0"
    assert {e["pointer"] for e in refused.json()["errors"]} == {
        "/scale_id", "/sections/0/standard_id", f"{at}/criterion_id", f"{at}/by_grade/0/grade",
        f"{at}/by_grade/1/grade", f"{at}/by_grade/2/grade",
    }  # fmt: skip
    question = {"text": "x", "kind": "compliance", "by_grade": grades}
    refused = replace(lead, draft, title=" ", sections=[{"questions": [question], "zz": 1}])
    assert {e["pointer"] for e in refused.json()["errors"]} == {
        "/title", f"{at}/by_grade/3/grade", "/sections/0/zz",
    }  # fmt: skip
    question = {"text": "x", "kind": "compliance", "by_grade": grades[:3]}
    refused = replace(lead, draft, sections=[{"questions": [question]}])
    assert [e["pointer"] for e in refused.json()["errors"]] == [f"{at}/by_grade/0/grade", f"{at}/by_grade/1/grade"]
    many = [{"questions": [{"text": "x"}] * 200}] * 2
    assert replace(lead, draft, sections=many).json()["errors"][0]["pointer"] == "/sections"
    assert lead.get(f"{TOOLS}/{draft['id']}").json() == draft


def test_draft_is_published_only_when_it_is_whole(as_: As):
    lead = as_("quality_lead")
    draft = make_tool(lead, start="blank")
    empty = publish(lead, draft).json()
    assert (empty["code"], empty["errors"][0]["pointer"]) == ("tool_incomplete", "/sections")
    sections = [{"own_title": "Named", "questions": [{"text": ""}, {"text": "Asked?"}]}, {}]
    draft = replace(lead, draft, sections=sections).json()
    lacks = publish(lead, draft).json()["errors"]
    assert [fault["pointer"] for fault in lacks] == [
        "/sections/0/questions/0/text", "/sections/1/own_title", "/sections/1/questions",
    ]  # fmt: skip


def test_draft_is_deleted_and_what_is_published_stays(as_: As):
    lead = as_("quality_lead")
    draft, tool = make_tool(lead), make_published_tool(lead)
    assert lead.delete(f"{TOOLS}/{draft['id']}", headers=if_match(7)).status_code == 412
    assert lead.delete(f"{TOOLS}/{draft['id']}", headers=if_match(1)).status_code == 204
    assert lead.get(f"{TOOLS}/{draft['id']}").status_code == 404
    for answer in (lead.delete(f"{TOOLS}/{tool['id']}", headers=if_match(2)), replace(lead, tool)):
        assert (answer.status_code, answer.json()["code"]) == (409, "tool_is_published")


def test_next_version_begins_with_what_the_last_said_and_takes_its_place(as_: As, make, council):
    lead, auditor = as_("quality_lead", unit="council"), as_("auditor", unit="south_1")
    first = make_mixed_tool(lead)
    audit = make_audit(make, auditor_id=auditor.person_id)
    new = {"child_id": str(audit.child_id), "auditor_id": str(auditor.person_id), "due_on": due(), "kind": "managers"}
    allocated = lead.post("/api/v1/audits", json=new | {"tool_id": first["id"]})
    assert allocated.status_code == 201, allocated.text
    draft = lead.post(f"{TOOLS}/{first['id']}/versions").json()
    assert content(draft) == content(first)
    assert (draft["state"], draft["number"], draft["made_from_id"]) == ("draft", 2, first["id"])
    assert not {s["id"] for s in draft["sections"]} & {s["id"] for s in first["sections"]}
    second = publish(lead, draft).json()
    states = {
        t["version_number"]: t["state"] for t in auditor.get(TOOLS).json()["items"] if t["title"] == "Seen and safe"
    }
    assert states == {1: "superseded", 2: "published"}
    refused = lead.post("/api/v1/audits", json=new | {"tool_id": first["id"]})
    assert refused.json()["errors"][0]["pointer"] == "/tool_id"
    assert lead.post("/api/v1/audits", json=new | {"tool_id": second["id"]}).status_code == 201
    assert auditor.get(f"/api/v1/audits/{allocated.json()['id']}").json()["tool_id"] == first["id"]
    again = lead.post(f"{TOOLS}/{first['id']}/versions")
    assert (again.status_code, again.json()["code"]) == (409, "tool_not_in_use")


def test_draft_of_an_older_version_cannot_undo_a_newer_one(as_: As):
    lead = as_("quality_lead")
    first = make_published_tool(lead)
    drafts = [lead.post(f"{TOOLS}/{first['id']}/versions").json() for _ in range(2)]
    assert [draft["number"] for draft in drafts] == [2, 3]
    assert publish(lead, drafts[0]).status_code == 200
    behind = publish(lead, drafts[1])
    assert (behind.status_code, behind.json()["code"]) == (409, "draft_is_behind")
    renamed = replace(lead, drafts[1], title="Another tool").json()
    assert (renamed["number"], publish(lead, renamed).status_code) == (1, 200)


def test_two_versions_published_at_once_leave_one_in_use(as_: As):
    leads = [as_("quality_lead") for _ in range(2)]
    drafts = [make_tool(leads[0]) for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda one: publish(leads[one], drafts[one]), range(2)))
    assert {answer.status_code for answer in answers} <= {200, 409}
    states = [t["state"] for t in leads[0].get(TOOLS).json()["items"]]
    assert states.count("published") == 1, states


def test_versions_begun_at_once_have_numbers_of_their_own(as_: As):
    leads = [as_("quality_lead") for _ in range(4)]
    tool = make_published_tool(leads[0])
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda lead: lead.post(f"{TOOLS}/{tool['id']}/versions"), leads))
    assert sorted(answer.json()["number"] for answer in answers) == [2, 3, 4, 5]


def test_draft_is_brought_to_a_later_version_of_the_standards(as_: As):
    lead, head = as_("quality_lead"), as_("head_of_childrens_social_care")
    old = make_published_tool(lead)
    later = standards.make_draft(lead)
    draft = lead.post(f"{TOOLS}/{old['id']}/versions").json()
    refused = replace(lead, draft, standards_version_id=later["id"])
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/standards_version_id")
    later = standards.publish(head, later, "2026-03-01")
    criterion = standards.find_criterion(later, "4.2")
    section = {"standard_id": later["standards"][3]["id"],
               "questions": [{"text": "Heard?", "criterion_id": criterion["id"]}]}  # fmt: skip
    tool = replace(lead, draft, standards_version_id=later["id"], sections=[section]).json()
    assert tool["standards_version_id"] == later["id"]
    assert (tool["sections"][0]["set_code"], tool["sections"][0]["standard_number"]) == ("practice", 4)
    assert publish(lead, tool).status_code == 200
    assert lead.get(f"{TOOLS}/{old['id']}").json()["standards_version_id"] == old["standards_version_id"]


GUIDANCE = "(select g.id from grade_guidance g join tool_question q on q.id = g.tool_question_id limit 1)"
SEALED = (
    "update audit_tool set introduction = 'x' where state = 'published'",
    "update audit_tool set state = 'superseded', title = 'x' where state = 'published'",
    "update audit_tool set version = version + 1 where state = 'published'",
    "update tool_section set agency = 'x'",
    "update tool_question set kind = 'quality' where kind = 'compliance'",
    "update tool_question set criterion_id = null",
    f"update grade_guidance set exemplar = 'x' where id = {GUIDANCE}",
    f"delete from grade_guidance where id = {GUIDANCE}",
    "insert into grade_guidance select gen_random_uuid(), q.id, l.id, '', '' from tool_question q, judgement_level l"
    " where q.kind = 'compliance' and l.code = 'met' limit 1",
    "insert into tool_section (id, audit_tool_id, title, agency, position)"
    " select gen_random_uuid(), id, 'x', '', 99 from audit_tool where state = 'published'",
)


def test_every_word_of_a_published_version_is_sealed_in_the_database(as_: As, database: Database):
    lead = as_("quality_lead")
    tool = make_tool(lead, start="ready_made", kind="managers")
    assert publish(lead, tool).status_code == 200
    for statement in SEALED:
        with database.connect() as db, pytest.raises(psycopg.errors.RestrictViolation, match="cannot be changed"):
            db.execute(statement)


def test_draft_is_open_and_a_superseded_version_sealed(as_: As, database: Database):
    lead = as_("quality_lead")
    make_tool(lead, start="ready_made", kind="managers")
    for statement in SEALED[3:9]:
        with database.connect() as db:
            assert db.execute(statement).rowcount > 0, statement
            db.rollback()
    first = make_published_tool(lead, title="Old")
    assert publish(lead, lead.post(f"{TOOLS}/{first['id']}/versions").json()).status_code == 200
    for change in ("state = 'published'", "state = 'draft', published_at = null", "title = 'x'"):
        with database.connect() as db, pytest.raises(psycopg.errors.RestrictViolation, match="cannot be changed"):
            db.execute(f"update audit_tool set {change} where id = '{first['id']}'")
