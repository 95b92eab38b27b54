"""Deepen moderations: selection by rule, panels, aspects of quality, returns for rework; add disputes."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "20261123_0260"
down_revision = "20261123_0250"
branch_labels = None
depends_on = None

# A second grade stands once it is given, and all of a moderation when it has ended; what a member of a panel gave, what
# the rules chose and what was said in a dispute stand from the first.
STAYS = """
create or replace function keep_moderation() returns trigger language plpgsql as $f$
begin
  if old.state in ('completed', 'returned') or tg_op = 'UPDATE' and old.graded_at is not null
     and (new.first_grade, new.second_grade, new.outcome, new.graded_at, new.audit_id, new.moderator_id)
         is distinct from (old.first_grade, old.second_grade, old.outcome, old.graded_at, old.audit_id, old.moderator_id) then
    raise exception 'a completed moderation and second grades cannot be changed'
      using errcode = 'restrict_violation', constraint = 'completed_moderations_and_second_grades_stand';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $f$;

create function keep_what_was_said() returns trigger language plpgsql as $f$
begin
  raise exception 'what was chosen, graded and said cannot be changed'
    using errcode = 'restrict_violation', constraint = 'what_was_chosen_graded_and_said_stands';
end $f$;

create function keep_panel_member() returns trigger language plpgsql as $f$
begin
  if tg_op = 'DELETE' or old.given_at is not null or old.released_at is not null
     or (new.moderation_id, new.person_id, new.invited_by_id, new.invited_at)
        is distinct from (old.moderation_id, old.person_id, old.invited_by_id, old.invited_at) then
    raise exception 'who gave grades in a panel or was released from it cannot be changed'
      using errcode = 'restrict_violation', constraint = 'what_was_chosen_graded_and_said_stands';
  end if;
  return new;
end $f$;

-- Of plumbline_system, so that it finds the moderation whoever writes.
create function keep_panel_blind() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public as $f$
begin
  if (select m.state from public.moderation m where m.id = new.moderation_id) <> 'allocated' then
    raise exception 'no grade is given once the grades of a panel are revealed'
      using errcode = 'restrict_violation', constraint = 'what_was_chosen_graded_and_said_stands';
  end if;
  return new;
end $f$;
alter function keep_panel_blind() owner to plumbline_system;

create function keep_dispute() returns trigger language plpgsql as $f$
begin
  if tg_op = 'DELETE' or old.state <> 'open'
     or (new.audit_id, new.raised_by_id, new.asks, new.claimed_grade, new.due_on, new.raised_at)
        is distinct from (old.audit_id, old.raised_by_id, old.asks, old.claimed_grade, old.due_on, old.raised_at) then
    raise exception 'a settled dispute, and what it was raised about, cannot be changed'
      using errcode = 'restrict_violation', constraint = 'settled_disputes_stand';
  end if;
  return new;
end $f$;

create trigger kept before update or delete on moderation_selection for each row execute function keep_what_was_said();
create trigger kept before update or delete on moderation_seed for each row execute function keep_what_was_said();
create trigger kept before update or delete on moderation_aspect for each row execute function keep_what_was_said();
create trigger kept before update or delete on moderation_panel_grade for each row execute function keep_what_was_said();
create trigger kept_blind before insert on moderation_panel_grade for each row execute function keep_panel_blind();
create trigger kept before update or delete on moderation_panel_member for each row execute function keep_panel_member();
create trigger kept before update or delete on dispute for each row execute function keep_dispute();
create trigger kept before update or delete on dispute_message for each row execute function keep_what_was_said();
"""

# Functions of plumbline_system: the secret behind the share, what the rules must know of an auditor whoever submits,
# and reach, because audits, children, moderations and disputes look at each other.
REACH = """
create function moderation_seed() returns text
  language sql stable security definer set search_path = pg_catalog, public as $f$
  select s.seed from public.moderation_seed s order by s.made_at limit 1 $f$;

create function auditor_history(auditor uuid, audit uuid, at timestamptz)
  returns table (submitted bigint, raised bigint, lowered bigint, agreed bigint, is_returned boolean)
  language sql stable security definer set search_path = pg_catalog, public as $f$
  select (select count(*) from public.audit a
           where a.auditor_id = auditor and a.id <> audit and a.submitted_at < at),
         count(*) filter (where m.outcome = 'raised'), count(*) filter (where m.outcome = 'lowered'),
         count(*) filter (where m.outcome = 'agreed'),
         exists (select from public.moderation r where r.audit_id = audit and r.state = 'returned')
    from public.moderation m join public.audit a on a.id = m.audit_id
   where a.auditor_id = auditor and m.completed_at between at - interval '1 year' and at $f$;

