"""What each entity accepts, made once from the tables: a column's type says how its value is read.

Adding a field to a table in `api/cases/models.py` is all it takes for intake to accept, check, store and describe it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from sqlalchemy import ARRAY, Boolean, Column, Date, Integer, Numeric, Table

from api.cases.models import ENTITIES, ID_LENGTH, Record
from api.cases.references import child_ref, seal
from api.intake import readers
from api.intake.readers import Fault, Reader, Rejected, Unread
from api.kernel.errors import FieldError

PURGE = "purge"
"""Beside a record's key, true: its source takes it back."""


Sent = dict[str, Any] | Fault | None
"""A record as it came; or what was wrong with its line; or None where it was not JSON."""

_NOT_JSON = Rejected(
    "json_invalid",
    "This line is not a record in strict JSON: one object, UTF-8, no NaN or Infinity, no lone surrogates.",
)


@dataclass(frozen=True)
class Accepted:
    """A column that comes in: its name in the dataset, where it is stored, and how it is read."""

    name: str
    column: str
    read: Reader
    bit: int
    """Marks in a row's `given` that the record held this column."""
    is_child: bool
    is_needed: bool
    max_length: int | None
    """Of text; short text without spaces or signs is stored as it comes."""


@dataclass(frozen=True)
class Shape:
    """How records with the same names in the same order are read."""

    known: list[tuple[str, str, Reader]]
    """The name as it was sent, the column, and its reader."""
    given: int
    ignored: list[str]
    withdraws: bool
    """Whether the records say if they are withdrawn."""


class Batch:
    """A body as it was read: by each record's place in it, what is to be stored, or None where it was rejected."""

    def __init__(self) -> None:
        self.keys: list[str | None] = []
        """The id as it was sent, for the sender's own use; for a child it is not stored."""
        self.rows: list[dict[str, Any] | None] = []
        self.errors: defaultdict[int, list[FieldError]] = defaultdict(list)
        self.ignored: Counter[str] = Counter()
        self.withdrawn: set[int] = set()
        """The places of records that are taken back; their rows hold the key alone."""


