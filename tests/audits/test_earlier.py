"""What an audit said before it was returned or given to somebody else: kept whole, and shown where it sways nobody."""

from typing import Any

from sqlmodel import Session

from api.access.models import RoleGrant
from api.access.permissions import Role
from api.audits.models import Audit
from tests.access.make import Caller
from tests.audits.make import REASON, As, at, make_audit, questions_of
from tests.audits.test_service import GRADED
from tests.findings.make import FINDINGS, action_about, add_finding, improvement, strength
from tests.moderations.make import choose_nothing

AUDITS, VOICES, MODERATIONS = "/api/v1/audits", "/api/v1/voices", "/api/v1/moderations"
SAID = "She comes when she says she will."
HEARD: dict[str, Any] = {
    "state": "given", "means": "met", "heard_on": "2026-01-12", "asked_by": "auditor", "said": SAID,
    "is_judgement_changed": True, "change": "It raised the first standard.",
}  # fmt: skip


def answer_all(auditor: Caller, path: str, make: Session, audit: Audit, **more: str) -> None:
    """Good, with a reason, to every question; and what else is to be said of the whole."""
    answers = {str(one): {"grade": "good", "reason": REASON} for one in questions_of(make, audit.audit_tool_id)}
    version = auditor.get(path).json()["version"]
    auditor.patch(path, json={"answers": answers} | more, headers=at(version)).raise_for_status()


def write_all(auditor: Caller, make: Session, audit: Audit) -> None:
    """Grades, a voice, a strength and an area for improvement, through the API."""
    answer_all(auditor, f"{AUDITS}/{audit.id}", make, audit)
    auditor.patch(f"{VOICES}/{audit.id}", json={"voices": {"child": HEARD}}, headers=at(1)).raise_for_status()
    add_finding(auditor, strength(audit.id))
    add_finding(auditor, improvement(audit.id))


def make_judged(auditor: Caller, audit: Audit) -> None:
    """What a new auditor says for themselves of voices that were gathered before, and a strength of their own."""
    version = auditor.get(f"{VOICES}/{audit.id}").json()["version"]
    voices = {"child": {"is_judgement_changed": False}, "family_1": {"state": "declined"},
              "practitioner": {"state": "declined"}}  # fmt: skip
    auditor.patch(f"{VOICES}/{audit.id}", json={"voices": voices}, headers=at(version)).raise_for_status()
    add_finding(auditor, strength(audit.id))


def hand_over(lead: Caller, audit_id: Any, to: Caller) -> dict[str, Any]:
    version = lead.get(f"{AUDITS}/{audit_id}").json()["version"]
    body = {"auditor_id": str(to.person_id)}
    given = lead.post(f"{AUDITS}/{audit_id}/reallocate", json=body, headers=at(version))
    assert given.status_code == 200, given.text
    return given.json()


def earlier(who: Caller, audit_id: Any) -> list[dict[str, Any]]:
    return who.get(f"{AUDITS}/{audit_id}/earlier").raise_for_status().json()["items"]


def make_begun(make: Session, auditor: Caller, **over: Any) -> Audit:
    """An audit in progress of which nothing but the first overall grade is written."""
    return make_audit(
        make, state="in_progress", auditor_id=auditor.person_id, has_voices=False, has_findings=False,
        summary="My words.", **(GRADED | over),
    )  # fmt: skip


