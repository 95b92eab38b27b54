"""The standards through HTTP: what is in force, drafts, publication, comparison, and the seal on what is published."""

import re
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from functools import partial
from pathlib import Path

import httpx
import psycopg
import pytest
from sqlalchemy import text

from api.kernel.database import Database
from tests.access.make import Caller
from tests.standards.make import VERSIONS, find_criterion, find_first, make_draft, publish

As = Callable[..., Caller]
FRAMEWORK = Path(__file__).resolve().parents[3] / "shared" / "framework.txt"


def if_match(version: dict) -> dict[str, str]:
    return {"If-Match": f'"{version["version"]}"'}


def test_ten_standards_and_forty_six_criteria_are_in_force(as_: As):
    answer = as_("practitioner").get("/api/v1/standards")
    now = answer.json()
    assert [len(s["criteria"]) for s in now["standards"]] == [4, 4, 6, 3, 4, 6, 4, 5, 7, 3]
    assert [s["number"] for s in now["standards"]] == list(range(1, 11))
    codes = [c["code"] for s in now["standards"] for c in s["criteria"]]
    assert len(set(codes)) == 46
    assert (now["state"], now["effective_from"], now["effective_to"]) == ("published", "2013-09-01", None)
    assert answer.headers["ETag"] == f'"{now["version"]}"'


def test_oddities_of_the_print_are_kept_and_noted(as_: As):
    now = find_first(as_("practitioner"))
    twice = [c for c in now["standards"][1]["criteria"] if c["label"] == "2.3"]
    assert [c["code"] for c in twice] == ["2.3", "2.4"]
    assert all("2.3" in c["note"] for c in twice)
    for number in (6, 10):
        standard = now["standards"][number - 1]
        assert standard["text"] != standard["overview_text"]
        assert standard["note"]
    assert "Cut short" in find_criterion(now, "6.1")["note"]
    assert find_criterion(now, "1.1")["note"] == ""


def test_words_are_those_of_the_framework(as_: As):
    if not FRAMEWORK.is_file():
        pytest.skip("shared/framework.txt is not beside the checkout: the printed words are not here to compare with")
    printed = FRAMEWORK.read_text()
    overview, *standards = re.split(r"^Standard \d+\s", printed.split("Standards Overview:")[1], flags=re.M)
    now = find_first(as_("practitioner"))
    assert [s["overview_text"] for s in now["standards"]] == re.findall(r"^- \d+\. (.+?)\s*$", overview, re.M)
    assert len(standards) == 10
    for printed_standard, standard in zip(standards, now["standards"], strict=True):
        assert standard["text"] == printed_standard.strip().splitlines()[0].strip()
        criteria = re.findall(r"^- (\d+\.\d) (.+?)\s*$", printed_standard, re.M)
        assert [(c["label"], c["text"]) for c in standard["criteria"]] == criteria


def test_members_and_partners_read_what_is_published(as_: As):
    lead, member = as_("quality_lead"), as_("lead_member")
    draft = make_draft(lead)
    assert len(member.get("/api/v1/standards").json()["standards"]) == 10
    assert member.get(f"{VERSIONS}/{draft['id']}").status_code == 404
    assert [v["state"] for v in member.get(VERSIONS).json()["items"]] == ["published"]


def test_role_of_public_readers_sees_no_draft_and_a_stranger_sees_nothing(as_: As, database: Database):
    make_draft(as_("quality_lead"))

    def seen(role: str, who: str) -> list[int]:
        tables = ("standards_set", "standards_version", "practice_standard", "criterion")
        with database.transaction(role) as db:
            db.execute(text("select set_config('app.who', :who, true)"), {"who": who})
            return [db.execute(text(f"select count(*) from {table}")).scalar_one() for table in tables]

    somebody = str(uuid.uuid4())
    assert seen("plumbline_public", somebody) == [1, 1, 10, 46]
    assert seen("plumbline_app", somebody) == [1, 2, 20, 92]
    assert seen("plumbline_public", "") == seen("plumbline_app", "") == [0, 0, 0, 0]


def test_drafts_are_shown_to_those_who_write_or_publish_them(as_: As):
    lead, head, auditor = as_("quality_lead"), as_("head_of_childrens_social_care"), as_("auditor")
    draft = make_draft(lead)
    assert [v["number"] for v in lead.get(f"{VERSIONS}?state=draft").json()["items"]] == [2]
    assert head.get(f"{VERSIONS}/{draft['id']}").json()["state"] == "draft"
    assert auditor.get(f"{VERSIONS}?state=draft").json()["items"] == []
    assert auditor.get(f"{VERSIONS}/{draft['id']}").status_code == 404
    assert auditor.get(f"{VERSIONS}/{find_first(auditor)['id']}/comparison?with={draft['id']}").status_code == 404


