"""Add choices: the council's own figures, dated."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "20261123_0230"
down_revision = "20261123_0220"
branch_labels = None
depends_on = None

NAMES = (
    "audit_days", "recently_audited_months", "coverage_months", "reminder_days", "acknowledgement_days",
    "re_audit_days", "action_days", "action_days_inadequate", "action_escalation_days", "moderation_share",
    "moderation_days", "new_auditor_audits", "outlier_grades", "dispute_days",
)  # fmt: skip

GATE = """
call guard_table('local_choice');
revoke update, delete on local_choice from plumbline_app;
create policy known on local_choice for select to plumbline_app using ((select app_who()) is not null);
create policy made on local_choice for insert to plumbline_app with check (set_by_id = (select app_who()));
"""


def upgrade() -> None:
    op.create_table(
        "local_choice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Enum(*NAMES, name="choicename", native_enum=False, length=40), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=4000), nullable=False),
        sa.Column("set_by_id", sa.Uuid(), nullable=False),
        sa.Column("set_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["set_by_id"], ["person.id"], name=op.f("fk_local_choice_set_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_choice")),
    )
    op.create_index("ix_local_choice_name", "local_choice", ["name", "from_on", "set_at"], unique=False)
    op.execute(GATE)


def downgrade() -> None:
    raise NotImplementedError("Forward only: mend with a new migration, or restore.")
