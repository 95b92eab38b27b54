"""What goes in and out about voices."""

import uuid
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.audits.schemas import Grade
from api.kernel.errors import FieldError
from api.kernel.pages import PageParams
from api.kernel.schemas import Prose, Read, Version, Write
from api.tools.models import AuditKind
from api.voices.models import AskedBy, ContactState, Means, Relation, Speaker

Place = Annotated[str, StringConstraints(pattern=r"^(child|practitioner|family_[1-6])$", max_length=12)]
"""Whose voice: `child`, `practitioner`, and `family_1` to `family_6` for parents and carers."""


class SectionVoice(Read):
    """What was said about the standard of a section; the words are null for those who see no free text."""

    said: str | None
    is_judgement_changed: bool


class VoiceRead(Read):
    """One person's voice. `change` is also null for a moderator who has yet to give a second grade."""

    speaker: Speaker
    relation: Relation | None
    state: ContactState | None
    reason: str | None
    means: Means | None
    heard_on: date | None
    asked_by: AskedBy | None
    said: str | None
    is_judgement_changed: bool | None
    change: str | None
    written_by_name: Annotated[str | None, Field(description="Who wrote it down last, where that is known.")]
    sections: dict[uuid.UUID, SectionVoice]


class VoicesRead(Read):
    """The voices of an audit. `missing` says what submission would still ask for; it is empty once they are sealed."""

    audit_id: uuid.UUID
    is_sealed: bool
    is_view_handed_in: bool
    """Whether the practitioner has handed in their own view, which is then their voice."""
    voices: dict[str, VoiceRead]
    missing: list[FieldError]
    version: Version


class SectionVoiceUpdate(Write):
    """What changes in what was said about one standard."""

    said: Prose = ""
    is_judgement_changed: bool = False


class VoiceUpdate(Write):
    """What changes in one voice; what is left out stays."""

    relation: Relation | None = None
    state: ContactState | None = None
    reason: Prose = ""
    means: Means | None = None
    heard_on: Annotated[date | None, Field(ge=date(1900, 1, 1))] = None
    asked_by: AskedBy | None = None
    said: Prose = ""
    is_judgement_changed: bool | None = None
    change: Prose = ""
    sections: Annotated[dict[uuid.UUID, SectionVoiceUpdate], Field(max_length=100)] = {}


class VoicesUpdate(Write):
    """What changes in the voices of an audit; null takes somebody of the family out again."""

    voices: Annotated[dict[Place, VoiceUpdate | None], Field(max_length=8)]


class OwnGrade(Read):
    """A grade of the practitioner's own, with the reason."""

    grade: str | None
    reason: str | None


class ViewListed(Read):
    """An audit that asks for your view or has it: what it is about, and nothing that the auditor has judged."""

    audit_id: uuid.UUID
    reference: str
    kind: AuditKind
    tool_id: uuid.UUID
    tool_title: str
    child_id: uuid.UUID
    child_ref: str
    due_on: date
    period_from: date
    period_to: date
    is_begun: bool
    handed_in_at: datetime | None
    is_open: Annotated[bool, Field(description="Whether you can still write in your view.")]
    ended: Annotated[Literal["final", "withdrawn"] | None, Field(description="What has become of the audit.")]


class ViewRead(ViewListed):
    """Your own view of the work, as far as it is written."""

    overall_grade: str | None
    overall_reason: str
    proud_of: str
    would_do_differently: str
    sections: dict[uuid.UUID, OwnGrade]
    questions: dict[uuid.UUID, OwnGrade]
    version: Version


class OwnGradeUpdate(Write):
    """What changes in a grade of your own."""

    grade: Grade | None = None
    reason: Prose = ""


class ViewUpdate(Write):
    """What changes in your view; what is left out stays. Grade whole sections or single questions, as you like."""

    overall_grade: Grade | None = None
    overall_reason: Prose = ""
    proud_of: Prose = ""
    would_do_differently: Prose = ""
    sections: Annotated[dict[uuid.UUID, OwnGradeUpdate], Field(max_length=100)] = {}
    questions: Annotated[dict[uuid.UUID, OwnGradeUpdate], Field(max_length=500)] = {}


class ViewFilters(PageParams):
    """How to page through your views, the first due first."""

    ended: Annotated[bool, Field(description="Also those whose audit is final or withdrawn.")] = False


class Compared(Read):
    """One place where practitioner and auditor both gave a grade; of a section, the auditor's middle grade."""

    kind: Literal["overall", "section", "question"]
    id: uuid.UUID | None
    practitioner: str
    auditor: str
    is_agreed: bool


class SideBySide(Read):
    """A view that was handed in, beside the audit. Grades and what is compared are null while they are hidden."""

    practitioner_name: str
    handed_in_at: datetime
    are_grades_hidden: bool
    overall_grade: str | None
    overall_reason: str | None
    proud_of: str | None
    would_do_differently: str | None
    sections: dict[uuid.UUID, OwnGrade]
    questions: dict[uuid.UUID, OwnGrade]
    compared: list[Compared] | None
    agreed: int | None


class ViewsRead(Read):
    """The practitioner's own view beside the audit, if any was handed in: rarely more than one."""

    audit_id: uuid.UUID
    items: list[SideBySide]


class SummaryFilters(BaseModel):
    """Which audits to count; without days, those that were submitted in the year to today."""

    model_config = ConfigDict(extra="forbid")

    from_on: date | None = None
    to_on: date | None = None
    unit_id: Annotated[uuid.UUID | None, Field(description="The child's team was this unit or one beneath it.")] = None
    kind: AuditKind | None = None


class VoiceCounts(Read):
    """In how many audits a voice was given, and what became of it in the others.

    `share` is the given ones among all audits, from 0 to 1; null where there are fewer than five audits.
    """

    given: int
    declined: int
    unreachable: int
    not_appropriate: int
    not_recorded: int
    share: float | None


class VoicesCounted(Read):
    """The voices in a number of audits: of a team, of a kind, or of all."""

    unit_id: uuid.UUID | None
    unit_name: str | None
    kind: AuditKind | None
    audits: int
    child: VoiceCounts
    family: VoiceCounts
    practitioner: VoiceCounts


class VoicesSummary(Read):
    """How often each voice was heard, of the audits that you may see."""

    from_on: date
    to_on: date
    whole: VoicesCounted
    units: list[VoicesCounted]
    kinds: list[VoicesCounted]
