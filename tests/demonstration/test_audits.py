"""The planned audits: of children whose case was open, at every state, and with a story that the charts can tell."""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

import pytest

from api.demonstration import council
from api.demonstration.audits import (
    AUDITORS,
    CRITERIA,
    GRADES,
    MODERATORS,
    AuditPlan,
    ChildFacts,
    audit_plans,
    child_facts,
)
from api.demonstration.records import records, three_years

END = date(2026, 11, 22)
START = three_years(END)
SEEDS = (1, 2, 3)
DONE = {"submitted", "in_moderation", "final"}


@cache
def facts(seed: int, end: date = END) -> list[ChildFacts]:
    return child_facts(records(seed, end))


@cache
def plans(seed: int, end: date = END) -> list[AuditPlan]:
    return audit_plans(seed, end, facts(seed, end))


def share(seed: int, standards: set[int], wanted: Callable[[AuditPlan], bool]) -> float:
    """Percent good or better among the first grades of some standards."""
    grades = [
        grade
        for plan in plans(seed)
        if wanted(plan)
        for code, grade in plan.grades.items()
        if grade and int(code.split(".")[0]) in standards
    ]
    return 100 * sum(grade in {"good", "outstanding"} for grade in grades) / len(grades)


def within(first: float, last: float) -> Callable[[AuditPlan], bool]:
    """Audits allocated between two points in time, in years from the start."""
    return lambda plan: first <= (plan.allocated_on - START).days / 365.25 < last


def test_criteria_are_those_of_the_framework() -> None:
    assert len(CRITERIA) == len(set(CRITERIA)) == 46
    assert {"2.4", "9.7", "10.3"} <= set(CRITERIA)


def test_same_seed_same_plans() -> None:
    assert audit_plans(1, END, facts(1)) == plans(1)
    assert audit_plans(2, END, facts(1)) != plans(1)


@pytest.mark.parametrize(
    ("seed", "end"),
    [(1, END), (2, END), (3, END), (1, date(2026, 11, 1)), (2, date(2024, 2, 29)), (3, date(2026, 1, 1))],
)
def test_every_state_is_there_whatever_the_day(seed: int, end: date) -> None:
    made = plans(seed, end)
    assert len(made) == 400
    states = Counter(plan.state for plan in made)
    assert min(states[state] for state in ("allocated", "in_progress", "submitted", "in_moderation")) >= 4
    assert states["final"] > 350
    overdue = [plan for plan in made if plan.state in {"allocated", "in_progress"} and plan.due_on < end]
    assert len(overdue) >= 5
    assert {plan.moderation.state for plan in made if plan.moderation} == {"allocated", "graded", "completed"}


@pytest.mark.parametrize("seed", SEEDS)
def test_the_case_was_open_with_the_team_when_it_was_allocated(seed: int) -> None:
    known = {one.person_id: one for one in facts(seed)}
    for plan in plans(seed):
        span = known[plan.person_id].on(plan.allocated_on)
        assert span is not None
        assert span.team_id == plan.team_id


@pytest.mark.parametrize("seed", SEEDS)
def test_days_follow_one_another(seed: int) -> None:
    for plan in plans(seed):
        second = plan.moderation
        days = [plan.allocated_on, plan.opened_on, plan.submitted_on]
        days += [second.allocated_on, second.graded_on, second.completed_on] if second else []
        met = [day for day in [*days, plan.finalised_on] if day is not None]
        assert met[0] >= START
        assert met == sorted(met)
        assert met[-1] <= END
        assert all(day.weekday() < 5 for day in met)
        assert plan.month == plan.allocated_on.replace(day=1)
        assert plan.due_on == plan.allocated_on + timedelta(days=21)


@pytest.mark.parametrize("seed", SEEDS)
def test_each_state_holds_what_it_should(seed: int) -> None:
    for plan in plans(seed):
        assert plan.grades.keys() == plan.reasons.keys()
        assert all(plan.reasons.values())
        assert set(plan.grades.values()) <= {*GRADES, None}
        if plan.state in DONE:
            assert list(plan.grades) == list(CRITERIA)
            assert plan.overall_grade in GRADES
            assert plan.overall_reason
            assert plan.summary
        elif plan.state == "in_progress":
            assert 0 < len(plan.grades) < len(CRITERIA)
            assert plan.overall_grade is None
        else:
            assert not plan.grades
        assert (plan.state == "final") == (plan.finalised_on is not None)
        assert (plan.state == "withdrawn") == (plan.withdrawn_reason is not None)


