"""Add rounds: programmes of audits, the cases drawn for them, reminders, and who sees which."""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261123_0270"
down_revision = "20261123_0260"
branch_labels = None
depends_on = None

# What was drawn stands, so that anybody can draw it again; a closed round never changes. For everybody.
STAYS = """
create function refuse_change_of_round() returns void language plpgsql as $f$
begin
  raise exception 'what was drawn, and a closed round, cannot be changed'
    using errcode = 'restrict_violation', constraint = 'what_was_drawn_and_closed_rounds_stand';
end $f$;

create function keep_round() returns trigger language plpgsql as $f$
begin
  if old.state = 'closed' or tg_op = 'DELETE' and old.drawn_at is not null then
    perform refuse_change_of_round();
  elsif tg_op = 'DELETE' then
    return old;
  elsif new.seed is distinct from old.seed or old.drawn_at is not null and
    (new.rule, new.stratify_by, new.minimum, new.frame_on, new.frame_digest, new.drawn_at, new.drawn_by_id, new.period_from, new.period_to)
    is distinct from
    (old.rule, old.stratify_by, old.minimum, old.frame_on, old.frame_digest, old.drawn_at, old.drawn_by_id, old.period_from, old.period_to) then
    perform refuse_change_of_round();
  end if;
  return new;
end $f$;

-- Of plumbline_system, so that it finds the round whoever writes.
create function keep_round_line() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public as $f$
begin
  if exists (select from public.round r where r.id = old.round_id and r.drawn_at is not null) then
    perform public.refuse_change_of_round();
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $f$;

create function keep_round_case() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public as $f$
begin
  if tg_op = 'DELETE'
    or exists (select from public.round r where r.id = old.round_id and r.state = 'closed')
    or (new.round_id, new.round_line_id, new.child_id, new.child_ref, new.unit_id, new.worker_source_id, new.case_type, new.age_band,
        new.stratum, new.place, new.number)
       is distinct from
       (old.round_id, old.round_line_id, old.child_id, old.child_ref, old.unit_id, old.worker_source_id, old.case_type, old.age_band,
        old.stratum, old.place, old.number)
    or old.state = 'replaced' and new.state <> 'replaced' then
    perform public.refuse_change_of_round();
  end if;
  return new;
end $f$;
alter function keep_round_line() owner to plumbline_system;
alter function keep_round_case() owner to plumbline_system;

create trigger kept before update or delete on round for each row execute function keep_round();
create trigger kept before update or delete on round_line for each row execute function keep_round_line();
create trigger kept before update or delete on round_case for each row execute function keep_round_case();
"""

# Nobody is taken out of service between being looked at and being given a case: their rows are held until the end.
AUDITORS = """
create function hold_active_people(wanted uuid[]) returns setof uuid
  language sql volatile security definer set search_path = pg_catalog, public as $f$
  select p.id from public.person p where p.id = any (wanted) and p.is_active order by p.id for share $f$;
"""

OWNED = ("hold_active_people(uuid[])",)

GATE = """
call guard_table('round');
call guard_table('round_line');
call guard_table('round_case', 'child_id');
call guard_table('audit_reminder');
revoke delete on round_case from plumbline_app;
revoke insert, update, delete on audit_reminder from plumbline_app;

create policy seen on round_case for select to plumbline_app using (
  (select app_reaches('council'))
  or state = 'drawn' and unit_id = any ((select app_units())::uuid[])
  or state = 'drawn' and exists (select from audit a where a.id = audit_id and a.auditor_id = (select app_who()))
);
create policy made on round_case for insert to plumbline_app with check ((select app_reaches('council')));
create policy changed on round_case for update to plumbline_app
  using ((select app_reaches('council'))) with check ((select app_reaches('council')));

create policy seen on round for select to plumbline_app using (
  (select app_reaches('council'))
  or state <> 'draft' and cardinality((select app_units())) > 0
  or exists (select from round_case c where c.round_id = round.id)
);
create policy made on round for insert to plumbline_app with check ((select app_reaches('council')));
create policy changed on round for update to plumbline_app
  using ((select app_reaches('council'))) with check ((select app_reaches('council')));
create policy discarded on round for delete to plumbline_app using ((select app_reaches('council')) and state = 'draft');

create policy seen on round_line for select to plumbline_app using (exists (select from round r where r.id = round_id));
create policy made on round_line for insert to plumbline_app with check ((select app_reaches('council')));
create policy changed on round_line for update to plumbline_app
  using ((select app_reaches('council'))) with check ((select app_reaches('council')));
create policy discarded on round_line for delete to plumbline_app using ((select app_reaches('council')));

create policy seen on audit_reminder for select to plumbline_app using (exists (select from audit a where a.id = audit_id));
"""


