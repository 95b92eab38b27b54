"""The verbs of agreement: tell the figures, enter an inspector's grades."""

import uuid
from collections import defaultdict
from math import floor
from typing import Any

import numpy as np
from sqlmodel import Session

from api.access.who import Who
from api.agreement import figures, queries, sentences
from api.agreement.models import ExternalJudgement, ExternalRating
from api.agreement.queries import Asked
from api.agreement.schemas import AgreementFilters, ExternalRatingCreate, PeriodFilters
from api.audits import queries as audits
from api.audits.models import Audit, AuditState
from api.audits.service import unknown_grades
from api.kernel import clock
from api.kernel.errors import Conflict, FieldError, Invalid

OWN_FROM = 5  # moderated audits from which somebody is shown their own figures
LEANS_FROM = 10  # and from which they count in the spread of all
FEWEST_AUDITORS = 5  # in a spread in which nobody can be made out
BIN = 0.25


class AuditNotFinal(Conflict):
    detail = "Inspectors' grades are entered for final audits alone, so that no moderator sees them first."


class RatingSuperseded(Conflict):
    detail = "These grades have been superseded already. Supersede the latest ones."


class RatedAlready(Conflict):
    detail = "This inspection's grades for the audit are here already. Supersede them if they were entered wrongly."


def tell_agreement(db: Session, filters: AgreementFilters) -> dict[str, Any]:
    """How far first and second grades agree: as wholes, by kind of audit, and by standard."""
    asked = queries.ask(db, filters)
    by_kind: dict[str, list[Any]] = defaultdict(list)
    for row in sorted(queries.count_overall(db, asked), key=lambda row: row.kind):
        by_kind[row.kind].append(row)
    tables = np.array([figures.tabulate(rows, asked.k) for rows in by_kind.values()]).reshape(-1, asked.k, asked.k)
    (overall,) = figures.of_audits(tables.sum(axis=0, keepdims=True))
    of_kinds = figures.of_audits(tables, figures.FOR_EACH_KIND)
    answers = _answers(db, asked, overall["n"])
    sampled = answers.pop("sampled")
    return {
        "from_on": asked.from_on, "to_on": asked.to_on, "scale": _scale(asked),
        "other_scales": queries.list_other_scales(db, asked),
        "sentence": sentences.headline(overall), "lean_sentence": sentences.lean(overall), "overall": overall,
        **answers,
        "by_kind": [told | {"kind": kind} for kind, told in zip(by_kind, of_kinds, strict=True)],
        "inspectors": _inspectors(db, asked),
        "calibrations": figures.of_calibrations(queries.list_calibrated(db, asked), asked.k),
        "method": sentences.method(sampled, overall["n"]),
    }  # fmt: skip


def _scale(asked: Asked) -> dict[str, Any]:
    return {"code": asked.scale.code, "title": asked.scale.title, "levels": asked.levels}


def _answers(db: Session, asked: Asked, audits_count: int) -> dict[str, Any]:
    """The figures of all answers, and of those about each standard, in the order of the standards."""
    counted: dict[uuid.UUID | None, list[Any]] = defaultdict(list)
    for row in queries.count_by_standard(db, asked):
        counted[row.practice_standard_id].append(row)
    named = {row.id: row for row in queries.list_standards(db, [i for i in counted if i])}
    places: dict[tuple[str | None, int | None], int] = {}
    place_of = {}
    for standard_id in [*named, *([None] if None in counted else [])]:
        row = named.get(standard_id) if standard_id else None
        place_of[standard_id] = places.setdefault((row.set, row.number) if row else (None, None), len(places))
    k = asked.k
    totals = np.zeros((len(places), k, k))
    for standard_id, rows in counted.items():
        totals[place_of[standard_id]] += figures.tabulate(rows, k)
    drawn = _by_audit(queries.list_sample(db, asked, figures.MOST_SAMPLED), place_of, len(places), k)
    totals, drawn = _with_all(totals, 0), _with_all(drawn, 1)
    texts = {place: row.text for standard_id, row in reversed(named.items()) for place in [place_of[standard_id]]}
    every, *by_standard = figures.of_answers(totals, drawn, audits_count)
    return {
        "sampled": len(drawn),
        "answers": every,
        "by_standard": [
            told | {"set_code": set_code, "number": number, "text": texts.get(place, "Of no standard")}
            for told, ((set_code, number), place) in zip(by_standard, places.items(), strict=True)
        ],
    }


