"""Makes case records, final audits, second readings, survey answers and ready values for tests of indicators."""

import secrets
import uuid
from datetime import UTC, date, datetime
from typing import Any

from sqlmodel import Session, col, select

from api.access.models import Unit
from api.access.permissions import Role
from api.audits.models import Audit, AuditAnswer, AuditState, Outcome
from api.cases.models import Child, CpVisit, Disability, Involvement, Record
from api.indicators.models import Indicator, IndicatorValue, PeriodType, ValueStatus
from api.moderations.models import AuditQuality, Moderation, ModerationJudgement, ModerationState
from api.standards.models import Criterion, PracticeStandard
from api.surveys.models import Audience, Survey, SurveyAnswer, SurveyQuestion, SurveyResponse, SurveyState
from api.tools.models import AuditKind, AuditTool, JudgementScale, ToolQuestion, ToolSection, ToolState
from tests.access.make import SOURCE, make_person

NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)
"""The instant at which the tests of indicators stand: a Monday."""
API = "/api/v1"


def record(make: Session, kind: type[Record], child_ref: str | None, /, **fields: Any) -> Any:
    """A row of case data, received at noon."""
    sent = {"source_system": SOURCE, "as_of": NOON, "received_at": NOON, "updated_at": NOON}
    row = kind(**sent | {"source_id": secrets.token_hex(6), "child_ref": child_ref} | fields)
    make.add(row)
    make.commit()
    return row


def child(make: Session, team: str | None = "north_1", from_on: date = date(2020, 1, 1)) -> str:
    """The reference of a new child, whose case the team has held since a day."""
    ref = secrets.token_hex(8)
    make.add(Child(source_system=SOURCE, as_of=NOON, received_at=NOON, updated_at=NOON, child_ref=ref,
                   source_id_encrypted=b"x"))  # fmt: skip
    make.commit()
    if team:
        record(make, Involvement, ref, role="CW", team_source_id=team, from_on=from_on)
    return ref


def describe(
    make: Session, child_ref: str, born: date | None = None, sex: str | None = None, ethnicity: str | None = None,
    disabilities: tuple[str, ...] = (),
) -> None:  # fmt: skip
    """Record a child's birth, sex, ethnicity and disabilities anew."""
    row = make.exec(select(Child).where(Child.child_ref == child_ref)).one()
    row.birth_on, row.sex, row.ethnicity = born, sex, ethnicity
    for gone in make.exec(select(Disability).where(Disability.child_ref == child_ref)).all():
        make.delete(gone)
    make.commit()
    for code in disabilities:
        record(make, Disability, child_ref, code=code)


def visits(make: Session, child_ref: str, day: date | None, alone: int, together: int = 0) -> None:
    """Visits on a day at which the child was seen: so many alone, so many not."""
    for place in range(alone + together):
        record(make, CpVisit, child_ref, visited_on=day, is_seen=True, is_seen_alone=place < alone)


def tool(make: Session, standards: tuple[int, ...] = (1, 2)) -> AuditTool:
    """A published tool with two questions for each of the standards."""
    scale = make.exec(select(JudgementScale).where(JudgementScale.code == "ofsted")).one()
    found = make.exec(select(PracticeStandard).where(col(PracticeStandard.number).in_(standards))).all()
    made = AuditTool(code=secrets.token_hex(4), title=secrets.token_hex(4), kind=AuditKind.managers, number=1,
                     standards_version_id=found[0].standards_version_id, judgement_scale_id=scale.id)  # fmt: skip
    make.add(made)
    make.flush()
    for standard in found:
        section = ToolSection(audit_tool_id=made.id, practice_standard_id=standard.id, position=standard.number)
        make.add(section)
        make.flush()
        criteria = make.exec(select(Criterion).where(Criterion.practice_standard_id == standard.id).limit(2)).all()
        for place, one in enumerate(criteria, 1):
            make.add(ToolQuestion(tool_section_id=section.id, criterion_id=one.id, text=one.text, position=place))
    make.flush()
    made.state, made.published_at = ToolState.published, NOON
    make.commit()
    return made


def questions(make: Session, made: AuditTool) -> dict[int, list[uuid.UUID]]:
    """The ids of a tool's questions by the number of their standard."""
    rows = make.exec(
        select(PracticeStandard.number, ToolQuestion.id)
        .join(ToolSection, col(ToolSection.practice_standard_id) == PracticeStandard.id)
        .join(ToolQuestion, col(ToolQuestion.tool_section_id) == ToolSection.id)
        .where(ToolSection.audit_tool_id == made.id).order_by(col(ToolQuestion.position))
    ).all()  # fmt: skip
    found: dict[int, list[uuid.UUID]] = {}
    for number, question_id in rows:
        found.setdefault(number, []).append(question_id)
    return found


