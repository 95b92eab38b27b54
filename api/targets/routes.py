"""The addresses of targets."""

from typing import Annotated, Any

from fastapi import Query

from api.access.permissions import Permission
from api.access.who import Who, requires
from api.kernel.database import Db
from api.kernel.pages import Page
from api.kernel.requests import room
from api.targets import queries, service
from api.targets.schemas import TargetFilters, TargetRead, TargetSet

router = room("targets")

Reader = Annotated[Who, requires(Permission.indicators_read)]
Setter = Annotated[Who, requires(Permission.targets_set)]


@router.get("", response_model=Page[TargetRead])
def list_targets(db: Db, who: Reader, filters: Annotated[TargetFilters, Query()]) -> Any:
    """What indicators are to reach, and all that was ever set, the latest said first."""
    return queries.list_targets(db, who, filters)


@router.post("", response_model=TargetRead, status_code=201)
def set_target(db: Db, who: Setter, new: TargetSet) -> Any:
    """Set a target and its tolerance from a day on, with the reason. What counted in the past stands."""
    return service.set_target(db, who, new)
