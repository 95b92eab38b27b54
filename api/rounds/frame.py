"""The frame of a round: who is in it, and who is left out for which reason, as conditions over the case data.

A sixth file because a rule is neither reading nor a verb: the preview, the draw, its repetition and the answer to
"why this child?" share one set of conditions, made from a rule for a day.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, and_, case, func, literal, null, or_, true, union_all
from sqlmodel import col

from api.audits.models import Audit, AuditState
from api.cases.models import (
    CareLeaver,
    Child,
    CinPlan,
    CinVisit,
    ClaEpisode,
    ClaVisit,
    CpPlan,
    CpVisit,
    MissingEpisode,
    Referral,
    Supervision,
)
from api.kernel.pages import pick
from api.rounds.models import AgeBand, CaseState, CaseType, Round, RoundCase
from api.rounds.rule import FlagName, FrameRule, PlanType, Stratify
from api.statistics.workdays import add_working_days

NO_LONGER = "No Current Eligibility"
ONE_DAY = timedelta(days=1)

OUTSIDE = {
    "case_type": "Another kind of case",
    "team": "Another team",
    "age_band": "Another age",
    "worker": "Another worker's case",
    "plan": "Another plan, or none",
    "flags": "Nothing in the data that the rule asks for",
}
"""Why a child is not meant by a rule, in the order in which the rule asks."""
EXCLUDED = {
    "named": "Left out by name",
    "under_way": "An audit is under way",
    "another_round": "Drawn in another round",
    "another_line": "Drawn for an earlier line of this round",
    "recently_audited": "Audited recently",
}
"""Why a child whom the rule means is not drawn."""


@dataclass(frozen=True)
class Moment:
    """The day whose records count, and the instant up to which audits and rounds do."""

    on: date
    at: datetime
    recent_months: int


def _open(model: Any, begins: Any, ends: Any, on: date, *more: Any) -> ColumnElement[bool]:
    rows = pick(model.child_ref).where(begins <= on, or_(ends.is_(None), ends > on), *more)
    return col(Child.child_ref).in_(rows)


def _statuses(on: date) -> dict[CaseType, ColumnElement[bool]]:
    """Whether a child is each kind of case on that day; a child may be several."""
    leaving = pick(CareLeaver.child_ref).where(func.coalesce(CareLeaver.eligibility, "") != NO_LONGER)
    cp = _open(CpPlan, col(CpPlan.started_on), col(CpPlan.ended_on), on)
    cla = _open(ClaEpisode, col(ClaEpisode.started_on), col(ClaEpisode.ceased_on), on)
    referred = _open(Referral, col(Referral.referred_on), col(Referral.closed_on), on)
    return {
        CaseType.cla: cla,
        CaseType.cp: cp,
        CaseType.care_leaver: col(Child.child_ref).in_(leaving) & ~cla,
        CaseType.cin: referred & ~cp & ~cla,
    }


def _age_band(on: date) -> ColumnElement[Any]:
    born = col(Child.birth_month)
    age = func.date_part("year", func.age(literal(on, Date), born))
    bands = ((1, AgeBand.under_1), (5, AgeBand.from_1_to_4), (10, AgeBand.from_5_to_9), (16, AgeBand.from_10_to_15),
             (18, AgeBand.from_16_to_17))  # fmt: skip
    return case((born.is_(None), AgeBand.unknown.value), *((age < below, band.value) for below, band in bands),
                else_=AgeBand.adult.value)  # fmt: skip


def _seen_since(day: date, *, alone: bool) -> ColumnElement[bool]:
    """Whether the child was visited on that day or since, under whatever plan."""
    found = [
        pick(model.child_ref).where(
            col(model.visited_on) >= day, col(model.is_seen_alone).is_(True) if alone else true()
        )
        for model in (CpVisit, CinVisit, ClaVisit)
    ]
    return col(Child.child_ref).in_(union_all(*found))


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or the last of that month where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    after = date(year, month + 1, 1) + timedelta(days=31)
    return date(year, month + 1, min(day.day, (after.replace(day=1) - ONE_DAY).day))


def before_working_days(on: date, days: int) -> date:
    """The latest day after which `days` working days lie, `on` being the last that may count."""
    day = on - timedelta(days=days // 5 * 7 + days // 15 + 12)
    while add_working_days(day + ONE_DAY, days) <= on:
        day += ONE_DAY
    return day


def _flag(name: FlagName, number: int, on: date) -> ColumnElement[bool]:
    """Whether the data say so of a child; that nothing happened says something only where the work was open then."""
    ref, days_ago, months_ago = col(Child.child_ref), on - timedelta(days=number), months_before(on, number)
    if name == FlagName.no_visit:
        last = before_working_days(on, number)
        return _open_since(last, on) & ~_seen_since(last + ONE_DAY, alone=False)
    supervised = pick(Supervision.child_ref).where(col(Supervision.held_on) >= days_ago)
    gone = pick(MissingEpisode.child_ref).where(col(MissingEpisode.started_on).between(days_ago, on))
    plan = _open(CpPlan, col(CpPlan.started_on), col(CpPlan.ended_on), on, col(CpPlan.started_on) <= months_ago)
    return {
        FlagName.not_seen_alone: _open_since(days_ago, on) & ~_seen_since(days_ago, alone=True),
        FlagName.no_supervision: _open_since(days_ago, on) & ref.not_in(supervised),
        FlagName.long_plan: plan,
        FlagName.went_missing: ref.in_(gone),
        FlagName.re_referral: ref.in_(_referred_again(number, on)),
        FlagName.never_audited: ref.not_in(pick(Audit.child_ref).where(col(Audit.state) == AuditState.final)),
    }[name]


def _open_since(day: date, on: date) -> ColumnElement[bool]:
    """Whether work that is open was so on an earlier day already."""
    spans = (
        (Referral, col(Referral.referred_on), col(Referral.closed_on)),
        (CpPlan, col(CpPlan.started_on), col(CpPlan.ended_on)),
        (ClaEpisode, col(ClaEpisode.started_on), col(ClaEpisode.ceased_on)),
    )
    return or_(*(_open(model, begins, ends, on, begins <= day) for model, begins, ends in spans))


def _referred_again(months: int, on: date) -> Select[Any]:
    """The children with an open referral that came within so many months of the one before."""
    before = func.lag(Referral.referred_on).over(
        partition_by=col(Referral.child_ref), order_by=(col(Referral.referred_on), col(Referral.source_id))
    )
    r = pick(Referral.child_ref, Referral.referred_on, Referral.closed_on, before.label("before")).subquery()
    within = r.c.before + func.make_interval(0, months) >= r.c.referred_on
    return pick(r.c.child_ref).where(r.c.referred_on <= on, or_(r.c.closed_on.is_(None), r.c.closed_on > on), within)


def _conditions(rule: FrameRule, team: Any, on: date) -> Iterator[tuple[str, ColumnElement[bool]]]:
    """What the rule asks for, part by part; a part that it leaves empty asks for nothing."""
    statuses = _statuses(on)
    if rule.case_types:
        asked = [statuses[one] if one in statuses else ~or_(*statuses.values()) for one in rule.case_types]
        yield "case_type", or_(*asked)
    if rule.unit_ids:
        below = or_(*(team.c.unit_id == func.any(func.unit_and_below(unit_id)) for unit_id in rule.unit_ids))
        yield "team", func.coalesce(below, False)
    if rule.age_bands:
        yield "age_band", _age_band(on).in_([band.value for band in rule.age_bands])
    if rule.worker_codes:
        yield "worker", func.coalesce(team.c.worker_source_id.in_(rule.worker_codes), False)
    if rule.plan_types:
        cin = _open(CinPlan, col(CinPlan.started_on), col(CinPlan.ended_on), on)
        plans = {PlanType.cin_plan: cin, PlanType.cp_plan: statuses[CaseType.cp]}
        plans[PlanType.no_plan] = ~cin & ~statuses[CaseType.cp]
        yield "plan", or_(*(plans[one] for one in rule.plan_types))
    if rule.flags:
        flags = [_flag(flag.name, flag.number, on) for flag in rule.flags]
        yield "flags", and_(*flags) if rule.flags_needed == "all" else or_(*flags)


def _exclusions(rule: FrameRule, moment: Moment) -> Iterator[tuple[str, ColumnElement[bool]]]:
    """Who of those the rule means is left out, the plainest reason first."""
    ref = col(Child.child_ref)
    if rule.excluded:
        yield "named", ref.in_([one.child_ref for one in rule.excluded])
    standing = col(Audit.allocated_at) < moment.at, col(Audit.state) != AuditState.withdrawn
    ended = col(Audit.finalised_at)
    yield "under_way", ref.in_(pick(Audit.child_ref).where(*standing, or_(ended.is_(None), ended >= moment.at)))
    drawn = (
        pick(RoundCase.child_ref).join(Round, col(Round.id) == RoundCase.round_id)
        .where(col(RoundCase.state) == CaseState.drawn, col(Round.drawn_at) < moment.at,
               or_(col(Round.allocated_at).is_(None), col(Round.allocated_at) >= moment.at),
               or_(col(Round.closed_at).is_(None), col(Round.closed_at) >= moment.at))
    )  # fmt: skip
    yield "another_round", ref.in_(drawn)
    if moment.recent_months:
        since = datetime.combine(months_before(moment.on, moment.recent_months), datetime.min.time(), moment.at.tzinfo)
        yield "recently_audited", ref.in_(pick(Audit.child_ref).where(*standing, col(Audit.allocated_at) >= since))


def _first_of(found: list[tuple[str, ColumnElement[bool]]]) -> ColumnElement[Any]:
    return case(*((holds, name) for name, holds in found), else_=null()) if found else null()


def frame(rule: FrameRule, moment: Moment) -> Select[Any]:
    """Every child with open work: its case by team, worker, case type and age, and why it is out, if it is.

    Columns: id (the child's reference), child_id, unit_id, worker_source_id, case_type, age_band, outside, excluded.
    """
    on = moment.on
    columns = "child_id", "child_ref", "unit_id", "worker_source_id", "from_on", "to_on"
    held = func.child_team_on(on).table_valued(*columns).alias("held")
    team = (
        pick(held.c.child_ref, held.c.unit_id, held.c.worker_source_id)
        .where(or_(held.c.to_on.is_(None), held.c.to_on > on)).subquery("team")
    )  # fmt: skip
    statuses = _statuses(on)
    case_type = case(*((holds, kind.value) for kind, holds in statuses.items()), else_=CaseType.other.value)
    parts = [(name, ~holds) for name, holds in _conditions(rule, team, on)]
    return (
        pick(
            col(Child.child_ref).label("id"), col(Child.id).label("child_id"), team.c.unit_id,
            team.c.worker_source_id, case_type.label("case_type"), _age_band(on).label("age_band"),
            _first_of(parts).label("outside"), _first_of(list(_exclusions(rule, moment))).label("excluded"),
        )
        .select_from(Child)
        .join(team, team.c.child_ref == col(Child.child_ref), isouter=True)
        .where(col(Child.withdrawn_at).is_(None), or_(team.c.child_ref.is_not(None), *statuses.values()))
    )  # fmt: skip


def stratum_of(row: Any, by: list[Stratify]) -> tuple[str, ...]:
    """The stratum of a row of the frame: its values of what the frame is divided by, in that order."""
    return tuple(str(row.unit_id or "") if one == Stratify.team else getattr(row, one.value) for one in by)
