"""What goes in and out about audit tools."""

import uuid
from datetime import datetime

from api.kernel.pages import PageParams
from api.kernel.schemas import Line, Read, Write
from api.tools.models import AuditKind, ToolState


class ToolListed(Read):
    """An audit tool on a list; `version_number` counts the tools of its kind and title."""

    id: uuid.UUID
    title: str
    kind: AuditKind
    version_number: int
    state: ToolState
    standards_version_id: uuid.UUID
    questions_count: int


class LevelRead(Read):
    """A level of the scale; position 1 is the best."""

    code: str
    label: str
    position: int
    is_good_or_better: bool


class ScaleRead(Read):
    """The scale by which the tool's questions are judged, the best level first."""

    code: str
    title: str
    levels: list[LevelRead]


class QuestionRead(Read):
    """A question about one criterion, with what to look for."""

    id: uuid.UUID
    criterion_id: uuid.UUID
    code: str
    label: str
    text: str
    guidance: str
    is_mandatory: bool


class SectionRead(Read):
    """The questions about one standard; the title is the standard's text."""

    id: uuid.UUID
    standard_id: uuid.UUID
    number: int
    title: str
    questions: list[QuestionRead]


class ToolRead(Read):
    """An audit tool with its scale, sections and questions."""

    id: uuid.UUID
    title: str
    kind: AuditKind
    number: int
    state: ToolState
    standards_version_id: uuid.UUID
    published_at: datetime | None
    scale: ScaleRead
    sections: list[SectionRead]


class ToolFilters(PageParams):
    """How to narrow the list of tools."""

    kind: AuditKind | None = None
    state: ToolState | None = None


class ToolCreate(Write):
    """A tool made from a published version of the standards: a section per standard, a question per criterion."""

    title: Line
    kind: AuditKind
    standards_version_id: uuid.UUID
