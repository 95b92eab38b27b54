"""Putting the triangle together from the values that whoever asks may see."""

from datetime import date
from typing import Any

from sqlmodel import Session

from api.access.models import Unit, UnitKind
from api.access.who import Who
from api.indicators import queries as indicators
from api.indicators.catalogue import definitions
from api.indicators.models import Corner, PeriodType, ValueStatus
from api.indicators.sentences import period_label
from api.kernel import clock
from api.triangle import queries
from api.triangle.messages import message
from api.triangle.schemas import TriangleFilters

QUARTERS = 4
BALANCE_TEXT = (
    "On how many of the standards each side had something to say, in each of the last four whole quarters. In the "
    "middle of the triangle the three know as much as each other."
)
_COUNTED = {
    Corner.voice: "surveys answered in the last four whole quarters",
    Corner.numbers: "quarterly values of indicators in the last four whole quarters",
    Corner.practice: "audits that became final in the last four whole quarters",
}
_VOICE, _PRACTICE = "survey_responses", "audits_good"
_LEADING = frozenset(row["code"] for row in definitions())
"""Where several indicators tell of a standard, one of the first that were counted is shown."""
_UNKNOWN = dict.fromkeys(("indicator", "title", "unit", "polarity", "value", "n", "as_of"))
_PUBLISHED = {ValueStatus.ok, ValueStatus.provisional, ValueStatus.suppressed}


def read_triangle(db: Session, who: Who, filters: TriangleFilters) -> dict[str, Any]:
    """The triangle of a unit; NotFound where its figures are not for `who`."""
    unit = indicators.get_shown_unit(db, who, filters.unit_id)
    rows, last = indicators.list_evidence(db, who, unit.id), indicators.find_last_computation(db)
    starts = _last_quarters(clock.today())
    recent = [row for row in rows if row.period_type == PeriodType.quarter and row.period_start in starts]
    return {
        "as_of": last.data_as_of if last else None,
        "unit_id": unit.id,
        "unit_name": unit.name,
        "corners": {corner.value: _total(corner, recent) for corner in Corner},
        "balance": [_balance(start, recent) for start in starts],
        "balance_text": BALANCE_TEXT,
        "standards": [_standard(one, rows, unit) for one in queries.list_standards_in_force(db, clock.today())],
    }


def _last_quarters(today: date) -> list[date]:
    """The first days of the last four whole quarters, the oldest first: the running one would look empty."""
    running = today.year * 4 + (today.month - 1) // 3
    return [date(q // 4, q % 4 * 3 + 1, 1) for q in range(running - QUARTERS, running)]


def _balance(start: date, recent: list[Any]) -> dict[str, Any]:
    """On how many standards each corner spoke in one quarter; what is hidden counts, so that all see one balance."""
    spoken = {
        (row.corner, row.standard_number)
        for row in recent
        if row.period_start == start and (row.value is not None or row.value_status == ValueStatus.suppressed)
    }
    standards = {corner.value: sum(c == corner and n is not None for c, n in spoken) for corner in Corner}
    return {"label": period_label(PeriodType.quarter, start), **standards}


def _total(corner: Corner, recent: list[Any]) -> dict[str, Any]:
    """How much a corner gave in the four quarters; without a row there was nothing, a hidden one leaves it open."""
    mine = [row for row in recent if row.corner == corner]
    counts = [_pieces(corner, row) for row in mine]
    known = {row.code for row in mine if row.value is not None}
    n = None if None in counts else sum(count or 0 for count in counts)
    return {"n": n, "indicators": len(known), "counted": _COUNTED[corner]}


def _pieces(corner: Corner, row: Any) -> int | None:
    """What one quarter's row adds to the evidence of its corner: surveys answered, a figure, or audits."""
    if corner == Corner.numbers:
        return int(row.value is not None)
    counted = {_VOICE: row.numerator, _PRACTICE: row.denominator}
    if row.code not in counted:
        return 0
    return None if row.value_status == ValueStatus.suppressed else counted[row.code] or 0


def _standard(one: Any, rows: list[Any], unit: Unit) -> dict[str, Any]:
    corners = {corner.value: _corner(corner, one.number, rows, unit) for corner in Corner}
    return {"number": one.number, "text": one.text, **corners, "message": message(corners)}


def _corner(corner: Corner, number: int, rows: list[Any], unit: Unit) -> dict[str, Any]:
    """The latest financial year with data of the corner's indicator for a standard."""
    mine = [
        row for row in rows if (row.corner, row.standard_number, row.period_type) == (corner, number, PeriodType.year)
    ]
    mine.sort(key=lambda row: row.code not in _LEADING)
    row = next((row for row in mine if row.value_status in _PUBLISHED), None)
    if row is None:
        is_asked_here = corner != Corner.voice or unit.kind == UnitKind.council
        return {**_UNKNOWN, "status": ValueStatus.no_data if is_asked_here else ValueStatus.not_applicable}
    return {
        "indicator": row.code, "title": row.title, "unit": row.unit, "polarity": row.polarity, "value": row.value,
        "n": row.denominator, "as_of": min(row.period_end, clock.today()), "status": row.value_status,
    }  # fmt: skip
