"""Reading meetings, and what their agendas are made of: as much of it as whoever asks may see."""

import uuid
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, and_, cast, func
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from api.access.models import Person
from api.actions.models import Action, ActionState
from api.actions.queries import TO_DO
from api.actions.queries import reference as action_reference
from api.audits.models import Audit, AuditState
from api.audits.queries import reference as audit_reference
from api.calibrations.models import Calibration, CalibrationRater
from api.calibrations.queries import ended_on, is_closed
from api.concerns.models import Concern
from api.concerns.queries import reference as concern_reference
from api.disputes.models import Dispute, DisputeState
from api.journal.reads import saw
from api.kernel import clock
from api.kernel.errors import NotFound
from api.kernel.pages import paginate, pick
from api.meetings.models import Meeting, MeetingAttendee, MeetingDecision, MeetingItem, MeetingKind, MeetingState
from api.meetings.schemas import MeetingFilters
from api.moderations.models import Moderation, ModerationSelection
from api.moderations.queries import grade_pairs
from api.tools.models import AuditTool

SHOWN = 25
"""So many lines of a section are shown; its count tells of all."""
FIRST_DAYS = 31
"""So far back the first meeting of a kind looks: a month, as these meetings are monthly."""
WIDE_GRADES = 2
"""Changed by so many grades or more, a grade is spoken about."""


def _england(instant: Any) -> ColumnElement[date]:
    return cast(func.timezone(str(clock.ENGLAND), instant), Date)


def _decisions() -> Any:
    counted = select(func.count()).select_from(MeetingDecision)
    return counted.where(col(MeetingDecision.meeting_id) == Meeting.id).correlate(Meeting).scalar_subquery()


def _meetings() -> Select[Any]:
    return pick(
        Meeting.id, Meeting.kind, Meeting.meets_on, Meeting.place, col(Person.name).label("chair_name"), Meeting.state,
        _decisions().label("decisions"),
    ).join(Person, col(Person.id) == Meeting.chair_id)  # fmt: skip


def list_meetings(db: Session, filters: MeetingFilters) -> dict[str, Any]:
    """Meetings by their day."""
    statement = _meetings()
    for name in ("kind", "state"):
        wanted = getattr(filters, name)
        if wanted is not None:
            statement = statement.where(getattr(Meeting, name) == wanted)
    by = [col(Meeting.meets_on), col(Meeting.id)]
    return paginate(db, statement, filters, by=by, descending=filters.sort.startswith("-"))


def read_row(db: Session, meeting_id: uuid.UUID) -> Any:
    """A meeting as it is stored, with the names of chair and holder, or NotFound."""
    holder = aliased(Person)
    more: list[Any] = [
        Meeting.chair_id, Meeting.agenda, Meeting.held_at, Meeting.version, col(holder.name).label("held_by_name"),
    ]  # fmt: skip
    statement = _meetings().add_columns(*more).join(holder, col(holder.id) == Meeting.held_by_id, isouter=True)
    row = db.execute(statement.where(col(Meeting.id) == meeting_id)).one_or_none()
    if row is None:
        raise NotFound
    return row


def find_since(db: Session, kind: MeetingKind, meets_on: date) -> date:
    """The day after the last meeting of the kind that was held before; a month before where none was."""
    last = select(func.max(Meeting.meets_on)).where(
        col(Meeting.kind) == kind, col(Meeting.state) == MeetingState.held, col(Meeting.meets_on) < meets_on
    )
    found: date | None = db.execute(last).scalar_one()
    return found + timedelta(days=1) if found else meets_on - timedelta(days=FIRST_DAYS)


def list_attendees(db: Session, meeting_id: uuid.UUID) -> list[Any]:
    """Those asked to a meeting, by name."""
    a = MeetingAttendee
    statement = pick(a.person_id, Person.name, a.was_present).join(Person, col(Person.id) == a.person_id)
    return list(db.execute(statement.where(col(a.meeting_id) == meeting_id).order_by(col(Person.name), col(Person.id))))


def list_attendee_rows(db: Session, meeting_id: uuid.UUID) -> list[MeetingAttendee]:
    """The rows of those asked to a meeting, to write in."""
    return list(db.scalars(select(MeetingAttendee).where(col(MeetingAttendee.meeting_id) == meeting_id)))


