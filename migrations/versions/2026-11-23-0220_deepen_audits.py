"""Deepen audits: rework with every submission kept, conflicts overridden or declined, facts of the case, escalations."""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261123_0220"
down_revision = "20261123_0210"
branch_labels = None
depends_on = None

# What is submitted stands until it is returned for rework: the state says so, no longer the instant of submission.
STAYS = """
create or replace function keep_audit() returns trigger language plpgsql as $f$
begin
  if old.state in ('final', 'withdrawn') then
    perform refuse_change_of_audit();
  elsif tg_op = 'DELETE' then
    return old;
  elsif old.submitted_at is not null
    and (new.child_id, new.audit_tool_id, new.re_audit_of_id) is distinct from (old.child_id, old.audit_tool_id, old.re_audit_of_id) then
    perform refuse_change_of_audit();
  elsif old.submitted_at is not null and new.state in ('allocated', 'in_progress') then
    perform refuse_change_of_audit();
  elsif old.state in ('submitted', 'in_moderation')
    and (new.first_grade, new.overall_reason, new.summary, new.submitted_at, new.auditor_id)
        is distinct from (old.first_grade, old.overall_reason, old.summary, old.submitted_at, old.auditor_id) then
    perform refuse_change_of_audit();
  end if;
  return new;
end $f$;

create or replace function keep_audit_answer() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public as $f$
declare
  audit public.audit;
begin
  for audit in select * from public.audit a
    where a.id = any (array[case when tg_op <> 'INSERT' then old.audit_id end, case when tg_op <> 'DELETE' then new.audit_id end])
  loop
    if audit.state in ('final', 'withdrawn') or audit.state in ('submitted', 'in_moderation') and (
      tg_op <> 'UPDATE'
      or (new.audit_id, new.tool_question_id, new.grade, new.is_not_applicable, new.reason)
         is distinct from (old.audit_id, old.tool_question_id, old.grade, old.is_not_applicable, old.reason)
    ) then
      perform public.refuse_change_of_audit();
    end if;
  end loop;
  return case tg_op when 'DELETE' then old else new end;
end $f$;

-- Who has acknowledged an escalation has, and no escalation goes away.
create function keep_escalation() returns trigger language plpgsql as $f$
begin
  if tg_op = 'DELETE' or old.acknowledged_at is not null
    or (new.id, new.audit_id, new.role, new.unit_id, new.grade, new.raised_at, new.due_on)
       is distinct from (old.id, old.audit_id, old.role, old.unit_id, old.grade, old.raised_at, old.due_on) then
    raise exception 'an escalation stands, and so does who acknowledged it'
      using errcode = 'restrict_violation', constraint = 'escalations_stand';
  end if;
  return new;
end $f$;

-- A submission is returned once, if at all; nothing else of it ever changes.
create function keep_submission() returns trigger language plpgsql as $f$
begin
  if tg_op = 'DELETE' or old.returned_at is not null
    or (new.id, new.audit_id, new.number, new.auditor_id, new.grade, new.grades, new.submitted_at)
       is distinct from (old.id, old.audit_id, old.number, old.auditor_id, old.grade, old.grades, old.submitted_at) then
    perform refuse_change_of_audit();
  end if;
  return new;
end $f$;

create function keep_for_ever() returns trigger language plpgsql as $f$
begin
  perform refuse_change_of_audit();
  return null;
end $f$;

create trigger kept before update or delete on audit_submission for each row execute function keep_submission();
create trigger kept before update or delete on audit_escalation for each row execute function keep_escalation();
create trigger kept before update or delete on audit_facts for each row execute function keep_for_ever();
create trigger kept before update or delete on audit_handover for each row execute function keep_for_ever();
"""

# Returned audits are with their auditor; who says that they know the family sees no more of the child.
REACH = """
create or replace function children_under_audit() returns setof uuid
  language sql stable security definer set search_path = pg_catalog, public as $f$
  select a.child_id from public.audit a
   where public.app_reaches('allocated') and a.auditor_id = public.app_who() and a.declined_at is null
     and (a.state in ('allocated', 'in_progress', 'submitted', 'in_moderation', 'returned')
          or a.state = 'final' and a.finalised_at > public.app_now() - interval '90 days')
  union
  select a.child_id from public.audit a
   where public.app_reaches('moderation')
     and (a.state in ('submitted', 'in_moderation')
          or a.finalised_by_id = public.app_who() and a.finalised_at > public.app_now() - interval '90 days') $f$;
"""

