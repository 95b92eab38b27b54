"""Reading audits. Who may see which is PostgreSQL's matter; what is blind or without free text is settled here."""

import re
import uuid
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from fastapi import Response
from sqlalchemy import ColumnElement, Select, Text, and_, any_, case, cast, false, func, or_, true
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from api.access.models import Person, RoleGrant, Unit
from api.access.permissions import RIGHTS, Permission, Reach, Role
from api.access.who import Who
from api.audits.models import (
    OPEN,
    Audit,
    AuditAnswer,
    AuditFacts,
    AuditState,
    AuditSubmission,
    KnownFamily,
)
from api.audits.next_steps import list_next_steps
from api.audits.schemas import AuditFilters
from api.cases.models import Child, Involvement, Supervision, Worker
from api.journal.reads import saw
from api.kernel import clock
from api.kernel.errors import NotFound
from api.kernel.pages import paginate, pick, reference_of
from api.kernel.requests import etag
from api.tools.models import AuditTool, JudgementLevel, ToolQuestion, ToolSection, ToolState

NOT_APPLICABLE = "not_applicable"
"""What stands for a grade where the question does not apply, in what is kept of a submission."""
_MANY = frozenset({Reach.council, Reach.units, Reach.moderation})
"""With one of these somebody sees so many audits that a list is soon filled from any end."""
_overrider = aliased(Person)


def sees_free_text(who: Who) -> bool:
    """Whether somebody sees what is written about children: not by way of the director's role alone."""
    return who.sees_free_text


def reference() -> ColumnElement[str]:
    """An audit's number as people say it: A-000123."""
    return reference_of("A", col(Audit.number))


def _reference_begins(words: str) -> ColumnElement[bool]:
    """Whether an audit's reference begins so, told by ranges of numbers so that the index finds them."""
    found = re.fullmatch(r"A(?:-(\d{0,12}))?", words.upper(), re.ASCII)
    if found is None:
        return false()
    digits = found[1] or ""
    if not digits:
        return true()
    lengths = [6] if len(digits) <= 6 else []
    if not digits.startswith("0"):
        lengths += range(max(7, len(digits)), 13)
    first, number = int(digits), col(Audit.number)
    spans = [(first * 10 ** (n - len(digits)), (first + 1) * 10 ** (n - len(digits)) - 1) for n in lengths]
    return or_(False, *(number.between(low, high) for low, high in spans))


@lru_cache(maxsize=1_000)
def _is_blind_to(reader_id: uuid.UUID, may_moderate: bool) -> ColumnElement[bool]:
    is_asked = func.coalesce(col(Audit.blind_to_id) == reader_id, False)
    if not may_moderate:
        return is_asked
    waits = col(Audit.state).in_([AuditState.submitted, AuditState.returned])
    is_read = col(Audit.blind_to_id).is_not(None)  # somebody has yet to grade, and others may be asked to beside them
    may_be_asked = and_(or_(waits, is_read), col(Audit.auditor_id) != reader_id)
    return or_(is_asked, may_be_asked)


def is_hidden_from(who: Who) -> ColumnElement[bool]:
    """Whether grades are hidden from somebody who is to give a second grade, or may yet be asked for one."""
    return _is_blind_to(who.id, Permission.moderations_complete in who.permissions)


def unless_blind(who: Who, value: Any) -> ColumnElement[Any]:
    """The value, or null where grades are hidden from this reader."""
    return case((is_hidden_from(who), None), else_=value)


def _audits(who: Who) -> Select[Any]:
    return _audits_on(clock.today(), who.id, Permission.moderations_complete in who.permissions)


