"""Makes children with a worker and a team, small audit tools, and audits in any state, for tests."""

import secrets
import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, col, select

from api.access.models import Unit
from api.access.permissions import Role
from api.audits import queries
from api.audits.models import Audit, AuditAnswer, AuditState, AuditSubmission
from api.cases.models import Child, Involvement, Record, Supervision
from api.kernel import clock
from api.standards.models import Criterion, PracticeStandard
from api.tools.models import AuditKind, AuditTool, JudgementScale, ToolQuestion, ToolSection, ToolState
from tests.access.make import SOURCE, Caller, make_person
from tests.findings.make import write_findings
from tests.voices.make import make_voices

As = Callable[..., Caller]

REASON = "Seen alone at each visit, and it is written down."
_SUBMITTED = {AuditState.submitted, AuditState.in_moderation, AuditState.returned, AuditState.final}


def _received() -> dict[str, Any]:
    now = clock.now()
    return {"source_system": SOURCE, "as_of": now, "received_at": now, "updated_at": now}


def make_involvement(make: Session, child: Child, worker: str, role: str = "CW", **over: Any) -> Involvement:
    """A professional's time with a child, from a year ago and still going on."""
    began = clock.today() - timedelta(days=400)
    row = Involvement(**{"source_id": secrets.token_hex(8), "child_ref": child.child_ref, "worker_source_id": worker,
                         "role": role, "from_on": began} | _received() | over)  # fmt: skip
    make.add(row)
    make.commit()
    return row


def make_received(make: Session, row: Record) -> None:
    """A record as it has come in just now."""
    for name, value in _received().items():
        setattr(row, name, value)
    make.add(row)
    make.commit()


def make_supervision(make: Session, child: Child, supervisor: str, held_on: date) -> None:
    """A supervision of the work with a child."""
    row = Supervision(source_id=secrets.token_hex(8), child_ref=child.child_ref, supervisor_source_id=supervisor,
                      worker_source_id="worker-1", held_on=held_on, kind="supervision")  # fmt: skip
    make_received(make, row)


def make_child(make: Session, team: str = "north_1", worker: str = "worker-1") -> Child:
    """A child whose case worker is in the team."""
    child = Child(**{"child_ref": secrets.token_hex(8).upper(), "source_id_encrypted": b"sealed"} | _received())
    make.add(child)
    make.commit()
    make_involvement(make, child, worker, team_source_id=team)
    return child


def make_tool(make: Session) -> AuditTool:
    """A published tool of three questions about the first standard, the last of them not mandatory."""
    scale = make.exec(select(JudgementScale).where(JudgementScale.code == "ofsted")).one()
    standard = make.exec(select(PracticeStandard).order_by(col(PracticeStandard.number)).limit(1)).one()
    criteria = make.exec(select(Criterion).where(Criterion.practice_standard_id == standard.id).limit(3)).all()
    tool = AuditTool(title=f"Small audit {secrets.token_hex(3)}", kind=AuditKind.managers, number=1,
                     standards_version_id=standard.standards_version_id, judgement_scale_id=scale.id)  # fmt: skip
    make.add(tool)
    make.flush()
    section = ToolSection(audit_tool_id=tool.id, practice_standard_id=standard.id, position=1)
    make.add(section)
    make.flush()
    for place, criterion in enumerate(criteria, 1):
        make.add(ToolQuestion(tool_section_id=section.id, criterion_id=criterion.id, text=criterion.text,
                              is_mandatory=place < 3, position=place))  # fmt: skip
    make.flush()
    tool.state, tool.published_at = ToolState.published, clock.now()
    make.commit()
    return tool


def questions_of(make: Session, tool_id: uuid.UUID) -> list[uuid.UUID]:
    """The ids of a tool's questions, in order."""
    statement = select(ToolQuestion.id).join(ToolSection).where(ToolSection.audit_tool_id == tool_id)
    return list(make.exec(statement.order_by(col(ToolQuestion.position))))


def make_audit(
    make: Session, *, state: AuditState | str = AuditState.allocated, unit: str = "north_1",
    auditor_id: uuid.UUID | None = None, child: Child | None = None, tool: AuditTool | None = None,
    has_voices: bool = True, has_findings: bool = True, **over: Any,
) -> Audit:  # fmt: skip
    """An audit of a child of the team `unit`; from submitted on, all its answers and the whole are good.

    The questions are graded good, good and not applicable. Its voices and its findings are written down, so that they
    hold up no submission, unless a test is about them.
    """
    state = AuditState(state)
    child, tool, today = child or make_child(make, unit), tool or make_tool(make), clock.today()
    auditor_id = auditor_id or make_person(make, Role.auditor).id
    questions = questions_of(make, tool.id)
    audit = Audit(**{
        "audit_tool_id": tool.id, "child_id": child.id, "child_ref": child.child_ref, "kind": AuditKind.managers,
        "unit_id": make.exec(select(Unit.id).where(Unit.source_id == unit)).one(), "worker_source_id": "worker-1",
        "auditor_id": auditor_id, "allocated_by_id": auditor_id, "due_on": today + timedelta(days=21),
        "period_from": today - timedelta(days=365), "period_to": today, "questions_count": len(questions),
    } | {name: value for name, value in over.items() if name != "finalised_at"})  # fmt: skip
    make.add(audit)
    make.flush()
    if has_voices:
        make_voices(make, audit.id)
    if has_findings:
        write_findings(make, audit.id)
    if state in _SUBMITTED:
        audit.state = state if state == AuditState.returned else audit.state
        _fill_in(make, audit, questions)
        audit.first_grade = over.get("first_grade", "good")
        audit.submitted_at = clock.now()
        make.add(_submission(make, audit))
    make.flush()
    if state == AuditState.final:
        audit.reported_grade, audit.finalised_at = audit.first_grade, over.get("finalised_at", clock.now())
    if state == AuditState.withdrawn:
        audit.withdrawn_reason = "The case closed before it began."
    audit.state = state
    make.commit()
    return audit


def _submission(make: Session, audit: Audit) -> AuditSubmission:
    row = AuditSubmission(audit_id=audit.id, number=1, auditor_id=audit.auditor_id, grade=str(audit.first_grade),
                          grades=queries.list_grades(make, audit.id), submitted_at=clock.now())  # fmt: skip
    if audit.state == AuditState.returned:
        row.words = queries.read_written(make, audit)
        row.returned_by_id, row.returned_at = audit.allocated_by_id, clock.now()
        row.return_reason = "The reasons do not say what was seen."
    return row


def _fill_in(make: Session, audit: Audit, questions: list[uuid.UUID]) -> None:
    for question_id in questions[:-1]:
        make.add(AuditAnswer(audit_id=audit.id, tool_question_id=question_id, grade="good", reason=REASON))
    make.add(AuditAnswer(audit_id=audit.id, tool_question_id=questions[-1], is_not_applicable=True))
    audit.answered, audit.opened_at = len(questions), clock.now()
    audit.overall_reason, audit.summary = "Careful work throughout the year.", "A family well known to the team."
    make.flush()


def due(days: int = 14) -> str:
    """A day some days ahead, as it is sent."""
    return (clock.today() + timedelta(days=days)).isoformat()


def day(back: int) -> date:
    """A day some days ago."""
    return clock.today() - timedelta(days=back)


def at(version: int) -> dict[str, str]:
    """The header that says which version is changed."""
    return {"If-Match": f'"{version}"'}
