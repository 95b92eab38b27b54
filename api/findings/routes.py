"""The addresses of findings."""

import uuid
from typing import Annotated, Any

from fastapi import Path, Query, Response

from api.access.permissions import Permission
from api.access.who import Who, requires
from api.findings import queries, service, sheets
from api.findings.schemas import (
    AuditFindingRead,
    FindingActionCreate,
    FindingCreate,
    FindingFilters,
    FindingUpdate,
    SheetFilters,
    SheetListed,
    SheetListFilters,
    SheetRead,
    ThemeFilters,
    ThemeRead,
    ThemesRead,
)
from api.journal.reads import reads
from api.kernel.database import Db
from api.kernel.pages import Page
from api.kernel.requests import IfMatch, room

router = room("findings")

Reader = Annotated[Who, reads(Permission.audits_read)]
Auditor = Annotated[Who, reads(Permission.audits_complete)]
Setter = Annotated[Who, reads(Permission.actions_set)]
Staff = Annotated[Who, requires(Permission.tools_read)]
WorkerId = Annotated[str, Path(max_length=48, pattern=r"^[^\x00]+$", description="The worker's id in the case system.")]


@router.get("", response_model=Page[AuditFindingRead])
def list_audit_findings(db: Db, who: Reader, filters: Annotated[FindingFilters, Query()]) -> Any:
    """The findings of the audits you may see, strengths first, with their actions; none while you grade blind."""
    return queries.list_audit_findings(db, who, filters)


@router.post("", response_model=AuditFindingRead, status_code=201)
def make_finding(db: Db, who: Auditor, new: FindingCreate, response: Response) -> Any:
    """Write down a strength or an area for improvement of an audit that is not submitted, as its auditor."""
    return service.make_finding(db, who, new, response)


@router.get("/themes", response_model=ThemesRead)
def count_themes(db: Db, who: Reader, filters: Annotated[ThemeFilters, Query()]) -> Any:
    """What the final audits you may see found, by theme: strengths and areas for improvement apart."""
    return service.count_themes(db, who, filters)


@router.get("/theme-list", response_model=list[ThemeRead])
def list_themes(db: Db, who: Staff) -> Any:
    """The themes a finding can carry, in their order."""
    return queries.list_themes(db)


@router.get("/sheets", response_model=Page[SheetListed])
def list_sheets(db: Db, who: Reader, filters: Annotated[SheetListFilters, Query()]) -> Any:
    """The workers whose supervision sheets you may open, by name; never by what was found."""
    return queries.list_sheets(db, who, filters)


@router.get("/sheets/{worker_id}", response_model=SheetRead)
def read_sheet(db: Db, who: Reader, worker_id: WorkerId, filters: Annotated[SheetFilters, Query()]) -> Any:
    """A worker's supervision sheet: final audits of their cases, strengths first. For supervision, never to compare."""
    return sheets.read_sheet(db, who, worker_id, filters)


@router.get("/{finding_id}", response_model=AuditFindingRead)
def read_finding(db: Db, who: Reader, finding_id: uuid.UUID, response: Response) -> Any:
    """A finding with the actions that came of it."""
    return queries.read_finding(db, who, finding_id, response)


@router.patch("/{finding_id}", response_model=AuditFindingRead)
def update_finding(
    db: Db, who: Auditor, finding_id: uuid.UUID, change: FindingUpdate, version: IfMatch, response: Response
) -> Any:
    """Change a finding of an audit that is not submitted, as its auditor."""
    return service.update_finding(db, who, finding_id, change, version, response)


@router.delete("/{finding_id}", status_code=204)
def remove_finding(db: Db, who: Auditor, finding_id: uuid.UUID, version: IfMatch) -> None:
    """Remove a finding about which no action has been set, before its audit is submitted."""
    service.remove_finding(db, who, finding_id, version)


@router.post("/{finding_id}/actions", response_model=AuditFindingRead, status_code=201)
def set_finding_action(db: Db, who: Setter, finding_id: uuid.UUID, new: FindingActionCreate, response: Response) -> Any:
    """Set an action about a finding; child, team and source are those of its audit."""
    return service.set_finding_action(db, who, finding_id, new, response)
