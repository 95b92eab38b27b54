"""Keep the rows that figures are counted from, the counts by month, and every earlier value of a figure."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "20261123_0320"
down_revision = "20261123_0310"
branch_labels = None
depends_on = None

OF_A_CHILD = (
    "child", "disability", "involvement", "contact", "early_help_episode", "referral", "assessment", "cin_plan",
    "cin_visit", "section47_enquiry", "child_protection_conference", "cp_plan", "cp_visit", "cp_review", "cla_episode",
    "placement", "legal_status", "cla_review", "cla_visit", "missing_episode", "cla_health_check", "sdq_score",
    "care_leaver", "supervision", "core_group_meeting", "visit_frequency", "feedback",
)  # fmt: skip

KEPT = ("holding", "as_at", "indicator_member", "indicator_month", "measure_state", "touched_child")
"""What is only counted from and can be made again: unlogged, so that after a crash all of it is empty together."""

# Rows that are there say by themselves that they changed; of those that went, or went to another child, this remains.
TOUCHED = """
create function note_gone_children() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public as $f$
begin
  if tg_op = 'UPDATE' then
    insert into public.touched_child select child_ref from old_rows where child_ref is not null
    except select child_ref from new_rows;
  else
    insert into public.touched_child select distinct child_ref from old_rows where child_ref is not null;
  end if;
  return null;
end $f$;

create function note_gone_factors() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public as $f$
begin
  insert into public.touched_child
  select distinct a.child_ref from old_rows o
    join public.assessment a on a.source_id = o.assessment_source_id and a.source_system = o.source_system;
  return null;
end $f$;

create function note_gone_workers() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public as $f$
begin
  insert into public.touched_child
  select distinct i.child_ref from old_rows o
    join public.involvement i on i.worker_source_id = o.source_id and i.source_system = o.source_system
   where i.role = 'CW';
  return null;
end $f$;

alter function note_gone_children() owner to plumbline_system;
alter function note_gone_factors() owner to plumbline_system;
alter function note_gone_workers() owner to plumbline_system;

create trigger factors_gone after delete on assessment_factor referencing old table as old_rows
  for each statement execute function note_gone_factors();
create trigger factors_moved after update on assessment_factor referencing old table as old_rows
  for each statement execute function note_gone_factors();
create trigger workers_gone after delete on worker referencing old table as old_rows
  for each statement execute function note_gone_workers();
"""

TOUCHED_BY = """
create trigger children_gone after delete on {table} referencing old table as old_rows
  for each statement execute function note_gone_children();
create trigger children_moved after update on {table} referencing old table as old_rows new table as new_rows
  for each statement execute function note_gone_children();
"""

# A value that changes leaves what it was; one that goes leaves word that it went. Both stand for good.
REVISIONS = """
call guard_table('indicator_revision', null, false);
call guard_table('value_tombstone', null, false);
revoke insert, update, delete on indicator_revision, value_tombstone from plumbline_app;
grant select on value_tombstone to plumbline_public;
create policy seen on indicator_revision for select to plumbline_app
  using ((select app_who()) is not null and not (select app_reaches('suppressed')));
create policy seen on value_tombstone for select to plumbline_app, plumbline_public
  using ((select app_who()) is not null and (is_suppressed or not (select app_reaches('suppressed'))));

create function keep_revision() returns trigger language plpgsql as $f$
begin
  insert into indicator_revision (id, indicator_id, unit_id, period_type, period_start, definition_version, numerator,
    denominator, value, value_status, revision, computed_at, replaced_at)
  select gen_random_uuid(), o.indicator_id, o.unit_id, o.period_type, o.period_start, o.definition_version, o.numerator,
         o.denominator, o.value, o.value_status, o.revision, o.computed_at, n.computed_at
    from old_rows o join new_rows n using (id) where o.revision < n.revision;
  return null;
end $f$;

create function keep_tombstone() returns trigger language plpgsql as $f$
begin
  insert into value_tombstone (id, value_id, indicator, unit_id, period_type, period_start, revision, is_suppressed,
    removed_at)
  select gen_random_uuid(), o.id, i.code, o.unit_id, o.period_type, o.period_start, o.revision + 1,
         tg_table_name = 'suppressed_value', app_now()
    from old_rows o left join indicator i on i.id = o.indicator_id;
  return null;
end $f$;

