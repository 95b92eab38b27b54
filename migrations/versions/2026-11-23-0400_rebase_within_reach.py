"""Let limits be worked out anew only by those whose role covers the unit, or the whole council."""

from alembic import op

revision = "20261123_0400"
down_revision = "20261123_0390"
branch_labels = None
depends_on = None

# Those who mend the data (`records`) keep the figures of the whole council, though they open no child's case.
POLICIES = """
create function covers_unit(unit_id uuid) returns boolean language sql stable parallel safe
  set search_path = pg_catalog, public as $f$
select public.app_reaches('council') or public.app_reaches('records')
    or coalesce(covers_unit.unit_id = any (public.app_units()), false)
$f$;
alter policy made on annotation
  with check (written_by_id = (select app_who()) and withdrawn_at is null and (not is_rebase or covers_unit(unit_id)));
alter policy withdrawn on annotation
  with check (withdrawn_by_id = (select app_who()) and (not is_rebase or covers_unit(unit_id)));
"""


def upgrade() -> None:
    op.execute(POLICIES)


def downgrade() -> None:
    raise NotImplementedError("Forward only: mend with a new migration, or restore.")
