"""Coverage: which teams, workers, kinds of case, ages and standards were audited how often, and who never was.

A sixth file because it reads across all audits, in a round or not, beside the room's own lists.
"""

import uuid
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Date, cast, false, func, true
from sqlmodel import Session, col

from api.access.models import Unit
from api.access.permissions import Reach
from api.access.who import Who
from api.audits.models import Audit
from api.choices.models import ChoiceName
from api.choices.queries import find_choice
from api.journal.reads import saw
from api.kernel import clock
from api.kernel.pages import paginate, pick
from api.rounds.board import HANDED_IN
from api.rounds.frame import Moment, frame, months_before
from api.rounds.models import AgeBand, CaseType
from api.rounds.queries import names_of
from api.rounds.rule import FrameRule
from api.rounds.schemas import CoverageFilters, UnauditedFilters
from api.standards.models import Criterion, PracticeStandard, StandardsSet, StandardsVersion, VersionState
from api.tools.models import ToolQuestion, ToolSection

_DONE = col(Audit.state).in_(HANDED_IN)
_HANDED_IN_ON = cast(func.timezone("Europe/London", Audit.submitted_at), Date)


def _since(db: Session, months: int | None) -> tuple[int, date]:
    found = find_choice(db, ChoiceName.coverage_months) if months is None else months
    return found, months_before(clock.today(), found)


def _children(since: date) -> Any:
    """Children with open work, each with how many audits looked at it since, and when the last one ever did."""
    moment = Moment(clock.today(), clock.now(), 0)
    found = frame(FrameRule(), moment).subquery()
    looked = (
        pick(
            Audit.child_ref, func.max(_HANDED_IN_ON).label("last_on"),
            func.count().filter(since <= _HANDED_IN_ON).label("audits"),
        )
        .where(_DONE).group_by(col(Audit.child_ref)).subquery()
    )  # fmt: skip
    return (
        pick(found.c.id.label("child_ref"), found.c.child_id, found.c.unit_id,
             found.c.worker_source_id.label("worker_code"), found.c.case_type, found.c.age_band, looked.c.last_on,
             func.coalesce(looked.c.audits, 0).label("audits"))
        .select_from(found).join(looked, looked.c.child_ref == found.c.id, isouter=True).subquery()
    )  # fmt: skip


def _sees_some(who: Who) -> bool:
    """Whether coverage says anything to somebody: who sees only the cases they audit would take them for all."""
    return bool(who.reach & {Reach.council, Reach.units})


def read_coverage(db: Session, who: Who, filters: CoverageFilters) -> dict[str, Any]:
    """What was audited how often, from the data alone."""
    months, since = _since(db, filters.months)
    rows = _count_children(db, since) if _sees_some(who) else []
    audits = _count_audits(db, since) if _sees_some(who) else []
    units = names_of(db, Unit, {row.unit_id for row in [*rows, *audits] if row.unit_id})
    children, audited = sum(r.children for r in rows), sum(r.audited for r in rows)
    never, done = sum(r.never for r in rows), sum(r.audits for r in audits)
    calendar = _calendar(since)
    return {
        "months": months, "since": since, "until": clock.today(), "children": children, "audited": audited,
        "never": never, "audits": done, "sentence": _sentence(who, months, children, audited, done),
        "teams": _teams(rows, audits, units), "workers": _by_worker(rows, units),
        "case_types": _by_choice(rows, "case_type", [kind.value for kind in CaseType]),
        "age_bands": _by_choice(rows, "age_band", [band.value for band in AgeBand]),
        "standards": _standards(db, since) if _sees_some(who) else [],
        "calendar": calendar, "by_month": _by_month(audits, calendar, units),
    }  # fmt: skip


def _sentence(who: Who, months: int, children: int, audited: int, audits: int) -> str:
    if not _sees_some(who):
        return "Coverage is for those who see a team or the whole council: you see the cases you audit."
    return (
        f"Over the last {months} months {audits} audits were handed in. Of {children} children with open work today,"
        f" {audited} were audited in that time."
    )


def _count_children(db: Session, since: date) -> list[Any]:
    c = _children(since).c
    by = c.unit_id, c.worker_code, c.case_type, c.age_band
    return list(
        db.execute(
            pick(
                *by, func.count().label("children"), func.count().filter(c.audits > 0).label("audited"),
                func.count().filter(c.last_on.is_(None)).label("never"), func.sum(c.audits).label("audits"),
                func.max(c.last_on).label("last_on"),
            ).group_by(*by)
        ).all()
    )  # fmt: skip


def _count_audits(db: Session, since: date) -> list[Any]:
    """Audits handed in since, by the team the child had then, and by month."""
    month = cast(func.date_trunc("month", _HANDED_IN_ON), Date).label("month")
    statement = (
        pick(Audit.unit_id, month, func.count().label("audits"), func.max(_HANDED_IN_ON).label("last_on"))
        .where(_DONE, col(Audit.submitted_at) >= datetime.combine(since, time(), clock.ENGLAND))
        .group_by(col(Audit.unit_id), month)
    )  # fmt: skip
    return list(db.execute(statement).all())


def _sum(rows: Iterable[Any], key: Callable[[Any], Any]) -> dict[Any, dict[str, Any]]:
    found: dict[Any, dict[str, Any]] = {}
    for row in rows:
        one = found.setdefault(key(row), _nothing())
        for name in ("children", "audited", "never", "audits"):
            one[name] += getattr(row, name)
        one["last_on"] = max(filter(None, (one["last_on"], row.last_on)), default=None)
    return found


def _nothing() -> dict[str, Any]:
    return {"children": 0, "audited": 0, "never": 0, "audits": 0, "last_on": None}


