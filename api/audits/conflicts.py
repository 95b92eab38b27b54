"""Conflicts of interest: who is too near a child's case to judge it.

A sixth file because the rules are asked from many places: at allocation, opening and sign-off, and by the rooms above.
"""

import uuid
from datetime import date, timedelta

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
    Rules: domain words on conflict of interest (allocated worker, supervisor, line manager, team, IRO, CP chair, and
    whoever has said that they know the family).
    """
    person = access.get_person(db, person_id)
    if queries.knows_family(db, person_id, child_ref):
        return "has said that they know the family"
    spans = [i for i in queries.list_involvements(db, child_ref) if _counts(i.from_on, i.to_on, period)]
    roles = {i.role for i in spans if person.worker_ref and i.worker_source_id == person.worker_ref}
    if CASE_WORKER in roles or (person.worker_ref and person.worker_ref == worker_source_id):
        return "is or was the child's allocated worker"
    if roles:
        known = [words for code, words in _REVIEWERS.items() if code in roles]
        return f"is or was the child's {known[0]}" if known else "works or worked with the child"
    if _supervises(db, person, child_ref, period):
        return "supervises or supervised the work with the child"
    teams = {i.unit_id for i in spans if i.role == CASE_WORKER} | {unit_id}
    return _tie_to_team(db, person, {team for team in teams if team is not None}, period)


def _supervises(db: Session, person: Person, child_ref: str, period: Period) -> bool:
    days = queries.list_supervisions(db, child_ref, person.worker_ref) if person.worker_ref else []
    lately = clock.today() - timedelta(days=SUPERVISED_DAYS)
    return any(period[0] <= day <= period[1] or day >= lately for day in days)


def _tie_to_team(db: Session, person: Person, teams: set[uuid.UUID], period: Period) -> str | None:
    managed = queries.list_manager_grants(db, person.id, teams)
    if any(_counts(from_on, to_on, period) for from_on, to_on in managed):
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
