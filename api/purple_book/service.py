"""The verbs of the Purple Book: arrange what stands in it, read it, and give it out as a file."""

import csv
import io
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from fastapi import Response
from sqlmodel import Session

from api.access.permissions import Permission
from api.access.who import Who
from api.charts.service import charts_of
from api.comparators.models import AreaKind
from api.comparators.service import compare_all
from api.exceptions.queries import list_open
from api.indicators.models import Indicator, PeriodType, ValueStatus
from api.indicators.queries import get_shown_unit
from api.indicators.sentences import months_later, period_label
from api.kernel import clock
from api.kernel.errors import FieldError, Invalid, Stale
from api.kernel.requests import etag
from api.kernel.streams import plain_text
from api.purple_book import queries
from api.purple_book.models import PurpleBookContents
from api.purple_book.schemas import BookFile, BookFilters, ContentsRead, ContentsSet
from api.targets.queries import Dated, dated_targets, rag

PERIODS = 13
"""So many columns: a year and the period a year ago."""
_DAY = timedelta(days=1)
_EMPTY = {"numerator": None, "denominator": None, "value": None, "value_status": ValueStatus.no_data}


def set_contents(db: Session, who: Who, new: ContentsSet, version: int, response: Response) -> dict[str, Any]:
    """Arrange what stands in the book, as a new version of it."""
    before = queries.find_contents(db)
    if before["version"] != version:
        raise Stale(current=ContentsRead.model_validate(before))
    codes = [code for group in new.groups for code in group.indicators]
    known, seen, faults = queries.list_chosen(db, codes), set(), []
    for at, group in enumerate(new.groups):
        for place, code in enumerate(group.indicators):
            pointer = f"/groups/{at}/indicators/{place}"
            if code not in known:
                faults.append(FieldError(pointer=pointer, code="unknown", detail="There is no such indicator."))
            if code in seen:
                detail = "This indicator stands in the book already."
                faults.append(FieldError(pointer=pointer, code="twice", detail=detail))
            seen.add(code)
    if faults:
        raise Invalid(errors=faults)
    db.add(PurpleBookContents(number=version + 1, groups=new.model_dump()["groups"], set_by_id=who.id))
    db.flush()
    return read_contents(db, response)


def read_contents(db: Session, response: Response) -> dict[str, Any]:
    """What stands in the book; the response is given its ETag."""
    contents = queries.find_contents(db)
    response.headers["ETag"] = etag(contents["version"])
    return contents


def read_book(db: Session, who: Who, filters: BookFilters) -> dict[str, Any]:
    """The book of a unit: for each chosen indicator its figures, and side by side what they say."""
    unit, kind = get_shown_unit(db, who, filters.unit_id), PeriodType(filters.period_type)
    contents = queries.find_contents(db)
    chosen = queries.list_chosen(db, [code for group in contents["groups"] for code in group["indicators"]])
    charts = charts_of(db, who, list(chosen.values()), unit, kind)
    targets = dated_targets(db, list(charts), [unit.id])
    beside = compare_all(db, list(chosen))
    raised = _raised(db, who, unit.id)
    periods = _periods(kind)
    lines = {
        code: _line(one, periods, charts[one.id], targets[one.id, unit.id])
        | _comparators(beside[code])
        | {"exceptions": None if raised is None else raised.get(code, [])}
        for code, one in chosen.items()
    }  # fmt: skip
    return {
        "unit_id": unit.id, "unit_name": unit.name, "period_type": kind, "periods": periods,
        "version": contents["version"], "sections": [
            {"title": group["title"], "lines": [lines[code] for code in group["indicators"] if code in lines]}
            for group in contents["groups"]
        ],
    }  # fmt: skip


def _raised(db: Session, who: Who, unit_id: Any) -> dict[str, list[Any]] | None:
    """The open exceptions of a unit by indicator; None for those who may read none."""
    if Permission.exceptions_read not in who.permissions:
        return None
    found: dict[str, list[Any]] = {}
    for row in list_open(db, unit_id):
        told_of = {"id": row.id, "reference": row.reference, "state": row.state, "reason": row.reason}
        found.setdefault(row.indicator, []).append(told_of)
    return found


