"""Imports through HTTP: begun, filled, merged as a whole, followed, held, confirmed, given up."""

import base64
import gzip
import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session

from api.kernel.database import Database
from tests.access.make import Caller
from tests.imports.make import CSV, VISITS, begin, bring, counts, finish, send

As = Callable[..., Caller]


@pytest.fixture
def pusher(as_: As) -> Caller:
    return as_("case_management_system", source_system="lcs")


def visits(numbers: Any, *, seen: str = "Y", day: str = "2026-03-02") -> str:
    return VISITS + "".join(f"V{n},P{n % 7},{day},{seen}\n" for n in numbers)


def stored(make: Session, table: str = "cp_visit") -> int:
    make.rollback()
    return make.execute(text(f"select count(*) from {table}")).scalar_one()


def test_an_import_is_merged_as_a_whole(pusher: Caller, database: Database, make: Session):
    at = begin(pusher)
    file = send(pusher, at, "cp_visits", visits(range(20)) + "V21,,2026-03-02,Y\nV22,P1,never,Y\n")
    assert (file["rows"], file["rejected"], file["entities"]) == (22, 2, {"cp_visits": 22})
    assert stored(make) == 0, "nothing is stored before the commit"
    done = finish(pusher, database, at)
    assert done["state"] == "completed", done
    assert counts(done, "cp_visits") == {"received": 22, "created": 20, "rejected": 2}
    assert done["sentence"] == "Brought in: 20 new, 2 rejected."
    assert stored(make) == 20
    assert (done["rows_done"], done["rows_total"]) == (22, 22)


def test_what_is_unchanged_is_known_before_it_is_read(pusher: Caller, database: Database, make: Session):
    bring(pusher, database, {"cp_visits": visits(range(50))})
    before = make.execute(text("select source_id, updated_at, receipt_id from cp_visit order by 1")).all()
    changed = visits(range(50)).replace("V7,P0,2026-03-02,Y", "V7,P0,2026-03-02,N")
    again = bring(pusher, database, {"cp_visits": changed})
    assert counts(again, "cp_visits") == {"received": 50, "updated": 1, "unchanged": 49}
    make.rollback()
    after = make.execute(text("select source_id, updated_at, receipt_id from cp_visit order by 1")).all()
    assert [a.source_id for b, a in zip(before, after, strict=True) if a != b] == ["V7"]


def test_a_table_with_no_rows_is_an_import_of_nothing(pusher: Caller, database: Database):
    done = bring(pusher, database, {"supervision": "supv_supervision_id\n"})
    assert (done["state"], done["sentence"]) == ("completed", "Brought in: There were no rows.")