def test_voices_stay_with_a_handed_over_audit_and_name_who_gathered_them(as_: As, make: Session, council):
    first, second, lead = as_("auditor", unit="south_1"), as_("auditor", unit="south_1"), as_("quality_lead")
    audit = make_begun(make, first)
    write_all(first, make, audit)
    writer = lead.get(f"{AUDITS}/{audit.id}").json()["auditor_name"]
    hand_over(lead, audit.id, second)
    held = second.get(f"{VOICES}/{audit.id}").raise_for_status().json()
    child = held["voices"]["child"]
    assert (child["said"], child["heard_on"], child["written_by_name"]) == (SAID, "2026-01-12", writer)
    assert (child["is_judgement_changed"], child["change"]) == (None, ""), "whether it changes this judgement is open"
    own = {"voices": {"child": {"is_judgement_changed": False}}}
    mine = second.patch(f"{VOICES}/{audit.id}", json=own, headers=at(held["version"])).raise_for_status().json()
    assert mine["voices"]["child"]["written_by_name"] == second.get(f"{AUDITS}/{audit.id}").json()["auditor_name"]


def test_what_the_first_auditor_found_goes_with_their_words_but_for_what_has_an_action(as_: As, make: Session, council):
    first, second, lead = as_("auditor", unit="south_1"), as_("auditor", unit="south_1"), as_("quality_lead")
    audit = make_begun(make, first)
    write_all(first, make, audit)
    followed = add_finding(first, improvement(audit.id, theme="visits"))
    owner = as_("team_manager", unit="north_1")
    first.post(f"{FINDINGS}/{followed['id']}/actions", json=action_about(owner.person_id)).raise_for_status()
    writer = lead.get(f"{AUDITS}/{audit.id}").json()["auditor_name"]
    hand_over(lead, audit.id, second)
    left = second.get(FINDINGS, params={"audit_id": str(audit.id)}).json()["items"]
    assert [(one["id"], one["written_by_name"]) for one in left] == [(followed["id"], writer)]
    (kept,) = earlier(lead, audit.id)
    assert (kept["what"], kept["auditor_name"], kept["is_declined"], kept["reason"]) == (
        "handed_over", writer, False, None,
    )  # fmt: skip
    words = kept["words"]
    assert (words["grade"], words["summary"]) == ("good", "My words.")
    assert words["answers"][str(questions_of(make, audit.audit_tool_id)[0])]["reason"] == REASON
    assert words["voices"]["child"]["change"] == HEARD["change"]
    assert [one["kind"] for one in words["findings"]] == ["strength", "improvement", "improvement"]


def test_a_new_auditor_sees_what_the_first_wrote_once_theirs_is_submitted(as_: As, make: Session, council):
    choose_nothing(make)
    first, second, lead = as_("auditor", unit="south_1"), as_("auditor", unit="south_1"), as_("quality_lead")
    audit = make_begun(make, first)
    write_all(first, make, audit)
    hand_over(lead, audit.id, second)
    (withheld,) = earlier(second, audit.id)
    assert (withheld["is_withheld"], withheld["words"]) == (True, None)
    assert "My words." not in second.get(f"{AUDITS}/{audit.id}/earlier").text
    answer_all(second, f"{AUDITS}/{audit.id}", make, audit, **GRADED)
    make_judged(second, audit)
    version = second.get(f"{AUDITS}/{audit.id}").json()["version"]
    second.post(f"{AUDITS}/{audit.id}/submit", headers=at(version)).raise_for_status()
    (shown,) = earlier(second, audit.id)
    assert (shown["is_withheld"], shown["words"]["summary"]) == (False, "My words.")
    lead.post(f"{AUDITS}/{audit.id}/finalise").raise_for_status()
    worker = as_("practitioner", worker_ref="worker-1")
    assert worker.get(f"{AUDITS}/{audit.id}").status_code == 200
    assert earlier(worker, audit.id) == [], "a draft that nobody submitted is no part of the audit of their work"


