"""Access through HTTP: sessions, tokens, people, grants and machine clients."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import httpx
import pytest
from sqlmodel import Session

from api.access import service
from api.access.models import Credential
from api.access.permissions import Role
from api.kernel import clock
from tests.access.make import Caller, make_client, make_person

As = Callable[..., Caller]
PASSWORD = "correct horse battery staple"


def with_password(make: Session, **over: object):
    person = make_person(make, Role.auditor, **over)
    make.add(Credential(person_id=person.id, password_hash=service._hasher.hash(PASSWORD)))
    make.commit()
    return person


def test_person_signs_in_and_out(anonymous: httpx.Client, make: Session):
    person = with_password(make)
    signed = anonymous.post("/api/v1/session", json={"email": person.email.upper(), "password": PASSWORD})
    assert signed.status_code == 201, signed.text
    assert "httponly" in signed.headers["set-cookie"].lower()
    assert "samesite=strict" in signed.headers["set-cookie"].lower()
    me = anonymous.get("/api/v1/me").json()
    assert me["id"] == str(person.id)
    assert me["permissions"]
    kept = "; ".join(f"{name}={value}" for name, value in anonymous.cookies.items())
    assert anonymous.delete("/api/v1/session", headers={"X-Plumbline": "1"}).status_code == 204
    assert anonymous.get("/api/v1/me", headers={"Cookie": kept}).status_code == 401


def test_wrong_passwords_slow_down_and_are_counted_in_the_database(anonymous: httpx.Client, make: Session):
    person = with_password(make)
    wrong = {"email": person.email, "password": "not this one"}
    codes = [anonymous.post("/api/v1/session", json=wrong).status_code for _ in range(6)]
    assert codes == [401] * 5 + [429]
    right = anonymous.post("/api/v1/session", json={"email": person.email, "password": PASSWORD})
    assert right.status_code == 429


def test_unknown_person_and_wrong_password_look_alike(anonymous: httpx.Client, make: Session):
    person = with_password(make)
    a = anonymous.post("/api/v1/session", json={"email": person.email, "password": "no"}).json()
    b = anonymous.post("/api/v1/session", json={"email": "nobody@example.org", "password": "no"}).json()
    assert a == b


def test_session_ends_when_idle(as_: As, travel):
    auditor = as_("auditor")
    assert auditor.get("/api/v1/me").status_code == 200
    travel(clock.now() + timedelta(minutes=31))
    assert auditor.get("/api/v1/me").status_code == 401


def test_session_lasts_ten_hours_at_most(as_: As, travel):
    auditor = as_("auditor")
    for _ in range(23):
        travel(clock.now() + timedelta(minutes=25))
        last = auditor.get("/api/v1/me").status_code
    assert last == 200, "ten hours are not over yet"
    travel(clock.now() + timedelta(minutes=26))
    assert auditor.get("/api/v1/me").status_code == 401


def test_change_with_a_session_needs_our_header(as_: As):
    admin = as_("administrator")
    del admin.headers["X-Plumbline"]
    assert admin.post("/api/v1/people", json={"name": "A", "email": "a@example.org"}).status_code == 403
    admin.headers["X-Plumbline"] = "1"
    forged = admin.post(
        "/api/v1/people", json={"name": "A", "email": "a@example.org"}, headers={"Origin": "https://elsewhere.example"}
    )
    assert forged.status_code == 403
    assert admin.post("/api/v1/people", json={"name": "A", "email": "a@example.org"}).status_code == 201


def test_two_credentials_are_refused(as_: As):
    auditor = as_("auditor")
    both = auditor.get("/api/v1/me", headers={"Authorization": "Bearer something"})
    assert (both.status_code, both.json()["code"]) == (401, "two_credentials")


@pytest.mark.parametrize("how", ["form", "basic"])
def test_machine_gets_a_token_and_loses_it_when_revoked(how: str, as_: As, anonymous: httpx.Client, make: Session):
    client, secret = make_client(make, Role.bi_tool)
    form = {"grant_type": "client_credentials"}
    if how == "form":
        answer = anonymous.post("/oauth2/token", data=form | {"client_id": client.client_id, "client_secret": secret})
    else:
        answer = anonymous.post("/oauth2/token", data=form, auth=(client.client_id, secret))
    assert answer.status_code == 200, answer.text
    bearer = {"Authorization": f"Bearer {answer.json()['access_token']}"}
    assert anonymous.get("/api/v1/me", headers=bearer).json()["kind"] == "client"
    assert as_("administrator").post(f"/api/v1/clients/{client.id}/revoke").json()["is_active"] is False
    assert anonymous.get("/api/v1/me", headers=bearer).status_code == 401


def test_machine_with_a_wrong_secret_gets_nothing(anonymous: httpx.Client, make: Session):
    client, _ = make_client(make, Role.bi_tool)
    form = {"grant_type": "client_credentials", "client_id": client.client_id, "client_secret": "wrong"}
    answer = anonymous.post("/oauth2/token", data=form)
    assert (answer.status_code, answer.json()["code"]) == (401, "unknown_client")


def test_administrator_adds_a_person_gives_a_role_and_ends_it(as_: As, anonymous: httpx.Client, council):
    admin = as_("administrator")
    made = admin.post("/api/v1/people", json={"name": "Ola Invented", "email": "ola@example.org"}).json()
    path = f"/api/v1/people/{made['id']}"
    given = admin.post(
        f"{path}/grants", json={"role": "team_manager", "unit_id": str(council["south_1"]), "reason": "New post"}
    )
    assert given.json()["roles"] == ["team_manager"]
    sign_in = {"email": "ola@example.org", "password": made["initial_password"]}
    assert "audits:complete" in anonymous.post("/api/v1/session", json=sign_in).json()["permissions"]
    ended = admin.delete(f"{path}/grants/{given.json()['grants'][0]['id']}").json()
    assert ended["roles"] == []
    assert anonymous.get("/api/v1/me").status_code == 403, "no role, no permission"


def test_disabled_person_is_out_at_once(as_: As):
    admin, auditor = as_("administrator"), as_("auditor")
    path = f"/api/v1/people/{auditor.person_id}"
    assert admin.patch(path, json={"is_active": False}, headers={"If-Match": '"1"'}).status_code == 200
    assert auditor.get("/api/v1/me").status_code == 401


def test_stale_edit_of_a_person_is_412_and_without_if_match_428(as_: As):
    admin, other = as_("administrator"), as_("auditor")
    path = f"/api/v1/people/{other.person_id}"
    assert admin.patch(path, json={"job_title": "Auditor"}, headers={"If-Match": 'W/"1"'}).json()["version"] == 2
    assert admin.patch(path, json={"job_title": "Other"}, headers={"If-Match": '"1"'}).status_code == 412
    assert admin.patch(path, json={"job_title": "Other"}).status_code == 428


def test_two_edits_of_a_person_at_once_make_one_and_one_stale(as_: As):
    admin, other = as_("administrator"), as_("auditor")
    path = f"/api/v1/people/{other.person_id}"

    def change(title: str) -> int:
        return admin.patch(path, json={"job_title": title}, headers={"If-Match": '"1"'}).status_code

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(change, map(str, range(8)))) == [200] + [412] * 7


def test_null_empties_what_may_be_empty_and_leaves_the_rest(as_: As):
    admin, other = as_("administrator"), as_("auditor", worker_ref="w")
    path = f"/api/v1/people/{other.person_id}"
    empty = dict.fromkeys(("name", "job_title", "unit_id", "worker_ref", "is_active"))
    after = admin.patch(path, json=empty, headers={"If-Match": '"1"'}).json()
    assert (after["unit_id"], after["worker_ref"], after["is_active"]) == (None, None, True)
    assert after["name"].startswith("Robin Example")


def test_nobody_gives_or_ends_a_role_of_their_own(as_: As, make: Session):
    admin = as_("administrator")
    path = f"/api/v1/people/{admin.person_id}"
    grant = admin.get(path).json()["grants"][0]["id"]
    for answer in (
        admin.post(f"{path}/grants", json={"role": "quality_lead"}), admin.delete(f"{path}/grants/{grant}"),
    ):  # fmt: skip
        assert (answer.status_code, answer.json()["code"]) == (403, "own_grant")
    assert admin.get(path).json()["roles"] == ["administrator"]


def test_grant_that_has_ended_keeps_its_last_day(as_: As, make: Session):
    admin, person = as_("administrator"), make_person(make)
    path = f"/api/v1/people/{person.id}/grants"
    given = admin.post(path, json={"role": "auditor", "from_on": "2024-01-01", "to_on": "2024-02-01"}).json()
    again = admin.delete(f"{path}/{given['grants'][0]['id']}").json()
    assert again["grants"][0]["to_on"] == "2024-02-01"


def test_bad_values_name_their_field(as_: As):
    admin = as_("administrator")
    faults = admin.post("/api/v1/people", json={"name": "", "email": "nonsense", "zz": 1}).json()
    assert {e["pointer"] for e in faults["errors"]} == {"/name", "/email", "/zz"}
    assert "nonsense" not in str(faults), "what was sent is never echoed"
    path = f"/api/v1/people/{as_('auditor').person_id}"
    needs_unit = admin.post(f"{path}/grants", json={"role": "team_manager"}).json()
    assert [e["pointer"] for e in needs_unit["errors"]] == ["/unit_id"]
    nowhere = {"unit_id": str(admin.person_id)}
    for answer in (
        admin.patch(path, json=nowhere, headers={"If-Match": '"1"'}),
        admin.post(f"{path}/grants", json={"role": "team_manager"} | nowhere),
        admin.post("/api/v1/people", json={"name": "A", "email": "a@example.org"} | nowhere),
    ):
        assert (answer.status_code, [e["pointer"] for e in answer.json()["errors"]]) == (422, ["/unit_id"])
    assert admin.get("/api/v1/people?nonsense=1").json()["errors"][0]["pointer"] == "?nonsense"


def test_second_person_with_an_email_is_a_conflict(as_: As):
    admin = as_("administrator")
    first = {"name": "Ola Invented", "email": "ola@example.org"}
    assert admin.post("/api/v1/people", json=first).status_code == 201
    assert admin.post("/api/v1/people", json=first | {"email": "OLA@example.org"}).json()["code"] == "email_taken"


def test_people_are_paged_without_loss(as_: As, make: Session):
    for _ in range(7):
        make_person(make, Role.moderator)
    admin = as_("administrator")
    seen, cursor = [], None
    while True:
        page = admin.get(
            "/api/v1/people",
            params={"role": "moderator", "limit": 3, "total": True} | ({"cursor": cursor} if cursor else {}),
        ).json()
        seen += [p["id"] for p in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 7 == page["total"]
    assert admin.get("/api/v1/people?cursor=nonsense").json()["errors"][0]["pointer"] == "?cursor"


def test_case_system_pushes_whatever_level_of_figures_its_client_has(as_: As):
    machine = as_("case_management_system", level="suppressed")
    pushed = machine.post("/api/v1/records/department", json=[{"dept_team_id": "T1", "dept_team_name": "A team"}])
    assert (pushed.status_code, pushed.json()["created"]) == (200, 1), pushed.text
