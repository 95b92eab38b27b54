"""The verbs of tools: beginning a draft, replacing what it says, publishing and deleting it, and making scales."""

import re
import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from fastapi import Response
from sqlmodel import Session

from api.access.who import Who
from api.kernel import clock
from api.kernel.errors import Conflict, FieldError, Invalid, NotFound, Stale
from api.standards import queries as standards
from api.standards.models import StandardsVersion, VersionState
from api.standards.schemas import StandardsFilters
from api.tools import content, queries
from api.tools.models import (
    COMPLIANCE_SCALE_ID,
    AuditTool,
    JudgementLevel,
    JudgementScale,
    ToolState,
)
from api.tools.ready_made import READY_MADE
from api.tools.schemas import (
    ScaleCreate,
    Start,
    ToolCreate,
    ToolRead,
    ToolUpdate,
)


class StandardsNotPublished(Invalid):
    detail = "A tool is made from a published version of the standards; there is none with this id."


class ToolIsPublished(Conflict):
    detail = "This tool is published already and cannot change."


class ToolNotInUse(Conflict):
    detail = "A new version begins from the version that is in use."


class DraftIsBehind(Conflict):
    detail = "Another version has been published since this draft was begun. Begin a new version from that one."


class ToolNotKept(Invalid):
    detail = "The tool cannot be kept like this."


class ToolIncomplete(Invalid):
    detail = "The tool is not complete."


class ScaleNotKept(Invalid):
    detail = "The scale cannot be made like this."


def create_tool(db: Session, who: Who, new: ToolCreate, response: Response) -> dict[str, Any]:
    """A draft from a published version of the standards, from the ready-made tool of its kind, or blank."""
    version, ready = _published(db, who, new.standards_version_id), READY_MADE.get(new.kind)
    if new.start == Start.ready_made and ready is None:
        detail = "There is no ready-made tool of this kind."
        raise ToolNotKept(errors=[FieldError(pointer="/kind", code="not_ready_made", detail=detail)])
    tool = AuditTool(
        title=new.title, kind=new.kind, number=_next_number(db, new), standards_version_id=version.id,
        judgement_scale_id=queries.get_default_scale(db).id, compliance_scale_id=COMPLIANCE_SCALE_ID,
    )  # fmt: skip
    says: content.Content = []
    if new.start == Start.standards:
        says = content.from_standards(db, version)
    elif new.start == Start.ready_made and ready is not None:
        tool.introduction, says = ready.introduction, content.from_ready_made(db, version, ready)
    _begin(db, tool, says)
    return queries.read_tool(db, who, tool.id, response)


def _next_number(db: Session, line: ToolCreate | ToolUpdate | AuditTool) -> int:
    queries.hold_line(db, line.kind, line.title)
    return queries.find_last_number(db, line.kind, line.title) + 1


def _published(db: Session, who: Who, version_id: uuid.UUID | None) -> StandardsVersion:
    """The version of the standards a tool is made from; without an id the practice standards in force."""
    code, detail = StandardsNotPublished().code, StandardsNotPublished.detail
    fault = FieldError(pointer="/standards_version_id", code=code, detail=detail)
    try:
        if version_id is None:
            version_id = standards.read_standards(db, who, StandardsFilters(), Response())["id"]
        version = standards.get_standards_version(db, who, version_id)
    except NotFound:
        raise StandardsNotPublished(errors=[fault]) from None
    if version.state == VersionState.draft:
        raise StandardsNotPublished(errors=[fault])
    return version


def create_tool_version(db: Session, who: Who, tool_id: uuid.UUID, response: Response) -> dict[str, Any]:
    """A draft of the next version of the tool in use, beginning with all that it says."""
    old = queries.get_tool(db, who, tool_id)
    if old.state != ToolState.published:
        raise ToolNotInUse
    kept = old.model_dump(include={
        "title", "kind", "introduction", "standards_version_id", "judgement_scale_id", "compliance_scale_id"
    })  # fmt: skip
    tool = AuditTool(**kept, number=_next_number(db, old), made_from_id=old.id)
    _begin(db, tool, content.from_tool(queries.read_tool(db, who, old.id)))
    return queries.read_tool(db, who, tool.id, response)


def _begin(db: Session, tool: AuditTool, says: content.Content) -> None:
    db.add(tool)
    db.flush()
    content.write(db, tool, says)


