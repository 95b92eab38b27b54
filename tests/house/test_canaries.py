"""Nothing personal and nothing secret in logs or in refusals, over a whole journey."""

import base64
import logging
from collections.abc import Callable
from datetime import date

import httpx
import pytest
from sqlmodel import Session

from api.access.permissions import Role
from api.kernel.logs import JsonLines
from tests.access.make import Caller, make_client
from tests.audits.make import at, make_audit, questions_of
from tests.cases.make import make_child

As = Callable[..., Caller]
CANARIES = (
    "Quillfeather",
    "quill@zebulon.example",
    "Zebulon's own words",
    "zebulon-worker",
    "zebulon-password",
    "127.0.0.1",
)


def test_no_name_address_word_or_token_is_logged_or_handed_back(
    as_: As, anonymous: httpx.Client, make: Session, council: dict, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)
    refusals: list[httpx.Response] = []
    secrets = list(CANARIES)
    admin, lead, auditor = as_("administrator"), as_("quality_lead"), as_("auditor", unit="south_1")
    new = {"name": "Zebulon Quillfeather", "email": "quill@zebulon.example", "worker_ref": "zebulon-worker"}
    made = admin.post("/api/v1/people", json=new).raise_for_status().json()
    refusals += [admin.post("/api/v1/people", json=new), admin.get("/api/v1/people?q=Quillfeather&Quillfeather")]
    secrets.append(made["initial_password"])
    refusals.append(anonymous.post("/api/v1/session", json={"email": new["email"], "password": "zebulon-password"}))
    refusals.append(anonymous.post("/api/v1/session", json={"email": "Quillfeather", "password": ["zebulon-password"]}))
    signed = anonymous.post("/api/v1/session", json={"email": new["email"], "password": made["initial_password"]})
    secrets += [cookie for cookie in signed.cookies.values() if cookie]
    refusals.append(anonymous.get("/api/v1/Quillfeather/quill@zebulon.example"))

    child = make_child(make, birth_on=date(2011, 2, 3))
    secrets += ["2011-02-03"]
    audit = make_audit(make, child=child, auditor_id=auditor.person_id)
    path = f"/api/v1/audits/{audit.id}"
    question = str(questions_of(make, audit.audit_tool_id)[0])
    words = {
        "answers": {question: {"grade": "good", "reason": "Zebulon's own words"}},
        "summary": "Zebulon's own words",
    }
    assert auditor.patch(path, json=words, headers=at(1)).is_success
    wrong = {"answers": {question: {"grade": "zebulon-worker", "reason": 7}}, "summary": ["Zebulon's own words"]}
    refusals += [auditor.patch(path, json=wrong, headers=at(2)), auditor.post(f"{path}/submit", headers=at(2))]
    refusals.append(lead.post(f"{path}/withdraw", json={"reason": "Zebulon's own words" * 300}))
    assert lead.get(f"/api/v1/children/{child.id}").is_success
    secrets.append(child.child_ref)

    client, secret = make_client(make, Role.case_management_system)
    basic = base64.b64encode(f"{client.client_id}:{secret}".encode()).decode()
    form = {"grant_type": "client_credentials"}
    token = anonymous.post("/oauth2/token", data=form, headers={"Authorization": f"Basic {basic}"}).json()[
        "access_token"
    ]
    refusals.append(anonymous.post("/oauth2/token", data=form | {"client_id": "Quillfeather", "client_secret": secret}))
    secrets += [secret, basic, token]
    asks = {"title": "S", "audience": "child", "questions": [{"text": "I am listened to."}]}
    survey = f"/api/v1/surveys/{lead.post('/api/v1/surveys', json=asks).json()['id']}"
    lead.post(f"{survey}/open")
    link = lead.post(f"{survey}/links", json={"count": 1}).json()["links"][0].partition("#")[2]
    with httpx.Client(base_url=anonymous.base_url) as child_at_home:
        assert child_at_home.post("/api/v1/respond/answers", json={"token": link, "answers": {}}).status_code == 201
        refusals.append(
            child_at_home.post("/api/v1/respond/answers", json={"token": link, "answers": {"Quillfeather": 9}})
        )
    secrets.append(link)

    assert {answer.status_code // 100 for answer in refusals} == {4}
    ours = [record for record in caplog.records if not record.name.startswith("http")]  # the test's own client
    lines = "\n".join(JsonLines().format(record) + str(vars(record)) for record in ours)
    assert lines.count('"operation": "update_audit"') >= 2
    assert [one for one in secrets if one in lines] == []
    said = "\n".join(answer.text for answer in refusals)
    known = "Quillfeather"  # the name of an unknown field or parameter is told, as whoever sent it must find it
    assert [one for one in secrets if one in said and one != known] == []
