"""Deepen tools: versions, own sections, compliance apart from quality, guidance for each grade, scales as data."""

import uuid

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "20261123_0210"
down_revision = "20261123_0200"
branch_labels = None
depends_on = None

COMPLIANCE_ID = uuid.uuid5(uuid.NAMESPACE_URL, "https://plumbline.example/scales/compliance")

# Whether something that must be done was done, the best first: code, label, whether it is good or better.
LEVELS = (("met", "Met", True), ("partly_met", "Partly met", False), ("not_met", "Not met", False))

# What is published stays as it is for ever; all that may still be said of it is that a later version took its place.
SEAL = """
create or replace function seal_audit_tool() returns trigger language plpgsql as $f$
begin
  if old.state <> 'draft' and not (
    tg_op = 'UPDATE' and old.state = 'published' and new.state = 'superseded'
    and to_jsonb(new) - 'state' = to_jsonb(old) - 'state'
  ) then
    perform refuse_sealed_tool();
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $f$;
"""

SUPERSEDE = """
update audit_tool t set state = 'superseded'
 where state = 'published' and exists (
   select from audit_tool later where later.kind = t.kind and later.title = t.title
      and later.state = 'published' and later.number > t.number)
"""

GATE = """
call guard_table('grade_guidance');
create policy known on grade_guidance to plumbline_app using ((select app_who()) is not null) with check ((select app_who()) is not null);
create policy made on judgement_scale for insert to plumbline_app with check ((select app_who()) is not null);
create policy made on judgement_level for insert to plumbline_app with check ((select app_who()) is not null);

create function seal_grade_guidance() returns trigger language plpgsql as $f$
declare
  state text;
begin
  -- The share lock makes a publication wait for the edit, or the edit see the publication.
  for state in select t.state from audit_tool t join tool_section s on s.audit_tool_id = t.id
    join tool_question q on q.tool_section_id = s.id
    where q.id = any (array[case when tg_op <> 'INSERT' then old.tool_question_id end,
                            case when tg_op <> 'DELETE' then new.tool_question_id end]) for share of t
  loop
    if state <> 'draft' then
      perform refuse_sealed_tool();
    end if;
  end loop;
  return case tg_op when 'DELETE' then old else new end;
end $f$;
create trigger sealed before insert or update or delete on grade_guidance for each row execute function seal_grade_guidance();

-- Grades are codes of a scale: a scale that a tool uses keeps its levels, or old audits would say something else.
-- Of plumbline_system, so that it holds the scale whoever writes; a tool that takes the scale up waits for that hold.
create function seal_scale() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public as $f$
declare
  scale uuid;
  scales uuid[];
begin
  if tg_table_name = 'judgement_scale' then
    scales := array[old.id];
  else
    scales := array[case when tg_op <> 'INSERT' then old.judgement_scale_id end,
                    case when tg_op <> 'DELETE' then new.judgement_scale_id end];
  end if;
  foreach scale in array scales loop
    perform from public.judgement_scale where id = scale for update;
    if exists (select from public.audit_tool where scale in (judgement_scale_id, compliance_scale_id)) then
      raise exception 'a scale in use cannot be changed'
        using errcode = 'restrict_violation', constraint = 'scales_in_use_are_sealed';
    end if;
  end loop;
  return case tg_op when 'DELETE' then old else new end;
end $f$;
alter function seal_scale() owner to plumbline_system;
create trigger sealed before update or delete on judgement_scale for each row execute function seal_scale();
create trigger sealed before insert or update or delete on judgement_level for each row execute function seal_scale();
"""


def _as_system(*statements: str) -> None:
    """Run what writes rows: the owner of the database need not be a superuser, and the gate is closed to it."""
    bind = op.get_bind()
    owner = bind.exec_driver_sql("select current_setting('role')").scalar_one()
    bind.exec_driver_sql("set local role plumbline_system")
    for statement in statements:
        bind.exec_driver_sql(statement)
    bind.exec_driver_sql(f"set local role {owner}")


