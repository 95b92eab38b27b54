"""The addresses of indicators and of their values."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response

from api.access.permissions import Permission
from api.access.who import Who, requires
from api.findings.schemas import SheetFilters
from api.indicators import breakdowns, evidence, queries, service, settings, versions, wordings
from api.indicators.defining import SettingRead, SettingSet, SettingTrial, TrialRead
from api.indicators.schemas import (
    BreakdownsRead,
    ComputationRead,
    CsvFilters,
    EvidenceRead,
    IndicatorFilters,
    IndicatorRead,
    IndicatorValueRead,
    MemberFilters,
    MembersRead,
    PlaceFilters,
    RevisionFilters,
    RevisionsRead,
    SeriesFilters,
    SeriesRead,
    ValueFilters,
    WholeGroupFilters,
    WholeGroupRead,
    WorkerFigures,
)
from api.indicators.telling import IndicatorUpdate, VersionsRead
from api.journal.reads import reads
from api.kernel.database import Db
from api.kernel.pages import Page
from api.kernel.requests import IfMatch, StrictRoute

router = APIRouter(tags=["indicators"], route_class=StrictRoute)

Reader = Annotated[Who, requires(Permission.indicators_read)]
Computer = Annotated[Who, requires(Permission.indicators_compute)]
Opener = Annotated[Who, reads(Permission.cases_read)]
Supervisor = Annotated[Who, reads(Permission.audits_read)]
Definer = Annotated[Who, requires(Permission.indicators_define)]
IndicatorCode = Annotated[str, Path(max_length=60, description="The indicator's code.")]
WorkerId = Annotated[str, Path(max_length=48, pattern=r"^[^\x00]+$", description="The worker's id in the case system.")]
SettingName = Annotated[str, Path(max_length=40, description="The convention's name.")]

_CSV: dict[str, Any] = {"text/csv": {"schema": {"type": "string"}}}
_SAME: dict[int | str, dict[str, Any]] = {
    304: {"description": "The data set has not changed since the ETag in If-None-Match"}
}


@router.get("/indicators", response_model=Page[IndicatorRead])
def list_indicators(db: Db, who: Reader, filters: Annotated[IndicatorFilters, Query()]) -> Any:
    """The catalogue: what each indicator means, what it counts and what to beware of."""
    return queries.list_indicators(db, who, filters)


@router.get("/indicators/{code}", response_model=IndicatorRead)
def read_indicator(db: Db, who: Reader, code: IndicatorCode, response: Response) -> Any:
    """One indicator's definition."""
    return queries.read_indicator(db, code, response)


@router.patch("/indicators/{code}", response_model=IndicatorRead)
def update_indicator(
    db: Db, who: Definer, code: IndicatorCode, change: IndicatorUpdate, version: IfMatch, response: Response
) -> Any:
    """Give an indicator other words, with the reason. What is counted stays; earlier words are kept for good."""
    return wordings.update_indicator(db, who, code, change, version, response)


@router.get("/indicators/{code}/versions", response_model=VersionsRead)
def read_versions(db: Db, who: Reader, code: IndicatorCode) -> Any:
    """What an indicator has counted and what it was called, from which day on, why and by whom, the latest first."""
    return versions.read_versions(db, who, code)


@router.get("/indicators/{code}/series", response_model=SeriesRead)
def read_series(db: Db, who: Reader, code: IndicatorCode, filters: Annotated[SeriesFilters, Query()]) -> Any:
    """One indicator over time for a unit, and a sentence that says what its chart shows."""
    return service.read_series(db, who, code, filters)


@router.get("/indicators/{code}/evidence", response_model=EvidenceRead)
def read_evidence(db: Db, who: Reader, code: IndicatorCode, filters: Annotated[PlaceFilters, Query()]) -> Any:
    """How one figure was computed: its definition, the conventions in force, its numerator and its denominator."""
    return evidence.read_evidence(db, who, code, filters)


