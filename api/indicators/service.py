"""What may be done with indicators: compute their values, and read them as a series, a list or a file."""

import uuid
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from fastapi import Request, Response
from sqlalchemy import text, update
from sqlmodel import Session, col
from starlette.responses import StreamingResponse

from api.access.models import UnitKind
from api.access.who import Who
from api.indicators import counting, queries
from api.indicators.hiding import Count, Place, hide, is_of_few_people, is_small_in_public
from api.indicators.models import Computation, Indicator, PeriodType, ValueStatus
from api.indicators.schemas import CsvFilters, Narrowed, SeriesFilters, ValueFilters
from api.indicators.sentences import period_label, series_sentence
from api.kernel import clock
from api.kernel.database import Database
from api.kernel.errors import FieldError, Invalid
from api.kernel.streams import stream_csv

_LOCK = text("select pg_advisory_xact_lock(hashtext('indicators'))")
_HIDDEN = text(
    "create temporary table hidden (indicator_id uuid, unit_id uuid, period_type text, period_start date)"
    " on commit drop"
)
_HIDE = text("insert into hidden values (:indicator_id, :unit_id, :period_type, :period_start)")
_AT_LEAST_EVERY = timedelta(minutes=15)
_UNDER_WAY = timedelta(seconds=30)
"""No transaction lasts longer: what was under way during the last computation is looked at again."""
_KINDS = [kind.value for kind in UnitKind]
_PUBLIC_KINDS = [UnitKind.council.value, UnitKind.service.value]
_MONTHS = {PeriodType.month: 1, PeriodType.quarter: 3, PeriodType.year: 12}


class WholeFileOnly(Invalid):
    detail = "CSV is always the whole result: leave out limit, cursor and total."


def compute_indicators(database: Database, *, since: date | None = None) -> Computation:
    """Compute all values as plumbline_system; `since` sets the first day from which the council stands behind them."""
    with database.transaction("plumbline_system") as db:
        if since is not None:
            db.execute(update(Indicator).where(col(Indicator.effective_from) != since).values(effective_from=since))
        return _compute(db)


def refresh_indicators(database: Database) -> Computation | None:
    """Compute all values if anything has changed since the last time or it is long ago; None where there is no need."""
    with database.transaction("plumbline_system") as db:
        last = queries.find_last_computation(db)
        is_old = last is not None and last.at < clock.now() - _AT_LEAST_EVERY
        return _compute(db) if last is None or is_old or queries.has_news(db, last.at - _UNDER_WAY) else None


def compute_indicator_values(db: Session, who: Who) -> Computation:
    """Compute all values, for somebody who may have it done; the computation alone sees every row."""
    before = db.execute(text("select current_setting('role')")).scalar_one()
    _become(db, "plumbline_system")
    done = _compute(db)
    _become(db, before)
    return done


def _become(db: Session, role: str) -> None:
    db.execute(text("select set_config('role', :role, true)"), {"role": role})


def _compute(db: Session) -> Computation:
    db.execute(_LOCK)
    now = clock.now()
    last = queries.find_last_computation(db)
    counting.count(db, clock.today())
    received = counting.received_until(db, now)
    db.execute(_HIDDEN)
    _hide(db, in_public=False)
    changed = counting.store(db, "indicator_value", _KINDS, now, received)
    _hide(db, in_public=True)
    changed += counting.store(db, "suppressed_value", _PUBLIC_KINDS, now, received)
    done = Computation(
        number=last.number + 1 if last else 1, at=now, data_as_of=received or now, computed=queries.count_rows(db),
        changed=changed, revision=(last.revision if last else 0) + (changed > 0),
    )  # fmt: skip
    db.add(done)
    db.flush()
    counting.clear(db)
    return done


