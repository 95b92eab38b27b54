"""The addresses of the feed."""

import uuid
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from api.access.permissions import Permission
from api.access.who import Who, reads_feed, requires
from api.feed import entities, queries, service
from api.feed.columns import BREAKDOWNS, COMPARATORS, INDICATORS, PERIODS, UNITS, VALUES
from api.feed.files import Form
from api.feed.odata import ODataRoute
from api.feed.schemas import (
    FeedBreakdownParams,
    FeedBreakdownRead,
    FeedComparatorRead,
    FeedIndicatorRead,
    FeedPage,
    FeedParams,
    FeedPeriodRead,
    FeedRead,
    FeedTokenCreate,
    FeedTokenCreated,
    FeedTokenRead,
    FeedUnitRead,
    FeedValueParams,
    FeedValueRead,
    ODataParams,
)
from api.kernel.database import Db
from api.kernel.pages import Page, PageParams
from api.kernel.requests import room

router = room("feed")
odata_router = APIRouter(prefix="/odata/v1", route_class=ODataRoute, include_in_schema=False)
"""OData describes itself, in $metadata, and its errors have a form of their own: the contract only says where it is."""

Reader = Annotated[Who, reads_feed(Permission.indicators_read)]
ClientsManager = Annotated[Who, requires(Permission.clients_manage)]


def _ending(form: Annotated[Form, Path(description="The form of the file.")]) -> Form:
    """The form at the end of an address."""
    return form


_TEXT, _BYTES = {"schema": {"type": "string"}}, {"schema": {"type": "string", "format": "binary"}}
_FILES = {"text/csv": _TEXT, "application/x-ndjson": _TEXT, "application/vnd.apache.parquet": _BYTES}
_SAME = {"description": "Nothing has changed since the ETag in If-None-Match"}


def _table(page: Any) -> dict[str, Any]:
    """How a table is answered: a page of it in JSON, a file in the other forms, and 304 where nothing is new."""
    return {"response_class": Response, "responses": {200: {"model": page, "content": _FILES}, 304: _SAME}}


_FILE: dict[str, Any] = {
    "dependencies": [Depends(_ending)], "description": "The same table, in the form at the end of the address.",
}  # fmt: skip
_VALUES = _table(FeedPage[FeedValueRead])
_INDICATORS = _table(FeedPage[FeedIndicatorRead])
_UNITS = _table(FeedPage[FeedUnitRead])
_PERIODS = _table(FeedPage[FeedPeriodRead])
_BREAKDOWNS = _table(FeedPage[FeedBreakdownRead])
_COMPARATORS = _table(FeedPage[FeedComparatorRead])


@router.get("", response_model=FeedRead)
def read_feed(db: Db, who: Reader, request: Request) -> Any:
    """What the feed has: its tables with their columns and addresses, at which level you read it, and its revision."""
    return service.read_feed(db, who, request)


@router.get("/values.{form}", name="export_feed_values", **_FILE, **_VALUES)
@router.get("/values", **_VALUES)
def list_feed_values(db: Db, who: Reader, request: Request, filters: Annotated[FeedValueParams, Query()]) -> Any:
    """Every value of every indicator, unit and period, in the order in which they last changed.

    JSON comes in pages; CSV, NDJSON and Parquet, chosen by `Accept`, come whole."""
    return service.read_table(db, who, request, VALUES, filters)


@router.get("/indicators.{form}", name="export_feed_indicators", **_FILE, **_INDICATORS)
@router.get("/indicators", **_INDICATORS)
def list_feed_indicators(db: Db, who: Reader, request: Request, filters: Annotated[FeedParams, Query()]) -> Any:
    """What each indicator means: its numerator and denominator in words, which way is better, and its known gaps."""
    return service.read_table(db, who, request, INDICATORS, filters)


@router.get("/units.{form}", name="export_feed_units", **_FILE, **_UNITS)
@router.get("/units", **_UNITS)
def list_feed_units(db: Db, who: Reader, request: Request, filters: Annotated[FeedParams, Query()]) -> Any:
    """The council, its services and, where true figures are read, its teams."""
    return service.read_table(db, who, request, UNITS, filters)


