"""Add calibrations, exemplars and meetings: who sees which, and what of them never changes."""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261123_0280"
down_revision = "20261123_0270"
branch_labels = None
depends_on = None

# A case is fixed from the beginning, grades from the moment they are given, and an exercise once it is closed.
CALIBRATIONS_STAY = """
create function has_closed(closed_at timestamptz, closes_on date) returns boolean language sql stable parallel safe
  as $f$ select closed_at is not null or closes_on < england_today() $f$;

create function refuse_change_of_calibration() returns void language plpgsql as $f$
begin
  raise exception 'the case, the grades and the end of a calibration cannot be changed'
    using errcode = 'restrict_violation', constraint = 'cases_grades_and_closed_calibrations_stand';
end $f$;

create function keep_calibration() returns trigger language plpgsql as $f$
begin
  if tg_op = 'DELETE'
     or (new.audit_id, new.audit_tool_id, new.child_id, new.child_ref, new.unit_id, new.worker_source_id,
         new.period_from, new.period_to, new.lead_id, new.created_at)
        is distinct from (old.audit_id, old.audit_tool_id, old.child_id, old.child_ref, old.unit_id,
         old.worker_source_id, old.period_from, old.period_to, old.lead_id, old.created_at)
     or has_closed(old.closed_at, old.closes_on)
        and (new.title, new.opens_on, new.closes_on, new.closed_at, new.closed_by_id)
            is distinct from (old.title, old.opens_on, old.closes_on, old.closed_at, old.closed_by_id) then
    perform refuse_change_of_calibration();
  end if;
  return new;
end $f$;

-- Of plumbline_system, so that it finds the exercise whoever writes. It holds the exercise as it is until the
-- transaction ends, so that nobody hands in while it is being closed.
create function is_calibration_open(wanted uuid) returns boolean
  language plpgsql volatile security definer set search_path = pg_catalog, public as $f$
begin
  return (select c.opens_on <= public.england_today() and not public.has_closed(c.closed_at, c.closes_on)
            from public.calibration c where c.id = wanted for share);
end $f$;

create function keep_calibration_rater() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public as $f$
begin
  if tg_op = 'INSERT' then
    if exists (select from public.calibration c
                where c.id = new.calibration_id and public.has_closed(c.closed_at, c.closes_on)) then
      perform public.refuse_change_of_calibration();
    end if;
  elsif tg_op = 'DELETE' or old.submitted_at is not null or old.stood_aside_at is not null
     or (new.calibration_id, new.person_id) is distinct from (old.calibration_id, old.person_id)
     or new.submitted_at is not null and not public.is_calibration_open(new.calibration_id) then
    perform public.refuse_change_of_calibration();
  end if;
  return new;
end $f$;

create function keep_calibration_grade() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public as $f$
begin
  if tg_op <> 'INSERT'
     or not exists (select from public.calibration_rater r
                      join public.calibration_question q on q.calibration_id = r.calibration_id
                     where r.id = new.calibration_rater_id and q.id = new.calibration_question_id
                       and r.submitted_at is null and r.stood_aside_at is null
                       and public.is_calibration_open(r.calibration_id)) then
    perform public.refuse_change_of_calibration();
  end if;
  return new;
end $f$;

create function keep_calibration_question() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public as $f$
begin
  if tg_op = 'DELETE'
     or tg_op = 'INSERT' and exists (select from public.calibration_rater r where r.calibration_id = new.calibration_id)
     or tg_op = 'UPDATE' and (
       (new.calibration_id, new.tool_question_id) is distinct from (old.calibration_id, old.tool_question_id)
       or not exists (select from public.calibration c
                       where c.id = new.calibration_id and public.has_closed(c.closed_at, c.closes_on))) then
    perform public.refuse_change_of_calibration();
  end if;
  return new;
end $f$;

create trigger kept before update or delete on calibration for each row execute function keep_calibration();
create trigger kept before insert or update or delete on calibration_question
  for each row execute function keep_calibration_question();
create trigger kept before insert or update or delete on calibration_rater
  for each row execute function keep_calibration_rater();
create trigger kept before insert or update or delete on calibration_grade
  for each row execute function keep_calibration_grade();
"""

