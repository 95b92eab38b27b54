"""Nothing that identifies a child is stored, journalled, logged or said again, whatever a push holds and wherever.

What is told to the sender alone: the names of columns that were dropped, and the ids that it sent.
"""

import gzip
import json
import logging
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from sqlmodel import Session, select

from api.cases.models import Child
from api.cases.references import unseal
from api.kernel.logs import JsonLines
from tests.access.make import Caller
from tests.intake.make import BY_ENTITY, CSV, HEADER, JSON, NDJSON, VISITS, declared, everything, record_of, visit

As = Callable[..., Caller]
Push = Callable[..., dict[str, Any]]

PERSON = "personid-4711"
NAMES = {
    "pers_forename": "Zebulon", "pers_surname": "Quillfeather", "pers_upn": "H801200001001", "pers_dob": "2014-02-03",
    "pers_single_unique_id": "9434765919", "pers_common_child_id": "9434765919", "addr_address_postcode": "ZZ99 9QF",
    "COMMENTS": "overheard remark", "nested": {"COMMENTS": "overheard remark", "name": ["Zebulon Quillfeather"]},
    "legal_name": "Zebulon Quillfeather", "prof_professional_name": "Zebulon Quillfeather", "zebulonscolumn": 1,
}  # fmt: skip
VALUES = ("Zebulon", "Quillfeather", "H801200001001", "9434765919", "ZZ99 9QF", "ZZ999QF", "overheard")
CANARIES = (*VALUES, "zebulonscolumn", PERSON, "2014-02-03")
CANARY = "Zebulon Quillfeather H801200001001 9434765919 ZZ99 9QF"


def leaks(make: Session) -> list[str]:
    """Where in any table one of the canaries stands, as it is or as bytes."""
    found = set()
    for name, row in everything(make):
        low = row.lower()
        found |= {f"{one} in {name}" for one in CANARIES if one.lower() in low or one.encode().hex() in low}
    return sorted(found)


def logged(caplog: pytest.LogCaptureFixture) -> str:
    ours = [record for record in caplog.records if not record.name.startswith("http")]  # the test's own client
    return "\n".join(JsonLines().format(record) + str(vars(record)) for record in ours)


def send(caller: Caller, body: str | bytes, headers: dict[str, str], at: str = VISITS, **params: str) -> httpx.Response:
    return caller.post(at, content=body, headers=headers, params=params)


def taken(pusher: Caller) -> list[httpx.Response]:
    """Pushes of every form that are taken in, with what identifies in columns that nobody keeps."""
    record = visit("v1", cppv_person_id=PERSON) | NAMES
    header, cells = HEADER + ",forename,zebulonscolumn", f"v2,{PERSON},2025-03-04,Y,Zebulon Quillfeather,ZZ99 9QF"
    lines = json.dumps(record) + "\n" + json.dumps({**record, "cppv_cp_visit_id": "v3"})
    return [
        send(pusher, json.dumps([record]), JSON),
        send(pusher, lines, NDJSON),
        send(pusher, f"{header}\n{cells}\n{cells},ragged Zebulon\n", CSV),
        send(pusher, gzip.compress(lines.encode()), NDJSON | {"Content-Encoding": "gzip"}),
        send(pusher, json.dumps([{"pers_person_id": PERSON} | NAMES]), JSON, "/api/v1/records/person"),
        send(pusher, json.dumps([NAMES]), JSON, "/api/v1/records/address"),
        send(pusher, json.dumps([record]), JSON | {"Idempotency-Key": "Zebulon-Quillfeather"}, dry_run="false"),
        *(send(pusher, json.dumps([record_of(model) | NAMES | child_of(model)]), JSON, f"/api/v1/records/{name}")
          for name, model in BY_ENTITY.items()),
        *(send(pusher, json.dumps([wrong_everywhere(model)]), JSON, f"/api/v1/records/{name}")
          for name, model in BY_ENTITY.items()),
        pusher.put(f"{VISITS}/v9", json=NAMES | {"cppv_person_id": PERSON}),
    ]  # fmt: skip


def child_of(model: Any) -> dict[str, str]:
    return {column.info["ssd"]: PERSON for column in declared(model) if "child" in column.info}


