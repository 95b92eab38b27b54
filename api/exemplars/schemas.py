"""What goes in and out about exemplars."""

import uuid
from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from api.audits.schemas import Grade
from api.exemplars.models import ExemplarState
from api.kernel.pages import PageParams
from api.kernel.schemas import NoNul, Read, Reason, Version, Write

Code = Annotated[str, StringConstraints(min_length=1, max_length=10, pattern=r"^[A-Za-z0-9.]+$")]
"""The stable code of a criterion, such as 2.4."""


class ExemplarListed(Read):
    """An exemplar as it is shown; without a criterion it is about the standard as a whole.

    The audit it was taken from is named to those who may see that audit.
    """

    id: uuid.UUID
    standards_set_id: uuid.UUID
    set_title: str
    standard_number: int
    criterion_code: str | None
    scale_code: str
    grade: str
    grade_label: str
    grade_position: int
    state: ExemplarState
    words: str
    why: str
    audit_id: uuid.UUID | None
    audit_reference: str | None
    updated_at: datetime


class WordingRead(Read):
    """One wording an exemplar has had."""

    number: int
    words: str
    why: str
    written_by_name: str
    written_at: datetime
    is_shown: bool


class ExemplarRead(ExemplarListed):
    """An exemplar; those who write exemplars see every wording it has had, the newest first."""

    wordings: list[WordingRead]
    has_unpublished_wording: bool
    version: Version


class ExemplarFilters(PageParams):
    """How to narrow the list of exemplars."""

    q: Annotated[str | None, Field(max_length=100, pattern=r"^[^\x00]*$", description="Part of the words.")] = None
    standards_set_id: uuid.UUID | None = None
    standard_number: Annotated[int | None, Field(ge=1, le=1_000)] = None
    criterion_code: Annotated[Code | None, Field(description="Of this criterion, and of its whole standard.")] = None
    grade: Grade | None = None
    state: Annotated[ExemplarState | None, Field(description="Drafts and retired ones for those who write them.")] = (
        None
    )


class ExemplarCreate(Write):
    """An example of a standard, or of one criterion of it, at one level of a scale, in words that name nobody."""

    standard_id: uuid.UUID
    criterion_id: uuid.UUID | None = None
    scale_code: Annotated[str, StringConstraints(min_length=1, max_length=40), NoNul] = "ofsted"
    grade: Grade
    words: Reason
    why: Reason
    audit_id: uuid.UUID | None = None


class ExemplarUpdate(Write):
    """What changes; what is left out stays. New words wait to be published; the grade is fixed once it has been."""

    grade: Grade | None = None
    words: Reason | None = None
    why: Reason | None = None
    audit_id: uuid.UUID | None = None
