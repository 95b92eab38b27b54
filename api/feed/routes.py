"""The addresses of the feed."""

from typing import Annotated, Any

from fastapi import Path, Query, Request, Response

from api.access.permissions import Permission
from api.access.who import Who, requires
from api.feed import service
from api.feed.columns import INDICATORS, PERIODS, UNITS, VALUES
from api.feed.files import Form
from api.feed.schemas import (
    FeedIndicatorRead,
    FeedPage,
    FeedParams,
    FeedPeriodRead,
    FeedRead,
    FeedUnitRead,
    FeedValueParams,
    FeedValueRead,
)
from api.kernel.database import Db
from api.kernel.requests import room

router = room("feed")

Reader = Annotated[Who, requires(Permission.indicators_read)]
Ending = Annotated[Form, Path(description="The form of the file.")]

_Answers = dict[int | str, dict[str, Any]]
_FORMS: dict[str, Any] = {
    "text/csv": {"schema": {"type": "string"}},
    "application/x-ndjson": {"schema": {"type": "string"}},
    "application/vnd.apache.parquet": {"schema": {"type": "string", "format": "binary"}},
}
_SAME: dict[str, Any] = {"description": "Nothing has changed since the ETag in If-None-Match"}


_VALUES: _Answers = {200: {"model": FeedPage[FeedValueRead], "content": _FORMS}, 304: _SAME}
_INDICATORS: _Answers = {200: {"model": FeedPage[FeedIndicatorRead], "content": _FORMS}, 304: _SAME}
_UNITS: _Answers = {200: {"model": FeedPage[FeedUnitRead], "content": _FORMS}, 304: _SAME}
_PERIODS: _Answers = {200: {"model": FeedPage[FeedPeriodRead], "content": _FORMS}, 304: _SAME}


@router.get("", response_model=FeedRead)
def read_feed(db: Db, who: Reader, request: Request) -> Any:
    """What the feed has: its tables with their columns and addresses, at which level you read it, and its revision."""
    return service.read_feed(db, who, request)


@router.get("/values", response_class=Response, responses=_VALUES)
def list_feed_values(db: Db, who: Reader, request: Request, filters: Annotated[FeedValueParams, Query()]) -> Any:
    """Every value of every indicator, unit and period, in the order in which they last changed.

    JSON comes in pages; CSV, NDJSON and Parquet, chosen by `Accept`, come whole."""
    return service.read_table(db, who, request, VALUES, filters)


@router.get("/values.{form}", response_class=Response, responses=_VALUES)
def export_feed_values(
    db: Db, who: Reader, request: Request, form: Ending, filters: Annotated[FeedValueParams, Query()]
) -> Any:
    """The same values, in the form at the end of the address."""
    return service.read_table(db, who, request, VALUES, filters, form)


@router.get("/indicators", response_class=Response, responses=_INDICATORS)
def list_feed_indicators(db: Db, who: Reader, request: Request, filters: Annotated[FeedParams, Query()]) -> Any:
    """What each indicator means: its numerator and denominator in words, which way is better, and its known gaps."""
    return service.read_table(db, who, request, INDICATORS, filters)


@router.get("/indicators.{form}", response_class=Response, responses=_INDICATORS)
def export_feed_indicators(
    db: Db, who: Reader, request: Request, form: Ending, filters: Annotated[FeedParams, Query()]
) -> Any:
    """The same catalogue, in the form at the end of the address."""
    return service.read_table(db, who, request, INDICATORS, filters, form)


@router.get("/units", response_class=Response, responses=_UNITS)
def list_feed_units(db: Db, who: Reader, request: Request, filters: Annotated[FeedParams, Query()]) -> Any:
    """The council, its services and, where true figures are read, its teams."""
    return service.read_table(db, who, request, UNITS, filters)


@router.get("/units.{form}", response_class=Response, responses=_UNITS)
def export_feed_units(
    db: Db, who: Reader, request: Request, form: Ending, filters: Annotated[FeedParams, Query()]
) -> Any:
    """The same units, in the form at the end of the address."""
    return service.read_table(db, who, request, UNITS, filters, form)


@router.get("/periods", response_class=Response, responses=_PERIODS)
def list_feed_periods(db: Db, who: Reader, request: Request, filters: Annotated[FeedParams, Query()]) -> Any:
    """Months, quarters and years of April to March, from the first that is computed to the present."""
    return service.read_table(db, who, request, PERIODS, filters)


@router.get("/periods.{form}", response_class=Response, responses=_PERIODS)
def export_feed_periods(
    db: Db, who: Reader, request: Request, form: Ending, filters: Annotated[FeedParams, Query()]
) -> Any:
    """The same periods, in the form at the end of the address."""
    return service.read_table(db, who, request, PERIODS, filters, form)
