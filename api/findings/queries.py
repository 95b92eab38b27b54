"""Reading findings, what they have in common, and the supervision sheet; whoever sees an audit sees its findings.

Who is still to give a second grade sees none of them, as they would give the first one away.
"""

import uuid
from collections.abc import Collection, Sequence
from typing import Any

from fastapi import Response
from sqlalchemy import ColumnElement, Date, Integer, Select, and_, any_, case, cast, exists, false, func, literal, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from api.access.models import Person, Unit
from api.access.permissions import Reach
from api.access.who import Who
from api.actions.models import Action, ActionState
from api.actions.queries import TO_DO, UNFINISHED
from api.actions.queries import reference as action_reference
from api.audits.models import Audit, AuditState
from api.audits.queries import is_hidden_from
from api.audits.queries import reference as audit_reference
from api.cases.models import Worker
from api.findings.models import Finding, FindingAction, FindingKind, FindingSeverity, FindingTheme
from api.findings.schemas import FindingFilters, SheetListFilters, ThemeFilters
from api.journal.reads import saw
from api.kernel import clock
from api.kernel.errors import NotFound
from api.kernel.pages import paginate, pick
from api.kernel.requests import etag
from api.standards.models import Criterion
from api.tools.models import AuditTool, JudgementLevel, ToolQuestion, ToolSection

_FREE_TEXT = ("text", "impact", "no_action_reason")


def _place() -> ColumnElement[int]:
    """Strengths first, then what weighs most."""
    ranks = {FindingSeverity.high: 1, FindingSeverity.medium: 2, FindingSeverity.low: 3}
    return case(*((col(Finding.severity) == one, literal(rank, Integer)) for one, rank in ranks.items()), else_=0)


def _final_day() -> ColumnElement[Any]:
    return cast(func.timezone(str(clock.ENGLAND), Audit.finalised_at), Date)


def _text(who: Who, name: str) -> ColumnElement[Any]:
    return getattr(Finding, name) if who.sees_free_text else literal(None).label(name)


def _findings(who: Who) -> Select[Any]:
    writer = aliased(Person)
    return (
        pick(
            Finding.id, Finding.audit_id, audit_reference().label("audit_reference"),
            col(Audit.state).label("audit_state"), Audit.child_id, Audit.child_ref, col(Unit.name).label("unit_name"),
            Finding.kind, col(FindingTheme.code).label("theme"), col(FindingTheme.title).label("theme_title"),
            Finding.criterion_id, col(Criterion.code).label("criterion_code"), Finding.tool_question_id,
            *(_text(who, name) for name in _FREE_TEXT), Finding.severity, Audit.finalised_at, Finding.created_at,
            Finding.version, col(writer.name).label("written_by_name"),
        )
        .join(Audit, col(Audit.id) == Finding.audit_id)
        .join(FindingTheme, col(FindingTheme.id) == Finding.finding_theme_id)
        .join(Criterion, col(Criterion.id) == Finding.criterion_id, isouter=True)
        .join(Unit, col(Unit.id) == Audit.unit_id, isouter=True)
        .join(writer, col(writer.id) == Finding.written_by_id, isouter=True)
        .where(is_hidden_from(who).is_(False))
    )  # fmt: skip


def _narrowed(statement: Select[Any], filters: FindingFilters | ThemeFilters) -> Select[Any]:
    """Only findings of the unit, the criterion and the days that are asked for."""
    if filters.unit_id:
        statement = statement.where(col(Audit.unit_id) == any_(func.unit_and_below(filters.unit_id)))
    if filters.criterion_id:
        statement = statement.where(col(Finding.criterion_id) == filters.criterion_id)
    if filters.from_on:
        statement = statement.where(_final_day() >= filters.from_on)
    if filters.to_on:
        statement = statement.where(_final_day() <= filters.to_on)
    return statement


