"""Two API processes on one PostgreSQL behave as one: nothing is kept in a process that another would need."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import httpx
import pytest
from sqlmodel import Session

from api.access import service as access
from api.access.models import Credential
from api.access.permissions import Role
from api.access.who import COOKIE
from api.kernel.database import Database
from tests.access.make import make_client, make_person
from tests.house.code import ROOT

PASSWORD = "correct horse battery staple"


@contextmanager
def process(database: Database) -> Iterator[str]:
    """An API process of its own over `database`; gives its address."""
    url = database.url.render_as_string(hide_password=False)
    environment = os.environ | {"DATABASE_URL": url}
    command = [sys.executable, "-m", "tests.kernel.one_process"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as child:
        try:
            assert child.stdout
            yield child.stdout.readline().strip()
        finally:
            child.terminate()


@pytest.fixture
def two(database: Database, council: dict) -> Iterator[tuple[httpx.Client, httpx.Client]]:
    with ExitStack() as stack:
        urls = [stack.enter_context(process(database)) for _ in range(2)]
        yield tuple(stack.enter_context(httpx.Client(base_url=url, timeout=30)) for url in urls)


def test_two_processes_share_sessions_tokens_throttle_and_edits(two, make: Session):
    one, other = two
    person = make_person(make, Role.administrator)
    make.add(Credential(person_id=person.id, password_hash=access._hasher.hash(PASSWORD)))
    make.commit()
    client, secret = make_client(make, Role.bi_tool)
    sign_in = {"email": person.email, "password": PASSWORD}

    # A session opened on one is known on the other, and its end is known at once.
    assert one.post("/api/v1/session", json=sign_in).status_code == 201
    other.cookies.set(COOKIE, one.cookies[COOKIE])
    one.headers["X-Plumbline"] = other.headers["X-Plumbline"] = "1"
    assert other.get("/api/v1/me").json()["id"] == str(person.id)

    # An edit on one is the other's current version; the stale one is refused.
    path = f"/api/v1/people/{person.id}"
    assert one.patch(path, json={"job_title": "First"}, headers={"If-Match": '"1"'}).status_code == 200
    assert other.patch(path, json={"job_title": "Second"}, headers={"If-Match": '"1"'}).status_code == 412

    # A token from one works on the other until it is revoked on either.
    form = {"grant_type": "client_credentials", "client_id": client.client_id, "client_secret": secret}
    with httpx.Client(
        headers={"Authorization": f"Bearer {one.post('/oauth2/token', data=form).json()['access_token']}"}
    ) as machine:
        assert machine.get(f"{other.base_url}/api/v1/me").status_code == 200
        assert one.post(f"/api/v1/clients/{client.id}/revoke").status_code == 200
        assert machine.get(f"{other.base_url}/api/v1/me").status_code == 401

    # Wrong passwords are counted together.
    assert one.delete("/api/v1/session").status_code == 204
    assert other.get("/api/v1/me").status_code == 401
    for client in two:
        client.cookies.clear()
    wrong = sign_in | {"password": "no"}
    codes = [(one if n % 2 else other).post("/api/v1/session", json=wrong).status_code for n in range(6)]
    assert codes == [401] * 5 + [429]
