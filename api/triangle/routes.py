"""The address of the triangle."""

from typing import Annotated, Any

from fastapi import Query

from api.access.permissions import Permission
from api.access.who import Who, requires
from api.kernel.database import Db
from api.kernel.requests import room
from api.triangle import service
from api.triangle.schemas import TriangleFilters, TriangleRead

router = room("triangle")

Reader = Annotated[Who, requires(Permission.indicators_read)]


@router.get("", response_model=TriangleRead)
def read_triangle(db: Db, who: Reader, filters: Annotated[TriangleFilters, Query()]) -> Any:
    """Voice, numbers and practice in balance: what each says of each standard, and how much is known from where."""
    return service.read_triangle(db, who, filters)
