"""Reading moderations; the first grades are left out until the second are given."""

import uuid
from datetime import datetime
from typing import Any

from fastapi import Response
from sqlalchemy import Integer, Select, Text, Uuid, and_, any_, func, literal, union_all
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from api.access.models import Person, Unit
from api.access.who import Who
from api.audits.models import Audit
from api.audits.queries import read_answers, reference, sees_free_text
from api.journal.reads import saw
from api.kernel import clock
from api.kernel.errors import NotFound
from api.kernel.pages import paginate, pick
from api.kernel.requests import etag
from api.moderations.models import Moderation, ModerationJudgement, ModerationState
from api.moderations.schemas import ModerationFilters
from api.standards.models import Criterion, PracticeStandard
from api.tools.models import AuditKind, AuditTool, JudgementLevel, ToolQuestion, ToolSection

_OF_AUDIT = ("child_id", "child_ref", "tool_id", "first_grade", "overall_reason", "summary")


def _moderations() -> Select[Any]:
    auditor, moderator = aliased(Person), aliased(Person)
    is_open = col(Moderation.state) != ModerationState.completed
    return (
        pick(
            Moderation.id, Moderation.audit_id, reference().label("audit_reference"), Audit.kind,
            col(Unit.name).label("unit_name"), col(auditor.name).label("auditor_name"), Moderation.moderator_id,
            col(moderator.name).label("moderator_name"), Moderation.state, Moderation.due_on,
            and_(is_open, col(Moderation.due_on) < clock.today()).label("is_overdue"), Moderation.outcome,
            Audit.child_id,
        )
        .join(Audit, col(Audit.id) == Moderation.audit_id)
        .join(auditor, col(auditor.id) == Audit.auditor_id)
        .join(moderator, col(moderator.id) == Moderation.moderator_id)
        .join(Unit, col(Unit.id) == Audit.unit_id, isouter=True)
    )  # fmt: skip


def list_moderations(db: Session, who: Who, filters: ModerationFilters) -> dict[str, Any]:
    """Moderations by the day they are due."""
    statement = _moderations()
    if filters.state:
        statement = statement.where(col(Moderation.state) == filters.state)
    if filters.audit_id:
        statement = statement.where(col(Moderation.audit_id) == filters.audit_id)
    if filters.mine:
        statement = statement.where(col(Moderation.moderator_id) == who.id)
    by = [col(Moderation.due_on), col(Moderation.id)]
    page = paginate(db, statement, filters, by=by, descending=filters.sort.startswith("-"))
    saw(db, [row.child_id for row in page["items"]])
    return page


def read_moderation(
    db: Session, who: Who, moderation_id: uuid.UUID, response: Response | None = None
) -> dict[str, Any]:
    """A moderation with its audit, or NotFound; the response is given its ETag."""
    more: list[Any] = [
        Moderation.second_grade, Moderation.reason, Moderation.audit_quality, Moderation.audit_quality_reason,
        Moderation.allocated_at, Moderation.graded_at, Moderation.completed_at, Moderation.version,
        Audit.child_ref, col(Audit.audit_tool_id).label("tool_id"), Audit.first_grade, Audit.overall_reason,
        Audit.summary,
    ]  # fmt: skip
    row = db.execute(_moderations().add_columns(*more).where(col(Moderation.id) == moderation_id)).one_or_none()
    if row is None:
        raise NotFound
    saw(db, [row.child_id])
    if response is not None:
        response.headers["ETag"] = etag(row.version)
    moderation = dict(row._mapping)
    audit = {name: moderation.pop(name) for name in _OF_AUDIT}
    is_blind = row.state == ModerationState.allocated
    if is_blind:
        audit |= dict.fromkeys(("first_grade", "overall_reason", "summary"))
    if not sees_free_text(who):
        audit |= dict.fromkeys(("overall_reason", "summary"))
        moderation |= dict.fromkeys(("reason", "audit_quality_reason"))
    answers = read_answers(db, who, row.audit_id, is_blind=is_blind)
    moderation["audit"] = audit | {"id": row.audit_id, "answers": answers}
    moderation["judgements"] = {one.tool_question_id: one for one in list_judgements(db, moderation_id)}
    return moderation


