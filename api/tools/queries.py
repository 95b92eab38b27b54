"""Reading audit tools and the scales of judgement."""

import uuid
from typing import Any

from sqlalchemy import Row, Select, func
from sqlmodel import Session, col, select

from api.access.permissions import Permission
from api.access.who import Who
from api.kernel.errors import NotFound
from api.kernel.pages import paginate
from api.standards.models import Criterion, PracticeStandard
from api.tools.models import AuditKind, AuditTool, JudgementLevel, JudgementScale, ToolQuestion, ToolSection, ToolState
from api.tools.schemas import ToolFilters

_DEFAULT_SCALE = "ofsted"


def _sees_drafts(who: Who) -> bool:
    return Permission.tools_draft in who.permissions


def list_tools(db: Session, who: Who, filters: ToolFilters) -> dict[str, Any]:
    """Tools by title, kind and number; drafts for those who make tools."""
    questions = (
        select(func.count()).select_from(ToolQuestion).join(ToolSection)
        .where(ToolSection.audit_tool_id == AuditTool.id).scalar_subquery()
    )  # fmt: skip
    t = AuditTool
    columns: tuple[Any, ...] = (
        t.id, t.title, t.kind, col(t.number).label("version_number"), t.state, t.standards_version_id,
        questions.label("questions_count"),
    )  # fmt: skip
    statement: Select[Any] = select(*columns)
    if not _sees_drafts(who):
        statement = statement.where(col(t.state) == ToolState.published)
    if filters.kind:
        statement = statement.where(col(t.kind) == filters.kind)
    if filters.state:
        statement = statement.where(col(t.state) == filters.state)
    return paginate(db, statement, filters, by=[col(t.title), col(t.number), col(t.id)])


def read_tool(db: Session, who: Who, tool_id: uuid.UUID) -> dict[str, Any]:
    """A tool with its scale, sections and questions, or NotFound."""
    tool = _shown(db.get(AuditTool, tool_id), who)
    scale = db.get_one(JudgementScale, tool.judgement_scale_id)
    levels = [level.model_dump(exclude={"id", "judgement_scale_id"}) for level in find_levels(db, scale.id)]
    return {
        **tool.model_dump(exclude={"judgement_scale_id"}),
        "scale": {"code": scale.code, "title": scale.title, "levels": levels},
        "sections": _sections(db, tool_id),
    }


def _sections(db: Session, tool_id: uuid.UUID) -> list[dict[str, Any]]:
    questions = find_questions(db, tool_id)
    statement = (
        select(ToolSection.id, ToolSection.practice_standard_id, PracticeStandard.number, PracticeStandard.text)
        .join(PracticeStandard).where(ToolSection.audit_tool_id == tool_id)
        .order_by(col(ToolSection.position), col(ToolSection.id))
    )  # fmt: skip
    return [
        {"id": row.id, "standard_id": row.practice_standard_id, "number": row.number, "title": row.text,
         "questions": [_question(q) for q in questions if q.tool_section_id == row.id]}
        for row in db.execute(statement)
    ]  # fmt: skip


def _question(row: Row[Any]) -> dict[str, Any]:
    return {name: value for name, value in row._mapping.items() if name != "tool_section_id"}


def find_questions(db: Session, tool_id: uuid.UUID) -> list[Row[Any]]:
    """The questions of a tool in order, each with its section, criterion, code, label, text and guidance."""
    q, c = ToolQuestion, Criterion
    columns: tuple[Any, ...] = (
        q.id, q.tool_section_id, q.criterion_id, c.code, c.label, q.text, q.guidance, q.is_mandatory,
    )  # fmt: skip
    statement: Select[Any] = (
        select(*columns)
        .join(ToolSection, col(ToolSection.id) == q.tool_section_id)
        .join(c, col(c.id) == q.criterion_id)
        .where(col(ToolSection.audit_tool_id) == tool_id)
        .order_by(col(ToolSection.position), col(q.position), col(q.id))
    )  # fmt: skip
    return list(db.execute(statement).all())


def find_levels(db: Session, scale_id: uuid.UUID) -> list[JudgementLevel]:
    """The levels of a scale, the best first."""
    statement = select(JudgementLevel).where(JudgementLevel.judgement_scale_id == scale_id)
    return list(db.scalars(statement.order_by(col(JudgementLevel.position))))


def get_tool(db: Session, who: Who, tool_id: uuid.UUID) -> AuditTool:
    """The tool's row, or NotFound, also for a draft that is not shown to `who`."""
    return _shown(db.get(AuditTool, tool_id), who)


def get_tool_for_update(db: Session, who: Who, tool_id: uuid.UUID) -> AuditTool:
    """As get_tool, and nobody else changes it until this transaction ends."""
    return _shown(db.get(AuditTool, tool_id, with_for_update=True, populate_existing=True), who)


def _shown(tool: AuditTool | None, who: Who) -> AuditTool:
    if tool is None or (tool.state == ToolState.draft and not _sees_drafts(who)):
        raise NotFound
    return tool


def get_default_scale(db: Session) -> JudgementScale:
    """The scale that a new tool judges by."""
    return db.scalars(select(JudgementScale).where(JudgementScale.code == _DEFAULT_SCALE)).one()


def find_last_number(db: Session, kind: AuditKind, title: str) -> int:
    """The highest number among the tools of a kind and title, 0 where there is none."""
    highest = select(func.max(AuditTool.number)).where(AuditTool.kind == kind, AuditTool.title == title)
    return db.execute(highest).scalar_one() or 0
