"""The practitioner's own view: asked for, given, handed in, and laid beside the audit without swaying anybody."""

import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import Session

from api.audits.models import Audit, AuditState
from api.kernel import clock
from api.voices.comparison import compare, middle_grade
from tests.audits.make import REASON, As, at, day, make_audit, make_child, make_involvement, make_tool, questions_of
from tests.moderations.make import choose_nothing
from tests.voices.make import make_view, sections_of

VIEWS, VOICES = "/api/v1/views", "/api/v1/voices"
OPEN = ("allocated", "in_progress", "submitted")
WHOLE = {"overall_grade": "good", "overall_reason": REASON, "proud_of": "The plan is in the child's own words."}


@pytest.mark.parametrize("state", [*OPEN, "in_moderation", "final", "withdrawn"])
def test_open_audits_of_own_children_ask_for_a_view(state: str, as_: As, make: Session, council):
    audit = make_audit(make, state=state)
    worker = as_("practitioner", worker_ref="worker-1")
    listed = worker.get(VIEWS).raise_for_status().json()["items"]
    assert [one["audit_id"] for one in listed] == ([str(audit.id)] if state in OPEN else [])
    assert worker.get(f"{VIEWS}/{audit.id}").status_code == (200 if state in OPEN else 404)
    for one in listed:
        assert one["reference"] == "A-000001"
        assert (one["child_ref"], one["is_begun"], one["handed_in_at"]) == (audit.child_ref, False, None)
        assert not [name for name in one if "grade" in name or "auditor" in name or name == "state"]


@pytest.mark.parametrize("state", ["in_moderation", "final", "withdrawn"])
def test_a_practitioner_keeps_their_own_words_in_sight_whatever_becomes_of_the_audit(
    state: str, as_: As, make: Session, council
):
    audit = make_audit(make, state="submitted")
    worker = as_("practitioner", worker_ref="worker-1")
    path = f"{VIEWS}/{audit.id}"
    worker.patch(path, json=WHOLE, headers=at(1)).raise_for_status()
    worker.post(f"{path}/hand-in", headers=at(2)).raise_for_status()
    asked = worker.get(path).json()
    move_on(make, audit, state)
    kept = worker.get(path).raise_for_status().json()
    assert kept == asked | {"ended": None if state == "in_moderation" else state}, (
        "nothing tells that a moderator has it"
    )
    assert (kept["proud_of"], kept["is_open"]) == (WHOLE["proud_of"], False)
    assert "Careful work" not in worker.get(path).text, "no word of the auditor's"
    listed = worker.get(VIEWS).json()["items"]
    assert [one["audit_id"] for one in listed] == ([str(audit.id)] if state == "in_moderation" else [])
    assert [one["audit_id"] for one in worker.get(VIEWS, params={"ended": True}).json()["items"]] == [str(audit.id)]
    assert as_("practitioner", worker_ref="worker-1").get(path).status_code == 404, "theirs alone"


def test_who_no_longer_works_with_the_child_keeps_what_they_wrote_and_sees_no_more(as_: As, make: Session, council):
    child = make_child(make, worker="gone")
    audit = make_audit(make, state="submitted", child=child)
    worker, path = as_("practitioner", worker_ref="gone"), f"{VIEWS}/{audit.id}"
    worker.patch(path, json=WHOLE, headers=at(1)).raise_for_status()
    make.execute(text("update involvement set to_on = :day where worker_source_id = 'gone'"), {"day": day(1)})
    make.commit()
    assert worker.get(path).json()["overall_reason"] == REASON
    refused = worker.patch(path, json={"proud_of": "More."}, headers=at(2))
    assert (refused.status_code, refused.json()["code"]) == (409, "view_not_asked")
    assert worker.post(f"{path}/hand-in", headers=at(2)).json()["code"] == "view_not_asked"
    assert worker.get(f"/api/v1/audits/{audit.id}").status_code == 404
    assert worker.get(f"/api/v1/children/{child.id}").status_code == 404


