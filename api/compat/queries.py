"""Reading what a batch leaves unsaid: ids of records already held, and how many batches a client has sent of late."""

import uuid
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from api.cases.references import child_ref
from api.compat.mapping import Unnamed
from api.intake.entities import BY_NAME, Accepted, Entity
from api.intake.models import Channel, Receipt


def find_unnamed(db: Session, source_system: str, said: Unnamed) -> list[str]:
    """The ids of the records held that `said` means."""
    entity = BY_NAME[said.among.entity]
    ids = entity.table.c[_accepted(entity, said.column).column]
    statement = select(ids).where(entity.table.c.source_system == source_system, ids.is_not(None))
    for name, value in said.where.items():
        accepted = _accepted(entity, name)
        stored = child_ref(source_system, value) if accepted.is_child else value
        statement = statement.where(entity.table.c[accepted.column] == stored)
    if said.latest_by is not None:
        day = entity.table.c[_accepted(entity, said.latest_by).column]
        statement = statement.order_by(day.desc().nulls_last(), ids).limit(1)
    return [said.prefix + found for found in db.execute(statement).scalars()]


def _accepted(entity: Entity, name: str) -> Accepted:
    accepted = entity.find(name)
    assert accepted is not None, f"{entity.name} has no {name}: mapping's columns are tested against intake's"
    return accepted


def count_batches(db: Session, client_id: uuid.UUID, since: datetime) -> tuple[int, datetime | None]:
    """How many batches the client has sent since then, and when the first came.

    The receipts of one batch are of one moment.
    """
    statement = select(func.count(func.distinct(Receipt.as_of)), func.min(Receipt.as_of)).where(
        Receipt.actor_id == client_id, Receipt.channel == Channel.compat, col(Receipt.at) > since
    )
    count, first = db.execute(statement).one()
    return count, first