def _teams(rows: list[Any], audits: list[Any], units: dict[uuid.UUID, str]) -> list[dict[str, Any]]:
    """By team: children as they are today, audits by the team of then."""
    found = _sum(rows, lambda row: row.unit_id)
    for one in found.values():
        one |= {"audits": 0, "last_on": None}
    for row in audits:
        one = found.setdefault(row.unit_id, _nothing())
        one["audits"] += row.audits
        one["last_on"] = max(filter(None, (one["last_on"], row.last_on)), default=None)
    listed = [{"key": key and str(key), "name": units.get(key) if key else None} | one for key, one in found.items()]
    return sorted(listed, key=lambda one: (one["name"] is None, one["name"] or ""))


def _by_worker(rows: list[Any], units: dict[uuid.UUID, str]) -> list[dict[str, Any]]:
    """By worker who holds open work, those audited least first; `name` is the team."""
    teams = {row.worker_code: units.get(row.unit_id) for row in rows}
    found = _sum((row for row in rows if row.worker_code), lambda row: row.worker_code)
    listed = [{"key": key, "name": teams[key]} | one for key, one in found.items()]
    return sorted(listed, key=lambda one: (one["audited"], -one["children"], one["key"]))


def _by_choice(rows: list[Any], name: str, order: list[str]) -> list[dict[str, Any]]:
    found = _sum(rows, lambda row: getattr(row, name))
    return [{"key": key, "name": None} | found[key] for key in order if key in found]


def _standards(db: Session, since: date) -> list[dict[str, Any]]:
    """Every standard in force, with the audits whose tool asked about it, in whatever version of its set."""
    asked_of = func.coalesce(col(ToolSection.practice_standard_id), col(Criterion.practice_standard_id))
    asks = (
        pick(ToolSection.audit_tool_id, asked_of.label("standard_id"))
        .join(ToolQuestion, col(ToolQuestion.tool_section_id) == ToolSection.id)
        .join(Criterion, col(Criterion.id) == ToolQuestion.criterion_id, isouter=True).distinct().subquery()
    )  # fmt: skip
    by_tool = (
        pick(Audit.audit_tool_id, func.count().label("audits"), func.max(_HANDED_IN_ON).label("last_on"))
        .where(_DONE, col(Audit.submitted_at) >= datetime.combine(since, time(), clock.ENGLAND))
        .group_by(col(Audit.audit_tool_id)).subquery()
    )  # fmt: skip
    done = {
        (row.set_id, row.number): row
        for row in db.execute(
            pick(StandardsVersion.set_id, PracticeStandard.number, func.sum(by_tool.c.audits).label("audits"),
                 func.max(by_tool.c.last_on).label("last_on"))
            .join(PracticeStandard, col(PracticeStandard.standards_version_id) == StandardsVersion.id)
            .join(asks, asks.c.standard_id == PracticeStandard.id)
            .join(by_tool, by_tool.c.audit_tool_id == asks.c.audit_tool_id)
            .group_by(col(StandardsVersion.set_id), col(PracticeStandard.number))
        )
    }  # fmt: skip
    in_force = db.execute(
        pick(StandardsSet.id, col(StandardsSet.title).label("set_title"), PracticeStandard.number,
             PracticeStandard.text)
        .join(StandardsVersion, col(StandardsVersion.set_id) == StandardsSet.id)
        .join(PracticeStandard, col(PracticeStandard.standards_version_id) == StandardsVersion.id)
        .where(col(StandardsVersion.state) == VersionState.published)
        .order_by(col(StandardsSet.title), col(PracticeStandard.number))
    )  # fmt: skip
    return [
        {"set_title": row.set_title, "number": row.number, "text": row.text,
         "audits": done[row.id, row.number].audits if (row.id, row.number) in done else 0,
         "last_on": done[row.id, row.number].last_on if (row.id, row.number) in done else None}
        for row in in_force
    ]  # fmt: skip


def _calendar(since: date) -> list[date]:
    """The first days of the months, from that of `since` to this one."""
    first, this = since.replace(day=1), clock.today().replace(day=1)
    count = (this.year - first.year) * 12 + this.month - first.month
    return [months_before(this, back) for back in range(count, -1, -1)]


def _by_month(audits: list[Any], calendar: list[date], units: dict[uuid.UUID, str]) -> list[dict[str, Any]]:
    counts = {(row.unit_id, row.month): row.audits for row in audits}
    teams = sorted({row.unit_id for row in audits}, key=lambda unit: (unit is None, units.get(unit, "")))
    return [
        {"unit_id": unit, "name": units.get(unit), "audits": [counts.get((unit, month), 0) for month in calendar]}
        for unit in teams
    ]


def list_unaudited_children(db: Session, who: Who, filters: UnauditedFilters) -> dict[str, Any]:
    """The children that no audit has looked at, by reference."""
    _, since = _since(db, filters.months)
    c = _children(since).c
    statement = (
        pick(c.child_id, c.child_ref, c.unit_id, col(Unit.name).label("unit_name"), c.worker_code, c.case_type,
             c.age_band, c.last_on)
        .join(Unit, col(Unit.id) == c.unit_id, isouter=True)
        .where(true() if _sees_some(who) else false(), c.last_on.is_(None) if filters.ever else c.audits == 0)
    )  # fmt: skip
    for name in ("unit_id", "worker_code", "case_type", "age_band"):
        wanted = getattr(filters, name)
        if wanted is not None:
            statement = statement.where(c[name] == wanted)
    page = paginate(db, statement, filters, by=[c.child_ref])
    saw(db, [row.child_id for row in page["items"]])
    return page
