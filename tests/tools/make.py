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


def if_match(version: int) -> dict[str, str]:
    """The header that says which version was read."""
    return {"If-Match": f'"{version}"'}


def content(tool: dict[str, Any], **over: Any) -> dict[str, Any]:
    """What a tool says, as it is sent to replace a draft."""
    asked = ("kind", "criterion_id", "text", "guidance", "is_mandatory", "by_grade")
    sections = [
        {name: section[name] for name in ("own_title", "agency", "standard_id")}
        | {"questions": [{name: question[name] for name in asked} for question in section["questions"]]}
        for section in tool["sections"]
    ]
    return {
        "title": tool["title"], "kind": tool["kind"], "introduction": tool["introduction"],
        "scale_id": tool["scale"]["id"], "compliance_scale_id": tool["compliance_scale"]["id"], "sections": sections,
    } | over  # fmt: skip


def replace(lead: Caller, tool: dict[str, Any], version: int | None = None, **over: Any) -> Any:
    """The answer to replacing what a draft says, as it was read or at another version."""
    headers = if_match(version or tool["version"])
    return lead.put(f"{TOOLS}/{tool['id']}", json=content(tool, **over), headers=headers)


def make_mixed_tool(lead: Caller, *, is_one_scale: bool = False, **over: Any) -> dict[str, Any]:
    """A published tool with one question of quality and one of compliance, perhaps on the one scale of compliance."""
    draft = make_tool(lead, **{"title": "Seen and safe"} | over)
    first, second = draft["sections"][0]["questions"][:2]
    questions = [
        {"text": "Is the child safer?", "criterion_id": first["criterion_id"]},
        {"text": "There is a plan in date.", "criterion_id": second["criterion_id"], "kind": "compliance"},
    ]
    section = {"standard_id": draft["sections"][0]["standard_id"], "questions": questions}
    scale = {"scale_id": draft["compliance_scale"]["id"]} if is_one_scale else {}
    draft = replace(lead, draft, sections=[section], **scale).raise_for_status().json()
    return publish(lead, draft).raise_for_status().json()