def audit(
    make: Session, made: AuditTool, grades: dict[uuid.UUID, str | None], *, unit: str = "north_1",
    overall: str = "good", finalised_at: datetime | None = NOON,
) -> Audit:  # fmt: skip
    """An audit with these reported grades (None is not applicable): final, or only submitted without an instant."""
    auditor = make_person(make, Role.auditor).id
    kept = make.exec(select(Child).where(Child.child_ref == child(make, unit))).one()
    row = Audit(
        audit_tool_id=made.id, child_id=kept.id, child_ref=kept.child_ref, kind=AuditKind.managers, auditor_id=auditor,
        unit_id=make.exec(select(Unit.id).where(Unit.source_id == unit)).one(), allocated_by_id=auditor,
        due_on=date(2026, 12, 1), period_from=date(2026, 1, 1), period_to=date(2026, 6, 1), questions_count=len(grades),
    )  # fmt: skip
    make.add(row)
    make.flush()
    for question_id, grade in grades.items():
        make.add(AuditAnswer(audit_id=row.id, tool_question_id=question_id, grade=grade, reported_grade=grade,
                             is_not_applicable=grade is None, reason="Seen in the record."))  # fmt: skip
    make.flush()
    row.first_grade, row.submitted_at, row.state = overall, NOON, AuditState.submitted
    make.flush()
    if finalised_at:
        row.reported_grade, row.finalised_at, row.state = overall, finalised_at, AuditState.final
    make.commit()
    return row


def moderation(make: Session, row: Audit, outcomes: dict[uuid.UUID, str], *, is_completed: bool = True) -> None:
    """A second reading of an audit, with the outcome of each judgement."""
    moderator = make_person(make, Role.moderator).id
    more: dict[str, Any] = {"state": ModerationState.graded}
    if is_completed:
        more = {"state": ModerationState.completed, "completed_at": NOON, "audit_quality": AuditQuality.high}
    second = Moderation(audit_id=row.id, moderator_id=moderator, allocated_by_id=moderator, due_on=date(2026, 12, 1),
                        first_grade="good", second_grade="good", outcome=Outcome.agreed, **more)  # fmt: skip
    make.add(second)
    make.flush()
    for question_id, outcome in outcomes.items():
        make.add(ModerationJudgement(moderation_id=second.id, tool_question_id=question_id, first_grade="good",
                                     second_grade="good", outcome=Outcome(outcome)))  # fmt: skip
    make.commit()


def survey(
    make: Session, standards: tuple[int | None, ...] = (4,), state: SurveyState = SurveyState.closed
) -> list[SurveyQuestion]:
    """A survey with a question for each standard, closed unless said otherwise: only then it counts."""
    made = Survey(title="Your views", audience=Audience.child, introduction="Tell us.", state=state)
    make.add(made)
    make.flush()
    found = []
    for place, number in enumerate(standards, 1):
        of = make.exec(select(PracticeStandard.id).where(PracticeStandard.number == number)).first() if number else None
        found.append(SurveyQuestion(survey_id=made.id, position=place, text="I am heard.", practice_standard_id=of))
        make.add(found[-1])
    make.commit()
    return found


def respond(
    make: Session, asked: list[SurveyQuestion], values: tuple[int | None, ...], week: date = date(2026, 11, 9)
) -> None:
    """One response with a value for each question."""
    given = SurveyResponse(survey_id=asked[0].survey_id, answered_week=week)
    make.add(given)
    make.flush()
    for question, value in zip(asked, values, strict=True):
        make.add(SurveyAnswer(survey_response_id=given.id, survey_question_id=question.id, value=value))
    make.commit()


def value(make: Session, code: str, unit_id: uuid.UUID, start: date, kind: str = "month") -> dict[str, Any] | None:
    """Numerator, denominator, value, status and revision of a true value, or None where there is none."""
    make.rollback()
    row = make.exec(
        select(IndicatorValue).join(Indicator, col(Indicator.id) == IndicatorValue.indicator_id)
        .where(Indicator.code == code, IndicatorValue.unit_id == unit_id, IndicatorValue.period_start == start,
               IndicatorValue.period_type == PeriodType(kind))
    ).one_or_none()  # fmt: skip
    return row.model_dump() if row else None


def counted(make: Session, code: str, unit_id: uuid.UUID, start: date, kind: str = "month") -> tuple[int, int] | None:
    """Numerator and denominator of a true value; None where there is none."""
    found = value(make, code, unit_id, start, kind)
    return (
        (found["numerator"], found["denominator"]) if found and found["value_status"] != ValueStatus.no_data else None
    )


def record_of(make: Session, kind: type[Record], /, **fields: Any) -> Any:
    """A row of case data that is about no child."""
    sent = {"source_system": SOURCE, "as_of": NOON, "received_at": NOON, "updated_at": NOON}
    row = kind(**sent | fields)
    make.add(row)
    make.commit()
    return row


def make_world_of_settings(day: str) -> tuple[dict[str, dict[str, str]], dict[str, Any]]:
    """Good ids by operation and good bodies of the operations on conventions and words."""
    place = {"code": "assessments_45_days", "name": "within"}
    bodies = {
        "set_setting": {"number": 40, "from_on": day, "reason": "Agreed at the meeting.", "changes_the_past": True},
        "preview_setting": {"number": 40, "from_on": day},
        "update_indicator": {
            "title": "In time", "description": "x", "numerator_text": "x", "denominator_text": "x", "known_gaps": "",
            "owner": "x", "reason": "Agreed at the meeting.",
        },
    }  # fmt: skip
    return dict.fromkeys(("list_settings", "read_versions", "read_indicator", *bodies), place), bodies
