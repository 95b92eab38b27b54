"""Conflicts of interest: who is too near a child's case to judge it.

A sixth file because the rules are asked from many places: at allocation, opening and sign-off, and by the rooms above.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import Any, Protocol

from sqlmodel import Session

from api.access import queries as access
from api.access.models import Person
from api.access.permissions import Permission
from api.access.who import Who
from api.audits import queries
from api.audits.models import Audit
from api.cases.models import CASE_WORKER
from api.kernel import clock
from api.kernel.errors import Conflict, FieldError, Forbidden, Invalid

Period = tuple[date, date]
"""The first and the last day of the work that is audited."""

_REVIEWERS = {"IRO": "independent reviewing officer", "CPC": "child protection chair"}
"""Roles of an involvement that oversee a case, by the codes of the case system."""

SUPERVISED_DAYS = 90
"""Who supervised the work so lately supervises it now: a supervision is a day and has no end."""


class MayNotOverride(Forbidden):
    detail = "Your role does not let you override a conflict of interest."


class AuditorHasConflict(Conflict):
    """The auditor is too near the case; the sentence says how."""


def find_conflict(db: Session, person_id: uuid.UUID, audit: Audit) -> str | None:
    """What ties a person to the child of an audit, now or in the audited period; None where nothing does.

    The answer ends a sentence that begins with who it is, such as "is or was the child's allocated worker".
    """
    period = (audit.period_from, audit.period_to)
    return conflict_of(db, person_id, audit.child_ref, audit.unit_id, audit.worker_source_id, period)


def conflict_of(
    db: Session,
    person_id: uuid.UUID,
    child_ref: str,
    unit_id: uuid.UUID | None,
    worker_source_id: str | None,
    period: Period,
) -> str | None:
    """As `find_conflict`, for a case that nobody has been given yet.

    `unit_id` and `worker_source_id` are the child's team and allocated worker on the day that is asked about.
    """
    case = _Case(child_ref, unit_id, worker_source_id)
    return find_conflicts(db, [person_id], [case], period).get((person_id, child_ref))


class Case(Protocol):
    """What is asked about a case: its child, team and allocated worker on the day."""

    @property
    def child_ref(self) -> str: ...
    @property
    def unit_id(self) -> uuid.UUID | None: ...
    @property
    def worker_source_id(self) -> str | None: ...


@dataclass(frozen=True)
class _Case:
    child_ref: str
    unit_id: uuid.UUID | None
    worker_source_id: str | None


def find_conflicts(
    db: Session, person_ids: Collection[uuid.UUID], cases: Sequence[Case], period: Period
) -> dict[tuple[uuid.UUID, str], str]:
    """What ties each of these people to each of these cases, by person and child's reference; no entry is no tie.

    As many queries for many as for one. Rules: domain words on conflict of interest (allocated worker, supervisor, line
    manager, team, IRO, CP chair, whoever works under the allocated worker or has said that they know the family).
    """
    people = access.list_people_by_id(db, person_ids)
    refs = [case.child_ref for case in cases]
    workers = [person.worker_ref for person in people if person.worker_ref]
    lately = clock.today() - timedelta(days=SUPERVISED_DAYS)
    known = queries.list_known_families(db, person_ids, refs)
    supervised = {
        (row.supervisor_source_id, row.child_ref)
        for row in queries.list_supervisions(db, refs, workers)
        if period[0] <= row.held_on <= period[1] or row.held_on >= lately
    }
    spans: defaultdict[str, list[Any]] = defaultdict(list)
    for span in queries.list_involvements(db, refs):
        if _counts(span.from_on, span.to_on, period):
            spans[span.child_ref].append(span)
    managed: defaultdict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for grant in queries.list_managed_units(db, person_ids):
        if _counts(grant.from_on, grant.to_on, period):
            managed[grant.person_id] |= set(grant.unit_ids)
    over = _units_under(db, cases, spans)
    found = {}
    for person, case in product(people, cases):
        tie = (
            "has said that they know the family"
            if (person.id, case.child_ref) in known
            else _tie_to_work(person, case, spans[case.child_ref])
            or ("supervises or supervised the work with the child" if (person.worker_ref, case.child_ref) in supervised
                else _tie_to_team(person, case, spans[case.child_ref], managed[person.id]))
            or ("works under the child's allocated worker" if person.unit_id in over[case.child_ref] else None)
        )  # fmt: skip
        if tie:
            found[person.id, case.child_ref] = tie
    return found


def _units_under(
    db: Session, cases: Sequence[Case], spans: defaultdict[str, list[Any]]
) -> defaultdict[str, set[uuid.UUID]]:
    """By child, the units that its allocated worker manages today: nobody judges the work of who is above them."""
    workers: defaultdict[str, set[str]] = defaultdict(set)
    for case in cases:
        held = {span.worker_source_id for span in spans[case.child_ref] if span.role == CASE_WORKER}
        workers[case.child_ref] = {ref for ref in (case.worker_source_id, *held) if ref}
    units: defaultdict[str, set[uuid.UUID]] = defaultdict(set)
    for row in queries.list_managing_workers(db, set().union(*workers.values()), clock.today()):
        units[row.worker_ref] |= set(row.unit_ids)
    under = {child_ref: {unit for ref in refs for unit in units[ref]} for child_ref, refs in workers.items()}
    return defaultdict(set, under)


def _tie_to_work(person: Person, case: Case, spans: Sequence[Any]) -> str | None:
    roles = {i.role for i in spans if person.worker_ref and i.worker_source_id == person.worker_ref}
    if CASE_WORKER in roles or (person.worker_ref and person.worker_ref == case.worker_source_id):
        return "is or was the child's allocated worker"
    if roles:
        known = [words for code, words in _REVIEWERS.items() if code in roles]
        return f"is or was the child's {known[0]}" if known else "works or worked with the child"
    return None


def _tie_to_team(person: Person, case: Case, spans: Sequence[Any], managed: Collection[uuid.UUID]) -> str | None:
    teams = {team for team in (case.unit_id, *(i.unit_id for i in spans if i.role == CASE_WORKER)) if team}
    if not teams.isdisjoint(managed):
        return "manages or managed the child's team"
    return "is in the child's team" if person.unit_id in teams else None


def _counts(from_on: date | None, to_on: date | None, period: Period) -> bool:
    """Whether a span touches the audited period or today; an end that is not given is open."""
    first, last = from_on or date.min, to_on or date.max
    return (first <= period[1] and last >= period[0]) or first <= clock.today() <= last


def refuse_conflict(db: Session, audit: Audit) -> None:
    """Raise AuditorHasConflict where something ties the auditor to the child that nobody has overridden."""
    conflict = find_conflict(db, audit.auditor_id, audit)
    if conflict and conflict != audit.overridden_conflict:
        raise AuditorHasConflict(f"The auditor {conflict}.")


def override_or_refuse(db: Session, who: Who, audit: Audit, reason: str | None) -> None:
    """Refuse an auditor who is too near the child, unless somebody who may overrides it with a reason."""
    if reason is None:
        return refuse_conflict(db, audit)
    if Permission.audits_override not in who.permissions or audit.auditor_id == who.id:
        raise MayNotOverride
    conflict = find_conflict(db, audit.auditor_id, audit)
    if conflict is None:
        detail = "Nothing ties the auditor to the child: there is nothing to override."
        raise Invalid(errors=[FieldError(pointer="/override_reason", code="no_conflict", detail=detail)])
    audit.overridden_conflict, audit.override_reason, audit.overridden_by_id = conflict, reason, who.id
    return None
