"""Reading calibrations. Nobody is given another's grades before the end: PostgreSQL does not hand them out."""

import uuid
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from fastapi import Response
from sqlalchemy import ColumnElement, Date, Select, and_, any_, case, cast, func, literal, or_
from sqlmodel import Session, col, select

from api.access import queries as access
from api.access.models import Person, RoleGrant, Unit
from api.access.permissions import RIGHTS, Permission, Reach
from api.access.who import Who
from api.audits.models import Audit, AuditState
from api.calibrations.models import (
    Calibration,
    CalibrationGrade,
    CalibrationQuestion,
    CalibrationRater,
    CalibrationState,
)
from api.calibrations.schemas import CalibrationFilters, CandidateFilters
from api.journal.reads import saw
from api.kernel import clock
from api.kernel.errors import NotFound
from api.kernel.pages import paginate, pick
from api.kernel.requests import etag
from api.moderations.models import Moderation
from api.moderations.queries import grade_pairs
from api.standards.models import Criterion, PracticeStandard
from api.tools.models import AuditTool, JudgementLevel, ToolQuestion, ToolSection

LEAST_PAIRS = 10
"""Below so many pairs of grades nothing is said about a criterion."""


def is_closed() -> ColumnElement[bool]:
    """Whether an exercise is over: its lead has closed it, or its last day has gone by."""
    return or_(col(Calibration.closed_at).is_not(None), col(Calibration.closes_on) < clock.today())


def _state() -> ColumnElement[str]:
    """Where an exercise stands today."""
    return case(
        (is_closed(), literal(CalibrationState.closed.value)),
        (col(Calibration.opens_on) > clock.today(), literal(CalibrationState.planned.value)),
        else_=literal(CalibrationState.open.value),
    )


def state_of(calibration: Calibration) -> CalibrationState:
    """Where an exercise stands today."""
    if calibration.closed_at is not None or calibration.closes_on < clock.today():
        return CalibrationState.closed
    return CalibrationState.planned if calibration.opens_on > clock.today() else CalibrationState.open


def _raters(*where: ColumnElement[bool]) -> Any:
    counted = select(func.count()).select_from(CalibrationRater)
    of_this = counted.where(col(CalibrationRater.calibration_id) == Calibration.id, *where)
    return of_this.correlate(Calibration).scalar_subquery()


def _calibrations(who: Who) -> Select[Any]:
    rater = CalibrationRater
    is_own, has_graded = col(rater.person_id) == who.id, col(rater.submitted_at).is_not(None)
    return (
        pick(
            Calibration.id, Calibration.title, Calibration.child_ref, Calibration.child_id,
            col(Unit.name).label("unit_name"), col(AuditTool.title).label("tool_title"), _state().label("state"),
            Calibration.opens_on, Calibration.closes_on, col(Person.name).label("lead_name"),
            _raters(col(rater.stood_aside_at).is_(None)).label("invited"), _raters(has_graded).label("graded"),
            (_raters(is_own) > 0).label("is_mine"), (_raters(is_own, has_graded) > 0).label("has_graded"),
        )
        .join(AuditTool, col(AuditTool.id) == Calibration.audit_tool_id)
        .join(Person, col(Person.id) == Calibration.lead_id)
        .join(Unit, col(Unit.id) == Calibration.unit_id, isouter=True)
    )  # fmt: skip


def list_calibrations(db: Session, who: Who, filters: CalibrationFilters) -> dict[str, Any]:
    """Calibrations by their last day."""
    statement = _calibrations(who)
    if filters.state:
        statement = statement.where(_state() == filters.state.value)
    if filters.mine:
        statement = statement.where(_raters(col(CalibrationRater.person_id) == who.id) > 0)
    by = [col(Calibration.closes_on), col(Calibration.id)]
    page = paginate(db, statement, filters, by=by, descending=filters.sort.startswith("-"))
    saw(db, [row.child_id for row in page["items"]])
    page["items"] = [_without_child(row._mapping) for row in page["items"]]
    return page


def _without_child(row: Any) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "child_id" and not name.startswith("_key")}