def upgrade() -> None:
    scale = f"insert into judgement_scale (id, code, title) values ('{COMPLIANCE_ID}', 'compliance', 'Compliance')"
    levels = ", ".join(
        f"('{uuid.uuid5(COMPLIANCE_ID, code)}', '{COMPLIANCE_ID}', '{code}', '{label}', {position}, {good})"
        for position, (code, label, good) in enumerate(LEVELS, 1)
    )
    columns = "id, judgement_scale_id, code, label, position, is_good_or_better"
    op.execute(SEAL)
    _as_system(scale, f"insert into judgement_level ({columns}) values {levels}", SUPERSEDE)

    _widen_tools()
    _widen_sections_and_questions()
    op.create_table(
        "grade_guidance",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tool_question_id", sa.Uuid(), nullable=False),
        sa.Column("judgement_level_id", sa.Uuid(), nullable=False),
        sa.Column("guidance", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
        sa.Column("exemplar", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
        sa.ForeignKeyConstraint(
            ["tool_question_id"], ["tool_question.id"], name=op.f("fk_grade_guidance_tool_question_id")
        ),
        sa.ForeignKeyConstraint(
            ["judgement_level_id"], ["judgement_level.id"], name=op.f("fk_grade_guidance_judgement_level_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grade_guidance")),
        sa.UniqueConstraint(
            "tool_question_id",
            "judgement_level_id",
            name=op.f("uq_grade_guidance_tool_question_id_judgement_level_id"),
        ),
    )
    op.create_index(op.f("ix_grade_guidance_judgement_level_id"), "grade_guidance", ["judgement_level_id"])
    op.execute(GATE)


def _widen_tools() -> None:
    """New columns have a constant default while they are added, so that no sealed row is written to."""
    text = sqlmodel.sql.sqltypes.AutoString
    op.add_column("audit_tool", sa.Column("introduction", text(length=4000), nullable=False, server_default=""))
    op.add_column("audit_tool", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("audit_tool", sa.Column("made_from_id", sa.Uuid(), nullable=True))
    op.add_column(
        "audit_tool", sa.Column("compliance_scale_id", sa.Uuid(), nullable=False, server_default=str(COMPLIANCE_ID))
    )
    for column in ("introduction", "version", "compliance_scale_id"):
        op.alter_column("audit_tool", column, server_default=None)
    op.create_foreign_key(
        op.f("fk_audit_tool_compliance_scale_id"), "audit_tool", "judgement_scale", ["compliance_scale_id"], ["id"]
    )
    op.create_foreign_key(op.f("fk_audit_tool_made_from_id"), "audit_tool", "audit_tool", ["made_from_id"], ["id"])
    for column in ("judgement_scale_id", "compliance_scale_id"):
        op.create_index(op.f(f"ix_audit_tool_{column}"), "audit_tool", [column])
    op.create_index(
        "uq_audit_tool_published",
        "audit_tool",
        ["kind", "title"],
        unique=True,
        postgresql_where=sa.text("state = 'published'"),
    )


def _widen_sections_and_questions() -> None:
    text = sqlmodel.sql.sqltypes.AutoString
    op.drop_constraint(op.f("uq_tool_section_audit_tool_id_practice_standard_id"), "tool_section", type_="unique")
    op.create_index(op.f("ix_tool_section_audit_tool_id"), "tool_section", ["audit_tool_id"])
    op.alter_column("tool_section", "practice_standard_id", nullable=True)
    op.add_column("tool_section", sa.Column("title", text(length=300), nullable=False, server_default=""))
    op.add_column("tool_section", sa.Column("agency", text(length=200), nullable=False, server_default=""))
    op.alter_column("tool_section", "title", server_default=None)
    op.alter_column("tool_section", "agency", server_default=None)

    op.drop_constraint(op.f("uq_tool_question_tool_section_id_criterion_id"), "tool_question", type_="unique")
    op.create_index(op.f("ix_tool_question_tool_section_id"), "tool_question", ["tool_section_id"])
    op.alter_column("tool_question", "criterion_id", nullable=True)
    kinds = sa.Enum("quality", "compliance", name="questionkind", native_enum=False, length=40)
    op.add_column("tool_question", sa.Column("kind", kinds, nullable=False, server_default="quality"))
    op.alter_column("tool_question", "kind", server_default=None)


def downgrade() -> None:
    raise NotImplementedError("Forward only: mend with a new migration, or restore.")
