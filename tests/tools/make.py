"""Makes audit tools for tests."""

from typing import Any

from tests.access.make import Caller

TOOLS = "/api/v1/tools"


def make_tool(lead: Caller, **over: Any) -> dict[str, Any]:
    """A draft tool of managers' audits from the standards in force, by a quality lead."""
    standards = lead.get("/api/v1/standards").raise_for_status().json()
    new = {"title": "Case audit", "kind": "managers", "standards_version_id": standards["id"]} | over
    return lead.post(TOOLS, json=new).raise_for_status().json()


def make_published_tool(lead: Caller, **over: Any) -> dict[str, Any]:
    """As make_tool, and published."""
    return publish(lead, make_tool(lead, **over)).raise_for_status().json()


def publish(lead: Caller, draft: dict[str, Any], version: int | None = None) -> Any:
    """The answer to publishing a draft as it was read, or at another version."""
    return lead.post(f"{TOOLS}/{draft['id']}/publish", headers={"If-Match": f'"{version or draft["version"]}"'})
