"""Statutory returns that councils make already, read into records of the dataset: no database, nothing identifying.

Three formats are known: `ssda903` (CSV files of looked-after children), `cin_census` (the XML file of children in need)
and `annex_a` (the workbook that Ofsted asks for before an inspection). What comes out names the dataset's own columns;
a value that cannot be understood goes through as it came, and the reader of its column judges it.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from api.imports.returns.annex_a import read as read_annex_a
from api.imports.returns.cin_census import read as read_cin_census
from api.imports.returns.faults import UnreadableReturn
from api.imports.returns.ids import Reference
from api.imports.returns.ssda903 import read as read_ssda903
from api.imports.returns.years import year_of

__all__ = ["FORMATS", "UnreadableReturn", "read_return", "year_of"]

Pairs = Iterator[tuple[str, dict[str, Any]]]

_READERS: dict[str, Callable[[str, Any, Reference, Counter[str]], Pairs]] = {
    "ssda903": read_ssda903,
    "cin_census": read_cin_census,
    "annex_a": read_annex_a,
}
FORMATS = tuple(_READERS)


def read_return(
    format: str,  # noqa: A002 - the word of the API
    name: str,
    stream: Any,
    ref: Reference,
    ignored: Counter[str],
) -> Pairs:
    """Pairs of an entity and a record of it, in the order of the file.

    `name` is the file's name, of which only a year is of use; `ref` gives the reference of a child, of which ids are
    made, because a return has none of its own. The order of several years' files is the caller's: the later goes over
    the earlier. `stream` is read once, from its beginning; a workbook's must be able to seek. What is not kept is
    counted in `ignored`, by its name. Raises UnreadableReturn, also after the first records, where the file as a whole
    cannot be trusted, and KeyError for a format that is none of FORMATS.
    """
    try:
        yield from _READERS[format](name, stream, ref, ignored)
    except UnreadableReturn as fault:
        fault.file = name
        raise
