"""What a cell of a return holds: text without its edges, the id of a child, a day.

Nothing is refused here. What cannot be understood goes on as it came.
"""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any, Protocol

from api.intake import readers

Value = str | None


class Readable(Protocol):
    """A file of which no more is asked than to be read once, from its beginning."""

    def read(self, size: int = -1, /) -> bytes: ...


_MOST_NAMES = 1_000
_SERIAL_WITH_TIME = re.compile(r"(\d{5})\.\d+")
_WHOLE = re.compile(r"(\d+)\.0+")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def text(cell: Any) -> Value:
    """What a cell holds as text, with one space for any run of them; None for nothing."""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat()
    if isinstance(cell, bool):
        return "Y" if cell else "N"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split()) or None if cell is not None else None


def person_id(value: Value) -> Value:
    """The id of a child, without the `.0` that a spreadsheet gives a number: the two are one child."""
    whole = _WHOLE.fullmatch(value) if value else None
    return whole[1] if whole else value


@lru_cache(maxsize=20_000)
def day(value: Value) -> Value:
    """A day as YYYY-MM-DD from any form that intake reads, a spreadsheet's number too, or the value as it came."""
    serial = _SERIAL_WITH_TIME.fullmatch(value) if value else None
    try:
        return readers.day(serial[1] if serial else value)
    except readers.Fault:
        return value


def is_day(value: str) -> bool:
    """Whether `day` has understood this."""
    return _DAY.fullmatch(value) is not None


def tell(ignored: Counter[str], names: Iterable[str]) -> None:
    """Count what is not kept, by its names; once there are very many of them, no more."""
    if len(ignored) < _MOST_NAMES:
        ignored.update(names)


def filled(record: dict[str, Any]) -> dict[str, Any]:
    """The record without what is not known, so that facts that another return gave are left as they are."""
    return {name: value for name, value in record.items() if value is not None}
