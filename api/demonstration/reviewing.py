"""Reviews and core groups of the invented council's protection plans, and the reviews of its children in care."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from api.demonstration import figures
from api.demonstration.books import Books, Case, Span, choose, yes
from api.demonstration.records import Row

_IN_TIME = sum(figures.REVIEWED_IN_TIME_PERCENT) / 300
"""The share of reviews that are in time: published is that of plans, of which most open ones have had one."""
_CARE_IN_TIME = 0.94
_THREE_MONTHS, _SIX_MONTHS = 91, 183
_TAKING_PART = (("PN1", 38), ("PN2", 3), ("PN3", 14), ("PN4", 3), ("PN5", 9), ("PN6", 22), ("PN7", 11))
_EVERY_SIX_WEEKS = ((12, 19, 10), (20, 30, 74), (31, 42, 12), (43, 60, 4))


@dataclass(frozen=True)
class Review:
    """A review that was due by a day and held on another; ahead of the council's last day if it is still to come."""

    case: Case
    span: Span
    due: int
    held: int
    is_last: bool


def protection_reviews(books: Books, rng: Random) -> Iterator[Row]:
    """Three months after the conference, then every six; a plan that ends does so at one."""
    found = [
        one
        for case in books.cases
        if case.plan
        for one in _reviews(books, rng, case, case.plan, (_THREE_MONTHS,), _IN_TIME)
    ]
    for place, one in enumerate(sorted(found, key=lambda one: (one.held, one.due))):
        done = one.held <= books.end
        yield {
            "cppr_person_id": one.case.person_id,
            "cppr_cp_plan_id": one.span.id,
            "cppr_cp_review_meeting_id": str(7400000 + place),
            "cppr_cp_review_due": books.due(one.due),
            "cppr_cp_review_date": books.day(one.held),
            "cppr_cp_review_outcome_continue_cp": ("N" if one.is_last else "Y") if done else None,
            "cppr_cp_review_quorate": yes(rng, 0.96) if done else None,
            "cppr_cp_review_participation": _taking_part(rng, one) if done else None,
        }


def care_reviews(books: Books, rng: Random) -> Iterator[Row]:
    """Twenty working days into care, three months after, then every six."""
    found = [
        one
        for case in books.cases
        if case.care
        for one in _reviews(books, rng, case, case.care, (27, _THREE_MONTHS), _CARE_IN_TIME)
    ]
    for one in sorted(found, key=lambda one: (one.held, one.due)):
        done = one.held <= books.end
        yield {
            "clar_cla_person_id": one.case.person_id,
            "clar_cla_id": one.span.id,
            "clar_cla_review_due_date": books.due(one.due),
            "clar_cla_review_date": books.day(one.held),
            "clar_cla_review_cancelled": "N",
            "clar_cla_review_participation": _taking_part(rng, one) if done else None,
        }


def _reviews(
    books: Books, rng: Random, case: Case, span: Span, first: tuple[int, ...], in_time: float
) -> Iterator[Review]:
    """The reviews up to the end of a plan or of care, and the one that is overdue on the council's last day."""
    last, gaps = span.start, list(first)
    ends_in_one = span is case.plan and span.finish <= books.end
    while True:
        due = last + (gaps.pop(0) if gaps else _SIX_MONTHS)
        day = books.workdays.last(due + (rng.randrange(-8, 1) if rng.random() < in_time else rng.randrange(4, 40)))
        if ends_in_one and day > span.finish - 45:
            yield Review(case, span, due, span.finish, is_last=True)
            return
        if day >= min(span.finish, books.ahead):
            if due <= books.end < span.finish:
                yield Review(case, span, due, books.ahead, is_last=False)
            return
        yield Review(case, span, due, day, is_last=False)
        last = day


def _taking_part(rng: Random, review: Review) -> str:
    return "PN0" if review.case.age(review.held) < 4 else choose(rng, _TAKING_PART)


def core_groups(books: Books, rng: Random) -> Iterator[Row]:
    """Ten working days after the conference, then about every six weeks, in the last three years."""
    found: list[tuple[int, Case]] = []
    for case in books.cases:
        if case.plan:
            first = books.workdays.after(case.plan.start, rng.randrange(6, 13))
            days = [first] if books.start <= first < min(case.plan.finish, books.ahead) else []
            days += books.rounds(rng, first, case.plan.finish, _EVERY_SIX_WEEKS)
            found += [(day, case) for day in days]
    for day, case in sorted(found, key=lambda one: one[0]):
        yield {
            "core_person_id": case.person_id,
            "core_cp_plan_id": case.plan.id if case.plan else None,
            "core_meeting_date": books.day(day),
            "core_meeting_quorate": yes(rng, 0.89),
            "core_family_attended": yes(rng, 0.84),
        }
