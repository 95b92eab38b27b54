"""Makes surveys, links and answers for tests, through HTTP as everybody must."""

from typing import Any

import httpx

API = "/api/v1"
SURVEYS = f"{API}/surveys"
STATEMENTS = ("My social worker listens to me.", "I know what is in my plan.")


def draft(audience: str = "child", **over: Any) -> dict[str, Any]:
    """The body of a new survey."""
    questions = [{"text": text} for text in STATEMENTS]
    return {"title": "Your views", "audience": audience, "introduction": "Tell us.", "questions": questions} | over


def make_survey(manager: httpx.Client, *, is_open: bool = True, **over: Any) -> dict[str, Any]:
    """A survey of two questions, open unless told otherwise."""
    made = manager.post(SURVEYS, json=draft(**over))
    assert made.status_code == 201, made.text
    if not is_open:
        return made.json()
    opened = manager.post(f"{SURVEYS}/{made.json()['id']}/open")
    assert opened.status_code == 200, opened.text
    return opened.json()


def make_tokens(manager: httpx.Client, survey: dict[str, Any], count: int = 1) -> list[str]:
    """Tokens of new links."""
    made = manager.post(f"{SURVEYS}/{survey['id']}/links", json={"count": count})
    assert made.status_code == 201, made.text
    return [link.partition("/respond.html#")[2] for link in made.json()["links"]]


def give(anybody: httpx.Client, token: str, survey: dict[str, Any], *values: int | None) -> httpx.Response:
    """Answer the survey's questions in their order."""
    answers = {question["id"]: value for question, value in zip(survey["questions"], values, strict=False)}
    return anybody.post(f"{API}/respond/answers", json={"token": token, "answers": answers})


def make_responses(
    manager: httpx.Client, anybody: httpx.Client, survey: dict[str, Any], *given: tuple[int | None, ...]
) -> None:
    """One response for each tuple of values."""
    for token, values in zip(make_tokens(manager, survey, len(given)), given, strict=True):
        answer = give(anybody, token, survey, *values)
        assert answer.status_code == 201, answer.text


def close(manager: httpx.Client, survey: dict[str, Any]) -> None:
    """Close the survey, so that its results can be read."""
    assert manager.post(f"{SURVEYS}/{survey['id']}/close").status_code == 200


def results(reader: httpx.Client, survey: dict[str, Any]) -> dict[str, Any]:
    """The survey's results."""
    answer = reader.get(f"{SURVEYS}/{survey['id']}/results")
    assert answer.status_code == 200, answer.text
    return answer.json()