def read_calibration(
    db: Session, who: Who, calibration_id: uuid.UUID, response: Response | None = None
) -> dict[str, Any]:
    """A calibration with its case, its questions, those invited and one's own part, or NotFound."""
    more: list[Any] = [
        col(Audit.id).label("audit_id"), col(Calibration.audit_tool_id).label("tool_id"), Calibration.period_from,
        Calibration.period_to, Calibration.closed_at, Calibration.version,
    ]  # fmt: skip
    statement = _calibrations(who).add_columns(*more).join(Audit, col(Audit.id) == Calibration.audit_id, isouter=True)
    row = db.execute(statement.where(col(Calibration.id) == calibration_id)).one_or_none()
    if row is None:
        raise NotFound
    saw(db, [row.child_id])
    if response is not None:
        response.headers["ETag"] = etag(row.version)
    questions = list_questions(db, calibration_id)
    return dict(row._mapping) | {
        "question_ids": [q.tool_question_id for q in questions if q.tool_question_id],
        "raters": _list_raters(db, calibration_id),
        "own": _own(db, who, calibration_id),
        "facts_url": f"/api/v1/children/{row.child_id}",
    }


def _list_raters(db: Session, calibration_id: uuid.UUID) -> list[Any]:
    rater = CalibrationRater
    statement = (
        pick(
            rater.person_id, Person.name, col(rater.submitted_at).is_not(None).label("has_graded"),
            col(rater.stood_aside_at).is_not(None).label("has_stood_aside"),
        )
        .join(Person, col(Person.id) == rater.person_id)
        .where(col(rater.calibration_id) == calibration_id)
        .order_by(col(Person.name), col(Person.id))
    )  # fmt: skip
    return list(db.execute(statement))


def _own(db: Session, who: Who, calibration_id: uuid.UUID) -> dict[str, Any] | None:
    statement = select(CalibrationRater).where(
        col(CalibrationRater.calibration_id) == calibration_id, col(CalibrationRater.person_id) == who.id
    )
    rater = db.execute(statement).scalar_one_or_none()
    if rater is None:
        return None
    given = {row.tool_question_id: row for row in list_given(db, who, calibration_id) if row.rater_id == rater.id}
    overall = given.pop(None, None)
    return {"submitted_at": rater.submitted_at, "stood_aside_at": rater.stood_aside_at, "overall": overall,
            "answers": given}  # fmt: skip


def list_given(db: Session, who: Who, calibration_id: uuid.UUID) -> list[Any]:
    """The grades that may be seen: question (None for the whole), rater, grade, and the reason for those who see
    free text about children."""
    g, q = CalibrationGrade, CalibrationQuestion
    reason = col(g.reason) if who.sees_free_text else literal(None)
    statement = (
        pick(
            q.tool_question_id, col(g.calibration_rater_id).label("rater_id"), g.grade, g.is_not_applicable,
            reason.label("reason"),
        )
        .join(q, col(q.id) == g.calibration_question_id)
        .where(col(q.calibration_id) == calibration_id)
    )  # fmt: skip
    return list(db.execute(statement))


def list_questions(db: Session, calibration_id: uuid.UUID) -> list[Any]:
    """What is graded, in the order of the tool and the case as a whole last: the row's id, the question's id, code,
    standard and text, and what was agreed on."""
    q = CalibrationQuestion
    statement = (
        pick(
            q.id, q.tool_question_id, col(Criterion.code).label("criterion_code"),
            col(PracticeStandard.number).label("standard_number"), ToolQuestion.text, q.agreed_grade, q.agreed_reason,
        )
        .select_from(q)
        .join(ToolQuestion, col(ToolQuestion.id) == q.tool_question_id, isouter=True)
        .join(ToolSection, col(ToolSection.id) == ToolQuestion.tool_section_id, isouter=True)
        .join(PracticeStandard, col(PracticeStandard.id) == ToolSection.practice_standard_id, isouter=True)
        .join(Criterion, col(Criterion.id) == ToolQuestion.criterion_id, isouter=True)
        .where(col(q.calibration_id) == calibration_id)
        .order_by(col(ToolSection.position).nulls_last(), col(ToolQuestion.position), col(q.id))
    )  # fmt: skip
    return list(db.execute(statement))


def list_question_rows(db: Session, calibration_id: uuid.UUID) -> list[CalibrationQuestion]:
    """The rows of what is graded, to write in."""
    statement = select(CalibrationQuestion).where(col(CalibrationQuestion.calibration_id) == calibration_id)
    return list(db.execute(statement).scalars())


