"""The addresses of imports."""

import uuid
from typing import Annotated, Any

from fastapi import Path, Query, Request, Response
from fastapi.responses import StreamingResponse

from api.access.permissions import Permission
from api.access.who import Who, requires

from api.imports.schemas import (
    ImportCreate,
    ImportFileRead,
    ImportFilters,
    ImportListed,
    ImportRead,
    RejectionFilters,
    RejectionRead,
)
from api.kernel.database import Db
from api.kernel.pages import Page
from api.kernel.requests import room

router = room("imports")

Manager = Annotated[Who, requires(Permission.imports_manage)]
Confirmer = Annotated[Who, requires(Permission.imports_confirm)]