def move_on(make: Session, audit: Audit, state: str) -> None:
    """A submitted audit in another state, whoever brought it there."""
    audit.state = AuditState(state)
    if state == "final":
        audit.reported_grade, audit.finalised_at = audit.first_grade, clock.now()
    if state == "withdrawn":
        audit.withdrawn_reason = REASON
    make.add(audit)
    make.commit()


def test_nobody_but_the_case_worker_is_asked(as_: As, make: Session, council):
    child = make_child(make)
    make_involvement(make, child, "reviews", "IRO")
    make_involvement(make, child, "left", from_on=day(300), to_on=day(200))
    audit = make_audit(make, child=child)
    for more in ({"worker_ref": "reviews"}, {"worker_ref": "left"}, {"worker_ref": "another"}, {}):
        stranger = as_("practitioner", **more)
        assert stranger.get(VIEWS).json()["items"] == []
        for answer in (
            stranger.get(f"{VIEWS}/{audit.id}"),
            stranger.patch(f"{VIEWS}/{audit.id}", json=WHOLE, headers=at(1)),
            stranger.post(f"{VIEWS}/{audit.id}/hand-in", headers=at(1)),
        ):
            assert answer.status_code == 404
    assert as_("team_manager", unit="north_1").get(VIEWS).json()["items"] == [], "a manager is not the case worker"


def test_a_practitioner_asked_sees_no_more_of_the_audit_than_before(as_: As, make: Session, council):
    audit = make_audit(make, state="submitted")
    worker = as_("practitioner", worker_ref="worker-1")
    worker.patch(f"{VIEWS}/{audit.id}", json=WHOLE, headers=at(1)).raise_for_status()
    for path in (f"/api/v1/audits/{audit.id}", f"{VOICES}/{audit.id}", f"{VOICES}/{audit.id}/views"):
        assert worker.get(path).status_code == 404
    said = worker.get(f"{VIEWS}/{audit.id}").text
    assert "Careful work" not in said, "no word of the auditor's"


def test_a_view_is_written_bit_by_bit_and_handed_in_once(as_: As, make: Session, council):
    audit = make_audit(make)
    worker, path = as_("practitioner", worker_ref="worker-1"), f"{VIEWS}/{audit.id}"
    section, question = sections_of(make, audit.audit_tool_id)[0], questions_of(make, audit.audit_tool_id)[0]
    assert worker.get(path).headers["ETag"] == '"1"'
    first = worker.patch(path, json={"sections": {str(section): {"grade": "good"}}}, headers=at(1))
    assert first.status_code == 200, first.text
    more = {"sections": {str(section): {"reason": REASON}}, "questions": {str(question): {"grade": "outstanding"}}}
    held = worker.patch(path, json=more, headers=at(2)).raise_for_status().json()
    assert held["sections"] == {str(section): {"grade": "good", "reason": REASON}}
    refused = worker.post(f"{path}/hand-in", headers=at(3))
    assert {e["pointer"] for e in refused.json()["errors"]} == {"/proud_of", f"/questions/{question}/reason"}
    mended = WHOLE | {"questions": {str(question): {"reason": REASON}}}
    worker.patch(path, json=mended, headers=at(3)).raise_for_status()
    done = worker.post(f"{path}/hand-in", headers=at(4))
    assert done.json()["handed_in_at"] is not None
    again = worker.patch(path, json={"proud_of": "More."}, headers=at(5))
    assert (again.status_code, again.json()["code"]) == (409, "view_handed_in")
    assert worker.post(f"{path}/hand-in", headers=at(5)).status_code == 409
    for change in ("update practitioner_view set proud_of = 'x'", "delete from practitioner_grade"):
        with pytest.raises(IntegrityError, match="cannot be changed"):
            make.execute(text(change))
        make.rollback()


