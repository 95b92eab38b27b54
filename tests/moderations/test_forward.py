"""What a council had before rules chose: completed moderations get their first grade, the lowest grades wait."""

import uuid

import psycopg
from sqlalchemy import text
from sqlalchemy.engine import make_url

from api.kernel.database import Database
from api.kernel.migrations import upgrade

BEFORE_SELECTION, SELECTION = "20261123_0250", "20261123_0260"
AUDIT = """
insert into audit (id, audit_tool_id, child_id, child_ref, kind, auditor_id, allocated_by_id, due_on, period_from,
                   period_to, state, answered, questions_count, first_grade, overall_reason, summary, reported_grade,
                   allocated_at, submitted_at, finalised_at, updated_at, version)
select gen_random_uuid(), t.id, gen_random_uuid(), 'R', 'managers', gen_random_uuid(), gen_random_uuid(), now(), now(),
       now(), cast(:state as text), 1, 1, :grade, '', '', :reported, now(), now(),
       case when cast(:state as text) = 'final' then now() end, now(), 1
  from audit_tool t where t.title = 'T' returning id
"""


def test_moderations_from_before_keep_their_grades_and_the_lowest_wait_in_the_queue(server_url: str):
    name = f"forward_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server_url, autocommit=True) as admin:
        admin.execute(f"create database {name}")
        database = Database(make_url(server_url).set(database=name).render_as_string(hide_password=False))
        try:
            upgrade(database, BEFORE_SELECTION)
            with database.engine.begin() as db:
                db.execute(text("set local session_replication_role = replica"))
                db.execute(text(
                    "insert into audit_tool (id, title, kind, number, state, standards_version_id, judgement_scale_id,"
                    " introduction, version, compliance_scale_id)"
                    " select gen_random_uuid(), 'T', 'managers', 1, 'draft', gen_random_uuid(), id, '', 1, id"
                    " from judgement_scale where code = 'ofsted'"
                ))  # fmt: skip
                final = {"state": "final", "grade": "good", "reported": "inadequate"}
                done = db.execute(text(AUDIT), final).scalar_one()
                waits = {"state": "submitted", "grade": "inadequate", "reported": None}
                waiting = db.execute(text(AUDIT), waits).scalar_one()
                db.execute(text(AUDIT), waits | {"grade": "good"})
                db.execute(text(
                    "insert into moderation (id, audit_id, moderator_id, allocated_by_id, due_on, state, second_grade,"
                    " outcome, reason, audit_quality, audit_quality_reason, allocated_at, version)"
                    " values (gen_random_uuid(), :audit, gen_random_uuid(), gen_random_uuid(), now(), 'completed',"
                    " 'inadequate', 'lowered', '', 'high', '', now(), 1)"
                ), {"audit": done})  # fmt: skip
            upgrade(database, SELECTION)
            with database.engine.begin() as db:
                kept = db.execute(text("select audit_id, first_grade, second_grade from moderation")).all()
                chosen = db.execute(text("select audit_id, rules from moderation_selection")).all()
            assert kept == [(done, "good", "inadequate")]
            assert chosen == [(waiting, ["inadequate"])]
        finally:
            database.dispose()
            admin.execute(f"drop database {name} with (force)")
