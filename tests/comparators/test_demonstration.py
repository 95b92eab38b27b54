"""The published figures of the demonstration are taken by the API as they stand, and say that they are invented."""

import asyncio
from datetime import date
from typing import Any

import pytest

from api.comparators.published import POPULATION
from api.demonstration.published import files, load_published
from tests.access.make import Caller
from tests.comparators.make import COMPARATORS

END = date(2026, 11, 23)


class Spoken:
    """The demonstration's way of speaking, over the tests' own client."""

    def __init__(self, caller: Caller) -> None:
        self.caller = caller

    async def send(self, method: str, path: str, body: Any) -> None:
        answer = self.caller.request(method, f"/api/v1{path}", json=body)
        assert answer.is_success, answer.text

    async def post_file(self, path: str, table: bytes) -> None:
        answer = self.caller.post(f"/api/v1{path}", content=table, headers={"Content-Type": "text/csv"})
        assert answer.status_code == 201, answer.text
        assert answer.json()["created"] == answer.json()["rows"] > 0


@pytest.fixture
def lead(as_, council):
    """The quality lead, after the demonstration spoke for them."""
    caller = as_("quality_lead")
    asyncio.run(load_published(Spoken(caller), END))
    return caller


def test_every_file_and_every_place_says_that_it_is_invented(lead):
    assert all(name.startswith("invented_") for name, _ in files(END))
    places = [one for code in ("cp_plans_repeat", POPULATION, "caseload_full_time")
              for one in lead.get(COMPARATORS, params={"indicator": code, "limit": 200}).json()["items"]]  # fmt: skip
    assert len(places) == 3 * 3 * 13
    assert {one["area_name"] for one in places if "invented" not in one["area_name"]} == set()


def test_an_indicator_stands_beside_country_region_and_ten_neighbours(lead):
    for code in ("re_referrals_12_months", "cp_reviews_in_time", "caseload_full_time", "children_looked_after_rate"):
        found = lead.get(f"{COMPARATORS}/{code}").json()
        kinds = [area["area_kind"] for area in found["areas"]]
        assert kinds == ["england", "region", "local_authority", *["statistical_neighbour"] * 10], code
        assert [year["of_neighbours"] for year in found["mean_of_neighbours"]] == [10, 10, 10]
    (population,) = lead.get("/api/v1/indicators/referrals_rate/settings").json()
    assert 35_000 < population["number"] < 41_000, "by which its rates are worked out"


def test_the_files_are_the_same_whenever_they_are_made():
    assert files(END) == files(END)
