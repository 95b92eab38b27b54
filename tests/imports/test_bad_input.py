"""Files as councils have them: every encoding and divider, stray quotes, broken lines; the same records by any way."""

import csv
import io
import json
import random
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session

from api.cases.references import child_ref, unseal
from api.imports.uploads import MAX_ARRAY_BYTES
from api.intake import columns
from api.intake.entities import BY_NAME, Entity
from api.kernel.database import Database
from api.kernel.lines import BLOCK_BYTES, MAX_LINE_BYTES
from tests.access.make import Caller
from tests.imports.make import ARRAY, LINES, VISITS, begin, counts, finish, kept, refused, send, stored, visits

As = Callable[..., Caller]
HEAD = "cppv_cp_visit_id,cppv_person_id,cppv_cp_visit_date,note\n"


@pytest.fixture
def pusher(as_: As) -> Caller:
    return as_("case_management_system", source_system="lcs")


def taken(pusher: Caller, database: Database, make: Session, body: str | bytes, **headers: str) -> list[str]:
    """The ids that are stored after an import of this file alone, of which each row counts."""
    at = begin(pusher)
    send(pusher, at, "cp_visits", body, **headers)
    counts(finish(pusher, database, at), "cp_visits")
    return [key for (key,) in kept(make, "source_id")]


# Tables of text.


@pytest.mark.parametrize("divider", [",", "\t", ";", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_divider_and_the_ends_of_lines_are_told_from_the_file(
    pusher: Caller, database: Database, make: Session, divider: str, end: str
):
    body = visits(range(3)).replace(",", divider).replace("\n", end)
    assert taken(pusher, database, make, body + end + end) == ["V0", "V1", "V2"]
    assert kept(make, "is_seen") == [(True,)] * 3


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", {}), ("utf-8-sig", {}), ("cp1252", {"windows-1252": 1}),
        ("utf-16", {"utf-16": 3}), ("utf-16-be", {"utf-16": 3}),
    ],
)  # fmt: skip
def test_the_encoding_is_told_from_the_file(
    pusher: Caller, database: Database, make: Session, encoding: str, told: dict[str, int]
):
    body = HEAD + "V1,Zoë,2026-03-02,é\nV2,P2,2026-03-02,plain\n"
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    at = begin(pusher)
    assert send(pusher, at, "cp_visits", (mark + body).encode(encoding))["encodings"] == told
    finish(pusher, database, at)
    assert ("V1", child_ref("lcs", "Zoë")) in kept(make, "source_id, child_ref")


def test_lines_within_quotes_cross_the_borders_of_blocks(pusher: Caller, database: Database, make: Session):
    """Each cell is longer than the one before, so that the borders fall everywhere in and between them."""
    rows, size = [], 0
    while size < 3 * BLOCK_BYTES:
        note = 'several lines, \r\n""quoted"" and\n\n' * (len(rows) % 400)
        rows.append(f'V{len(rows)},P1,"2026-03-02","{note}"\r\n')
        size += len(rows[-1])
    at = begin(pusher)
    told = send(pusher, at, "cp_visits", HEAD + "".join(rows))
    assert (told["rows"], told["rejected"]) == (len(rows), 0)
    assert counts(finish(pusher, database, at), "cp_visits") == {"received": len(rows), "created": len(rows)}
    assert set(kept(make, "visited_on is not null")) == {(True,)}


STRAY = {
    "inside": 'V1,P1,2026-03-02,5" tall\nV2,P2,2026-03-02,6" tall\nV3,P3,2026-03-02,x\n',
    "inside, once": 'V1,P1,2026-03-02,5" tall\nV2,P2,2026-03-02,x\nV3,P3,2026-03-02,x\n',
    "after a quoted part": 'V1,P1,2026-03-02,"5" tall"er\nV2,P2,2026-03-02,x\nV3,P3,2026-03-02,x\n',
    "doubled": 'V1,P1,2026-03-02,"a ""b"", c"\nV2,P2,2026-03-02,""\n"V3","P3","2026-03-02","\n"\n',
    "carriage return": "V1,P1,2026-03-02,a\rb\nV2,P2,2026-03-02,\r\r\nV3,P3,2026-03-02,x\r\n",
    "no last end": "V1,P1,2026-03-02,x\nV2,P2,2026-03-02,x\nV3,P3,2026-03-02,x",
    "long": f"V1,P1,2026-03-02,{'x' * 500_000}\nV2,P2,2026-03-02,{'y' * 200_000}\nV3,P3,2026-03-02,\n",
}