def _with_all(counted: figures.Counts, axis: int) -> figures.Counts:
    """Tables with the sum of all of them before the first."""
    return np.concatenate([counted.sum(axis=axis, keepdims=True), counted], axis=axis)


def _by_audit(sample: list[Any], place_of: dict[uuid.UUID | None, int], places: int, k: int) -> figures.Counts:
    """For each audit of the sample and each standard, a table of its answers."""
    audit_of = {audit: i for i, audit in enumerate(dict.fromkeys(row.audit for row in sample))}
    found = np.zeros((len(audit_of), places, k, k))
    for row in sample:
        at = audit_of[row.audit]
        for standard_id, first, second, n in zip(row.standard_ids, row.firsts, row.seconds, row.counts, strict=True):
            found[at, place_of[standard_id], first - 1, second - 1] += n
    return found


def _inspectors(db: Session, asked: Asked) -> dict[str, Any] | None:
    rows = queries.count_inspectors(db, asked)
    if not rows:
        return None
    counted = np.zeros((2, asked.k, asked.k))
    for row in rows:
        counted[0, row.first_grade - 1, row.inspector - 1] += row.n
        counted[1, (row.second_grade or row.first_grade) - 1, row.inspector - 1] += row.n
    first, reported = figures.of_audits(counted)
    return {
        "against_first": first,
        "against_reported": reported,
        "alpha_of_three": figures.alpha_of_three(rows, asked.k),
    }


def tell_hardest(db: Session, filters: AgreementFilters) -> list[dict[str, Any]]:
    """Criteria by how far their grades agree, the least first; those with fewer than ten answers come after."""
    asked = queries.ask(db, filters)
    counted: dict[uuid.UUID, list[Any]] = defaultdict(list)
    for row in queries.count_by_criterion(db, asked):
        counted[row.criterion_id].append(row)
    merged: dict[tuple[str, str], tuple[Any, np.ndarray[Any, Any]]] = {}
    for one in queries.list_criteria(db, list(counted)):
        table = figures.tabulate(counted[one.id], asked.k)
        newest, so_far = merged.get((one.set, one.code), (one, np.zeros_like(table)))
        merged[one.set, one.code] = newest, so_far + table
    told = [_criterion(newest, table) for newest, table in merged.values()]
    return sorted(told, key=lambda one: (one["exact_share"] is None, one["exact"] / one["n"], one["code"]))


def _criterion(one: Any, table: figures.Counts) -> dict[str, Any]:
    n, exact = int(table.sum()), int(np.trace(table))
    return {
        "code": one.code, "standard_number": one.number, "text": one.text, "n": n, "exact": exact,
        "exact_share": figures.share(exact, n), "worse": int(np.triu(table, 1).sum()),
        "better": int(np.tril(table, -1).sum()),
    }  # fmt: skip


def tell_own(db: Session, who: Who, filters: PeriodFilters) -> dict[str, Any]:
    """The reader's own figures beside the whole council's."""
    asked = queries.ask(db, filters)
    counted = queries.count_own(db, who, asked), queries.count_overall(db, asked)
    own, council = figures.of_audits(np.stack([figures.tabulate(rows, asked.k) for rows in counted]))
    is_shown = own["n"] >= OWN_FROM
    lean = figures.shrink(own["table"], queries.list_leans(db, asked, 2)) if is_shown else None
    words = sentences.headline(own, whose="of your first grades") if is_shown else sentences.own(own["n"], OWN_FROM)
    return {
        "from_on": asked.from_on, "to_on": asked.to_on, "scale": _scale(asked), "least": OWN_FROM, "sentence": words,
        "own": own if is_shown else None, "shrunk_lean": lean, "council": council,
        "calibrations": _own_calibrations(db, who, asked),
    }  # fmt: skip