def list_items(db: Session, meeting_id: uuid.UUID) -> list[Any]:
    """What the chair has added, in order."""
    i = MeetingItem
    statement = pick(i.id, i.title, i.detail, col(Person.name).label("added_by_name"), i.position)
    statement = statement.join(Person, col(Person.id) == i.added_by_id).where(col(i.meeting_id) == meeting_id)
    return list(db.execute(statement.order_by(col(i.position))))


def get_item(db: Session, meeting_id: uuid.UUID, item_id: uuid.UUID) -> MeetingItem:
    """An item of a meeting, or NotFound."""
    item = db.get(MeetingItem, item_id)
    if item is None or item.meeting_id != meeting_id:
        raise NotFound
    return item


def list_decisions(db: Session, meeting_id: uuid.UUID) -> list[Any]:
    """What was decided, in order."""
    d = MeetingDecision
    statement = (
        pick(
            d.id, d.section, d.kind, d.words, col(Person.name).label("owner_name"), d.due_on, d.action_id,
            col(d.audit_tool_id).label("tool_id"), col(AuditTool.title).label("tool_title"), d.audits_count, d.round_id,
        )
        .join(Person, col(Person.id) == d.owner_id, isouter=True)
        .join(AuditTool, col(AuditTool.id) == d.audit_tool_id, isouter=True)
        .where(col(d.meeting_id) == meeting_id)
        .order_by(col(d.position))
    )  # fmt: skip
    return list(db.execute(statement))


def get_decision_for_update(db: Session, meeting_id: uuid.UUID, decision_id: uuid.UUID) -> MeetingDecision:
    """A decision of a meeting, locked until the end of the transaction, or NotFound."""
    decision = db.get(MeetingDecision, decision_id, with_for_update=True, populate_existing=True)
    if decision is None or decision.meeting_id != meeting_id:
        raise NotFound
    return decision


def get_meeting_for_update(db: Session, meeting_id: uuid.UUID) -> Meeting:
    """The meeting's row, locked until the end of the transaction, or NotFound."""
    meeting = db.get(Meeting, meeting_id, with_for_update=True, populate_existing=True)
    if meeting is None:
        raise NotFound
    return meeting


def is_planned_on(db: Session, kind: MeetingKind, meets_on: date, but: uuid.UUID | None = None) -> bool:
    """Whether a meeting of the kind is planned or was held on a day already."""
    statement = select(Meeting.id).where(
        col(Meeting.kind) == kind, col(Meeting.meets_on) == meets_on, col(Meeting.id).is_distinct_from(but)
    )
    return db.execute(statement).first() is not None


def find_unknown_people(db: Session, person_ids: list[uuid.UUID]) -> set[uuid.UUID]:
    """Those of the ids that are of nobody who may sign in."""
    known = select(Person.id).where(col(Person.id).in_(person_ids), col(Person.is_active))
    return set(person_ids) - set(db.execute(known).scalars())


def _some(db: Session, statement: Select[Any], *by: Any) -> tuple[int, list[Any]]:
    """How many rows there are, and the first of them; whose children they are about is journalled."""
    counted = db.execute(select(func.count()).select_from(statement.order_by(None).subquery())).scalar_one()
    rows = list(db.execute(statement.order_by(*by).limit(SHOWN)))
    saw(db, [getattr(row, "child_id", None) for row in rows])
    return counted, rows


def list_waiting(db: Session) -> tuple[int, list[Any]]:
    """Audits that are handed in, but for those the rules let pass, and nobody moderates yet; the oldest first."""
    chosen = ModerationSelection
    is_chosen = and_(col(chosen.audit_id) == Audit.id, col(chosen.submitted_at) == Audit.submitted_at)
    statement = (
        pick(Audit.id, audit_reference().label("label"), Audit.child_id, Audit.submitted_at, Person.name)
        .join(Person, col(Person.id) == Audit.auditor_id)
        .join(ModerationSelection, is_chosen, isouter=True)
        .where(
            col(Audit.state) == AuditState.submitted,
            func.coalesce(func.cardinality(col(ModerationSelection.rules)), 1) > 0,
        )
    )
    return _some(db, statement, col(Audit.submitted_at), col(Audit.id))


def list_late(db: Session) -> tuple[int, list[Any]]:
    """Moderations under way of which the day has gone by, the latest first."""
    statement = (
        pick(Moderation.id, audit_reference().label("label"), Audit.child_id, Moderation.due_on, Person.name)
        .join(Audit, col(Audit.id) == Moderation.audit_id)
        .join(Person, col(Person.id) == Moderation.moderator_id)
        .where(
            col(Audit.state) == AuditState.in_moderation, col(Audit.moderation_id) == Moderation.id,
            col(Moderation.due_on) < clock.today(),
        )
    )  # fmt: skip
    return _some(db, statement, col(Moderation.due_on), col(Moderation.id))


