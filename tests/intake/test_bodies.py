"""A push's body in each of its forms: they say the same, and what is damaged is refused or rejected by itself."""

import gzip
import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session

from api.cases.models import CpVisit
from api.intake.bodies import MAX_RECORDS
from tests.access.make import Caller
from tests.intake.make import CSV, GZIP, HEADER, JSON, NDJSON, VISITS, kept, statuses, table, told, visit, zipped

Push = Callable[..., dict[str, Any]]

RECORDS = [
    {"cppv_cp_visit_id": "v1", "cppv_person_id": "p1", "cppv_cp_visit_date": "2025-03-04", "cppv_cp_visit_seen": "Y"},
    {"cppv_cp_visit_id": "v2", "cppv_person_id": "p2", "cppv_cp_visit_date": "04/03/2025", "cppv_cp_visit_seen": None},
]
LINES = table("v1,p1,2025-03-04,Y", "v2,p2,04/03/2025,")
FORMS: dict[str, tuple[bytes, dict[str, str]]] = {
    "array": (json.dumps(RECORDS).encode(), JSON),
    "array with a mark": (b"\xef\xbb\xbf" + json.dumps(RECORDS).encode(), JSON),
    "array under gzip": (zipped(*RECORDS), GZIP),
    "lines": ("\n".join(map(json.dumps, RECORDS)).encode(), NDJSON),
    "lines by another name": ("\r\n".join(map(json.dumps, RECORDS)).encode(), {"Content-Type": "application/jsonl"}),
    "table": (LINES.encode(), CSV),
    "table with semicolons": (LINES.replace(",", ";").encode(), CSV | {"Content-Type": "text/csv; charset=utf-8"}),
    "table with tabs": (LINES.replace(",", "\t").encode(), CSV),
    "table with a mark": (b"\xef\xbb\xbf" + LINES.encode(), CSV),
    "table of PowerShell's": (LINES.encode("utf-16"), CSV),
    "table in capitals and quotes": (
        "\n".join('"' + line.replace(",", '","') + '"' for line in LINES.upper().splitlines()).encode(), CSV,
    ),
    "table under gzip in two parts": (
        gzip.compress(LINES.encode()[:70]) + gzip.compress(LINES.encode()[70:]), CSV | {"Content-Encoding": "x-gzip"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_every_form_says_the_same(pusher: Caller, make: Session, form: str):
    body, headers = FORMS[form]
    assert statuses(told(pusher, body, headers)) == ["created", "created"]
    found = kept(make, CpVisit, "source_id", "visited_on", "is_seen")
    assert [(one.lower(), day, seen) for one, day, seen in found] == [
        ("v1", date(2025, 3, 4), True),
        ("v2", date(2025, 3, 4), None),
    ]
    if form not in {"table in capitals and quotes"}:  # an id in capitals is another id
        assert statuses(told(pusher, json.dumps(RECORDS), JSON)) == ["unchanged", "unchanged"]


def test_an_empty_cell_clears_and_a_column_that_is_not_there_stays(pusher: Caller, push: Push, make: Session):
    push("cp_visits", visit("v1", cppv_cp_visit_seen="Y", cppv_cp_visit_bedroom="Y"))
    assert statuses(told(pusher, table("v1,p1,2025-03-04,"), CSV)) == ["updated"]
    assert kept(make, CpVisit, "is_seen", "is_bedroom_seen") == [(None, True)]


def test_a_ragged_line_is_rejected_by_itself(pusher: Caller, make: Session):
    lines = ("v1,p1,2025-03-04,Y", "v2,p1,2025-03-04", "v3,p1,2025-03-04,Y,Y", ",,,", "v4,p1,2025-03-04,Y")
    answer = told(pusher, table(*lines), CSV)
    assert statuses(answer) == ["created", "rejected", "rejected", "rejected", "created"]
    assert [e["code"] for r in answer["results"] for e in r["errors"]] == ["ragged", "ragged", "missing"]
    assert answer["results"][1]["errors"][0]["pointer"] == "/1"
    assert kept(make, CpVisit, "source_id") == [("v1",), ("v4",)]


def test_quotes_hold_delimiters_line_ends_and_quotes(pusher: Caller, make: Session):
    header = HEADER + ",comments\n"
    lines = 'v1,p1,2025-03-04,Y,"a, ""b""\nand\r\nmore"\nv2,p1,2025-03-04,Y,' + f'"{"long " * 40_000}"\n'
    answer = told(pusher, header + lines, CSV)
    assert statuses(answer) == ["created", "created"]
    assert answer["ignored_fields"] == {"comments": 2}
    assert kept(make, CpVisit, "source_id") == [("v1",), ("v2",)]


def test_a_table_takes_back_too(pusher: Caller, push: Push, make: Session):
    push("cp_visits", visit("v1"), visit("v2"))
    answer = told(pusher, "cppv_cp_visit_id,purge\nv1,true\nv2,\nv3,Y\n", CSV)
    assert statuses(answer) == ["removed", "rejected", "unchanged"]
    assert answer["results"][1]["errors"][0]["code"] == "missing"
    assert kept(make, CpVisit, "source_id") == [("v2",)]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["v1,p1,2025-03-04,Y", 'v2,p1,2025-03-04,"Y', "v3,p1,2025-03-04,Y"], ["created", "rejected"]),
        (["v1,p1,2025-03-04,Y\rv2,p1,2025-03-04,Y", "v3,p1,2025-03-04,Y"], ["rejected", "created"]),
    ],
)  # fmt: skip
def test_an_open_quote_or_a_line_end_out_of_place_takes_its_lines_along(
    pusher: Caller, lines: list[str], expected: list[str]
):
    answer = told(pusher, table(*lines), CSV)
    assert statuses(answer) == expected
    assert [e["code"] for r in answer["results"] for e in r["errors"]] == ["ragged"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"v1,p1,2025-03-04,Y\n", 422, "key_column_missing"),
        (HEADER.replace("cppv_cp_visit_id", "id").encode(), 422, "key_column_missing"),
        (f"{HEADER},CPPV_PERSON_ID\n".encode(), 422, "duplicate_column"),
        (b",,,\nv1,p1,2025-03-04,Y\n", 422, "not_a_table"),
        (b'"cppv_cp_visit_id,cppv_person_id\nv1,p1\n', 422, "not_a_table"),
        (b"x," * 1_001, 422, "too_many_columns"),
        (b"x" * 2_000_001, 422, "line_too_long"),
        (HEADER.encode("utf-16-le"), 422, "key_column_missing"),
        ("\n".join([HEADER, *["v,p1,,"] * (MAX_RECORDS + 1)]).encode(), 413, "too_many_records"),
    ],
)
def test_a_table_that_is_none_is_refused(pusher: Caller, make: Session, body: bytes, status: int, code: str):
    answer = pusher.post(VISITS, content=body, headers=CSV)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert kept(make, CpVisit, "source_id") == []