# A wording never changes, nor does what an exemplar is an example of once it has been shown.
EXEMPLARS_STAY = """
create function keep_exemplar() returns trigger language plpgsql as $f$
begin
  if tg_op = 'DELETE' or old.state = 'retired'
     or old.published_text is not null
        and (new.standards_set_id, new.standard_number, new.criterion_code, new.judgement_scale_id, new.grade)
            is distinct from
            (old.standards_set_id, old.standard_number, old.criterion_code, old.judgement_scale_id, old.grade) then
    raise exception 'what a published exemplar is an example of, and a retired one, cannot be changed'
      using errcode = 'restrict_violation', constraint = 'published_exemplars_stand';
  end if;
  return new;
end $f$;

create function keep_exemplar_text() returns trigger language plpgsql as $f$
begin
  raise exception 'the wordings of an exemplar cannot be changed'
    using errcode = 'restrict_violation', constraint = 'wordings_of_exemplars_stand';
end $f$;

create trigger kept before update or delete on exemplar for each row execute function keep_exemplar();
create trigger kept before update or delete on exemplar_text for each row execute function keep_exemplar_text();
"""

# What is held is sealed, with everything that belongs to it; a round may still be made of what was agreed, once.
MEETINGS_STAY = """
create function refuse_change_of_meeting() returns void language plpgsql as $f$
begin
  raise exception 'a meeting that was held cannot be changed'
    using errcode = 'restrict_violation', constraint = 'held_meetings_stand';
end $f$;

create function keep_meeting() returns trigger language plpgsql as $f$
begin
  if tg_op = 'DELETE' or old.state = 'held' then
    perform refuse_change_of_meeting();
  end if;
  return new;
end $f$;

create function is_meeting_held(wanted uuid) returns boolean
  language sql stable security definer set search_path = pg_catalog, public as $f$
  select exists (select from public.meeting m where m.id = wanted and m.state = 'held') $f$;

create function keep_part_of_meeting() returns trigger language plpgsql as $f$
begin
  if tg_op <> 'INSERT' and is_meeting_held(old.meeting_id) or tg_op <> 'DELETE' and is_meeting_held(new.meeting_id) then
    perform refuse_change_of_meeting();
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $f$;

create function keep_meeting_decision() returns trigger language plpgsql as $f$
begin
  if tg_op = 'DELETE' or tg_op = 'INSERT' and is_meeting_held(new.meeting_id)
     or tg_op = 'UPDATE' and (old.round_id is not null
        or to_jsonb(new) - 'round_id' is distinct from to_jsonb(old) - 'round_id') then
    perform refuse_change_of_meeting();
  end if;
  return new;
end $f$;

create trigger kept before update or delete on meeting for each row execute function keep_meeting();
create trigger kept before insert or update or delete on meeting_attendee
  for each row execute function keep_part_of_meeting();
create trigger kept before insert or update or delete on meeting_item
  for each row execute function keep_part_of_meeting();
create trigger kept before insert or update or delete on meeting_decision
  for each row execute function keep_meeting_decision();
"""

# Functions of plumbline_system, because exercises, those invited to them and children look at each other.
REACH = """
create function calibrations_of_mine() returns setof uuid
  language sql stable security definer set search_path = pg_catalog, public as $f$
  select r.calibration_id from public.calibration_rater r
   where public.app_reaches('allocated') and r.person_id = public.app_who() $f$;

-- The facts of the case, for those who grade it: while it is open, and for as long as an audit's after that.
create function children_calibrated() returns setof uuid
  language sql stable security definer set search_path = pg_catalog, public as $f$
  select c.child_id from public.calibration c join public.calibration_rater r on r.calibration_id = c.id
   where public.app_reaches('allocated') and r.person_id = public.app_who() and r.stood_aside_at is null
     and c.opens_on <= public.england_today()
     and coalesce((c.closed_at at time zone 'Europe/London')::date, c.closes_on) > public.england_today() - 90 $f$;
"""

