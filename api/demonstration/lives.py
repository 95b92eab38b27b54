"""Cases of invented children, from referral to closure, laid down day by day in the published proportions.

Days are `date.toordinal()` numbers. Everything is laid down to its natural end, beyond the council's last day too;
`records.py` cuts it off there, as a case system knows only the past.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from datetime import date
from math import exp
from random import Random

from api.demonstration import figures
from api.demonstration.council import ACCESS, DISABILITY, EDGE_OF_CARE, LEAVING_CARE, LOCALITIES, LOOKED_AFTER, MASH
from api.demonstration.workdays import WorkingDays

YEAR = 365.25
HISTORY_YEARS = 4
"""How long before the first year the flow of referrals begins, so that plans and re-referrals have a past."""

SHARE_PER_CHILD = 1 / 7900
"""The council's size as a share of the published authority, for each child known to it within the three years."""

_SEASON = (1.0, 0.97, 1.1, 0.9, 1.02, 1.08, 1.05, 0.78, 0.98, 1.08, 1.1, 0.94)
_AGES = ((0, 1, 14), (1, 5, 22), (5, 10, 27), (10, 16, 29), (16, 17.2, 8))
_AGES_OF_PLANS = ((0, 1, 18), (1, 5, 27), (5, 10, 28), (10, 16, 26), (16, 17, 1))
_AGES_IN_CARE = ((0, 1, 17), (1, 5, 15), (5, 10, 17), (10, 16, 33), (16, 17.2, 18))
_AGES_OF_DISABILITY = ((2, 5, 25), (5, 10, 40), (10, 16, 35))

# Length of plans in days (shortest, longest, weight): they end at conferences, 3, 9, 15, 21 or 27 months in.
# More of them lasted in the third year, when the published number of open plans rose faster than that of new ones.
_PLAN_LENGTHS = ((78, 98, 24), (235, 290, 44), (330, 480, 22), (540, 650, 8), (740, 900, 2))
_LATE_PLAN_LENGTHS = ((78, 98, 15), (235, 290, 42), (330, 480, 28), (540, 650, 12), (740, 900, 3))
# Length of care in years.
_CARE_LENGTHS = ((0.02, 0.25, 18), (0.25, 1.0, 20), (1.0, 3.0, 26), (3.0, 12.0, 36))


@dataclass(eq=False)
class Child:
    """A child; `born` is a day, `home` one of the localities, `moves` how often a placement breaks (a year)."""

    born: int
    home: str
    is_alone: bool
    """An unaccompanied child seeking asylum."""
    moves: float
    cases: list["Case"] = field(default_factory=list)

    @property
    def adult(self) -> int:
        """The day before the eighteenth birthday, near enough."""
        return self.born + int(18 * YEAR) - 1


@dataclass(eq=False)
class Plan:
    """A child protection plan."""

    start: int
    finish: int


@dataclass(eq=False)
class Care:
    """A period of being looked after, with the days on which something changed and what (P, L, B or T)."""

    start: int
    finish: int
    reason: str
    changes: list[tuple[int, str]]


@dataclass(eq=False)
class Case:
    """One referral and all that came of it; `stages` are (team, from, to) without a gap until `closed`."""

    child: Child
    referred: int
    need: str
    closed: int
    close_reason: str | None
    stages: list[tuple[str, int, int]]
    is_nfa: bool = False
    assessed: tuple[int, int] | None = None  # started, authorised
    is_in_need: bool = True
    plan: Plan | None = None
    care: Care | None = None


def spread(rng: Random, bands: tuple[tuple[float, float, int], ...]) -> float:
    """A number from weighted bands of (lowest, highest, weight), even within its band."""
    low, high, _ = rng.choices(bands, weights=[band[2] for band in bands])[0]
    return rng.uniform(low, high)


