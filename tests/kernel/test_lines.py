"""Lines of quoted text, however they are read, beside reading them sign by sign."""

import io
from collections import Counter

from hypothesis import example, given, settings
from hypothesis import strategies as st

from api.kernel.lines import OpenLine, blocks


def sign_by_sign(text: bytes) -> tuple[list[bytes], bool]:
    """The lines of a text, and whether the last is open: a cell that begins with a quote goes on until it is closed."""
    lines, line, is_open, may_open = [], bytearray(), False, True
    at = 0
    while at < len(text):
        sign = text[at : at + 1]
        if is_open and text[at : at + 2] == b'""':
            line += b'""'
            at += 2
            continue
        if sign == b"\n" and not is_open:
            lines.append(bytes(line))
            line, may_open = bytearray(), True
        else:
            line += sign
            if sign == b'"' and (is_open or may_open):
                is_open = not is_open
            may_open = sign == b"," and not is_open
        at += 1
    return [*lines, bytes(line)], is_open


def clean(line: bytes) -> bytes:
    return line.rstrip(b"\r").replace(b"\r\n", b"\n").replace(b"\r", b" ")


@settings(max_examples=500)
@given(
    st.lists(st.sampled_from([b'"', b'""', b",", b"\n", b"\r\n", b"a", b" ", b'"a"', b',"a,b"']), max_size=40).map(
        b"".join
    )
)
@example(b'"a""",b\n"c"\n')
@example(b'a"b,"c\n')
@example(b'x"y,"\nq\n')
@example(b'"a"b"c,"\nq\n')
@example(b'"a"\r\n"b\nc"\r\n')
@example(b',"a""\nb",c\n')
def test_lines_are_those_that_going_from_sign_to_sign_finds(cells: bytes):
    text = b"x,y\n" + cells
    expected, is_open = sign_by_sign(text)
    whole = expected[:-1] if is_open else expected
    found = [line for block in blocks(io.BytesIO(text).read, Counter(), is_quoted=True) for line in block]
    assert [line for line in found if not isinstance(line, OpenLine)] == [clean(line) for line in whole if clean(line)]
    assert any(isinstance(line, OpenLine) for line in found) == (is_open and bool(clean(expected[-1])))