def _hide(db: Session, *, in_public: bool) -> None:
    """Fill the table `hidden`: with what nobody may see, and in public with all that rests on few."""
    by_indicator: dict[uuid.UUID, list[Any]] = {}
    for row in queries.list_counts(db):
        by_indicator.setdefault(row.indicator_id, []).append(row)
    places = [
        {"indicator_id": indicator_id, "unit_id": unit_id, "period_type": kind, "period_start": start}
        for indicator_id, rows in by_indicator.items()
        for unit_id, kind, start in _hidden(rows, in_public=in_public)
    ]
    db.execute(text("truncate hidden"))
    if places:
        db.execute(_HIDE, places)


def _hidden(rows: list[Any], *, in_public: bool) -> set[Place]:
    fewest, adds_up = rows[0].fewest_people, not rows[0].is_snapshot
    counts = {(r.unit_id, r.period_type, r.period_start): Count(r.numerator, r.denominator, r.people) for r in rows}
    above = {r.unit_id: r.parent_id for r in rows if r.parent_id}
    few = is_of_few_people(fewest)
    found = hide(counts, above, few, adds_up_over_time=adds_up) if fewest else set()
    if in_public:
        found |= hide(counts, above, lambda c: is_small_in_public(c) or few(c), adds_up_over_time=adds_up)
    return found


def read_series(db: Session, who: Who, code: str, filters: SeriesFilters) -> dict[str, Any]:
    """An indicator over time for one unit, with every period from the first value to the last, and its sentence."""
    indicator = queries.get_indicator(db, code)
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
        after = _months_later(start, _MONTHS[kind])
        empty = dict.fromkeys(("numerator", "denominator", "value", "lower", "upper"))
        nothing = {"period_start": start, "period_end": after - timedelta(days=1), "value_status": ValueStatus.no_data}
        points.append({**empty, **nothing, **by_start.get(start, {}), "label": period_label(kind, start)})
        start = after
    return points


def _months_later(start: date, months: int) -> date:
    place = start.year * 12 + start.month - 1 + months
    return date(place // 12, place % 12 + 1, 1)


def list_indicator_values(db: Session, who: Who, request: Request, response: Response, filters: ValueFilters) -> Any:
    """The values as a page of JSON, or as a whole file where CSV is asked for; 304 where the reader has this state."""
    if _prefers_csv(request.headers.get("accept", "")):
        _refuse_paging(filters)
        return _file(db, who, request, filters, bom=False)
    headers = _headers(db, who, "json")
    if _has(request, headers):
        return Response(status_code=304, headers=headers)
    response.headers.update(headers)
    return queries.list_values(db, who, filters)


def _refuse_paging(filters: ValueFilters) -> None:
    given = sorted(filters.model_fields_set & {"limit", "cursor", "total"})
    if given:
        sentence = WholeFileOnly.detail
        raise WholeFileOnly(
            errors=[FieldError(pointer=f"?{n}", code="whole_file_only", detail=sentence) for n in given]
        )


def export_indicator_values(db: Session, who: Who, request: Request, filters: CsvFilters) -> Response:
    """The values as a file of CSV; 304 where the reader has this state."""
    return _file(db, who, request, filters, bom=filters.bom)


def _file(db: Session, who: Who, request: Request, filters: Narrowed, *, bom: bool) -> Response:
    headers = _headers(db, who, "csv")
    if _has(request, headers):
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


def _has(request: Request, headers: Mapping[str, str]) -> bool:
    """Whether If-None-Match names this state; weak marks, which proxies add, are forgiven."""
    given = request.headers.get("if-none-match", "")
    tags = {tag.strip().removeprefix("W/") for tag in given.split(",")}
    return "*" in tags or headers["ETag"] in tags


def _prefers_csv(accept: str) -> bool:
    weights = {"text/csv": 0.0, "application/json": 0.0}
    for part in accept.lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        if name in weights:
            given = next((p[2:] for p in parameters if p.startswith("q=")), "1")
            weights[name] = float(given) if given.replace(".", "", 1).isdecimal() else 0.0
    return weights["text/csv"] > weights["application/json"]
