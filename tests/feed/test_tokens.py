"""Tokens of the feed: given by those who manage clients, used by tools by HTTP Basic or Bearer, for reading alone."""

import httpx
import pytest

from api.access.models import Level, MachineClient
from api.access.permissions import Role
from tests.access.make import make_client
from tests.feed.make import FEED, make_figures, make_token
from tests.indicators import make as m

TOKENS = f"{FEED}/tokens"


@pytest.fixture
def computed(make, council, database):
    return make_figures(make, database)


def kinds(answer: httpx.Response) -> set[str]:
    """The kinds of units whose values an answer holds."""
    return {v["unit_type"] for v in answer.raise_for_status().json()["items"]}


def test_a_manager_of_clients_gives_lists_and_revokes_tokens(as_, make, anonymous, computed):
    admin = as_("administrator")
    client, _ = make_client(make, Role.bi_tool, name="Power BI")
    new = {"machine_client_id": str(client.id), "name": "Board report", "level": "true_figures", "days": 30}
    made = admin.post(TOKENS, json=new)
    assert made.status_code == 201, made.text
    token, tool = made.json(), (client.client_id, made.json()["token"])
    assert (token["client_name"], token["level"], token["client_id"]) == ("Power BI", "true_figures", client.client_id)
    assert kinds(anonymous.get(f"{FEED}/values", auth=tool)) == {"council", "service", "team"}
    bearer = {"Authorization": f"Bearer {token['token']}"}
    assert anonymous.get(f"{FEED}/values.csv", headers=bearer).status_code == 200
    listed = admin.get(TOKENS).json()["items"]
    assert [one["name"] for one in listed] == ["Board report"]
    assert "token" not in listed[0]
    revoked = admin.post(f"{TOKENS}/{token['id']}/revoke").json()
    assert revoked["revoked_at"]
    assert anonymous.get(f"{FEED}/values", auth=tool).status_code == 401
    assert anonymous.get(f"{FEED}/values.csv", headers=bearer).status_code == 401
    assert admin.post(f"{TOKENS}/{token['id']}/revoke").json()["revoked_at"] == revoked["revoked_at"]


def test_a_suppressed_token_reads_suppressed_figures_whatever_its_client_may(make, anonymous, computed):
    for given, client, seen in (
        (Level.suppressed, Level.true_figures, {"council", "service"}),
        (Level.true_figures, Level.suppressed, {"council", "service"}),
        (Level.true_figures, Level.true_figures, {"council", "service", "team"}),
    ):
        token = make_token(make, level=given)
        of = make.get(MachineClient, token.machine_client_id)
        of.level = client
        make.commit()
        assert kinds(anonymous.get(f"{FEED}/values", auth=(of.client_id, token.name))) == seen


def test_tokens_end_with_their_days_and_their_client(make, anonymous, travel, council):
    token = make_token(make, days=30)
    client = make.get(MachineClient, token.machine_client_id)
    tool = (client.client_id, token.name)
    assert anonymous.get(FEED, auth=tool).status_code == 200
    travel(token.expires_at)
    assert anonymous.get(FEED, auth=tool).status_code == 401
    later = make_token(make)
    tool = (make.get(MachineClient, later.machine_client_id).client_id, later.name)
    assert anonymous.get(FEED, auth=tool).status_code == 200
    make.get(MachineClient, later.machine_client_id).is_active = False
    make.commit()
    assert anonymous.get(FEED, auth=tool).status_code == 401


def test_a_token_reads_the_feed_and_opens_nothing_else(make, anonymous, computed):
    token = make_token(make)
    client = make.get(MachineClient, token.machine_client_id)
    tool, bearer = (client.client_id, token.name), {"Authorization": f"Bearer {token.name}"}
    for path in ("/api/v1/me", "/api/v1/units", "/api/v1/children", "/api/v1/indicators"):
        assert anonymous.get(path, auth=tool).status_code == 401
        assert anonymous.get(path, headers=bearer).status_code == 401
    assert anonymous.post(TOKENS, json={}, headers=bearer).status_code == 401
    assert anonymous.get(f"{FEED}/values?token={token.name}").status_code == 401, "never a key in an address"


def test_wrong_credentials_are_401_and_say_how_to_sign_in(make, anonymous, as_, council):
    token, other = make_token(make), make_token(make)
    client = make.get(MachineClient, other.machine_client_id)
    tries = [{}, {"auth": (client.client_id, token.name)}, {"auth": (client.client_id, "")}, {"auth": ("", other.name)}]
    tries += [
        {"headers": {"Authorization": f"Basic {sent}"}} for sent in ("==", "!", "AAAA", "//86//8=", "Og==", "QQ" * 9)
    ]
    tries += [{"headers": {"Authorization": f"Bearer {sent}"}} for sent in ("plf_", "plf_x", f"{token.name}x", "a.b.c")]
    for one in tries:
        answer = anonymous.get(f"{FEED}/values.csv", **one)
        assert answer.status_code == 401, one
        assert answer.headers["www-authenticate"].startswith("Basic ")
        assert "Bearer" in answer.headers["www-authenticate"]
    ours = anonymous.get(f"{FEED}/values", headers={"X-Plumbline": "1"})
    assert (ours.status_code, "www-authenticate" in ours.headers) == (401, False), "no dialog over our own pages"
    both = as_("data_analyst").get(FEED, auth=(client.client_id, other.name))
    assert both.json()["code"] == "two_credentials"


def test_tokens_are_for_tools_and_never_above_their_client(as_, make, council):
    admin = as_("administrator")
    system, _ = make_client(make, Role.case_management_system)
    low, _ = make_client(make, Role.bi_tool, level=Level.suppressed)
    gone, _ = make_client(make, Role.bi_tool, is_active=False)
    for client, level, pointer in (
        (system, "suppressed", "/machine_client_id"), (gone, "suppressed", "/machine_client_id"),
        (low, "true_figures", "/level"),
    ):  # fmt: skip
        new = {"machine_client_id": str(client.id), "name": "x", "level": level, "days": 5}
        answer = admin.post(TOKENS, json=new)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
    assert admin.post(TOKENS, json={"machine_client_id": str(low.id), "name": "x", "days": 400}).status_code == 422
    assert as_("data_analyst").get(TOKENS).status_code == 403


def test_giving_and_revoking_are_journalled(as_, make, council):
    admin = as_("administrator")
    client, _ = make_client(make, Role.bi_tool)
    made = admin.post(TOKENS, json={"machine_client_id": str(client.id), "name": "x"}).json()
    admin.post(f"{TOKENS}/{made['id']}/revoke")
    entries = admin.get("/api/v1/journal", params={"limit": 50}).json()["items"]
    assert {(e["verb"], e["action"]) for e in entries if e["noun"] == "feed_token"} == {
        ("create_feed_token", "created"), ("revoke_feed_token", "changed"),
    }  # fmt: skip
    assert m.API in TOKENS
