"""The verbs of exceptions: acknowledge, plan, review, close; and the sweep that raises and withdraws them by rule."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from fastapi import Response
from sqlalchemy import text
from sqlmodel import Session

from api.access.models import Unit
from api.access.who import Who
from api.actions.models import SourceKind
from api.actions.schemas import ActionCreate
from api.actions.service import set_action
from api.annotations.queries import list_annotations_of
from api.charts.queries import list_event_days
from api.exceptions import queries
from api.exceptions.causes import Found, find_causes
from api.exceptions.models import OPEN, Cause, ExceptionEvent, ExceptionLook, ExceptionReport, ExceptionState
from api.exceptions.schemas import (
    ExceptionAcknowledge,
    ExceptionClose,
    ExceptionPlan,
    ExceptionRead,
    ExceptionReview,
)
from api.indicators.models import Indicator, PeriodType
from api.indicators.service import fill_series
from api.kernel import clock
from api.kernel.database import Database
from api.kernel.errors import Conflict, FieldError, Invalid, Stale
from api.targets.queries import Dated, dated_targets

_LOCK = text("select pg_advisory_xact_lock(hashtext('exceptions'))")
_FRESH = timedelta(days=100)
"""An indicator that has had no figure for longer raises nothing: what it last was is history."""


class ExceptionNotNew(Conflict):
    detail = "This exception has been acknowledged already."


class ExceptionNotAcknowledged(Conflict):
    detail = "Acknowledge the exception before you plan what is done about it; a closed or withdrawn one has ended."


class ExceptionNotPlanned(Conflict):
    detail = "There is no corrective action plan yet, or the exception has ended."


class ActionsOpen(Conflict):
    detail = "Actions of its plan are still open. Say why it is closed all the same, or see them through."


def acknowledge_exception(
    db: Session, who: Who, exception_id: uuid.UUID, change: ExceptionAcknowledge, version: int, response: Response
) -> dict[str, Any]:
    """Say that you know of it and what you make of it, as somebody who answers for the unit."""
    one = _get(db, exception_id, version)
    if one.state != ExceptionState.raised:
        raise ExceptionNotNew
    return _go(db, who, one, ExceptionState.acknowledged, change.words, response)


def plan_exception(
    db: Session, who: Who, exception_id: uuid.UUID, change: ExceptionPlan, version: int, response: Response
) -> dict[str, Any]:
    """Set a corrective action plan: what is to change, and who does what until when. Later plans add to it."""
    one = _get(db, exception_id, version)
    if one.state not in OPEN[1:]:
        raise ExceptionNotAcknowledged
    for place, planned in enumerate(change.actions):
        new = ActionCreate(
            **planned.model_dump(), unit_id=one.unit_id, source_kind=SourceKind.exception, source_id=one.id,
            source_label=f"EXC-{one.number:06}",
        )  # fmt: skip
        try:
            set_action(db, who, new)
        except Invalid as wrong:
            raise Invalid(errors=[_under(place, fault) for fault in wrong.errors]) from wrong
    return _go(db, who, one, ExceptionState.planned, change.words, response)


def _under(place: int, fault: FieldError) -> FieldError:
    return fault.model_copy(update={"pointer": f"/actions/{place}{fault.pointer}"})


def review_exception(
    db: Session, who: Who, exception_id: uuid.UUID, change: ExceptionReview, version: int, response: Response
) -> dict[str, Any]:
    """Say what a look at the plan and the newest figures came to."""
    one = _get(db, exception_id, version)
    if one.state not in (ExceptionState.planned, ExceptionState.reviewed):
        raise ExceptionNotPlanned
    return _go(db, who, one, ExceptionState.reviewed, change.words, response)


def close_exception(
    db: Session, who: Who, exception_id: uuid.UUID, change: ExceptionClose, version: int, response: Response
) -> dict[str, Any]:
    """Close it as the quarterly meeting did; while actions are open, only with a reason that everybody sees."""
    one = _get(db, exception_id, version)
    if one.state not in (ExceptionState.planned, ExceptionState.reviewed):
        raise ExceptionNotPlanned
    raised_on = one.raised_at.date()
    if not raised_on <= change.received_on <= clock.today():
        detail = "The meeting was held after the exception was raised, and not after today."
        raise Invalid(errors=[FieldError(pointer="/received_on", code="out_of_bounds", detail=detail)])
    words = change.words
    if queries.count_open_actions(db, one.id):
        if change.despite_open_actions is None:
            raise ActionsOpen
        words += f"\n\nClosed although actions are open: {change.despite_open_actions}"
    one.received_on = change.received_on
    return _go(db, who, one, ExceptionState.closed, words, response)


def _get(db: Session, exception_id: uuid.UUID, version: int) -> ExceptionReport:
    one = queries.get_exception_for_update(db, exception_id)
    if one.version != version:
        raise Stale(current=ExceptionRead.model_validate(queries.read_exception(db, exception_id)))
    return one


def _go(
    db: Session, who: Who, one: ExceptionReport, state: ExceptionState, words: str, response: Response
) -> dict[str, Any]:
    _step(db, one, state, words, by_id=who.id)
    db.flush()
    return queries.read_exception(db, one.id, response)


def _step(db: Session, one: ExceptionReport, state: ExceptionState, words: str, by_id: uuid.UUID | None = None) -> None:
    one.state, one.version = state, one.version + 1
    db.add(ExceptionEvent(exception_report_id=one.id, to_state=state, words=words, by_id=by_id))


def raise_exceptions(database: Database) -> ExceptionLook | None:
    """Look at all watched figures, once for each state of them a day: raise what is new, withdraw what data took away.

    None where there is nothing new to look at.
    """
    with database.transaction("plumbline_system") as db:
        if queries.find_revision_to_look_at(db) is None:
            return None
        db.execute(_LOCK)
        revision = queries.find_revision_to_look_at(db)
        return None if revision is None else _look(db, revision)


def _look(db: Session, revision: int) -> ExceptionLook:
    watched = queries.list_watched(db)
    last = queries.list_last(db)
    known = {(one.indicator_id, one.unit_id) for one in last.values() if one.state in OPEN}
    indicator_ids = {one.id for one, _ in watched} | {indicator_id for indicator_id, _ in known}
    unit_ids = {unit.id for _, unit in watched} | {unit_id for _, unit_id in known}
    months = queries.list_months(db, indicator_ids, unit_ids)
    targets = dated_targets(db, indicator_ids, unit_ids)
    notes = {unit_id: list_annotations_of(db, unit_id) for unit_id in unit_ids}
    raised = withdrawn = 0
    for indicator, unit in watched:
        place = (indicator.id, unit.id)
        of_place = {cause: last[*place, cause] for cause in Cause if (*place, cause) in last}
        of_unit = notes[unit.id].get(indicator.id, [])
        of_months = fill_series(PeriodType.month, months.get(place, []))
        series = Series(indicator, unit, of_months, of_unit, targets[place], partial(_event_days, db, *place))
        withdrawn += _withdraw(db, series, of_place)
        raised += _raise(db, series, of_place)
    look = ExceptionLook(revision=revision, on_day=clock.today(), raised=raised, withdrawn=withdrawn)
    db.add(look)
    db.flush()
    return look


def _event_days(db: Session, indicator_id: uuid.UUID, unit_id: uuid.UUID) -> Sequence[Any]:
    return list_event_days(db, [indicator_id], unit_id).get(indicator_id, [])


@dataclass(frozen=True, slots=True)
class Series:
    """The months of an indicator and unit with all that its chart is drawn from."""

    indicator: Indicator
    unit: Unit
    months: Sequence[dict[str, Any]]
    notes: Sequence[Any]
    targets: Dated
    event_days: Callable[[], Sequence[Any]]

    def causes(self, until: date, today: date) -> Found | None:
        """What was wrong at the latest known month that began by `until`, by the target of `today`."""
        months = [month for month in self.months if month["period_start"] <= until]
        return find_causes(
            self.indicator, self.unit.name, months, self.notes, self.targets, today, self.event_days
        )  # fmt: skip


def _raise(db: Session, series: Series, last: dict[Cause, ExceptionReport]) -> int:
    """Raise each cause that is not open already, nor was ended on the same month's figure."""
    today = clock.today()
    found = series.causes(today, today)
    if found is None or found.of_period < today - _FRESH:
        return 0
    raised = 0
    for cause, reason in found.reasons.items():
        before = last.get(cause)
        if before is not None and (before.state in OPEN or _was_settled(before, found.of_period)):
            continue
        one = ExceptionReport(indicator_id=series.indicator.id, unit_id=series.unit.id, cause=cause,
                              reason=reason[:1_000], of_period=found.of_period, points=found.points)  # fmt: skip
        db.add(one)
        db.flush()
        db.add(ExceptionEvent(exception_report_id=one.id, to_state=ExceptionState.raised, words=reason))
        raised += 1
    return raised


def _was_settled(before: ExceptionReport, of_period: date) -> bool:
    """Whether the meeting has closed it since this month's figure was there; withdrawn ones may come again."""
    if before.state != ExceptionState.closed or before.received_on is None:
        return False
    return of_period <= before.of_period or of_period < before.received_on.replace(day=1) - timedelta(days=31)


def _withdraw(db: Session, series: Series, last: dict[Cause, ExceptionReport]) -> int:
    """Withdraw what was raised on figures that have been put right since, told and kept."""
    withdrawn = 0
    for cause, one in last.items():
        if one.state not in OPEN or not _is_revised(one, series):
            continue
        found = series.causes(one.of_period, one.raised_at.date())
        if found is None or cause not in found.reasons:
            words = "Figures it rested on have been put right since, and no longer show it."
            _step(db, one, ExceptionState.withdrawn, words)
            withdrawn += 1
    return withdrawn


def _is_revised(one: ExceptionReport, series: Series) -> bool:
    """Whether a figure that was frozen is another today."""
    now = {month["period_start"].isoformat(): month["value"] for month in series.months}
    return any(now.get(point["start"]) != point["value"] for point in one.points)