def list_judgements(db: Session, moderation_id: uuid.UUID) -> list[ModerationJudgement]:
    """The judgements of a moderation, in no order; none before it is graded."""
    statement = select(ModerationJudgement).where(col(ModerationJudgement.moderation_id) == moderation_id)
    return list(db.execute(statement).scalars())


def get_moderation_for_update(db: Session, moderation_id: uuid.UUID) -> Moderation:
    """The moderation's row, locked until the end of the transaction, or NotFound."""
    moderation = db.get(Moderation, moderation_id, with_for_update=True, populate_existing=True)
    if moderation is None:
        raise NotFound
    return moderation


def grade_pairs() -> Any:
    """First and second grades side by side, as a subquery to be counted or listed: places on the scale from 1 to `k`.

    One row for each question graded twice, and one with `tool_question_id` null for the whole. Only grades given blind
    are here, and of completed moderations alone: they are what agreement may be told from.
    """
    return union_all(_pairs_by_question(), _pairs_overall()).subquery("pair")


def list_grade_pairs(
    db: Session, *, since: datetime | None = None, until: datetime | None = None, kind: AuditKind | None = None,
    unit_id: uuid.UUID | None = None, auditor_id: uuid.UUID | None = None,
) -> list[Any]:  # fmt: skip
    """The pairs of grades of moderations completed from `since` and before `until`, the oldest first."""
    pair = grade_pairs()
    statement = pick(pair)
    if since:
        statement = statement.where(pair.c.completed_at >= since)
    if until:
        statement = statement.where(pair.c.completed_at < until)
    if kind:
        statement = statement.where(pair.c.kind == kind)
    if unit_id:
        statement = statement.where(pair.c.unit_id == any_(func.unit_and_below(unit_id)))
    if auditor_id:
        statement = statement.where(pair.c.auditor_id == auditor_id)
    by = (pair.c.completed_at, pair.c.audit_id, pair.c.standard_number, pair.c.tool_question_id)
    return list(db.connection().execute(statement.order_by(*by)))


def _pairs_by_question() -> Select[Any]:
    question, section, judgement = ToolQuestion, ToolSection, ModerationJudgement
    return _with_places(
        pick(
            col(Moderation.id).label("moderation_id"), Moderation.audit_id, Audit.kind,
            col(PracticeStandard.number).label("standard_number"), col(Criterion.code).label("criterion_code"),
            judgement.tool_question_id, Audit.auditor_id, Moderation.moderator_id, Moderation.completed_at,
            Audit.unit_id,
        )
        .select_from(judgement)
        .join(Moderation, col(Moderation.id) == judgement.moderation_id)
        .join(question, col(question.id) == judgement.tool_question_id)
        .join(section, col(section.id) == question.tool_section_id)
        .join(PracticeStandard, col(PracticeStandard.id) == section.practice_standard_id, isouter=True)
        .join(Criterion, col(Criterion.id) == question.criterion_id, isouter=True),
        judgement.first_grade, judgement.second_grade,
    )  # fmt: skip


def _pairs_overall() -> Select[Any]:
    return _with_places(
        pick(
            col(Moderation.id).label("moderation_id"), Moderation.audit_id, Audit.kind,
            literal(None, Integer).label("standard_number"), literal(None, Text).label("criterion_code"),
            literal(None, Uuid).label("tool_question_id"), Audit.auditor_id, Moderation.moderator_id,
            Moderation.completed_at, Audit.unit_id,
        ).select_from(Moderation),
        Audit.first_grade, Moderation.second_grade,
    )  # fmt: skip


def _with_places(statement: Select[Any], first: Any, second: Any) -> Select[Any]:
    """With the places of two grades on the tool's scale, and how many levels it has."""
    one, two = aliased(JudgementLevel), aliased(JudgementLevel)
    k = select(func.count()).where(JudgementLevel.judgement_scale_id == AuditTool.judgement_scale_id).scalar_subquery()
    scale = col(AuditTool.judgement_scale_id)
    return (
        statement.add_columns(col(one.position).label("first"), col(two.position).label("second"), k.label("k"))
        .join(Audit, col(Audit.id) == Moderation.audit_id)
        .join(AuditTool, col(AuditTool.id) == Audit.audit_tool_id)
        .join(one, and_(col(one.judgement_scale_id) == scale, col(one.code) == first))
        .join(two, and_(col(two.judgement_scale_id) == scale, col(two.code) == second))
        .where(col(Moderation.state) == ModerationState.completed)
    )
