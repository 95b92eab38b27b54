"""Audit tools through HTTP: made from the standards, published, and sealed."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from sqlalchemy import text

from api.kernel.database import Database
from tests.access.make import Caller
from tests.standards import make as standards
from tests.standards.make import find_first, make_draft
from tests.tools.make import TOOLS, make_published_tool, make_tool, publish

As = Callable[..., Caller]


def test_tool_is_made_from_the_standards(as_: As):
    lead = as_("quality_lead")
    standards, tool = find_first(lead), make_tool(lead)
    assert (tool["state"], tool["number"], tool["kind"]) == ("draft", 1, "managers")
    assert tool["standards_version_id"] == standards["id"]
    assert [(s["standard_id"], s["number"], s["title"]) for s in tool["sections"]] == [
        (s["id"], s["number"], s["text"]) for s in standards["standards"]
    ]
    asked = [(q["criterion_id"], q["code"], q["label"], q["text"]) for s in tool["sections"] for q in s["questions"]]
    assert asked == [(c["id"], c["code"], c["label"], c["text"]) for s in standards["standards"] for c in s["criteria"]]
    assert len(asked) == 46
    assert all(q["is_mandatory"] for s in tool["sections"] for q in s["questions"])


def test_each_standard_has_guidance_of_its_own(as_: As):
    sections = make_tool(as_("quality_lead"))["sections"]
    guidance = [{q["guidance"] for q in section["questions"]} for section in sections]
    assert [len(said) for said in guidance] == [1] * 10
    assert len(set.union(*guidance)) == 10


def test_scale_is_ofsteds_four_the_best_first(as_: As):
    scale = make_tool(as_("quality_lead"))["scale"]
    assert scale["code"] == "ofsted"
    assert [(v["code"], v["label"], v["is_good_or_better"], v["position"]) for v in scale["levels"]] == [
        ("outstanding", "Outstanding", True, 1), ("good", "Good", True, 2),
        ("requires_improvement", "Requires improvement to be good", False, 3), ("inadequate", "Inadequate", False, 4),
    ]  # fmt: skip


def test_draft_is_for_its_makers_and_a_published_tool_for_all_who_read_tools(as_: As):
    lead, auditor = as_("quality_lead"), as_("auditor")
    draft = make_tool(lead)
    path = f"{TOOLS}/{draft['id']}"
    assert auditor.get(path).status_code == 404
    assert auditor.get(TOOLS).json()["items"] == []
    assert [t["state"] for t in lead.get(TOOLS).json()["items"]] == ["draft"]
    published = publish(lead, draft).json()
    assert published["state"] == "published"
    assert published["published_at"]
    assert auditor.get(path).json() == published
    listed = auditor.get(TOOLS).json()["items"]
    assert [(t["version_number"], t["questions_count"], t["state"]) for t in listed] == [(1, 46, "published")]


def test_tools_are_filtered_and_paged(as_: As):
    lead = as_("quality_lead")
    make_published_tool(lead)
    assert make_tool(lead)["number"] == 2
    assert make_tool(lead, kind="peer")["number"] == 1
    assert len(lead.get(f"{TOOLS}?state=draft").json()["items"]) == 2
    assert len(lead.get(f"{TOOLS}?kind=peer&state=draft").json()["items"]) == 1
    first = lead.get(f"{TOOLS}?limit=2&total=true").json()
    second = lead.get(f"{TOOLS}?limit=2&cursor={first['next_cursor']}").json()
    assert len({t["id"] for t in first["items"] + second["items"]}) == first["total"] == 3


def test_tool_keeps_the_version_it_was_made_from(as_: As):
    lead, head = as_("quality_lead"), as_("head_of_childrens_social_care")
    tool, draft = make_published_tool(lead), make_draft(lead)
    standards.publish(head, draft, "2026-03-01")
    assert lead.get(f"{TOOLS}/{tool['id']}").json() == tool
    assert make_tool(lead, standards_version_id=draft["id"])["standards_version_id"] == draft["id"]


def test_bad_values_name_their_field(as_: As):
    lead = as_("quality_lead")
    for version_id in (make_draft(lead)["id"], str(uuid.uuid4())):
        new = {"title": "Case audit", "kind": "managers", "standards_version_id": version_id}
        refused = lead.post(TOOLS, json=new)
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/standards_version_id")
    faults = lead.post(TOOLS, json={"title": " ", "kind": "none", "standards_version_id": "1", "zz": 1}).json()
    assert {e["pointer"] for e in faults["errors"]} == {"/title", "/kind", "/standards_version_id", "/zz"}
    assert lead.get(f"{TOOLS}?nonsense=1").json()["errors"][0]["pointer"] == "?nonsense"
    assert lead.get(f"{TOOLS}?kind=none").json()["errors"][0]["pointer"] == "?kind"
    assert lead.get(f"{TOOLS}/{uuid.uuid4()}").status_code == 404
    assert publish(lead, {"id": uuid.uuid4(), "version": 1}).status_code == 404


def test_two_publications_at_once_give_one_conflict(as_: As):
    leads = [as_("quality_lead") for _ in range(2)]
    draft = make_tool(leads[0])
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda lead: publish(lead, draft), leads))
    assert sorted(a.status_code for a in answers) == [200, 409]
    assert {a.json().get("code") for a in answers} == {None, "tool_is_published"}


IDS = {
    "t": "(select id from audit_tool where number = {n})",
    "s": "(select s.id from tool_section s join audit_tool t on t.id = s.audit_tool_id where t.number = {n}"
    " order by s.position limit 1)",
    "c": "(select id from criterion where code = '10.3')",
}
SEALED = (
    "update audit_tool set title = 'Other' where id = {t}",
    "update audit_tool set state = 'draft', published_at = null where id = {t}",
    "delete from audit_tool where id = {t}",
    "update tool_section set position = 99 where id = {s}",
    "delete from tool_section where id = {s}",
    "update tool_section set audit_tool_id = {t} where audit_tool_id <> {t}",
    "update tool_question set guidance = 'Other' where tool_section_id = {s}",
    "delete from tool_question where tool_section_id = {s}",
    "insert into tool_question select gen_random_uuid(), {s}, {c}, 'x', 'x', true, 99, 'quality'",
)


def test_published_tool_is_sealed_even_for_the_owner_of_the_database(as_: As, database: Database):
    lead = as_("quality_lead")
    make_published_tool(lead)
    make_tool(lead)
    for statement in SEALED:
        with database.connect() as db, pytest.raises(psycopg.errors.RestrictViolation, match="cannot be changed"):
            db.execute(statement.format(**IDS).format(n=1))
    for statement in (SEALED[0], SEALED[3], SEALED[6], SEALED[8]):
        with database.connect() as db:
            assert db.execute(statement.format(**IDS).format(n=2)).rowcount > 0, "a draft is not sealed"


def test_stranger_sees_no_tool_and_nobody_changes_a_scale(as_: As, database: Database):
    make_published_tool(as_("quality_lead"))

    def count(table: str, who: str) -> int:
        with database.transaction() as db:
            db.execute(text("select set_config('app.who', :who, true)"), {"who": who})
            return int(db.execute(text(f"select count(*) from {table}")).scalar_one())

    tables = ("judgement_scale", "judgement_level", "audit_tool", "tool_section", "tool_question")
    assert [count(table, str(uuid.uuid4())) for table in tables] == [2, 7, 1, 10, 46]
    assert [count(table, "") for table in tables] == [0] * 5
    with database.transaction() as db:
        db.execute(text("select set_config('app.who', :who, true)"), {"who": str(uuid.uuid4())})
        assert db.execute(text("update judgement_level set is_good_or_better = true returning id")).all() == []
