"""The addresses of sources."""

from typing import Annotated, Any

from fastapi import Path, Query

from api.access.permissions import Permission
from api.access.who import Who, requires
from api.journal.reads import reads
from api.kernel.database import Db
from api.kernel.pages import Page
from api.kernel.requests import room
from api.sources import service
from api.sources.schemas import (
    FindingFilters,
    FindingRead,
    QualityCounted,
    ReceiptFilters,
    ReceiptRead,
    SourceFilters,
    SourceListed,
    SourceRead,
)

router = room("sources")

Reader = Annotated[Who, requires(Permission.sources_read)]
Manager = Annotated[Who, requires(Permission.imports_manage)]
Mender = Annotated[Who, reads(Permission.findings_read)]

SourceName = Annotated[str, Path(max_length=40, pattern=r"^[^\x00]*$", description="A source system, by its name.")]
_FILE: dict[int | str, dict[str, Any]] = {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}


@router.get("", response_model=Page[SourceListed])
def list_sources(db: Db, who: Reader, filters: Annotated[SourceFilters, Query()]) -> Any:
    """The source systems: what came last, what is late, what is to be mended, and the import under way."""
    return service.list_sources(db, who, filters)


@router.get("/{source_system}", response_model=SourceRead)
def read_source(db: Db, who: Reader, source_system: SourceName) -> Any:
    """One source: per entity, also those that never came, whether it keeps coming and what may be wrong with it."""
    return service.read_source(db, who, source_system)


@router.post("/{source_system}/count", response_model=QualityCounted)
def count_quality(db: Db, who: Manager, source_system: SourceName) -> Any:
    """Count a source's rows and findings now; the worker does so by itself after records have come."""
    return service.count_quality(db, who, source_system)


@router.get("/{source_system}/receipts", response_model=Page[ReceiptRead])
def list_receipts(db: Db, who: Reader, source_system: SourceName, filters: Annotated[ReceiptFilters, Query()]) -> Any:
    """What came from a source, the latest first: one receipt for each entity of a push or an import."""
    return service.list_receipts(db, who, source_system, filters)


@router.get("/{source_system}/findings", response_model=Page[FindingRead], responses=_FILE)
def list_findings(db: Db, who: Mender, source_system: SourceName, filters: Annotated[FindingFilters, Query()]) -> Any:
    """The rows behind a check, to mend where they were written: that you saw the children is journalled.

    As CSV the first 10,000 rows, without paging. A child is told by its reference, never by a person id.
    """
    return service.list_findings(db, who, source_system, filters)
