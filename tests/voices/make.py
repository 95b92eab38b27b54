"""Makes voices and practitioners' views for tests."""

import uuid
from typing import Any

from sqlmodel import Session, select

from api.audits.models import Audit
from api.kernel import clock
from api.tools.models import ToolSection
from api.voices.models import AskedBy, ContactState, Means, PractitionerView, Speaker, Voice

SAID = "My worker listens, and does what she says she will."


def _voice(audit_id: uuid.UUID, speaker: Speaker | str, **over: Any) -> Voice:
    return Voice(**{
        "audit_id": audit_id, "speaker": Speaker(speaker), "state": ContactState.given, "means": Means.met,
        "heard_on": clock.today(), "asked_by": AskedBy.auditor, "said": SAID, "is_judgement_changed": False,
    } | over)  # fmt: skip


def make_voice(make: Session, audit_id: uuid.UUID, speaker: Speaker | str, **over: Any) -> Voice:
    """One voice of an audit, given and complete unless said otherwise."""
    voice = _voice(audit_id, speaker, **over)
    make.add(voice)
    make.commit()
    return voice


def make_voices(make: Session, audit_id: uuid.UUID | str) -> None:
    """All that submission asks of the voices of an audit: child heard, family unreachable, practitioner declined."""
    at, tried = uuid.UUID(str(audit_id)), "Rang three times and wrote once, at other hours."
    make.add(_voice(at, Speaker.child))
    make.add(_voice(at, Speaker.family, state=ContactState.unreachable, reason=tried))
    make.add(_voice(at, Speaker.practitioner, state=ContactState.declined))
    make.commit()


def make_view(make: Session, audit: Audit, person_id: uuid.UUID, **over: Any) -> PractitionerView:
    """A view that was handed in, with an overall grade, unless said otherwise."""
    view = PractitionerView(**{
        "audit_id": audit.id, "person_id": person_id, "overall_grade": "good", "overall_reason": "We kept the plan.",
        "proud_of": "The words of the child are in the plan.", "handed_in_at": clock.now(),
    } | over)  # fmt: skip
    make.add(view)
    make.commit()
    return view


def sections_of(make: Session, tool_id: uuid.UUID) -> list[uuid.UUID]:
    """The ids of a tool's sections."""
    return list(make.exec(select(ToolSection.id).where(ToolSection.audit_tool_id == tool_id)))
