"""Reading a file as it comes: into staged rows, in constant memory, with what was wrong told row by row.

A sixth file because it is neither rule nor query: the formats of files on one side, staging on the other.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, islice, repeat
from typing import Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
import pyarrow.csv as pa_csv  # type: ignore[import-untyped]  # likewise
from xxhash import xxh3_64_intdigest

from api.cases.references import child_ref, child_refs
from api.imports.models import ImportFormat
from api.imports.returns import UnreadableReturn, read_return
from api.intake.bodies import read_line, told
from api.intake.columns import Bits, ColumnReader, Columns
from api.intake.entities import BY_NAME, PURGE, Entity, Sent
from api.intake.known import KnownLines
from api.intake.staging import Part, Staging, from_batch
from api.intake.tables import RAGGED, Header, check_header, read_cells, read_header
from api.kernel.errors import FieldError, Invalid
from api.kernel.lines import OpenLine, Reading, blocks

READER = b"1"
"""Part of every line's hash: to be raised when the readers change, so that known lines are read again."""
MAX_REMEMBERED = 100_000
"""Faults of one file that are kept to be fetched; all are counted."""
MAX_NAMES = 10_000
"""Names of unknown columns that are told apart; records made to be a nuisance may each have others."""
_RECORDS_AT_ONCE = 5_000
pa.set_memory_pool(pa.system_memory_pool())
"""What a file needed goes back to the machine; the default pool keeps it."""
_WAITING = 2


def line_seed(entity: Entity, header: bytes) -> int:
    """What the hash of a line is begun with: another first line, or another declaration, reads the same line anew."""
    return xxh3_64_intdigest(b"\n".join([READER, entity.declared, header]))


class FileUnreadable(Invalid):
    """A statutory return that is not what it says."""


class NoFirstLine(Invalid):
    detail = "The file is empty: not even the first line with the column names is there."


@dataclass
class Tally:
    """What came of reading a file."""

    rows: int = 0
    rejected: int = 0
    unchanged: int = 0
    repeated: int = 0
    known_receipt: int | None = None
    entities: Counter[str] = field(default_factory=Counter)
    """Rows by entity; and of these, by entity too, those rejected."""
    staged: Counter[str] = field(default_factory=Counter)
    """What waits in each table of the staging."""
    rejected_of: Counter[str] = field(default_factory=Counter)
    encodings: Counter[str] = field(default_factory=Counter)
    ignored: Counter[str] = field(default_factory=Counter)
    faults: list[tuple[str, int, str | None, bool, FieldError]] = field(default_factory=list)
    """Entity, place, key, whether the row was left out, and the fault."""


