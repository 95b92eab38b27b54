"""Text in blocks of whole lines, in UTF-8 whatever encoding it came in.

Spreadsheets write Windows-1252 and Windows' own tools UTF-16: both are read, and such lines are counted.
"""

import codecs
import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache, partial

import numpy as np

BLOCK_BYTES = 700_000
"""Of a block its reader holds some twenty-five times as much, in all the forms that it goes through."""
MAX_LINE_BYTES = 1_000_000
DELIMITERS = ",\t;|"

Reading = Callable[[int], bytes]
"""Gives up to so many bytes, and none at the end."""


class LineTooLongError(Exception):
    """A line without end: the text is not what it says, or a quote was never closed."""


class OpenLine(bytes):
    """What is left where a quote was never closed: no line, though it may look like one."""


def delimiter_of(first_line: str) -> str:
    """What divides the columns of a table: the most frequent of comma, tab, semicolon and bar in its first line."""
    return max(DELIMITERS, key=first_line.count)


def blocks(read: Reading, encodings: Counter[str], *, is_quoted: bool) -> Iterator[list[bytes]]:
    """The lines of a text without their ends, many at a time; the empty ones are left out.

    Where `is_quoted`, a cell that begins with a quote goes on until that is closed, over as many lines as it takes, as
    RFC 4180 has it; where it never is, the last line is an OpenLine. A quote inside a cell is but a sign. Lines that
    were not UTF-8 are counted in `encodings`. Raises LineTooLongError.
    """
    decode, rest, delimiter = None, b"", None
    while piece := read(BLOCK_BYTES):
        if decode is None:
            decode, piece = _begin(piece)
        rest += decode(piece, encodings) if decode is not _as_it_is else piece
        whole, end, last = rest.rpartition(b"\n")
        if end:
            lines = whole.split(b"\n")
            if is_quoted:
                delimiter = delimiter or _find_delimiter(lines)
                lines, open_line = _joined(whole, lines, delimiter)
                last = open_line + b"\n" + last if open_line is not None else last
            yield _clean(whole, lines, encodings)
        rest = last
        if len(rest) > MAX_LINE_BYTES + BLOCK_BYTES:
            raise LineTooLongError
    yield from _last(rest, encodings, delimiter, is_quoted=is_quoted)


def in_utf8(text: bytes, encodings: Counter[str]) -> bytes:
    """A text that is there as a whole in UTF-8, whatever it came in; lines that were not are counted in `encodings`."""
    decode, text = _begin(text)
    if decode is not _as_it_is:
        encodings["utf-16"] += 1  # the last line has no end that could be counted
        return decode(text, encodings)
    return b"\n".join(_utf8(line, encodings) for line in text.split(b"\n"))


def _last(rest: bytes, encodings: Counter[str], delimiter: bytes | None, *, is_quoted: bool) -> Iterator[list[bytes]]:
    """What comes after the last end of a line."""
    lines, open_line = [rest], None
    if is_quoted:
        lines = rest.split(b"\n")
        lines, open_line = _joined(rest, lines, delimiter or _find_delimiter(lines))
    lines = _clean(rest, lines, encodings)
    if open_line is not None:
        lines += map(OpenLine, _clean(open_line, [open_line], encodings))
    if lines:
        yield lines


def _find_delimiter(lines: list[bytes]) -> bytes | None:
    first = next(filter(bytes.strip, lines), None)
    return None if first is None else delimiter_of(first.decode("utf-8", "replace")).encode()


def _begin(piece: bytes) -> tuple[Callable[[bytes, Counter[str]], bytes], bytes]:
    """How the text is to be decoded, told from its first bytes, and those without the mark."""
    for mark, name in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if piece.startswith(mark):
            return partial(_decode, codecs.getincrementaldecoder(name)("replace")), piece.removeprefix(mark)
    return _as_it_is, piece.removeprefix(codecs.BOM_UTF8)


