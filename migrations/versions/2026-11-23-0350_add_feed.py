"""Add feed: the figures as views, for the feed itself and for tools that read SQL; and the tokens of such tools."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "20261123_0350"
down_revision = "20261123_0340"
branch_labels = None
depends_on = None

# The views ask as their reader: what the reader's own gates hide stays hidden. Columns are only added at the end.
SCHEMA = """
create schema feed;
grant usage on schema feed to plumbline_app, plumbline_public, plumbline_system;

create view feed.units with (security_invoker = true) as
select u.id as unit_id, u.kind as unit_type, u.name as unit_name, u.parent_id,
       concat_ws(' / ', above.name, parent.name, u.name) as unit_path
  from public.unit u
  left join public.unit parent on parent.id = u.parent_id
  left join public.unit above on above.id = parent.parent_id;

create view feed.indicators with (security_invoker = true) as
select i.code as indicator, i.title, i.description, i.numerator_text, i.denominator_text, i.unit, i.polarity, i.corner,
       i.standard_number, i.target, i.source, i.known_gaps, i.owner, i.decimals, i.definition_version, i.effective_from
  from public.indicator i;

create view feed.periods with (security_invoker = true) as
with bounds as (
  select date_trunc('year', min(i.effective_from) - interval '3 months') + interval '3 months' as first,
         (public.app_now() at time zone 'Europe/London')::date as today
    from public.indicator i
), kinds (period_type, months, shown) as (values ('month', 1, 0), ('quarter', 3, 2), ('year', 12, 11))
select k.period_type || ' ' || to_char(s, 'YYYY-MM') as period, k.period_type, s::date as period_start,
       (s + k.months * interval '1 month')::date - 1 as period_end,
       case k.months when 1 then to_char(s, 'Mon YYYY') when 3 then to_char(s, 'Mon') || ' to ' else to_char(s, 'Mon YYYY') || ' to ' end
         || case when k.shown > 0 then to_char(s + k.shown * interval '1 month', 'Mon YYYY') else '' end as label,
       extract(year from s - interval '3 months')::integer as financial_year,
       (s + k.months * interval '1 month')::date <= b.today as is_over
  from bounds b cross join kinds k
 cross join lateral generate_series(b.first, b.today::timestamp, k.months * interval '1 month') s;
"""

VALUES = """
create view feed.{name} with (security_invoker = true) as
select v.id as value_id, i.code as indicator, v.definition_version, v.period_type, v.period_start, v.period_end,
       u.kind as unit_type, v.unit_id, u.name as unit_name, v.numerator, v.denominator, v.value, v.value_status,
       v.lower, v.upper, i.target, v.data_as_of, v.updated_at, v.revision, null::varchar as rag,
       concat_ws(' / ', above.name, parent.name, u.name) as unit_path, null::timestamptz as deleted_at
  from public.{table} v
  join public.indicator i on i.id = v.indicator_id
  join public.unit u on u.id = v.unit_id
  left join public.unit parent on parent.id = u.parent_id
  left join public.unit above on above.id = parent.parent_id;
"""

GRANTS = """
grant select on all tables in schema feed to plumbline_app, plumbline_system;
grant select on feed.units, feed.indicators, feed.periods, feed.suppressed_values to plumbline_public;
"""

# What a whole feed stands on, as one short text: it changes with the figures and with whatever is shown beside them.
STATE = """
create function feed.state() returns text language sql stable set search_path = pg_catalog, public as $f$
  select coalesce((select max(revision) from public.computation), 0) || '-' || md5(
    coalesce((select string_agg(concat_ws('|', id, kind, name, parent_id), '/' order by id) from public.unit), '') ||
    coalesce((select string_agg(i::text, '/' order by code) from public.indicator i), '')) $f$;
