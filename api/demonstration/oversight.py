"""Supervision, agreed visit frequencies, complaints and compliments of the invented council."""

from collections.abc import Iterator
from random import Random

from api.demonstration.books import Books, Case, choose, yes
from api.demonstration.council import DIPPING_TEAM, MASH
from api.demonstration.records import YEARS, Row

_MONTHLY = ((12, 17, 14), (18, 23, 62), (24, 34, 19), (35, 60, 5))
_KINDS = (("supervision", 79), ("reflective", 12), ("management_oversight", 9))
_COMPLAINTS, _COMPLIMENTS = 26, 41
"""In a year."""
_STAGES = (("1", 84), ("2", 13), ("3", 3))
_UPHELD = (("N", 46), ("P", 33), ("Y", 21))
_ABOUT_NOBODY = 0.15


def supervision(books: Books, rng: Random) -> Iterator[Row]:
    """Of whoever held a case beyond the hub, about monthly, by the team's manager, in the last three years."""
    found = []
    for case in books.cases:
        for hold in case.holds:
            if hold.team_id != MASH:
                gaps = _MONTHLY[1:] if hold.team_id == DIPPING_TEAM else _MONTHLY
                found += [(day, case, hold) for day in books.rounds(rng, hold.since, hold.to, gaps)]
    for day, case, hold in sorted(found, key=lambda one: one[0]):
        yield {
            "supv_person_id": case.person_id,
            "supv_worker_id": hold.worker_id,
            "supv_supervisor_id": books.managers[hold.team_id],
            "supv_supervision_date": books.day(day),
            "supv_supervision_kind": choose(rng, _KINDS),
            "supv_actions_recorded": yes(rng, 0.91),
        }


def frequencies(books: Books, rng: Random) -> Iterator[Row]:
    """Visits agreed otherwise than by the rule: weekly as some plans begin, quarterly for some long settled in care."""
    found: list[tuple[int, int, Case, str, int]] = []
    for case in books.cases:
        if case.plan and rng.random() < 0.11:
            to = min(case.plan.finish, case.plan.start + 91)
            found.append((case.plan.start, to, case, "CP", 5))
        if case.care and rng.random() < 0.3 and case.care.start + 400 < min(case.care.finish, books.ahead):
            found.append((case.care.start + 400, case.care.finish, case, "CLA", 60))
    for since, to, case, kind, days in sorted(found, key=lambda one: one[0]):
        yield {
            "freq_person_id": case.person_id,
            "freq_plan_kind": kind,
            "freq_every_working_days": str(days),
            "freq_start_date": books.day(since),
            "freq_end_date": books.day(to),
        }


def feedback(books: Books, rng: Random, until: int | None = None) -> Iterator[Row]:
    """Complaints and compliments of the last three years up to the day `until`, as they stood at its close."""
    last = books.end if until is None else until
    found: list[Row] = []
    for kind, many in (("complaint", _COMPLAINTS), ("compliment", _COMPLIMENTS)):
        for case in rng.choices(books.cases, k=many * YEARS):
            row = _heard(books, rng, case, kind, last)
            if row is not None:
                found.append(row)
    yield from sorted(found, key=lambda row: str(row["feed_received_date"]))


def _heard(books: Books, rng: Random, case: Case, kind: str, last: int) -> Row | None:
    """A word about a case, or about no child; None if it had not come by the last day."""
    is_complaint, is_of_child = kind == "complaint", rng.random() >= _ABOUT_NOBODY
    first = max(books.start, case.referred if is_of_child else books.start)
    day = books.workdays.last(rng.randrange(first, max(first, books.end) + 1))
    closed = books.workdays.after(day, rng.randrange(6, 32))
    stage, upheld = choose(rng, _STAGES), choose(rng, _UPHELD)
    if not first <= day <= last:
        return None
    is_closed = is_complaint and closed <= last
    return {
        "feed_person_id": case.person_id if is_of_child else None,
        "feed_kind": kind,
        "feed_received_date": books.day(day),
        "feed_stage": stage if is_complaint else None,
        "feed_upheld": upheld if is_closed else None,
        "feed_closed_date": books.day(closed) if is_closed else None,
    }
