"""Add findings and concerns: what audits found, what cannot wait, who sees which, and what can never change."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "20261123_0250"
down_revision = "20261123_0240"
branch_labels = None
depends_on = None

THEMES = (
    ("assessment", "Assessment and analysis"), ("planning", "Plans and their review"),
    ("visits", "Visits and direct work"), ("voice", "The child's voice"), ("safety", "Risk and safety planning"),
    ("family", "Family and network"), ("identity", "Identity and diversity"),
    ("supervision", "Supervision and management oversight"), ("recording", "Recording and chronologies"),
    ("multi_agency", "Work with partners"), ("permanence", "Permanence and stability"),
    ("health_education", "Health and education"),
)  # fmt: skip

# The findings of an audit stand once it is submitted, and may change again when it is returned for rework. A concern
# is raised while its audit is not closed, and is closed once. Of plumbline_system, to find the audit whoever writes.
STAYS = """
create function keep_finding() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public as $f$
begin
  if exists (select from public.audit a
              where a.id = any (array[case when tg_op <> 'INSERT' then old.audit_id end, case when tg_op <> 'DELETE' then new.audit_id end])
                and a.state not in ('allocated', 'in_progress', 'returned'))
     or tg_op = 'UPDATE' and (new.audit_id, new.kind) is distinct from (old.audit_id, old.kind) then
    raise exception 'the findings of a submitted audit cannot be changed'
      using errcode = 'restrict_violation', constraint = 'findings_of_submitted_audits_stand';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $f$;

create function keep_finding_action() returns trigger language plpgsql as $f$
begin
  raise exception 'what came of a finding cannot be changed'
    using errcode = 'restrict_violation', constraint = 'actions_of_findings_stand';
end $f$;

create function keep_concern() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public as $f$
declare
  stage text;
begin
  if tg_op = 'INSERT' then
    select a.state into stage from public.audit a where a.id = new.audit_id for share;
    if stage in ('final', 'withdrawn') then
      raise exception 'a concern is raised while its audit is not closed'
        using errcode = 'restrict_violation', constraint = 'concerns_are_of_audits_not_closed';
    end if;
    return new;
  end if;
  if tg_op = 'DELETE' or old.closed_at is not null
     or (new.number, new.audit_id, new.what, new.done_at_once, new.told_id, new.raised_by_id, new.raised_at)
        is distinct from
        (old.number, old.audit_id, old.what, old.done_at_once, old.told_id, old.raised_by_id, old.raised_at) then
    raise exception 'a concern cannot be changed, and is closed once'
      using errcode = 'restrict_violation', constraint = 'concerns_stand';
  end if;
  return new;
end $f$;

alter function keep_finding() owner to plumbline_system;
alter function keep_concern() owner to plumbline_system;
create trigger kept before insert or update or delete on finding for each row execute function keep_finding();
create trigger kept before update or delete on finding_action for each row execute function keep_finding_action();
create trigger kept before insert or update or delete on concern for each row execute function keep_concern();
"""

# Whoever sees an audit sees its findings, its concerns and the actions that came of it.
GATE = """
call guard_table('finding_theme');
call guard_table('finding');
call guard_table('finding_action');
call guard_table('concern');
revoke insert, update, delete on finding_theme from plumbline_app;
revoke update, delete on finding_action from plumbline_app;
revoke delete on concern from plumbline_app;

create policy known on finding_theme for select to plumbline_app using ((select app_who()) is not null);

create policy seen on finding for select to plumbline_app using (exists (select from audit a where a.id = audit_id));
create policy made on finding for insert to plumbline_app
  with check (exists (select from audit a where a.id = audit_id and a.auditor_id = (select app_who())));
create policy changed on finding for update to plumbline_app
  using (exists (select from audit a where a.id = audit_id and a.auditor_id = (select app_who())));
create policy removed on finding for delete to plumbline_app
  using (exists (select from audit a where a.id = audit_id and a.auditor_id = (select app_who())));

create policy seen on finding_action for select to plumbline_app
  using (exists (select from finding f where f.id = finding_id));
create policy made on finding_action for insert to plumbline_app
  with check (exists (select from finding f where f.id = finding_id)
              and exists (select from action a where a.id = action_id and a.set_by_id = (select app_who())));

create policy seen on concern for select to plumbline_app using (exists (select from audit a where a.id = audit_id));
create policy made on concern for insert to plumbline_app
  with check (raised_by_id = (select app_who()) and exists (select from audit a where a.id = audit_id));
create policy changed on concern for update to plumbline_app
  using (exists (select from audit a where a.id = audit_id
                 and ((select app_reaches('council')) or a.unit_id = any ((select app_units())::uuid[]))));

create policy of_audit on action for select to plumbline_app
  using (source_kind = 'audit' and exists (select from audit a where a.id = source_id));
create policy changed_of_audit on action for update to plumbline_app
  using (source_kind = 'audit' and exists (select from audit a where a.id = source_id))
  with check ((select app_who()) is not null);
