"""The schema: migrations lead to exactly the tables of the code, each guarded, none left open."""

import uuid

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlmodel import Session

from api.kernel.database import Database, Table
from api.kernel.migrations import upgrade
from tests.house.code import ROOT

UNJOURNALLED = {
    "sign_in_session", "sign_in_failure", "access_token",  # housekeeping of credentials, of no child
    "survey_link", "survey_response", "survey_answer",  # a journal of these would join answers to links
    "indicator_value", "suppressed_value", "working_day",  # computed: the journal has what they are computed from
    "receipt", "rejection", "tombstone", "repeated_request", "import_progress",  # a record of what came, themselves
    "quality_count", "agreement_pair", "agreement_tally",  # computed
    "indicator_revision", "value_tombstone", "holding", "as_at", "indicator_member", "indicator_month",
    "measure_state", "touched_child", "allocation", "child_group",
    "indicator_part",  # computed, or a note of what has to be
    "exception_look",  # when figures were looked at; what came of it is journalled
    "indicator_release", "release_mark",  # computed: what was public, which stands
    "published_value", "statistical_neighbour",  # a copy of published files, of which the journal has the loads
    "journal_entry",
}  # fmt: skip


INSERT_DELETE_UPDATE = 4 | 8 | 16
"""The bits of `pg_trigger.tgtype` that say what a trigger fires on."""


def test_migrations_lead_to_the_models(database: Database):
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Table.metadata) == []


def test_there_is_one_head_and_names_sort_by_time():
    script = ScriptDirectory(str(ROOT / "migrations"))
    assert len(script.get_heads()) == 1
    names = [p.name for p in sorted((ROOT / "migrations" / "versions").glob("*.py"))]
    order = [s.module.__file__.rsplit("/", 1)[-1] for s in script.walk_revisions()]
    assert order == names[::-1]


OURS = "relnamespace = 'public'::regnamespace"


def asked(db: Session, sql: str) -> list:
    """All rows of a statement."""
    return list(db.execute(text(sql)).all())


def test_every_table_is_behind_the_row_gate(make: Session):
    rows = asked(
        make, f"select relname, relrowsecurity and relforcerowsecurity from pg_class where {OURS} and relkind = 'r'"
    )
    open_tables = {name for name, guarded in rows if not guarded} - {"alembic_version"}
    assert len(rows) > 25
    assert open_tables == set()


def test_every_change_is_journalled(make: Session):
    triggers = asked(
        make,
        "select c.relname, bit_or(t.tgtype::integer) from pg_trigger t join pg_class c on c.oid = t.tgrelid"
        r" where t.tgname like 'journal\_%' group by 1",
    )
    journalled = {name for name, events in triggers if events & INSERT_DELETE_UPDATE == INSERT_DELETE_UPDATE}
    assert set(Table.metadata.tables) - journalled == UNJOURNALLED & set(Table.metadata.tables)


def test_views_ask_as_their_reader(make: Session):
    views = asked(make, f"select relname, reloptions from pg_class where {OURS} and relkind in ('v', 'm')")
    assert [name for name, options in views if "security_invoker=true" not in (options or [])] == []


def _seen_by_nobody(database: Database, table: str) -> int:
    with database.connect() as connection:
        connection.execute("set local role plumbline_app")
        try:
            return connection.execute(f"select count(*) from {table}").fetchone()[0]
        except psycopg.errors.InsufficientPrivilege:
            return 0


def test_nobody_known_sees_no_row(database: Database, council: dict):
    for table in Table.metadata.tables:
        assert _seen_by_nobody(database, table) == 0, table


def test_definer_functions_have_a_fixed_path_and_owner(make: Session):
    loose = asked(
        make,
        "select proname from pg_proc where prosecdef and pronamespace = 'public'::regnamespace"
        " and (proconfig is null or pg_get_userbyid(proowner) <> 'plumbline_system')",
    )
    assert loose == []


def test_the_journal_is_append_only(database: Database, council: dict):
    with database.connect() as connection:
        for change in ("update journal_entry set verb = 'x'", "delete from journal_entry", "truncate journal_entry"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(change)
            connection.rollback()


def test_an_owner_who_is_no_superuser_is_told_the_statement_that_is_missing(server_url: str, template: str):
    owner = f"owner_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server_url, autocommit=True) as admin:
        for statement in (
            "create role {0}", "grant {0} to current_user", "create database {0}",
            "alter database {0} owner to {0}", "alter database {0} set role = {0}",
        ):  # fmt: skip
            admin.execute(statement.format(owner))
        database = Database(make_url(server_url).set(database=owner).render_as_string(hide_password=False))
        try:
            with pytest.raises(SystemExit, match="administrator runs once: grant plumbline_app, ") as refused:
                upgrade(database)
            admin.execute(str(refused.value).partition("once: ")[2])
            upgrade(database)
            with database.engine.connect() as connection:
                assert connection.execute(text("select current_user, count(*) from indicator")).one()[0] == owner
        finally:
            database.dispose()
            admin.execute(f"drop database {owner}")
            admin.execute(f"drop role {owner}")
