"""What belongs to children in need: disabilities, the factors of assessments, plans and visits."""

import json
from collections.abc import Iterator
from random import Random

from api.demonstration import figures
from api.demonstration.books import Books, Case, Span, choose, yes
from api.demonstration.records import Row

_DISABILITIES = (("LD", 30), ("AUT", 34), ("COMM", 12), ("BEH", 9), ("MOB", 8), ("HEAR", 3), ("VIS", 2), ("CON", 2))
_NONE = "NONE"
"""The census's code where an assessment found no disability."""
_OTHERS = 0.05
"""The share of children with a disability among those whose need is another."""
_OFTEN = {"N2": "5A", "N8": "9A"}
"""The factor that mostly stands beside a need."""
_EVERY_FOUR_WEEKS = ((8, 14, 12), (15, 20, 66), (21, 30, 17), (31, 45, 5))


def disabilities(books: Books, rng: Random) -> Iterator[Row]:
    """One to three for a child whose need is a disability, one for a few others, NONE for the others once assessed."""
    needs: dict[str, set[str]] = {}
    for case in books.cases:
        needs.setdefault(case.person_id, set()).add(case.need)
    assessed = {case.person_id for case in books.cases if case.assessment and case.assessment.finish <= books.end}
    for person_id, theirs in needs.items():
        wanted = rng.choice((1, 1, 1, 2, 2, 3)) if "N2" in theirs else int(rng.random() < _OTHERS)
        codes = list(dict.fromkeys(choose(rng, _DISABILITIES) for _ in range(wanted)))
        if not codes and person_id in assessed:
            codes = [_NONE]
        for code in codes:
            yield {"disa_person_id": person_id, "disa_disability_code": code}


def factors(books: Books, rng: Random) -> Iterator[Row]:
    """What each finished assessment found, each factor as often as was published; 21 where it found none."""
    done = [case for case in books.cases if case.assessment and case.assessment.finish <= books.end]
    for case in sorted(done, key=lambda case: case.assessment.finish if case.assessment else 0):
        assert case.assessment is not None
        codes = [
            code for code, count in figures.FACTORS.items() if rng.random() < count / figures.EPISODES_WITH_FACTORS
        ]
        often = _OFTEN.get(case.need)
        if often and often not in codes and rng.random() < 0.6:
            codes.append(often)
        yield {"cinf_assessment_id": case.assessment.id, "cinf_assessment_factors_json": json.dumps(codes or ["21"])}


def spans_in_need(books: Books) -> Iterator[tuple[Case, int, int]]:
    """From when to when a child in need had a plan of that kind: after the assessment, or a protection plan."""
    for case in books.cases:
        if not case.is_in_need or case.care or case.assessment is None:
            continue
        since = case.plan.finish if case.plan else books.workdays.after(case.assessment.finish, 5)
        if since < min(case.closed, books.ahead):
            yield case, since, case.closed


def plans(books: Books, rng: Random) -> Iterator[Row]:
    """A plan for nearly every child in need who is neither protected by one nor in care."""
    for case, since, to in sorted(spans_in_need(books), key=lambda one: one[1]):
        if rng.random() < 0.94:
            held = case.held(since)
            yield {
                "cinp_person_id": case.person_id,
                "cinp_referral_id": case.id,
                "cinp_cin_plan_start_date": books.day(since),
                "cinp_cin_plan_end_date": books.day(to),
                "cinp_cin_plan_team": held.team_id,
                "cinp_cin_plan_worker_id": held.worker_id,
            }


def visits(books: Books, rng: Random) -> Iterator[Row]:
    """Visits about every four weeks under each plan of the last three years."""
    cases = {case.id: case for case in books.cases}
    found: list[tuple[int, Case]] = []
    for row in books.rows["cin_plans"]:
        case, span = cases[str(row["cinp_referral_id"])], _span(books, row)
        found += [(day, case) for day in books.rounds(rng, span.start, span.finish, _EVERY_FOUR_WEEKS)]
    for day, case in sorted(found, key=lambda one: one[0]):
        seen = yes(rng, 0.93)
        alone = yes(rng, min(0.8, 0.08 + case.age(day) / 14)) if seen == "Y" else "N"
        yield {
            "cinv_person_id": case.person_id,
            "cinv_cin_visit_date": books.day(day),
            "cinv_cin_visit_seen": seen,
            "cinv_cin_visit_seen_alone": alone,
            "cinv_cin_visit_bedroom": yes(rng, 0.32) if seen == "Y" else "N",
        }


def _span(books: Books, row: Row) -> Span:
    return Span(
        str(row["cinp_cin_plan_id"]),
        books.past(row["cinp_cin_plan_start_date"]),
        books.past(row["cinp_cin_plan_end_date"]),
    )
