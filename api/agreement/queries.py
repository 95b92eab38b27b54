"""Reading agreement: sums of tallies, a sample of audits to tell chance from, own pairs, inspectors' grades."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, any_, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from api.access.models import Person, Unit
from api.access.who import Who
from api.agreement.models import AgreementPair, AgreementTally, ExternalJudgement, ExternalRating
from api.agreement.schemas import ExternalRatingRead, GapFilters, PeriodFilters, RatingFilters
from api.audits.models import Audit, AuditAnswer
from api.audits.queries import reference
from api.calibrations.models import Calibration, CalibrationQuestion
from api.calibrations.queries import list_ratings
from api.journal.reads import saw
from api.kernel import clock
from api.kernel.errors import FieldError, Invalid
from api.kernel.pages import paginate, pick
from api.standards.models import Criterion, PracticeStandard, StandardsSet, StandardsVersion
from api.tools.models import AuditTool, JudgementLevel, JudgementScale, ToolQuestion, ToolSection

_DEFAULT_SCALE = "ofsted"
_FAR_APART = 2
_BY_YEAR = 4
"""What is added to a grain that counts by the year."""


class UnknownScale(Invalid):
    detail = "There is no such scale."


class PeriodOutOfOrder(Invalid):
    detail = "The period ends before it begins."


@dataclass(frozen=True)
class Asked:
    """What is compared: whole months, one scale, and perhaps one kind of audit and one unit with those beneath it."""

    from_on: date
    to_on: date
    scale: JudgementScale
    levels: list[JudgementLevel]
    kind: str | None = None
    unit_ids: list[uuid.UUID] | None = None

    @property
    def k(self) -> int:
        """How many places the scale has."""
        return len(self.levels)


def _months(filters: PeriodFilters) -> tuple[date, date]:
    to_on = filters.to_on or max(clock.today(), filters.from_on or date.min)
    first = filters.from_on or (to_on.replace(day=1) - timedelta(days=330))
    after = (to_on.replace(day=1) + timedelta(days=32)).replace(day=1)
    if first > to_on:
        fault = FieldError(pointer="?to_on", code="out_of_order", detail=PeriodOutOfOrder.detail)
        raise PeriodOutOfOrder(errors=[fault])
    return first.replace(day=1), after - timedelta(days=1)


def ask(db: Session, filters: PeriodFilters) -> Asked:
    """What the filters mean; raises Invalid for a scale that is not there and for a period that ends too early."""
    from_on, to_on = _months(filters)
    scale = _find_scale(db, filters.scale, from_on, to_on)
    levels = select(JudgementLevel).where(col(JudgementLevel.judgement_scale_id) == scale.id)
    kind, unit_id = getattr(filters, "kind", None), getattr(filters, "unit_id", None)
    units = db.execute(select(func.unit_and_below(unit_id))).scalar_one() if unit_id else None
    found = list(db.scalars(levels.order_by(col(JudgementLevel.position))))
    return Asked(from_on, to_on, scale, found, kind, units)


def _find_scale(db: Session, code: str | None, from_on: date, to_on: date) -> JudgementScale:
    if code is None:
        used = _scales_used(from_on, to_on).limit(1)
        code = db.execute(used).scalars().first() or _DEFAULT_SCALE
    scale = db.scalars(select(JudgementScale).where(JudgementScale.code == code)).one_or_none()
    if scale is None:
        raise UnknownScale(errors=[FieldError(pointer="?scale", code="unknown", detail=UnknownScale.detail)])
    return scale


def _scales_used(from_on: date, to_on: date) -> Select[Any]:
    """The codes of the scales of a period, the most used first, each with its title and how many audits."""
    t, audits = AgreementTally, func.sum(AgreementTally.n)
    return (
        pick(JudgementScale.code, JudgementScale.title, audits.label("audits"))
        .join(t, col(t.judgement_scale_id) == JudgementScale.id)
        .where(_spans(from_on, to_on, 0), col(t.is_overall))
        .group_by(col(JudgementScale.id))
        .order_by(audits.desc(), col(JudgementScale.code))
    )


def list_other_scales(db: Session, asked: Asked) -> list[Any]:
    """The other scales of the period, each with how many audits were moderated on it."""
    return [row for row in db.execute(_scales_used(asked.from_on, asked.to_on)) if row.code != asked.scale.code]


def _spans(from_on: date, to_on: date, grain: int) -> ColumnElement[bool]:
    """The tallies of a period of whole months, each once: by the year where all of it lies within, else by the month.

    A year that has not ended lies within once the period reaches today, as there is nothing later.
    """
    t, until = AgreementTally, date.max if to_on >= clock.today() else to_on
    first = from_on.year + (from_on > date(from_on.year, 1, 1))
    last = to_on.year if until >= date(to_on.year, 12, 31) else to_on.year - 1
    by_month, by_year = col(t.grain) == grain, col(t.grain) == grain + _BY_YEAR
    if first > last:
        return and_(by_month, col(t.month).between(from_on, to_on))
    years = and_(by_year, col(t.month).between(date(first, 1, 1), date(last, 1, 1)))
    before = and_(by_month, col(t.month) >= from_on, col(t.month) < date(first, 1, 1))
    after = and_(by_month, col(t.month) > date(last, 12, 31), col(t.month) <= to_on)
    return or_(years, before, after)


def _tallies(asked: Asked, *by: Any, with_kind: bool = False) -> Select[Any]:
    """Sums of tallies by the columns `by` and both grades, at the grain that has no more rows than it must."""
    t = AgreementTally
    grain = int(with_kind or asked.kind is not None) + 2 * (asked.unit_ids is not None)
    statement = pick(*by, t.first_grade, t.second_grade, func.sum(t.n).label("n")).where(
        _spans(asked.from_on, asked.to_on, grain), col(t.judgement_scale_id) == asked.scale.id
    )
    if asked.kind is not None:
        statement = statement.where(col(t.kind) == asked.kind)
    if asked.unit_ids is not None:
        statement = statement.where(col(t.unit_id) == any_(asked.unit_ids))  # type: ignore[arg-type]  # a list is an array
    return statement.group_by(*by, col(t.first_grade), col(t.second_grade))


def count_overall(db: Session, asked: Asked) -> list[Any]:
    """How often each first and second overall grade met, by kind of audit."""
    statement = _tallies(asked, AgreementTally.kind, with_kind=True).where(col(AgreementTally.is_overall))
    return list(db.execute(statement))


def count_by_standard(db: Session, asked: Asked) -> list[Any]:
    """How often each first and second grade of an answer met, by standard; a standard is null where none is asked."""
    t = AgreementTally
    return list(db.execute(_tallies(asked, t.practice_standard_id).where(col(t.is_overall).is_(False))))


def count_by_criterion(db: Session, asked: Asked) -> list[Any]:
    """How often each first and second grade of an answer met, by criterion."""
    t = AgreementTally
    narrowed = _tallies(asked, t.practice_standard_id, t.criterion_id)
    return list(db.execute(narrowed.where(col(t.is_overall).is_(False), col(t.criterion_id).is_not(None))))


def list_standards(db: Session, ids: Sequence[uuid.UUID]) -> list[Any]:
    """Standards with the code of their set, the newest version's first."""
    statement = (
        pick(PracticeStandard.id, PracticeStandard.number, PracticeStandard.text, col(StandardsSet.code).label("set"))
        .join(StandardsVersion, col(StandardsVersion.id) == PracticeStandard.standards_version_id)
        .join(StandardsSet, col(StandardsSet.id) == StandardsVersion.set_id)
        .where(col(PracticeStandard.id).in_(ids))
        .order_by(col(StandardsSet.code), col(PracticeStandard.number), col(StandardsVersion.number).desc())
    )
    return list(db.execute(statement))


