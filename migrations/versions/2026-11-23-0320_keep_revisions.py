"""Keep revisions."""

revision = "20261123_0320"
down_revision = "20261123_0310"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    raise NotImplementedError("Forward only: mend with a new migration, or restore.")
