"""The case system's rows as cases, plans and periods of care in day numbers: what its further records are laid upon.

Days are `date.toordinal()` numbers; what has not ended by the council's last day ends on the day after it, `ahead`.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from api.demonstration.allocation import CASE_WORKER
from api.demonstration.records import Row, three_years
from api.demonstration.workdays import WorkingDays

Weighted = Sequence[tuple[str, float]]
Gaps = Sequence[tuple[int, int, int]]
"""Working days between two events: shortest, longest, weight."""


@dataclass(frozen=True)
class Hold:
    """A worker's time with a case, in a team."""

    worker_id: str
    team_id: str
    since: int
    to: int


@dataclass(frozen=True)
class Span:
    """An assessment, a plan or a period of care, from its first day to the day on which it ended."""

    id: str
    start: int
    finish: int


@dataclass(frozen=True)
class Case:
    """A referral and what the case system says came of it."""

    id: str
    person_id: str
    born: int
    referred: int
    closed: int
    need: str
    source: str
    holds: tuple[Hold, ...]
    is_in_need: bool
    assessment: Span | None
    plan: Span | None
    care: Span | None

    def held(self, day: int) -> Hold:
        """Who held the case on a day, or last did, or first would."""
        return next((hold for hold in reversed(self.holds) if hold.since <= day), self.holds[0])

    def age(self, day: int) -> float:
        """The child's age in years."""
        return (day - self.born) / 365.25


class Books:
    """The rows of `records(...)` up to `end`, and those made since, to look up what belongs together."""

    def __init__(self, rows: Mapping[str, list[Row]], end: date) -> None:
        self.rows = dict(rows)
        self.end, self.ahead, self.start = end.toordinal(), end.toordinal() + 1, three_years(end).toordinal()
        self.workdays = WorkingDays(date(end.year - 20, 1, 1), date(end.year + 1, 12, 31))
        self.managers = {
            str(row["prof_professional_department"]): str(row["prof_professional_id"])
            for row in rows["professionals"]
            if row["prof_professional_job_title"] == "Team manager"
        }
        self.cases = list(self._cases())

    def day(self, day: int) -> str | None:
        """A day as councils write it; None for one that lies ahead."""
        return date.fromordinal(day).isoformat() if day <= self.end else None

    def in_care(self) -> Iterator[tuple[Case, Span]]:
        """The cases of children who are or were looked after, with the period of care."""
        return ((case, case.care) for case in self.cases if case.care)

    @staticmethod
    def due(day: int) -> str:
        """A day on which something is to be, which may lie ahead."""
        return date.fromordinal(day).isoformat()

    def rounds(self, rng: Random, since: int, to: int, gaps: Gaps) -> Iterator[int]:
        """Days within the three years, from some working days after `since` until before `to`."""
        weights = [weight for _, _, weight in gaps]
        day = max(since, self.start)
        while True:
            low, high, _ = rng.choices(gaps, weights=weights)[0]
            day = self.workdays.after(day, rng.randint(low, high))
            if day >= min(to, self.ahead):
                return
            yield day

    def _cases(self) -> Iterator[Case]:
        born = {row["pers_person_id"]: self.past(row["pers_dob"]) for row in self.rows["person"]}
        assessments = self._spans(
            "cin_assessments", "cina", "assessment_id", "assessment_start_date", "assessment_auth_date"
        )
        plans = self._spans("cp_plans", "cppl", "cp_plan_id", "cp_plan_start_date", "cp_plan_end_date")
        care = self._spans("cla_episodes", "clae", "cla_id", "cla_episode_start_date", "cla_episode_ceased_date")
        refused = {
            row["cina_referral_id"] for row in self.rows["cin_assessments"] if row["cina_assessment_outcome_nfa"] == "Y"
        }
        holds = self._holds()
        for row in self.rows["cin_episodes"]:
            case, person = str(row["cine_referral_id"]), str(row["cine_person_id"])
            yield Case(
                case, person, born[person], self.past(row["cine_referral_date"]), self.past(row["cine_close_date"]),
                str(row["cine_cin_primary_need_code"]), str(row["cine_referral_source_code"]), tuple(holds[case]),
                row["cine_referral_nfa"] == "N" and case not in refused,
                assessments.get(case), plans.get(case), care.get(case),
            )  # fmt: skip

    def _holds(self) -> dict[str, list[Hold]]:
        found: dict[str, list[Hold]] = defaultdict(list)
        for row in self.rows["involvements"]:
            if row["invo_professional_role_id"] == CASE_WORKER:
                since, to = self.past(row["invo_involvement_start_date"]), self.past(row["invo_involvement_end_date"])
                hold = Hold(str(row["invo_professional_id"]), str(row["invo_professional_team"]), since, to)
                found[str(row["invo_referral_id"])].append(hold)
        return found

    def _spans(self, entity: str, prefix: str, key: str, since: str, to: str) -> dict[str, Span]:
        """The spans of an entity by case; where it has several rows for one, from the first to the last."""
        found: dict[str, Span] = {}
        for row in self.rows[entity]:
            start, finish = self.past(row[f"{prefix}_{since}"]), self.past(row[f"{prefix}_{to}"])
            case = str(row[f"{prefix}_referral_id"])
            start = min(start, found[case].start) if case in found else start
            finish = max(finish, found[case].finish) if case in found else finish
            found[case] = Span(str(row[f"{prefix}_{key}"]), start, finish)
        return found

    def past(self, day: str | None) -> int:
        """The number of a day in a row; `ahead` where there is none."""
        return date.fromisoformat(day).toordinal() if day else self.ahead


def choose(rng: Random, weighted: Weighted) -> str:
    """One of some codes by their weights."""
    return rng.choices([one for one, _ in weighted], weights=[weight for _, weight in weighted])[0]


def yes(rng: Random, share: float) -> str:
    """Y in a share of cases, N otherwise."""
    return "Y" if rng.random() < share else "N"
