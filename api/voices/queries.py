"""Reading voices. Who may see which is PostgreSQL's matter; what is blind or without free text is settled here."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from fastapi import Response
from sqlalchemy import Boolean, Date, Text, and_, any_, case, cast, column, exists, func, literal, literal_column
from sqlmodel import Session, col, select

from api.access.models import Person, Unit
from api.access.queries import list_people_by_id
from api.access.who import Who
from api.audits.models import OPEN, Audit, AuditState
from api.audits.queries import is_blind, list_answers, list_levels, sees_free_text
from api.journal.reads import saw
from api.kernel import clock
from api.kernel.errors import FieldError, Invalid, NotFound
from api.kernel.pages import paginate, pick
from api.kernel.requests import etag
from api.tools.models import AuditTool, ToolQuestion, ToolSection
from api.voices.comparison import compare
from api.voices.models import (
    ContactState,
    PractitionerGrade,
    PractitionerView,
    Speaker,
    Voice,
    VoiceOnSection,
    VoiceRecord,
)
from api.voices.schemas import SummaryFilters, ViewFilters

FEWEST = 5
"""The fewest audits of which a share is told."""

_WORDS = ("reason", "said", "change")
_RANKED = (ContactState.given, ContactState.declined, ContactState.unreachable, ContactState.not_appropriate)
"""Of several people of a family, the state that counts for the audit: the first of these that one of them has."""


def place_of(voice: Voice) -> str:
    """What a voice is called: child, practitioner, family_1 ..."""
    return f"family_{voice.place}" if voice.speaker == Speaker.family else str(voice.speaker)


def get_audit(db: Session, audit_id: uuid.UUID) -> Audit:
    """The audit's row, or NotFound."""
    audit = db.get(Audit, audit_id)
    if audit is None:
        raise NotFound
    return audit


def find_record_for_update(db: Session, audit_id: uuid.UUID) -> VoiceRecord | None:
    """What counts the version of an audit's voices, locked; None before the first was written down."""
    statement = select(VoiceRecord).where(col(VoiceRecord.audit_id) == audit_id).with_for_update()
    return db.execute(statement).scalar_one_or_none()


def list_voices(db: Session, audit_id: uuid.UUID) -> list[Voice]:
    """The voices of an audit: the child's first, the practitioner's last."""
    statement = select(Voice).where(col(Voice.audit_id) == audit_id).order_by(col(Voice.speaker), col(Voice.place))
    return list(db.execute(statement).scalars())


def list_on_sections(db: Session, voice_ids: Iterable[uuid.UUID]) -> list[VoiceOnSection]:
    """What several voices said about single standards."""
    return list(db.execute(select(VoiceOnSection).where(col(VoiceOnSection.voice_id).in_(voice_ids))).scalars())


def list_sections(db: Session, tool_id: uuid.UUID) -> dict[uuid.UUID, list[uuid.UUID]]:
    """The questions of each section of a tool, all in order."""
    statement = (
        pick(ToolSection.id, col(ToolQuestion.id).label("question_id"))
        .join(ToolQuestion, col(ToolQuestion.tool_section_id) == ToolSection.id, isouter=True)
        .where(col(ToolSection.audit_tool_id) == tool_id)
        .order_by(col(ToolSection.position), col(ToolQuestion.position))
    )
    found: dict[uuid.UUID, list[uuid.UUID]] = {}
    for row in db.execute(statement):
        found.setdefault(row.id, []).extend([row.question_id] if row.question_id else [])
    return found


def has_view(db: Session, audit_id: uuid.UUID) -> bool:
    """Whether a practitioner has handed in their own view of an audit."""
    v = PractitionerView
    handed_in = select(v.id).where(col(v.audit_id) == audit_id, col(v.handed_in_at).is_not(None))
    return db.execute(handed_in.limit(1)).first() is not None


def read_voices(
    db: Session, who: Who, audit: Audit, missing: Iterable[FieldError], response: Response | None = None
) -> dict[str, Any]:
    """The voices of an audit; the response is given its ETag."""
    saw(db, [audit.child_id])
    version = db.execute(select(VoiceRecord.version).where(col(VoiceRecord.audit_id) == audit.id)).scalar_one_or_none()
    hidden = set() if sees_free_text(who) else set(_WORDS)
    if is_blind(db, who, audit.id):
        hidden.add("change")
    if response is not None:
        response.headers["ETag"] = etag(version or 1)
    return {
        "audit_id": audit.id,
        "is_sealed": audit.state not in OPEN,
        "is_view_handed_in": has_view(db, audit.id),
        "voices": tell_voices(db, audit.id, hidden),
        "missing": list(missing),
        "version": version or 1,
    }


