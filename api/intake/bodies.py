"""How a push's body becomes records: unpacked, and read as a JSON array, as lines of JSON or as a table.

A sixth file because a body may come in many forms, and what becomes of its records is the same for all of them.
"""

import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Annotated, Any

import orjson
from fastapi import Depends, Header

from api.intake import tables
from api.intake.entities import BY_NAME, Sent
from api.kernel.bodies import check_digest, unpack
from api.kernel.errors import FieldError, Invalid, TooLarge
from api.kernel.lines import LineTooLongError, blocks, in_utf8

MAX_RECORDS = 1_000
MAX_UNPACKED = 20_000_000

ARRAY = "application/json"
TABLES = {"text/csv", "application/csv", "application/vnd.ms-excel"}
LINES = {"application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines"}


class UnknownMediaType(Invalid):
    status = 415
    detail = (
        "Send application/json, an array of records; application/x-ndjson, one record a line; or text/csv,"
        " the column names in the first line."
    )


class NotStrictJson(Invalid):
    detail = "The body is not strict JSON: UTF-8, no NaN or Infinity, no lone surrogates."


class NotRecords(Invalid):
    detail = "The body must be an array of records, each an object."


class LineTooLong(Invalid):
    detail = "A line is over 1 MB: too many columns, or a quote that is never closed. Nothing of it was kept."


class TooManyRecords(TooLarge):
    detail = f"A push carries at most {MAX_RECORDS:,} records: send several, or an import."


def media_type_of(content_type: str | None) -> str:
    """A Content-Type without its parameters."""
    return (content_type or "").partition(";")[0].strip().lower()


@dataclass(frozen=True)
class Means:
    """How a body was sent and how it is to be handled."""

    content_type: str | None
    content_encoding: str | None
    prefer: str | None
    content_digest: str | None

    @property
    def is_strict(self) -> bool:
        """Whether all records are wanted, or none."""
        wishes = [wish.strip().replace('"', "").lower() for wish in (self.prefer or "").split(",")]
        return "handling=strict" in wishes

    @property
    def media_type(self) -> str:
        """The type without its parameters."""
        return media_type_of(self.content_type)


def _means(
    content_type: Annotated[str | None, Header(include_in_schema=False)] = None,
    content_encoding: Annotated[str | None, Header(description="gzip, or absent.")] = None,
    prefer: Annotated[str | None, Header(description="`handling=strict`: all records, or none (422).")] = None,
    content_digest: Annotated[str | None, Header(description="sha-256 of the body as it is sent; is checked.")] = None,
) -> Means:
    return Means(content_type, content_encoding, prefer, content_digest)


SentBy = Annotated[Means, Depends(_means)]
"""How the body was sent, from its headers."""


def read_body(name: str, body: bytes, means: Means) -> list[Sent]:
    """The body's records, unpacked and decoded; a line that is no record stands as None or a fault among them."""
    check_digest(body, means.content_digest)
    body = unpack(body, means.content_encoding, MAX_UNPACKED)
    if means.media_type == ARRAY:
        records: list[Sent] = _array(in_utf8(body, Counter()))
    elif means.media_type in LINES:
        records = [read_line(line) for line in _whole_lines(body, is_quoted=False)]
    elif means.media_type in TABLES:
        records = _table(name, _whole_lines(body, is_quoted=True))
    else:
        raise UnknownMediaType
    if len(records) > MAX_RECORDS:
        raise TooManyRecords
    return records


def _whole_lines(body: bytes, *, is_quoted: bool) -> list[bytes]:
    return list(chain.from_iterable(told(blocks(io.BytesIO(body).read, Counter(), is_quoted=is_quoted))))


def told(lines: Iterator[list[bytes]]) -> Iterator[list[bytes]]:
    """The same lines, with what ends them told to the sender."""
    try:
        yield from lines
    except LineTooLongError:
        raise LineTooLong from None


def _table(name: str, lines: list[bytes]) -> list[Sent]:
    if not lines:
        return []
    header = tables.read_header(lines[0])
    if name in BY_NAME:
        tables.check_header(BY_NAME[name], header)
    if len(lines) > MAX_RECORDS + 1:
        raise TooManyRecords
    return list(tables.read_rows(header, lines[1:]))


def _array(body: bytes) -> list[Any]:
    try:
        records = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise NotStrictJson(errors=[FieldError(pointer="", code="json_invalid", detail=NotStrictJson.detail)]) from None
    wrong = [""] if type(records) is not list else [f"/{i}" for i, r in enumerate(records) if type(r) is not dict]
    if wrong:
        errors = [FieldError(pointer=pointer, code="not_a_record", detail=NotRecords.detail) for pointer in wrong]
        raise NotRecords(errors=errors[:MAX_RECORDS])
    return list(records)


def read_line(line: bytes) -> Sent:
    """A line of JSON as a record; None where it is none."""
    try:
        record = orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
    return record if type(record) is dict else None
