"""Surveys as staff have them: drafts, opening, links, closing, lists."""

import base64
import json
import uuid
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlmodel import Session

from api.kernel import clock
from api.kernel.settings import settings
from tests.access.make import Caller
from tests.surveys.make import SURVEYS, draft, make_survey, make_tokens

As = Callable[..., Caller]


@pytest.fixture
def lead(as_: As) -> Caller:
    """A quality lead."""
    return as_("quality_lead")


@pytest.fixture
def standard(make: Session) -> tuple[str, int]:
    """The id and number of a practice standard."""
    row = make.execute(text("select id, number from practice_standard order by number limit 1")).one_or_none()
    if row is None:
        known = {"s": uuid.uuid4(), "v": uuid.uuid4(), "p": uuid.uuid4(), "at": clock.now()}
        for sql in (
            "insert into standards_set (id, code, title, owner) values (:s, 'test', 'Test', 'Test')",
            "insert into standards_version (id, set_id, number, state, title, source, created_at, version)"
            " values (:v, :s, 1, 'draft', 'Test', 'Test', :at, 1)",
            "insert into practice_standard"
            " (id, standards_version_id, number, label, text, overview_text, note, position)"
            " values (:p, :v, 1, '1', 'Test', '', '', 1)",
        ):
            make.execute(text(sql), known)
        row = make.execute(text("select id, number from practice_standard")).one()
    make.commit()
    return str(row.id), row.number


def test_draft_is_written_and_read(lead: Caller, as_: As, standard: tuple[str, int]):
    questions = [{"text": "One", "standard_id": standard[0]}, {"text": "Two"}]
    made = lead.post(SURVEYS, json=draft(questions=questions))
    assert made.status_code == 201, made.text
    body = made.json()
    assert (body["state"], body["version"], body["questions_count"], body["responses_count"]) == ("draft", 1, 2, None)
    told = [(q["text"], q["standard_id"], q["standard_number"]) for q in body["questions"]]
    assert told == [("One", *standard), ("Two", None, None)]
    read = as_("practitioner").get(f"{SURVEYS}/{body['id']}")
    assert read.json() == body
    assert read.headers["ETag"] == made.headers["ETag"] == '"1"'


def test_life_of_a_survey(lead: Caller):
    survey = make_survey(lead)
    path = f"{SURVEYS}/{survey['id']}"
    assert (survey["state"], survey["opens_on"], survey["version"]) == ("open", clock.today().isoformat(), 2)
    assert lead.post(f"{path}/open").json()["code"] == "survey_not_draft"
    closed = lead.post(f"{path}/close")
    assert (closed.json()["state"], closed.headers["ETag"]) == ("closed", '"3"')
    assert closed.json()["closes_on"] == clock.today().isoformat()
    for verb, body in (("close", None), ("links", {"count": 1})):
        answer = lead.post(f"{path}/{verb}", json=body)
        assert (answer.status_code, answer.json()["code"]) == (409, "survey_not_open")
    assert lead.post(f"{path}/open").status_code == 409, "closed is for ever"


def test_draft_gives_no_links(lead: Caller):
    survey = make_survey(lead, is_open=False)
    assert lead.post(f"{SURVEYS}/{survey['id']}/links", json={"count": 1}).json()["code"] == "survey_not_open"


def test_questions_are_edited_in_a_draft_alone(lead: Caller):
    survey = make_survey(lead, is_open=False)
    path = f"{SURVEYS}/{survey['id']}"
    change = {"title": "New", "questions": [{"text": "Third"}, {"text": "First"}, {"text": "Second"}]}
    edited = lead.patch(path, json=change, headers={"If-Match": '"1"'})
    assert edited.status_code == 200, edited.text
    assert [q["text"] for q in edited.json()["questions"]] == ["Third", "First", "Second"]
    assert (edited.json()["title"], edited.json()["introduction"]) == ("New", survey["introduction"])
    assert edited.headers["ETag"] == '"2"'
    lead.post(f"{path}/open")
    refused = lead.patch(path, json=change, headers={"If-Match": '"3"'})
    assert (refused.status_code, refused.json()["code"]) == (409, "survey_not_draft")
    later = (clock.today() + timedelta(days=7)).isoformat()
    moved = lead.patch(path, json={"closes_on": later}, headers={"If-Match": '"3"'})
    assert moved.json()["closes_on"] == later
    lead.post(f"{path}/close")
    assert lead.patch(path, json={"closes_on": later}, headers={"If-Match": '"5"'}).status_code == 409


def test_stale_edit_is_412_with_the_current_survey_and_without_if_match_428(lead: Caller):
    path = f"{SURVEYS}/{make_survey(lead, is_open=False)['id']}"
    assert lead.patch(path, json={"title": "Mine"}, headers={"If-Match": '"1"'}).status_code == 200
    stale = lead.patch(path, json={"title": "Theirs"}, headers={"If-Match": '"1"'})
    assert (stale.status_code, stale.json()["current"]["title"]) == (412, "Mine")
    assert lead.patch(path, json={"title": "Theirs"}).status_code == 428