@router.get("/periods.{form}", name="export_feed_periods", **_FILE, **_PERIODS)
@router.get("/periods", **_PERIODS)
def list_feed_periods(db: Db, who: Reader, request: Request, filters: Annotated[FeedParams, Query()]) -> Any:
    """Months, quarters and years of April to March, from the first that is computed to the present."""
    return service.read_table(db, who, request, PERIODS, filters)


@router.get("/comparators.{form}", name="export_feed_comparators", **_FILE, **_COMPARATORS)
@router.get("/comparators", **_COMPARATORS)
def list_feed_comparators(db: Db, who: Reader, request: Request, filters: Annotated[FeedParams, Query()]) -> Any:
    """Published figures to hold our own against: of England, the regions and other councils."""
    return service.read_table(db, who, request, COMPARATORS, filters)


@router.get("/breakdowns.{form}", name="export_feed_breakdowns", **_FILE, **_BREAKDOWNS)
@router.get("/breakdowns", **_BREAKDOWNS)
def list_feed_breakdowns(
    db: Db, who: Reader, request: Request, filters: Annotated[FeedBreakdownParams, Query()]
) -> Any:
    """What each month's figures count by age, sex, ethnicity and disability, of each unit by itself, to be added up.

    For readers of true figures alone: a small group tells of few."""
    return service.read_table(db, who, request, BREAKDOWNS, filters)


@router.get("/tokens", response_model=Page[FeedTokenRead])
def list_feed_tokens(db: Db, who: ClientsManager, filters: Annotated[PageParams, Query()]) -> Any:
    """The tokens with which tools read the feed, the newest first; those that have ended too."""
    return queries.list_tokens(db, who, filters)


@router.post("/tokens", response_model=FeedTokenCreated, status_code=201)
def create_feed_token(db: Db, who: ClientsManager, new: FeedTokenCreate) -> Any:
    """Give a BI tool's client a token that only reads the feed, at a level and for so many days.

    The token is in this answer and nowhere else."""
    return service.create_feed_token(db, who, new)


@router.post("/tokens/{token_id}/revoke", response_model=FeedTokenRead)
def revoke_feed_token(db: Db, who: ClientsManager, token_id: uuid.UUID) -> Any:
    """Revoke a token: whoever reads with it is refused at once."""
    return service.revoke_feed_token(db, who, token_id)


@odata_router.get("", name="read_odata_service")
@odata_router.get("/")
def read_odata_service(db: Db, who: Reader, request: Request) -> Any:
    """The feed for tools that speak OData 4.0: its entity sets."""
    return entities.read_service(db, who, request)


@odata_router.get("/$metadata")
def read_odata_metadata(who: Reader, request: Request) -> Any:
    """The entity sets and their columns in CSDL."""
    return entities.read_metadata(request)


@odata_router.get("/{entity_set}/$count")
def count_odata_entities(
    db: Db, who: Reader, request: Request, entity_set: str, params: Annotated[ODataParams, Query()]
) -> Any:
    """How many rows a filter lets through."""
    return entities.count_entities(db, who, request, entity_set, params)


@odata_router.get("/{entity_set}({key})")
def read_odata_entity(db: Db, who: Reader, request: Request, entity_set: str, key: str) -> Any:
    """One row by its key."""
    return entities.read_entity(db, who, request, entity_set, key)


@odata_router.get("/{entity_set}")
def list_odata_entities(
    db: Db, who: Reader, request: Request, entity_set: str, params: Annotated[ODataParams, Query()]
) -> Any:
    """A page of rows, filtered, ordered and with the columns that are asked for."""
    return entities.list_entities(db, who, request, entity_set, params)


@odata_router.get("/{rest:path}")
def refuse_odata_address(who: Reader, rest: str) -> Any:
    """What there is, said to whoever looks for something else."""
    return entities.refuse_address(who)


@odata_router.api_route("/{rest:path}", methods=["POST", "PUT", "PATCH", "DELETE"])
def refuse_odata_write(who: Reader, rest: str) -> Any:
    """That nothing can be written here, and no batch sent."""
    return entities.refuse_write(who)