class Entity:
    """One entity of the dataset: reads records for its table."""

    def __init__(self, model: type[Record]) -> None:
        table: Table = model.__table__  # type: ignore[attr-defined]  # SQLAlchemy gives every mapped class its table
        self.name, self.title, self.table, self.key = model.entity, model.title, table, model.key
        self.key_name: str = table.c[model.key].info["ssd"]
        self.natural = model.natural
        self.description = (model.__doc__ or "").partition("\n\n")[0]
        declared = [column for column in table.columns if "ssd" in column.info]
        self.accepted = [_accept(column, 1 << place) for place, column in enumerate(declared)]
        names = [(column.name, str(column.type), column.info["ssd"], column.info.get("aliases")) for column in declared]
        self.declared = repr(names).encode()
        """How the columns are declared, in words that are others as soon as one is."""
        self.is_sealed = "source_id_encrypted" in table.columns
        self.stored = [accepted.column for accepted in self.accepted]
        self.stored += ["source_id_encrypted"] if self.is_sealed else []
        self._by_name = {
            name: accepted
            for column, accepted in zip(declared, self.accepted, strict=True)
            for name in (*column.info.get("aliases", ()), accepted.name)
        }
        self.needed = [(accepted.column, accepted.name) for accepted in self.accepted if accepted.is_needed]
        self._has_child = any(accepted.is_child for accepted in self.accepted)

    def read(self, source_system: str, records: Iterable[Sent]) -> Batch:
        """Read the records of a body; a fault or None stands for a line that was none."""
        batch, shapes = Batch(), dict[tuple[str, ...], Shape]()
        for index, record in enumerate(records):
            if not isinstance(record, dict):
                fault = record or _NOT_JSON
                batch.errors[index].append(FieldError(pointer=f"/{index}", code=fault.code, detail=fault.detail))
                batch.keys.append(None)
                batch.rows.append(None)
                continue
            names = tuple(record)
            shape = shapes.get(names) or shapes.setdefault(names, self._shape(names))
            if shape.ignored:
                batch.ignored.update(shape.ignored)
            if shape.withdraws and says_withdrawn(record[PURGE]):
                batch.withdrawn.add(index)
                row = self._read_withdrawn(index, record, batch)
            else:
                row = self._read_one(index, record, shape, batch)
            batch.keys.append(row.get(self.key))
            batch.rows.append(self._finish(source_system, index, row, batch))
        return batch

    def _read_one(self, index: int, record: dict[str, Any], shape: Shape, batch: Batch) -> dict[str, Any]:
        try:
            row = {column: read(record[name]) for name, column, read in shape.known}
        except (Fault, TypeError):
            return self._read_with_faults(index, record, shape, batch)
        row["given"] = shape.given
        return row

    def _read_withdrawn(self, index: int, record: dict[str, Any], batch: Batch) -> dict[str, Any]:
        """A record that is taken back: nothing but its key counts."""
        batch.withdrawn.add(index)
        key = {name: value for name, value in record.items() if self.is_key(name)}
        return self._read_one(index, key, self._shape(tuple(key)), batch)

    def find(self, name: str) -> Accepted | None:
        """The column that the dataset, in some version, calls `name`; capitals do not matter."""
        return self._by_name.get(name) or self._by_name.get(name.lower())

    def whole(self, source_id: str, record: dict[str, Any]) -> dict[str, Any]:
        """A record under an id, with null for each column that it leaves out."""
        said = {accepted.column for accepted in map(self.find, record) if accepted is not None}
        unsaid = {accepted.name: None for accepted in self.accepted if accepted.column not in said}
        rest = {name: value for name, value in record.items() if not self.is_key(name)}
        return {**unsaid, **rest, self.key_name: source_id}

    def is_key(self, name: str) -> bool:
        """Whether the dataset, in some version, calls the column by which records are known so."""
        accepted = self.find(name)
        return accepted is not None and accepted.column == self.key

    def _finish(self, source_system: str, index: int, row: dict[str, Any], batch: Batch) -> dict[str, Any] | None:
        """The row with a reference in the place of the person id; None where something needed is missing."""
        if row["given"] is None:
            return None
        for column, name in self.needed:
            if row.get(column) is None and (column == self.key or index not in batch.withdrawn):
                batch.errors[index].append(_error(index, name, Rejected("missing", "is needed in every record.")))
                return None
        if self._has_child and row.get("child_ref") is not None:
            person_id = row["child_ref"]
            row["child_ref"] = child_ref(source_system, person_id)
            if self.is_sealed:
                row["source_id_encrypted"] = "\\x" + seal(person_id).hex()
        return row

    def _shape(self, names: Sequence[str]) -> Shape:
        found = {name: self.find(name) for name in names}
        known = {name: accepted for name, accepted in found.items() if accepted is not None}
        return Shape(
            [(name, accepted.column, accepted.read) for name, accepted in known.items()],
            reduce(or_, (accepted.bit for accepted in known.values()), 0),
            [name for name in names if name not in known and name != PURGE],
            PURGE in names,
        )

    def _read_with_faults(self, index: int, record: dict[str, Any], shape: Shape, batch: Batch) -> dict[str, Any]:
        """Read a record value by value: what cannot be read is left out. `given` is None where it is rejected."""
        row: dict[str, Any] = {"given": 0}
        is_rejected = False
        for name, column, read in shape.known:
            try:
                row[column] = read(record[name])
                row["given"] |= self._shape([name]).given
            except Unread as fault:
                batch.errors[index].append(_error(index, name, fault))
            except Rejected as fault:
                batch.errors[index].append(_error(index, name, fault))
                is_rejected = True
            except TypeError:
                batch.errors[index].append(_error(index, name, Rejected("not_a_value", "must be a single value.")))
                is_rejected = True
        return {**row, "given": None} if is_rejected else row


def says_withdrawn(value: Any) -> bool:
    """Whether what stands under `purge` is a yes."""
    try:
        return readers.flag(value) is True
    except (Unread, TypeError):
        return False


def _accept(column: Column[Any], bit: int) -> Accepted:
    is_child, is_key = "child" in column.info, "key" in column.info
    is_needed = is_key or (is_child and not column.nullable)
    return Accepted(
        column.info["ssd"], column.name, _reader(column, is_child), bit, is_child, is_needed, _length(column, is_child)
    )


def _length(column: Column[Any], is_child: bool) -> int | None:
    length: int | None = getattr(column.type, "length", None)
    return ID_LENGTH if is_child else length


def _reader(column: Column[Any], is_child: bool) -> Reader:
    if isinstance(column.type, Date):
        return readers.day
    if isinstance(column.type, Boolean):
        return readers.flag
    if isinstance(column.type, Integer):
        return readers.whole_number
    if isinstance(column.type, Numeric):
        return readers.number
    if isinstance(column.type, ARRAY):
        return readers.code_list
    length: int = ID_LENGTH if is_child else column.type.length  # type: ignore[attr-defined]  # the rest are text
    return readers.text(length, Rejected if length == ID_LENGTH else Unread)


def _error(index: int, name: str, fault: Fault) -> FieldError:
    return FieldError(pointer=f"/{index}/{name}", code=fault.code, detail=f"{name} {fault.detail}")


BY_NAME = {model.entity: Entity(model) for model in ENTITIES}