@pytest.mark.parametrize("name", STRAY)
def test_a_stray_sign_costs_no_row(pusher: Caller, database: Database, make: Session, name: str):
    assert taken(pusher, database, make, HEAD + STRAY[name]) == ["V1", "V2", "V3"]


@pytest.mark.parametrize("cell", ['"', 'V9,P1,2026-03-02,"', '"V9'])
def test_a_quote_that_is_never_closed_is_one_rejected_row(pusher: Caller, database: Database, make: Session, cell: str):
    at = begin(pusher)
    body = HEAD + "V1,P1,2026-03-02,x\n" + cell + "".join(f"\nV{n},P1,2026-03-02,x" for n in range(20, 3_000))
    told = send(pusher, at, "cp_visits", body)
    assert (told["rows"], told["rejected"]) == (2, 1)
    done = finish(pusher, database, at)
    assert counts(done, "cp_visits") == {"received": 2, "created": 1, "rejected": 1}
    faults = pusher.get(f"{at}/rejections").json()["items"]
    assert [(one["line"], one["code"], one["field"], one["source_id"]) for one in faults] == [(2, "ragged", "", None)]


REFUSED = {
    "a quote never closed": (HEAD + '"' + "V1,P1,2026-03-02,x\n" * 100_000, "line_too_long"),
    "a line without end": (HEAD + "x" * (MAX_LINE_BYTES + 1), "line_too_long"),
    "no end in the first line": ("x" * (BLOCK_BYTES + MAX_LINE_BYTES + 2), "line_too_long"),
    "an open first line": ('cppv_cp_visit_id,cppv_person_id,"note\nV1,P1,x\n', "not_a_table"),
    "nothing": ("", "no_first_line"),
    "blank lines": ("\n\r\n\n", "no_first_line"),
    "no key": ("cppv_person_id\nP1\n", "key_column_missing"),
    "a column twice": (HEAD.replace("note", "CPPV_PERSON_ID") + "V1,P1,,P2\n", "duplicate_column"),
    "too many columns": (",".join(["cppv_cp_visit_id"] + ["x"] * 1_000), "too_many_columns"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_table_that_cannot_be_trusted_is_refused_and_the_import_goes_on(
    pusher: Caller, database: Database, make: Session, name: str
):
    body, code = REFUSED[name]
    at = begin(pusher)
    assert refused(pusher, at, "cp_visits", body) == (422, code)
    assert pusher.get(at).json()["files"] == []
    send(pusher, at, "cp_visits", visits([1]))
    finish(pusher, database, at)
    assert stored(make) == 1


def test_a_column_that_says_twice_who_is_taken_back_is_no_trap(pusher: Caller, database: Database, make: Session):
    head = "cppv_cp_visit_id,purge,cppv_person_id,purge\n"
    assert taken(pusher, database, make, head + "V1,,P1,\n") == ["V1"]


def test_signs_that_cannot_be_stored_are_told(pusher: Caller, database: Database, make: Session):
    at = begin(pusher)
    rows = "V\x001,P1,2026-03-02,x\nV2,P\x002,2026-03-02,x\nV3,P3,2026-03-02,\x00\nV4,P4,\x07,x\n"
    told = send(pusher, at, "cp_visits", HEAD + rows + "\u2028V5,P5,2026-03-02,x\nV6,P6,２０２６-03-02,x\n \n")
    assert (told["rows"], told["rejected"]) == (7, 5)
    assert counts(finish(pusher, database, at), "cp_visits")["created"] == 2
    assert [key for (key,) in kept(make, "source_id")] == ["V3", "V5"]


# Records as JSON.


def test_a_broken_line_of_json_is_rejected_by_itself(pusher: Caller, database: Database, make: Session):
    good = [{"cppv_cp_visit_id": f"V{n}", "cppv_person_id": "P1", "note": 'a "quote', "n": n} for n in range(3)]
    broken = ["{", "[1]", '"text"', "null", '{"cppv_cp_visit_id": NaN}', '{"a": "\\ud800"}', "[" * 2_000]
    lines = [*map(json.dumps, good[:2]), "", *broken, "  ", json.dumps(good[2])]
    at = begin(pusher)
    told = send(pusher, at, "cp_visits", "\ufeff" + "\r\n".join(lines), **LINES)
    assert (told["rows"], told["rejected"]) == (11, 8)
    done = finish(pusher, database, at)
    assert counts(done, "cp_visits") == {"received": 11, "created": 3, "rejected": 8}
    faults = pusher.get(f"{at}/rejections").json()["items"]
    assert {one["code"] for one in faults} == {"json_invalid"}
    assert [one["line"] for one in faults] == list(range(3, 11))


def test_an_array_is_read_whole(pusher: Caller, database: Database, make: Session):
    at = begin(pusher)
    for body in ("", "{}", "[", "[1] 2", '[{"a": NaN}]', "[" * 5_000):
        assert refused(pusher, at, "cp_visits", body, **ARRAY) == (422, "not_an_array")
    large = b'["' + b"x" * MAX_ARRAY_BYTES + b'"]'
    assert refused(pusher, at, "cp_visits", large, **ARRAY) == (413, "array_too_large")
    told = send(pusher, at, "cp_visits", '[1, null, {"cppv_cp_visit_id": 7, "cppv_person_id": 1}, {}]', **ARRAY)
    assert (told["rows"], told["rejected"]) == (4, 3)
    assert counts(finish(pusher, database, at), "cp_visits") == {"received": 4, "created": 1, "rejected": 3}


def test_records_with_ever_other_names_are_a_nuisance_and_no_more(pusher: Caller, database: Database):
    rows = ({"cppv_cp_visit_id": n, "cppv_person_id": 1, f"x{n:x}": 1} for n in range(30_000))
    lines = map(json.dumps, rows)
    told = send(pusher, begin(pusher), "cp_visits", "\n".join(lines), **LINES)
    assert (told["rows"], told["rejected"]) == (30_000, 0)
    assert len(told["ignored_fields"]) <= 200


# The same records by any way.

_VALUES = [
    None, "", " ", "Y", "n", "true", "0", "perhaps", "2026-03-02", "02/03/2026", "2026-02-30", "46000", "1 Mar 2026",
    "2026-03-02T10:00:00Z", "x" * 48, "x" * 49, "x" * 300, "Zoë", "a,b;c", 'say "so"', "two\nlines", " spaced ", "-1",
    "0.5", "1e3", "1,000", "N1", "1A,4B", '["1C","2B"]', '{"NEW_REFERRAL_FLAG":"Y"}', "tab\there", "{}", "\\N", "\\.",
    "NULL", "'; drop table child; --", "=1+1", "\x07", "9999999999999999999999",
]  # fmt: skip


_KEYS = [f"K{n}" for n in range(40)]


def _record(rng: random.Random, entity: Entity, keys: list[str]) -> dict[str, Any]:
    record: dict[str, Any] = {a.name: rng.choice(_VALUES) for a in entity.accepted}
    for accepted in entity.accepted:
        if accepted.is_child or accepted.column == "child_ref":
            record[accepted.name] = rng.choice(["P1", "P2", " P3", "Zoë", *_VALUES])
        elif rng.random() < 0.6:
            record[accepted.name] = rng.choice([None, "", "2026-03-02", "Y", "1", "N1"])
    record[entity.key_name] = rng.choice(keys) if rng.random() < 0.9 else rng.choice(_VALUES)
    return record | {"purge": rng.choice([None, "", "no", "perhaps"] * 5 + ["true", "Y", "1"]), "note": "x"}


def _as_csv(records: list[dict[str, Any]]) -> str:
    table = io.StringIO()
    writer = csv.DictWriter(table, list(records[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(records)
    return table.getvalue()


class Way:
    """One way of bringing records in, for a source of its own."""

    def __init__(self, name: str, as_: As, database: Database, make: Session) -> None:
        self.name, self.database, self.make = name, database, make
        self.caller = as_("case_management_system", source_system=name)

    def bring(self, entity: str, records: list[dict[str, Any]]) -> tuple[Counter[str], list[Any]]:
        """The counts, and the faults as place, column and code."""
        if self.name == "push":
            return self._push(entity, records)
        at = begin(self.caller)
        if self.name == "csv":
            send(self.caller, at, entity, _as_csv(records))
        elif self.name == "lines":
            send(self.caller, at, entity, "\n".join(map(json.dumps, records)), **LINES)
        else:
            send(self.caller, at, f"{entity}.part1", json.dumps(records), **ARRAY)
        told = counts(finish(self.caller, self.database, at), entity)
        found = self.caller.get(f"{at}/rejections", params={"format": "ndjson"}).text.splitlines()
        faults = [json.loads(line) for line in found]
        return Counter(told), sorted((f["line"], f["field"], f["code"], f["is_rejected"]) for f in faults)

    def _push(self, entity: str, records: list[dict[str, Any]]) -> tuple[Counter[str], list[Any]]:
        answer = self.caller.post(f"/api/v1/records/{entity}", json=records)
        assert answer.status_code == 200, answer.text
        told = answer.json()
        faults = [
            (r["index"] + 1, "/".join(f["pointer"].split("/")[2:]), f["code"], r["status"] == "rejected")
            for r in told["results"] for f in r["errors"]
        ]  # fmt: skip
        names = ("received", "created", "updated", "unchanged", "removed", "rejected", "skipped_stale")
        repeated = sum(code == "duplicate" for _, _, code, _ in faults)
        told = Counter({name: told[name] for name in names}) + Counter()
        told["unchanged"] -= repeated
        told["duplicates"] = repeated
        return +told, sorted(fault for fault in faults if fault[2] != "duplicate")

    def stored(self, entity: Entity) -> list[dict[str, Any]]:
        """What is stored, with the person ids in the place of references."""
        ids = [one.strip() for one in (*_KEYS, "P1", "P2", "P3", *filter(None, _VALUES))]
        people = {child_ref(self.name, one): one for one in ids}
        self.make.rollback()
        found = self.make.execute(
            text(f"select * from {entity.table.name} where source_system = :source"), {"source": self.name}
        )
        rows = [{name: row[name] for name in entity.stored} for row in found.mappings()]
        for row in rows:
            if row.get("child_ref"):
                row["child_ref"] = people[row["child_ref"]]
            if row.get("source_id_encrypted"):
                row["source_id_encrypted"] = unseal(row["source_id_encrypted"])
        return sorted(rows, key=str)


VARIED = ("person", "professionals", "department", "involvements", "assessment_factors", "cin_episodes", "cp_visits",
          "s47_enquiry", "legal_status", "sdq_scores", "feedback", "supervision")  # fmt: skip
"""Entities that have, between them, every kind of column and of key."""


@pytest.mark.parametrize("name", VARIED)
def test_the_same_records_give_the_same_whichever_way_they_come(as_: As, database: Database, make: Session, name: str):
    rng, entity = random.Random(name), BY_NAME[name]
    ways = [Way(name, as_, database, make) for name in ("push", "csv", "lines", "parts")]
    before: list[dict[str, Any]] = []
    for _ in range(2):
        fresh = [_record(rng, entity, _KEYS) for _ in range(60)]
        records = rng.sample(before, len(before) // 2) + fresh if before else fresh
        rng.shuffle(records)
        told = [way.bring(entity.name, records) for way in ways]
        for way, (counted, faults) in zip(ways[1:], told[1:], strict=True):
            assert faults == told[0][1], way.name
            assert counted == told[0][0], way.name
            assert way.stored(entity) == ways[0].stored(entity), way.name
        before = records


def test_records_of_many_shapes_give_the_same_as_a_push(as_: As, database: Database, make: Session):
    rng = random.Random(5)
    entity = BY_NAME["cp_visits"]
    ways = [Way(name, as_, database, make) for name in ("push", "lines", "parts")]
    for _ in range(6):
        records = []
        for number in range(80):
            whole = _record(rng, entity, [f"K{number}"]) | {entity.key_name: f"K{number}", "cppv_person_id": "P1"}
            kept_names = {name for name in whole if rng.random() < 0.6} | {entity.key_name, "cppv_person_id"}
            records.append({name: value for name, value in whole.items() if name in kept_names})
        told = [way.bring(entity.name, records) for way in ways]
        assert told[1:] == told[:1] * 2
        assert ways[1].stored(entity) == ways[2].stored(entity) == ways[0].stored(entity)


def test_a_table_of_a_million_cells_of_one_sign_is_read(pusher: Caller, database: Database, make: Session):
    assert len(taken(pusher, database, make, VISITS + "".join(f"{n},P,,\n" for n in range(100_000)))) == 100_000


def test_ids_are_told_apart_as_they_are_written_and_known_again_in_every_file(
    pusher: Caller, database: Database, make: Session, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(columns, "_MOST_CHILDREN", 20)
    numbers = ["7", "-7", "0", str(2**63 - 1), *map(str, range(100, 112))]
    parts = [
        [*numbers, *numbers],
        [*map(str, range(200, 215)), "7"],
        ["007", "7", "-0"],
        ["7.0", "7", "+7", str(2**63), "P7"],
        [*numbers[::-1], *map(str, range(300, 330))],
    ]
    at, sent = begin(pusher), {}
    for part, ids in enumerate(parts):
        send(
            pusher, at, f"cp_visits.part{part}", VISITS + "".join(f"V{part}-{n},{one},,\n" for n, one in enumerate(ids))
        )
        sent |= {f"V{part}-{n}": child_ref("lcs", one) for n, one in enumerate(ids)}
    counts(finish(pusher, database, at), "cp_visits")
    assert dict(kept(make, "source_id, child_ref")) == sent
