"""Tables of text read column by column: the same readers as for single records, asked once for each distinct value.

A sixth file because a million rows cannot be read one at a time in the time a night has.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
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


def read_columns(entity: Entity, source_system: str, table: Mapping[str, pa.Array], places: Bits) -> Columns:
    """Read a table of text, of which null stands for nothing, as `Entity.read` would read its rows one by one."""
    read = Columns(places)
    keep: Mask = np.ones(len(places), dtype=bool)
    if PURGE in table:
        read.withdrawn = np.array([says_withdrawn(value) for value in table[PURGE].to_pylist()], dtype=bool)
    for name, column in table.items():
        accepted = entity.find(name)
        if accepted is None:
            if name != PURGE:
                read.ignored[name] = len(places)
            continue
        _take(entity, accepted, name, column, read, keep)
    _need(entity, read, keep)
    _name_faulty(entity, read)
    _refer(entity, source_system, read, keep)
    return _kept(read, keep)


def _take(entity: Entity, accepted: Accepted, name: str, column: pa.Array, read: Columns, keep: Mask) -> None:
    """Read one column; where rows are withdrawn, only their key counts."""
    values, faults, codes = _distinct(column, accepted)
    told = np.isin(codes, list(faults)) if faults else np.zeros(len(codes), dtype=bool)
    if accepted.column != entity.key:
        told &= ~read.withdrawn
    for row in np.flatnonzero(told):
        fault = faults[int(codes[row])]
        place = int(read.places[row])
        read.errors[place].append(
            FieldError(pointer=f"/{place}/{name}", code=fault.code, detail=f"{name} {fault.detail}")
        )
        keep[row] &= not isinstance(fault, Rejected)
    read.values[accepted.column] = values
    is_said = ~told if accepted.column == entity.key else ~told & ~read.withdrawn
    read.given |= np.where(is_said, accepted.bit, 0)


def _distinct(column: pa.Array, accepted: Accepted) -> tuple[pa.Array, dict[int, Fault], Bits]:
    """The column as it is stored, the faults by the code of the value that has them, and each row's code."""
    if accepted.max_length is not None and _is_plain(column, accepted.max_length):
        return column, {}, np.zeros(len(column), dtype=np.int64)
    coded = column.dictionary_encode()
    faults: dict[int, Fault] = {}
    stored: list[str | None] = []
    for code, value in enumerate(coded.dictionary.to_pylist()):
        try:
            found = accepted.read(value)
        except Fault as fault:
            found, faults[code] = None, fault
        stored.append(_WRITTEN[found] if type(found) is bool else found)
    values = pa.array(stored, pa.string()).take(coded.indices)
    return values, faults, pc.fill_null(coded.indices, -1).to_numpy(zero_copy_only=False).astype(np.int64)


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


def _refer(entity: Entity, source_system: str, read: Columns, keep: Mask) -> None:
    """Put references in the place of person ids, and where the entity is the child itself, seal the ids."""
    ids = read.values.get("child_ref")
    if ids is None:
        return
    if not entity.is_sealed and not ids.null_count:
        people = ids.to_numpy(zero_copy_only=False).tolist()
        read.values["child_ref"] = pa.array(child_refs(source_system, people), pa.string())
        return
    coded = ids.dictionary_encode()
    people = coded.dictionary.to_pylist()
    read.values["child_ref"] = pa.array(child_refs(source_system, people), pa.string()).take(coded.indices)
    if entity.is_sealed:
        sealed = ["\\x" + seal(person_id).hex() for person_id in people]
        read.values["source_id_encrypted"] = pa.array(sealed, pa.string()).take(coded.indices)


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
