"""Makes drafts and published versions of the standards for tests."""

from typing import Any

from tests.access.make import Caller

VERSIONS = "/api/v1/standards/versions"


def find_first(caller: Caller) -> dict[str, Any]:
    """The version that the service comes with."""
    return caller.get("/api/v1/standards?at=2013-09-01").raise_for_status().json()


def make_draft(lead: Caller) -> dict[str, Any]:
    """A draft copied from the first version, by a quality lead."""
    return lead.post(VERSIONS, json={"copy_of": find_first(lead)["id"]}).raise_for_status().json()


def publish(head: Caller, draft: dict[str, Any], effective_from: str) -> dict[str, Any]:
    """The draft published by a head of children's social care."""
    path = f"{VERSIONS}/{draft['id']}/publish"
    return head.post(path, json={"effective_from": effective_from}).raise_for_status().json()


def find_criterion(version: dict[str, Any], code: str) -> dict[str, Any]:
    """The version's criterion with this code."""
    return next(c for s in version["standards"] for c in s["criteria"] if c["code"] == code)
