"""The table of what was counted in each source's rows."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Date, Index, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from api.kernel.database import Table


class QualityCount(Table, table=True):
    """The rows of one entity of a source, and in how many of them each check found something."""

    __table_args__ = (Index("uq_quality_count_entity", "source_system", "entity", unique=True),)

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    source_system: str = Field(max_length=40)
    entity: str = Field(max_length=60)
    rows: int
    received_at: datetime | None = None
    """When the last of the rows came, for rows that are older than the receipts."""
    came_on: list[date] = Field(
        default_factory=list, sa_column=Column(ARRAY(Date), nullable=False, server_default=text("'{}'"))
    )
    """The last days on which the entity came."""
    found: dict[str, Any] = Field(
        default_factory=dict, sa_column=Column(JSONB, nullable=False, server_default=text("'{}'"))
    )
    """By check and column the rows it is in, where there are any."""
    counted_at: datetime
