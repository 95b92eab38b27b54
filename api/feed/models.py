"""The table of tokens with which a tool reads the feed."""

import uuid
from datetime import datetime

from sqlmodel import Field

from api.access.models import Level
from api.kernel import clock
from api.kernel.database import Table, choice


class FeedToken(Table, table=True):
    """A token of a machine client: it reads the feed at its level, until it expires or is revoked."""

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    machine_client_id: uuid.UUID = Field(foreign_key="machine_client.id", index=True)
    name: str = Field(max_length=200)
    """Where it is used, so that whoever revokes it knows what stops."""
    level: Level = Field(sa_type=choice(Level))
    token_hash: str = Field(max_length=64, unique=True)
    created_at: datetime = Field(default_factory=clock.now)
    created_by_id: uuid.UUID
    expires_at: datetime
    revoked_at: datetime | None = None
