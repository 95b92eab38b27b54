"""Writes the lists of kept columns that the senders carry, from the declarations: `python -m tests.senders.kept`."""

from sqlalchemy import ARRAY, Column, Date

from api.cases.models import ENTITIES
from tests.house.code import ROOT

SENDERS = ROOT / "openapi" / "senders"
CSV, SQL = SENDERS / "kept_columns.csv", SENDERS / "send_ssd.sql"
BEGIN, END = "-- Kept columns: begin. Written by python -m tests.senders.kept\n", "-- Kept columns: end.\n"


def kept() -> list[tuple[str, str, Column]]:
    """Each column that intake keeps: its entity, a name under which it may come, and the column itself."""
    return [
        (model.entity, name, column)
        for model in ENTITIES
        for column in model.__table__.columns
        if "ssd" in column.info
        for name in (column.info["ssd"], *column.info.get("aliases", ()))
    ]


def kind(column: Column) -> str:
    """How the T-SQL script makes text of a column's values."""
    if isinstance(column.type, Date):
        return "day"
    return "outcome" if isinstance(column.type, ARRAY) else "text"


def csv_text() -> str:
    """kept_columns.csv, which the Python sender reads."""
    return "entity,column\n" + "".join(f"{entity},{name}\n" for entity, name, _ in kept())


def sql_text(script: str) -> str:
    """The T-SQL script with the kept columns as they are now."""
    before, _, rest = script.partition(BEGIN)
    _, _, after = rest.partition(END)
    inserts = ""
    for model in ENTITIES:
        rows = [(name, kind(column)) for entity, name, column in kept() if entity == model.entity]
        values = ",\n    ".join(
            f"(N'{model.entity}', {i}, N'{name}', '{how}')" for i, (name, how) in enumerate(rows, 1)
        )
        inserts += f"INSERT @kept VALUES\n    {values};\n"
    return before + BEGIN + inserts + END + after


def write() -> None:
    """Bring both files in step with the declarations."""
    CSV.write_text(csv_text())
    SQL.write_text(sql_text(SQL.read_text()))


if __name__ == "__main__":
    write()
