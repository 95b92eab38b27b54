"""Add targets and exceptions."""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

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

EXCEPTIONS = """
call guard_table('exception_report');
call guard_table('exception_event');
call guard_table('exception_look', null, false);
revoke insert, delete on exception_report from plumbline_app;
revoke update, delete on exception_event from plumbline_app;
revoke select, insert, update, delete on exception_look from plumbline_app;
create policy known on exception_report for select to plumbline_app
  using ((select app_who()) is not null and not (select app_reaches('suppressed')));
create policy changed on exception_report for update to plumbline_app
  using ((select app_who()) is not null and not (select app_reaches('suppressed')));
create policy known on exception_event for select to plumbline_app
  using ((select app_who()) is not null and not (select app_reaches('suppressed')));
create policy made on exception_event for insert to plumbline_app
  with check (by_id = (select app_who()) and not (select app_reaches('suppressed')));

create function keep_as_said() returns trigger language plpgsql as $f$
begin
  raise exception 'what was said stays on record'
    using errcode = 'restrict_violation', constraint = 'said_stays_on_record';
end $f$;

create function keep_exception_report() returns trigger language plpgsql as $f$
begin
  if tg_op = 'DELETE' or old.state in ('closed', 'withdrawn')
    or (old.id, old.number, old.indicator_id, old.unit_id, old.cause, old.reason, old.of_period, old.points,
        old.raised_at)
       is distinct from
       (new.id, new.number, new.indicator_id, new.unit_id, new.cause, new.reason, new.of_period, new.points,
        new.raised_at)
  then
    raise exception 'what an exception was raised on is frozen, and one that has ended stays as it is'
      using errcode = 'restrict_violation', constraint = 'exceptions_are_frozen';
  end if;
  return new;
end $f$;
create trigger kept before update or delete on exception_report for each row execute function keep_exception_report();
create trigger kept before update or delete on exception_event for each row execute function keep_as_said();

-- How far a plan has come is told to everybody who may read exceptions, whichever of its actions they see.
create function exception_actions(of uuid) returns table (actions_set bigint, actions_open bigint)
  language sql stable security definer set search_path = pg_catalog, public as $f$
  select count(*) filter (where state <> 'cancelled'),
         count(*) filter (where state in ('open', 'reopened', 'done'))
    from public.action
   where source_kind = 'exception' and source_id = of $f$;
alter function exception_actions(uuid) owner to plumbline_system;
revoke all on function exception_actions(uuid) from public;
grant execute on function exception_actions(uuid) to plumbline_app, plumbline_system;
"""

BOOK = """
call guard_table('purple_book_contents');
revoke update, delete on purple_book_contents from plumbline_app;
grant select (id, number, groups, set_at) on purple_book_contents to plumbline_public;
create policy known on purple_book_contents for select to plumbline_app, plumbline_public
  using ((select app_who()) is not null);
create policy made on purple_book_contents for insert to plumbline_app with check (set_by_id = (select app_who()));
create trigger kept before update or delete on purple_book_contents for each row execute function keep_as_said();
"""

CAUSES = ("special_cause", "consistent_fail", "two_periods")
STATES = ("raised", "acknowledged", "planned", "reviewed", "closed", "withdrawn")
STATUSES = ("ok", "suppressed", "no_data", "not_applicable", "provisional")
AREAS = ("england", "region", "statistical_neighbour", "local_authority")


def upgrade() -> None:
    _add_targets()
    op.execute(TARGETS)
    _add_comparators()
    op.execute(COMPARATORS)
    _add_exceptions()
    op.execute(EXCEPTIONS)
    _add_book()
    op.execute(BOOK)


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


def _add_exceptions() -> None:
    state = sa.Enum(*STATES, name="exceptionstate", native_enum=False, length=40)
    op.create_table(
        "exception_report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("indicator_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("cause", sa.Enum(*CAUSES, name="cause", native_enum=False, length=40), nullable=False),
        sa.Column("reason", TEXT(length=1000), nullable=False),
        sa.Column("of_period", sa.Date(), nullable=False),
        sa.Column("points", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("state", state, nullable=False),
        sa.Column("raised_at", MOMENT(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'closed') = (received_on is not null)", name=op.f("ck_exception_report_closed_at_a_meeting")
        ),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name=op.f("fk_exception_report_indicator_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_exception_report_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exception_report")),
        sa.UniqueConstraint("number", name=op.f("uq_exception_report_number")),
    )
    for column in ("indicator_id", "unit_id"):
        op.create_index(op.f(f"ix_exception_report_{column}"), "exception_report", [column], unique=False)
    op.create_index("ix_exception_report_raised_at_id", "exception_report", ["raised_at", "id"], unique=False)
    op.create_index(
        "uq_exception_report_open", "exception_report", ["indicator_id", "unit_id", "cause"], unique=True,
        postgresql_where=sa.text("state not in ('closed', 'withdrawn')"),
    )  # fmt: skip
    op.create_table(
        "exception_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("exception_report_id", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT(), nullable=False),
        sa.Column("to_state", state, nullable=False),
        sa.Column("words", TEXT(length=10000), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_exception_event_by_id")),
        sa.ForeignKeyConstraint(
            ["exception_report_id"], ["exception_report.id"], name=op.f("fk_exception_event_exception_report_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exception_event")),
        sa.UniqueConstraint("number", name=op.f("uq_exception_event_number")),
    )
    op.create_index("ix_exception_event_of", "exception_event", ["exception_report_id", "number"], unique=False)
    op.create_table(
        "exception_look",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("at", MOMENT(), nullable=False),
        sa.Column("raised", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exception_look")),
    )
    op.create_index("uq_exception_look", "exception_look", ["revision", "on_day"], unique=True)


def _add_book() -> None:
    op.create_table(
        "purple_book_contents",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("groups", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("set_at", MOMENT(), nullable=False),
        sa.Column("set_by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["set_by_id"], ["person.id"], name=op.f("fk_purple_book_contents_set_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purple_book_contents")),
        sa.UniqueConstraint("number", name=op.f("uq_purple_book_contents_number")),
    )


def downgrade() -> None:
    raise NotImplementedError("Forward only: mend with a new migration, or restore.")
