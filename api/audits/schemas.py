"""What goes in and out about audits."""

import uuid
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from api.audits.models import AuditState, NextStep, Outcome
from api.kernel.pages import PageParams
from api.kernel.schemas import Prose, Read, Reason, Version, Write
from api.tools.models import AuditKind

Grade = Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=r"^[a-z0-9_]+$")]
"""The code of a level of the tool's scale."""


class AuditListed(Read):
    """An audit in a list. `first_grade` is null for a moderator who has yet to give a second one."""

    id: uuid.UUID
    reference: str
    child_id: uuid.UUID
    child_ref: str
    kind: AuditKind
    unit_id: uuid.UUID | None
    unit_name: str | None
    auditor_id: uuid.UUID
    auditor_name: str
    state: AuditState
    due_on: date
    is_overdue: bool
    first_grade: str | None
    reported_grade: str | None
    answered: int
    questions_count: int
    submitted_at: datetime | None
    updated_at: datetime
    is_declined: Annotated[bool, Field(description="Its auditor knows the family: it needs a new one.")]
    is_re_audit: bool


class AnswerRead(Read):
    """The answer to one question; `reported_grade` is set when the audit is final."""

    grade: str | None
    is_not_applicable: bool
    reason: str | None
    reported_grade: str | None


class AuditModeration(Read):
    """How the second reading of an audit stands."""

    id: uuid.UUID
    state: Literal["allocated", "graded", "completed"]
    outcome: Outcome | None


class AuditSubmissionRead(Read):
    """One handing in: the first is what the auditor first thought, and is kept for ever."""

    number: int
    auditor_name: str
    grade: Annotated[str | None, Field(description="Null while it is hidden from a moderator.")]
    submitted_at: datetime
    returned_at: datetime | None
    returned_by_name: str | None
    return_reason: str | None


class AuditEvent(Read):
    """Something that happened in the audited period, as the case data have it: days and codes, no words."""

    entity: str
    title: str
    on: date
    lasts: Annotated[bool, Field(description="Whether it has an end, such as a plan; `to_on` is then the end, if any.")]
    to_on: date | None
    source_id: Annotated[str, Field(description="With which it is found in the case system.")]
    values: dict[str, bool | int | float | str | list[str]]


class AuditFactsRead(Read):
    """What the case data say of the audited period: as kept when the audit was opened, or now if it has not been."""

    taken_at: Annotated[datetime | None, Field(description="When it was kept; null while the audit is not opened.")]
    period_from: date
    period_to: date
    visits: int
    seen: int
    seen_alone: int
    longest_without_visit: Annotated[int | None, Field(description="Days from one visit to the next, or to the end.")]
    plans: int
    reviews: int
    supervisions: int
    longest_without_supervision: int | None
    events: list[AuditEvent]


class AuditLink(Read):
    """Another audit of the same child that this one leads to."""

    id: uuid.UUID
    reference: str
    state: AuditState


class MoveSide(AuditLink):
    """One of the two audits, with its grade: the reported one, or else the first."""

    grade: str | None
    position: Annotated[int | None, Field(description="The grade's place on the scale; 1 is the best.")]


class StandardMoves(Read):
    """Of one standard, how many criteria graded both times rose, fell or stayed."""

    number: int
    title: str
    raised: int
    lowered: int
    same: int


class AuditMoves(Read):
    """Whether grades have moved from an audit to its re-audit. A side that is not there or out of sight is null."""

    before: MoveSide | None
    after: MoveSide | None
    moved: Annotated[Outcome | None, Field(description="The whole: raised, lowered, or agreed where it is the same.")]
    standards: list[StandardMoves]


class AuditRead(AuditListed):
    """An audit with its answers by question. Free text is null for those who see no free text about children."""

    tool_id: uuid.UUID
    period_from: date
    period_to: date
    summary: str | None
    overall_reason: str | None
    withdrawn_reason: str | None
    answers: dict[uuid.UUID, AnswerRead]
    version: Version
    allocated_at: datetime
    opened_at: datetime | None
    finalised_at: datetime | None
    facts_url: str
    moderation: AuditModeration | None
    declined_at: datetime | None
    overridden_conflict: Annotated[str | None, Field(description="What ties the auditor to the child, if allowed.")]
    override_reason: Annotated[str | None, Field(description="Why they audit all the same: shown to everybody.")]
    overridden_by_name: str | None
    submissions: Annotated[list[AuditSubmissionRead], Field(description="Every one, the first submission first.")]
    re_audit_of: AuditLink | None
    re_audit: AuditLink | None
    next_steps: Annotated[list[NextStep], Field(description="What you may do next, by the names of the operations.")]


