"""Who takes which case of a round: shared out, swapped, allocated as audits, replaced.

A sixth file because it is about the cases of a round and their auditors, not about the round itself.
"""

import uuid
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from fastapi import Response
from sqlmodel import Session

from api.access.models import Person
from api.access.permissions import Permission
from api.access.who import Who
from api.audits.conflicts import find_conflicts
from api.audits.handovers import reallocate_audit
from api.audits.models import OPEN, Audit, AuditState
from api.audits.schemas import AuditCreate, AuditReallocate, AuditWithdraw
from api.audits.service import allocate_audit, withdraw_audit
from api.kernel import clock
from api.kernel.errors import Conflict, FieldError, Forbidden, Invalid
from api.rounds import queries
from api.rounds.models import CaseState, Round, RoundCase, RoundLine, RoundState
from api.rounds.schemas import CaseReplace, CaseUpdate, ProposalCreate
from api.rounds.service import lock_round, save
from api.rounds.sharing import share_out

_SHAREABLE = (RoundState.drawn, RoundState.allocated)
_MOST_SAID = 1_000


class RoundNotShareable(Conflict):
    detail = "Cases are shared out after the draw, and before the round is allocated."


class RoundNotOpen(Conflict):
    detail = "Only the cases of a round that is drawn or allocated can be changed."


class NothingToAllocate(Conflict):
    detail = "No case of this round has an auditor yet: share them out first."


class AllocationOutdated(Conflict):
    detail = "Some auditors can no longer take their cases. Share the cases out again, or give these to others."


class CaseHasConflict(Conflict):
    """Something ties the auditor to the child; the sentence says what."""


class CaseNotHere(Conflict):
    detail = "This case is not to be audited in this round: it stands in reserve, or was replaced."


class CaseHandedIn(Conflict):
    detail = "This audit has been handed in: it stays with its auditor."


class NoReserve(Conflict):
    detail = "Nobody else of this case's stratum stands in reserve."


class OverrideNotAllowed(Forbidden):
    detail = "Your role does not allow you to set a conflict of interest aside."


def propose_auditors(
    db: Session, who: Who, round_id: uuid.UUID, new: ProposalCreate, version: int, response: Response
) -> dict[str, Any]:
    """Share the cases out evenly over auditors who are near none of them; nobody is given anything yet."""
    round_ = lock_round(db, who, round_id, version)
    if round_.state != RoundState.drawn:
        raise RoundNotShareable
    ids = list(dict.fromkeys(new.auditor_ids))
    _refuse_strangers(db, ids)
    cases = queries.list_drawn(db, round_id)
    ties = _ties(db, round_, ids, cases)
    may_take = {
        case.id: [case.auditor_id] if case.override_reason and case.auditor_id in ids
        else [one for one in ids if (one, case.child_ref) not in ties]
        for case in cases
    }  # fmt: skip
    held = queries.count_open_audits(db, ids)
    given = share_out(may_take, {one: held.get(one, 0) for one in sorted(ids, key=lambda one: (held.get(one, 0), one))})
    names = queries.names_of(db, Person, ids)
    for case in cases:
        _settle(case, given.get(case.id), _said(case, ids, names, ties))
    round_.auditor_ids = ids
    save(db, round_)
    return queries.read_round(db, who, round_id, response)


def _refuse_strangers(db: Session, ids: Sequence[uuid.UUID]) -> None:
    able = queries.list_who_may(db, ids, Permission.audits_complete)
    detail = "There is no such person who may audit."
    faults = [
        FieldError(pointer=f"/auditor_ids/{place}", code="not_an_auditor", detail=detail)
        for place, one in enumerate(ids) if one not in able
    ]  # fmt: skip
    if faults:
        raise Invalid(errors=faults)


def _ties(
    db: Session, round_: Round, ids: Collection[uuid.UUID], cases: Sequence[RoundCase]
) -> Mapping[tuple[uuid.UUID, str], str]:
    return find_conflicts(db, ids, cases, (round_.period_from, round_.period_to))


def _settle(case: RoundCase, auditor_id: uuid.UUID | None, nobody_because: str) -> None:
    if auditor_id != case.auditor_id:
        case.override_reason = None
    case.auditor_id, case.nobody_because = auditor_id, None if auditor_id else nobody_because


def _said(
    case: RoundCase, ids: Sequence[uuid.UUID], names: Mapping[uuid.UUID, str],
    ties: Mapping[tuple[uuid.UUID, str], str],
) -> str:  # fmt: skip
    said = "; ".join(f"{names[one]} {ties[one, case.child_ref]}" for one in ids if (one, case.child_ref) in ties)
    return f"Nobody who was chosen may take this case: {said}."[:_MOST_SAID]


def update_case(db: Session, who: Who, round_id: uuid.UUID, case_id: uuid.UUID, change: CaseUpdate) -> dict[str, Any]:
    """Give a case to somebody else; once the round is allocated, its audit too, if it has not been handed in."""
    round_ = queries.get_round_for_update(db, round_id)
    case = _get_open_case(db, round_, case_id)
    if change.auditor_id not in queries.list_who_may(db, [change.auditor_id], Permission.audits_complete):
        detail = "There is no such person who may audit."
        raise Invalid(errors=[FieldError(pointer="/auditor_id", code="not_an_auditor", detail=detail)])
    tie = _ties(db, round_, [change.auditor_id], [case]).get((change.auditor_id, case.child_ref))
    if tie and change.override_reason is None:
        raise CaseHasConflict(f"The auditor {tie}.")
    if tie and Permission.audits_override not in who.permissions:
        raise OverrideNotAllowed
    case.override_reason = change.override_reason if tie else None
    case.auditor_id, case.nobody_because = change.auditor_id, None
    db.flush()
    if round_.state == RoundState.allocated:
        _pass_on(db, who, round_, case)
    save(db, round_)
    return queries.read_case(db, who, case_id)


