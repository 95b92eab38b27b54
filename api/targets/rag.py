"""What a target says of a value: red, amber or green; and which target counted on which day.

A sixth file because it is a rule without tables: the Purple Book, charts, exceptions and the feed all ask it. It says
where a figure lies, never whether it has moved: that is what the limits of its chart are for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from api.indicators.models import Polarity

Rag = Literal["green", "amber", "red"]


@dataclass(frozen=True)
class Target:
    """What is to be reached, and how far on the wrong side of it a value is still amber."""

    target: float
    tolerance: float | None = None


@dataclass(frozen=True)
class Dated:
    """The targets of one indicator and unit, each with the day from which it counts, the oldest first.

    `own` are the unit's, `common` those of every unit that has none. `fall_back` counts where nothing was ever set.
    """

    own: Sequence[tuple[date, Target | None]] = ()
    common: Sequence[tuple[date, Target | None]] = ()
    fall_back: Target | None = None

    def on(self, day: date) -> Target | None:
        """The target that counted on a day; None where there was none."""
        return _latest(self.own, day, None) or _latest(self.common, day, self.fall_back)


def _latest(said: Sequence[tuple[date, Target | None]], day: date, before: Target | None) -> Target | None:
    return [before, *(target for from_on, target in said if from_on <= day)][-1]


def rag(value: float | None, target: float | None, tolerance: float | None, polarity: Polarity | str) -> Rag | None:
    """Green at the target or better, amber within the tolerance, red beyond; None without a value, target or better."""
    if value is None or target is None or polarity == Polarity.neutral:
        return None
    short = target - value if polarity == Polarity.high else value - target
    if short <= 0:
        return "green"
    return "amber" if short <= (tolerance or 0) else "red"
