"""What goes in and out about escalations."""

import uuid
from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from api.access.permissions import Role
from api.audits.schemas import AuditLink
from api.kernel.pages import PageParams
from api.kernel.schemas import Read, Reason, Write


class EscalationRead(Read):
    """An audit below good that somebody responsible is told of. The note is null for those without free text."""

    id: uuid.UUID
    audit_id: uuid.UUID
    audit_reference: str
    child_id: uuid.UUID
    child_ref: str
    unit_name: str | None
    grade: str
    grade_label: str
    role: Annotated[Role, Field(description="Who is told: the role, for the child's team or a unit above it.")]
    is_for_me: Annotated[bool, Field(description="Whether you may acknowledge it.")]
    raised_at: datetime
    due_on: date
    is_overdue: bool
    acknowledged_at: datetime | None
    acknowledged_by_name: str | None
    note: str | None
    needs_re_audit: Annotated[bool, Field(description="The lowest grade, and no re-audit allocated yet.")]
    re_audit: AuditLink | None


class EscalationFilters(PageParams):
    """Which escalations."""

    audit_id: uuid.UUID | None = None
    is_open: Annotated[bool | None, Field(description="Not acknowledged yet, or acknowledged.")] = None
    mine: Annotated[bool, Field(description="Only those you may acknowledge.")] = False


class EscalationAcknowledge(Write):
    """What is done about it, in words."""

    note: Reason
