"""Text in blocks of whole lines, in UTF-8 whatever encoding it came in.

Spreadsheets write Windows-1252 and Windows' own tools UTF-16: both are read, and such lines are counted.
"""

import codecs
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from itertools import accumulate, repeat

BLOCK_BYTES = 2_000_000
MAX_LINE_BYTES = 1_000_000

_ENDS_OLD = bytes.endswith

Reading = Callable[[int], bytes]
"""Gives up to so many bytes, and none at the end."""


class LineTooLongError(Exception):
    """A line without end: the text is not what it says, or a quote was never closed."""


def blocks(read: Reading, encodings: Counter[str], *, is_quoted: bool) -> Iterator[list[bytes]]:
    """The lines of a text without their ends, many at a time; the empty ones are left out.

    Where `is_quoted`, a line that opens a quote and does not close it goes on in the next, as RFC 4180 has it.
    Lines that were not UTF-8 are counted in `encodings`. Raises LineTooLongError.
    """
    decode, rest = None, b""
    while piece := read(BLOCK_BYTES):
        if decode is None:
            decode, piece = _begin(piece)
        rest += decode(piece, encodings) if decode is not _as_it_is else piece
        whole, end, last = rest.rpartition(b"\n")
        if end:
            lines = whole.split(b"\n")
            if is_quoted and b'"' in whole:
                lines, open_line = _joined(lines)
                last = open_line + b"\n" + last if open_line is not None else last
            yield _clean(lines, encodings)
        rest = last
        if len(rest) > MAX_LINE_BYTES + BLOCK_BYTES:
            raise LineTooLongError
    if rest.strip():
        yield _clean([rest], encodings)


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


def _joined(lines: list[bytes]) -> tuple[list[bytes], bytes | None]:
    """The lines with those joined between which a quote is open, and the one that is still open at the end."""
    odd = [line.count(b'"') & 1 for line in lines]
    if 1 not in odd:
        return lines, None
    whole: list[bytes] = []
    pending: list[bytes] = []
    length = 0
    for line, is_open in zip(lines, accumulate(odd, lambda before, flips: before ^ flips), strict=True):
        pending.append(line)
        length += len(line)
        if not is_open:
            whole.append(b"\n".join(pending))
            pending, length = [], 0
        elif length > MAX_LINE_BYTES:
            raise LineTooLongError
    return whole, b"\n".join(pending) if pending else None


def _clean(lines: list[bytes], encodings: Counter[str]) -> list[bytes]:
    """The lines in UTF-8, without carriage returns and without the empty ones."""
    if any(map(_ENDS_OLD, lines, repeat(b"\r"))):
        lines = [line.rstrip(b"\r") for line in lines]
    lines = list(filter(None, lines))
    if not all(map(bytes.isascii, lines)):
        lines = [_utf8(line, encodings) for line in lines]
    if max(map(len, lines), default=0) > MAX_LINE_BYTES:
        raise LineTooLongError
    return lines


def _utf8(line: bytes, encodings: Counter[str]) -> bytes:
    if line.isascii():
        return line
    try:
        line.decode()
    except UnicodeDecodeError:
        encodings["windows-1252"] += 1
        return line.decode("cp1252", "replace").encode()
    return line
