"""The views for tools that read SQL: a reader is given its level and nothing else, and asks as itself."""

import uuid

import psycopg
import pytest
from sqlalchemy import text

from tests.feed.make import make_figures


@pytest.fixture
def reader(make, council, database):
    """The name of a new role of the server; it owns nothing and may nothing."""
    make_figures(make, database)
    name = f"reader {uuid.uuid4().hex[:8]}"
    with database.connect(autocommit=True) as owner:
        owner.execute(f'create role "{name}"')
        yield name
        make.rollback()
        owner.execute(f'drop owned by "{name}"')
        owner.execute(f'drop role "{name}"')


def ask(database, reader, sql):
    with database.connect() as connection:
        connection.execute(f'set local role "{reader}"')
        return connection.execute(sql).fetchall()


def refused(database, reader, sql):
    try:
        ask(database, reader, sql)
    except psycopg.errors.InsufficientPrivilege:
        return True
    return False


@pytest.mark.parametrize(("level", "kinds"), [("true_figures", {"council", "service", "team"}),
                                              ("suppressed", {"council", "service"})])  # fmt: skip
def test_a_reader_sees_its_level_in_the_views_and_nothing_beside_them(level, kinds, reader, database, make):
    shown, other = "feed.indicator_values", "feed.suppressed_values"
    if level == "suppressed":
        shown, other = other, shown
    assert refused(database, reader, f"select * from {shown}")
    make.execute(text("call feed.open_to(:reader, :level)"), {"reader": reader, "level": level})
    make.commit()
    table = shown.removeprefix("feed.").removesuffix("s")
    assert ask(database, reader, f"select count(*) from {shown}") == [
        (make.execute(text(f"select count(*) from {table}")).scalar_one(),)
    ]
    assert {kind for (kind,) in ask(database, reader, f"select distinct unit_type from {shown}")} == kinds
    assert {kind for (kind,) in ask(database, reader, "select distinct unit_type from feed.units")} == kinds
    assert ask(database, reader, f"select count(*) from {shown}_with_deleted")[0][0] > 0
    assert ask(database, reader, "select count(*) from feed.indicators")[0][0] >= 28
    assert ask(database, reader, "select count(*) from feed.periods")[0][0] > 100
    for broken_down in ("feed.breakdowns", "indicator_part"):
        assert refused(database, reader, f"select * from {broken_down}") == (level == "suppressed")
        if level == "true_figures":
            assert ask(database, reader, f"select count(*) from {broken_down}")[0][0] > 40
    for sql in (
        f"select * from {other}", "select * from person", "select * from child", "select * from feed_token",
        "select reason from indicator_target", "insert into indicator_value select * from indicator_value",
        "update unit set name = 'x'", f"call feed.open_to('{reader}', 'true_figures')",
        "create table feed.mine (x int)",
    ):  # fmt: skip
        assert refused(database, reader, sql), sql
    ours = "select count(*) from pg_roles where rolname like 'plumbline%' and pg_has_role(:reader, oid, 'member')"
    assert make.execute(text(ours), {"reader": reader}).scalar_one() == 0, "it is none of ours"
    reach = "select set_config('app.who', gen_random_uuid()::text, true), set_config('app.reach', '{council}', true)"
    assert {len(ask(database, reader, f"with x as ({reach}) select distinct unit_type from {shown}, x"))} == {
        len(kinds)
    }


def test_a_level_may_be_lowered_and_taken_away(reader, database, make):
    for level in ("true_figures", "suppressed"):
        make.execute(text("call feed.open_to(:reader, :level)"), {"reader": reader, "level": level})
        make.commit()
    assert refused(database, reader, "select * from feed.indicator_values")
    assert refused(database, reader, "select * from indicator_value")
    assert refused(database, reader, "select * from feed.breakdowns")
    assert refused(database, reader, "select * from indicator_part")
    assert ask(database, reader, "select count(*) from feed.suppressed_values")[0][0] > 0
    make.execute(text("call feed.close_to(:reader)"), {"reader": reader})
    make.commit()
    assert refused(database, reader, "select * from feed.suppressed_values")
    with pytest.raises(Exception, match="true_figures or suppressed"):
        make.execute(text("call feed.open_to(:reader, 'all')"), {"reader": reader})
