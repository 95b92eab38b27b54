"""Add all entities: every kind of record a council may send, each source to itself, and bulk loads in the journal."""

from typing import Any

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "20261123_0180"
down_revision = "20261123_0170"
branch_labels = None
depends_on = None


def text(name: str, length: int = 20) -> sa.Column[Any]:
    return sa.Column(name, sqlmodel.sql.sqltypes.AutoString(length=length), nullable=True)


def link(noun: str) -> sa.Column[Any]:
    return text(f"{noun}_source_id", 48)


def day(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Date(), nullable=True)


def flag(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Boolean(), nullable=True)


def codes(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.ARRAY(sa.Text()), nullable=True)


def child(is_optional: bool = False) -> sa.Column[Any]:
    return sa.Column("child_ref", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=is_optional)


def provenance() -> list[sa.Column[Any]]:
    return [sa.Column("receipt_id", sa.Uuid(), nullable=True), sa.Column("sent_hash", sa.BigInteger(), nullable=True)]


def created() -> dict[str, list[sa.Column[Any]]]:
    """The new tables, each with the columns of its own."""
    return {
        "disability": [child(), text("code")],
        "contact": [child(), day("contacted_on"), text("source_code"), codes("outcomes")],
        "early_help_episode": [child(), day("started_on"), day("ended_on"), link("worker")],
        "assessment_factor": [link("assessment"), codes("factors")],
        "cin_plan": [child(), link("referral"), day("started_on"), day("ended_on"), link("team"), link("worker")],
        "cin_visit": [child(), day("visited_on"), flag("is_seen"), flag("is_seen_alone"), flag("is_bedroom_seen")],
        "section47_enquiry": [
            child(), link("referral"), day("started_on"), day("ended_on"), flag("is_nfa"), codes("outcomes"),
            link("team"), link("worker"),
        ],
        "child_protection_conference": [
            child(), link("meeting"), link("enquiry"), link("plan"), link("referral"), flag("is_transfer_in"),
            day("target_on"), day("held_on"), flag("is_plan_made"), codes("outcomes"), link("team"), link("worker"),
        ],
        "cp_review": [
            child(), link("plan"), link("meeting"), day("due_on"), day("reviewed_on"), flag("is_plan_continued"),
            flag("is_quorate"), text("participation"),
        ],
        "placement": [
            child(), link("period"), day("started_on"), day("ended_on"), text("kind"), text("provider"),
            sa.Column("distance_miles", sa.Numeric(), nullable=True), text("change_reason"),
        ],
        "legal_status": [child(), text("status", 100), day("started_on"), day("ended_on")],
        "cla_review": [
            child(), link("period"), day("due_on"), day("reviewed_on"), flag("is_cancelled"), text("participation"),
        ],
        "cla_visit": [child(), link("period"), day("visited_on"), flag("is_seen"), flag("is_seen_alone")],
        "missing_episode": [
            child(), day("started_on"), day("ended_on"), text("kind"), flag("is_interview_offered"),
            flag("is_interview_accepted"),
        ],
        "cla_health_check": [child(), text("kind", 100), day("checked_on"), text("status")],
        "sdq_score": [
            child(), day("completed_on"), sa.Column("score", sa.Integer(), nullable=True), text("reason"),
        ],
        "care_leaver": [
            child(), text("eligibility", 100), text("in_touch"), day("latest_contact_on"), text("accommodation"),
            text("suitability"), text("activity"), day("pathway_plan_reviewed_on"), link("team"), link("worker"),
        ],
        "supervision": [
            child(), link("worker"), link("supervisor"), day("held_on"), text("kind"), flag("is_action_recorded"),
        ],
        "core_group_meeting": [
            child(), link("plan"), day("held_on"), flag("is_quorate"), flag("is_family_present"),
        ],
        "visit_frequency": [
            child(), text("plan_kind"), sa.Column("every_working_days", sa.Integer(), nullable=True), day("from_on"),
            day("to_on"),
        ],
        "feedback": [
            child(is_optional=True), text("kind"), day("received_on"), text("stage"), text("upheld"), day("closed_on"),
        ],
    }  # fmt: skip


OF_NO_CHILD = ("department", "worker")
OF_A_CHILD = ("involvement", "referral", "assessment", "cp_plan", "cp_visit", "cla_episode")
INDEXED = ("child_ref", "assessment_source_id")

SETTINGS = """
create function app_source() returns text language sql stable parallel safe
  as $f$ select nullif(current_setting('app.source', true), '') $f$;
create function app_receipt() returns uuid language sql stable parallel safe
  as $f$ select nullif(current_setting('app.receipt', true), '')::uuid $f$;
"""

