"""Tell members of their own changes: what their feed stands on changes with the figures that they are shown alone."""

from alembic import op

revision = "20261123_0445"
down_revision = "20261123_0436"
branch_labels = None
depends_on = None

# That a night changed nothing, or something, in figures that are hidden is nobody's to know who may not see them.
STATE = """
create or replace function feed.state() returns text language sql stable set search_path = pg_catalog, public as $f$
  select case when current_user = 'plumbline_public' then
           coalesce((select to_char(max(updated_at) at time zone 'UTC', 'YYYYMMDDHH24MISSUS') from public.suppressed_value), '0')
         else coalesce((select max(revision) from public.computation), 0)::text end || '-' || md5(concat_ws('//',
    (select string_agg(concat_ws('|', id, kind, name, parent_id), '/' order by id) from public.unit),
    (select string_agg(i::text, '/' order by code) from public.indicator i),
    (select concat_ws('|', count(*), max(set_at)) from public.indicator_target),
    (select max(removed_at) from public.value_tombstone),
    public.comparators_loaded_at())) $f$;
"""


# Who answers for what members see may look at it; staff know the true figures, and more than these.
SEEN = """
create policy staff on suppressed_value for select to plumbline_app
  using ((select app_who()) is not null and not (select app_reaches('suppressed')));
"""


def upgrade() -> None:
    op.execute(STATE)
    op.execute(SEEN)


def downgrade() -> None:
    raise NotImplementedError("Forward only: mend with a new migration, or restore.")
