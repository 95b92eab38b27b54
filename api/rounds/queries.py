"""Reading rounds, their cases, the frame they are drawn from, and reminders; PostgreSQL leaves out what is not seen."""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from fastapi import Response
from sqlalchemy import Select, and_, func, or_, text, true
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from api.access.models import Person, RoleGrant, Unit
from api.access.permissions import RIGHTS, Permission, Reach
from api.access.who import Who
from api.audits.models import OPEN, Audit, AuditState
from api.audits.queries import reference, sees_free_text
from api.journal.reads import saw
from api.kernel import clock
from api.kernel.errors import NotFound
from api.kernel.pages import PageParams, paginate, pick
from api.kernel.requests import etag
from api.rounds.board import HANDED_IN, board_of
from api.rounds.frame import EXCLUDED, Moment, frame
from api.rounds.models import AuditReminder, CaseState, Round, RoundCase, RoundLine
from api.rounds.rule import FrameRule
from api.rounds.schemas import CaseFilters, RoundFilters
from api.tools.models import AuditTool

_DRAWING = 0x526F756E64
"""The advisory lock under which cases are drawn: one round at a time, so that no child is drawn for two."""

_auditor = func.coalesce(col(Audit.auditor_id), col(RoundCase.auditor_id))
"""Whose a case is: the audit's auditor once there is one, who may have changed since it was allocated."""


def sees_council(who: Who) -> bool:
    """Whether somebody sees the whole council, and so may know who could have been drawn."""
    return Reach.council in who.reach


def _is_overdue() -> Any:
    return and_(col(Audit.state).in_(OPEN), col(Audit.due_on) < clock.today())


def list_rounds(db: Session, who: Who, filters: RoundFilters) -> dict[str, Any]:
    """Rounds by their first day, each with how many of its audits are done."""
    statement = _rounds()
    if filters.state:
        statement = statement.where(col(Round.state) == filters.state)
    if filters.kind:
        statement = statement.where(col(Round.kind) == filters.kind)
    by = [col(Round.from_on), col(Round.id)]
    return paginate(db, statement, filters, by=by, descending=filters.sort.startswith("-"))


def _rounds() -> Select[Any]:
    """The columns of a list; how far a round is gets counted for each row that is given, and for no other."""
    c, a = RoundCase, Audit
    counts = (
        pick(
            func.count().label("drawn"), func.count().filter(col(a.state).in_(HANDED_IN)).label("submitted"),
            func.count().filter(col(a.state) == AuditState.final).label("final"),
            func.count().filter(_is_overdue()).label("overdue"),
        )
        .select_from(c).join(a, col(a.id) == c.audit_id, isouter=True)
        .where(col(c.round_id) == Round.id, col(c.state) == CaseState.drawn,
               func.coalesce(col(a.state) != AuditState.withdrawn, True))
        .correlate(Round).lateral("counts")
    )  # fmt: skip
    planned = (
        pick(func.coalesce(func.sum(RoundLine.size), 0).label("planned"))
        .where(col(RoundLine.round_id) == Round.id).correlate(Round).lateral("planned")
    )  # fmt: skip
    return (
        pick(Round.id, Round.title, Round.kind, Round.theme, Round.state, Round.from_on, Round.to_on, Round.due_on,
             planned.c.planned, counts.c.drawn, counts.c.submitted, counts.c.final, counts.c.overdue)
        .select_from(Round).join(counts, true()).join(planned, true())
    )  # fmt: skip


def read_round(db: Session, who: Who, round_id: uuid.UUID, response: Response | None = None) -> dict[str, Any]:
    """A round with its lines and its board, or NotFound; the response is given its ETag."""
    row = db.execute(_rounds().where(col(Round.id) == round_id)).one_or_none()
    round_ = db.get(Round, round_id, populate_existing=True)
    if row is None or round_ is None:
        raise NotFound
    if response is not None:
        response.headers["ETag"] = etag(round_.version)
    by = {name: getattr(round_, f"{name}_id") for name in ("created_by", "drawn_by", "allocated_by", "closed_by")}
    names = names_of(db, Person, [person_id for person_id in by.values() if person_id])
    hidden = {"created_by_id", "drawn_by_id", "allocated_by_id", "closed_by_id", "created_at", "updated_at"}
    found = dict(row._mapping) | round_.model_dump(exclude=hidden.union(row._mapping.keys()))
    found |= {name: names.get(person_id) for name, person_id in by.items()}
    found["units"] = names_of(db, Unit, [uuid.UUID(unit) for unit in round_.rule.get("unit_ids", [])])
    found["lines"] = _read_lines(db, who, round_id)
    found["board"] = board_of(round_, list_for_board(db, round_id), clock.today())
    if not sees_council(who):
        found |= {"seed": None, "rule": FrameRule(), "units": {}, "auditor_ids": []}
    elif not sees_free_text(who):
        found["rule"] = _without_reasons(round_.rule)
    if not sees_free_text(who):
        found["closing_note"] = ""
    return found


