"""Wordings: giving an indicator other words, which never change a figure, and every wording that it has had.

A sixth file because it is a noun of its own; nothing that was ever said is lost.
"""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from fastapi import Response
from sqlmodel import Session

from api.access.who import Who
from api.indicators import queries
from api.indicators.catalogue import WORDS, delivered
from api.indicators.models import Indicator, IndicatorWording
from api.indicators.schemas import IndicatorRead
from api.indicators.telling import IndicatorUpdate
from api.kernel import clock
from api.kernel.errors import Conflict, FieldError, Invalid, Stale

_CAME_WITH = "The words it came with."


class NothingReworded(Conflict):
    detail = "These are the words that it has already."


def update_indicator(
    db: Session, who: Who, code: str, change: IndicatorUpdate, version: int, response: Response
) -> Any:  # fmt: skip
    """Give an indicator other words; what it was called before is kept."""
    indicator = queries.get_indicator_for_update(db, code)
    stands = queries.read_indicator(db, code)
    if stands.version != version:
        raise Stale(current=IndicatorRead.model_validate(stands))
    before, after = _words_of(indicator), _reworded(indicator, change)
    if after == before:
        raise NothingReworded
    if not queries.list_wordings(db, who, indicator.id):
        _keep(db, indicator, 1, before, reason=_CAME_WITH, is_delivered=True)
    _keep(db, indicator, version + 1, after, reason=change.reason, is_delivered=after == delivered(code), by=who)
    for name, words in after.items():
        setattr(indicator, name, words)
    db.flush()
    return queries.read_indicator(db, code, response)


def _words_of(indicator: Indicator) -> dict[str, str | None]:
    return {name: getattr(indicator, name) for name in WORDS}


def _reworded(indicator: Indicator, change: IndicatorUpdate) -> dict[str, str | None]:
    """All words with those that change; whether there is a denominator is no matter of words."""
    given = {name: getattr(change, name) for name in WORDS if name in change.model_fields_set}
    if "denominator_text" in given and (given["denominator_text"] is None) != (indicator.denominator_text is None):
        detail = "Whether an indicator is a count or a share is not a matter of words: leave this as it is."
        raise Invalid(errors=[FieldError(pointer="/denominator_text", code="count_stays_count", detail=detail)])
    said = {name: words for name, words in given.items() if words is not None}
    return _words_of(indicator) | said


def _keep(
    db: Session, indicator: Indicator, number: int, words: Mapping[str, Any], *, reason: str,
    is_delivered: bool, by: Who | None = None,
) -> None:  # fmt: skip
    db.add(IndicatorWording(
        indicator_id=indicator.id, number=number, **words, is_delivered=is_delivered, reason=reason,
        written_by_id=by.id if by else None, written_at=clock.now(),
    ))  # fmt: skip
    db.flush()


def wordings_of(db: Session, who: Who, indicator: Indicator) -> list[dict[str, Any]]:
    """Every wording with those of its words that are others than before, the latest first."""
    kept = queries.list_wordings(db, who, indicator.id) or [
        {"number": 1, **_words_of(indicator), "is_delivered": True, "reason": _CAME_WITH, "written_by_name": None}
    ]
    changed = [[name for name in WORDS if new[name] != old[name]] for new, old in pairwise(kept)]
    first = kept[-1] | {"written_at": None}
    return [one | {"changed": names} for one, names in zip([*kept[:-1], first], [*changed, []], strict=True)]