@lru_cache(maxsize=1_000)
def _audits_on(today: date, reader_id: uuid.UUID, may_moderate: bool) -> Select[Any]:
    """The columns of a list. Building them takes longer than PostgreSQL takes to answer, so they are kept by reader."""
    is_overdue = and_(col(Audit.state).in_(OPEN), col(Audit.due_on) < today)
    first_grade = case((_is_blind_to(reader_id, may_moderate), None), else_=col(Audit.first_grade))
    return (
        pick(
            Audit.id, reference().label("reference"), Audit.child_id, Audit.child_ref, Audit.kind, Audit.unit_id,
            col(Unit.name).label("unit_name"), Audit.auditor_id, col(Person.name).label("auditor_name"), Audit.state,
            Audit.due_on, is_overdue.label("is_overdue"), first_grade.label("first_grade"),
            Audit.reported_grade, Audit.answered, Audit.questions_count, Audit.submitted_at, Audit.updated_at,
            col(Audit.declined_at).is_not(None).label("is_declined"),
            col(Audit.re_audit_of_id).is_not(None).label("is_re_audit"),
        )
        .join(Person, col(Person.id) == Audit.auditor_id)
        .join(Unit, col(Unit.id) == Audit.unit_id, isouter=True)
    )  # fmt: skip


def list_audits(db: Session, who: Who, filters: AuditFilters) -> dict[str, Any]:
    """Audits in the order that is asked for."""
    statement = _audits(who)
    if not who.reach & _MANY:
        statement = statement.where(col(Audit.id).in_(select(func.audits_within_reach())))
    for name in ("state", "auditor_id", "child_id", "kind"):
        wanted = getattr(filters, name)
        if wanted is not None:
            statement = statement.where(getattr(Audit, name) == wanted)
    if filters.q:
        statement = statement.where(_reference_begins(filters.q))
    if filters.mine:
        statement = statement.where(col(Audit.auditor_id) == who.id)
    if filters.needs_auditor:
        statement = statement.where(col(Audit.declined_at).is_not(None), col(Audit.state).in_(OPEN))
    if filters.unit_id:
        statement = statement.where(col(Audit.unit_id) == any_(func.unit_and_below(filters.unit_id)))
    if filters.grade:
        grade = unless_blind(who, func.coalesce(Audit.reported_grade, Audit.first_grade))
        statement = statement.where(grade == filters.grade)
    by = [getattr(Audit, filters.sort.removeprefix("-")), col(Audit.id)]
    page = paginate(db, statement, filters, by=by, descending=filters.sort.startswith("-"))
    saw(db, [row.child_id for row in page["items"]])
    return page


def read_audit(db: Session, who: Who, audit_id: uuid.UUID, response: Response | None = None) -> dict[str, Any]:
    """An audit with its answers, or NotFound; the response is given its ETag."""
    more: list[Any] = [
        col(Audit.audit_tool_id).label("tool_id"), Audit.period_from, Audit.period_to, Audit.withdrawn_reason,
        unless_blind(who, Audit.summary).label("summary"),
        unless_blind(who, Audit.overall_reason).label("overall_reason"),
        Audit.version, Audit.allocated_at, Audit.opened_at, Audit.finalised_at,
        Audit.moderation_id, Audit.moderation_outcome, Audit.blind_to_id, is_hidden_from(who).label("is_blind"),
        Audit.declined_at, Audit.overridden_conflict, Audit.override_reason, Audit.re_audit_of_id,
        col(_overrider.name).label("overridden_by_name"),
    ]  # fmt: skip
    statement = _audits(who).add_columns(*more).join(
        _overrider, col(_overrider.id) == Audit.overridden_by_id, isouter=True
    )  # fmt: skip
    row = db.execute(statement.where(col(Audit.id) == audit_id)).one_or_none()
    if row is None:
        raise NotFound
    saw(db, [row.child_id])
    if response is not None:
        response.headers["ETag"] = etag(row.version)
    audit = dict(row._mapping)
    outcome, blind_to = audit.pop("moderation_outcome"), audit.pop("blind_to_id")
    state = "completed" if row.state == AuditState.final else "allocated" if blind_to else "graded"
    moderation = audit.pop("moderation_id")
    audit["moderation"] = moderation and {"id": moderation, "state": state, "outcome": outcome}
    hides = audit.pop("is_blind")
    audit["answers"] = read_answers(db, who, audit_id, is_blind=hides)
    audit["submissions"] = _read_submissions(db, who, audit_id, is_blind=hides)
    audit["re_audit_of"] = _find_link(db, col(Audit.id) == audit.pop("re_audit_of_id"))
    audit["re_audit"] = find_re_audit(db, audit_id)
    audit["next_steps"] = list_next_steps(db, who, row)
    audit["facts_url"] = f"/api/v1/children/{row.child_id}"
    if not sees_free_text(who):
        audit |= dict.fromkeys(("summary", "overall_reason", "withdrawn_reason"))
    return audit