OWNED = ("calibrations_of_mine()", "children_calibrated()", "is_calibration_open(uuid)", "is_meeting_held(uuid)")
TRIGGERS = ("keep_calibration_rater()", "keep_calibration_grade()", "keep_calibration_question()")

GATE = """
call guard_table('calibration', 'child_id');
call guard_table('calibration_question');
call guard_table('calibration_rater');
call guard_table('calibration_grade');
call guard_table('exemplar');
call guard_table('exemplar_text');
call guard_table('meeting');
call guard_table('meeting_attendee');
call guard_table('meeting_item');
call guard_table('meeting_decision');
revoke delete on calibration, calibration_question, calibration_rater, calibration_grade, exemplar, exemplar_text,
  meeting, meeting_decision from plumbline_app;
revoke update on calibration_grade, exemplar_text from plumbline_app;

create policy under_calibration on child for select to plumbline_app using (id in (select children_calibrated()));

create policy seen on calibration for select to plumbline_app using (
  (select app_reaches('council')) or (select app_reaches('moderation'))
  or unit_id = any ((select app_units())::uuid[]) or id in (select calibrations_of_mine())
);
create policy made on calibration for insert to plumbline_app
  with check ((select app_reaches('council')) or (select app_reaches('moderation')));
create policy changed on calibration for update to plumbline_app
  using ((select app_reaches('council')) or (select app_reaches('moderation')))
  with check ((select app_reaches('council')) or (select app_reaches('moderation')));

create policy seen on calibration_question for select to plumbline_app
  using (exists (select from calibration c where c.id = calibration_id));
create policy made on calibration_question for insert to plumbline_app
  with check ((select app_reaches('council')) or (select app_reaches('moderation')));
create policy changed on calibration_question for update to plumbline_app
  using ((select app_reaches('council')) or (select app_reaches('moderation')))
  with check ((select app_reaches('council')) or (select app_reaches('moderation')));

create policy seen on calibration_rater for select to plumbline_app
  using (exists (select from calibration c where c.id = calibration_id));
create policy made on calibration_rater for insert to plumbline_app
  with check ((select app_reaches('council')) or (select app_reaches('moderation')));
create policy changed on calibration_rater for update to plumbline_app
  using (person_id = (select app_who())) with check (person_id = (select app_who()));

-- One's own, and everybody's only once it is closed, for whoever asks: the lead too.
create policy seen on calibration_grade for select to plumbline_app using (
  exists (select from calibration_rater r join calibration c on c.id = r.calibration_id
           where r.id = calibration_rater_id
             and (r.person_id = (select app_who()) or has_closed(c.closed_at, c.closes_on)))
);
create policy made on calibration_grade for insert to plumbline_app with check (
  exists (select from calibration_rater r where r.id = calibration_rater_id and r.person_id = (select app_who()))
);

create policy known on exemplar for select to plumbline_app using ((select app_who()) is not null);
create policy made on exemplar for insert to plumbline_app with check (created_by_id = (select app_who()));
create policy changed on exemplar for update to plumbline_app
  using ((select app_who()) is not null) with check ((select app_who()) is not null);
create policy known on exemplar_text for select to plumbline_app using ((select app_who()) is not null);
create policy made on exemplar_text for insert to plumbline_app with check (written_by_id = (select app_who()));

create policy seen on meeting for select to plumbline_app using (
  (select app_reaches('council')) or (select app_reaches('moderation')) or (select app_reaches('units'))
);
create policy made on meeting for insert to plumbline_app
  with check ((select app_reaches('council')) or (select app_reaches('moderation')));
create policy changed on meeting for update to plumbline_app
  using ((select app_reaches('council')) or (select app_reaches('moderation')))
  with check ((select app_reaches('council')) or (select app_reaches('moderation')));
"""