class KeptAnswer(Read):
    """An answer as it stood."""

    grade: str | None
    is_not_applicable: bool
    reason: str | None


class KeptSectionVoice(Read):
    """What was said about the standard of a section, as it stood."""

    said: str | None
    is_judgement_changed: bool


class KeptVoice(Read):
    """A voice as it stood, in the codes of the voices of an audit."""

    speaker: str
    relation: str | None
    state: str | None
    reason: str | None
    means: str | None
    heard_on: date | None
    asked_by: str | None
    said: str | None
    is_judgement_changed: bool | None
    change: str | None
    written_by_name: str | None
    sections: dict[uuid.UUID, KeptSectionVoice]


class KeptFinding(Read):
    """A finding as it stood, in the codes of findings."""

    kind: str
    theme_title: str
    criterion_code: str | None
    text: str | None
    impact: str | None
    severity: str | None
    no_action_reason: str | None
    written_by_name: str | None


class KeptWords(Read):
    """All that was written. Grades, reasons for them and findings are null while grades are hidden from you."""

    grade: str | None
    overall_reason: str | None
    summary: str | None
    answers: dict[uuid.UUID, KeptAnswer]
    voices: Annotated[dict[str, KeptVoice] | None, Field(description="Null too where they were not kept yet.")]
    findings: list[KeptFinding] | None


class EarlierWords(Read):
    """What an audit said before it was returned for rework, or before it was given to somebody else."""

    what: Literal["returned", "handed_over"]
    at: datetime
    auditor_name: Annotated[str, Field(description="Whose words they are.")]
    by_name: Annotated[str, Field(description="Who returned it or gave it to somebody else.")]
    to_name: Annotated[str | None, Field(description="Who was given it.")]
    reason: Annotated[str | None, Field(description="Why it was returned.")]
    is_declined: Annotated[bool, Field(description="Whether the auditor knew the family.")]
    is_withheld: Annotated[bool, Field(description="Another's words, which you see once you have submitted yours.")]
    words: KeptWords | None


class AuditEarlier(Read):
    """The earlier words of an audit, the first kept first: rarely more than one or two."""

    audit_id: uuid.UUID
    items: list[EarlierWords]


class AuditFilters(PageParams):
    """How to narrow the list of audits."""

    q: Annotated[str | None, Field(max_length=40, pattern=r"^[^\x00]*$", description="The reference begins so.")] = None
    state: AuditState | None = None
    auditor_id: uuid.UUID | None = None
    mine: Annotated[bool, Field(description="Only those you are the auditor of.")] = False
    child_id: uuid.UUID | None = None
    unit_id: Annotated[uuid.UUID | None, Field(description="The child's team was this unit or one beneath it.")] = None
    kind: AuditKind | None = None
    needs_auditor: Annotated[bool, Field(description="Only open ones whose auditor knows the family.")] = False
    grade: Annotated[Grade | None, Field(description="The reported grade, or the first while none is reported.")] = None
    sort: Literal["due_on", "-due_on", "updated_at", "-updated_at", "number", "-number"] = "-updated_at"


_Day = Annotated[date, Field(ge=date(1900, 1, 1))]


class AuditCreate(Write):
    """An audit to allocate. Without a period the year to today is audited; the due day follows the council's choice."""

    child_id: uuid.UUID
    tool_id: uuid.UUID
    auditor_id: uuid.UUID
    kind: AuditKind
    due_on: Annotated[date | None, Field(description="Without one, the council's days for an audit or re-audit.")] = (
        None
    )
    period_from: _Day | None = None
    period_to: _Day | None = None
    re_audit_of_id: Annotated[uuid.UUID | None, Field(description="The submitted audit it follows up.")] = None
    override_reason: Annotated[
        Reason | None, Field(description="Why somebody tied to the child audits it: needs audits:override.")
    ] = None


class AuditReallocate(Write):
    """Who is to fill the audit in instead. They begin afresh; what the first has written is kept."""

    auditor_id: uuid.UUID
    due_on: date | None = None
    override_reason: Reason | None = None


class AuditOverride(Write):
    """Why the auditor fills the audit in although something ties them to the child: everybody sees it."""

    reason: Reason


class AnswerUpdate(Write):
    """What changes in one answer; a grade and "not applicable" exclude each other, and the later one stands."""

    grade: Grade | None = None
    is_not_applicable: bool = False
    reason: Prose = ""


class AuditUpdate(Write):
    """What changes in an audit; what is left out stays."""

    answers: Annotated[dict[uuid.UUID, AnswerUpdate], Field(max_length=500)] = {}
    first_grade: Grade | None = None
    overall_reason: Prose = ""
    summary: Prose = ""


class AuditWithdraw(Write):
    """Why an audit is withdrawn."""

    reason: Reason
