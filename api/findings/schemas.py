"""What goes in and out about findings."""

import uuid
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from api.actions.models import ActionState
from api.audits.models import AuditState
from api.findings.models import FindingKind, FindingSeverity
from api.kernel.pages import PageParams
from api.kernel.schemas import Line, NoNul, Prose, Read, Reason, Version, Write
from api.tools.models import AuditKind
from api.voices.models import ContactState, Speaker

ThemeCode = Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=r"^[a-z0-9_]+$")]
_Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2100, 1, 1))]
_Short = Annotated[str, StringConstraints(max_length=4_000), NoNul]


class FindingActionRead(Read):
    """An action that came of a finding."""

    id: uuid.UUID
    reference: str
    title: str | None
    owner_name: str
    state: ActionState
    due_on: date
    is_overdue: bool
    is_proven: bool


class AuditFindingRead(Read):
    """A strength or an area for improvement. Words are null for those who see no free text about children."""

    id: uuid.UUID
    audit_id: uuid.UUID
    audit_reference: str
    audit_state: AuditState
    child_id: uuid.UUID
    child_ref: str
    unit_name: str | None
    kind: FindingKind
    theme: ThemeCode
    theme_title: str
    criterion_id: uuid.UUID | None
    criterion_code: str | None
    tool_question_id: uuid.UUID | None
    text: str | None
    impact: Annotated[str | None, Field(description="What it meant, or may mean, for the child.")]
    severity: FindingSeverity | None
    no_action_reason: str | None
    written_by_name: Annotated[str | None, Field(description="Who wrote it down last, where that is known.")]
    finalised_at: datetime | None
    created_at: datetime
    version: Version
    actions: list[FindingActionRead]


class _Narrowed(PageParams):
    kind: FindingKind | None = None
    criterion_id: uuid.UUID | None = None
    unit_id: Annotated[uuid.UUID | None, Field(description="The child's team was this unit or one beneath it.")] = None
    from_on: Annotated[_Day | None, Field(description="Of audits that became final on this day or later.")] = None
    to_on: Annotated[_Day | None, Field(description="Of audits that became final on this day or earlier.")] = None


class FindingFilters(_Narrowed):
    """How to narrow the list of findings."""

    audit_id: uuid.UUID | None = None
    theme: ThemeCode | None = None
    severity: FindingSeverity | None = None
    final: Annotated[bool, Field(description="Only of audits that are final.")] = False
    sort: Literal["kind", "-created_at"] = "kind"


class ThemeFilters(Write):
    """Which findings are counted by theme: those of final audits."""

    unit_id: Annotated[uuid.UUID | None, Field(description="The child's team was this unit or one beneath it.")] = None
    criterion_id: uuid.UUID | None = None
    from_on: _Day | None = None
    to_on: _Day | None = None


class ThemeCount(Read):
    """How often final audits found something about a theme: strengths and areas for improvement apart."""

    theme: ThemeCode
    title: str
    strengths: int
    improvements: int
    high: Annotated[int, Field(description="Areas for improvement of high severity.")]
    without_action: Annotated[int, Field(description="Areas for improvement of which no action came.")]


class ThemesRead(Read):
    """All themes in their order, with what final audits found."""

    audits: Annotated[int, Field(description="Final audits in sight that have findings.")]
    themes: list[ThemeCount]
    sentence: str


class ThemeRead(Read):
    """A theme that a finding can carry."""

    code: ThemeCode
    title: str


class FindingCreate(Write):
    """A finding of an audit; an area for improvement says how much it weighs, and a strength does not."""

    audit_id: uuid.UUID
    kind: FindingKind
    theme: ThemeCode
    text: Reason
    impact: Reason
    severity: FindingSeverity | None = None
    tool_question_id: uuid.UUID | None = None
    criterion_id: Annotated[uuid.UUID | None, Field(description="That of the question, where one is given.")] = None
    no_action_reason: _Short = ""


class FindingUpdate(Write):
    """What changes in a finding; what is left out stays."""

    theme: ThemeCode | None = None
    text: Reason | None = None
    impact: Reason | None = None
    severity: FindingSeverity | None = None
    tool_question_id: uuid.UUID | None = None
    criterion_id: uuid.UUID | None = None
    no_action_reason: _Short | None = None


class FindingActionCreate(Write):
    """An action to set about a finding; child, team and source are those of its audit."""

    title: Line
    detail: Prose = ""
    owner_id: uuid.UUID
    delegate_id: uuid.UUID | None = None
    verifier_id: uuid.UUID | None = None
    due_on: _Day | None = None


class SheetFinding(Read):
    """A finding on a supervision sheet."""

    text: str | None
    impact: str | None
    theme_title: str
    severity: FindingSeverity | None


class SheetAction(Read):
    """An action on a supervision sheet that is not verified yet."""

    id: uuid.UUID
    reference: str
    title: str | None
    owner_name: str
    due_on: date
    state: ActionState
    is_overdue: bool


class SheetVoice(Read):
    """Whom the audit heard; null words where they gave none, or for those who see no free text."""

    speaker: Speaker
    state: ContactState
    said: str | None


class SheetAudit(Read):
    """A final audit of one of the worker's cases, strengths first."""

    id: uuid.UUID
    reference: str
    child_ref: str
    kind: AuditKind
    finalised_at: datetime
    grade_label: str
    strengths: list[SheetFinding]
    improvements: list[SheetFinding]
    voices: list[SheetVoice]
    actions: list[SheetAction]


class SheetRead(Read):
    """What final audits found in one worker's cases: for supervision, never to compare workers."""

    worker_id: str
    worker_name: Annotated[str | None, Field(description="Null where the worker does not sign in here.")]
    job_title: str | None
    unit_name: str | None
    from_on: date
    to_on: date
    audits: list[SheetAudit]
    purpose: str


class SheetFilters(Write):
    """The period of a supervision sheet: the year to today, where none is given."""

    from_on: _Day | None = None
    to_on: _Day | None = None


class SheetListFilters(PageParams):
    """Whose supervision sheets: by name, never by what was found."""

    unit_id: Annotated[uuid.UUID | None, Field(description="Workers of this unit or one beneath it.")] = None


class SheetListed(Read):
    """A worker of whose cases there are final audits."""

    worker_id: str
    worker_name: str
    unit_name: str | None
