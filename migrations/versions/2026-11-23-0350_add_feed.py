"""Add feed: the figures as views, for the feed itself and for tools that read SQL; and the tokens of such tools."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "20261123_0350"
down_revision = "20261123_0345"
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

create view feed.comparators with (security_invoker = true) as
select p.id as comparator_id, p.indicator, p.area_kind, p.area_code, p.area_name, p.region_code, p.period_label,
       p.period_start, p.period_end, p.numerator, p.denominator, p.value, p.value_status, p.source_file,
       p.published_name
  from public.published_value p;

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

# Which target counted on which days: what was said last for a day holds until something else was said.
TARGETS = """
create view feed.dated_targets with (security_invoker = true) as
select t.indicator_id, t.unit_id, t.target, t.tolerance, t.from_on,
       lead(t.from_on, 1, 'infinity') over (partition by t.indicator_id, t.unit_id order by t.from_on, t.set_at, t.id) as until
  from public.indicator_target t;
"""

# A unit's own target comes before that of every unit, and this before the one in the catalogue.
VALUES = """
create view feed.{name} with (security_invoker = true) as
select v.id as value_id, {indicator} as indicator, v.definition_version, v.period_type, v.period_start, v.period_end,
       u.kind as unit_type, v.unit_id, u.name as unit_name, v.numerator, v.denominator, v.value, v.value_status,
       v.lower, v.upper, t.target, v.data_as_of, v.updated_at, v.revision,
       case when v.value is null or t.target is null or i.polarity = 'neutral' then null
            when t.short <= 0 then 'green' when t.short <= coalesce(t.tolerance, 0) then 'amber' else 'red' end as rag,
       concat_ws(' / ', above.name, parent.name, u.name) as unit_path, {deleted_at} as deleted_at
  from {rows} v
  {join} public.indicator i on i.id = v.indicator_id
  join public.unit u on u.id = v.unit_id
  left join public.unit parent on parent.id = u.parent_id
  left join public.unit above on above.id = parent.parent_id
  left join feed.dated_targets own
    on own.indicator_id = v.indicator_id and own.unit_id = v.unit_id
   and v.period_end >= own.from_on and v.period_end < own.until
  left join feed.dated_targets common
    on common.indicator_id = v.indicator_id and common.unit_id is null
   and v.period_end >= common.from_on and v.period_end < common.until
 cross join lateral (
   select said.target, said.tolerance, case i.polarity when 'high' then said.target - v.value else v.value - said.target end as short
     from (select case when own.target is not null then own.target
                       when common.from_on is not null then common.target else i.target end as target,
                  case when own.target is not null then own.tolerance else common.tolerance end as tolerance) said) t;
"""

# With what was withdrawn, in the same columns: a copy that somebody keeps can lose it too. The two are put together
# before anything is joined, so that the order of both comes from their indexes.
WITH_DELETED = """(
  select id, indicator_id, null::varchar as indicator, definition_version, period_type, period_start, period_end,
         unit_id, numerator, denominator, value, value_status, lower, upper, data_as_of, updated_at, revision,
         null::timestamptz as deleted_at
    from public.{table}
   union all
  select value_id, null::uuid, indicator, 0, period_type, period_start,
         (period_start + case period_type when 'month' then 1 when 'quarter' then 3 else 12 end * interval '1 month')::date - 1,
         unit_id, null::integer, null::integer, null::float, 'no_data'::varchar, null::float, null::float, removed_at,
         removed_at, revision, removed_at
    from public.value_tombstone where is_suppressed = {is_suppressed})"""
LIVE = {"indicator": "i.code", "deleted_at": "null::timestamptz", "join": "join"}
DELETED = {"indicator": "coalesce(v.indicator, i.code)", "deleted_at": "v.deleted_at", "join": "left join"}

GRANTS = """
grant select on all tables in schema feed to plumbline_app, plumbline_system;
grant select on feed.units, feed.indicators, feed.periods, feed.comparators, feed.dated_targets, feed.suppressed_values,
  feed.suppressed_values_with_deleted to plumbline_public;
"""

# What a whole feed stands on, as one short text: it changes with the figures and with whatever is shown beside them.
STATE = """
create function comparators_loaded_at() returns timestamptz
  language sql stable security definer set search_path = pg_catalog, public as $f$
  select max(at) from public.comparator_load $f$;
alter function comparators_loaded_at() owner to plumbline_system;
revoke all on function comparators_loaded_at() from public;
grant execute on function comparators_loaded_at() to plumbline_app, plumbline_public, plumbline_system;

create function feed.state() returns text language sql stable set search_path = pg_catalog, public as $f$
  select coalesce((select max(revision) from public.computation), 0) || '-' || md5(concat_ws('//',
    (select string_agg(concat_ws('|', id, kind, name, parent_id), '/' order by id) from public.unit),
    (select string_agg(i::text, '/' order by code) from public.indicator i),
    (select concat_ws('|', count(*), max(set_at)) from public.indicator_target),
    (select max(removed_at) from public.value_tombstone),
    public.comparators_loaded_at())) $f$;
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
  is_public boolean := level = 'suppressed';
  t text;
begin
  if shown is null then
    raise exception 'the level is true_figures or suppressed' using errcode = 'invalid_parameter_value';
  end if;
  call feed.close_to(reader);
  execute format('grant usage on schema feed, public to %I', reader);
  execute format('grant select on feed.units, feed.indicators, feed.periods, feed.comparators, feed.dated_targets, feed.%I, feed.%I to %I',
                 shown || 's', shown || 's_with_deleted', reader);
  execute format('grant select (id, indicator_id, unit_id, target, tolerance, from_on, set_at) on public.indicator_target to %I', reader);
  foreach t in array array['unit', 'indicator', 'published_value', 'value_tombstone', shown] loop
    execute format('grant select on public.%I to %I', t, reader);
  end loop;
  foreach t in array array['unit', 'indicator', 'published_value', 'value_tombstone', 'indicator_target', shown] loop
    execute format('create policy %I on public.%I for select to %I using (%s)', 'feed ' || reader, t, reader,
      case when not is_public then 'true'
           when t = 'unit' then $u$kind <> 'team'$u$
           when t = 'value_tombstone' then 'is_suppressed'
           when t = 'indicator_target' then 'unit_id is null or exists (select from public.unit u where u.id = unit_id)'
           else 'true' end);
  end loop;
  execute format('alter role %I set default_transaction_read_only = on', reader);
end $f$;

create procedure feed.close_to(reader text) language plpgsql set search_path = pg_catalog, public as $f$
declare
  t text;
begin
  foreach t in array array['unit', 'indicator', 'published_value', 'value_tombstone', 'indicator_target', 'indicator_value', 'suppressed_value'] loop
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
    op.execute(TARGETS)
    for table, is_suppressed in {"indicator_value": "false", "suppressed_value": "true"}.items():
        rows = WITH_DELETED.format(table=table, is_suppressed=is_suppressed)
        op.execute(VALUES.format(name=f"{table}s", rows=f"public.{table}", **LIVE))
        op.execute(VALUES.format(name=f"{table}s_with_deleted", rows=rows, **DELETED))
    op.execute(GRANTS)
    op.execute(STATE)
    op.execute(IDENTIFY)
    op.execute(OPENING)


def downgrade() -> None:
    raise NotImplementedError("Forward only: mend with a new migration, or restore.")
