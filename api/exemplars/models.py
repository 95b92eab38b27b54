"""Tables of exemplars: what practice at a grade looks like, and every wording it has had."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from api.kernel import clock
from api.kernel.database import Table, choice


class ExemplarState(StrEnum):
    """Written as a draft, shown to everybody once published, and retired when it no longer helps."""

    draft = "draft"
    published = "published"
    retired = "retired"


class Exemplar(Table, table=True):
    """An example of one standard, or of one criterion of it, at one grade of a scale.

    Standard and criterion are known by number and code, so that an example outlives the version of the standards it
    was written under.
    """

    __table_args__ = (
        CheckConstraint("(state = 'draft') = (published_text is null)", name="published_has_text"),
        Index("ix_exemplar_place", "standards_set_id", "standard_number", "criterion_code", "id"),
    )

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    standards_set_id: uuid.UUID = Field(foreign_key="standards_set.id")
    standard_number: int
    criterion_code: str = Field(default="", max_length=10)
    """Empty for the standard as a whole."""
    judgement_scale_id: uuid.UUID = Field(foreign_key="judgement_scale.id")
    grade: str = Field(max_length=40)
    audit_id: uuid.UUID | None = Field(default=None, foreign_key="audit.id", index=True)
    """The audit it was taken from, shown to those who may see that audit."""
    state: ExemplarState = Field(default=ExemplarState.draft, sa_type=choice(ExemplarState))
    published_text: int | None = None
    """The number of the wording that is shown, or was last."""
    created_by_id: uuid.UUID = Field(foreign_key="person.id")
    created_at: datetime = Field(default_factory=clock.now)
    updated_at: datetime = Field(default_factory=clock.now)
    version: int = 1


class ExemplarText(Table, table=True):
    """One wording of an exemplar: what was seen, and why that is this grade. It never changes; the next has a number
    one higher."""

    __table_args__ = (UniqueConstraint("exemplar_id", "number"),)

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    exemplar_id: uuid.UUID = Field(foreign_key="exemplar.id")
    number: int
    words: str = Field(max_length=4_000)
    why: str = Field(max_length=4_000)
    written_by_id: uuid.UUID = Field(foreign_key="person.id")
    written_at: datetime = Field(default_factory=clock.now)
