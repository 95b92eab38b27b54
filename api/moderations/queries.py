"""Reading moderations, their queue and panels; first grades are left out until the second are given."""

import uuid
from datetime import date, datetime
from typing import Any

from fastapi import Response
from sqlalchemy import ColumnElement, Integer, Select, Text, Uuid, and_, any_, case, func, literal, or_, text, union_all
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from api.access.models import Person, RoleGrant, Unit
from api.access.permissions import RIGHTS, Permission
from api.access.who import Who
from api.audits.models import Audit, AuditState
from api.audits.queries import begins_afresh, is_hidden_from, read_answers, reference, sees_free_text
from api.journal.reads import saw
from api.kernel import clock
from api.kernel.errors import NotFound
from api.kernel.pages import paginate, pick
from api.kernel.requests import etag
from api.moderations.models import (
    ENDED,
    Moderation,
    ModerationAspect,
    ModerationJudgement,
    ModerationPanelGrade,
    ModerationPanelMember,
    ModerationSelection,
    ModerationState,
)
from api.moderations.schemas import ModerationFilters, QueueFilters
from api.standards.models import Criterion, PracticeStandard
from api.statistics.workdays import working_days_between
from api.tools.models import AuditKind, AuditTool, JudgementLevel, ToolQuestion, ToolSection

_OF_AUDIT = ("child_id", "child_ref", "tool_id", "first_grade", "overall_reason", "summary")
_QUEUED = (
    "audit_id", "audit_reference", "kind", "unit_name", "auditor_name", "submitted_at", "due_on", "is_overdue", "rules",
)  # fmt: skip
_MEMBER = ModerationPanelMember


def _is_open() -> ColumnElement[bool]:
    return col(Moderation.state).not_in(ENDED)


def _sits_on(person_id: uuid.UUID) -> ColumnElement[bool]:
    """Whether somebody moderates, alone or on the panel."""
    seats = select(_MEMBER.moderation_id).where(_MEMBER.person_id == person_id, col(_MEMBER.released_at).is_(None))
    return or_(col(Moderation.moderator_id) == person_id, col(Moderation.id).in_(seats))


def _is_before(who: Who) -> ColumnElement[bool]:
    """Whether it read the work of an earlier auditor, and this person now gives grades of their own."""
    return and_(begins_afresh(who), col(Moderation.allocated_at) < col(Audit.allocated_at))


def _moderations(who: Who) -> Select[Any]:
    auditor, moderator = aliased(Person), aliased(Person)
    seated = col(_MEMBER.moderation_id) == Moderation.id, col(_MEMBER.released_at).is_(None)
    panel_size = select(func.count()).select_from(_MEMBER).where(*seated).scalar_subquery()
    return (
        pick(
            Moderation.id, Moderation.audit_id, reference().label("audit_reference"), Audit.kind,
            col(Unit.name).label("unit_name"), col(auditor.name).label("auditor_name"), Moderation.moderator_id,
            col(moderator.name).label("moderator_name"), Moderation.state, Moderation.due_on,
            and_(_is_open(), col(Moderation.due_on) < clock.today()).label("is_overdue"),
            case((_is_before(who), None), else_=col(Moderation.outcome)).label("outcome"),
            panel_size.label("panel_size"), Audit.child_id,
        )
        .join(Audit, col(Audit.id) == Moderation.audit_id)
        .join(auditor, col(auditor.id) == Audit.auditor_id)
        .join(moderator, col(moderator.id) == Moderation.moderator_id)
        .join(Unit, col(Unit.id) == Audit.unit_id, isouter=True)
    )  # fmt: skip