def list_audit_findings(db: Session, who: Who, filters: FindingFilters) -> dict[str, Any]:
    """Findings, strengths first."""
    statement = _narrowed(_findings(who), filters)
    if filters.audit_id:
        statement = statement.where(col(Finding.audit_id) == filters.audit_id)
    if filters.kind:
        statement = statement.where(col(Finding.kind) == filters.kind)
    if filters.severity:
        statement = statement.where(col(Finding.severity) == filters.severity)
    if filters.theme:
        statement = statement.where(col(FindingTheme.code) == filters.theme)
    if filters.final:
        statement = statement.where(col(Audit.state) == AuditState.final)
    by: list[Any] = [col(Finding.created_at), col(Finding.id)]
    if filters.sort == "kind":
        by.insert(0, _place())
    page = paginate(db, statement, filters, by=by, descending=filters.sort.startswith("-"))
    saw(db, [row.child_id for row in page["items"]])
    return page | {"items": _with_actions(db, who, page["items"])}


def _with_actions(db: Session, who: Who, rows: Sequence[Any]) -> list[dict[str, Any]]:
    found: dict[uuid.UUID, list[Any]] = {}
    for action in list_linked_actions(db, who, [row.id for row in rows]):
        found.setdefault(action.finding_id, []).append(action)
    return [
        {name: value for name, value in row._mapping.items() if not name.startswith("_key_")}
        | {"actions": [_plain(action, "finding_id") for action in found.get(row.id, [])]}
        for row in rows
    ]


def _plain(row: Any, *without: str) -> dict[str, Any]:
    return {name: value for name, value in row._mapping.items() if name not in without}


def _action_columns(who: Who) -> list[Any]:
    is_overdue = and_(col(Action.state).in_(TO_DO), col(Action.due_on) < clock.today())
    title = col(Action.title) if who.sees_free_text else literal(None)
    return [
        Action.id, action_reference().label("reference"), title.label("title"), col(Person.name).label("owner_name"),
        Action.state, Action.due_on, is_overdue.label("is_overdue"),
    ]  # fmt: skip


def list_linked_actions(db: Session, who: Who, finding_ids: Collection[uuid.UUID]) -> list[Any]:
    """The actions that came of findings, by the day they are due."""
    is_proven = col(Action.proven_at).is_not(None).label("is_proven")
    statement = (
        pick(FindingAction.finding_id, *_action_columns(who), is_proven)
        .join(FindingAction, col(FindingAction.action_id) == Action.id)
        .join(Person, col(Person.id) == Action.owner_id)
        .where(col(FindingAction.finding_id).in_(finding_ids))
        .order_by(col(Action.due_on), col(Action.id))
    )
    return list(db.execute(statement).all())


def read_finding(db: Session, who: Who, finding_id: uuid.UUID, response: Response | None = None) -> dict[str, Any]:
    """A finding with its actions, or NotFound; the response is given its ETag."""
    row = db.execute(_findings(who).where(col(Finding.id) == finding_id)).one_or_none()
    if row is None:
        raise NotFound
    saw(db, [row.child_id])
    if response is not None:
        response.headers["ETag"] = etag(row.version)
    return _with_actions(db, who, [row])[0]


def get_finding_for_update(db: Session, finding_id: uuid.UUID) -> Finding:
    """The finding's row, locked until the end of the transaction, or NotFound."""
    finding = db.get(Finding, finding_id, with_for_update=True, populate_existing=True)
    if finding is None:
        raise NotFound
    return finding


def get_finding(db: Session, finding_id: uuid.UUID) -> Finding:
    """The finding's row, or NotFound."""
    finding = db.get(Finding, finding_id)
    if finding is None:
        raise NotFound
    return finding


def has_actions(db: Session, finding_id: uuid.UUID) -> bool:
    """Whether an action came of a finding, seen or not."""
    return db.execute(pick(FindingAction.id).where(col(FindingAction.finding_id) == finding_id)).first() is not None


def list_themes(db: Session) -> list[Any]:
    """The themes in their order."""
    return list(db.execute(pick(FindingTheme.code, FindingTheme.title).order_by(col(FindingTheme.position))).all())


def find_theme(db: Session, code: str) -> uuid.UUID | None:
    """The id of a theme, or None."""
    return db.execute(select(FindingTheme.id).where(col(FindingTheme.code) == code)).scalar_one_or_none()


