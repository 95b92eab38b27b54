"""Each bad input has the outcome that openapi/bad-input.md promises; the page tells no code that is not met."""

import base64
import gzip
import re
from dataclasses import dataclass
from hashlib import sha256

import pytest

from tests.house.code import API, ROOT

PAGE = (ROOT / "openapi" / "bad-input.md").read_text()
HEAD = b"cppv_cp_visit_id,cppv_person_id,cppv_cp_visit_date\n"
WRONG_DIGEST = "sha-256=:" + base64.b64encode(bytes(32)).decode() + ":"
CSV, JSON, LINES = "text/csv", "application/json", "application/x-ndjson"


@dataclass(frozen=True)
class Bad:
    """A body that should not be, and the code of what becomes of it."""

    code: str
    body: bytes
    kind: str = CSV
    entity: str = "cp_visits"
    encoding: str = "identity"
    query: str = ""
    digest: str | None = None


REFUSED = {
    "gzip cut off": Bad("broken_gzip", gzip.compress(HEAD)[:-5], encoding="gzip"),
    "no gzip": Bad("broken_gzip", HEAD, encoding="gzip"),
    "other packing": Bad("unknown_encoding", HEAD, encoding="br"),
    "bomb": Bad("expands", gzip.compress(bytes(30_000_000)), encoding="gzip"),
    "over 5 MB": Bad("too_large", bytes(5_000_001)),
    "1,001 records": Bad("too_many_records", HEAD + b"v,1,\n" * 1_001),
    "XML bomb": Bad("unknown_media_type", b'<!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>', "application/xml"),
    "NaN": Bad("not_strict_json", b'[{"a": NaN}]', JSON),
    "nothing as JSON": Bad("not_strict_json", b"", JSON),
    "one object": Bad("not_records", b'{"a": 1}', JSON),
    "unknown entity": Bad("unknown_entity", HEAD, entity="cp_viists"),
    "1,001 columns": Bad("too_many_columns", b",".join(b"c%d" % i for i in range(1_001))),
    "a million columns": Bad("line_too_long", b",".join([b"col"] * 1_000_000)),
    "column twice": Bad("duplicate_column", b"cppv_cp_visit_id,CPPV_CP_VISIT_ID,cppv_person_id\n1,1,1"),
    "no header": Bad("key_column_missing", b"v1,1,2026-11-20\n"),
    "Export-Csv without -NoTypeInformation": Bad("key_column_missing", b"#TYPE System.Data.DataRow\n" + HEAD),
    "another body than its digest says": Bad("wrong_digest", HEAD, digest=WRONG_DIGEST),
    "no digest": Bad("unknown_digest", HEAD, digest="md5=:AA==:"),
    "as of tomorrow": Bad("as_of_ahead", HEAD + b"v1,1,2026-11-20\n", query="?as_of=2099-01-01T00:00:00Z"),
}
REJECTED = {
    "no id": Bad("missing", HEAD + b",1,2026-11-20\n"),
    "no person": Bad("missing", HEAD + b"v1,,2026-11-20\n"),
    "long id": Bad("too_long", HEAD + b"9" * 49 + b",1,2026-11-20\n"),
    "two-digit year": Bad("not_a_date", HEAD + b"v1,1,20/11/26\n"),
    "month first": Bad("not_a_date", HEAD + b"v1,1,11/20/2026\n"),
    "list for a value": Bad("not_a_value", b'[{"cppv_cp_visit_id": "v1", "cppv_cp_visit_date": ["2026-11-20"]}]', JSON),
    "no record": Bad("json_invalid", b'{"cppv_cp_visit_id": \n', LINES),
    "cell too many": Bad("ragged", HEAD + b"v1,1,2026-11-20,4\n"),
    "cell too few": Bad("ragged", HEAD + b"v1,1\n"),
    "open quote": Bad("ragged", HEAD + b'"v1,1,2026-11-20\nv2,1,2026-11-20\n'),
}
LEFT_OUT = {
    "no flag": Bad("unknown_flag", b"cppv_cp_visit_id,cppv_person_id,cppv_cp_visit_seen\nv1,1,perhaps\n"),
    "no number": Bad(
        "not_a_number", b"prof_professional_id,prof_full_time_equivalency\nw1,most\n", entity="professionals"
    ),
    "long text": Bad("too_long", b"dept_team_id,dept_team_name\nt1," + b"x" * 201 + b"\n", entity="department"),
    "no codes": Bad(
        "not_codes",
        b'[{"cinf_table_id": "f1", "cinf_assessment_id": "a1", "cinf_assessment_factors_json": [["1A"]]}]',
        JSON,
        entity="assessment_factors",
    ),
}
TAKEN = {
    "UTF-8 with a mark": ("\ufeff".encode() + HEAD + b"v1,1,2026-11-20\n", "2026-11-20"),
    "UTF-16": ((HEAD + b"v1,1,2026-11-20\n").decode().encode("utf-16"), "2026-11-20"),
    "Windows-1252": (HEAD.replace(b"\n", b",note\n") + "v1,1,2026-11-20,é\n".encode("cp1252"), "2026-11-20"),
    "semicolons": ((HEAD + b"v1,1,2026-11-20\n").replace(b",", b";"), "2026-11-20"),
    "day number": (HEAD + b"v1,1,46346\n", "2026-11-20"),
    "twice": (HEAD + b"v1,1,2026-11-19\nv1,1,2026-11-20\n", "2026-11-20"),
    "ahead, of a child and plan unknown": (HEAD + b"v1,nobody,2126-11-20\n", "2126-11-20"),
    "unknown column": (HEAD.replace(b"\n", b",note\n") + b"v1,1,2026-11-20,words\n", "2026-11-20"),
}


