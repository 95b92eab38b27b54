"""Arranges the Purple Book for tests."""

from collections.abc import Sequence
from typing import Any

from tests.access.make import Caller

BOOK = "/api/v1/purple-book"
CODES = ("cp_visits_seen_alone", "re_referrals_12_months")


def arrange(who: Caller, *groups: tuple[str, Sequence[str]], version: int = 1) -> Any:
    """Ask for these groups, or for one of two indicators."""
    wanted = groups or (("Child protection", CODES),)
    body = {"groups": [{"title": title, "indicators": list(codes)} for title, codes in wanted]}
    return who.put(f"{BOOK}/contents", json=body, headers={"If-Match": f'"{version}"'})


def make_world_of_the_book() -> dict[str, Any]:
    """A good body for each operation of the room."""
    return {"set_purple_book_contents": {"groups": [{"title": "x", "indicators": [CODES[0]]}]}}
