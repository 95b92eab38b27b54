"""Intake through HTTP: what is taken, what is refused, and what becomes of each record."""

import json
import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, text
from sqlmodel import Session, select

from api.access.models import Unit
from api.cases.declaring import columns_of
from api.cases.models import (
    ENTITIES,
    IGNORED,
    Child,
    ClaEpisode,
    CpVisit,
    Involvement,
    Referral,
    Worker,
)
from api.cases.references import child_ref
from api.intake import service
from api.intake.entities import BY_NAME
from api.journal.models import JournalEntry
from api.kernel import clock
from api.kernel.settings import settings
from tests.access.make import SOURCE, Caller
from tests.intake.make import counts, receipts, statuses, visit

As = Callable[..., Caller]
Push = Callable[..., dict[str, Any]]


def one(make: Session, model: type[Any]) -> Any:
    make.rollback()
    make.expire_all()
    return make.execute(select(model)).scalars().one()


def test_each_entity_is_taken_and_found_again(push: Push, as_: As):
    ref = child_ref(SOURCE, "p1")
    push(
        "cla_episodes",
        {
            "clae_cla_episode_id": "e1",
            "clae_person_id": "p1",
            "clae_cla_episode_start_date": "2025-01-01",
            "clae_cla_episode_ceased": None,
        },
    )
    push("cp_visits", visit(cppv_cp_plan_id="pl1", cppv_cp_visit_seen="Y", cppv_cp_visit_seen_alone="N"))
    push("cp_plans", {"cppl_cp_plan_id": "pl1", "cppl_person_id": "p1", "cppl_cp_plan_start_date": "2025-01-02"})
    push(
        "cin_assessments",
        {"cina_assessment_id": "a1", "cina_person_id": "p1", "cina_assessment_start_date": "2025-01-01"},
    )
    push("cin_episodes", {"cine_referral_id": "r1", "cine_person_id": "p1", "cine_referral_date": "2025-01-01"})
    push(
        "involvements",
        {
            "invo_involvements_id": "i1",
            "invo_professional_id": "w1",
            "invo_professional_role_id": "CW",
            "invo_professional_team": "north_2",
            "invo_person_id": "p1",
            "invo_involvement_start_date": "2025-01-01",
        },
    )
    push(
        "professionals",
        {"prof_professional_id": "w1", "prof_full_time_equivalency": 0.8, "prof_agency_worker_flag": "N"},
    )
    lead = as_("quality_lead")
    assert lead.get("/api/v1/children").json()["items"] == []
    told = push("person", {"pers_person_id": "p1", "pers_dob": "2012-08-09", "pers_sex": "M"})
    assert (told["received"], told["created"]) == (1, 1)
    child = lead.get("/api/v1/children").json()["items"][0]
    assert (child["child_ref"], child["statuses"], child["unit_name"]) == (ref, ["cin", "cp", "cla"], "North 2")
    facts = lead.get(f"/api/v1/children/{child['id']}").json()
    assert facts["visits"] == [
        {"visited_on": "2025-03-04", "is_seen": True, "is_seen_alone": False, "is_bedroom_seen": None}
    ]
    assert facts["worker_code"] == "w1"


@pytest.mark.parametrize("entity", BY_NAME)
def test_every_declared_column_and_alias_is_stored(push: Push, make: Session, entity: str):
    accepting = BY_NAME[entity]
    kinds = {"DATE": "2025-02-03", "BOOLEAN": "Y", "NUMERIC": "0.5"}
    record = {a.name: kinds.get(str(accepting.table.c[a.column].type), "7") for a in accepting.accepted}
    assert push(entity, record)["created"] == 1
    row = make.execute(accepting.table.select()).mappings().one()
    assert all(row[a.column] is not None for a in accepting.accepted)
    for column in accepting.table.columns:
        for alias in column.info.get("aliases", ()) if column.nullable else ():
            again = {a.name: record[a.name] for a in accepting.accepted if a.is_needed} | {alias: None}
            assert push(entity, again)["updated"] == 1
            assert push(entity, record)["updated"] == 1


