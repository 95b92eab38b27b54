"""Add imports: receipts, what could not be read, staged files, and the queue of jobs."""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from procrastinate.schema import SchemaManager
from sqlalchemy.dialects import postgresql

revision = "20261123_0190"
down_revision = "20261123_0180"
branch_labels = None
depends_on = None

RECORDS = (
    "department", "worker", "involvement", "referral", "assessment", "cp_plan", "cp_visit", "cla_episode", "disability",
    "contact", "early_help_episode", "assessment_factor", "cin_plan", "cin_visit", "section47_enquiry",
    "child_protection_conference", "cp_review", "placement", "legal_status", "cla_review", "cla_visit",
    "missing_episode", "cla_health_check", "sdq_score", "care_leaver", "supervision", "core_group_meeting",
    "visit_frequency", "feedback",
)  # fmt: skip

# What a source may know of its own deliveries, and what those see who look after the data.
GATE = """
call guard_table('receipt', null, false);
call guard_table('rejection', null, false);
call guard_table('tombstone', null, false);
call guard_table('repeated_request', null, false);
call guard_table('import');
call guard_table('import_progress', null, false);
call guard_table('import_file');

revoke insert, update, delete on receipt, tombstone, import_progress from plumbline_app;
grant delete on rejection to plumbline_intake;
grant select, insert, update on receipt to plumbline_intake;
grant select, insert, update on rejection, import to plumbline_intake;
grant select, insert on tombstone to plumbline_intake;
grant select, insert, update on repeated_request to plumbline_intake;
grant select, insert, update, delete on import_file to plumbline_intake;

create policy own_source on receipt to plumbline_intake
  using (source_system = (select app_source())) with check (source_system = (select app_source()));
create policy own_source on rejection to plumbline_intake
  using (source_system = (select app_source())) with check (source_system = (select app_source()));
create policy own_source on tombstone to plumbline_intake
  using (source_system = (select app_source())) with check (source_system = (select app_source()));
create policy own_source on import to plumbline_intake
  using (source_system = (select app_source())) with check (source_system = (select app_source()));
grant select on import_progress to plumbline_intake;
create policy own_source on import_progress for select to plumbline_intake using (exists (select from import i where i.id = import_id));
create policy known on import_progress for select to plumbline_app using ((select app_who()) is not null and not (select app_reaches('suppressed')));
create policy own_source on import_file to plumbline_intake
  using (exists (select from import i where i.id = import_id)) with check (exists (select from import i where i.id = import_id));

create policy seen on receipt for select to plumbline_app using ((select app_who()) is not null and not (select app_reaches('suppressed')));
create policy seen on rejection for select to plumbline_app using ((select app_who()) is not null and not (select app_reaches('suppressed')));
create policy staged on rejection to plumbline_app
  using ((select app_who()) is not null and not (select app_reaches('suppressed')) and receipt_id is null) with check ((select app_who()) is not null and not (select app_reaches('suppressed')) and receipt_id is null);
create policy seen on tombstone for select to plumbline_app using ((select app_who()) is not null and not (select app_reaches('suppressed')));
create policy known on import to plumbline_app
  using ((select app_who()) is not null and not (select app_reaches('suppressed')))
  with check ((select app_who()) is not null and not (select app_reaches('suppressed')));
create policy known on import_file to plumbline_app
  using ((select app_who()) is not null and not (select app_reaches('suppressed')))
  with check ((select app_who()) is not null and not (select app_reaches('suppressed')));
create policy own on repeated_request to plumbline_app, plumbline_intake
  using (actor_id = (select app_who())) with check (actor_id = (select app_who()));
"""

# Files wait in tables of their own, which are not logged: after a crash of PostgreSQL they are sent again.
STAGING = """
create schema staging authorization plumbline_system;
grant usage on schema staging to plumbline_intake;
alter default privileges for role plumbline_system in schema staging grant select, update, delete on tables to plumbline_intake;
"""

