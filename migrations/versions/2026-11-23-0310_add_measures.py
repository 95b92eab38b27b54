"""Add measures."""

revision = "20261123_0310"
down_revision = "20261123_0300"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    raise NotImplementedError("Forward only: mend with a new migration, or restore.")