def list_moderations(db: Session, who: Who, filters: ModerationFilters) -> dict[str, Any]:
    """Moderations by the day they are due."""
    statement = _moderations(who)
    if filters.state:
        statement = statement.where(col(Moderation.state) == filters.state)
    if filters.audit_id:
        statement = statement.where(col(Moderation.audit_id) == filters.audit_id)
    if filters.mine:
        statement = statement.where(_sits_on(who.id))
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
        Audit.child_ref, col(Audit.audit_tool_id).label("tool_id"),
        func.coalesce(Moderation.first_grade, Audit.first_grade).label("first_grade"), Audit.overall_reason,
        Audit.summary, is_hidden_from(who).label("is_audit_blind"), _is_before(who).label("is_before"),
    ]  # fmt: skip
    row = db.execute(_moderations(who).add_columns(*more).where(col(Moderation.id) == moderation_id)).one_or_none()
    if row is None:
        raise NotFound
    saw(db, [row.child_id])
    if response is not None:
        response.headers["ETag"] = etag(row.version)
    moderation = dict(row._mapping)
    audit = {name: moderation.pop(name) for name in _OF_AUDIT}
    is_audit_blind, is_before = moderation.pop("is_audit_blind"), moderation.pop("is_before")
    is_hidden = is_audit_blind or (row.second_grade is None and row.state != ModerationState.revealed)
    if is_hidden or is_before:
        audit |= dict.fromkeys(("first_grade", "overall_reason", "summary"))
    if not (is_readable := sees_free_text(who)):
        audit |= dict.fromkeys(("overall_reason", "summary"))
        moderation |= dict.fromkeys(("reason", "audit_quality_reason"))
    answers = read_answers(db, who, row.audit_id, is_blind=is_hidden)
    moderation["audit"] = audit | {"id": row.audit_id, "answers": answers}
    judgements = [] if is_before else list_judgements(db, moderation_id)
    moderation["judgements"] = {one.tool_question_id: one for one in judgements}
    moderation["second_grade"] = None if is_before else row.second_grade
    moderation["panel"] = _read_panel(db, who, row)
    moderation["aspects"] = {
        one.aspect: {"rating": one.rating, "words": one.words if is_readable else None}
        for one in db.execute(select(ModerationAspect).where(ModerationAspect.moderation_id == moderation_id)).scalars()
    }
    return moderation


def _read_panel(db: Session, who: Who, moderation: Any) -> list[dict[str, Any]]:
    """The members in the order in which they came on; grades of others only when all have given theirs."""
    given: dict[uuid.UUID, dict[uuid.UUID | None, str]] = {}
    grades = select(ModerationPanelGrade).where(ModerationPanelGrade.moderation_id == moderation.id)
    for grade in db.execute(grades).scalars():
        given.setdefault(grade.person_id, {})[grade.tool_question_id] = grade.grade
    people = (
        pick(_MEMBER.person_id, Person.name, _MEMBER.given_at, _MEMBER.released_at)
        .join(Person, col(Person.id) == _MEMBER.person_id).where(col(_MEMBER.moderation_id) == moderation.id)
        .order_by(col(_MEMBER.person_id) != moderation.moderator_id, col(_MEMBER.invited_at), col(Person.name))
    )  # fmt: skip
    panel = []
    for person_id, name, given_at, released_at in db.execute(people):
        is_open = moderation.state != ModerationState.allocated and not moderation.is_before
        own = given.get(person_id) if person_id == who.id or is_open else None
        panel.append({
            "person_id": person_id, "name": name, "is_chair": person_id == moderation.moderator_id,
            "has_given": given_at is not None, "is_released": released_at is not None,
            "second_grade": own and own.get(None),
            "judgements": own and {question: grade for question, grade in own.items() if question},
        })  # fmt: skip
    return panel


def list_members(db: Session, moderation_id: uuid.UUID) -> list[ModerationPanelMember]:
    """Everybody who was ever on the panel of a moderation; nobody where one person moderates alone."""
    return list(db.execute(select(_MEMBER).where(_MEMBER.moderation_id == moderation_id)).scalars())


def get_moderation(db: Session, moderation_id: uuid.UUID) -> Moderation:
    """The moderation's row as it is now, or NotFound."""
    moderation = db.get(Moderation, moderation_id, populate_existing=True)
    if moderation is None:
        raise NotFound
    return moderation


def list_queue(db: Session, who: Who, filters: QueueFilters) -> dict[str, Any]:
    """Audits that wait for a moderator, the first due first."""
    today = clock.today()
    due_on = col(ModerationSelection.due_on)
    statement = (
        _waiting(
            col(Audit.id).label("audit_id"), reference().label("audit_reference"), Audit.kind,
            col(Unit.name).label("unit_name"), col(Person.name).label("auditor_name"), Audit.submitted_at, due_on,
            (due_on < today).label("is_overdue"), Audit.child_id,
            case((is_hidden_from(who), None), else_=col(ModerationSelection.rules)).label("rules"),
        )
        .join(Person, col(Person.id) == Audit.auditor_id)
        .join(Unit, col(Unit.id) == Audit.unit_id, isouter=True)
    )  # fmt: skip
    if filters.is_overdue:
        statement = statement.where(due_on < today)
    page = paginate(db, statement, filters, by=[due_on, col(Audit.id)])
    saw(db, [row.child_id for row in page["items"]])
    page["items"] = [
        {n: row._mapping[n] for n in _QUEUED} | {"days_late": days_late(row.due_on)} for row in page["items"]
    ]
    return page


