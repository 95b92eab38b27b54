"""Writes Standard Safeguarding Dataset tables from any database into files that send_ssd.py sends.

Only the columns named in kept_columns.csv are read, so that names, UPNs and postcodes never leave the database.
Needs Python 3.9 or newer and the database's own DB-API driver (pyodbc, oracledb, psycopg).
"""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

KEPT_COLUMNS = Path(__file__).with_name("kept_columns.csv")


def kept_columns() -> dict[str, set[str]]:
    """The names of columns that Plumbline keeps, by entity; a column that had several names stands under each."""
    kept: dict[str, set[str]] = {}
    with KEPT_COLUMNS.open(newline="", encoding="ascii") as file:
        for row in csv.DictReader(file):
            kept.setdefault(row["entity"], set()).add(row["column"])
    return kept


def write_tables(connection: Any, folder: Path, schema: str = "") -> list[Path]:
    """Write each ssd_* table there is as one gzip file in `folder`, a row a line, and give the files.

    `connection` is an open DB-API connection; `schema` is written before the table's name.
    """
    written = []
    for entity, kept in kept_columns().items():
        table = f"{schema}.ssd_{entity}" if schema else f"ssd_{entity}"
        columns = [name for name in columns_of(connection, table) if name.lower() in kept]
        if columns:
            path = folder / f"ssd_{entity}.ndjson.gz"
            with gzip.open(path, "wt", encoding="utf-8", newline="\n") as file:
                file.writelines(lines_of(connection, table, columns))
            written.append(path)
    return written


def columns_of(connection: Any, table: str) -> list[str]:
    """The table's columns; none where it is not there or may not be read, which is said."""
    cursor = connection.cursor()
    try:
        cursor.execute(f"SELECT * FROM {table} WHERE 1 = 0")  # noqa: S608 - the names are the council's own
        return [column[0] for column in cursor.description]
    except Exception as fault:  # each driver has errors of its own
        connection.rollback()
        print(f"{table} is left out: {type(fault).__name__}")
        return []


def lines_of(connection: Any, table: str, columns: list[str]) -> Iterator[str]:
    """The table's rows, each as one line of JSON."""
    cursor = connection.cursor()
    cursor.execute(f"SELECT {', '.join(columns)} FROM {table}")  # noqa: S608 - likewise
    names = [name.lower() for name in columns]
    for row in cursor:
        record = {name: without_comments(name, value) for name, value in zip(names, row)}  # noqa: B905 - Python 3.9 knows no strict
        yield json.dumps(record, default=as_text) + "\n"


def without_comments(name: str, value: Any) -> Any:
    """A value as it is; of an outcome's JSON the flags alone, without what somebody wrote in words."""
    if not name.endswith("_json") or not isinstance(value, str):
        return value
    try:
        outcome = json.loads(value)
    except ValueError:
        return None
    if isinstance(outcome, dict):
        return {key: said for key, said in outcome.items() if "COMMENTS" not in key.upper()}
    return outcome


def as_text(value: Any) -> str:
    """A date, or a number with decimals, as text; other kinds have no place in these columns."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"A {type(value).__name__} cannot be sent.")
