"""The sheets of a workbook (.xlsx), opened only after its own directory and its cells say that it fits into memory.

A workbook is a zip. One of a few kilobytes can unfold to gigabytes, hold a single cell in the last row and column, or
announce a thousand million texts; the reader would make room for all of it, and where there is none the process ends.
Each member is therefore unfolded once, in pieces, before it is believed.
"""

import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any, BinaryIO, NoReturn

from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]  # it has no types
from defusedxml.ElementTree import ParseError, iterparse  # type: ignore[import-untyped]
from python_calamine import CalamineError, CalamineWorkbook

from api.imports.returns.faults import UnreadableReturn

MOST_BYTES = 200_000_000
"""Unfolded, of all members together."""
MOST_CELLS = 5_000_000
"""In the rectangle from the first to the last cell of a sheet."""
_MOST_MEMBERS = 5_000
_PIECE = 1 << 20
_NEEDED = "xl/workbook.xml"
_OTHER_FORMATS = {"xl/workbook.bin", "content.xml"}
"""A member by which the reader could take the file for a workbook of another kind, which was not looked through."""


def sheets(stream: BinaryIO) -> Iterator[tuple[str, list[list[Any]]]]:
    """The name and the rows of each sheet; cells are text, numbers, days or "" for nothing."""
    _look_through(stream)
    stream.seek(0)
    try:
        workbook = CalamineWorkbook.from_filelike(stream)
        for name in workbook.sheet_names:
            yield name, workbook.get_sheet_by_name(name).to_python()
    except (CalamineError, OSError):
        _refuse()


def _refuse() -> NoReturn:
    detail = "This is not an .xlsx workbook, or it is damaged, cut short or protected by a password."
    raise UnreadableReturn("not_a_workbook", detail) from None


def _too_large() -> NoReturn:
    raise UnreadableReturn("too_large", "This workbook unfolds to more than any list of children.") from None


def _look_through(stream: BinaryIO) -> None:
    stream.seek(0)
    if stream.read(4) != b"PK\x03\x04":
        _refuse()
    try:
        with zipfile.ZipFile(stream) as archive:
            members = archive.infolist()
            if len(members) > _MOST_MEMBERS or sum(member.file_size for member in members) > MOST_BYTES:
                _too_large()
            names = {member.filename.lower() for member in members}
            if _NEEDED not in names or names & _OTHER_FORMATS:
                _refuse()
            for member in members:
                _unfold(archive, member)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
        _refuse()


def _unfold(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Read a member to its end, where its checksum tells whether the directory's size was true, and count its cells."""
    with archive.open(member) as unfolded:
        while unfolded.read(_PIECE):
            pass
    if member.filename.lower().endswith(".xml"):
        with archive.open(member) as unfolded:
            _count_cells(unfolded)


def _count_cells(unfolded: IO[bytes]) -> None:
    """Refuse a member of too many cells. One that says not where it stands follows the one before it."""
    rows = columns = 1
    row = column = 0
    is_filled = False
    try:
        for _, element in iterparse(unfolded, events=("end",), forbid_dtd=True):
            name = element.tag.rpartition("}")[2]
            if name == "c":
                place = element.get("r", "")
                letters = place.rstrip("0123456789")
                column = _column(letters) if letters else column + 1
                if len(element):
                    is_filled = True
                    rows, columns = max(rows, int(place[len(letters) :] or 1)), max(columns, column)
            elif name == "row":
                row = int(element.get("r", row + 1))
                rows = max(rows, row) if is_filled else rows
                column, is_filled = 0, False
            if max(rows * columns, *(int(element.get(count, 0)) for count in ("count", "uniqueCount"))) > MOST_CELLS:
                _too_large()
            element.clear()
    except (ParseError, DefusedXmlException, LookupError, ValueError):
        _refuse()


def _column(letters: str) -> int:
    """The number of a column from its letters: 1 for A, 27 for AA."""
    number = 0
    for letter in letters.strip("$").upper():
        number = number * 26 + ord(letter) - 64
    return number
