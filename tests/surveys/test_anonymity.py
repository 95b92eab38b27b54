"""That answers cannot be joined to links or people, that small numbers stay hidden, and that no role reads answers."""

import uuid
from collections.abc import Callable, Iterator
from datetime import datetime

import httpx
import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from api.access.who import fingerprint
from api.kernel.database import Database
from tests.access.make import Caller
from tests.surveys.make import SURVEYS, close, give, make_responses, make_survey, make_tokens, results

As = Callable[..., Caller]
PRIVATE = ("survey_link", "survey_response", "survey_answer")


@pytest.fixture
def lead(as_: As) -> Caller:
    """A quality lead."""
    return as_("quality_lead")


@pytest.mark.parametrize("n", [0, 1, 4, 5, 6])
def test_fewer_than_five_are_hidden(n: int, lead: Caller, as_: As, anonymous: httpx.Client):
    survey = make_survey(lead)
    make_responses(lead, anonymous, survey, *[(5 if i % 2 else 2, 3) for i in range(n)]) if n else None
    close(lead, survey)
    found = results(as_("practitioner"), survey)
    listed = lead.get(SURVEYS).json()["items"][0]["responses_count"]
    if n < 5:
        status = "suppressed" if n else "no_data"
        assert (found["n"], found["is_suppressed"], found["reason"], listed) == (None, True, "too_few", None)
        assert all(
            (q["n"], q["counts"], q["agree_percent"], q["status"]) == (None, None, None, status)
            for q in found["questions"]
        )
    else:
        agreed = n // 2
        assert (found["n"], found["is_suppressed"], found["reason"], listed) == (n, False, None, n)
        first, second = found["questions"]
        assert first["counts"] == {"1": 0, "2": n - agreed, "3": 0, "4": 0, "5": agreed}
        assert (first["n"], first["status"], first["agree_percent"]) == (n, "ok", round(100 * agreed / n, 1))
        assert (second["counts"]["3"], second["agree_percent"]) == (n, 0)


def test_question_that_few_answered_is_hidden_by_itself(lead: Caller, anonymous: httpx.Client):
    survey = make_survey(lead)
    make_responses(lead, anonymous, survey, *[(4, 1)] * 4, *[(4, None)] * 3)
    close(lead, survey)
    found = results(lead, survey)
    assert found["n"] == 7
    assert [(q["n"], q["status"]) for q in found["questions"]] == [(7, "ok"), (None, "suppressed")]
    assert found["questions"][0]["agree_percent"] == 100


def test_question_nobody_answered_has_no_data_unless_that_tells_of_few(lead: Caller, anonymous: httpx.Client):
    for n, status in ((5, "no_data"), (4, "suppressed")):
        survey = make_survey(lead)
        make_responses(lead, anonymous, survey, *[(4, None)] * n)
        close(lead, survey)
        assert results(lead, survey)["questions"][1]["status"] == status


def test_nothing_that_moves_with_one_answer_is_shown(lead: Caller, anonymous: httpx.Client):
    """Whoever looks before and after each answer learns nothing of it: results wait, and the count moves in fives."""
    survey = make_survey(lead)
    shown, counted = [results(lead, survey)], []
    for token in make_tokens(lead, survey, 12):
        give(anonymous, token, survey, 5, 1)
        shown.append(results(lead, survey))
        counted.append(lead.get(f"{SURVEYS}/{survey['id']}").json()["responses_count"])
    assert all(found == shown[0] for found in shown)
    assert (shown[0]["n"], shown[0]["reason"]) == (None, "not_closed")
    assert {q["status"] for q in shown[0]["questions"]} == {"suppressed"}
    assert counted == [None] * 4 + [5] * 5 + [10] * 3
    close(lead, survey)
    assert results(lead, survey)["n"] == 12


def test_no_column_or_key_joins_a_response_to_a_link(make: Session):
    columns = make.execute(
        text("select table_name, column_name from information_schema.columns where table_name = any(:names)"),
        {"names": list(PRIVATE)},
    ).all()
    held = {name: {c for t, c in columns if t == name} for name in PRIVATE}
    assert held == {
        "survey_link": {"id", "survey_id", "token_hash", "created_week"},
        "survey_response": {"id", "survey_id", "answered_week"},
        "survey_answer": {"id", "survey_response_id", "survey_question_id", "value"},
    }
    keys = make.execute(
        text("select conrelid::regclass::text, confrelid::regclass::text from pg_constraint where contype = 'f'")
    ).all()
    near = {(a, b) for a, b in keys if a in PRIVATE or b in PRIVATE}
    assert near == {
        ("survey_link", "survey"), ("survey_response", "survey"), ("survey_answer", "survey_response"),
        ("survey_answer", "survey_question"),
    }  # fmt: skip