def returned(as_: As, make: Session) -> tuple[Audit, Caller]:
    """An audit that a moderator has sent back, with its auditor."""
    auditor, moderator, lead = as_("auditor", unit="south_1"), as_("moderator", unit="north_2"), as_("quality_lead")
    audit = make_audit(make, state="in_progress", auditor_id=auditor.person_id, has_findings=False, **GRADED)
    answer_all(auditor, f"{AUDITS}/{audit.id}", make, audit, summary="As it first stood.")
    add_finding(auditor, strength(audit.id))
    version = auditor.get(f"{AUDITS}/{audit.id}").json()["version"]
    auditor.post(f"{AUDITS}/{audit.id}/submit", headers=at(version)).raise_for_status()
    new = {"audit_id": str(audit.id), "moderator_id": str(moderator.person_id), "due_on": "2099-01-31"}
    moderation = lead.post(MODERATIONS, json=new).raise_for_status().json()
    back = {"reason": "Say what you saw for yourself.", "aspects": {}}
    moderator.post(
        f"{MODERATIONS}/{moderation['id']}/return", json=back, headers=at(moderation["version"])
    ).raise_for_status()
    return audit, auditor


def test_rework_keeps_voices_and_findings_as_they_stood(as_: As, make: Session, council):
    audit, auditor = returned(as_, make)
    held = auditor.get(f"{VOICES}/{audit.id}").json()
    before = held["voices"]["child"]["said"]
    other = {"voices": {"child": {"said": "In other words."}}}
    auditor.patch(f"{VOICES}/{audit.id}", json=other, headers=at(held["version"])).raise_for_status()
    (finding,) = auditor.get(FINDINGS, params={"audit_id": str(audit.id)}).json()["items"]
    auditor.delete(f"{FINDINGS}/{finding['id']}", headers=at(finding["version"])).raise_for_status()
    (kept,) = earlier(auditor, audit.id)
    assert (kept["what"], kept["reason"]) == ("returned", "Say what you saw for yourself.")
    assert kept["words"]["voices"]["child"]["said"] == before
    assert kept["words"]["voices"]["practitioner"]["state"] == "declined"
    assert [one["text"] for one in kept["words"]["findings"]] == [finding["text"]]
    assert kept["words"]["summary"] == "As it first stood."


def test_earlier_words_give_no_first_grade_away_and_no_free_text_to_the_director(as_: As, make: Session, council):
    audit, auditor = returned(as_, make)
    add_finding(auditor, strength(audit.id))
    version = auditor.get(f"{AUDITS}/{audit.id}").json()["version"]
    auditor.post(f"{AUDITS}/{audit.id}/submit", headers=at(version)).raise_for_status()
    (blind,) = earlier(as_("moderator", unit="south_1"), audit.id)
    words = blind["words"]
    assert (words["grade"], words["overall_reason"], words["summary"], words["findings"]) == (None,) * 4
    assert {one["grade"] for one in words["answers"].values()} == {None}
    assert {one["reason"] for one in words["answers"].values()} >= {REASON}, "reasons are what a moderator reads"
    assert {one["change"] for one in words["voices"].values()} == {None}
    (told,) = earlier(as_("director", unit="council"), audit.id)
    assert (told["reason"], told["words"]["grade"], told["words"]["summary"]) == (None, "good", None)
    assert {one["reason"] for one in told["words"]["answers"].values()} == {None}
    assert {one["said"] for one in told["words"]["voices"].values()} == {None}
    assert {one["text"] for one in told["words"]["findings"]} == {None}
    assert as_("team_manager", unit="south_1").get(f"{AUDITS}/{audit.id}/earlier").status_code == 404