def days_late(due_on: date | None) -> int:
    """The working days since something was due; 0 while it is not late."""
    return working_days_between(due_on, clock.today()) if due_on and due_on < clock.today() else 0


def _waiting(*columns: Any) -> Select[Any]:
    """Columns of audits that are submitted, chosen for moderation, and given to nobody."""
    is_of_it = and_(
        col(ModerationSelection.audit_id) == Audit.id, col(ModerationSelection.submitted_at) == Audit.submitted_at
    )
    is_chosen = col(ModerationSelection.due_on).is_not(None)
    return (
        pick(*columns).select_from(Audit).join(ModerationSelection, is_of_it)
        .where(col(Audit.state) == AuditState.submitted, is_chosen)
    )  # fmt: skip


def read_standing(db: Session, who: Who) -> dict[str, Any]:
    """How much waits, is in hand and is this person's, and how much of it is late."""
    today, due_on = clock.today(), col(ModerationSelection.due_on)
    first_due = func.min(due_on).filter(due_on < today)
    waiting = db.execute(_waiting(func.count(), func.count().filter(due_on < today), first_due)).one()
    is_late, is_mine = col(Moderation.due_on) < today, _sits_on(who.id)
    counts = func.count(), func.count().filter(is_late), func.min(col(Moderation.due_on)).filter(is_late)
    mine = func.count().filter(is_mine), func.count().filter(and_(is_mine, is_late))
    hand = db.execute(pick(*counts, *mine).select_from(Moderation).where(_is_open())).one()
    first = min((day for day in (waiting[2], hand[2]) if day), default=None)
    return {
        "waiting": waiting[0], "waiting_late": waiting[1], "in_hand": hand[0], "in_hand_late": hand[1],
        "mine": hand[3], "mine_late": hand[4], "days_late": days_late(first),
    }  # fmt: skip


def list_moderators(db: Session) -> list[Any]:
    """Who may moderate today, with how many moderations each has in hand: id, name, in_hand; the least laden first."""
    roles = [role for role, right in RIGHTS.items() if Permission.moderations_complete in right.may]
    today, grant = clock.today(), RoleGrant
    holders = select(grant.person_id).where(
        col(grant.role).in_(roles),
        col(grant.from_on) <= today,
        or_(col(grant.to_on).is_(None), col(grant.to_on) >= today),
    )
    seat = and_(col(_MEMBER.moderation_id) == Moderation.id, col(_MEMBER.person_id) == Person.id,
                col(_MEMBER.released_at).is_(None))  # fmt: skip
    in_hand = (
        select(func.count()).select_from(Moderation)
        .where(_is_open(), or_(col(Moderation.moderator_id) == Person.id, select(_MEMBER.id).where(seat).exists()))
        .scalar_subquery()
    )  # fmt: skip
    statement = pick(Person.id, Person.name, in_hand.label("in_hand")).where(
        col(Person.is_active), col(Person.id).in_(holders)
    )
    return list(db.execute(statement.order_by(in_hand, col(Person.name), col(Person.id))))


def find_selection(db: Session, audit: Audit) -> ModerationSelection | None:
    """What the rules said of an audit as it was last submitted, if they have been asked."""
    return find_selection_at(db, audit.id, audit.submitted_at) if audit.submitted_at else None


def find_selection_at(db: Session, audit_id: uuid.UUID, submitted_at: datetime) -> ModerationSelection | None:
    """What the rules said of an audit as it was submitted at an instant, if they have been asked."""
    statement = select(ModerationSelection).where(
        ModerationSelection.audit_id == audit_id, ModerationSelection.submitted_at == submitted_at
    )
    return db.execute(statement).scalars().one_or_none()


def get_audit(db: Session, who: Who, audit_id: uuid.UUID) -> tuple[Audit, bool]:
    """An audit, and whether its grades are hidden from this person; or NotFound."""
    statement = pick(Audit, is_hidden_from(who)).where(col(Audit.id) == audit_id)
    row = db.execute(statement).one_or_none()
    if row is None:
        raise NotFound
    saw(db, [row[0].child_id])
    return row[0], row[1]


def read_seed(db: Session) -> str:
    """The council's secret behind the random share."""
    return str(db.execute(text("select moderation_seed()")).scalar_one())