@pytest.fixture
def system(as_):
    return as_("case_management_system")


def _push(system, bad: Bad):
    headers = {"Content-Type": bad.kind, "Content-Encoding": bad.encoding}
    headers |= {} if bad.digest is None else {"Content-Digest": bad.digest}
    return system.post(f"/api/v1/records/{bad.entity}{bad.query}", content=bad.body, headers=headers)


def _status_on_page(code: str) -> int:
    found = re.search(rf"\| (\d{{3}}) \| `{code}` \|", PAGE)
    assert found, f"{code} is not on the page"
    return int(found[1])


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_trusted_is_refused_as_a_whole(system, name):
    bad = REFUSED[name]
    answer = _push(system, bad)
    assert (answer.status_code, answer.json()["code"]) == (_status_on_page(bad.code), bad.code)


@pytest.mark.parametrize("name", REJECTED)
def test_a_record_that_cannot_be_kept_is_rejected_alone(system, name):
    told = _push(system, REJECTED[name]).json()
    assert (told["received"], told["rejected"]) == (1, 1)
    assert REJECTED[name].code in [fault["code"] for fault in told["results"][0]["errors"]]


@pytest.mark.parametrize("name", LEFT_OUT)
def test_a_value_that_cannot_be_read_is_left_out_alone(system, name):
    told = _push(system, LEFT_OUT[name]).json()
    assert (told["created"], told["rejected"]) == (1, 0)
    assert [fault["code"] for fault in told["results"][0]["errors"]] == [LEFT_OUT[name].code]


@pytest.mark.parametrize("name", TAKEN)
def test_what_can_be_understood_is_taken(system, name):
    body, day = TAKEN[name]
    told = _push(system, Bad("", body)).json()
    assert (told["created"], told["rejected"]) == (1, 0)
    kept = system.get("/api/v1/records/cp_visits/v1").json()["record"]
    assert kept["cppv_cp_visit_date"] == day


RECORDS = '[{"cppv_cp_visit_id": "v1", "cppv_person_id": "1", "cppv_cp_visit_date": "2026-11-20", "note": "Zo\u00eb"}]'
ENCODED = {
    "UTF-8 with a mark": RECORDS.encode("utf-8-sig"),
    "UTF-16": RECORDS.encode("utf-16"),
    "Windows-1252": RECORDS.encode("cp1252"),
}


def test_a_body_that_is_the_one_its_digest_says_is_taken(system):
    body = gzip.compress(HEAD + b"v1,1,2026-11-20\n")
    digest = f"sha-256=:{base64.b64encode(sha256(body).digest()).decode()}:"
    assert _push(system, Bad("", body, encoding="gzip", digest=digest)).json()["created"] == 1


@pytest.mark.parametrize("encoding", ENCODED)
def test_an_array_is_understood_in_every_encoding_too(system, encoding):
    assert _push(system, Bad("", ENCODED[encoding], JSON)).json()["created"] == 1
    at = system.post("/api/v1/imports", json={}).headers["Location"]
    file = system.put(f"{at}/files/cp_visits", content=ENCODED[encoding], headers={"Content-Type": JSON}).json()
    assert (file["rows"], file["rejected"]) == (1, 0)
    assert list(file["encodings"]) == ([] if encoding.startswith("UTF-8") else [encoding.lower()])


def test_nothing_is_no_records_and_a_table_not_kept_is_ignored(system):
    assert _push(system, Bad("", b"")).json()["received"] == 0
    assert _push(system, Bad("", HEAD)).json()["received"] == 0
    assert _push(system, Bad("", b"addr_table_id\n1\n", entity="address")).json()["ignored"] == 1


def test_a_code_outside_its_list_is_kept_as_it_came(system):
    body = b"cine_referral_id,cine_person_id,cine_cin_primary_need_code\nr1,1,N99\n"
    assert _push(system, Bad("", body, entity="cin_episodes")).json()["created"] == 1
    assert system.get("/api/v1/records/cin_episodes/r1").json()["record"]["cine_cin_primary_need_code"] == "N99"


