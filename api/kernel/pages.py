"""Lists: what every list may be asked, and keyset paging that neither skips nor repeats a row."""

import base64
import binascii
import json
import uuid
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import BigInteger, ColumnElement, Select, Text, cast, func, literal, select, tuple_
from sqlmodel import Session

from api.kernel.errors import FieldError, Invalid

T = TypeVar("T")


class PageParams(BaseModel):
    """What every list may be asked; a room's Filters inherit it."""

    model_config = ConfigDict(extra="forbid")

    limit: Annotated[int, Field(ge=1, le=200, description="Rows on a page.")] = 50
    cursor: Annotated[str | None, Field(max_length=500, description="`next_cursor` of the page before.")] = None
    total: Annotated[bool, Field(description="Count all rows too; it costs a second query.")] = False


class Page(BaseModel, Generic[T]):
    """One page of a list. `next_cursor` is null on the last; `total` is null unless asked for."""

    items: list[T]
    next_cursor: str | None = None
    total: int | None = None


class BadCursor(Invalid):
    detail = "The cursor is not one of ours."


class WholeFileOnly(Invalid):
    detail = "A file is always the whole result: leave out limit, cursor and total, or ask for JSON."


def refuse_paging(params: PageParams, sentence: str = WholeFileOnly.detail) -> None:
    """Refuse, by name, what asks for a page where the answer is a whole file; raises WholeFileOnly."""
    given = sorted(params.model_fields_set & PageParams.model_fields.keys())
    if given:
        faults = [FieldError(pointer=f"?{name}", code="whole_file_only", detail=sentence) for name in given]
        raise WholeFileOnly(sentence, errors=faults)


def pick(*columns: Any) -> Select[Any]:
    """A select of columns rather than whole rows, as lists want it; more of them than SQLModel's own typing allows."""
    return select(*columns)


def reference_of(prefix: str, number: Any) -> ColumnElement[str]:
    """A number as people say it, of at least six digits: ACT-000012."""
    digits = cast(number, Text)
    return literal(f"{prefix}-") + func.lpad(digits, func.greatest(6, func.length(digits)), "0")


def paginate(
    db: Session, statement: Select[Any], params: PageParams, *, by: Sequence[Any], descending: bool = False
) -> dict[str, Any]:
    """One page of `statement` in the order of the columns `by`, of which the last must be unique.

    The columns must be among those selected and never null. Returns what Page is made from.
    """
    page = statement
    if params.cursor:
        at = _decode(params.cursor, by)
        row, bound = tuple_(*by), tuple_(*(literal(v, c.type) for v, c in zip(at, by, strict=True)))
        page = page.where(row < bound if descending else row > bound)
    page = page.order_by(*(c.desc() if descending else c.asc() for c in by)).limit(params.limit + 1)
    # Rows of columns need none of the session's machinery for objects: straight through its connection.
    keyed = db.connection().execute(page.add_columns(*(c.label(f"_key_{i}") for i, c in enumerate(by)))).all()
    rows = keyed[: params.limit]
    return {
        "items": rows,
        "next_cursor": _encode(rows[-1][-len(by) :]) if len(keyed) > params.limit else None,
        "total": _count(db, statement) if params.total else None,
    }


def _count(db: Session, statement: Select[Any]) -> int:
    counted = select(func.count()).select_from(statement.order_by(None).subquery())
    return int(db.execute(counted).scalar_one())


def _encode(values: Sequence[Any]) -> str:
    plain = [v.isoformat() if isinstance(v, date) else str(v) if isinstance(v, uuid.UUID) else v for v in values]
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).decode().rstrip("=")


def _decode(cursor: str, by: Sequence[Any]) -> list[Any]:
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return [_as(c, v) for c, v in zip(by, values, strict=True)]
    except (ValueError, TypeError, binascii.Error, AttributeError, RecursionError, OverflowError) as error:
        raise BadCursor(errors=[FieldError(pointer="?cursor", code="bad_cursor", detail=BadCursor.detail)]) from error


def _kind(column: Any) -> type:
    """The Python type of a column; that of an instant stands behind SQLModel's own column type."""
    kind: type = getattr(column.type, "impl_instance", column.type).python_type
    return kind


def _as(column: Any, value: object) -> object:
    kind = _kind(column)
    if issubclass(kind, uuid.UUID | date):
        if not isinstance(value, str):
            raise TypeError
        found = uuid.UUID(value) if issubclass(kind, uuid.UUID) else kind.fromisoformat(value)
        if isinstance(found, datetime):
            if found.tzinfo is None:
                raise TypeError
            return found.astimezone(UTC)
        return found
    if not isinstance(value, kind) or isinstance(value, bool):
        raise TypeError
    if isinstance(value, int) and abs(value) >= (2**63 if isinstance(column.type, BigInteger) else 2**31):
        raise TypeError
    if isinstance(value, str) and b"\0" in value.encode():
        raise ValueError
    return value
