"""What voices need before an audit can be submitted, a view before it can be handed in, and what is kept of voices.

A sixth file because audits ask for it through hooks, and the screens are told of it while it is being mended.
"""

from collections.abc import Iterable
from typing import Any

from sqlmodel import Session

from api.audits.models import Audit
from api.audits.readiness import REASON_LENGTH, kept_as, needed_to_submit, when_handed_over
from api.audits.service import faults_of
from api.kernel import clock
from api.kernel.errors import FieldError
from api.voices import queries
from api.voices.models import ContactState, PractitionerGrade, PractitionerView, Speaker, Voice, VoiceOnSection
from api.voices.schemas import VoiceRead

_NAMES = {Speaker.child: "the child", Speaker.family: "the family", Speaker.practitioner: "the practitioner"}
_UNASKED = {
    Speaker.child: "/voices/child",
    Speaker.family: "/voices/family_1",
    Speaker.practitioner: "/voices/practitioner",
}


@needed_to_submit
def missing_voices(db: Session, audit: Audit) -> list[FieldError]:
    """What the voices of an audit lack before it can be submitted, a pointer for each.

    Child, family and practitioner must each have been asked, or it must be said why not; having been asked is not
    yet an outcome. A practitioner who has handed in their own view has been heard.
    """
    voices, lacks = queries.list_voices(db, audit.id), []
    on_sections = queries.list_on_sections(db, [voice.id for voice in voices])
    for speaker in Speaker:
        theirs = [voice for voice in voices if voice.speaker == speaker]
        if speaker == Speaker.practitioner and queries.has_view(db, audit.id):
            theirs = [voice for voice in theirs if voice.state not in (None, ContactState.asked)]
        elif not theirs:
            lacks.append((f"{_UNASKED[speaker]}/state", "voice_needed", _unasked(speaker)))
        for voice in theirs:
            lacks += _lacks(voice, [one for one in on_sections if one.voice_id == voice.id])
    return faults_of(lacks)


def _unasked(speaker: Speaker) -> str:
    return f"Say whether {_NAMES[speaker]} was asked, or why not."


def _lacks(voice: Voice, on_sections: list[VoiceOnSection]) -> list[tuple[str, str, str]]:
    pointer, whom = f"/voices/{queries.place_of(voice)}", _NAMES[voice.speaker]
    if voice.state is None:
        return [(f"{pointer}/state", "voice_needed", _unasked(voice.speaker))]
    if voice.state == ContactState.asked:
        return [(f"{pointer}/state", "still_asked", f"Say what came of asking {whom}: asked is not yet an outcome.")]
    if voice.state == ContactState.given:
        return _lacks_of_given(voice, pointer, whom, on_sections)
    why = {
        ContactState.not_appropriate: f"Write why it was not appropriate to ask {whom}",
        ContactState.unreachable: f"Write how often and by what ways you tried to reach {whom}",
    }.get(voice.state)
    is_short = len(voice.reason.strip()) < REASON_LENGTH
    detail = f"{why}: at least {REASON_LENGTH} characters."
    return [(f"{pointer}/reason", "reason_needed", detail)] if why and is_short else []


def _lacks_of_given(
    voice: Voice, pointer: str, whom: str, on_sections: list[VoiceOnSection]
) -> list[tuple[str, str, str]]:
    lacks = []
    if voice.means is None:
        lacks.append((f"{pointer}/means", "means_needed", f"Say how {whom} was heard."))
    if voice.heard_on is None:
        lacks.append((f"{pointer}/heard_on", "day_needed", f"Say on which day {whom} was heard."))
    if voice.asked_by is None:
        lacks.append((f"{pointer}/asked_by", "asker_needed", f"Say who asked {whom}."))
    if not any(words.strip() for words in (voice.said, *(one.said for one in on_sections))):
        lacks.append((f"{pointer}/said", "words_needed", f"Write what {whom} said."))
    if voice.is_judgement_changed is None:
        detail = f"Say whether what {whom} said changed your judgement."
        lacks.append((f"{pointer}/is_judgement_changed", "change_needed", detail))
    if voice.is_judgement_changed and not voice.change.strip():
        lacks.append((f"{pointer}/change", "words_needed", "Write what it changed in your judgement."))
    return lacks


@kept_as("voices")
def copy_voices(db: Session, audit: Audit) -> dict[str, Any]:
    """The voices of an audit as they stand, by place."""
    told = queries.tell_voices(db, audit.id)
    return {place: VoiceRead.model_validate(voice).model_dump(mode="json") for place, voice in told.items()}


@when_handed_over
def ask_afresh_what_changed(db: Session, audit: Audit) -> None:
    """What was said stays, with who wrote it down; whether it changes a judgement is for the new auditor to say."""
    voices = queries.list_voices(db, audit.id)
    for voice in voices:
        voice.is_judgement_changed, voice.change = None, ""
    for one in queries.list_on_sections(db, [voice.id for voice in voices]):
        one.is_judgement_changed = False
    record = queries.find_record_for_update(db, audit.id)
    if record is not None:
        record.version, record.updated_at = record.version + 1, clock.now()
    db.flush()


def lacks_of_view(view: PractitionerView, grades: Iterable[PractitionerGrade]) -> list[tuple[str, str, str]]:
    """What a view lacks before it can be handed in: some words, and a reason for each grade."""
    said = view.proud_of, view.would_do_differently, view.overall_reason
    lacks = []
    if not any(words.strip() for words in said):
        detail = "Write something first: what you are proud of, what you would do differently, or how it went overall."
        lacks.append(("/proud_of", "words_needed", detail))
    needed = ("reason_needed", f"Write the reason for your grade: at least {REASON_LENGTH} characters.")
    if view.overall_grade and len(view.overall_reason.strip()) < REASON_LENGTH:
        lacks.append(("/overall_reason", *needed))
    for one in grades:
        if one.grade and len(one.reason.strip()) < REASON_LENGTH:
            at = f"/sections/{one.tool_section_id}" if one.tool_section_id else f"/questions/{one.tool_question_id}"
            lacks.append((f"{at}/reason", *needed))
    return lacks