def list_criteria(db: Session, ids: Sequence[uuid.UUID]) -> list[Any]:
    """Criteria with their standard's number and the code of the set, the newest version's first."""
    statement = (
        pick(Criterion.id, Criterion.code, Criterion.text, PracticeStandard.number, col(StandardsSet.code).label("set"))
        .join(PracticeStandard, col(PracticeStandard.id) == Criterion.practice_standard_id)
        .join(StandardsVersion, col(StandardsVersion.id) == PracticeStandard.standards_version_id)
        .join(StandardsSet, col(StandardsSet.id) == StandardsVersion.set_id)
        .where(col(Criterion.id).in_(ids))
        .order_by(col(StandardsVersion.number).desc())
    )
    return list(db.execute(statement))


def list_sample(db: Session, asked: Asked, most: int) -> list[Any]:
    """At most so many audits at random, each with its answers counted by standard; the same for the same data."""
    told = func.agreement_sample(asked.scale.id, asked.from_on, asked.to_on, asked.kind, asked.unit_ids, most)
    columns = told.table_valued("audit", "standard_ids", "firsts", "seconds", "counts")
    return list(db.execute(pick(columns)))


def list_leans(db: Session, asked: Asked, fewest: int) -> list[Any]:
    """For each auditor with so many moderated audits: how many, their mean shift, its spread. Nobody is named."""
    told = func.agreement_leans(asked.scale.id, asked.from_on, asked.to_on, fewest)
    return list(db.execute(pick(told.table_valued("n", "lean", "spread"))))


