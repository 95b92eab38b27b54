"""Real input: the lists of an Annex A workbook, counted by the measures and by hand from its cells."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import text

from api.indicators.service import compute_indicators
from api.statistics.workdays import working_days_between
from tests.imports.make import begin, finish, send
from tests.indicators import make as m

Row = dict[str, Any]


@pytest.fixture
def annex(shared: Path) -> Path:
    path = shared / "annex_a_and_cin" / "Annex_A.xlsx"
    if not path.is_file():
        pytest.skip("the Annex A workbook is not beside the checkout")
    return path


def listed(path: Path, number: int) -> list[Row]:
    """The rows of one list, by its own column names."""
    names, *rows = CalamineWorkbook.from_path(path).get_sheet_by_name(f"List {number}").to_python()
    return [dict(zip(names, row, strict=True)) for row in rows if row[0]]


def days(row: Row, start: str, end: str) -> int | None:
    first, last = row[start], row[end]
    return working_days_between(first, last) if isinstance(first, date) and isinstance(last, date) else None


def of_all_years(make, code: str, council_id: Any) -> tuple[int, int]:
    found = make.execute(text(
        "select coalesce(sum(numerator), 0), coalesce(sum(denominator), 0) from indicator_value v"
        " join indicator i on i.id = v.indicator_id"
        " where i.code = :code and v.unit_id = :unit and v.period_type = 'year'"
    ), {"code": code, "unit": council_id}).one()  # fmt: skip
    return tuple(found)


def test_assessments_and_conferences_are_those_of_the_lists(annex: Path, as_, database, make, council, travel):
    travel(m.NOON)
    pusher = as_("case_management_system")
    at = begin(pusher, format="annex_a")
    send(pusher, at, annex.name, annex.read_bytes())
    assert finish(pusher, database, at)["state"] == "completed"
    compute_indicators(database)
    unit = council["council"]
    assessments = listed(annex, 4)
    start, end = "Continuous Assessment Start Date", "Continuous Assessment Date of Authorisation"
    took = [n for row in assessments if (n := days(row, start, end)) is not None]
    assert len(took) > 2
    assert of_all_years(make, "assessments_45_days", unit) == (sum(n <= 45 for n in took), len(took))
    seen = [row["Child Seen During Continuous Assessment"].endswith("Yes") for row in assessments
            if isinstance(row[end], date)]  # fmt: skip
    assert of_all_years(make, "assessments_child_seen", unit) == (sum(seen), len(seen))
    start, end = (
        "Strategy discussion initiating Section 47 Enquiry Start Date", "Date of Initial Child Protection Conference",
    )  # fmt: skip
    took = [n for row in listed(annex, 5) if (n := days(row, start, end)) is not None]
    assert len(took) > 1
    assert of_all_years(make, "conferences_15_days", unit) == (sum(n <= 15 for n in took), len(took))
