"""The verbs of rounds: plan, draw, share out, allocate, replace, close; and the reminders that a worker notes."""

import secrets
import uuid
from typing import Any

from fastapi import Response
from sqlmodel import Session

from api.access.queries import find_unit
from api.access.who import Who
from api.audits.queries import is_published_tool
from api.choices.models import ChoiceName
from api.choices.queries import find_choice
from api.kernel import clock
from api.kernel.database import Database
from api.kernel.errors import Conflict, FieldError, Invalid, Stale
from api.rounds import queries
from api.rounds.drawing import cases_of, digest_of, draw_lines, moment_of, result_of
from api.rounds.models import Round, RoundLine, RoundState
from api.rounds.rule import FrameRule
from api.rounds.schemas import RoundClose, RoundCreate, RoundRead
from api.statistics.workdays import add_working_days


class RoundAlreadyDrawn(Conflict):
    detail = "The cases of this round have been drawn, and the draw stands."


class FrameEmpty(Conflict):
    detail = "Nobody in the frame can be drawn: widen the rule, or wait until audits under way are done."


class RoundNotClosable(Conflict):
    detail = "Only a round that has been drawn and is not closed yet can be closed."


class NoteNeeded(Invalid):
    detail = "Audits of this round are still to be done: say why it is closed."


def create_round(db: Session, who: Who, new: RoundCreate, response: Response | None = None) -> dict[str, Any]:
    """Plan a round. Its seed is drawn now, before anybody has seen who it draws."""
    _refuse_faults(db, who, new)
    round_ = Round(**_fields(new), seed=secrets.token_hex(16), created_by_id=who.id)
    db.add(round_)
    db.flush()
    _add_lines(db, round_, new)
    return queries.read_round(db, who, round_.id, response)


def _fields(new: RoundCreate) -> dict[str, Any]:
    fields = new.model_dump(exclude={"lines", "rule", "stratify_by"})
    return fields | {"rule": new.rule.model_dump(mode="json"), "stratify_by": [one.value for one in new.stratify_by]}


def _add_lines(db: Session, round_: Round, new: RoundCreate) -> None:
    for position, line in enumerate(new.lines, start=1):
        fields = line.model_dump(exclude={"tool_id"}) | {"audit_tool_id": line.tool_id}
        db.add(RoundLine(round_id=round_.id, position=position, **fields))
    db.flush()


def _refuse_faults(db: Session, who: Who, new: RoundCreate) -> None:
    faults = [
        FieldError(pointer=pointer, code=code, detail=detail)
        for is_wrong, pointer, code, detail in (
            (new.period_to < new.period_from, "/period_to", "out_of_order", "The period ends before it begins."),
            (new.to_on < new.from_on, "/to_on", "out_of_order", "The round ends before it begins."),
            (not new.from_on <= new.due_on <= new.to_on, "/due_on", "out_of_order",
             "Audits are due on a day of the round."),
            (len(set(new.stratify_by)) < len(new.stratify_by), "/stratify_by", "repeated", "Name each once."),
        )
        if is_wrong
    ]  # fmt: skip
    for place, line in enumerate(new.lines):
        if not is_published_tool(db, line.tool_id):
            detail = "There is no such published tool."
            faults.append(FieldError(pointer=f"/lines/{place}/tool_id", code="unknown", detail=detail))
    for place, unit_id in enumerate(new.rule.unit_ids):
        if find_unit(db, unit_id) is None:
            pointer = f"/rule/unit_ids/{place}"
            faults.append(FieldError(pointer=pointer, code="unknown", detail="There is no such unit."))
    if faults:
        raise Invalid(errors=faults)


def lock_round(db: Session, who: Who, round_id: uuid.UUID, version: int) -> Round:
    """The round, locked, if it is still at this version."""
    round_ = queries.get_round_for_update(db, round_id)
    if round_.version != version:
        raise Stale(current=RoundRead.model_validate(queries.read_round(db, who, round_id)))
    return round_


