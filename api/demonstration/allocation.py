"""Which worker holds a case and when it changes hands: by team, by who is in post, and for the reasons SSD lists."""

from dataclasses import dataclass
from datetime import date
from random import Random

from api.demonstration.council import COUNCIL, Worker
from api.demonstration.lives import YEAR, Case

CASE_WORKER, REVIEWING_OFFICER = "CW", "IRO"
_REASONS = ("MANAGE", "ABSENC", "OTHERS", "PCCHAN", "CHCHAN", "ORGRST")
_REASON_WEIGHTS = (44, 26, 10, 8, 5, 7)
_CHANGES_A_YEAR = 0.55
"""How often a case changes hands for reasons other than a transfer or a leaver."""


@dataclass(frozen=True)
class Holding:
    """A worker's hold on a case from one day to another; `reason` says why the worker changed."""

    case: Case
    worker_id: str
    role: str
    team_id: str | None
    since: int
    to: int
    reason: str | None


class Allocation:
    """Gives each stage of a case to a worker of its team."""

    def __init__(self, seed: int, staff: tuple[Worker, ...]) -> None:
        self.rng = Random(f"{seed}:allocation")
        self._posts: dict[str, list[tuple[str, float, int, int]]] = {}
        for one in staff:
            if one.holds_cases:
                post = (one.id, one.full_time_equivalent, one.since.toordinal(), (one.to or date.max).toordinal())
                self._posts.setdefault(one.team_id, []).append(post)
        self._officers = [one.id for one in staff if one.team_id == COUNCIL.id]

    def holdings(self, case: Case) -> list[Holding]:
        """The case workers of a case in order, then the reviewing officer where there is a plan or care."""
        found: list[Holding] = []
        for team, since, to in case.stages:
            found += self._stage(case, team, since, to, is_first=not found)
        found += self._officer(case)
        return found

    def worker_on(self, holdings: list[Holding], day: int) -> Holding:
        """The case worker's hold on `day`, the nearest earlier one if the case was between workers."""
        held = [one for one in holdings if one.role == CASE_WORKER]
        return next((one for one in reversed(held) if one.since <= day), held[0])

    def _stage(self, case: Case, team: str, since: int, to: int, *, is_first: bool) -> list[Holding]:
        rng = self.rng
        found: list[Holding] = []
        reason = "FCONTA" if is_first else "TSPROC"
        if not is_first and rng.random() < 0.03:
            since += rng.randrange(4, 16)  # for a few days nobody holds the case
        last = None
        while since < to or (is_first and not found):
            worker, leaves = self._pick(team, since, last)
            change = since + max(15, int(rng.expovariate(_CHANGES_A_YEAR / YEAR)))
            until = min(to, change, leaves)
            found.append(Holding(case, worker, CASE_WORKER, team, since, until, reason))
            reason = "LEFTRL" if until == leaves else rng.choices(_REASONS, weights=_REASON_WEIGHTS)[0]
            since, last = until, worker
        return found

    def _pick(self, team: str, day: int, last: str | None) -> tuple[str, int]:
        """A worker of the team in post on that day, another than the last one, and the day on which they leave."""
        here = [post for post in self._posts[team] if post[2] <= day < post[3] and post[0] != last]
        worker, _, _, leaves = self.rng.choices(here, weights=[post[1] for post in here])[0]
        return worker, leaves

    def _officer(self, case: Case) -> list[Holding]:
        spans = [(one.start, one.finish) for one in (case.plan, case.care) if one]
        if not spans:
            return []
        since, to = min(start for start, _ in spans), max(finish for _, finish in spans)
        officer = self._officers[case.child.born % len(self._officers)]
        return [Holding(case, officer, REVIEWING_OFFICER, None, since, min(to, case.closed), None)]
