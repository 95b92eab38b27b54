"""What councils' public senders check, in the Python and in the PowerShell manner, against the real addresses."""

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import text
from sqlmodel import Session

from api.access.permissions import Role
from api.intake.entities import BY_NAME
from tests.access.make import make_client
from tests.compat.make import counted, make_object

SENT, AT_FAULT, BESIDE = "sent", "at fault", "valid, but its batch failed"
PATH = "/compat/dfe/v1/children_social_care_data/870/children"
SAMPLE = "dfe_api_payloads/sample.ndjson"


class Sender:
    """A council's sender: six values, a token, and what it makes of an answer."""

    in_brackets = r"\[(\d+)\]"

    def __init__(self, client: httpx.Client, client_id: str, secret: str, *, scope: str = "api://x/.default") -> None:
        self.client = client
        self.form = {
            "client_id": client_id,
            "client_secret": secret,
            "scope": scope,
            "grant_type": "client_credentials",
        }

    def headers(self) -> dict[str, str]:
        """A token as the sender fetches it, and the headers it goes in."""
        answer = self.client.post("/oauth2/token", data=self.form)
        assert answer.status_code == 200, answer.text
        token = answer.json()["access_token"]
        return {"Authorization": f"Bearer {token.strip()}", "SupplierKey": "key", "Content-Type": "application/json"}

    def send(self, batch: list[dict[str, Any]]) -> list[str]:
        """Send a batch; what is written in the staging table beside each record."""
        answer = self.client.post(PATH, content=self.body(batch), headers=self.headers())
        if not self.is_success(answer.status_code):
            named = set(re.findall(self.in_brackets, answer.text))
            return [AT_FAULT if str(place) in named else BESIDE for place in range(len(batch))]
        names = self.names(answer)
        assert len(names) == len(batch), "the sender would mark the whole batch as failed"
        return [self.read(name) for name in names]

    def body(self, batch: list[dict[str, Any]]) -> bytes:
        raise NotImplementedError

    def is_success(self, status: int) -> bool:
        raise NotImplementedError

    def names(self, answer: httpx.Response) -> list[str]:
        raise NotImplementedError

    def read(self, name: str) -> str:
        raise NotImplementedError


class PythonSender(Sender):
    """Takes 200 alone, a JSON list, and three parts between underscores."""

    def body(self, batch: list[dict[str, Any]]) -> bytes:
        return json.dumps(batch).encode()

    def is_success(self, status: int) -> bool:
        return status == 200

    def names(self, answer: httpx.Response) -> list[str]:
        found = json.loads(answer.text.strip())
        assert isinstance(found, list)
        return found

    def read(self, name: str) -> str:
        day, time, number = name.split("_")
        datetime.strptime(f"{day} {time} +0000", "%Y-%m-%d %H:%M:%S.%f %z")
        assert number.endswith(".json")
        return SENT


class PowerShellSender(Sender):
    """Takes any 2xx, runs the list together with spaces and apart again, and wants two decimals; 5.1 sends Latin-1."""

    in_brackets = r"\[([0-9]+)\]"

    def body(self, batch: list[dict[str, Any]]) -> bytes:
        return json.dumps(batch, ensure_ascii=False, separators=(",", ":")).encode("latin-1")

    def is_success(self, status: int) -> bool:
        return 200 <= status < 300

    def names(self, answer: httpx.Response) -> list[str]:
        run_together = " ".join(str(one) for one in answer.json())
        return [one for one in run_together.split() if one.endswith(".json")]

    def read(self, name: str) -> str:
        found = re.fullmatch(r"\s*(\d{4}-\d{2}-\d{2})_(\d{2}:\d{2}:\d{2}\.\d{2})_(.+?)\.json\s*", name)
        assert found, f"the sender would leave {name} as it was"
        datetime.strptime(f"{found[1]} {found[2]} +0000", "%Y-%m-%d %H:%M:%S.%f %z")
        return SENT


@pytest.fixture(params=[PythonSender, PowerShellSender])
def sender(request: pytest.FixtureRequest, anonymous: httpx.Client, make: Session) -> Sender:
    client, secret = make_client(make, Role.case_management_system)
    made: Sender = request.param(anonymous, client.client_id, secret)
    return made


def held(make: Session) -> dict[str, int]:
    """The rows of each entity that has any."""
    make.rollback()
    counts = {
        name: make.execute(text(f"select count(*) from {one.table.name}")).scalar_one() for name, one in BY_NAME.items()
    }
    return {name: count for name, count in counts.items() if count}


def test_the_senders_own_samples_load(sender: Sender, make: Session, shared: Path):
    objects = [json.loads(line) for line in (shared / SAMPLE).read_text().splitlines()]
    assert sender.send(objects) == [SENT] * 5
    children = len({one["la_child_id"] for one in objects})
    assert held(make) == counted(objects) | {"person": children}
    assert make.execute(text("select sum(rejected) from receipt")).scalar_one() == 0
    for one in objects:
        assert sender.send([one]) == [SENT]
    assert held(make) == counted(objects) | {"person": children}
    assert make.execute(text("select sum(updated) from receipt")).scalar_one() == 0


def test_a_full_batch_is_received_in_its_order(sender: Sender, make: Session):
    batch = [make_object(f"c{place}", social_care_episodes=[]) for place in range(100)]
    batch[7]["child_details"]["first_name"] = "Zoë"
    assert sender.send(batch) == [SENT] * 100
    assert held(make)["person"] == 100


def test_the_names_are_one_apiece_and_new_each_time(anonymous: httpx.Client, make: Session):
    client, secret = make_client(make, Role.case_management_system)
    sender = PythonSender(anonymous, client.client_id, secret)
    headers, names = sender.headers(), []
    for _ in range(2):
        names += anonymous.post(PATH, json=[make_object("a"), make_object("b")], headers=headers).json()
    assert len(set(names)) == 4
    uuid = "[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
    assert all(re.fullmatch(rf"\d{{4}}-\d\d-\d\d_\d\d:\d\d:\d\d\.\d\d_{uuid}\.json", name) for name in names)


def test_a_failed_batch_tells_which_records_to_mend(sender: Sender, make: Session):
    batch = [make_object(f"c{place}") for place in range(12)]
    batch[1]["child_details"]["date_of_birth"] = "yesterday"
    batch[11]["social_care_episodes"][0]["section_47_assessments"].append({"start_date": "2025-01-01"})
    assert sender.send(batch) == [AT_FAULT if place in (1, 11) else BESIDE for place in range(12)]
    assert held(make) == {}
    assert sender.send([one for place, one in enumerate(batch) if place not in (1, 11)]) == [SENT] * 10


def test_a_batch_that_cannot_be_read_blames_no_record(sender: Sender, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sender, "body", lambda _: b'[{"la_child_id": ')
    assert sender.send([make_object("a"), make_object("b")]) == [BESIDE] * 2