def tell_voices(db: Session, audit_id: uuid.UUID, hidden: Collection[str] = ()) -> dict[str, dict[str, Any]]:
    """The voices of an audit by place, with who wrote each down last; null where `hidden`."""
    voices = list_voices(db, audit_id)
    on_sections = list_on_sections(db, [voice.id for voice in voices])
    people = list_people_by_id(db, {v.written_by_id for v in voices if v.written_by_id})
    writers: dict[uuid.UUID | None, str] = {person.id: person.name for person in people}
    return {
        place_of(v): _voice(v, [s for s in on_sections if s.voice_id == v.id], hidden)
        | {"written_by_name": writers.get(v.written_by_id)}
        for v in voices
    }


def _voice(voice: Voice, on_sections: list[VoiceOnSection], hidden: Collection[str]) -> dict[str, Any]:
    sections = {
        one.tool_section_id: {
            "said": None if "said" in hidden else one.said,
            "is_judgement_changed": one.is_judgement_changed,
        }
        for one in on_sections
    }
    return (
        voice.model_dump(exclude={"id", "audit_id", "place", "written_by_id"})
        | dict.fromkeys(hidden)
        | {"sections": sections}
    )


# -- the practitioner's own view -----------------------------------------------------------------------------------

_LIKE: dict[str, Any] = {
    "id": Audit.id, "reference": Audit.child_ref, "kind": Audit.kind, "audit_tool_id": Audit.audit_tool_id,
    "child_id": Audit.child_id, "child_ref": Audit.child_ref, "due_on": Audit.due_on,
    "period_from": Audit.period_from, "period_to": Audit.period_to,
}  # fmt: skip
_VIEWED = [
    *(column(name, like.type) for name, like in _LIKE.items()),
    column("is_asking", Boolean()), column("ended", Text()),
]  # fmt: skip
"""What `audits_viewed()` tells of an audit: most of it of the kind of a column there."""


def _audits_viewed(who: Who) -> Any:
    """The audits that ask somebody for their view and those they have written about, with how far the view has come."""
    v = PractitionerView
    viewed = func.audits_viewed().table_valued(*_VIEWED).alias("viewed")
    return (
        pick(
            viewed.c.id.label("audit_id"), viewed.c.reference, viewed.c.kind, viewed.c.audit_tool_id.label("tool_id"),
            col(AuditTool.title).label("tool_title"), viewed.c.child_id, viewed.c.child_ref, viewed.c.due_on,
            viewed.c.period_from, viewed.c.period_to, col(v.id).is_not(None).label("is_begun"), v.handed_in_at,
            and_(viewed.c.is_asking, col(v.handed_in_at).is_(None)).label("is_open"), viewed.c.ended,
        )
        .join(AuditTool, col(AuditTool.id) == viewed.c.audit_tool_id)
        .join(v, and_(col(v.audit_id) == viewed.c.id, col(v.person_id) == who.id), isouter=True),
        viewed,
    )  # fmt: skip


def list_own_views(db: Session, who: Who, filters: ViewFilters) -> dict[str, Any]:
    """The audits that ask for somebody's view or have it, the first due first."""
    statement, viewed = _audits_viewed(who)
    if not filters.ended:
        statement = statement.where(viewed.c.ended.is_(None))
    page = paginate(db, statement, filters, by=[viewed.c.due_on, viewed.c.id])
    saw(db, [row.child_id for row in page["items"]])
    return page


def read_view(db: Session, who: Who, audit_id: uuid.UUID, response: Response | None = None) -> dict[str, Any]:
    """Somebody's own view of an audit that asks for it or that they wrote about, or NotFound, with its ETag."""
    statement, viewed = _audits_viewed(who)
    row = db.execute(statement.where(viewed.c.id == audit_id)).one_or_none()
    if row is None:
        raise NotFound
    saw(db, [row.child_id])
    view = find_view(db, who, audit_id) or PractitionerView(audit_id=audit_id, person_id=who.id)
    if response is not None:
        response.headers["ETag"] = etag(view.version)
    shown = view.model_dump(exclude={"id", "audit_id", "person_id", "handed_in_at", "updated_at"})
    return dict(row._mapping) | shown | _own_grades(list_own_grades(db, view.id))