def test_a_table_without_its_column_or_with_one_twice_is_told_which(pusher: Caller):
    for header, name in (("id,cppv_person_id", "cppv_cp_visit_id"), (f"{HEADER},CPPV_PERSON_ID", "cppv_person_id")):
        answer = pusher.post(VISITS, content=header.encode(), headers=CSV).json()
        assert answer["detail"].endswith(f"It is {name}.")
        assert answer["errors"][0]["detail"] == answer["detail"]


def test_a_quote_inside_a_cell_is_but_a_sign(pusher: Caller, make: Session):
    lines = ['v1,5" pipe,2025-03-04,Y', "v2,p1,2025-03-04,Y", 'v3,5" pipe,2025-03-04,Y', "v4,p1,2025-03-04,Y"]
    assert statuses(told(pusher, table(*lines), CSV)) == ["created"] * 4


def test_nothing_is_a_table_of_nothing(pusher: Caller):
    for body, headers in ((b"", CSV), (HEADER.encode(), CSV), (b"\n\n", NDJSON), (b"[]", JSON), (zipped(), GZIP)):
        assert told(pusher, body, headers)["received"] == 0


def test_a_line_of_windows_is_read(pusher: Caller, make: Session):
    lines = f"{HEADER},comments\nv1,p1,2025-03-04,Y,caf\xe9\nv2,p1,2025-03-04,N,cafe\n".encode("cp1252")
    assert statuses(told(pusher, lines, CSV)) == ["created", "created"]


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_gzip_that_breaks_off_is_refused_as_a_whole(pusher: Caller, make: Session, share: float):
    body = zipped(*(visit(n) for n in range(200)))
    answer = pusher.post(VISITS, content=body[: int(len(body) * share)], headers=GZIP)
    assert (answer.status_code, answer.json()["code"]) == (422, "broken_gzip")
    assert kept(make, CpVisit, "source_id") == []


@pytest.mark.parametrize(
    ("body", "encoding", "status", "code"),
    [
        (b"[]", "gzip", 422, "broken_gzip"),
        (b"", "gzip", 422, "broken_gzip"),
        (zipped() + b"more", "gzip", 422, "broken_gzip"),
        (zipped(visit(1))[:-5] + b"12345", "gzip", 422, "broken_gzip"),
        (gzip.compress(b"[" + b" " * 20_000_001 + b"]"), "gzip", 413, "expands"),
        (gzip.compress(b" " * 19_000_000) * 2 + zipped(), "gzip", 413, "expands"),
        (zipped(*(visit(n) for n in range(1_001))), "gzip", 413, "too_many_records"),
        (zipped(), "br", 415, "unknown_encoding"),
        (zipped(), "gzip, gzip", 415, "unknown_encoding"),
    ],
    ids=["unzipped", "nothing", "more after", "a wrong sum", "a bomb", "two bombs", "too many", "br", "twice"],
)
def test_what_cannot_be_unpacked_is_refused(pusher: Caller, body: bytes, encoding: str, status: int, code: str):
    answer = pusher.post(VISITS, content=body, headers=JSON | {"Content-Encoding": encoding})
    assert (answer.status_code, answer.json()["code"]) == (status, code)
