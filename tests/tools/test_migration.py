"""Tools from before versions had states: the latest stays in use, the others are superseded, all keep their words."""

import uuid

import psycopg
from sqlalchemy import text
from sqlalchemy.engine import make_url

from api.kernel.database import Database
from api.kernel.migrations import upgrade

BEFORE = "20261123_0200"

TOOLS = """
insert into audit_tool (id, title, kind, number, state, standards_version_id, judgement_scale_id)
select gen_random_uuid(), 'Case audit', 'managers', n, 'draft', v.id, s.id
  from standards_version v, judgement_scale s, generate_series(1, 3) n where s.code = 'ofsted';
insert into tool_section (id, audit_tool_id, practice_standard_id, position)
select gen_random_uuid(), t.id, p.id, p.number from audit_tool t, practice_standard p;
insert into tool_question (id, tool_section_id, criterion_id, text, guidance, is_mandatory, position)
select gen_random_uuid(), s.id, c.id, c.text, '', true, c.position
  from tool_section s join criterion c on c.practice_standard_id = s.practice_standard_id;
update audit_tool set state = 'published', published_at = now() where number < 3;
"""


def test_tools_of_before_keep_their_words_and_one_of_a_title_is_in_use(server_url: str):
    name = f"tools_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server_url, autocommit=True) as admin:
        admin.execute(f"create database {name}")
        database = Database(make_url(server_url).set(database=name).render_as_string(hide_password=False))
        words = "select q.id, q.text, s.id, s.practice_standard_id from tool_question q join tool_section s"
        words += " on s.id = q.tool_section_id order by 1"
        try:
            upgrade(database, BEFORE)
            with database.engine.begin() as db:
                db.execute(text(TOOLS))
                before = db.execute(text(words)).all()
            upgrade(database)
            with database.engine.begin() as db:
                after = db.execute(text(words)).all()
                states = db.execute(text("select number, state, version from audit_tool order by 1")).all()
                kinds = db.execute(text("select distinct kind from tool_question")).scalars().all()
                scale = (
                    "select distinct s.code from audit_tool t join judgement_scale s on s.id = t.compliance_scale_id"
                )
                scales = db.execute(text(scale)).scalars().all()
            assert after == before
            assert len(after) == 3 * 46
            assert states == [(1, "superseded", 1), (2, "published", 1), (3, "draft", 1)]
            assert (kinds, scales) == (["quality"], ["compliance"])
        finally:
            database.dispose()
            admin.execute(f"drop database {name} with (force)")
