"""Add tools: audit tools, published ones sealed, and Ofsted's scale of judgement."""

import uuid

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "20261123_0130"
down_revision = "20261123_0120"
branch_labels = None
depends_on = None

SCALE_ID = uuid.uuid5(uuid.NAMESPACE_URL, "https://plumbline.example/scales/ofsted")

# Ofsted's four judgements, the best first: code, label, whether it is good or better.
LEVELS = (
    ("outstanding", "Outstanding", True),
    ("good", "Good", True),
    ("requires_improvement", "Requires improvement to be good", False),
    ("inadequate", "Inadequate", False),
)

GATE = """
call guard_table('judgement_scale');
call guard_table('judgement_level');
call guard_table('audit_tool');
call guard_table('tool_section');
call guard_table('tool_question');

create policy seen on judgement_scale for select to plumbline_app using ((select app_who()) is not null);
create policy seen on judgement_level for select to plumbline_app using ((select app_who()) is not null);
create policy known on audit_tool to plumbline_app using ((select app_who()) is not null) with check ((select app_who()) is not null);
create policy known on tool_section to plumbline_app using ((select app_who()) is not null) with check ((select app_who()) is not null);
create policy known on tool_question to plumbline_app using ((select app_who()) is not null) with check ((select app_who()) is not null);
"""

# What is published is sealed: audits are tied to it for ever.
SEAL = """
create function refuse_sealed_tool() returns void language plpgsql as $f$
begin
  raise exception 'a published audit tool cannot be changed'
    using errcode = 'restrict_violation', constraint = 'published_tools_are_sealed';
end $f$;

create function seal_audit_tool() returns trigger language plpgsql as $f$
begin
  if old.state <> 'draft' then
    perform refuse_sealed_tool();
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $f$;

create function seal_tool_section() returns trigger language plpgsql as $f$
declare
  state text;
begin
  -- The share lock makes a publication wait for the edit, or the edit see the publication.
  for state in select t.state from audit_tool t
    where t.id = any (array[case when tg_op <> 'INSERT' then old.audit_tool_id end,
                            case when tg_op <> 'DELETE' then new.audit_tool_id end]) for share
  loop
    if state <> 'draft' then
      perform refuse_sealed_tool();
    end if;
  end loop;
  return case tg_op when 'DELETE' then old else new end;
end $f$;

create function seal_tool_question() returns trigger language plpgsql as $f$
declare
  state text;
begin
  for state in select t.state from audit_tool t join tool_section s on s.audit_tool_id = t.id
    where s.id = any (array[case when tg_op <> 'INSERT' then old.tool_section_id end,
                            case when tg_op <> 'DELETE' then new.tool_section_id end]) for share of t
  loop
    if state <> 'draft' then
      perform refuse_sealed_tool();
    end if;
  end loop;
  return case tg_op when 'DELETE' then old else new end;
end $f$;

create trigger sealed before update or delete on audit_tool for each row execute function seal_audit_tool();
create trigger sealed before insert or update or delete on tool_section for each row execute function seal_tool_section();
create trigger sealed before insert or update or delete on tool_question for each row execute function seal_tool_question();
"""


def upgrade() -> None:
    op.create_table(
        "judgement_scale",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judgement_scale")),
        sa.UniqueConstraint("code", name=op.f("uq_judgement_scale_code")),
    )
    op.create_table(
        "judgement_level",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("judgement_scale_id", sa.Uuid(), nullable=False),
        sa.Column("code", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("label", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_good_or_better", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["judgement_scale_id"], ["judgement_scale.id"], name=op.f("fk_judgement_level_judgement_scale_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judgement_level")),
        sa.UniqueConstraint("judgement_scale_id", "code", name=op.f("uq_judgement_level_judgement_scale_id_code")),
        sa.UniqueConstraint(
            "judgement_scale_id", "position", name=op.f("uq_judgement_level_judgement_scale_id_position")
        ),
    )
    op.create_table(
        "audit_tool",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "managers",
                "peer",
                "multi_agency",
                "supervision",
                "direct_observation",
                "appreciative_evaluation",
                "case_and_learning_review",
                "thematic",
                "dip_sample",
                "re_audit",
                "external",
                name="auditkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state", sa.Enum("draft", "published", name="toolstate", native_enum=False, length=40), nullable=False
        ),
        sa.Column("standards_version_id", sa.Uuid(), nullable=False),
        sa.Column("judgement_scale_id", sa.Uuid(), nullable=False),
        sa.Column("published_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint("(state = 'draft') = (published_at is null)", name=op.f("ck_audit_tool_published_when")),
        sa.ForeignKeyConstraint(
            ["judgement_scale_id"], ["judgement_scale.id"], name=op.f("fk_audit_tool_judgement_scale_id")
        ),
        sa.ForeignKeyConstraint(
            ["standards_version_id"], ["standards_version.id"], name=op.f("fk_audit_tool_standards_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_tool")),
        sa.UniqueConstraint("kind", "title", "number", name=op.f("uq_audit_tool_kind_title_number")),
    )
    op.create_index(op.f("ix_audit_tool_standards_version_id"), "audit_tool", ["standards_version_id"], unique=False)
    op.create_table(
        "tool_section",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("audit_tool_id", sa.Uuid(), nullable=False),
        sa.Column("practice_standard_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["audit_tool_id"], ["audit_tool.id"], name=op.f("fk_tool_section_audit_tool_id")),
        sa.ForeignKeyConstraint(
            ["practice_standard_id"], ["practice_standard.id"], name=op.f("fk_tool_section_practice_standard_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tool_section")),
        sa.UniqueConstraint(
            "audit_tool_id", "practice_standard_id", name=op.f("uq_tool_section_audit_tool_id_practice_standard_id")
        ),
    )
    op.create_index(
        op.f("ix_tool_section_practice_standard_id"), "tool_section", ["practice_standard_id"], unique=False
    )
    op.create_table(
        "tool_question",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tool_section_id", sa.Uuid(), nullable=False),
        sa.Column("criterion_id", sa.Uuid(), nullable=False),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
        sa.Column("guidance", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
        sa.Column("is_mandatory", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["criterion_id"], ["criterion.id"], name=op.f("fk_tool_question_criterion_id")),
        sa.ForeignKeyConstraint(
            ["tool_section_id"], ["tool_section.id"], name=op.f("fk_tool_question_tool_section_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tool_question")),
        sa.UniqueConstraint(
            "tool_section_id", "criterion_id", name=op.f("uq_tool_question_tool_section_id_criterion_id")
        ),
    )
    op.create_index(op.f("ix_tool_question_criterion_id"), "tool_question", ["criterion_id"], unique=False)

    # Filled in before the gate closes over them.
    metadata = sa.MetaData()
    scale = {"id": SCALE_ID, "code": "ofsted", "title": "Ofsted's four judgements"}
    op.bulk_insert(sa.Table("judgement_scale", metadata, autoload_with=op.get_bind()), [scale])
    levels = [{"id": uuid.uuid5(SCALE_ID, code), "judgement_scale_id": SCALE_ID, "code": code, "label": label,
               "position": position, "is_good_or_better": good}
              for position, (code, label, good) in enumerate(LEVELS, 1)]  # fmt: skip
    op.bulk_insert(sa.Table("judgement_level", metadata, autoload_with=op.get_bind()), levels)

    op.execute(GATE)
    op.execute(SEAL)


def downgrade() -> None:
    raise NotImplementedError("Forward only: mend with a new migration, or restore.")
