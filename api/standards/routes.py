"""The addresses of standards: what is in force, versions, drafts, publication and comparison."""

import uuid
from typing import Annotated, Any

from fastapi import Query, Response

from api.access.permissions import Permission
from api.access.who import Who, requires
from api.kernel.database import Db
from api.kernel.pages import Page
from api.kernel.requests import IfMatch, room
from api.standards import queries, service
from api.standards.schemas import (
    ComparisonFilters,
    ComparisonRead,
    CriterionCreate,
    StandardsFilters,
    StandardsSetCreate,
    StandardsVersionCreate,
    StandardsVersionFilters,
    StandardsVersionListed,
    StandardsVersionPublish,
    StandardsVersionRead,
    StandardsVersionUpdate,
)

router = room("standards")

Reader = Annotated[Who, requires(Permission.standards_read)]
Drafter = Annotated[Who, requires(Permission.standards_draft)]
Publisher = Annotated[Who, requires(Permission.standards_publish)]


@router.get("", response_model=StandardsVersionRead)
def read_standards(db: Db, who: Reader, filters: Annotated[StandardsFilters, Query()], response: Response) -> Any:
    """The standards in force today or on the day `at`; a draft never is."""
    return queries.read_standards(db, who, filters, response)


@router.get("/versions", response_model=Page[StandardsVersionListed])
def list_standards_versions(db: Db, who: Reader, filters: Annotated[StandardsVersionFilters, Query()]) -> Any:
    """Versions without their words, the newest first; drafts are listed for those who write or publish them."""
    return queries.list_standards_versions(db, who, filters)


@router.post("/versions", response_model=StandardsVersionRead, status_code=201)
def create_standards_version(db: Db, who: Drafter, new: StandardsVersionCreate, response: Response) -> Any:
    """Start a draft as a copy of a version."""
    return service.create_standards_version(db, who, new, response)


@router.post("/sets", response_model=StandardsVersionRead, status_code=201)
def create_standards_set(db: Db, who: Drafter, new: StandardsSetCreate, response: Response) -> Any:
    """Begin a further set beside the practice standards; the answer is the draft of its first version."""
    return service.create_standards_set(db, who, new, response)


@router.get("/versions/{version_id}", response_model=StandardsVersionRead)
def read_standards_version(db: Db, who: Reader, version_id: uuid.UUID, response: Response) -> Any:
    """One version with all its words."""
    return queries.read_standards_version(db, who, version_id, response)


@router.patch("/versions/{version_id}", response_model=StandardsVersionRead)
def update_standards_version(
    db: Db, who: Drafter, version_id: uuid.UUID, change: StandardsVersionUpdate, version: IfMatch, response: Response
) -> Any:
    """Reword a draft; send only what changed, with the version you read in If-Match."""
    return service.update_standards_version(db, who, version_id, change, version, response)


@router.post("/versions/{version_id}/criteria", response_model=StandardsVersionRead, status_code=201)
def add_criterion(
    db: Db, who: Drafter, version_id: uuid.UUID, new: CriterionCreate, version: IfMatch, response: Response
) -> Any:
    """Add a criterion to a standard of a draft; its code is the next that no version has used."""
    return service.add_criterion(db, who, version_id, new, version, response)


@router.delete("/versions/{version_id}/criteria/{criterion_id}", response_model=StandardsVersionRead)
def remove_criterion(
    db: Db, who: Drafter, version_id: uuid.UUID, criterion_id: uuid.UUID, version: IfMatch, response: Response
) -> Any:
    """Remove a criterion from a draft."""
    return service.remove_criterion(db, who, version_id, criterion_id, version, response)


@router.post("/versions/{version_id}/publish", response_model=StandardsVersionRead)
def publish_standards_version(
    db: Db, who: Publisher, version_id: uuid.UUID, change: StandardsVersionPublish, response: Response
) -> Any:
    """Publish a draft once and for all; the version before it ends the day before `effective_from`."""
    return service.publish_standards_version(db, who, version_id, change, response)


@router.get("/versions/{version_id}/comparison", response_model=ComparisonRead)
def compare_standards_versions(
    db: Db, who: Reader, version_id: uuid.UUID, filters: Annotated[ComparisonFilters, Query()]
) -> Any:
    """What changed from the version `with` to this one, word by word; standards and criteria are paired by code."""
    return service.compare_standards_versions(db, who, version_id, filters.before)
