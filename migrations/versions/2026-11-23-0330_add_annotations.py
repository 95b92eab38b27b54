"""Add annotations."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "20261123_0330"
down_revision = "20261123_0320"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString
MOMENT = sqlmodel.sql.sqltypes.UTCDateTime

GATE = """
call guard_table('annotation');
revoke update, delete on annotation from plumbline_app;
grant update (withdrawn_at, withdrawn_by_id, withdrawn_reason) on annotation to plumbline_app;
grant select (id, indicator_id, unit_id, happened_on, words, is_rebase, written_at, withdrawn_at)
  on annotation to plumbline_public;
create policy known on annotation for select to plumbline_app, plumbline_public using ((select app_who()) is not null);
create policy made on annotation for insert to plumbline_app
  with check (written_by_id = (select app_who()) and withdrawn_at is null);
create policy withdrawn on annotation for update to plumbline_app using ((select app_who()) is not null)
  with check (withdrawn_by_id = (select app_who()));

create function keep_annotation() returns trigger language plpgsql as $f$
begin
  if tg_op = 'DELETE' or old.withdrawn_at is not null or
     (to_jsonb(new) - '{withdrawn_at,withdrawn_by_id,withdrawn_reason}'::text[])
       <> (to_jsonb(old) - '{withdrawn_at,withdrawn_by_id,withdrawn_reason}'::text[])
  then
    raise exception 'a note stays on record: it can only be withdrawn'
      using errcode = 'restrict_violation', constraint = 'annotations_stay_on_record';
  end if;
  return new;
end $f$;
create trigger kept before update or delete on annotation for each row execute function keep_annotation();
"""


def upgrade() -> None:
    op.create_table(
        "annotation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("indicator_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("words", TEXT(length=200), nullable=False),
        sa.Column("is_rebase", sa.Boolean(), nullable=False),
        sa.Column("reason", TEXT(length=4000), nullable=False),
        sa.Column("written_by_id", sa.Uuid(), nullable=False),
        sa.Column("written_at", MOMENT(), nullable=False),
        sa.Column("withdrawn_at", MOMENT(), nullable=True),
        sa.Column("withdrawn_by_id", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_reason", TEXT(length=4000), nullable=False),
        sa.CheckConstraint("not is_rebase or reason <> ''", name=op.f("ck_annotation_rebase_has_a_reason")),
        sa.CheckConstraint(
            "(withdrawn_at is null) = (withdrawn_by_id is null)", name=op.f("ck_annotation_withdrawn_by_somebody")
        ),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name=op.f("fk_annotation_indicator_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_annotation_unit_id")),
        sa.ForeignKeyConstraint(["written_by_id"], ["person.id"], name=op.f("fk_annotation_written_by_id")),
        sa.ForeignKeyConstraint(["withdrawn_by_id"], ["person.id"], name=op.f("fk_annotation_withdrawn_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annotation")),
    )
    op.create_index("ix_annotation_place", "annotation", ["indicator_id", "unit_id", "happened_on"], unique=False)
    op.create_index("ix_annotation_written", "annotation", ["written_at", "id"], unique=False)
    op.create_index(op.f("ix_annotation_unit_id"), "annotation", ["unit_id"], unique=False)
    op.execute(GATE)


def downgrade() -> None:
    raise NotImplementedError("Forward only: mend with a new migration, or restore.")