def _decode(decoder: codecs.IncrementalDecoder, piece: bytes, encodings: Counter[str]) -> bytes:
    decoded = decoder.decode(piece).encode("utf-8", "replace")
    encodings["utf-16"] += decoded.count(b"\n")
    return decoded


def _as_it_is(piece: bytes, _: Counter[str]) -> bytes:
    return piece


@cache
def _ending(delimiter: bytes, *, is_open: bool) -> re.Pattern[bytes]:
    """Matches a line at whose end no quote is open, if one was at its beginning or was not."""
    other = b"[^" + re.escape(delimiter) + b"]*+"
    until_closed = rb'(?:[^"]|"")*+"' + other
    cell = rb'(?:"' + until_closed + rb'|(?!")' + other + rb")"
    return re.compile((until_closed if is_open else cell) + b"(?:" + re.escape(delimiter) + cell + b")*+")


@cache
def _closing(delimiter: bytes) -> re.Pattern[bytes]:
    """Matches a line in which whole cells are quoted, as most are: told much sooner than by going from cell to cell."""
    border = b"[^" + re.escape(delimiter) + b"]"
    quoted = b"(?<!" + border + rb')"[^"]*+(?:""[^"]*+)*+"(?!' + border + b")"
    return re.compile(rb'[^"]*+(?:' + quoted + rb'[^"]*+)*+')


def _are_whole(text: bytes, delimiter: bytes) -> bool:
    """Whether every line of a text is whole: told from all its quotes at once, where each is the border of a cell.

    Counted from the first, every other quote opens: it stands at the beginning of a cell or, where two stand for one,
    right after the one that closed. At no end of a line is one open.
    """
    signs = np.frombuffer(b"\n" + text + b"\n", dtype=np.uint8)
    quotes = np.flatnonzero(signs == ord('"'))
    ends = np.flatnonzero(signs == ord("\n"))
    begins = np.isin(signs[quotes[::2] - 1], list(b'\n"' + delimiter))
    return bool(begins.all()) and not bool((np.searchsorted(quotes, ends) % 2).any())


def _joined(text: bytes, lines: list[bytes], delimiter: bytes | None) -> tuple[list[bytes], bytes | None]:
    """The lines of a text with those joined between which a quote is open, and the one still open at the end."""
    if delimiter is None or b'"' not in text or _are_whole(text, delimiter):
        return lines, None
    is_closed = _closing(delimiter).fullmatch
    whole: list[bytes] = []
    pending: list[bytes] = []
    size = 0
    for line in lines:
        if not pending and (b'"' not in line or is_closed(line)):
            whole.append(line)
            continue
        is_open = bool(pending)
        if b'"' in line:
            is_open = _ending(delimiter, is_open=is_open).fullmatch(line) is None
        pending.append(line)
        size += len(line)
        if size > MAX_LINE_BYTES:
            raise LineTooLongError
        if not is_open:
            whole.append(b"\n".join(pending) if len(pending) > 1 else line)
            pending.clear()
            size = 0
    return whole, b"\n".join(pending) if pending else None


def _clean(text: bytes, lines: list[bytes], encodings: Counter[str]) -> list[bytes]:
    """The lines of a text in UTF-8, without carriage returns and without the empty ones."""
    if b"\r" in text:
        lines = [_without_returns(line.rstrip(b"\r")) for line in lines]
    lines = list(filter(None, lines))
    if not text.isascii():
        lines = [_utf8(line, encodings) for line in lines]
    if max(map(len, lines), default=0) > MAX_LINE_BYTES:
        raise LineTooLongError
    return lines


def _without_returns(line: bytes) -> bytes:
    """A carriage return in the middle, which others would take for the end of a line, as a blank."""
    return line.replace(b"\r\n", b"\n").replace(b"\r", b" ") if b"\r" in line else line


def _utf8(line: bytes, encodings: Counter[str]) -> bytes:
    if line.isascii():
        return line
    try:
        line.decode()
    except UnicodeDecodeError:
        encodings["windows-1252"] += 1
        return line.decode("cp1252", "replace").encode()
    return line
