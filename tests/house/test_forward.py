"""Migrations go forward over a database that is full: what a council had before is there afterwards."""

import uuid

import psycopg
from sqlalchemy import text
from sqlalchemy.engine import make_url

from api.kernel.database import Database
from api.kernel.migrations import upgrade

BEFORE_ALL_ENTITIES = "20261123_0170"
PROVENANCE = "'lcs', now(), now(), now()"


def test_records_from_before_keep_their_keys_and_values(server_url: str):
    name = f"forward_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server_url, autocommit=True) as admin:
        admin.execute(f"create database {name}")
        database = Database(make_url(server_url).set(database=name).render_as_string(hide_password=False))
        try:
            upgrade(database, BEFORE_ALL_ENTITIES)
            with database.engine.begin() as db:
                db.execute(text(
                    "insert into child (id, source_system, as_of, received_at, updated_at, child_ref,"
                    f" source_id_encrypted, birth_on) select gen_random_uuid(), {PROVENANCE}, 'REF' || n, 'x',"
                    " '2015-05-17' from generate_series(1, 500) n"
                ))  # fmt: skip
                db.execute(text(
                    "insert into cp_visit (id, source_system, as_of, received_at, updated_at, source_id, child_ref,"
                    f" is_seen) select gen_random_uuid(), {PROVENANCE}, 'V' || n, 'REF' || (n % 500 + 1), n % 2 = 0"
                    " from generate_series(1, 5000) n"
                ))  # fmt: skip
                before = db.execute(text("select source_id, child_ref, is_seen from cp_visit order by 1")).all()
            upgrade(database)
            with database.engine.begin() as db:
                after = db.execute(text("select source_id, child_ref, is_seen from cp_visit order by 1")).all()
                children = db.execute(text("select count(*) from child where birth_on is not null")).scalar_one()
                key = db.execute(text(
                    "select pg_get_constraintdef(oid) from pg_constraint"
                    " where conrelid = 'cp_visit'::regclass and contype = 'p'"
                )).scalar_one()  # fmt: skip
            assert (len(after), children) == (5_000, 500)
            assert after == before
            assert key == "PRIMARY KEY (source_id, source_system)"
        finally:
            database.dispose()
            admin.execute(f"drop database {name} with (force)")