def test_a_new_auditor_of_a_returned_audit_sees_no_grade_of_before(as_: As, make: Session, council):
    """Neither what was submitted nor what the moderator made of it: theirs is a judgement of its own."""
    choose_nothing(make)
    first, lead, moderator = as_("auditor", unit="south_1"), as_("quality_lead"), as_("moderator", unit="north_2")
    audit = make_audit(make, state="submitted", auditor_id=first.person_id, first_grade="inadequate")
    path, second = f"{AUDITS}/{audit.id}", as_("auditor", unit="south_1")
    make.add(RoleGrant(role=Role.quality_lead, person_id=second.person_id, reason="Test"))  # so that they see readings
    make.commit()
    new = {"audit_id": str(audit.id), "moderator_id": str(moderator.person_id), "due_on": "2099-01-31"}
    moderation = lead.post(MODERATIONS, json=new).raise_for_status().json()
    questions = [str(one) for one in questions_of(make, audit.audit_tool_id)[:2]]
    grades = {"second_grade": "outstanding", "judgements": dict.fromkeys(questions, "outstanding")}
    of_moderation = f"{MODERATIONS}/{moderation['id']}"
    graded = moderator.post(f"{of_moderation}/grade", json=grades, headers=at(1)).raise_for_status().json()
    back = {"reason": "Say what you saw for yourself.", "aspects": {}}
    moderator.post(f"{of_moderation}/return", json=back, headers=at(graded["version"])).raise_for_status()
    own = first.get(path).json()["submissions"]
    assert [one["grade"] for one in own] == ["inadequate"], "whoever was sent it back keeps their own words in sight"
    hand_over(lead, audit.id, second)
    for url in (path, f"{path}/earlier", f"{path}/moves", of_moderation, f"{MODERATIONS}?audit_id={audit.id}",
                f"{AUDITS}?mine=true", f"/api/v1/disputes?audit_id={audit.id}"):  # fmt: skip
        seen = second.get(url).raise_for_status().text
        assert not any(word in seen for word in ("inadequate", "outstanding", '"raised"')), url
    assert lead.get(path).json()["submissions"][0]["grade"] == "inadequate"
    assert lead.get(of_moderation).json()["outcome"] == "raised"
    answer_all(second, path, make, audit, **GRADED)
    make_judged(second, audit)
    version = second.get(path).json()["version"]
    second.post(f"{path}/submit", headers=at(version)).raise_for_status()
    assert [one["grade"] for one in second.get(path).json()["submissions"]] == ["inadequate", "good"]
    assert second.get(of_moderation).json()["second_grade"] == "outstanding", "theirs is given, and cannot be swayed"


# -- what may be done next -----------------------------------------------------------------------------------------


def steps(who: Caller, audit: Audit) -> list[str]:
    return who.get(f"{AUDITS}/{audit.id}").raise_for_status().json()["next_steps"]


def test_an_audit_tells_each_reader_what_they_may_do_next(as_: As, make: Session, council):
    auditor, lead = as_("auditor", unit="south_1"), as_("quality_lead")
    audit = make_audit(make, auditor_id=auditor.person_id)
    assert steps(auditor, audit) == ["update_audit", "decline_audit"]
    assert steps(lead, audit) == ["reallocate_audit", "override_conflict", "withdraw_audit"]
    assert steps(as_("director", unit="council"), audit) == []
    auditor.post(f"{AUDITS}/{audit.id}/decline").raise_for_status()
    assert steps(auditor, audit) == []
    for state in ("final", "withdrawn", "in_moderation"):
        assert steps(lead, make_audit(make, state=state)) == []


def test_make_final_is_offered_for_what_was_not_chosen_alone(as_: As, make: Session, council):
    choose_nothing(make)
    lead = as_("quality_lead")
    for grade, offered in (("good", True), ("inadequate", False)):
        auditor = as_("auditor", unit="south_1")
        audit = make_audit(make, state="in_progress", auditor_id=auditor.person_id, **GRADED)
        answer_all(auditor, f"{AUDITS}/{audit.id}", make, audit, first_grade=grade)
        version = auditor.get(f"{AUDITS}/{audit.id}").json()["version"]
        auditor.post(f"{AUDITS}/{audit.id}/submit", headers=at(version)).raise_for_status()
        assert ("finalise_audit" in steps(lead, audit)) == offered
        assert ("allocate_moderation" in steps(lead, audit)) is True
        refused = lead.post(f"{AUDITS}/{audit.id}/finalise")
        assert (refused.status_code == 200) == offered
        if not offered:
            assert refused.json()["code"] == "moderation_needed", "the refusal stays"