def find_view(db: Session, who: Who, audit_id: uuid.UUID) -> PractitionerView | None:
    """Somebody's own view of an audit, or None."""
    v = PractitionerView
    own = select(v).where(col(v.audit_id) == audit_id, col(v.person_id) == who.id)
    return db.execute(own).scalar_one_or_none()


def get_view_for_update(db: Session, who: Who, audit_id: uuid.UUID) -> PractitionerView:
    """Somebody's own view, locked until the end of the transaction, or NotFound."""
    v = PractitionerView
    own = select(v).where(col(v.audit_id) == audit_id, col(v.person_id) == who.id).with_for_update()
    view: PractitionerView | None = db.execute(own.execution_options(populate_existing=True)).scalar_one_or_none()
    if view is None:
        raise NotFound
    return view


def list_own_grades(db: Session, view_id: uuid.UUID) -> list[PractitionerGrade]:
    """The grades of a view, in no order."""
    statement = select(PractitionerGrade).where(col(PractitionerGrade.practitioner_view_id) == view_id)
    return list(db.execute(statement).scalars())


def _own_grades(grades: Iterable[PractitionerGrade], hidden: Iterable[str] = ()) -> dict[str, Any]:
    found: dict[str, dict[uuid.UUID, Any]] = {"sections": {}, "questions": {}}
    for one in grades:
        shown = {"grade": one.grade, "reason": one.reason} | dict.fromkeys(hidden)
        if one.tool_section_id is not None:
            found["sections"][one.tool_section_id] = shown
        elif one.tool_question_id is not None:
            found["questions"][one.tool_question_id] = shown
    return found


def read_views(db: Session, who: Who, audit_id: uuid.UUID) -> dict[str, Any]:
    """What practitioners have handed in about an audit, beside its grades, or NotFound."""
    audit, v = get_audit(db, audit_id), PractitionerView
    saw(db, [audit.child_id])
    statement = (
        select(v, Person.name).join(Person, col(Person.id) == v.person_id)
        .where(col(v.audit_id) == audit_id, col(v.handed_in_at).is_not(None)).order_by(col(v.handed_in_at))
    )  # fmt: skip
    return {"audit_id": audit_id, "items": [_beside(db, who, audit, *row) for row in db.execute(statement)]}


def _beside(db: Session, who: Who, audit: Audit, view: PractitionerView, name: str) -> dict[str, Any]:
    """A view beside the audit. Its words are evidence and shown at once; its grades, once they cannot sway another's.

    They are hidden from the auditor, and so from everybody, until the audit is first submitted, and from a moderator
    until the second grades are given.
    """
    is_hidden = (audit.submitted_at is None and audit.state in OPEN) or is_blind(db, who, audit.id)
    grades = list_own_grades(db, view.id)
    compared = None if is_hidden else _compared(db, audit, view, grades)
    shown: dict[str, Any] = {
        "practitioner_name": name, "handed_in_at": view.handed_in_at, "are_grades_hidden": is_hidden,
        "overall_grade": None if is_hidden else view.overall_grade, "overall_reason": view.overall_reason,
        "proud_of": view.proud_of, "would_do_differently": view.would_do_differently, "compared": compared,
        "agreed": None if compared is None else sum(row["is_agreed"] for row in compared),
    }  # fmt: skip
    hidden = ["grade"] if is_hidden else []
    if not sees_free_text(who):
        shown |= dict.fromkeys(("overall_reason", "proud_of", "would_do_differently"))
        hidden.append("reason")
    return shown | _own_grades(grades, hidden)


def _compared(
    db: Session, audit: Audit, view: PractitionerView, grades: Iterable[PractitionerGrade]
) -> list[dict[str, Any]]:
    own: dict[tuple[str, uuid.UUID | None], str] = {}
    if view.overall_grade:
        own["overall", None] = view.overall_grade
    for one in grades:
        if one.grade:
            own["section" if one.tool_section_id else "question", one.tool_section_id or one.tool_question_id] = (
                one.grade
            )
    first = {answer.tool_question_id: answer.grade for answer in list_answers(db, audit.id) if answer.grade}
    sections, levels = list_sections(db, audit.audit_tool_id), list_levels(db, audit.audit_tool_id)
    return compare(own, first, audit.first_grade, sections, levels)


