"""The supervision sheet of one worker: what final audits of their cases found, strengths first.

A sixth file because it puts together what audits, findings and actions know, and is for supervision alone: it neither
ranks nor counts workers.
"""

from datetime import timedelta
from typing import Any

from sqlmodel import Session

from api.access.who import Who
from api.findings import queries
from api.findings.models import FindingKind
from api.findings.schemas import SheetAction, SheetFilters, SheetFinding
from api.kernel import clock
from api.voices import queries as voices
from api.voices.models import Voice

_YEAR = timedelta(days=365)
PURPOSE = "For supervision: to talk about what works and what would help. Never to compare workers."


def read_sheet(db: Session, who: Who, worker_id: str, filters: SheetFilters) -> dict[str, Any]:
    """A worker's supervision sheet for a period: the year to today, where none is given."""
    worker = queries.get_worker(db, who, worker_id)
    to_on = filters.to_on or clock.today()
    from_on = filters.from_on or to_on - _YEAR
    audits = queries.list_sheet_audits(db, worker_id, from_on, to_on)
    ids = [audit.id for audit in audits]
    found: dict[Any, list[Any]] = {}
    for finding in queries.list_findings_of(db, who, ids):
        found.setdefault((finding.audit_id, finding.kind), []).append(_only(finding, SheetFinding))
    actions: dict[Any, list[Any]] = {}
    for action in queries.list_open_actions_of(db, who, ids):
        actions.setdefault(action.audit_id, []).append(_only(action, SheetAction))
    told = [
        {name: value for name, value in audit._mapping.items() if name != "child_id"} | {
            "strengths": found.get((audit.id, FindingKind.strength), []),
            "improvements": found.get((audit.id, FindingKind.improvement), []),
            "voices": [_voice(who, voice) for voice in voices.list_voices(db, audit.id) if voice.state],
            "actions": actions.get(audit.id, []),
        }
        for audit in audits
    ]  # fmt: skip
    return dict(worker._mapping) | {"from_on": from_on, "to_on": to_on, "audits": told, "purpose": PURPOSE}


def _voice(who: Who, voice: Voice) -> dict[str, Any]:
    said = voice.said if who.sees_free_text else None
    return {"speaker": voice.speaker, "state": voice.state, "said": said or None}


def _only(row: Any, schema: type[SheetFinding | SheetAction]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in schema.model_fields}
