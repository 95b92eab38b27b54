"""What goes in and out about audit tools and scales."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from api.kernel.pages import PageParams
from api.kernel.schemas import Line, NoNul, Read, Version, Write
from api.tools.models import AuditKind, QuestionKind, ToolState

MOST_QUESTIONS = 300
"""The most questions of one tool: far beyond what anybody would fill in."""

Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000), NoNul]
"""Words of a tool, which may still be missing in a draft."""


class ToolListed(Read):
    """An audit tool on a list; `version_number` counts the versions of its kind and title."""

    id: uuid.UUID
    title: str
    kind: AuditKind
    version_number: int
    state: ToolState
    standards_version_id: uuid.UUID
    questions_count: int
    published_at: datetime | None


class LevelRead(Read):
    """A level of the scale; position 1 is the best."""

    code: str
    label: str
    position: int
    is_good_or_better: bool


class ScaleRead(Read):
    """A scale by which questions are answered, the best level first."""

    id: uuid.UUID
    code: str
    title: str
    levels: list[LevelRead]


class ScaleListed(ScaleRead):
    """A scale on the list; once a tool uses it, it never changes."""

    tools_count: int


class GradeGuidanceRead(Read):
    """What a grade means for a question, and an invented example of it; the grade is a code of the question's scale."""

    grade: str
    guidance: str
    exemplar: str


class QuestionRead(Read):
    """A question with what to look for, and what each grade means where that is written.

    `code` and `label` are those of its criterion, or else its number in the tool ("Q7"). Only questions of quality are
    judged by the tool's `scale`; those of compliance are answered on its `compliance_scale`.
    """

    id: uuid.UUID
    kind: QuestionKind
    criterion_id: uuid.UUID | None
    code: str
    label: str
    set_code: Annotated[str | None, Field(description="The set of standards that its criterion belongs to.")]
    standard_number: Annotated[int | None, Field(description="The standard that its criterion belongs to.")]
    text: str
    guidance: str
    is_mandatory: bool
    by_grade: list[GradeGuidanceRead]


class SectionRead(Read):
    """A part of the tool. `number` is its place; the title is its own, or else the words of its standard."""

    id: uuid.UUID
    number: int
    title: str
    own_title: str
    agency: str
    standard_id: uuid.UUID | None
    standard_number: int | None
    set_code: Annotated[str | None, Field(description="The set of standards that its standard belongs to.")]
    questions: list[QuestionRead]


class ToolRead(Read):
    """An audit tool with its scales, sections and questions.

    `number` counts the versions of its kind and title, `version` the edits of a draft.
    """

    id: uuid.UUID
    title: str
    kind: AuditKind
    number: int
    state: ToolState
    introduction: str
    standards_version_id: uuid.UUID
    made_from_id: uuid.UUID | None
    published_at: datetime | None
    version: Version
    scale: ScaleRead
    compliance_scale: ScaleRead
    sections: list[SectionRead]


class ReadyMadeRead(Read):
    """A ready-made tool to begin a draft of its kind from."""

    kind: AuditKind
    title: str
    purpose: str
    introduction: str
    agencies: list[str]
    questions_count: int
    compliance_count: Annotated[int, Field(description="How many of the questions are of compliance.")]


class ToolFilters(PageParams):
    """How to narrow the list of tools."""

    kind: AuditKind | None = None
    state: ToolState | None = None


class Start(StrEnum):
    """What a new tool begins with."""

    standards = "standards"
    ready_made = "ready_made"
    blank = "blank"


class ToolCreate(Write):
    """A draft: from a version of the standards (a section for each, a question for each criterion), from the ready-made
    tool of its kind, or blank.

    Without `standards_version_id` it is tied to the practice standards in force today.
    """

    title: Line
    kind: AuditKind
    start: Start = Start.standards
    standards_version_id: uuid.UUID | None = None


class GradeGuidanceWrite(Write):
    """What a grade of the question's scale means for it."""

    grade: Annotated[str, StringConstraints(max_length=40), NoNul]
    guidance: Text = ""
    exemplar: Text = ""


class QuestionWrite(Write):
    """A question, perhaps about a criterion of a published version of any set of standards."""

    kind: QuestionKind = QuestionKind.quality
    criterion_id: uuid.UUID | None = None
    text: Text = ""
    guidance: Text = ""
    is_mandatory: bool = True
    by_grade: Annotated[list[GradeGuidanceWrite], Field(max_length=20)] = []


class SectionWrite(Write):
    """A part of a tool: about a standard of a published version, or with a title of its own."""

    own_title: Annotated[str, StringConstraints(strip_whitespace=True, max_length=300), NoNul] = ""
    agency: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), NoNul] = ""
    standard_id: uuid.UUID | None = None
    questions: Annotated[list[QuestionWrite], Field(max_length=MOST_QUESTIONS)] = []


class ToolUpdate(Write):
    """The whole of a draft, which takes the place of what it was.

    Without `standards_version_id` the draft stays tied to the version of the standards that it was.
    """

    title: Line
    kind: AuditKind
    introduction: Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000), NoNul] = ""
    standards_version_id: uuid.UUID | None = None
    scale_id: uuid.UUID
    compliance_scale_id: uuid.UUID
    sections: Annotated[list[SectionWrite], Field(max_length=60)]


class LevelWrite(Write):
    """A level of a new scale."""

    label: Line
    is_good_or_better: bool


class ScaleCreate(Write):
    """A scale of two to eleven levels, the best first; which are good or better is told once, here."""

    title: Line
    levels: Annotated[list[LevelWrite], Field(min_length=2, max_length=11)]