def _own_calibrations(db: Session, who: Who, asked: Asked) -> dict[str, int] | None:
    given = queries.list_calibrated(db, asked)
    own = {key: by_person[who.id] for key, by_person in given.items() if who.id in by_person}
    if not own:
        return None
    others = {key: [grade for person, grade in given[key].items() if person != who.id] for key in own}
    exercises = {exercise for exercise, _ in own}
    agreed = {key: grade for key, grade in queries.list_agreed(db, list(exercises)).items() if key in own}
    return {"exercises": len(exercises)} | figures.beside(own, agreed, others)


def tell_leans(db: Session, filters: PeriodFilters) -> dict[str, Any]:
    """How the leans of auditors are spread, in steps of a quarter of a grade, with nobody named."""
    asked = queries.ask(db, filters)
    leans = [row.lean for row in queries.list_leans(db, asked, LEANS_FROM)]
    bins: dict[int, int] = defaultdict(int)
    for lean in leans if len(leans) >= FEWEST_AUDITORS else ():
        bins[floor(lean / BIN + 0.5)] += 1
    return {
        "from_on": asked.from_on, "to_on": asked.to_on, "least": LEANS_FROM, "auditors": len(leans),
        "bins": [
            {"lower": (at - 0.5) * BIN, "upper": (at + 0.5) * BIN, "auditors": bins[at]}
            for at in (range(min(bins), max(bins) + 1) if bins else ())
        ],
        "caution": sentences.spread(len(leans), LEANS_FROM, FEWEST_AUDITORS),
    }  # fmt: skip


def enter_external_rating(db: Session, who: Who, new: ExternalRatingCreate) -> dict[str, Any]:
    """Enter what an inspector made of the work a final audit looked at, or supersede what was entered wrongly."""
    audit = audits.find_audit_for_update(db, new.audit_id)
    faults = _faults(db, audit, new)
    if audit is None or faults:
        raise Invalid(errors=faults)
    if audit.state != AuditState.final:
        raise AuditNotFinal
    standing = {rating.id: rating.by_whom.casefold() for rating in queries.list_standing_ratings(db, audit.id)}
    if new.supersedes_id is not None and standing.pop(new.supersedes_id, None) is None:
        raise RatingSuperseded
    if new.by_whom.casefold() in standing.values():
        raise RatedAlready
    rating = ExternalRating(**new.model_dump(exclude={"standards"}), entered_by_id=who.id)
    db.add(rating)
    db.flush()
    for standard_id, grade in new.standards.items():
        db.add(ExternalJudgement(external_rating_id=rating.id, practice_standard_id=standard_id, grade=grade))
    db.flush()
    return queries.read_external_rating(db, rating.id)


def _faults(db: Session, audit: Audit | None, new: ExternalRatingCreate) -> list[FieldError]:
    if audit is None:
        return [FieldError(pointer="/audit_id", code="unknown", detail="There is no such audit in your reach.")]
    grades = {"/overall_grade": new.overall_grade}
    grades |= {f"/standards/{standard_id}": grade for standard_id, grade in new.standards.items()}
    faults = unknown_grades(queries.list_level_codes(db, audit.audit_tool_id), grades)
    for standard_id in new.standards.keys() - set(queries.list_standards_of_tool(db, audit.audit_tool_id)):
        detail = "The audit's tool does not ask about this standard."
        faults.append(FieldError(pointer=f"/standards/{standard_id}", code="unknown", detail=detail))
    if new.rated_on > clock.today():
        faults.append(FieldError(pointer="/rated_on", code="in_the_future", detail="The day has yet to come."))
    return faults
