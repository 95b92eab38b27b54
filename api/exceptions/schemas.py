"""What goes in and out about exceptions."""

import uuid
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from api.exceptions.models import Cause, ExceptionState
from api.indicators.schemas import Code
from api.kernel.pages import PageParams
from api.kernel.schemas import Line, Prose, Read, Reason, Version, Write

_Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2100, 1, 1))]


class ExceptionListed(Read):
    """An exception in a list, with the reason for which it was raised."""

    id: uuid.UUID
    reference: str
    indicator: str
    indicator_title: str
    unit_id: uuid.UUID
    unit_name: str
    cause: Cause
    reason: str
    of_period: date
    state: ExceptionState
    raised_at: datetime
    received_on: Annotated[date | None, Field(description="The day of the quarterly meeting that closed it.")]
    actions_set: int
    actions_open: Annotated[int, Field(description="Actions of its plan that are not verified yet.")]


class ExceptionPoint(Read):
    """A month as it was when the exception was raised: figure, target, RAG, and the limits of its chart."""

    start: date
    end: date
    label: str
    numerator: int | None
    denominator: int | None
    value: float | None
    target: float | None
    tolerance: float | None
    rag: Literal["green", "amber", "red"] | None
    mean: float | None
    lower: float | None
    upper: float | None
    signal: str
    meaning: str


class ExceptionStep(Read):
    """A step in the history: when, by whom, into which state. `by_name` is null where it was done by rule."""

    at: datetime
    by_name: str | None
    to_state: ExceptionState
    words: str


class ExceptionRead(ExceptionListed):
    """An exception with the figures it rests on, frozen when it was raised, and its history."""

    unit: Annotated[str, Field(description="% or what is counted.")]
    decimals: int
    points: list[ExceptionPoint]
    history: list[ExceptionStep]
    version: Version


class ExceptionFilters(PageParams):
    """How to narrow the list of exceptions."""

    state: ExceptionState | None = None
    unfinished: Annotated[bool, Field(description="Only those neither closed nor withdrawn.")] = False
    indicator: Code | None = None
    unit_id: Annotated[uuid.UUID | None, Field(description="This unit or one beneath it.")] = None
    cause: Cause | None = None


class ExceptionAcknowledge(Write):
    """What whoever answers for the unit makes of it."""

    words: Reason


class PlannedAction(Write):
    """Something to be done about it, by somebody until a day."""

    title: Line
    detail: Prose = ""
    owner_id: uuid.UUID
    due_on: _Day | None = None


class ExceptionPlan(Write):
    """The corrective action plan: what is to change, in words, and at least one action."""

    words: Reason
    actions: Annotated[list[PlannedAction], Field(min_length=1, max_length=20)]


class ExceptionReview(Write):
    """What a look at the plan and the newest figures came to."""

    words: Reason


class ExceptionClose(Write):
    """How the quarterly meeting closed it. While actions of its plan are open, that needs a reason of its own."""

    words: Reason
    received_on: Annotated[_Day, Field(description="The day of the quarterly performance and quality meeting.")]
    despite_open_actions: Reason | None = None
