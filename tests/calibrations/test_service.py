"""What of calibrations stands for ever, who is handed grades by PostgreSQL itself, and two people at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from api.access.permissions import Role
from api.calibrations import queries
from api.kernel import clock
from api.kernel.database import Database
from tests.access.make import make_person
from tests.audits.make import As, questions_of
from tests.calibrations.make import close, grade, grades_of, make_calibration

CALIBRATIONS = "/api/v1/calibrations"


@pytest.mark.parametrize("change", [
    "update calibration set child_ref = 'ANOTHER'",
    "update calibration set lead_id = null",
    "update calibration set closed_at = null, closed_by_id = null",
    "update calibration set closes_on = closes_on + 30",
    "delete from calibration",
    "update calibration_grade set grade = 'outstanding'",
    "delete from calibration_grade",
    "update calibration_rater set submitted_at = null",
    "update calibration_rater set person_id = invited_by_id",
    "delete from calibration_rater",
    "delete from calibration_question",
    "update calibration_question set tool_question_id = null",
])  # fmt: skip
def test_case_grades_and_end_never_change(change: str, make: Session, council):
    row = make_calibration(make)
    grade(make, row, ["good"] * 4)
    close(make, row)
    with pytest.raises(IntegrityError, match="cannot be changed"):
        make.execute(text(change))


def test_database_takes_no_grade_but_from_those_invited_while_it_is_open(make: Session, council):
    closed, planned, done = make_calibration(make), make_calibration(make, opens=2), make_calibration(make)
    person = make_person(make, Role.auditor).id
    grade(make, done, ["good"] * 4, person)
    close(make, closed)
    for row in (closed, planned, done):
        with pytest.raises(IntegrityError, match="cannot be changed"):
            grade(make, row, ["good"] * 4, person)
        make.rollback()


def test_no_agreed_grade_is_recorded_before_the_end(make: Session, council):
    make_calibration(make)
    with pytest.raises(IntegrityError, match="cannot be changed"):
        make.execute(text("update calibration_question set agreed_grade = 'good', agreed_reason = 'x'"))


SEEN = "select count(*) from calibration_grade"


def test_postgresql_hands_out_ones_own_grades_and_the_rest_after_the_end(make: Session, database: Database, council):
    row, me = make_calibration(make), make_person(make, Role.auditor).id
    grade(make, row, ["good"] * 4, me)
    grade(make, row, ["inadequate"] * 4)

    def seen(who: object, reach: str) -> int:
        with database.transaction() as db:
            for name, value in (("app.who", str(who)), ("app.reach", f"{{{reach}}}")):
                db.execute(text("select set_config(:name, :value, true)"), {"name": name, "value": value})
            return db.execute(text(SEEN)).scalar_one()

    everybody = ((me, "allocated"), (row.lead_id, "council,moderation,allocated"), (row.lead_id, "moderation"))
    assert [seen(*one) for one in everybody] == [4, 0, 0]
    close(make, row)
    assert [seen(*one) for one in everybody] == [8, 8, 8]
    assert seen(make_person(make, Role.auditor).id, "allocated") == 0


def test_two_closing_at_once_close_once(as_: As, make: Session):
    leads, row = [as_("moderator"), as_("quality_lead", unit="council")] * 2, make_calibration(make)
    with ThreadPoolExecutor(4) as pool:
        codes = pool.map(lambda lead: lead.post(f"{CALIBRATIONS}/{row.id}/close").status_code, leads)
        assert sorted(codes) == [200, 409, 409, 409]


def test_grading_twice_at_once_counts_once(as_: As, make: Session):
    grader = as_("auditor", unit="south_1")
    row = make_calibration(make, rater_ids=[grader.person_id])
    given = [grades_of(make, row, code) for code in ("good", "inadequate") * 2]
    with ThreadPoolExecutor(4) as pool:
        codes = pool.map(lambda one: grader.post(f"{CALIBRATIONS}/{row.id}/grade", json=one).status_code, given)
        assert sorted(codes) == [200, 409, 409, 409]
    assert make.execute(text(SEEN)).scalar_one() == 4


@pytest.mark.parametrize("round_", range(3))
def test_grading_while_it_is_being_closed_is_either_in_time_or_refused(as_: As, make: Session, round_: int):
    graders, lead = [as_("auditor", unit="south_1") for _ in range(4)], as_("moderator")
    row = make_calibration(make, rater_ids=[grader.person_id for grader in graders])
    given = grades_of(make, row)
    with ThreadPoolExecutor(5) as pool:
        handed = [pool.submit(g.post, f"{CALIBRATIONS}/{row.id}/grade", json=given) for g in graders]
        closed = pool.submit(lead.post, f"{CALIBRATIONS}/{row.id}/close")
        codes = [one.result().status_code for one in handed]
        assert closed.result().status_code == 200
    assert set(codes) <= {200, 409}
    found = lead.get(f"{CALIBRATIONS}/{row.id}/results").json()
    assert found["people"] == codes.count(200), "whoever was told that their grades are in is counted"
    late = make.execute(text("select count(*) from calibration_rater r join calibration c on c.id = calibration_id"
                             " where submitted_at > closed_at")).scalar_one()  # fmt: skip
    assert late == 0


def test_inviting_the_same_people_at_once_invites_each_once(as_: As, make: Session):
    lead, row = as_("quality_lead", unit="council"), make_calibration(make)
    people = {"person_ids": [str(make_person(make, Role.auditor).id) for _ in range(3)]}
    with ThreadPoolExecutor(4) as pool:
        codes = pool.map(lambda _: lead.post(f"{CALIBRATIONS}/{row.id}/invitations", json=people).status_code, range(4))
        assert set(codes) == {200}
    assert make.execute(text("select count(*) from calibration_rater")).scalar_one() == 3


def test_ratings_are_those_of_closed_calibrations(make: Session, council):
    row, running = make_calibration(make), make_calibration(make)
    for one in (row, running):
        grade(make, one, ["outstanding", "good", "inadequate", "good"])
    assert queries.list_ratings(make) == []
    close(make, row)
    found = queries.list_ratings(make)
    first, second, third = questions_of(make, row.audit_tool_id)
    assert {one.tool_question_id: one.position for one in found} == {first: 1, second: 2, third: 4, None: 2}
    assert {(one.calibration_id, one.k, one.ended_on) for one in found} == {(row.id, 4, clock.today())}
    assert {bool(one.criterion_code) for one in found if one.tool_question_id} == {True}
    assert queries.list_ratings(make, until=clock.today()) == []
    assert len(queries.list_ratings(make, since=clock.today(), calibration_ids=[row.id])) == 4