def count_inspectors(db: Session, asked: Asked) -> list[Any]:
    """How often the auditor's, the moderated and the inspector's overall grade met; the second null if unmoderated."""
    told = func.agreement_with_inspectors(asked.scale.id, asked.from_on, asked.to_on, asked.kind, asked.unit_ids)
    return list(db.execute(pick(told.table_valued("first_grade", "second_grade", "inspector", "n"))))


def count_own(db: Session, who: Who, asked: Asked) -> list[Any]:
    """How often the reader's own first grades met which second ones."""
    p = AgreementPair
    statement = (
        pick(p.first_grade, p.second_grade, func.count().label("n"))
        .where(
            col(p.auditor_id) == who.id, col(p.judgement_scale_id) == asked.scale.id,
            col(p.completed_on).between(asked.from_on, asked.to_on),
        )
        .group_by(col(p.first_grade), col(p.second_grade))
    )  # fmt: skip
    return list(db.execute(statement))


def list_calibrated(db: Session, asked: Asked) -> dict[tuple[uuid.UUID, uuid.UUID | None], dict[uuid.UUID, int]]:
    """The grades of the closed calibrations the reader sees, by exercise and question, each by its giver."""
    found: dict[tuple[uuid.UUID, uuid.UUID | None], dict[uuid.UUID, int]] = defaultdict(dict)
    for row in list_ratings(db, since=asked.from_on, until=asked.to_on + timedelta(days=1)):
        if row.k == asked.k:
            found[row.calibration_id, row.tool_question_id][row.person_id] = row.position
    return found


def list_agreed(db: Session, calibration_ids: Sequence[uuid.UUID]) -> dict[tuple[uuid.UUID, uuid.UUID | None], int]:
    """The grades that were agreed on after calibrations, by exercise and question, as places on the scale."""
    c, q, level = Calibration, CalibrationQuestion, JudgementLevel
    statement = (
        pick(q.calibration_id, q.tool_question_id, level.position)
        .join(c, col(c.id) == q.calibration_id)
        .join(AuditTool, col(AuditTool.id) == c.audit_tool_id)
        .join(
            level,
            and_(col(level.judgement_scale_id) == AuditTool.judgement_scale_id, col(level.code) == q.agreed_grade),
        )
        .where(col(q.calibration_id).in_(calibration_ids))
    )
    return {(row.calibration_id, row.tool_question_id): row.position for row in db.execute(statement)}


def list_gaps(db: Session, filters: GapFilters) -> dict[str, Any]:
    """Audits that the reader sees whose overall grades lie two places or more apart, the latest first."""
    asked = ask(db, filters)
    p, one, two = AgreementPair, aliased(JudgementLevel), aliased(JudgementLevel)
    scale = col(p.judgement_scale_id)
    statement = (
        pick(
            p.audit_id, reference().label("reference"), p.kind, col(Unit.name).label("unit_name"), p.moderation_id,
            col(one.code).label("first_grade"), col(two.code).label("second_grade"), p.completed_on, Audit.child_id,
        )
        .join(Audit, col(Audit.id) == p.audit_id)
        .join(one, and_(col(one.judgement_scale_id) == scale, col(one.position) == p.first_grade))
        .join(two, and_(col(two.judgement_scale_id) == scale, col(two.position) == p.second_grade))
        .join(Unit, col(Unit.id) == p.unit_id, isouter=True)
        .where(
            scale == asked.scale.id, col(p.completed_on).between(asked.from_on, asked.to_on),
            func.abs(col(p.first_grade) - col(p.second_grade)) >= _FAR_APART,
        )
    )  # fmt: skip
    if asked.kind is not None:
        statement = statement.where(col(p.kind) == asked.kind)
    if asked.unit_ids is not None:
        statement = statement.where(col(p.unit_id) == any_(asked.unit_ids))  # type: ignore[arg-type]  # as above
    page = paginate(db, statement, filters, by=[col(p.completed_on), col(p.moderation_id)], descending=True)
    saw(db, [row.child_id for row in page["items"]])
    return page


