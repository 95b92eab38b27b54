"""Reading exemplars: those that are published for everybody, drafts and old wordings for those who write them."""

import uuid
from typing import Any

from fastapi import Response
from sqlalchemy import ColumnElement, Select, and_, case, func, or_
from sqlmodel import Session, col, select

from api.access.models import Person
from api.access.permissions import Permission
from api.access.who import Who
from api.audits.models import Audit, AuditState
from api.audits.queries import reference
from api.exemplars.models import Exemplar, ExemplarState, ExemplarText
from api.exemplars.schemas import ExemplarFilters
from api.kernel.errors import NotFound
from api.kernel.pages import paginate, pick
from api.kernel.requests import etag
from api.standards.models import Criterion, PracticeStandard, StandardsSet, StandardsVersion, VersionState
from api.tools.models import JudgementLevel, JudgementScale


def _writes(who: Who) -> bool:
    return Permission.exemplars_manage in who.permissions


def _last_number() -> Any:
    highest = select(func.max(ExemplarText.number)).where(col(ExemplarText.exemplar_id) == Exemplar.id)
    return highest.correlate(Exemplar).scalar_subquery()


def _exemplars(who: Who) -> Select[Any]:
    e, t = Exemplar, ExemplarText
    is_level = and_(col(JudgementLevel.judgement_scale_id) == e.judgement_scale_id, col(JudgementLevel.code) == e.grade)
    is_shown = and_(col(t.exemplar_id) == e.id, col(t.number) == func.coalesce(e.published_text, _last_number()))
    statement = (
        pick(
            e.id, e.standards_set_id, col(StandardsSet.title).label("set_title"), e.standard_number,
            func.nullif(e.criterion_code, "").label("criterion_code"), col(JudgementScale.code).label("scale_code"),
            e.grade, col(JudgementLevel.label).label("grade_label"),
            col(JudgementLevel.position).label("grade_position"), e.state, t.words, t.why,
            col(Audit.id).label("audit_id"), case((col(Audit.id).is_not(None), reference())).label("audit_reference"),
            e.updated_at,
        )
        .join(t, is_shown)
        .join(StandardsSet, col(StandardsSet.id) == e.standards_set_id)
        .join(JudgementScale, col(JudgementScale.id) == e.judgement_scale_id)
        .join(JudgementLevel, is_level)
        .join(Audit, col(Audit.id) == e.audit_id, isouter=True)
    )  # fmt: skip
    return statement if _writes(who) else statement.where(col(e.state) == ExemplarState.published)


def list_exemplars(db: Session, who: Who, filters: ExemplarFilters) -> dict[str, Any]:
    """Exemplars in the order of the standards, the best grade first."""
    e, statement = Exemplar, _exemplars(who)
    for name in ("standards_set_id", "standard_number", "grade", "state"):
        wanted = getattr(filters, name)
        if wanted is not None:
            statement = statement.where(getattr(e, name) == wanted)
    if filters.state is None:
        statement = statement.where(col(e.state) != ExemplarState.retired)
    if filters.criterion_code:
        statement = statement.where(_is_about(filters.criterion_code))
    if filters.q:
        words = (col(ExemplarText.words), col(ExemplarText.why))
        statement = statement.where(or_(*(one.icontains(filters.q, autoescape=True) for one in words)))
    by = [col(e.standard_number), col(e.criterion_code), col(JudgementLevel.position), col(e.id)]
    return paginate(db, statement, filters, by=by)


def _is_about(code: str) -> ColumnElement[bool]:
    """Of the criterion with this code, or of its standard as a whole."""
    of_standard = and_(col(Exemplar.criterion_code) == "", _number_as_text() == code.partition(".")[0])
    return or_(col(Exemplar.criterion_code) == code, of_standard)


def _number_as_text() -> ColumnElement[str]:
    return func.concat(col(Exemplar.standard_number), "")


def read_exemplar(db: Session, who: Who, exemplar_id: uuid.UUID, response: Response | None = None) -> dict[str, Any]:
    """An exemplar with its wordings, or NotFound; the response is given its ETag."""
    more: list[Any] = [Exemplar.version, Exemplar.published_text, _last_number().label("last")]
    row = db.execute(_exemplars(who).add_columns(*more).where(col(Exemplar.id) == exemplar_id)).one_or_none()
    if row is None:
        raise NotFound
    if response is not None:
        response.headers["ETag"] = etag(row.version)
    exemplar = dict(row._mapping)
    shown, last = exemplar.pop("published_text"), exemplar.pop("last")
    writes = _writes(who)
    exemplar["wordings"] = _wordings(db, exemplar_id, shown) if writes else []
    exemplar["has_unpublished_wording"] = writes and shown != last
    return exemplar


def _wordings(db: Session, exemplar_id: uuid.UUID, shown: int | None) -> list[Any]:
    t = ExemplarText
    is_shown = func.coalesce(col(t.number) == shown, False)
    statement = (
        pick(
            t.number, t.words, t.why, col(Person.name).label("written_by_name"), t.written_at,
            is_shown.label("is_shown"),
        )
        .join(Person, col(Person.id) == t.written_by_id)
        .where(col(t.exemplar_id) == exemplar_id)
        .order_by(col(t.number).desc())
    )  # fmt: skip
    return list(db.execute(statement))


def get_exemplar_for_update(db: Session, exemplar_id: uuid.UUID) -> Exemplar:
    """The exemplar's row, locked until the end of the transaction, or NotFound."""
    exemplar = db.get(Exemplar, exemplar_id, with_for_update=True, populate_existing=True)
    if exemplar is None:
        raise NotFound
    return exemplar


def get_last_text(db: Session, exemplar_id: uuid.UUID) -> ExemplarText:
    """The newest wording."""
    statement = select(ExemplarText).where(col(ExemplarText.exemplar_id) == exemplar_id)
    return db.scalars(statement.order_by(col(ExemplarText.number).desc()).limit(1)).one()


def find_place(db: Session, standard_id: uuid.UUID, criterion_id: uuid.UUID | None) -> Any | None:
    """Set, number and code of a standard or of a criterion of it, in a version that is or was in force; or None."""
    statement = (
        pick(StandardsVersion.set_id, PracticeStandard.number, Criterion.code)
        .join(StandardsVersion, col(StandardsVersion.id) == PracticeStandard.standards_version_id)
        .join(
            Criterion,
            and_(col(Criterion.practice_standard_id) == PracticeStandard.id, col(Criterion.id) == criterion_id),
            isouter=True,
        )
        .where(col(PracticeStandard.id) == standard_id, col(StandardsVersion.state) != VersionState.draft)
    )
    row = db.execute(statement).one_or_none()
    return None if row is None or (criterion_id is not None and row.code is None) else row


def find_scale_id(db: Session, code: str) -> uuid.UUID | None:
    """The scale with a code, or None."""
    return db.execute(select(JudgementScale.id).where(col(JudgementScale.code) == code)).scalar_one_or_none()


def list_grades(db: Session, scale_id: uuid.UUID) -> list[str]:
    """The codes of a scale's levels, the best first."""
    statement = select(JudgementLevel.code).where(col(JudgementLevel.judgement_scale_id) == scale_id)
    return list(db.execute(statement.order_by(col(JudgementLevel.position))).scalars())


def is_final_audit(db: Session, audit_id: uuid.UUID) -> bool:
    """Whether it is a final audit in reach."""
    audit = db.get(Audit, audit_id)
    return audit is not None and audit.state == AuditState.final
