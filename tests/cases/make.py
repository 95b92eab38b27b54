"""Makes children and the work with them for tests, as rows of the case system whose units `make_council` makes."""

import secrets
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from api.cases.models import (
    CASE_WORKER,
    Assessment,
    Child,
    ClaEpisode,
    CpPlan,
    CpVisit,
    Involvement,
    Record,
    Referral,
    Worker,
)
from api.cases.queries import ABOUT_A_CHILD
from api.cases.references import child_ref, seal
from api.kernel import clock
from tests.access.make import SOURCE

LONG_AGO = date(2024, 4, 1)


def _add(db: Session, model: type[Record], **fields: Any) -> Any:
    at: dict[str, datetime] = dict.fromkeys(("as_of", "received_at", "updated_at"), clock.now())
    if model is not Child:
        fields = {"source_id": secrets.token_hex(8)} | fields
    row = model(**{"source_system": SOURCE} | at | fields)
    db.add(row)
    db.commit()
    return row


def make_record(db: Session, model: type[Record], **fields: Any) -> Any:
    """A record of any entity, with nothing but what is said."""
    return _add(db, model, **fields)


def make_every_record(db: Session, child: Child, assessment: Assessment) -> None:
    """A record about the child of each entity that a child's page shows; the factors are those of `assessment`."""
    for model in ABOUT_A_CHILD.values():
        through = {"assessment_source_id": assessment.source_id}
        make_record(db, model, **(through if model.through else {"child_ref": child.child_ref}))


def make_child(db: Session, person_id: str | None = None, *, team: str | None = "north_1", **over: Any) -> Child:
    """A child whose case worker sits in `team` now, or in no team; `worker` in `over` is the case worker's id."""
    number = person_id or secrets.token_hex(6)
    worker = over.pop("worker", "worker-1")
    fields = {"birth_on": date(2015, 5, 17), "sex": "F"} | over
    child = _add(db, Child, child_ref=child_ref(SOURCE, number), source_id_encrypted=seal(number), **fields)
    if team is not None:
        make_involvement(db, child, team=team, worker_source_id=worker)
    db.refresh(child)
    return child


def make_involvement(db: Session, child: Child, *, team: str | None = "north_1", **over: Any) -> Involvement:
    """A professional's time with the child: the case worker's, still open, unless said otherwise."""
    fields = {"role": CASE_WORKER, "from_on": LONG_AGO, "team_source_id": team, "worker_source_id": "worker-1"} | over
    return _add(db, Involvement, child_ref=child.child_ref, **fields)


def make_worker(db: Session, source_id: str, **over: Any) -> Worker:
    """A professional."""
    return _add(db, Worker, source_id=source_id, **{"job_title": "Social worker"} | over)


def make_referral(db: Session, child: Child, **over: Any) -> Referral:
    """A referral, still open."""
    return _add(db, Referral, child_ref=child.child_ref, **{"referred_on": LONG_AGO, "primary_need": "N1"} | over)


def make_assessment(db: Session, child: Child, **over: Any) -> Assessment:
    """An assessment, not yet authorised."""
    return _add(db, Assessment, child_ref=child.child_ref, **{"started_on": LONG_AGO} | over)


def make_plan(db: Session, child: Child, **over: Any) -> CpPlan:
    """A child protection plan, still open."""
    return _add(db, CpPlan, child_ref=child.child_ref, **{"started_on": LONG_AGO, "initial_category": "NEG"} | over)


def make_visit(db: Session, child: Child, **over: Any) -> CpVisit:
    """A visit on which the child was seen alone."""
    fields = {"visited_on": LONG_AGO, "is_seen": True, "is_seen_alone": True} | over
    return _add(db, CpVisit, child_ref=child.child_ref, **fields)


def make_episode(db: Session, child: Child, **over: Any) -> ClaEpisode:
    """An episode of being looked after, still open."""
    return _add(db, ClaEpisode, child_ref=child.child_ref, **{"started_on": LONG_AGO, "start_reason": "S"} | over)