def update_round(
    db: Session, who: Who, round_id: uuid.UUID, change: RoundCreate, version: int, response: Response
) -> dict[str, Any]:
    """Plan a round anew, while nobody is drawn; its seed stays."""
    round_ = lock_round(db, who, round_id, version)
    if round_.state != RoundState.draft:
        raise RoundAlreadyDrawn
    _refuse_faults(db, who, change)
    round_.sqlmodel_update(_fields(change))
    for line in queries.list_lines(db, round_id):
        db.delete(line)
    db.flush()
    _add_lines(db, round_, change)
    save(db, round_)
    return queries.read_round(db, who, round_id, response)


def discard_round(db: Session, who: Who, round_id: uuid.UUID) -> None:
    """Take away a draft that came to nothing."""
    round_ = queries.get_round_for_update(db, round_id)
    if round_.state != RoundState.draft:
        raise RoundAlreadyDrawn
    for line in queries.list_lines(db, round_id):
        db.delete(line)
    db.flush()
    db.delete(round_)
    db.flush()


def draw_round(db: Session, who: Who, round_id: uuid.UUID, version: int, response: Response) -> dict[str, Any]:
    """Draw the cases of every line from the frame as it stands; afterwards rule, seed and cases stand."""
    round_ = queries.get_round_for_update(db, round_id)
    if round_.state != RoundState.draft:
        raise RoundAlreadyDrawn
    lock_round(db, who, round_id, version)
    queries.wait_to_draw(db)
    rule = FrameRule.model_validate(round_.rule)
    now = clock.now()
    moment = moment_of(db, rule, now)
    rows = queries.read_frame(db, rule, moment)
    drawn = draw_lines(round_, queries.list_lines(db, round_id), rows)
    if not any(sample.chosen for _, sample in drawn):
        raise FrameEmpty
    taken = {one.unit.id for _, sample in drawn for one in sample.chosen}
    for line, sample in drawn:
        line.sqlmodel_update(result_of(round_, sample))
        chosen = {one.unit.id for one in sample.chosen}
        cases = cases_of(round_, line, sample, taken - chosen)
        taken |= {case.child_ref for case in cases}
        db.add_all(cases)
    db.flush()  # before the round is drawn, for then the database lets nothing change
    settled = rule.model_copy(update={"recently_audited_months": moment.recent_months})
    round_.rule = settled.model_dump(mode="json")
    round_.state, round_.drawn_at, round_.drawn_by_id = RoundState.drawn, now, who.id
    round_.frame_on, round_.frame_digest = moment.on, digest_of(drawn)
    save(db, round_)
    return queries.read_round(db, who, round_id, response)


def close_round(
    db: Session, who: Who, round_id: uuid.UUID, change: RoundClose, version: int, response: Response
) -> dict[str, Any]:
    """Close a round; its audits go on as they are, and what was planned and drawn stands."""
    round_ = lock_round(db, who, round_id, version)
    if round_.state not in (RoundState.drawn, RoundState.allocated):
        raise RoundNotClosable
    board = queries.read_round(db, who, round_id)["board"]
    if board["submitted"] < board["total"] and not change.note.strip():
        detail = "Say why the round is closed with audits still to be done."
        raise NoteNeeded(errors=[FieldError(pointer="/note", code="needed", detail=detail)])
    round_.state, round_.closed_at, round_.closed_by_id = RoundState.closed, clock.now(), who.id
    round_.closing_note = change.note.strip()
    save(db, round_)
    return queries.read_round(db, who, round_id, response)


def save(db: Session, round_: Round) -> None:
    """Store a change of a round as a new version."""
    round_.version, round_.updated_at = round_.version + 1, clock.now()
    db.flush()


def note_reminders(database: Database) -> int:
    """Note whom to remind of audits that are due soon or overdue; what is noted is shown, and nothing is sent."""
    with database.transaction("plumbline_system") as db:
        today = clock.today()
        soon = add_working_days(today, find_choice(db, ChoiceName.reminder_days))
        return queries.note_reminders(db, today, soon)
