"""Visits to children with a protection plan: about every ten working days, with the misses that real ones have."""

from dataclasses import dataclass
from random import Random

from api.demonstration.council import DIPPING_TEAM
from api.demonstration.lives import YEAR, Case
from api.demonstration.workdays import WorkingDays

# Working days to the next visit (shortest, longest, weight): on time; late; a fortnight missed altogether.
_USUAL = ((5, 8, 22), (9, 10, 63), (11, 14, 11), (15, 24, 4))
_DIPPING = ((5, 8, 8), (9, 10, 37), (11, 15, 36), (16, 28, 19))

# Share of children seen who are seen alone, by age in years below which it holds: babies are seen with their carer.
_ALONE = ((2, 0.06), (4, 0.24), (7, 0.55), (11, 0.74), (19, 0.85))


@dataclass(frozen=True)
class Visit:
    """One visit; each answer is Y or N, or None where it was not recorded."""

    case: Case
    day: int
    seen: str
    seen_alone: str | None
    bedroom: str | None


def visits(rng: Random, workdays: WorkingDays, case: Case, start: int, end: int) -> list[Visit]:
    """The visits of a case's plan up to `end`; `start` is the first of the three years, which dates the dip."""
    assert case.plan is not None
    found: list[Visit] = []
    day = workdays.after(case.plan.start, rng.randrange(1, 9))
    while day < case.plan.finish and day <= end:
        is_dip = _team_on(case, day) == DIPPING_TEAM and start + YEAR <= day < start + 2 * YEAR
        visit = _visit(rng, case, day, is_dip)
        found.append(visit)
        gaps = _DIPPING if is_dip else _USUAL
        low, high, _ = rng.choices(gaps, weights=[weight for _, _, weight in gaps])[0]
        if visit.seen == "N" and rng.random() < 0.7:
            low, high = 1, 4  # nobody in: the worker goes again within days
        day = workdays.after(day, rng.randint(low, high))
    return found


def _visit(rng: Random, case: Case, day: int, is_dip: bool) -> Visit:
    age = (day - case.child.born) / YEAR
    if rng.random() >= (0.83 if is_dip else 0.94):
        return Visit(case, day, "N", "N", None if rng.random() < 0.5 else "N")
    share = next(share for below, share in _ALONE if age < below) * (0.58 if is_dip else 1)
    alone = None if rng.random() < 0.025 else "Y" if rng.random() < share else "N"
    return Visit(case, day, "Y", alone, "Y" if rng.random() < 0.46 else "N")


def _team_on(case: Case, day: int) -> str:
    return next((team for team, since, to in case.stages if since <= day < to), case.stages[-1][0])
