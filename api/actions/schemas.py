"""What goes in and out about actions."""

import uuid
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from api.actions.models import ActionState, SourceKind, Step
from api.kernel.pages import PageParams
from api.kernel.schemas import Line, NoNul, Prose, Read, Reason, Version, Write

_Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2100, 1, 1))]


class ActionListed(Read):
    """An action in a list. `title` is null for those who see no free text about children, where it is about one."""

    id: uuid.UUID
    reference: str
    title: str | None
    child_id: uuid.UUID | None
    child_ref: str | None
    unit_id: uuid.UUID | None
    unit_name: str | None
    owner_id: uuid.UUID
    owner_name: str
    verifier_id: uuid.UUID | None
    verifier_name: str | None
    state: ActionState
    is_proven: bool
    due_on: date
    times_moved: Annotated[int, Field(description="How often the day it is due was moved.")]
    is_overdue: bool
    is_escalated: Annotated[bool, Field(description="Overdue for so long that it goes to those above its owner.")]
    source_kind: SourceKind
    source_id: uuid.UUID | None
    source_label: str
    set_at: datetime
    done_at: datetime | None
    verified_at: datetime | None
    proven_at: datetime | None
    updated_at: datetime


class EventRead(Read):
    """A step in the history: who, when, from what to what. `by_name` is null where the software did it by rule."""

    at: datetime
    by_name: str | None
    step: Step
    from_state: ActionState | None
    to_state: ActionState
    told: str
    note: str | None


class ActionRead(ActionListed):
    """An action with all that was written about it. Free text is null for those who see none about children."""

    detail: str | None
    delegate_id: uuid.UUID | None
    delegate_name: str | None
    set_by_id: uuid.UUID
    set_by_name: str
    done_text: str | None
    evidence: str | None
    done_by_id: uuid.UUID | None
    done_by_name: str | None
    seen_text: Annotated[str | None, Field(description="What whoever verified it saw.")]
    verified_by_name: str | None
    proof: str | None
    proof_audit_id: uuid.UUID | None
    proof_indicator: str | None
    proven_by_name: str | None
    cancelled_reason: str | None
    escalated_at: datetime | None
    escalated_to: Annotated[list[str], Field(description="The names of those above the owner it goes to.")]
    history: list[EventRead]
    version: Version


class ActionFilters(PageParams):
    """How to narrow the list of actions."""

    mine: Annotated[bool, Field(description="Only those you own, or do on the owner's behalf.")] = False
    to_verify: Annotated[bool, Field(description="Only those that are done and wait for you to verify them.")] = False
    overdue: bool = False
    escalated: bool = False
    unfinished: Annotated[bool, Field(description="Only those that are open, reopened or done.")] = False
    proven: bool | None = None
    state: ActionState | None = None
    owner_id: uuid.UUID | None = None
    child_id: uuid.UUID | None = None
    unit_id: Annotated[uuid.UUID | None, Field(description="This unit or one beneath it.")] = None
    source_kind: SourceKind | None = None
    source_id: uuid.UUID | None = None
    sort: Literal["due_on", "-due_on", "updated_at", "-updated_at"] = "due_on"


class ActionCreate(Write):
    """An action to set. Without a day, it is due after the working days the council has settled."""

    title: Line
    detail: Prose = ""
    child_id: uuid.UUID | None = None
    unit_id: uuid.UUID | None = None
    owner_id: uuid.UUID
    delegate_id: uuid.UUID | None = None
    verifier_id: uuid.UUID | None = None
    due_on: _Day | None = None
    source_kind: SourceKind = SourceKind.other
    source_id: uuid.UUID | None = None
    source_label: Annotated[str, StringConstraints(max_length=200), NoNul] = ""
    is_after_inadequate: Annotated[bool, Field(description="Due sooner, where no day is given.")] = False


class ActionUpdate(Write):
    """What changes in an action, with the reason; what is left out stays."""

    title: Line | None = None
    detail: Prose | None = None
    owner_id: uuid.UUID | None = None
    delegate_id: uuid.UUID | None = None
    verifier_id: uuid.UUID | None = None
    due_on: _Day | None = None
    reason: Reason


class ActionDone(Write):
    """What was done, and where that can be seen."""

    done_text: Reason
    evidence: Reason


class ActionVerify(Write):
    """What whoever verifies it has seen."""

    seen_text: Reason


class ActionReason(Write):
    """Why an action is reopened or cancelled."""

    reason: Reason


class ActionProve(Write):
    """What shows that it worked: words, with a re-audit or an indicator where there is one."""

    proof: Reason
    proof_audit_id: uuid.UUID | None = None
    proof_indicator: Annotated[str, StringConstraints(min_length=1, max_length=40), NoNul] | None = None


class PersonFilters(PageParams):
    """Who may be given an action, or asked to verify it."""

    to: Literal["complete", "verify"] = "complete"
    q: Annotated[str | None, Field(max_length=100, pattern=r"^[^\x00]*$", description="Part of the name.")] = None
    unit_id: Annotated[uuid.UUID | None, Field(description="In this unit or one beneath it.")] = None


class PersonNamed(Read):
    """Somebody an action can be given to."""

    id: uuid.UUID
    name: str
    job_title: str
    unit_name: str | None


class LoopFilters(Write):
    """Which actions the loop is counted over."""

    unit_id: Annotated[uuid.UUID | None, Field(description="This unit or one beneath it.")] = None
    source_kind: SourceKind | None = None
    set_from: _Day | None = None
    set_to: _Day | None = None


class LoopRead(Read):
    """How far actions have come: of all that were set and not cancelled, how many reached each step."""

    set: int
    done: int
    verified: int
    proven: int
    done_in_time: Annotated[int, Field(description="Of those done, by the day they were due.")]
    overdue: int
    escalated: int
    moved: Annotated[int, Field(description="Those of which the day was moved once or more.")]
    cancelled: int
    sentence: str
