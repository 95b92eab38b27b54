"""Ready figures month by month, a look at them, and exceptions in every state."""

import uuid
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, select

from api.exceptions.models import Cause, ExceptionEvent, ExceptionReport, ExceptionState
from api.indicators.models import Computation, Indicator, IndicatorValue, PeriodType, ValueStatus
from api.kernel import clock
from tests.access.make import Caller

EXCEPTIONS = "/api/v1/exceptions"
CODE = "cp_visits_seen_alone"
WORDS = "Two workers left in August and visits were done by duty staff."
STEADY = (80, 82, 79, 81, 80, 78, 82, 81, 79, 80, 81, 80)
"""A year of per cents in which nothing happens."""


def month(back: int) -> date:
    """The first day of the month so many before this one."""
    today = clock.today()
    place = today.year * 12 + today.month - 1 - back
    return date(place // 12, place % 12 + 1, 1)


def figures(
    make: Session, unit_id: uuid.UUID, percents: Sequence[int | None], *, code: str = CODE, last: int = 1
) -> None:
    """Months' values in per cent of 100, the last of them so many months back, in place of what was there."""
    indicator = make.exec(select(Indicator).where(Indicator.code == code)).one()
    make.execute(text("delete from indicator_value where indicator_id = :i and unit_id = :u"),
                 {"i": indicator.id, "u": unit_id})  # fmt: skip
    for place, percent in enumerate(percents):
        start = month(len(percents) - place - 1 + last)
        end = month(len(percents) - place - 2 + last) - timedelta(days=1)
        is_known = percent is not None
        make.add(IndicatorValue(
            indicator_id=indicator.id, definition_version=1, period_type=PeriodType.month, period_start=start,
            period_end=end, unit_id=unit_id, numerator=percent, denominator=100 if is_known else 0, value=percent,
            value_status=ValueStatus.ok if is_known else ValueStatus.no_data, data_as_of=clock.now(),
            computed_at=clock.now(), updated_at=clock.now(),
        ))  # fmt: skip
    before = make.execute(text("select coalesce(max(number), 0), coalesce(max(revision), 0) from computation")).one()
    make.add(Computation(number=before[0] + 1, data_as_of=clock.now(), computed=1, changed=1, revision=before[1] + 1))
    make.commit()


def make_exception(make: Session, unit_id: uuid.UUID, **over: Any) -> ExceptionReport:
    """An exception as it was raised, in some state."""
    indicator_id = make.exec(select(Indicator.id).where(Indicator.code == over.pop("code", CODE))).one()
    point = {
        "start": "2026-10-01", "end": "2026-10-31", "label": "Oct 2026", "numerator": 40, "denominator": 100,
        "value": 40.0, "target": 80.0, "tolerance": 5.0, "rag": "red", "mean": 80.0, "lower": 70.0, "upper": 90.0,
        "signal": "below_lcl", "meaning": "concern",
    }  # fmt: skip
    fields = {"cause": Cause.special_cause, "reason": "It fell.", "of_period": month(1), "points": [point]}
    row = ExceptionReport(**fields | {"indicator_id": indicator_id, "unit_id": unit_id} | over)
    make.add(row)
    make.flush()
    make.add(ExceptionEvent(exception_report_id=row.id, to_state=ExceptionState.raised, words=row.reason))
    make.commit()
    return row


def act(who: Caller, one: dict[str, Any], verb: str, body: dict[str, Any]) -> Any:
    """Take a step with an exception as it was read."""
    path = f"{EXCEPTIONS}/{one['id']}/{verb}"
    return who.post(path, json=body, headers={"If-Match": f'"{one["version"]}"'})


def plan(owner_id: uuid.UUID, **over: Any) -> dict[str, Any]:
    """A corrective action plan of one action."""
    action = {"title": "Visit each child alone within a week", "owner_id": str(owner_id)}
    return {"words": WORDS, "actions": [action]} | over


def make_world_of_exceptions(make: Session, unit_id: uuid.UUID, owner_id: uuid.UUID, day: str) -> Any:
    """Ids and a good body for each operation of the room."""
    codes = iter(("audits_good", "assessments_45_days", "re_referrals_12_months", "moderation_agreement"))
    acknowledged, planned, reviewed = (
        make_exception(make, unit_id, code=next(codes), state=state)
        for state in (ExceptionState.acknowledged, ExceptionState.planned, ExceptionState.reviewed)
    )
    ids_of = {
        "plan_exception": {"exception_id": acknowledged.id},
        "review_exception": {"exception_id": planned.id},
        "close_exception": {"exception_id": reviewed.id},
    }
    action = {"title": "x", "detail": "x", "owner_id": owner_id, "due_on": day}
    today = clock.today().isoformat()
    bodies = {
        "acknowledge_exception": {"words": WORDS},
        "plan_exception": {"words": WORDS, "actions": [action]},
        "review_exception": {"words": WORDS},
        "close_exception": {"words": WORDS, "received_on": today, "despite_open_actions": WORDS},
    }
    return {"exception_id": make_exception(make, unit_id).id}, ids_of, bodies