class Reader:
    """Reads one file into a staging; rows are stored by a thread of their own while the next are read."""

    def __init__(self, staging: Staging, source_system: str) -> None:
        self.staging, self.source_system, self.tally = staging, source_system, Tally()
        self._writer = ThreadPoolExecutor(max_workers=1)
        self._waiting: list[Future[None]] = []

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
            self._settle(0)
        finally:
            self._writer.shutdown(wait=True, cancel_futures=True)

    def _settle(self, most: int) -> None:
        while len(self._waiting) > most:
            self._waiting.pop(0).result()

    def _put(self, entity: Entity, rows: Columns, hashes: Bits | None) -> None:
        self.tally.staged[entity.name] += len(rows.places)
        self._settle(_WAITING - 1)
        self._waiting.append(self._writer.submit(self.staging.put, entity.name, rows, hashes))

    def read_table(self, entity: Entity, read: Reading, *, knows: bool) -> None:
        """A CSV table of an entity: the column names in the first line."""
        lines = told(blocks(read, self.tally.encodings, is_quoted=True))
        first = next(filter(None, lines), None)
        if first is None:
            raise NoFirstLine
        header = read_header(first[0])
        check_header(entity, header)
        parse = partial(self._parse_table, entity, header, ColumnReader(entity, self.source_system))
        with self._writing():
            self._sift(entity, chain([first[1:]], lines), parse, first[0], knows=knows)

    def read_lines(self, entity: Entity, read: Reading, *, knows: bool) -> None:
        """Newline-delimited JSON: one record a line."""
        lines = blocks(read, self.tally.encodings, is_quoted=False)
        with self._writing():
            self._sift(entity, told(lines), partial(self._parse_lines, entity), b"", knows=knows)

    def _sift(
        self,
        entity: Entity,
        lines: Iterator[list[bytes]],
        parse: Callable[[list[bytes], Bits], Columns],
        header: bytes,
        *,
        knows: bool,
    ) -> None:
        """Read the lines that are not known from before, and count the others."""
        self.staging.prepare(entity.name)
        known = KnownLines(self.staging.database, entity, self.source_system) if knows else None
        seed = line_seed(entity, header)
        for block in lines:
            places = np.arange(self.tally.rows + 1, self.tally.rows + 1 + len(block), dtype=np.int64)
            hashes = np.fromiter(map(xxh3_64_intdigest, block, repeat(seed)), np.uint64, len(block)).view(np.int64)
            self.tally.rows += len(block)
            if known is not None and len(known.hashes):
                wanted = np.flatnonzero(known.sift(hashes, places))
                block, places, hashes = [block[at] for at in wanted], places[wanted], hashes[wanted]  # noqa: PLW2901 - what is left
            if block:
                rows = parse(block, places)
                self._remember(entity, rows, len(places) - len(rows.places))
                self._put(entity, rows, hashes[np.searchsorted(places, rows.places)])
        self.tally.entities[entity.name] = self.tally.rows
        self._settle(0)
        if known is not None:
            self._compare(entity, known)

    def _compare(self, entity: Entity, known: KnownLines) -> None:
        """Say what is known to have come again and what not; of two lines with one id the later counts."""
        tally = self.tally
        tally.known_receipt, tally.unchanged = known.receipt, known.seen
        tally.repeated = known.matched - known.seen
        if known.seen:
            later, superseded = known.clash(*self.staging.list_clashes(entity, self.source_system))
            self.staging.remove_places(entity.name, later)
            tally.staged[entity.name] -= len(later)
            tally.repeated += len(later) + superseded
            tally.unchanged -= superseded
        lost = known.lost
        self.staging.put_lost(entity.name, lost)
        tally.staged[entity.name + Part.lost] = len(lost)

    def _parse_table(
        self, entity: Entity, header: Header, columns: ColumnReader, block: list[bytes], places: Bits
    ) -> Columns:
        """Lines of a CSV table as columns."""
        wanted = list(dict.fromkeys(n for n in header.names if n == PURGE or entity.find(n) is not None))
        ragged: dict[int, str] = {}

        def skip(row: Any) -> str:
            ragged[row.number - 1] = row.text
            return "skip"

        whole = block
        if isinstance(block[-1], OpenLine):
            whole, ragged[len(block) - 1] = block[:-1], ""
        table = pa_csv.read_csv(
            pa.py_buffer(b"\n".join(whole) or b"\n"),
            read_options=pa_csv.ReadOptions(
                column_names=list(header.names), use_threads=False, block_size=1 << 30
            ),
            parse_options=pa_csv.ParseOptions(
                delimiter=header.delimiter, newlines_in_values=True, invalid_row_handler=skip
            ),
            convert_options=pa_csv.ConvertOptions(
                column_types=dict.fromkeys(wanted, pa.string()), strings_can_be_null=True, null_values=[""],
                include_columns=wanted,
            ),
        )  # fmt: skip
        kept = np.delete(places, list(ragged))
        self.tally.ignored.update(dict.fromkeys((name for name in header.names if name not in wanted), len(kept)))
        rows = columns.read({name: table.column(name).combine_chunks() for name in wanted}, kept)
        for row in ragged:
            place = int(places[row])
            rows.errors[place].append(FieldError(pointer=f"/{place}", code=RAGGED.code, detail=RAGGED.detail))
        if ragged and entity.is_key(header.names[0]):  # the first cell is where it should be in any case
            self._spare(entity, [read_cells(line.encode(), header.delimiter)[0] for line in ragged.values() if line])
        return rows

    def _parse_lines(self, entity: Entity, block: list[bytes], places: Bits) -> Columns:
        records: list[Sent] = [read_line(line) for line in block]
        return from_batch(entity.read(self.source_system, records), places)

    def _remember(self, entity: Entity, rows: Columns, rejected: int) -> None:
        """Count what was left out, and keep what was wrong."""
        self.tally.rejected += rejected
        self.tally.rejected_of[entity.name] += rejected
        self.tally.ignored.update(rows.ignored)
        if len(self.tally.ignored) > MAX_NAMES:
            self.tally.ignored = Counter(dict(self.tally.ignored.most_common(MAX_NAMES // 2)))
        kept = set(rows.places.tolist()) if rows.errors else set()
        for place in sorted(rows.errors):
            for fault in rows.errors[place]:
                if len(self.tally.faults) < MAX_REMEMBERED:
                    key = None if entity.is_sealed else rows.keys.get(place)
                    self.tally.faults.append((entity.name, place, key, place not in kept, fault))
        if rejected:
            self._spare(entity, [key for place, key in rows.keys.items() if key and place not in kept])

    def _spare(self, entity: Entity, keys: list[str]) -> None:
        """Let no snapshot take for gone what came, if only to be rejected."""
        keys = [key.strip() for key in keys]
        keys = child_refs(self.source_system, keys) if entity.is_sealed else keys
        self.staging.put_spared(entity.name, keys)
        self.tally.staged[entity.name + Part.spared] += len(keys)

    def read_records(self, entity: Entity, records: Iterable[Sent]) -> None:
        """Records that were all in memory."""
        with self._writing():
            self.staging.prepare(entity.name)
            coming = iter(records)
            while some := list(islice(coming, _RECORDS_AT_ONCE)):
                self._stage(entity, some)

    def read_return(self, kind: ImportFormat, name: str, stream: Any) -> None:
        """A statutory return: records of several entities."""
        waiting: defaultdict[str, list[Sent]] = defaultdict(list)
        refer = partial(child_ref, self.source_system)
        with self._writing():
            try:
                for entity, record in read_return(kind.value, name, stream, refer, self.tally.ignored):
                    waiting[entity].append(record)
                    if len(waiting[entity]) >= _RECORDS_AT_ONCE:
                        self._stage(BY_NAME[entity], waiting.pop(entity))
            except UnreadableReturn as fault:
                raise FileUnreadable(
                    str(fault), errors=[FieldError(pointer="", code=fault.code, detail=str(fault))]
                ) from None
            for entity, records in waiting.items():
                self._stage(BY_NAME[entity], records)

    def _stage(self, entity: Entity, records: list[Sent]) -> None:
        if not self.tally.entities[entity.name]:
            self.staging.prepare(entity.name)
        start = self.tally.entities[entity.name] + 1
        places = np.arange(start, start + len(records), dtype=np.int64)
        rows = from_batch(entity.read(self.source_system, records), places)
        self.tally.entities[entity.name] += len(records)
        self.tally.rows += len(records)
        self._remember(entity, rows, len(records) - len(rows.places))
        self._put(entity, rows, None)


def count_lines(read: Reading, *, is_table: bool) -> Tally:
    """A file of an entity that is not kept: its rows are counted, and nothing else of it."""
    tally = Tally()
    for block in told(blocks(read, tally.encodings, is_quoted=is_table)):
        tally.rows += len(block)
    tally.rows -= is_table and tally.rows > 0
    return tally
