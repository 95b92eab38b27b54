"""Reading what intake keeps: keys of repeated requests, and single records."""

import hashlib
import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import delete, text
from sqlalchemy import update as sql_update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from api.cases.models import ENTITIES, Record
from api.intake.entities import Entity
from api.intake.models import Receipt, RepeatedRequest
from api.kernel import clock
from api.kernel.errors import NotFound
from api.kernel.pages import pick


def claim_key(db: Session, actor_id: uuid.UUID, key: str, digest: str) -> bool:
    """Whether the key is new; where another request is under way with it, wait for its end."""
    row = {
        "id": uuid.uuid4(), "actor_id": actor_id, "key": key, "request_sha256": digest, "answer_encrypted": b"",
        "created_at": clock.now(),
    }  # fmt: skip
    made = db.execute(insert(RepeatedRequest).values(row).on_conflict_do_nothing().returning(col(RepeatedRequest.id)))
    return made.first() is not None


def get_repeated(db: Session, actor_id: uuid.UUID, key: str) -> RepeatedRequest:
    """The request that came with the key first."""
    return db.exec(
        select(RepeatedRequest).where(RepeatedRequest.actor_id == actor_id, RepeatedRequest.key == key)
    ).one()


def keep_answer(db: Session, actor_id: uuid.UUID, key: str, answer: bytes) -> None:
    """Keep the answer beside its key."""
    db.execute(
        sql_update(RepeatedRequest)
        .where(col(RepeatedRequest.actor_id) == actor_id, col(RepeatedRequest.key) == key)
        .values(answer_encrypted=answer)
    )


def forget_keys(db: Session, before: datetime) -> None:
    """Let go of keys that nobody will repeat any more."""
    db.execute(delete(RepeatedRequest).where(col(RepeatedRequest.created_at) < before))


def find_record(db: Session, entity: Entity, source_system: str, key: str) -> dict[str, Any] | None:
    """A source's record as it is stored, by the dataset's names for its columns; None where there is none."""
    table = entity.table
    columns = [table.c[accepted.column].label(accepted.name) for accepted in entity.accepted]
    row = db.execute(
        pick(*columns, table.c.as_of, table.c.received_at)
        .where(table.c[entity.key] == key, table.c.source_system == source_system)
    ).one_or_none()  # fmt: skip
    return None if row is None else dict(row._mapping)


def get_record(db: Session, entity: Entity, source_system: str, key: str) -> dict[str, Any]:
    """As `find_record`, or NotFound."""
    found = find_record(db, entity, source_system, key)
    if found is None:
        raise NotFound
    return found


def latest_receipt(db: Session, source_system: str, entity: str) -> int:
    """The number of the last receipt of a source and entity; 0 before the first."""
    statement = text("select coalesce(max(number), 0) from receipt where source_system = :source and entity = :entity")
    return int(db.execute(statement, {"source": source_system, "entity": entity}).scalar_one())


def get_receipt(db: Session, receipt_id: uuid.UUID) -> Receipt:
    """A receipt of the transaction's own."""
    return db.get_one(Receipt, receipt_id)


def list_through(name: str) -> list[tuple[str, str]]:
    """The entities that are about a child only through `name`, each with the column that holds its key."""
    return [
        (other.entity, other.through)
        for other in ENTITIES
        if other.through is not None and _columns_info(other)[other.through].get("parent") == name
    ]


def _columns_info(model: type[Record]) -> dict[str, Any]:
    return {column.name: column.info for column in model.__table__.columns}  # type: ignore[attr-defined]  # SQLAlchemy gives it


def keys_of_children(db: Session, entity: Entity, source_system: str, child_refs: Sequence[str]) -> list[str]:
    """The keys of a source's records about these children."""
    table = entity.table
    wanted = pick(table.c[entity.key]).where(table.c.child_ref.in_(child_refs), table.c.source_system == source_system)
    return list(db.execute(wanted).scalars())


def has_any(db: Session, entity: Entity, column: str, source_system: str, values: Sequence[str]) -> bool:
    """Whether a source has any record with one of these values in a column."""
    table = entity.table
    found = pick(table.c.source_system).where(table.c[column].in_(values), table.c.source_system == source_system)
    return db.execute(found.limit(1)).first() is not None


def fingerprint(record: dict[str, Any]) -> str:
    """An ETag of what a record holds."""
    told = orjson.dumps(record, default=str, option=orjson.OPT_SORT_KEYS)
    return f'"{hashlib.sha256(told).hexdigest()[:32]}"'
