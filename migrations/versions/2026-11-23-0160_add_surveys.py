"""Add surveys."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "20261123_0160"
down_revision = "20261123_0150"
branch_labels = None
depends_on = None

# Links, responses and answers are not journalled: an entry would bear the instant, and join what must stay apart. That
# links were made is journalled against their survey.
GATE = """
call guard_table('survey');
call guard_table('survey_question');
call guard_table('survey_link', null, false);
call guard_table('survey_response', null, false);
call guard_table('survey_answer', null, false);

create function app_link() returns text language sql stable parallel safe
  as $f$ select nullif(current_setting('app.link', true), '') $f$;

create function journal_links() returns trigger language plpgsql as $f$
begin
  insert into journal_entry (actor_kind, actor_id, verb, action, noun, subject_ids, request_id)
  select app_kind(), app_who(), app_verb(), 'created', 'survey_link', array_agg(distinct r.survey_id), app_request()
    from new_rows r having count(*) > 0;
  return null;
end $f$;
create trigger journal_insert after insert on survey_link referencing new table as new_rows for each statement execute function journal_links();

create policy known on survey to plumbline_app using ((select app_who()) is not null) with check ((select app_who()) is not null);
create policy known on survey_question to plumbline_app using ((select app_who()) is not null) with check ((select app_who()) is not null);
create policy made on survey_link for insert to plumbline_app with check ((select app_who()) is not null);
"""

# Who holds a link is nobody known: the hash of the link's token, in app.link, is all there is to go by. Each policy
# reads the table before it under that table's own policy, so that a link leads to its own open survey and no further. A link
# may be locked while it is used, and never changed.
LINK_GATE = """
create policy presented on survey_link for select to plumbline_app using (token_hash = (select app_link()));
create policy held on survey_link for update to plumbline_app using (token_hash = (select app_link())) with check (false);
create policy used on survey_link for delete to plumbline_app using (token_hash = (select app_link()));
create policy answering on survey for select to plumbline_app
  using (state = 'open' and id in (select l.survey_id from survey_link l));
create policy answering on survey_question for select to plumbline_app
  using (survey_id in (select s.id from survey s join survey_link l on l.survey_id = s.id));

create function is_open_to_link(wanted uuid) returns boolean language plpgsql volatile security definer set search_path = pg_catalog, public as $f$
begin -- the lock makes closing wait for the answers that are on their way, and those that come later be refused
  perform from public.survey s join public.survey_link l on l.survey_id = s.id
    where s.id = wanted and s.state = 'open' and l.token_hash = public.app_link() for share of s;
  return found;
end $f$;

create function is_answer_of_now(response uuid, question uuid) returns boolean language sql volatile security definer set search_path = pg_catalog, public as $f$
  select exists (select from public.survey_response r join public.survey_question q on q.survey_id = r.survey_id
                  where r.id = response and q.id = question and r.xmin = pg_current_xact_id()::xid) $f$;

create policy given on survey_response for insert to plumbline_app with check (is_open_to_link(survey_id));
create policy given on survey_answer for insert to plumbline_app with check (is_answer_of_now(survey_response_id, survey_question_id));
"""

# Five is the least number of people about whom anything is shown. Figures come once, when the survey has closed: figures
# that moved with each answer would tell what the last one said. While it is open the count of responses moves in fives.
RESULTS = """
create function survey_responses_count(wanted uuid) returns integer language sql stable security definer set search_path = pg_catalog, public as $f$
  select case when n < 5 then null when s.state = 'closed' then n else n - n % 5 end
    from public.survey s, lateral (select count(*)::integer as n from public.survey_response r where r.survey_id = s.id) counted
   where s.id = wanted and public.app_who() is not null $f$;

create function survey_results(wanted uuid)
  returns table (survey_question_id uuid, n integer, counts integer[], agree_percent double precision, status text)
  language sql stable security definer set search_path = pg_catalog, public as $f$
  with said as (
    select q.id, count(a.value)::integer as n,
           array[count(*) filter (where a.value = 1), count(*) filter (where a.value = 2), count(*) filter (where a.value = 3),
                 count(*) filter (where a.value = 4), count(*) filter (where a.value = 5)]::integer[] as counts,
           count(*) filter (where a.value >= 4) as agree
      from public.survey_question q left join public.survey_answer a on a.survey_question_id = q.id
     where q.survey_id = wanted and public.app_who() is not null
     group by q.id
  ), judged as (
    select said.*, case
      when s.state = 'draft' then 'no_data'
      when s.state = 'open' then 'suppressed'
      when said.n >= 5 then 'ok'
      when said.n = 0 and (select count(*) not between 1 and 4 from public.survey_response r where r.survey_id = s.id) then 'no_data'
      else 'suppressed' end as status
    from said, public.survey s where s.id = wanted
  )
  select id, case when status = 'ok' then n end, case when status = 'ok' then counts end,
         case when status = 'ok' then round(100.0 * agree / n, 1)::double precision end, status
    from judged $f$;
"""

OWNED = ("is_open_to_link(uuid)", "is_answer_of_now(uuid, uuid)", "survey_responses_count(uuid)", "survey_results(uuid)")  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "survey",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column(
            "audience",
            sa.Enum("child", "parent_or_carer", "practitioner", name="audience", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("introduction", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
        sa.Column(
            "state",
            sa.Enum("draft", "open", "closed", name="surveystate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("opens_on", sa.Date(), nullable=True),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("opened_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("closed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_survey_created_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey")),
    )
    op.create_table(
        "survey_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("created_week", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_survey_link_survey_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_survey_link_token_hash")),
    )
    op.create_index(op.f("ix_survey_link_survey_id"), "survey_link", ["survey_id"], unique=False)
    op.create_table(
        "survey_response",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("answered_week", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_survey_response_survey_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_response")),
    )
    op.create_index(op.f("ix_survey_response_survey_id"), "survey_response", ["survey_id"], unique=False)
    op.create_table(
        "survey_question",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("practice_standard_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["practice_standard_id"], ["practice_standard.id"], name=op.f("fk_survey_question_practice_standard_id")
        ),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_survey_question_survey_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_question")),
        sa.UniqueConstraint("survey_id", "position", name=op.f("uq_survey_question_survey_id_position")),
    )
    op.create_index(
        op.f("ix_survey_question_practice_standard_id"), "survey_question", ["practice_standard_id"], unique=False
    )
    op.create_table(
        "survey_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survey_response_id", sa.Uuid(), nullable=False),
        sa.Column("survey_question_id", sa.Uuid(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.CheckConstraint("value between 1 and 5", name=op.f("ck_survey_answer_on_the_scale")),
        sa.ForeignKeyConstraint(
            ["survey_question_id"], ["survey_question.id"], name=op.f("fk_survey_answer_survey_question_id")
        ),
        sa.ForeignKeyConstraint(
            ["survey_response_id"], ["survey_response.id"], name=op.f("fk_survey_answer_survey_response_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_answer")),
        sa.UniqueConstraint(
            "survey_response_id",
            "survey_question_id",
            name=op.f("uq_survey_answer_survey_response_id_survey_question_id"),
        ),
    )
    op.create_index(op.f("ix_survey_answer_survey_question_id"), "survey_answer", ["survey_question_id"], unique=False)
    op.execute(GATE)
    op.execute(LINK_GATE)
    op.execute(RESULTS)
    for function in OWNED:
        op.execute(f"alter function {function} owner to plumbline_system")
        op.execute(f"revoke all on function {function} from public")
        op.execute(f"grant execute on function {function} to plumbline_app")


def downgrade() -> None:
    raise NotImplementedError("Forward only: mend with a new migration, or restore.")
