"""What goes in and out about the council's own figures."""

import uuid
from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from api.choices.models import ChoiceName
from api.kernel.pages import PageParams
from api.kernel.schemas import Read, Reason, Write


class ChoiceChange(Read):
    """A figure as somebody settled it, with the day from which it counts and the reason."""

    id: uuid.UUID
    name: ChoiceName
    value: int
    from_on: date
    reason: str
    set_by_id: uuid.UUID
    set_by_name: str
    set_at: datetime


class ChoiceRead(Read):
    """A figure as it counts today, beside the default and what it lies between.

    `settled` is what the council has said, null where the default counts; `coming` is what counts from a later day.
    """

    name: ChoiceName
    title: str
    unit: str
    value: int
    default: int
    least: int
    most: int
    settled: ChoiceChange | None
    coming: ChoiceChange | None


class ChoiceFilters(PageParams):
    """How to page through what was settled."""


class ChoiceSet(Write):
    """A figure from a day on, with the reason; what was said before stays on record."""

    value: Annotated[int, Field(ge=-(2**31), lt=2**31)]
    from_on: date
    reason: Reason