def begins_afresh(who: Who) -> ColumnElement[bool]:
    """Whether somebody fills the audit in now, and so must not see how another graded it before them."""
    return and_(col(Audit.auditor_id) == who.id, col(Audit.state).in_(OPEN))


def _read_submissions(db: Session, who: Who, audit_id: uuid.UUID, *, is_blind: bool) -> list[dict[str, Any]]:
    """Each handing in, the first first; without grades where `is_blind`, and another's while one gives one's own."""
    auditor, returner = aliased(Person), aliased(Person)
    one = AuditSubmission
    is_withheld = and_(begins_afresh(who), col(one.auditor_id) != who.id)
    grade = None if is_blind else case((is_withheld, None), else_=col(one.grade))
    statement = (
        pick(
            one.number,
            col(auditor.name).label("auditor_name"),
            cast(grade, Text).label("grade"),
            one.submitted_at,
            one.returned_at,
            col(returner.name).label("returned_by_name"),
            one.return_reason,
        )
        .join(Audit, col(Audit.id) == one.audit_id)
        .join(auditor, col(auditor.id) == one.auditor_id)
        .join(returner, col(returner.id) == one.returned_by_id, isouter=True)
        .where(col(one.audit_id) == audit_id)
        .order_by(col(one.number))
    )
    hidden = {} if sees_free_text(who) else {"return_reason": None}
    return [dict(row._mapping) | hidden for row in db.execute(statement)]


def is_blind(db: Session, who: Who, audit_id: uuid.UUID) -> bool:
    """Whether somebody may yet give second grades, and so must not see what gives the first away."""
    return bool(db.execute(select(is_hidden_from(who)).where(col(Audit.id) == audit_id)).scalar_one())


def find_re_audit(db: Session, audit_id: uuid.UUID) -> Any | None:
    """The audit that follows this one up, if any stands: its id, reference and state."""
    return _find_link(db, and_(col(Audit.re_audit_of_id) == audit_id, col(Audit.state) != AuditState.withdrawn))


def _find_link(db: Session, which: ColumnElement[bool]) -> Any | None:
    statement = pick(Audit.id, reference().label("reference"), Audit.state).where(which)
    return db.execute(statement.order_by(col(Audit.allocated_at).desc()).limit(1)).one_or_none()


def find_latest_submission(db: Session, audit_id: uuid.UUID) -> AuditSubmission | None:
    """The last handing in of an audit, if there was one."""
    statement = select(AuditSubmission).where(col(AuditSubmission.audit_id) == audit_id)
    return db.execute(statement.order_by(col(AuditSubmission.number).desc()).limit(1)).scalar_one_or_none()


def read_answers(db: Session, who: Who, audit_id: uuid.UUID, *, is_blind: bool) -> dict[uuid.UUID, dict[str, Any]]:
    """Answers by question: without grades where `is_blind`, without reasons for those who see no free text."""
    is_readable = sees_free_text(who)
    return {
        answer.tool_question_id: {
            "grade": None if is_blind else answer.grade,
            "is_not_applicable": answer.is_not_applicable,
            "reason": answer.reason if is_readable else None,
            "reported_grade": answer.reported_grade,
        }
        for answer in list_answers(db, audit_id)
    }