# -- how often each voice was heard --------------------------------------------------------------------------------


def summarise(db: Session, filters: SummaryFilters) -> dict[str, Any]:
    """How often each voice was heard in the audits of a period that somebody may see: in all, by team, by kind."""
    to_on = filters.to_on or clock.today()
    from_on = filters.from_on or date.fromordinal(max(1, to_on.toordinal() - 365))
    if from_on > to_on:
        detail = "The period ends before it begins."
        raise Invalid(errors=[FieldError(pointer="?from_on", code="out_of_order", detail=detail)])
    heard = _heard(filters, from_on, to_on).subquery()
    is_whole, is_unit = func.grouping(heard.c.unit_id, heard.c.kind) == 3, func.grouping(heard.c.unit_id) == 0
    counted = [
        func.count().filter(heard.c[speaker] == place).label(f"{speaker}_{place}")
        for speaker in Speaker for place in range(len(_RANKED))
    ]  # fmt: skip
    statement = (
        select(
            is_whole.label("is_whole"), is_unit.label("is_unit"), heard.c.unit_id, heard.c.kind,
            func.max(Unit.name).label("unit_name"), func.count().label("audits"), *counted,
        )  # type: ignore[call-overload]  # more columns than SQLModel's own typing allows
        .select_from(heard)
        .join(Unit, col(Unit.id) == heard.c.unit_id, isouter=True)
        .group_by(func.grouping_sets(literal_column("()"), heard.c.unit_id, heard.c.kind))
    )  # fmt: skip
    rows = [dict(row._mapping) for row in db.execute(statement)]
    whole = next(row for row in rows if row["is_whole"])
    return {
        "from_on": from_on, "to_on": to_on, "whole": _counted(whole | {"unit_name": None}),
        "units": sorted((_counted(row) for row in rows if row["is_unit"]), key=lambda row: row["unit_name"] or ""),
        "kinds": sorted(
            (_counted(row | {"unit_name": None}) for row in rows if not row["is_whole"] and not row["is_unit"]),
            key=lambda row: -row["audits"],
        ),
    }  # fmt: skip


def _heard(filters: SummaryFilters, from_on: date, to_on: date) -> Any:
    """The audits of a period, each with the place in _RANKED of what became of each voice; null where nothing did."""
    v, view = Voice, PractitionerView
    rank = case({state: place for place, state in enumerate(_RANKED)}, value=col(v.state))
    handed_in = exists().where(col(view.audit_id) == col(Audit.id), col(view.handed_in_at).is_not(None))
    best = {speaker: func.min(rank).filter(col(v.speaker) == speaker) for speaker in Speaker}
    best[Speaker.practitioner] = case((handed_in, literal(0)), else_=best[Speaker.practitioner])  # type: ignore[assignment]
    submitted_on = cast(func.timezone("Europe/London", col(Audit.submitted_at)), Date)
    statement = (
        pick(Audit.id, Audit.unit_id, Audit.kind, *(best[speaker].label(speaker) for speaker in Speaker))
        .join(v, col(v.audit_id) == Audit.id, isouter=True)
        .where(submitted_on.between(from_on, to_on), col(Audit.state) != AuditState.withdrawn)
        .group_by(col(Audit.id))
    )
    if filters.unit_id:
        statement = statement.where(col(Audit.unit_id) == any_(func.unit_and_below(filters.unit_id)))
    if filters.kind:
        statement = statement.where(col(Audit.kind) == filters.kind)
    return statement


def _counted(row: Mapping[str, Any]) -> dict[str, Any]:
    audits, found = row["audits"], {name: row[name] for name in ("unit_id", "unit_name", "kind", "audits")}
    for speaker in Speaker:
        counts = {str(state): row[f"{speaker}_{place}"] for place, state in enumerate(_RANKED)}
        share = counts["given"] / audits if audits >= FEWEST else None
        found[str(speaker)] = counts | {"not_recorded": audits - sum(counts.values()), "share": share}
    return found
