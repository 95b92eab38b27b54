"""The row gate of every record table by itself, with no route before it, and what the journal keeps of its changes."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from api.cases.models import (
    ENTITIES,
    Assessment,
    AssessmentFactor,
    Child,
    Department,
    Feedback,
    Involvement,
    Record,
    Worker,
)
from api.journal.models import JournalEntry
from tests.access.make import SOURCE
from tests.cases import make as rows

ABOUT_A_CHILD = [model for model in ENTITIES if model not in (Child, Department, Worker)]


@contextmanager
def acting(db: Session, role: str, **settings: Any) -> Iterator[Session]:
    """The session as a role of the database sees it, in a transaction that is undone."""
    db.rollback()
    stated = {"who": str(uuid.uuid4()), "units": [], "reach": [], "worker": "", "source": ""} | settings
    db.execute(text("select set_config('role', :role, true)"), {"role": role})
    for name, value in stated.items():
        told = "{" + ",".join(map(str, value)) + "}" if isinstance(value, list) else value
        db.execute(text("select set_config(:name, :value, true)"), {"name": f"app.{name}", "value": told})
    yield db
    db.rollback()


def seen(db: Session, model: type[Record]) -> int:
    return int(db.execute(text(f"select count(*) from {model.__tablename__}")).scalar_one())


@pytest.fixture
def records(make: Session, council: dict[str, uuid.UUID]) -> dict[str, uuid.UUID]:
    """Of every entity a record about a child of north_1 and one about a child of south_1, and one that hangs loose."""
    for team in ("north_1", "south_1"):
        child = rows.make_child(make, team=team, worker=f"worker of {team}")
        assessment = rows.make_assessment(make, child)
        rows.make_every_record(make, child, assessment)
    for model in ABOUT_A_CHILD:
        loose = {} if model in (AssessmentFactor, Feedback) else {"child_ref": "NOBODYKNOWNYET22"}
        rows.make_record(make, model, **loose)
    return council


def test_each_reach_sees_what_is_its_own_of_every_entity(make: Session, records: dict[str, uuid.UUID]):
    north, south = records["north_1"], records["south_1"]
    expected: list[tuple[dict[str, Any], bool, bool, bool]] = [
        ({}, False, False, False),
        ({"reach": ["suppressed"]}, False, False, False),
        ({"reach": ["allocated"]}, False, False, False),
        ({"reach": ["units"], "units": [north]}, True, False, False),
        ({"reach": ["units"], "units": [south, north]}, True, True, False),
        ({"reach": ["own"], "worker": "worker of south_1"}, False, True, False),
        ({"reach": ["units"], "worker": "worker of south_1"}, False, False, False),
        ({"reach": ["council"]}, True, True, True),
        ({"reach": ["records"]}, True, True, True),
    ]
    for model in ABOUT_A_CHILD:
        for settings, *parts in expected:
            with acting(make, "plumbline_app", **settings):
                each = 2 if model in (Assessment, Involvement) else 1  # which a child had already
                counted = sum(n for n, part in zip((each, each, 1), parts, strict=True) if part)
                assert seen(make, model) == counted, (model.entity, settings)


def test_factors_follow_the_assessment_of_their_own_source(make: Session, records: dict[str, uuid.UUID]):
    with acting(make, "plumbline_app", reach=["units"], units=[records["north_1"]]):
        assessment = make.execute(text("select source_id from assessment order by source_id limit 1")).scalar_one()
        before = seen(make, AssessmentFactor)
    for source in (SOURCE, "another"):
        rows.make_record(make, AssessmentFactor, source_system=source, assessment_source_id=assessment)
    with acting(make, "plumbline_app", reach=["units"], units=[records["north_1"]]):
        assert seen(make, AssessmentFactor) == before + 1


@pytest.mark.parametrize(
    "verb", ["update {} set as_of = as_of", "delete from {}", "insert into {} (source_system) values ('x')"]
)
def test_people_write_no_record(make: Session, verb: str):
    refused = pytest.raises(Exception, match="permission denied")
    for model in ENTITIES:
        with acting(make, "plumbline_app", reach=["council", "records"]), refused:
            make.execute(text(verb.format(model.__tablename__)))


def test_a_source_sees_its_own_and_with_no_source_nothing(make: Session, records: dict[str, uuid.UUID]):
    for model in ENTITIES:
        there = seen(make, model)
        for source, count in ((SOURCE, there), ("another", 0), ("", 0)):
            with acting(make, "plumbline_intake", source=source):
                assert seen(make, model) == count, (model.entity, source)


def test_who_is_in_reach_follows_the_settings_within_a_transaction(make: Session, records: dict[str, uuid.UUID]):
    def refs() -> set[str]:
        return set(make.execute(text("select child_ref from child")).scalars())

    with acting(make, "plumbline_app", reach=["units"], units=[records["north_1"]]):
        north = refs()
        make.execute(text("select set_config('app.units', :units, true)"), {"units": f"{{{records['south_1']}}}"})
        south = refs()
        make.execute(text("select set_config('app.units', '', true)"))
        assert (len(north), len(south), north & south, refs()) == (1, 1, set(), set())
    with acting(make, "plumbline_app", reach=["own"], worker="worker of north_1"):
        assert refs() == north
        make.execute(text("select set_config('app.reach', '{}', true)"))
        assert refs() == set()


def test_a_change_of_many_rows_is_one_entry_that_names_the_receipt(make: Session):
    child = rows.make_child(make, team=None)
    for model in ABOUT_A_CHILD:
        for _ in range(3):
            rows.make_record(make, model, **({} if model is AssessmentFactor else {"child_ref": child.child_ref}))
        receipt, table = uuid.uuid4(), model.__tablename__
        before = make.execute(text("select max(id) from journal_entry")).scalar_one()
        make.execute(text("select set_config('app.receipt', :receipt, true)"), {"receipt": str(receipt)})
        make.execute(text(f"update {table} set as_of = as_of"))
        make.execute(text(f"delete from {table}"))
        wanted = select(JournalEntry).where(JournalEntry.id > before).order_by(JournalEntry.id)
        entries = make.execute(wanted).scalars().all()
        assert [(e.action, e.noun, e.subject_ids) for e in entries] == [
            ("changed", table, [receipt]), ("deleted", table, [receipt]),
        ]  # fmt: skip
        assert all(e.child_ids == e.fields == [] for e in entries)
        make.commit()


def test_a_change_with_no_receipt_is_journalled_too(make: Session):
    rows.make_worker(make, "w-1")
    entry = make.execute(select(JournalEntry).where(JournalEntry.noun == "worker")).scalars().one()
    assert (entry.action, entry.subject_ids) == ("created", [])
