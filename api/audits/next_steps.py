"""What may be done next with an audit by whoever reads it, so that a screen offers nothing that would be refused.

A sixth file because every reading tells it, and a room above has a say: whether an audit was chosen for moderation.
"""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from sqlmodel import Session

from api.access.permissions import Permission
from api.access.who import Who
from api.audits.models import OPEN, AuditState, NextStep

Chosen = Callable[[Session, uuid.UUID, datetime], bool]

_chosen: list[Chosen] = []


class Standing(Protocol):
    """What must be known of an audit: who has it, and how far it has come."""

    @property
    def id(self) -> uuid.UUID: ...
    @property
    def auditor_id(self) -> uuid.UUID: ...
    @property
    def state(self) -> AuditState: ...
    @property
    def declined_at(self) -> datetime | None: ...
    @property
    def submitted_at(self) -> datetime | None: ...


def chosen_by(rule: Chosen) -> Chosen:
    """Register what tells whether an audit, as it was submitted at an instant, is final only after a moderation."""
    _chosen.append(rule)
    return rule


def list_next_steps(db: Session, who: Who, audit: Standing) -> list[NextStep]:
    """The verbs that this reader may try now, in the order in which a screen offers them.

    A step may still be refused for what only trying it can tell, such as an answer that is missing.
    """
    is_mine, is_open = audit.auditor_id == who.id, audit.state in OPEN
    is_submitted, can = audit.state == AuditState.submitted, who.permissions.__contains__
    allowed = {
        NextStep.update_audit: is_open and is_mine and audit.declined_at is None and can(Permission.audits_complete),
        NextStep.decline_audit: is_open and is_mine and audit.declined_at is None and can(Permission.audits_complete),
        NextStep.allocate_moderation: is_submitted and can(Permission.moderations_allocate),
        NextStep.finalise_audit: is_submitted and not is_mine and can(Permission.moderations_allocate)
        and not _is_chosen(db, audit),
        NextStep.reallocate_audit: is_open and can(Permission.audits_allocate),
        NextStep.override_conflict: is_open and not is_mine and can(Permission.audits_override),
        NextStep.withdraw_audit: (is_open or is_submitted) and can(Permission.audits_allocate),
    }  # fmt: skip
    return [step for step, is_allowed in allowed.items() if is_allowed]


def _is_chosen(db: Session, audit: Standing) -> bool:
    return audit.submitted_at is not None and any(rule(db, audit.id, audit.submitted_at) for rule in _chosen)
