"""Break figures down: the groups of the child behind each row, and the counts by month of each group."""

import sqlalchemy as sa
from alembic import op

revision = "20261123_0450"
down_revision = "20261123_0445"
branch_labels = None
depends_on = None

KEPT = ("child_group", "indicator_part")
"""What is only counted from and can be made again: unlogged, so that after a crash all of it is empty together."""

# Parts are true figures of few: for staff alone, as the whole ones are. Whoever opens children may choose a group.
SEEN = """
grant select on indicator_part to plumbline_app;
create policy seen on indicator_part for select to plumbline_app
  using ((select app_who()) is not null and not (select app_reaches('suppressed')));
grant select (groups) on indicator_member to plumbline_app;
"""
ID = "md5(indicator_id::text || unit_id::text || part::text || (month - date '2000-01-01')::text)::uuid"


def upgrade() -> None:
    op.add_column("indicator_member", sa.Column("groups", sa.SmallInteger(), nullable=True))
    op.create_table(
        "child_group",
        sa.Column("child_ref", sa.String(16), nullable=False),
        sa.Column("birthdays", sa.ARRAY(sa.Date()), nullable=True),
        sa.Column("lasting", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("child_ref", name="pk_child_group"),
        prefixes=["UNLOGGED"],
    )
    op.create_table(
        "indicator_part",
        sa.Column("indicator_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("x", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("part", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), sa.Computed(ID, persisted=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_indicator_part"),
        prefixes=["UNLOGGED"],
    )
    op.create_index("ix_indicator_part_month", "indicator_part", ["indicator_id", "month"])
    for table in KEPT:
        op.execute(f"call guard_table('{table}', null, false)")
        op.execute(f"revoke all on {table} from plumbline_app")
        op.execute(f"alter table {table} owner to plumbline_system")  # who alone may gather what a plan needs to know
    op.execute(SEEN)


def downgrade() -> None:
    raise NotImplementedError("Forward only: mend with a new migration, or restore.")