@pytest.mark.parametrize(("change", "pointer"), [
    ({"overall_grade": "splendid"}, "/overall_grade"), ({"overall_reason": None}, "/overall_reason"),
    ({"auditor": "x"}, "/auditor"),
    ({"sections": {str(uuid.UUID(int=0)): {}}}, f"/sections/{uuid.UUID(int=0)}"),
    ({"questions": {str(uuid.UUID(int=0)): {}}}, f"/questions/{uuid.UUID(int=0)}"),
])  # fmt: skip
def test_bad_values_are_refused_by_name(change: dict, pointer: str, as_: As, make: Session, council):
    audit = make_audit(make)
    worker = as_("practitioner", worker_ref="worker-1")
    refused = worker.patch(f"{VIEWS}/{audit.id}", json=change, headers=at(1))
    assert (refused.status_code, [error["pointer"] for error in refused.json()["errors"]]) == (422, [pointer])


def test_first_changes_at_once_make_one_and_the_rest_stale(as_: As, make: Session, council):
    audit = make_audit(make)
    worker = as_("practitioner", worker_ref="worker-1")

    def change(words: str) -> int:
        return worker.patch(f"{VIEWS}/{audit.id}", json={"proud_of": words}, headers=at(1)).status_code

    with ThreadPoolExecutor(6) as pool:
        codes = sorted(pool.map(change, [f"Version {i}" for i in range(6)]))
    assert codes == [200] + [412] * 5


def test_handing_in_and_finalising_at_once_leave_one_story(as_: As, make: Session, council):
    choose_nothing(make)
    audit = make_audit(make, state="submitted")
    worker, lead = as_("practitioner", worker_ref="worker-1"), as_("quality_lead")
    worker.patch(f"{VIEWS}/{audit.id}", json=WHOLE, headers=at(1)).raise_for_status()
    with ThreadPoolExecutor(2) as pool:
        handed = pool.submit(worker.post, f"{VIEWS}/{audit.id}/hand-in", headers=at(2))
        final = pool.submit(lead.post, f"/api/v1/audits/{audit.id}/finalise")
        codes = handed.result().status_code, final.result().status_code
    assert codes in {(200, 200), (404, 200), (409, 200)}
    beside = lead.get(f"{VOICES}/{audit.id}/views").json()["items"]
    assert len(beside) == (codes[0] == 200)


# -- side by side --------------------------------------------------------------------------------------------------


def test_words_are_shown_at_once_and_grades_when_they_cannot_sway(as_: As, make: Session, council):
    auditor, worker = as_("auditor", unit="south_1"), as_("practitioner", worker_ref="worker-1")
    audit = make_audit(make, state="in_progress", auditor_id=auditor.person_id)
    path, own = f"{VOICES}/{audit.id}/views", f"{VIEWS}/{audit.id}"
    graded = WHOLE | {"sections": {str(sections_of(make, audit.audit_tool_id)[0]): {"grade": "good", "reason": REASON}}}
    worker.patch(own, json=graded, headers=at(1)).raise_for_status()
    assert auditor.get(path).json()["items"] == [], "a draft is the practitioner's alone"
    worker.post(f"{own}/hand-in", headers=at(2)).raise_for_status()
    (seen,) = auditor.get(path).json()["items"]
    assert (seen["are_grades_hidden"], seen["overall_grade"], seen["agreed"]) == (True, None, None)
    assert [one["grade"] for one in seen["sections"].values()] == [None]
    assert seen["proud_of"] == WHOLE["proud_of"]
    assert [one["reason"] for one in seen["sections"].values()] == [REASON]
    assert as_("quality_lead").get(path).json()["items"][0]["overall_grade"] is None


