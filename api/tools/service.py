"""The verbs of tools: making one from the standards, and publishing it."""

import uuid
from typing import Any

from sqlmodel import Session

from api.access.who import Who
from api.kernel import clock
from api.kernel.errors import Conflict, FieldError, Invalid, NotFound
from api.standards import queries as standards
from api.standards.models import StandardsVersion, VersionState
from api.tools import queries
from api.tools.guidance import guidance_for
from api.tools.models import AuditTool, ToolQuestion, ToolSection, ToolState
from api.tools.schemas import ToolCreate


class StandardsNotPublished(Invalid):
    detail = "A tool is made from a published version of the standards; there is none with this id."


class ToolIsPublished(Conflict):
    detail = "This tool is published already and cannot change."


def create_tool(db: Session, who: Who, new: ToolCreate) -> dict[str, Any]:
    """A draft tool from a published version: a section per standard, a question per criterion."""
    version = _published(db, who, new.standards_version_id)
    tool = AuditTool(
        **new.model_dump(), number=queries.find_last_number(db, new.kind, new.title) + 1,
        judgement_scale_id=queries.get_default_scale(db).id,
    )  # fmt: skip
    db.add(tool)
    db.flush()
    _add_sections(db, tool, version)
    return queries.read_tool(db, who, tool.id)


def _published(db: Session, who: Who, version_id: uuid.UUID) -> StandardsVersion:
    fault = FieldError(
        pointer="/standards_version_id", code="standards_not_published", detail=StandardsNotPublished.detail
    )
    try:
        version = standards.get_standards_version(db, who, version_id)
    except NotFound:
        raise StandardsNotPublished(errors=[fault]) from None
    if version.state == VersionState.draft:
        raise StandardsNotPublished(errors=[fault])
    return version


def _add_sections(db: Session, tool: AuditTool, version: StandardsVersion) -> None:
    set_code, sections = standards.get_set_code(db, version.set_id), {}
    for standard in standards.find_practice_standards(db, version.id):
        section = ToolSection(audit_tool_id=tool.id, practice_standard_id=standard.id, position=standard.position)
        sections[standard.id] = section.id, guidance_for(set_code, standard.number)
        db.add(section)
    db.flush()
    for criterion in standards.find_criteria(db, version.id):
        section_id, guidance = sections[criterion.practice_standard_id]
        db.add(ToolQuestion(tool_section_id=section_id, criterion_id=criterion.id, text=criterion.text,
                            guidance=guidance, position=criterion.position))  # fmt: skip
    db.flush()


def publish_tool(db: Session, who: Who, tool_id: uuid.UUID) -> dict[str, Any]:
    """Publish a draft once and for all; audits may then be made with it."""
    tool = queries.get_tool_for_update(db, who, tool_id)
    if tool.state != ToolState.draft:
        raise ToolIsPublished
    tool.state, tool.published_at = ToolState.published, clock.now()
    db.flush()
    return queries.read_tool(db, who, tool_id)
