"""Add audits: their answers, who sees which, and what can never change."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "20261123_0140"
down_revision = "20261123_0130"
branch_labels = None
depends_on = None

# What is closed stands, and what was submitted keeps its first grades: for everybody, the owner of the tables too.
STAYS = """
create function refuse_change_of_audit() returns void language plpgsql as $f$
begin
  raise exception 'a closed audit and the first grades of a submitted one cannot be changed'
    using errcode = 'restrict_violation', constraint = 'closed_audits_and_first_grades_stand';
end $f$;

create function keep_audit() returns trigger language plpgsql as $f$
begin
  if old.state in ('final', 'withdrawn') then
    perform refuse_change_of_audit();
  elsif tg_op = 'DELETE' then
    return old;
  elsif old.submitted_at is not null
    and (new.first_grade, new.overall_reason, new.summary, new.submitted_at, new.child_id, new.auditor_id, new.audit_tool_id)
        is distinct from
        (old.first_grade, old.overall_reason, old.summary, old.submitted_at, old.child_id, old.auditor_id, old.audit_tool_id) then
    perform refuse_change_of_audit();
  end if;
  return new;
end $f$;

-- Of plumbline_system, so that it finds the audit whoever writes.
create function keep_audit_answer() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public as $f$
declare
  audit public.audit;
begin
  for audit in select * from public.audit a
    where a.id = any (array[case when tg_op <> 'INSERT' then old.audit_id end, case when tg_op <> 'DELETE' then new.audit_id end])
  loop
    if audit.state in ('final', 'withdrawn') or audit.submitted_at is not null and (
      tg_op <> 'UPDATE'
      or (new.audit_id, new.tool_question_id, new.grade, new.is_not_applicable, new.reason)
         is distinct from (old.audit_id, old.tool_question_id, old.grade, old.is_not_applicable, old.reason)
    ) then
      perform public.refuse_change_of_audit();
    end if;
  end loop;
  return case tg_op when 'DELETE' then old else new end;
end $f$;
alter function keep_audit_answer() owner to plumbline_system;

create trigger kept before update or delete on audit for each row execute function keep_audit();
create trigger kept before insert or update or delete on audit_answer for each row execute function keep_audit_answer();
"""

# Functions of plumbline_system, because audits and children look at each other.
REACH = """
create function own_children() returns setof uuid
  language sql stable security definer set search_path = pg_catalog, public as $f$
  select c.id from public.involvement i join public.child c on c.child_ref = i.child_ref
   where public.app_reaches('own') and i.worker_source_id = public.app_worker()
     and (i.from_on is null or i.from_on <= public.england_today())
     and (i.to_on is null or i.to_on > public.england_today()) $f$;

create function children_under_audit() returns setof uuid
  language sql stable security definer set search_path = pg_catalog, public as $f$
  select a.child_id from public.audit a
   where public.app_reaches('allocated') and a.auditor_id = public.app_who()
     and (a.state in ('allocated', 'in_progress', 'submitted', 'in_moderation') or a.state = 'final' and a.finalised_at > public.app_now() - interval '90 days')
  union
  select a.child_id from public.audit a
   where public.app_reaches('moderation')
     and (a.state in ('submitted', 'in_moderation')
          or a.finalised_by_id = public.app_who() and a.finalised_at > public.app_now() - interval '90 days') $f$;
"""

OWNED = ("own_children()", "children_under_audit()")

GATE = """
call guard_table('audit', 'child_id');
call guard_table('audit_answer');
revoke delete on audit, audit_answer from plumbline_app;

create policy seen on audit for select to plumbline_app using (
  (select app_reaches('council'))
  or unit_id = any ((select app_units())::uuid[])
  or ((select app_reaches('allocated')) and auditor_id = (select app_who())
      and (state in ('allocated', 'in_progress', 'submitted', 'in_moderation') or state = 'final' and finalised_at > app_now() - interval '90 days'))
  or ((select app_reaches('moderation'))
      and (state in ('submitted', 'in_moderation')
           or finalised_by_id = (select app_who()) and finalised_at > app_now() - interval '90 days'))
  or (state = 'final' and child_id in (select own_children()))
);
create policy made on audit for insert to plumbline_app with check ((select app_reaches('council')));
create policy changed on audit for update to plumbline_app
  using ((select app_reaches('council')) or (select app_reaches('moderation'))
         or ((select app_reaches('allocated')) and auditor_id = (select app_who())))
  with check ((select app_reaches('council')) or (select app_reaches('moderation'))
              or ((select app_reaches('allocated')) and auditor_id = (select app_who())));

create policy seen on audit_answer for select to plumbline_app
  using (exists (select from audit a where a.id = audit_id));
create policy made on audit_answer for insert to plumbline_app
  with check (exists (select from audit a where a.id = audit_id and a.auditor_id = (select app_who())));
create policy changed on audit_answer for update to plumbline_app
  using (exists (select from audit a where a.id = audit_id
                 and ((select app_reaches('council')) or (select app_reaches('moderation')) or a.auditor_id = (select app_who()))));

