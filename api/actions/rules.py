"""What an action is held to: who may do and verify it, when it is due, and how a change of it is told.

A sixth file because setting, changing and escalating all ask it.
"""

from datetime import date
from typing import Any

from sqlmodel import Session

from api.access import queries as access
from api.access.permissions import Permission
from api.actions import queries
from api.actions.models import Action, ActionState
from api.choices.models import ChoiceName
from api.choices.queries import find_choice
from api.kernel import clock
from api.kernel.errors import FieldError
from api.statistics.workdays import add_working_days

PEOPLE = {"owner_id": "Owner", "delegate_id": "Done on the owner's behalf by", "verifier_id": "To be verified by"}


def due_on(db: Session, *, is_after_inadequate: bool) -> date:
    """The day by which an action is to be done where none is given: working days that the council has settled."""
    name = ChoiceName.action_days_inadequate if is_after_inadequate else ChoiceName.action_days
    return add_working_days(clock.today(), find_choice(db, name))


def wrong_people(db: Session, fields: dict[str, Any]) -> list[FieldError]:
    """What is wrong with who is to do and to verify an action."""
    faults = []
    for name in ("owner_id", "delegate_id"):
        if fields[name] and not access.may(db, fields[name], Permission.actions_complete):
            faults.append(fault(f"/{name}", "not_able", "There is no such person who may be given an action."))
    if fields["verifier_id"]:
        if fields["verifier_id"] in (fields["owner_id"], fields["delegate_id"]):
            faults.append(fault("/verifier_id", "own_action", "Somebody else than who does an action verifies it."))
        elif not access.may(db, fields["verifier_id"], Permission.actions_verify):
            faults.append(fault("/verifier_id", "not_able", "There is no such person who may verify an action."))
    return faults


def wrong_change(db: Session, action: Action, fields: dict[str, Any]) -> list[FieldError]:
    """What is wrong with changing an action so."""
    faults = wrong_people(db, {name: getattr(action, name) for name in PEOPLE} | fields)
    faults = [one for one in faults if one.pointer[1:] in fields or one.code == "own_action"]
    if "due_on" in fields and fields["due_on"] < clock.today():
        faults.append(fault("/due_on", "in_the_past", "The day it is due has gone by."))
    if action.state == ActionState.done and set(fields) - {"verifier_id"}:
        faults.append(fault("", "done", "Of an action that is done, only who verifies it can change."))
    return faults


def fault(pointer: str, code: str, detail: str) -> FieldError:
    """One thing that is wrong with what was sent."""
    return FieldError(pointer=pointer, code=code, detail=detail)


def told_change(db: Session, action: Action, fields: dict[str, Any]) -> str:
    """What changes, in words that hold no free text."""
    names = queries.find_names(db, [value for name, value in fields.items() if name in PEOPLE])
    told = [f"{words}: {names.get(fields[name], 'nobody')}." for name, words in PEOPLE.items() if name in fields]
    if "due_on" in fields:
        told.append(f"Due {in_words(fields['due_on'])} instead of {in_words(action.due_on)}.")
    if {"title", "detail"} & set(fields):
        told.append("What is to be done was put in other words.")
    return " ".join(told)


def in_words(day: date) -> str:
    """A day as people say it: 4 December 2026."""
    return f"{day.day} {day:%B %Y}"
