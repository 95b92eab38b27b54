"""Add feed."""

revision = "20261123_0350"
down_revision = "20261123_0340"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    raise NotImplementedError("Forward only: mend with a new migration, or restore.")
