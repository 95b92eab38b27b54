"""Keep which workers had a child's case, so that caseloads are brought in step with what changed."""

import sqlalchemy as sa
from alembic import op

revision = "20261123_0390"
down_revision = "20261123_0380"
branch_labels = None
depends_on = None

# As what else is only counted from: unlogged, and nobody's but the computation's.
GATE = """
call guard_table('allocation', null, false);
revoke all on allocation from plumbline_app;
alter table allocation owner to plumbline_system;
"""
COUNT_ANEW = "truncate measure_state"
"""Nothing is in step with a table that is empty yet: the next refresh makes it with all that is kept."""


def upgrade() -> None:
    op.create_table(
        "allocation",
        sa.Column("child_ref", sa.String(16), nullable=False),
        sa.Column("worker", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("full_time", sa.Numeric(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        prefixes=["UNLOGGED"],
    )
    op.create_index("ix_allocation_child_ref", "allocation", ["child_ref"])
    op.create_index("ix_allocation_worker", "allocation", ["worker"])
    op.execute(GATE)
    op.execute(COUNT_ANEW)


def downgrade() -> None:
    raise NotImplementedError("Forward only: mend with a new migration, or restore.")
