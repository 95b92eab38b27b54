"""Makes moderations in any state for tests."""

import uuid
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, select

from api.access.permissions import Role
from api.audits.models import Audit, AuditAnswer, AuditState, Outcome
from api.choices.models import ChoiceName, LocalChoice
from api.kernel import clock
from api.moderations.models import (
    AuditQuality,
    Moderation,
    ModerationJudgement,
    ModerationPanelMember,
    ModerationSelection,
    ModerationState,
    SelectionRule,
)
from api.tools.models import AuditTool
from tests.access.make import make_person
from tests.audits.make import day, make_audit, questions_of


def make_moderation(
    make: Session, *, state: ModerationState | str = ModerationState.allocated, audit: Audit | None = None,
    moderator_id: uuid.UUID | None = None, second_grade: str = "good", due_in: int = 14,
) -> Moderation:  # fmt: skip
    """A moderation of a submitted audit, at any state; every second grade is `second_grade`."""
    state = ModerationState(state)
    audit = audit or make_audit(make, state=AuditState.submitted)
    moderator_id = moderator_id or make_person(make, Role.moderator).id
    row = Moderation(audit_id=audit.id, moderator_id=moderator_id, allocated_by_id=moderator_id, due_on=day(-due_in))
    make.add(row)
    make.flush()
    audit.state, audit.moderation_id, audit.blind_to_id = AuditState.in_moderation, row.id, moderator_id
    if state != ModerationState.allocated:
        _grade(make, row, audit, second_grade)
    if state == ModerationState.completed:
        _complete(make, row, audit, second_grade)
    make.commit()
    return row


ASPECTS = {
    "evidence": {"rating": "high", "words": "Case notes and visits are named."},
    "childs_voice": {"rating": "adequate", "words": ""},
    "analysis": {"rating": "adequate", "words": "It says what the visits led to."},
    "actions": {"rating": "poor", "words": "No action has an owner or a day."},
}


def choose(make: Session, name: ChoiceName, value: int) -> None:
    """Settle one of the council's own figures from long ago; the latest that is set counts."""
    person = make_person(make)
    row = LocalChoice(name=name, value=value, from_on=day(5_000), reason="For this test.", set_by_id=person.id)
    make.add(row)
    make.commit()


def choose_nothing(make: Session) -> None:
    """Let no rule but that of the lowest grade choose an audit."""
    choose(make, ChoiceName.moderation_share, 0)
    choose(make, ChoiceName.new_auditor_audits, 0)
    choose(make, ChoiceName.outlier_grades, 10)


def make_selection(make: Session, audit: Audit, *rules: SelectionRule, due_in: int = 7) -> ModerationSelection:
    """What the rules said of a submitted audit."""
    row = ModerationSelection(
        audit_id=audit.id, submitted_at=audit.submitted_at or clock.now(), rules=[rule.value for rule in rules],
        share=20, new_auditor_audits=5, outlier_grades=1, due_on=day(-due_in) if rules else None,
    )  # fmt: skip
    make.add(row)
    make.commit()
    return row


def make_panel(make: Session, moderation: Moderation, *person_ids: uuid.UUID) -> None:
    """People on the panel of a moderation, its moderator among them."""
    for person_id in (moderation.moderator_id, *person_ids):
        make.add(ModerationPanelMember(moderation_id=moderation.id, person_id=person_id, invited_by_id=person_id))
    make.commit()


def make_revealed(make: Session, chair_id: uuid.UUID, audit: Audit | None = None) -> Moderation:
    """A panel of which everybody has given grades, and that has yet to agree; what each gave is left out."""
    row = make_moderation(make, moderator_id=chair_id, audit=audit)
    make_panel(make, row, make_person(make, Role.moderator).id)
    make.get_one(Audit, row.audit_id).blind_to_id, row.state = None, ModerationState.revealed
    make.commit()
    return row


def make_world_of_moderations(
    make: Session, me: uuid.UUID, tool: AuditTool, day: str
) -> tuple[dict[str, Any], dict[str, Any]]:  # fmt: skip
    """For each verb of the room a moderation in which it may be done by `me`, and a good body."""

    def one(state: str = "allocated", moderator_id: uuid.UUID = me) -> Moderation:
        audit = make_audit(make, tool=tool, state="submitted")
        return make_moderation(make, state=state, moderator_id=moderator_id, audit=audit)

    other, asked = make_person(make, Role.moderator).id, make_person(make, Role.moderator).id
    member, chaired = one(moderator_id=other), one()
    make_panel(make, member, me)
    make_panel(make, chaired, other)
    questions = [str(question) for question in questions_of(make, tool.id)[:2]]
    grades = {"second_grade": "good", "judgements": dict.fromkeys(questions, "good")}
    words = "Seen in another light by all of us."
    submitted = make_audit(make, tool=tool, state="submitted")
    ids = {
        "take_moderation": {"audit_id": make_audit(make, tool=tool, state="submitted").id},
        "return_moderation": {"moderation_id": one("graded").id},
        "invite_panel": {"moderation_id": one().id},
        "move_moderation": {"moderation_id": one().id},
        "give_panel_grades": {"moderation_id": member.id},
        "release_panel_member": {"moderation_id": chaired.id},
        "agree_panel_grades": {
            "moderation_id": make_revealed(make, me, make_audit(make, tool=tool, state="submitted")).id
        },
    }
    bodies = {
        "allocate_moderation": {"audit_id": submitted.id, "moderator_id": other, "due_on": day, "panel_ids": [asked]},
        "complete_moderation": {
            "reason": words,
            "audit_quality": "high",
            "audit_quality_reason": words,
            "aspects": ASPECTS,
        },
        "return_moderation": {"reason": words, "aspects": {"evidence": {"rating": "poor", "words": words}}},
        "invite_panel": {"person_ids": [asked]},
        "move_moderation": {"moderator_id": other, "due_on": day},
        "give_panel_grades": grades,
        "release_panel_member": {"person_id": other},
        "agree_panel_grades": grades | {"reason": words},
    }
    return ids, bodies


def _grade(make: Session, row: Moderation, audit: Audit, grade: str) -> None:
    outcome = Outcome.agreed if grade == audit.first_grade else Outcome.lowered
    for answer in make.exec(select(AuditAnswer).where(AuditAnswer.audit_id == audit.id)):
        if answer.grade:
            make.add(ModerationJudgement(moderation_id=row.id, tool_question_id=answer.tool_question_id,
                                         first_grade=answer.grade, second_grade=grade, outcome=outcome))  # fmt: skip
    row.first_grade, row.second_grade = audit.first_grade, grade
    row.state, row.outcome = ModerationState.graded, outcome
    row.graded_at, audit.blind_to_id, audit.moderation_outcome = clock.now(), None, outcome
    make.flush()


def _complete(make: Session, row: Moderation, audit: Audit, grade: str) -> None:
    row.state, row.completed_at, row.reason = ModerationState.completed, clock.now(), "Seen in another light."
    row.audit_quality, row.audit_quality_reason = AuditQuality.high, "Thorough and well evidenced."
    reported = text("update audit_answer set reported_grade = :grade where audit_id = :id and grade is not null")
    make.execute(reported, {"grade": grade, "id": audit.id})
    audit.state, audit.reported_grade, audit.finalised_at = AuditState.final, grade, clock.now()
    make.flush()
