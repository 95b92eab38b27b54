"""Which audits are moderated: the rules asked at each submission, what they answered, and what hangs on it.

A sixth file because it acts on submissions and finalising from above, through what audits offer in `readiness`.
"""

import uuid
from datetime import datetime
from statistics import fmean
from typing import Any

from sqlmodel import Session

from api.access.who import Who
from api.audits import queries as audits
from api.audits.models import Audit, AuditState
from api.audits.next_steps import chosen_by
from api.audits.readiness import needed_to_finalise, when_submitted
from api.choices.models import ChoiceName
from api.choices.queries import find_choice
from api.kernel import clock
from api.kernel.errors import Conflict
from api.moderations import queries
from api.moderations.models import ModerationSelection, SelectionRule
from api.statistics.agreement import direction
from api.statistics.sampling import number_of
from api.statistics.workdays import add_working_days
from api.tools.queries import list_quality_questions

LEAST_MODERATED = 10
"""Moderated audits in a year before an auditor's direction says anything; the same number that managers see from."""
CHANCE = 0.05
"""How unlikely chance must be to have moved an auditor's grades so often the same way."""


class ModerationNeeded(Conflict):
    detail = "This audit was chosen for moderation, and is final only after it."


@when_submitted
def select_audit(db: Session, who: Who, audit: Audit) -> None:
    """Ask the rules about an audit that has just been submitted, and keep what they say."""
    _select(db, audit)


@needed_to_finalise
def refuse_unmoderated(db: Session, who: Who, audit: Audit) -> None:
    """Refuse to make an audit final that was chosen; one that was submitted before there were rules is asked about."""
    selection = queries.find_selection(db, audit) or _select(db, audit)
    if selection.rules:
        raise ModerationNeeded


@chosen_by
def is_chosen(db: Session, audit_id: uuid.UUID, submitted_at: datetime) -> bool:
    """Whether the rules chose an audit as it was submitted at an instant."""
    selection = queries.find_selection_at(db, audit_id, submitted_at)
    return selection is not None and bool(selection.rules)


def _select(db: Session, audit: Audit) -> ModerationSelection:
    """What the rules say of an audit as it is submitted now; it can be neither influenced nor foreseen."""
    share = find_choice(db, ChoiceName.moderation_share)
    first, outlier = find_choice(db, ChoiceName.new_auditor_audits), find_choice(db, ChoiceName.outlier_grades)
    history = queries.read_history(db, audit)
    answered = {
        SelectionRule.inadequate: _is_worst(db, audit),
        SelectionRule.returned: history.is_returned,
        SelectionRule.new_auditor: history.submitted < first,
        SelectionRule.outlier: _distance(db, audit) > outlier,
        SelectionRule.direction: _leans(history),
        SelectionRule.random: number_of(queries.read_seed(db), str(audit.id)) * 100 < share,
    }
    rules = [rule.value for rule, is_met in answered.items() if is_met]
    due_on = add_working_days(clock.today(), find_choice(db, ChoiceName.moderation_days)) if rules else None
    selection = ModerationSelection(
        audit_id=audit.id, submitted_at=audit.submitted_at or clock.now(), rules=rules, share=share,
        new_auditor_audits=first, outlier_grades=outlier, due_on=due_on,
    )  # fmt: skip
    db.add(selection)
    db.flush()
    return selection


def _is_worst(db: Session, audit: Audit) -> bool:
    return audit.first_grade == audits.list_levels(db, audit.audit_tool_id)[-1]


def _distance(db: Session, audit: Audit) -> float:
    """How many grades the overall one lies from the mean place of the answers that judge quality; 0 without any."""
    places = {code: place for place, code in enumerate(audits.list_levels(db, audit.audit_tool_id))}
    quality = set(list_quality_questions(db, audit.audit_tool_id))
    given = [a.grade for a in audits.list_answers(db, audit.id) if a.grade and a.tool_question_id in quality]
    return abs(places[str(audit.first_grade)] - fmean(places[grade] for grade in given)) if given else 0.0


def _leans(history: Any) -> bool:
    """Whether moderations of the last year moved this auditor's overall grades one way more than chance would."""
    if history.raised + history.lowered + history.agreed < LEAST_MODERATED:
        return False
    found = direction([[1, 2]] * history.lowered + [[2, 1]] * history.raised + [[1, 1]] * history.agreed)
    return found.sign_test_p is not None and found.sign_test_p < CHANCE


def read_selection(db: Session, who: Who, audit_id: uuid.UUID) -> dict[str, Any]:
    """What the rules said of an audit as it was last submitted, in codes and in words."""
    audit, is_hidden = queries.get_audit(db, who, audit_id)
    selection = queries.find_selection(db, audit)
    if selection is None:
        return {"audit_id": audit_id, "is_chosen": None, "rules": None, "words": [], "chosen_at": None, "due_on": None}
    is_hidden = is_hidden and audit.state in {AuditState.submitted, AuditState.in_moderation}
    return {
        "audit_id": audit_id, "is_chosen": bool(selection.rules), "rules": None if is_hidden else selection.rules,
        "words": _words(selection, is_hidden=is_hidden), "chosen_at": selection.chosen_at, "due_on": selection.due_on,
    }  # fmt: skip


def _words(selection: ModerationSelection, *, is_hidden: bool) -> list[str]:
    if not selection.rules:
        return [f"Not drawn for moderation: share {selection.share}%, and no other rule applies."]
    if is_hidden:
        return ["Chosen for moderation. Why is shown once the second grades are given."]
    told = {
        SelectionRule.inadequate: "Every audit with the lowest grade is moderated.",
        SelectionRule.returned: "It was sent back for rework, and is read again.",
        SelectionRule.new_auditor: f"It is one of the auditor's first {selection.new_auditor_audits}.",
        SelectionRule.outlier: (
            "The overall grade lies further from the mean of its answers than"
            f" {selection.outlier_grades} {'grade' if selection.outlier_grades == 1 else 'grades'}."
        ),
        SelectionRule.direction: "Moderation moves this auditor's grades one way more often than chance would.",
        SelectionRule.random: f"It was drawn at random: share {selection.share}%.",
    }
    return [told[SelectionRule(rule)] for rule in selection.rules]
