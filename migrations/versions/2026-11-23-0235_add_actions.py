"""Add actions: what is to be done, its history, who sees which, and what can never change."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "20261123_0235"
down_revision = "20261123_0230"
branch_labels = None
depends_on = None

# What an action came from stands, a cancelled one stands, and so does each step of the history: for everybody.
STAYS = """
create function keep_action() returns trigger language plpgsql as $f$
begin
  if tg_op = 'DELETE' or old.state = 'cancelled'
     or (new.number, new.child_id, new.child_ref, new.set_by_id, new.set_at, new.source_kind, new.source_id)
        is distinct from
        (old.number, old.child_id, old.child_ref, old.set_by_id, old.set_at, old.source_kind, old.source_id)
     or old.proven_at is not null and new is distinct from old then
    raise exception 'what an action came from, and a cancelled or proven one, cannot be changed'
      using errcode = 'restrict_violation', constraint = 'actions_stand';
  end if;
  return new;
end $f$;

create function keep_action_event() returns trigger language plpgsql as $f$
begin
  raise exception 'the history of an action cannot be changed'
    using errcode = 'restrict_violation', constraint = 'history_of_actions_stands';
end $f$;

create trigger kept before update or delete on action for each row execute function keep_action();
create trigger kept before update or delete on action_event for each row execute function keep_action_event();
"""

# Those who own, do, verify or have set an action see it wherever it is, and those above its owner, to whom it escalates;
# a room above adds those who see its source.
GATE = """
call guard_table('action', 'child_id');
call guard_table('action_event');
revoke delete on action, action_event from plumbline_app;
revoke update on action_event from plumbline_app;

create policy seen on action for select to plumbline_app using (
  (select app_reaches('council'))
  or unit_id = any ((select app_units())::uuid[])
  or exists (select from person p where p.id = owner_id and p.unit_id = any ((select app_units())::uuid[]))
  or (select app_who()) in (owner_id, delegate_id, verifier_id, set_by_id)
);
create policy made on action for insert to plumbline_app
  with check (set_by_id = (select app_who()) and (child_id is null or exists (select from child c where c.id = child_id)));
create policy changed on action for update to plumbline_app using (
  (select app_reaches('council'))
  or unit_id = any ((select app_units())::uuid[])
  or exists (select from person p where p.id = owner_id and p.unit_id = any ((select app_units())::uuid[]))
  or (select app_who()) in (owner_id, delegate_id, verifier_id, set_by_id)
) with check ((select app_who()) is not null);

create policy seen on action_event for select to plumbline_app using (exists (select from action a where a.id = action_id));
create policy made on action_event for insert to plumbline_app
  with check (by_id = (select app_who()) and exists (select from action a where a.id = action_id));
