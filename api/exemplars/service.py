"""The verbs of exemplars: write, change, publish, retire. Nothing that could name a child is taken in."""

import uuid
from typing import Any

from fastapi import Response
from sqlmodel import Session

from api.access.who import Who
from api.audits.service import unknown_grades
from api.exemplars import queries
from api.exemplars.anonymity import names_in
from api.exemplars.models import Exemplar, ExemplarState, ExemplarText
from api.exemplars.schemas import ExemplarCreate, ExemplarRead, ExemplarUpdate
from api.kernel import clock
from api.kernel.errors import Conflict, FieldError, Invalid, Stale


class ExemplarIsRetired(Conflict):
    detail = "A retired exemplar stands as it is."


class GradeIsPublished(Conflict):
    detail = "What a published exemplar is an example of cannot change. Retire it, and write another."


class NothingToPublish(Conflict):
    detail = "The newest wording is published already."


def create_exemplar(db: Session, who: Who, new: ExemplarCreate, response: Response) -> dict[str, Any]:
    """Write a draft of an example."""
    place = queries.find_place(db, new.standard_id, new.criterion_id)
    scale_id = queries.find_scale_id(db, new.scale_code)
    faults = _wrong_words(new.words, new.why) + _wrong_audit(db, new.audit_id)
    if place is None:
        pointer = "/criterion_id" if new.criterion_id else "/standard_id"
        faults.append(_fault(pointer, "unknown", "There is no such standard or criterion in force."))
    if scale_id is None:
        faults.append(_fault("/scale_code", "unknown", "There is no such scale."))
    else:
        faults += unknown_grades(queries.list_grades(db, scale_id), {"/grade": new.grade})
    if place is None or scale_id is None or faults:
        raise Invalid(errors=faults)
    exemplar = Exemplar(
        standards_set_id=place.set_id, standard_number=place.number, criterion_code=place.code or "",
        judgement_scale_id=scale_id, grade=new.grade, audit_id=new.audit_id, created_by_id=who.id,
    )  # fmt: skip
    db.add(exemplar)
    db.flush()
    db.add(ExemplarText(exemplar_id=exemplar.id, number=1, words=new.words, why=new.why, written_by_id=who.id))
    db.flush()
    return queries.read_exemplar(db, who, exemplar.id, response)


def _fault(pointer: str, code: str, detail: str) -> FieldError:
    return FieldError(pointer=pointer, code=code, detail=detail)


def _wrong_words(words: str, why: str) -> list[FieldError]:
    """A fault for each thing in the words that could name a child."""
    return [
        _fault(pointer, code, f"This looks like {kind}. An exemplar names nobody.")
        for pointer, text in (("/words", words), ("/why", why))
        for code, kind in names_in(text)
    ]


def _wrong_audit(db: Session, audit_id: uuid.UUID | None) -> list[FieldError]:
    if audit_id is None or queries.is_final_audit(db, audit_id):
        return []
    return [_fault("/audit_id", "unknown", "There is no such final audit in your reach.")]


def update_exemplar(
    db: Session, who: Who, exemplar_id: uuid.UUID, change: ExemplarUpdate, version: int, response: Response
) -> dict[str, Any]:
    """Change a draft, or write new words for an exemplar, which wait to be published."""
    exemplar = _get(db, who, exemplar_id, version)
    last = queries.get_last_text(db, exemplar_id)
    words, why = change.words or last.words, change.why or last.why
    faults = _wrong_words(words, why)
    if "audit_id" in change.model_fields_set:
        faults += _wrong_audit(db, change.audit_id)
    if change.grade and change.grade != exemplar.grade:
        if exemplar.published_text is not None:
            raise GradeIsPublished
        faults += unknown_grades(queries.list_grades(db, exemplar.judgement_scale_id), {"/grade": change.grade})
    if faults:
        raise Invalid(errors=faults)
    if (words, why) != (last.words, last.why):
        text = ExemplarText(exemplar_id=exemplar_id, number=last.number + 1, words=words, why=why, written_by_id=who.id)
        db.add(text)
    exemplar.grade = change.grade or exemplar.grade
    if "audit_id" in change.model_fields_set:
        exemplar.audit_id = change.audit_id
    _save(db, exemplar)
    return queries.read_exemplar(db, who, exemplar_id, response)


def publish_exemplar(db: Session, who: Who, exemplar_id: uuid.UUID, version: int, response: Response) -> dict[str, Any]:
    """Show the newest wording to everybody."""
    exemplar = _get(db, who, exemplar_id, version)
    last = queries.get_last_text(db, exemplar_id)
    if exemplar.published_text == last.number:
        raise NothingToPublish
    exemplar.state, exemplar.published_text = ExemplarState.published, last.number
    _save(db, exemplar)
    return queries.read_exemplar(db, who, exemplar_id, response)


def retire_exemplar(db: Session, who: Who, exemplar_id: uuid.UUID, version: int, response: Response) -> dict[str, Any]:
    """Take an exemplar out of the library, for good; a draft too."""
    exemplar = _get(db, who, exemplar_id, version)
    if exemplar.published_text is None:
        exemplar.published_text = queries.get_last_text(db, exemplar_id).number
    exemplar.state = ExemplarState.retired
    _save(db, exemplar)
    return queries.read_exemplar(db, who, exemplar_id, response)


def _get(db: Session, who: Who, exemplar_id: uuid.UUID, version: int) -> Exemplar:
    """The exemplar, locked, at this version, unless it is retired."""
    exemplar = queries.get_exemplar_for_update(db, exemplar_id)
    if exemplar.version != version:
        raise Stale(current=ExemplarRead.model_validate(queries.read_exemplar(db, who, exemplar_id)))
    if exemplar.state == ExemplarState.retired:
        raise ExemplarIsRetired
    return exemplar


def _save(db: Session, exemplar: Exemplar) -> None:
    exemplar.version, exemplar.updated_at = exemplar.version + 1, clock.now()
    db.flush()
