"""What goes in and out about charts and funnels."""

import uuid
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.indicators.models import Corner, PeriodType, Polarity, ValueStatus
from api.indicators.schemas import SeriesPoint, Unit
from api.kernel.schemas import Read
from api.statistics.charts import Kind
from api.statistics.funnel import Place
from api.statistics.spc import Assurance, Meaning, Signal


class ChartFilters(BaseModel):
    """Which unit (the council, if none is named) and how long the periods are."""

    model_config = ConfigDict(extra="forbid")

    unit_id: uuid.UUID | None = None
    period_type: PeriodType = PeriodType.month


class FunnelFilters(BaseModel):
    """Which units are compared, and in which period: the latest complete one, if none is named."""

    model_config = ConfigDict(extra="forbid")

    units: Literal["team", "service"] | None = None
    period_type: PeriodType = PeriodType.quarter
    period_start: Annotated[date | None, Field(description="The first day of the period.")] = None


class ChartPoint(SeriesPoint):
    """A period with the limits that hold for it, in the unit of the value; null where there are none.

    `lower` and `upper` remain the ends of the value's own 95% interval. A period still running is drawn, not judged.
    """

    centre: float | None
    lower_limit: float | None
    upper_limit: float | None
    target: float | None
    signal: Signal
    signal_words: str
    meaning: Meaning


class BetweenPoint(Read):
    """How far an event lies from the one before, told by its day; what has passed since the last may come at the end.

    A limit is null where there is none, as no gap can be too short.
    """

    label: str
    value: float
    centre: float | None
    lower_limit: float | None
    upper_limit: float | None
    signal: Signal
    signal_words: str
    meaning: Meaning


class BetweenRead(Read):
    """What lies between rare events: days, or the cases that were none. `of` says what the events are."""

    unit: Literal["days", "cases"]
    of: str
    points: list[BetweenPoint]


class ChartNote(Read):
    """What happened, with the label of the period in which it is drawn; null where the chart does not reach."""

    id: uuid.UUID
    happened_on: date
    words: str
    is_rebase: bool
    label: str | None


class ChartSummary(Read):
    """An indicator in a row: its latest value, and whether it is changing and will meet its target, in words.

    `variation` and `assurance` are null where there are too few points to say; the words say that too.
    """

    code: str
    title: str
    unit: Unit
    decimals: int
    polarity: Polarity
    corner: Corner
    latest: ChartPoint | None
    values: list[float | None]
    target: float | None
    variation: Meaning | None
    variation_words: str
    assurance: Assurance | None
    assurance_words: str
    cautions: list[str]


class ChartRead(Read):
    """One indicator of one unit over time: points, limits, signals and words, all ready to be drawn."""

    code: str
    title: str
    unit: Unit
    decimals: int
    polarity: Polarity
    unit_id: uuid.UUID
    unit_name: str
    period_type: PeriodType
    kind: Kind
    kind_words: str
    reason: str
    points: list[ChartPoint]
    between: Annotated[
        BetweenRead | None, Field(description="Of a t or a g chart: what is judged, in the place of the periods.")
    ]
    target: float | None
    variation: Meaning | None
    variation_words: str
    assurance: Assurance | None
    assurance_words: str
    cautions: list[str]
    annotations: list[ChartNote]
    sentence: str


class ChartsRead(Read):
    """Every indicator of one unit, in a row each, by title."""

    unit_id: uuid.UUID
    unit_name: str
    period_type: PeriodType
    items: list[ChartSummary]


class FunnelUnit(Read):
    """A unit in the funnel. `value` is in percent; all is null where it is hidden, or there were no cases."""

    unit_id: uuid.UUID
    name: str
    numerator: int | None
    denominator: int | None
    value: float | None
    value_status: ValueStatus
    place: Place
    place_words: str


class FunnelLine(Read):
    """The limits for a unit with so many cases, in percent."""

    size: int
    lower_95: float
    upper_95: float
    lower_998: float
    upper_998: float


class FunnelRead(Read):
    """Units at one time against all of them taken together, by name and never by rank."""

    code: str
    title: str
    unit: Unit
    decimals: int
    polarity: Polarity
    units_kind: Literal["team", "service"]
    period_type: PeriodType
    period_start: date | None
    label: str | None
    periods: list[date]
    standard: float | None
    units: list[FunnelUnit]
    lines: list[FunnelLine]
    cautions: list[str]
    sentence: str
