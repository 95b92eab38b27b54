"""Conflicts of interest: who is too near a child's case to judge it.

A sixth file because the rules are asked from three places of the service and by the room of moderations.
"""

import uuid
from datetime import date

from sqlmodel import Session

from api.access import queries as access
from api.audits import queries
from api.audits.models import Audit
from api.cases.models import CASE_WORKER
from api.kernel import clock

_REVIEWERS = {"IRO": "independent reviewing officer", "CPC": "child protection chair"}
"""Roles of an involvement that oversee a case, by the codes of the case system."""


def find_conflict(db: Session, person_id: uuid.UUID, audit: Audit) -> str | None:
    """What ties a person to the child of an audit, now or in the audited period; None where nothing does.

    The answer ends a sentence that begins with who it is, such as "is or was the child's allocated worker".
    Rules: domain words on conflict of interest (allocated worker, line manager, team, IRO or CP chair).
    """
    person = access.get_person(db, person_id)
    spans = [i for i in queries.list_involvements(db, audit.child_ref) if _counts(i.from_on, i.to_on, audit)]
    roles = {i.role for i in spans if person.worker_ref and i.worker_source_id == person.worker_ref}
    if CASE_WORKER in roles or (person.worker_ref and person.worker_ref == audit.worker_source_id):
        return "is or was the child's allocated worker"
    if roles:
        known = [words for code, words in _REVIEWERS.items() if code in roles]
        return f"is or was the child's {known[0]}" if known else "works or worked with the child"
    teams = {i.unit_id for i in spans if i.role == CASE_WORKER} | {audit.unit_id}
    managed = queries.list_manager_grants(db, person_id, [team for team in teams if team is not None])
    if any(_counts(from_on, to_on, audit) for from_on, to_on in managed):
        return "manages or managed the child's team"
    if person.unit_id is not None and person.unit_id in teams:
        return "is in the child's team"
    return None


def _counts(from_on: date | None, to_on: date | None, audit: Audit) -> bool:
    """Whether a span touches the audited period or today; an end that is not given is open."""
    first, last = from_on or date.min, to_on or date.max
    return (first <= audit.period_to and last >= audit.period_from) or first <= clock.today() <= last
