"""Reading the standards and their versions."""

import uuid
from collections.abc import Iterable
from typing import Any

from fastapi import Response
from sqlalchemy import Row, Select, func, or_
from sqlmodel import Session, col, select

from api.access.permissions import Permission
from api.access.who import Who
from api.kernel import clock
from api.kernel.errors import NotFound
from api.kernel.pages import paginate
from api.kernel.requests import etag
from api.standards.models import Criterion, PracticeStandard, StandardsSet, StandardsVersion, VersionState
from api.standards.schemas import StandardsFilters, StandardsVersionFilters

DRAFTERS = frozenset({Permission.standards_draft, Permission.standards_publish})
"""Who holds one of these sees drafts; to others they do not exist."""


class NoStandardsThen(NotFound):
    detail = "No version of these standards was in force on that day."


def _versions(who: Who) -> Select[Any]:
    v, s = StandardsVersion, StandardsSet
    columns: tuple[Any, ...] = (
        v.id, v.number, v.state, v.title, v.source, v.effective_from, v.effective_to, v.published_at, v.version,
        col(s.code).label("set_code"), col(s.title).label("set_title"),
    )  # fmt: skip
    statement: Select[Any] = select(*columns).join(s, col(s.id) == v.set_id)
    return statement if who.permissions & DRAFTERS else statement.where(col(v.state) != VersionState.draft)


def _listed(row: Row[Any]) -> dict[str, Any]:
    fields = {name: value for name, value in row._mapping.items() if not name.startswith(("_key_", "set_"))}
    return {**fields, "set": {"code": row.set_code, "title": row.set_title}}


def list_standards_versions(db: Session, who: Who, filters: StandardsVersionFilters) -> dict[str, Any]:
    """Versions without their words, the highest number first."""
    statement = _versions(who)
    if filters.set:
        statement = statement.where(col(StandardsSet.code) == filters.set)
    if filters.state:
        statement = statement.where(col(StandardsVersion.state) == filters.state)
    by = [col(StandardsVersion.number), col(StandardsVersion.id)]
    page = paginate(db, statement, filters, by=by, descending=True)
    return {**page, "items": [_listed(row) for row in page["items"]]}


def read_standards(db: Session, who: Who, filters: StandardsFilters, response: Response) -> dict[str, Any]:
    """The version of a set in force on a day, with its words; NoStandardsThen where there was none."""
    at = filters.at or clock.today()
    last_day = col(StandardsVersion.effective_to)
    statement = _versions(who).where(
        col(StandardsSet.code) == filters.set, col(StandardsVersion.state) != VersionState.draft,
        col(StandardsVersion.effective_from) <= at, or_(last_day.is_(None), last_day >= at),
    )  # fmt: skip
    row = db.execute(statement).one_or_none()
    if row is None:
        raise NoStandardsThen
    return _with_words(db, row, response)


def read_standards_version(db: Session, who: Who, version_id: uuid.UUID, response: Response) -> dict[str, Any]:
    """A version with its words, or NotFound."""
    row = db.execute(_versions(who).where(col(StandardsVersion.id) == version_id)).one_or_none()
    if row is None:
        raise NotFound
    return _with_words(db, row, response)


def _with_words(db: Session, row: Row[Any], response: Response) -> dict[str, Any]:
    response.headers["ETag"] = etag(row.version)
    return {**_listed(row), "standards": list_practice_standards(db, row.id)}


def list_practice_standards(db: Session, version_id: uuid.UUID) -> list[dict[str, Any]]:
    """The standards of a version in order, each with its criteria in order."""
    criteria = find_criteria(db, version_id)
    standards = find_practice_standards(db, version_id)
    of = {s.id: [c.model_dump(exclude=_INNER) for c in criteria if c.practice_standard_id == s.id] for s in standards}
    return [{**s.model_dump(exclude=_INNER), "criteria": of[s.id]} for s in standards]


_INNER = {"standards_version_id", "practice_standard_id", "position"}


def find_practice_standards(db: Session, version_id: uuid.UUID) -> list[PracticeStandard]:
    """The standards' rows of a version, in order."""
    statement = select(PracticeStandard).where(PracticeStandard.standards_version_id == version_id)
    return list(db.scalars(statement.order_by(col(PracticeStandard.position), col(PracticeStandard.number))))


def find_criteria(db: Session, version_id: uuid.UUID) -> list[Criterion]:
    """The criteria's rows of a version, in the order of their standard and within it."""
    statement = select(Criterion).join(PracticeStandard).where(PracticeStandard.standards_version_id == version_id)
    by = (col(PracticeStandard.position), col(Criterion.position), col(Criterion.id))
    return list(db.scalars(statement.order_by(*by)))


def get_standards_version(db: Session, who: Who, version_id: uuid.UUID) -> StandardsVersion:
    """The version's row, or NotFound, also for a draft that is not shown to `who`."""
    return _shown(db.get(StandardsVersion, version_id), who)


def get_standards_version_for_update(db: Session, who: Who, version_id: uuid.UUID) -> StandardsVersion:
    """As get_standards_version, and nobody else changes it until this transaction ends."""
    return _shown(db.get(StandardsVersion, version_id, with_for_update=True, populate_existing=True), who)


def _shown(version: StandardsVersion | None, who: Who) -> StandardsVersion:
    if version is None or (version.state == VersionState.draft and not who.permissions & DRAFTERS):
        raise NotFound
    return version


def is_set(db: Session, code: str) -> bool:
    """Whether there is a set with this code."""
    return db.execute(select(StandardsSet.id).where(StandardsSet.code == code)).first() is not None


def get_set_code(db: Session, set_id: uuid.UUID) -> str:
    """The code of a set."""
    return db.get_one(StandardsSet, set_id).code


def get_set_for_update(db: Session, set_id: uuid.UUID) -> StandardsSet:
    """The set's row, held so that its versions are numbered and published one after another."""
    return db.get_one(StandardsSet, set_id, with_for_update=True)


def find_published(db: Session, set_id: uuid.UUID) -> StandardsVersion | None:
    """The set's latest published version, or None."""
    statement = select(StandardsVersion).where(
        StandardsVersion.set_id == set_id, StandardsVersion.state == VersionState.published
    )
    return db.scalars(statement.execution_options(populate_existing=True)).one_or_none()


def find_last_number(db: Session, set_id: uuid.UUID) -> int:
    """The highest number among a set's versions, 0 where it has none."""
    highest = select(func.max(StandardsVersion.number)).where(StandardsVersion.set_id == set_id)
    return db.execute(highest).scalar_one() or 0


def find_codes(db: Session, set_id: uuid.UUID, number: int) -> Iterable[str]:
    """Every code that a criterion of the standard with this number has, in any version of the set."""
    statement = (
        select(Criterion.code).join(PracticeStandard).join(StandardsVersion)
        .where(StandardsVersion.set_id == set_id, PracticeStandard.number == number)
    )  # fmt: skip
    return db.scalars(statement)
