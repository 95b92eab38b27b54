"""How case data is declared: each field once, with the name the Standard Safeguarding Dataset has for it.

Intake derives from the declarations what it accepts, how it reads it and where it stores it; the checks of data quality
derive parents and code lists, and the child's page and the documentation derive their words.
"""

import uuid
from collections.abc import Iterator
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ARRAY, BigInteger, Column, Date, Text
from sqlalchemy import Table as SqlTable
from sqlalchemy.sql.base import ReadOnlyColumnCollection
from sqlmodel import Field

from api.kernel.database import Table

ID_LENGTH = 48
"""The most characters an id may have in the Standard Safeguarding Dataset."""
CODE_LENGTH = 20
CHILD_REF_LENGTH = 16
WORDS_LENGTH = 100
"""The most characters of a code that some case systems write out in words."""

_WORDS = {"cp": "child protection", "nfa": "no further action", "sdq": "SDQ", "ehc": "EHC", "id": "ID"}
"""Short forms in column names, as they are read out."""


def ssd(
    name: str,
    *,
    aliases: tuple[str, ...] = (),
    max_length: int | None = None,
    index: bool = False,
    parent: str | None = None,
    codes: frozenset[str] | None = None,
    label: str | None = None,
) -> Any:
    """A field that the dataset calls `name`, or in some of its versions one of `aliases`.

    `parent` names the entity of which the field holds a record's id, in the same source system. A value outside `codes`
    is kept and told as a finding. `label` is what people read where the column's own name does not say it.
    """
    info = {"ssd": name, "aliases": aliases, "parent": parent, "codes": codes, "label": label}
    return Field(default=None, max_length=max_length, index=index, sa_column_kwargs={"info": info})


def ssd_list(name: str, *, aliases: tuple[str, ...] = (), codes: frozenset[str], label: str | None = None) -> Any:
    """A field that holds several codes; the dataset sends them as JSON in one text."""
    info = {"ssd": name, "aliases": aliases, "parent": None, "codes": codes, "label": label}
    return Field(default=None, sa_type=ARRAY(Text), sa_column_kwargs={"info": info})


def ssd_key(name: str, *, aliases: tuple[str, ...] = ()) -> Any:
    """The field by which a record is known in its source system; a record without it is rejected."""
    info = {"ssd": name, "aliases": aliases, "parent": None, "codes": None, "label": "Record's ID", "key": True}
    return Field(max_length=ID_LENGTH, primary_key=True, sa_column_kwargs={"info": info})


def ssd_child(name: str, *, aliases: tuple[str, ...] = (), is_optional: bool = False) -> Any:
    """The child the record is about: a person id comes in, its reference is stored.

    Needed in every record, unless `is_optional`: then a record that names nobody is about no child.
    """
    info = {"ssd": name, "aliases": aliases, "parent": None, "codes": None, "label": "Child", "child": True}
    default: dict[str, Any] = {"default": None} if is_optional else {}
    return Field(**default, max_length=CHILD_REF_LENGTH, index=True, sa_column_kwargs={"info": info})


class Record(Table):
    """What every row of case data has: where it came from, as of when, and when it last changed here.

    It is known by its source's own key: an id of ours would have no use, and cost every row an index.
    """

    entity: ClassVar[str]
    """What the dataset calls the table, as it stands in the address it is pushed to."""
    title: ClassVar[str]
    """What people call such records, in the plural."""
    key: ClassVar[str] = "source_id"
    """The column that is unique within a source system."""
    natural: ClassVar[tuple[str, ...]] = ()
    """The columns by which a record is known again whose id has changed; none where ids are the only means."""
    through: ClassVar[str | None] = None
    """The column whose parent says which child the record is about, where the record itself does not."""
    dated_by: ClassVar[str | None] = None
    """The column of the day the record is about; its first date, if not said."""

    source_system: str = Field(max_length=40, primary_key=True)
    as_of: datetime
    """The instant for which the source system vouches for these values."""
    received_at: datetime
    updated_at: datetime
    receipt_id: uuid.UUID | None = None
    """The receipt by which the row last changed."""
    sent_hash: int | None = Field(default=None, sa_type=BigInteger)
    """A hash of the line as it was sent, by which an unchanged one is known before it is read; null if it came else."""


def columns_of(model: type[Record]) -> ReadOnlyColumnCollection[str, Column[Any]]:
    """All columns of an entity's table, by name."""
    table: SqlTable = model.__table__  # type: ignore[attr-defined]  # SQLAlchemy gives every mapped class its table
    return table.columns


def facts(model: type[Record]) -> Iterator[Column[Any]]:
    """The declared columns that say something of their own: all but the record's id and the child it is about."""
    for column in columns_of(model):
        if "ssd" in column.info and "key" not in column.info and "child" not in column.info:
            yield column


def dated(model: type[Record]) -> Column[Any] | None:
    """The column of the day a record is about, if it has any."""
    if model.dated_by is not None:
        return columns_of(model)[model.dated_by]
    return next((column for column in facts(model) if isinstance(column.type, Date)), None)


def label(column: Column[Any]) -> str:
    """A column in the words people read: what the declaration says, or else its name read out."""
    said: str | None = column.info.get("label")
    if said is not None:
        return said
    bare = column.name.removeprefix("is_").removeprefix("has_").removesuffix("_source_id")
    bare = bare.removesuffix("_on") + " on" if bare.endswith("_on") else bare
    words = " ".join(_WORDS.get(word, word) for word in bare.split("_"))
    return words[:1].upper() + words[1:]