revoke all on function feed.state() from public;
grant execute on function feed.state() to plumbline_app, plumbline_public, plumbline_system;
"""

TOKENS = """
call guard_table('feed_token');
revoke delete on feed_token from plumbline_app;
create policy managed on feed_token to plumbline_app using ((select app_reaches('people'))) with check ((select app_reaches('people')));
"""

# A tool's token is known by the hash of it; by HTTP Basic it must come with the name of its own client.
IDENTIFY = """
create or replace function identify(means text, key text, at timestamptz)
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
  elsif means = 'tool' then
    return query
      select c.id, 'client', c.name::text, null::text, null::text, null::text,
             case when 'suppressed' in (c.level, t.level) then 'suppressed' else 'true_figures' end, public.grants_of(null, c.id, at)
        from public.feed_token t join public.machine_client c on c.id = t.machine_client_id
       where t.token_hash = split_part(key, ' ', 1) and split_part(key, ' ', 2) in ('', c.client_id)
         and c.is_active and t.revoked_at is null and t.expires_at > at;
  else
    return query
      select c.id, 'client', c.name::text, null::text, c.source_system::text, null::text, c.level::text, public.grants_of(null, c.id, at)
        from public.machine_client c
       where c.is_active and case means
         when 'token' then exists (select from public.access_token t where t.token_hash = key and t.machine_client_id = c.id and t.expires_at > at)
         when 'subject' then c.issuer_subject = key else false end;
  end if;
end $f$;
"""

# For tools that read SQL. The database's owner makes a login role and opens the views to it; nothing else is opened.
OPENING = """
create procedure feed.open_to(reader text, level text) language plpgsql set search_path = pg_catalog, public as $f$
declare
  shown text := case level when 'true_figures' then 'indicator_value' when 'suppressed' then 'suppressed_value' end;
  units text := case level when 'suppressed' then $u$kind <> 'team'$u$ else 'true' end;
  t text;
begin
  if shown is null then
    raise exception 'the level is true_figures or suppressed' using errcode = 'invalid_parameter_value';
  end if;
  call feed.close_to(reader);
  execute format('grant usage on schema feed, public to %I', reader);
  execute format('grant select on feed.units, feed.indicators, feed.periods, feed.%I to %I', shown || 's', reader);
  foreach t in array array['unit', 'indicator', shown] loop
    execute format('grant select on public.%I to %I', t, reader);
    execute format('create policy %I on public.%I for select to %I using (%s)', 'feed ' || reader, t, reader,
                   case t when 'unit' then units else 'true' end);
  end loop;
  execute format('alter role %I set default_transaction_read_only = on', reader);
end $f$;

create procedure feed.close_to(reader text) language plpgsql set search_path = pg_catalog, public as $f$
declare
  t text;
begin
  foreach t in array array['unit', 'indicator', 'indicator_value', 'suppressed_value'] loop
    execute format('drop policy if exists %I on public.%I', 'feed ' || reader, t);
    execute format('revoke all on public.%I from %I', t, reader);
  end loop;
  execute format('revoke all on all tables in schema feed from %I', reader);
  execute format('revoke usage on schema feed from %I', reader);
end $f$;
revoke all on procedure feed.open_to(text, text), feed.close_to(text) from public;
"""


def upgrade() -> None:
    op.create_table(
        "feed_token",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("machine_client_id", sa.Uuid(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column(
            "level", sa.Enum("true_figures", "suppressed", name="level", native_enum=False, length=40), nullable=False
        ),
        sa.Column("token_hash", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("expires_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("revoked_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["machine_client_id"], ["machine_client.id"], name=op.f("fk_feed_token_machine_client_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_feed_token_token_hash")),
    )
    op.create_index(op.f("ix_feed_token_machine_client_id"), "feed_token", ["machine_client_id"], unique=False)
    op.execute(TOKENS)
    op.execute(SCHEMA)
    for name, table in {"indicator_values": "indicator_value", "suppressed_values": "suppressed_value"}.items():
        op.execute(VALUES.format(name=name, table=table))
    op.execute(GRANTS)
    op.execute(STATE)
    op.execute(IDENTIFY)
    op.execute(OPENING)


def downgrade() -> None:
    raise NotImplementedError("Forward only: mend with a new migration, or restore.")
