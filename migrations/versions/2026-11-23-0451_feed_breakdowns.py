"""Feed breakdowns: what figures count by groups of children, as a view for the feed and for tools that read SQL."""

from alembic import op

from api.indicators.groups import PARTS

revision = "20261123_0451"
down_revision = "20261123_0450"
branch_labels = None
depends_on = None

# The counts of a unit by itself, so that they add up: over the groups of a dimension, the units and, but for a stock,
# the months. What belongs to a month before an indicator begins to count is left out, as it is of the figures.
VIEW = """
create view feed.breakdowns with (security_invoker = true) as
select p.id as breakdown_id, i.code as indicator, 'month'::varchar as period_type, p.month as period_start,
       (p.month + interval '1 month')::date - 1 as period_end, u.kind as unit_type, p.unit_id, u.name as unit_name,
       g.dimension, g.group_code, g.group_label, p.x as numerator,
       case when i.denominator_text is not null then p.n end as denominator
  from public.indicator_part p
  join public.indicator i on i.id = p.indicator_id and p.month >= i.effective_from
  join public.unit u on u.id = p.unit_id
  join (values {groups}) g (part, dimension, group_code, group_label) on g.part = p.part;
grant select on feed.breakdowns to plumbline_app, plumbline_system;
"""

# As before, but that tools which read true figures read these too.
OPENING = """
create or replace procedure feed.open_to(reader text, level text) language plpgsql set search_path = pg_catalog, public as $f$
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
  if not is_public then
    execute format('grant select on feed.breakdowns, public.indicator_part to %I', reader);
    execute format('create policy %I on public.indicator_part for select to %I using (true)', 'feed ' || reader, reader);
  end if;
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

create or replace procedure feed.close_to(reader text) language plpgsql set search_path = pg_catalog, public as $f$
declare
  t text;
begin
  foreach t in array array['unit', 'indicator', 'published_value', 'value_tombstone', 'indicator_target', 'indicator_value', 'suppressed_value', 'indicator_part'] loop
    execute format('drop policy if exists %I on public.%I', 'feed ' || reader, t);
    execute format('revoke all on public.%I from %I', t, reader);
  end loop;
  execute format('revoke all on all tables in schema feed from %I', reader);
  execute format('revoke usage on schema feed from %I', reader);
end $f$;
"""


def upgrade() -> None:
    groups = ", ".join(
        f"({number}::smallint, '{one.code}'::varchar, '{code}'::varchar, '{one.groups[code]}'::varchar)"
        for number, (one, code) in PARTS.items()
    )
    op.execute(VIEW.format(groups=groups))
    op.execute(OPENING)


def downgrade() -> None:
    raise NotImplementedError("Forward only: mend with a new migration, or restore.")
