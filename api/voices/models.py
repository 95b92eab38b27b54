"""Tables of voices: what child, family and practitioner said in an audit, and the practitioner's own view of it."""

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from api.kernel import clock
from api.kernel.database import Table, choice


class Speaker(StrEnum):
    """Whose voice it is."""

    child = "child"
    family = "family"
    practitioner = "practitioner"


class ContactState(StrEnum):
    """How the asking went. `asked` is under way: at submission it must have become one of the others."""

    asked = "asked"
    given = "given"
    declined = "declined"
    unreachable = "unreachable"
    not_appropriate = "not_appropriate"


class Means(StrEnum):
    """How somebody was heard."""

    met = "met"
    phone = "phone"
    letter_or_survey = "letter_or_survey"
    observed = "observed"
    advocate = "advocate"


class Relation(StrEnum):
    """Who somebody of the family is to the child; no name is ever kept."""

    mother = "mother"
    father = "father"
    other_parent = "other_parent"
    step_parent = "step_parent"
    grandparent = "grandparent"
    brother_or_sister = "brother_or_sister"
    other_relative = "other_relative"
    foster_carer = "foster_carer"
    other_carer = "other_carer"


class AskedBy(StrEnum):
    """Who asked: by their part, as no name is needed."""

    auditor = "auditor"
    practitioner = "practitioner"
    participation_worker = "participation_worker"
    advocate = "advocate"
    reviewing_officer = "reviewing_officer"
    other = "other"


class VoiceRecord(Table, table=True):
    """The voices of one audit as a whole: what an edit's version counts."""

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    audit_id: uuid.UUID = Field(foreign_key="audit.id", unique=True)
    updated_at: datetime = Field(default_factory=clock.now)
    version: int = 1


class Voice(Table, table=True):
    """One person's voice in an audit: whether they were asked and, where they gave it, what they said.

    `place` tells the people of a family apart; child and practitioner stand at 1.
    """

    __table_args__ = (
        UniqueConstraint("audit_id", "speaker", "place"),
        CheckConstraint("place between 1 and 6 and (speaker = 'family' or place = 1)", name="place_of_speaker"),
        CheckConstraint("relation is null or speaker = 'family'", name="relation_of_family"),
    )

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    audit_id: uuid.UUID = Field(foreign_key="audit.id")
    speaker: Speaker = Field(sa_type=choice(Speaker))
    place: int = 1
    relation: Relation | None = Field(default=None, sa_type=choice(Relation))
    state: ContactState | None = Field(default=None, sa_type=choice(ContactState))
    reason: str = Field(default="", max_length=10_000)
    """Why it was not appropriate, what was tried, or what they said when they declined."""
    means: Means | None = Field(default=None, sa_type=choice(Means))
    heard_on: date | None = None
    asked_by: AskedBy | None = Field(default=None, sa_type=choice(AskedBy))
    said: str = Field(default="", max_length=10_000)
    is_judgement_changed: bool | None = None
    change: str = Field(default="", max_length=10_000)
    """What it changed in the judgement."""
    written_by_id: uuid.UUID | None = Field(default=None, foreign_key="person.id")
    """Who wrote it down last: a voice stays with its audit when the auditor changes."""


class VoiceOnSection(Table, table=True):
    """What somebody said about the standard of a section, and whether it changed the judgement there."""

    __table_args__ = (UniqueConstraint("voice_id", "tool_section_id"),)

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    voice_id: uuid.UUID = Field(foreign_key="voice.id", ondelete="CASCADE")
    tool_section_id: uuid.UUID = Field(foreign_key="tool_section.id", index=True)
    said: str = Field(default="", max_length=10_000)
    is_judgement_changed: bool = False


class PractitionerView(Table, table=True):
    """The child's worker's own view of their work, beside the audit. It is theirs alone until they hand it in."""

    __table_args__ = (UniqueConstraint("audit_id", "person_id"),)

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    audit_id: uuid.UUID = Field(foreign_key="audit.id")
    person_id: uuid.UUID = Field(foreign_key="person.id", index=True)
    overall_grade: str | None = Field(default=None, max_length=40)
    overall_reason: str = Field(default="", max_length=10_000)
    proud_of: str = Field(default="", max_length=10_000)
    would_do_differently: str = Field(default="", max_length=10_000)
    handed_in_at: datetime | None = None
    updated_at: datetime = Field(default_factory=clock.now)
    version: int = 1


class PractitionerGrade(Table, table=True):
    """The practitioner's grade of a whole section or of one question, with the reason."""

    __table_args__ = (
        CheckConstraint("num_nonnulls(tool_section_id, tool_question_id) = 1", name="section_or_question"),
        Index(
            "uq_practitioner_grade_section", "practitioner_view_id", "tool_section_id", unique=True,
            postgresql_where=text("tool_section_id is not null"),
        ),
        Index(
            "uq_practitioner_grade_question", "practitioner_view_id", "tool_question_id", unique=True,
            postgresql_where=text("tool_question_id is not null"),
        ),
    )  # fmt: skip

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    practitioner_view_id: uuid.UUID = Field(foreign_key="practitioner_view.id")
    tool_section_id: uuid.UUID | None = Field(default=None, foreign_key="tool_section.id", index=True)
    tool_question_id: uuid.UUID | None = Field(default=None, foreign_key="tool_question.id", index=True)
    grade: str | None = Field(default=None, max_length=40)
    reason: str = Field(default="", max_length=10_000)
