"""Answering a survey as nobody known: the form, the single use of a link, and what is refused."""

import threading
import uuid
from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import text
from sqlmodel import Session

from api.kernel import clock
from tests.access.make import Caller
from tests.surveys.make import API, STATEMENTS, SURVEYS, close, give, make_survey, make_tokens

FORM = f"{API}/respond/form"
ANSWERS = f"{API}/respond/answers"


@pytest.fixture
def lead(as_: Callable[..., Caller]) -> Caller:
    """A quality lead."""
    return as_("quality_lead")


def stored(make: Session) -> list[tuple]:
    """All answers, by question."""
    found = make.execute(
        text("select q.position, a.value from survey_answer a join survey_question q on q.id = a.survey_question_id")
    ).all()
    make.commit()
    return sorted(tuple(row) for row in found)


def test_form_is_read_as_often_as_one_likes_and_answered_once(lead: Caller, anonymous: httpx.Client, make: Session):
    survey = make_survey(lead)
    token, other = make_tokens(lead, survey, 2)
    forms = [anonymous.post(FORM, json={"token": token}) for _ in range(3)]
    assert [form.status_code for form in forms] == [200] * 3
    form = forms[0].json()
    assert [q["text"] for q in form["questions"]] == list(STATEMENTS)
    assert (form["title"], form["audience"], form["introduction"]) == ("Your views", "child", "Tell us.")
    assert [level["value"] for level in form["scale"]] == [1, 2, 3, 4, 5]
    assert give(anonymous, token, survey, 5, None).status_code == 201
    assert stored(make) == [(1, 5), (2, None)]
    for path, body in ((FORM, {"token": token}), (ANSWERS, {"token": token, "answers": {}})):
        used = anonymous.post(path, json=body)
        assert (used.status_code, used.json()["code"]) == (404, "link_used_or_unknown")
    assert anonymous.post(FORM, json={"token": other}).status_code == 200, "the other link still works"


def test_children_are_asked_in_plain_words(lead: Caller, anonymous: httpx.Client):
    words = {}
    for audience in ("child", "practitioner"):
        (token,) = make_tokens(lead, make_survey(lead, audience=audience))
        words[audience] = anonymous.post(FORM, json={"token": token}).json()["scale"][4]["label"]
    assert words == {"child": "Yes, definitely", "practitioner": "Strongly agree"}


def test_question_left_out_is_one_not_answered(lead: Caller, anonymous: httpx.Client, make: Session):
    survey = make_survey(lead)
    (token,) = make_tokens(lead, survey)
    assert give(anonymous, token, survey, 4).status_code == 201
    assert stored(make) == [(1, 4), (2, None)]


@pytest.mark.parametrize("token", ["unknown", "A" * 22, "\0", "a\0b", "' or 1=1 --", "{}", "é" * 100])
@pytest.mark.parametrize("path", [FORM, ANSWERS])
def test_unknown_token_is_not_found(path: str, token: str, lead: Caller, anonymous: httpx.Client):
    make_tokens(lead, make_survey(lead))
    body = {"token": token} | ({"answers": {}} if path == ANSWERS else {})
    answer = anonymous.post(path, json=body)
    assert (answer.status_code, answer.json()["code"]) == (404, "link_used_or_unknown")


@pytest.mark.parametrize("token", ["", "x" * 101, None, 7, ["a"]])
def test_token_of_no_sense_is_named(token: object, anonymous: httpx.Client):
    answer = anonymous.post(FORM, json={"token": token})
    assert answer.status_code == 422
    assert [e["pointer"] for e in answer.json()["errors"]] == ["/token"]


@pytest.mark.parametrize("value", [6, 0, -1, 1.5, 4.0, "5", True, [], {}, 10**30])
def test_value_off_the_scale_is_named_and_uses_nothing_up(
    value: object, lead: Caller, anonymous: httpx.Client, make: Session
):
    survey = make_survey(lead)
    (token,) = make_tokens(lead, survey)
    question = survey["questions"][1]["id"]
    answer = anonymous.post(ANSWERS, json={"token": token, "answers": {question: value}})
    assert answer.status_code == 422
    assert [e["pointer"] for e in answer.json()["errors"]] == [f"/answers/{question}"]
    assert stored(make) == []
    assert give(anonymous, token, survey, 5, 5).status_code == 201


