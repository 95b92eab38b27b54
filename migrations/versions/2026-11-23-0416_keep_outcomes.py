"""Keep what referrals and assessments led to, and why a worker changed."""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261123_0416"
down_revision = "20261123_0415"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("referral", "assessment"):
        op.add_column(table, sa.Column("outcomes", postgresql.ARRAY(sa.Text()), nullable=True))
    reason = sa.Column("change_reason", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=True)
    op.add_column("involvement", reason)


def downgrade() -> None:
    raise NotImplementedError("Forward only: mend with a new migration, or restore.")
