"""What a tool says: taken from the standards or from another tool, written, cleared, and looked through for faults.

A sixth file because it is one thing of its own: sections with questions with guidance, as they are sent and stored.
"""

import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col

from api.standards import queries as standards
from api.standards.models import StandardsVersion
from api.tools import queries
from api.tools.guidance import guidance_for
from api.tools.models import AuditTool, GradeGuidance, QuestionKind, ToolQuestion, ToolSection
from api.tools.ready_made import Ask, ReadyMade
from api.tools.schemas import MOST_QUESTIONS, GradeGuidanceWrite, QuestionWrite, SectionWrite, ToolUpdate

Content = list[SectionWrite]


def from_standards(db: Session, version: StandardsVersion) -> Content:
    """A section for each standard, a question for each criterion."""
    set_code = standards.get_set_code(db, version.set_id)
    return [
        SectionWrite(standard_id=one["id"], questions=[
            QuestionWrite(criterion_id=criterion["id"], text=criterion["text"],
                          guidance=guidance_for(set_code, one["number"]))
            for criterion in one["criteria"]
        ])
        for one in standards.list_practice_standards(db, version.id)
    ]  # fmt: skip


def from_ready_made(db: Session, version: StandardsVersion, ready: ReadyMade) -> Content:
    """The parts of a ready-made tool; a code that the version does not have leaves its question without a criterion."""
    criteria = {criterion.code: criterion.id for criterion in standards.find_criteria(db, version.id)}
    set_code = standards.get_set_code(db, version.set_id)
    return [
        SectionWrite(own_title=part.title, agency=part.agency, questions=[
            QuestionWrite(
                kind=one.kind, criterion_id=criteria.get(one.code), text=one.text,
                guidance=one.look_for or _usual(set_code, one),
                is_mandatory=one.is_mandatory, by_grade=[
                    GradeGuidanceWrite(grade=grade, guidance=guidance, exemplar=exemplar)
                    for grade, (guidance, exemplar) in one.by_grade.items()
                ],
            )
            for one in part.asks
        ])
        for part in ready.parts
    ]  # fmt: skip


def _usual(set_code: str, one: Ask) -> str:
    """Where a ready-made question of quality says nothing of its own: what an auditor looks for under its standard."""
    return guidance_for(set_code, int(one.code.split(".")[0])) if one.kind == QuestionKind.quality else ""


def from_tool(tool: dict[str, Any]) -> Content:
    """What a tool says, as it would be written."""
    of_question, of_section = QuestionWrite.model_fields.keys(), SectionWrite.model_fields.keys() - {"questions"}
    return [
        SectionWrite(
            **{name: section[name] for name in of_section},
            questions=[QuestionWrite(**{name: one[name] for name in of_question}) for one in section["questions"]],
        )
        for section in tool["sections"]
    ]


def write(db: Session, tool: AuditTool, content: Content) -> None:
    """Add these sections, in this order, with their questions and what each grade means."""
    levels = _levels(db, tool.judgement_scale_id, tool.compliance_scale_id)
    sections, questions, grades = [], [], []
    for place, section in enumerate(content, 1):
        row = ToolSection(audit_tool_id=tool.id, practice_standard_id=section.standard_id, title=section.own_title,
                          agency=section.agency, position=place)  # fmt: skip
        sections.append(row)
        for order, asked in enumerate(section.questions, 1):
            question = ToolQuestion(tool_section_id=row.id, position=order, **asked.model_dump(exclude={"by_grade"}))
            questions.append(question)
            grades += [
                GradeGuidance(tool_question_id=question.id, judgement_level_id=levels[asked.kind][one.grade],
                              guidance=one.guidance, exemplar=one.exemplar)
                for one in asked.by_grade if one.guidance or one.exemplar
            ]  # fmt: skip
    for rows in (sections, questions, grades):
        db.add_all(rows)
        db.flush()


_Levels = dict[QuestionKind, dict[str, uuid.UUID]]


def _levels(db: Session, quality: uuid.UUID, compliance: uuid.UUID) -> _Levels:
    """The levels on which each kind of question is answered, by code."""
    of = {QuestionKind.quality: quality, QuestionKind.compliance: compliance}
    return {kind: {level.code: level.id for level in queries.find_levels(db, scale)} for kind, scale in of.items()}


def clear(db: Session, tool_id: uuid.UUID) -> None:
    """Take out all that a draft says."""
    sections, questions = queries.list_content_ids(db, tool_id)
    db.execute(delete(GradeGuidance).where(col(GradeGuidance.tool_question_id).in_(questions)))
    db.execute(delete(ToolQuestion).where(col(ToolQuestion.id).in_(questions)))
    db.execute(delete(ToolSection).where(col(ToolSection.id).in_(sections)))


def wrong(db: Session, change: ToolUpdate) -> Iterator[tuple[str, str, str]]:
    """What keeps a draft from being stored: pointer, code and sentence of each fault."""
    levels = _levels(db, change.scale_id, change.compliance_scale_id)
    for kind, pointer in ((QuestionKind.quality, "/scale_id"), (QuestionKind.compliance, "/compliance_scale_id")):
        if not levels[kind]:
            yield pointer, "unknown", "There is no such scale."
    if sum(len(section.questions) for section in change.sections) > MOST_QUESTIONS:
        yield "/sections", "too_many", f"A tool has {MOST_QUESTIONS} questions at most."
    asked = [(f"/sections/{s}/questions/{q}", one) for s, section in enumerate(change.sections)
             for q, one in enumerate(section.questions)]  # fmt: skip
    criteria = {one.criterion_id for _, one in asked if one.criterion_id}
    no_standard, no_criterion = queries.find_unpublished(
        db, {section.standard_id for section in change.sections if section.standard_id}, criteria
    )
    for place, section in enumerate(change.sections):
        if section.standard_id in no_standard:
            yield f"/sections/{place}/standard_id", "unknown", "No published version has such a standard."
    for pointer, question in asked:
        if question.criterion_id in no_criterion:
            yield f"{pointer}/criterion_id", "unknown", "No published version has such a criterion."
        known = set(levels[question.kind])
        for place, one in enumerate(question.by_grade):
            if one.grade not in known:
                yield f"{pointer}/by_grade/{place}/grade", "unknown_grade", "This is no level, or one said twice."
            known.discard(one.grade)


def lacks(sections: Sequence[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """What a draft still needs before it can be published: pointer and sentence of each."""
    if not sections:
        yield "/sections", "Add a section with at least one question."
    for place, section in enumerate(sections):
        if not section["title"]:
            yield f"/sections/{place}/own_title", "Give the section a title, or choose its standard."
        if not section["questions"]:
            yield f"/sections/{place}/questions", "Add a question, or take the section out."
        for order, question in enumerate(section["questions"]):
            if not question["text"]:
                yield f"/sections/{place}/questions/{order}/text", "Write the question."
