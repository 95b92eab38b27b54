"""Tables of text read column by column: the same readers as for single records, asked once for each distinct value.

A sixth file because a million rows cannot be read one at a time in the time a night has.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from typing import Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
import pyarrow.compute as pc  # type: ignore[import-untyped]  # likewise

from api.cases.references import child_refs, seal
from api.intake.entities import PURGE, Accepted, Entity, says_withdrawn
from api.intake.readers import Fault, Rejected
from api.kernel.errors import FieldError

Bits = np.ndarray[Any, np.dtype[np.int64]]
Mask = np.ndarray[Any, np.dtype[np.bool_]]

_PLAIN_FIRST, _PLAIN_LAST = 0x21, 0x7E
_WRITTEN: dict[Any, str | None] = {True: "t", False: "f", None: None}
_MOST_REMEMBERED, _MOST_REMEMBERED_BYTES = 20_000, 4_000_000
"""Of a column: to find texts among those known takes as long, each time, as there are."""
_MOST_CHILDREN = 250_000
"""Whose references are held: 24 bytes each."""
_Read = tuple[Sequence[str | None], dict[int, Fault]]
"""What texts are stored as, and by their places the faults of those that cannot be."""
_NOTHING_KNOWN: tuple[pa.Array, pa.Array, dict[int, Fault]] = pa.array([], pa.string()), pa.array([], pa.string()), {}


class Columns:
    """Rows as they are to be stored, column by column.

    `values` has the stored columns that came, all text; `given` the columns each row held; `places` where each row
    stood in what was read. Rows that were rejected are not among them.
    """

    def __init__(self, places: Bits) -> None:
        self.places = places
        self.values: dict[str, pa.Array] = {}
        self.given: Bits = np.zeros(len(places), dtype=np.int64)
        self.errors: defaultdict[int, list[FieldError]] = defaultdict(list)
        """By the place of the row; a place that is not in `places` any more was rejected."""
        self.ignored: Counter[str] = Counter()
        self.withdrawn: Mask = np.zeros(len(places), dtype=bool)
        self.keys: dict[int, str] = {}
        """The ids, as they were sent, of rows with errors, by their place."""


class ColumnReader:
    """Reads the blocks of a file of one entity, as `Entity.read` would read their rows one by one."""

    def __init__(self, entity: Entity, source_system: str) -> None:
        self._entity = entity
        self._memos = {accepted.column: _Memo(partial(_read_each, accepted)) for accepted in entity.accepted}
        self._references = _references(source_system)

    def read(self, table: Mapping[str, pa.Array], places: Bits) -> Columns:
        """Read a block of text, of which null stands for nothing; `places` are those of its rows in the file."""
        read = Columns(places)
        keep: Mask = np.ones(len(places), dtype=bool)
        if PURGE in table:
            read.withdrawn = np.array([says_withdrawn(value) for value in table[PURGE].to_pylist()], dtype=bool)
        for name, column in table.items():
            accepted = self._entity.find(name)
            if accepted is not None:
                self._take(accepted, name, column, read, keep)
            elif name != PURGE:
                read.ignored[name] = len(places)
        _need(self._entity, read, keep)
        _name_faulty(self._entity, read)
        self._refer(read)
        return _kept(read, keep)

    def _take(self, accepted: Accepted, name: str, column: pa.Array, read: Columns, keep: Mask) -> None:
        """Read one column; where rows are withdrawn, only their key counts."""
        is_said = np.ones(len(places := read.places), dtype=bool)
        if accepted.column != self._entity.key:
            is_said &= ~read.withdrawn
        values, faults = self._read_column(accepted, column)
        for row, fault in faults.items():
            if is_said[row]:
                place = int(places[row])
                read.errors[place].append(
                    FieldError(pointer=f"/{place}/{name}", code=fault.code, detail=f"{name} {fault.detail}")
                )
                is_said[row] = False
                keep[row] &= not isinstance(fault, Rejected)
        read.values[accepted.column] = values
        read.given[is_said] |= accepted.bit

    def _read_column(self, accepted: Accepted, column: pa.Array) -> tuple[pa.Array, dict[int, Fault]]:
        """A column as it is stored, and the faults in it by row."""
        if accepted.max_length is not None and _is_plain(column, accepted.max_length):
            return column, {}
        return self._memos[accepted.column].look_up(column)

    def _refer(self, read: Columns) -> None:
        """Put references in the place of person ids, and where the entity is the child itself, seal the ids."""
        people = read.values.get("child_ref")
        if people is None:
            return
        read.values["child_ref"] = self._references.look_up(people)
        if self._entity.is_sealed:
            coded = people.dictionary_encode()
            sealed = ["\\x" + seal(person_id).hex() for person_id in coded.dictionary.to_pylist()]
            read.values["source_id_encrypted"] = pa.array(sealed, pa.string()).take(coded.indices)


class _Memo:
    """What the texts of a column were read as: most that a block says has been said in the blocks before."""

    def __init__(self, read: Callable[[list[str]], _Read]) -> None:
        self._read = read
        self._known = _NOTHING_KNOWN

    def look_up(self, column: pa.Array) -> tuple[pa.Array, dict[int, Fault]]:
        """A column as it is stored, and the faults in it by row."""
        sent, stored, faults = self._known
        at = pc.index_in(column, sent)
        if at.null_count > column.null_count:
            new = column.filter(at.is_null()).unique().drop_null()
            if len(sent) > _MOST_REMEMBERED or sent.nbytes + stored.nbytes > _MOST_REMEMBERED_BYTES:
                (sent, stored, faults), new = _NOTHING_KNOWN, column.unique().drop_null()
            read, faulty = self._read(new.to_pylist())
            faults = faults | {len(sent) + place: fault for place, fault in faulty.items()}
            sent, stored = pa.concat_arrays([sent, new]), pa.concat_arrays([stored, pa.array(read, pa.string())])
            self._known = sent, stored, faults  # in one go: another thread may be looking up
            at = pc.index_in(column, sent)
        return stored.take(at), _find_faults(at, faults)


def _find_faults(at: pa.Array, faults: dict[int, Fault]) -> dict[int, Fault]:
    if not faults:
        return {}
    known: Bits = pc.fill_null(at, -1).to_numpy()
    return {int(row): faults[int(known[row])] for row in np.flatnonzero(np.isin(known, list(faults)))}


class _References:
    """The references of a source's children, whichever file names them.

    Ids that are whole numbers, as most are, are kept in order: there may be many, and one is found among them in a few
    steps.
    """

    def __init__(self, source_system: str) -> None:
        self._refer = partial(child_refs, source_system)
        self._others = _Memo(lambda people: (self._refer(people), {}))
        self._known = np.zeros(1, dtype=np.int64), np.array(self._refer(["0"]), dtype="S")

    def look_up(self, people: pa.Array) -> pa.Array:
        """The references of person ids, in their order."""
        numbers = _whole_numbers(people)
        if numbers is None:
            return self._others.look_up(people)[0]
        ids, refs = self._known
        at = np.searchsorted(ids, numbers)
        new = np.unique(numbers[ids.take(at, mode="clip") != numbers])
        if len(new):
            if len(ids) + len(new) > _MOST_CHILDREN:
                ids, refs, new = ids[:0], refs[:0], np.unique(numbers)
            among = np.searchsorted(ids, new)
            ids, refs = np.insert(ids, among, new), np.insert(refs, among, self._refer(map(str, new.tolist())))
            self._known = ids, refs  # in one go: another thread may be looking up
            at = np.searchsorted(ids, numbers)
        return pa.array(refs[at]).cast(pa.string())


def _whole_numbers(texts: pa.Array) -> Bits | None:
    """Texts as the whole numbers that they are; None where one is none, or is not written as such a number is."""
    try:
        numbers = texts.cast(pa.int64())
    except pa.ArrowInvalid:
        return None
    is_the_same = not texts.null_count and numbers.cast(pa.string()).equals(texts)
    return numbers.to_numpy() if is_the_same else None


_references = cache(_References)


def _read_each(accepted: Accepted, texts: list[str]) -> _Read:
    """What texts are stored as, with the faults of those that cannot be."""
    faults: dict[int, Fault] = {}
    stored: list[str | None] = []
    for place, value in enumerate(texts):
        try:
            found = accepted.read(value)
        except Fault as fault:
            found, faults[place] = None, fault
        stored.append(_WRITTEN[found] if type(found) is bool else found)
    return stored, faults


def _is_plain(column: pa.Array, max_length: int) -> bool:
    """Whether all of a column is short text without spaces or signs: nothing to trim and nothing to refuse."""
    _, offsets, data = column.buffers()
    at = np.frombuffer(offsets, dtype=np.int32)[column.offset : column.offset + len(column) + 1]
    if len(column) == 0 or data is None:
        return True
    text = np.frombuffer(data, dtype=np.uint8)[at[0] : at[-1]]
    is_short = int(np.diff(at).max()) <= max_length
    return is_short and bool(((text >= _PLAIN_FIRST) & (text <= _PLAIN_LAST)).all())


def _need(entity: Entity, read: Columns, keep: Mask) -> None:
    """Reject the rows that lack what each must have; a row that is withdrawn needs its key alone."""
    for column, name in entity.needed:
        found = read.values.get(column)
        lacks = np.ones(len(keep), dtype=bool) if found is None else found.is_null().to_numpy(zero_copy_only=False)
        if column != entity.key:
            lacks = lacks & ~read.withdrawn
        fault = Rejected("missing", "is needed in every record.")
        for row in np.flatnonzero(lacks & keep):
            place = int(read.places[row])
            read.errors[place].append(
                FieldError(pointer=f"/{place}/{name}", code=fault.code, detail=f"{name} {fault.detail}")
            )
        keep &= ~lacks


def _name_faulty(entity: Entity, read: Columns) -> None:
    """Remember the ids of the rows about which there is something to say."""
    ids = read.values.get(entity.key)
    if ids is None or not read.errors:
        return
    for row in np.flatnonzero(np.isin(read.places, list(read.errors))):
        key = ids[int(row)].as_py()
        if key is not None:
            read.keys[int(read.places[row])] = key


def _kept(read: Columns, keep: Mask) -> Columns:
    """The same without the rows that were rejected."""
    if keep.all():
        return read
    mask = pa.array(keep)
    kept = Columns(read.places[keep])
    kept.values = {name: values.filter(mask) for name, values in read.values.items()}
    kept.given, kept.withdrawn = read.given[keep], read.withdrawn[keep]
    kept.errors, kept.ignored, kept.keys = read.errors, read.ignored, read.keys
    return kept