@pytest.mark.parametrize(
    ("over", "pointers"),
    [
        ({"title": " "}, {"/title"}),
        ({"title": "a\0b"}, {"/title"}),
        ({"introduction": "\0"}, {"/introduction"}),
        ({"introduction": "x" * 2001}, {"/introduction"}),
        ({"audience": "everyone"}, {"/audience"}),
        ({"questions": []}, {"/questions"}),
        ({"questions": [{"text": "Fine"}, {"text": "a\0b"}]}, {"/questions/1/text"}),
        ({"questions": [{"text": "x"}] * 51}, {"/questions"}),
        ({"state": "open"}, {"/state"}),
        ({"closes_on": "2020-01-01"}, {"/closes_on"}),
    ],
)
def test_bad_values_name_their_field(lead: Caller, over: dict, pointers: set[str]):
    answer = lead.post(SURVEYS, json=draft() | over)
    assert answer.status_code == 422
    assert {e["pointer"] for e in answer.json()["errors"]} == pointers


def test_unknown_standard_names_its_question(lead: Caller):
    questions = [{"text": "Fine"}, {"text": "Wrong", "standard_id": str(uuid.uuid4())}]
    answer = lead.post(SURVEYS, json=draft(questions=questions))
    assert answer.status_code == 422
    assert [e["pointer"] for e in answer.json()["errors"]] == ["/questions/1/standard_id"]


def test_survey_whose_last_day_has_passed_does_not_open(lead: Caller, as_: As, travel):
    survey = make_survey(lead, is_open=False, closes_on=clock.today().isoformat())
    travel(clock.now() + timedelta(days=1))
    answer = as_("quality_lead").post(f"{SURVEYS}/{survey['id']}/open")
    assert (answer.status_code, answer.json()["code"]) == (409, "last_day_has_passed")


def test_unknown_survey_is_not_found(lead: Caller):
    path = f"{SURVEYS}/{uuid.uuid4()}"
    answers = [
        lead.get(path), lead.get(f"{path}/results"), lead.post(f"{path}/open"), lead.post(f"{path}/close"),
        lead.post(f"{path}/links", json={"count": 1}), lead.patch(path, json={}, headers={"If-Match": '"1"'}),
    ]  # fmt: skip
    assert [answer.status_code for answer in answers] == [404] * 6


def test_links_are_shown_once_and_stored_as_hashes(lead: Caller, make: Session):
    survey = make_survey(lead)
    made = lead.post(f"{SURVEYS}/{survey['id']}/links", json={"count": 500})
    assert made.status_code == 201
    links = made.json()["links"]
    assert len(set(links)) == 500
    start = f"{settings.origin}/respond.html#"
    assert all(link.startswith(start) and len(link) == len(start) + 22 for link in links)
    rows = make.execute(text("select token_hash, created_week from survey_link order by ctid")).all()
    assert len({row.token_hash for row in rows}) == 500
    assert not {row.token_hash for row in rows} & {link.removeprefix(start) for link in links}
    assert {row.created_week.weekday() for row in rows} == {0}


@pytest.mark.parametrize("count", [0, 501, -1, 2.5, "7", None])
def test_number_of_links_is_bounded(lead: Caller, count: object):
    answer = lead.post(f"{SURVEYS}/{make_survey(lead)['id']}/links", json={"count": count})
    assert answer.status_code == 422
    assert [e["pointer"] for e in answer.json()["errors"]] == ["/count"]


def test_that_links_were_made_is_journalled_against_the_survey(lead: Caller, make: Session):
    survey = make_survey(lead)
    make_tokens(lead, survey, 3)
    entries = make.execute(text("select verb, actor_id, subject_ids from journal_entry where noun = 'survey_link'"))
    assert entries.all() == [("create_links", lead.person_id, [uuid.UUID(survey["id"])])]


def test_surveys_are_listed_and_paged_newest_first(lead: Caller, as_: As):
    made = [make_survey(lead, is_open=n % 2 == 0, title=f"Survey {n}")["id"] for n in range(5)]
    seen, cursor = [], None
    while True:
        query = {"limit": 2, "total": True} | ({"cursor": cursor} if cursor else {})
        page = as_("director").get(SURVEYS, params=query).json()
        seen += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == made[::-1]
    assert page["total"] == 5
    narrowed = lead.get(SURVEYS, params={"state": "open", "audience": "child"}).json()["items"]
    assert [item["id"] for item in narrowed] == [made[4], made[2], made[0]]
    assert narrowed[0]["questions_count"] == 2
    assert lead.get(SURVEYS, params={"audience": "practitioner"}).json()["items"] == []


@pytest.mark.parametrize("query", ["state=shut", "audience=x", "nonsense=1", "cursor=nonsense", "limit=0"])
def test_bad_filters_are_named(lead: Caller, query: str):
    answer = lead.get(f"{SURVEYS}?{query}")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "?" + query.partition("=")[0]


@pytest.mark.parametrize(
    "instant", ["2026-01-01T00:00:00", "0001-01-01T00:00:00+14:00", "2026-01-01", "yesterday", 7, None]
)
def test_forged_cursor_is_named(lead: Caller, instant: object):
    forged = base64.urlsafe_b64encode(json.dumps([instant, str(uuid.uuid4())]).encode()).decode().rstrip("=")
    answer = lead.get(SURVEYS, params={"cursor": forged})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "?cursor")


def test_last_day_is_a_day(lead: Caller):
    ahead = (clock.today() + timedelta(days=30)).isoformat()
    assert date.fromisoformat(make_survey(lead, closes_on=ahead)["closes_on"]).isoformat() == ahead
