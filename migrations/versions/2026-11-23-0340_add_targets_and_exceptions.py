"""Add targets and exceptions."""

revision = "20261123_0340"
down_revision = "20261123_0330"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    raise NotImplementedError("Forward only: mend with a new migration, or restore.")