def test_nothing_stored_when_somebody_answers_tells_which_link(lead: Caller, anonymous: httpx.Client, make: Session):
    """Everything that can be read, before and after, column by column and with PostgreSQL's own columns."""
    survey = make_survey(lead)
    tokens = make_tokens(lead, survey, 6)
    before = everything(make)
    for token in tokens[:3]:
        assert give(anonymous, token, survey, 5, 1).status_code == 201
    after = everything(make)
    changed = {table for table in after if {row for row, _, _ in after[table]} != {row for row, _, _ in before[table]}}
    assert changed == set(PRIVATE), "no journal, no counter, no instant"
    gone = {row for row, _, _ in before["survey_link"]} - {row for row, _, _ in after["survey_link"]}
    assert len(gone) == 3
    telling = {fingerprint(token) for token in tokens} | set(tokens)
    responses = after["survey_response"] + after["survey_answer"]
    assert len(responses) == 9
    assert not [row for row, _, _ in responses if any(secret in row for secret in telling)]
    xids = {xmin for _, xmin, _ in responses}
    assert len(xids) == 3
    assert not [row for row, *own in after["survey_link"] if xids & set(own)], "a link bears a response's transaction"
    bearing = {table for table, rows in after.items() if any(xids & set(own) for _, *own in rows)}
    assert bearing <= {"survey_response", "survey_answer", "survey", "survey_question"}, "rows locked bear it too"
    ids = make.execute(text("select id from survey_response union all select id from survey_answer")).scalars().all()
    assert {i.version for i in ids} == {4}, "random, not in the order of time"
    assert {w.weekday() for w in make.execute(text("select answered_week from survey_response")).scalars()} == {0}


def everything(make: Session) -> dict[str, list[tuple[str, str, str]]]:
    """Each table's rows as text, with the transactions that made and that last locked them."""
    tables = make.execute(text("select tablename from pg_tables where schemaname = 'public'")).scalars().all()
    assert len(tables) > 20
    found = {
        table: [tuple(row) for row in make.execute(text(f'select t::text, xmin::text, xmax::text from "{table}" t'))]
        for table in tables
    }
    make.commit()
    return found


def test_only_the_week_is_kept(as_: As, anonymous: httpx.Client, make: Session, travel):
    for day, week in (("2027-02-28", "2027-02-22"), ("2027-03-01", "2027-03-01")):
        travel(datetime.fromisoformat(f"{day}T12:00:00Z"))
        manager = as_("principal_social_worker")
        survey = make_survey(manager)
        make_responses(manager, anonymous, survey, (5, 1))
        make_tokens(manager, survey)
        for table in ("answered_week from survey_response", "created_week from survey_link"):
            kept = make.execute(text(f"select {table} where survey_id = :id"), {"id": survey["id"]}).scalars().all()
            assert [monday.isoformat() for monday in kept] == [week]
        make.commit()


def test_links_are_stored_in_an_order_that_is_not_that_of_handing_out(lead: Caller, make: Session):
    tokens = make_tokens(lead, make_survey(lead), 50)
    kept = make.execute(text("select token_hash from survey_link order by ctid")).scalars().all()
    assert kept == sorted(map(fingerprint, tokens)) != list(map(fingerprint, tokens))


class Insider:
    """Somebody with SQL at hand under the application's own role."""

    def __init__(self, connection: psycopg.Connection, **given: str) -> None:
        self.connection, self.given = connection, {"role": "plumbline_app"} | given

    def run(self, sql: str, *values: object) -> psycopg.Cursor:
        """Run a statement in a transaction of its own, under the role; it stays open for the next look."""
        self.connection.rollback()
        for name, value in self.given.items():
            self.connection.execute("select set_config(%s, %s, true)", (name, value))
        return self.connection.execute(sql, values)

    def count(self, table: str) -> int:
        """How many rows of the table are in sight."""
        return self.run(f"select count(*) from {table}").fetchone()[0]


@pytest.fixture
def insider_with(database: Database) -> Iterator[Callable[..., Insider]]:
    """Makes insiders with the settings given."""
    with database.connect() as connection:
        yield lambda **given: Insider(connection, **given)
        connection.rollback()


@pytest.fixture
def answered(lead: Caller, anonymous: httpx.Client) -> tuple[dict, str]:
    """An open survey that six have answered beside another, and the token of an unused link to it."""
    survey, other = make_survey(lead), make_survey(lead)
    make_tokens(lead, other, 3)
    make_responses(lead, anonymous, survey, *[(5, 1)] * 6)
    return survey, make_tokens(lead, survey, 2)[0]


