"""Tables of audit tools: the forms auditors fill in, and the scales they judge by."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, UniqueConstraint
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
    """A tool is a draft until it is published, and cannot change after."""

    draft = "draft"
    published = "published"


class JudgementScale(Table, table=True):
    """An ordered scale of judgement, such as Ofsted's four."""

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

    `number` counts the tools of the same kind and title.
    """

    __table_args__ = (
        UniqueConstraint("kind", "title", "number"),
        CheckConstraint("(state = 'draft') = (published_at is null)", name="published_when"),
    )

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    title: str = Field(max_length=200)
    kind: AuditKind = Field(sa_type=choice(AuditKind))
    number: int
    state: ToolState = Field(default=ToolState.draft, sa_type=choice(ToolState))
    standards_version_id: uuid.UUID = Field(foreign_key="standards_version.id", index=True)
    judgement_scale_id: uuid.UUID = Field(foreign_key="judgement_scale.id")
    published_at: datetime | None = None


class ToolSection(Table, table=True):
    """The part of a tool that asks about one standard."""

    __table_args__ = (UniqueConstraint("audit_tool_id", "practice_standard_id"),)

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    audit_tool_id: uuid.UUID = Field(foreign_key="audit_tool.id")
    practice_standard_id: uuid.UUID = Field(foreign_key="practice_standard.id", index=True)
    position: int


class ToolQuestion(Table, table=True):
    """A question about one criterion."""

    __table_args__ = (UniqueConstraint("tool_section_id", "criterion_id"),)

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    tool_section_id: uuid.UUID = Field(foreign_key="tool_section.id")
    criterion_id: uuid.UUID = Field(foreign_key="criterion.id", index=True)
    text: str = Field(max_length=2000)
    guidance: str = Field(default="", max_length=2000)
    is_mandatory: bool = True
    position: int
