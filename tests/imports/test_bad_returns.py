"""Returns that are not what they say, sent over HTTP: refused in a sentence that says where, and forgotten whole."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session

from api.kernel.database import Database
from tests.access.make import Caller
from tests.imports.make import begin, counts, finish, send
from tests.imports.make_returns import CHILD, CONTACT, CONTACTS, DETAILS, EPISODES, HEADER, OUTSIDE, book, census

As = Callable[..., Caller]

LOLS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BILLION_LAUGHS = f'<?xml version="1.0"?><!DOCTYPE m [<!ENTITY l0 "lol">{LOLS}]><Message>&l9;</Message>'
CUT_SHORT = census(*(CHILD.format(id=number, details="") for number in range(6_000)))[:-40]
"""So long that some of it has been read, and waits to be stored, when the rest turns out to be missing."""
END = f"bad-file, line {CUT_SHORT.count(chr(10)) + 1}: "
ELEMENT = "bad-file, element Collection: "
LATE = "<Message>\n</Wrong>" + "<Child/>" * 1_000_000
BOOK = book({"List 1": [CONTACTS, CONTACT]})
BOMB = book({"List 1": [CONTACTS, CONTACT]}, {"xl/media/image1.png": "0" * 201_000_000})
NO_HEADER = book({"List 1": [CONTACTS, CONTACT], "List 2": [["Whatever", "stands", "here"], [7, "01/05/2020", "x"]]})
OPEN_QUOTE = EPISODES + '7,01/05/2020,S,C2,N1,U6,PR1,,,,,,\n7,02/05/2020,"L,C2,N1,U6,PR1,,,,,,\n'

RIGHT = {
    "ssda903": ("2024-header.csv", f"{HEADER}7,2,03/04/2010,WBRI,A123,,\n".encode()),
    "cin_census": ("cin-2024.xml", census(CHILD.format(id=7, details=DETAILS.format(nfa="0"))).encode()),
    "annex_a": ("annex a.xlsx", BOOK),
}
BAD: list[Any] = [
    pytest.param("cin_census", BILLION_LAUGHS, "unsafe_xml", "bad-file: ", id="billion laughs"),
    pytest.param("cin_census", OUTSIDE, "unsafe_xml", "bad-file: ", id="external entity"),
    pytest.param("cin_census", CUT_SHORT, "not_xml", END, id="XML cut short"),
    pytest.param("cin_census", LATE, "not_xml", "bad-file, line 2: ", id="XML wrong at once, and long"),
    pytest.param("cin_census", census(collection="CSWW"), "unknown_file", ELEMENT, id="another census"),
    pytest.param("cin_census", BOOK, "not_xml", "bad-file, line 1: ", id="a workbook for a census"),
    pytest.param("annex_a", b"CHILD,SEX\n7,2\n", "not_a_workbook", "bad-file: ", id="no workbook"),
    pytest.param("annex_a", BOOK[:-40], "not_a_workbook", "bad-file: ", id="a workbook cut short"),
    pytest.param("annex_a", BOMB, "too_large", "bad-file: ", id="zip bomb"),
    pytest.param("annex_a", NO_HEADER, "no_header_row", "bad-file, sheet List 2: ", id="no header"),
    pytest.param("ssda903", "CHILD,SURNAME\n7,Quillfeather\n", "unknown_file", "bad-file, line 1: ", id="unknown"),
    pytest.param("ssda903", OPEN_QUOTE, "not_csv", "bad-file, line 3: ", id="an open quote"),
    pytest.param("ssda903", BOOK, "unknown_file", "bad-file, line 1: ", id="a workbook for SSDA903"),
]  # fmt: skip


@pytest.fixture
def sender(as_: As) -> Caller:
    return as_("case_management_system")


def staged(make: Session) -> dict[str, int]:
    """The rows in each table of staging, by the entity in its name."""
    tables = make.execute(text("select tablename from pg_tables where schemaname = 'staging'")).scalars().all()
    found = {
        name.partition("_")[2]: make.execute(text(f'select count(*) from staging."{name}"')).scalar_one()
        for name in tables
    }
    make.rollback()
    return found


@pytest.mark.parametrize(("format_", "content", "code", "where"), BAD)
def test_a_bad_file_is_refused_where_it_is_bad_and_the_import_goes_on(
    sender: Caller, database: Database, format_: str, content: bytes | str, code: str, where: str
):
    at = begin(sender, format=format_)
    answer = sender.put(f"{at}/files/bad-file", content=content)
    told = answer.json()
    assert (answer.status_code, told["errors"][0]["code"]) == (422, code)
    assert told["detail"].startswith(where)
    assert told["detail"].endswith(".")
    assert "Quillfeather" not in answer.text
    assert (sender.get(at).json()["state"], sender.get(at).json()["files"]) == ("open", [])

    name, right = RIGHT[format_]
    file = send(sender, at, name, right)
    done = finish(sender, database, at)
    assert done["state"] == "completed", done
    assert {one["entity"]: one["created"] for one in done["entities"]} == file["entities"]


def test_what_was_read_of_a_file_before_it_broke_is_not_stored(sender: Caller, database: Database, make: Session):
    at = begin(sender, format="cin_census")
    assert sender.put(f"{at}/files/cin-2024.xml", content=CUT_SHORT).status_code == 422
    assert staged(make)["person"] == 5_000
    assert sender.post(f"{at}/commit").status_code == 409, "no file has come"
    send(sender, at, *RIGHT["cin_census"])
    done = finish(sender, database, at)
    assert counts(done, "person") == {"received": 1, "created": 1}
    assert staged(make) == {}


def test_a_bad_file_does_not_take_the_place_of_the_good_one_of_its_name(sender: Caller, database: Database):
    at = begin(sender, format="ssda903")
    name, right = RIGHT["ssda903"]
    send(sender, at, name, right)
    assert sender.put(f"{at}/files/{name}", content="CHILD,SURNAME\n7,Quillfeather\n").status_code == 422
    assert [file["name"] for file in sender.get(at).json()["files"]] == [name]
    assert counts(finish(sender, database, at), "person") == {"received": 1, "created": 1}


def test_a_return_is_no_snapshot(as_: Callable[..., Caller]):
    answer = as_("data_analyst").post(
        "/api/v1/imports", json={"format": "ssda903", "mode": "snapshot", "source_system": "lcs"}
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "snapshot_of_return")
    assert answer.json()["errors"][0]["pointer"] == "/mode"
