"""What the case data say of the audited period: kept on the day the audit is opened, shown beside what is judged.

A sixth file because it is neither asked of anybody nor judged: it is prefilled.
"""

import itertools
import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlmodel import Session

from api.access.who import Who
from api.audits import queries
from api.audits.models import Audit, AuditFacts
from api.cases.queries import list_events
from api.kernel import clock

VISITS = frozenset({"cin_visits", "cp_visits", "cla_visits"})
REVIEWS = frozenset({"cp_reviews", "cla_reviews"})
PLANS = frozenset({"cin_plans", "cp_plans", "cla_episodes"})


def keep_facts(db: Session, audit: Audit) -> None:
    """Keep what the case data say today of the audited period, once."""
    if queries.find_facts(db, audit.id) is None:
        db.add(AuditFacts(audit_id=audit.id, facts=_facts_of(db, audit)))
        db.flush()


def read_facts(db: Session, who: Who, audit_id: uuid.UUID) -> dict[str, Any]:
    """What was kept when the audit was opened; before that, what the case data say now."""
    audit = queries.get_audit(db, audit_id)
    kept = queries.find_facts(db, audit_id)
    facts = kept.facts if kept else _facts_of(db, audit)
    period = {"period_from": audit.period_from, "period_to": audit.period_to}
    return period | facts | {"taken_at": kept.taken_at if kept else None}


def _facts_of(db: Session, audit: Audit) -> dict[str, Any]:
    events = list_events(db, audit.child_ref, audit.period_from, audit.period_to)
    visits = [event for event in events if event["entity"] in VISITS]
    return {
        "events": events,
        "visits": len(visits),
        "seen": sum(event["values"].get("is_seen") is True for event in visits),
        "seen_alone": sum(event["values"].get("is_seen_alone") is True for event in visits),
        "longest_without_visit": _longest_gap(audit, (event["on"] for event in visits)),
        "reviews": sum(event["entity"] in REVIEWS for event in events),
        "plans": sum(event["entity"] in PLANS for event in events),
        "supervisions": sum(event["entity"] == "supervision" for event in events),
        "longest_without_supervision": _longest_gap(
            audit, (event["on"] for event in events if event["entity"] == "supervision")
        ),
    }


def _longest_gap(audit: Audit, days: Iterable[str]) -> int | None:
    """The most days between one and the next within the audited period; None where there was none at all."""
    found = sorted(date.fromisoformat(day) for day in days)
    last = min(audit.period_to, clock.today())
    if not found:
        return None
    marks = [*found, last] if found[-1] < last else found
    return max([(b - a).days for a, b in itertools.pairwise(marks)], default=0)