class Lives:
    """Lays down the cases of `children` children known in the three years from `start` to `end`."""

    def __init__(self, seed: int, start: date, end: date, children: int) -> None:
        self.rng = Random(f"{seed}:lives")
        self.start, self.end = start.toordinal(), end.toordinal()
        self.share = children * SHARE_PER_CHILD
        self.first = self.start - int(HISTORY_YEARS * YEAR)
        self.workdays = WorkingDays(date(start.year - 16, 1, 1), date(end.year + 2, 12, 31))
        self.cases: list[Case] = []
        self._recent: list[Case] = []  # in the order of referral, closed or not
        self._dates: list[int] = []

    def lay_down(self) -> list[Child]:
        """Every child with a case open at some time within the three years, in the order in which they became known."""
        days = self.workdays.days
        for day in days[bisect_left(days, self.first) : bisect_right(days, self.end)]:
            for _ in range(self._arrivals(day)):
                self._refer(day)
        self._long_in_care()
        known = {
            id(case.child): case.child for case in self.cases if case.closed >= self.start and case.referred <= self.end
        }
        for child in known.values():
            child.cases.sort(key=lambda case: case.referred)
        return sorted(known.values(), key=lambda child: (child.cases[0].referred, child.born))

    def year_of(self, day: int) -> figures.PublishedYear:
        """The published year that a day is modelled on: the first for all that came before the three years."""
        return figures.YEARS[max(0, min(2, int((day - self.start) / YEAR)))]

    def _arrivals(self, day: int) -> int:
        """How many referrals come on a working day: a Poisson number with the season's mean."""
        mean = self.year_of(day).referrals * self.share / 253 * _SEASON[date.fromordinal(day).month - 1]
        limit, product, count = exp(-mean), self.rng.random(), 0
        while product > limit:
            product, count = product * self.rng.random(), count + 1
        return count

    def _refer(self, day: int) -> None:
        year, rng = self.year_of(day), self.rng
        path = self._path(year)
        back = rng.random()
        again = year.re_referrals_percent / 100
        child = None
        if back < again:
            child = self._returning(day, day - 364, day - 12)
        elif back < again + 0.07:
            child = self._returning(day, self.first, day - 400)
        if child is not None and child.cases[-1].referred < day - 366 and back < again:
            child = None
        self._open(child or self._new_child(day, path), day, path)

    def _path(self, year: figures.PublishedYear) -> str:
        """What will come of a referral, in the year's proportions."""
        plan = 1.02 * year.plans_started / year.referrals
        care = year.looked_after_started / year.referrals - 0.08 * plan
        nfa, not_in_need = year.no_further_action_percent / 100, year.not_in_need_percent / 100
        disability = 0.02
        rest = 1 - plan - care - nfa - not_in_need - disability
        weights = (nfa, not_in_need, plan, care, disability, rest)
        return self.rng.choices(("nfa", "not_in_need", "plan", "care", "disability", "in_need"), weights=weights)[0]

    def _returning(self, day: int, earliest: int, latest: int) -> Child | None:
        """A child whose last referral lies between the two days and whose case is closed."""
        low, high = bisect_left(self._dates, earliest), bisect_right(self._dates, latest)
        for _ in range(60 if high > low else 0):
            case = self._recent[self.rng.randrange(low, high)]
            child = case.child
            if case.closed + 9 <= day and child.cases[-1] is case and child.adult - day > 300 and not child.is_alone:
                return child
        return None

    def _new_child(self, day: int, path: str) -> Child:
        rng = self.rng
        is_alone = path == "care" and rng.random() < 0.1
        bands = {"plan": _AGES_OF_PLANS, "care": _AGES_IN_CARE, "disability": _AGES_OF_DISABILITY}.get(path, _AGES)
        age = rng.uniform(15, 17) if is_alone else spread(rng, bands)
        return Child(
            born=day - max(2, int(age * YEAR)),
            home=rng.choices(LOCALITIES, weights=(27, 29, 23, 21))[0],
            is_alone=is_alone,
            moves=rng.choices((0.08, 0.4, 1.9), weights=(55, 33, 12))[0],
        )

    def _open(self, child: Child, day: int, path: str) -> Case:
        if path == "plan":
            path = self._settle_repeat(child, day)
        case = Case(child, day, self._need(child, path), day, None, [])
        if path == "nfa":
            case.is_nfa = True
            case.closed = self.workdays.after(day, self.rng.randrange(0, 4))
            case.stages = [(MASH, day, case.closed)]
        else:
            self._assess(case, path)
        child.cases.append(case)
        self._keep(case)
        return case

    def _keep(self, case: Case) -> None:
        self.cases.append(case)
        at = bisect_right(self._dates, case.referred)
        self._dates.insert(at, case.referred)
        self._recent.insert(at, case)

    def _settle_repeat(self, child: Child, day: int) -> str:
        """Whether this plan is to be a repeat: finds or invents the earlier plan, or takes another path."""
        had = any(case.plan for case in child.cases)
        if self.rng.random() >= self.year_of(day).plans_repeat_percent / 100:
            return "in_need" if had and self.rng.random() < 0.75 else "plan"
        if not child.cases:
            child.born = min(child.born, day - int(self.rng.uniform(2.5, 13) * YEAR))
        first = child.cases[0].referred if child.cases else day
        before = first - self.rng.randrange(640, 1700)
        if not had and before > child.born + 10:
            earlier = self._open_past(child, before, first)
            child.cases.sort(key=lambda case: case.referred)
            return "plan" if earlier.closed < first else "in_need"
        return "plan"

    def _open_past(self, child: Child, day: int, limit: int) -> Case:
        """A case with a plan that is closed well before `limit`."""
        day = self.workdays.after(day, 1)
        case = Case(child, day, "N1", day, None, [])
        self._assess(case, "plan", shortest=True)
        assert case.plan is not None
        cut = min(case.closed, limit - 60)
        case.plan.finish = min(case.plan.finish, cut - 20)
        case.closed, case.close_reason = cut, "RC7"
        if case.assessed:
            case.assessed = (case.assessed[0], min(case.assessed[1], cut))
        case.stages = [(team, since, min(to, cut)) for team, since, to in case.stages if since < cut]
        child.cases.append(case)
        self._keep(case)
        return case

    def _need(self, child: Child, path: str) -> str:
        if child.is_alone:
            return "N8"
        if path == "disability":
            return "N2"
        if path in {"plan", "care"}:
            return self.rng.choices(("N1", "N3", "N4", "N5"), weights=(78, 5, 7, 10))[0]
        codes = ("N1", "N2", "N3", "N4", "N5", "N6", "N7", "N8", "N0")
        return self.rng.choices(codes, weights=(54, 4, 6, 11, 12, 5, 1, 2, 5))[0]

    def _assess(self, case: Case, path: str, *, shortest: bool = False) -> None:
        rng, after = self.rng, self.workdays.after
        started = after(case.referred, rng.choices((0, 1, 2, 3), weights=(35, 45, 15, 5))[0])
        bands = figures.ASSESSMENT_BANDS
        low, high = rng.choices(bands, weights=self.year_of(started).assessment_bands)[0]
        length = min(high, low + int(rng.expovariate(0.055))) if high > 60 else rng.randint(low, high)
        authorised = min(after(started, length), case.child.adult)
        case.assessed = (started, authorised)
        team = DISABILITY if path == "disability" else rng.choice(ACCESS)
        if started > case.referred:
            case.stages.append((MASH, case.referred, started))
        if path == "not_in_need":
            case.is_in_need = False
            case.closed = min(after(authorised, rng.randrange(0, 5)), case.child.adult)
            case.close_reason = rng.choices(("RC8", "RC9"), weights=(62, 38))[0]
            case.stages.append((team, started, case.closed))
        elif path == "plan":
            self._protect(case, team, shortest=shortest)
        elif path == "care":
            self._care(case, team, after(started, rng.randrange(3, 38)), leave_locality=True)
        else:
            self._support(case, team, path)
        case.assessed = (started, min(authorised, case.closed))

    def _support(self, case: Case, team: str, path: str) -> None:
        """A child in need: assessed, then helped by a locality, edge of care or disability team, then closed."""
        rng, child = self.rng, case.child
        assert case.assessed is not None
        started, authorised = case.assessed
        handed = min(self.workdays.after(authorised, rng.randrange(1, 9)), child.adult)
        if path == "disability":
            length, later = int(rng.uniform(0.5, 6) * YEAR), DISABILITY
        else:
            length, later = int(rng.lognormvariate(4.68, 0.7)), child.home
            if handed - child.born > 11 * YEAR and rng.random() < 0.2:
                later = EDGE_OF_CARE
        case.closed = min(handed + length, child.adult)
        reasons = ("RC7", "RC3", "RC5", "RC4")
        case.close_reason = rng.choices(reasons, weights=(86, 5, 7, 2))[0]
        if case.closed == child.adult and path == "disability":
            case.close_reason = "RC6"
        case.stages += _joined([(team, started, handed), (later, handed, case.closed)])

    def _protect(self, case: Case, team: str, *, shortest: bool) -> None:
        """A plan that begins while the assessment runs, then a step down, or care for some, then closure."""
        rng, after, child = self.rng, self.workdays.after, case.child
        assert case.assessed is not None
        started = case.assessed[0]
        begun = min(after(started, rng.randrange(11, 24)), child.adult - 40)
        handed = after(begun, rng.randrange(2, 11))
        lengths = _LATE_PLAN_LENGTHS if begun > self.start + 1.6 * YEAR else _PLAN_LENGTHS
        length = int(spread(rng, lengths[:2] if shortest else lengths))
        case.plan = Plan(begun, min(begun + length, child.adult))
        case.stages += [(team, started, handed)]
        fate = rng.random()
        if not shortest and fate < 0.1 and length > 120 and child.adult - begun > 400:
            into_care = begun + rng.randrange(60, length - 20)
            case.plan.finish = min(into_care + rng.randrange(0, 30), case.plan.finish)
            self._care(case, child.home, into_care, since=handed)
            return
        case.closed = min(case.plan.finish + rng.randrange(25, 150), child.adult)
        case.close_reason = rng.choices(("RC7", "RC3", "RC5", "RC4"), weights=(84, 6, 7, 3))[0]
        case.stages.append((child.home, handed, case.closed))

    def _care(
        self, case: Case, team: str, entered: int, *, since: int | None = None, leave_locality: bool = False
    ) -> None:
        """A period of care: assessment or locality first, then a looked after team, later leaving care."""
        rng, after, child = self.rng, self.workdays.after, case.child
        started = since if since is not None else (case.assessed or (case.referred, 0))[0]
        entered = min(entered, child.adult - 20)
        left = min(entered + max(5, int(spread(rng, _CARE_LENGTHS) * YEAR)), child.adult)
        if child.is_alone:
            left = child.adult
        case.care = Care(entered, left, self._reason_left(child, entered, left), self._changes(child, entered, left))
        to_locality = after(entered, rng.randrange(4, 14)) if leave_locality else started
        to_care_team = entered + rng.randrange(80, 120)
        to_leaving_care = max(child.born + int(16 * YEAR), to_care_team + 60)
        case.closed = left if case.care.reason not in {"E4A", "E4B", "E13"} else left + rng.randrange(30, 130)
        case.closed = min(case.closed, child.adult)
        case.close_reason = {"E11": "RC1", "E12": "RC1", "E45": "RC4", "E46": "RC4", "E41": "RC3"}.get(
            case.care.reason, "RC7"
        )
        marks = [(team, started), (LOOKED_AFTER[child.born % 2], to_care_team), (LEAVING_CARE, to_leaving_care)]
        if leave_locality and not child.is_alone:
            marks.insert(1, (child.home, to_locality))
        marks = [(name, day) for name, day in marks if day < case.closed]
        ends = [day for _, day in marks[1:]] + [case.closed]
        case.stages += _joined([(name, day, end) for (name, day), end in zip(marks, ends, strict=True)])

    def _reason_left(self, child: Child, entered: int, left: int) -> str:
        rng = self.rng
        if left >= child.adult:
            return rng.choices(("E17", "E5", "E6", "E7"), weights=(38, 42, 14, 6))[0]
        if left - entered < 200:
            return rng.choices(("E4A", "E4B", "E13", "E41"), weights=(62, 18, 10, 10))[0]
        if left - child.born < 6 * YEAR:
            return rng.choices(("E11", "E12", "E45", "E4A"), weights=(20, 30, 28, 22))[0]
        return rng.choices(("E45", "E46", "E41", "E4A", "E8"), weights=(30, 8, 10, 48, 4))[0]

    def _changes(self, child: Child, entered: int, left: int) -> list[tuple[int, str]]:
        """Moves (more in the first months and for children whose placements break) and changes of legal status."""
        rng = self.rng
        found: dict[int, str] = {}
        if left - entered > 60 and rng.random() < 0.62:
            found[entered + rng.randrange(8, 50)] = "L"
        if left - entered > 330 and rng.random() < 0.55:
            found[entered + rng.randrange(180, 320)] = rng.choices(("L", "B"), weights=(80, 20))[0]
        if left - entered > 45 and rng.random() < 0.34:
            found[entered + rng.randrange(6, 40)] = "P"
        day = entered + 30
        while day < left:
            often = child.moves * self.year_of(day).three_placements_percent / 7
            day += max(14, int(rng.expovariate(often / YEAR)))
            found[day] = rng.choices(("P", "T"), weights=(90, 10))[0]
        return sorted((at, kind) for at, kind in found.items() if entered < at < left)

    def _long_in_care(self) -> None:
        """Children who came into care before the flow begins and were still there when the three years do."""
        there = sum(1 for case in self.cases if case.care and case.care.start <= self.start < case.care.finish)
        wanted = round(self.share * (figures.YEARS[0].looked_after_at_31_march + 18))
        while there < wanted:
            age = self.rng.uniform(4.5, 17.6)
            entered_at = self.rng.uniform(0, min(age - 4.2, 12.5))
            born = self.start - int(age * YEAR)
            day = self.workdays.after(born + max(10, int(entered_at * YEAR)), 1)
            if day > self.first or day < self.first - int(9 * YEAR):
                continue
            child = Child(born, self.rng.choice(LOCALITIES), False, self.rng.choice((0.08, 0.08, 0.3, 0.8)))
            case = self._open(child, day, "care")
            if case.care and case.care.finish > self.start:
                there += 1
            else:
                self.cases.remove(case)
                at = self._recent.index(case)
                del self._recent[at], self._dates[at]


def _joined(stages: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """Stages without the empty ones, neighbours of the same team made one."""
    made: list[tuple[str, int, int]] = []
    for team, since, to in stages:
        if to <= since:
            continue
        if made and made[-1][0] == team:
            made[-1] = (team, made[-1][1], to)
        else:
            made.append((team, since, to))
    return made
