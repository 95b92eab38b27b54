"""What goes in and out about rounds."""

import uuid
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from api.audits.models import AuditState
from api.kernel.pages import PageParams
from api.kernel.schemas import Line, NoNul, Prose, Read, Reason, Version, Write
from api.rounds.models import AgeBand, CaseState, CaseType, ReminderKind, RoundKind, RoundState
from api.rounds.rule import MAX_LINES, MAX_SIZE, FrameRule, Stratify, WorkerCode
from api.tools.models import AuditKind

_Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), NoNul]
_Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2200, 1, 1))]


class LineCreate(Write):
    """So many audits with one tool."""

    tool_id: uuid.UUID
    kind: AuditKind
    size: Annotated[int, Field(ge=1, le=MAX_SIZE)]


class RoundCreate(Write):
    """A programme of audits, as a draft: nobody is drawn yet."""

    title: Line
    kind: RoundKind
    theme: _Words = ""
    period_from: _Day
    period_to: _Day
    from_on: _Day
    to_on: _Day
    due_on: _Day
    rule: FrameRule = FrameRule()
    stratify_by: Annotated[list[Stratify], Field(max_length=3)] = [Stratify.team]
    minimum: Annotated[int, Field(ge=0, le=10, description="Of each stratum at least so many.")] = 1
    lines: Annotated[list[LineCreate], Field(min_length=1, max_length=MAX_LINES)]


class ProposalCreate(Write):
    """The people among whom the cases are to be shared out."""

    auditor_ids: Annotated[list[uuid.UUID], Field(min_length=1, max_length=200)]


class CaseUpdate(Write):
    """Another auditor for a case; `override_reason` where a conflict of interest is set aside, for all to see."""

    auditor_id: uuid.UUID
    override_reason: Reason | None = None


class CaseReplace(Write):
    """Why a case falls away, and the next in line takes its place."""

    reason: Reason


class RoundClose(Write):
    """What is said at the end; needed where audits are still to be done."""

    note: Annotated[Prose, Field(max_length=4_000)] = ""


class StratumRead(Read):
    """A part of the frame: how many there are, how many of them are drawn, and how many each of these stands for.

    `excluded` counts those left out of it. What the frame is not divided by is null.
    """

    unit_id: uuid.UUID | None = None
    unit_name: str | None = None
    case_type: CaseType | None = None
    age_band: AgeBand | None = None
    population: int
    sampled: int
    excluded: int
    weight: float | None


class ExclusionRead(Read):
    """How many of the frame are left out for a reason."""

    reason: str
    title: str
    count: int


class FrameRead(Read):
    """A frame in counts: `children` with open work, of them `in_rule`, and of these `eligible` to be drawn."""

    on: date
    children: int
    in_rule: int
    eligible: int
    outside: list[ExclusionRead]
    """Those whom the rule does not mean, by the first part of it that leaves them out."""
    excluded: list[ExclusionRead]
    strata: list[StratumRead]
    drawn: int
    shortfall: int
    recently_audited_months: int


class RoundListed(Read):
    """A round in a list, with what is drawn and done; of these you count those that you may see."""

    id: uuid.UUID
    title: str
    kind: RoundKind
    theme: str
    state: RoundState
    from_on: date
    to_on: date
    due_on: date
    planned: int
    drawn: int
    submitted: int
    final: int
    overdue: int


class LineRead(Read):
    """A line of a round; strata and exclusions are null before the draw, and for those who see no whole council."""

    id: uuid.UUID
    position: int
    tool_id: uuid.UUID
    tool_title: str
    kind: AuditKind
    size: int
    shortfall: int
    strata: list[StratumRead] | None
    excluded: list[ExclusionRead] | None


class Progress(Read):
    """How far a round has come by the end of a day: by the timetable, and in fact; the latter is null ahead."""

    on: date
    expected: int
    submitted: int | None
    final: int | None


class Tally(Read):
    """What somebody, or a team, has of a round's audits, and how far they are."""

    id: uuid.UUID | None
    name: str | None
    is_active: bool = True
    total: int
    begun: int
    submitted: int
    final: int
    overdue: int


class BoardRead(Read):
    """How a round stands today against what is to be expected along its timetable."""

    total: int
    allocated: int
    expected: int
    submitted: int
    final: int
    overdue: int
    withdrawn: int
    replaced: int
    sentence: str
    progress: list[Progress]
    auditors: list[Tally]
    teams: list[Tally]