def test_versions_are_paged(as_: As):
    lead = as_("quality_lead")
    made = {make_draft(lead)["number"] for _ in range(4)}
    assert made == {2, 3, 4, 5}
    first = lead.get(f"{VERSIONS}?limit=3&total=true&set=practice").json()
    second = lead.get(f"{VERSIONS}?limit=3&set=practice&cursor={first['next_cursor']}").json()
    assert [v["number"] for v in first["items"] + second["items"]] == [5, 4, 3, 2, 1]
    assert (first["total"], second["next_cursor"]) == (5, None)
    assert "standards" not in first["items"][0]


def test_draft_is_a_copy_with_ids_of_its_own(as_: As):
    lead = as_("quality_lead")
    first, draft = find_first(lead), make_draft(lead)
    assert (draft["state"], draft["number"], draft["effective_from"]) == ("draft", 2, None)
    assert [c["text"] for s in draft["standards"] for c in s["criteria"]] == [
        c["text"] for s in first["standards"] for c in s["criteria"]
    ]
    assert not {s["id"] for s in draft["standards"]} & {s["id"] for s in first["standards"]}
    assert lead.post(VERSIONS, json={"copy_of": str(uuid.uuid4())}).status_code == 404


def test_draft_is_reworded_and_a_stale_edit_is_412(as_: As):
    lead = as_("quality_lead")
    draft = make_draft(lead)
    criterion, path = find_criterion(draft, "6.1"), f"{VERSIONS}/{draft['id']}"
    words = {"text": "Assessments take account of what others know.", "note": ""}
    change = {"title": "Revised standards", "criteria": {criterion["id"]: words},
              "standards": {draft["standards"][0]["id"]: {"text": "The child comes first."}}}  # fmt: skip
    changed = lead.patch(path, json=change, headers=if_match(draft))
    assert changed.headers["ETag"] == '"2"'
    assert changed.json()["title"] == "Revised standards"
    assert changed.json()["standards"][0]["text"] == "The child comes first."
    assert find_criterion(changed.json(), "6.1") == criterion | words
    stale = lead.patch(path, json={"title": "Other"}, headers=if_match(draft))
    assert (stale.status_code, stale.json()["current"]["version"]) == (412, 2)
    assert lead.patch(path, json={"title": "Other"}).status_code == 428
    assert lead.get(path).json()["title"] == "Revised standards"


def test_bad_values_name_their_field(as_: As):
    lead = as_("quality_lead")
    draft, stranger = make_draft(lead), str(uuid.uuid4())
    path, first = f"{VERSIONS}/{draft['id']}", find_first(lead)["standards"][0]["id"]
    unknown = {"standards": {first: {"note": "Of another version"}}, "criteria": {stranger: {"note": "Of none"}}}
    faults = lead.patch(path, json=unknown, headers=if_match(draft))
    assert faults.status_code == 422
    assert [e["pointer"] for e in faults.json()["errors"]] == [f"/standards/{first}", f"/criteria/{stranger}"]
    empty = lead.patch(path, json={"criteria": {stranger: {"text": " ", "code": "9"}}}, headers=if_match(draft)).json()
    assert {e["pointer"] for e in empty["errors"]} == {f"/criteria/{stranger}/text", f"/criteria/{stranger}/code"}
    assert lead.get("/api/v1/standards?on=2026-01-01").json()["errors"][0]["pointer"] == "?on"
    assert lead.get("/api/v1/standards?at=yesterday").json()["errors"][0]["pointer"] == "?at"
    assert lead.get(f"{path}/comparison").json()["errors"][0]["pointer"] == "?with"
    assert lead.get(f"{VERSIONS}?nonsense=1").json()["errors"][0]["pointer"] == "?nonsense"
    assert lead.get(path).json()["version"] == 1, "nothing of a refused change stays"


