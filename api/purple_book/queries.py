"""Reading the Purple Book's contents, and the indicators that stand in it."""

from collections.abc import Collection
from typing import Any

from sqlmodel import Session, col, select

from api.indicators.models import Indicator
from api.kernel.pages import pick
from api.purple_book.models import PurpleBookContents


def find_contents(db: Session) -> dict[str, Any]:
    """What stands in the book, with its version; nothing in version 1 until somebody arranges it."""
    c = PurpleBookContents
    row = db.execute(pick(c.number, c.groups).order_by(col(c.number).desc()).limit(1)).one_or_none()
    return {"groups": row.groups if row else [], "version": row.number if row else 1}


def list_chosen(db: Session, codes: Collection[str]) -> dict[str, Indicator]:
    """The indicators with these codes."""
    found = db.execute(select(Indicator).where(col(Indicator.code).in_(codes))).scalars()
    return {one.code: one for one in found}
