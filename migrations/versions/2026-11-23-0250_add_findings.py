"""Add findings."""

revision = "20261123_0250"
down_revision = "20261123_0240"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    raise NotImplementedError("Forward only: mend with a new migration, or restore.")
