"""What the first line of a table of text says: its columns and what stands between them.

A sixth file because a push and an import read the same tables.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from api.intake.entities import Entity, Sent
from api.intake.readers import Rejected
from api.kernel.errors import FieldError, Invalid
from api.kernel.lines import MAX_LINE_BYTES, OpenLine, delimiter_of

MAX_COLUMNS = 1_000
RAGGED = Rejected("ragged", "This line has more or fewer cells than the first line has columns.")

csv.field_size_limit(MAX_LINE_BYTES)  # whoever sends long remarks along is not refused for them


class NotATable(Invalid):
    detail = "The first line must name the columns of the dataset."


class TooManyColumns(Invalid):
    detail = f"A table has at most {MAX_COLUMNS:,} columns."


class DuplicateColumn(Invalid):
    detail = "A column stands in the first line twice, perhaps once under an older name."


class KeyColumnMissing(Invalid):
    detail = "The column by which records are known is not in the first line."


@dataclass(frozen=True)
class Header:
    """The columns of a table and what divides them."""

    names: tuple[str, ...]
    delimiter: str


def read_header(line: bytes) -> Header:
    """The columns that the first line names."""
    if isinstance(line, OpenLine):
        raise NotATable
    text = line.decode("utf-8", "replace")
    delimiter = delimiter_of(text)
    if text.count(delimiter) >= MAX_COLUMNS:
        raise TooManyColumns
    names = tuple(name.strip() for name in read_cells(line, delimiter))
    if not any(names):
        raise NotATable
    return Header(names, delimiter)


def check_header(entity: Entity, header: Header) -> None:
    """Raise what is wrong with the columns for this entity: a column twice, or none by which records are known."""
    found: set[str] = set()
    for name in header.names:
        accepted = entity.find(name)
        if accepted is not None and accepted.column in found:
            detail = f"{DuplicateColumn.detail} It is {accepted.name}."
            raise DuplicateColumn(detail, errors=[FieldError(pointer=f"/{name}", code="twice", detail=detail)])
        if accepted is not None:
            found.add(accepted.column)
    if entity.key not in found:
        name = next(accepted.name for accepted in entity.accepted if accepted.column == entity.key)
        detail = f"{KeyColumnMissing.detail} It is {name}."
        raise KeyColumnMissing(detail, errors=[FieldError(pointer=f"/{name}", code="missing", detail=detail)])


def read_rows(header: Header, lines: Iterable[bytes]) -> Iterator[Sent]:
    """Each line as a record, in which nothing between two delimiters is null."""
    for line in lines:
        cells = read_cells(line, header.delimiter)
        if isinstance(line, OpenLine) or len(cells) != len(header.names):
            yield RAGGED
        else:
            yield {name: cell or None for name, cell in zip(header.names, cells, strict=True)}


def read_cells(line: bytes, delimiter: str) -> list[str]:
    """The cells of one line."""
    return next(csv.reader([line.decode("utf-8", "replace")], delimiter=delimiter), [])
