"""Reading audit tools and the scales of judgement."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from fastapi import Response
from sqlalchemy import Row, func, or_
from sqlmodel import Session, col, select

from api.access.permissions import Permission
from api.access.who import Who
from api.kernel.errors import NotFound
from api.kernel.pages import paginate, pick
from api.kernel.requests import etag
from api.standards.models import Criterion, PracticeStandard, StandardsSet, StandardsVersion, VersionState
from api.tools.models import (
    AuditKind,
    AuditTool,
    GradeGuidance,
    JudgementLevel,
    JudgementScale,
    QuestionKind,
    ToolQuestion,
    ToolSection,
    ToolState,
)
from api.tools.ready_made import READY_MADE
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
    statement = pick(
        t.id, t.title, t.kind, col(t.number).label("version_number"), t.state, t.standards_version_id,
        questions.label("questions_count"), t.published_at,
    )  # fmt: skip
    if not _sees_drafts(who):
        statement = statement.where(col(t.state) != ToolState.draft)
    if filters.kind:
        statement = statement.where(col(t.kind) == filters.kind)
    if filters.state:
        statement = statement.where(col(t.state) == filters.state)
    return paginate(db, statement, filters, by=[col(t.title), col(t.number), col(t.id)])


def list_ready_made() -> list[dict[str, Any]]:
    """The ready-made tools, one of each kind that the framework names, in its order."""
    return [
        {
            "kind": ready.kind, "title": ready.title, "purpose": ready.purpose, "introduction": ready.introduction,
            "agencies": [part.agency for part in ready.parts if part.agency],
            "questions_count": sum(len(part.asks) for part in ready.parts),
            "compliance_count": sum(one.kind == QuestionKind.compliance for part in ready.parts for one in part.asks),
        }
        for ready in READY_MADE.values()
    ]  # fmt: skip


def read_tool(db: Session, who: Who, tool_id: uuid.UUID, response: Response | None = None) -> dict[str, Any]:
    """A tool with its scales, sections and questions, or NotFound; the response is given its ETag."""
    tool = _shown(db.get(AuditTool, tool_id), who)
    if response is not None:
        response.headers["ETag"] = etag(tool.version)
    scales = {one["id"]: one for one in _scales(db, {tool.judgement_scale_id, tool.compliance_scale_id})}
    return {
        **tool.model_dump(exclude={"judgement_scale_id", "compliance_scale_id"}),
        "scale": scales[tool.judgement_scale_id],
        "compliance_scale": scales[tool.compliance_scale_id],
        "sections": _sections(db, tool_id),
    }


def _scales(db: Session, scale_ids: Iterable[uuid.UUID]) -> list[dict[str, Any]]:
    levels = JudgementLevel
    rows = db.scalars(select(JudgementScale).where(col(JudgementScale.id).in_(scale_ids)))
    found = [scale.model_dump() | {"levels": []} for scale in rows]
    of = {scale["id"]: scale["levels"] for scale in found}
    statement = select(levels).where(col(levels.judgement_scale_id).in_(of)).order_by(col(levels.position))
    for level in db.scalars(statement):
        of[level.judgement_scale_id].append(level.model_dump(exclude={"id", "judgement_scale_id"}))
    return found


def list_scales(db: Session) -> list[dict[str, Any]]:
    """Every scale by title with its levels, and how many tools use it."""
    uses = func.count(col(AuditTool.id)).label("tools_count")
    is_used = or_(
        col(AuditTool.judgement_scale_id) == JudgementScale.id, col(AuditTool.compliance_scale_id) == JudgementScale.id
    )
    statement = pick(JudgementScale.id, uses).join(AuditTool, is_used, isouter=True)
    counts = {row.id: row.tools_count for row in db.execute(statement.group_by(col(JudgementScale.id)))}
    scales = sorted(_scales(db, counts), key=lambda scale: (str(scale["title"]).casefold(), str(scale["code"])))
    return [{**scale, "tools_count": counts[scale["id"]]} for scale in scales]


def read_scale(db: Session, scale_id: uuid.UUID) -> dict[str, Any]:
    """One scale as it stands in the list."""
    return next(scale for scale in list_scales(db) if scale["id"] == scale_id)


def _sections(db: Session, tool_id: uuid.UUID) -> list[dict[str, Any]]:
    rows = find_questions(db, tool_id)
    by_grade = _find_guidance(db, [row.id for row in rows])
    questions: dict[uuid.UUID, list[dict[str, Any]]] = {}
    for number, row in enumerate(rows, 1):
        question = dict(row._mapping)
        code = question["code"] or f"Q{number}"
        question |= {"code": code, "label": question["label"] or code, "by_grade": by_grade.get(row.id, [])}
        questions.setdefault(question.pop("tool_section_id"), []).append(question)
    sections = [dict(row._mapping) for row in find_sections(db, tool_id)]
    for number, section in enumerate(sections, 1):
        words = section.pop("text") or ""
        section |= {"number": number, "title": section["own_title"] or words}
        section["questions"] = questions.get(section["id"], [])
    return sections


def find_sections(db: Session, tool_id: uuid.UUID) -> list[Row[Any]]:
    """The sections of a tool in order, each with the number and words of its standard."""
    s, p = ToolSection, PracticeStandard
    statement = pick(
        s.id, col(s.title).label("own_title"), s.agency, col(s.practice_standard_id).label("standard_id"),
        col(p.number).label("standard_number"), col(StandardsSet.code).label("set_code"), p.text,
    )  # fmt: skip
    statement = (
        statement.join(p, col(p.id) == s.practice_standard_id, isouter=True)
        .join(StandardsVersion, col(StandardsVersion.id) == p.standards_version_id, isouter=True)
        .join(StandardsSet, col(StandardsSet.id) == StandardsVersion.set_id, isouter=True)
    )
    return list(db.execute(statement.where(col(s.audit_tool_id) == tool_id).order_by(col(s.position), col(s.id))))


def find_questions(db: Session, tool_id: uuid.UUID) -> list[Row[Any]]:
    """The questions of a tool in order, each with its section, and its criterion where it has one."""
    q, c, p = ToolQuestion, Criterion, PracticeStandard
    statement = pick(
        q.id, q.tool_section_id, q.kind, q.criterion_id, c.code, c.label, col(StandardsSet.code).label("set_code"),
        col(p.number).label("standard_number"), q.text, q.guidance, q.is_mandatory,
    )  # fmt: skip
    statement = (
        statement.join(ToolSection, col(ToolSection.id) == q.tool_section_id)
        .join(c, col(c.id) == q.criterion_id, isouter=True)
        .join(p, col(p.id) == c.practice_standard_id, isouter=True)
        .join(StandardsVersion, col(StandardsVersion.id) == p.standards_version_id, isouter=True)
        .join(StandardsSet, col(StandardsSet.id) == StandardsVersion.set_id, isouter=True)
        .where(col(ToolSection.audit_tool_id) == tool_id)
        .order_by(col(ToolSection.position), col(ToolSection.id), col(q.position), col(q.id))
    )
    return list(db.execute(statement).all())


def _find_guidance(db: Session, question_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[dict[str, Any]]]:
    """What each grade means, by question, the best level first."""
    g = GradeGuidance
    statement = (
        pick(g.tool_question_id, col(JudgementLevel.code).label("grade"), g.guidance, g.exemplar)
        .join(JudgementLevel, col(JudgementLevel.id) == g.judgement_level_id)
        .where(col(g.tool_question_id).in_(question_ids)).order_by(col(JudgementLevel.position))
    )  # fmt: skip
    found: dict[uuid.UUID, list[dict[str, Any]]] = {}
    for row in db.execute(statement):
        grade = dict(row._mapping)
        found.setdefault(grade.pop("tool_question_id"), []).append(grade)
    return found


def levels_by_question(db: Session, tool_id: uuid.UUID) -> dict[uuid.UUID, list[str]]:
    """The codes that may answer each question, the best first: compliance has a scale of its own."""
    tool = db.get_one(AuditTool, tool_id)
    quality, compliance = (
        [level.code for level in find_levels(db, scale_id)]
        for scale_id in (tool.judgement_scale_id, tool.compliance_scale_id)
    )
    return {
        row.id: compliance if row.kind == QuestionKind.compliance else quality for row in find_questions(db, tool_id)
    }


def list_quality_questions(db: Session, tool_id: uuid.UUID) -> list[uuid.UUID]:
    """The questions that judge quality, in order: those alone are graded a second time, and count in agreement."""
    return [row.id for row in find_questions(db, tool_id) if row.kind == QuestionKind.quality]


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


def hold_line(db: Session, kind: AuditKind, title: str) -> None:
    """Wait for whoever is numbering or publishing a version of this kind and title, and make others wait."""
    db.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"audit_tool {kind} {title}"))))


def find_in_use(db: Session, kind: AuditKind, title: str) -> AuditTool | None:
    """The published version of a kind and title, or None."""
    statement = select(AuditTool).where(
        AuditTool.kind == kind, AuditTool.title == title, AuditTool.state == ToolState.published
    )
    return db.scalars(statement.execution_options(populate_existing=True)).one_or_none()


def find_unpublished(
    db: Session, standards: Iterable[uuid.UUID], criteria: Iterable[uuid.UUID]
) -> tuple[set[uuid.UUID], set[uuid.UUID]]:
    """Those of the standards, and those of the criteria, that no published version has."""
    standards, criteria = set(standards), set(criteria)
    known = select(PracticeStandard.id).join(StandardsVersion).where(StandardsVersion.state != VersionState.draft)
    known_standards = set(db.scalars(known.where(col(PracticeStandard.id).in_(standards))))
    of = select(Criterion.id).join(PracticeStandard).join(StandardsVersion)
    of = of.where(StandardsVersion.state != VersionState.draft, col(Criterion.id).in_(criteria))
    return standards - known_standards, criteria - set(db.scalars(of))


def find_scale_codes(db: Session) -> set[str]:
    """The code of every scale."""
    return set(db.scalars(select(JudgementScale.code)))


def list_content_ids(db: Session, tool_id: uuid.UUID) -> tuple[list[uuid.UUID], list[uuid.UUID]]:
    """The ids of a tool's sections, and those of its questions."""
    return [row.id for row in find_sections(db, tool_id)], [row.id for row in find_questions(db, tool_id)]