def test_criteria_are_added_and_removed_and_a_code_is_never_used_again(as_: As):
    lead = as_("quality_lead")
    draft = make_draft(lead)
    path = f"{VERSIONS}/{draft['id']}"
    gone = find_criterion(draft, "4.3")
    draft = lead.delete(f"{path}/criteria/{gone['id']}", headers=if_match(draft)).json()
    assert [c["code"] for c in draft["standards"][3]["criteria"]] == ["4.1", "4.2"]
    new = {"standard_id": draft["standards"][3]["id"], "text": "Children help to write their plans."}
    added = lead.post(f"{path}/criteria", json=new, headers=if_match(draft))
    assert added.status_code == 201
    assert [c["code"] for c in added.json()["standards"][3]["criteria"]] == ["4.1", "4.2", "4.4"]
    assert lead.post(f"{path}/criteria", json=new, headers=if_match(draft)).status_code == 412
    assert lead.delete(f"{path}/criteria/{gone['id']}", headers=if_match(added.json())).status_code == 404
    foreign = new | {"standard_id": find_first(lead)["standards"][0]["id"]}
    refused = lead.post(f"{path}/criteria", json=foreign, headers=if_match(added.json())).json()
    assert [e["pointer"] for e in refused["errors"]] == ["/standard_id"]


def test_published_version_ends_the_one_before_and_each_day_has_its_own(as_: As):
    lead, head = as_("quality_lead"), as_("head_of_childrens_social_care")
    published = publish(head, make_draft(lead), "2026-03-01")
    assert (published["state"], published["effective_from"], published["version"]) == ("published", "2026-03-01", 2)
    first = find_first(lead)
    assert (first["state"], first["effective_to"]) == ("superseded", "2026-02-28")

    def number_at(day: str) -> int:
        return lead.get(f"/api/v1/standards?at={day}").json()["number"]

    assert [number_at(day) for day in ("2013-09-01", "2026-02-28", "2026-03-01", "2099-12-31")] == [1, 1, 2, 2]
    assert lead.get("/api/v1/standards?at=2013-08-31").json()["code"] == "no_standards_then"
    assert lead.get("/api/v1/standards?set=fostering").status_code == 404


def test_publication_must_come_after_the_current_one(as_: As):
    lead, head = as_("quality_lead"), as_("head_of_childrens_social_care")
    path = f"{VERSIONS}/{make_draft(lead)['id']}/publish"
    for day in ("2013-09-01", "2012-01-01"):
        refused = head.post(path, json={"effective_from": day})
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/effective_from")
    assert head.post(path, json={"effective_from": "2013-09-02"}).status_code == 200
    assert find_first(lead)["effective_to"] == "2013-09-01"


def test_published_version_is_not_edited_or_published_again(as_: As):
    lead, head = as_("quality_lead"), as_("head_of_childrens_social_care")
    first = find_first(lead)
    path = f"{VERSIONS}/{first['id']}"
    assert lead.patch(path, json={"title": "Other"}, headers=if_match(first)).json()["code"] == "version_is_published"
    removed = lead.delete(f"{path}/criteria/{find_criterion(first, '1.1')['id']}", headers=if_match(first))
    assert removed.status_code == 409
    assert head.post(f"{path}/publish", json={"effective_from": "2030-01-01"}).status_code == 409


def test_two_publications_at_once_give_one_conflict(as_: As):
    lead = as_("quality_lead")
    heads = [as_("head_of_childrens_social_care") for _ in range(2)]
    path = f"{VERSIONS}/{make_draft(lead)['id']}/publish"
    with ThreadPoolExecutor(2) as pool:
        answers = pool.map(lambda h: h.post(path, json={"effective_from": "2026-03-01"}).status_code, heads)
    assert sorted(answers) == [200, 409]


def at_once(database: Database, *calls: Callable[[], httpx.Response]) -> list[int]:
    """The statuses of calls that all wait for the set of standards and are let go together."""
    with database.connect() as db, ThreadPoolExecutor(len(calls)) as pool:
        db.execute("select id from standards_set for update")
        answers = [pool.submit(call) for call in calls]
        assert not wait(answers, timeout=0.5).done, "nobody passes while the set is held"
        db.commit()
        return sorted(answer.result().status_code for answer in answers)


def test_two_drafts_published_at_once_leave_one_in_force(as_: As, database: Database):
    lead, day = as_("quality_lead"), {"effective_from": "2026-03-01"}
    heads = [(as_("head_of_childrens_social_care"), f"{VERSIONS}/{make_draft(lead)['id']}/publish") for _ in range(2)]
    answers = at_once(database, *(partial(head.post, path, json=day) for head, path in heads))
    assert answers == [200, 422]
    assert len(lead.get(f"{VERSIONS}?state=published").json()["items"]) == 1