GATE = """
alter policy seen on audit using (
  (select app_reaches('council'))
  or unit_id = any ((select app_units())::uuid[])
  or ((select app_reaches('allocated')) and auditor_id = (select app_who())
      and (state in ('allocated', 'in_progress', 'submitted', 'in_moderation', 'returned')
           or state = 'final' and finalised_at > app_now() - interval '90 days'))
  or ((select app_reaches('moderation'))
      and (state in ('submitted', 'in_moderation')
           or finalised_by_id = (select app_who()) and finalised_at > app_now() - interval '90 days'))
  or (state = 'final' and child_id in (select own_children()))
);

call guard_table('audit_submission');
call guard_table('audit_handover');
call guard_table('known_family', 'child_id');
call guard_table('audit_facts');
revoke delete on audit_submission from plumbline_app;
revoke update, delete on audit_handover, known_family, audit_facts from plumbline_app;

create policy seen on audit_submission for select to plumbline_app
  using (exists (select from audit a where a.id = audit_id));
create policy made on audit_submission for insert to plumbline_app
  with check (exists (select from audit a where a.id = audit_id and a.auditor_id = (select app_who())));
create policy changed on audit_submission for update to plumbline_app
  using (exists (select from audit a where a.id = audit_id
                 and ((select app_reaches('council')) or (select app_reaches('moderation')))));

create policy seen on audit_handover for select to plumbline_app
  using (exists (select from audit a where a.id = audit_id));
create policy made on audit_handover for insert to plumbline_app
  with check ((select app_reaches('council')) and exists (select from audit a where a.id = audit_id));

create policy seen on known_family for select to plumbline_app
  using (person_id = (select app_who()) or exists (select from child c where c.id = child_id));
create policy made on known_family for insert to plumbline_app with check (person_id = (select app_who()));

call guard_table('audit_escalation');
revoke delete on audit_escalation from plumbline_app;
create policy seen on audit_escalation for select to plumbline_app
  using (exists (select from audit a where a.id = audit_id));
create policy made on audit_escalation for insert to plumbline_app
  with check (exists (select from audit a where a.id = audit_id
                      and (a.auditor_id = (select app_who()) or (select app_reaches('council')) or (select app_reaches('moderation')))));
create policy changed on audit_escalation for update to plumbline_app
  using (exists (select from audit a where a.id = audit_id
                 and ((select app_reaches('council')) or a.unit_id = any ((select app_units())::uuid[]))));

create policy seen on audit_facts for select to plumbline_app
  using (exists (select from audit a where a.id = audit_id));
create policy made on audit_facts for insert to plumbline_app
  with check (exists (select from audit a where a.id = audit_id and a.auditor_id = (select app_who())));
"""

# What was submitted before submissions were kept is the first and only one.
BEFORE = """
insert into audit_submission (id, audit_id, number, auditor_id, grade, grades, submitted_at)
select gen_random_uuid(), a.id, 1, a.auditor_id, a.first_grade,
       coalesce((select jsonb_object_agg(w.tool_question_id, coalesce(w.grade, 'not_applicable'))
                   from audit_answer w where w.audit_id = a.id and (w.grade is not null or w.is_not_applicable)), '{}'),
       a.submitted_at
  from audit a where a.submitted_at is not null and a.first_grade is not null
"""

TEXT = sqlmodel.sql.sqltypes.AutoString
INSTANT = sqlmodel.sql.sqltypes.UTCDateTime


def _to(table: str, *names: str) -> list[sa.ForeignKeyConstraint]:
    """Foreign keys of a new table: each name with the table it leads to."""
    leads = {"audit_id": "audit.id", "child_id": "child.id", "unit_id": "unit.id"}
    return [
        sa.ForeignKeyConstraint([name], [leads.get(name, "person.id")], name=op.f(f"fk_{table}_{name}"))
        for name in names
    ]


