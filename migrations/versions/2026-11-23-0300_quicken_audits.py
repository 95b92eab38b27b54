"""Quicken audits."""

revision = "20261123_0300"
down_revision = "20261123_0290"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    raise NotImplementedError("Forward only: mend with a new migration, or restore.")