def read_history(db: Session, audit: Audit) -> Any:
    """Of an audit's auditor: audits submitted before it, and what moderations of the last year did to their grades.

    A row of submitted, raised, lowered, agreed, and is_returned: whether this very audit was sent back.
    """
    named = text("select * from auditor_history(:auditor, :audit, :at)")
    return db.execute(named, {"auditor": audit.auditor_id, "audit": audit.id, "at": clock.now()}).one()


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
    are here, of moderations that have ended: of a panel, what each member gave and not what they then agreed. An audit
    that went back after it had been graded is here too, as leaving it out would flatter.
    """
    alone = _pairs_by_question(), _pairs_overall()
    return union_all(*alone, _panel_pairs_by_question(), _panel_pairs_overall()).subquery("pair")


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


def _pair_columns(moderator_id: Any, number: Any, code: Any, question_id: Any) -> Select[Any]:
    return pick(
        col(Moderation.id).label("moderation_id"), Moderation.audit_id, Audit.kind,
        number.label("standard_number"), code.label("criterion_code"), question_id.label("tool_question_id"),
        Audit.auditor_id, moderator_id.label("moderator_id"), Moderation.completed_at, Audit.unit_id,
    ).select_from(Moderation)  # fmt: skip


def _of_question(moderator_id: Any, question_id: Any, *of_moderation: Any) -> Select[Any]:
    number, code = col(PracticeStandard.number), col(Criterion.code)
    statement = _pair_columns(moderator_id, number, code, question_id)
    for table, link in of_moderation:
        statement = statement.join(table, link)
    return (
        statement.join(ToolQuestion, col(ToolQuestion.id) == question_id)
        .join(ToolSection, col(ToolSection.id) == ToolQuestion.tool_section_id)
        .join(PracticeStandard, col(PracticeStandard.id) == ToolSection.practice_standard_id, isouter=True)
        .join(Criterion, col(Criterion.id) == ToolQuestion.criterion_id, isouter=True)
    )


def _of_whole(moderator_id: Any) -> Select[Any]:
    return _pair_columns(moderator_id, literal(None, Integer), literal(None, Text), literal(None, Uuid))


def _pairs_by_question() -> Select[Any]:
    judgement = ModerationJudgement
    link = judgement, col(judgement.moderation_id) == Moderation.id
    statement = _of_question(col(Moderation.moderator_id), col(judgement.tool_question_id), link)
    return _with_places(statement, judgement.first_grade, judgement.second_grade, is_panel=False)


def _pairs_overall() -> Select[Any]:
    statement = _of_whole(col(Moderation.moderator_id))
    return _with_places(statement, Moderation.first_grade, Moderation.second_grade, is_panel=False)


def _panel_pairs_by_question() -> Select[Any]:
    judgement, given = ModerationJudgement, ModerationPanelGrade
    agreed = judgement, col(judgement.moderation_id) == Moderation.id
    own = (
        given,
        and_(col(given.moderation_id) == Moderation.id, col(given.tool_question_id) == judgement.tool_question_id),
    )
    statement = _of_question(col(given.person_id), col(judgement.tool_question_id), agreed, own)
    return _with_places(statement, judgement.first_grade, given.grade, is_panel=True)


def _panel_pairs_overall() -> Select[Any]:
    given = ModerationPanelGrade
    is_whole = and_(col(given.moderation_id) == Moderation.id, col(given.tool_question_id).is_(None))
    statement = _of_whole(col(given.person_id)).join(given, is_whole)
    return _with_places(statement, Moderation.first_grade, given.grade, is_panel=True)


def _with_places(statement: Select[Any], first: Any, second: Any, *, is_panel: bool) -> Select[Any]:
    """With the places of two grades on the tool's scale, and how many levels it has."""
    one, two = aliased(JudgementLevel), aliased(JudgementLevel)
    k = select(func.count()).where(JudgementLevel.judgement_scale_id == AuditTool.judgement_scale_id).scalar_subquery()
    scale = col(AuditTool.judgement_scale_id)
    has_panel = select(_MEMBER.id).where(_MEMBER.moderation_id == Moderation.id).exists()
    return (
        statement.add_columns(col(one.position).label("first"), col(two.position).label("second"), k.label("k"))
        .join(Audit, col(Audit.id) == Moderation.audit_id)
        .join(AuditTool, col(AuditTool.id) == Audit.audit_tool_id)
        .join(one, and_(col(one.judgement_scale_id) == scale, col(one.code) == first))
        .join(two, and_(col(two.judgement_scale_id) == scale, col(two.code) == second))
        .where(col(Moderation.state).in_(ENDED), has_panel if is_panel else ~has_panel)
    )
