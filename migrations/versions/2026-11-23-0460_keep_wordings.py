"""Keep wordings: a council's own words for its indicators, all earlier ones, and the days when a definition changed."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "20261123_0460"
down_revision = "20261123_0451"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString

# Words alone may be written, and whether an indicator is a count is not a matter of words.
WORDS = """
revoke update, delete on indicator from plumbline_app;
grant update (title, description, numerator_text, denominator_text, known_gaps, owner) on indicator to plumbline_app;
create policy worded on indicator for update to plumbline_app
  using ((select app_who()) is not null and not (select app_reaches('suppressed')));

create function keep_what_is_counted() returns trigger language plpgsql as $f$
begin
  if (old.denominator_text is null) <> (new.denominator_text is null) then
    raise exception 'whether an indicator is a count is not a matter of words'
      using errcode = 'restrict_violation', constraint = 'counts_stay_counts';
  end if;
  return new;
end $f$;
create trigger kept before update on indicator for each row execute function keep_what_is_counted();
"""

WORDINGS = """
call guard_table('indicator_wording');
revoke update, delete on indicator_wording from plumbline_app;
grant select (id, indicator_id, number, title, description, numerator_text, denominator_text, known_gaps, owner,
              is_delivered, reason, written_at) on indicator_wording to plumbline_public;
create policy known on indicator_wording for select to plumbline_app, plumbline_public
  using ((select app_who()) is not null);
create policy made on indicator_wording for insert to plumbline_app
  with check (not (select app_reaches('suppressed'))
              and (written_by_id = (select app_who()) or (written_by_id is null and number = 1)));
create trigger kept before update or delete on indicator_wording for each row execute function keep_as_said();
"""

# How many children live here is looked up anew every year, and what is counted stays the same by it.
CHANGES = """
create view definition_change with (security_invoker = true) as
select indicator_code, from_on, lead(from_on, 1, 'infinity') over later as until, (row_number() over later)::int as number
  from (
    select distinct indicator_code, from_on
      from (
        select s.indicator_code, s.from_on, s.number,
               lag(s.number) over (partition by s.indicator_code, s.name order by s.from_on) as before
          from public.indicator_setting s
         where (s.to_on is null or s.to_on > s.from_on) and s.name <> 'population') set_anew
     where number <> before) changed
window later as (partition by indicator_code order by from_on);
grant select on definition_change to plumbline_app, plumbline_public, plumbline_system;

-- For the views of the feed, whose readers may see no conventions: how often one changed is not theirs to be kept from.
create function definition_changes(code text, day date) returns integer
  language sql stable security definer set search_path = pg_catalog, public as $f$
  select count(*)::int from public.definition_change c where c.indicator_code = code and c.from_on <= day $f$;
alter function definition_changes(text, date) owner to plumbline_system;
"""

FEED = """
create or replace view feed.indicators with (security_invoker = true) as
select i.code as indicator, i.title, i.description, i.numerator_text, i.denominator_text, i.unit, i.polarity, i.corner,
       i.standard_number, i.target, i.source, i.known_gaps, i.owner, i.decimals,
       i.definition_version + public.definition_changes(i.code, public.england_today()) as definition_version,
       i.effective_from
  from public.indicator i;

create or replace function feed.state() returns text language sql stable set search_path = pg_catalog, public as $f$
  select case when current_user = 'plumbline_public' then
           coalesce((select to_char(max(updated_at) at time zone 'UTC', 'YYYYMMDDHH24MISSUS') from public.suppressed_value), '0')
         else coalesce((select max(revision) from public.computation), 0)::text end || '-' || md5(concat_ws('//',
    (select string_agg(concat_ws('|', id, kind, name, parent_id), '/' order by id) from public.unit),
    (select string_agg(i::text, '/' order by code) from public.indicator i),
    (select string_agg(concat_ws('|', indicator_code, number), '/' order by indicator_code, number)
       from public.definition_change where from_on <= public.england_today()),
    (select concat_ws('|', count(*), max(set_at)) from public.indicator_target),
    (select max(removed_at) from public.value_tombstone),
    public.comparators_loaded_at())) $f$;
"""


def upgrade() -> None:
    op.create_table(
        "indicator_wording",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("indicator_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", TEXT(length=200), nullable=False),
        sa.Column("description", TEXT(length=2000), nullable=False),
        sa.Column("numerator_text", TEXT(length=500), nullable=False),
        sa.Column("denominator_text", TEXT(length=500), nullable=True),
        sa.Column("known_gaps", TEXT(length=2000), nullable=False),
        sa.Column("owner", TEXT(length=200), nullable=False),
        sa.Column("is_delivered", sa.Boolean(), nullable=False),
        sa.Column("reason", TEXT(length=4000), nullable=False),
        sa.Column("written_by_id", sa.Uuid(), nullable=True),
        sa.Column("written_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name=op.f("fk_indicator_wording_indicator_id")),
        sa.ForeignKeyConstraint(["written_by_id"], ["person.id"], name=op.f("fk_indicator_wording_written_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_wording")),
        sa.UniqueConstraint("indicator_id", "number", name=op.f("uq_indicator_wording_indicator_id_number")),
    )
    op.execute(WORDINGS)
    op.execute(WORDS)
    op.execute(CHANGES)
    op.execute(FEED)


def downgrade() -> None:
    raise NotImplementedError("Forward only: mend with a new migration, or restore.")