def _deepen_audit() -> None:
    op.add_column("audit", sa.Column("re_audit_of_id", sa.Uuid(), nullable=True))
    op.add_column("audit", sa.Column("declined_at", INSTANT(), nullable=True))
    op.add_column("audit", sa.Column("overridden_conflict", TEXT(length=200), nullable=True))
    op.add_column("audit", sa.Column("override_reason", TEXT(length=4000), nullable=True))
    op.add_column("audit", sa.Column("overridden_by_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f("fk_audit_re_audit_of_id"), "audit", "audit", ["re_audit_of_id"], ["id"])
    op.create_foreign_key(op.f("fk_audit_overridden_by_id"), "audit", "person", ["overridden_by_id"], ["id"])
    op.create_index(op.f("ix_audit_re_audit_of_id"), "audit", ["re_audit_of_id"], unique=False)
    op.create_check_constraint(
        op.f("ck_audit_override_has_conflict"), "audit", "(override_reason is null) = (overridden_conflict is null)"
    )


def _keep_submissions() -> None:
    op.create_table(
        "audit_submission",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("audit_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("auditor_id", sa.Uuid(), nullable=False),
        sa.Column("grade", TEXT(length=40), nullable=False),
        sa.Column("grades", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("submitted_at", INSTANT(), nullable=False),
        sa.Column("words", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("return_reason", TEXT(length=4000), nullable=True),
        sa.Column("returned_by_id", sa.Uuid(), nullable=True),
        sa.Column("returned_at", INSTANT(), nullable=True),
        *_to("audit_submission", "audit_id", "auditor_id", "returned_by_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_submission")),
        sa.UniqueConstraint("audit_id", "number", name=op.f("uq_audit_submission_audit_id_number")),
    )
    op.create_table(
        "audit_handover",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("audit_id", sa.Uuid(), nullable=False),
        sa.Column("from_id", sa.Uuid(), nullable=False),
        sa.Column("to_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("is_declined", sa.Boolean(), nullable=False),
        sa.Column("written", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("at", INSTANT(), nullable=False),
        *_to("audit_handover", "audit_id", "from_id", "to_id", "by_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_handover")),
    )
    op.create_index(op.f("ix_audit_handover_audit_id"), "audit_handover", ["audit_id"], unique=False)


def _keep_ties_and_facts() -> None:
    op.create_table(
        "known_family",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("child_ref", TEXT(length=16), nullable=False),
        sa.Column("said_at", INSTANT(), nullable=False),
        *_to("known_family", "person_id", "child_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_family")),
        sa.UniqueConstraint("person_id", "child_id", name=op.f("uq_known_family_person_id_child_id")),
    )
    op.create_index(op.f("ix_known_family_child_id"), "known_family", ["child_id"], unique=False)
    op.create_table(
        "audit_facts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("audit_id", sa.Uuid(), nullable=False),
        sa.Column("taken_at", INSTANT(), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        *_to("audit_facts", "audit_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_facts")),
        sa.UniqueConstraint("audit_id", name=op.f("uq_audit_facts_audit_id")),
    )


def _escalate() -> None:
    roles = ("practitioner", "team_manager", "auditor", "moderator", "reviewing_officer", "service_manager",
             "head_of_service", "head_of_childrens_social_care", "quality_lead", "principal_social_worker", "director",
             "lead_member", "partnership", "data_analyst", "administrator", "case_management_system",
             "bi_tool")  # fmt: skip
    op.create_table(
        "audit_escalation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("audit_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Enum(*roles, name="role", native_enum=False, length=40), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("grade", TEXT(length=40), nullable=False),
        sa.Column("raised_at", INSTANT(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("acknowledged_at", INSTANT(), nullable=True),
        sa.Column("acknowledged_by_id", sa.Uuid(), nullable=True),
        sa.Column("note", TEXT(length=4000), nullable=True),
        sa.CheckConstraint(
            "(acknowledged_at is null) = (note is null)", name=op.f("ck_audit_escalation_acknowledged_with_note")
        ),
        *_to("audit_escalation", "audit_id", "unit_id", "acknowledged_by_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_escalation")),
        sa.UniqueConstraint("audit_id", "role", name=op.f("uq_audit_escalation_audit_id_role")),
    )
    op.create_index("ix_audit_escalation_due_on_id", "audit_escalation", ["due_on", "id"], unique=False)


def _keep_what_was_submitted_before() -> None:
    """Before the table is guarded: nobody is known here whom the journal could name."""
    bind = op.get_bind()
    owner = bind.exec_driver_sql("select current_setting('role')").scalar_one()
    bind.exec_driver_sql("grant insert on audit_submission to plumbline_system")
    bind.exec_driver_sql("set local role plumbline_system")
    bind.exec_driver_sql(BEFORE)
    bind.exec_driver_sql(f"set local role {owner}")


def upgrade() -> None:
    _deepen_audit()
    _keep_submissions()
    _keep_what_was_submitted_before()
    _keep_ties_and_facts()
    _escalate()
    op.execute(STAYS)
    op.execute(REACH)
    op.execute(GATE)


def downgrade() -> None:
    raise NotImplementedError("Forward only: mend with a new migration, or restore.")
