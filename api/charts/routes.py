"""The addresses of charts and funnels."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query

from api.access.permissions import Permission
from api.access.who import Who, requires
from api.charts import service
from api.charts.schemas import ChartFilters, ChartRead, ChartsRead, FunnelFilters, FunnelRead
from api.kernel.database import Db
from api.kernel.requests import StrictRoute

router = APIRouter(tags=["charts"], route_class=StrictRoute)

Reader = Annotated[Who, requires(Permission.indicators_read)]
IndicatorCode = Annotated[str, Path(max_length=60, description="The indicator's code.")]


@router.get("/charts", response_model=ChartsRead)
def read_charts(db: Db, who: Reader, filters: Annotated[ChartFilters, Query()]) -> Any:
    """Every indicator of a unit: is it changing, and will it meet the target?"""
    return service.read_charts(db, who, filters)


@router.get("/indicators/{code}/chart", response_model=ChartRead)
def read_chart(db: Db, who: Reader, code: IndicatorCode, filters: Annotated[ChartFilters, Query()]) -> Any:
    """One indicator of a unit over time, with limits, signals, notes and what they mean in words."""
    return service.read_chart(db, who, code, filters)


@router.get("/indicators/{code}/funnel", response_model=FunnelRead)
def read_funnel(db: Db, who: Reader, code: IndicatorCode, filters: Annotated[FunnelFilters, Query()]) -> Any:
    """Teams or services in one period: who differs from the rest by more than chance. Nobody is ranked."""
    return service.read_funnel(db, who, code, filters)
