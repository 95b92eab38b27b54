"""Add measures: more indicators, and the conventions that a council may change from a day on."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from api.indicators.catalogue import added, conventions

revision = "20261123_0310"
down_revision = "20261123_0300"
branch_labels = None
depends_on = None

# A convention stands: of what was said only the end moves, when another takes its place.
GATE = """
call guard_table('indicator_setting');
revoke update, delete on indicator_setting from plumbline_app;
grant update (to_on) on indicator_setting to plumbline_app;
grant select on indicator_setting to plumbline_public;
create policy seen on indicator_setting for select to plumbline_app, plumbline_public
  using ((select app_who()) is not null);
create policy made on indicator_setting for insert to plumbline_app with check (set_by_id = (select app_who()));
create policy ended on indicator_setting for update to plumbline_app using ((select app_who()) is not null);

create function keep_indicator_setting() returns trigger language plpgsql as $f$
begin
  if tg_op = 'UPDATE' then
    old.to_on := new.to_on;
    if old is not distinct from new then
      return new;
    end if;
  end if;
  raise exception 'a convention cannot be changed, only ended' using errcode = 'restrict_violation',
    constraint = 'conventions_stand';
end $f$;
create trigger kept before update or delete on indicator_setting
  for each row execute function keep_indicator_setting();
"""


def upgrade() -> None:
    op.create_table(
        "indicator_setting",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("indicator_code", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=4000), nullable=False),
        sa.Column("set_by_id", sa.Uuid(), nullable=True),
        sa.Column("set_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("to_on >= from_on", name=op.f("ck_indicator_setting_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["indicator_code"], ["indicator.code"], name=op.f("fk_indicator_setting_indicator_code")
        ),
        sa.ForeignKeyConstraint(["set_by_id"], ["person.id"], name=op.f("fk_indicator_setting_set_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_setting")),
    )
    op.create_index(
        "uq_indicator_setting_begin",
        "indicator_setting",
        ["indicator_code", "name", "from_on"],
        unique=True,
        postgresql_where=sa.text("to_on is null or to_on > from_on"),
    )
    for table, rows in {"indicator": added(), "indicator_setting": conventions()}.items():
        op.bulk_insert(sa.table(table, *(sa.column(name) for name in rows[0])), rows)
    op.execute(GATE)


def downgrade() -> None:
    raise NotImplementedError("Forward only: mend with a new migration, or restore.")
