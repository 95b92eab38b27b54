"""Open the house: the database's roles, who is asking, the journal, and the tables of access."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "20261123_0100"
down_revision = None
branch_labels = None
depends_on = None

# Who owns the database need not be a superuser: roles that are there and theirs already are taken as they are.
ROLES = """
do $$
declare
  r text;
  roles constant text[] := array['plumbline_app', 'plumbline_intake', 'plumbline_public', 'plumbline_system'];
begin
  foreach r in array roles loop
    if to_regrole(r) is null then
      begin
        execute format('create role %I nologin', r);
      exception when duplicate_object then null;
      end;
    end if;
    if not pg_has_role(r, 'usage') then
      execute format('grant %I to current_user', r);
    end if;
    execute format('grant usage on schema public to %I', r);
  end loop;
exception when insufficient_privilege then
  raise insufficient_privilege using message = sqlerrm, hint =
    (select coalesce(string_agg(format('create role %I; ', name), ''), '') from unnest(roles) name where to_regrole(name) is null)
    || format('grant %s to %I', array_to_string(roles, ', '), current_user);
end $$;
grant create on schema public to plumbline_system;
"""

WHO = """
create function app_who() returns uuid language sql stable parallel safe
  as $f$ select nullif(current_setting('app.who', true), '')::uuid $f$;
create function app_kind() returns text language sql stable parallel safe
  as $f$ select nullif(current_setting('app.kind', true), '') $f$;
create function app_verb() returns text language sql stable parallel safe
  as $f$ select nullif(current_setting('app.verb', true), '') $f$;
create function app_request() returns uuid language sql stable parallel safe
  as $f$ select nullif(current_setting('app.request', true), '')::uuid $f$;
create function app_now() returns timestamptz language sql stable parallel safe
  as $f$ select coalesce(nullif(current_setting('app.now', true), '')::timestamptz, now()) $f$;
create function app_worker() returns text language sql stable parallel safe
  as $f$ select nullif(current_setting('app.worker', true), '') $f$;
create function app_units() returns uuid[] language sql stable parallel safe
  as $f$ select coalesce(nullif(current_setting('app.units', true), ''), '{}')::uuid[] $f$;
create function app_reaches(reach text) returns boolean language sql stable parallel safe
  as $f$ select reach = any (coalesce(nullif(current_setting('app.reach', true), ''), '{}')::text[]) $f$;
"""

JOURNAL = """
create function journal_change() returns trigger language plpgsql as $f$
declare
  what text := case tg_op when 'INSERT' then 'created' when 'UPDATE' then 'changed' else 'deleted' end;
  source text := case tg_op when 'DELETE' then 'old_rows' else 'new_rows' end;
  children text := case when tg_nargs > 0 then format('array_agg(distinct r.%I) filter (where r.%1$I is not null)', tg_argv[0]) else 'null::uuid[]' end;
  changed text[] := '{}';