def test_lines_and_arrays_say_the_same(pusher: Caller, make: Session):
    records = [visit(1), visit(2)]
    lines = "\ufeff" + "\r\n".join(json.dumps(record) for record in records) + "\r\n\r\n"
    for content_type in ("application/x-ndjson", "application/x-ndjson; charset=utf-8"):
        answer = pusher.post("/api/v1/records/cp_visits", content=lines, headers={"Content-Type": content_type})
        assert answer.status_code == 200
    told = pusher.post("/api/v1/records/cp_visits", json=records).json()
    assert statuses(told) == ["unchanged", "unchanged"]


def test_a_broken_line_rejects_itself_alone(pusher: Caller):
    lines = [json.dumps(visit(1)), '{"cppv_cp_visit_id": NaN}', "[1]", '{"a": "\\ud800"}', "{", json.dumps(visit(2))]
    answer = pusher.post(
        "/api/v1/records/cp_visits", content="\n".join(lines), headers={"Content-Type": "application/x-ndjson"}
    )
    told = answer.json()
    assert statuses(told) == ["created", *["rejected"] * 4, "created"]
    assert told["results"][3]["errors"][0]["pointer"] == "/3"
    assert told["results"][3]["errors"][0]["code"] == "json_invalid"


@pytest.mark.parametrize(
    "body",
    [
        b"[{",
        b'[{"a": NaN}]',
        b'[{"a": 1e999}]',
        b'[{"a": "\\ud800"}]',
        b'{"a": 1}',
        b'[1, {"a": 1}]',
        b'"x"',
        b"null",
        b"",
        b"\xff\xfe",
        b"[" * 100_000,
    ],
)
def test_a_body_that_is_no_list_of_records_is_invalid(pusher: Caller, body: bytes):
    answer = pusher.post("/api/v1/records/cp_visits", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"]


def test_what_is_not_taken_at_all(pusher: Caller, as_: As):
    unknown = pusher.post("/api/v1/records/addresses", json=[])
    assert unknown.status_code == 404
    assert all(name in unknown.json()["detail"] for name in BY_NAME)
    for media_type in ("application/xml", "text/plain", "application/octet-stream", "multipart/form-data"):
        other = pusher.post("/api/v1/records/person", content="[]", headers={"Content-Type": media_type})
        assert (other.status_code, other.json()["code"]) == (415, "unknown_media_type")
    many = pusher.post("/api/v1/records/cp_visits", json=[visit(n) for n in range(1_001)])
    assert (many.status_code, many.json()["code"]) == (413, "too_many_records")
    long = pusher.post("/api/v1/records/cp_visits", json=[visit(1, note="x" * settings.max_body_bytes)])
    assert long.status_code == 413
    assert as_("quality_lead").post("/api/v1/records/person", json=[]).status_code == 403
    empty = pusher.post("/api/v1/records/person", json=[])
    assert empty.json()["received"] == 0


def test_as_of_must_be_an_instant_that_is_not_ahead(pusher: Caller):
    for wrong in ("yesterday", "2025-01-01T00:00:00", (clock.now() + timedelta(days=1)).isoformat()):
        answer = pusher.post("/api/v1/records/cp_visits", json=[visit()], params={"as_of": wrong})
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["pointer"] == "?as_of"


REJECTED: list[tuple[dict[str, Any], str, str]] = [
    ({"cppv_cp_visit_id": None}, "missing", "cppv_cp_visit_id"),
    ({"cppv_cp_visit_id": " "}, "missing", "cppv_cp_visit_id"),
    ({"cppv_cp_visit_id": "x" * 49}, "too_long", "cppv_cp_visit_id"),
    ({"cppv_cp_visit_id": "a\0b"}, "not_text", "cppv_cp_visit_id"),
    ({"cppv_cp_visit_id": True}, "not_text", "cppv_cp_visit_id"),
    ({"cppv_person_id": None}, "missing", "cppv_person_id"),
    ({"cppv_person_id": "x" * 49}, "too_long", "cppv_person_id"),
    ({"cppv_cp_plan_id": {"a": 1}}, "not_text", "cppv_cp_plan_id"),
    ({"cppv_cp_visit_date": "2025-02-30"}, "not_a_date", "cppv_cp_visit_date"),
    ({"cppv_cp_visit_date": "04-03-25"}, "not_a_date", "cppv_cp_visit_date"),
    ({"cppv_cp_visit_date": "20250304"}, "not_a_date", "cppv_cp_visit_date"),
    ({"cppv_cp_visit_date": 20250304}, "not_a_date", "cppv_cp_visit_date"),
    ({"cppv_cp_visit_date": ["2025-03-04"]}, "not_a_value", "cppv_cp_visit_date"),
    ({"cppv_cp_visit_seen": []}, "not_a_value", "cppv_cp_visit_seen"),
]


def test_a_record_that_cannot_be_kept_is_rejected_alone(push: Push, make: Session):
    told = push(
        "cp_visits", visit("first"), *(visit(n) | over for n, (over, _, _) in enumerate(REJECTED)), visit("last")
    )
    assert statuses(told) == ["created", *["rejected"] * len(REJECTED), "created"]
    assert (told["created"], told["rejected"]) == (2, len(REJECTED))
    for index, (_, code, name) in enumerate(REJECTED, start=1):
        error = told["results"][index]["errors"][0]
        assert (error["code"], error["pointer"]) == (code, f"/{index}/{name}")
        assert name in error["detail"]
    assert make.execute(select(CpVisit.source_id).order_by(CpVisit.source_id)).scalars().all() == ["first", "last"]


DATES: dict[str | None, date | None] = {
    "2025-03-04": date(2025, 3, 4), "2025-03-04T00:00:00": date(2025, 3, 4), " 04/03/2025 ": date(2025, 3, 4),
    "2025-03-04 00:00:00.000": date(2025, 3, 4), "2025-03-04 13:45:10.1234567": date(2025, 3, 4), "": None, None: None,
    "4/3/2025 09:30": date(2025, 3, 4), "2025-06-30T23:00:00Z": date(2025, 7, 1),
    "2025-03-04T00:00:00+00:00": date(2025, 3, 4),
}  # fmt: skip
FLAGS: list[tuple[object, bool | None]] = [
    *((yes, True) for yes in ("Y", "y", "Yes", "true", "T", "1", 1, True, " Y ")),
    *((no, False) for no in ("N", "No", "FALSE", "f", "0", 0, False)),
    *((none, None) for none in ("", "NA", "n/a", None)),
]


def stored(make: Session, column: Any) -> list[Any]:
    """The column of all visits, in the order of their numbers."""
    return list(make.execute(select(column).order_by(func.length(CpVisit.source_id), CpVisit.source_id)).scalars())


def test_dates_in_the_forms_councils_send(push: Push, make: Session):
    told = push("cp_visits", *(visit(n, cppv_cp_visit_date=sent) for n, sent in enumerate(DATES)))
    assert told["created"] == len(DATES)
    assert stored(make, CpVisit.visited_on) == list(DATES.values())


def test_flags_in_the_forms_councils_send(push: Push, make: Session):
    told = push("cp_visits", *(visit(n, cppv_cp_visit_seen=sent) for n, (sent, _) in enumerate(FLAGS)))
    assert told["created"] == len(FLAGS)
    assert stored(make, CpVisit.is_seen) == [flag for _, flag in FLAGS]


def test_a_value_outside_its_list_is_a_finding_and_clears_nothing(push: Push, make: Session):
    push("professionals", {"prof_professional_id": 12, "prof_agency_worker_flag": "Y", "prof_full_time_equivalency": 1})
    told = push(
        "professionals",
        {
            "prof_professional_id": 12,
            "prof_agency_worker_flag": "PLACEHOLDER_DATA",
            "prof_full_time_equivalency": "lots",
            "prof_professional_job_title": "x" * 201,
        },
    )
    assert statuses(told) == ["unchanged"]
    assert [e["code"] for e in told["results"][0]["errors"]] == ["unknown_flag", "not_a_number", "too_long"]
    worker = one(make, Worker)
    assert (worker.source_id, worker.is_agency, worker.full_time_equivalent) == ("12", True, 1)


def test_absent_is_unchanged_and_null_clears(push: Push, make: Session):
    push("cp_visits", visit(cppv_cp_visit_seen="Y", cppv_cp_visit_bedroom="Y"))
    told = push("cp_visits", visit(cppv_cp_visit_seen=None))
    assert statuses(told) == ["updated"]
    kept = one(make, CpVisit)
    assert (kept.is_seen, kept.is_bedroom_seen, kept.visited_on) == (None, True, date(2025, 3, 4))


def test_unchanged_rows_cost_no_write(push: Push, make: Session):
    push("cp_visits", *(visit(n) for n in range(50)))
    version = text("select sum(xmin::text::bigint), max(xmax::text::bigint), max(received_at) from cp_visit")
    before = make.execute(version).one()
    changes = select(func.count(JournalEntry.id)).where(JournalEntry.noun == "cp_visit")
    entries = make.execute(changes).scalar_one()
    told = push("cp_visits", *(visit(n) for n in range(50)))
    make.rollback()
    assert told["unchanged"] == 50
    assert make.execute(version).one() == before
    assert make.execute(changes).scalar_one() == entries


def test_an_older_as_of_never_overwrites_a_newer(push: Push, make: Session):
    push("cp_visits", visit(cppv_cp_visit_seen="Y"), as_of="2025-05-02T00:00:00Z")
    told = push("cp_visits", visit(cppv_cp_visit_seen="N"), visit(2), as_of="2025-05-01T00:00:00+01:00")
    assert statuses(told) == ["skipped_stale", "created"]
    assert told["skipped_stale"] == 1
    make.execute(text("delete from cp_visit where source_id = '2'"))
    make.commit()
    assert one(make, CpVisit).is_seen is True
    assert statuses(push("cp_visits", visit(cppv_cp_visit_seen="N"), as_of="2025-05-02T00:00:00Z")) == ["updated"]
    assert one(make, CpVisit).is_seen is False


def test_a_row_that_is_not_touched_keeps_its_instant(push: Push, make: Session):
    """The price of writing nothing where nothing changes: of three pushes out of order the middle one may apply."""
    push("cp_visits", visit(), as_of="2025-05-01T00:00:00Z")
    assert statuses(push("cp_visits", visit(), as_of="2025-05-03T00:00:00Z")) == ["unchanged"]
    assert one(make, CpVisit).as_of.isoformat().startswith("2025-05-01")
    late = push("cp_visits", visit(cppv_cp_visit_seen="Y"), as_of="2025-05-02T00:00:00Z")
    assert statuses(late) == ["updated"]


def test_of_an_id_that_comes_twice_the_last_counts(push: Push, make: Session):
    told = push(
        "cp_visits",
        visit(1, cppv_cp_visit_seen="Y", cppv_cp_visit_bedroom="N"),
        visit(2),
        visit(" 1 ", cppv_cp_visit_seen="N"),
    )
    assert statuses(told) == ["unchanged", "created", "created"]
    assert told["results"][0]["errors"][0]["code"] == "duplicate"
    kept = make.execute(select(CpVisit.is_seen, CpVisit.is_bedroom_seen).where(CpVisit.source_id == "1")).one()
    assert kept == (False, False)


def test_counts_add_up_and_unknown_columns_are_counted(push: Push):
    told = push("cp_visits", visit(1, extra="x", COMMENTS="y"), visit(2, extra=None), {"extra": 1})
    assert told["ignored_fields"] == {"extra": 3, "COMMENTS": 1}
    assert (
        told["received"] == 3 == sum(told[s] for s in ("created", "updated", "unchanged", "rejected", "skipped_stale"))
    )


def test_a_receipt_a_push_says_what_became_of_it_in_the_order_of_its_number(push: Push, pusher: Caller, make: Session):
    push("cp_visits", visit(1), visit(2), visit(1), visit(3, cppv_cp_visit_date="never"), as_of="2025-05-02T00:00:00Z")
    push("cp_visits", visit(1), visit(2, cppv_cp_visit_seen="Y"), visit(4), {"cppv_cp_visit_id": 9, "purge": True})
    push("cp_visits", visit(2), {"cppv_cp_visit_id": 4, "purge": True}, as_of="2025-05-01T00:00:00Z")
    push("cp_visits", {"cppv_cp_visit_id": 1, "purge": True}, {"purge": True})
    push("person")
    assert pusher.post("/api/v1/records/cp_visits", json=[1]).status_code == 422
    found = receipts(make)
    assert [counts(receipt) for receipt in found] == [
        {"created": 2, "rejected": 1, "duplicates": 1}, {"created": 1, "updated": 1, "unchanged": 2},
        {"skipped_stale": 2}, {"removed": 1, "rejected": 1}, {},
    ]  # fmt: skip
    assert [receipt.number for receipt in found] == sorted(receipt.number for receipt in found)
    assert {(r.source_system, r.channel, r.actor_id, r.import_id) for r in found} == {
        (SOURCE, "push", pusher.person_id, None)
    }
    assert [r.entity for r in found] == ["cp_visits"] * 4 + ["person"]
    assert [r.as_of.isoformat()[:10] for r in found if r.as_of < r.at] == ["2025-05-02", "2025-05-01"]
    by_row = dict(make.execute(select(CpVisit.source_id, CpVisit.receipt_id)).all())
    assert by_row == {"2": found[1].id, "4": found[1].id}


def test_rejections_are_remembered_without_values_and_without_person_ids(push: Push, pusher: Caller, make: Session):
    push("cp_visits", visit("v1", cppv_cp_visit_date="the ides of March", cppv_cp_visit_seen="perhaps"), {})
    push("cp_visits", visit("v2", cppv_cp_visit_seen="perhaps"))
    push("person", {"pers_person_id": "p1", "pers_dob": "the ides of March"}, {"pers_person_id": "p2" * 40})
    pusher.post("/api/v1/records/cp_visits", content="{", headers={"Content-Type": "application/x-ndjson"})
    columns = "entity, line, key, is_rejected, field, code"
    found = make.execute(text(f"select {columns} from rejection order by id")).all()
    assert [tuple(row) for row in found] == [
        ("cp_visits", 1, "v1", True, "cppv_cp_visit_date", "not_a_date"),
        ("cp_visits", 1, "v1", True, "cppv_cp_visit_seen", "unknown_flag"),
        ("cp_visits", 2, None, True, "cppv_cp_visit_id", "missing"),
        ("cp_visits", 1, "v2", False, "cppv_cp_visit_seen", "unknown_flag"),
        ("person", 1, None, True, "pers_dob", "not_a_date"),
        ("person", 2, None, True, "pers_person_id", "too_long"),
        ("cp_visits", 1, None, True, "", "json_invalid"),
    ]  # fmt: skip


def test_a_receipt_remembers_so_many_rejections_and_counts_all(push: Push, make: Session):
    push("cp_visits", *({"cppv_cp_visit_id": number} for number in range(service.MAX_REMEMBERED + 5)))
    assert make.execute(text("select count(*) from rejection")).scalar_one() == service.MAX_REMEMBERED
    assert counts(receipts(make)[0]) == {"rejected": service.MAX_REMEMBERED + 5}


def test_entities_that_are_not_kept_are_counted_and_leave_nothing(push: Push, pusher: Caller, make: Session):
    told = push("address", {"addr_table_id": 1, "addr_address_postcode": "ZZ99 9ZZ"}, {})
    assert (told["received"], told["ignored"], statuses(told)) == (2, 2, ["ignored", "ignored"])
    assert push("address", {}, **{"return": "errors"})["results"] == []
    csv = pusher.post("/api/v1/records/version_log", content="a,b\n1,2\n", headers={"Content-Type": "text/csv"})
    assert csv.json()["ignored"] == 1
    assert receipts(make) == []


def test_what_may_be_pushed_is_told_from_the_declarations(as_: As):
    told = as_("team_manager").get("/api/v1/records").json()
    assert [one["entity"] for one in told["entities"]] == list(BY_NAME)
    assert set(told["ignored"]) == IGNORED
    kinds = {"Date": "date", "Boolean": "flag", "Integer": "whole_number", "Numeric": "number", "ARRAY": "codes"}
    for one in told["entities"]:
        model = next(model for model in ENTITIES if model.entity == one["entity"])
        columns = [column for column in columns_of(model) if "ssd" in column.info]
        assert (one["title"], one["description"]) == (model.title, model.__doc__.partition("\n\n")[0])
        assert len(one["description"]) > 10
        assert [
            (f["name"], tuple(f["aliases"]), f["kind"], f["is_key"], f["is_child"], f["parent"], f["codes"])
            for f in one["fields"]
        ] == [
            (c.info["ssd"], c.info.get("aliases", ()), kinds.get(type(c.type).__name__, "text"), "key" in c.info,
             "child" in c.info, c.info.get("parent"), sorted(c.info["codes"]) if c.info.get("codes") else None)
            for c in columns
        ]  # fmt: skip
        assert [f["name"] for f in one["fields"] if f["is_needed"]] == [
            c.info["ssd"] for c in columns if "key" in c.info or ("child" in c.info and not c.nullable)
        ]
        assert all(f["label"] for f in one["fields"])
    of_visits = next(one["fields"] for one in told["entities"] if one["entity"] == "cp_visits")
    assert {f["name"]: f["max_length"] for f in of_visits if f["max_length"]} == dict.fromkeys(
        ("cppv_cp_visit_id", "cppv_person_id", "cppv_cp_plan_id"), 48
    )


def test_sources_do_not_mix(as_: As, make: Session):
    for source in ("first", "second"):
        told = as_("case_management_system", source_system=source).post("/api/v1/records/cp_visits", json=[visit()])
        assert told.json()["created"] == 1
    rows = make.execute(select(CpVisit.source_system, CpVisit.child_ref).order_by(CpVisit.source_system)).all()
    assert rows == [("first", child_ref("first", "p1")), ("second", child_ref("second", "p1"))]


def test_a_client_without_a_source_system_is_told(as_: As):
    answer = as_("case_management_system", source_system=None).post("/api/v1/records/cp_visits", json=[visit()])
    assert (answer.status_code, answer.json()["code"]) == (409, "source_system_unknown")


def test_the_journal_has_one_entry_a_statement_and_names_the_receipt(push: Push, pusher: Caller, make: Session):
    push("person", {"pers_person_id": "p1"}, {"pers_person_id": "p2"})
    push("person", {"pers_person_id": "p1", "pers_sex": "F"}, {"pers_person_id": "p3"})
    push("person", {"pers_person_id": "p1", "pers_sex": "F"}, {"pers_person_id": "p3"})
    push("person", {"pers_person_id": "p3", "purge": True}, {"pers_person_id": "unheard of", "purge": True})
    entries = make.execute(select(JournalEntry).where(JournalEntry.noun == "child").order_by(JournalEntry.id)).scalars()
    first, second, _, last = (receipt.id for receipt in receipts(make))
    assert [(e.action, e.verb, e.actor_id, e.subject_ids, e.child_ids, e.fields) for e in entries] == [
        (action, "push_records", pusher.person_id, [receipt], [], [])
        for action, receipt in (("created", first), ("created", second), ("changed", second), ("changed", last))
    ]


def test_departments_become_units_whatever_the_order(push: Push, make: Session, council: dict[str, uuid.UUID]):
    def department(number: str, name: str, parent: str | None) -> dict[str, object]:
        return {"dept_team_id": number, "dept_team_name": name, "dept_team_parent_id": parent}

    def units() -> dict[str, tuple[str, str, str | None]]:
        make.rollback()
        make.expire_all()
        found = make.execute(select(Unit)).scalars().all()
        names = {unit.id: unit.name for unit in found}
        return {
            u.source_id: (u.name, u.kind.value, names.get(u.parent_id))
            for u in found
            if u.source_id and u.source_id.isdigit()
        }

    push("department", department("12", "Team West", "10"))
    assert units() == {"12": ("Team West", "team", "Council")}
    push(
        "department",
        department("10", "Localities", None),
        department("11", "Team East", "10"),
        department("13", "Duty", "north"),
    )
    expected = {
        "10": ("Localities", "service", "Council"),
        "11": ("Team East", "team", "Localities"),
        "12": ("Team West", "team", "Localities"),
        "13": ("Duty", "team", "North"),
    }
    assert units() == expected
    assert push("department", department("10", "Localities", None))["unchanged"] == 1
    push("department", department("11", "East", "13"), department("12", "Team West", "12"))
    assert units() == expected | {
        "11": ("East", "team", "Duty"),
        "13": ("Duty", "service", "North"),
        "12": ("Team West", "team", "Council"),
        "10": ("Localities", "team", "Council"),
    }


def test_a_ring_of_departments_hangs_nowhere_but_under_the_council(push: Push, make: Session):
    push(
        "department",
        {"dept_team_id": "a", "dept_team_parent_id": "b"},
        {"dept_team_id": "b", "dept_team_parent_id": "a"},
    )
    above = text("select u.name, p.kind from unit u join unit p on p.id = u.parent_id where u.source_id in ('a', 'b')")
    assert sorted(make.execute(above).all()) == [("a", "council"), ("b", "council")]


def test_a_council_is_made_where_there_is_none(push: Push, make: Session):
    make.execute(text("delete from role_grant where unit_id is not null"))
    make.execute(text("delete from unit"))
    make.commit()
    name = settings.council_name
    push(
        "department",
        {"dept_team_id": "1", "dept_team_name": name},
        {"dept_team_id": "2", "dept_team_name": "Service", "dept_team_parent_id": "1"},
        {"dept_team_id": "3", "dept_team_name": "Team", "dept_team_parent_id": "2"},
    )
    above = text(
        "select u.name, u.kind, p.name from unit u left join unit p on p.id = u.parent_id order by u.source_id"
    )
    assert make.execute(above).all() == [
        (name, "council", None),
        ("Service", "service", name),
        ("Team", "team", "Service"),
    ]


def test_a_push_is_one_transaction(pusher: Caller, make: Session, monkeypatch: pytest.MonkeyPatch):
    def fails(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(service, "place_units", fails)
    answer = pusher.post(
        "/api/v1/records/department", json=[{"dept_team_id": "1"}, {}], headers={"Idempotency-Key": "one"}
    )
    assert answer.status_code == 500
    for table in ("department", "receipt", "rejection", "repeated_request"):
        assert make.execute(text(f"select count(*) from {table}")).scalar_one() == 0


def test_a_later_day_of_birth_moves_the_month(push: Push, make: Session):
    for born, month in (("2014-02-28", date(2014, 2, 1)), ("2014-03-31", date(2014, 3, 1)), (None, None)):
        push("person", {"pers_person_id": "p1", "pers_dob": born})
        assert one(make, Child).birth_month == month


def test_ids_are_told_apart_only_by_what_they_say(push: Push, make: Session):
    push(
        "involvements",
        {"invo_involvements_id": 5, "invo_person_id": 7},
        {"invo_involvements_id": "5.0", "invo_person_id": "7"},
    )
    push("involvements", {"invo_involvements_id": 5.0, "invo_person_id": 7.0})
    rows = make.execute(select(Involvement.source_id, Involvement.child_ref).order_by(Involvement.source_id)).all()
    assert rows == [("5", child_ref(SOURCE, "7")), ("5.0", child_ref(SOURCE, "7"))]


def test_old_names_of_columns_are_understood(push: Push, make: Session):
    push("cla_episodes", {"CLAE_CLA_EPISODE_ID": "e", "clae_person_id": "p", "clae_cla_episode_ceased": "2025-01-01"})
    assert one(make, ClaEpisode).ceased_on == date(2025, 1, 1)
    push("cin_episodes", {"cine_referral_id": "e", "cine_person_id": "p", "cine_cin_primary_need": "N1"})
    assert one(make, Referral).primary_need == "N1"
