"""Reading the standards in force, to which the triangle holds what is known."""

from datetime import date
from typing import Any

from sqlalchemy import or_
from sqlmodel import Session, col, select

from api.standards.models import PracticeStandard, StandardsSet, StandardsVersion, VersionState


def list_standards_in_force(db: Session, day: date) -> list[Any]:
    """Number and text of each practice standard in force on `day`."""
    statement = (
        select(PracticeStandard.number, PracticeStandard.text)
        .join(StandardsVersion, col(StandardsVersion.id) == PracticeStandard.standards_version_id)
        .join(StandardsSet, col(StandardsSet.id) == StandardsVersion.set_id)
        .where(
            StandardsSet.code == "practice", StandardsVersion.state != VersionState.draft,
            col(StandardsVersion.effective_from) <= day,
            or_(col(StandardsVersion.effective_to).is_(None), col(StandardsVersion.effective_to) >= day),
        )
        .order_by(col(PracticeStandard.number))
    )  # fmt: skip
    return list(db.execute(statement).all())