def _periods(kind: PeriodType) -> list[dict[str, Any]]:
    """The last periods up to the running one, the oldest first."""
    months = 1 if kind == PeriodType.month else 3
    start = clock.today().replace(day=1)
    start = months_later(start, -((start.month - 1) % months))
    found = []
    for place in reversed(range(PERIODS)):
        begins = months_later(start, -place * months)
        end = months_later(begins, months) - _DAY
        found.append({"start": begins, "end": end, "label": period_label(kind, begins)})
    return found


def _line(one: Indicator, periods: Sequence[dict[str, Any]], chart: dict[str, Any], targets: Dated) -> dict[str, Any]:
    """An indicator's figures with the target that counted at the end of each period, and what its chart tells."""
    by_start = {point["period_start"]: point for point in chart["points"]}
    cells = []
    for period in periods:
        point = by_start.get(period["start"], _EMPTY)
        figures = {name: point[name] for name in _EMPTY}
        target = targets.on(min(period["end"], clock.today()))
        figures["target"] = target.target if target else None
        colour = rag(figures["value"], target.target, target.tolerance, one.polarity) if target else None
        cells.append(figures | {"rag": colour})
    known = [place for place, cell in enumerate(cells) if cell["value_status"] == ValueStatus.ok]
    now, latest = targets.on(clock.today()), known[-1] if known else None
    figure, tolerance = (now.target, now.tolerance) if now else (None, None)
    return {
        "indicator": one.code, "title": one.title, "unit": one.unit, "decimals": one.decimals,
        "polarity": one.polarity, "standard_number": one.standard_number, "target": figure,
        "tolerance": tolerance, "cells": cells, "latest": latest,
        "rag": None if latest is None else cells[latest]["rag"],
        "variation": chart["variation"], "assurance": chart["assurance"], "words": _words(chart),
    }  # fmt: skip


def _words(chart: dict[str, Any]) -> str:
    """Whether it is changing and whether it will meet its target, as the chart says it."""
    if all(point["value"] is None for point in chart["points"]):
        return "Nothing is known yet."
    assurance = chart["assurance_words"] if chart["assurance"] else ""
    return f"{chart['variation_words']}{f'; {assurance[0].lower()}{assurance[1:]}' if assurance else ''}."


def _comparators(beside: dict[str, Any]) -> dict[str, Any]:
    """The latest published figure of England and the region, and the mean of the neighbours."""
    found = {AreaKind.england: None, AreaKind.region: None}
    for area in beside["areas"]:
        if area["area_kind"] in found:
            found[area["area_kind"]] = _published(area["area_name"], area["years"])
    return {
        "england": found[AreaKind.england], "region": found[AreaKind.region],
        "neighbours": _published("Statistical neighbours", beside["mean_of_neighbours"]),
    }  # fmt: skip


def _published(name: str, years: Sequence[dict[str, Any]]) -> Any:
    if not years:
        return None
    known = ("period_label", "value", "value_status")
    last = years[-1]
    return {"area_name": name, **{key: last[key] for key in known}, "of_neighbours": last.get("of_neighbours")}


def export_book(db: Session, who: Who, filters: BookFile) -> Response:
    """The book as CSV, as it stands on the screen: a line for each indicator, a column for each period."""
    book = read_book(db, who, BookFilters(unit_id=filters.unit_id, period_type=filters.period_type))
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([
        "group", "indicator", "title", "unit", "better", "target", "tolerance", "rag", "variation", "assurance",
        *(period["label"] for period in book["periods"]), "england", "region", "neighbours", "open_exceptions",
    ])  # fmt: skip
    for section in book["sections"]:
        for line in section["lines"]:
            writer.writerow([plain_text(cell) for cell in _row(section["title"], line)])
    name = f"purple-book-{filters.period_type}s.csv"
    return Response(
        ("\ufeff" if filters.bom else "") + out.getvalue(), media_type="text/csv; charset=utf-8; header=present",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-cache"},
    )  # fmt: skip


def _row(group: str, line: dict[str, Any]) -> list[Any]:
    published = [line[name] and line[name]["value"] for name in ("england", "region", "neighbours")]
    cells = [cell["value"] if cell["value"] is not None else cell["value_status"].value for cell in line["cells"]]
    raised = "; ".join(one["reference"] for one in line["exceptions"] or ())
    return [
        group, line["indicator"], line["title"], line["unit"], line["polarity"].value, line["target"],
        line["tolerance"], line["rag"], line["variation"], line["assurance"], *cells, *published, raised,
    ]  # fmt: skip
