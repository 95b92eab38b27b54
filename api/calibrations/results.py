"""What came out of calibrations: how people's grades spread, what was agreed on afterwards, what to calibrate next.

A sixth file because it tells of exercises that are over, while the service is about those that go on.
"""

import uuid
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import timedelta
from itertools import combinations
from typing import Any

from fastapi import Response
from sqlmodel import Session

from api.access.who import Who
from api.audits import queries as audits
from api.audits.service import unknown_grades
from api.calibrations import queries
from api.calibrations.models import Calibration, CalibrationState
from api.calibrations.schemas import AgreedWrite, CalibrationAgree, CalibrationRead
from api.calibrations.spread import agreement_of, spread_of
from api.journal.reads import saw
from api.kernel import clock
from api.kernel.errors import Conflict, FieldError, Invalid, Stale
from api.kernel.requests import etag
from api.tools.models import JudgementLevel

PROPOSED = 5
"""So many criteria are proposed at most."""
LOOKS_BACK = timedelta(days=730)
"""What was graded longer ago says little about how people grade today."""


class CalibrationNotClosed(Conflict):
    detail = "Nobody sees how others graded before the calibration is closed."


def read_calibration_results(db: Session, who: Who, calibration_id: uuid.UUID, response: Response) -> dict[str, Any]:
    """What came out, once it is closed."""
    calibration = queries.get_calibration(db, calibration_id)
    if queries.state_of(calibration) != CalibrationState.closed:
        raise CalibrationNotClosed
    return _results(db, who, calibration, response)


def _results(db: Session, who: Who, calibration: Calibration, response: Response) -> dict[str, Any]:
    saw(db, [calibration.child_id])
    response.headers["ETag"] = etag(calibration.version)
    levels = queries.list_levels(db, calibration.audit_tool_id)
    given: dict[uuid.UUID | None, list[Any]] = defaultdict(list)
    for one in queries.list_given(db, who, calibration.id):
        given[one.tool_question_id].append(one)
    own = queries.find_own_rater_id(db, who, calibration.id)
    told = [
        _question(row, given[row.tool_question_id], levels, own, is_readable=who.sees_free_text)
        for row in queries.list_questions(db, calibration.id)
    ]
    questions = sorted(told[:-1], key=lambda q: (-(q["distance"] or 0), -(q["farthest"] or 0)))
    return {
        "calibration_id": calibration.id,
        "title": calibration.title,
        "people": len(given[None]),
        "agreement": _agreement(given, levels),
        "overall": told[-1],
        "questions": questions,
        "version": calibration.version,
    }


def _question(
    row: Any, given: Sequence[Any], levels: Sequence[JudgementLevel], own: uuid.UUID | None, *, is_readable: bool
) -> dict[str, Any]:
    places = {level.code: level.position for level in levels}
    counts = Counter(one.grade for one in given if one.grade)
    # By grade and then by the words themselves, so that their order tells nothing about who wrote them.
    reasons = sorted((places.get(one.grade, 0), one.reason, one.grade) for one in given if one.reason)
    return {
        "tool_question_id": row.tool_question_id, "criterion_code": row.criterion_code,
        "standard_number": row.standard_number, "text": row.text or "The case as a whole",
        "counts": [{"grade": level.code, "label": level.label, "count": counts[level.code]} for level in levels],
        "not_applicable": sum(one.is_not_applicable for one in given),
        **spread_of([places[one.grade] for one in given if one.grade]),
        "own": next((one for one in given if one.rater_id == own), None),
        "agreed_grade": row.agreed_grade, "agreed_reason": row.agreed_reason if is_readable else None,
        "reasons": [{"grade": grade, "reason": reason} for _, reason, grade in reasons] if is_readable else None,
    }  # fmt: skip


def _agreement(given: dict[uuid.UUID | None, list[Any]], levels: Sequence[JudgementLevel]) -> dict[str, Any]:
    places = {level.code: level.position for level in levels}
    raters = [one.rater_id for one in given[None]]
    rows = [{one.rater_id: places[one.grade] for one in ones if one.grade} for key, ones in given.items() if key]
    return agreement_of([[row.get(rater) for rater in raters] for row in rows], k=len(levels), people=len(raters))


