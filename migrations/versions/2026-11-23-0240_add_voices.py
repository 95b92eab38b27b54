"""Add voices: what child, family and practitioner said in an audit, who sees it, and when it is sealed.

Figures of the council's own cannot be changed in hindsight either.
"""

from typing import Any

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "20261123_0240"
down_revision = "20261123_0235"
branch_labels = None
depends_on = None

SPEAKERS = ("child", "family", "practitioner")
STATES = ("asked", "given", "declined", "unreachable", "not_appropriate")
MEANS = ("met", "phone", "letter_or_survey", "observed", "advocate")
RELATIONS = (
    "mother", "father", "other_parent", "step_parent", "grandparent", "brother_or_sister", "other_relative",
    "foster_carer", "other_carer",
)  # fmt: skip
ASKED_BY = ("auditor", "practitioner", "participation_worker", "advocate", "reviewing_officer", "other")

# A practitioner finds the open audits of the children they are the case worker of, by name and tool and nothing more:
# no grade, no word of the auditor's.
REACH = """
create function audits_asking()
  returns table (id uuid, reference text, kind text, audit_tool_id uuid, child_id uuid, child_ref text, due_on date,
                 period_from date, period_to date)
  language sql stable security definer set search_path = pg_catalog, public as $f$
  select a.id, 'A-' || lpad(a.number::text, greatest(6, length(a.number::text)), '0'), a.kind::text, a.audit_tool_id,
         a.child_id, a.child_ref::text, a.due_on, a.period_from, a.period_to
    from public.audit a
   where public.app_reaches('own') and a.auditor_id is distinct from public.app_who()
     and a.state in ('allocated', 'in_progress', 'returned', 'submitted')
     and exists (
       select from public.involvement i
        where i.child_ref = a.child_ref and i.role = 'CW' and i.worker_source_id = public.app_worker()
          and (i.from_on is null or i.from_on <= public.england_today())
          and (i.to_on is null or i.to_on > public.england_today())) $f$;
"""

# What was said is sealed with the audit, and a view once it is handed in: for everybody, the owner of the tables too.
STAYS = """
create function refuse_change_of_voice() returns void language plpgsql as $f$
begin
  raise exception 'voices of a submitted audit and views that were handed in cannot be changed'
    using errcode = 'restrict_violation', constraint = 'voices_are_sealed_with_the_audit';
end $f$;

-- Of plumbline_system, so that they find the audit whoever writes.
create function keep_voice() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public as $f$
begin
  if exists (
    select from public.audit a
     where a.id = any (array[case when tg_op <> 'INSERT' then old.audit_id end, case when tg_op <> 'DELETE' then new.audit_id end])
       and a.state not in ('allocated', 'in_progress', 'returned')
  ) then
    perform public.refuse_change_of_voice();
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $f$;

create function keep_voice_on_section() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public as $f$
begin
  if exists (
    select from public.voice v join public.audit a on a.id = v.audit_id
     where v.id = any (array[case when tg_op <> 'INSERT' then old.voice_id end, case when tg_op <> 'DELETE' then new.voice_id end])
       and a.state not in ('allocated', 'in_progress', 'returned')
  ) then
    perform public.refuse_change_of_voice();
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $f$;

create function keep_practitioner_view() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public as $f$
begin
  if tg_op <> 'INSERT' and old.handed_in_at is not null
    or exists (
      select from public.audit a
       where a.id = any (array[case when tg_op <> 'INSERT' then old.audit_id end, case when tg_op <> 'DELETE' then new.audit_id end])
         and a.state not in ('allocated', 'in_progress', 'returned', 'submitted')
    ) then
    perform public.refuse_change_of_voice();
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $f$;

create function keep_practitioner_grade() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public as $f$
begin
  if exists (
    select from public.practitioner_view v
     where v.id = any (array[case when tg_op <> 'INSERT' then old.practitioner_view_id end,
                             case when tg_op <> 'DELETE' then new.practitioner_view_id end])
       and v.handed_in_at is not null
  ) then
    perform public.refuse_change_of_voice();
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $f$;

create trigger kept before insert or update or delete on voice_record for each row execute function keep_voice();
create trigger kept before insert or update or delete on voice for each row execute function keep_voice();
create trigger kept before insert or update or delete on voice_on_section
  for each row execute function keep_voice_on_section();
create trigger kept before insert or update or delete on practitioner_view
  for each row execute function keep_practitioner_view();
create trigger kept before insert or update or delete on practitioner_grade
  for each row execute function keep_practitioner_grade();

create function keep_local_choice() returns trigger language plpgsql as $f$
begin
  raise exception 'what a council has settled stays on record: settle it anew from a day on'
    using errcode = 'restrict_violation', constraint = 'choices_stay_on_record';
end $f$;
create trigger kept before update or delete on local_choice for each row execute function keep_local_choice();
alter policy made on local_choice
  with check (set_by_id = (select app_who()) and from_on >= (select england_today()));
"""