create function refuse_change() returns trigger language plpgsql as $f$
begin
  raise exception 'what was published stands' using errcode = 'restrict_violation', constraint = 'revisions_stand';
end $f$;

create trigger revised after update on indicator_value referencing old table as old_rows new table as new_rows
  for each statement execute function keep_revision();
create trigger removed after delete on indicator_value referencing old table as old_rows
  for each statement execute function keep_tombstone();
create trigger removed after delete on suppressed_value referencing old table as old_rows
  for each statement execute function keep_tombstone();
create trigger kept before update or delete on indicator_revision for each row execute function refuse_change();
create trigger kept before update or delete on value_tombstone for each row execute function refuse_change();
"""

# Who may open the children behind a figure sees those in reach; who answered a survey is for nobody's eyes.
EVIDENCE = """
grant select (indicator_id, unit_id, on_date, met, child_ref) on indicator_member to plumbline_app;
create policy seen on indicator_member for select to plumbline_app using (
  child_ref is not null and ((select app_reaches('council')) or (select app_reaches('records'))
  or exists (select from child c where c.child_ref = indicator_member.child_ref)));
"""


def upgrade() -> None:
    create_kept()
    op.create_table(
        "indicator_revision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("indicator_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("period_type", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("definition_version", sa.Integer(), nullable=False),
        sa.Column("numerator", sa.Integer(), nullable=True),
        sa.Column("denominator", sa.Integer(), nullable=True),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("value_status", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("computed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("replaced_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_revision")),
    )
    place = ["indicator_id", "unit_id", "period_type", "period_start", "revision"]
    op.create_index("uq_indicator_revision_place", "indicator_revision", place, unique=True)
    op.create_table(
        "value_tombstone",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("value_id", sa.Uuid(), nullable=False),
        sa.Column("indicator", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=True),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("period_type", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("is_suppressed", sa.Boolean(), nullable=False),
        sa.Column("removed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_value_tombstone")),
    )
    op.create_index("ix_value_tombstone_change", "value_tombstone", ["removed_at", "id"], unique=False)
    op.execute(REVISIONS)
    for table in KEPT:
        op.execute(f"call guard_table('{table}', null, false)")
        op.execute(f"revoke all on {table} from plumbline_app")
        op.execute(f"alter table {table} owner to plumbline_system")  # who alone may gather what a plan needs to know
    op.execute(EVIDENCE)
    op.execute(TOUCHED)
    for table in OF_A_CHILD:
        op.execute(TOUCHED_BY.format(table=table))


def create_kept() -> None:
    unlogged = {"prefixes": ["UNLOGGED"]}
    op.create_table(
        "holding",
        sa.Column("child_ref", sa.String(16), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("source_id", sa.String(48), nullable=False),
        **unlogged,
    )
    op.create_index("ix_holding_child_ref", "holding", ["child_ref"])
    op.create_table(
        "as_at",
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("day", name="pk_as_at"),
        **unlogged,
    )
    op.create_table(
        "indicator_member",
        sa.Column("indicator_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("met", sa.Boolean(), nullable=False),
        sa.Column("person", sa.Uuid(), nullable=True),
        sa.Column("child_ref", sa.String(16), nullable=True),
        **unlogged,
    )
    op.create_index("ix_indicator_member_child_ref", "indicator_member", ["child_ref"])
    op.create_index("ix_indicator_member_on_date", "indicator_member", ["indicator_id", "on_date"])
    op.create_table(
        "indicator_month",
        sa.Column("indicator_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("x", sa.BigInteger(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("people", sa.BigInteger(), nullable=False),
        sa.Column("mark", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("indicator_id", "month", "unit_id", name="pk_indicator_month"),
        **unlogged,
    )
    op.create_table(
        "measure_state",
        sa.Column("code", sa.String(60), nullable=False),
        sa.Column("signature", sa.String(64), nullable=False),
        sa.Column("seen_to", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counted_to", sa.Date(), nullable=False),
        sa.Column("is_by_child", sa.Boolean(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failure", sa.String(80), nullable=True),
        sa.Column("retry_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_to", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("code", name="pk_measure_state"),
        **unlogged,
    )
    op.create_table("touched_child", sa.Column("child_ref", sa.String(16), nullable=False), **unlogged)


def downgrade() -> None:
    raise NotImplementedError("Forward only: mend with a new migration, or restore.")
