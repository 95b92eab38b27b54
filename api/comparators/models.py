"""Tables of comparators: published figures, the neighbours of each council, and the files they came from."""

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from api.indicators.models import ValueStatus
from api.kernel import clock
from api.kernel.database import Table, choice


class AreaKind(StrEnum):
    """What an area is; a statistical neighbour is a local authority as another one sees it."""

    england = "england"
    region = "region"
    statistical_neighbour = "statistical_neighbour"
    local_authority = "local_authority"


class PublishedValue(Table, table=True):
    """A figure as it was published. A symbol in a number's place becomes a status and is kept beside it."""

    __table_args__ = (
        UniqueConstraint("indicator", "area_kind", "area_code", "period_end", name="uq_published_value_place"),
        Index("ix_published_value_area", "area_kind", "area_code"),
    )

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    indicator: str = Field(max_length=60)
    """The code of the indicator it is held against."""
    area_kind: AreaKind = Field(sa_type=choice(AreaKind))
    area_code: str = Field(max_length=40)
    area_name: str = Field(max_length=200)
    region_code: str = Field(default="", max_length=40)
    """Of a local authority: the region it lies in."""
    period_label: str = Field(max_length=40)
    period_start: date
    period_end: date
    numerator: int | None = None
    denominator: int | None = None
    value: float | None = None
    value_status: ValueStatus = Field(sa_type=choice(ValueStatus))
    symbol: str = Field(default="", max_length=10)
    source_file: str = Field(max_length=200)
    published_name: str = Field(max_length=200)
    release: int
    """The latest year of its file: what an older release says of a year never takes the place of a newer one's."""


class StatisticalNeighbour(Table, table=True):
    """One of the ten councils most like another, by the Department for Education's model; 1 is the nearest."""

    la_code: str = Field(max_length=40, primary_key=True)
    position: int = Field(primary_key=True)
    la_name: str = Field(max_length=200)
    neighbour_code: str = Field(max_length=40)
    closeness: str = Field(max_length=40)
    source_file: str = Field(max_length=200)


class ComparatorLoad(Table, table=True):
    """A file that was loaded, by whom and what it brought."""

    __table_args__ = (Index("ix_comparator_load_at", "at", "id"),)

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    at: datetime = Field(default_factory=clock.now)
    by_id: uuid.UUID | None = Field(default=None, foreign_key="person.id")
    """Nobody where it was the command line."""
    source_file: str = Field(max_length=200)
    published_name: str = Field(max_length=200)
    rows: int
    created: int
    changed: int
