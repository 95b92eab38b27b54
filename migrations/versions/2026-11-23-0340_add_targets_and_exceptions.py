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

COMPARATORS = """
call guard_table('published_value', null, false);
call guard_table('statistical_neighbour', null, false);
call guard_table('comparator_load');
revoke insert, update, delete on published_value, statistical_neighbour, comparator_load from plumbline_app;
grant select on published_value, statistical_neighbour to plumbline_public;
create policy known on published_value for select to plumbline_app, plumbline_public
  using ((select app_who()) is not null);
create policy known on statistical_neighbour for select to plumbline_app, plumbline_public
  using ((select app_who()) is not null);
create policy known on comparator_load for select to plumbline_app
  using ((select app_who()) is not null and not (select app_reaches('suppressed')));

create function own_la_code() returns integer
  language sql stable security definer set search_path = pg_catalog, public as $f$
  select value from public.local_choice where name = 'la_code' and from_on <= public.england_today()
   order by from_on desc, set_at desc, id desc limit 1 $f$;
alter function own_la_code() owner to plumbline_system;
revoke all on function own_la_code() from public;
grant execute on function own_la_code() to plumbline_app, plumbline_public, plumbline_system;
"""

STATUSES = ("ok", "suppressed", "no_data", "not_applicable", "provisional")
AREAS = ("england", "region", "statistical_neighbour", "local_authority")


def upgrade() -> None:
    _add_targets()
    op.execute(TARGETS)
    _add_comparators()
    op.execute(COMPARATORS)


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


def _add_comparators() -> None:
    op.create_table(
        "published_value",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("indicator", TEXT(length=60), nullable=False),
        sa.Column("area_kind", sa.Enum(*AREAS, name="areakind", native_enum=False, length=40), nullable=False),
        sa.Column("area_code", TEXT(length=40), nullable=False),
        sa.Column("area_name", TEXT(length=200), nullable=False),
        sa.Column("region_code", TEXT(length=40), nullable=False),
        sa.Column("period_label", TEXT(length=40), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("numerator", sa.Integer(), nullable=True),
        sa.Column("denominator", sa.Integer(), nullable=True),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("value_status", sa.Enum(*STATUSES, name="valuestatus", native_enum=False, length=40), nullable=False),
        sa.Column("symbol", TEXT(length=10), nullable=False),
        sa.Column("source_file", TEXT(length=200), nullable=False),
        sa.Column("published_name", TEXT(length=200), nullable=False),
        sa.Column("release", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_value")),
        sa.UniqueConstraint("indicator", "area_kind", "area_code", "period_end", name="uq_published_value_place"),
    )
    op.create_index("ix_published_value_area", "published_value", ["area_kind", "area_code"], unique=False)
    op.create_table(
        "statistical_neighbour",
        sa.Column("la_code", TEXT(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("la_name", TEXT(length=200), nullable=False),
        sa.Column("neighbour_code", TEXT(length=40), nullable=False),
        sa.Column("closeness", TEXT(length=40), nullable=False),
        sa.Column("source_file", TEXT(length=200), nullable=False),
        sa.PrimaryKeyConstraint("la_code", "position", name=op.f("pk_statistical_neighbour")),
    )
    op.create_table(
        "comparator_load",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("source_file", TEXT(length=200), nullable=False),
        sa.Column("published_name", TEXT(length=200), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("created", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_comparator_load_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comparator_load")),
    )
    op.create_index("ix_comparator_load_at", "comparator_load", ["at", "id"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("Forward only: mend with a new migration, or restore.")
