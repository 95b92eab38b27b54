"""Add standards: sets and their versions, published ones sealed, and the words of the first."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from api.standards import seed

revision = "20261123_0110"
down_revision = "20261123_0100"
branch_labels = None
depends_on = None

GATE = """
call guard_table('standards_set');
call guard_table('standards_version');
call guard_table('practice_standard');
call guard_table('criterion');

grant select on standards_set, standards_version, practice_standard, criterion to plumbline_public;
create policy known on standards_set to plumbline_app using ((select app_who()) is not null) with check ((select app_who()) is not null);
create policy known on standards_version to plumbline_app using ((select app_who()) is not null) with check ((select app_who()) is not null);
create policy known on practice_standard to plumbline_app using ((select app_who()) is not null) with check ((select app_who()) is not null);
create policy known on criterion to plumbline_app using ((select app_who()) is not null) with check ((select app_who()) is not null);
create policy public on standards_set for select to plumbline_public using ((select app_who()) is not null);
create policy public on standards_version for select to plumbline_public using ((select app_who()) is not null and state <> 'draft');
create policy public on practice_standard for select to plumbline_public using (standards_version_id in (select id from standards_version));
create policy public on criterion for select to plumbline_public using (practice_standard_id in (select id from practice_standard));
"""

# What is published is sealed. The one thing that may still happen to it is that its successor ends it.
SEAL = """
create function refuse_sealed_standards() returns void language plpgsql as $f$
begin
  raise exception 'a published version of the standards cannot be changed'
    using errcode = 'restrict_violation', constraint = 'published_standards_are_sealed';
end $f$;

create function seal_standards_version() returns trigger language plpgsql as $f$
begin
  if old.state = 'draft' then
    return case tg_op when 'DELETE' then old else new end;
  end if;
  if tg_op = 'UPDATE' and old.state = 'published' and new.state = 'superseded'
     and to_jsonb(old) - '{state,effective_to,version}'::text[] = to_jsonb(new) - '{state,effective_to,version}'::text[] then
    return new;
  end if;
  perform refuse_sealed_standards();
  return null;
end $f$;

create function seal_practice_standard() returns trigger language plpgsql as $f$
declare
  state text;
begin
  -- The share lock makes a publication wait for the edit, or the edit see the publication.
  for state in select v.state from standards_version v
    where v.id = any (array[case when tg_op <> 'INSERT' then old.standards_version_id end,
                            case when tg_op <> 'DELETE' then new.standards_version_id end]) for share
  loop
    if state <> 'draft' then
      perform refuse_sealed_standards();
    end if;
  end loop;
  return case tg_op when 'DELETE' then old else new end;
end $f$;

create function seal_criterion() returns trigger language plpgsql as $f$
declare
  state text;
begin
  for state in select v.state from standards_version v join practice_standard s on s.standards_version_id = v.id
    where s.id = any (array[case when tg_op <> 'INSERT' then old.practice_standard_id end,
                            case when tg_op <> 'DELETE' then new.practice_standard_id end]) for share of v
  loop
    if state <> 'draft' then
      perform refuse_sealed_standards();
    end if;
  end loop;
  return case tg_op when 'DELETE' then old else new end;
end $f$;

create trigger sealed before update or delete on standards_version for each row execute function seal_standards_version();
create trigger sealed before insert or update or delete on practice_standard for each row execute function seal_practice_standard();
create trigger sealed before insert or update or delete on criterion for each row execute function seal_criterion();
"""


def upgrade() -> None:
    op.create_table(
        "standards_set",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("owner", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standards_set")),
        sa.UniqueConstraint("code", name=op.f("uq_standards_set_code")),
    )
    op.create_table(
        "standards_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("set_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("draft", "published", "superseded", name="versionstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=True),
        sa.Column("effective_to", sa.Date(), nullable=True),
        sa.Column("published_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("published_by_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'draft') = (effective_from is null)", name=op.f("ck_standards_version_in_force_from")
        ),
        sa.CheckConstraint("effective_to >= effective_from", name=op.f("ck_standards_version_ends_after_it_starts")),
        sa.ForeignKeyConstraint(["published_by_id"], ["person.id"], name=op.f("fk_standards_version_published_by_id")),
        sa.ForeignKeyConstraint(["set_id"], ["standards_set.id"], name=op.f("fk_standards_version_set_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standards_version")),
        sa.UniqueConstraint("set_id", "number", name=op.f("uq_standards_version_set_id_number")),
    )
    op.create_index(
        "uq_standards_version_published",
        "standards_version",
        ["set_id"],
        unique=True,
        postgresql_where=sa.text("state = 'published'"),
    )
    op.create_table(
        "practice_standard",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("standards_version_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("label", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
        sa.Column("overview_text", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
        sa.Column("note", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_practice_standard_counts_from_one")),
        sa.ForeignKeyConstraint(
            ["standards_version_id"], ["standards_version.id"], name=op.f("fk_practice_standard_standards_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_standard")),
        sa.UniqueConstraint(
            "standards_version_id", "number", name=op.f("uq_practice_standard_standards_version_id_number")
        ),
    )
    op.create_table(
        "criterion",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("practice_standard_id", sa.Uuid(), nullable=False),
        sa.Column("code", sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False),
        sa.Column("label", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
        sa.Column("note", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_standard_id"], ["practice_standard.id"], name=op.f("fk_criterion_practice_standard_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criterion")),
        sa.UniqueConstraint("practice_standard_id", "code", name=op.f("uq_criterion_practice_standard_id_code")),
    )

    # Filled in before the gate and the seal close over them.
    metadata = sa.MetaData()
    for table, rows in seed.rows().items():
        op.bulk_insert(sa.Table(table, metadata, autoload_with=op.get_bind()), rows)

    op.execute(GATE)
    op.execute(SEAL)


def downgrade() -> None:
    raise NotImplementedError("Forward only: mend with a new migration, or restore.")