def upgrade() -> None:
    op.create_table(
        "round",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "monthly", "thematic", "practice_week", "dip_sample", name="roundkind", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("theme", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column(
            "state",
            sa.Enum("draft", "drawn", "allocated", "closed", name="roundstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_to", sa.Date(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("rule", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("stratify_by", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("minimum", sa.Integer(), nullable=False),
        sa.Column("seed", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("frame_on", sa.Date(), nullable=True),
        sa.Column("frame_digest", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
        sa.Column("auditor_ids", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("closing_note", sqlmodel.sql.sqltypes.AutoString(length=4000), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("drawn_by_id", sa.Uuid(), nullable=True),
        sa.Column("allocated_by_id", sa.Uuid(), nullable=True),
        sa.Column("closed_by_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("drawn_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("allocated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("closed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'closed') = (closed_at is not null)", name=op.f("ck_round_closed_has_instant")),
        sa.CheckConstraint("(state = 'draft') = (drawn_at is null)", name=op.f("ck_round_drawn_has_instant")),
        sa.CheckConstraint("(drawn_at is null) = (frame_digest is null)", name=op.f("ck_round_drawn_has_digest")),
        sa.CheckConstraint("from_on <= due_on and due_on <= to_on", name=op.f("ck_round_days_in_order")),
        sa.CheckConstraint("period_from <= period_to", name=op.f("ck_round_period_in_order")),
        sa.ForeignKeyConstraint(["allocated_by_id"], ["person.id"], name=op.f("fk_round_allocated_by_id")),
        sa.ForeignKeyConstraint(["closed_by_id"], ["person.id"], name=op.f("fk_round_closed_by_id")),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_round_created_by_id")),
        sa.ForeignKeyConstraint(["drawn_by_id"], ["person.id"], name=op.f("fk_round_drawn_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round")),
    )
    op.create_index("ix_round_from_on_id", "round", ["from_on", "id"], unique=False)
    op.create_table(
        "round_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("audit_tool_id", sa.Uuid(), nullable=False),
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
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("strata", postgresql.JSONB(), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("excluded", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("shortfall", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["audit_tool_id"], ["audit_tool.id"], name=op.f("fk_round_line_audit_tool_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_round_line_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_line")),
        sa.UniqueConstraint("round_id", "position", name=op.f("uq_round_line_round_id_position")),
    )
    op.create_index(op.f("ix_round_line_audit_tool_id"), "round_line", ["audit_tool_id"], unique=False)
    op.create_table(
        "audit_reminder",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("audit_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind", sa.Enum("due_soon", "overdue", name="reminderkind", native_enum=False, length=40), nullable=False
        ),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("noted_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["audit_id"], ["audit.id"], name=op.f("fk_audit_reminder_audit_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_audit_reminder_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_reminder")),
        sa.UniqueConstraint("audit_id", "kind", "due_on", name=op.f("uq_audit_reminder_audit_id_kind_due_on")),
    )
    op.create_index(op.f("ix_audit_reminder_person_id"), "audit_reminder", ["person_id"], unique=False)
    op.create_table(
        "round_case",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("round_line_id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("child_ref", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("worker_source_id", sqlmodel.sql.sqltypes.AutoString(length=48), nullable=True),
        sa.Column(
            "case_type",
            sa.Enum("cla", "cp", "care_leaver", "cin", "other", name="casetype", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "age_band",
            sa.Enum(
                "under_1",
                "1_to_4",
                "5_to_9",
                "10_to_15",
                "16_to_17",
                "18_and_over",
                "unknown",
                name="ageband",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("stratum", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("number", sa.Float(), nullable=False),
        sa.Column("weight", sa.Float(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("drawn", "reserve", "replaced", name="casestate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("replaced_reason", sqlmodel.sql.sqltypes.AutoString(length=4000), nullable=True),
        sa.Column("auditor_id", sa.Uuid(), nullable=True),
        sa.Column("override_reason", sqlmodel.sql.sqltypes.AutoString(length=4000), nullable=True),
        sa.Column("nobody_because", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=True),
        sa.Column("audit_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(state = 'replaced') = (replaced_reason is not null)", name=op.f("ck_round_case_replaced_has_reason")
        ),
        sa.CheckConstraint("audit_id is null or auditor_id is not null", name=op.f("ck_round_case_audit_has_auditor")),
        sa.ForeignKeyConstraint(["audit_id"], ["audit.id"], name=op.f("fk_round_case_audit_id")),
        sa.ForeignKeyConstraint(["auditor_id"], ["person.id"], name=op.f("fk_round_case_auditor_id")),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_round_case_child_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_round_case_round_id")),
        sa.ForeignKeyConstraint(["round_line_id"], ["round_line.id"], name=op.f("fk_round_case_round_line_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_round_case_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_case")),
        sa.UniqueConstraint("audit_id", name=op.f("uq_round_case_audit_id")),
        sa.UniqueConstraint("round_id", "child_id", name=op.f("uq_round_case_round_id_child_id")),
    )
    op.create_index(op.f("ix_round_case_auditor_id"), "round_case", ["auditor_id"], unique=False)
    op.create_index(op.f("ix_round_case_child_id"), "round_case", ["child_id"], unique=False)
    op.create_index(op.f("ix_round_case_round_line_id"), "round_case", ["round_line_id"], unique=False)
    op.create_index(op.f("ix_round_case_unit_id"), "round_case", ["unit_id"], unique=False)

    op.execute(STAYS)
    op.execute(AUDITORS)
    for function in OWNED:
        op.execute(f"alter function {function} owner to plumbline_system")
        op.execute(f"revoke all on function {function} from public")
        op.execute(f"grant execute on function {function} to plumbline_app")
    op.execute(GATE)


def downgrade() -> None:
    raise NotImplementedError("Forward only: mend with a new migration, or restore.")
