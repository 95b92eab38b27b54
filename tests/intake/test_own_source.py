"""The row gate in PostgreSQL itself: a machine's role sees, changes and removes its own source's rows alone.

Every table is tried that the role may read, so that a new one cannot be forgotten.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from api.kernel.database import Table
from tests.access.make import SOURCE, Caller
from tests.intake.make import BY_ENTITY, CSV, VISITS, record_of, visit

As = Callable[..., Caller]

NOT_OF_A_SOURCE = {"unit"}
"""Units are the council's own; intake keeps them in step with departments of whatever source."""


@pytest.fixture
def full(pusher: Caller, make: Session) -> list[str]:
    """Every table that intake may read, each with a row of our source."""
    for name, model in BY_ENTITY.items():
        assert pusher.post(f"/api/v1/records/{name}", json=[record_of(model)]).json()["created"] == 1
    repeated = pusher.post(
        VISITS, json=[visit("gone"), visit("gone", purge=True), {}], headers={"Idempotency-Key": "a"}
    )
    assert repeated.status_code == 200
    pusher.post(VISITS, json=[visit("gone")])
    pusher.post(VISITS, json=[visit("gone", purge=True)])
    at = pusher.post("/api/v1/imports", json={}).headers["Location"]
    assert pusher.put(f"{at}/files/cp_visits", content="cppv_cp_visit_id\n", headers=CSV).status_code == 200
    make.execute(text("insert into import_progress select id, 0, 0, '' from import on conflict do nothing"))
    make.commit()
    readable = make.execute(text(
        "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'"
        " and has_table_privilege('plumbline_intake', oid, 'select')"
    )).scalars()  # fmt: skip
    tables = sorted(set(readable) - NOT_OF_A_SOURCE)
    assert set(tables) >= {model.__tablename__ for model in BY_ENTITY.values()}
    empty = [one for one in tables if not make.execute(text(f"select count(*) from {one}")).scalar_one()]
    assert empty == []
    return tables


@contextmanager
def as_source(make: Session, source: str, who: str = "") -> Iterator[Callable[[str], int]]:
    """Statements as the machine role of a source; each gives how many rows it touched, and is undone."""
    make.rollback()

    def run(statement: str) -> int:
        make.rollback()
        make.execute(
            text("select set_config('role', 'plumbline_intake', true), set_config('app.source', :source, true),"
                 " set_config('app.who', :who, true)"), {"source": source, "who": who},
        )  # fmt: skip
        found: Any = make.execute(text(statement))
        return len(found.all())

    try:
        yield run
    finally:
        make.rollback()


def may(make: Session, table: str, right: str) -> bool:
    asked = text("select has_table_privilege('plumbline_intake', :table, :right)")
    return bool(make.execute(asked, {"table": table, "right": right}).scalar_one())


def writable(make: Session, tables: list[str], right: str) -> list[str]:
    found = [table for table in tables if may(make, table, right)]
    assert len(found) >= len(BY_ENTITY)
    return found


@pytest.mark.parametrize("source", ["another", ""])
def test_another_source_finds_nothing_to_see_change_or_remove(make: Session, full: list[str], source: str):
    changeable, removable = writable(make, full, "update"), writable(make, full, "delete")
    with as_source(make, source) as run:
        for table in full:
            assert run(f"select 1 from {table}") == 0, table
        for table in changeable:
            column = list(Table.metadata.tables[table].columns)[-1].name
            assert run(f"update {table} set {column} = {column} returning 1") == 0, table
        for table in removable:
            assert run(f"delete from {table} returning 1") == 0, table


def test_its_own_source_finds_them_all(pusher: Caller, make: Session, full: list[str]):
    with as_source(make, SOURCE, str(pusher.person_id)) as run:
        assert [table for table in full if not run(f"select 1 from {table}")] == []
    removable = {model.__tablename__ for model in BY_ENTITY.values()}
    with as_source(make, SOURCE) as run:
        assert [table for table in removable if run(f"delete from {table} returning 1") != 1] == []


def test_a_row_cannot_be_given_to_another_source_nor_made_for_it(make: Session, full: list[str]):
    of_a_source = set(make.execute(text(
        "select table_name from information_schema.columns where column_name = 'source_system'"
    )).scalars())  # fmt: skip
    tried = 0
    for table in writable(make, full, "update"):
        if table in of_a_source:
            tried += 1
            with as_source(make, SOURCE) as run, pytest.raises(DBAPIError, match="row-level security"):
                run(f"update {table} set source_system = 'another' returning 1")
    assert tried > len(BY_ENTITY)
    for model in BY_ENTITY.values():
        table = model.__tablename__
        with as_source(make, "another") as run, pytest.raises(DBAPIError, match="row-level security"):
            run(f"insert into {table} (source_system) values ('{SOURCE}') returning 1")
