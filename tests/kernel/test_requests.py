"""How hostile or careless requests are answered: never with a 5xx, always with the one body."""

import socket
from collections.abc import Callable

import httpx
import pytest

from api.kernel import server
from tests.access.make import Caller

As = Callable[..., Caller]
PEOPLE = "/api/v1/people"

HOSTILE = {
    "NaN": b'{"name":"A","email":"a@example.org","job_title":NaN}',
    "infinity": b'{"name":"A","email":"a@example.org","job_title":1e999}',
    "lone surrogate": b'{"name":"\\ud800","email":"a@example.org"}',
    "NUL": b'{"name":"a\\u0000b","email":"a@example.org"}',
    "not UTF-8": b'{"name":"\xff","email":"a@example.org"}',
    "UTF-16": '{"name":"A","email":"a@example.org"}'.encode("utf-16"),
    "too deep": b"[" * 100_000,
    "huge number": b'{"name":' + b"9" * 5_000 + b"}",
    "not an object": b"[]",
    "nothing": b"",
    "half": b'{"name":',
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_body_is_422_and_nothing_is_echoed(body: bytes, as_: As):
    answer = as_("administrator").post(PEOPLE, content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert "example.org" not in answer.text


def test_body_over_the_bound_is_413(as_: As):
    answer = as_("administrator").post(PEOPLE, content=b" " * 5_000_001, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_chunked_body_over_the_bound_is_413(as_: As):
    chunks = (b" " * 500_000 for _ in range(12))
    answer = as_("administrator").post(PEOPLE, content=chunks, headers={"Content-Type": "application/json"})
    assert answer.status_code == 413


@pytest.mark.parametrize(
    "path", ["/api/v1/nothing", "/api/v2/me", "/assets/none.js", "/favicon.png", "/%2e%2e/%2e%2e/pyproject.toml"]
)
def test_unknown_address_is_404(path: str, anonymous: httpx.Client):
    assert anonymous.get(path).status_code == 404


def test_wrong_method_is_405_in_the_one_body(anonymous: httpx.Client):
    answer = anonymous.put("/api/v1/me")
    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")


def test_every_answer_carries_the_safety_headers(anonymous: httpx.Client):
    for path in ("/api/v1/me", "/config.json", "/health/live"):
        headers = anonymous.get(path).headers
        assert "script-src 'self'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-request-id"]
    assert anonymous.get("/api/v1/me").headers["cache-control"] == "no-store"


def test_ready_says_so_when_the_database_answers_and_when_it_does_not(anonymous: httpx.Client, service, database):
    assert anonymous.get("/health/ready").status_code == 200
    service.app.state.database = type(database)("postgresql://nobody@127.0.0.1:1/none")
    assert anonymous.get("/health/ready").status_code == 503
    assert anonymous.get("/health/live").status_code == 200
    assert anonymous.get("/api/v1/me", headers={"Authorization": "Bearer x"}).status_code == 503


def test_half_sent_request_is_cut_off(service, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(server, "settings", server.settings.model_copy(update={"request_seconds": 0.2}))
    host, port = service.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as line:
        line.sendall(b"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf")
        assert line.recv(1_000) == b"", "the connection is closed without an answer"
