"""The verbs of voices: write down who was asked and what they said, and give one's own view of one's work."""

import uuid
from collections.abc import Mapping
from typing import Any

from fastapi import Response
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session

from api.access.who import Who
from api.audits import queries as audits
from api.audits.filling import open_audit
from api.audits.models import OPEN, Audit
from api.audits.service import AuditDeclined, AuditNotOpen, NotTheAuditor, faults_of, unknown_grades
from api.kernel import clock
from api.kernel.errors import Conflict, FieldError, Invalid, Stale
from api.tools import queries as tools
from api.voices import queries
from api.voices.models import PractitionerGrade, PractitionerView, Speaker, Voice, VoiceOnSection, VoiceRecord
from api.voices.readiness import lacks_of_view, missing_voices
from api.voices.schemas import OwnGradeUpdate, ViewRead, ViewUpdate, VoicesRead, VoicesUpdate, VoiceUpdate


class ViewHandedIn(Conflict):
    detail = "You have handed in your view, and it stands as you gave it."


class ViewNotAsked(Conflict):
    detail = "This audit does not ask for your view any more; what you have written stays with you alone."


def read_voices(db: Session, who: Who, audit_id: uuid.UUID, response: Response) -> dict[str, Any]:
    """The voices of an audit, with what is still missing for its auditor."""
    return _read(db, who, queries.get_audit(db, audit_id), response)


def _read(db: Session, who: Who, audit: Audit, response: Response | None = None) -> dict[str, Any]:
    is_open = audit.auditor_id == who.id and audit.state in OPEN
    return queries.read_voices(db, who, audit, missing_voices(db, audit) if is_open else (), response)


def update_voices(
    db: Session, who: Who, audit_id: uuid.UUID, change: VoicesUpdate, version: int, response: Response
) -> dict[str, Any]:
    """Save what the auditor wrote down about the voices, while the audit is open."""
    audit = audits.get_audit_for_update(db, audit_id)
    if audit.auditor_id != who.id:
        raise NotTheAuditor
    record = queries.find_record_for_update(db, audit_id)
    if version != (record.version if record else 1):
        raise Stale(current=VoicesRead.model_validate(_read(db, who, audit)))
    if audit.state not in OPEN:
        raise AuditNotOpen
    if audit.declined_at is not None:
        raise AuditDeclined
    if change.voices:
        _check_voices(db, audit, change)
        open_audit(db, audit)
        _write_down(db, who, audit, change)
        record = record or VoiceRecord(audit_id=audit_id)
        record.version, record.updated_at = record.version + 1, clock.now()
        db.add(record)
        db.flush()
    return _read(db, who, audit, response)


def _check_voices(db: Session, audit: Audit, change: VoicesUpdate) -> None:
    """Raise Invalid for sections that are not the tool's, days to come, and what belongs to the family alone."""
    sections, wrong = queries.list_sections(db, audit.audit_tool_id), []
    for place, update in change.voices.items():
        pointer, is_family = f"/voices/{place}", place.startswith("family")
        if update is None:
            if not is_family:
                wrong.append((pointer, "needed", "Child and practitioner cannot be taken out of an audit."))
            continue
        if update.relation is not None and not is_family:
            wrong.append((f"{pointer}/relation", "not_family", "Only somebody of the family has a relation."))
        if update.heard_on is not None and update.heard_on > clock.today():
            wrong.append((f"{pointer}/heard_on", "in_the_future", "This day has not come yet."))
        unknown = [section for section in update.sections if section not in sections]
        wrong += [(f"{pointer}/sections/{one}", "unknown", "The tool has no such section.") for one in unknown]
    if wrong:
        raise Invalid(errors=faults_of(wrong))


def _write_down(db: Session, who: Who, audit: Audit, change: VoicesUpdate) -> None:
    voices = {queries.place_of(voice): voice for voice in queries.list_voices(db, audit.id)}
    for place, update in change.voices.items():
        if update is not None:
            _fill_in(db, who, voices.get(place) or _new_voice(audit, place), update)
        elif place in voices:
            db.delete(voices[place])
    db.flush()


def _new_voice(audit: Audit, place: str) -> Voice:
    speaker, _, number = place.partition("_")
    return Voice(audit_id=audit.id, speaker=Speaker(speaker), place=int(number or 1))