@router.get("/indicators/{code}/evidence/children", response_model=MembersRead)
def list_evidence_children(db: Db, who: Opener, code: IndicatorCode, filters: Annotated[MemberFilters, Query()]) -> Any:
    """The children behind one figure whom your role reaches, met or not; that you saw them is journalled."""
    return evidence.list_evidence_children(db, who, code, filters)


@router.get("/indicators/{code}/breakdowns", response_model=BreakdownsRead)
def read_breakdowns(db: Db, who: Reader, code: IndicatorCode, filters: Annotated[PlaceFilters, Query()]) -> Any:
    """One figure by the age, sex, ethnicity and disability of the children behind it; each time the groups add up.

    For readers of true figures alone: a small group tells of few."""
    return breakdowns.read_breakdowns(db, who, code, filters)


@router.get("/indicators/{code}/revisions", response_model=RevisionsRead)
def list_revisions(db: Db, who: Reader, code: IndicatorCode, filters: Annotated[RevisionFilters, Query()]) -> Any:
    """One figure as it stands, and what it was each time before it changed."""
    return evidence.list_revisions(db, who, code, filters)


@router.get("/indicators/{code}/settings", response_model=list[SettingRead])
def list_settings(db: Db, who: Reader, code: IndicatorCode) -> Any:
    """The conventions by which an indicator is counted, such as an interval: today's numbers and all earlier ones."""
    return settings.list_settings(db, who, code)


@router.put("/indicators/{code}/settings/{name}", response_model=SettingRead)
def set_setting(db: Db, who: Definer, code: IndicatorCode, name: SettingName, new: SettingSet) -> Any:
    """Set a convention from a day on, with the reason; figures of earlier days stand, unless that day has passed."""
    return settings.set_setting(db, who, code, name, new)


@router.post("/indicators/{code}/settings/{name}/preview", response_model=TrialRead)
def preview_setting(db: Db, who: Definer, code: IndicatorCode, name: SettingName, trial: SettingTrial) -> Any:
    """What a number would have done to the council's last twelve whole months; nothing is stored."""
    return settings.preview_setting(db, code, name, trial)


@router.post("/indicator-values/compute", response_model=ComputationRead)
def compute_indicator_values(db: Db, who: Computer) -> Any:
    """Compute all values anew. Values that come out as before stay as they are, with their revision."""
    return service.compute_indicator_values(db, who)


@router.get(
    "/indicator-values",
    response_model=Page[IndicatorValueRead],
    responses={200: {"content": _CSV}, **_SAME},
)
def list_indicator_values(
    db: Db, who: Reader, request: Request, response: Response, filters: Annotated[ValueFilters, Query()]
) -> Any:
    """The feed: values in the order in which they last changed. With `Accept: text/csv` it comes as the whole file."""
    return service.list_indicator_values(db, who, request, response, filters)


@router.get("/indicator-values.csv", response_class=Response, responses={200: {"content": _CSV}, **_SAME})
def export_indicator_values(db: Db, who: Reader, request: Request, filters: Annotated[CsvFilters, Query()]) -> Any:
    """The feed as one file of CSV (RFC 4180), streamed: the columns of the JSON, the header also where no value is."""
    return service.export_indicator_values(db, who, request, filters)


@router.get("/whole-groups", response_model=Page[WholeGroupRead])
def list_whole_groups(db: Db, who: Definer, filters: Annotated[WholeGroupFilters, Query()]) -> Any:
    """Figures shown to members that are 0% or 100%, the smallest groups first: they tell about each one of the group.

    No rule hides them, as nobody is singled out: whether to speak about one is for a person to judge.
    """
    return queries.list_whole_groups(db, who, filters)


@router.get("/worker-figures/{worker_id}", response_model=WorkerFigures)
def read_worker_figures(db: Db, who: Supervisor, worker_id: WorkerId, filters: Annotated[SheetFilters, Query()]) -> Any:
    """What indicators count of one worker's cases, and of which children to talk. For supervision, never to compare."""
    return evidence.read_worker_figures(db, who, worker_id, filters)