def wrong_everywhere(model: Any) -> dict[str, Any]:
    """A record that holds what identifies in every column where text is not kept, and so is rejected or cut."""
    wrong: dict[str, Any] = {column.info["ssd"]: CANARY * 5 for column in declared(model)}
    return wrong | {column.info["ssd"]: "w1" for column in declared(model) if "key" in column.info} | child_of(model)


def refused(pusher: Caller, stranger: Caller) -> list[httpx.Response]:
    """Pushes that are refused as a whole, with what identifies in every place of them."""
    whole = json.dumps([visit("v1", cppv_person_id=PERSON) | NAMES])
    strict = {"Prefer": "handling=strict"}
    return [
        send(pusher, whole[:-3], JSON),
        send(pusher, whole.replace('"Zebulon"', "Zebulon"), JSON),
        send(pusher, json.dumps(CANARY), JSON),
        send(pusher, json.dumps([CANARY]), JSON),
        send(pusher, json.dumps({CANARY: [CANARY]}), JSON),
        send(pusher, whole, JSON | {"Content-Encoding": "gzip"}),
        send(pusher, gzip.compress(whole.encode())[:-9], JSON | {"Content-Encoding": "gzip"}),
        send(pusher, whole, {"Content-Type": "Zebulon/Quillfeather"}),
        send(pusher, whole, JSON | {"Content-Encoding": "Quillfeather"}),
        send(pusher, f"{CANARY},b\n{CANARY},1\n", CSV),
        send(pusher, f'"{CANARY}\n{CANARY}', CSV),
        send(pusher, json.dumps([visit(CANARY, cppv_cp_visit_date=CANARY)]), JSON | strict),
        send(pusher, json.dumps([{"cppv_cp_visit_id": {CANARY: CANARY}}]), JSON | strict),
        send(pusher, "{" + CANARY, NDJSON | strict),
        send(pusher, whole, JSON, as_of="Quillfeather"),
        send(pusher, whole, JSON, **{"return": "Quillfeather"}),
        send(pusher, whole, JSON, f"/api/v1/records/{CANARY}"),
        send(pusher, whole, JSON | {"Idempotency-Key": CANARY * 9}),
        send(stranger, whole, JSON),
        pusher.get(f"{VISITS}/Quillfeather"),
        pusher.get(f"/api/v1/records/person/{PERSON}"),
        pusher.put(f"{VISITS}/Quillfeather", json={"cppv_person_id": PERSON * 9} | NAMES),
        pusher.put(f"{VISITS}/v1", content=whole[:-3], headers=JSON),
        pusher.put(f"{VISITS}/Quillfeather", json=visit(PERSON)),
        pusher.delete(f"{VISITS}/Quillfeather", headers={"If-Match": "Zebulon"}),
    ]


def test_nothing_that_identifies_a_child_stays(
    pusher: Caller, as_: As, make: Session, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)
    stranger = as_("quality_lead")
    answers, refusals = taken(pusher), refused(pusher, stranger)
    assert {answer.status_code for answer in answers} == {200, 201}
    assert sum(answer.json().get("created", 1) for answer in answers) > len(BY_ENTITY)
    assert {answer.status_code for answer in refusals} == {403, 404, 415, 422}

    assert leaks(make) == ["2014-02-03 in child"], "the day of birth is kept, in a column that people cannot read"
    lines = logged(caplog)
    assert lines.count('"operation": "push_records"') >= len(answers) + 15
    assert [one for one in CANARIES if one.lower() in lines.lower()] == []
    said = "\n".join(answer.text for answer in answers + refusals).lower()
    assert [one for one in VALUES if one.lower() in said.replace("zebulonscolumn", "")] == []
    assert [answer.text for answer in refusals if PERSON in answer.text] == []
    make.rollback()
    sealed = make.execute(select(Child.source_id_encrypted)).scalars().all()
    assert PERSON in {unseal(one) for one in sealed}


def test_the_hunt_for_canaries_finds_one(push: Push, make: Session, caplog: pytest.LogCaptureFixture):
    push("department", {"dept_team_id": "1", "dept_team_name": "Zebulon"})
    assert {"Zebulon in department", "Zebulon in unit"} <= set(leaks(make))
    logging.getLogger("plumbline").error("Zebulon")
    assert "Zebulon" in logged(caplog)