def _without_reasons(rule: dict[str, Any]) -> dict[str, Any]:
    return rule | {"excluded": [one | {"reason": "Not shown"} for one in rule.get("excluded", [])]}


def names_of(db: Session, model: type[Person | Unit], ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The names of people or units by id."""
    return {row.id: row.name for row in db.execute(pick(model.id, model.name).where(col(model.id).in_(list(ids))))}


def list_lines(db: Session, round_id: uuid.UUID) -> list[RoundLine]:
    """The lines of a round in order."""
    statement = select(RoundLine).where(col(RoundLine.round_id) == round_id).order_by(col(RoundLine.position))
    return list(db.execute(statement).scalars())


def _read_lines(db: Session, who: Who, round_id: uuid.UUID) -> list[dict[str, Any]]:
    lines = list_lines(db, round_id)
    titles = {
        row.id: row.title
        for row in db.execute(
            pick(AuditTool.id, AuditTool.title).where(col(AuditTool.id).in_([line.audit_tool_id for line in lines]))
        )
    }
    units = [uuid.UUID(s["unit_id"]) for line in lines for s in line.strata if s.get("unit_id")]
    names = names_of(db, Unit, units)
    is_whole = sees_council(who)
    return [
        line.model_dump(include={"id", "position", "kind", "size", "shortfall"})
        | {"tool_id": line.audit_tool_id, "tool_title": titles[line.audit_tool_id]}
        | {"strata": in_order(line.strata, names) if is_whole and line.strata else None}
        | {"excluded": told(line.excluded, EXCLUDED) if is_whole and line.strata else None}
        for line in lines
    ]


def in_order(strata: Iterable[dict[str, Any]], names: dict[uuid.UUID, str]) -> list[dict[str, Any]]:
    """Strata with their units' names, by name; those of no team come last."""
    found = [one | {"unit_name": names.get(uuid.UUID(one["unit_id"])) if one["unit_id"] else None} for one in strata]
    by = "unit_name", "case_type", "age_band"
    return sorted(found, key=lambda one: [(one[name] is None, one[name] or "") for name in by])


def told(counts: dict[str, int], titles: dict[str, str]) -> list[dict[str, Any]]:
    """Counts by reason, in the order of the titles."""
    found = [(name, title, counts.get(name, 0)) for name, title in titles.items()]
    return [{"reason": name, "title": title, "count": count} for name, title, count in found if count]


def list_for_board(db: Session, round_id: uuid.UUID) -> list[Any]:
    """What a board needs of each case of a round, and no more."""
    statement = (
        pick(
            RoundCase.state, RoundCase.audit_id, _auditor.label("auditor_id"), col(Person.name).label("auditor_name"),
            col(Person.is_active).label("auditor_is_active"), RoundCase.unit_id, col(Unit.name).label("unit_name"),
            col(Audit.state).label("audit_state"), Audit.submitted_at, Audit.finalised_at,
            _is_overdue().label("is_overdue"),
        )
        .join(Audit, col(Audit.id) == RoundCase.audit_id, isouter=True)
        .join(Person, col(Person.id) == _auditor, isouter=True)
        .join(Unit, col(Unit.id) == RoundCase.unit_id, isouter=True)
        .where(col(RoundCase.round_id) == round_id, col(RoundCase.state) != CaseState.reserve)
    )  # fmt: skip
    return list(db.execute(statement).all())


def _cases() -> Select[Any]:
    auditor = aliased(Person)
    reminded = pick(func.max(AuditReminder.noted_at)).where(col(AuditReminder.audit_id) == RoundCase.audit_id)
    return (
        pick(
            RoundCase.id, col(RoundCase.round_line_id).label("line_id"), RoundLine.kind, RoundCase.child_id,
            RoundCase.child_ref, RoundCase.unit_id, col(Unit.name).label("unit_name"),
            col(RoundCase.worker_source_id).label("worker_code"), RoundCase.case_type, RoundCase.age_band,
            RoundCase.place, RoundCase.weight, RoundCase.state, RoundCase.replaced_reason, _auditor.label("auditor_id"),
            col(auditor.name).label("auditor_name"), RoundCase.override_reason, RoundCase.nobody_because,
            RoundCase.audit_id, reference().label("audit_reference"), col(Audit.state).label("audit_state"),
            Audit.due_on, func.coalesce(_is_overdue(), False).label("is_overdue"),
            func.date(func.timezone("Europe/London", reminded.scalar_subquery())).label("reminded_on"),
        )
        .join(RoundLine, col(RoundLine.id) == RoundCase.round_line_id)
        .join(Audit, col(Audit.id) == RoundCase.audit_id, isouter=True)
        .join(auditor, col(auditor.id) == _auditor, isouter=True)
        .join(Unit, col(Unit.id) == RoundCase.unit_id, isouter=True)
    )  # fmt: skip


def list_round_cases(db: Session, who: Who, round_id: uuid.UUID, filters: CaseFilters) -> dict[str, Any]:
    """The cases of a round by reference, or NotFound where the round is not seen."""
    get_round(db, round_id)
    statement = _cases().where(col(RoundCase.round_id) == round_id)
    if filters.state:
        statement = statement.where(col(RoundCase.state) == filters.state)
    if filters.auditor_id:
        statement = statement.where(_auditor == filters.auditor_id)
    page = paginate(db, statement, filters, by=[col(RoundCase.child_ref), col(RoundCase.id)])
    saw(db, [row.child_id for row in page["items"]])
    return page | {"items": [_shown(who, row) for row in page["items"]]}


def read_case(db: Session, who: Who, case_id: uuid.UUID) -> dict[str, Any]:
    """One case of a round, or NotFound."""
    row = db.execute(_cases().where(col(RoundCase.id) == case_id)).one_or_none()
    if row is None:
        raise NotFound
    saw(db, [row.child_id])
    return _shown(who, row)


def _shown(who: Who, row: Any) -> dict[str, Any]:
    shown = {name: value for name, value in row._mapping.items() if not name.startswith("_key_")}
    return shown if sees_free_text(who) else shown | dict.fromkeys(("replaced_reason", "override_reason"))


def get_round(db: Session, round_id: uuid.UUID) -> Round:
    """The round's row, or NotFound."""
    round_ = db.get(Round, round_id)
    if round_ is None:
        raise NotFound
    return round_


def get_round_for_update(db: Session, round_id: uuid.UUID) -> Round:
    """The round's row, locked until the end of the transaction, or NotFound."""
    round_ = db.get(Round, round_id, with_for_update=True, populate_existing=True)
    if round_ is None:
        raise NotFound
    return round_


def get_case(db: Session, round_id: uuid.UUID, case_id: uuid.UUID) -> RoundCase:
    """A case of a round that is locked already, or NotFound."""
    case = db.get(RoundCase, case_id, populate_existing=True)
    if case is None or case.round_id != round_id:
        raise NotFound
    return case


def list_drawn(db: Session, round_id: uuid.UUID) -> list[RoundCase]:
    """The cases of a round that are to be audited, in the order of line, stratum and place."""
    statement = select(RoundCase).where(col(RoundCase.round_id) == round_id, col(RoundCase.state) == CaseState.drawn)
    order = col(RoundCase.round_line_id), col(RoundCase.stratum), col(RoundCase.place)
    return list(db.execute(statement.order_by(*order)).scalars())


def find_reserve(db: Session, case: RoundCase) -> RoundCase | None:
    """The next in line of the case's stratum, or None."""
    statement = (
        select(RoundCase)
        .where(col(RoundCase.round_line_id) == case.round_line_id, col(RoundCase.stratum) == case.stratum,
               col(RoundCase.state) == CaseState.reserve)
        .order_by(col(RoundCase.place)).limit(1)
    )  # fmt: skip
    return db.execute(statement).scalar_one_or_none()


def find_case_of_child(db: Session, round_id: uuid.UUID, child_ref: str) -> RoundCase | None:
    """A child's case in a round, if the child was drawn or stands in reserve."""
    statement = select(RoundCase).where(col(RoundCase.round_id) == round_id, col(RoundCase.child_ref) == child_ref)
    return db.execute(statement).scalar_one_or_none()


def read_frame(db: Session, rule: FrameRule, moment: Moment) -> list[Any]:
    """Everybody whom a rule means, excluded or not, as rows of the frame."""
    found = frame(rule, moment).subquery()
    return list(db.connection().execute(pick(*found.c).where(found.c.outside.is_(None))).all())


def find_in_frame(db: Session, rule: FrameRule, moment: Moment, child_ref: str) -> Any | None:
    """A child's row of the frame, None without open work."""
    found = frame(rule, moment).subquery()
    return db.connection().execute(pick(*found.c).where(found.c.id == child_ref)).one_or_none()


def count_frame(db: Session, rule: FrameRule, moment: Moment) -> list[Any]:
    """How many children there are by team, case type, age band and why they are out: who they are stays unread."""
    found = frame(rule, moment).subquery()
    by = found.c.unit_id, found.c.case_type, found.c.age_band, found.c.outside, found.c.excluded
    return list(db.execute(pick(*by, func.count().label("children")).group_by(*by)).all())


def wait_to_draw(db: Session) -> None:
    """Wait until no other round is being drawn, and keep the others waiting until the end of the transaction."""
    db.execute(select(func.pg_advisory_xact_lock(_DRAWING)))


def hold_active_people(db: Session, ids: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Who of these may still sign in; it stays so until the end of the transaction."""
    statement = text("select hold_active_people(cast(:ids as uuid[]))")
    return set(db.execute(statement, {"ids": list(ids)}).scalars())


def count_open_audits(db: Session, person_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, int]:
    """How many audits each has still to do, in whatever round."""
    statement = (
        pick(Audit.auditor_id, func.count().label("open"))
        .where(col(Audit.auditor_id).in_(list(person_ids)), col(Audit.state).in_(OPEN)).group_by(col(Audit.auditor_id))
    )  # fmt: skip
    return {row.auditor_id: row.open for row in db.execute(statement)}


def list_reminders(db: Session, who: Who, filters: PageParams) -> dict[str, Any]:
    """The reminders of audits that somebody has still to do, the first due first; of an audit the latest only."""
    latest = aliased(AuditReminder)
    is_latest = ~(
        select(latest.id)
        .where(latest.audit_id == AuditReminder.audit_id, col(latest.noted_at) > col(AuditReminder.noted_at)).exists()
    )  # fmt: skip
    noted_on = func.date(func.timezone("Europe/London", AuditReminder.noted_at))
    statement = (
        pick(
            AuditReminder.id, AuditReminder.audit_id, reference().label("audit_reference"), Audit.child_id,
            Audit.child_ref, AuditReminder.kind, Audit.due_on, noted_on.label("noted_on"),
            col(Round.id).label("round_id"), col(Round.title).label("round_title"),
        )
        .join(Audit, col(Audit.id) == AuditReminder.audit_id)
        .join(RoundCase, col(RoundCase.audit_id) == Audit.id, isouter=True)
        .join(Round, col(Round.id) == RoundCase.round_id, isouter=True)
        .where(col(Audit.auditor_id) == who.id, col(Audit.state).in_(OPEN), is_latest)
    )  # fmt: skip
    page = paginate(db, statement, filters, by=[col(Audit.due_on), col(AuditReminder.id)])
    saw(db, [row.child_id for row in page["items"]])
    return page


def note_reminders(db: Session, today: date, soon: date) -> int:
    """Note the reminders that are due and not noted yet, of every open audit; how many they are."""
    noted = db.execute(
        text(
            "insert into audit_reminder (id, audit_id, person_id, kind, due_on, noted_at)"
            " select gen_random_uuid(), a.id, a.auditor_id,"
            " case when a.due_on < :today then 'overdue' else 'due_soon' end, a.due_on, :now from audit a"
            " where a.state = any (:open) and a.due_on <= :soon"
            " on conflict do nothing"
        ),
        {"today": today, "soon": soon, "now": clock.now(), "open": [state.value for state in OPEN]},
    )
    return int(noted.rowcount)  # type: ignore[attr-defined]  # an insert's result has it


def list_first_drawn(db: Session, round_id: uuid.UUID) -> set[tuple[uuid.UUID, str]]:
    """Whom the draw drew, by line and reference: those who were replaced too, and nobody who came in their place."""
    weight = col(RoundCase.weight).is_not(None)
    statement = pick(RoundCase.round_line_id, RoundCase.child_ref).where(col(RoundCase.round_id) == round_id, weight)
    return {(row.round_line_id, row.child_ref) for row in db.execute(statement)}


def find_last_drawn(db: Session, line_id: uuid.UUID, stratum: str) -> float | None:
    """The highest number that was drawn in a stratum of a line, None where none was."""
    statement = pick(func.max(RoundCase.number)).where(
        col(RoundCase.round_line_id) == line_id, col(RoundCase.stratum) == stratum, col(RoundCase.weight).is_not(None)
    )
    found: float | None = db.execute(statement).scalar_one()
    return found


def list_who_may(db: Session, ids: Iterable[uuid.UUID], permission: Permission) -> set[uuid.UUID]:
    """Who of these may sign in and holds a role today that has the permission."""
    roles = [role for role, right in RIGHTS.items() if permission in right.may]
    today = clock.today()
    statement = pick(Person.id).join(RoleGrant, col(RoleGrant.person_id) == Person.id).where(
        col(Person.id).in_(list(ids)), col(Person.is_active), col(RoleGrant.role).in_(roles),
        col(RoleGrant.from_on) <= today, or_(col(RoleGrant.to_on).is_(None), col(RoleGrant.to_on) >= today),
    )  # fmt: skip
    return set(db.execute(statement).scalars())