def find_question(db: Session, tool_id: uuid.UUID, question_id: uuid.UUID) -> ToolQuestion | None:
    """A question of a tool, or None."""
    statement = select(ToolQuestion).join(ToolSection, col(ToolSection.id) == ToolQuestion.tool_section_id)
    is_it = and_(col(ToolQuestion.id) == question_id, col(ToolSection.audit_tool_id) == tool_id)
    return db.execute(statement.where(is_it)).scalar_one_or_none()


def is_criterion(db: Session, criterion_id: uuid.UUID) -> bool:
    """Whether there is such a criterion."""
    return db.get(Criterion, criterion_id) is not None


def find_level(db: Session, audit: Audit, grade: str | None) -> tuple[bool, bool] | None:
    """Of a grade of an audit: whether it is good or better, and whether it is the lowest; None without one."""
    statement = (
        pick(JudgementLevel.code, JudgementLevel.is_good_or_better)
        .join(AuditTool, col(AuditTool.judgement_scale_id) == JudgementLevel.judgement_scale_id)
        .where(col(AuditTool.id) == audit.audit_tool_id)
        .order_by(col(JudgementLevel.position))
    )
    levels = list(db.execute(statement).all())
    found = next((level for level in levels if level.code == grade), None)
    return found and (found.is_good_or_better, found.code == levels[-1].code)


def list_for_submission(db: Session, audit_id: uuid.UUID) -> list[Any]:
    """The findings of an audit by kind, with whether something is to be done about each, or why not."""
    stands = and_(
        col(FindingAction.finding_id) == Finding.id, col(Action.id) == FindingAction.action_id,
        col(Action.state) != ActionState.cancelled,
    )  # fmt: skip
    has_action = exists(literal(1)).where(stands).label("has_action")
    statement = pick(Finding.id, Finding.kind, Finding.no_action_reason, has_action)
    return list(db.execute(statement.where(col(Finding.audit_id) == audit_id).order_by(col(Finding.created_at))).all())


def list_to_keep(db: Session, audit_id: uuid.UUID) -> list[Any]:
    """The findings of an audit in full, for the copy that is kept of them: strengths first."""
    statement = (
        pick(
            Finding.kind, col(FindingTheme.title).label("theme_title"), col(Criterion.code).label("criterion_code"),
            Finding.text, Finding.impact, Finding.severity, Finding.no_action_reason,
            col(Person.name).label("written_by_name"),
        )
        .join(FindingTheme, col(FindingTheme.id) == Finding.finding_theme_id)
        .join(Criterion, col(Criterion.id) == Finding.criterion_id, isouter=True)
        .join(Person, col(Person.id) == Finding.written_by_id, isouter=True)
        .where(col(Finding.audit_id) == audit_id)
        .order_by(_place(), col(Finding.created_at), col(Finding.id))
    )  # fmt: skip
    return list(db.execute(statement))


def list_without_action(db: Session, audit_id: uuid.UUID) -> list[Finding]:
    """The findings of an audit about which no action has been set."""
    has_action = exists(literal(1)).where(col(FindingAction.finding_id) == Finding.id)
    return list(db.execute(select(Finding).where(col(Finding.audit_id) == audit_id, ~has_action)).scalars())


def count_themes(db: Session, who: Who, filters: ThemeFilters) -> dict[str, Any]:
    """Per theme what final audits in sight found: rows of the theme and its counts, and the number of audits."""
    final = _narrowed(_findings(who).where(col(Audit.state) == AuditState.final), filters).subquery()
    is_strength = final.c.kind == FindingKind.strength
    is_improvement = final.c.kind == FindingKind.improvement
    has_action = exists(literal(1)).where(col(FindingAction.finding_id) == final.c.id)
    statement = (
        pick(
            col(FindingTheme.code).label("theme"), FindingTheme.title,
            func.count().filter(is_strength).label("strengths"),
            func.count().filter(is_improvement).label("improvements"),
            func.count().filter(final.c.severity == FindingSeverity.high).label("high"),
            func.count().filter(is_improvement, ~has_action).label("without_action"),
        )
        .join(final, final.c.theme == FindingTheme.code, isouter=True)
        .group_by(col(FindingTheme.id))
        .order_by(col(FindingTheme.position))
    )  # fmt: skip
    audits = db.execute(pick(func.count(final.c.audit_id.distinct()))).scalar_one()
    return {"themes": list(db.execute(statement).all()), "audits": audits}