class RoundRead(RoundListed):
    """A round with its frame, its lines and its board."""

    period_from: date
    period_to: date
    rule: FrameRule
    units: dict[uuid.UUID, str]
    """The names of the units that the rule names."""
    stratify_by: list[Stratify]
    minimum: int
    seed: str | None
    """Null for those who see no whole council: with it anybody could work out who comes next."""
    frame_on: date | None
    frame_digest: str | None
    auditor_ids: list[uuid.UUID]
    lines: list[LineRead]
    board: BoardRead
    created_by: str
    drawn_by: str | None
    drawn_at: datetime | None
    allocated_by: str | None
    allocated_at: datetime | None
    closed_by: str | None
    closed_at: datetime | None
    closing_note: str
    version: Version


class CaseRead(Read):
    """A case of a round: whose it is, where it stood in the draw, and how its audit stands."""

    id: uuid.UUID
    line_id: uuid.UUID
    kind: AuditKind
    child_id: uuid.UUID
    child_ref: str
    unit_id: uuid.UUID | None
    unit_name: str | None
    worker_code: str | None
    case_type: CaseType
    age_band: AgeBand
    place: int
    weight: float | None
    state: CaseState
    replaced_reason: str | None
    auditor_id: uuid.UUID | None
    auditor_name: str | None
    override_reason: str | None
    nobody_because: str | None
    audit_id: uuid.UUID | None
    audit_reference: str | None
    audit_state: AuditState | None
    due_on: date | None
    is_overdue: bool
    reminded_on: date | None


class WhyRead(Read):
    """What became of one child in a round, in a sentence, with the figures it follows from.

    `number` is the child's random number in this round, and `last_drawn` the highest that was drawn in its stratum.
    """

    child_ref: str
    outcome: Literal["drawn", "reserve", "replaced", "not_drawn", "excluded", "outside", "unknown"]
    sentence: str
    reason: str | None
    number: float | None
    last_drawn: float | None
    place: int | None


class DrawCheckRead(Read):
    """The draw done again with the same seed over the frame as the records have it now."""

    is_same_frame: bool
    is_same_sample: bool
    frame_digest: str
    frame_digest_now: str
    sentence: str


class ReminderRead(Read):
    """That an audit of yours is due soon, or overdue."""

    audit_id: uuid.UUID
    audit_reference: str
    child_ref: str
    kind: ReminderKind
    due_on: date
    noted_on: date
    round_id: uuid.UUID | None
    round_title: str | None


class RoundFilters(PageParams):
    """How to narrow the list of rounds."""

    state: RoundState | None = None
    kind: RoundKind | None = None
    sort: Literal["from_on", "-from_on"] = "-from_on"


class CaseFilters(PageParams):
    """How to narrow the cases of a round."""

    state: CaseState | None = None
    auditor_id: uuid.UUID | None = None
    sort: Literal["child_ref"] = "child_ref"


class CoverageFilters(Write):
    """How far coverage looks back; without it, as far as the council has settled."""

    months: Annotated[int | None, Field(ge=1, le=60)] = None


class UnauditedFilters(PageParams):
    """Which children that no audit has looked at: over how many months, or ever, of which team or kind."""

    months: Annotated[int | None, Field(ge=1, le=60)] = None
    ever: Annotated[bool, Field(description="Only those no audit has ever looked at.")] = False
    unit_id: uuid.UUID | None = None
    worker_code: WorkerCode | None = None
    case_type: CaseType | None = None
    age_band: AgeBand | None = None


class Covered(Read):
    """How far a team, a worker, a kind of case or an age is covered.

    `children` have open work today, `audited` of them were audited within the months and `never` never at all;
    `audits` counts what was handed in within the months.
    """

    key: str | None
    name: str | None
    children: int
    audited: int
    never: int
    audits: int
    last_on: date | None


class CoveredStandard(Read):
    """How many audits asked about a standard, and when the last did."""

    set_title: str
    number: int
    text: str
    audits: int
    last_on: date | None


class CoverageMonths(Read):
    """A team's audits month by month."""

    unit_id: uuid.UUID | None
    name: str | None
    audits: list[int]


class CoverageRead(Read):
    """What was audited how often over so many months, of what you may see."""

    months: int
    since: date
    until: date
    children: int
    audited: int
    never: int
    audits: int
    sentence: str
    teams: list[Covered]
    workers: list[Covered]
    case_types: list[Covered]
    age_bands: list[Covered]
    standards: list[CoveredStandard]
    calendar: list[date]
    by_month: list[CoverageMonths]


class UnauditedChild(Read):
    """A child with open work, and when an audit last looked at it, if one ever did."""

    child_id: uuid.UUID
    child_ref: str
    unit_id: uuid.UUID | None
    unit_name: str | None
    worker_code: str | None
    case_type: CaseType
    age_band: AgeBand
    last_on: date | None
