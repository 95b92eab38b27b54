"""Annex A, the workbook that Ofsted asks for before an inspection: lists of children, one sheet each.

A sheet is known by the number of its list; its header row may stand beneath titles. Of a child who is in several lists
there is one person and one allocated team: whose case it is, the lists nearest to the child's care tell best. Nothing
is kept of lists 10 and 11, which are of adoption and of adopters.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, BinaryIO

from api.imports.returns import lists, words
from api.imports.returns.faults import UnreadableReturn
from api.imports.returns.ids import Ids, Reference, team_id
from api.imports.returns.lists import List, Row
from api.imports.returns.looked_after import LOOKED_AFTER
from api.imports.returns.values import day, filled, person_id, tell, text
from api.imports.returns.workbook import sheets

Records = dict[tuple[str, object], dict[str, Any]]

_LISTS: dict[int, List] = {
    1: lists.CONTACTS, 2: lists.EARLY_HELP, 3: lists.REFERRALS, 4: lists.ASSESSMENTS, 5: lists.ENQUIRIES,
    9: lists.CARE_LEAVERS, 6: lists.NEED, 7: lists.PROTECTION, 8: LOOKED_AFTER,
}  # fmt: skip
"""In the order in which the lists are read: a later list's team goes over an earlier's."""
_ADOPTION = {10, 11}
_NUMBER = re.compile(r"list\W*_?(\d{1,2})(?!\d)|^\W*(\d{1,2})(?!\d)", re.IGNORECASE)
_TITLE_ROWS = 50
"""How far down a header row is looked for."""
_CASE_WORKER = "CW"


def read(_: str, stream: BinaryIO, ref: Reference, ignored: Counter[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The records of a workbook, each once: what two lists tell of one record is put together."""
    found = _found(stream)
    tell(ignored, (f"List_{number}" for number in sorted(found.keys() & _ADOPTION)))
    gathered: Records = {}
    for number, list_ in _LISTS.items():
        for rows in found.get(number, ()):
            ids = Ids(ref)
            for row in _rows(rows, number, list_, ignored):
                _gather(gathered, list_, row, ids)
    for (entity, _key), record in gathered.items():
        yield entity, record


def _found(stream: BinaryIO) -> dict[int, list[list[list[Any]]]]:
    """The rows of the sheets by the number of their list."""
    found: dict[int, list[list[list[Any]]]] = {}
    for name, rows in sheets(stream):
        named = _NUMBER.search(name)
        number = int(named[1] or named[2]) if named else 0
        if number in _LISTS or number in _ADOPTION:
            found.setdefault(number, []).append(rows)
    if not found:
        raise UnreadableReturn(
            "unknown_file", "No sheet of this workbook is named as one of Annex A: List 1 to List 11."
        )
    return found


def _rows(rows: list[list[Any]], number: int, list_: List, ignored: Counter[str]) -> Iterator[Row]:
    """The rows beneath the header, by the names of the list's columns; a column that is not there holds nothing."""
    start, places = _header(rows, list_)
    if places is None:
        if any(text(cell) for row in rows for cell in row):
            needed = "a child's unique id and the column that dates the list's rows"
            detail = f"This sheet has no row of column names that holds {needed}."
            raise UnreadableReturn("no_header_row", detail, sheet=f"List {number}")
        return
    others = [header for place, header in enumerate(rows[start - 1]) if place not in places.values()]
    dropped = [re.sub(r"\W+", "_", header.strip()) for header in others if isinstance(header, str) and header.strip()]
    for cells in rows[start:]:
        row = {name: text(cells[place]) if place is not None else None for name, place in places.items()}
        if any(row.values()):
            tell(ignored, dropped)
            row["child"] = person_id(row["child"])
            row["team_id"] = team_id(row["team"]) if row["team"] else None
            yield row


def _header(rows: list[list[Any]], list_: List) -> tuple[int, dict[str, int | None] | None]:
    """Where the rows of children begin, and in which place each column stands; None where no row is a header."""
    for index, cells in enumerate(rows[:_TITLE_ROWS]):
        squeezed = [re.sub(r"[^a-z0-9]", "", cell.lower()) if isinstance(cell, str) else "" for cell in cells]
        places: dict[str, int | None] = {}
        for name, pattern in (lists.COMMON | list_.columns).items():
            free = (place for place, header in enumerate(squeezed) if header and place not in places.values())
            places[name] = next((place for place in free if re.search(pattern, squeezed[place])), None)
        if places["child"] is not None and places[list_.needed] is not None:
            return index + 1, places
    return 0, None


def _gather(gathered: Records, list_: List, row: Row, ids: Ids) -> None:
    child = row["child"]
    person = {"pers_dob": day(row["born"]), "pers_sex": words.SEX.read(row["sex"]),
              "pers_ethnicity": words.ETHNICITY.read(row["ethnicity"])}  # fmt: skip
    _put(gathered, "person", {"pers_person_id": child, **filled(person)})
    for entity, record in list_.records(row, ids):
        _put(gathered, entity, record)
    if row["team"]:
        _put(gathered, "department", {"dept_team_id": row["team_id"], "dept_team_name": row["team"]})
        made = ids.make("involvements", child, kind="team")
        gathered.pop(("involvements", made), None)
        _put(gathered, "involvements", {
            "invo_involvements_id": made, "invo_person_id": child, "invo_professional_role_id": _CASE_WORKER,
            "invo_professional_team": row["team_id"], "invo_involvement_end_date": day(row.get("closed")),
        })  # fmt: skip


def _put(gathered: Records, entity: str, record: dict[str, Any]) -> None:
    """Add a record, or what it adds to the one with its id; of those without one none may take another's place."""
    id_ = next(iter(record.values()))
    known = gathered.setdefault((entity, id_ if id_ is not None else object()), record)
    known.update(filled(record))