def _get_open_case(db: Session, round_: Round, case_id: uuid.UUID) -> RoundCase:
    case = queries.get_case(db, round_.id, case_id)
    if round_.state not in _SHAREABLE:
        raise RoundNotOpen
    if case.state != CaseState.drawn:
        raise CaseNotHere
    return case


def _pass_on(db: Session, who: Who, round_: Round, case: RoundCase) -> None:
    """Give the case's audit to its new auditor, who begins afresh; make one where there is none, or none any more."""
    audit = db.get(Audit, case.audit_id, populate_existing=True) if case.audit_id else None
    if audit is None or audit.state == AuditState.withdrawn:
        lines = {line.id: line for line in queries.list_lines(db, round_.id)}
        _allocate(db, who, round_, lines[case.round_line_id], case)
        return
    if audit.state not in OPEN:
        raise CaseHandedIn
    change = AuditReallocate.model_validate({
        "auditor_id": case.auditor_id, "override_reason": case.override_reason,
        "due_on": max(audit.due_on, clock.today()),
    })  # fmt: skip
    reallocate_audit(db, who, audit.id, change, audit.version, Response())


def _withdraw(db: Session, who: Who, audit_id: uuid.UUID, reason: str) -> None:
    audit = db.get_one(Audit, audit_id)
    if audit.state != AuditState.withdrawn:
        withdraw_audit(db, who, audit_id, AuditWithdraw(reason=reason), Response())


def _allocate(db: Session, who: Who, round_: Round, line: RoundLine, case: RoundCase) -> None:
    new = AuditCreate.model_validate({
        "child_id": case.child_id, "tool_id": line.audit_tool_id, "auditor_id": case.auditor_id, "kind": line.kind,
        "due_on": max(round_.due_on, clock.today()), "period_from": round_.period_from,
        "period_to": round_.period_to, "override_reason": case.override_reason,
    })  # fmt: skip
    case.audit_id = allocate_audit(db, who, new)["id"]
    db.flush()


def allocate_round(db: Session, who: Who, round_id: uuid.UUID, version: int, response: Response) -> dict[str, Any]:
    """Make the audits of all cases that have an auditor, or none of them where one can no longer be taken."""
    round_ = queries.get_round_for_update(db, round_id)
    if round_.state != RoundState.drawn:
        raise RoundNotShareable
    lock_round(db, who, round_id, version)
    cases = [case for case in queries.list_drawn(db, round_id) if case.auditor_id]
    if not cases:
        raise NothingToAllocate
    _refuse_outdated(db, round_, cases)
    lines = {line.id: line for line in queries.list_lines(db, round_id)}
    for case in cases:
        _allocate(db, who, round_, lines[case.round_line_id], case)
    round_.state, round_.allocated_at, round_.allocated_by_id = RoundState.allocated, clock.now(), who.id
    save(db, round_)
    return queries.read_round(db, who, round_id, response)


def _refuse_outdated(db: Session, round_: Round, cases: Sequence[RoundCase]) -> None:
    """Hold the auditors as they are, and refuse those who left meanwhile or have come near a child."""
    ids = {case.auditor_id for case in cases if case.auditor_id}
    here = queries.hold_active_people(db, ids) & queries.list_who_may(db, ids, Permission.audits_complete)
    ties = _ties(db, round_, ids, cases)
    names = queries.names_of(db, Person, ids)
    faults = []
    for case in cases:
        assert case.auditor_id is not None
        tie = ties.get((case.auditor_id, case.child_ref))
        case.override_reason = case.override_reason if tie else None
        tie = None if case.override_reason else tie
        why = tie if case.auditor_id in here else "can no longer audit"
        if why:
            detail = f"{names[case.auditor_id]} {why}."
            faults.append(FieldError(pointer=f"/cases/{case.id}", code="cannot_take", detail=detail))
    if faults:
        raise AllocationOutdated(errors=faults)


def replace_case(db: Session, who: Who, round_id: uuid.UUID, case_id: uuid.UUID, change: CaseReplace) -> dict[str, Any]:
    """Let a case fall away for a reason: the next in line of its stratum takes its place, and is answered."""
    round_ = queries.get_round_for_update(db, round_id)
    case = _get_open_case(db, round_, case_id)
    reserve = queries.find_reserve(db, case)
    if reserve is None:
        raise NoReserve
    if case.audit_id is not None:
        _withdraw(db, who, case.audit_id, change.reason)
    case.state, case.replaced_reason = CaseState.replaced, change.reason
    reserve.state = CaseState.drawn
    tie = None
    if case.auditor_id is not None and not case.override_reason:
        tie = _ties(db, round_, [case.auditor_id], [reserve]).get((case.auditor_id, reserve.child_ref))
        reserve.auditor_id = None if tie else case.auditor_id
    reserve.nobody_because = f"The auditor of the case it replaces {tie}." if tie else None
    db.flush()
    if round_.state == RoundState.allocated and reserve.auditor_id is not None:
        _pass_on(db, who, round_, reserve)
    save(db, round_)
    return queries.read_case(db, who, reserve.id)