@pytest.mark.parametrize("reach", ["council", "units", "own", "journal", "moderation"])
def test_application_role_cannot_read_answers_whoever_asks(
    reach: str, insider_with: Callable[..., Insider], lead: Caller, answered: tuple[dict, str]
):
    staff = {"app.who": str(lead.person_id), "app.kind": "person", "app.reach": f"{{{reach}}}"}
    insider = insider_with(**staff)
    assert insider.count("survey") == 2, "the look is real: staff see surveys"
    assert [insider.count(table) for table in PRIVATE] == [0, 0, 0]
    for sql in ("update survey_answer set value = 1", "delete from survey_answer", "delete from survey_response",
                "update survey_link set token_hash = 'x'", "delete from survey_link"):  # fmt: skip
        assert insider.run(sql).rowcount == 0, sql


@pytest.mark.parametrize("role", ["plumbline_public", "plumbline_intake"])
def test_other_roles_have_no_part_in_surveys(
    role: str, insider_with: Callable[..., Insider], lead: Caller, answered: tuple[dict, str]
):
    insider = insider_with(**{"role": role, "app.who": str(lead.person_id), "app.reach": "{council}"})
    for sql in (*(f"select 1 from {t}" for t in ("survey", "survey_question", *PRIVATE)),
                f"select * from survey_results('{answered[0]['id']}')"):  # fmt: skip
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            insider.run(sql)


def test_nobody_known_sees_no_survey_and_no_result(
    insider_with: Callable[..., Insider], answered: tuple[dict, str], lead: Caller
):
    close(lead, answered[0])
    insider = insider_with()
    assert [insider.count(t) for t in ("survey", "survey_question", *PRIVATE)] == [0] * 5
    assert insider.run("select * from survey_results(%s)", answered[0]["id"]).fetchall() == []
    assert insider.run("select survey_responses_count(%s)", answered[0]["id"]).fetchone() == (None,)


def test_link_shows_its_own_open_survey_and_no_more(
    insider_with: Callable[..., Insider], lead: Caller, answered: tuple[dict, str]
):
    survey, token = answered
    insider = insider_with(**{"app.link": fingerprint(token)})
    assert [insider.count(t) for t in ("survey", "survey_question", *PRIVATE)] == [1, 2, 1, 0, 0]
    assert str(insider.run("select id from survey").fetchone()[0]) == survey["id"]
    assert insider.run("update survey set title = 'Mine'").rowcount == 0
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        insider.run("update survey_link set created_week = '2026-11-30'")
    assert insider.run("delete from survey_link").rowcount == 1, "its own"
    assert insider.run("select * from survey_results(%s)", survey["id"]).fetchall() == []
    insider.connection.rollback()
    close(lead, survey)
    assert [insider.count(t) for t in ("survey", "survey_question", *PRIVATE)] == [0, 0, 1, 0, 0]


def test_link_lets_one_answer_its_own_survey_only(
    insider_with: Callable[..., Insider], make: Session, lead: Caller, answered: tuple[dict, str]
):
    survey, token = answered
    insider = insider_with(**{"app.link": fingerprint(token)})
    other = next(s for s in lead.get(SURVEYS).json()["items"] if s["id"] != survey["id"])
    old = make.execute(text("select id from survey_response limit 1")).scalar_one()
    make.commit()
    respond = "insert into survey_response values (%s, %s, '2026-11-23')"
    answer = "insert into survey_answer values (gen_random_uuid(), %s, %s, 5)"
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        insider.run(respond, uuid.uuid4(), other["id"])
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        insider.run(answer, old, survey["questions"][0]["id"])
    mine, foreign = uuid.uuid4(), lead.get(f"{SURVEYS}/{other['id']}").json()["questions"][0]["id"]
    insider.run(respond, mine, survey["id"])
    insider.connection.execute(answer, (mine, survey["questions"][0]["id"]))
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        insider.connection.execute(answer, (mine, foreign))


def test_staff_cannot_stuff_the_ballot(insider_with: Callable[..., Insider], lead: Caller, answered: tuple[dict, str]):
    insider = insider_with(**{"app.who": str(lead.person_id), "app.reach": "{council}"})
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        insider.run("insert into survey_response values (gen_random_uuid(), %s, '2026-11-23')", answered[0]["id"])


def test_value_off_the_scale_is_refused_by_the_table(make: Session, answered: tuple[dict, str]):
    with pytest.raises(IntegrityError, match="ck_survey_answer_on_the_scale"):
        make.execute(text("update survey_answer set value = 6"))
    make.rollback()
