"""Versions: what an indicator has counted by its conventions, from which day on, and why.

A sixth file because it is a noun of its own: a convention changes what is counted, and so begins a version.
"""

from datetime import date
from typing import Any

from sqlmodel import Session

from api.access.who import Who
from api.indicators import queries
from api.indicators.catalogue import delivered
from api.indicators.measures import Setting, find_measure, find_ratio
from api.indicators.measures.ratios import POPULATION
from api.indicators.models import Indicator
from api.indicators.wordings import wordings_of
from api.kernel import clock


def read_versions(db: Session, who: Who, code: str) -> dict[str, Any]:
    """All versions of an indicator's definition and all its wordings, the latest first, and the words it came with."""
    indicator = queries.get_indicator(db, code)
    return {
        "definitions": _definitions(db, who, indicator), "wordings": wordings_of(db, who, indicator),
        "delivered": delivered(code),
    }  # fmt: skip


def _definitions(db: Session, who: Who, indicator: Indicator) -> list[dict[str, Any]]:
    """One version for each day from which something is counted otherwise, and the first, which begins on no day."""
    days: list[date | None] = [None, *queries.list_definition_days(db, indicator.code)]
    ends = [*days[1:], None]
    measure = find_ratio(indicator.code) or find_measure(indicator.code)
    settings = [one for one in (measure.settings if measure else ()) if one is not POPULATION]
    changes = queries.list_setting_changes(db, who, indicator.code)
    today, found = clock.today(), []
    before: dict[str, int] = {}
    for number, (day, end) in enumerate(zip(days, ends, strict=True), indicator.definition_version):
        rows = {one.name: _row_on(changes[one.name], day) for one in settings}
        found.append({
            "number": number, "from_on": day, "to_on": end,
            "is_in_force": (day is None or day <= today) and (end is None or end > today),
            "conventions": [_convention(one, rows[one.name], before.get(one.name)) for one in settings],
        })  # fmt: skip
        before = {name: row["number"] for name, row in rows.items()}
    return found[::-1]


def _row_on(history: list[Any], day: date | None) -> Any:
    """The row of a convention that counts on a day, or from the first of days on."""
    counts = [row for row in history if row["to_on"] is None or row["to_on"] > row["from_on"]]
    return counts[-1] if day is None else next(row for row in counts if row["from_on"] <= day)


def _convention(setting: Setting, row: Any, before: int | None) -> dict[str, Any]:
    kept = {name: row[name] for name in ("number", "reason", "set_by_name", "set_at")}
    was = None if before == row["number"] else before
    return {"name": setting.name, "title": setting.title, "unit": setting.unit, "was": was} | kept
