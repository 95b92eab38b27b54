"""The table of the Purple Book: which indicators stand in it, in which order and groups."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from api.kernel import clock
from api.kernel.database import Table


class PurpleBookContents(Table, table=True):
    """The contents as somebody arranged them; the highest number counts, and what was before stays on record."""

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    number: int = Field(unique=True)
    groups: list[dict[str, Any]] = Field(sa_type=JSONB)
    """Each with its title and the codes of its indicators."""
    set_at: datetime = Field(default_factory=clock.now)
    set_by_id: uuid.UUID = Field(foreign_key="person.id")
