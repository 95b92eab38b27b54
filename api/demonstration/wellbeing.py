"""How the invented council's children in care are: missing episodes, health checks, strengths and difficulties."""

from collections.abc import Iterator
from random import Random

from api.demonstration.books import Books, Case, Span, choose, yes
from api.demonstration.records import Row

_GOES_MISSING, _DAYS_BETWEEN = 0.2, 70
"""The share of young people in care over 12 who go missing at all, and the days from one time to the next for those."""
_NIGHTS = ((0, 46), (1, 38), (2, 9), (5, 5), (12, 2))
_CHECKED = (("Completed", 92), ("Refused", 5), ("Cancelled", 3))
_NO_SCORE = (("SDQ2", 30), ("SDQ3", 25), ("SDQ4", 20), ("SDQ5", 25))
_YEAR, _HALF_A_YEAR = 365, 182


def missing(books: Books, rng: Random) -> Iterator[Row]:
    """Times for which a few of the older ones were missing or away, in the last three years."""
    often = [(case, care) for case, care in books.in_care() if rng.random() < _GOES_MISSING]
    found = [(*span, case) for case, care in often for span in _gone(books, rng, case, care)]
    for since, to, case in sorted(found, key=lambda one: one[0]):
        offered = yes(rng, 0.88) if to <= books.end else None
        yield {
            "miss_person_id": case.person_id,
            "miss_missing_episode_start_date": books.day(since),
            "miss_missing_episode_end_date": books.day(to),
            "miss_missing_episode_type": "M" if rng.random() < 0.87 else "A",
            "miss_missing_rhi_offered": offered,
            "miss_missing_rhi_accepted": yes(rng, 0.62) if offered == "Y" else offered,
        }


def _gone(books: Books, rng: Random, case: Case, care: Span) -> Iterator[tuple[int, int]]:
    day = max(care.start, books.start, case.born + int(12.5 * 365.25))
    while True:
        day += 1 + int(rng.expovariate(1 / _DAYS_BETWEEN))
        nights = rng.choices([many for many, _ in _NIGHTS], weights=[weight for _, weight in _NIGHTS])[0]
        if day + nights >= min(care.finish, books.ahead):
            return
        yield day, day + nights
        day += nights


def health_checks(books: Books, rng: Random) -> Iterator[Row]:
    """A health assessment each year, under five each half year, and the dentist, in the last three years."""
    found: list[tuple[int, str, Case]] = []
    for case, care in books.in_care():
        for kind in ("Health assessment", "Dental check"):
            for day in _each_year(books, rng, care, 20 if kind[0] == "H" else 90):
                found.append((day, kind, case))
                half = day + _HALF_A_YEAR
                if kind[0] == "H" and case.age(half) < 5 and half < min(care.finish, books.ahead):
                    found.append((half, kind, case))
    for day, kind, case in sorted(found, key=lambda one: one[0]):
        yield {
            "clah_person_id": case.person_id,
            "clah_health_check_type": kind,
            "clah_health_check_date": books.day(day),
            "clah_health_check_status": choose(rng, _CHECKED),
        }


def _each_year(books: Books, rng: Random, care: Span, first: int) -> Iterator[int]:
    """Days about a year apart, from `first` days into care, in the last three years."""
    day = care.start + first
    while True:
        at = books.workdays.last(day + rng.randrange(0, 28))
        if at >= min(care.finish, books.ahead):
            return
        if at >= books.start:
            yield at
        day += _YEAR


def difficulties(books: Books, rng: Random) -> Iterator[Row]:
    """The questionnaire of each child of 4 to 16 who has been in care for a year, once a year."""
    found = [(day, case) for case, care in books.in_care() for day in _each_year(books, rng, care, _YEAR)]
    for day, case in sorted(found, key=lambda one: one[0]):
        if 4 <= case.age(day) < 17:
            is_scored = rng.random() < 0.83
            yield {
                "csdq_person_id": case.person_id,
                "csdq_sdq_completed_date": books.day(day),
                "csdq_sdq_score": str(max(0, min(40, round(rng.gauss(14.2, 6.8))))) if is_scored else None,
                "csdq_sdq_reason": None if is_scored else choose(rng, _NO_SCORE),
            }