def _get_draft(db: Session, who: Who, tool_id: uuid.UUID, version: int) -> AuditTool:
    """The draft, locked, if it is at this version; Stale carries the current one."""
    tool = queries.get_tool_for_update(db, who, tool_id)
    if tool.state != ToolState.draft:
        raise ToolIsPublished
    if tool.version != version:
        raise Stale(current=ToolRead.model_validate(queries.read_tool(db, who, tool_id)))
    return tool


def update_tool(
    db: Session, who: Who, tool_id: uuid.UUID, change: ToolUpdate, version: int, response: Response
) -> dict[str, Any]:
    """Put this content in the place of all that a draft says."""
    tool = _get_draft(db, who, tool_id, version)
    faults = [FieldError(pointer=at, code=code, detail=detail) for at, code, detail in content.wrong(db, change)]
    if faults:
        raise ToolNotKept(errors=faults)
    if change.standards_version_id is not None:
        tool.standards_version_id = _published(db, who, change.standards_version_id).id
    if (tool.kind, tool.title) != (change.kind, change.title):
        tool.number = _next_number(db, change)
    tool.sqlmodel_update(change.model_dump(include={"title", "kind", "introduction", "compliance_scale_id"}))
    tool.judgement_scale_id, tool.version = change.scale_id, tool.version + 1
    content.clear(db, tool_id)
    content.write(db, tool, change.sections)
    return queries.read_tool(db, who, tool_id, response)


def publish_tool(db: Session, who: Who, tool_id: uuid.UUID, version: int, response: Response) -> dict[str, Any]:
    """Publish a draft once and for all; it takes the place of the version in use for audits from now on."""
    tool = _get_draft(db, who, tool_id, version)
    faults = [FieldError(pointer=at, code="missing", detail=detail)
              for at, detail in content.lacks(queries.read_tool(db, who, tool_id)["sections"])]  # fmt: skip
    if faults:
        raise ToolIncomplete(errors=faults)
    queries.hold_line(db, tool.kind, tool.title)
    in_use = queries.find_in_use(db, tool.kind, tool.title)
    if in_use is not None:
        if tool.number < in_use.number or _is_of_earlier(db, who, tool, in_use):
            raise DraftIsBehind
        in_use.state = ToolState.superseded
        db.flush()
    tool.state, tool.published_at, tool.version = ToolState.published, clock.now(), tool.version + 1
    db.flush()
    return queries.read_tool(db, who, tool_id, response)


def _is_of_earlier(db: Session, who: Who, draft: AuditTool, in_use: AuditTool) -> bool:
    """Whether the draft was begun from a version of its own line that is no longer in use."""
    if draft.made_from_id is None or draft.made_from_id == in_use.id:
        return False
    begun_from = queries.get_tool(db, who, draft.made_from_id)
    return (begun_from.kind, begun_from.title) == (draft.kind, draft.title)


def delete_tool(db: Session, who: Who, tool_id: uuid.UUID, version: int) -> None:
    """Throw a draft away."""
    tool = _get_draft(db, who, tool_id, version)
    content.clear(db, tool_id)
    db.delete(tool)
    db.flush()


def create_scale(db: Session, who: Who, new: ScaleCreate) -> dict[str, Any]:
    """A scale with its levels; its codes are made from its words."""
    code, codes = _code(new.title, "scale"), [_code(one.label, f"level_{n}") for n, one in enumerate(new.levels, 1)]
    faults = [
        FieldError(pointer=at, code="not_kept", detail=detail) for at, detail in _ill_formed(db, new, code, codes)
    ]
    if faults:
        raise ScaleNotKept(errors=faults)
    scale = JudgementScale(code=code, title=new.title)
    db.add(scale)
    db.flush()
    db.add_all(
        JudgementLevel(judgement_scale_id=scale.id, code=codes[place], position=place + 1, **level.model_dump())
        for place, level in enumerate(new.levels)
    )
    db.flush()
    return queries.read_scale(db, scale.id)


def _code(words: str, otherwise: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", words.lower()).strip("_")[:40].strip("_") or otherwise


def _ill_formed(db: Session, new: ScaleCreate, code: str, codes: Sequence[str]) -> Iterator[tuple[str, str]]:
    if code in queries.find_scale_codes(db):
        yield "/title", "There is a scale with this title."
    good = [level.is_good_or_better for level in new.levels]
    if good != sorted(good, reverse=True) or len(set(good)) == 1:
        yield "/levels", "The best level comes first: those that are good or better, then those that are not."
    for place, one in enumerate(codes):
        if one in codes[:place]:
            yield f"/levels/{place}/label", "Another level is called the same."
