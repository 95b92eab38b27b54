"""What goes in and out about the standards."""

import uuid
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from api.kernel.pages import PageParams
from api.kernel.schemas import Line, NoNul, Read, Version, Write
from api.standards.models import VersionState

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000), NoNul]
"""The words of a standard or criterion, which must say something."""

Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000), NoNul]
"""A note, which may be empty."""

Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40), NoNul]

SetCode = Annotated[str, NoNul, Field(max_length=40)]


class SetRead(Read):
    """The set that a version belongs to."""

    code: str
    title: str


class CriterionRead(Read):
    """A criterion: `code` is its stable key, `label` what is printed before it."""

    id: uuid.UUID
    code: str
    label: str
    text: str
    note: str


class StandardRead(Read):
    """A practice standard with its criteria."""

    id: uuid.UUID
    number: int
    label: str
    text: str
    overview_text: str
    note: str
    criteria: list[CriterionRead]


class StandardsVersionListed(Read):
    """A version without its words."""

    id: uuid.UUID
    set: SetRead
    number: int
    state: VersionState
    title: str
    source: str
    effective_from: date | None
    effective_to: date | None
    published_at: datetime | None
    version: Version


class StandardsVersionRead(StandardsVersionListed):
    """A version with all its words. `number` counts versions of the set, `version` edits of this one."""

    standards: list[StandardRead]


class StandardsFilters(Write):
    """Which set, and how it stood on which day; today where none is given."""

    at: date | None = None
    set: SetCode = "practice"


class StandardsVersionFilters(PageParams):
    """How to narrow the list of versions."""

    set: SetCode | None = None
    state: VersionState | None = None


class StandardsVersionCreate(Write):
    """A draft that begins as a copy of a version."""

    copy_of: uuid.UUID


class StandardCreate(Write):
    """A standard of a new set, with the words of its criteria in order."""

    text: Words
    criteria: Annotated[list[Words], Field(min_length=1, max_length=60)]


class StandardsSetCreate(Write):
    """A further set of standards, such as those of supervision, of fostering or of a partner: its first draft."""

    title: Line
    owner: Annotated[Line, Field(description="Who answers for the set.")]
    source: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500), NoNul] = ""
    standards: Annotated[list[StandardCreate], Field(min_length=1, max_length=60)]


class StandardChange(Write):
    """What may change about a standard in a draft; what is left out or null stays."""

    text: Words | None = None
    overview_text: Note | None = None
    note: Note | None = None


class CriterionChange(Write):
    """What may change about a criterion in a draft; what is left out or null stays."""

    label: Label | None = None
    text: Words | None = None
    note: Note | None = None


class StandardsVersionUpdate(Write):
    """Changes to a draft: its own fields, and words by the id of their standard or criterion."""

    title: Line | None = None
    source: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500), NoNul] | None = None
    standards: Annotated[dict[uuid.UUID, StandardChange], Field(max_length=100)] = {}
    criteria: Annotated[dict[uuid.UUID, CriterionChange], Field(max_length=500)] = {}


class CriterionCreate(Write):
    """A further criterion of a standard, at its end; it is given the next code."""

    standard_id: uuid.UUID
    text: Words
    note: Note = ""


class StandardsVersionPublish(Write):
    """The first day on which the version is in force."""

    effective_from: date


class ComparisonFilters(Write):
    """The earlier version to compare with."""

    before: Annotated[uuid.UUID, Field(alias="with", description="The version to compare with.")]


class VersionSide(Read):
    """One of the two versions that are compared."""

    id: uuid.UUID
    number: int
    title: str


class WordsChange(Read):
    """A run of words that stayed, went or came; the runs end to end are the text."""

    op: Literal["same", "removed", "added"]
    text: str


class Change(Read):
    """A standard or criterion that differs, known by its code in both versions."""

    kind: Literal["changed", "added", "removed"]
    level: Literal["standard", "criterion"]
    code: str
    before: str | None
    after: str | None
    words: list[WordsChange]


class ComparisonRead(Read):
    """What differs between two versions; `unchanged` counts the standards and criteria that say the same."""

    before: VersionSide
    after: VersionSide
    changes: list[Change]
    unchanged: int