KEEPERS = ("keep_voice()", "keep_voice_on_section()", "keep_practitioner_view()", "keep_practitioner_grade()")

GATE = """
call guard_table('voice_record');
call guard_table('voice');
call guard_table('voice_on_section');
call guard_table('practitioner_view');
call guard_table('practitioner_grade');
revoke delete on voice_record, voice_on_section, practitioner_view from plumbline_app;

create policy seen on voice_record for select to plumbline_app using (exists (select from audit a where a.id = audit_id));
create policy kept on voice_record to plumbline_app
  using (exists (select from audit a where a.id = audit_id and a.auditor_id = (select app_who())));
create policy seen on voice for select to plumbline_app using (exists (select from audit a where a.id = audit_id));
create policy kept on voice to plumbline_app
  using (exists (select from audit a where a.id = audit_id and a.auditor_id = (select app_who())));
create policy seen on voice_on_section for select to plumbline_app
  using (exists (select from voice v where v.id = voice_id));
create policy kept on voice_on_section to plumbline_app
  using (exists (select from voice v join audit a on a.id = v.audit_id
                 where v.id = voice_id and a.auditor_id = (select app_who())));

create policy seen on practitioner_view for select to plumbline_app
  using (person_id = (select app_who())
         or handed_in_at is not null and exists (select from audit a where a.id = audit_id));
create policy made on practitioner_view for insert to plumbline_app
  with check (person_id = (select app_who()) and audit_id in (select a.id from audits_asking() a));
create policy changed on practitioner_view for update to plumbline_app
  using (person_id = (select app_who()) and audit_id in (select a.id from audits_asking() a));
create policy seen on practitioner_grade for select to plumbline_app
  using (exists (select from practitioner_view v where v.id = practitioner_view_id));
create policy kept on practitioner_grade to plumbline_app
  using (exists (select from practitioner_view v where v.id = practitioner_view_id and v.person_id = (select app_who())));
"""


def key(name: str = "id", *, is_optional: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Uuid(), nullable=is_optional)


def link(table: str, noun: str, **more: Any) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{noun}_id")
    return sa.ForeignKeyConstraint([f"{noun}_id"], [f"{noun}.id"], name=name, **more)


def words(name: str) -> sa.Column[Any]:
    return sa.Column(name, sqlmodel.sql.sqltypes.AutoString(length=10000), nullable=False)


def one_of(name: str, kind: str, values: tuple[str, ...], *, is_optional: bool = True) -> sa.Column[Any]:
    return sa.Column(name, sa.Enum(*values, name=kind, native_enum=False, length=40), nullable=is_optional)


def grade(name: str) -> sa.Column[Any]:
    return sa.Column(name, sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True)


def instant(name: str, *, is_optional: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sqlmodel.sql.sqltypes.UTCDateTime(), nullable=is_optional)