def get_calibration_for_update(db: Session, calibration_id: uuid.UUID) -> Calibration:
    """The calibration's row, locked until the end of the transaction, or NotFound."""
    calibration = db.get(Calibration, calibration_id, with_for_update=True, populate_existing=True)
    if calibration is None:
        raise NotFound
    return calibration


def get_calibration(db: Session, calibration_id: uuid.UUID) -> Calibration:
    """The calibration's row, or NotFound."""
    calibration = db.get(Calibration, calibration_id)
    if calibration is None:
        raise NotFound
    return calibration


def find_rater_for_update(db: Session, calibration_id: uuid.UUID, person_id: uuid.UUID) -> CalibrationRater | None:
    """Somebody's own invitation, locked until the end of the transaction, or None."""
    statement = select(CalibrationRater).where(
        col(CalibrationRater.calibration_id) == calibration_id, col(CalibrationRater.person_id) == person_id
    )
    return db.execute(statement.with_for_update()).scalar_one_or_none()


def list_invited(db: Session, calibration_id: uuid.UUID) -> set[uuid.UUID]:
    """Who is invited already."""
    statement = select(CalibrationRater.person_id).where(col(CalibrationRater.calibration_id) == calibration_id)
    return set(db.execute(statement).scalars())


def find_own_rater_id(db: Session, who: Who, calibration_id: uuid.UUID) -> uuid.UUID | None:
    """The id of one's own invitation, or None."""
    statement = select(CalibrationRater.id).where(
        col(CalibrationRater.calibration_id) == calibration_id, col(CalibrationRater.person_id) == who.id
    )
    return db.execute(statement).scalar_one_or_none()


def hold_open(db: Session, calibration_id: uuid.UUID) -> bool:
    """Whether it is open for grading; if so it stays open until the end of the transaction."""
    return bool(db.execute(select(func.is_calibration_open(calibration_id))).scalar_one())


def find_final_audit(db: Session, audit_id: uuid.UUID) -> Audit | None:
    """A final audit in reach, or None."""
    audit = db.get(Audit, audit_id)
    return audit if audit is not None and audit.state == AuditState.final else None


def list_moderators(db: Session, audit_id: uuid.UUID) -> set[uuid.UUID]:
    """Who has given an audit second grades."""
    return set(db.execute(select(Moderation.moderator_id).where(col(Moderation.audit_id) == audit_id)).scalars())


def list_who_see(db: Session, unit_id: uuid.UUID | None) -> set[uuid.UUID]:
    """Who sees the final audits of a unit, with their grades, by a role in force today."""
    council = [role for role, right in RIGHTS.items() if Reach.council in right.reach]
    units = [role for role, right in RIGHTS.items() if Reach.units in right.reach]
    is_over = literal(unit_id) == any_(func.unit_and_below(col(RoleGrant.unit_id)))  # null where it has no team
    statement = select(RoleGrant.person_id).where(
        _in_force(), col(RoleGrant.person_id).is_not(None),
        or_(col(RoleGrant.role).in_(council), and_(col(RoleGrant.role).in_(units), is_over)),
    )  # fmt: skip
    return {person_id for person_id in db.execute(statement).scalars() if person_id is not None}


def _in_force() -> ColumnElement[bool]:
    today = clock.today()
    return and_(col(RoleGrant.from_on) <= today, or_(col(RoleGrant.to_on).is_(None), col(RoleGrant.to_on) >= today))


def list_candidates(db: Session, filters: CandidateFilters) -> dict[str, Any]:
    """Everybody who may grade in calibrations, by name."""
    statement = (
        pick(col(Person.id).label("person_id"), Person.name, col(Unit.name).label("unit_name"))
        .join(Unit, col(Unit.id) == Person.unit_id, isouter=True)
        .where(col(Person.id).in_(access.holders_of(Permission.calibrations_complete)))
    )
    return paginate(db, statement, filters, by=[col(Person.name), col(Person.id).label("person_id")])


def list_levels(db: Session, tool_id: uuid.UUID) -> list[JudgementLevel]:
    """The levels of the scale that a tool's questions of quality are graded on, the best first."""
    statement = (
        select(JudgementLevel)
        .join(AuditTool, col(AuditTool.judgement_scale_id) == JudgementLevel.judgement_scale_id)
        .where(col(AuditTool.id) == tool_id)
        .order_by(col(JudgementLevel.position))
    )
    return list(db.execute(statement).scalars())


