"""Checking: whether what is kept of a measure is what counting it anew would keep, and letting go of it where not.

A sixth file because nothing here is needed to compute: it doubts what `rows` and `retaking` keep.
"""

from sqlmodel import Session

from api.indicators import rows
from api.indicators.measures import Measure
from api.indicators.rows import Pass, run

_KEPT = {"indicator_member": "on_date", "indicator_part": "month", "indicator_month": "month"}
"""The tables in which a measure is kept, each with its column of days."""
_MINE = "{kept} where indicator_id = any (:ids) and {day} >= :since"
_PART = "indicator_id, unit_id, month, x, n, part"
_PARTS = rows.BY_PART.format(rows="found", when="on_date <= :today", sign="")
_DIFFER = """
with found_rows as ({found}), kept_rows as (select {columns} from {mine})
select exists ((table found_rows except all table kept_rows) union all
               (table kept_rows except all table found_rows))"""


def is_astray(db: Session, at: Pass, measure: Measure) -> bool:
    """Whether all rows of a measure, taken anew, are others than those kept, or count otherwise, in all or by group."""
    rows.begin(db)
    is_other = rows.find(db, at, measure) or any(
        run(db, _DIFFER.format(found=found, columns=columns, mine=_mine(table)), **_of(at, measure)).scalar_one()
        for table, columns, found in (("indicator_member", "*", "table found"), ("indicator_part", _PART, _PARTS))
    )
    run(db, "drop table found")
    rows.end(db)
    return is_other


def forget(db: Session, at: Pass, measure: Measure) -> None:
    """Let go of all that is kept of a measure and would be taken again."""
    for table in _KEPT:
        run(db, f"delete from {_mine(table)}", **_of(at, measure))  # noqa: S608 - our own words


def _mine(table: str) -> str:
    return _MINE.format(kept=table, day=_KEPT[table])


def _of(at: Pass, measure: Measure) -> dict[str, object]:
    return {"ids": at.ids[measure.code], "since": rows.counted_since(at, measure), "today": at.today}
