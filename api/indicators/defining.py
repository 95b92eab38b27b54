"""What goes in and out about conventions: what counts, what was set, setting another, and trying one out.

A sixth file because the schemas of figures fill one by themselves.
"""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from api.kernel.schemas import Read, Reason, Write


class SettingChange(Read):
    """A convention as it counts from a day on. `to_on` is the first day on which it no longer does, null for good.

    One that ends on the day it begins was replaced before it counted. Nobody has set the default; names are for staff.
    """

    number: int
    from_on: date
    to_on: date | None
    reason: str
    set_by_name: str | None
    set_at: datetime


class SettingRead(Read):
    """A convention by which an indicator is counted: as it counts today, its default, and all that was ever set."""

    name: str
    title: str
    unit: str
    number: int
    default: int
    least: int
    most: int
    history: list[SettingChange]


class SettingSet(Write):
    """A convention from a day on, with the reason. A day that has passed changes figures that were published.

    That needs to be said: `changes_the_past`.
    """

    number: Annotated[int, Field(ge=-(2**31), lt=2**31)]
    from_on: Annotated[date, Field(ge=date(1900, 1, 2))]
    reason: Reason
    changes_the_past: bool = False


class SettingTrial(Write):
    """A number to try out from a day on: nothing is stored.

    Of a day that has passed it is what setting it would do. From today on no past figure would change: then, and
    without a day, it is tried as if it had counted all the while.
    """

    number: Annotated[int, Field(ge=-(2**31), lt=2**31)]
    from_on: Annotated[date | None, Field(ge=date(1900, 1, 2))] = None


class TrialFigure(Read):
    """A month's figure: percent, or a count without a denominator; no value where there is nothing to count."""

    numerator: int
    denominator: int | None
    value: float | None


class TrialPoint(Read):
    """A month as it is counted now, and as it would be."""

    period_start: date
    label: str
    old: TrialFigure
    new: TrialFigure


class TrialRead(Read):
    """What a convention would have done to the council's last twelve whole months.

    From `from_on` on, or had it counted all the while. The year is the twelve months together: of a stock the last.
    """

    name: str
    number: int
    from_on: date | None
    changed: int
    sentence: str
    points: list[TrialPoint]
    year: TrialPoint
