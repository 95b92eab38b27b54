"""Real input: returns as councils make them, brought in through the API, read back over REST, and counted by hand.

What is counted by hand comes straight from the files, by other means than the readers': csv, ElementTree, calamine.
Who brings them in is now a person, now a machine client; who reads the children back is somebody with that right.
"""

import csv
import random
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import httpx
import pytest
from python_calamine import CalamineWorkbook

from api.imports.models import ImportFormat
from api.kernel.database import Database
from tests.access.make import SOURCE, Caller
from tests.imports.make import begin, counts, finish, send

As = Callable[..., Caller]
Row = dict[str, str]
Brought = dict[str, dict[str, int]]

YEARS = range(2017, 2022)
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {"csv": "text/csv", "xml": "application/xml", "xlsx": WORKBOOK}
OUTCOMES = ("created", "updated", "unchanged", "skipped_stale", "duplicates", "rejected")


@pytest.fixture(params=["data_analyst", "case_management_system"])
def sender(request: pytest.FixtureRequest, as_: As) -> Caller:
    """A person and a machine client, one after the other."""
    return as_(request.param)


@pytest.fixture
def returns(shared: Path) -> Path:
    return shared / "ssda903_multi_year"


@pytest.fixture
def samples(shared: Path) -> Path:
    return shared / "annex_a_and_cin"


def begun(sender: Caller, format_: str, **wish: Any) -> str:
    """A new import: a person says whose records they are, a machine client has its own."""
    is_client = "Authorization" in sender.headers
    return begin(sender, format=format_, **wish | ({} if is_client else {"source_system": SOURCE}))


def bring_files(sender: Caller, database: Database, format_: str, paths: Iterable[Path], **wish: Any) -> dict[str, Any]:
    """A whole import of these files, in this order."""
    at = begun(sender, format_, **wish)
    for path in paths:
        send(sender, at, path.name, path.read_bytes(), **{"Content-Type": TYPES[path.suffix[1:]]})
    done = finish(sender, database, at)
    assert done["state"] == "completed", done["sentence"]
    for one in done["entities"]:
        assert one["received"] == sum(one[name] for name in OUTCOMES), one
    return done


def kept(as_: As) -> dict[str, int]:
    """The rows of each entity that has any, as the sources' page tells them once they were counted."""
    analyst = as_("data_analyst")
    assert analyst.post(f"/api/v1/sources/{SOURCE}/count").status_code == 200
    told = analyst.get(f"/api/v1/sources/{SOURCE}").json()["entities"]
    return {one["entity"]: one["rows"] for one in told if one["rows"]}


def children(reader: Caller) -> list[dict[str, Any]]:
    """All children there are, page by page; the total is that of the first page."""
    found: list[dict[str, Any]] = []
    query: dict[str, Any] = {"limit": 200, "total": True}
    while True:
        page = reader.get("/api/v1/children", params=query).json()
        found += page["items"]
        total = page.get("total") or total
        if page["next_cursor"] is None:
            assert len(found) == total
            return found
        query = {"limit": 200, "cursor": page["next_cursor"]}


# SSDA903


def rows(folder: Path, kind: str) -> list[tuple[int, Row]]:
    """The rows of a kind of file and their years, the earliest first."""
    found = []
    for year in YEARS:
        with (folder / f"{year}-{kind}.csv").open(newline="", encoding="utf-8") as file:
            found += [(year, row) for row in csv.DictReader(file)]
    return found


def count_ssda903(folder: Path) -> dict[str, int]:
    """How many records there are of each entity: what several years tell of one thing is one."""
    episodes = {(row["CHILD"], row["DECOM"]): row for _, row in rows(folder, "episodes")}
    outcomes = rows(folder, "oc2")
    leavers = {row["CHILD"] for _, row in rows(folder, "oc3")}
    return {
        "person": len({row["CHILD"] for _, row in rows(folder, "header")} | leavers),
        "cla_episodes": len(episodes),
        "cla_placement": sum(row["PLACE"] != "" for row in episodes.values()),
        "legal_status": sum(row["LS"] != "" for row in episodes.values()),
        "missing": len({(row["CHILD"], row["MIS_START"]) for _, row in rows(folder, "missing")}),
        "cla_reviews": count_reviews(folder),
        "sdq_scores": sum(row["SDQ_SCORE"] + row["SDQ_REASON"] != "" for _, row in outcomes),
        "cla_health": sum(
            row[check] == "1" for _, row in outcomes for check in ("HEALTH_CHECK", "TEETH_CHECK", "HEALTH_ASSESSMENT")
        ),
        "care_leavers": len(leavers),
    }


def count_reviews(folder: Path) -> int:
    """Of a child and day as many as differ in the year that has the most of them."""
    differing: dict[tuple[str, str], Counter[int]] = {}
    for year, child, held, _ in {(year, r["CHILD"], r["REVIEW"], r["REVIEW_CODE"]) for year, r in rows(folder, "reviews")}:
        differing.setdefault((child, held), Counter())[year] += 1
    return sum(max(years.values()) for years in differing.values())


def test_five_years_of_ssda903_in_any_order_are_those_of_the_files(
    sender: Caller, as_: As, database: Database, returns: Path
):
    paths = sorted(returns.glob("*.csv"))
    random.Random(3).shuffle(paths)
    done = bring_files(sender, database, "ssda903", paths)
    expected = count_ssda903(returns)
    assert {one["entity"]: one["created"] for one in done["entities"]} == expected
    assert not sum(one["rejected"] for one in done["entities"])
    assert kept(as_) == expected
    assert len(children(as_("quality_lead"))) == expected["person"]


def test_a_child_in_care_is_read_back_as_the_files_tell_it(as_: As, database: Database, returns: Path, samples: Path):
    """The child with the most episodes: each field of each, by the latest file that has it."""
    bring_files(as_("case_management_system"), database, "ssda903", sorted(returns.glob("*.csv")))
    told = {(row["CHILD"], row["DECOM"]): row for _, row in rows(returns, "episodes")}
    child = Counter(child for child, _ in told).most_common(1)[0][0]
    reader = as_("quality_lead")
    count = sum(one == child for one, _ in told)
    page = next(
        page for one in children(reader)
        if len((page := reader.get(f"/api/v1/children/{one['id']}").json())["episodes"]) == count
        and page["birth_month"] == iso(born(returns, child))[:7]
    )  # fmt: skip
    assert {(e["started_on"], e["start_reason"], e["primary_need"], e["ceased_on"], e["cease_reason"]) for e in page["episodes"]} == {
        (iso(row["DECOM"]), row["RNE"], row["CIN"], iso(row["DEC"]) or None, row["REC"] or None)
        for (one, _), row in told.items() if one == child
    }  # fmt: skip


def born(folder: Path, child: str) -> str:
    return next(row["DOB"] for _, row in rows(folder, "header") if row["CHILD"] == child)


def iso(written: str) -> str:
    return "-".join(reversed(written.split("/")))