def list_answers(db: Session, audit_id: uuid.UUID) -> list[AuditAnswer]:
    """The answers of an audit, in no order."""
    return list(db.execute(select(AuditAnswer).where(col(AuditAnswer.audit_id) == audit_id)).scalars())


def list_grades(db: Session, audit_id: uuid.UUID) -> dict[str, str]:
    """The auditor's grades by question, as they are kept of a submission."""
    answers = list_answers(db, audit_id)
    return {str(a.tool_question_id): a.grade or NOT_APPLICABLE for a in answers if a.grade or a.is_not_applicable}


def read_written(db: Session, audit: Audit) -> dict[str, Any]:
    """All that is written in an audit, as it is kept where it may change or go."""
    answers = {
        str(a.tool_question_id): {"grade": a.grade, "is_not_applicable": a.is_not_applicable, "reason": a.reason}
        for a in list_answers(db, audit.id)
    }
    whole = {"grade": audit.first_grade, "overall_reason": audit.overall_reason, "summary": audit.summary}
    return whole | {"answers": answers}


def get_audit(db: Session, audit_id: uuid.UUID) -> Audit:
    """The audit's row, or NotFound; that the child was seen is noted."""
    audit = db.get(Audit, audit_id)
    if audit is None:
        raise NotFound
    saw(db, [audit.child_id])
    return audit


def find_facts(db: Session, audit_id: uuid.UUID) -> AuditFacts | None:
    """What the case data said when the audit was opened, if it has been."""
    return db.execute(select(AuditFacts).where(col(AuditFacts.audit_id) == audit_id)).scalar_one_or_none()


def find_audit_for_update(db: Session, audit_id: uuid.UUID) -> Audit | None:
    """The audit's row, locked until the end of the transaction, or None."""
    return db.get(Audit, audit_id, with_for_update=True, populate_existing=True)


def get_audit_for_update(db: Session, audit_id: uuid.UUID) -> Audit:
    """The audit's row, locked until the end of the transaction, or NotFound."""
    audit = find_audit_for_update(db, audit_id)
    if audit is None:
        raise NotFound
    return audit


def find_child_with_team(db: Session, child_id: uuid.UUID) -> Any | None:
    """A child's id and reference with the team and worker that hold the case today, or None."""
    child_ref = select(Child.child_ref).where(col(Child.id) == child_id).scalar_subquery()
    held = func.child_team_on(clock.today()).table_valued("child_ref", "unit_id", "worker_source_id").alias("held")
    statement = pick(Child.id, Child.child_ref, held.c.unit_id, held.c.worker_source_id)
    statement = statement.join(held, held.c.child_ref == child_ref, isouter=True)
    return db.execute(statement.where(col(Child.id) == child_id)).one_or_none()


def is_published_tool(db: Session, tool_id: uuid.UUID) -> bool:
    """Whether audits may be made with the tool."""
    tool = db.get(AuditTool, tool_id)
    return tool is not None and tool.state == ToolState.published


def list_questions(db: Session, tool_id: uuid.UUID) -> dict[uuid.UUID, bool]:
    """The tool's questions, each with whether it must be answered."""
    statement = (
        select(ToolQuestion.id, ToolQuestion.is_mandatory)
        .join(ToolSection, col(ToolSection.id) == ToolQuestion.tool_section_id)
        .where(col(ToolSection.audit_tool_id) == tool_id)
        .order_by(col(ToolSection.position), col(ToolQuestion.position))
    )
    return {row.id: row.is_mandatory for row in db.execute(statement)}


def list_levels(db: Session, tool_id: uuid.UUID) -> list[str]:
    """The codes of the levels of the tool's scale, the best first."""
    statement = (
        select(JudgementLevel.code)
        .join(AuditTool, col(AuditTool.judgement_scale_id) == JudgementLevel.judgement_scale_id)
        .where(col(AuditTool.id) == tool_id)
        .order_by(col(JudgementLevel.position))
    )
    return list(db.execute(statement).scalars())