def _workers(who: Who) -> Select[Any]:
    """The workers whose sheet somebody may see: their own, and those of the teams their role reaches over."""
    team = and_(col(Unit.source_id) == Worker.department_source_id, col(Unit.source_system) == Worker.source_system)
    named = pick(func.min(Person.name)).where(col(Person.worker_ref) == Worker.source_id).scalar_subquery()
    is_own = col(Worker.source_id) == who.worker_ref if who.worker_ref else false()
    is_reached = literal(Reach.council in who.reach)
    return (
        pick(
            col(Worker.source_id).label("worker_id"), named.label("worker_name"), Worker.job_title,
            col(Unit.name).label("unit_name"),
        )
        .join(Unit, team, isouter=True)
        .where(or_(is_own, is_reached, func.coalesce(col(Unit.id) == any_(func.app_units()), False)))
    )  # fmt: skip


def _final_audits_of(worker_id: Any) -> ColumnElement[bool]:
    return and_(col(Audit.worker_source_id) == worker_id, col(Audit.state) == AuditState.final)


def list_sheets(db: Session, who: Who, filters: SheetListFilters) -> dict[str, Any]:
    """The workers of whose cases there are final audits in sight, by name."""
    workers = _workers(who).where(exists(literal(1)).where(_final_audits_of(Worker.source_id)))
    if filters.unit_id:
        workers = workers.where(col(Unit.id) == any_(func.unit_and_below(filters.unit_id)))
    found = workers.subquery()
    name = func.coalesce(found.c.worker_name, found.c.worker_id)
    statement = pick(found.c.worker_id, name.label("worker_name"), found.c.unit_name)
    return paginate(db, statement, filters, by=[name, found.c.worker_id])


def get_worker(db: Session, who: Who, worker_id: str) -> Any:
    """A worker whose sheet this reader may see, or NotFound."""
    row = db.execute(_workers(who).where(col(Worker.source_id) == worker_id).limit(1)).one_or_none()
    if row is None:
        raise NotFound
    return row


def list_sheet_audits(db: Session, worker_id: str, from_on: Any, to_on: Any) -> list[Any]:
    """The final audits of a worker's cases in a period, the latest first."""
    is_level = and_(
        col(JudgementLevel.judgement_scale_id) == AuditTool.judgement_scale_id,
        col(JudgementLevel.code) == Audit.reported_grade,
    )  # fmt: skip
    statement = (
        pick(
            Audit.id, audit_reference().label("reference"), Audit.child_id, Audit.child_ref, Audit.kind,
            Audit.finalised_at, col(JudgementLevel.label).label("grade_label"),
        )
        .join(AuditTool, col(AuditTool.id) == Audit.audit_tool_id)
        .join(JudgementLevel, is_level)
        .where(_final_audits_of(worker_id), _final_day().between(from_on, to_on))
        .order_by(col(Audit.finalised_at).desc(), col(Audit.id))
    )  # fmt: skip
    rows = list(db.execute(statement).all())
    saw(db, [row.child_id for row in rows])
    return rows


def list_findings_of(db: Session, who: Who, audit_ids: Collection[uuid.UUID]) -> list[Any]:
    """The findings of audits, strengths first, then what weighs most."""
    statement = _findings(who).where(col(Finding.audit_id).in_(audit_ids))
    return list(db.execute(statement.order_by(_place(), col(Finding.created_at), col(Finding.id))).all())


def list_open_actions_of(db: Session, who: Who, audit_ids: Collection[uuid.UUID]) -> list[Any]:
    """The actions that came of audits and are not verified yet, by the day they are due."""
    statement = (
        pick(col(Action.source_id).label("audit_id"), *_action_columns(who))
        .join(Person, col(Person.id) == Action.owner_id)
        .where(col(Action.source_id).in_(audit_ids), col(Action.state).in_(UNFINISHED))
        .order_by(col(Action.due_on), col(Action.id))
    )
    return list(db.execute(statement).all())