def list_external_ratings(db: Session, filters: RatingFilters) -> dict[str, Any]:
    """Inspectors' grades of an audit, the latest entered first."""
    page = paginate(db, _ratings().where(col(ExternalRating.audit_id) == filters.audit_id), filters,
                    by=[col(ExternalRating.entered_at), col(ExternalRating.id)], descending=True)  # fmt: skip
    saw(db, [row.child_id for row in page["items"]])
    return page | {"items": [_with_standards(db, row) for row in page["items"]]}


def read_external_rating(db: Session, rating_id: uuid.UUID) -> dict[str, Any]:
    """An inspector's grades beside the audit's."""
    row = db.execute(_ratings().where(col(ExternalRating.id) == rating_id)).one()
    saw(db, [row.child_id])
    return _with_standards(db, row)


def _ratings() -> Select[Any]:
    r, later = ExternalRating, aliased(ExternalRating)
    is_superseded = select(later.id).where(later.supersedes_id == r.id).exists()
    return (
        pick(
            r.id, r.audit_id, r.by_whom, r.rated_on, r.overall_grade, Audit.first_grade, Audit.reported_grade,
            col(Person.name).label("entered_by_name"), r.entered_at, r.supersedes_id,
            is_superseded.label("is_superseded"), Audit.child_id, Audit.audit_tool_id,
        )
        .join(Audit, col(Audit.id) == r.audit_id)
        .join(Person, col(Person.id) == r.entered_by_id)
    )  # fmt: skip


def _with_standards(db: Session, row: Any) -> dict[str, Any]:
    j = ExternalJudgement
    given = select(j.practice_standard_id, j.grade).where(col(j.external_rating_id) == row.id)
    theirs = {one.practice_standard_id: one.grade for one in db.execute(given)}
    ours = _middle_grades(db, row.audit_id, row.audit_tool_id)
    standards = [
        {"standard_id": s.id, "number": s.number, "text": s.text, "grade": theirs.get(s.id), "ours": ours.get(s.id)}
        for s in list_standards(db, list_standards_of_tool(db, row.audit_tool_id))
    ]
    kept = ExternalRatingRead.model_fields.keys() & row._mapping.keys()
    return {name: row._mapping[name] for name in kept} | {"standards": standards}


def list_standards_of_tool(db: Session, tool_id: uuid.UUID) -> list[uuid.UUID]:
    """The ids of the standards that a tool asks about."""
    statement = select(ToolSection.practice_standard_id).where(col(ToolSection.audit_tool_id) == tool_id)
    return [found for found in db.execute(statement).scalars() if found is not None]


def _middle_grades(db: Session, audit_id: uuid.UUID, tool_id: uuid.UUID) -> dict[uuid.UUID, str]:
    """For each standard the middle of the audit's reported grades, the worse of two middle ones."""
    level, answer = JudgementLevel, AuditAnswer
    middle = func.percentile_disc(0.5).within_group(col(level.position).desc())
    positions = (
        pick(ToolSection.practice_standard_id, middle.label("position"))
        .join(ToolQuestion, col(ToolQuestion.tool_section_id) == ToolSection.id)
        .join(answer, and_(col(answer.tool_question_id) == ToolQuestion.id, col(answer.audit_id) == audit_id))
        .join(AuditTool, col(AuditTool.id) == ToolSection.audit_tool_id)
        .join(level, and_(col(level.judgement_scale_id) == AuditTool.judgement_scale_id,
                          col(level.code) == answer.reported_grade))
        .where(col(ToolSection.audit_tool_id) == tool_id)
        .group_by(col(ToolSection.practice_standard_id))
    )  # fmt: skip
    found = list(db.execute(positions))
    codes = list_level_codes(db, tool_id)
    return {row.practice_standard_id: codes[row.position - 1] for row in found}


def list_level_codes(db: Session, tool_id: uuid.UUID) -> list[str]:
    """The codes of the scale that a tool judges quality by, the best first."""
    statement = (
        select(JudgementLevel.code)
        .join(AuditTool, col(AuditTool.judgement_scale_id) == JudgementLevel.judgement_scale_id)
        .where(col(AuditTool.id) == tool_id)
        .order_by(col(JudgementLevel.position))
    )
    return list(db.execute(statement).scalars())


def list_standing_ratings(db: Session, audit_id: uuid.UUID) -> list[ExternalRating]:
    """The inspectors' grades of an audit that nothing has superseded."""
    later = aliased(ExternalRating)
    is_superseded = select(later.id).where(later.supersedes_id == ExternalRating.id).exists()
    statement = select(ExternalRating).where(col(ExternalRating.audit_id) == audit_id, ~is_superseded)
    return list(db.scalars(statement))