def may(db: Session, person_id: uuid.UUID, permission: Permission) -> bool:
    """Whether somebody who may sign in holds a role today that has the permission."""
    roles = [role for role, right in RIGHTS.items() if permission in right.may]
    today = clock.today()
    held = select(RoleGrant.id).join(Person, col(Person.id) == RoleGrant.person_id).where(
        col(Person.id) == person_id, col(Person.is_active), col(RoleGrant.role).in_(roles),
        col(RoleGrant.from_on) <= today, or_(col(RoleGrant.to_on).is_(None), col(RoleGrant.to_on) >= today),
    )  # fmt: skip
    return db.execute(held.limit(1)).first() is not None


def list_involvements(db: Session, child_refs: Iterable[str]) -> list[Any]:
    """Who has worked with children: child, worker, role, the unit of the team, first and last day."""
    i, system = Involvement, Involvement.source_system
    team = func.coalesce(i.team_source_id, Worker.department_source_id)
    is_worker = and_(col(Worker.source_id) == i.worker_source_id, col(Worker.source_system) == system)
    statement = (
        pick(i.child_ref, i.worker_source_id, i.role, col(Unit.id).label("unit_id"), i.from_on, i.to_on)
        .join(Worker, is_worker, isouter=True)
        .join(Unit, and_(col(Unit.source_id) == team, col(Unit.source_system) == system), isouter=True)
        .where(col(i.child_ref).in_(list(child_refs)))
    )  # fmt: skip
    return list(db.execute(statement))


def list_managed_units(db: Session, person_ids: Iterable[uuid.UUID]) -> list[Any]:
    """Which units people manage or managed as team managers, those beneath included, from when and until when."""
    below = func.unit_and_below(col(RoleGrant.unit_id)).label("unit_ids")
    statement = pick(RoleGrant.person_id, below, RoleGrant.from_on, RoleGrant.to_on).where(
        col(RoleGrant.person_id).in_(list(person_ids)), col(RoleGrant.role) == Role.team_manager
    )
    return list(db.execute(statement))


def list_managing_workers(db: Session, worker_refs: Iterable[str], on: date) -> list[Any]:
    """Which of these professionals manage units on a day, by the number of the case system: those beneath included."""
    grant, managing = RoleGrant, (Role.team_manager, Role.service_manager, Role.head_of_service)
    below = func.unit_and_below(col(grant.unit_id)).label("unit_ids")
    statement = pick(Person.worker_ref, below).join(grant, col(grant.person_id) == Person.id).where(
        col(Person.worker_ref).in_(list(worker_refs)), col(grant.role).in_(managing), col(grant.from_on) <= on,
        or_(col(grant.to_on).is_(None), col(grant.to_on) >= on),
    )  # fmt: skip
    return list(db.execute(statement))


def list_supervisions(db: Session, child_refs: Iterable[str], supervisors: Iterable[str]) -> list[Any]:
    """The days on which these professionals supervised the work with these children."""
    s = Supervision
    statement = pick(s.child_ref, s.supervisor_source_id, s.held_on).where(
        col(s.child_ref).in_(list(child_refs)), col(s.supervisor_source_id).in_(list(supervisors)),
        col(s.held_on).is_not(None),
    )  # fmt: skip
    return list(db.execute(statement))


def list_known_families(
    db: Session, person_ids: Iterable[uuid.UUID], child_refs: Iterable[str]
) -> set[tuple[uuid.UUID, str]]:
    """Who has said of which child that they know the family."""
    statement = pick(KnownFamily.person_id, KnownFamily.child_ref).where(
        col(KnownFamily.person_id).in_(list(person_ids)), col(KnownFamily.child_ref).in_(list(child_refs))
    )
    return {(row.person_id, row.child_ref) for row in db.execute(statement)}
