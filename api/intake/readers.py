"""How one value of a pushed record is read: the forms of ids, days, flags and numbers that councils send.

A reader takes what strict JSON can hold and gives what is stored, or None for nothing. It raises Rejected where the
whole record must be, and Unread where the value alone is left out; neither repeats the value. Those that remember
what they have read raise TypeError for a list or an object, which no column holds.
"""

import math
import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from api.kernel.clock import ENGLAND

Reader = Callable[[Any], Any]

_ISO = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?)?")
_BRITISH = re.compile(r"(\d\d?)/(\d\d?)/(\d{4})( \d\d:\d\d(:\d\d)?)?")
_SIGNS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_FLAGS: dict[Any, bool | None] = {
    **dict.fromkeys(("y", "yes", "true", "t", "1", 1, True), True),
    **dict.fromkeys(("n", "no", "false", "f", "0", 0, False), False),
    **dict.fromkeys(("", "na", "n/a", "u", "unknown", None), None),
}
_LARGEST = 1_000_000


class Fault(Exception):  # noqa: N818 - of the value, not of ours
    """A value that cannot be read: a code for programs and the rest of a sentence that begins with the column."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(code)
        self.code, self.detail = code, detail


class Rejected(Fault):
    """The record cannot be kept without this value."""


class Unread(Fault):
    """The value is left out, as if it had not been sent; the rest of the record is kept."""


def text(max_length: int, fault: type[Fault]) -> Reader:
    """The reader of trimmed text of at most `max_length` characters; what does not fit raises `fault`."""

    def read(value: Any) -> str | None:
        if type(value) is str:
            trimmed = value.strip()
        elif value is None:
            return None
        elif type(value) is int or (type(value) is float and value.is_integer()):
            trimmed = str(int(value))
        else:
            raise fault("not_text", "must be text.")
        if len(trimmed) > max_length:
            raise fault("too_long", f"must have at most {max_length} characters.")
        if not trimmed.isprintable() and _SIGNS.search(trimmed):
            raise fault("not_text", "may not contain control characters.")
        return trimmed or None

    return read


@lru_cache(maxsize=20_000)
def day(value: str | None) -> str | None:
    """A day as YYYY-MM-DD, from that form, an ISO date and time, or dd/mm/yyyy with or without a time."""
    if value is None:
        return None
    try:
        trimmed = value.strip()
        if not trimmed:
            return None
        if _ISO.fullmatch(trimmed):
            at = datetime.fromisoformat(trimmed)
            return (at.astimezone(ENGLAND) if at.tzinfo else at).date().isoformat()
        if british := _BRITISH.fullmatch(trimmed):
            return date(int(british[3]), int(british[2]), int(british[1])).isoformat()
    except (ValueError, OverflowError, AttributeError):
        pass
    raise Rejected("not_a_date", "is not a date that can be read: send YYYY-MM-DD.")


@lru_cache(maxsize=500)
def flag(value: Any) -> bool | None:
    """Yes or no, from Y N, Yes No, T F, true false, 1 0 in either case; NA, unknown and nothing are None."""
    try:
        return _FLAGS[value.strip().lower() if type(value) is str else value]
    except KeyError:
        raise Unread("unknown_flag", "is neither yes nor no.") from None


def number(value: Any) -> str | None:
    """A number as plain decimal text, from a number or text that holds one."""
    if value is None or value == "":
        return None
    try:
        read = Decimal(str(value).strip()) if type(value) in (int, float, str) else Decimal("NaN")
    except InvalidOperation:
        read = Decimal("NaN")
    if not math.isfinite(read) or abs(read) > _LARGEST:
        raise Unread("not_a_number", "is not a number that can be kept.")
    return f"{read:f}"