# An empty table is filled without its indexes, which are built from the whole afterwards; nobody can read it meanwhile.
BULK = """
create function begin_bulk_load(name text) returns text[]
  language plpgsql security definer set search_path = pg_catalog, public as $f$
declare
  one record;
  later text[] := '{}';
begin
  if not exists (select from pg_class where oid = format('public.%I', name)::regclass and relowner = to_regrole('plumbline_system')) then
    return later;
  end if;
  begin
    execute format('lock table public.%I in access exclusive mode nowait', name);
  exception when lock_not_available then
    return later;
  end;
  if pg_relation_size(format('public.%I', name)::regclass) > 0 then
    return later;
  end if;
  for one in
    select format('alter table public.%I drop constraint %I', name, conname) as away,
           format('alter table public.%I add constraint %I %s', name, conname, pg_get_constraintdef(oid)) as back
      from pg_constraint where conrelid = format('public.%I', name)::regclass and contype = 'p'
    union all
    select format('drop index public.%I', c.relname), pg_get_indexdef(c.oid)
      from pg_index i join pg_class c on c.oid = i.indexrelid
     where i.indrelid = format('public.%I', name)::regclass
       and not exists (select from pg_constraint k where k.conindid = c.oid)
  loop
    execute one.away;
    later := later || one.back;
  end loop;
  return later;
end $f$;

create function end_bulk_load(later text[]) returns void
  language plpgsql security definer set search_path = pg_catalog, public as $f$
declare
  one text;
begin
  foreach one in array later loop
    execute one;
  end loop;
end $f$;
"""

# A request puts a job into the queue with its own transaction: both are stored, or neither.
ENQUEUE = """
create function enqueue(task text, arguments jsonb) returns void
  language sql security definer set search_path = pg_catalog, jobs as $f$
  select jobs.procrastinate_defer_jobs_v1(array[
    row('default', task, 0, null, null, arguments, null)::jobs.procrastinate_job_to_defer_v1]) $f$;
"""

OWNED = ("begin_bulk_load(text)", "end_bulk_load(text[])", "enqueue(text, jsonb)")


def _as_system(*statements: str) -> None:
    """Run what plumbline_system is to own."""
    bind = op.get_bind()
    owner = bind.exec_driver_sql("select current_setting('role')").scalar_one()
    bind.exec_driver_sql("set local role plumbline_system")
    for statement in statements:
        bind.exec_driver_sql(statement)
    bind.exec_driver_sql(f"set local role {owner}")


