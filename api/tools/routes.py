"""The addresses of tools: the list, drafts and their content, publishing, versions, and the scales."""

import uuid
from typing import Annotated, Any

from fastapi import Query, Response

from api.access.permissions import Permission
from api.access.who import Who, requires
from api.kernel.database import Db
from api.kernel.pages import Page
from api.kernel.requests import IfMatch, room
from api.tools import queries, service
from api.tools.schemas import (
    ReadyMadeRead,
    ScaleCreate,
    ScaleListed,
    ToolCreate,
    ToolFilters,
    ToolListed,
    ToolRead,
    ToolUpdate,
)

router = room("tools")

Reader = Annotated[Who, requires(Permission.tools_read)]
Drafter = Annotated[Who, requires(Permission.tools_draft)]


@router.get("", response_model=Page[ToolListed])
def list_tools(db: Db, who: Reader, filters: Annotated[ToolFilters, Query()]) -> Any:
    """Audit tools by title; drafts are listed for those who make tools."""
    return queries.list_tools(db, who, filters)


@router.post("", response_model=ToolRead, status_code=201)
def create_tool(db: Db, who: Drafter, new: ToolCreate, response: Response) -> Any:
    """Begin a draft: from a published version of the standards, from the ready-made tool of its kind, or blank."""
    return service.create_tool(db, who, new, response)


@router.get("/ready-made", response_model=list[ReadyMadeRead])
def list_ready_made(who: Reader) -> Any:
    """The ready-made tools from which a draft may begin: one for each kind of audit that the framework names."""
    return queries.list_ready_made()


@router.get("/scales", response_model=list[ScaleListed])
def list_scales(db: Db, who: Reader) -> Any:
    """The scales by which questions are answered, with how many tools use each."""
    return queries.list_scales(db)


@router.post("/scales", response_model=ScaleListed, status_code=201)
def create_scale(db: Db, who: Drafter, new: ScaleCreate) -> Any:
    """Make a scale, the best level first; its codes are made from its words, and it cannot be changed."""
    return service.create_scale(db, who, new)


@router.get("/{tool_id}", response_model=ToolRead)
def read_tool(db: Db, who: Reader, tool_id: uuid.UUID, response: Response) -> Any:
    """A tool with its scales, sections and questions."""
    return queries.read_tool(db, who, tool_id, response)


@router.put("/{tool_id}", response_model=ToolRead)
def update_tool(
    db: Db, who: Drafter, tool_id: uuid.UUID, change: ToolUpdate, version: IfMatch, response: Response
) -> Any:
    """Replace the whole content of a draft, with the version you read in If-Match."""
    return service.update_tool(db, who, tool_id, change, version, response)


@router.delete("/{tool_id}", status_code=204)
def delete_tool(db: Db, who: Drafter, tool_id: uuid.UUID, version: IfMatch) -> None:
    """Throw a draft away; what is published stays."""
    return service.delete_tool(db, who, tool_id, version)


@router.post("/{tool_id}/publish", response_model=ToolRead)
def publish_tool(db: Db, who: Drafter, tool_id: uuid.UUID, version: IfMatch, response: Response) -> Any:
    """Publish a draft once and for all; audits are made with it from now on, and no longer with the version before."""
    return service.publish_tool(db, who, tool_id, version, response)


@router.post("/{tool_id}/versions", response_model=ToolRead, status_code=201)
def create_tool_version(db: Db, who: Drafter, tool_id: uuid.UUID, response: Response) -> Any:
    """Begin the next version of the tool in use, as a draft that says the same."""
    return service.create_tool_version(db, who, tool_id, response)
