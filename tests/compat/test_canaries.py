"""Nothing that identifies a child is stored, journalled, logged or said again, whatever a batch holds and wherever."""

import logging
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from sqlalchemy import text
from sqlmodel import Session

from api.kernel.logs import JsonLines
from tests.access.make import Caller
from tests.compat.make import NAMES, make_episode, make_object

As = Callable[..., Caller]
PATH = "/compat/dfe/v1/children_social_care_data/870/children"
CANARIES = [*NAMES.values(), "zebulon-supplier-1", "zebulon-child-1", "zebulon"]
FAULTS: list[dict[str, Any]] = [
    {"child_details": NAMES | {"date_of_birth": "Quillfeather"}},
    {"child_details": NAMES | {"sex": "Quillfeather", "ethnicity": "Zebulon"}},
    {"child_details": NAMES | {"disabilities": ["Quillfeather", ["Zebulon"], {"Zebulon": 1}]}},
    {"child_details": "Quillfeather"},
    {"child_details": ["Zebulon"]},
    {"purge": "Zebulon"},
    {"la_child_id": "Quillfeather Zebulon"},
    {"la_child_id": {"Zebulon": "Quillfeather"}},
    {"health_and_wellbeing": {"sdq_assessments": [{"date": "Zebulon", "score": "Quillfeather"}]}},
    {"social_care_episodes": [make_episode(social_care_episode_id=["Quillfeather"], closure_reason="Zebulon")]},
    {"social_care_episodes": [make_episode(care_worker_details=[{"worker_id": "Quillfeather Zebulon"}])]},
    {"social_care_episodes": {"Quillfeather": NAMES}},
]
LET_PASS: list[dict[str, Any]] = [
    {},
    {"Quillfeather": "Zebulon", "Zebulon": {"Quillfeather": NAMES}},
    {"child_details": NAMES | {"Quillfeather": 1, "middle_name": "Zebulon", "unique_pupil_number": ["Quillfeather"]}},
    {"child_details": NAMES | {"first_name": {"Zebulon": None}, "surname": 7, "postcode": ["ZZ99 9QF"]}},
    {"health_and_wellbeing": {"sdq_assessments": [{"date": "2025-01-01", "score": 3, "remark": "Zebulon"}]}},
    {"social_care_episodes": [make_episode() | NAMES | {"adoption": NAMES, "Zebulon": "Quillfeather"}]},
    {"mis_child_id": ["Quillfeather"], "former_unique_pupil_number": "Zebulon"},
]


def found_in_tables(make: Session, one: str) -> list[str]:
    """The tables that hold a text, as it is or as its bytes, in any column of any row."""
    make.rollback()
    names = make.execute(text("select tablename from pg_tables where schemaname = 'public'")).scalars().all()
    assert len(names) > 40
    searched = "select count(*) from {} t where strpos(lower(t::text), :one) + strpos(t::text, :bytes) > 0"
    wanted = {"one": one.lower(), "bytes": one.encode().hex()}
    return [name for name in names if make.execute(text(searched.format(f'"{name}"')), wanted).scalar_one()]


def test_nothing_that_identifies_a_child_stays(
    as_: As, anonymous: httpx.Client, make: Session, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)
    pusher, stranger = as_("case_management_system"), as_("bi_tool")
    answers = [pusher.post(PATH, json=[make_object(**over)]) for over in LET_PASS]
    assert {answer.status_code for answer in answers} == {200}
    refusals = [pusher.post(PATH, json=[make_object("b"), make_object() | over]) for over in FAULTS]
    assert {answer.status_code for answer in refusals} == {400}
    broken = [b'{"Quillfeather": "Zebulon"}', b'"Quillfeather"', b'[{"Quillfeather": Zebulon}]', b'["Quillfeather"]']
    refusals += [pusher.post(PATH, content=body) for body in broken]
    refusals += [stranger.post(PATH, json=[make_object()]), anonymous.post(PATH, json=[make_object()])]
    refusals += [pusher.post(PATH, json=[make_object()] * 101), pusher.post(PATH.replace("870", "Zebulon"), json=[])]
    assert {answer.status_code for answer in refusals} == {400, 401, 403, 404, 413}

    said = "\n".join(answer.text for answer in answers + refusals).lower()
    ours = [record for record in caplog.records if not record.name.startswith("http")]  # the test's own client
    lines = "\n".join(JsonLines().format(record) + str(vars(record)) for record in ours).lower()
    assert lines.count('"operation": "push_children"') == len(answers + refusals)
    assert found_in_tables(make, "SW1") == ["involvement"], "the search finds what is there"
    for one in CANARIES:
        assert found_in_tables(make, one) == []
        assert one.lower() not in said
        assert one.lower() not in lines