def list_moved(db: Session, since: date) -> tuple[int, list[Any]]:
    """Audits of which the overall grade was changed by two grades or more by a moderation since a day."""
    pair = grade_pairs()
    gap = func.abs(pair.c.first - pair.c.second)
    statement = (
        pick(
            Moderation.id, audit_reference().label("label"), Audit.child_id, gap.label("gap"),
            (pair.c.second > pair.c.first).label("is_lowered"), pair.c.completed_at,
        )
        .select_from(pair)
        .join(Moderation, col(Moderation.id) == pair.c.moderation_id)
        .join(Audit, col(Audit.id) == Moderation.audit_id)
        .where(pair.c.tool_question_id.is_(None), gap >= WIDE_GRADES, _england(pair.c.completed_at) >= since)
    )  # fmt: skip
    return _some(db, statement, pair.c.completed_at.desc(), col(Moderation.id))


def list_disputes(db: Session) -> tuple[int, list[Any]]:
    """Disputes that nobody has settled yet, the first due first."""
    statement = (
        pick(Dispute.id, audit_reference().label("label"), Audit.child_id, Dispute.due_on, Person.name)
        .join(Audit, col(Audit.id) == Dispute.audit_id)
        .join(Person, col(Person.id) == Dispute.raised_by_id)
        .where(col(Dispute.state) == DisputeState.open)
    )
    return _some(db, statement, col(Dispute.due_on), col(Dispute.id))


def list_calibrated(db: Session, since: date) -> tuple[int, list[Any]]:
    """Calibrations that came to their end since a day."""
    graded = select(func.count()).select_from(CalibrationRater).where(
        col(CalibrationRater.calibration_id) == Calibration.id, col(CalibrationRater.submitted_at).is_not(None)
    )  # fmt: skip
    statement = pick(
        Calibration.id, col(Calibration.title).label("label"), Calibration.child_id, ended_on().label("ended_on"),
        graded.correlate(Calibration).scalar_subquery().label("graded"),
    ).where(is_closed(), ended_on() >= since)  # fmt: skip
    return _some(db, statement, ended_on().desc(), col(Calibration.id))


def list_overdue(db: Session) -> tuple[int, list[Any]]:
    """Actions that are not done and of which the day has gone by."""
    return _actions(db, and_(col(Action.state).in_(TO_DO), col(Action.due_on) < clock.today()))


def list_to_verify(db: Session) -> tuple[int, list[Any]]:
    """Actions that are done and that nobody has verified yet."""
    return _actions(db, col(Action.state) == ActionState.done)


def _actions(db: Session, where: ColumnElement[bool]) -> tuple[int, list[Any]]:
    statement = pick(Action.id, action_reference().label("label"), Action.child_id, Action.due_on, Person.name)
    statement = statement.join(Person, col(Person.id) == Action.owner_id).where(where)
    return _some(db, statement, col(Action.due_on), col(Action.id))


def list_concerns(db: Session) -> tuple[int, list[Any]]:
    """Concerns for a child's safety that nobody has closed yet, the oldest first."""
    statement = (
        pick(Concern.id, concern_reference().label("label"), Audit.child_id, Concern.raised_at, Person.name)
        .join(Audit, col(Audit.id) == Concern.audit_id)
        .join(Person, col(Person.id) == Concern.told_id)
        .where(col(Concern.closed_at).is_(None))
    )
    return _some(db, statement, col(Concern.raised_at), col(Concern.id))


def count_agreement(db: Session, since: date) -> Any:
    """Of the overall grades seconded since a day: how many, the same, within one, lowered and raised."""
    pair = grade_pairs()
    gap = pair.c.second - pair.c.first
    statement = pick(
        func.count().label("n"), func.count().filter(gap == 0).label("same"),
        func.count().filter(func.abs(gap) <= 1).label("within_one"), func.count().filter(gap > 0).label("lowered"),
        func.count().filter(gap < 0).label("raised"),
    ).where(pair.c.tool_question_id.is_(None), _england(pair.c.completed_at) >= since)  # fmt: skip
    return db.execute(statement).one()