PART_OF_MEETING = """
create policy seen on {table} for select to plumbline_app using (exists (select from meeting m where m.id = meeting_id));
create policy made on {table} for insert to plumbline_app
  with check ((select app_reaches('council')) or (select app_reaches('moderation')));
create policy changed on {table} for update to plumbline_app
  using ((select app_reaches('council')) or (select app_reaches('moderation')))
  with check ((select app_reaches('council')) or (select app_reaches('moderation')));
"""
TAKEN_OFF = """
create policy taken_off on {table} for delete to plumbline_app
  using ((select app_reaches('council')) or (select app_reaches('moderation')));
"""


def upgrade() -> None:
    op.create_table(
        "meeting",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("audit_feedback_and_moderation", name="meetingkind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("meets_on", sa.Date(), nullable=False),
        sa.Column("chair_id", sa.Uuid(), nullable=False),
        sa.Column("place", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column(
            "state", sa.Enum("planned", "held", name="meetingstate", native_enum=False, length=40), nullable=False
        ),
        sa.Column("agenda", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("held_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("held_by_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'held') = (agenda is not null)", name=op.f("ck_meeting_held_has_agenda")),
        sa.CheckConstraint("(state = 'held') = (held_at is not null)", name=op.f("ck_meeting_held_has_instant")),
        sa.ForeignKeyConstraint(["chair_id"], ["person.id"], name=op.f("fk_meeting_chair_id")),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_meeting_created_by_id")),
        sa.ForeignKeyConstraint(["held_by_id"], ["person.id"], name=op.f("fk_meeting_held_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("kind", "meets_on", name=op.f("uq_meeting_kind_meets_on")),
    )
    op.create_index("ix_meeting_meets_on_id", "meeting", ["meets_on", "id"], unique=False)
    op.create_table(
        "meeting_attendee",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("was_present", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_attendee_meeting_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_meeting_attendee_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_attendee")),
        sa.UniqueConstraint("meeting_id", "person_id", name=op.f("uq_meeting_attendee_meeting_id_person_id")),
    )
    op.create_index(op.f("ix_meeting_attendee_person_id"), "meeting_attendee", ["person_id"], unique=False)
    op.create_table(
        "meeting_decision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("section", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("noted", "action", "further_audits", name="decisionkind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("words", sqlmodel.sql.sqltypes.AutoString(length=4000), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("action_id", sa.Uuid(), nullable=True),
        sa.Column("audit_tool_id", sa.Uuid(), nullable=True),
        sa.Column("audits_count", sa.Integer(), nullable=True),
        sa.Column("round_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "kind <> 'action' or owner_id is not null and due_on is not null",
            name=op.f("ck_meeting_decision_action_has_owner"),
        ),
        sa.CheckConstraint(
            "(kind = 'further_audits') = (audit_tool_id is not null and audits_count is not null)",
            name=op.f("ck_meeting_decision_further_audits_have_tool"),
        ),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name=op.f("fk_meeting_decision_action_id")),
        sa.ForeignKeyConstraint(["audit_tool_id"], ["audit_tool.id"], name=op.f("fk_meeting_decision_audit_tool_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_decision_meeting_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_meeting_decision_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_decision")),
        sa.UniqueConstraint("meeting_id", "position", name=op.f("uq_meeting_decision_meeting_id_position")),
    )
    op.create_table(
        "meeting_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("detail", sqlmodel.sql.sqltypes.AutoString(length=4000), nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["added_by_id"], ["person.id"], name=op.f("fk_meeting_item_added_by_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_item_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_item")),
        sa.UniqueConstraint("meeting_id", "position", name=op.f("uq_meeting_item_meeting_id_position")),
    )
    op.create_table(
        "calibration",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("audit_id", sa.Uuid(), nullable=False),
        sa.Column("audit_tool_id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("child_ref", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("worker_source_id", sqlmodel.sql.sqltypes.AutoString(length=48), nullable=True),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_to", sa.Date(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("closed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("closed_by_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(closed_at is null) = (closed_by_id is null)", name=op.f("ck_calibration_closed_by_somebody")
        ),
        sa.CheckConstraint("opens_on <= closes_on", name=op.f("ck_calibration_days_in_order")),
        sa.ForeignKeyConstraint(["audit_id"], ["audit.id"], name=op.f("fk_calibration_audit_id")),
        sa.ForeignKeyConstraint(["audit_tool_id"], ["audit_tool.id"], name=op.f("fk_calibration_audit_tool_id")),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_calibration_child_id")),
        sa.ForeignKeyConstraint(["closed_by_id"], ["person.id"], name=op.f("fk_calibration_closed_by_id")),
        sa.ForeignKeyConstraint(["lead_id"], ["person.id"], name=op.f("fk_calibration_lead_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_calibration_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calibration")),
    )
    op.create_index(op.f("ix_calibration_audit_id"), "calibration", ["audit_id"], unique=False)
    op.create_index(op.f("ix_calibration_audit_tool_id"), "calibration", ["audit_tool_id"], unique=False)
    op.create_index(op.f("ix_calibration_child_id"), "calibration", ["child_id"], unique=False)
    op.create_index("ix_calibration_closes_on_id", "calibration", ["closes_on", "id"], unique=False)
    op.create_index(op.f("ix_calibration_unit_id"), "calibration", ["unit_id"], unique=False)
    op.create_table(
        "exemplar",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("standards_set_id", sa.Uuid(), nullable=False),
        sa.Column("standard_number", sa.Integer(), nullable=False),
        sa.Column("criterion_code", sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False),
        sa.Column("judgement_scale_id", sa.Uuid(), nullable=False),
        sa.Column("grade", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("audit_id", sa.Uuid(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("draft", "published", "retired", name="exemplarstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("published_text", sa.Integer(), nullable=True),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'draft') = (published_text is null)", name=op.f("ck_exemplar_published_has_text")),
        sa.ForeignKeyConstraint(["audit_id"], ["audit.id"], name=op.f("fk_exemplar_audit_id")),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_exemplar_created_by_id")),
        sa.ForeignKeyConstraint(
            ["judgement_scale_id"], ["judgement_scale.id"], name=op.f("fk_exemplar_judgement_scale_id")
        ),
        sa.ForeignKeyConstraint(["standards_set_id"], ["standards_set.id"], name=op.f("fk_exemplar_standards_set_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exemplar")),
    )
    op.create_index(op.f("ix_exemplar_audit_id"), "exemplar", ["audit_id"], unique=False)
    op.create_index(
        "ix_exemplar_place", "exemplar", ["standards_set_id", "standard_number", "criterion_code", "id"], unique=False
    )
    op.create_table(
        "calibration_question",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("calibration_id", sa.Uuid(), nullable=False),
        sa.Column("tool_question_id", sa.Uuid(), nullable=True),
        sa.Column("agreed_grade", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
        sa.Column("agreed_reason", sqlmodel.sql.sqltypes.AutoString(length=4000), nullable=True),
        sa.Column("agreed_by_id", sa.Uuid(), nullable=True),
        sa.Column("agreed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "(agreed_grade is null) = (agreed_reason is null)", name=op.f("ck_calibration_question_agreed_with_reason")
        ),
        sa.ForeignKeyConstraint(["agreed_by_id"], ["person.id"], name=op.f("fk_calibration_question_agreed_by_id")),
        sa.ForeignKeyConstraint(
            ["calibration_id"], ["calibration.id"], name=op.f("fk_calibration_question_calibration_id")
        ),
        sa.ForeignKeyConstraint(
            ["tool_question_id"], ["tool_question.id"], name=op.f("fk_calibration_question_tool_question_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calibration_question")),
    )
    op.create_index(
        op.f("ix_calibration_question_tool_question_id"), "calibration_question", ["tool_question_id"], unique=False
    )
    op.create_index(
        "uq_calibration_question", "calibration_question", ["calibration_id", "tool_question_id"], unique=True
    )
    op.create_index(
        "uq_calibration_question_whole",
        "calibration_question",
        ["calibration_id"],
        unique=True,
        postgresql_where=sa.text("tool_question_id is null"),
    )
    op.create_table(
        "calibration_rater",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("calibration_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("invited_by_id", sa.Uuid(), nullable=False),
        sa.Column("invited_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("submitted_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("stood_aside_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "submitted_at is null or stood_aside_at is null", name=op.f("ck_calibration_rater_graded_or_stood_aside")
        ),
        sa.ForeignKeyConstraint(
            ["calibration_id"], ["calibration.id"], name=op.f("fk_calibration_rater_calibration_id")
        ),
        sa.ForeignKeyConstraint(["invited_by_id"], ["person.id"], name=op.f("fk_calibration_rater_invited_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_calibration_rater_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calibration_rater")),
        sa.UniqueConstraint("calibration_id", "person_id", name=op.f("uq_calibration_rater_calibration_id_person_id")),
    )
    op.create_index(op.f("ix_calibration_rater_person_id"), "calibration_rater", ["person_id"], unique=False)
    op.create_table(
        "exemplar_text",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("exemplar_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", sqlmodel.sql.sqltypes.AutoString(length=4000), nullable=False),
        sa.Column("why", sqlmodel.sql.sqltypes.AutoString(length=4000), nullable=False),
        sa.Column("written_by_id", sa.Uuid(), nullable=False),
        sa.Column("written_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["exemplar_id"], ["exemplar.id"], name=op.f("fk_exemplar_text_exemplar_id")),
        sa.ForeignKeyConstraint(["written_by_id"], ["person.id"], name=op.f("fk_exemplar_text_written_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exemplar_text")),
        sa.UniqueConstraint("exemplar_id", "number", name=op.f("uq_exemplar_text_exemplar_id_number")),
    )
    op.create_table(
        "calibration_grade",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("calibration_rater_id", sa.Uuid(), nullable=False),
        sa.Column("calibration_question_id", sa.Uuid(), nullable=False),
        sa.Column("grade", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
        sa.Column("is_not_applicable", sa.Boolean(), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=4000), nullable=False),
        sa.CheckConstraint(
            "is_not_applicable = (grade is null)", name=op.f("ck_calibration_grade_grade_or_not_applicable")
        ),
        sa.ForeignKeyConstraint(
            ["calibration_question_id"],
            ["calibration_question.id"],
            name=op.f("fk_calibration_grade_calibration_question_id"),
        ),
        sa.ForeignKeyConstraint(
            ["calibration_rater_id"], ["calibration_rater.id"], name=op.f("fk_calibration_grade_calibration_rater_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calibration_grade")),
    )
    op.create_index(
        op.f("ix_calibration_grade_calibration_question_id"),
        "calibration_grade",
        ["calibration_question_id"],
        unique=False,
    )
    op.create_index(
        "uq_calibration_grade", "calibration_grade", ["calibration_rater_id", "calibration_question_id"], unique=True
    )

    op.execute(CALIBRATIONS_STAY)
    op.execute(EXEMPLARS_STAY)
    op.execute(MEETINGS_STAY)
    op.execute(REACH)
    for function in (*OWNED, *TRIGGERS):
        op.execute(f"alter function {function} owner to plumbline_system")
    for function in OWNED:
        op.execute(f"revoke all on function {function} from public")
        op.execute(f"grant execute on function {function} to plumbline_app")
    op.execute(GATE)
    for table in ("meeting_attendee", "meeting_item", "meeting_decision"):
        op.execute(PART_OF_MEETING.format(table=table))
    for table in ("meeting_attendee", "meeting_item"):
        op.execute(TAKEN_OFF.format(table=table))


def downgrade() -> None:
    raise NotImplementedError("Forward only: mend with a new migration, or restore.")