create function panels_sat_on() returns setof uuid
  language sql stable security definer set search_path = pg_catalog, public as $f$
  select p.moderation_id from public.moderation_panel_member p
   where p.person_id = public.app_who() and p.released_at is null $f$;

create or replace function audits_moderated() returns setof uuid
  language sql stable security definer set search_path = pg_catalog, public as $f$
  select m.audit_id from public.moderation m
   where public.app_reaches('moderation')
     and (m.moderator_id = public.app_who() or m.id in (select public.panels_sat_on()))
     and (m.completed_at is null or m.completed_at > public.app_now() - interval '90 days') $f$;

create function audits_disputed() returns setof uuid
  language sql stable security definer set search_path = pg_catalog, public as $f$
  select d.audit_id from public.dispute d
   where public.app_reaches('moderation')
     and (d.state = 'open' or d.resolved_by_id = public.app_who() and d.resolved_at > public.app_now() - interval '90 days') $f$;

create function children_disputed() returns setof uuid
  language sql stable security definer set search_path = pg_catalog, public as $f$
  select a.child_id from public.audit a where a.id in (select public.audits_disputed()) $f$;
"""

OWNED = (
    "moderation_seed()", "auditor_history(uuid, uuid, timestamptz)", "panels_sat_on()", "audits_disputed()",
    "children_disputed()",
)  # fmt: skip

GATE = """
call guard_table('moderation_seed');
call guard_table('moderation_selection');
call guard_table('moderation_aspect');
call guard_table('moderation_panel_member');
call guard_table('moderation_panel_grade');
call guard_table('dispute');
call guard_table('dispute_message');
revoke select, insert, update, delete on moderation_seed from plumbline_app;
revoke update, delete on moderation_selection, moderation_aspect, moderation_panel_grade, dispute_message from plumbline_app;
revoke delete on moderation_panel_member, dispute from plumbline_app;

create policy seen on moderation_selection for select to plumbline_app using (exists (select from audit a where a.id = audit_id));
create policy made on moderation_selection for insert to plumbline_app
  with check (exists (select from audit a where a.id = audit_id
              and ((select app_reaches('council')) or (select app_reaches('moderation')) or a.auditor_id = (select app_who()))));

create policy changed_by_panel on moderation for update to plumbline_app
  using (id in (select panels_sat_on())) with check (id in (select panels_sat_on()));

create policy seen on moderation_aspect for select to plumbline_app using (exists (select from moderation m where m.id = moderation_id));
create policy made on moderation_aspect for insert to plumbline_app
  with check (exists (select from moderation m where m.id = moderation_id and m.moderator_id = (select app_who())));

create policy seen on moderation_panel_member for select to plumbline_app using (exists (select from moderation m where m.id = moderation_id));
create policy made on moderation_panel_member for insert to plumbline_app
  with check (((select app_reaches('council')) or (select app_reaches('moderation')))
              and exists (select from moderation m where m.id = moderation_id));
create policy changed on moderation_panel_member for update to plumbline_app
  using (person_id = (select app_who())
         or exists (select from moderation m where m.id = moderation_id and m.moderator_id = (select app_who())));

create policy seen on moderation_panel_grade for select to plumbline_app
  using (exists (select from moderation m where m.id = moderation_id
                 and (m.state <> 'allocated' or person_id = (select app_who()))));
create policy made on moderation_panel_grade for insert to plumbline_app
  with check (person_id = (select app_who()) and moderation_id in (select panels_sat_on()));

create policy disputed on audit for select to plumbline_app using (id in (select audits_disputed()));
create policy under_dispute on child for select to plumbline_app using (id in (select children_disputed()));

create policy seen on dispute for select to plumbline_app using (exists (select from audit a where a.id = audit_id));
create policy made on dispute for insert to plumbline_app
  with check (raised_by_id = (select app_who()) and exists (select from audit a where a.id = audit_id and a.state = 'final'));
create policy changed on dispute for update to plumbline_app
  using (raised_by_id = (select app_who()) or (select app_reaches('council')) or (select app_reaches('moderation')))
  with check (raised_by_id = (select app_who()) or resolved_by_id = (select app_who()));

create policy seen on dispute_message for select to plumbline_app using (exists (select from dispute d where d.id = dispute_id));
create policy made on dispute_message for insert to plumbline_app
  with check (person_id = (select app_who()) and exists (select from dispute d where d.id = dispute_id and d.state = 'open'));
