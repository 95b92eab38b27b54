"""What several tests of the invented council look things up in: the declarations, and what was published."""

import csv
from pathlib import Path

import pytest

from api.cases.declaring import columns_of
from api.cases.models import ENTITIES

DECLARED = {model.entity: [c for c in columns_of(model) if "ssd" in c.info] for model in ENTITIES}
"""The columns that come in, by entity."""

PUBLISHED = Path(__file__).parents[2].parent / "shared" / "data" / "dfe_published"

beside = pytest.mark.skipif(not PUBLISHED.is_dir(), reason="the published files are not beside the checkout")


def key_of(entity: str) -> str:
    """The column, as the dataset calls it, by which a record is known."""
    return next(str(column.info["ssd"]) for column in DECLARED[entity] if "key" in column.info)


def child_of(entity: str) -> str | None:
    """The column, as the dataset calls it, of the child a record is about, if it says so itself."""
    return next((str(column.info["ssd"]) for column in DECLARED[entity] if "child" in column.info), None)


def published(file: str, **wanted: str) -> dict[str, dict[str, str]]:
    """Rows of the authority that the figures are of, by year."""
    with (PUBLISHED / file).open(encoding="utf-8-sig", newline="") as text:
        rows = [row for row in csv.DictReader(text) if row["old_la_code"] == "870"]
    found = {row["time_period"]: row for row in rows if all(row[key] == value for key, value in wanted.items())}
    assert found
    return found