@pytest.mark.parametrize("seed", SEEDS)
def test_moderation_follows_the_rule(seed: int) -> None:
    final = [plan for plan in plans(seed) if plan.state == "final"]
    worst = [plan for plan in final if plan.overall_grade == "inadequate"]
    others = [plan for plan in final if plan.overall_grade != "inadequate"]
    assert worst
    assert all(plan.moderation for plan in worst)
    assert 0.2 < sum(plan.moderation is not None for plan in others) / len(others) < 0.4
    for plan in plans(seed):
        assert 0 <= plan.auditor < AUDITORS
        second = plan.moderation
        if second is None or second.state == "allocated":
            assert second is None or not second.judgements
            continue
        assert 0 <= second.moderator < MODERATORS
        assert second.judgements.keys() == {code for code, grade in plan.grades.items() if grade}
        assert second.second_grade in GRADES
        if second.state == "completed":
            assert second.reason
            assert second.audit_quality in {"high", "adequate", "poor"}
            assert second.audit_quality_reason


@pytest.mark.parametrize("seed", SEEDS)
def test_second_readings_mostly_agree_and_lower_more_than_they_raise(seed: int) -> None:
    moves: Counter[int] = Counter()
    for plan in plans(seed):
        for code, second in (plan.moderation.judgements if plan.moderation else {}).items():
            moves[GRADES.index(second) - GRADES.index(str(plan.grades[code]))] += 1
    assert moves[0] > 0.75 * moves.total()
    assert moves[-1] > 1.5 * moves[1] > 0


@pytest.mark.parametrize("seed", SEEDS)
def test_about_a_tenth_does_not_apply(seed: int) -> None:
    grades = [grade for plan in plans(seed) for grade in plan.grades.values()]
    assert 0.07 < grades.count(None) / len(grades) < 0.13


@pytest.mark.parametrize("seed", SEEDS)
def test_two_standards_improve_after_practice_week(seed: int) -> None:
    before, after = within(0, 1.4), within(2.4, 3.1)
    learnt = share(seed, {2, 4}, after) - share(seed, {2, 4}, before)
    others = share(seed, {1, 3, 6, 8}, after) - share(seed, {1, 3, 6, 8}, before)
    assert learnt > 12
    assert learnt > others + 5


def test_the_dipping_team_shows_in_its_audits_too() -> None:
    def there(plan: AuditPlan) -> bool:
        return plan.team_id == council.DIPPING_TEAM and within(1, 2)(plan)

    def elsewhere(plan: AuditPlan) -> bool:
        return plan.team_id != council.DIPPING_TEAM and within(1, 2)(plan)

    gaps = [share(seed, {2, 4, 9}, elsewhere) - share(seed, {2, 4, 9}, there) for seed in SEEDS]
    assert sum(gaps) / len(gaps) > 8


def test_words_vary_and_name_nobody() -> None:
    reasons = [reason for plan in plans(1) for reason in plan.reasons.values()]
    assert len(set(reasons)) > 1500
    told = {word.strip(",.") for reason in reasons for word in reason.split()}
    people = council.sign_in_people(council.workers(1, START, END))
    assert not told & {word for person in people for word in person.name.split()}
    assert all(reason[0].isupper() and reason.endswith(".") and "  " not in reason for reason in reasons)


def test_other_criteria_are_taken_as_they_come() -> None:
    made = audit_plans(1, END, facts(1), [f"{standard}.{place}" for standard in (1, 2) for place in range(1, 9)])
    final = next(plan for plan in made if plan.state == "final")
    assert len(final.grades) == 16


def test_too_few_children_is_said() -> None:
    with pytest.raises(ValueError, match="too few"):
        audit_plans(1, END, facts(1)[:3])
