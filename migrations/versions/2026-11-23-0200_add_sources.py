"""Add sources: what was counted in each source's rows, and what its machine clients are called."""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261123_0200"
down_revision = "20261123_0190"
branch_labels = None
depends_on = None

# Counts are computed from journalled rows: no journal. Small ones are not for those who see suppressed figures alone.
GATE = """
call guard_table('quality_count', null, false);
revoke insert, update, delete on quality_count from plumbline_app;
create policy seen on quality_count for select to plumbline_app
  using ((select app_who()) is not null and not (select app_reaches('suppressed')));
"""

# Whoever is known may learn what a machine client is called, and nothing else about it.
CLIENTS = """
create function source_clients() returns table (id uuid, source_system text, name text, is_sender boolean)
  language sql stable security definer set search_path = pg_catalog, public as $f$
  select c.id, c.source_system::text, c.name::text,
         c.is_active and c.source_system is not null and exists (
           select from public.role_grant g where g.machine_client_id = c.id and g.role = 'case_management_system')
    from public.machine_client c
   where public.app_who() is not null or current_setting('role', true) = 'plumbline_system' $f$;
alter function source_clients() owner to plumbline_system;
revoke all on function source_clients() from public;
grant execute on function source_clients() to plumbline_app;
"""


def upgrade() -> None:
    op.create_table(
        "quality_count",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("source_system", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("entity", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("received_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("came_on", postgresql.ARRAY(sa.Date()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("found", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("counted_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quality_count")),
    )
    op.create_index("uq_quality_count_entity", "quality_count", ["source_system", "entity"], unique=True)
    op.execute(GATE)
    op.execute(CLIENTS)


def downgrade() -> None:
    raise NotImplementedError("Forward only: mend with a new migration, or restore.")
