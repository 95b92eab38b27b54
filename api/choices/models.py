"""The council's own figures: what no source fixes for the whole country, and each council settles for itself."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Index
from sqlmodel import Field

from api.kernel import clock
from api.kernel.database import Table, choice


class ChoiceName(StrEnum):
    """What a council may settle for itself."""

    audit_days = "audit_days"
    recently_audited_months = "recently_audited_months"
    coverage_months = "coverage_months"
    reminder_days = "reminder_days"
    acknowledgement_days = "acknowledgement_days"
    re_audit_days = "re_audit_days"
    action_days = "action_days"
    action_days_inadequate = "action_days_inadequate"
    action_escalation_days = "action_escalation_days"
    moderation_share = "moderation_share"
    moderation_days = "moderation_days"
    new_auditor_audits = "new_auditor_audits"
    outlier_grades = "outlier_grades"
    dispute_days = "dispute_days"
    la_code = "la_code"


@dataclass(frozen=True)
class Known:
    """What a choice means, its unit, its default (no sector standard: there is none), and between what it lies."""

    title: str
    unit: str
    default: int
    least: int
    most: int


KNOWN: dict[ChoiceName, Known] = {
    ChoiceName.audit_days: Known("An audit is due after", "working days", 20, 1, 250),
    ChoiceName.recently_audited_months: Known("A child audited within so long is not drawn again", "months", 12, 0, 60),
    ChoiceName.coverage_months: Known("Coverage looks back over", "months", 12, 1, 60),
    ChoiceName.reminder_days: Known("A reminder comes before the day something is due", "working days", 3, 0, 30),
    ChoiceName.acknowledgement_days: Known("An inadequate audit is acknowledged within", "working days", 1, 0, 30),
    ChoiceName.re_audit_days: Known("A re-audit is due after", "working days", 60, 1, 250),
    ChoiceName.action_days: Known("An action is due after", "working days", 20, 1, 250),
    ChoiceName.action_days_inadequate: Known(
        "An action after an inadequate audit is due after", "working days", 10, 1, 250
    ),
    ChoiceName.action_escalation_days: Known("An overdue action escalates after", "working days", 5, 0, 60),
    ChoiceName.moderation_share: Known("Audits moderated at random", "per cent", 20, 0, 100),
    ChoiceName.moderation_days: Known("A moderation is due after", "working days", 5, 1, 60),
    ChoiceName.new_auditor_audits: Known("A new auditor's first audits are all moderated", "audits", 5, 0, 50),
    ChoiceName.outlier_grades: Known("An overall grade so far from the answers' own is moderated", "grades", 1, 1, 10),
    ChoiceName.dispute_days: Known("A dispute is settled within", "working days", 10, 1, 60),
    ChoiceName.la_code: Known("The council's code in published figures, 0 for none", "DfE code", 0, 0, 999),
}  # fmt: skip


class LocalChoice(Table, table=True):
    """A figure the council has settled, from a day on; the latest that has begun counts, and none is changed."""

    __table_args__ = (Index("ix_local_choice_name", "name", "from_on", "set_at"),)

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    name: ChoiceName = Field(sa_type=choice(ChoiceName))
    value: int
    from_on: date
    reason: str = Field(max_length=4_000)
    set_by_id: uuid.UUID = Field(foreign_key="person.id")
    set_at: datetime = Field(default_factory=clock.now)