begin
  if tg_op = 'UPDATE' then
    select coalesce(array_agg(distinct n.key order by n.key), '{}') into changed
      from new_rows nr join old_rows o using (id),
           lateral jsonb_each(to_jsonb(nr)) n
     where to_jsonb(o) -> n.key is distinct from n.value and n.key not in ('version', 'updated_at');
  end if;
  execute format(
    'insert into journal_entry (actor_kind, actor_id, verb, action, noun, subject_ids, child_ids, fields, request_id)
     select app_kind(), app_who(), app_verb(), $1, $2, array_agg(r.id), coalesce(%s, ''{}''), $3, app_request()
       from %I r having count(*) > 0', children, source) using what, tg_table_name, changed;
  return null;
end $f$;

create function journal_is_append_only() returns trigger language plpgsql as $f$
begin
  raise exception 'the journal is append-only' using errcode = 'insufficient_privilege';
end $f$;

create procedure guard_table(name text, child text default null, is_journalled boolean default true) language plpgsql as $f$
declare
  argument text := case when child is null then '' else quote_literal(child) end;
begin
  execute format('alter table %I enable row level security', name);
  execute format('alter table %I force row level security', name);
  execute format('grant select, insert, update, delete on %I to plumbline_app, plumbline_system', name);
  execute format('create policy system on %I to plumbline_system using (true) with check (true)', name);
  if is_journalled then
    execute format('create trigger journal_insert after insert on %I referencing new table as new_rows for each statement execute function journal_change(%s)', name, argument);
    execute format('create trigger journal_update after update on %I referencing old table as old_rows new table as new_rows for each statement execute function journal_change(%s)', name, argument);
    execute format('create trigger journal_delete after delete on %I referencing old table as old_rows for each statement execute function journal_change(%s)', name, argument);
  end if;
end $f$;
"""

JOURNAL_GATE = """
alter table journal_entry enable row level security;
alter table journal_entry force row level security;
grant select, insert on journal_entry to plumbline_app;
grant insert on journal_entry to plumbline_intake, plumbline_public;
grant select, insert on journal_entry to plumbline_system;
create policy written on journal_entry for insert to plumbline_app, plumbline_intake, plumbline_public, plumbline_system with check (true);
create policy seen on journal_entry for select to plumbline_app using ((select app_reaches('journal')));
create policy system on journal_entry for select to plumbline_system using (true);
create trigger append_only before update or delete or truncate on journal_entry for each statement execute function journal_is_append_only();

create function journal_denial() returns void language sql as $f$
  insert into journal_entry (actor_kind, actor_id, verb, action, request_id)
  values (app_kind(), app_who(), app_verb(), 'denied', app_request()) $f$;
"""

ACCESS_GATE = """
call guard_table('unit');
call guard_table('person');
call guard_table('credential');
call guard_table('role_grant');
call guard_table('machine_client');
call guard_table('sign_in_session', null, false);
call guard_table('sign_in_failure', null, false);
call guard_table('access_token', null, false);

grant select, insert, update on unit to plumbline_intake;
grant select on unit to plumbline_public;
create policy seen on unit for select to plumbline_app, plumbline_intake, plumbline_public using ((select app_who()) is not null);
create policy pushed on unit for all to plumbline_intake using ((select app_who()) is not null) with check ((select app_who()) is not null);

revoke delete on person, credential, role_grant, machine_client from plumbline_app;
create policy seen on person for select to plumbline_app using ((select app_who()) is not null);
create policy managed on person to plumbline_app using ((select app_reaches('people'))) with check ((select app_reaches('people')));
create policy seen on role_grant for select to plumbline_app using ((select app_who()) is not null);
create policy managed on role_grant to plumbline_app using ((select app_reaches('people')))
  with check ((select app_reaches('people')) and person_id is distinct from (select app_who()));
create policy seen on machine_client for select to plumbline_app using ((select app_reaches('journal')));
create policy managed on machine_client to plumbline_app using ((select app_reaches('people'))) with check ((select app_reaches('people')));
create policy made on credential for insert to plumbline_app with check ((select app_reaches('people')));
create policy made on sign_in_session for insert to plumbline_app with check (true);
create policy made on sign_in_failure for insert to plumbline_app with check (true);
create policy made on access_token for insert to plumbline_app with check (true);
"""

# Identity comes from these narrow functions alone. They belong to plumbline_system, whose policies see every row.
IDENTITY = """
create function unit_and_below(top uuid) returns uuid[] language sql stable security definer set search_path = pg_catalog, public as $f$
  with recursive below as (
    select id from public.unit where id = top
    union select u.id from public.unit u join below on u.parent_id = below.id
  ) select coalesce(array_agg(id), '{}') from below $f$;

create function grants_of(person uuid, client uuid, at timestamptz) returns jsonb language sql stable security definer set search_path = pg_catalog, public as $f$
  select coalesce(jsonb_agg(jsonb_build_object(
           'role', g.role, 'unit_id', g.unit_id, 'unit_name', u.name, 'from_on', g.from_on, 'to_on', g.to_on,
           'unit_ids', case when g.unit_id is null then '{}' else public.unit_and_below(g.unit_id) end) order by g.role, g.from_on), '[]')
    from public.role_grant g left join public.unit u on u.id = g.unit_id
   where (g.person_id = person or g.machine_client_id = client)
     and g.from_on <= (at at time zone 'Europe/London')::date
     and (g.to_on is null or g.to_on >= (at at time zone 'Europe/London')::date) $f$;

create function identify(means text, key text, at timestamptz)
  returns table (id uuid, kind text, name text, email text, source_system text, worker_ref text, level text, grants jsonb)
  language plpgsql volatile security definer set search_path = pg_catalog, public as $f$
begin
  if means = 'session' then
    update public.sign_in_session s set last_seen_at = at
     where s.token_hash = key and s.last_seen_at < at - interval '1 minute'
       and s.last_seen_at > at - interval '30 minutes' and s.started_at > at - interval '10 hours';
    return query
      select p.id, 'person', p.name::text, p.email::text, null::text, p.worker_ref::text, 'true_figures', public.grants_of(p.id, null, at)
        from public.sign_in_session s join public.person p on p.id = s.person_id
       where s.token_hash = key and p.is_active
         and s.last_seen_at > at - interval '30 minutes' and s.started_at > at - interval '10 hours';
  else
    return query
      select c.id, 'client', c.name::text, null::text, c.source_system::text, null::text, c.level::text, public.grants_of(null, c.id, at)
        from public.machine_client c
       where c.is_active and case means
         when 'token' then exists (select from public.access_token t where t.token_hash = key and t.machine_client_id = c.id and t.expires_at > at)
         when 'subject' then c.issuer_subject = key else false end;
  end if;
end $f$;

create function credential_for(wanted_email text, wanted_hash text, at timestamptz)
  returns table (person_id uuid, password_hash text, failures bigint)
  language sql stable security definer set search_path = pg_catalog, public as $f$
  select (select p.id from public.person p where lower(p.email) = lower(wanted_email) and p.is_active),
         (select c.password_hash::text from public.person p join public.credential c on c.person_id = p.id
           where lower(p.email) = lower(wanted_email) and p.is_active),
         (select count(*) from public.sign_in_failure f where f.email_hash = wanted_hash and f.at > credential_for.at - interval '15 minutes') $f$;

create function client_for(wanted text) returns table (id uuid, secret_hash text)
  language sql stable security definer set search_path = pg_catalog, public as $f$
  select c.id, c.secret_hash::text from public.machine_client c where c.client_id = wanted and c.is_active $f$;

create function end_session(hash text) returns void
  language sql volatile security definer set search_path = pg_catalog, public as $f$
  delete from public.sign_in_session where token_hash = hash $f$;
"""

OWNED = ("unit_and_below(uuid)", "grants_of(uuid, uuid, timestamptz)", "identify(text, text, timestamptz)",
         "credential_for(text, text, timestamptz)", "client_for(text)", "end_session(text)")  # fmt: skip


def upgrade() -> None:
    op.execute(ROLES)
    op.execute(WHO)
    op.create_table(
        "journal_entry",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column(
            "at", sqlmodel.sql.sqltypes.UTCDateTime(), server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.Column("actor_kind", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=True),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("verb", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=True),
        sa.Column("action", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("noun", sqlmodel.sql.sqltypes.AutoString(length=63), nullable=True),
        sa.Column("subject_ids", sa.ARRAY(sa.Uuid()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("child_ids", sa.ARRAY(sa.Uuid()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("fields", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_entry")),
    )
    op.create_index("ix_journal_entry_actor", "journal_entry", ["actor_id", "id"], unique=False)
    op.create_index("ix_journal_entry_child_ids", "journal_entry", ["child_ids"], unique=False, postgresql_using="gin")
    op.create_table(
        "machine_client",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("client_id", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("secret_hash", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("issuer_subject", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("source_system", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
        sa.Column(
            "level", sa.Enum("true_figures", "suppressed", name="level", native_enum=False, length=40), nullable=False
        ),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_machine_client")),
        sa.UniqueConstraint("client_id", name=op.f("uq_machine_client_client_id")),
        sa.UniqueConstraint("issuer_subject", name=op.f("uq_machine_client_issuer_subject")),
    )
    op.create_table(
        "sign_in_failure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email_hash", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_failure")),
    )
    op.create_index(op.f("ix_sign_in_failure_email_hash"), "sign_in_failure", ["email_hash"], unique=False)
    op.create_table(
        "unit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column(
            "kind", sa.Enum("council", "service", "team", name="unitkind", native_enum=False, length=40), nullable=False
        ),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("source_system", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
        sa.Column("source_id", sqlmodel.sql.sqltypes.AutoString(length=48), nullable=True),
        sa.ForeignKeyConstraint(["parent_id"], ["unit.id"], name=op.f("fk_unit_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
    )
    op.create_index(op.f("ix_unit_parent_id"), "unit", ["parent_id"], unique=False)
    op.create_index("uq_unit_source", "unit", ["source_system", "source_id"], unique=True)
    op.create_table(
        "access_token",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("machine_client_id", sa.Uuid(), nullable=False),
        sa.Column("expires_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["machine_client_id"], ["machine_client.id"], name=op.f("fk_access_token_machine_client_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_access_token_token_hash")),
    )
    op.create_index(op.f("ix_access_token_machine_client_id"), "access_token", ["machine_client_id"], unique=False)
    op.create_table(
        "person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("email", sqlmodel.sql.sqltypes.AutoString(length=254), nullable=False),
        sa.Column("job_title", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("worker_ref", sqlmodel.sql.sqltypes.AutoString(length=48), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_person_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_index(op.f("ix_person_unit_id"), "person", ["unit_id"], unique=False)
    op.create_index("uq_person_email", "person", [sa.literal_column("lower(email)")], unique=True)
    op.create_table(
        "credential",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("password_hash", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_credential_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credential")),
        sa.UniqueConstraint("person_id", name=op.f("uq_credential_person_id")),
    )
    op.create_table(
        "role_grant",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("machine_client_id", sa.Uuid(), nullable=True),
        sa.Column(
            "role",
            sa.Enum(
                "practitioner",
                "team_manager",
                "auditor",
                "moderator",
                "reviewing_officer",
                "service_manager",
                "head_of_service",
                "head_of_childrens_social_care",
                "quality_lead",
                "principal_social_worker",
                "director",
                "lead_member",
                "partnership",
                "data_analyst",
                "administrator",
                "case_management_system",
                "bi_tool",
                name="role",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=4000), nullable=False),
        sa.Column("granted_by_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("(person_id is null) <> (machine_client_id is null)", name=op.f("ck_role_grant_one_holder")),
        sa.ForeignKeyConstraint(
            ["machine_client_id"], ["machine_client.id"], name=op.f("fk_role_grant_machine_client_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_role_grant_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_role_grant_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
    )
    op.create_index(op.f("ix_role_grant_machine_client_id"), "role_grant", ["machine_client_id"], unique=False)
    op.create_index(op.f("ix_role_grant_person_id"), "role_grant", ["person_id"], unique=False)
    op.create_table(
        "sign_in_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("started_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("last_seen_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sign_in_session_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_session_token_hash")),
    )
    op.create_index(op.f("ix_sign_in_session_person_id"), "sign_in_session", ["person_id"], unique=False)

    op.execute(JOURNAL)
    op.execute(JOURNAL_GATE)
    op.execute(ACCESS_GATE)
    op.execute(IDENTITY)
    for function in OWNED:
        op.execute(f"alter function {function} owner to plumbline_system")
        op.execute(f"revoke all on function {function} from public")
        op.execute(f"grant execute on function {function} to plumbline_app")


def downgrade() -> None:
    raise NotImplementedError("Forward only: mend with a new migration, or restore.")