IN_FILES = {
    "another file than its digest says": ("wrong_digest", "cp_visits", HEAD, CSV, {"Content-Digest": WRONG_DIGEST}),
    "no digest": ("unknown_digest", "cp_visits", HEAD, CSV, {"Content-Digest": "md5=:AA==:"}),
    "gzip cut off": ("broken_gzip", "cp_visits", gzip.compress(HEAD)[:-5], CSV, {"Content-Encoding": "gzip"}),
    "bomb": ("expands", "cp_visits", gzip.compress(bytes(60_000_000)), CSV, {"Content-Encoding": "gzip"}),
    "nothing as CSV": ("no_first_line", "cp_visits", b"", CSV, {}),
    "XML": ("unknown_file_type", "cp_visits", b"<a/>", "application/xml", {}),
    "one object": ("not_an_array", "cp_visits", b"{}", JSON, {}),
    "unknown entity": ("unknown_entity", "cp_viists", HEAD, CSV, {}),
    "1,001 columns": ("too_many_columns", "cp_visits", b",".join(b"c%d" % i for i in range(1_001)), CSV, {}),
    "a million columns": ("line_too_long", "cp_visits", b",".join([b"col"] * 1_000_000), CSV, {}),
    "no header": ("key_column_missing", "cp_visits", b"v1,1,2026-11-20\n", CSV, {}),
}
IN_RETURNS = {
    "XML bomb": ("unsafe_xml", "cin_census", "census.xml", b'<!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>'),
    "XML cut off": ("not_xml", "cin_census", "census.xml", b"<Message><Children>"),
    "another XML": ("unknown_file", "cin_census", "census.xml", b"<a/>"),
    "another CSV": ("unknown_file", "ssda903", "episodes.csv", b"A,B\n1,2\n"),
    "open quote": ("not_csv", "ssda903", "header.csv", b'CHILD,SEX,DOB,ETHNIC\n"1,2\n'),
    "no workbook": ("not_a_workbook", "annex_a", "annex_a.xlsx", b"PK and nothing more"),
}


def _send_file(system, form: str, name: str, body: bytes, headers: dict[str, str]):
    begun = system.post("/api/v1/imports", json={"format": form}).json()
    return system.put(f"/api/v1/imports/{begun['id']}/files/{name}", content=body, headers=headers)


@pytest.mark.parametrize("name", IN_FILES)
def test_a_file_that_cannot_be_trusted_is_refused_as_a_whole(system, name):
    code, entity, body, kind, headers = IN_FILES[name]
    answer = _send_file(system, "ssd", entity, body, {"Content-Type": kind, **headers})
    assert (answer.status_code, answer.json()["code"]) == (_status_on_page(code), code)


@pytest.mark.parametrize("name", IN_RETURNS)
def test_a_return_that_cannot_be_read_is_refused_and_says_why(system, name):
    code, form, file, body = IN_RETURNS[name]
    answer = _send_file(system, form, file, body, {"Content-Type": "application/octet-stream"})
    assert (answer.status_code, answer.json()["code"]) == (422, "file_unreadable")
    assert [fault["code"] for fault in answer.json()["errors"]] == [code]


@pytest.mark.parametrize(("text", "encoding"), [("utf-16", "utf-16"), ("cp1252", "windows-1252")])
def test_an_import_counts_the_lines_that_were_not_utf_8(system, text, encoding):
    body = (HEAD.decode().replace("\n", ",note\n") + "v1,1,2026-11-20,é\n").encode(text)
    told = _send_file(system, "ssd", "cp_visits", body, {"Content-Type": CSV}).json()
    assert (told["rows"], told["rejected"], list(told["encodings"])) == (1, 0, [encoding])


def test_a_file_of_a_table_not_kept_is_counted_and_told(system):
    told = _send_file(system, "ssd", "address", b"addr_table_id\na1\n", {"Content-Type": CSV}).json()
    assert (told["is_ignored"], told["rows"]) == (True, 1)


def _codes(title: str) -> set[str]:
    section = PAGE.split(f"## {title}\n")[1].split("\n## ")[0]
    return set(re.findall(r"`(\w+)` \|$", section, re.MULTILINE))


def test_the_page_tells_the_codes_that_are_met_and_no_others():
    met = {bad.code for bad in REFUSED.values()} | {code for code, *_ in IN_FILES.values()}
    assert _codes("The whole body or file is refused") == met
    assert _codes("A record is rejected") == {bad.code for bad in REJECTED.values()}
    assert _codes("A value is left out") == {bad.code for bad in LEFT_OUT.values()}


def test_the_codes_of_returns_are_those_of_their_readers():
    readers = "".join(path.read_text() for path in (API / "imports" / "returns").glob("*.py"))
    assert _codes("Statutory returns") == set(re.findall(r'UnreadableReturn\(\s*"(\w+)"', readers))
