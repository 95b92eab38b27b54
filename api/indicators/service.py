"""What may be done with indicators: compute their values, and read them as a series, a list or a file."""

from contextlib import nullcontext
from datetime import date, timedelta
from typing import Any

from fastapi import Request, Response
from sqlalchemy import text, update
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col
from starlette.responses import StreamingResponse

from api.access.who import Who
from api.indicators import queries, refreshing, states
from api.indicators.models import Computation, Indicator, PeriodType, ValueStatus
from api.indicators.schemas import CsvFilters, Narrowed, SeriesFilters, ValueFilters
from api.indicators.sentences import months_later, period_label, series_sentence
from api.kernel.database import Database
from api.kernel.errors import Conflict
from api.kernel.pages import refuse_paging
from api.kernel.requests import is_known, weights
from api.kernel.streams import stream_csv

_MONTHS = {PeriodType.month: 1, PeriodType.quarter: 3, PeriodType.year: 12}


class UnderWay(Conflict):
    detail = "The figures are being computed just now: they will be up to date in a few minutes."


def compute_indicators(database: Database, *, since: date | None = None, is_anew: bool = False) -> Computation:
    """Bring all values in step as plumbline_system, or compute them anew.

    `since` sets the first day from which the council stands behind them.
    """
    opened = refreshing.patient(database)
    with opened() as turn:
        refreshing.take_turn(turn, waits=True)
        if since is not None:
            with opened() as db:
                db.execute(update(Indicator).where(col(Indicator.effective_from) != since).values(effective_from=since))
        done = refreshing.refresh(opened, is_asked=True, is_anew=is_anew)
    assert done
    return done


def refresh_indicators(database: Database) -> Computation | None:
    """Bring values in step with what came in; None where there is no need, or somebody else is at it.

    Where nothing came in, a measure is counted anew, to see that its figures have stayed right.
    """
    opened = refreshing.patient(database)
    with opened() as turn:
        if not refreshing.take_turn(turn):
            return None
        try:
            done = refreshing.refresh(opened, is_asked=False)
            if done is None:
                refreshing.check_next(opened)
        except DBAPIError as error:
            states.put_off(opened, "", error)
            return None
    return done


def compute_indicator_values(db: Session, who: Who) -> Computation:
    """Bring all values in step, for somebody who may have it done; the computation alone sees every row."""
    before = db.execute(text("select current_setting('role')")).scalar_one()
    _become(db, "plumbline_system")
    if not refreshing.take_turn(db):
        raise UnderWay
    done = refreshing.refresh(lambda: nullcontext(db), is_asked=True)
    _become(db, before)
    assert done
    return done


def _become(db: Session, role: str) -> None:
    db.execute(text("select set_config('role', :role, true)"), {"role": role})


def read_series(db: Session, who: Who, code: str, filters: SeriesFilters) -> dict[str, Any]:
    """An indicator over time for one unit, with every period from the first value to the last, and its sentence."""
    indicator = queries.read_indicator(db, code)
    unit = queries.get_shown_unit(db, who, filters.unit_id)
    kind = filters.period_type
    points = fill_series(
        kind, [dict(row._mapping) for row in queries.list_series(db, who, indicator.id, unit.id, kind)]
    )
    return {
        "indicator": indicator, "unit": indicator.unit, "unit_id": unit.id, "unit_name": unit.name, "period_type": kind,
        "points": points, "target": indicator.target, "sentence": series_sentence(indicator, unit.name, points),
    }  # fmt: skip


def fill_series(kind: PeriodType, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The points with those in between for which nothing is known, each with its label."""
    by_start = {row["period_start"]: row for row in rows}
    points, start = [], rows[0]["period_start"] if rows else None
    while start is not None and start <= rows[-1]["period_start"]:
        after = months_later(start, _MONTHS[kind])
        empty = dict.fromkeys(("numerator", "denominator", "value", "lower", "upper"))
        nothing = {"period_start": start, "period_end": after - timedelta(days=1), "value_status": ValueStatus.no_data}
        points.append({**empty, **nothing, **by_start.get(start, {}), "label": period_label(kind, start)})
        start = after
    return points


def list_indicator_values(db: Session, who: Who, request: Request, response: Response, filters: ValueFilters) -> Any:
    """The values as a page of JSON, or as a whole file where CSV is asked for; 304 where the reader has this state."""
    wanted = weights(request.headers.get("accept", ""), ("text/csv", "application/json"))
    if wanted.get("text/csv", 0) > wanted.get("application/json", 0):
        refuse_paging(filters)
        return _file(db, who, request, filters, bom=False)
    headers = _headers(db, who, "json")
    if is_known(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    response.headers.update(headers)
    return queries.list_values(db, who, filters)


def export_indicator_values(db: Session, who: Who, request: Request, filters: CsvFilters) -> Response:
    """The values as a file of CSV; 304 where the reader has this state."""
    return _file(db, who, request, filters, bom=filters.bom)


def _file(db: Session, who: Who, request: Request, filters: Narrowed, *, bom: bool) -> Response:
    headers = _headers(db, who, "csv")
    if is_known(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    statement, _ = queries.values_statement(who, filters)
    lines = stream_csv(request.app.state.database, db, statement, by=("updated_at", "value_id"), bom=bom)
    headers["Content-Disposition"] = 'attachment; filename="indicator-values.csv"'
    return StreamingResponse(lines, media_type="text/csv; charset=utf-8; header=present", headers=headers)


def _headers(db: Session, who: Who, form: str) -> dict[str, str]:
    return {
        "ETag": f'"{queries.read_state(db, who)}-{form}"',
        "Cache-Control": "private, no-cache",
        "Vary": "Accept, Authorization, Cookie",
    }
