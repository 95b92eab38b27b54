"""Reading what intake keeps: keys of repeated requests, and single records."""

import hashlib
import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import delete, null, text
from sqlalchemy import update as sql_update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from api.cases.models import ENTITIES, Record
from api.intake.entities import Entity
from api.intake.models import RepeatedRequest
from api.kernel import clock
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
    """A source's record as a RecordRead; None where there is none.

    The person id is left out, as it is not kept, and the reference in its stead is not one that could be sent.
    """
    table = entity.table
    columns = [table.c[accepted.column].label(accepted.name) for accepted in entity.accepted if not accepted.is_child]
    child_ref = table.c.child_ref if "child_ref" in table.columns else null()
    row = db.execute(
        pick(table.c.as_of, table.c.received_at, child_ref.label("child_ref"), *columns)
        .where(table.c[entity.key] == key, table.c.source_system == source_system)
    ).one_or_none()  # fmt: skip
    if row is None:
        return None
    as_of, received_at, child, *_ = row
    return {
        "record": dict(list(row._mapping.items())[3:]),
        "child_ref": child,
        "as_of": as_of,
        "received_at": received_at,
    }


def latest_receipt(db: Session, source_system: str, entity: str) -> int:
    """The number of the last receipt of a source and entity; 0 before the first."""
    statement = text("select coalesce(max(number), 0) from receipt where source_system = :source and entity = :entity")
    return int(db.execute(statement, {"source": source_system, "entity": entity}).scalar_one())


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


def keys_newer(db: Session, entity: Entity, source_system: str, keys: Sequence[str], as_of: datetime) -> set[str]:
    """Those of the keys whose records are of a later instant than `as_of`."""
    if not keys:
        return set()
    table = entity.table
    newer = pick(table.c[entity.key]).where(table.c[entity.key].in_(keys), table.c.source_system == source_system)
    return set(db.execute(newer.where(table.c.as_of > as_of)).scalars())


def fingerprint(found: dict[str, Any]) -> str:
    """An ETag of what a record holds, so that it is the same wherever it was computed."""
    told = orjson.dumps([found["record"], found["child_ref"]], default=str, option=orjson.OPT_SORT_KEYS)
    return f'"{hashlib.sha256(told).hexdigest()[:32]}"'