def upgrade() -> None:
    # A record is known by its source's own key; an id of ours had no use, and cost every row an index.
    for table in RECORDS:
        op.drop_column(table, "id")
        op.execute(f"alter table {table} add constraint pk_{table} primary key using index uq_{table}_source")
        op.execute(f"alter table {table} owner to plumbline_system")
    op.add_column("child", sa.Column("withdrawn_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
    op.execute("grant select (withdrawn_at) on child to plumbline_app")

    op.execute("create sequence import_file_number")
    op.execute("grant usage on sequence import_file_number to plumbline_app, plumbline_intake, plumbline_system")
    op.create_table(
        "import",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("source_system", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column(
            "format",
            sa.Enum("ssd", "ssda903", "cin_census", "annex_a", name="importformat", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "mode", sa.Enum("upsert", "snapshot", name="importmode", native_enum=False, length=40), nullable=False
        ),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "queued",
                "processing",
                "held",
                "completed",
                "failed",
                "aborted",
                name="importstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("scope", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("is_dry_run", sa.Boolean(), nullable=False),
        sa.Column("is_confirmed", sa.Boolean(), nullable=False),
        sa.Column("as_of", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_by", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("committed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("confirmed_by_id", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("rows_total", sa.Integer(), nullable=False),
        sa.Column("failure", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=True),
        sa.Column("counts", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'[]'"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import")),
    )
    op.create_index("ix_import_created_at", "import", ["created_at", "id"], unique=False)
    op.create_index(
        "uq_import_under_way",
        "import",
        ["source_system"],
        unique=True,
        postgresql_where=sa.text("state in ('open', 'queued', 'processing', 'held')"),
    )
    op.create_table(
        "receipt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("source_system", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("entity", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column(
            "channel", sa.Enum("push", "import", "compat", name="channel", native_enum=False, length=40), nullable=False
        ),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("as_of", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=True),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("created", sa.Integer(), nullable=False),
        sa.Column("updated", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("rekeyed", sa.Integer(), nullable=False),
        sa.Column("removed", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.Integer(), nullable=False),
        sa.Column("skipped_stale", sa.Integer(), nullable=False),
        sa.Column("duplicates", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
        sa.UniqueConstraint("number", name=op.f("uq_receipt_number")),
    )
    op.create_index("ix_receipt_at", "receipt", ["at"], unique=False)
    op.create_index("ix_receipt_source", "receipt", ["source_system", "entity", "number"], unique=False)
    op.create_table(
        "repeated_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(length=255), nullable=False),
        sa.Column("request_sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("answer_encrypted", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repeated_request")),
        sa.UniqueConstraint("actor_id", "key", name=op.f("uq_repeated_request_actor_id_key")),
    )
    op.create_index(op.f("ix_repeated_request_created_at"), "repeated_request", ["created_at"], unique=False)
    op.create_table(
        "tombstone",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("source_system", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("entity", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(length=48), nullable=False),
        sa.Column("reason", sa.Enum("removed", "purged", name="removal", native_enum=False, length=40), nullable=False),
        sa.Column("removed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("receipt_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tombstone")),
    )
    op.create_index("ix_tombstone_source", "tombstone", ["source_system", "entity", "key"], unique=False)
    op.create_table(
        "import_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("bytes_received", sa.BigInteger(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.Integer(), nullable=False),
        sa.Column("entities", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("staged", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column(
            "rejected_of", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False
        ),
        sa.Column("encodings", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column(
            "ignored_fields", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False
        ),
        sa.Column("is_ignored", sa.Boolean(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("repeated", sa.Integer(), nullable=False),
        sa.Column("known_receipt", sa.BigInteger(), nullable=True),
        sa.Column("received_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["import.id"], name=op.f("fk_import_file_import_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_file")),
    )
    op.create_index("uq_import_file_name", "import_file", ["import_id", "name"], unique=True)
    op.create_table(
        "import_progress",
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("rows_done", sa.Integer(), nullable=False),
        sa.Column("step", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["import.id"], name=op.f("fk_import_progress_import_id")),
        sa.PrimaryKeyConstraint("import_id", name=op.f("pk_import_progress")),
    )
    op.create_table(
        "rejection",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("receipt_id", sa.Uuid(), nullable=True),
        sa.Column("import_file_id", sa.Uuid(), nullable=True),
        sa.Column("source_system", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("entity", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("file", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=True),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("is_rejected", sa.Boolean(), nullable=False),
        sa.Column("field", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("code", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("detail", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipt.id"], name=op.f("fk_rejection_receipt_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rejection")),
    )
    op.create_index(op.f("ix_rejection_import_file_id"), "rejection", ["import_file_id"], unique=False)
    op.create_index(op.f("ix_rejection_receipt_id"), "rejection", ["receipt_id"], unique=False)
    op.create_index("ix_rejection_source", "rejection", ["source_system", "entity", "at"], unique=False)

    op.execute(GATE)
    op.execute(STAGING)
    op.execute(BULK)
    op.execute("create schema jobs authorization plumbline_system")
    _as_system(
        "set local search_path = jobs", SchemaManager.get_schema().replace("%", "%%"), "set local search_path = public"
    )
    op.execute(ENQUEUE)
    for function in OWNED:
        op.execute(f"alter function {function} owner to plumbline_system")
        op.execute(f"revoke all on function {function} from public")
    op.execute("grant execute on function begin_bulk_load(text), end_bulk_load(text[]) to plumbline_intake")
    op.execute("grant execute on function enqueue(text, jsonb) to plumbline_app, plumbline_intake")


def downgrade() -> None:
    raise NotImplementedError("Forward only: mend with a new migration, or restore.")
