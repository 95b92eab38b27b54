"""What a file of an import must be, and how it comes in: read as it arrives, staged, and kept whole or not at all.

A sixth file because the rules of files are many, and none of them is about what may be done with an import.
"""

import io
import re
import uuid
from collections import Counter
from typing import Any

import orjson
from fastapi import Request
from sqlmodel import Session

from api.access.who import Who
from api.cases.models import IGNORED
from api.imports import queries, reading
from api.imports.models import Import, ImportFile, ImportFormat, ImportState
from api.imports.names import entity_named, part_named
from api.intake.bodies import ARRAY, LINES, TABLES, media_type_of
from api.intake.entities import BY_NAME, Entity
from api.intake.models import Rejection
from api.intake.outcomes import remembered
from api.intake.service import UnknownEntity
from api.intake.staging import Staging, StagingDroppedError
from api.kernel.bodies import Body, taking_turns
from api.kernel.database import Database, enter, settle
from api.kernel.errors import Conflict, Invalid, TooLarge
from api.kernel.lines import in_utf8

MAX_WORKBOOK_BYTES = 60_000_000
MAX_ARRAY_BYTES = 20_000_000
_MOST_NAMES = 200
_COLUMN_NAME = re.compile(r"(?!(.*\d){4})[A-Za-z]\w{0,62}", re.ASCII)
"""A name has few digits; the numbers of children have many."""


class ImportNotOpen(Conflict):
    detail = "The import takes no more files: it was committed or has ended."


class InAnotherFile(Conflict):
    """The same rows in two files would count twice."""


class UnknownFileType(Invalid):
    status = 415
    detail = "Send text/csv with the column names in the first line, or application/x-ndjson with one record a line."


class ArrayTooLarge(TooLarge):
    detail = "A JSON array of more than 20 MB cannot be read as it comes: send application/x-ndjson, one record a line."


class NotAnArray(Invalid):
    detail = "The file must be an array of records, each an object, in strict JSON."


def upload_file(db: Session, request: Request, who: Who, import_id: uuid.UUID, name: str, body: Body) -> ImportFile:
    """Read a file as it comes and stage its rows; sent again, it takes its own place. Nothing is kept of a broken one.

    No transaction is open while the sender takes its time.
    """
    import_ = _open(db, import_id, name)
    database: Database = request.app.state.database
    number = queries.next_file_number(db)
    gate = settle(db)
    with taking_turns():
        try:
            tally = _read(
                Staging(database, import_id, number), import_, name, request.headers.get("content-type"), body
            )
        except StagingDroppedError:
            raise ImportNotOpen from None
        body.drain()
    enter(db, gate)
    _open(db, import_id, name)
    queries.forget_file(db, import_id, name)
    file = ImportFile(
        import_id=import_id, name=name, sha256=body.sha256, bytes_received=body.bytes_received, number=number,
        rows=tally.rows, rejected=tally.rejected, unchanged=tally.unchanged, repeated=tally.repeated,
        known_receipt=tally.known_receipt, entities=dict(tally.entities), staged=dict(tally.staged),
        rejected_of=dict(tally.rejected_of), encodings=dict(tally.encodings),
        ignored_fields=_column_names(tally.ignored), is_ignored=_is_ignored(import_, name),
    )  # fmt: skip
    db.add(file)
    db.flush()
    db.add_all(_rejections(import_, file, tally))
    db.flush()
    return file


def _open(db: Session, import_id: uuid.UUID, name: str) -> Import:
    """The import, if it takes this file."""
    import_ = queries.get_import(db, import_id, for_update=True)
    if import_.state != ImportState.open:
        raise ImportNotOpen
    if import_.format == ImportFormat.ssd:
        _refuse_other_names(db, import_id, name)
    return import_


def _refuse_other_names(db: Session, import_id: uuid.UUID, name: str) -> None:
    """An entity comes in one file, or in parts: two whole files would each be taken for all there is."""
    for file in queries.list_files(db, import_id):
        is_same = entity_named(file.name) == entity_named(name) and file.name != name
        if is_same and None in (part_named(file.name), part_named(name)):
            raise InAnotherFile(
                f"The entity has come as {file.name}: send that again, or all of it in parts, each named"
                f" {entity_named(name)}.part1, .part2 and so on."
            )


def _is_ignored(import_: Import, name: str) -> bool:
    return import_.format == ImportFormat.ssd and entity_named(name) in IGNORED


def _read(staging: Staging, import_: Import, name: str, content_type: str | None, body: Body) -> reading.Tally:
    if import_.format != ImportFormat.ssd:
        reader = reading.Reader(staging, import_.source_system)
        reader.read_return(import_.format, name, _whole(body) if import_.format == ImportFormat.annex_a else body)
        return reader.tally
    media_type = media_type_of(content_type)
    if media_type not in TABLES | LINES | {ARRAY}:
        body.drain()
        raise UnknownFileType
    entity = entity_named(name)
    if entity in IGNORED:
        return _count(media_type, body)
    if entity not in BY_NAME:
        body.drain()
        raise UnknownEntity
    reader = reading.Reader(staging, import_.source_system)
    _read_entity(reader, BY_NAME[entity], media_type, body, is_part=part_named(name) is not None)
    return reader.tally


def _read_entity(reader: reading.Reader, entity: Entity, media_type: str, body: Body, *, is_part: bool) -> None:
    """Read a file of one entity; one that comes in parts is read whole, since no part knows what the others hold."""
    if media_type in TABLES:
        reader.read_table(entity, body.read, knows=not is_part)
    elif media_type in LINES:
        reader.read_lines(entity, body.read, knows=not is_part)
    else:
        reader.read_records(entity, _array(body, reader.tally))


def _count(media_type: str, body: Body) -> reading.Tally:
    if media_type == ARRAY:
        tally = reading.Tally()
        tally.rows = len(_array(body, tally))
        return tally
    return reading.count_lines(body.read, is_table=media_type in TABLES)


def _whole(body: Body) -> io.BytesIO:
    """A workbook, which cannot be read as it comes."""
    whole = body.read(MAX_WORKBOOK_BYTES + 1)
    if len(whole) > MAX_WORKBOOK_BYTES:
        raise TooLarge
    return io.BytesIO(whole)


def _array(body: Body, tally: reading.Tally) -> list[Any]:
    whole = body.read(MAX_ARRAY_BYTES + 1)
    if len(whole) > MAX_ARRAY_BYTES:
        raise ArrayTooLarge
    try:
        records = orjson.loads(in_utf8(whole, tally.encodings))
    except orjson.JSONDecodeError:
        raise NotAnArray from None
    if type(records) is not list:
        raise NotAnArray
    return [record if type(record) is dict else None for record in records]


def _column_names(ignored: Counter[str]) -> dict[str, int]:
    """The names of columns that are not kept, in how many rows each came; what is no name could be about a child."""
    names = Counter[str]()
    for name, rows in ignored.items():
        names[name if _COLUMN_NAME.fullmatch(name) else "(no name)"] += rows
    return dict(names.most_common(_MOST_NAMES))


def _rejections(import_: Import, file: ImportFile, tally: reading.Tally) -> list[Rejection]:
    came = {"import_file_id": file.id, "source_system": import_.source_system, "file": file.name}
    return [
        remembered(fault, line=place, key=key, is_rejected=is_rejected, entity=entity, **came)
        for entity, place, key, is_rejected, fault in tally.faults
    ]