"""


def upgrade() -> None:
    op.create_table(
        "finding_theme",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_theme")),
        sa.UniqueConstraint("code", name=op.f("uq_finding_theme_code")),
    )
    op.create_table(
        "concern",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("audit_id", sa.Uuid(), nullable=False),
        sa.Column("what", sqlmodel.sql.sqltypes.AutoString(length=4000), nullable=False),
        sa.Column("done_at_once", sqlmodel.sql.sqltypes.AutoString(length=4000), nullable=False),
        sa.Column("told_id", sa.Uuid(), nullable=False),
        sa.Column("raised_by_id", sa.Uuid(), nullable=False),
        sa.Column("raised_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("closed_text", sqlmodel.sql.sqltypes.AutoString(length=4000), nullable=False),
        sa.Column("closed_by_id", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(closed_at is null) = (closed_by_id is null)", name=op.f("ck_concern_closed_by_somebody")),
        sa.CheckConstraint("closed_by_id is distinct from raised_by_id", name=op.f("ck_concern_closed_by_another")),
        sa.ForeignKeyConstraint(["audit_id"], ["audit.id"], name=op.f("fk_concern_audit_id")),
        sa.ForeignKeyConstraint(["closed_by_id"], ["person.id"], name=op.f("fk_concern_closed_by_id")),
        sa.ForeignKeyConstraint(["raised_by_id"], ["person.id"], name=op.f("fk_concern_raised_by_id")),
        sa.ForeignKeyConstraint(["told_id"], ["person.id"], name=op.f("fk_concern_told_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern")),
        sa.UniqueConstraint("number", name=op.f("uq_concern_number")),
    )
    op.create_index(op.f("ix_concern_audit_id"), "concern", ["audit_id"], unique=False)
    op.create_index("ix_concern_raised_at_id", "concern", ["raised_at", "id"], unique=False)
    op.create_index(op.f("ix_concern_raised_by_id"), "concern", ["raised_by_id"], unique=False)
    op.create_index(op.f("ix_concern_told_id"), "concern", ["told_id"], unique=False)
    op.create_table(
        "finding",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("audit_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind", sa.Enum("strength", "improvement", name="findingkind", native_enum=False, length=40), nullable=False
        ),
        sa.Column("finding_theme_id", sa.Uuid(), nullable=False),
        sa.Column("criterion_id", sa.Uuid(), nullable=True),
        sa.Column("tool_question_id", sa.Uuid(), nullable=True),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(length=4000), nullable=False),
        sa.Column("impact", sqlmodel.sql.sqltypes.AutoString(length=4000), nullable=False),
        sa.Column(
            "severity",
            sa.Enum("low", "medium", "high", name="findingseverity", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("no_action_reason", sqlmodel.sql.sqltypes.AutoString(length=4000), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'improvement') = (severity is not null)", name=op.f("ck_finding_improvement_has_severity")
        ),
        sa.ForeignKeyConstraint(["audit_id"], ["audit.id"], name=op.f("fk_finding_audit_id")),
        sa.ForeignKeyConstraint(["criterion_id"], ["criterion.id"], name=op.f("fk_finding_criterion_id")),
        sa.ForeignKeyConstraint(["finding_theme_id"], ["finding_theme.id"], name=op.f("fk_finding_finding_theme_id")),
        sa.ForeignKeyConstraint(["tool_question_id"], ["tool_question.id"], name=op.f("fk_finding_tool_question_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
    )
    op.create_index(op.f("ix_finding_audit_id"), "finding", ["audit_id"], unique=False)
    op.create_index("ix_finding_created_at_id", "finding", ["created_at", "id"], unique=False)
    op.create_index(op.f("ix_finding_criterion_id"), "finding", ["criterion_id"], unique=False)
    op.create_index(op.f("ix_finding_finding_theme_id"), "finding", ["finding_theme_id"], unique=False)
    op.create_index(op.f("ix_finding_tool_question_id"), "finding", ["tool_question_id"], unique=False)
    op.create_table(
        "finding_action",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("finding_id", sa.Uuid(), nullable=False),
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name=op.f("fk_finding_action_action_id")),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name=op.f("fk_finding_action_finding_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_action")),
        sa.UniqueConstraint("finding_id", "action_id", name=op.f("uq_finding_action_finding_id_action_id")),
    )
    op.create_index(op.f("ix_finding_action_action_id"), "finding_action", ["action_id"], unique=False)

    themes = sa.table("finding_theme", *(sa.column(name) for name in ("id", "code", "title", "position")))
    for position, (code, title) in enumerate(THEMES, 1):
        op.execute(themes.insert().values(id=sa.func.gen_random_uuid(), code=code, title=title, position=position))
    op.execute(STAYS)
    op.execute(GATE)


def downgrade() -> None:
    raise NotImplementedError("Forward only: mend with a new migration, or restore.")