def test_both_are_compared_once_both_are_given(as_: As, make: Session, council):
    worker = as_("practitioner", worker_ref="worker-1")
    audit = make_audit(make, state="submitted", tool=make_tool(make))
    first, second, _ = questions_of(make, audit.audit_tool_id)
    section, own = sections_of(make, audit.audit_tool_id)[0], f"{VIEWS}/{audit.id}"
    graded = WHOLE | {
        "sections": {str(section): {"grade": "good", "reason": REASON}},
        "questions": {str(first): {"grade": "good", "reason": REASON},
                      str(second): {"grade": "outstanding", "reason": REASON}},
    }  # fmt: skip
    worker.patch(own, json=graded, headers=at(1)).raise_for_status()
    worker.post(f"{own}/hand-in", headers=at(2)).raise_for_status()
    path = f"{VOICES}/{audit.id}/views"
    (seen,) = as_("quality_lead").get(path).json()["items"]
    assert (seen["are_grades_hidden"], len(seen["compared"]), seen["agreed"]) == (False, 4, 3)
    apart = [one for one in seen["compared"] if not one["is_agreed"]]
    assert apart == [{"kind": "question", "id": str(second), "practitioner": "outstanding", "auditor": "good",
                      "is_agreed": False}]  # fmt: skip
    (blind,) = as_("moderator", unit="south_1").get(path).json()["items"]
    assert (blind["are_grades_hidden"], blind["overall_grade"], blind["compared"]) == (True, None, None)
    (told,) = as_("director", unit="council").get(path).json()["items"]
    assert (told["proud_of"], told["overall_reason"], told["agreed"]) == (None, None, 3)


def test_the_practitioner_sees_both_when_the_audit_is_final(as_: As, make: Session, council):
    choose_nothing(make)
    worker = as_("practitioner", worker_ref="worker-1")
    audit = make_audit(make, state="submitted")
    make_view(make, audit, worker.person_id)
    as_("quality_lead").post(f"/api/v1/audits/{audit.id}/finalise").raise_for_status()
    (seen,) = worker.get(f"{VOICES}/{audit.id}/views").json()["items"]
    assert (seen["overall_grade"], seen["agreed"]) == ("good", 1)
    assert as_("practitioner", worker_ref="other").get(f"{VOICES}/{audit.id}/views").status_code == 404


def test_the_database_lets_nobody_give_a_view_for_another(as_: As, make: Session, database, council):
    audit = make_audit(make)
    worker, other = as_("practitioner", worker_ref="worker-1"), as_("practitioner", worker_ref="other")
    insert = text(
        "insert into practitioner_view (id, audit_id, person_id, overall_reason, proud_of, would_do_differently,"
        " updated_at, version) values (gen_random_uuid(), :audit, :person, '', '', '', now(), 1)"
    )

    @contextmanager
    def acting(who: uuid.UUID, ref: str) -> Iterator[Session]:
        with database.transaction() as db:
            for name, value in (("who", str(who)), ("reach", "{own}"), ("worker", ref)):
                db.execute(text("select set_config(:name, :value, true)"), {"name": f"app.{name}", "value": value})
            yield db
            db.rollback()

    with acting(worker.person_id, "worker-1") as db:
        db.execute(insert, {"audit": audit.id, "person": worker.person_id})
    for who, ref, person in (
        (worker.person_id, "worker-1", other.person_id), (other.person_id, "other", other.person_id),
    ):  # fmt: skip
        with acting(who, ref) as db, pytest.raises(DBAPIError, match="row-level security"):
            db.execute(insert, {"audit": audit.id, "person": person})


LEVELS = ("outstanding", "good", "requires_improvement", "inadequate")


@pytest.mark.parametrize(("grades", "middle"), [
    ([], None), (["good"], "good"), (["good", "inadequate"], "inadequate"),
    (["outstanding", "good", "inadequate"], "good"), (["met", "good"], "good"), (["met"], None),
])  # fmt: skip
def test_the_middle_grade_is_the_worse_of_two(grades: list[str], middle: str | None):
    assert middle_grade(grades, LEVELS) == middle


def test_only_what_both_graded_is_compared():
    section, question, other = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
    own = {("overall", None): "good", ("section", section): "good", ("question", other): "good"}
    rows = compare(own, {question: "inadequate"}, None, {section: [question, other]}, LEVELS)
    assert [(row["kind"], row["auditor"], row["is_agreed"]) for row in rows] == [("section", "inadequate", False)]