create policy under_audit on child for select to plumbline_app using (id in (select children_under_audit()));
"""


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("audit_tool_id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("child_ref", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "managers",
                "peer",
                "multi_agency",
                "supervision",
                "direct_observation",
                "appreciative_evaluation",
                "case_and_learning_review",
                "thematic",
                "dip_sample",
                "re_audit",
                "external",
                name="auditkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("worker_source_id", sqlmodel.sql.sqltypes.AutoString(length=48), nullable=True),
        sa.Column("auditor_id", sa.Uuid(), nullable=False),
        sa.Column("allocated_by_id", sa.Uuid(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_to", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "allocated",
                "in_progress",
                "submitted",
                "in_moderation",
                "final",
                "withdrawn",
                name="auditstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("questions_count", sa.Integer(), nullable=False),
        sa.Column("first_grade", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
        sa.Column("overall_reason", sqlmodel.sql.sqltypes.AutoString(length=10000), nullable=False),
        sa.Column("summary", sqlmodel.sql.sqltypes.AutoString(length=10000), nullable=False),
        sa.Column("reported_grade", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
        sa.Column("withdrawn_reason", sqlmodel.sql.sqltypes.AutoString(length=4000), nullable=True),
        sa.Column("moderation_id", sa.Uuid(), nullable=True),
        sa.Column(
            "moderation_outcome",
            sa.Enum("agreed", "raised", "lowered", name="outcome", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("blind_to_id", sa.Uuid(), nullable=True),
        sa.Column("finalised_by_id", sa.Uuid(), nullable=True),
        sa.Column("allocated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("opened_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("submitted_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("finalised_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'final') = (finalised_at is not null)", name=op.f("ck_audit_final_has_instant")),
        sa.CheckConstraint("(state = 'final') = (reported_grade is not null)", name=op.f("ck_audit_final_has_grade")),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_reason is not null)", name=op.f("ck_audit_withdrawn_has_reason")
        ),
        sa.CheckConstraint("period_from <= period_to", name=op.f("ck_audit_period_in_order")),
        sa.ForeignKeyConstraint(["allocated_by_id"], ["person.id"], name=op.f("fk_audit_allocated_by_id")),
        sa.ForeignKeyConstraint(["audit_tool_id"], ["audit_tool.id"], name=op.f("fk_audit_audit_tool_id")),
        sa.ForeignKeyConstraint(["auditor_id"], ["person.id"], name=op.f("fk_audit_auditor_id")),
        sa.ForeignKeyConstraint(["blind_to_id"], ["person.id"], name=op.f("fk_audit_blind_to_id")),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_audit_child_id")),
        sa.ForeignKeyConstraint(["finalised_by_id"], ["person.id"], name=op.f("fk_audit_finalised_by_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_audit_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        sa.UniqueConstraint("number", name=op.f("uq_audit_number")),
    )
    op.create_index(op.f("ix_audit_audit_tool_id"), "audit", ["audit_tool_id"], unique=False)
    op.create_index(op.f("ix_audit_auditor_id"), "audit", ["auditor_id"], unique=False)
    op.create_index(op.f("ix_audit_child_id"), "audit", ["child_id"], unique=False)
    op.create_index("ix_audit_due_on_id", "audit", ["due_on", "id"], unique=False)
    op.create_index(op.f("ix_audit_state"), "audit", ["state"], unique=False)
    op.create_index(op.f("ix_audit_unit_id"), "audit", ["unit_id"], unique=False)
    op.create_index("ix_audit_updated_at_id", "audit", ["updated_at", "id"], unique=False)
    op.create_table(
        "audit_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("audit_id", sa.Uuid(), nullable=False),
        sa.Column("tool_question_id", sa.Uuid(), nullable=False),
        sa.Column("grade", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
        sa.Column("is_not_applicable", sa.Boolean(), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=10000), nullable=False),
        sa.Column("reported_grade", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "not (is_not_applicable and grade is not null)", name=op.f("ck_audit_answer_not_applicable_is_no_grade")
        ),
        sa.ForeignKeyConstraint(["audit_id"], ["audit.id"], name=op.f("fk_audit_answer_audit_id")),
        sa.ForeignKeyConstraint(
            ["tool_question_id"], ["tool_question.id"], name=op.f("fk_audit_answer_tool_question_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_answer")),
        sa.UniqueConstraint("audit_id", "tool_question_id", name=op.f("uq_audit_answer_audit_id_tool_question_id")),
    )
    op.create_index(op.f("ix_audit_answer_tool_question_id"), "audit_answer", ["tool_question_id"], unique=False)

    op.execute(STAYS)
    op.execute(REACH)
    for function in OWNED:
        op.execute(f"alter function {function} owner to plumbline_system")
        op.execute(f"revoke all on function {function} from public")
        op.execute(f"grant execute on function {function} to plumbline_app")
    op.execute(GATE)


def downgrade() -> None:
    raise NotImplementedError("Forward only: mend with a new migration, or restore.")
