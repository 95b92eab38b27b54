"""Keep what was public of each figure, as what was shown once is known for good."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "20261123_0345"
down_revision = "20261123_0340"
branch_labels = None
depends_on = None

# It holds the hidden counts themselves: nobody but the computation reads it. Members see `suppressed_value` alone.
GATE = """
call guard_table('indicator_release', null, false);
call guard_table('release_mark', null, false);
revoke all on indicator_release, release_mark from plumbline_app;
"""


def upgrade() -> None:
    op.create_table(
        "indicator_release",
        sa.Column("indicator_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("period_type", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("last_month", sa.Date(), nullable=False),
        sa.Column("definition_version", sa.Integer(), nullable=False),
        sa.Column("numerator", sa.Integer(), nullable=False),
        sa.Column("denominator", sa.Integer(), nullable=False),
        sa.Column("is_hidden", sa.Boolean(), nullable=False),
        sa.Column("is_base_hidden", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name="fk_indicator_release_indicator_id_indicator"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_indicator_release_unit_id_unit"),
        sa.PrimaryKeyConstraint(
            "indicator_id", "unit_id", "period_type", "period_start", "last_month", name="pk_indicator_release"
        ),
    )
    op.create_index("ix_indicator_release_unit_id", "indicator_release", ["unit_id"])
    op.create_index("ix_indicator_release_period_start", "indicator_release", ["period_start"])
    op.create_table(
        "release_mark",
        sa.Column("indicator_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Date(), nullable=False),
        sa.Column("mark", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name="fk_release_mark_indicator_id_indicator"),
        sa.PrimaryKeyConstraint("indicator_id", "year", name="pk_release_mark"),
    )
    op.execute(GATE)


def downgrade() -> None:
    raise NotImplementedError("Forward only: mend with a new migration, or restore.")