def agree_grades(
    db: Session, who: Who, calibration_id: uuid.UUID, change: CalibrationAgree, version: int, response: Response
) -> dict[str, Any]:
    """Record which grades were agreed on afterwards, with the reasons."""
    calibration = queries.get_calibration_for_update(db, calibration_id)
    if queries.state_of(calibration) != CalibrationState.closed:
        raise CalibrationNotClosed
    if calibration.version != version:
        raise Stale(current=CalibrationRead.model_validate(queries.read_calibration(db, who, calibration_id)))
    rows = {row.tool_question_id: row for row in queries.list_question_rows(db, calibration_id)}
    agreed: dict[str, tuple[uuid.UUID | None, AgreedWrite]]
    agreed = {f"/answers/{key}": (key, one) for key, one in change.answers.items()}
    if change.overall:
        agreed["/overall"] = (None, change.overall)
    levels = audits.list_levels(db, calibration.audit_tool_id)
    faults = unknown_grades(levels, {f"{pointer}/grade": one.grade for pointer, (_, one) in agreed.items()})
    faults += [
        FieldError(pointer=pointer, code="unknown", detail="It was not asked here.")
        for pointer, (key, _) in agreed.items() if key not in rows
    ]  # fmt: skip
    if faults:
        raise Invalid(errors=faults)
    for key, one in agreed.values():
        rows[key].agreed_grade, rows[key].agreed_reason = one.grade, one.reason
        rows[key].agreed_by_id, rows[key].agreed_at = who.id, clock.now()
    calibration.version += 1
    db.flush()
    return _results(db, who, calibration, response)


def propose_calibration(db: Session) -> dict[str, Any]:
    """The criteria on which people have agreed least so far, in moderations and in closed calibrations."""
    moderated = queries.count_pairs_of_moderations(db, clock.now() - LOOKS_BACK)
    calibrated = _pairs_of_calibrations(db)
    known = [key for key in moderated.keys() | calibrated.keys() if _sum(key, moderated, calibrated)[0] >= _LEAST]
    least = sorted(known, key=lambda key: (_share(key, moderated, calibrated), key))[:PROPOSED]
    texts = queries.find_criterion_texts(db, least)
    criteria = []
    for number, code in least:
        pairs, same = _sum((number, code), moderated, calibrated)
        criteria.append({
            "criterion_code": code, "standard_number": number, "text": texts.get((number, code), ""), "pairs": pairs,
            "same": same, "percent_same": 100 * same / pairs,
            "from_moderations": moderated.get((number, code), (0, 0))[0],
            "from_calibrations": calibrated.get((number, code), (0, 0))[0],
        })  # fmt: skip
    return {"criteria": criteria, "sentence": _sentence(criteria)}


_LEAST = queries.LEAST_PAIRS
_Pairs = dict[tuple[int, str], tuple[int, int]]


def _sum(key: tuple[int, str], *sources: _Pairs) -> tuple[int, int]:
    found = [source.get(key, (0, 0)) for source in sources]
    return sum(pairs for pairs, _ in found), sum(same for _, same in found)


def _share(key: tuple[int, str], *sources: _Pairs) -> float:
    pairs, same = _sum(key, *sources)
    return same / pairs


def _pairs_of_calibrations(db: Session) -> _Pairs:
    """Of each criterion, how many pairs of people graded the same case, and how many of them gave the same grade."""
    graded: dict[tuple[int, str, uuid.UUID, uuid.UUID], list[int]] = defaultdict(list)
    for row in queries.list_ratings(db, since=clock.today() - LOOKS_BACK):
        if row.criterion_code is not None:
            key = (row.standard_number, row.criterion_code, row.calibration_id, row.tool_question_id)
            graded[key].append(row.position)
    found: dict[tuple[int, str], tuple[int, int]] = defaultdict(lambda: (0, 0))
    for (number, code, *_), positions in graded.items():
        pairs = list(combinations(positions, 2))
        before = found[number, code]
        found[number, code] = before[0] + len(pairs), before[1] + sum(a == b for a, b in pairs)
    return dict(found)


def _sentence(criteria: list[dict[str, Any]]) -> str:
    if not criteria:
        return f"No criterion has been graded by two people {_LEAST} times yet, so nothing can be proposed."
    first = criteria[0]
    return (
        f"On {first['criterion_code']} two people gave the same grade {first['same']} times of {first['pairs']}:"
        " the least of all criteria in the last two years."
    )