def _fill_in(db: Session, who: Who, voice: Voice, update: VoiceUpdate) -> None:
    voice.sqlmodel_update(update.model_dump(exclude_unset=True, exclude={"sections"}) | {"written_by_id": who.id})
    db.add(voice)
    db.flush()
    held = {one.tool_section_id: one for one in queries.list_on_sections(db, [voice.id])}
    for section_id, words in update.sections.items():
        one = held.get(section_id) or VoiceOnSection(voice_id=voice.id, tool_section_id=section_id)
        one.sqlmodel_update(words.model_dump(exclude_unset=True))
        db.add(one)


# -- the practitioner's own view -----------------------------------------------------------------------------------


def update_view(
    db: Session, who: Who, audit_id: uuid.UUID, change: ViewUpdate, version: int, response: Response
) -> dict[str, Any]:
    """Save what a practitioner wrote in their own view; nobody else sees it before it is handed in."""
    view, tool_id = _get_to_write(db, who, audit_id, version)
    if change.model_fields_set:
        _check_view(db, tool_id, change)
        view.sqlmodel_update(change.model_dump(exclude_unset=True, exclude={"sections", "questions"}))
        grades = queries.list_own_grades(db, view.id)
        _grade(db, view, {g.tool_section_id: g for g in grades}, "tool_section_id", change.sections)
        _grade(db, view, {g.tool_question_id: g for g in grades}, "tool_question_id", change.questions)
        _save(db, view)
    return queries.read_view(db, who, audit_id, response)


def _get_to_write(db: Session, who: Who, audit_id: uuid.UUID, version: int) -> tuple[PractitionerView, uuid.UUID]:
    """The view of an audit that asks for it, locked, at this version and not yet handed in; begun where it was not.

    With it the audit's tool.
    """
    found = queries.read_view(db, who, audit_id)
    if not found["is_open"]:
        raise ViewHandedIn if found["handed_in_at"] else ViewNotAsked
    begun = PractitionerView(audit_id=audit_id, person_id=who.id)
    db.execute(insert(PractitionerView).values(begun.model_dump()).on_conflict_do_nothing())
    view = queries.get_view_for_update(db, who, audit_id)
    if view.version != version:
        raise Stale(current=ViewRead.model_validate(queries.read_view(db, who, audit_id)))
    if view.handed_in_at is not None:
        raise ViewHandedIn
    return view, found["tool_id"]


def _check_view(db: Session, tool_id: uuid.UUID, change: ViewUpdate) -> None:
    """Raise Invalid for sections and questions that are not the tool's, and grades that are not on its scale."""
    sections, by_question = queries.list_sections(db, tool_id), tools.levels_by_question(db, tool_id)
    levels = audits.list_levels(db, tool_id)
    faults = unknown_grades(levels, {"/overall_grade": change.overall_grade})
    for section_id, update in change.sections.items():
        faults += _wrong_grade(f"/sections/{section_id}", update, levels if section_id in sections else None)
    for question_id, update in change.questions.items():
        faults += _wrong_grade(f"/questions/{question_id}", update, by_question.get(question_id))
    if faults:
        raise Invalid(errors=faults)


def _wrong_grade(pointer: str, update: OwnGradeUpdate, levels: list[str] | None) -> list[FieldError]:
    if levels is None:
        return faults_of([(pointer, "unknown", "The tool has nothing of the kind to grade.")])
    return unknown_grades(levels, {f"{pointer}/grade": update.grade})


def _grade(
    db: Session, view: PractitionerView, held: Mapping[uuid.UUID | None, PractitionerGrade], key: str,
    updates: Mapping[uuid.UUID, OwnGradeUpdate],
) -> None:  # fmt: skip
    for at, update in updates.items():
        grade = held.get(at) or PractitionerGrade(practitioner_view_id=view.id)
        grade.sqlmodel_update({key: at} | update.model_dump(exclude_unset=True))
        db.add(grade)


def hand_in_view(db: Session, who: Who, audit_id: uuid.UUID, version: int, response: Response) -> dict[str, Any]:
    """Hand in a view: from then on it stands, and whoever sees the audit sees it."""
    view, _ = _get_to_write(db, who, audit_id, version)
    lacks = lacks_of_view(view, queries.list_own_grades(db, view.id))
    if lacks:
        raise Invalid("Your view is not complete.", errors=faults_of(lacks))
    view.handed_in_at = clock.now()
    _save(db, view)
    return queries.read_view(db, who, audit_id, response)


def _save(db: Session, view: PractitionerView) -> None:
    view.version, view.updated_at = view.version + 1, clock.now()
    db.flush()
