"""What an audit said before it was returned for rework or given to somebody else: the copies, as they then stood.

A sixth file because it reads what was kept, while the audit itself has moved on; nobody ever writes here.
"""

import uuid
from typing import Any

from sqlalchemy import Text, cast, literal
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from api.access.models import Person
from api.access.permissions import Reach
from api.access.who import Who
from api.audits import queries
from api.audits.models import OPEN, Audit, AuditHandover, AuditSubmission
from api.kernel.pages import pick

_PROSE = ("reason", "said", "change")
_WRITTEN = ("text", "impact", "no_action_reason")


def read_earlier(db: Session, who: Who, audit_id: uuid.UUID) -> dict[str, Any]:
    """The copies in the order in which they were made.

    A draft that its auditor never submitted is not shown to those who see the audit because they work with the child.
    Who fills the audit in now sees what another wrote once they have submitted theirs: it is one person's judgement.
    Who may yet give a second grade sees no first one.
    """
    audit = queries.get_audit(db, audit_id)
    rows = list(_list_returned(db, audit_id))
    if who.reach - {Reach.own}:
        rows += _list_handovers(db, audit_id)
    is_blind = queries.is_blind(db, who, audit_id)
    items = [_item(who, audit, row, is_blind=is_blind) for row in sorted(rows, key=lambda row: row.at)]
    return {"audit_id": audit_id, "items": items}


def _item(who: Who, audit: Audit, row: Any, *, is_blind: bool) -> dict[str, Any]:
    item, written = dict(row._mapping), dict(row.written)
    del item["written"]
    is_withheld = audit.auditor_id == who.id and audit.state in OPEN and item.pop("auditor_id") != who.id
    item.pop("auditor_id", None)
    if not who.sees_free_text:
        item["reason"] = None
    words = None if is_withheld else _words(written, is_blind=is_blind, is_readable=who.sees_free_text)
    return item | {"is_withheld": is_withheld, "words": words}


def _words(written: dict[str, Any], *, is_blind: bool, is_readable: bool) -> dict[str, Any]:
    """What was written, without what would give a first grade away and without free text where need be."""
    whole = {name: None if is_blind else written[name] for name in ("grade", "overall_reason", "summary")}
    answers = written["answers"]
    voices, findings = written.get("voices"), None if is_blind else written.get("findings")
    if is_blind:
        answers = {key: answer | {"grade": None} for key, answer in answers.items()}
        voices = voices and {place: voice | {"change": None} for place, voice in voices.items()}
    if not is_readable:
        whole |= {"overall_reason": None, "summary": None}
        answers = {key: answer | {"reason": None} for key, answer in answers.items()}
        voices = voices and {place: _unsaid(voice) for place, voice in voices.items()}
        findings = findings and [finding | dict.fromkeys(_WRITTEN) for finding in findings]
    return whole | {"answers": answers, "voices": voices, "findings": findings}


def _unsaid(voice: dict[str, Any]) -> dict[str, Any]:
    sections = {key: section | {"said": None} for key, section in voice["sections"].items()}
    return voice | dict.fromkeys(_PROSE) | {"sections": sections}


def _list_returned(db: Session, audit_id: uuid.UUID) -> list[Any]:
    """What was submitted and returned for rework: whose it was, why it went back, and all that was written."""
    auditor, returner, one = aliased(Person), aliased(Person), AuditSubmission
    statement = (
        pick(
            literal("returned").label("what"), col(one.returned_at).label("at"), one.auditor_id,
            col(auditor.name).label("auditor_name"), col(returner.name).label("by_name"),
            cast(None, Text).label("to_name"), col(one.return_reason).label("reason"),
            literal(False).label("is_declined"), col(one.words).label("written"),
        )
        .join(auditor, col(auditor.id) == one.auditor_id)
        .join(returner, col(returner.id) == one.returned_by_id)
        .where(col(one.audit_id) == audit_id, col(one.words).is_not(None))
    )  # fmt: skip
    return list(db.execute(statement))


def _list_handovers(db: Session, audit_id: uuid.UUID) -> list[Any]:
    """What an auditor had written when the audit was given to somebody else, in the columns of `_list_returned`."""
    auditor, next_one, giver, one = aliased(Person), aliased(Person), aliased(Person), AuditHandover
    statement = (
        pick(
            literal("handed_over").label("what"), one.at, col(one.from_id).label("auditor_id"),
            col(auditor.name).label("auditor_name"), col(giver.name).label("by_name"),
            col(next_one.name).label("to_name"), cast(None, Text).label("reason"), one.is_declined, one.written,
        )
        .join(auditor, col(auditor.id) == one.from_id)
        .join(next_one, col(next_one.id) == one.to_id)
        .join(giver, col(giver.id) == one.by_id)
        .where(col(one.audit_id) == audit_id)
    )  # fmt: skip
    return list(db.execute(statement))