def test_two_drafts_started_at_once_have_two_numbers(as_: As, database: Database):
    leads = [as_("quality_lead") for _ in range(2)]
    copy = {"copy_of": find_first(leads[0])["id"]}
    assert at_once(database, *(partial(lead.post, VERSIONS, json=copy) for lead in leads)) == [201, 201]
    assert [v["number"] for v in leads[0].get(VERSIONS).json()["items"]] == [3, 2, 1]


def test_two_edits_at_once_keep_one(as_: As):
    leads = [as_("quality_lead") for _ in range(2)]
    draft = make_draft(leads[0])
    with ThreadPoolExecutor(2) as pool:
        answers = pool.map(
            lambda lead: lead.patch(f"{VERSIONS}/{draft['id']}", json={"title": "Mine"}, headers=if_match(draft)), leads
        )
    assert sorted(a.status_code for a in answers) == [200, 412]


def test_comparison_shows_words(as_: As):
    lead = as_("quality_lead")
    first, draft = find_first(lead), make_draft(lead)
    path = f"{VERSIONS}/{draft['id']}"
    change = {"criteria": {find_criterion(draft, "2.2")["id"]: {"text": "Help for children is timely and kind."}}}
    draft = lead.patch(path, json=change, headers=if_match(draft)).json()
    draft = lead.delete(f"{path}/criteria/{find_criterion(draft, '9.5')['id']}", headers=if_match(draft)).json()
    new = {"standard_id": draft["standards"][9]["id"], "text": "We say thank you."}
    lead.post(f"{path}/criteria", json=new, headers=if_match(draft)).raise_for_status()
    found = lead.get(f"{path}/comparison?with={first['id']}").json()
    assert (found["before"]["number"], found["after"]["number"], found["unchanged"]) == (1, 2, 54)
    assert [(c["kind"], c["level"], c["code"]) for c in found["changes"]] == [
        ("changed", "criterion", "2.2"), ("removed", "criterion", "9.5"), ("added", "criterion", "10.4"),
    ]  # fmt: skip
    assert found["changes"][0]["words"] == [
        {"op": "removed", "text": "Intervention with "},
        {"op": "added", "text": "Help for "},
        {"op": "same", "text": "children is timely and "},
        {"op": "removed", "text": "responsive to risk and need. "},
        {"op": "added", "text": "kind."},
    ]
    assert found["changes"][1]["words"] == [{"op": "removed", "text": "Good practice is promoted and recognised."}]
    assert found["changes"][2]["before"] is None
    same = lead.get(f"{path}/comparison?with={draft['id']}").json()
    assert (same["changes"], same["unchanged"]) == ([], 56)


def test_comparison_across_sets_is_refused(as_: As, database: Database):
    lead, other = as_("quality_lead"), uuid.uuid4()
    with database.connect() as db:
        db.execute("insert into standards_set (id, code, title, owner) values (%s, 'fostering', 'F', 'O')", [other])
        db.execute(
            "insert into standards_version (id, set_id, number, state, title, source, version)"
            " values (%s, %s, 1, 'draft', 'F', '', 1)", [other, other],
        )  # fmt: skip
    refused = lead.get(f"{VERSIONS}/{other}/comparison?with={find_first(lead)['id']}")
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "?with")


SEALED = (
    "update standards_version set title = 'Other' where id = {v}",
    "update standards_version set effective_from = '2020-01-01' where id = {v}",
    "update standards_version set state = 'draft', effective_from = null where id = {v}",
    "delete from standards_version where id = {v}",
    "update practice_standard set text = 'Other' where standards_version_id = {v}",
    "delete from practice_standard where standards_version_id = {v}",
    "insert into practice_standard select gen_random_uuid(), {v}, 11, 'x', 'x', 'x', 'x', 11",
    "update practice_standard set standards_version_id = {v}, number = 11 where standards_version_id = {draft}",
    "update criterion set text = 'Other' where practice_standard_id = {s}",
    "delete from criterion where practice_standard_id = {s}",
    "insert into criterion select gen_random_uuid(), {s}, '1.99', 'x', 'x', 'x', 99",
)
IDS = {
    "v": "(select id from standards_version where number = {n})",
    "s": "(select s.id from practice_standard s join standards_version v on v.id = s.standards_version_id"
    " where v.number = {n} and s.number = 1)",
    "draft": "(select id from standards_version where state = 'draft')",
}


