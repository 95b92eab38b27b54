"""Scales as data: made whole, used by tools, and never changed once they are."""

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from api.kernel.database import Database
from tests.audits.make import As
from tests.tools.make import TOOLS, make_tool, publish, replace

SCALES = f"{TOOLS}/scales"
STEPS = [("Far along", True), ("On the way", False), ("Not begun", False)]


def new_scale(title: str = "Three steps", steps: list[tuple[str, bool]] = STEPS) -> dict:
    return {"title": title, "levels": [{"label": label, "is_good_or_better": good} for label, good in steps]}


def test_scales_are_listed_with_how_many_tools_use_them(as_: As):
    lead = as_("quality_lead")
    make_tool(lead)
    listed = {scale["code"]: scale for scale in as_("auditor").get(SCALES).json()}
    assert {code: scale["tools_count"] for code, scale in listed.items()} == {"compliance": 1, "ofsted": 1}
    assert [level["code"] for level in listed["compliance"]["levels"]] == ["met", "partly_met", "not_met"]


def test_scale_is_made_and_a_tool_judges_by_it(as_: As):
    lead = as_("quality_lead")
    made = lead.post(SCALES, json=new_scale())
    assert (made.status_code, made.json()["code"], made.json()["tools_count"]) == (201, "three_steps", 0)
    levels = [(v["code"], v["position"], v["is_good_or_better"]) for v in made.json()["levels"]]
    assert levels == [("far_along", 1, True), ("on_the_way", 2, False), ("not_begun", 3, False)]
    question = {"text": "How far?", "by_grade": [{"grade": "far_along", "guidance": "Nearly there."}]}
    sections = [{"own_title": "Way", "questions": [question]}]
    tool = replace(lead, make_tool(lead), scale_id=made.json()["id"], sections=sections).json()
    assert tool["scale"]["code"] == "three_steps"
    assert tool["sections"][0]["questions"][0]["by_grade"][0]["grade"] == "far_along"
    assert publish(lead, tool).status_code == 200


def test_scale_that_is_no_scale_names_what_is_wrong(as_: As):
    lead = as_("quality_lead")
    wrong = {
        "/title": new_scale("Ofsted"),
        "/levels": new_scale(steps=[("Bad", False), ("Good", True)]),
        "/levels/1/label": new_scale(steps=[("Good!", True), ("Good?", True), ("Bad", False)]),
    }
    for pointer, scale in wrong.items():
        refused = lead.post(SCALES, json=scale)
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, pointer)
    assert lead.post(SCALES, json=new_scale(steps=[("Good", True)] * 2)).status_code == 422
    assert lead.post(SCALES, json=new_scale(steps=STEPS[:1])).json()["errors"][0]["pointer"] == "/levels"
    assert lead.post(SCALES, json=new_scale("★", [("✔", True), ("✘", False)])).json()["code"] == "scale"
    assert as_("auditor").post(SCALES, json=new_scale()).status_code == 403


def test_two_scales_of_one_title_at_once_give_one(as_: As):
    leads = [as_("quality_lead") for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda lead: lead.post(SCALES, json=new_scale()), leads))
    assert sorted(answer.status_code for answer in answers) in ([201, 409], [201, 422])


def test_scale_in_use_is_sealed_in_the_database(as_: As, database: Database):
    lead = as_("quality_lead")
    scale = lead.post(SCALES, json=new_scale()).json()["id"]
    of = f"judgement_scale_id = '{scale}'"
    more = f"insert into judgement_level values (gen_random_uuid(), '{scale}', 'x', 'x', 9, false)"
    change = f"update judgement_level set is_good_or_better = true where {of}"
    with database.connect() as db:
        assert db.execute(change).rowcount == 3
        assert db.execute(more).rowcount == 1
        db.rollback()
    replace(lead, make_tool(lead), compliance_scale_id=scale, sections=[]).raise_for_status()
    for statement in (change, more, f"delete from judgement_level where {of}",
                      f"update judgement_scale set title = 'x' where id = '{scale}'"):  # fmt: skip
        with database.connect() as db, pytest.raises(psycopg.errors.RestrictViolation, match="scale in use"):
            db.execute(statement)
