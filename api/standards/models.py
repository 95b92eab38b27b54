"""Tables of the practice standards: sets, their dated versions, the standards and their criteria."""

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from api.kernel.database import Table, choice


class VersionState(StrEnum):
    """A version is written as a draft, published once, and superseded by the next."""

    draft = "draft"
    published = "published"
    superseded = "superseded"


class StandardsSet(Table, table=True):
    """A body of standards that has versions, such as those of practice; further sets stand beside the first."""

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    code: str = Field(max_length=40, unique=True)
    title: str = Field(max_length=200)
    owner: str = Field(max_length=200)


class StandardsVersion(Table, table=True):
    """One version of a set, in force from a day and perhaps to one; it cannot change once it is published.

    `number` counts the versions of the set, `version` the edits of this one.
    """

    __table_args__ = (
        UniqueConstraint("set_id", "number"),
        CheckConstraint("(state = 'draft') = (effective_from is null)", name="in_force_from"),
        CheckConstraint("effective_to >= effective_from", name="ends_after_it_starts"),
        Index("uq_standards_version_published", "set_id", unique=True, postgresql_where=text("state = 'published'")),
    )

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    set_id: uuid.UUID = Field(foreign_key="standards_set.id")
    number: int
    state: VersionState = Field(default=VersionState.draft, sa_type=choice(VersionState))
    title: str = Field(max_length=200)
    source: str = Field(max_length=500)
    """Where the words come from."""
    effective_from: date | None = None
    effective_to: date | None = None
    """The last day in force; none while no successor is published."""
    published_at: datetime | None = None
    """When it was published here; none for the version the service came with."""
    published_by_id: uuid.UUID | None = Field(default=None, foreign_key="person.id")
    version: int = 1


class PracticeStandard(Table, table=True):
    """A standard as one version words it; `overview_text` is how the printed overview has it."""

    __table_args__ = (
        UniqueConstraint("standards_version_id", "number"),
        CheckConstraint("number >= 1", name="counts_from_one"),
    )

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    standards_version_id: uuid.UUID = Field(foreign_key="standards_version.id")
    number: int
    label: str = Field(max_length=40)
    text: str = Field(max_length=2000)
    overview_text: str = Field(default="", max_length=2000)
    note: str = Field(default="", max_length=2000)
    position: int


class Criterion(Table, table=True):
    """A criterion of a standard. `code` is its stable key, `<standard>.<n>`; `label` is what is printed."""

    __table_args__ = (UniqueConstraint("practice_standard_id", "code"),)

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    practice_standard_id: uuid.UUID = Field(foreign_key="practice_standard.id")
    code: str = Field(max_length=10)
    label: str = Field(max_length=40)
    text: str = Field(max_length=2000)
    note: str = Field(default="", max_length=2000)
    position: int
