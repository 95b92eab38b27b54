"""The address of compat, which stands at the root as the DfE's does: a council changes where its sender points to."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request

from api.access.permissions import Permission
from api.access.who import Who, requires
from api.compat import service
from api.compat.schemas import described
from api.kernel.database import Db
from api.kernel.requests import RawBody, StrictRoute, room

router = room("compat")
"""Empty: what senders build upon is not under /api/v1."""
compat_router = APIRouter(prefix="/compat/dfe/v1", tags=["compat"], route_class=StrictRoute)

Pusher = Annotated[Who, requires(Permission.records_push)]
LaCode = Annotated[str, Path(description="The authority's code: three digits, or E and eight digits.")]

_BODY = {"required": True, "content": {"application/json": {"schema": described()}}}


@compat_router.post(
    "/children_social_care_data/{la_code}/children", response_model=list[str], openapi_extra={"requestBody": _BODY}
)
def push_children(db: Db, who: Pusher, request: Request, la_code: LaCode, body: RawBody) -> Any:
    """Push up to 100 children as to the DfE's receiver, and get as many receipt names in the same order.

    Absent fields stay, null clears, `purge` withdraws; names, pupil numbers and postcodes are dropped unread.
    A fault of form refuses the whole batch with 400 and names the children as `[3]`; codes outside their lists are
    taken. The header SupplierKey is let pass.
    """
    return service.push_children(db, who, request.state.request_id, la_code, body)
