"""How one value of a pushed record is read: the forms of ids, days, flags and numbers that councils send.

A reader takes what strict JSON can hold and gives what is stored, or None for nothing. It raises Rejected where the
whole record must be, and Unread where the value alone is left out; neither repeats the value. Those that remember
what they have read raise TypeError for a list or an object, which only `code_list` takes.
"""

import json
import math
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from api.kernel.clock import ENGLAND

Reader = Callable[[Any], Any]

_ISO = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?)?")
_BRITISH = re.compile(r"(\d\d?)([/.-])(\d\d?)\2(\d{4})( \d\d:\d\d(:\d\d)?)?")
_MONTH_NAMED = re.compile(r"(\d\d?)[ -]([A-Za-z]{3,9})[ -](\d{4})( \d\d:\d\d(:\d\d)?)?")
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")  # fmt: skip
_MONTH = {name: number for number, full in enumerate(_MONTHS, 1) for name in (full, full[:3])} | {"sept": 9}
_SERIAL = re.compile(r"[2-7]\d{4}|80000")
_SERIAL_START = date(1899, 12, 30)
"""The day 0 of a spreadsheet; the serial numbers taken are those of 1954 to 2119."""
_SIGNS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_FLAGS: dict[Any, bool | None] = {
    **dict.fromkeys(("y", "yes", "true", "t", "1", 1, True), True),
    **dict.fromkeys(("n", "no", "false", "f", "0", 0, False), False),
    **dict.fromkeys(("", "na", "n/a", "u", "unknown", None), None),
}
_LARGEST = 1_000_000
_DECIMALS = 6
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.&-]{0,39}")
_MOST_CODES = 100
_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d*)(\.\d*)?([eE][+-]?\d{1,4})?", re.ASCII)


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
def day(value: str | float | None) -> str | None:
    """A day as YYYY-MM-DD, from that form, an ISO date and time, dd/mm/yyyy, dd Mon yyyy or a spreadsheet's number.

    A time that follows is left out, and a year has four digits: a shorter one could be a day or another century.
    """
    if value is None:
        return None
    try:
        trimmed = value.strip() if isinstance(value, str) else f"{value:.0f}"
        return _day(trimmed) if trimmed else None
    except (ValueError, OverflowError, LookupError):
        raise Rejected("not_a_date", "is not a date that can be read: send YYYY-MM-DD.") from None


def _day(trimmed: str) -> str:
    """The day that a text names; raises ValueError or LookupError where it names none."""
    if _ISO.fullmatch(trimmed):
        at = datetime.fromisoformat(trimmed)
        return (at.astimezone(ENGLAND) if at.tzinfo else at).date().isoformat()
    if british := _BRITISH.fullmatch(trimmed):
        return date(int(british[4]), int(british[3]), int(british[1])).isoformat()
    if named := _MONTH_NAMED.fullmatch(trimmed):
        return date(int(named[3]), _MONTH[named[2].lower()], int(named[1])).isoformat()
    if _SERIAL.fullmatch(trimmed):
        return (_SERIAL_START + timedelta(days=int(trimmed))).isoformat()
    raise ValueError


@lru_cache(maxsize=500)
def flag(value: Any) -> bool | None:
    """Yes or no, from Y N, Yes No, T F, true false, 1 0 in either case; NA, unknown and nothing are None."""
    try:
        return _FLAGS[value.strip().lower() if type(value) is str else value]
    except KeyError:
        raise Unread("unknown_flag", "is neither yes nor no.") from None


def number(value: Any) -> str | None:
    """A number as plain decimal text of at most six decimals, from a number or text that holds one."""
    plain = value.strip() if type(value) is str else value
    if plain is None or plain == "":
        return None
    try:
        is_one = _NUMBER.fullmatch(plain) if type(plain) is str else type(plain) in (int, float)
        read = Decimal(str(plain).replace(",", "")) if is_one else Decimal("NaN")
    except InvalidOperation:
        read = Decimal("NaN")
    if not math.isfinite(read) or abs(read) > _LARGEST:
        raise Unread("not_a_number", "is not a number that can be kept.")
    return f"{round(read, _DECIMALS).normalize():f}"


def whole_number(value: Any) -> str | None:
    """A whole number as text, from a number or text that holds one; 12.0 is 12."""
    read = number(value)
    if read is None:
        return None
    whole, _, decimals = read.partition(".")
    if decimals.strip("0"):
        raise Unread("not_a_whole_number", "is not a whole number.")
    return whole


def code_list(value: Any) -> str | None:
    """Codes as PostgreSQL writes an array, each once: from a JSON array, text with commas, or an object of flags.

    Of an object the names count whose value says yes, without OUTCOME_ before and _FLAG behind; comments and totals
    are dropped unread. An object or array may come as JSON in a text.
    """
    plain = value.strip() if type(value) is str else value
    if plain is None or plain == "":
        return None
    return _array(_listed_in(plain) if type(plain) is str else plain)


def _listed_in(trimmed: str) -> Any:
    """What a text lists. Nothing of it is remembered, as remarks may stand beside the codes."""
    if trimmed[0] not in "[{":
        return re.split(r"[,;|]", trimmed)
    try:
        return json.loads(trimmed)
    except (ValueError, RecursionError):
        raise _not_codes() from None


def _array(value: Any) -> str:
    if isinstance(value, dict):
        value = [_flag_name(name) for name, said in value.items() if _is_flag(name) and _says_yes(said)]
    elif not isinstance(value, list):
        value = [value]
    codes = dict.fromkeys(code for code in map(_code, value) if code)
    if len(codes) > _MOST_CODES:
        raise _not_codes()
    return "{" + ",".join(f'"{code}"' for code in codes) + "}"


def _is_flag(name: str) -> bool:
    """Whether a name in an object of flags stands for a code, and not for a remark or a count."""
    return "COMMENTS" not in name.upper() and not name.upper().startswith("TOTAL_")


def _flag_name(name: str) -> str:
    return name.strip().upper().removeprefix("OUTCOME_").removesuffix("_FLAG")


def _says_yes(said: Any) -> bool:
    try:
        return flag(said) is True
    except (Unread, TypeError):
        return False


def _code(value: Any) -> str:
    plain = str(value).strip() if type(value) in (str, int) else None if value is not None else ""
    if plain is None or (plain and not _CODE.fullmatch(plain)):
        raise _not_codes()
    return plain


def _not_codes() -> Unread:
    return Unread("not_codes", "is not a list of codes.")