def list_ratings(
    db: Session,
    *,
    since: date | None = None,
    until: date | None = None,
    calibration_ids: Collection[uuid.UUID] | None = None,
) -> list[Any]:
    """Every grade of the closed calibrations that ended from the day `since` and before the day `until`: calibration,
    person, question (None for the case as a whole), criterion and standard, position on the scale, `k`, its length,
    the child's team, and the day it ended.

    What did not apply is no grade and is left out. One calibration's come together, question by question.
    """
    statement = _ratings()
    if since:
        statement = statement.where(ended_on() >= since)
    if until:
        statement = statement.where(ended_on() < until)
    if calibration_ids is not None:
        statement = statement.where(col(Calibration.id).in_(calibration_ids))
    by = (col(Calibration.id), col(CalibrationQuestion.tool_question_id), col(CalibrationRater.person_id))
    return list(db.connection().execute(statement.order_by(*by)))


def ended_on() -> ColumnElement[date]:
    """The day on which a closed exercise came to its end."""
    return func.coalesce(cast(func.timezone("Europe/London", col(Calibration.closed_at)), Date), Calibration.closes_on)


def _ratings() -> Select[Any]:
    g, q, r, c = CalibrationGrade, CalibrationQuestion, CalibrationRater, Calibration
    lengths = (
        pick(JudgementLevel.judgement_scale_id, func.count().label("k"))
        .group_by(col(JudgementLevel.judgement_scale_id))
        .subquery()
    )
    is_level = and_(
        col(JudgementLevel.judgement_scale_id) == AuditTool.judgement_scale_id, col(JudgementLevel.code) == g.grade
    )
    return (
        pick(
            col(c.id).label("calibration_id"), r.person_id, q.tool_question_id,
            col(Criterion.code).label("criterion_code"), col(PracticeStandard.number).label("standard_number"),
            JudgementLevel.position, lengths.c.k, c.unit_id, ended_on().label("ended_on"),
        )
        .select_from(g)
        .join(q, col(q.id) == g.calibration_question_id)
        .join(r, col(r.id) == g.calibration_rater_id)
        .join(c, col(c.id) == r.calibration_id)
        .join(AuditTool, col(AuditTool.id) == c.audit_tool_id)
        .join(JudgementLevel, is_level)
        .join(lengths, lengths.c.judgement_scale_id == AuditTool.judgement_scale_id)
        .join(ToolQuestion, col(ToolQuestion.id) == q.tool_question_id, isouter=True)
        .join(ToolSection, col(ToolSection.id) == ToolQuestion.tool_section_id, isouter=True)
        .join(PracticeStandard, col(PracticeStandard.id) == ToolSection.practice_standard_id, isouter=True)
        .join(Criterion, col(Criterion.id) == ToolQuestion.criterion_id, isouter=True)
        .where(is_closed())
    )  # fmt: skip


def count_pairs_of_moderations(db: Session, since: datetime) -> dict[tuple[int, str], tuple[int, int]]:
    """By standard and criterion, how many answers were graded twice since an instant, and how many of them alike."""
    pair = grade_pairs()
    is_same = func.count().filter(pair.c.first == pair.c.second)
    statement = (
        pick(pair.c.standard_number, pair.c.criterion_code, func.count(), is_same)
        .where(pair.c.criterion_code.is_not(None), pair.c.standard_number.is_not(None), pair.c.completed_at >= since)
        .group_by(pair.c.standard_number, pair.c.criterion_code)
    )
    return {(number, code): (pairs, same) for number, code, pairs, same in db.execute(statement)}


def find_criterion_texts(db: Session, keys: Sequence[tuple[int, str]]) -> dict[tuple[int, str], str]:
    """The words of criteria by standard and code, as the newest standards that have them put it."""
    statement = (
        pick(PracticeStandard.number, Criterion.code, Criterion.text)
        .join(PracticeStandard, col(PracticeStandard.id) == Criterion.practice_standard_id)
        .where(col(Criterion.code).in_([code for _, code in keys]))
        .order_by(col(PracticeStandard.standards_version_id))
    )
    return {(row.number, row.code): row.text for row in db.execute(statement)}
