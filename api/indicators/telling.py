"""What goes in and out about words and versions: what an indicator is called and counts, and what it was and did.

A sixth file because the schemas of figures fill one by themselves.
"""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from api.kernel.schemas import Line, NoNul, Read, Reason, Write

DefinitionVersion = Annotated[
    int, Field(description="What was counted: rises with each day from which a convention is counted otherwise.")
]
_Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500), NoNul]
_Paragraph = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000), NoNul]


class IndicatorUpdate(Write):
    """Other words for an indicator, and why; what is left out stays. They never change what is counted."""

    title: Line | None = None
    description: _Paragraph | None = None
    numerator_text: _Sentence | None = None
    denominator_text: Annotated[_Sentence | None, Field(description="Of a count there is none, and stays none.")] = None
    known_gaps: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2_000), NoNul] | None = None
    owner: Line | None = None
    reason: Reason


class IndicatorWords(Read):
    """The words of an indicator."""

    title: str
    description: str
    numerator_text: str
    denominator_text: str | None
    known_gaps: str
    owner: str


Word = Literal["title", "description", "numerator_text", "denominator_text", "known_gaps", "owner"]


class IndicatorWordingRead(IndicatorWords):
    """A wording, which of its words are others than in the one before, and why. Who wrote it is for staff to know."""

    number: int
    is_delivered: Annotated[bool, Field(description="Whether they are the words it came with.")]
    changed: list[Word]
    reason: str
    written_by_name: str | None
    written_at: datetime | None


class VersionConvention(Read):
    """A convention as a version of a definition has it, with the reason it was set for.

    `was` is its number in the version before, where that is another.
    """

    name: str
    title: str
    unit: str
    number: int
    was: int | None
    reason: str
    set_by_name: str | None
    set_at: datetime


class DefinitionRead(Read):
    """What is counted from a day on, as the conventions say; null for the first version, which has no such day.

    `to_on` is the first day of the next version; null where there is none.
    """

    number: DefinitionVersion
    from_on: date | None
    to_on: date | None
    is_in_force: bool
    conventions: list[VersionConvention]


class VersionsRead(Read):
    """All that an indicator has counted and all that it was called, the latest first, and the words it came with."""

    definitions: list[DefinitionRead]
    wordings: list[IndicatorWordingRead]
    delivered: IndicatorWords