"""


def upgrade() -> None:
    op.create_table(
        "action",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("detail", sqlmodel.sql.sqltypes.AutoString(length=10000), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=True),
        sa.Column("child_ref", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=True),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("delegate_id", sa.Uuid(), nullable=True),
        sa.Column("verifier_id", sa.Uuid(), nullable=True),
        sa.Column("set_by_id", sa.Uuid(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("times_moved", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open", "done", "verified", "reopened", "cancelled", name="actionstate", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column(
            "source_kind",
            sa.Enum(
                "audit",
                "moderation",
                "dispute",
                "round",
                "calibration",
                "meeting",
                "concern",
                "exception",
                "survey",
                "indicator",
                "other",
                name="sourcekind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("source_id", sa.Uuid(), nullable=True),
        sa.Column("source_label", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("done_text", sqlmodel.sql.sqltypes.AutoString(length=10000), nullable=False),
        sa.Column("evidence", sqlmodel.sql.sqltypes.AutoString(length=10000), nullable=False),
        sa.Column("done_by_id", sa.Uuid(), nullable=True),
        sa.Column("done_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("seen_text", sqlmodel.sql.sqltypes.AutoString(length=10000), nullable=False),
        sa.Column("verified_by_id", sa.Uuid(), nullable=True),
        sa.Column("verified_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("proof", sqlmodel.sql.sqltypes.AutoString(length=10000), nullable=False),
        sa.Column("proof_audit_id", sa.Uuid(), nullable=True),
        sa.Column("proof_indicator", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
        sa.Column("proven_by_id", sa.Uuid(), nullable=True),
        sa.Column("proven_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("cancelled_reason", sqlmodel.sql.sqltypes.AutoString(length=4000), nullable=False),
        sa.Column("cancelled_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("escalated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("set_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'cancelled') = (cancelled_at is not null)", name=op.f("ck_action_cancelled_has_instant")
        ),
        sa.CheckConstraint(
            "(state = 'verified') = (verified_at is not null)", name=op.f("ck_action_verified_has_instant")
        ),
        sa.CheckConstraint(
            "(state in ('done', 'verified')) = (done_at is not null)", name=op.f("ck_action_done_has_instant")
        ),
        sa.CheckConstraint("proven_at is null or state = 'verified'", name=op.f("ck_action_proven_is_verified")),
        sa.CheckConstraint(
            "verified_by_id is null or verified_by_id not in (owner_id, done_by_id) and verified_by_id is distinct from delegate_id",
            name=op.f("ck_action_verified_by_another"),
        ),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_action_child_id")),
        sa.ForeignKeyConstraint(["delegate_id"], ["person.id"], name=op.f("fk_action_delegate_id")),
        sa.ForeignKeyConstraint(["done_by_id"], ["person.id"], name=op.f("fk_action_done_by_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_action_owner_id")),
        sa.ForeignKeyConstraint(["proven_by_id"], ["person.id"], name=op.f("fk_action_proven_by_id")),
        sa.ForeignKeyConstraint(["set_by_id"], ["person.id"], name=op.f("fk_action_set_by_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_action_unit_id")),
        sa.ForeignKeyConstraint(["verified_by_id"], ["person.id"], name=op.f("fk_action_verified_by_id")),
        sa.ForeignKeyConstraint(["verifier_id"], ["person.id"], name=op.f("fk_action_verifier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
        sa.UniqueConstraint("number", name=op.f("uq_action_number")),
    )
    op.create_index(op.f("ix_action_child_id"), "action", ["child_id"], unique=False)
    op.create_index(op.f("ix_action_delegate_id"), "action", ["delegate_id"], unique=False)
    op.create_index("ix_action_due_on_id", "action", ["due_on", "id"], unique=False)
    op.create_index(op.f("ix_action_owner_id"), "action", ["owner_id"], unique=False)
    op.create_index(op.f("ix_action_set_by_id"), "action", ["set_by_id"], unique=False)
    op.create_index("ix_action_source", "action", ["source_kind", "source_id"], unique=False)
    op.create_index(op.f("ix_action_unit_id"), "action", ["unit_id"], unique=False)
    op.create_index("ix_action_updated_at_id", "action", ["updated_at", "id"], unique=False)
    op.create_index(op.f("ix_action_verifier_id"), "action", ["verifier_id"], unique=False)
    op.create_table(
        "action_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column(
            "step",
            sa.Enum(
                "set",
                "changed",
                "done",
                "verified",
                "reopened",
                "proven",
                "cancelled",
                "escalated",
                name="step",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "from_state",
            sa.Enum(
                "open", "done", "verified", "reopened", "cancelled", name="actionstate", native_enum=False, length=40
            ),
            nullable=True,
        ),
        sa.Column(
            "to_state",
            sa.Enum(
                "open", "done", "verified", "reopened", "cancelled", name="actionstate", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("told", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.Column("note", sqlmodel.sql.sqltypes.AutoString(length=10000), nullable=False),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name=op.f("fk_action_event_action_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_action_event_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_event")),
        sa.UniqueConstraint("number", name=op.f("uq_action_event_number")),
    )
    op.create_index("ix_action_event_action_id_number", "action_event", ["action_id", "number"], unique=False)

    op.execute(STAYS)
    op.execute(GATE)


def downgrade() -> None:
    raise NotImplementedError("Forward only: mend with a new migration, or restore.")
