"""Four hundred practice audits of the invented council, and their moderation, as a plan to be carried out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from api.demonstration import wording
from api.demonstration.council import DIPPING_TEAM, MASH
from api.demonstration.records import Row, three_years

GRADES = ("inadequate", "requires_improvement", "good", "outstanding")  # worst first
AUDITORS, MODERATORS = 8, 3
TOTAL, MONTHS = 400, 36
PRACTICE_WEEK = 17
"""The month, counted from the first, after which standards 2 and 4 slowly improve."""

CRITERIA = tuple(
    f"{standard}.{place}"
    for standard, count in enumerate((4, 4, 6, 3, 4, 6, 4, 5, 7, 3), start=1)
    for place in range(1, count + 1)
)

_KINDS = (("managers", 46), ("peer", 27), ("multi_agency", 12), ("thematic", 9), ("dip_sample", 6))
# How each standard stands, in grades above the edge between "requires improvement" and "good".
_STANDING = {1: 0.25, 2: -0.22, 3: 0.18, 4: -0.38, 5: -0.1, 6: 0.2, 7: 0.3, 8: -0.2, 9: -0.12, 10: 0.45}
_LEARNT = {2: 0.55, 4: 0.6}
"""How much standards 2 and 4 gain in the year after practice week; the others gain a tenth of a grade a year."""

# Where the latest audits stand at the end, counted back from the last one (0); all others are done. The second group
# is more than three weeks old, and so overdue.
_UNFINISHED = {
    **dict.fromkeys(range(5), "allocated"),
    **dict.fromkeys(range(5, 11), "in_progress"),
    **dict.fromkeys(range(11, 15), "submitted"),
    **dict.fromkeys(range(15, 17), "moderation_allocated"),
    **dict.fromkeys(range(17, 19), "moderation_graded"),
    **dict.fromkeys((27, 33), "allocated"),
    **dict.fromkeys((26, 30, 35), "in_progress"),
}
RULED_DAYS = 35
"""For how long before the end the council has let rules choose what is moderated; before, it chose by hand."""
_LATE, _OUTLIER = 14, 12
"""Of the submitted ones, counted back from the last: an inadequate one that waits for long, and one far too kind."""
_NOT_APPLICABLE = {"1.4": 0.3, "2.3": 0.5, "3.5": 0.3, "3.6": 0.5, "5.1": 0.2, "6.5": 0.4, "6.6": 0.3, "7.3": 0.25}


@dataclass(frozen=True)
class Span:
    """A case worker's hold on a child's case; `to_on` is None while it lasts."""

    team_id: str
    worker_id: str
    from_on: date
    to_on: date | None


@dataclass(frozen=True)
class ChildFacts:
    """What the planning of audits needs to know of a child."""

    person_id: str
    spans: tuple[Span, ...]

    def on(self, day: date) -> Span | None:
        """Who held the case on `day`, if anybody."""
        return next((one for one in self.spans if one.from_on <= day and (one.to_on is None or one.to_on > day)), None)


@dataclass(frozen=True)
class ModerationPlan:
    """A second reading. `judgements` are second grades by criterion code, of all criteria that the auditor graded."""

    moderator: int  # index, 0 to MODERATORS - 1
    state: str  # allocated, graded or completed
    allocated_on: date
    due_on: date
    graded_on: date | None = None
    completed_on: date | None = None
    second_grade: str | None = None
    judgements: dict[str, str] = field(default_factory=dict)
    outcome: str | None = None  # agreed, raised or lowered, of the overall grade
    reason: str | None = None
    audit_quality: str | None = None  # high, adequate or poor
    audit_quality_reason: str | None = None


@dataclass(frozen=True)
class AuditPlan:
    """One audit. `grades` has a code for each criterion answered so far, None meaning not applicable; `reasons` too."""

    number: int
    person_id: str
    team_id: str  # the team that held the case when the audit was allocated
    kind: str  # managers, peer, multi_agency, thematic, dip_sample or re_audit
    month: date  # that of the allocation, its first day
    auditor: int  # index, 0 to AUDITORS - 1
    state: str  # allocated, in_progress, submitted, in_moderation, final or withdrawn
    allocated_on: date
    due_on: date
    opened_on: date | None = None
    submitted_on: date | None = None
    finalised_on: date | None = None
    grades: dict[str, str | None] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    overall_grade: str | None = None
    overall_reason: str | None = None
    summary: str | None = None
    withdrawn_reason: str | None = None
    moderation: ModerationPlan | None = None


def child_facts(rows: Mapping[str, Sequence[Row]]) -> list[ChildFacts]:
    """Facts of all children of `records(...)`, from the involvements of their case workers, in the order of persons."""
    spans: dict[str, list[Span]] = {str(row["pers_person_id"]): [] for row in rows["person"]}
    for row in rows["involvements"]:
        if row["invo_professional_role_id"] == "CW":
            to = row["invo_involvement_end_date"]
            spans[str(row["invo_person_id"])].append(
                Span(
                    str(row["invo_professional_team"]),
                    str(row["invo_professional_id"]),
                    date.fromisoformat(str(row["invo_involvement_start_date"])),
                    date.fromisoformat(to) if to else None,
                )
            )
    return [ChildFacts(person, tuple(mine)) for person, mine in spans.items()]


def audit_plans(
    seed: int, end: date, children: Sequence[ChildFacts], criteria: Sequence[str] = CRITERIA
) -> list[AuditPlan]:
    """The 400 audits of the three years to `end`, in the order of allocation.

    Every inadequate one and some three in ten others are moderated, and in the last weeks, when rules choose, all that
    were finished. Audits of the latest month are at every state, and
    a few of those still open are overdue. `criteria` are codes such as "2.4" whose first number is the standard.
    Raises ValueError if there are too few children to choose from.
    """
    return _Programme(seed, end, children, criteria).plans()


class _Programme:
    """Draws the children, then the judgements, month by month."""

    def __init__(self, seed: int, end: date, children: Sequence[ChildFacts], criteria: Sequence[str]) -> None:
        self.rng = Random(f"{seed}:audits")
        self.end, self.children, self.criteria = end, children, criteria
        self.start = three_years(end)
        self.audited: dict[str, date] = {}
        self.again: list[tuple[int, str]] = []  # month and child of each re-audit to come
        self.lenience = [self.rng.gauss(0.12, 0.22) for _ in range(AUDITORS)]
        self.made: list[AuditPlan] = []

    def plans(self) -> list[AuditPlan]:
        for place, count in enumerate(_per_month()):
            days = sorted(self._workday(place) for _ in range(count))
            due = [one for one in self.again if one[0] <= place][: count // 3]
            self.again = [one for one in self.again if one not in due]
            for turn, day in enumerate(days):
                child = due[turn][1] if turn < len(due) else None
                self.made.append(self._audit(place, day, child))
        return self.made

    def _workday(self, place: int) -> date:
        """A weekday of one of the 36 stretches of thirty days or so, of which the last ends the day before `end`."""
        span = (self.end - self.start).days / MONTHS
        return _weekday(self.start + timedelta(days=int(span * (place + self.rng.random()))))

    def _choose(self, day: date, place: int) -> tuple[ChildFacts, str]:
        """A child with an open case, held beyond the hub for a month or more and not audited in the last ten."""
        for _ in range(5000):
            child = self.rng.choice(self.children)
            span = child.on(day)
            if span is None or span.team_id == MASH or (day - span.from_on).days < 28:
                continue
            last = self.audited.get(child.person_id)
            if last is None or (day - last).days > 300:
                return child, span.team_id
        raise ValueError(f"no child to audit in month {place}: {len(self.children)} children are too few")

    def _audit(self, place: int, day: date, again: str | None) -> AuditPlan:
        rng = self.rng
        kind = rng.choices([name for name, _ in _KINDS], weights=[weight for _, weight in _KINDS])[0]
        child = next((one for one in self.children if one.person_id == again), None)
        span = child.on(day) if child else None
        if child is not None and span is not None:
            kind, team = "re_audit", span.team_id
        else:
            child, team = self._choose(day, place)
        self.audited[child.person_id] = day
        number, month, due = len(self.made) + 1, day.replace(day=1), day + timedelta(days=21)
        auditor = len(self.made) % AUDITORS
        return self._carry_out(AuditPlan(number, child.person_id, team, kind, month, auditor, "", day, due), place)

    def _carry_out(self, plan: AuditPlan, place: int) -> AuditPlan:
        """As far as it had got by the end: all are done but the latest, and a few that were put off."""
        rng, state = self.rng, _UNFINISHED.get(TOTAL - plan.number)
        if state is None and place < MONTHS - 2 and rng.random() < 0.012:
            why = "The case closed to us before the audit could begin."
            return replace(plan, state="withdrawn", withdrawn_reason=why)
        if state == "allocated":
            return replace(plan, state=state)
        opened = self._later(plan.allocated_on, 1, 12)
        grades = self._grades(plan, place)
        if state == "in_progress":
            codes = self.criteria[: rng.randrange(3, len(self.criteria) - 4)]
            return self._answered(replace(plan, state=state, opened_on=opened), {code: grades[code] for code in codes})
        if plan.number == TOTAL - _LATE:
            opened = _weekday(plan.allocated_on + timedelta(days=3))
        late = self._later(opened, 1, 10)
        submitted = _weekday(opened + timedelta(days=4)) if plan.number == TOTAL - _LATE else late
        plan = self._answered(replace(plan, opened_on=opened, submitted_on=submitted), grades, is_complete=True)
        return self._conclude(_misjudged(plan), place, state)

    def _later(self, day: date, least: int, below: int) -> date:
        """A weekday some days on, not after the end."""
        return _weekday(min(self.end, day + timedelta(days=self.rng.randrange(least, below))))

    def _conclude(self, plan: AuditPlan, place: int, state: str | None) -> AuditPlan:
        """Moderated, final or still waiting."""
        assert plan.submitted_on is not None
        if plan.overall_grade == "inadequate":
            self.again.append((place + 4, plan.person_id))
        if state == "submitted":
            return replace(plan, state=state)
        picked = self._later(plan.submitted_on, 1, 7)
        is_ruled = plan.submitted_on >= self.end - timedelta(days=RULED_DAYS)
        if state is None and plan.overall_grade != "inadequate" and self.rng.random() >= 0.3 and not is_ruled:
            return replace(plan, state="final", finalised_on=picked)
        second = self._moderate(plan, picked, state)
        if second.completed_on is None:
            return replace(plan, state="in_moderation", moderation=second)
        return replace(plan, state="final", finalised_on=second.completed_on, moderation=second)

    def _grades(self, plan: AuditPlan, place: int) -> dict[str, str | None]:
        """A grade for each criterion: the standard's standing, what was learnt, the team, the case, the auditor."""
        rng = self.rng
        case = rng.gauss(0, 0.55) + self.lenience[plan.auditor] + (0.3 if plan.kind == "re_audit" else 0)
        found: dict[str, str | None] = {}
        for code in self.criteria:
            standard = int(code.split(".", maxsplit=1)[0])
            if rng.random() < _NOT_APPLICABLE.get(code, 0.045):
                found[code] = None
                continue
            since = min(1.0, max(0, place - PRACTICE_WEEK) / 12)
            level = _STANDING.get(standard, 0) + _LEARNT.get(standard, 0) * since + 0.1 * place / 12
            if plan.team_id == DIPPING_TEAM and 12 <= place < 24:
                level -= 0.6 if standard in {2, 4, 9} else 0.2
            found[code] = _grade(level + case + rng.gauss(0, 0.62))
        return found

    def _answered(self, plan: AuditPlan, grades: dict[str, str | None], *, is_complete: bool = False) -> AuditPlan:
        reasons = {code: wording.reason(self.rng, code, grade) for code, grade in grades.items()}
        plan = replace(plan, grades=grades, reasons=reasons)
        if not is_complete:
            return plan
        means = _means(grades)
        grade = _overall(grades)
        best, worst = max(means, key=lambda one: means[one]), min(means, key=lambda one: means[one])
        why, summary = wording.overall(self.rng, grade, best, worst)
        return replace(plan, overall_grade=grade, overall_reason=why, summary=summary)

    def _moderate(self, plan: AuditPlan, day: date, state: str | None) -> ModerationPlan:
        rng = self.rng
        assert plan.overall_grade is not None
        basis = ModerationPlan(rng.randrange(MODERATORS), "allocated", day, day + timedelta(days=14))
        if state == "moderation_allocated":
            return basis
        second = {code: _second(rng, grade) for code, grade in plan.grades.items() if grade is not None}
        grade = _second(rng, plan.overall_grade, lowered=0.2, raised=0.07)
        outcome, graded = _outcome(plan.overall_grade, grade), self._later(day, 2, 13)
        basis = replace(basis, state="graded", graded_on=graded, second_grade=grade, judgements=second, outcome=outcome)
        if state == "moderation_graded":
            return basis
        weights = (40, 50, 10) if outcome == "agreed" else (15, 62, 23)
        quality = rng.choices(("high", "adequate", "poor"), weights=weights)[0]
        return replace(
            basis,
            state="completed",
            completed_on=self._later(graded, 0, 5),
            reason=wording.moderation(rng, outcome),
            audit_quality=quality,
            audit_quality_reason=wording.audit_quality(rng, quality),
        )


