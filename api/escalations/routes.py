"""The addresses of escalations."""

import uuid
from typing import Annotated, Any

from fastapi import Query

from api.access.permissions import Permission
from api.access.who import Who
from api.escalations import queries, service
from api.escalations.schemas import EscalationAcknowledge, EscalationFilters, EscalationRead
from api.journal.reads import reads
from api.kernel.database import Db
from api.kernel.pages import Page
from api.kernel.requests import room

router = room("escalations")

Reader = Annotated[Who, reads(Permission.audits_read)]
Acknowledger = Annotated[Who, reads(Permission.audits_acknowledge)]


@router.get("", response_model=Page[EscalationRead])
def list_escalations(db: Db, who: Reader, filters: Annotated[EscalationFilters, Query()]) -> Any:
    """Audits below good that somebody responsible is told of, the first due first."""
    return queries.list_escalations(db, who, filters)


@router.post("/{escalation_id}/acknowledge", response_model=EscalationRead)
def acknowledge_escalation(db: Db, who: Acknowledger, escalation_id: uuid.UUID, change: EscalationAcknowledge) -> Any:
    """Say that you know of it and what is done. 403 where the role that is told is not yours."""
    return service.acknowledge_escalation(db, who, escalation_id, change)