# One entry a statement, however many rows it touched: it names the receipt, and every row carries its receipt.
JOURNAL = """
create function journal_records() returns trigger language plpgsql as $f$
begin
  insert into journal_entry (actor_kind, actor_id, verb, action, noun, subject_ids, request_id)
  values (app_kind(), app_who(), app_verb(),
          case tg_op when 'INSERT' then 'created' when 'UPDATE' then 'changed' else 'deleted' end,
          tg_table_name, array_remove(array[app_receipt()], null), app_request());
  return null;
end $f$;
"""

JOURNALLED = """
create trigger journal_records after insert or update or delete on {table}
  for each statement execute function journal_records();
"""

JOURNALLED_ROW_BY_ROW = """
drop trigger journal_insert on {table};
drop trigger journal_update on {table};
drop trigger journal_delete on {table};
drop policy pushed on {table};
"""

# A machine sees, writes and removes what is its own source's, and knows of no other's.
OWN_SOURCE = """
grant select, insert, update, delete on {table} to plumbline_intake;
create policy own_source on {table} to plumbline_intake
  using (source_system = (select app_source())) with check (source_system = (select app_source()));
"""

# A child's page asks some forty tables whose child it is: who is in reach is found out once a transaction, and kept
# beside the settings it follows from.
REACH_ONCE = """
create or replace function children_in_reach() returns setof text
  language plpgsql stable security definer set search_path = pg_catalog, public as $f$
declare
  asked constant text := concat_ws('|', public.app_units(), public.app_worker(), public.app_reaches('own'), public.england_today());
begin
  if current_setting('app.in_reach_of', true) is distinct from asked then
    perform set_config('app.in_reach_of', asked, true), set_config('app.in_reach', array(
      select t.child_ref from public.child_team t
       where cardinality(public.app_units()) > 0 and t.unit_id = any (public.app_units())
         and (t.to_on is null or t.to_on > public.england_today())
      union
      select i.child_ref from public.involvement i
       where public.app_reaches('own') and i.worker_source_id = public.app_worker()
         and (i.from_on is null or i.from_on <= public.england_today())
         and (i.to_on is null or i.to_on > public.england_today()))::text, true);
  end if;
  return query select unnest(current_setting('app.in_reach')::text[]);
end $f$;
"""

ALL_OR = "(select app_reaches('council')) or (select app_reaches('records')) or"
SEEN = "create policy seen on {table} for select to plumbline_app using ({reach} {seen})"
THEIR_CHILD = "exists (select from child c where c.child_ref = {table}.child_ref)"
THEIR_ASSESSMENT = (
    "exists (select from assessment a"
    " where a.source_id = {table}.assessment_source_id and a.source_system = {table}.source_system)"
)


def create_record_table(name: str, columns: list[sa.Column[Any]]) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("source_system", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("as_of", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("received_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        *provenance(),
        sa.Column("source_id", sqlmodel.sql.sqltypes.AutoString(length=48), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    op.create_index(f"uq_{name}_source", name, ["source_id", "source_system"], unique=True)
    for column in columns:
        if column.name in INDEXED:
            op.create_index(op.f(f"ix_{name}_{column.name}"), name, [column.name], unique=False)


def upgrade() -> None:
    new = created()
    op.execute(SETTINGS)
    op.execute(JOURNAL)
    op.execute(REACH_ONCE)
    for table in ("child", *OF_NO_CHILD, *OF_A_CHILD):
        for column in provenance():
            op.add_column(table, column)
        op.execute(JOURNALLED_ROW_BY_ROW.format(table=table))
    op.execute("grant select (receipt_id) on child to plumbline_app")
    for table, columns in new.items():
        create_record_table(table, columns)
        op.execute(f"call guard_table('{table}', null, false)")
        op.execute(f"revoke insert, update, delete on {table} from plumbline_app")
    for table in ("child", *OF_NO_CHILD, *OF_A_CHILD, *new):
        op.execute(JOURNALLED.format(table=table))
        op.execute(OWN_SOURCE.format(table=table))
    for table in ("child", *OF_A_CHILD):
        op.execute(f"drop policy seen on {table}")
    op.execute(SEEN.format(table="child", reach=ALL_OR, seen="child_ref in (select children_in_reach())"))
    for table in (*OF_A_CHILD, *new):
        whose = THEIR_ASSESSMENT if table == "assessment_factor" else THEIR_CHILD
        op.execute(SEEN.format(table=table, reach=ALL_OR, seen=whose.format(table=table)))


def downgrade() -> None:
    raise NotImplementedError("Forward only: mend with a new migration, or restore.")