def test_question_of_another_survey_is_named_and_uses_nothing_up(lead: Caller, anonymous: httpx.Client, make: Session):
    survey, other = make_survey(lead), make_survey(lead)
    (token,) = make_tokens(lead, survey)
    for wrong in (other["questions"][0]["id"], str(uuid.uuid4())):
        answers = {survey["questions"][0]["id"]: 3, wrong: 3}
        answer = anonymous.post(ANSWERS, json={"token": token, "answers": answers})
        assert (answer.status_code, answer.json()["code"]) == (422, "unknown_question")
        assert [e["pointer"] for e in answer.json()["errors"]] == [f"/answers/{wrong}"]
    nonsense = anonymous.post(ANSWERS, json={"token": token, "answers": {"nonsense": 3}})
    assert nonsense.status_code == 422
    assert nonsense.json()["errors"][0]["pointer"].startswith("/answers/nonsense")
    assert stored(make) == []
    assert give(anonymous, token, survey, 5, 5).status_code == 201


def test_two_who_use_one_link_at_once(lead: Caller, anonymous: httpx.Client, make: Session):
    survey = make_survey(lead)
    for token in make_tokens(lead, survey, 10):
        barrier, codes = threading.Barrier(4), []

        def submit(token: str = token, barrier: threading.Barrier = barrier, codes: list[int] = codes) -> None:
            with httpx.Client(base_url=anonymous.base_url, timeout=30) as client:
                barrier.wait(10)
                codes.append(give(client, token, survey, 3, 3).status_code)

        threads = [threading.Thread(target=submit) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert sorted(codes) == [201, 404, 404, 404]
    assert len(stored(make)) == 20


def test_closed_survey_says_so(lead: Caller, anonymous: httpx.Client, make: Session):
    survey = make_survey(lead)
    (token,) = make_tokens(lead, survey)
    close(lead, survey)
    for answer in (anonymous.post(FORM, json={"token": token}), give(anonymous, token, survey, 5, 5)):
        assert (answer.status_code, answer.json()["code"]) == (404, "survey_has_closed")
        assert answer.json()["detail"].startswith("This survey has closed.")
    assert stored(make) == []


def test_last_day_is_the_last(lead: Caller, anonymous: httpx.Client, travel):
    survey = make_survey(lead, closes_on=(clock.today() + timedelta(days=1)).isoformat())
    first, second = make_tokens(lead, survey, 2)
    travel(clock.now() + timedelta(days=1))
    assert give(anonymous, first, survey, 5, 5).status_code == 201
    travel(clock.now() + timedelta(days=1))
    assert give(anonymous, second, survey, 5, 5).json()["code"] == "survey_has_closed"


def test_answer_that_comes_while_the_survey_closes_is_refused(lead: Caller, anonymous: httpx.Client, make: Session):
    """The answer waits for whoever is closing, and then finds it closed; results never change after closing."""
    survey = make_survey(lead)
    (token,) = make_tokens(lead, survey)
    make.execute(text("update survey set state = 'closed' where id = :id"), {"id": survey["id"]})
    codes: list[int] = []
    thread = threading.Thread(target=lambda: codes.append(give(anonymous, token, survey, 5, 5).status_code))
    thread.start()
    waiting = text(
        "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
    )
    with make.get_bind().connect() as watcher:  # type: ignore[union-attr]  # the session is bound to an engine
        for _ in range(2_000):
            if watcher.execute(waiting).scalar_one():
                break
            watcher.rollback()
        else:
            pytest.fail("the answer did not wait for the closing")
    make.commit()
    thread.join(20)
    assert codes == [404]
    assert stored(make) == []


def test_sign_in_changes_nothing_for_who_answers(lead: Caller, make: Session):
    survey = make_survey(lead)
    (token,) = make_tokens(lead, survey)
    before = make.execute(text("select count(*) from journal_entry")).scalar_one()
    make.commit()
    assert lead.get(f"{SURVEYS}/{survey['id']}").status_code == 200
    assert give(lead, token, survey, 5, 5).status_code == 201
    assert make.execute(text("select count(*) from journal_entry")).scalar_one() == before
