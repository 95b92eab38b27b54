"""Tables of audit tools: the forms auditors fill in, and the scales they judge by."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from api.kernel.database import Table, choice


class AuditKind(StrEnum):
    """The kinds of audit."""

    managers = "managers"
    peer = "peer"
    multi_agency = "multi_agency"
    supervision = "supervision"
    direct_observation = "direct_observation"
    appreciative_evaluation = "appreciative_evaluation"
    case_and_learning_review = "case_and_learning_review"
    thematic = "thematic"
    dip_sample = "dip_sample"
    re_audit = "re_audit"
    external = "external"


class ToolState(StrEnum):
    """A tool is a draft until it is published, and cannot change after; its next version supersedes it."""

    draft = "draft"
    published = "published"
    superseded = "superseded"


class QuestionKind(StrEnum):
    """Quality is judged with a grade; compliance is whether something was done at all, and grades no standard."""

    quality = "quality"
    compliance = "compliance"


COMPLIANCE_SCALE_ID = uuid.uuid5(uuid.NAMESPACE_URL, "https://plumbline.example/scales/compliance")
"""The scale that compliance is answered on unless a tool says otherwise: met, partly met, not met."""


class JudgementScale(Table, table=True):
    """An ordered scale of judgement, such as Ofsted's four; it cannot change once a tool uses it."""

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    code: str = Field(max_length=40, unique=True)
    title: str = Field(max_length=200)


class JudgementLevel(Table, table=True):
    """A level of a scale; the best stands at position 1. Which of them are good or better is told here alone."""

    __table_args__ = (
        UniqueConstraint("judgement_scale_id", "code"),
        UniqueConstraint("judgement_scale_id", "position"),
    )

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    judgement_scale_id: uuid.UUID = Field(foreign_key="judgement_scale.id")
    code: str = Field(max_length=40)
    label: str = Field(max_length=200)
    position: int
    is_good_or_better: bool


class AuditTool(Table, table=True):
    """A form for one kind of audit, tied for ever to the version of the standards it was made from.

    `number` counts the versions of the tool: those of the same kind and title, of which one is in use at a time.
    `version` counts the edits of a draft.
    """

    __table_args__ = (
        UniqueConstraint("kind", "title", "number"),
        CheckConstraint("(state = 'draft') = (published_at is null)", name="published_when"),
        Index("uq_audit_tool_published", "kind", "title", unique=True, postgresql_where=text("state = 'published'")),
    )

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    title: str = Field(max_length=200)
    kind: AuditKind = Field(sa_type=choice(AuditKind))
    number: int
    state: ToolState = Field(default=ToolState.draft, sa_type=choice(ToolState))
    introduction: str = Field(default="", max_length=4000)
    """What this audit is for and how it is done, in words to the auditor."""
    standards_version_id: uuid.UUID = Field(foreign_key="standards_version.id", index=True)
    judgement_scale_id: uuid.UUID = Field(foreign_key="judgement_scale.id", index=True)
    compliance_scale_id: uuid.UUID = Field(default=COMPLIANCE_SCALE_ID, foreign_key="judgement_scale.id", index=True)
    made_from_id: uuid.UUID | None = Field(default=None, foreign_key="audit_tool.id")
    """The published version that this one was begun from."""
    published_at: datetime | None = None
    version: int = 1


class ToolSection(Table, table=True):
    """A part of a tool: it asks about one standard, or has a title of its own, and may be one agency's to answer."""

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    audit_tool_id: uuid.UUID = Field(foreign_key="audit_tool.id", index=True)
    practice_standard_id: uuid.UUID | None = Field(default=None, foreign_key="practice_standard.id", index=True)
    title: str = Field(default="", max_length=300)
    """Its own title; without one it is called by the words of its standard."""
    agency: str = Field(default="", max_length=200)
    """The agency whose part it is in a multi-agency audit."""
    position: int


class ToolQuestion(Table, table=True):
    """A question, about a criterion of any set of standards where it is linked to one."""

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    tool_section_id: uuid.UUID = Field(foreign_key="tool_section.id", index=True)
    criterion_id: uuid.UUID | None = Field(default=None, foreign_key="criterion.id", index=True)
    kind: QuestionKind = Field(default=QuestionKind.quality, sa_type=choice(QuestionKind))
    text: str = Field(max_length=2000)
    guidance: str = Field(default="", max_length=2000)
    is_mandatory: bool = True
    position: int


class GradeGuidance(Table, table=True):
    """What one level of the scale means for one question, with words that show it."""

    __table_args__ = (UniqueConstraint("tool_question_id", "judgement_level_id"),)

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    tool_question_id: uuid.UUID = Field(foreign_key="tool_question.id")
    judgement_level_id: uuid.UUID = Field(foreign_key="judgement_level.id", index=True)
    guidance: str = Field(default="", max_length=2000)
    exemplar: str = Field(default="", max_length=2000)
    """An invented example of work at this level."""