"""

# What was graded before the first overall grade was kept here; what waited with the lowest grade waits in the queue.
BEFORE = (
    """
    update moderation m set first_grade = a.first_grade from audit a where a.id = m.audit_id and m.second_grade is not null
    """,
    """
    insert into moderation_seed (id, seed, made_at)
    values (gen_random_uuid(), encode(sha256((gen_random_uuid()::text || gen_random_uuid()::text)::bytea), 'hex'), now())
    """,
    """
    insert into moderation_selection (id, audit_id, submitted_at, rules, share, new_auditor_audits, outlier_grades,
                                      chosen_at, due_on)
    select gen_random_uuid(), a.id, a.submitted_at, '{inadequate}', 20, 5, 1, now(), england_today() + 7
      from audit a join audit_tool t on t.id = a.audit_tool_id
      join judgement_level l on l.judgement_scale_id = t.judgement_scale_id and l.code = a.first_grade
     where a.state = 'submitted'
       and l.position = (select max(w.position) from judgement_level w where w.judgement_scale_id = t.judgement_scale_id)
    """,
)


def _add_moderation() -> None:
    op.create_table(
        "moderation_seed",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seed", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("made_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation_seed")),
    )
    op.create_table(
        "moderation_selection",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("audit_id", sa.Uuid(), nullable=False),
        sa.Column("submitted_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("rules", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("share", sa.Integer(), nullable=False),
        sa.Column("new_auditor_audits", sa.Integer(), nullable=False),
        sa.Column("outlier_grades", sa.Integer(), nullable=False),
        sa.Column("chosen_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(cardinality(rules) = 0) = (due_on is null)", name=op.f("ck_moderation_selection_chosen_is_due")
        ),
        sa.ForeignKeyConstraint(["audit_id"], ["audit.id"], name=op.f("fk_moderation_selection_audit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation_selection")),
        sa.UniqueConstraint("audit_id", "submitted_at", name=op.f("uq_moderation_selection_audit_id_submitted_at")),
    )
    op.create_table(
        "moderation_aspect",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("moderation_id", sa.Uuid(), nullable=False),
        sa.Column(
            "aspect",
            sa.Enum(
                "evidence", "childs_voice", "analysis", "actions", name="qualityaspect", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column(
            "rating",
            sa.Enum("high", "adequate", "poor", name="auditquality", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("words", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
        sa.ForeignKeyConstraint(["moderation_id"], ["moderation.id"], name=op.f("fk_moderation_aspect_moderation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation_aspect")),
        sa.UniqueConstraint("moderation_id", "aspect", name=op.f("uq_moderation_aspect_moderation_id_aspect")),
    )
    op.create_table(
        "moderation_panel_grade",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("moderation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("tool_question_id", sa.Uuid(), nullable=True),
        sa.Column("grade", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["moderation_id"], ["moderation.id"], name=op.f("fk_moderation_panel_grade_moderation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_moderation_panel_grade_person_id")),
        sa.ForeignKeyConstraint(
            ["tool_question_id"], ["tool_question.id"], name=op.f("fk_moderation_panel_grade_tool_question_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation_panel_grade")),
        sa.UniqueConstraint(
            "moderation_id",
            "person_id",
            "tool_question_id",
            name="uq_moderation_panel_grade_once",
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_index(
        op.f("ix_moderation_panel_grade_tool_question_id"), "moderation_panel_grade", ["tool_question_id"], unique=False
    )
    op.create_table(
        "moderation_panel_member",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("moderation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("invited_by_id", sa.Uuid(), nullable=False),
        sa.Column("invited_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("given_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("released_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["invited_by_id"], ["person.id"], name=op.f("fk_moderation_panel_member_invited_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["moderation_id"], ["moderation.id"], name=op.f("fk_moderation_panel_member_moderation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_moderation_panel_member_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation_panel_member")),
        sa.UniqueConstraint(
            "moderation_id", "person_id", name=op.f("uq_moderation_panel_member_moderation_id_person_id")
        ),
    )
    op.create_index(
        op.f("ix_moderation_panel_member_person_id"), "moderation_panel_member", ["person_id"], unique=False
    )


def _add_disputes() -> None:
    op.create_table(
        "dispute",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("audit_id", sa.Uuid(), nullable=False),
        sa.Column("raised_by_id", sa.Uuid(), nullable=False),
        sa.Column(
            "asks", sa.Enum("grade", "another_look", name="disputeask", native_enum=False, length=40), nullable=False
        ),
        sa.Column("claimed_grade", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
        sa.Column(
            "state",
            sa.Enum("open", "upheld", "not_upheld", "withdrawn", name="disputestate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("resolved_grade", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
        sa.Column("resolution", sqlmodel.sql.sqltypes.AutoString(length=4000), nullable=False),
        sa.Column("resolved_by_id", sa.Uuid(), nullable=True),
        sa.Column("raised_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("resolved_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'open') = (resolved_at is null)", name=op.f("ck_dispute_resolved_when")),
        sa.CheckConstraint(
            "resolved_grade is not null or state <> 'upheld' or asks = 'another_look'",
            name=op.f("ck_dispute_upheld_has_grade"),
        ),
        sa.CheckConstraint("resolved_grade is null or state = 'upheld'", name=op.f("ck_dispute_grade_is_upheld")),
        sa.ForeignKeyConstraint(["audit_id"], ["audit.id"], name=op.f("fk_dispute_audit_id")),
        sa.ForeignKeyConstraint(["raised_by_id"], ["person.id"], name=op.f("fk_dispute_raised_by_id")),
        sa.ForeignKeyConstraint(["resolved_by_id"], ["person.id"], name=op.f("fk_dispute_resolved_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute")),
    )
    op.create_index(op.f("ix_dispute_audit_id"), "dispute", ["audit_id"], unique=False)
    op.create_index("ix_dispute_due_on_id", "dispute", ["due_on", "id"], unique=False)
    op.create_index(op.f("ix_dispute_raised_by_id"), "dispute", ["raised_by_id"], unique=False)
    op.create_index("uq_dispute_open", "dispute", ["audit_id"], unique=True, postgresql_where=sa.text("state = 'open'"))
    op.create_table(
        "dispute_message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dispute_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("words", sqlmodel.sql.sqltypes.AutoString(length=4000), nullable=False),
        sa.Column("said_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["dispute_id"], ["dispute.id"], name=op.f("fk_dispute_message_dispute_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_dispute_message_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute_message")),
    )
    op.create_index("ix_dispute_message_dispute_id", "dispute_message", ["dispute_id", "said_at"], unique=False)


def _change_moderation() -> None:
    op.add_column("moderation", sa.Column("first_grade", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True))
    op.drop_constraint(op.f("ck_moderation_graded_has_grade"), "moderation")
    op.drop_constraint(op.f("ck_moderation_completed_has_quality"), "moderation")
    op.drop_index("uq_moderation_open", "moderation")


def _keep_what_was_before() -> None:
    """Without the triggers: nobody is known here whom the journal could name, and nothing that stands is changed."""
    bind = op.get_bind()
    owner = bind.exec_driver_sql("select current_setting('role')").scalar_one()
    bind.exec_driver_sql("alter table moderation disable trigger user")
    bind.exec_driver_sql("grant insert on moderation_seed, moderation_selection to plumbline_system")
    bind.exec_driver_sql("set local role plumbline_system")
    for statement in BEFORE:
        bind.exec_driver_sql(statement)
    bind.exec_driver_sql(f"set local role {owner}")
    bind.exec_driver_sql("alter table moderation enable trigger user")


def _check_moderation() -> None:
    for name, rule in (
        ("blind_has_no_grade", "state not in ('allocated', 'revealed') or second_grade is null"),
        ("graded_has_grade", "state not in ('graded', 'completed') or second_grade is not null"),
        ("grades_in_pairs", "(second_grade is null) = (first_grade is null)"),
        ("completed_has_quality", "(state in ('completed', 'returned')) = (audit_quality is not null)"),
    ):
        op.create_check_constraint(op.f(f"ck_moderation_{name}"), "moderation", rule)
    ended = sa.text("state not in ('completed', 'returned')")
    op.create_index("uq_moderation_open", "moderation", ["audit_id"], unique=True, postgresql_where=ended)


def upgrade() -> None:
    _add_moderation()
    _add_disputes()
    _change_moderation()
    _keep_what_was_before()
    _check_moderation()
    op.execute(STAYS)
    op.execute(REACH)
    for function in OWNED:
        op.execute(f"alter function {function} owner to plumbline_system")
        op.execute(f"revoke all on function {function} from public")
        op.execute(f"grant execute on function {function} to plumbline_app")
    op.execute(GATE)


def downgrade() -> None:
    raise NotImplementedError("Forward only: mend with a new migration, or restore.")
