"""Add moderations: second readings of audits, and who sees which."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "20261123_0150"
down_revision = "20261123_0140"
branch_labels = None
depends_on = None

# A second grade stands once it is given, and all of it when the moderation is completed.
STAYS = """
create function keep_moderation() returns trigger language plpgsql as $f$
begin
  if old.state = 'completed' or tg_op = 'UPDATE' and old.graded_at is not null
     and (new.second_grade, new.outcome, new.graded_at, new.audit_id, new.moderator_id)
         is distinct from (old.second_grade, old.outcome, old.graded_at, old.audit_id, old.moderator_id) then
    raise exception 'a completed moderation and second grades cannot be changed'
      using errcode = 'restrict_violation', constraint = 'completed_moderations_and_second_grades_stand';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $f$;

create function keep_judgement() returns trigger language plpgsql as $f$
begin
  raise exception 'second grades cannot be changed'
    using errcode = 'restrict_violation', constraint = 'completed_moderations_and_second_grades_stand';
end $f$;

create trigger kept before update or delete on moderation for each row execute function keep_moderation();
create trigger kept before update or delete on moderation_judgement for each row execute function keep_judgement();
"""

# Functions of plumbline_system, because moderations, audits and children look at each other.
REACH = """
create function audits_moderated() returns setof uuid
  language sql stable security definer set search_path = pg_catalog, public as $f$
  select m.audit_id from public.moderation m
   where public.app_reaches('moderation') and m.moderator_id = public.app_who()
     and (m.completed_at is null or m.completed_at > public.app_now() - interval '90 days') $f$;

create function children_moderated() returns setof uuid
  language sql stable security definer set search_path = pg_catalog, public as $f$
  select a.child_id from public.audit a where a.id in (select public.audits_moderated()) $f$;
"""

OWNED = ("audits_moderated()", "children_moderated()")

GATE = """
call guard_table('moderation');
call guard_table('moderation_judgement');
revoke delete on moderation, moderation_judgement from plumbline_app;
revoke update on moderation_judgement from plumbline_app;

create policy moderated on audit for select to plumbline_app using (id in (select audits_moderated()));
create policy under_moderation on child for select to plumbline_app using (id in (select children_moderated()));

create policy seen on moderation for select to plumbline_app using (exists (select from audit a where a.id = audit_id));
create policy made on moderation for insert to plumbline_app
  with check ((select app_reaches('council')) or (select app_reaches('moderation')));
create policy changed on moderation for update to plumbline_app
  using (moderator_id = (select app_who())) with check (moderator_id = (select app_who()));

create policy seen on moderation_judgement for select to plumbline_app
  using (exists (select from moderation m where m.id = moderation_id));
create policy made on moderation_judgement for insert to plumbline_app
  with check (exists (select from moderation m where m.id = moderation_id and m.moderator_id = (select app_who())));
"""


def upgrade() -> None:
    op.create_table(
        "moderation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("audit_id", sa.Uuid(), nullable=False),
        sa.Column("moderator_id", sa.Uuid(), nullable=False),
        sa.Column("allocated_by_id", sa.Uuid(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("allocated", "graded", "completed", name="moderationstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("second_grade", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum("agreed", "raised", "lowered", name="outcome", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=4000), nullable=False),
        sa.Column(
            "audit_quality",
            sa.Enum("high", "adequate", "poor", name="auditquality", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("audit_quality_reason", sqlmodel.sql.sqltypes.AutoString(length=4000), nullable=False),
        sa.Column("allocated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("graded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("completed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'allocated') = (second_grade is null)", name=op.f("ck_moderation_graded_has_grade")
        ),
        sa.CheckConstraint(
            "(state = 'completed') = (audit_quality is not null)", name=op.f("ck_moderation_completed_has_quality")
        ),
        sa.ForeignKeyConstraint(["allocated_by_id"], ["person.id"], name=op.f("fk_moderation_allocated_by_id")),
        sa.ForeignKeyConstraint(["audit_id"], ["audit.id"], name=op.f("fk_moderation_audit_id")),
        sa.ForeignKeyConstraint(["moderator_id"], ["person.id"], name=op.f("fk_moderation_moderator_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation")),
    )
    op.create_index(op.f("ix_moderation_audit_id"), "moderation", ["audit_id"], unique=False)
    op.create_index("ix_moderation_due_on_id", "moderation", ["due_on", "id"], unique=False)
    op.create_index(op.f("ix_moderation_moderator_id"), "moderation", ["moderator_id"], unique=False)
    op.create_index(
        "uq_moderation_open", "moderation", ["audit_id"], unique=True, postgresql_where=sa.text("state <> 'completed'")
    )
    op.create_table(
        "moderation_judgement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("moderation_id", sa.Uuid(), nullable=False),
        sa.Column("tool_question_id", sa.Uuid(), nullable=False),
        sa.Column("first_grade", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("second_grade", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum("agreed", "raised", "lowered", name="outcome", native_enum=False, length=40),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["moderation_id"], ["moderation.id"], name=op.f("fk_moderation_judgement_moderation_id")
        ),
        sa.ForeignKeyConstraint(
            ["tool_question_id"], ["tool_question.id"], name=op.f("fk_moderation_judgement_tool_question_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation_judgement")),
        sa.UniqueConstraint(
            "moderation_id", "tool_question_id", name=op.f("uq_moderation_judgement_moderation_id_tool_question_id")
        ),
    )
    op.create_index(
        op.f("ix_moderation_judgement_tool_question_id"), "moderation_judgement", ["tool_question_id"], unique=False
    )

    op.execute(STAYS)
    op.execute(REACH)
    for function in OWNED:
        op.execute(f"alter function {function} owner to plumbline_system")
        op.execute(f"revoke all on function {function} from public")
        op.execute(f"grant execute on function {function} to plumbline_app")
    op.execute(GATE)


def downgrade() -> None:
    raise NotImplementedError("Forward only: mend with a new migration, or restore.")
