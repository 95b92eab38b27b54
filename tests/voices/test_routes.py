"""Voices of an audit through HTTP: written down, shown, sealed, and counted."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from api.audits.models import Audit
from api.journal.models import JournalEntry
from api.kernel import clock
from api.voices.models import ContactState, Speaker
from tests.audits import make as audits
from tests.audits.make import As, at, due, make_tool
from tests.voices.make import SAID, make_view, make_voice, make_voices, sections_of

VOICES = "/api/v1/voices"
make_audit = partial(audits.make_audit, has_voices=False)
TODAY = clock.today().isoformat()
GIVEN = {"state": "given", "means": "met", "heard_on": TODAY, "asked_by": "auditor", "said": SAID,
         "is_judgement_changed": False}  # fmt: skip


def make_complete(make: Session, auditor_id: uuid.UUID) -> Audit:
    """An audit that lacks nothing but being submitted."""
    return audits.make_audit(make, state="returned", auditor_id=auditor_id)


def test_the_first_voice_opens_an_allocated_audit(as_: As, make: Session, council):
    auditor, near = as_("auditor", unit="south_1"), as_("auditor", unit="north_1")
    audit, other = make_audit(make, auditor_id=auditor.person_id), make_audit(make, auditor_id=near.person_id)
    asked = {"voices": {"child": {"state": "asked"}}}
    auditor.patch(f"{VOICES}/{audit.id}", json=asked, headers=at(1)).raise_for_status()
    assert auditor.get(f"/api/v1/audits/{audit.id}").json()["state"] == "in_progress"
    refused = near.patch(f"{VOICES}/{other.id}", json=asked, headers=at(1))
    assert (refused.status_code, refused.json()["code"]) == (409, "auditor_has_conflict")


def test_voices_are_written_down_bit_by_bit(as_: As, make: Session):
    auditor = as_("auditor", unit="south_1")
    audit = make_audit(make, auditor_id=auditor.person_id)
    path, section = f"{VOICES}/{audit.id}", str(sections_of(make, audit.audit_tool_id)[0])
    blank = auditor.get(path)
    assert (blank.json()["voices"], blank.json()["version"], blank.headers["ETag"]) == ({}, 1, '"1"')
    first = auditor.patch(path, json={"voices": {"child": {"state": "asked"}}}, headers=at(1))
    assert first.status_code == 200, first.text
    assert (first.json()["voices"]["child"]["state"], first.headers["ETag"]) == ("asked", '"2"')
    on_standard = {"said": "They asked me what I wanted.", "is_judgement_changed": True}
    change = {"voices": {
        "child": {"state": "given", "sections": {section: {"said": "They asked me what I wanted."}}},
        "family_1": {"relation": "mother", "state": "declined"}, "family_2": {"relation": "father"},
    }}  # fmt: skip
    auditor.patch(path, json=change, headers=at(2)).raise_for_status()
    flagged = {"voices": {"child": {"sections": {section: {"is_judgement_changed": True}}}, "family_2": None}}
    held = auditor.patch(path, json=flagged, headers=at(3)).raise_for_status().json()
    assert held["voices"]["child"]["sections"] == {section: on_standard}, "what is left out stays"
    assert list(held["voices"]) == ["child", "family_1"]
    assert (held["voices"]["family_1"]["relation"], held["voices"]["family_1"]["state"]) == ("mother", "declined")
    assert auditor.get(path).json() == held
    assert auditor.patch(path, json={"voices": {}}, headers=at(4)).json()["version"] == 4, "nothing changed"


@pytest.mark.parametrize(("voices", "pointer"), [
    ({"child": {"state": "silent"}}, "/voices/child/state"),
    ({"child": {"means": "telepathy"}}, "/voices/child/means"),
    ({"child": {"heard_on": "9999-01-01"}}, "/voices/child/heard_on"),
    ({"child": {"relation": "mother"}}, "/voices/child/relation"),
    ({"child": {"said": None}}, "/voices/child/said"),
    ({"child": {"said": "x" * 10_001}}, "/voices/child/said"),
    ({"child": {"name": "Robin"}}, "/voices/child/name"),
    ({"child": None}, "/voices/child"),
    ({"practitioner": None}, "/voices/practitioner"),
    ({"child": {"sections": {str(uuid.UUID(int=0)): {}}}}, f"/voices/child/sections/{uuid.UUID(int=0)}"),
])  # fmt: skip
def test_bad_values_are_refused_by_name(voices: dict, pointer: str, as_: As, make: Session):
    auditor = as_("auditor", unit="south_1")
    audit = make_audit(make, auditor_id=auditor.person_id)
    refused = auditor.patch(f"{VOICES}/{audit.id}", json={"voices": voices}, headers=at(1))
    assert (refused.status_code, [error["pointer"] for error in refused.json()["errors"]]) == (422, [pointer])


@pytest.mark.parametrize("place", ["neighbour", "family", "family_0", "family_7", "child_1", "child\n"])
def test_only_known_places_have_a_voice(place: str, as_: As, make: Session):
    auditor = as_("auditor", unit="south_1")
    audit = make_audit(make, auditor_id=auditor.person_id)
    assert auditor.patch(f"{VOICES}/{audit.id}", json={"voices": {place: {}}}, headers=at(1)).status_code == 422


def test_only_the_auditor_writes_and_only_who_sees_the_audit_reads(as_: As, make: Session):
    auditor, stranger = as_("auditor", unit="south_1"), as_("auditor", unit="south_1")
    audit = make_audit(make, auditor_id=auditor.person_id)
    path, change = f"{VOICES}/{audit.id}", {"voices": {"child": {"state": "asked"}}}
    assert stranger.get(path).status_code == 404
    assert stranger.patch(path, json=change, headers=at(1)).status_code == 404
    manager = as_("team_manager", unit="north_1")
    assert manager.get(path).status_code == 200
    assert manager.patch(path, json=change, headers=at(1)).status_code in {403, 404}
    assert as_("team_manager", unit="north_2").get(path).status_code == 404
    assert auditor.patch(path, json=change).status_code == 428
    assert auditor.patch(path, json=change, headers=at(9)).status_code == 412


@pytest.mark.parametrize("state", ["submitted", "in_moderation", "final", "withdrawn"])
def test_voices_are_sealed_with_the_audit(state: str, as_: As, make: Session):
    auditor = as_("auditor", unit="south_1")
    audit = make_audit(make, state="in_progress", auditor_id=auditor.person_id, first_grade="good")
    make_voice(make, audit.id, "child")
    _close(make, audit.id, state)
    refused = auditor.patch(f"{VOICES}/{audit.id}", json={"voices": {"child": {"said": "Other."}}}, headers=at(1))
    assert refused.status_code == (404 if state == "withdrawn" else 409), "nobody audits what was withdrawn"
    for change in ("update voice set said = 'Other.'", "delete from voice", "update voice set audit_id = audit_id"):
        with pytest.raises(IntegrityError, match="cannot be changed"):
            make.execute(text(change))
        make.rollback()
    with pytest.raises(IntegrityError, match="cannot be changed"):
        make_voice(make, audit.id, "practitioner")


def _close(make: Session, audit_id: uuid.UUID, state: str) -> None:
    more = {"final": ", finalised_at = :now, reported_grade = 'good'", "withdrawn": ", withdrawn_reason = 'x'"}
    sent = "" if state == "withdrawn" else ", submitted_at = :now"
    change = f"update audit set state = '{state}'{sent}{more.get(state, '')}, updated_at = :now where id = '{audit_id}'"
    make.execute(text(change), {"now": clock.now()})
    make.commit()


def test_voices_open_again_when_the_audit_is_returned(as_: As, make: Session, council):
    auditor = as_("auditor", unit="south_1")
    audit = make_audit(make, state="returned", auditor_id=auditor.person_id)
    heard = auditor.patch(f"{VOICES}/{audit.id}", json={"voices": {"child": GIVEN}}, headers=at(1))
    assert (heard.status_code, heard.json()["is_sealed"]) == (200, False)


def test_an_auditor_who_knows_the_family_writes_nothing_more(as_: As, make: Session, council):
    auditor = as_("auditor", unit="south_1")
    audit = make_audit(make, auditor_id=auditor.person_id, declined_at=clock.now())
    refused = auditor.patch(f"{VOICES}/{audit.id}", json={"voices": {"child": GIVEN}}, headers=at(1))
    assert refused.status_code in {404, 409}


def test_words_on_a_standard_are_sealed_too(as_: As, make: Session):
    auditor = as_("auditor", unit="south_1")
    audit = make_audit(make, auditor_id=auditor.person_id)
    section = str(sections_of(make, audit.audit_tool_id)[0])
    words = {"voices": {"child": {"sections": {section: {"said": "So."}}}}}
    auditor.patch(f"{VOICES}/{audit.id}", json=words, headers=at(1)).raise_for_status()
    _close(make, audit.id, "submitted")
    for change in ("update voice_on_section set said = 'Other.'", "delete from voice_on_section"):
        with pytest.raises(IntegrityError, match="cannot be changed"):
            make.execute(text(change))
        make.rollback()


def test_two_changes_of_one_version_make_one_and_one_stale(as_: As, make: Session):
    auditor = as_("auditor", unit="south_1")
    audit = make_audit(make, auditor_id=auditor.person_id)
    path = f"{VOICES}/{audit.id}"

    def change(words: str) -> int:
        return auditor.patch(path, json={"voices": {"child": {"said": words}}}, headers=at(1)).status_code

    with ThreadPoolExecutor(6) as pool:
        codes = sorted(pool.map(change, [f"Version {i}" for i in range(6)]))
    assert codes == [200] + [412] * 5
    stale = auditor.patch(path, json={"voices": {"child": {"said": "x"}}}, headers=at(1))
    assert stale.json()["current"]["version"] == 2


def test_a_change_and_the_submission_at_once_leave_what_was_acknowledged(as_: As, make: Session):
    auditor = as_("auditor", unit="south_1")
    audit = make_complete(make, auditor.person_id)
    path, change = f"{VOICES}/{audit.id}", {"voices": {"child": {"said": "The last word."}}}
    with ThreadPoolExecutor(2) as pool:
        changed = pool.submit(auditor.patch, path, json=change, headers=at(1))
        submitted = pool.submit(auditor.post, f"/api/v1/audits/{audit.id}/submit", headers=at(audit.version))
        codes = changed.result().status_code, submitted.result().status_code
    assert codes in {(200, 200), (409, 200)}
    said = auditor.get(path).json()["voices"]["child"]["said"]
    assert (said == "The last word.") == (codes[0] == 200)


def test_who_was_read_about_is_in_the_journal(as_: As, make: Session):
    auditor = as_("auditor", unit="south_1")
    audit = make_audit(make, auditor_id=auditor.person_id)
    auditor.patch(f"{VOICES}/{audit.id}", json={"voices": {"child": GIVEN}}, headers=at(1)).raise_for_status()
    auditor.get(f"{VOICES}/{audit.id}/views").raise_for_status()
    seen = make.exec(select(JournalEntry).where(JournalEntry.action == "seen")).all()
    assert [(entry.verb, entry.child_ids) for entry in seen] == [
        ("update_voices", [audit.child_id]), ("read_views", [audit.child_id]),
    ]  # fmt: skip


# -- what submission asks for --------------------------------------------------------------------------------------


def lacking(auditor, audit_id) -> dict[str, str]:
    return {e["pointer"]: e["code"] for e in auditor.get(f"{VOICES}/{audit_id}").json()["missing"]}


def test_the_auditor_is_told_what_is_missing(as_: As, make: Session):
    auditor = as_("auditor", unit="south_1")
    audit = make_audit(make, auditor_id=auditor.person_id)
    path = f"{VOICES}/{audit.id}"
    unasked = dict.fromkeys((f"/voices/{one}/state" for one in ("child", "family_1", "practitioner")), "voice_needed")
    assert lacking(auditor, audit.id) == unasked
    change = {"voices": {
        "child": {"state": "asked"}, "family_1": {"state": "given", "is_judgement_changed": True},
        "family_2": {"state": "not_appropriate", "reason": " No "}, "practitioner": {"state": "unreachable"},
    }}  # fmt: skip
    auditor.patch(path, json=change, headers=at(1)).raise_for_status()
    assert lacking(auditor, audit.id) == {
        "/voices/child/state": "still_asked", "/voices/family_1/means": "means_needed",
        "/voices/family_1/heard_on": "day_needed", "/voices/family_1/asked_by": "asker_needed",
        "/voices/family_1/said": "words_needed", "/voices/family_1/change": "words_needed",
        "/voices/family_2/reason": "reason_needed", "/voices/practitioner/reason": "reason_needed",
    }  # fmt: skip
    mended = {"voices": {
        "child": {"state": "declined"}, "family_1": GIVEN, "family_2": None,
        "practitioner": {"state": "not_appropriate", "reason": "The worker has left the council since."},
    }}  # fmt: skip
    auditor.patch(path, json=mended, headers=at(2)).raise_for_status()
    assert lacking(auditor, audit.id) == {}


def test_no_audit_is_submitted_before_everybody_was_asked(as_: As, make: Session):
    auditor = as_("auditor", unit="south_1")
    audit = make_audit(make, state="returned", auditor_id=auditor.person_id)
    path = f"/api/v1/audits/{audit.id}/submit"
    make_voice(make, audit.id, "child", state=ContactState.asked)
    refused = auditor.post(path, headers=at(audit.version))
    assert (refused.status_code, refused.json()["code"]) == (422, "audit_incomplete")
    assert {error["pointer"]: error["detail"] for error in refused.json()["errors"]} == {
        "/voices/child/state": "Say what came of asking the child: asked is not yet an outcome.",
        "/voices/family_1/state": "Say whether the family was asked, or why not.",
        "/voices/practitioner/state": "Say whether the practitioner was asked, or why not.",
    }
    outcome = {"state": "declined"}
    voices = {"voices": {"child": outcome, "family_1": outcome, "practitioner": outcome}}
    auditor.patch(f"{VOICES}/{audit.id}", json=voices, headers=at(1)).raise_for_status()
    assert auditor.post(path, headers=at(audit.version)).status_code == 200


def test_a_view_that_was_handed_in_is_the_practitioners_voice(as_: As, make: Session, council):
    auditor, worker = as_("auditor", unit="south_1"), as_("practitioner", worker_ref="worker-1")
    audit = make_audit(make, auditor_id=auditor.person_id)
    make_voice(make, audit.id, "practitioner", state=ContactState.asked)
    assert lacking(auditor, audit.id)["/voices/practitioner/state"] == "still_asked"
    make_view(make, audit, worker.person_id)
    assert "/voices/practitioner/state" not in lacking(auditor, audit.id)
    assert auditor.get(f"{VOICES}/{audit.id}").json()["is_view_handed_in"] is True


def test_free_text_is_kept_from_the_director_and_the_change_from_a_blind_moderator(as_: As, make: Session, council):
    audit = make_audit(make, state="in_progress", first_grade="good")
    make_voice(make, audit.id, "child", is_judgement_changed=True, change="Raised standard 4 to good.")
    _close(make, audit.id, "submitted")
    shown = {
        role: as_(role, unit="council").get(f"{VOICES}/{audit.id}").json()["voices"]["child"]
        for role in ("director", "moderator", "quality_lead")
    }
    assert (shown["director"]["said"], shown["director"]["change"], shown["director"]["state"]) == (None, None, "given")
    assert (shown["moderator"]["said"], shown["moderator"]["change"]) == (SAID, None)
    assert shown["quality_lead"]["change"] == "Raised standard 4 to good."


# -- how often each voice was heard --------------------------------------------------------------------------------


def test_summary_counts_by_team_and_kind_and_tells_no_share_of_few(as_: As, make: Session, council):
    tool, worker = make_tool(make), as_("practitioner", worker_ref="worker-1")
    for i in range(5):
        audit = make_audit(make, tool=tool, state="in_progress", first_grade="good")
        if i < 3:
            make_voice(make, audit.id, Speaker.child)
        make_voice(make, audit.id, Speaker.family, state=ContactState.declined)
        if i < 2:
            make_voice(make, audit.id, Speaker.family, place=2)
        if i == 4:
            make_view(make, audit, worker.person_id)
        _close(make, audit.id, "submitted")
    south = make_audit(make, tool=tool, unit="south_1", kind="peer", state="in_progress", first_grade="good")
    make_voices(make, south.id)
    _close(make, south.id, "submitted")
    make_audit(make, tool=tool)  # open audits do not count
    found = as_("quality_lead", unit="council").get(f"{VOICES}/summary").raise_for_status().json()
    assert (found["whole"]["audits"], found["whole"]["child"]["given"]) == (6, 4)
    assert found["whole"]["child"]["share"] == pytest.approx(4 / 6)
    north, few = found["units"]
    assert (north["unit_name"], north["audits"], few["unit_name"], few["audits"]) == ("North 1", 5, "South 1", 1)
    assert north["child"] == {"given": 3, "declined": 0, "unreachable": 0, "not_appropriate": 0, "not_recorded": 2,
                              "share": 0.6}  # fmt: skip
    assert (north["family"]["given"], north["family"]["declined"]) == (2, 3), "given, where one of the family gave it"
    assert (north["practitioner"]["given"], north["practitioner"]["not_recorded"]) == (1, 4)
    assert (few["child"]["given"], few["child"]["share"]) == (1, None)
    assert [(kind["kind"], kind["audits"]) for kind in found["kinds"]] == [("managers", 5), ("peer", 1)]
    manager = as_("team_manager", unit="south_1").get(f"{VOICES}/summary").json()
    assert manager["whole"]["audits"] == 1, "of those you may see"


def test_summary_narrows_by_period_team_and_kind(as_: As, make: Session, council):
    make_audit(make, state="submitted")
    lead = as_("quality_lead", unit="council")

    def audits(**query: str) -> int:
        answer = lead.get(f"{VOICES}/summary", params=query)
        return answer.raise_for_status().json()["whole"]["audits"]

    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    assert audits() == audits(from_on=TODAY, to_on=TODAY) == audits(unit_id=str(council["north"])) == 1
    assert audits(to_on=yesterday) == audits(unit_id=str(council["south"])) == audits(kind="peer") == 0
    refused = lead.get(f"{VOICES}/summary", params={"from_on": due(), "to_on": TODAY})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "?from_on")