def create_voices() -> None:
    op.create_table(
        "voice_record",
        key(), key("audit_id"), instant("updated_at"), sa.Column("version", sa.Integer(), nullable=False),
        link("voice_record", "audit"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voice_record")),
        sa.UniqueConstraint("audit_id", name=op.f("uq_voice_record_audit_id")),
    )  # fmt: skip
    op.create_table(
        "voice",
        key(), key("audit_id"), one_of("speaker", "speaker", SPEAKERS, is_optional=False),
        sa.Column("place", sa.Integer(), nullable=False), one_of("relation", "relation", RELATIONS),
        one_of("state", "contactstate", STATES), words("reason"), one_of("means", "means", MEANS),
        sa.Column("heard_on", sa.Date(), nullable=True), one_of("asked_by", "askedby", ASKED_BY), words("said"),
        sa.Column("is_judgement_changed", sa.Boolean(), nullable=True), words("change"),
        sa.CheckConstraint(
            "place between 1 and 6 and (speaker = 'family' or place = 1)", name=op.f("ck_voice_place_of_speaker")
        ),
        sa.CheckConstraint("relation is null or speaker = 'family'", name=op.f("ck_voice_relation_of_family")),
        link("voice", "audit"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voice")),
        sa.UniqueConstraint("audit_id", "speaker", "place", name=op.f("uq_voice_audit_id_speaker_place")),
    )  # fmt: skip
    op.create_table(
        "voice_on_section",
        key(), key("voice_id"), key("tool_section_id"), words("said"),
        sa.Column("is_judgement_changed", sa.Boolean(), nullable=False),
        link("voice_on_section", "voice", ondelete="CASCADE"), link("voice_on_section", "tool_section"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voice_on_section")),
        sa.UniqueConstraint(
            "voice_id", "tool_section_id", name=op.f("uq_voice_on_section_voice_id_tool_section_id")
        ),
    )  # fmt: skip
    op.create_index(op.f("ix_voice_on_section_tool_section_id"), "voice_on_section", ["tool_section_id"])


def create_views() -> None:
    op.create_table(
        "practitioner_view",
        key(), key("audit_id"), key("person_id"), grade("overall_grade"), words("overall_reason"), words("proud_of"),
        words("would_do_differently"), instant("handed_in_at", is_optional=True), instant("updated_at"),
        sa.Column("version", sa.Integer(), nullable=False),
        link("practitioner_view", "audit"), link("practitioner_view", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practitioner_view")),
        sa.UniqueConstraint("audit_id", "person_id", name=op.f("uq_practitioner_view_audit_id_person_id")),
    )  # fmt: skip
    op.create_index(op.f("ix_practitioner_view_person_id"), "practitioner_view", ["person_id"])
    table = "practitioner_grade"
    op.create_table(
        table,
        key(), key("practitioner_view_id"), key("tool_section_id", is_optional=True),
        key("tool_question_id", is_optional=True), grade("grade"), words("reason"),
        sa.CheckConstraint(
            "num_nonnulls(tool_section_id, tool_question_id) = 1", name=op.f("ck_practitioner_grade_section_or_question")
        ),
        link(table, "practitioner_view"), link(table, "tool_section"), link(table, "tool_question"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practitioner_grade")),
    )  # fmt: skip
    for noun in ("section", "question"):
        column = f"tool_{noun}_id"
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
        op.create_index(
            f"uq_{table}_{noun}", table, ["practitioner_view_id", column], unique=True,
            postgresql_where=sa.text(f"{column} is not null"),
        )  # fmt: skip


def upgrade() -> None:
    create_voices()
    create_views()
    op.execute(REACH)
    op.execute("alter function audits_asking() owner to plumbline_system")
    op.execute("revoke all on function audits_asking() from public")
    op.execute("grant execute on function audits_asking() to plumbline_app")
    op.execute(STAYS)
    for keeper in KEEPERS:
        op.execute(f"alter function {keeper} owner to plumbline_system")
    op.execute(GATE)


def downgrade() -> None:
    raise NotImplementedError("Forward only: mend with a new migration, or restore.")