@pytest.mark.parametrize("number", [1, 2], ids=["superseded", "published"])
def test_what_is_published_is_sealed_even_for_the_owner_of_the_database(number: int, as_: As, database: Database):
    lead = as_("quality_lead")
    publish(as_("head_of_childrens_social_care"), make_draft(lead), "2026-03-01")
    make_draft(lead)
    for statement in SEALED:
        with database.connect() as db, pytest.raises(psycopg.errors.RestrictViolation, match="cannot be changed"):
            db.execute(statement.format(**IDS).format(n=number))
    with database.connect() as db:
        changed = db.execute(SEALED[0].format(**IDS).format(n=3)).rowcount
    assert changed == 1, "a draft is not sealed"


def test_publication_waits_for_an_edit_made_past_the_service(as_: As, database: Database):
    lead, head = as_("quality_lead"), as_("head_of_childrens_social_care")
    draft = make_draft(lead)
    with database.connect() as db, ThreadPoolExecutor(1) as pool:
        db.execute("update criterion set text = 'Late' where id = %s", [find_criterion(draft, "1.1")["id"]])
        waiting = pool.submit(publish, head, draft, "2026-03-01")
        with pytest.raises(TimeoutError):
            waiting.result(timeout=0.5)
        db.commit()
        assert find_criterion(waiting.result(timeout=10), "1.1")["text"] == "Late"


NEW_SET = {
    "title": "Supervision standards", "owner": "Principal social worker", "source": "Our policy of May",
    "standards": [
        {"text": "Supervision makes people think.", "criteria": ["It is regular.", "It is about the child."]},
        {"text": "Supervision cares.", "criteria": ["Good work is named."]},
    ],
}  # fmt: skip


def test_a_further_set_is_begun_published_and_asked_about(as_: As):
    lead, head = as_("quality_lead"), as_("head_of_childrens_social_care")
    made = lead.post("/api/v1/standards/sets", json=NEW_SET)
    draft = made.json()
    assert (made.status_code, draft["set"]["code"], draft["number"], draft["state"]) == (
        201, "supervision_standards", 1, "draft",
    )  # fmt: skip
    assert [[c["code"] for c in one["criteria"]] for one in draft["standards"]] == [["1.1", "1.2"], ["2.1"]]
    publish(head, draft, "2020-01-01")
    now = as_("auditor").get("/api/v1/standards?set=supervision_standards").json()
    assert [one["text"] for one in now["standards"]] == ["Supervision makes people think.", "Supervision cares."]
    assert len(lead.get("/api/v1/standards").json()["standards"]) == 10, "the practice standards stand as they were"
    about = find_criterion(now, "1.2")["id"]
    tool = lead.post("/api/v1/tools", json={"title": "Of both", "kind": "supervision"}).json()
    practice = tool["sections"][8]["questions"][0]["criterion_id"]
    asks = [{"text": "Is it about the child?", "criterion_id": about},
            {"text": "Is it reflective?", "criterion_id": practice}]  # fmt: skip
    change = {"title": "Of both", "kind": "supervision", "scale_id": tool["scale"]["id"],
              "compliance_scale_id": tool["compliance_scale"]["id"],
              "sections": [{"own_title": "Both sets", "questions": asks}]}  # fmt: skip
    kept = lead.put(f"/api/v1/tools/{tool['id']}", json=change, headers=if_match(tool)).raise_for_status().json()
    linked = [(one["set_code"], one["code"]) for one in kept["sections"][0]["questions"]]
    assert linked == [("supervision_standards", "1.2"), ("practice", "9.1")]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [({"title": "Practice"}, "/title"), ({"standards": []}, "/standards"),
     ({"standards": [{"text": "x", "criteria": []}]}, "/standards/0/criteria"), ({"owner": ""}, "/owner")],
)  # fmt: skip
def test_a_set_that_cannot_be_is_named(change: dict, pointer: str, as_: As):
    refused = as_("quality_lead").post("/api/v1/standards/sets", json=NEW_SET | change)
    assert (refused.status_code, [one["pointer"] for one in refused.json()["errors"]]) == (422, [pointer])


def test_two_sets_of_one_title_at_once_make_one(as_: As):
    lead = as_("quality_lead")
    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(lambda _: lead.post("/api/v1/standards/sets", json=NEW_SET), range(3)))
    assert sorted(one.status_code for one in answers)[0] == 201
    assert all(one.status_code in (409, 422) for one in answers if one.status_code != 201)
    assert len({one.json().get("id") for one in answers if one.status_code == 201}) == 1
