"""Every entity from its declaration alone: what comes under each of its names is stored, for its own source alone.

The names and the code lists are held against the dataset's own specification, where that is beside the checkout.
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import ARRAY, Column, text
from sqlmodel import Session

from api.cases import codes
from api.cases.declaring import ID_LENGTH, Record, facts
from api.cases.entities import oversight
from api.cases.models import ENTITIES, IGNORED, Child, Feedback
from api.cases.references import unseal
from tests.access.make import SOURCE, Caller
from tests.intake.make import BY_ENTITY, PERSON, declared, example, record_of

As = Callable[..., Caller]

ENTITY = pytest.mark.parametrize("model", ENTITIES, ids=lambda model: model.entity)


def push(caller: Caller, model: type[Record], *records: dict[str, Any]) -> dict[str, Any]:
    answer = caller.post(f"/api/v1/records/{model.entity}", json=list(records))
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def rows(make: Session, model: type[Record]) -> list[dict[str, Any]]:
    make.rollback()
    found = make.execute(model.__table__.select().order_by(text("source_system")))  # type: ignore[attr-defined]  # SQLAlchemy gives every mapped class its table
    return [dict(row) for row in found.mappings()]


@ENTITY
def test_a_full_record_is_stored_as_it_was_sent(as_: As, make: Session, model: type[Record]):
    sender = as_("case_management_system")
    told = push(sender, model, record_of(model))
    assert (told["created"], told["ignored_fields"]) == (1, {})
    assert told["results"][0]["errors"] == []
    [row] = rows(make, model)
    assert {column.name: row[column.name] for column in declared(model)} == {
        column.name: example(column)[1] for column in declared(model)
    }
    assert row["source_system"] == SOURCE
    assert row["received_at"] == row["updated_at"] >= row["as_of"]
    if model is Child:
        assert unseal(row["source_id_encrypted"]) == PERSON
    assert push(sender, model, record_of(model))["unchanged"] == 1


@pytest.mark.parametrize(
    ("model", "alias", "column"),
    [(m, alias, c) for m in ENTITIES for c in declared(m) for alias in c.info.get("aliases", ())],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_a_name_of_another_version_says_the_same(
    as_: As, make: Session, model: type[Record], alias: str, column: Column[Any]
):
    record = record_of(model)
    record[alias.upper()] = record.pop(column.info["ssd"])
    assert push(as_("case_management_system"), model, record)["ignored_fields"] == {}
    assert rows(make, model)[0][column.name] == example(column)[1]


@ENTITY
def test_another_source_can_neither_see_nor_touch_a_record(as_: As, make: Session, model: type[Record]):
    push(as_("case_management_system"), model, record_of(model))
    [before] = rows(make, model)
    other = as_("case_management_system", source_system="another")
    assert push(other, model, record_of(model, 2))["created"] == 1
    theirs, mine = rows(make, model)
    assert (theirs["source_system"], mine) == ("another", before)
    key = next(column.info["ssd"] for column in declared(model) if "key" in column.info)
    push(other, model, {key: record_of(model)[key], "purge": True})
    assert before in rows(make, model)
    make.execute(text("select set_config('role', 'plumbline_intake', true), set_config('app.source', 'third', true)"))
    table = model.__tablename__
    for statement in (
        f"select from {table}", f"update {table} set as_of = as_of returning 1", f"delete from {table} returning 1",
    ):  # fmt: skip
        assert make.execute(text(statement)).all() == []
    with pytest.raises(Exception, match="row-level security"):
        make.execute(text(f"insert into {table} (source_system) values ('another')"))


def test_a_code_outside_its_list_is_stored_as_sent(as_: As, make: Session):
    sender = as_("case_management_system")
    tried = 0
    for model in ENTITIES:
        coded = [column for column in facts(model) if column.info["codes"]]
        strange = {c.info["ssd"]: ["ZZ9"] if isinstance(c.type, ARRAY) else "ZZ9" for c in coded}
        told = push(sender, model, record_of(model) | strange)
        assert (told["created"], told["results"][0]["errors"]) == (1, [])
        [row] = rows(make, model)
        assert [row[c.name] for c in coded] == list(strange.values())
        tried += len(coded)
    assert tried > 30


def test_an_id_that_is_too_long_rejects_its_record_and_is_named(as_: As, make: Session):
    sender = as_("case_management_system")
    tried = 0
    for model in ENTITIES:
        names = [
            c.info["ssd"] for c in declared(model) if "child" in c.info or getattr(c.type, "length", 0) == ID_LENGTH
        ]
        told = push(sender, model, *(record_of(model) | {name: "9" * (ID_LENGTH + 1)} for name in names))
        assert told["rejected"] == len(names)
        assert [(r["errors"][0]["code"], r["errors"][0]["pointer"]) for r in told["results"]] == [
            ("too_long", f"/{place}/{name}") for place, name in enumerate(names)
        ]
        assert rows(make, model) == []
        tried += len(names)
    assert tried > 90


def test_feedback_may_concern_no_child(as_: As, make: Session):
    sender = as_("case_management_system")
    told = push(sender, Feedback, {"feed_id": "1", "feed_kind": "complaint"}, {"feed_id": "2", "feed_person_id": ""})
    assert told["created"] == 2
    assert [row["child_ref"] for row in rows(make, Feedback)] == [None, None]


def column_as_read(caller: Caller, make: Session, entity: str, name: str, values: list[Any]) -> list[Any]:
    """What is stored of a column where `values` are sent, one a record; "rejected" for a record that was not kept."""
    model = BY_ENTITY[entity]
    key, child = (c.info["ssd"] for c in declared(model) if {"key", "child"} & set(c.info))
    told = push(caller, model, *({key: f"{n}", child: PERSON, name: value} for n, value in enumerate(values)))
    column = next(c.name for c in declared(model) if c.info["ssd"] == name)
    stored = {row["source_id"]: row[column] for row in rows(make, model)}
    assert told["rejected"] == len(values) - len(stored)
    return [stored.get(f"{n}", "rejected") for n in range(len(values))]


def test_days_come_in_the_forms_that_councils_send(as_: As, make: Session):
    march = date(2025, 3, 4)
    days: list[tuple[Any, Any]] = [
        *((sent, march) for sent in ("2025-03-04", "04/03/2025", "4-3-2025", "04.03.2025", "04-03-2025 09:30:00")),
        *((sent, march) for sent in ("4 Mar 2025", "04-MAR-2025", "4 March 2025", "04 mar 2025 00:00", " 4-Mar-2025 ")),
        *((sent, march) for sent in (45720, "45720", 45720.0)),
        ("30 Sept 2025", date(2025, 9, 30)), (20000, date(1954, 10, 3)), ("80000", date(2119, 1, 11)),
        *((sent, "rejected") for sent in ("04/03/25", "04-Mar-25", "4 Mrz 2025", "31 Jun 2025", "04/03-2025")),
        *((sent, "rejected") for sent in (19999, 80001, "19999", 7, -45720, "4572", "٤٥٧٢٠", 1e300, True)),
    ]  # fmt: skip
    sender = as_("case_management_system")
    read = column_as_read(sender, make, "cp_visits", "cppv_cp_visit_date", [sent for sent, _ in days])
    assert list(zip([sent for sent, _ in days], read, strict=True)) == days


def test_numbers_come_in_the_forms_that_councils_send(as_: As, make: Session):
    numbers: list[tuple[Any, Any]] = [
        *((sent, Decimal("12.5")) for sent in (12.5, "12.5", " 12.50 ", "12.500000000", "+12.5")),
        ("1,234.5", Decimal("1234.5")), (0.1 + 0.2, Decimal("0.3")), (999.9, Decimal("999.9")), ("1e2", Decimal(100)),
        ("1e-9999", Decimal(0)), (0, Decimal(0)), ("", None), (None, None),
        *((sent, None) for sent in ("12,5", "1,23", "nan", "inf", 1e7, True, [1], "1_0", ".", "1e9999", "1e-99999")),
    ]  # fmt: skip
    sender = as_("case_management_system")
    read = column_as_read(sender, make, "cla_placement", "clap_cla_placement_distance", [sent for sent, _ in numbers])
    assert list(zip([sent for sent, _ in numbers], read, strict=True)) == numbers


def test_whole_numbers_have_no_decimals(as_: As, make: Session):
    scores: list[tuple[Any, Any]] = [
        (17, 17), ("17", 17), ("17.0", 17), (17.0, 17), ("", None), (None, None),
        (17.5, None), ("SDQ1", None), (999_999_999_999, None), (False, None),
    ]  # fmt: skip
    sender = as_("case_management_system")
    read = column_as_read(sender, make, "sdq_scores", "csdq_sdq_score", [sent for sent, _ in scores])
    assert list(zip([sent for sent, _ in scores], read, strict=True)) == scores


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ('["1C","4A"]', ["1C", "4A"]),
        (["1C", "4A", "1C"], ["1C", "4A"]),
        ("1C, 4A;20", ["1C", "4A", "20"]),
        ({"1C": "Yes", "4A": "No", "2B": "y"}, ["1C", "2B"]),
        (
            '{"NEW_REFERRAL_FLAG":"Y","NFA_FLAG":"N","OUTCOME_CP_FLAG":1,"TOTAL_NO_OF_OUTCOMES":1}',
            ["NEW_REFERRAL", "CP"],
        ),
        ({"NFA_FLAG": "Y", "COMMENTS": "Y", "OUTCOME_COMMENTS": "Jo Example rang"}, ["NFA"]),
        ([20, 21], ["20", "21"]),
        ("[]", []),
        ("", None),
        (None, None),
    ],
)
def test_codes_come_in_many_forms(as_: As, make: Session, sent: Any, stored: Any):
    record = {"cinf_table_id": "1", "cinf_assessment_id": "a", "cinf_assessment_factors_json": sent}
    told = push(as_("case_management_system"), BY_ENTITY["assessment_factors"], record)
    assert told["results"][0]["errors"] == []
    assert rows(make, BY_ENTITY["assessment_factors"])[0]["factors"] == stored


@pytest.mark.parametrize(
    "sent", ["Mother drinks, and Jo saw it", {"1C; drop": "Y"}, [["1C"]], '{"1C":', "x" * 41, [True], 1.5, "1C\x01"]
)
def test_what_is_no_list_of_codes_is_left_out_and_told(as_: As, make: Session, sent: Any):
    record = {"cont_contact_id": "1", "cont_person_id": PERSON, "cont_contact_outcome_json": sent}
    told = push(as_("case_management_system"), BY_ENTITY["contacts"], record)
    assert told["created"] == 1
    assert [error["code"] for error in told["results"][0]["errors"]] == ["not_codes"]
    assert "Jo" not in str(told)
    assert rows(make, BY_ENTITY["contacts"])[0]["outcomes"] is None


# What the specification's files say, read without a parser of YAML: they are lists of plain lines.


def names_in(folder: Path, entity: str) -> set[str]:
    return set(re.findall(r"^  - name: (\w+)", (folder / "objects" / f"ssd_{entity}.yml").read_text("utf-8"), re.M))


OURS = {model.entity for model in ENTITIES if model.__module__ == oversight.__name__}
ONLY_IN_THE_EXTRACT = {"clar_cla_person_id"}
"""Columns of the extract that councils run which its description leaves out."""


def test_every_name_is_one_of_the_datasets(shared: Path):
    spec = shared / "ssd_spec_v1.4.5"
    compared = 0
    for model in ENTITIES:
        if model.entity in OURS:
            continue
        known = names_in(spec, model.entity) | ONLY_IN_THE_EXTRACT
        for column in declared(model):
            assert {column.info["ssd"], *column.info.get("aliases", ())} & known, column.info["ssd"]
            compared += 1
    assert compared > 150


def test_every_entity_of_the_dataset_is_kept_or_ignored_by_name(shared: Path):
    entities = {path.stem.removeprefix("ssd_") for path in (shared / "ssd_spec_v1.4.5" / "objects").glob("ssd_*.yml")}
    assert {model.entity for model in ENTITIES} - OURS | IGNORED == entities
    assert not IGNORED & {model.entity for model in ENTITIES}


LISTS = {
    "assessment_factors": codes.ASSESSMENT_FACTORS, "disability": codes.DISABILITIES, "ethnicity": codes.ETHNICITIES,
    "missing": codes.MISSING_KINDS, "placement_change_reason": codes.PLACEMENT_CHANGE_REASONS,
    "placement_provider": codes.PLACEMENT_PROVIDERS, "primary_need": codes.PRIMARY_NEEDS,
    "reason_for_closure": codes.CLOSE_REASONS, "referral_source": codes.REFERRAL_SOURCES,
    "contact_source": codes.REFERRAL_SOURCES,
}  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_the_code_lists_hold_the_datasets_codes(shared: Path, name: str):
    content = (shared / "ssd_spec_v1.4.5" / "categories" / f"{name}.yml").read_text("utf-8")
    found = set(re.findall(r"^- value: '?(\w+)", content, re.M))
    assert found
    assert found <= LISTS[name]


@ENTITY
def test_parents_are_entities_and_nothing_names_a_person(model: type[Record]):
    for column in declared(model):
        assert column.info.get("parent") in {None, *BY_ENTITY}
        words = set(column.info["ssd"].split("_"))
        assert not words & {"forename", "surname", "upn", "postcode", "address", "comments", "nationality"}
