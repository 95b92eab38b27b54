"""The addresses of tools: the list, one, making one from the standards, and publishing it."""

import uuid
from typing import Annotated, Any

from fastapi import Query

from api.access.permissions import Permission
from api.access.who import Who, requires
from api.kernel.database import Db
from api.kernel.pages import Page
from api.kernel.requests import room
from api.tools import queries, service
from api.tools.schemas import ToolCreate, ToolFilters, ToolListed, ToolRead

router = room("tools")

Reader = Annotated[Who, requires(Permission.tools_read)]
Drafter = Annotated[Who, requires(Permission.tools_draft)]


@router.get("", response_model=Page[ToolListed])
def list_tools(db: Db, who: Reader, filters: Annotated[ToolFilters, Query()]) -> Any:
    """Audit tools by title; drafts are listed for those who make tools."""
    return queries.list_tools(db, who, filters)


@router.post("", response_model=ToolRead, status_code=201)
def create_tool(db: Db, who: Drafter, new: ToolCreate) -> Any:
    """Make a draft tool from a published version of the standards: a section per standard, a question per criterion."""
    return service.create_tool(db, who, new)


@router.get("/{tool_id}", response_model=ToolRead)
def read_tool(db: Db, who: Reader, tool_id: uuid.UUID) -> Any:
    """A tool with its scale, sections and questions."""
    return queries.read_tool(db, who, tool_id)


@router.post("/{tool_id}/publish", response_model=ToolRead)
def publish_tool(db: Db, who: Drafter, tool_id: uuid.UUID) -> Any:
    """Publish a draft tool once and for all; audits may then be made with it."""
    return service.publish_tool(db, who, tool_id)