def _misjudged(plan: AuditPlan) -> AuditPlan:
    """Two of those that wait for a moderator: an inadequate one, and one with a grade that its answers do not bear."""
    if plan.number == TOTAL - _LATE:
        why = "Nobody had seen the child alone for two months, and no plan said who would."
        return replace(plan, overall_grade="inadequate", overall_reason=why)
    if plan.number == TOTAL - _OUTLIER:
        marks = [GRADES.index(grade) for grade in plan.grades.values() if grade]
        return replace(plan, overall_grade=GRADES[0] if sum(marks) > 1.5 * len(marks) else GRADES[-1])
    return plan


def _per_month() -> list[int]:
    """How many audits are allocated in each of the months: few in August and December, most in the last two."""
    ordinary = [11, 11, 12, 10, 11, 12, 11, 8, 11, 12, 11, 9]
    counts = ordinary * (MONTHS // 12)
    counts[-2:] = [16, TOTAL - sum(counts[:-2]) - 16]
    return counts


def _weekday(day: date) -> date:
    """The day itself, or the Friday before a weekend's."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def _grade(level: float) -> str:
    """A grade from a level: 0 is the edge of good, 1.45 that of outstanding, -1.2 that of inadequate."""
    return GRADES[(level > -1.2) + (level > 0) + (level > 1.45)]


def _means(grades: Mapping[str, str | None]) -> dict[int, float]:
    found: dict[int, list[int]] = {}
    for code, grade in grades.items():
        if grade is not None:
            found.setdefault(int(code.split(".", maxsplit=1)[0]), []).append(GRADES.index(grade))
    return {standard: sum(marks) / len(marks) for standard, marks in found.items()}


def _overall(grades: Mapping[str, str | None]) -> str:
    """The overall grade: the mean of the standards, the weakest counting twice."""
    means = list(_means(grades).values())
    level = (sum(means) + min(means)) / (len(means) + 1)
    return GRADES[(level > 0.95) + (level > 1.5) + (level > 2.12)]


def _second(rng: Random, grade: str, *, lowered: float = 0.12, raised: float = 0.04) -> str:
    """What a moderator gives where the auditor gave `grade`: first grades are more often too kind than too harsh."""
    place, turn = GRADES.index(grade), rng.random()
    move = -1 if turn < lowered else 1 if turn > 1 - raised else 0
    return GRADES[min(len(GRADES) - 1, max(0, place + move))]


def _outcome(first: str, second: str) -> str:
    moved = GRADES.index(second) - GRADES.index(first)
    return "agreed" if not moved else "raised" if moved > 0 else "lowered"
