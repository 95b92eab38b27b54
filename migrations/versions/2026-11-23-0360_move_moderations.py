"""Move moderations: one that nobody has graded goes to another moderator, by whoever may allocate it."""

from alembic import op

revision = "20261123_0360"
down_revision = "20261123_0350"
branch_labels = None
depends_on = None

POLICY = """
create policy moved on moderation for update to plumbline_app
  using (state = 'allocated' and ((select app_reaches('council')) or (select app_reaches('moderation'))))
  with check (state = 'allocated' and ((select app_reaches('council')) or (select app_reaches('moderation'))))
"""


def upgrade() -> None:
    op.execute(POLICY)


def downgrade() -> None:
    raise NotImplementedError("Forward only: mend with a new migration, or restore.")
