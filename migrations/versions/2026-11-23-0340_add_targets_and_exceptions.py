"""Add targets and exceptions."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "20261123_0340"
down_revision = "20261123_0330"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString
MOMENT = sqlmodel.sql.sqltypes.UTCDateTime

TARGETS = """
call guard_table('indicator_target');
revoke update, delete on indicator_target from plumbline_app;
grant select (id, indicator_id, unit_id, target, tolerance, from_on, set_at) on indicator_target to plumbline_public;
create policy known on indicator_target for select to plumbline_app, plumbline_public
  using ((select app_who()) is not null);
create policy made on indicator_target for insert to plumbline_app with check (set_by_id = (select app_who()));

create function keep_indicator_target() returns trigger language plpgsql as $f$
begin
  if tg_op <> 'INSERT' or new.from_on < england_today() and exists (
    select from indicator_target t
     where t.indicator_id = new.indicator_id and t.from_on <= england_today()
       and (t.unit_id is null or t.unit_id = new.unit_id))
  then
    raise exception 'a target that has counted stays on record: set it anew from a day on'
      using errcode = 'restrict_violation', constraint = 'targets_stay_on_record';
  end if;
  return new;
end $f$;
create trigger kept before insert or update or delete on indicator_target
  for each row execute function keep_indicator_target();
"""


def upgrade() -> None:
    _add_targets()
    op.execute(TARGETS)


def _add_targets() -> None:
    op.create_table(
        "indicator_target",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("indicator_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("target", sa.Float(), nullable=True),
        sa.Column("tolerance", sa.Float(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("reason", TEXT(length=4000), nullable=False),
        sa.Column("set_by_id", sa.Uuid(), nullable=False),
        sa.Column("set_at", MOMENT(), nullable=False),
        sa.CheckConstraint(
            "tolerance is null or (tolerance >= 0 and target is not null)",
            name=op.f("ck_indicator_target_tolerance_of_a_target"),
        ),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name=op.f("fk_indicator_target_indicator_id")),
        sa.ForeignKeyConstraint(["set_by_id"], ["person.id"], name=op.f("fk_indicator_target_set_by_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_indicator_target_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_target")),
    )
    op.create_index(
        "ix_indicator_target_place", "indicator_target", ["indicator_id", "unit_id", "from_on", "set_at"], unique=False
    )
    op.create_index("ix_indicator_target_set", "indicator_target", ["set_at", "id"], unique=False)
    op.create_index(op.f("ix_indicator_target_unit_id"), "indicator_target", ["unit_id"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("Forward only: mend with a new migration, or restore.")
