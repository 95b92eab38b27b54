"""The board of a round: what is done, by whom, against what is to be expected by now.

A sixth file because it is neither reading nor a verb: a pure function of the cases of a round and its timetable.
"""

import uuid
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from api.audits.models import AuditState
from api.kernel import clock
from api.rounds.models import CaseState, Round, RoundState
from api.statistics.workdays import working_days_between

HANDED_IN = frozenset({AuditState.submitted, AuditState.in_moderation, AuditState.final})
"""The states of an audit with which its auditor is done for now."""
MAX_DAYS = 400
"""The days of a picture of progress; a longer round is shown in steps."""


def expected_by(day: date, round_: Round, total: int) -> int:
    """How many audits are to be submitted by the end of a day: evenly over the working days to the day they are due."""
    if day >= round_.due_on:
        return total
    if day < round_.from_on:
        return 0
    whole = working_days_between(round_.from_on, round_.due_on)
    return total * working_days_between(round_.from_on, day) // whole if whole else 0


def board_of(round_: Round, cases: Sequence[Any], today: date) -> dict[str, Any]:
    """The board. `cases` are the round's: state, audit_state, submitted_at, finalised_at, is_overdue, auditor, unit."""
    drawn = [one for one in cases if one.state == CaseState.drawn]
    counted = [one for one in drawn if one.audit_state != AuditState.withdrawn]
    total = len(counted)
    expected = expected_by(today, round_, total) if round_.state in (RoundState.allocated, RoundState.closed) else 0
    figures = {
        "total": total,
        "allocated": sum(one.audit_id is not None for one in counted),
        "submitted": sum(one.audit_state in HANDED_IN for one in counted),
        "final": sum(one.audit_state == AuditState.final for one in counted),
        "overdue": sum(bool(one.is_overdue) for one in counted),
    }
    return figures | {
        "expected": expected,
        "withdrawn": len(drawn) - total,
        "replaced": sum(one.state == CaseState.replaced for one in cases),
        "sentence": _sentence(round_, figures, expected),
        "progress": list(_progress(round_, counted, today)),
        "auditors": _tallies(counted, lambda one: (one.auditor_id, one.auditor_name, one.auditor_is_active)),
        "teams": _tallies(counted, lambda one: (one.unit_id, one.unit_name, True)),
    }


def _sentence(round_: Round, figures: dict[str, int], expected: int) -> str:
    total, submitted = figures["total"], figures["submitted"]
    if round_.state == RoundState.draft:
        return "Nobody is drawn yet."
    if round_.state == RoundState.drawn:
        cases = "1 case is drawn and waits" if total == 1 else f"{total} cases are drawn and wait"
        return f"{cases} to be allocated."
    done = f"{submitted} of {total} audits are submitted, {figures['final']} of them final"
    if submitted >= total:
        return f"{done}: the round is complete."
    if round_.state == RoundState.closed:
        return f"{done}; the round was closed."
    against = "as many as" if submitted == expected else "more than" if submitted > expected else "fewer than"
    return f"{done}: {against} the {expected} expected by today."


def _progress(round_: Round, counted: Sequence[Any], today: date) -> Iterable[dict[str, Any]]:
    """A point a day from the first of the round to its last, or to today where that is later."""
    if round_.allocated_at is None:
        return
    submitted, final = _days(counted, "submitted_at", HANDED_IN), _days(counted, "finalised_at", {AuditState.final})
    last = max(round_.due_on, min(today, round_.to_on), *submitted, *final)
    days = (last - round_.from_on).days
    for ahead in range(0, days + 1, days // MAX_DAYS + 1):
        day = round_.from_on + timedelta(days=ahead)
        is_known = day <= today
        yield {
            "on": day,
            "expected": expected_by(day, round_, len(counted)),
            "submitted": sum(one <= day for one in submitted) if is_known else None,
            "final": sum(one <= day for one in final) if is_known else None,
        }


def _days(counted: Sequence[Any], instant: str, states: Iterable[AuditState]) -> list[date]:
    """The days in England on which audits that are so now came to be so."""
    return [getattr(one, instant).astimezone(clock.ENGLAND).date() for one in counted if one.audit_state in states]


def _tallies(counted: Sequence[Any], whose: Callable[[Any], tuple[uuid.UUID | None, str | None, bool]]) -> list[Any]:
    found: dict[Any, dict[str, Any]] = {}
    for one in counted:
        key, name, is_active = whose(one)
        tally = found.setdefault(key, {
            "id": key, "name": name, "is_active": is_active is not False,
            "total": 0, "begun": 0, "submitted": 0, "final": 0, "overdue": 0,
        })  # fmt: skip
        tally["total"] += 1
        tally["begun"] += one.audit_state not in (None, AuditState.allocated)
        tally["submitted"] += one.audit_state in HANDED_IN
        tally["final"] += one.audit_state == AuditState.final
        tally["overdue"] += bool(one.is_overdue)
    return sorted(found.values(), key=lambda tally: (tally["name"] is None, tally["name"] or ""))
