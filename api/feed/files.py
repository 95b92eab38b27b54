"""The forms in which the feed is sent: CSV, NDJSON and Parquet, and how each is pressed together on its way.

A sixth file because a form is a matter of bytes, of which the verbs know nothing. Everything is made as it is sent.
"""

import zlib
from collections.abc import Iterable, Iterator
from enum import StrEnum
from io import RawIOBase
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
import pyarrow.csv as pa_csv  # type: ignore[import-untyped]  # likewise
import pyarrow.parquet as pq  # type: ignore[import-untyped]  # likewise

from api.feed.columns import ARROW
from api.feed.copying import Lines, Reading, read_lines
from api.kernel.database import Database, Gate
from api.kernel.requests import weights

BYTE_ORDER_MARK = "\ufeff".encode()
GROUP_ROWS = 60_000
"""Rows in one group of a Parquet file: the most that are held at once."""


class Form(StrEnum):
    """The forms of the feed, by the ends of their addresses."""

    json = "json"
    ndjson = "ndjson"
    csv = "csv"
    parquet = "parquet"


MEDIA = {
    Form.json: "application/json",
    Form.ndjson: "application/x-ndjson",
    Form.csv: "text/csv; charset=utf-8; header=present",
    Form.parquet: "application/vnd.apache.parquet",
}


def send(database: Database, gate: Gate, reading: Reading, form: Form, *, bom: bool = False) -> Iterator[bytes]:
    """The rows as a whole file of one form."""
    if form == Form.parquet:
        return _parquet(reading, read_lines(database, gate, reading, Lines.plain))
    if form == Form.ndjson:
        return read_lines(database, gate, reading, Lines.json)
    return _csv(reading, read_lines(database, gate, reading, Lines.csv), bom)


def _csv(reading: Reading, chunks: Iterator[bytes], bom: bool) -> Iterator[bytes]:
    """As RFC 4180 has it: the header also where no row is."""
    yield (BYTE_ORDER_MARK if bom else b"") + ",".join(reading.names).encode() + b"\r\n"
    for chunk in chunks:
        yield chunk.replace(b"\n", b"\r\n")


class _Sink(RawIOBase):
    """What a writer has written since it was last taken."""

    def __init__(self) -> None:
        self._taken, self._at = bytearray(), 0

    def writable(self) -> bool:
        return True

    def write(self, more: Any) -> int:
        self._taken += more
        self._at += len(more)
        return len(more)

    def tell(self) -> int:
        return self._at

    def take(self) -> bytes:
        taken = bytes(self._taken)
        self._taken.clear()
        return taken


def _parquet(reading: Reading, chunks: Iterator[bytes]) -> Iterator[bytes]:
    schema = pa.schema([pa.field(c.name, ARROW[c.kind], nullable=c.is_nullable) for c in reading.columns])
    sink = _Sink()
    with pq.ParquetWriter(sink, schema, compression="zstd") as writer:
        held: list[Any] = []
        for chunk in chunks:
            held.append(_table(chunk, schema))
            if sum(len(one) for one in held) >= GROUP_ROWS:
                writer.write_table(pa.concat_tables(held))
                held = []
                yield sink.take()
        if held:
            writer.write_table(pa.concat_tables(held))
    yield sink.take()


def _table(chunk: bytes, schema: Any) -> Any:
    return pa_csv.read_csv(
        pa.BufferReader(chunk),
        read_options=pa_csv.ReadOptions(column_names=schema.names, use_threads=False),
        convert_options=pa_csv.ConvertOptions(
            column_types=schema, null_values=[""], strings_can_be_null=True, quoted_strings_can_be_null=False,
            true_values=["t"], false_values=["f"],
        ),
    ).cast(schema)  # fmt: skip


def encoding_of(accept: str) -> str | None:
    """How to press an answer together, as its reader wishes: zstd before gzip, or not at all."""
    wanted = weights(accept, ("zstd", "gzip"))
    best = max(wanted, key=lambda name: (wanted[name], name == "zstd"), default=None)
    return best if best and wanted[best] > 0 else None


def press(chunks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """The bytes pressed together by gzip or zstd, as they come."""
    return _gzip(chunks) if encoding == "gzip" else _zstd(chunks)


def _gzip(chunks: Iterable[bytes]) -> Iterator[bytes]:
    press_ = zlib.compressobj(level=5, wbits=31)
    for chunk in chunks:
        yield press_.compress(chunk)
    yield press_.flush()


def _zstd(chunks: Iterable[bytes]) -> Iterator[bytes]:
    sink = _Sink()
    with pa.CompressedOutputStream(pa.PythonFile(sink, mode="w"), "zstd") as out:
        for chunk in chunks:
            out.write(chunk)
            yield sink.take()
        out.flush()
    yield sink.take()
